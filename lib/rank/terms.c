/* terms.c - from a text to its terms. A term is a word's stem, and with it the stems of the word in
 * its other spelling and of the word written together with its neighbour in the text: `wave guide`
 * finds `waveguide`. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/stem.h"
#include "paper/word64.h"

#include <stdlib.h>

struct rank *rank_new(const struct names *fields, char *const *files, size_t nfiles)
{
    struct rank *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    keep_start(&r->keep, files, nfiles);
    table_init(&r->left_out);
    r->cache = calloc(CACHE, sizeof *r->cache);
    r->why = r->cache ? NULL : "out of memory";
    for (size_t i = 0; i < fields->n; i++) {
        if (!grow(&r->fields.name, r->fields.n, &r->fields.cap, sizeof *r->fields.name))
            r->why = "out of memory";
        else
            r->fields.name[r->fields.n++] = fields->name[i];
    }
    r->plain_fields = fields->n == 0;
    for (unsigned c = 0; c < 256; c++)
        if (c >= 0x80 || ascii_alnum((unsigned char)c))
            r->lower[c] = (unsigned char)ascii_to_lower((unsigned char)c);
    return r;
}

void rank_free(struct rank *r)
{
    if (!r)
        return;
    keep_end(&r->keep);
    table_free(&r->left_out);
    names_free(&r->fields);
    buf_free(&r->words);
    buf_free(&r->tokens.folded);
    rec_free(&r->rec);
    free(r->word);
    free(r->cache);
    free(r->candidate);
    free(r->hit);
    free(r->span);
    free(r->best);
    free(r);
}

const char *rank_failed(const struct rank *r)
{
    return r->why;
}

/* ---- the text ---- */

void rank_text(struct rank *r, struct str text)
{
    struct token token;
    size_t end = 0;
    r->tokens.text = text;
    r->tokens.at = 0;
    while (token_next(&r->tokens, &token)) {
        if (token.word.n > MAX_WORD)
            continue;
        if (!grow(&r->word, r->nword, &r->capword, sizeof *r->word))
            break;
        r->word[r->nword++] = (struct text_word){
            .at = r->words.n,
            .n = token.word.n,
            .adjacent = end && token.begin == end + 1,
            .stop = is_stop_word(token.word),
            .term = NO_TERM,
        };
        end = token.end;
        buf_putstr(&r->words, token.word);
    }
    if (r->tokens.folded.failed || r->words.failed || r->tokens.at < text.n)
        r->why = "out of memory";
}

void rank_leave_out(struct rank *r, struct str id)
{
    if (table_add(&r->left_out, id, NULL) == TABLE_NONE)
        r->why = "out of memory";
}

static struct str text_of(const struct rank *r, const struct text_word *w)
{
    return str_slice(buf_str(&r->words), w->at, w->at + w->n);
}

/* Puts the word's stem at `to`; gives its length. */
static size_t stem_to(char *to, struct str word)
{
    memcpy(to, word.p, word.n);
    return stem_english(to, word.n);
}

/* ---- choosing terms ---- */

struct choice {
    char stem[MAX_WORD];
    size_t n, times, first;
};

/* The more telling one first, of equal ones that which stands earlier. */
static int by_worth(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    size_t mine = x->times * x->n, other = y->times * y->n;
    if (mine != other)
        return mine > other ? -1 : 1;
    return x->first < y->first ? -1 : 1;
}

static int by_place(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    return x->first < y->first ? -1 : 1;
}

/* The different stems of the text, with *n their number. */
static struct choice *choices(struct rank *r, bool with_stop, size_t *n)
{
    struct table seen;
    struct choice *list = calloc(r->nword + 1, sizeof *list);
    table_init(&seen);
    for (size_t i = 0; list && i < r->nword; i++) {
        struct choice one = {.times = 1, .first = i};
        bool added;
        if (r->word[i].stop && !with_stop)
            continue;
        one.n = stem_to(one.stem, text_of(r, &r->word[i]));
        size_t at = table_add(&seen, (struct str){one.stem, one.n}, &added);
        if (at == TABLE_NONE) {
            free(list);
            list = NULL;
        } else if (added) {
            list[at] = one;
        } else {
            list[at].times++;
        }
    }
    *n = seen.n;
    table_free(&seen);
    return list;
}

/* A stem that stands for a term already goes on to do so. */
static void add_form(struct rank *r, struct str word, uint8_t term, uint8_t second)
{
    struct form form = {.term = term, .second = second};
    if (word.n > MAX_WORD || r->nform == MAX_FORMS)
        return;
    form.n = (uint8_t)stem_to(form.stem, word);
    for (size_t i = 0; i < r->nform; i++)
        if (r->form[i].n == form.n && memcmp(r->form[i].stem, form.stem, form.n) == 0)
            return;
    r->form[r->nform++] = form;
}

