/* data.c - papers with known keyphrases, and the tables of words and phrases made of them. */
#include "train.h"

#include "paper/counts.h"
#include "paper/real.h"
#include "paper/text.h"
#include "paper/words.h"

#include <math.h>
#include <stdlib.h>

enum {
    FREQUENT = 10000, /* stems that are in the table for their frequency */
    KEY_STEM = 3,     /* keyphrases that bring a stem into it */
    GOLD = 3,         /* a paper's own keyphrase counts like so many of the list */
    LEAST_KNOWN = 2,  /* papers whose authors gave a phrase */
    COMMON = 1000,    /* papers that hold a word, */
    ALONE = 8,        /* keyphrases that are one word with its stem, */
    RARE = 20,        /* of which so many to one are another word: it is no keyphrase alone; */
    VERB_COMMON = 50, /* the same for what looks like a verb, where none is this word */
    VERB_ALONE = 4,
    NAMED = 20,     /* occurrences before such a word that tell a name */
    LEAST_HELD = 3, /* papers for a mean probability */
};
static const double least_sum = .15; /* of probabilities */

struct paper *paper;
size_t npaper;

static size_t cappaper;
static struct counts *words, *list; /* stem: papers; keyphrase: papers */
/* stem: occurrences with a capital, all; the same before a word that may stand in a phrase */
enum { CAPITAL, EITHER, CAPITAL_OPEN, EITHER_OPEN, CASES };
static struct counts *cases;
static struct counts *forms; /* word: papers; in the order of the list */
static uint64_t nwords_papers, nlist_papers;

struct str read_file(const char *name)
{
    FILE *f = fopen(name, "r");
    struct buf text = {0};
    if (!f)
        die("%s: cannot be read", name);
    for (size_t n = 1; n > 0; text.n += n) {
        if (!buf_reserve(&text, 1 << 20))
            die("out of memory");
        n = fread(text.p + text.n, 1, 1 << 20, f);
    }
    fclose(f);
    return buf_str(&text);
}

size_t next_row(struct str text, size_t *at, struct str *field, size_t max, size_t least)
{
    while (*at < text.n) {
        const char *p = text.p + *at, *newline = memchr(p, '\n', text.n - *at);
        const char *end = newline ? newline : text.p + text.n;
        size_t n = 0;
        *at = (size_t)(end - text.p) + 1;
        for (const char *tab; n < max && p <= end; p = tab + 1) {
            tab = memchr(p, '\t', (size_t)(end - p));
            tab = tab ? tab : end;
            field[n++] = (struct str){p, (size_t)(tab - p)};
        }
        if (n >= least)
            return n;
    }
    return 0;
}

double log_2(double x)
{
    return real_log(x) / 0.69314718055994530942;
}

double exp_of(double x)
{
    double k = floor(x / 0.69314718055994530942 + .5), r = x - k * 0.69314718055994530942;
    double sum = 1;
    for (int i = 16; i > 0; i--)
        sum = 1 + r * sum / i;
    return ldexp(sum, (int)k);
}

static uint8_t byte(double x)
{
    return (uint8_t)(x < 1 ? 1 : x > 255 ? 255 : x + .5);
}

/* Appends the stems of a phrase's words, with a space between two. */
static void phrase_stems(struct str phrase, struct buf *out)
{
    struct word word;
    for (size_t at = 0; word_next(phrase, &at, &word);) {
        if (out->n)
            buf_putc(out, ' ');
        key_stems(word.text, out);
    }
    if (out->failed)
        die("out of memory");
}

static uint64_t hash_stems(struct str stems)
{
    uint64_t hash = 0;
    for (size_t i = 0, n; i < stems.n; i += n + 1) {
        const char *space = memchr(stems.p + i, ' ', stems.n - i);
        n = space ? (size_t)(space - stems.p) - i : stems.n - i;
        hash = hash_join(hash, hash_bytes(stems.p + i, n));
    }
    return hash;
}

uint64_t hash_phrase(struct str phrase)
{
    static struct buf stems;
    buf_clear(&stems);
    phrase_stems(phrase, &stems);
    return hash_stems(buf_str(&stems));
}

