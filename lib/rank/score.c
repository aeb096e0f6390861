/* score.c - the formula, and the best papers by it.
 *
 * The frame is BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
 * Beyond", 2009, doi:10.1561/1500000019): of each term an inverse document frequency, by the share
 * of its weight in a paper that saturates with the paper's length. Two things are added:
 *
 * Burstiness. A word that comes back in the papers that have it tells more of their subject than
 * one that is as rare but stands alone: how often it stands there, cf/df (K. Church and W. Gale,
 * "Inverse document frequency (IDF): a measure of deviations from Poisson", 1995; also a factor of
 * the models of Amati and van Rijsbergen, 2002, doi:10.1145/582415.582416).
 *
 * Place. What stands in the title, or at the beginning of an abstract, is its subject (pass.c).
 *
 * A word that stands twice in the text counts once: people who describe what they look for repeat
 * what is common. The constants were chosen on four collections (tests/eval/search.py). */
#include "parts.h"

#include "paper/real.h"

#include <stdlib.h>

static const double k1 = 1.2, b = 0.6; /* BM25's: how fast a weight saturates; length counts */

static double weight_of(const struct rank *r, const struct term *t)
{
    double n = (double)(r->given ? r->given_papers : r->papers);
    double df = (double)(r->given ? t->given_papers : t->papers);
    double cf = (double)(r->given ? t->given_weight : t->weight) / UNIT;
    if (df < 1 || n < df)
        return 0;
    double idf = real_log(1 + (n - df + 0.5) / (df + 0.5));
    return idf * cf / df;
}

struct formula {
    double weight[MAX_TERMS], sum;
    double mean; /* bytes of a candidate's fields */
};

static struct formula formula_of(const struct rank *r)
{
    struct formula f = {.sum = 0};
    uint64_t candidates = r->given ? r->given_candidates : r->ncandidate;
    uint64_t bytes = r->given ? r->given_bytes : r->all_bytes;
    for (size_t t = 0; t < r->nterm; t++) {
        f.weight[t] = weight_of(r, &r->term[t]);
        f.sum += f.weight[t];
    }
    f.mean = bytes && candidates ? (double)bytes / (double)candidates : 1;
    f.sum = f.sum > 0 ? f.sum : 1;
    return f;
}

/* In millionths of what a paper would get that were full of all terms. */
static uint32_t score_of(const struct rank *r, const struct formula *f, size_t i)
{
    const struct candidate *c = &r->candidate[i];
    size_t end = i + 1 < r->ncandidate ? c[1].hit : r->nhit;
    double k = k1 * (1 - b + b * c->bytes / f->mean), score = 0;
    for (size_t h = c->hit; h < end; h++) {
        double tf = (double)(r->hit[h] & MAX_WEIGHT) / UNIT;
        score += f->weight[r->hit[h] >> 24] * tf / (tf + k);
    }
    return (uint32_t)(1e6 * score / f->sum + 0.5);
}

/* ---- the best ---- */

/* Whether x goes behind y in the result. */
static bool is_worse(struct rank_paper x, struct rank_paper y)
{
    return x.score != y.score ? x.score < y.score : x.candidate > y.candidate;
}

static int by_rank(const void *a, const void *b_)
{
    return is_worse(*(const struct rank_paper *)a, *(const struct rank_paper *)b_) ? 1 : -1;
}

/* Puts x at the root of a heap whose root is the worst, where it sinks to its place. */
static void sink(struct rank_paper *heap, size_t n, size_t at, struct rank_paper x)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        child += child + 1 < n && is_worse(heap[child + 1], heap[child]);
        if (!is_worse(heap[child], x))
            break;
        heap[at] = heap[child];
    }
    heap[at] = x;
}

size_t rank_best(struct rank *r, size_t n, const struct rank_paper **best)
{
    const struct formula f = formula_of(r);
    n = n < r->ncandidate ? n : r->ncandidate;
    free(r->best);
    *best = r->best = calloc(n + 1, sizeof *r->best);
    if (!r->best) {
        r->why = "out of memory";
        return 0;
    }
    for (size_t i = 0; i < r->ncandidate && n; i++) {
        struct rank_paper x = {score_of(r, &f, i), (uint32_t)i};
        if (i < n)
            r->best[i] = x;
        else if (is_worse(r->best[0], x))
            sink(r->best, n, 0, x);
        for (size_t at = i + 1 == n ? n / 2 : 0; at-- > 0;) /* the heap is made once it is full */
            sink(r->best, n, at, r->best[at]);
    }
    qsort(r->best, n, sizeof *r->best, by_rank);
    return n;
}

const char *rank_record(struct rank *r, const struct rank_paper *paper, struct buf *line,
                        const char **name)
{
    return keep_get(&r->keep, r->candidate[paper->candidate].place, line, name);
}
