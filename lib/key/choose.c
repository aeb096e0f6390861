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
            k->candidate[i + j].score = score[j];
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
    if (a->stems > b->stems)
        return false;
    size_t n = ids_of(k, a, x), m = ids_of(k, b, y);
    for (size_t i = 0; i + n <= m; i++)
        if (memcmp(x, y + i, n * sizeof *x) == 0)
            return true;
    return false;
}

/* Whether it tells what kind of paper this is, and nothing of its subject: "empirical study". */
static bool is_of_itself(const struct key_finder *k, const struct candidate *c)
{
    static const char *const how[] = {"comparative", "comprehensive", "empirical",    "in-depth",
                                      "preliminary", "qualitative",   "quantitative", "rigorous",
                                      "robust",      "systematic",    "theoretical",  "thorough",
                                      NULL};
    static const char *const what[] = {
        "analyses",     "analysis", "comparison", "comparisons", "evaluation",
        "evaluations",  "evidence", "guarantees", "insights",    "investigation",
        "observations", "studies",  "study",      NULL};
    const struct token *t = &k->token[c->best], *last = t + c->best_words - 1;
    if (t == last || !is_one_of(last->text, last->n, what))
        return false;
    while (t < last && is_one_of(t->text, t->n, how))
        t++;
    return t == last;
}

/* Whether a candidate is but a piece of what the paper says: it ends in no noun, or, if it is not
 * well known, never ends a run of words, or ends in a word that mostly qualifies the next. */
static bool is_fragment(const struct key_finder *k, const struct candidate *c)
{
    const struct word_info *last = &k->token[c->best + c->best_words - 1u].info;
    const bool adjectival = is_adjectival(last), qualifies = 2 * c->right <= c->tf;
    if (is_no_noun(last) ||
        (c->best_words == 1 && (last->never_alone || (adjectival && qualifies))))
        return true;
    if (is_of_itself(k, c))
        return true;
    if (c->known >= WELL_KNOWN)
        return false;
    if (c->right == 0 || (c->words == 1 && adjectival && last->nstem > 1))
        return true;
    return qualifies && (adjectival || last->nstem > 1);
}

