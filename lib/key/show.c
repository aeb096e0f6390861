/* show.c - phrases as they are shown: as the paper writes them, but for the capitals that are not
 * their own. */
#include "parts.h"

#include "paper/ascii.h"

static void make_small(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (char)ascii_to_lower((unsigned char)p[i]);
}

/* Whether a part of a word keeps its capitals: it has others than at its beginning, or is a name:
 * papers at large write it so, or, where the table does not know it, this one does. */
static bool keeps_capitals(const struct stem *stem, const char *p, size_t n)
{
    size_t capitals = 0;
    for (size_t i = 0; i < n; i++)
        capitals += ascii_upper((unsigned char)p[i]);
    return capitals > 1 ||
           (capitals == 1 && (n == 1 || stem->name || !ascii_upper((unsigned char)*p)));
}

/* Prefixes that are no part of a name: non-Gaussian, but Kohn-Sham. */
static const char *const prefixes[] = {"anti",  "cross", "hyper", "inter", "meta",
                                       "multi", "non",   "post",  "pre",   "pseudo",
                                       "quasi", "semi",  "sub",   "super", NULL};

/* The parts of a word between hyphens. */
struct part {
    size_t at, n;
    bool keeps;
};

static size_t parts_of(const struct key_finder *k, const struct token *t, const char *word,
                       struct part part[MAX_STEMS])
{
    size_t n = 0;
    for (size_t from = 0, i = 0; i <= t->n; i++)
        if (i == t->n || word[i] == '-') {
            if (i > from && n < t->info.nstem) {
                bool keeps = keeps_capitals(&k->stem[t->id[n]], word + from, i - from);
                part[n++] = (struct part){from, i - from, keeps};
            }
            from = i + 1;
        }
    return n;
}

/* Capitals that a word begins with go, but for those of names. A word of which one part has such a
 * capital is a name as a whole: Retro-Search, U-Net, Reed-Solomon. */
static void write_word(struct key_finder *k, const struct token *t, bool name)
{
    const size_t begin = k->shown.n;
    struct part part[MAX_STEMS];
    buf_put(&k->shown, t->text, t->n);
    if (k->shown.failed || name)
        return;
    char *word = k->shown.p + begin;
    if (t->shouted)
        make_small(word, t->n);
    const size_t n = parts_of(k, t, word, part);
    bool kept = false;
    for (size_t i = 0; i < n; i++)
        kept |= part[i].keeps;
    for (size_t i = 0; i < n; i++)
        if (!part[i].keeps && (!kept || is_one_of(word + part[i].at, part[i].n, prefixes)))
            make_small(word + part[i].at, 1);
}

/* Whether a phrase is a name that the paper writes with a capital on each word amid a sentence, one
 * of which papers at large do: "American Community Survey". */
static bool is_name(const struct key_finder *k, const struct candidate *c)
{
    bool name = false;
    for (const struct token *t = &k->token[c->best], *end = t + c->best_words; t < end; t++) {
        if (!t->info.capital || !t->in_case || t->first || t->shouted)
            return false;
        name |= t->info.nstem == 1 && k->stem[t->id[0]].name && !t->info.acronym;
    }
    return name && c->best_words > 1;
}

/* A possessive's 's goes from a phrase's end. */
static size_t without_possessive(const char *p, size_t n)
{
    if (n > 2 && memcmp(p + n - 2, "'s", 2) == 0)
        return n - 2;
    if (n > 4 && memcmp(p + n - 4, "\xE2\x80\x99s", 4) == 0)
        return n - 4;
    return n;
}

static void write_phrase(struct key_finder *k, const struct candidate *c)
{
    const size_t begin = k->shown.n;
    if (k->nterm) {
        buf_putstr(&k->shown, preferred_term(k, c->hash));
        return;
    }
    const bool name = is_name(k, c);
    for (size_t w = 0; w < c->best_words; w++) {
        if (w > 0)
            buf_putc(&k->shown, ' ');
        write_word(k, &k->token[c->best + w], name);
    }
    k->shown.n = begin + without_possessive(k->shown.p + begin, k->shown.n - begin);
}

void write_phrases(struct key_finder *k, size_t n)
{
    buf_clear(&k->shown);
    for (size_t i = 0; i < n && !k->shown.failed; i++) {
        const size_t begin = k->shown.n;
        write_phrase(k, &k->candidate[k->chosen[i]]);
        k->key[i].phrase.n = k->shown.n - begin;
    }
    if (k->shown.failed)
        return;
    for (size_t i = 0, at = 0; i < n; at += k->key[i++].phrase.n) /* the buffer moves no more */
        k->key[i].phrase.p = k->shown.p + at;
}
