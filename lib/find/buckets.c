/* buckets.c - distributing windows over the few buckets that vector code can tell apart.
 *
 * That code knows a byte by its halves: where `e` (0x65) may stand, or the 0xC3 that begins its
 * accented forms, it takes 0x63, `c`, for one of them. So a window is first taken apart into its
 * places without a byte beyond ASCII among the first VECTOR, and those where the first, the second,
 * the third is the first such byte. Then of all these parts, in an order in which similar ones
 * stand side by side, two neighbours at a time are joined, those by which fewest places are added,
 * until there are no more than BUCKETS. */
#include "buckets.h"

#include <stdlib.h>

enum { MAX_WINDOWS = 128 };

static void measure(struct bucket *b)
{
    b->share = b->seen = 1;
    for (size_t i = 0; i < WINDOW; i++) {
        double share = 0, seen = 0;
        unsigned low = 0, high = 0;
        for (unsigned c = 0; c < 256; c++)
            if (bucket_has(b, i, c)) {
                low |= 1u << (c & 15);
                high |= 1u << (c >> 4);
                share += byte_share[c];
            }
        for (unsigned c = 0; c < 256; c++)
            seen += low >> (c & 15) & high >> (c >> 4) & 1 ? byte_share[c] : 0;
        b->share *= share > 1e6 ? 1 : share / 1e6;
        if (i < VECTOR)
            b->seen *= seen > 1e6 ? 1 : seen / 1e6;
    }
}

/* The part of a window whose first byte beyond ASCII is number `kind`; VECTOR: it has none among
 * the first. False where there is no such part. */
static bool take_part(struct bucket *b, const struct window *w, size_t kind)
{
    bool any = true;
    for (size_t i = 0; i < WINDOW; i++) {
        bool ascii = !(i == kind && i < VECTOR), beyond = i >= kind || i >= VECTOR;
        uint64_t all = 0;
        for (size_t k = 0; k < 4; k++) {
            b->bytes[i][k] = (k < 2 ? ascii : beyond) ? w->bytes[i][k] : 0;
            all |= b->bytes[i][k];
        }
        any = any && all;
    }
    return any;
}

static int by_bytes(const void *a, const void *b)
{
    const struct bucket *x = a, *y = b;
    for (size_t i = 0; i < WINDOW; i++)
        for (size_t k = 0; k < 4; k++)
            if (x->bytes[i][k] != y->bytes[i][k])
                return x->bytes[i][k] < y->bytes[i][k] ? -1 : 1;
    return 0;
}

/* The parts of all windows, each once; their number. */
static size_t take_parts(const struct windows *ws, struct bucket *part)
{
    size_t n = 0, kept = 0;
    for (size_t kind = 0; kind <= VECTOR; kind++) {
        size_t first = n;
        for (size_t i = 0; i < ws->n; i++)
            n += take_part(&part[n], &ws->w[i], kind);
        qsort(part + first, n - first, sizeof *part, by_bytes);
    }
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || by_bytes(&part[kept - 1], &part[i]) != 0) {
            part[kept] = part[i];
            measure(&part[kept++]);
        }
    return kept;
}

static struct bucket joined(const struct bucket *x, const struct bucket *y)
{
    struct bucket b = *x;
    for (size_t i = 0; i < WINDOW; i++)
        for (size_t k = 0; k < 4; k++)
            b.bytes[i][k] |= y->bytes[i][k];
    measure(&b);
    return b;
}

/* What is added by joining a part and the next. */
static double cost_of(const struct bucket *b)
{
    return joined(&b[0], &b[1]).seen - b[0].seen - b[1].seen;
}

/* Joins parts until there are no more than BUCKETS; gives their number. */
static size_t join(struct bucket *part, double *cost, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        cost[i] = cost_of(&part[i]);
    while (n > BUCKETS) {
        size_t at = 0;
        for (size_t i = 1; i + 1 < n; i++)
            at = cost[i] < cost[at] ? i : at;
        part[at] = joined(&part[at], &part[at + 1]);
        n--;
        memmove(&part[at + 1], &part[at + 2], (n - at - 1) * sizeof *part);
        memmove(&cost[at], &cost[at + 1], (n - at) * sizeof *cost);
        if (at + 1 < n)
            cost[at] = cost_of(&part[at]);
        if (at > 0)
            cost[at - 1] = cost_of(&part[at - 1]);
    }
    return n;
}

size_t buckets_of(const struct windows *ws, struct bucket bucket[static BUCKETS], bool *failed)
{
    size_t max = ws->n * (VECTOR + 1), n = 0;
    if (ws->n > MAX_WINDOWS)
        return 0;
    struct bucket *part = malloc((max + 1) * sizeof *part);
    double *cost = malloc((max + 1) * sizeof *cost);
    *failed = !part || !cost;
    if (!*failed) {
        n = join(part, cost, take_parts(ws, part));
        memcpy(bucket, part, n * sizeof *part);
    }
    free(part);
    free(cost);
    return n;
}