static void add_gold(struct paper *p, struct str phrase)
{
    uint64_t hash = hash_phrase(phrase);
    for (size_t i = 0; i < p->ngold; i++)
        if (p->gold[i] == hash)
            return;
    if (hash && p->ngold < MAX_GOLD) {
        p->gold_text[p->ngold] = phrase;
        p->gold[p->ngold++] = hash;
    }
}

void read_papers(const char *folder, const char *name, enum key_style style, float weight)
{
    char file[4096];
    struct str field[4];
    const size_t first = npaper;
    snprintf(file, sizeof file, "%s/%s.tsv", folder, name);
    struct str text = read_file(file);
    for (size_t at = 0; next_row(text, &at, field, 4, 4);) {
        if (!grow(&paper, npaper, &cappaper, sizeof *paper))
            die("out of memory");
        paper[npaper] = (struct paper){.style = style,
                                       .set = name,
                                       .fold = (int)((npaper - first) % FOLDS),
                                       .weight = weight,
                                       .id = field[0],
                                       .title = field[2],
                                       .abstract = field[3]};
        npaper++;
    }
    snprintf(file, sizeof file, "%s/%s.gold.tsv", folder, name);
    text = read_file(file);
    size_t p = first;
    for (size_t at = 0; next_row(text, &at, field, 2, 2);) {
        size_t tried = 0;
        for (; tried < npaper - first && !str_eq(paper[p].id, field[0]); tried++)
            p = p + 1 < npaper ? p + 1 : first;
        if (tried == npaper - first)
            die("%s: no paper %.*s", file, (int)field[0].n, field[0].p);
        add_gold(&paper[p], field[1]);
    }
}

static uint64_t number(struct str s)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    return n;
}

static struct counts *read_counts(const char *name, uint64_t *papers, struct counts *as_written)
{
    struct counts *c = need(counts_new(1));
    struct str text = read_file(name), field[2];
    struct buf stems = {0};
    for (size_t at = 0; next_row(text, &at, field, 2, 2);) {
        uint64_t n = number(field[1]);
        buf_clear(&stems);
        phrase_stems(field[0], &stems);
        if (as_written && field[0].n && counts_add(as_written, field[0], &n))
            die("out of memory");
        if (field[0].n == 0)
            *papers = n;
        else if (stems.n && counts_add(c, buf_str(&stems), &n))
            die("out of memory");
    }
    buf_free(&stems);
    return c;
}

void read_words(const char *name)
{
    forms = need(counts_new(1));
    words = read_counts(name, &nwords_papers, forms);
}

void read_keyphrases(const char *name)
{
    list = read_counts(name, &nlist_papers, NULL);
}

void note_case(struct str word, bool capital, bool before_open)
{
    static struct buf stem;
    const uint64_t n[CASES] = {capital, 1, capital && before_open, before_open};
    if (!cases)
        cases = need(counts_new(CASES));
    buf_clear(&stem);
    key_stems(word, &stem);
    if (stem.failed || counts_add(cases, buf_str(&stem), n))
        die("out of memory");
}

static bool is_name(struct str stem)
{
    const uint64_t *n = counts_of(cases, stem);
    return n && (10 * n[CAPITAL] > 7 * n[EITHER] ||
                 (n[EITHER_OPEN] >= NAMED && 10 * n[CAPITAL_OPEN] > 7 * n[EITHER_OPEN]));
}

/* ---- tables ---- */

/* How many keyphrases begin with a stem, end with it, hold it. */
enum { FIRST, LAST, ANY, PLACES };

static void count_places(struct counts *places, struct str stems, uint64_t n)
{
    for (size_t i = 0, len; i < stems.n; i += len + 1) {
        const char *space = memchr(stems.p + i, ' ', stems.n - i);
        len = space ? (size_t)(space - stems.p) - i : stems.n - i;
        const uint64_t add[PLACES] = {i == 0 ? n : 0, space ? 0 : n, n};
        if (counts_add(places, str_slice(stems, i, i + len), add))
            die("out of memory");
    }
}

struct ranked {
    struct str stem;
    uint64_t papers, rank;
};

static int by_papers(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->papers != y->papers ? (x->papers > y->papers ? -1 : 1) : x->rank < y->rank ? -1 : 1;
}

static int by_stem(const void *a, const void *b)
{
    const struct known_stem *x = a, *y = b;
    return strcmp(x->stem, y->stem);
}

