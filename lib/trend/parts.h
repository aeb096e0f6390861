/* parts.h - what the files of lib/trend share. */
#ifndef TREND_PARTS_H
#define TREND_PARTS_H

#include "paper/date.h"
#include "paper/rec.h"
#include "paper/table.h"
#include "paper/token.h"
#include "paper/trend.h"

/* A paper, or a row of a table: then it has one term at most. */
struct doc {
    int32_t first, last; /* days; first > last: no date */
    uint32_t papers;     /* how many it counts for, and */
    uint32_t count;      /* how many that have its terms */
    size_t at;           /* of its terms in t->of_doc, up to that of the next */
    uint8_t apart, row;
};

enum { IN_NONE, IN_WINDOW, IN_BACKGROUND };

struct trend {
    struct table terms, ids;
    uint32_t *stamp; /* of each term: 1 + number of the last paper that had it */
    size_t capstamp;
    uint32_t *of_doc; /* the terms of the papers, one after the other */
    size_t nof_doc, capof_doc;
    struct doc *doc;
    size_t ndoc, capdoc;
    bool failed;

    struct tokens tokens;
    struct buf words; /* those in a row now, with a space between */
    size_t begin[3];  /* of the last of them */
    uint8_t kind[3];
    size_t nwords;

    struct trend_plan plan;
    uint64_t papers[3]; /* in the window, in the background: IN_... */
    struct trend_term *found;
    size_t nfound;
    uint32_t *row_of; /* of each term: 1 + its place in found, 0: none */
    struct trend_span *bucket;
    size_t nbucket;
    uint64_t *bucket_papers, *bucket_counts;
};

/* The end of a doc's terms. */
static inline size_t trend_end(const struct trend *t, size_t doc)
{
    return doc + 1 < t->ndoc ? t->doc[doc + 1].at : t->nof_doc;
}

/* Where the doc is by the plan. */
int trend_place(const struct trend *t, const struct doc *d);

/* Writes a word in the singular over itself; gives its new length. It has room for one byte more.
 */
size_t trend_singular(char *word, size_t n);

/* The bucket of time from the day on. */
struct trend_span trend_unit_span(enum trend_unit unit, long day);

#endif
