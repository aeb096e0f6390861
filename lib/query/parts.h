/* parts.h - a set of queries as the files of this folder share it.
 *
 * Each query is a tree. Its words are terms, numbered over all queries: a term is a word (`graph`),
 * the beginning of one (`graph*`), a word with what stands behind it (`c++`), or any word (`*`). */
#ifndef QUERY_PARTS_H
#define QUERY_PARTS_H

#include "paper/token.h"

#include "paper/query.h"
#include "paper/table.h"

#include <stdint.h>

#define NONE UINT32_MAX

/* Bounds for those who nest parentheses by the thousand, and for words near each other: a window is
 * counted in small arrays, and a gap of that size parts two values. */
enum { MAX_NESTED = 200, MAX_NEAR_WORDS = 64, MAX_NEAR_GAP = 9999 };

enum node_kind { NODE_AND, NODE_OR, NODE_NOT, NODE_PHRASE, NODE_NEAR, NODE_HAS, NODE_RANGE };

struct node {
    enum node_kind kind;
    uint32_t next;        /* the next operand of the same operator, or NONE */
    uint32_t child;       /* AND, OR, NOT: the first operand */
    uint32_t field;       /* else: where it is looked for, NONE for the default fields */
    uint32_t item, nitem; /* PHRASE: terms in items; NEAR: pairs of a term and how often */
    uint32_t width;       /* NEAR: the stretch of words that must hold all */
    uint32_t bounds;      /* RANGE */
};

/* Numbers, or days as YYYYMMDD with 1 for the first and 31 for the last of any month. */
struct bounds {
    double low, high;
    bool above, below; /* low, high itself is not in it */
    bool days;
};

struct term {
    uint32_t trigger, ntrigger; /* queries that it makes worth a look, in triggers */
    uint32_t first, last;       /* its places in the record, where `seen` is this record */
    uint64_t seen;
};

struct place {
    size_t pos;        /* number of the word in the record, with a gap before each value */
    size_t begin, end; /* offsets in the record's line */
    uint32_t field;
    uint32_t next; /* of the same term */
};

struct field_use {
    bool words;      /* words are looked for there */
    bool by_default; /* also those that name no field */
    bool persons;    /* a value is a person, maybe as "Family, Given" */
    uint64_t seen;   /* the record in which it last had a value: */
    uint32_t value;  /* the first in values */
};

struct value {
    struct str text;
    uint32_t next; /* of the same field */
};

struct root {
    uint32_t node;
    uint64_t touched; /* the record for which it was put on the list last */
};

struct stretch {
    size_t pos, begin, end;
    uint32_t slot; /* NEAR: which of its words */
};

struct query {
    bool stem;
    bool failed;

    struct node *node;
    size_t nnode, capnode;
    uint32_t *item;
    size_t nitem, capitem;
    struct bounds *bounds;
    size_t nbounds, capbounds;
    struct root *root; /* one for each query */
    size_t nroot;
    struct table fields; /* names in queries, by number; what they are used for: */
    struct field_use *field;
    size_t capfield;
    uint32_t column[REC_COLUMNS]; /* the numbers of the columns' names, or NONE */
    bool others;                  /* there are fields beside the columns */
    size_t gap;                   /* the greatest width: words of two values are that far apart */

    struct table words; /* the terms' texts, by number */
    struct term *term;
    size_t capterm;
    size_t *length; /* of the beginnings of words, each once */
    size_t nlength, caplength;
    uint32_t any;    /* the term `*`, or NONE */
    uint64_t *probe; /* a bit for the hash of each text, so that most words need no look-up */
    size_t nprobe;   /* bits, a power of two */

    uint32_t *trigger; /* queries, term by term */
    uint32_t *always;  /* queries that need no word */
    size_t nalways;
    struct str *needle;
    size_t nneedle, capneedle;

    /* Of the record: */
    uint64_t record; /* its number */
    struct tokens tokens;
    struct buf key;       /* what is looked up */
    struct table stemmed; /* words met, with the term of each one's stem: */
    uint32_t *stem_term;
    size_t capstem;
    uint32_t *found; /* terms of a word */
    size_t nfound, capfound;
    struct place *place;
    size_t nplace, capplace;
    struct value *value;
    size_t nvalue, capvalue;
    size_t pos;
    uint32_t *touched; /* queries to evaluate */
    size_t *matched;   /* those that matched, ascending */
    size_t nmatched;
    struct stretch *stretch; /* what a leaf is looking at */
    size_t nstretch, capstretch;
    struct str *span; /* for query_span */
    size_t nspan, capspan, at_span;
};

/* ---- terms.c ---- */

/* The number of a term, which is new or not; NONE without memory. behind: the + and # of the text,
 * or "*". */
uint32_t term_add(struct query *q, struct str word, struct str behind);

/* Makes what look-ups need, once all terms are there. False without memory. */
bool terms_ready(struct query *q);

/* Puts the terms that a word of text stands for in q->found. */
void terms_find(struct query *q, struct str text, const struct token *token);

/* ---- needs.c ---- */

/* Finds words of which a match of each query must hold one: fills trigger and always. False without
 * memory. */
bool needs_find(struct query *q);

/* ---- parse.c ---- */

/* Parses one query; gives its root, or NONE with *fault filled (why is NULL without memory). */
uint32_t query_parse(struct query *q, struct str text, struct query_fault *fault);

/* The number of a field's name; NONE without memory. */
uint32_t field_add(struct query *q, struct str name);

/* Where in s, a person's name, the given name begins behind a comma; 0 where it does not. */
size_t given_name(struct str s);

/* ---- bounds.c ---- */

/* Whether s is written as a range: `a..b`, `>a`. */
bool bounds_begin(struct str s);

/* Reads a range, or a date that stands alone. NULL, or what is wrong with it. */
const char *bounds_parse(struct bounds *b, struct str s, bool dates);

/* Whether a value lies in it. */
bool bounds_hold(const struct bounds *b, struct str value);

/* ---- eval.c ---- */

/* Whether the query with its root there matches the record that q holds. */
bool query_eval(struct query *q, uint32_t at);

/* Adds the stretches that made it match to q->span, in no order. */
void query_mark(struct query *q, uint32_t at);

#endif
