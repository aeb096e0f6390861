/* parts.h - ranked retrieval as the files of this folder share it. */
#ifndef RANK_PARTS_H
#define RANK_PARTS_H

#include "paper/keep.h"
#include "paper/rank.h"
#include "paper/table.h"
#include "paper/token.h"

#include <stdint.h>

enum {
    MAX_TERMS = 128,  /* of a text */
    MAX_FORMS = 1024, /* stems that stand for them */
    MAX_WORD = 64,    /* bytes of a folded word; longer ones are passed over */
    NO_TERM = 255,
    NO_FORM = 0xFFFF,
    UNIT = 16, /* the weight of one occurrence of a word far from a text's beginning */
    MAX_WEIGHT = 0xFFFFFF,
};

/* ---- words (words.c) ---- */

/* Whether a folded word says nothing of a subject. */
bool is_stop_word(struct str word);

/* The other spellings of a word, British or American, at most MAX_SPELLINGS. */
enum { MAX_SPELLINGS = 8 };
size_t spellings(struct str word, char out[][MAX_WORD], size_t *length);

/* ---- the text's terms (terms.c) ---- */

struct text_word {
    size_t at, n;  /* in rank.words */
    bool adjacent; /* to the one before */
    bool stop;
    uint8_t term;
};

/* A stem that stands for a term, or, of two words written as one, for two: else NO_TERM. */
struct form {
    char stem[MAX_WORD];
    uint8_t n, term, second;
};

struct term {
    uint64_t papers, weight, bytes;      /* that hold it, of it in them, of their fields */
    uint64_t given_papers, given_weight; /* the same of a larger corpus */
};

/* Words that were looked up, by a hash of theirs: each slot has the last one. */
struct cached {
    char word[24];
    uint16_t n, form;
};
enum { CACHE = 1 << 11 };

/* The number of the folded word's form, NO_FORM for none. */
uint16_t form_of(struct rank *r, struct str word);

/* ---- candidates (pass.c) ---- */

struct candidate {
    uint64_t place;
    uint32_t bytes; /* of the fields that are searched */
    uint32_t hit;   /* the first of its own in rank.hit */
};

struct span {
    struct str text;
    bool title;
};

struct rank {
    const char *why; /* it failed */
    struct names fields;
    bool plain_fields; /* title and abstract */

    struct buf words; /* of the text, one after another */
    struct text_word *word;
    size_t nword, capword;
    struct term term[MAX_TERMS];
    size_t nterm;
    struct form form[MAX_FORMS];
    size_t nform;
    struct str beginning[MAX_FORMS];
    size_t nbeginning;
    struct cached *cache;
    unsigned char lower[256]; /* of a byte that may be in a word, or 0 */
    struct table left_out;

    uint64_t papers, all_bytes; /* all records; bytes of the candidates' fields */
    struct candidate *candidate;
    size_t ncandidate, capcandidate;
    uint32_t *hit; /* a term in the highest byte, its weight in the others */
    size_t nhit, caphit;
    struct keep keep;

    struct rec rec;  /* the record that is looked at: */
    struct str line; /* with its newline; empty: none */
    struct span *span;
    size_t nspan, capspan;
    uint32_t weight[MAX_TERMS]; /* of each term in it */
    struct tokens tokens;

    bool given; /* by these counts, of more than these records: */
    uint64_t given_papers, given_candidates, given_bytes;
    struct rank_paper *best;
};

#endif