static uint8_t ratio(uint64_t keyphrases, double papers)
{
    double expected = papers * (double)nlist_papers / (double)nwords_papers;
    return byte(128 + 12 * log_2(((double)keyphrases + .5) / (expected + .5)));
}

static void make_stems(struct key_tables *t, struct counts *const places[KEY_STYLES])
{
    static const uint64_t none[PLACES];
    struct counts *all = need(counts_new(1)); /* stems that are in keyphrases alone, too */
    for (size_t i = 0; i < counts_terms(words); i++)
        if (counts_add(all, counts_term(words, i), counts_of(words, counts_term(words, i))))
            die("out of memory");
    for (int s = 0; s < KEY_STYLES; s++)
        for (size_t i = 0; i < counts_terms(places[s]); i++)
            if (counts_add(all, counts_term(places[s], i), none))
                die("out of memory");
    size_t n = counts_terms(all);
    struct ranked *ranked = need(calloc(n, sizeof *ranked));
    struct known_stem *stem = need(calloc(n, sizeof *stem));
    for (size_t i = 0; i < n; i++)
        ranked[i] = (struct ranked){counts_term(all, i), *counts_of(all, counts_term(all, i)), i};
    qsort(ranked, n, sizeof *ranked, by_papers);
    t->nstem = 0;
    for (size_t i = 0; i < n; i++) {
        double papers = ranked[i].papers < 10 ? 10 : (double)ranked[i].papers;
        struct known_stem w = {.idf = byte(8 * log_2((double)nwords_papers / papers))};
        uint64_t most = 0;
        for (int style = 0; style < KEY_STYLES; style++) {
            const uint64_t *at = counts_of(places[style], ranked[i].stem);
            at = at ? at : none;
            w.places[style] = (struct stem_places){ratio(at[FIRST], papers),
                                                   ratio(at[LAST], papers), ratio(at[ANY], papers)};
            most = at[ANY] > most ? at[ANY] : most;
        }
        if ((i >= FREQUENT && most < KEY_STEM) || ranked[i].stem.n >= STEM_BYTES)
            continue;
        memcpy(w.stem, ranked[i].stem.p, ranked[i].stem.n);
        w.name = is_name(ranked[i].stem);
        stem[t->nstem++] = w;
    }
    qsort(stem, t->nstem, sizeof *stem, by_stem);
    t->stem = stem;
    free(ranked);
    counts_free(all);
}

/* Counts the keyphrases of one word: by stem, and as written in small letters. */
static void count_alone(struct counts *stems, struct counts *written)
{
    static struct buf stem, small;
    const uint64_t one = 1;
    for (const struct paper *p = paper; p < paper + npaper; p++)
        for (size_t g = 0; g < p->ngold; g++) {
            buf_clear(&stem);
            buf_clear(&small);
            phrase_stems(p->gold_text[g], &stem);
            text_to_lower(&small, p->gold_text[g]);
            if (stem.n && !memchr(stem.p, ' ', stem.n) &&
                (counts_add(stems, buf_str(&stem), &one) ||
                 counts_add(written, buf_str(&small), &one)))
                die("out of memory");
        }
}

