/* index.h - a map from hashes to numbers, by open addressing. Unlike a table (table.h) it keeps no
 * keys: two texts of one hash are one, which for 64 bits does not happen by chance, and costs a
 * wrong keyphrase where someone makes it happen. */
#ifndef KEY_INDEX_H
#define KEY_INDEX_H

#include "paper/word64.h"

#include <stdbool.h>
#include <stddef.h>

struct index {
    struct index_slot {
        uint64_t hash; /* 0: free */
        uint64_t value;
    } * slot;
    size_t nslot, n, cap; /* slots, those in use, those allocated */
};

/* Empties it, and makes room for about so many. False without memory. */
bool index_reset(struct index *x, size_t expected);
void index_free(struct index *x);

/* Makes room for one more; false without memory. */
bool index_enlarge(struct index *x);

static inline struct index_slot *index_slot_of(const struct index *x, uint64_t hash)
{
    size_t i = hash & (x->nslot - 1);
    for (uint64_t h; (h = x->slot[i].hash, (h != 0) & (h != hash));) /* one branch, not two */
        i = (i + 1) & (x->nslot - 1);
    return &x->slot[i];
}

/* The number of a hash that is not 0, or NULL. Valid until the next index_put. */
static inline uint64_t *index_get(const struct index *x, uint64_t hash)
{
    if (x->n == 0)
        return NULL;
    struct index_slot *s = index_slot_of(x, hash);
    return s->hash ? &s->value : NULL;
}

/* The same; puts in 0 where it is missing. NULL without memory. */
static inline uint64_t *index_put(struct index *x, uint64_t hash, bool *added)
{
    if (2 * x->n >= x->nslot && !index_enlarge(x))
        return NULL;
    struct index_slot *s = index_slot_of(x, hash);
    *added = s->hash == 0;
    x->n += *added;
    s->hash = hash;
    return &s->value;
}

static inline uint64_t hash_mix(uint64_t h)
{
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

/* Up to eight bytes as a number; of one length no two texts give the same. */
static inline uint64_t load_short(const unsigned char *p, size_t n)
{
    if (n >= 4)
        return load32(p) | (uint64_t)load32(p + n - 4) << 32;
    return n ? (uint64_t)p[0] | (uint64_t)p[n / 2] << 8 | (uint64_t)p[n - 1] << 16 : 0;
}

/* Of bytes, not 0. */
static inline uint64_t hash_bytes(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text, *end = p + n;
    uint64_t h = n * 0x9E3779B97F4A7C15u;
    for (; end - p > 8; p += 8)
        h = hash_mix(h ^ load64(p));
    h = hash_mix(h ^ (n < 8 ? load_short(p, n) : load64(end - 8)));
    return h ? h : 1;
}

/* Of a phrase, not 0: that of what stands before, joined with that of its next stem. */
static inline uint64_t hash_join(uint64_t before, uint64_t stem)
{
    uint64_t h = hash_mix(before * 0x9E3779B97F4A7C15u + stem);
    return h ? h : 1;
}

#endif