static void add_spellings(struct rank *r, const struct text_word *w)
{
    char other[MAX_SPELLINGS][MAX_WORD];
    size_t length[MAX_SPELLINGS], n = spellings(text_of(r, w), other, length);
    for (size_t i = 0; i < n; i++)
        add_form(r, (struct str){other[i], length[i]}, w->term, NO_TERM);
}

/* The word and the one behind it, written as one. */
static void add_joined(struct rank *r, const struct text_word *w)
{
    if (w[1].adjacent && w[0].term != NO_TERM && w[1].term != NO_TERM && w[0].term != w[1].term)
        add_form(r, str_slice(buf_str(&r->words), w[0].at, w[1].at + w[1].n), w[0].term, w[1].term);
}

/* The terms, and which of the text's words have them. */
static void set_terms(struct rank *r, const struct choice *list, size_t n, bool with_stop)
{
    for (size_t t = 0; t < n; t++) {
        uint8_t term = (uint8_t)t;
        add_form(r, text_of(r, &r->word[list[t].first]), term, NO_TERM);
        r->term[t] = (struct term){.papers = 0};
    }
    r->nterm = n;
    for (size_t i = 0; i < r->nword; i++) {
        struct text_word *w = &r->word[i];
        uint16_t form = w->stop && !with_stop ? NO_FORM : form_of(r, text_of(r, w));
        w->term = form == NO_FORM ? NO_TERM : r->form[form].term;
    }
    for (size_t i = 0; i < r->nword; i++)
        if (r->word[i].term != NO_TERM)
            add_spellings(r, &r->word[i]);
    for (size_t i = 0; i + 1 < r->nword; i++)
        add_joined(r, &r->word[i]);
}

/* ---- beginnings ---- */

/* Puts in what words of the form begin with, unless that of another form covers it, and takes out
 * those that it covers. */
static void add_beginning(struct rank *r, const struct form *form)
{
    struct str s = {form->stem, stem_beginning(form->stem, form->n)}, *list = r->beginning;
    size_t n = 0;
    for (size_t i = 0; i < r->nbeginning; i++)
        if (str_starts(s, list[i]))
            return;
    for (size_t i = 0; i < r->nbeginning; i++)
        if (!str_starts(list[i], s))
            list[n++] = list[i];
    list[n++] = s;
    r->nbeginning = n;
}

size_t rank_terms(struct rank *r)
{
    bool with_stop = true;
    if (r->words.failed)
        r->why = "out of memory";
    if (r->why)
        return 0;
    for (size_t i = 0; i < r->nword; i++)
        with_stop &= r->word[i].stop;
    size_t n;
    struct choice *list = choices(r, with_stop, &n);
    if (!list) {
        r->why = "out of memory";
        return 0;
    }
    if (n > MAX_TERMS) {
        qsort(list, n, sizeof *list, by_worth);
        n = MAX_TERMS;
        qsort(list, n, sizeof *list, by_place);
    }
    set_terms(r, list, n, with_stop);
    free(list);
    for (size_t i = 0; i < r->nform; i++)
        add_beginning(r, &r->form[i]);
    memset(r->cache, 0, CACHE * sizeof *r->cache); /* it knew fewer forms */
    return n;
}

size_t rank_beginnings(const struct rank *r, const struct str **beginnings)
{
    *beginnings = r->beginning;
    return r->nbeginning;
}

/* ---- looking words up ---- */

static uint16_t look_up(const struct rank *r, struct str word)
{
    char stem[MAX_WORD];
    size_t n = stem_to(stem, word);
    for (size_t i = 0; i < r->nform; i++)
        if (r->form[i].n == n && r->form[i].stem[0] == stem[0] &&
            memcmp(r->form[i].stem, stem, n) == 0)
            return (uint16_t)i;
    return NO_FORM;
}

/* The slot of a word of less than 24 bytes. */
static struct cached *slot_of(const struct rank *r, struct str word)
{
    unsigned char padded[24] = {0};
    memcpy(padded, word.p, word.n);
    uint64_t mix = load64(padded) ^ load64(padded + 8) * 3 ^ load64(padded + 16) * 5;
    return &r->cache[(mix * UINT64_C(0x9E3779B97F4A7C15)) >> 32 & (CACHE - 1)];
}

uint16_t form_of(struct rank *r, struct str word)
{
    if (word.n > MAX_WORD || word.n == 0)
        return NO_FORM;
    if (word.n > sizeof r->cache->word)
        return look_up(r, word);
    struct cached *slot = slot_of(r, word);
    if (slot->n != word.n || memcmp(slot->word, word.p, word.n) != 0) {
        memcpy(slot->word, word.p, word.n);
        slot->n = (uint16_t)word.n;
        slot->form = look_up(r, word);
    }
    return slot->form;
}
