/* filter.h - what every match must contain, and finding the places where that may stand faster than
 * an automaton can. Internal to lib/find.
 *
 * A window is a run of up to WINDOW bytes, each one of a set. Every match of a set of patterns
 * contains at least one of their windows, at most `back` bytes behind its beginning. */
#ifndef FIND_FILTER_H
#define FIND_FILTER_H

#include "nfa.h"

#include "paper/buf.h"

enum { WINDOW = 5, LITERAL_MAX = 16 };

struct window {
    uint64_t bytes[WINDOW][4]; /* a bit for each byte that may stand there */
    size_t
        back; /* the most bytes from the beginning of a match to the window; SIZE_MAX: any number */
    double share; /* the share of a text's places that it is expected to fit */
    /* A string that stands in every match that the window stands in, and so far behind its
     * beginning; empty where there is none. */
    char literal[LITERAL_MAX];
    size_t nliteral, literal_back;
    double literal_share;
};

struct windows {
    struct window *w;
    size_t n, cap;
    double share; /* the sum of all; more than 1 where some pattern has no window */
};

/* How often each byte stands in records, of a million bytes; at least 1. */
extern const uint32_t byte_share[256];

/* Adds the windows of one more pattern (factor.c), whose nodes are those of the tree from `first`
 * on. False without memory. */
bool windows_add(struct windows *ws, const struct tree *t, uint32_t first, uint32_t root);
void windows_free(struct windows *ws);

/* The filter made of windows (filter.c): the vector code is chosen by what the machine has. NULL,
 * and *failed tells whether for want of memory, where none would be of use. */
struct filter;
struct filter *filter_new(const struct windows *ws, bool *failed);
void filter_free(struct filter *f);

/* The first place from p on, before end, where a window may stand, as far as it stands before end;
 * NULL where there is none. Where scan is not NULL it may be taken on, to somewhere before that. */
const char *filter_find(const struct filter *f, const char *p, const char *end,
                        struct line_scan *scan);

/* The most bytes from the beginning of a match to the place that filter_find gives for it;
 * SIZE_MAX: any number. */
size_t filter_back(const struct filter *f);

#endif
