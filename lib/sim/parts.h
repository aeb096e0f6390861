/* parts.h - what the files of lib/sim share. */
#ifndef SIM_PARTS_H
#define SIM_PARTS_H

#include "paper/buf.h"
#include "paper/hash64.h"
#include "paper/sim.h"
#include "paper/token.h"
#include "paper/word64.h"

/* ---- words.c: stems with their rarity ---- */

struct sim_words;
struct sim_words *sim_words_new(void); /* NULL without memory; to be freed by free() */

/* The hash of a folded word's stem; its lowest byte is the stem's rarity in papers at large,
 * 8 log2. */
uint64_t sim_stem(struct sim_words *w, struct str folded);

static inline unsigned rarity_of(uint64_t term)
{
    return term & 0xFF;
}

/* ---- vector.c: the terms of a paper ---- */

/* Stems, and each two together; the second lowest byte's lowest bit tells which. */
struct term {
    uint64_t hash;
    uint16_t count; /* in the abstract, and twice those in the title */
};

static inline bool is_pair(uint64_t term)
{
    return term >> 8 & 1;
}

struct reader {
    struct sim_words *words;
    struct tokens tokens;
    struct term *term;
    size_t n, cap;
    uint32_t *slot; /* 1 + number of a term, by hash */
    size_t nslot;
    uint64_t seed[2];
};

/* The terms of a record. False without memory. */
bool read_terms(struct reader *r, const struct rec *rec);
void reader_free(struct reader *r);

/* 2f/(f+1), where one is 1. */
static inline double saturated(unsigned count)
{
    return 2.0 * count / (count + 1.0);
}

/* The weight of a term that `df` of `papers` hold, where it stands once. */
double term_weight(uint64_t term, uint32_t df, uint32_t papers);

/* ---- index.c: the library, as it stands in memory and in a file ---- */

/* Terms that one paper of SHARE holds, or more, are frequent, but those of few papers; of these,
 * those that one of COMMON_SHARE holds are common. */
enum { SHARE = 32, COMMON_SHARE = 4, FREQUENT_MIN = 16 };

/* Of each frequent term there is a row, half a byte for each paper: the number of the least of
 * these that its weight is not above. One row is for all common terms: the length of that part of
 * the vector.
 */
enum { EDGES = 16, STRIDE = 128, BLOCK = 64 };
enum { BATCH = 128 /* queries for which rows are read at a time */ };
extern const uint16_t sim_edge[EDGES];
unsigned char sim_edge_of(uint32_t weight);

/* All of it in one run of bytes, numbers little-endian, in this order. */
struct sim_index {
    uint32_t papers, terms, frequent, common; /* of terms, which have the lowest numbers */
    uint32_t slots;           /* a power of 2; 0: only papers of the library itself are asked for */
    uint64_t postings, parts; /* of rare terms, by term; of frequent ones, by paper */
    uint32_t newest;          /* day */
    uint32_t seed; /* of the places in hash: from all terms, so that no paper can be made for it */
    const unsigned char *row;        /* STRIDE papers of each row, then the next of each */
    const unsigned char *hash;       /* 8 bytes for each slot, 0: free */
    const unsigned char *term;       /* 4, its number */
    const unsigned char *rise;       /* 4, the weight where it stands once: in 2^-24 */
    const unsigned char *start;      /* 4 for each term and the end: its first posting */
    const unsigned char *posting;    /* 6 for each: the paper, 4, and the weight there, 2 */
    const unsigned char *part_start; /* 4 for each paper and the end */
    const unsigned char *day;        /* 4 for each paper: 0 unknown */
    const unsigned char *name_start; /* 4 for each paper and the end */
    const unsigned char *part;       /* 4 for each: the term, 2, and the weight there, 2 */
    const unsigned char *name;
    unsigned char *bytes;
    size_t size;
    bool mapped;
};

/* The slot where the search for a term begins. */
static inline size_t index_place(const struct sim_index *x, uint64_t hash)
{
    return hash64_place(hash, (uint64_t)x->seed << 32) & (x->slots - 1);
}

static inline size_t rows_of(const struct sim_index *x)
{
    return 1 + (size_t)x->frequent - x->common;
}

static inline size_t stride_of(const struct sim_index *x)
{
    return ((size_t)x->papers + STRIDE - 1) / STRIDE * STRIDE;
}

