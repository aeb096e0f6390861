/* features.c - candidates described in bytes. */
#include "parts.h"

#include "paper/word64.h"

/* 8 log2(1 + n), linear between powers of two. */
static int log_of(unsigned n)
{
    unsigned e = highest64((uint64_t)n + 1);
    return (int)(8 * e + (((n + 1) << 3 >> e) & 7));
}

static uint8_t byte(int n)
{
    return (uint8_t)(n < 0 ? 0 : n > 255 ? 255 : n);
}

/* 32nds of a number: what each of its ones is, and `a` of them, without a division for each. Exact
 * for numbers of 16 bits. */
static inline uint64_t part_of(unsigned n)
{
    const uint64_t whole = (uint64_t)32 << 32;
    return n == 1 ? whole : whole / n + 1;
}

static inline uint8_t share(unsigned a, uint64_t part)
{
    return (uint8_t)(a * part >> 32);
}

/* The sum of a candidate's words. */
struct words {
    int in_title, count, count_least;
    int idf_least, idf_most;
    int any, any_least;
    bool acronym, digit;
};

static struct words add_up(const struct key_finder *k, const struct candidate *c)
{
    struct words sum = {.count_least = INT32_MAX, .idf_least = 255, .any_least = 255};
    for (const struct token *t = &k->token[c->token], *end = t + c->words; t < end; t++) {
        const struct word_info *w = &t->info;
        for (size_t s = 0; s < w->nstem; s++) {
            const struct stem *stem = &k->stem[t->id[s]];
            sum.in_title += stem->in_title;
            sum.count += stem->count;
            sum.count_least = stem->count < sum.count_least ? stem->count : sum.count_least;
        }
        sum.idf_least = w->idf_least < sum.idf_least ? w->idf_least : sum.idf_least;
        sum.idf_most = w->idf_most > sum.idf_most ? w->idf_most : sum.idf_most;
        sum.any += w->any_sum;
        sum.any_least = w->any_least < sum.any_least ? w->any_least : sum.any_least;
        sum.acronym |= w->acronym;
        sum.digit |= w->digit;
    }
    return sum;
}

void rank_weights(struct key_finder *k)
{
    uint32_t above = 0, count[256] = {0};
    for (size_t i = 0; i < k->ncandidate; i++) {
        struct candidate *c = &k->candidate[i];
        c->weight = byte(log_of(c->tf) * (c->idf / c->stems) / 12);
        count[c->weight]++;
    }
    for (size_t w = 256; w-- > 0;) {
        uint32_t here = count[w];
        count[w] = above;
        above += here;
    }
    for (size_t i = 0; i < k->ncandidate; i++)
        k->candidate[i].weight_rank = byte(3 * log_of(count[k->candidate[i].weight]));
}

static void describe_one(const struct key_finder *k, const struct candidate *c, uint8_t (*f)[BLOCK])
{
    const struct token *first = &k->token[c->token], *last = first + c->words - 1;
    const struct words w = add_up(k, c);
    const int stems = c->stems;
    const uint64_t part = part_of(c->tf);
    f[F_TF][0] = byte(2 * log_of(c->tf));
    f[F_TITLE][0] = c->in_title ? 2 : c->in_first;
    f[F_FIRST][0] = byte(2 * log_of(c->token));
    f[F_PLACE][0] = byte((int)(c->token * 100u / k->ntoken));
    f[F_SPREAD][0] = byte((int)((c->last - c->token) * 100u / k->ntoken));
    f[F_LEFT][0] = share(c->left, part);
    f[F_RIGHT][0] = share(c->right, part);
    f[F_BOTH][0] = share(c->both, part);
    f[F_WORDS][0] = c->words;
    f[F_STEMS][0] = c->stems;
    f[F_CHARS][0] = byte((int)(last->text + last->n - first->text));
    f[F_CAPITALS][0] = c->amid ? share(c->capital, part_of(c->amid)) : 10;
    f[F_EXTENSION][0] = share(c->extension < c->tf ? c->extension : c->tf, part);
    f[F_STEMS_IN_TITLE][0] = byte(32 * w.in_title / stems);
    f[F_STEM_MEAN][0] = byte(2 * log_of((unsigned)(4 * w.count / stems)));
    f[F_STEM_LEAST][0] = byte(2 * log_of((unsigned)w.count_least));
    f[F_SUFFIX_LAST][0] = last->info.suffix;
    f[F_SUFFIX_FIRST][0] = first->info.suffix;
    f[F_ACRONYM][0] = (uint8_t)(w.acronym ? 1 + (c->words == 1) : 0);
    f[F_BEHIND_PREPOSITION][0] = share(c->behind_preposition, part);
    f[F_BEHIND_BREAK][0] = share(c->behind_break, part);
    f[F_BEFORE_VERB][0] = share(c->before_verb, part);
    f[F_BEFORE_PREPOSITION][0] = share(c->before_preposition, part);
    f[F_BEFORE_BREAK][0] = share(c->before_break, part);
    f[F_DEFINED][0] = c->is_long ? 2 : c->is_short;
    f[F_IDF_MEAN][0] = byte(c->idf / stems);
    f[F_IDF_LEAST][0] = byte(w.idf_least);
    f[F_IDF_MOST][0] = byte(w.idf_most);
    f[F_IDF_FIRST][0] = first->info.idf_first;
    f[F_KNOWN][0] = c->known;
    f[F_PRIOR][0] = c->prior;
    f[F_PART_KNOWN][0] = c->part_known;
    f[F_KEY_FIRST][0] = first->info.first;
    f[F_KEY_LAST][0] = last->info.last;
    f[F_KEY_MEAN][0] = byte(w.any / stems);
    f[F_KEY_LEAST][0] = byte(w.any_least);
    f[F_TOKENS][0] = byte(2 * log_of((unsigned)k->ntoken));
    f[F_HAS_TITLE][0] = k->title > 0;
    f[F_RANK][0] = c->weight_rank;
    f[F_SMALL][0] = k->small;
    f[F_BEHIND_DETERMINER][0] = share(c->behind_determiner, part);
    f[F_NUMBERED][0] = w.digit;
    f[F_LINK][0] = c->link;
}

void describe(const struct key_finder *k, size_t from, size_t n, uint8_t feature[FEATURES][BLOCK])
{
    for (size_t i = 0; i < n; i++)
        describe_one(k, &k->candidate[from + i], (uint8_t(*)[BLOCK]) & feature[0][i]);
}
