/* trend.h - which terms are used more than before: in the papers of a window of time, against those
 * of a background.
 *
 * Papers go in one by one, with their terms, or rows of tables of counts that were made of papers;
 * all is held in memory: some 32 bytes for each paper, 4 for each term of it, and 60 with its
 * letters for each different term. A term counts once a paper, and a paper once: what comes with an
 * ID that was there before counts for nothing.
 *
 * A paper is in a span of days if all days that its date may mean are. Papers without a date are in
 * none. */
#ifndef PAPER_TREND_H
#define PAPER_TREND_H

#include "paper/output.h"
#include "paper/str.h"

#include <stdint.h>

struct trend;

/* NULL without memory. */
struct trend *trend_new(void);
void trend_free(struct trend *t);

/* Whether memory ran out, at any time. */
bool trend_failed(const struct trend *t);

/* ---- what goes in ---- */

/* A paper begins. What is added then is of it: the terms of a running text, one to three words in a
 * row, folded and in the singular; a phrase, as one term, folded likewise; a value as it stands. */
void trend_paper(struct trend *t, struct str id, struct str date);
void trend_text(struct trend *t, struct str text);
void trend_phrase(struct trend *t, struct str phrase);
void trend_value(struct trend *t, struct str value);

/* A row of a table: `term <TAB> date <TAB> count`, below 2^32; the empty term counts papers.
 * `apart`: it is of a background, and of no window. NULL, or what is wrong with it. */
const char *trend_row(struct trend *t, struct str line, bool apart);

enum trend_unit { TREND_DAY, TREND_MONTH, TREND_YEAR };

/* Writes all that went in as such a table, sorted in the C locale, by units of time; a date that is
 * known less exactly stays as it is. False where a sum is 2^32 or more: that is not written. */
bool trend_table(struct trend *t, enum trend_unit unit, struct output *out);

/* ---- spans of time ---- */

/* Days, counted from 1970-01-01, both included; LONG_MIN and LONG_MAX: without bound. */
struct trend_span {
    long first, last;
};

/* A span that ends with the day `last`: `7d`, `2w`, `1m`, `1y`; or one of its own: a date or
 * `date..date`, either of which may be missing. False where it is neither. */
bool trend_span(const char *s, long last, struct trend_span *span);

/* Likewise for a window: it ends with the last date of the papers that is exact to its unit, a day
 * for `d` and `w`, so that a paper of 2024 does not end all days in December; with the last of all
 * where none is. One without an end, as `2024-03..`, gets that of its last paper. */
bool trend_window(const struct trend *t, const char *s, struct trend_span *span);

/* The last of the units 1y, 1m, 7d, 1d that fits the papers: the longest of which the dates that
 * are exact to it span four in a row, and none to which less than half of them are. */
struct trend_span trend_last_span(const struct trend *t);

/* So many spans like this one, just before it. */
struct trend_span trend_spans_before(struct trend_span span, long n);

/* Whether a paper has a date of which only some days are in the span. */
bool trend_cuts(const struct trend *t, const struct trend_span *span);

/* The days of all that has a date; first > last where nothing has. */
struct trend_span trend_dates(const struct trend *t);

/* ---- what is rising ---- */

struct trend_plan {
    struct trend_span window, background;
    bool apart;    /* the background is rows that stand apart, alone */
    double errors; /* how many standard errors below the difference the score is */
    double least;  /* terms with a score above this */
    size_t most;   /* so many of them */
};

/* From this z on a term has risen beyond doubt. */
#define TREND_STAR 4

struct trend_term {
    struct str term;
    double score, z;
    uint64_t count, before;  /* papers that have it, in the window and in the background */
    const uint64_t *buckets; /* and in each bucket */
};

/* Compares. After it the functions below tell what was found. False where a term is in more papers
 * than there are, by tables that do not add up: it is left out. */
bool trend_compare(struct trend *t, const struct trend_plan *plan);

/* Papers in the window and in the background. */
uint64_t trend_papers(const struct trend *t, bool background);

/* The terms found, the best first; the span of each bucket of time, the first to the last. */
size_t trend_terms(const struct trend *t, const struct trend_term **term);
size_t trend_buckets(const struct trend *t, const struct trend_span **span);

/* The papers in each bucket. */
const uint64_t *trend_bucket_papers(const struct trend *t);

/* Of the paper with that number, in order of arrival: whether it is in the window, and what its
 * rising terms add up to. */
bool trend_in_window(const struct trend *t, size_t paper);
double trend_score(const struct trend *t, size_t paper);

/* Writes the terms found as a chart, a picture in SVG 1.1 that needs nothing else. */
void trend_chart(const struct trend *t, struct output *out);

#endif
