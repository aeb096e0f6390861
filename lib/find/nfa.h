/* nfa.h - what the parts of the search engine share: the syntax tree of a pattern, the automaton
 * made of it, and the two ways to run that. Internal to lib/find.
 *
 * Method: Thompson, "Regular expression search algorithm", CACM 11(6), 1968; the deterministic
 * automaton is built while it runs and kept in a bounded cache, as in Aho's egrep and Cox, "Regular
 * expression matching: the virtual machine approach" (2009) and "in the wild" (2010). */
#ifndef FIND_NFA_H
#define FIND_NFA_H

#include "paper/find.h"

#include <stdint.h>

/* ---- the syntax tree (tree.c) ---- */

enum node_type {
    NODE_EMPTY,
    NODE_CHAR,   /* a: the character */
    NODE_BYTE,   /* a: a byte of a plain string that is no UTF-8 */
    NODE_SET,    /* a: number of the set */
    NODE_MARKS,  /* combining marks, any number of them; a: the set of all */
    NODE_CAT,    /* a then b; leans to the left */
    NODE_ALT,    /* a or b; leans to the left */
    NODE_REPEAT, /* a, min to max times */
    NODE_ASSERT, /* a: enum assertion */
};

enum assertion {
    AT_BEGIN,       /* ^ */
    AT_END,         /* $ */
    AT_EDGE,        /* \b */
    AT_NO_EDGE,     /* \B */
    AT_WORD_BEGIN,  /* \< */
    AT_WORD_END,    /* \> */
    NO_WORD_BEFORE, /* both for -w */
    NO_WORD_AFTER,
};

enum { REPEAT_FOREVER = -1, REPEAT_MAX = 32767 /* POSIX's RE_DUP_MAX in glibc */ };

struct node {
    uint8_t type;
    uint32_t a, b;
    int min, max;
};

/* A set of characters: a bit for each of ASCII, and ranges[first .. first + n) above. */
struct set {
    uint64_t ascii[2];
    size_t first, n;
};

struct tree {
    struct node *node;
    size_t n, cap;
    struct set *set;
    size_t nset, capset;
    struct set_range {
        uint32_t lo, hi;
    } * range;
    size_t nrange, caprange;
    uint32_t marks; /* 1 + the number of the set of combining marks, 0 where there is none yet */
    uint32_t like[128]; /* likewise of what an ASCII character stands for, where that is a set */
    bool ignore_case, fold;
    const char *error; /* the first one, NULL while all is well */
};

/* Adds the pattern to the tree; gives its root. tree->error tells of failure. */
uint32_t tree_regex(struct tree *t, struct str pattern);
uint32_t tree_string(struct tree *t, struct str string);
/* Any of n > 0 strings, which are put in order: what several begin with is there once. */
uint32_t tree_strings(struct tree *t, struct str *strings, size_t n);
uint32_t tree_nothing(struct tree *t); /* matches never */
uint32_t tree_node(struct tree *t, enum node_type type, uint32_t a, uint32_t b);
void tree_free(struct tree *t);

/* ---- the automaton (nfa.c) ---- */

enum op {
    OP_RANGE,  /* a byte from lo to hi, then next */
    OP_SET,    /* an ASCII byte of set number `other`, then next */
    OP_SPLIT,  /* next and other */
    OP_ASSERT, /* lo: enum assertion; then next */
    OP_MATCH,
};

struct inst {
    uint8_t op, lo, hi;
    uint32_t next, other;
};

enum { NFA_MAX = 200000 }; /* instructions of 12 bytes; a pattern that needs more is refused */

struct nfa {
    struct inst *inst;
    size_t n, cap;
    uint64_t (*ascii)[2]; /* the sets */
    size_t nset;
    uint32_t start;
    bool at_begin, words; /* it has assertions that look at the beginning, at words */
};

/* NULL, or what is wrong. `more` instructions are allowed beyond NFA_MAX. */
const char *nfa_make(struct nfa *nfa, const struct tree *t, uint32_t root, size_t more);
void nfa_free(struct nfa *nfa);

static inline bool inst_takes(const struct nfa *nfa, const struct inst *i, unsigned char c)
{
    if (i->op == OP_RANGE)
        return c >= i->lo && c <= i->hi;
    return i->op == OP_SET && c < 128 && (nfa->ascii[i->other][c >> 6] >> (c & 63) & 1);
}

/* What stands on one side of a position. */
enum side { SIDE_EDGE, SIDE_OTHER, SIDE_WORD, SIDE_WIDE /* a byte of a non-ASCII character */ };

/* Whether the assertion holds between the two; none may be SIDE_WIDE where it asks for words. */
bool assertion_holds(enum assertion a, enum side before, enum side after);

/* A set of instructions that remembers the order of arrival and is cleared in O(1) (Briggs and
 * Torczon, "An efficient representation for sparse sets", 1993). */
struct inst_set {
    uint32_t *dense, *sparse;
    size_t n;
};
bool inst_set_make(struct inst_set *s, size_t universe);
void inst_set_free(struct inst_set *s);
static inline bool inst_set_has(const struct inst_set *s, uint32_t i)
{
    return s->sparse[i] < s->n && s->dense[s->sparse[i]] == i;
}
static inline bool inst_set_add(struct inst_set *s, uint32_t i)
{
    if (inst_set_has(s, i))
        return false;
    s->sparse[i] = (uint32_t)s->n;
    s->dense[s->n++] = i;
    return true;
}

/* ---- running it one set of instructions at a time: exact spans, any context (spans.c) ---- */

struct spans {
    const struct nfa *nfa;
    struct inst_set now, then;
    size_t *begin_now, *begin_then; /* where the match of each thread began */
    uint32_t *stack;
    uint64_t *dead; /* for places of the text, a set of threads that nothing came of; 0: none */
    size_t ndead, capdead;
};
bool spans_make(struct spans *s, const struct nfa *nfa);
void spans_free(struct spans *s);
/* The text changes. */
void spans_begin(struct spans *s);
/* The leftmost-longest match from `from` on; any: any match will do. */
bool spans_find(struct spans *s, struct str text, size_t from, bool any, struct str *span);

/* ---- running it as a deterministic automaton: does a line match (dfa.c) ---- */

struct dfa;
struct filter;
enum dfa_answer { DFA_NO, DFA_YES, DFA_UNSURE /* this line needs spans_find */, DFA_NO_MEMORY };

struct dfa_hit {
    size_t at;   /* in the line meant, or just behind its newline's place: a match ends there */
    size_t idle; /* the leftmost match begins here or later; only where `track` was set */
};

struct dfa *dfa_new(const struct nfa *nfa); /* NULL without memory */
void dfa_free(struct dfa *d);
/* Reads lines from offset `from` on, before which stands the beginning of a line or more of it;
 * text need not end in a newline. The filter, or NULL, must have a bounded filter_back(); scan is
 * for it. *hit is set for DFA_YES and DFA_UNSURE. */
enum dfa_answer dfa_run(struct dfa *d, const struct filter *filter, struct str text, size_t from,
                        bool track, struct line_scan *scan, struct dfa_hit *hit);

#endif
