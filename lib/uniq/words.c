/* words.c - what is known of a word wherever it stands: how rare its stem is in papers, and what it
 * is to a title. Most words of a text are few, so what is found out is remembered, in a cache where
 * the word that came last takes the place. */
#include "parts.h"

#include "paper/stem.h"
#include "paper/stem_table.h"
#include "paper/words.h"

#include <stdlib.h>

enum {
    CACHE = 32768, /* of 8 bytes each: what a core holds near; a power of 2 */
    STEMS = 32768, /* slots: twice as many as there are stems, and more */
    TOLD = 1024,   /* slots for words that a title tells little by */
    LONGEST = 40,  /* bytes of a word that is stemmed */
    RARE = 96,     /* rarity of a word in one paper of 4096, above which none counts more */
};

/* A word or stem is known by its hash: that another has the same does not happen by chance. The
 * bits of a hash that tell the place in a table hold what is known instead. */
enum { RARITY_BITS = 7, NUMBER_BITS = 5, INFO_BITS = RARITY_BITS + NUMBER_BITS + 1 };

struct uniq_words {
    uint64_t stem[STEMS], told[TOLD], cache[CACHE];
};

static const uint64_t info_mask = (UINT64_C(1) << INFO_BITS) - 1;

static uint64_t pack(uint64_t hash, unsigned rarity, unsigned number, bool rubric)
{
    return (hash & ~info_mask) | rarity | number << RARITY_BITS |
           (uint64_t)rubric << (RARITY_BITS + NUMBER_BITS);
}

static size_t slot_of(const uint64_t *table, size_t size, uint64_t hash)
{
    size_t slot = hash % size;
    while (table[slot] && (table[slot] ^ hash) & ~info_mask)
        slot = (slot + 1) % size;
    return slot;
}

/* Words of titles that come back in every issue. */
static const char *const rubrics[] = {
    "announcement", "announcements", "author",    "book",      "books",    "chair",   "column",
    "contents",     "editor",        "editors",   "editorial", "foreword", "front",   "guest",
    "index",        "introduction",  "issue",     "letter",    "matter",   "message", "news",
    "notes",        "preface",       "president", "review",    "reviews",  "special", "table",
};

static const char *const ordinals[] = {
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
};

static const char *const numerals[] = {
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
};

static void tell(struct uniq_words *w, const char *word, unsigned number, bool rubric)
{
    uint64_t hash = hash64(word, strlen(word), 0);
    size_t slot = slot_of(w->told, TOLD, hash);
    w->told[slot] |= pack(hash, 0, number, rubric);
}

struct uniq_words *words_new(void)
{
    struct uniq_words *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    for (size_t i = 0; i < stem_table_count; i++) {
        const struct known_stem *s = &stem_table[i];
        uint64_t hash = hash64(s->stem, strlen(s->stem), 0);
        w->stem[slot_of(w->stem, STEMS, hash)] =
            pack(hash, s->idf < RARE ? s->idf : RARE, 0, false);
    }
    for (size_t i = 0; i < closed_word_count; i++)
        tell(w, closed_words[i].word, 0, true);
    for (size_t i = 0; i < sizeof rubrics / sizeof *rubrics; i++)
        tell(w, rubrics[i], 0, true);
    for (unsigned i = 0; i < sizeof ordinals / sizeof *ordinals; i++)
        tell(w, ordinals[i], i + 1, false);
    for (unsigned i = 0; i < sizeof numerals / sizeof *numerals; i++)
        tell(w, numerals[i], NUMERAL + i + 1, false);
    return w;
}

static uint64_t rarity_of(const struct uniq_words *w, struct str word)
{
    char stem[LONGEST];
    if (word.n > LONGEST)
        return RARE;
    memcpy(stem, word.p, word.n);
    uint64_t hash = hash64(stem, stem_english(stem, word.n), 0);
    uint64_t found = w->stem[slot_of(w->stem, STEMS, hash)];
    return found ? found & ((1U << RARITY_BITS) - 1) : RARE;
}

struct uniq_word words_get(struct uniq_words *w, struct str folded)
{
    uint64_t hash = hash64(folded.p, folded.n, 0), *place = &w->cache[hash % CACHE];
    if (*place == 0 || (*place ^ hash) & ~info_mask)
        *place = (hash & ~info_mask) | (w->told[slot_of(w->told, TOLD, hash)] & info_mask) |
                 rarity_of(w, folded);
    return (struct uniq_word){
        .hash = (uint32_t)(hash >> 32),
        .rarity = (uint8_t)(*place & ((1U << RARITY_BITS) - 1)),
        .number = (uint8_t)(*place >> RARITY_BITS & ((1U << NUMBER_BITS) - 1)),
        .rubric = folded.n < 2 || *place >> (INFO_BITS - 1) & 1,
    };
}
