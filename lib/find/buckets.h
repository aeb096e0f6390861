/* buckets.h - which windows of filter.h are looked for together. Internal to lib/find. */
#ifndef FIND_BUCKETS_H
#define FIND_BUCKETS_H

#include "filter.h"

enum {
    BUCKETS = 8,
    VECTOR = 3, /* bytes of a window that vector code looks at, each by its two halves */
};

/* What may stand at the places of a bucket's windows, or of some of them. */
struct bucket {
    uint64_t bytes[WINDOW][4]; /* a bit for each byte */
    double share;              /* of a text's places that it is expected to fit */
    double seen;               /* of those that vector code takes for such */
};

static inline bool bucket_has(const struct bucket *b, size_t at, unsigned c)
{
    return b->bytes[at][c >> 6] >> (c & 63) & 1;
}

/* Distributes the windows; gives the number of buckets, 0 where there are far too many windows or,
 * with *failed, without memory. */
size_t buckets_of(const struct windows *ws, struct bucket bucket[static BUCKETS], bool *failed);

#endif
