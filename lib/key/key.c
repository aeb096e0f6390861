/* key.c - candidates, their weights and the choice among them. */
#include "paper/key.h"

#include "common_words.h"

#include "paper/ascii.h"
#include "paper/buf.h"
#include "paper/table.h"
#include "paper/words.h"

#include <stdlib.h>

enum {
    MAX_WORDS = 5,
    MAX_TOKENS = 20000, /* words of a paper that are looked at: bounds the memory for one */
};

/* A phrase, under the name that its variants share: stems with a space between two. */
struct candidate {
    int tf;
    int words;
    int whole;    /* occurrences that are a whole run of words */
    int rarity;   /* sum over its words */
    size_t first; /* number of the word in the paper at which it first stands */
    bool in_title, acronym;
    struct str best; /* how it is written where it is written plainest */
    int plain;       /* how plain that is: words that begin with a small letter */
};

struct token {
    struct word word;
    size_t stem, nstem; /* in stems */
    bool empty;
    bool capital; /* begins with a capital */
    bool acronym; /* more than one capital */
    bool number;
    int rarity;
    bool title;
};

struct key_finder {
    struct table names; /* of the candidates, by number */
    struct candidate *candidate;
    size_t ncandidate, capcandidate;
    /* Words, in small letters, that stand outside of titles in small letters; that stand there with
     * a capital in the middle of a sentence. */
    struct table lowered, named;
    struct token *token;
    size_t ntoken, captoken;
    size_t base; /* tokens of the texts before this one */
    struct buf stems, name, shown;
    struct key *key;
    size_t nkey, capkey;
    size_t *order;
    size_t norder, caporder;
    bool failed;
};

struct key_finder *key_new(void)
{
    struct key_finder *k = calloc(1, sizeof *k);
    if (k) {
        table_init(&k->names);
        table_init(&k->lowered);
        table_init(&k->named);
    }
    return k;
}

void key_free(struct key_finder *k)
{
    if (!k)
        return;
    table_free(&k->names);
    table_free(&k->lowered);
    table_free(&k->named);
    free(k->candidate);
    free(k->token);
    free(k->key);
    free(k->order);
    buf_free(&k->stems);
    buf_free(&k->name);
    buf_free(&k->shown);
    free(k);
}

void key_begin(struct key_finder *k)
{
    table_clear(&k->names);
    table_clear(&k->lowered);
    table_clear(&k->named);
    k->ncandidate = k->ntoken = k->nkey = k->norder = k->base = 0;
    buf_clear(&k->stems);
    buf_clear(&k->shown);
    k->failed = false;
}

bool key_failed(const struct key_finder *k)
{
    return k->failed || k->stems.failed || k->name.failed || k->shown.failed;
}

/* ---- words ---- */

static int rarity_of(struct str lower)
{
    size_t lo = 0, hi = common_words_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const char *word = common_words[mid].word;
        int order = strncmp(lower.p, word, lower.n);
        if (order == 0 && word[lower.n] == '\0')
            return common_words[mid].rarity;
        if (order == 0 ? false : order > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return RARITY_UNKNOWN;
}

/* Without a plural's ending: Harman's S-stemmer ("How effective is suffixing?", JASIS 42(1), 1991).
 */
static size_t singular(char *p, size_t n)
{
    if (n > 4 && memcmp(p + n - 3, "ies", 3) == 0 && p[n - 4] != 'e' && p[n - 4] != 'a') {
        p[n - 3] = 'y';
        return n - 2;
    }
    if (n > 4 && memcmp(p + n - 2, "es", 2) == 0 && p[n - 3] != 'a' && p[n - 3] != 'e' &&
        p[n - 3] != 'o')
        return n - 1;
    if (n > 3 && p[n - 1] == 's' && p[n - 2] != 'u' && p[n - 2] != 's' && p[n - 2] != 'i')
        return n - 1;
    return n;
}

/* Appends the word in small letters, its parts without plural endings and with spaces for hyphens.
 */
static void put_stem(struct key_finder *k, struct token *t)
{
    struct str s = t->word.text;
    size_t part = k->stems.n;
    t->stem = part;
    if (!buf_reserve(&k->stems, s.n))
        return;
    for (size_t i = 0; i <= s.n; i++) {
        bool end = i == s.n || s.p[i] == '-';
        if (!end) {
            k->stems.p[k->stems.n++] = (char)ascii_to_lower((unsigned char)s.p[i]);
            continue;
        }
        k->stems.n = part + singular(k->stems.p + part, k->stems.n - part);
        if (i < s.n)
            k->stems.p[k->stems.n++] = ' ';
        part = k->stems.n;
    }
    t->nstem = k->stems.n - t->stem;
}

/* Adverbs join no phrase; the few other words in -ly do. */
static bool is_adverb(struct str lower)
{
    static const char *const others[] = {"family",    "anomaly",  "assembly", "poly", "supply",
                                         "multiply",  "italy",    "reply",    "only", "fly",
                                         "butterfly", "monopoly", "early"};
    if (lower.n < 5 || memcmp(lower.p + lower.n - 2, "ly", 2) != 0)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(lower, str_from(others[i])))
            return false;
    return true;
}