/* Whether a word may be a verb by its ending. */
static bool is_verbal(struct str word)
{
    static const char *const ends[] = {"ing", "ate", "ize", "ise", "fy", "uct", "ieve"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (word.n > n + 2 && memcmp(word.p + word.n - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

size_t find_never_alone(struct str **word)
{
    struct counts *stems = need(counts_new(1)), *written = need(counts_new(1));
    struct buf stem = {0};
    size_t n = 0, cap = 0;
    *word = NULL;
    count_alone(stems, written);
    for (size_t i = 0; i < counts_terms(forms); i++) {
        struct str form = counts_term(forms, i);
        buf_clear(&stem);
        phrase_stems(form, &stem);
        const uint64_t *all = counts_of(stems, buf_str(&stem)), *this = counts_of(written, form);
        const uint64_t papers = *counts_of(forms, form), given = all ? *all : 0;
        if (!(papers >= COMMON && given >= ALONE && RARE * (this ? *this : 0) < given) &&
            !(papers >= VERB_COMMON && given >= VERB_ALONE && !this && is_verbal(form)))
            continue;
        if (!grow(word, n, &cap, sizeof **word))
            die("out of memory");
        (*word)[n++] = form;
    }
    counts_free(stems);
    counts_free(written);
    buf_free(&stem);
    return n;
}

struct phrase {
    uint32_t hash;
    uint8_t known, prior;
};

static int by_hash(const void *a, const void *b)
{
    const struct phrase *x = a, *y = b;
    return x->hash != y->hash     ? (x->hash < y->hash ? -1 : 1)
           : x->known != y->known ? (x->known < y->known ? -1 : 1)
                                  : (x->prior > y->prior) - (x->prior < y->prior);
}

/* The table of phrases from a list where one may be twice: the higher numbers count. */
static void make_phrases(struct key_tables *t, struct phrase *p, size_t n)
{
    uint32_t *hash = need(calloc(n + 1, sizeof *hash));
    uint8_t *known = need(calloc(n + 1, 1)), *prior = need(calloc(n + 1, 1));
    size_t m = 0;
    if (n)
        qsort(p, n, sizeof *p, by_hash);
    for (size_t i = 0; i < n; i++) {
        m += i > 0 && p[i].hash != p[i - 1].hash;
        hash[m] = p[i].hash;
        known[m] = p[i].known > known[m] ? p[i].known : known[m];
        prior[m] = p[i].prior > prior[m] ? p[i].prior : prior[m];
    }
    t->phrases = (struct key_phrases){hash, known, prior, n ? m + 1 : 0};
}

/* Adds up the list and the keyphrases of a style's papers. */
static struct counts *count_phrases(enum key_style style, int but_fold)
{
    struct counts *phrases = need(counts_new(1));
    struct buf stems = {0};
    const uint64_t gold = GOLD;
    for (size_t i = 0; i < counts_terms(list); i++)
        if (counts_add(phrases, counts_term(list, i), counts_of(list, counts_term(list, i))))
            die("out of memory");
    for (const struct paper *p = paper; p < paper + npaper; p++)
        for (size_t g = 0; g < p->ngold && p->fold != but_fold && p->style == style; g++) {
            buf_clear(&stems);
            phrase_stems(p->gold_text[g], &stems);
            if (counts_add(phrases, buf_str(&stems), &gold))
                die("out of memory");
        }
    buf_free(&stems);
    return phrases;
}

void make_tables(struct key_tables *t, int but_fold)
{
    struct counts *places[KEY_STYLES];
    struct phrase *phrase = NULL;
    size_t n = 0, cap = 0;
    for (int s = 0; s < KEY_STYLES; s++) {
        struct counts *phrases = count_phrases((enum key_style)s, but_fold);
        places[s] = need(counts_new(PLACES));
        for (size_t i = 0; i < counts_terms(phrases); i++) {
            struct str term = counts_term(phrases, i);
            uint64_t papers = *counts_of(phrases, term);
            count_places(places[s], term, papers);
            if (papers < LEAST_KNOWN)
                continue;
            if (!grow(&phrase, n, &cap, sizeof *phrase))
                die("out of memory");
            phrase[n++] = (struct phrase){(uint32_t)(hash_stems(term) >> 32),
                                          byte(8 * log_2(1 + (double)papers)), 0};
        }
        counts_free(phrases);
    }
    make_stems(t, places);
    make_phrases(t, phrase, n);
    free(phrase);
    for (int s = 0; s < KEY_STYLES; s++)
        counts_free(places[s]);
}

void add_priors(struct key_tables *t, const struct prior *prior, size_t nprior)
{
    const struct key_phrases *old = &t->phrases;
    struct phrase *p = need(calloc(old->n + nprior, sizeof *p));
    size_t n = 0;
    for (; n < old->n; n++)
        p[n] = (struct phrase){old->hash[n], old->known[n], old->prior[n]};
    for (size_t i = 0; i < nprior; i++)
        if (prior[i].held >= LEAST_HELD && (double)prior[i].sum >= least_sum)
            p[n++] = (struct phrase){
                (uint32_t)(prior[i].hash >> 32), 0,
                byte(250 + 24 * log_2(((double)prior[i].sum + .05) / (prior[i].held + 2.)))};
    make_phrases(t, p, n);
    free(p);
}
