/* phrases.c - the table of known phrases, laid out so that a look takes one place in memory or
 * none: most phrases that are asked for are not there, which a bit tells; the others lie together
 * by the first bits of their hashes, with all that is known of them beside. */
#include "parts.h"

#include "paper/fetch.h"

#include <stdlib.h>

enum { BUCKET_BITS = 14, BUCKETS = 1 << BUCKET_BITS, MARK_BITS = 20 };

struct phrase_index {
    uint32_t bucket[BUCKETS + 1]; /* the first phrase in each */
    uint8_t mark[1 << (MARK_BITS - 3)];
    struct known_phrase {
        uint16_t hash; /* the bits behind those of the bucket */
        uint8_t known, prior;
    } phrase[];
};

static uint32_t bucket_of(uint32_t hash)
{
    return hash >> (32 - BUCKET_BITS);
}

static uint16_t rest_of(uint32_t hash)
{
    return (uint16_t)(hash >> (16 - BUCKET_BITS));
}

bool phrases_new(struct key_finder *k)
{
    const struct key_phrases *table = &k->tables.phrases;
    struct phrase_index *x = calloc(1, sizeof *x + table->n * sizeof *x->phrase);
    if (!x)
        return false;
    for (size_t i = 0; i < table->n; i++) {
        const uint32_t hash = table->hash[i], bit = hash >> (32 - MARK_BITS);
        x->phrase[i] = (struct known_phrase){rest_of(hash), table->known[i], table->prior[i]};
        x->mark[bit / 8] |= (uint8_t)(1 << bit % 8);
        x->bucket[bucket_of(hash) + 1] = (uint32_t)i + 1;
    }
    for (size_t b = 1; b <= BUCKETS; b++) /* those that are empty */
        if (x->bucket[b] == 0)
            x->bucket[b] = x->bucket[b - 1];
    k->phrases = x;
    return true;
}

static bool is_marked(const struct phrase_index *x, uint32_t hash)
{
    const uint32_t bit = hash >> (32 - MARK_BITS);
    return x->mark[bit / 8] >> bit % 8 & 1;
}

void phrases_fetch(const struct key_finder *k, uint64_t hash)
{
    const uint32_t high = (uint32_t)(hash >> 32);
    if (is_marked(k->phrases, high))
        fetch(&k->phrases->phrase[k->phrases->bucket[bucket_of(high)]], 1);
}

bool phrases_find(const struct key_finder *k, uint64_t hash, uint8_t *known, uint8_t *prior)
{
    const struct phrase_index *x = k->phrases;
    const uint32_t high = (uint32_t)(hash >> 32);
    *known = *prior = 0;
    if (!is_marked(x, high))
        return false;
    const uint16_t rest = rest_of(high);
    for (uint32_t i = x->bucket[bucket_of(high)]; i < x->bucket[bucket_of(high) + 1]; i++)
        if (x->phrase[i].hash == rest) {
            *known = x->phrase[i].known;
            *prior = x->phrase[i].prior;
            return true;
        }
    return false;
}