/* The bytes of a row for the STRIDE papers from `at` on. */
static inline const unsigned char *row_at(const struct sim_index *x, size_t row, size_t at)
{
    return x->row + at / 2 * rows_of(x) + row * (STRIDE / 2);
}

/* Where, within these bytes, the half of paper number i is, and by how many bits it is shifted: 32
 * bytes have 32 papers in their lower halves, the next 32 in the upper. */
static inline size_t half_byte(size_t i)
{
    return i / 64 * 32 + i % 32;
}

static inline unsigned half_shift(size_t i)
{
    return i / 32 % 2 * 4;
}

/* Allocates an index whose sizes are given, with `names` bytes of IDs, and makes it point at its
 * parts. False without memory. */
bool sim_index_new(struct sim_index *x, size_t names);
void sim_index_free(struct sim_index *x);

/* One load each where the machine's numbers are little-endian. */
static inline uint32_t get16(const unsigned char *p, size_t i)
{
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint16_t value;
    memcpy(&value, p + 2 * i, sizeof value);
    return value;
#else
    return (uint32_t)p[2 * i] | (uint32_t)p[2 * i + 1] << 8;
#endif
}

static inline uint32_t get32(const unsigned char *p, size_t i)
{
    return load32(p + 4 * i);
}

/* Into a part of an index that is being made. */
static inline void put16(const unsigned char *part, size_t i, uint32_t value)
{
    unsigned char *p = (unsigned char *)part + 2 * i;
    p[0] = (unsigned char)value;
    p[1] = (unsigned char)(value >> 8);
}

static inline void put32(const unsigned char *part, size_t i, uint32_t value)
{
    unsigned char *p = (unsigned char *)part + 4 * i;
    p[0] = (unsigned char)value;
    p[1] = (unsigned char)(value >> 8);
    p[2] = (unsigned char)(value >> 16);
    p[3] = (unsigned char)(value >> 24);
}

struct weighed {
    uint32_t term;
    uint16_t weight;
};

/* Brings the frequent terms to the beginning, the common ones before the others. */
void group_terms(struct weighed *w, size_t n, const struct sim_index *x);

/* The length of some terms of a vector, rounded up. */
uint32_t length_of(const struct weighed *w, size_t n);

/* ---- build.c ---- */

/* Papers that were put in, before they are an index. */
struct builder {
    uint64_t *hash; /* of each term, in order of arrival */
    uint32_t *df;
    size_t nterm, capterm, capdf;
    uint32_t *slot; /* 1 + number of a term */
    size_t nslot;
    uint64_t seed[2];
    uint32_t *held; /* terms of all papers, one paper after the other */
    uint8_t *count;
    size_t nheld, capheld, capcount;
    struct entry {
        uint64_t held, name; /* where its terms and its ID end */
        uint32_t day;
    } * paper;
    size_t npaper, cappaper;
    struct buf names;
};

/* ---- find.c ---- */

struct sim_library {
    struct reader reader;
    struct builder b;
    struct sim_index x;
    uint64_t *own; /* of papers put in: where the weighed terms of each end */
    struct weighed *weighed;
    double absent[2][256]; /* the weight of terms that the library lacks, by rarity */
    uint32_t *decayed;     /* of each paper: what a score becomes, of 2^16 */

    struct weighed *query;
    double *length; /* of each of its terms, before the vector's length is known */
    size_t nquery, capquery, caplength;
    struct list {
        const unsigned char *at, *end; /* the postings that are left */
        uint32_t weight;
    } * list; /* of each rare term of the query */
    size_t caplist;
    uint32_t *sum;   /* of each paper: that of the rare terms */
    uint32_t *block; /* the highest of each BLOCK bounds, before age lowers them */
    struct row {
        uint32_t number;
        uint8_t add[EDGES]; /* to the bound, in units */
    } * row;                /* of the frequent terms of each query of a batch */
    size_t nrow, caprow;
    struct batch {
        size_t row; /* where the query's rows end */
        uint32_t unit;
        uint8_t *units; /* for each paper, what frequent terms add */
    } batch[BATCH];
    size_t batched, first;   /* how many queries there are; the number of the first one's paper */
    const struct batch *now; /* of the query that is asked */
    uint8_t *units;          /* of all queries of a batch */
    uint16_t *dense;         /* of each frequent term: its weight in the query, 0 between two */
    struct sim_match *best;
    size_t capbest;
};

bool find_ready(struct sim_library *s); /* makes room to ask */
void builder_free(struct builder *b);

#endif