/* Whether they have the same stems, in any order: "learning representations". */
static bool is_permuted(const struct key_finder *k, const struct candidate *a,
                        const struct candidate *b)
{
    uint16_t x[MAX_KEY_STEMS], y[MAX_KEY_STEMS];
    if (a->stems != b->stems)
        return false;
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

/* Whether words from..to stand within an occurrence of a longer candidate. */
static bool is_within(const struct key_finder *k, size_t from, size_t to, uint32_t longer)
{
    for (size_t i = to > MAX_WORDS ? to - MAX_WORDS : 0; i <= from; i++)
        for (size_t end = to; end <= i + MAX_WORDS; end++)
            if (k->begins[i][end - i - 1] == longer + 1)
                return true;
    return false;
}

/* How often a candidate stands elsewhere than in a longer one, or in any of those chosen, as a
 * noun. */
static size_t free_of(const struct key_finder *k, uint32_t shorter, const uint32_t *longer,
                      size_t n)
{
    const struct candidate *c = &k->candidate[shorter];
    size_t count = 0;
    for (size_t i = c->token; i <= c->run_last; i++)
        for (size_t w = 0; w < MAX_WORDS && k->begins[i][w]; w++) {
            if (k->begins[i][w] != shorter + 1 || is_no_noun(&k->token[i + w].info))
                continue;
            size_t j = 0;
            while (j < n && (longer[j] == shorter || !is_within(k, i, i + w + 1, longer[j])))
                j++;
            count += j == n;
        }
    return count;
}

/* Whether the stems of b end in those of a. */
static bool ends_in(const struct key_finder *k, const struct candidate *a,
                    const struct candidate *b)
{
    uint16_t x[MAX_KEY_STEMS], y[MAX_KEY_STEMS];
    size_t n = ids_of(k, a, x), m = ids_of(k, b, y);
    return n < m && memcmp(x, y + m - n, n * sizeof *x) == 0;
}

/* Whether b is a, of two stems or more, and a word that says little: "neural network models". */
static bool is_with_head(const struct key_finder *k, const struct candidate *a,
                         const struct candidate *b)
{
    static const char *const heads[] = {"algorithm", "algorithms", "approach",   "approaches",
                                        "data",      "framework",  "frameworks", "method",
                                        "methods",   "model",      "models",     "problem",
                                        "problems",  "system",     "systems",    "task",
                                        "tasks",     "technique",  "techniques", NULL};
    uint16_t x[MAX_KEY_STEMS], y[MAX_KEY_STEMS];
    if (a->stems + 1 != b->stems)
        return false;
    const struct token *head = &k->token[b->best + b->best_words - 1];
    size_t n = ids_of(k, a, x), m = ids_of(k, b, y);
    return n > 1 && n + 1 == m && memcmp(x, y, n * sizeof *x) == 0 &&
           is_one_of(head->text, head->n, heads);
}

/* Whether a better phrase is the other form of the same definition, says the same in another order
 * or with a word more that says little. */
static bool is_same(const struct key_finder *k, uint32_t number, uint32_t other)
{
    const struct candidate *c = &k->candidate[number], *better = &k->candidate[other];
    if (c->twin == other + 1 || better->twin == number + 1)
        return true;
    if (k->nterm)
        return str_eq(preferred_term(k, c->hash), preferred_term(k, better->hash)) ||
               (c->tf <= better->tf && stands_in(k, c, better));
    return is_permuted(k, c, better) || is_with_head(k, c, better) || is_with_head(k, better, c);
}

/* Whether what is chosen says this. Of two phrases, one within the other, the less probable goes
 * where they never stand apart, or, if few are wanted, where the longer ends in the shorter, which
 * mostly stands there. */
static bool is_said(const struct key_finder *k, uint32_t number, size_t nchosen)
{
    const struct candidate *c = &k->candidate[number];
    bool within = false;
    for (size_t i = 0; i < nchosen; i++)
        if (is_same(k, number, k->chosen[i]))
            return true;
    if (k->nterm)
        return false;
    for (size_t i = 0; i < nchosen; i++)
        within |= stands_in(k, c, &k->candidate[k->chosen[i]]);
    if (within && free_of(k, number, k->chosen, nchosen) < 1)
        return true;
    for (size_t i = 0; i < nchosen && within && k->style == KEY_AUTHOR; i++)
        if (ends_in(k, c, &k->candidate[k->chosen[i]]) &&
            free_of(k, number, &k->chosen[i], 1) <= k->candidate[k->chosen[i]].tf)
            return true;
    for (size_t i = 0; i < nchosen; i++)
        if (stands_in(k, &k->candidate[k->chosen[i]], c) &&
            free_of(k, k->chosen[i], &number, 1) == 0)
            return true;
    return false;
}

/* Whether a candidate never stands but in a longer one that is likely enough to be given in its
 * place. This does not ask what is chosen, so that fewer phrases are the first of more. */
static bool gives_way(const struct key_finder *k, uint32_t number)
{
    const struct candidate *c = &k->candidate[number];
    const size_t from = c->best, to = from + c->best_words;
    if (2 * c->extension < c->tf)
        return false;
    for (size_t i = to > MAX_WORDS ? to - MAX_WORDS : 0; i <= from; i++)
        for (size_t end = to; end <= i + MAX_WORDS; end++) {
            const uint32_t longer = k->begins[i][end - i - 1] - 1;
            if (longer < k->ncandidate && longer != number &&
                probability_of(k->model, k->candidate[longer].score) >= LIKELY &&
                !is_fragment(k, &k->candidate[longer]) && free_of(k, number, &longer, 1) == 0)
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
        if ((!k->nterm && (is_fragment(k, c) || gives_way(k, best.candidate))) ||
            is_said(k, best.candidate, n))
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
