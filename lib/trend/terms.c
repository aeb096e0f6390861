/* terms.c - what goes in: papers with their terms. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/words.h"

#include <limits.h>
#include <stdlib.h>

enum { GRAMS = 3 };

/* What a word may do in a term. */
enum { CLOSED, NEVER_FIRST, NUMBER, ANY_PLACE };

struct trend *trend_new(void)
{
    struct trend *t = calloc(1, sizeof *t);
    if (t) {
        table_init(&t->terms);
        table_init(&t->ids);
    }
    return t;
}

void trend_free(struct trend *t)
{
    if (!t)
        return;
    table_free(&t->terms);
    table_free(&t->ids);
    buf_free(&t->tokens.folded);
    buf_free(&t->words);
    free(t->stamp);
    free(t->of_doc);
    free(t->doc);
    free(t->found);
    free(t->row_of);
    free(t->bucket);
    free(t->bucket_papers);
    free(t->bucket_counts);
    free(t);
}

bool trend_failed(const struct trend *t)
{
    return t->failed || t->words.failed || t->tokens.folded.failed;
}

static void begin_doc(struct trend *t, struct str date, struct doc doc)
{
    long first, last;
    doc.first = 1;
    doc.last = 0;
    doc.at = t->nof_doc;
    if (date_days(date, &first, &last)) {
        doc.first = (int32_t)first;
        doc.last = (int32_t)last;
    }
    if (t->ndoc >= UINT32_MAX - 1 || !grow(&t->doc, t->ndoc, &t->capdoc, sizeof *t->doc))
        t->failed = true;
    else
        t->doc[t->ndoc++] = doc;
}

void trend_paper(struct trend *t, struct str id, struct str date)
{
    bool is_new;
    t->failed |= table_add(&t->ids, id, &is_new) == TABLE_NONE;
    begin_doc(t, date, (struct doc){.papers = is_new, .count = is_new});
}

void trend_value(struct trend *t, struct str value)
{
    bool is_new;
    size_t cap = t->capstamp, i = t->failed ? TABLE_NONE : table_add(&t->terms, value, &is_new);
    if (i == TABLE_NONE || !grow(&t->stamp, i, &t->capstamp, sizeof *t->stamp) ||
        !grow(&t->of_doc, t->nof_doc, &t->capof_doc, sizeof *t->of_doc)) {
        t->failed = true;
        return;
    }
    if (t->capstamp > cap)
        memset(t->stamp + cap, 0, (t->capstamp - cap) * sizeof *t->stamp);
    if (t->stamp[i] == t->ndoc)
        return;
    t->stamp[i] = (uint32_t)t->ndoc;
    t->of_doc[t->nof_doc++] = (uint32_t)i;
}

/* ---- words in a row ---- */

static bool all_digits(struct str s)
{
    size_t i = 0;
    while (i < s.n && ascii_digit((unsigned char)s.p[i]))
        i++;
    return i == s.n;
}

static bool is_year(struct str s)
{
    return s.n == 4 && all_digits(s) &&
           ((s.p[0] == '1' && s.p[1] == '9') || (s.p[0] == '2' && s.p[1] == '0'));
}

static uint8_t kind_of(struct str word)
{
    switch (word_class_of(word)) {
    case OPEN:
        return word.n == 1 || all_digits(word) ? NUMBER : ANY_PLACE; /* a letter is like one */
    case EMPTY: return NEVER_FIRST;
    default: return CLOSED;
    }
}

/* What parts two words from each other: only a space, a hyphen, a slash or an apostrophe lets a
 * term go on, and a dash between spaces does not. */
static bool is_break(struct str gap)
{
    bool space = false, mark = false;
    for (size_t i = 0; i < gap.n; i++) {
        unsigned char c = (unsigned char)gap.p[i];
        if (c == ' ')
            space = true;
        else if (c == '-' || c == '/')
            mark = true;
        else if (c == 0xE2 && gap.n - i >= 3 && (unsigned char)gap.p[i + 1] == 0x80 &&
                 ((unsigned char)gap.p[i + 2] == 0x90 || (unsigned char)gap.p[i + 2] == 0x91 ||
                  (unsigned char)gap.p[i + 2] == 0x99))
            i += 2; /* hyphens and the apostrophe of Unicode */
        else if (c != '\'')
            return true;
    }
    return space && mark;
}

