/* table.c - a hash table with linear probing over numbers of entries kept in order of arrival.
 * At most half of the slots are in use, so a look-up takes about 1.5 probes. */
#include "paper/table.h"

#include "paper/hash.h"

#include <stdlib.h>

void table_init(struct table *t)
{
    *t = (struct table){0};
    hash_seed(t->seed);
}

/* The slot that holds the key, or the free one where it would stand. */
static size_t probe(const struct table *t, struct str key, uint64_t hash)
{
    size_t i = (size_t)hash & (t->nslot - 1);
    for (; t->slot[i]; i = (i + 1) & (t->nslot - 1)) {
        size_t e = t->slot[i] - 1;
        if (t->entry[e].hash == hash && str_eq(table_key(t, e), key))
            break;
    }
    return i;
}

static bool grow_slots(struct table *t)
{
    size_t nslot = t->nslot ? t->nslot * 2 : 64;
    uint32_t *slot = calloc(nslot, sizeof *slot);
    if (!slot)
        return false;
    free(t->slot);
    t->slot = slot;
    t->nslot = nslot;
    for (size_t e = 0; e < t->n; e++) {
        size_t i = (size_t)t->entry[e].hash & (nslot - 1);
        while (slot[i])
            i = (i + 1) & (nslot - 1);
        slot[i] = (uint32_t)e + 1;
    }
    return true;
}

size_t table_find(const struct table *t, struct str key)
{
    if (t->n == 0)
        return TABLE_NONE;
    size_t i = probe(t, key, siphash(key.p, key.n, t->seed).lo);
    return t->slot[i] ? t->slot[i] - 1 : TABLE_NONE;
}

size_t table_add(struct table *t, struct str key, bool *added)
{
    if (added)
        *added = false;
    if (t->n * 2 >= t->nslot && !grow_slots(t))
        return TABLE_NONE;
    uint64_t hash = siphash(key.p, key.n, t->seed).lo;
    size_t i = probe(t, key, hash);
    if (t->slot[i])
        return t->slot[i] - 1;
    if (t->n >= UINT32_MAX - 1 || !grow(&t->entry, t->n, &t->cap, sizeof *t->entry) ||
        !buf_reserve(&t->keys, key.n))
        return TABLE_NONE;
    t->entry[t->n] = (struct table_entry){t->keys.n, key.n, hash};
    buf_putstr(&t->keys, key);
    t->slot[i] = (uint32_t)++t->n;
    if (added)
        *added = true;
    return t->n - 1;
}

struct str table_key(const struct table *t, size_t i)
{
    size_t n = t->entry[i].len;
    return n ? (struct str){t->keys.p + t->entry[i].key, n} : STR("");
}

void table_clear(struct table *t)
{
    for (size_t e = 0; e < t->n; e++) {
        /* Every slot of a run is emptied in the end, so the probing may go on past holes. */
        size_t i = (size_t)t->entry[e].hash & (t->nslot - 1);
        while (t->slot[i] != e + 1)
            i = (i + 1) & (t->nslot - 1);
        t->slot[i] = 0;
    }
    t->n = 0;
    buf_clear(&t->keys);
}

void table_free(struct table *t)
{
    free(t->entry);
    free(t->slot);
    buf_free(&t->keys);
    *t = (struct table){0};
}
