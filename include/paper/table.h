/* table.h - a hash table from byte strings to small numbers.
 *
 * Made to count or number things within one record or over a stream: a key is copied in once and
 * keeps its number, its place in order of first arrival, until the table is cleared. Clearing costs
 * what was in it, not its size. Collisions cannot be provoked from outside: the hash is keyed at
 * random for each table; nothing that depends on the key can be seen, since the order is that of
 * arrival. */
#ifndef PAPER_TABLE_H
#define PAPER_TABLE_H

#include "paper/buf.h"

#include <stdint.h>

#define TABLE_NONE SIZE_MAX

struct table {
    struct table_entry *entry; /* in order of arrival */
    size_t n, cap;
    uint32_t *slot; /* open addressing: 1 + number of the entry, 0 for a free slot */
    size_t nslot;   /* a power of two, or 0 before the first key */
    struct buf keys;
    uint64_t seed[2];
};

struct table_entry {
    size_t key, len; /* the key's place in keys */
    uint64_t hash;
};

/* All zero is a valid empty table with a fixed seed; table_init gives it one of its own. */
void table_init(struct table *t);

/* The number of the key, or TABLE_NONE. */
size_t table_find(const struct table *t, struct str key);

/* The number of the key, which is put in where it is missing; *added (may be NULL) tells whether
 * it was. TABLE_NONE when there is no memory, or no number left (2^32 - 1 keys). */
size_t table_add(struct table *t, struct str key, bool *added);

/* The key with the number i < t->n; valid until the next table_add, table_clear or table_free. */
struct str table_key(const struct table *t, size_t i);

void table_clear(struct table *t);
void table_free(struct table *t);

#endif
