/* index.c - room for a map from hashes to numbers. */
#include "index.h"

#include <stdlib.h>
#include <string.h>

bool index_reset(struct index *x, size_t expected)
{
    size_t n = 16;
    while (n < 2 * expected)
        n *= 2;
    if (n > x->cap) {
        free(x->slot);
        x->slot = malloc(n * sizeof *x->slot);
        x->cap = x->slot ? n : 0;
    }
    x->nslot = x->slot ? n : 0;
    x->n = 0;
    if (x->slot)
        memset(x->slot, 0, n * sizeof *x->slot);
    return x->slot;
}

void index_free(struct index *x)
{
    free(x->slot);
    *x = (struct index){0};
}

bool index_enlarge(struct index *x)
{
    struct index larger = {0};
    if (!index_reset(&larger, x->nslot < 8 ? 8 : x->nslot))
        return false;
    for (size_t i = 0; i < x->nslot; i++)
        if (x->slot[i].hash)
            *index_slot_of(&larger, x->slot[i].hash) = x->slot[i];
    larger.n = x->n;
    index_free(x);
    *x = larger;
    return true;
}
