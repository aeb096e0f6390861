/* words.c - folded words to the hashes of their stems, with the stems' rarity. Most words of a text
 * are few, so what was found out is remembered, in a cache where the word that came last takes the
 * place. */
#include "parts.h"

#include "paper/hash64.h"
#include "paper/stem.h"
#include "paper/stem_table.h"

#include <stdlib.h>

enum {
    CACHE = 32768, /* a power of 2 */
    STEMS = 32768, /* slots: twice as many as there are stems, and more */
    LONGEST = 40,  /* bytes of a word that is stemmed */
};

struct sim_words {
    uint64_t stem[STEMS]; /* hashes as sim_stem() gives them */
    struct {
        uint64_t word, stem;
    } cache[CACHE];
};

/* A hash without what tells of the term. */
static uint64_t bare(uint64_t hash)
{
    return hash & ~UINT64_C(0x1FF);
}

static size_t slot_of(const struct sim_words *w, uint64_t hash)
{
    size_t slot = hash >> 9 & (STEMS - 1);
    while (w->stem[slot] && bare(w->stem[slot]) != bare(hash))
        slot = (slot + 1) & (STEMS - 1);
    return slot;
}

struct sim_words *sim_words_new(void)
{
    struct sim_words *w = calloc(1, sizeof *w);
    for (size_t i = 0; w && i < stem_table_count; i++) {
        const struct known_stem *s = &stem_table[i];
        uint64_t hash = hash64(s->stem, strlen(s->stem), 0);
        w->stem[slot_of(w, hash)] = bare(hash) | s->idf;
    }
    return w;
}

uint64_t sim_stem(struct sim_words *w, struct str folded)
{
    uint64_t hash = hash64(folded.p, folded.n, 0);
    size_t place = hash & (CACHE - 1);
    if (w->cache[place].word != hash) {
        char stem[LONGEST];
        uint64_t stemmed = hash;
        if (folded.n <= LONGEST) {
            memcpy(stem, folded.p, folded.n);
            stemmed = hash64(stem, stem_english(stem, folded.n), 0);
        }
        uint64_t known = w->stem[slot_of(w, stemmed)];
        w->cache[place].word = hash;
        w->cache[place].stem = known ? known : bare(stemmed) | STEM_UNKNOWN;
    }
    return w->cache[place].stem;
}
