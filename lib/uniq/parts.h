/* parts.h - what a profile is made of. Internal to lib/uniq.
 *
 * A profile is the head below, then the IDs, authors and terms, the folded title, the ID and last
 * the keys, without any gap. Numbers in it are little-endian, so that a file of profiles is the
 * same on every machine. */
#ifndef UNIQ_PARTS_H
#define UNIQ_PARTS_H

#include "paper/hash64.h"
#include "paper/uniq.h"

/* How many of each are kept at most. */
enum { IDS = 4, KEYS = 15, AUTHORS = 24, TERMS = 40, TITLE_MAX = 255, ID_MAX = 255 };

struct head {
    unsigned year;    /* 0: not known */
    unsigned day;     /* of the year, in all 32 for each month; 0: not known */
    unsigned version; /* of the arXiv paper; 0: not told */
    unsigned note;    /* a title that answers or mends another paper: the number of that word */
    unsigned words;   /* of the title that say something, at most 5 */
    bool part;        /* the title has the number of a part */
    bool replacement;
    bool whole;       /* terms are all that the abstract has, not the least of them */
    uint32_t numbers; /* hash of those in the title */
    size_t nkey, nid, nauthor, nterm, ntitle, nname;
};

/* Bytes of the head. */
enum { HEAD = 18 };

/* A key that has this bit is of an ID or a whole title. Papers that share no key of these, and no
 * author though both have some, are never the same. */
enum { KEY_ALONE = 1 };

struct profile {
    struct head head;
    const unsigned char *key, *id, *author, *term; /* 4, 8, 2, 2 bytes each */
    struct str title, name;
};

/* The length of the profile that the parts make. */
size_t profile_length(const struct head *h);

/* Takes a profile apart; it must be one. */
struct profile profile_read(struct str s);

enum { NUMERAL = 10 };

/* What is known of a word. */
struct uniq_word {
    uint32_t hash;
    uint8_t rarity; /* 8 log2(papers / those that hold its stem), up to 96 */
    uint8_t number; /* 1 for "first", up to 10; NUMERAL + 1 for "one" likewise; 0: it is none */
    bool rubric;    /* says nothing of a paper where it stands in a title */
};

struct uniq_words *words_new(void); /* NULL without memory; to be freed by free() */

/* Of a word as token_next() folds it. */
struct uniq_word words_get(struct uniq_words *w, struct str folded);

/* Whether a word, folded, is one of those that tell titles apart; whether each of two titles,
 * folded with a space between two words, has one of these instead of one that the other has. */
bool word_is_opposed(struct str folded);
bool titles_are_opposed(struct str a, struct str b);

static inline uint32_t get16(const unsigned char *p)
{
    return (uint32_t)(p[0] | p[1] << 8);
}

static inline uint32_t get32(const unsigned char *p)
{
    return get16(p) | get16(p + 2) << 16;
}

static inline uint64_t get64(const unsigned char *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}

/* A number for the catalogue that the ID is of; 0 where it tells none. */
uint16_t profile_catalogue(const struct profile *p);

/* Kinds of IDs, in the two lowest bits of each: those of enum uniq_why. */
static inline enum uniq_why id_kind(uint64_t id)
{
    return (enum uniq_why)(id & 3);
}

#endif
