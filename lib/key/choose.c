/* choose.c - the best candidates, without those that say what a better one says. */
#include "parts.h"

#include "paper/ascii.h"

enum {
    WELL_KNOWN = 16, /* F_KNOWN of a phrase that three papers' authors gave */
    LIKELY = 1000,   /* of 10,000: a lower one costs more in precision than it brings */
    AT_LEAST = 1,    /* phrases that are given all the same */
};

static bool is_better(const struct scored *a, const struct scored *b)
{
    return a->score != b->score ? a->score > b->score : a->candidate < b->candidate;
}

/* Moves what is at i down the heap to where it is better than all below. */
static void sift(struct scored *heap, size_t n, size_t i)
{
    const struct scored moved = heap[i];
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && is_better(&heap[child + 1], &heap[child]))
            child++;
        if (!is_better(&heap[child], &moved))
            break;
        heap[i] = heap[child];
    }
    heap[i] = moved;
}

static bool score_all(struct key_finder *k)
{
    uint8_t feature[FEATURES][BLOCK] = {{0}};
    int16_t score[BLOCK];
    rank_weights(k);
    for (size_t i = 0; i < k->ncandidate; i += BLOCK) {
        size_t n = k->ncandidate - i < BLOCK ? k->ncandidate - i : BLOCK;
        describe(k, i, n, feature);
        score_block(k->model, feature, score);
        for (size_t j = 0; j < n; j++) {
            if (!grow(&k->scored, i + j, &k->capscored, sizeof *k->scored))
                return false;
            k->scored[i + j] = (struct scored){(uint32_t)(i + j), score[j]};
        }
    }
    return true;
}

static size_t ids_of(const struct key_finder *k, const struct candidate *c,
                     uint16_t id[MAX_KEY_STEMS])
{
    size_t n = 0;
    for (const struct token *t = &k->token[c->token], *end = t + c->words; t < end; t++)
        for (size_t s = 0; s < t->info.nstem && n < MAX_KEY_STEMS; s++)
            id[n++] = t->id[s];
    return n;
}

/* Whether the stems of a stand in a row among those of b. */
static bool stands_in(const struct key_finder *k, const struct candidate *a,
                      const struct candidate *b)
{
    uint16_t x[MAX_KEY_STEMS], y[MAX_KEY_STEMS];
    size_t n = ids_of(k, a, x), m = ids_of(k, b, y);
    for (size_t i = 0; i + n <= m; i++)
        if (memcmp(x, y + i, n * sizeof *x) == 0)
            return true;
    return false;
}

/* Whether a candidate is but a piece of what the paper says: it ends in no noun, is one word that
 * never ends a run of words, or ends in one that mostly qualifies the next. */
static bool is_fragment(const struct key_finder *k, const struct candidate *c)
{
    const struct word_info *last = &k->token[c->best + c->best_words - 1u].info;
    const bool adjectival = is_adjectival(last), qualifies = 2 * c->right <= c->tf;
    if (is_no_noun(last) ||
        (c->best_words == 1 && (last->never_alone || (adjectival && qualifies))))
        return true;
    if (c->known >= WELL_KNOWN)
        return false;
    if (c->words == 1 && (c->right == 0 || (adjectival && last->nstem > 1)))
        return true;
    return qualifies && (adjectival || last->nstem > 1);
}

/* Whether they have the same stems, in any order: "learning representations". */
static bool is_permuted(const struct key_finder *k, const struct candidate *a,
                        const struct candidate *b)
{
    uint16_t x[MAX_KEY_STEMS], y[MAX_KEY_STEMS];
    size_t n = ids_of(k, a, x), m = ids_of(k, b, y);
    for (size_t i = 0; i < n && n == m; i++) {
        size_t j = i;
        while (j < n && y[j] != x[i])
            j++;
        if (j == n)
            return false;
        y[j] = y[i];
    }
    return n == m;
}

/* Whether a better phrase is the other form of the same definition, says the same in another order,
 * or holds this one, which does not stand without it. */
static bool is_said(const struct key_finder *k, const struct candidate *c, size_t nchosen)
{
    for (size_t i = 0; i < nchosen; i++) {
        const struct candidate *better = &k->candidate[k->chosen[i]];
        if (c->twin == k->chosen[i] + 1 || better->twin == c - k->candidate + 1)
            return true;
        if (k->nterm && str_eq(preferred_term(k, c->hash), preferred_term(k, better->hash)))
            return true;
        if (is_permuted(k, c, better) || (c->tf <= better->tf && stands_in(k, c, better)))
            return true;
    }
    return false;
}

size_t choose(struct key_finder *k, size_t most, unsigned least)
{
    size_t n = 0;
    if (!score_all(k)) {
        k->failed = true;
        return 0;
    }
    for (size_t i = k->ncandidate / 2; i-- > 0;)
        sift(k->scored, k->ncandidate, i);
    for (size_t left = k->ncandidate; left > 0 && n < most;) {
        const struct scored best = k->scored[0];
        const struct candidate *c = &k->candidate[best.candidate];
        unsigned probability = probability_of(k->model, best.score);
        k->scored[0] = k->scored[--left];
        sift(k->scored, left, 0);
        if (probability < (least != KEY_LIKELY ? least : n < AT_LEAST ? 0 : LIKELY))
            break;
        if (is_said(k, c, n) || (!k->nterm && is_fragment(k, c)))
            continue;
        if (!grow(&k->chosen, n, &k->capchosen, sizeof *k->chosen) ||
            !grow(&k->key, n, &k->capkey, sizeof *k->key)) {
            k->failed = true;
            return 0;
        }
        k->chosen[n] = best.candidate;
        k->key[n++].probability = probability;
    }
    return n;
}