/* The s of a genitive. */
static bool is_genitive(struct str word, struct str gap)
{
    return word.n == 1 && word.p[0] == 's' && gap.n &&
           (gap.p[gap.n - 1] == '\'' || (unsigned char)gap.p[gap.n - 1] == 0x99);
}

/* Puts a word behind those in a row. */
static void put_word(struct trend *t, struct token *token)
{
    struct str word = token->word;
    size_t n = trend_singular(t->tokens.folded.p, word.n);
    if (t->nwords == GRAMS) {
        memmove(t->begin, t->begin + 1, (GRAMS - 1) * sizeof *t->begin);
        memmove(t->kind, t->kind + 1, GRAMS - 1);
        t->nwords--;
    }
    if (t->words.n)
        buf_putc(&t->words, ' ');
    t->begin[t->nwords] = t->words.n;
    buf_put(&t->words, word.p, n);
    buf_put(&t->words, t->tokens.text.p + token->end, token->mark);
    const size_t begin = t->words.n - n - token->mark;
    t->kind[t->nwords++] =
        t->words.failed ? CLOSED : kind_of(str_slice(buf_str(&t->words), begin, t->words.n));
}

static void end_row(struct trend *t)
{
    buf_clear(&t->words);
    t->nwords = 0;
}

/* The terms that end with the last word. */
static void take_terms(struct trend *t)
{
    const uint8_t last = t->kind[t->nwords - 1];
    if (last == CLOSED || t->words.failed)
        return;
    for (size_t i = t->nwords; i-- > 0;) {
        bool alone = i + 1 == t->nwords, good = t->kind[i] == ANY_PLACE;
        if (good || (!alone && t->kind[i] == NUMBER))
            trend_value(t, str_slice(buf_str(&t->words), t->begin[i], t->words.n));
    }
}

void trend_text(struct trend *t, struct str text)
{
    struct token token;
    size_t end = 0;
    t->tokens.text = text;
    t->tokens.at = 0;
    end_row(t);
    while (token_next(&t->tokens, &token)) {
        struct str gap = str_slice(text, end, token.begin);
        bool genitive = is_genitive(token.word, gap);
        if (end && !genitive && is_break(gap))
            end_row(t);
        end = token.end + token.mark;
        if (genitive)
            continue;
        if (is_year(token.word)) {
            end_row(t);
            continue;
        }
        put_word(t, &token);
        take_terms(t);
    }
}

void trend_phrase(struct trend *t, struct str phrase)
{
    struct token token;
    size_t end = 0;
    t->tokens.text = phrase;
    t->tokens.at = 0;
    end_row(t);
    while (token_next(&t->tokens, &token)) {
        if (!is_genitive(token.word, str_slice(phrase, end, token.begin)))
            put_word(t, &token);
        end = token.end + token.mark;
    }
    if (t->words.n && !t->words.failed)
        trend_value(t, buf_str(&t->words));
}

/* ---- tables ---- */

static bool take_count(struct str s, uint32_t *count)
{
    uint64_t n = 0;
    if (s.n == 0 || s.n > 10 || !all_digits(s))
        return false;
    for (size_t i = 0; i < s.n; i++)
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    *count = (uint32_t)n;
    return n <= UINT32_MAX;
}

const char *trend_row(struct trend *t, struct str line, bool apart)
{
    uint32_t count;
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    struct str term = {line.p, tab ? (size_t)(tab - line.p) : 0};
    struct str rest = tab ? str_slice(line, term.n + 1, line.n) : (struct str){0};
    const char *second = rest.n ? memchr(rest.p, '\t', rest.n) : NULL;
    size_t n = second ? (size_t)(second - rest.p) : 0;
    if (!second || !rec_is_date(str_slice(rest, 0, n)) ||
        !take_count(str_slice(rest, n + 1, rest.n), &count))
        return "not a row of counts: a term, a date and a whole number below 2^32 needed";
    begin_doc(t, str_slice(rest, 0, n),
              (struct doc){.papers = term.n ? 0 : count,
                           .count = term.n ? count : 0,
                           .apart = apart,
                           .row = true});
    if (term.n)
        trend_value(t, term);
    return t->failed ? "out of memory" : NULL;
}

struct trend_span trend_dates(const struct trend *t)
{
    struct trend_span all = {LONG_MAX, LONG_MIN};
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        if (d->first > d->last || d->apart)
            continue;
        all.first = d->first < all.first ? d->first : all.first;
        all.last = d->last > all.last ? d->last : all.last;
    }
    return all;
}