static void describe(struct key_finder *k, struct token *t)
{
    struct str s = t->word.text;
    int capitals = 0, letters = 0, rarest = 0;
    buf_clear(&k->name);
    for (size_t i = 0; i <= s.n; i++) {
        unsigned char c = i < s.n ? (unsigned char)s.p[i] : '-';
        if (c == '-' && k->name.n) { /* a part of the word, or all of it */
            int rarity = rarity_of(buf_str(&k->name));
            rarest = rarity > rarest ? rarity : rarest;
            if (i == s.n && k->name.n == s.n)
                t->empty = word_is_empty(buf_str(&k->name)) || is_adverb(buf_str(&k->name));
        }
        if (c == '-')
            buf_clear(&k->name);
        else
            buf_putc(&k->name, (char)ascii_to_lower(c));
        capitals += ascii_upper(c);
        letters += ascii_alpha(c) || c >= 0x80;
    }
    t->capital = ascii_upper((unsigned char)s.p[0]);
    t->acronym = capitals > 1 && s.n <= 12;
    t->number = letters == 0;
    t->rarity = rarest;
    if (memchr(s.p, '-', s.n)) {
        buf_clear(&k->name);
        for (size_t i = 0; i < s.n; i++)
            buf_putc(&k->name, (char)ascii_to_lower((unsigned char)s.p[i]));
        t->empty = word_is_empty(buf_str(&k->name));
    }
    put_stem(k, t);
}

/* ---- candidates ---- */

static void add_candidate(struct key_finder *k, size_t from, size_t to, bool whole)
{
    bool is_new, title = k->token[from].title;
    int rarity = 0, plain = 0;
    bool acronym = false;
    buf_clear(&k->name);
    for (size_t i = from; i < to; i++) {
        const struct token *t = &k->token[i];
        if (i > from)
            buf_putc(&k->name, ' ');
        buf_put(&k->name, k->stems.p + t->stem, t->nstem);
        rarity += t->rarity;
        plain += !t->capital;
        acronym |= t->acronym;
    }
    size_t number = table_add(&k->names, buf_str(&k->name), &is_new);
    if (number == TABLE_NONE ||
        (is_new && !grow(&k->candidate, k->ncandidate, &k->capcandidate, sizeof *k->candidate))) {
        k->failed = true;
        return;
    }
    struct candidate *c = &k->candidate[number];
    const char *begin = k->token[from].word.text.p;
    struct str text = {begin, (size_t)(k->token[to - 1].word.text.p - begin) +
                                  k->token[to - 1].word.text.n};
    if (is_new) {
        k->ncandidate++;
        *c = (struct candidate){.words = (int)(to - from),
                                .rarity = rarity,
                                .first = from,
                                .best = text,
                                .plain = plain};
    }
    c->tf++;
    c->whole += whole;
    c->in_title |= title;
    c->acronym |= acronym;
    if (plain > c->plain) {
        c->plain = plain;
        c->best = text;
    }
}

/* All candidates in a run of words without a break or an empty word between them. */
static void add_run(struct key_finder *k, size_t from, size_t to)
{
    while (from < to && k->token[from].number) /* "300 bicycles", "layer 3" */
        from++;
    while (from < to && k->token[to - 1].number)
        to--;
    for (size_t i = from; i < to; i++)
        for (size_t j = i; j < to && j - i < MAX_WORDS && !k->token[i].number; j++) {
            const struct token *t = &k->token[j];
            if (!t->number && (j > i || t->word.text.n >= 3 || t->acronym))
                add_candidate(k, i, j + 1, i == from && j + 1 == to);
        }
}

static void remember_case(struct key_finder *k, const struct token *t)
{
    struct table *table = t->capital ? &k->named : &k->lowered;
    if (t->capital && t->word.first)
        return;
    buf_clear(&k->name);
    for (size_t i = 0; i < t->word.text.n; i++)
        buf_putc(&k->name, (char)ascii_to_lower((unsigned char)t->word.text.p[i]));
    if (k->name.failed || table_add(table, buf_str(&k->name), NULL) == TABLE_NONE)
        k->failed = true;
}

void key_text(struct key_finder *k, struct str text, bool is_title)
{
    struct word word;
    size_t begin = k->ntoken, run = begin;
    for (size_t at = 0; k->ntoken < MAX_TOKENS && word_next(text, &at, &word);) {
        if (!grow(&k->token, k->ntoken, &k->captoken, sizeof *k->token)) {
            k->failed = true;
            return;
        }
        struct token *t = &k->token[k->ntoken];
        *t = (struct token){.word = word, .title = is_title};
        describe(k, t);
        if (key_failed(k))
            return;
        if (!is_title)
            remember_case(k, t);
        k->ntoken++;
        if (t->empty || word.after_break) {
            add_run(k, run, k->ntoken - 1);
            run = t->empty ? k->ntoken : k->ntoken - 1;
        }
    }
    add_run(k, run, k->ntoken);
}

/* ---- the choice ---- */

/* 16 times the binary logarithm of 1 + n. */
static int log_of(int n)
{
    static const unsigned char log[] = {0,  16, 25, 32, 37, 41, 45, 48,
                                        51, 53, 55, 57, 59, 61, 63, 64};
    return log[n < 16 ? n : 15];
}

/* The weights are percentages found on development data of four collections. */
static int score_of(const struct key_finder *k, const struct candidate *c)
{
    static const int by_words[MAX_WORDS + 1] = {0, 50, 100, 110, 100, 80};
    (void)k;
    int score = log_of(c->tf) * (c->rarity / c->words) * by_words[c->words] / 100;
    score = score * (50 + 50 * c->whole / c->tf) / 100;
    score = score * (c->in_title ? 160 : 100) / 100;
    score = score * (100 + (int)(50 * 20 / (20 + c->first))) / 100;
    return score;
}

/* For qsort, which knows no context: candidates carry their score here. */
static int by_score(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->phrase.n < y->phrase.n ? -1 : x->phrase.n > y->phrase.n; /* the number: arrival */
}

/* Whether the words of a stand, in a row, among those of b. */
static bool stands_in(struct str a, struct str b)
{
    for (size_t i = 0; i + a.n <= b.n; i++)
        if ((i == 0 || b.p[i - 1] == ' ') && (i + a.n == b.n || b.p[i + a.n] == ' ') &&
            memcmp(b.p + i, a.p, a.n) == 0)
            return true;
    return false;
}

/* Makes the capital that a part of a word begins with small, where it has no other, unless the word
 * has it in the middle of a sentence and never stands without it. */
static void settle_case(struct key_finder *k, char *p, size_t n)
{
    int capitals = 0;
    for (size_t i = 0; i < n; i++)
        capitals += ascii_upper((unsigned char)p[i]);
    if (capitals != 1 || !ascii_upper((unsigned char)p[0]) || n < 3)
        return;
    char capital = p[0];
    p[0] = (char)ascii_to_lower((unsigned char)p[0]);
    struct str small = {p, n};
    if (table_find(&k->named, small) != TABLE_NONE && table_find(&k->lowered, small) == TABLE_NONE)
        p[0] = capital;
}

/* The phrase as it is shown, behind what is in k->shown: acronyms and names keep their capitals,
 * those of titles and of sentences' beginnings go. Gives its length. */
static size_t show(struct key_finder *k, struct str written)
{
    size_t begin = k->shown.n, part = begin;
    buf_putstr(&k->shown, written);
    if (k->shown.failed)
        return 0;
    for (size_t i = begin; i <= k->shown.n; i++)
        if (i == k->shown.n || k->shown.p[i] == ' ' || k->shown.p[i] == '-') {
            settle_case(k, k->shown.p + part, i - part);
            part = i + 1;
        }
    return k->shown.n - begin;
}

size_t key_rank(struct key_finder *k, size_t most, const struct key **keys)
{
    k->nkey = 0;
    *keys = NULL;
    for (size_t i = 0; i < k->ncandidate; i++) {
        if (!grow(&k->key, k->nkey, &k->capkey, sizeof *k->key)) {
            k->failed = true;
            return 0;
        }
        k->key[k->nkey++] = (struct key){{NULL, i}, score_of(k, &k->candidate[i])};
    }
    if (k->nkey)
        qsort(k->key, k->nkey, sizeof *k->key, by_score);
    size_t n = 0;
    for (size_t i = 0; i < k->nkey && n < most; i++) {
        const size_t number = k->key[i].phrase.n;
        const struct candidate *c = &k->candidate[number];
        struct str name = table_key(&k->names, number);
        bool taken = k->key[i].score <= 0;
        for (size_t j = 0; j < n && !taken; j++) {
            size_t other = k->order[j];
            struct str chosen = table_key(&k->names, other);
            taken = (stands_in(name, chosen) && c->tf <= k->candidate[other].tf) ||
                    stands_in(chosen, name);
        }
        if (taken)
            continue;
        if (!grow(&k->order, n, &k->caporder, sizeof *k->order)) {
            k->failed = true;
            return 0;
        }
        k->order[n] = number;
        k->key[n++] = (struct key){{NULL, show(k, c->best)}, k->key[i].score};
    }
    size_t at = 0;
    for (size_t i = 0; i < n; i++) { /* the buffer moves no more */
        k->key[i].phrase.p = k->shown.p + at;
        at += k->key[i].phrase.n;
    }
    *keys = k->key;
    return key_failed(k) ? 0 : n;
}
