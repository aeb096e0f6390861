/* query.h - boolean queries over records: `title:"vision language" (encoder OR tokenizer) -survey`.
 *
 * The language is that of papergrep(1), section QUERIES. A set of queries is compiled once; then a
 * record is taken apart into words once, whatever the number of queries, and only those queries are
 * evaluated of which a word stands in it, and those that need no word. Time is proportional to the
 * record and to what its words touch; memory to the queries and to the longest record. */
#ifndef PAPER_QUERY_H
#define PAPER_QUERY_H

#include "paper/rec.h"

struct query;

struct query_options {
    bool stem;           /* words match by their English stems */
    struct names fields; /* where words without a field are looked for; none: title, abstract */
};

/* What is wrong with a query: its number, the offset of the fault in its text, and a message that
 * stays valid for ever. */
struct query_fault {
    size_t query, at;
    const char *why;
};

/* Compiles n queries, any bytes at all. NULL on failure, with *fault filled; its query is n where
 * there was no memory. Texts and options may go afterwards. To be freed by query_free. */
struct query *query_new(const struct str *texts, size_t n, const struct query_options *options,
                        struct query_fault *fault);

void query_free(struct query *q);

/* Appends two lines: as much as fits one of the query's text, and a ^ under its fault. */
void query_show(struct buf *out, struct str text, const struct query_fault *fault);

/* How many queries match the record. Without `all` it stops at the first and gives 1 or 0. *which
 * (may be NULL) gets their numbers, ascending, valid until the next call. */
size_t query_match(struct query *q, const struct rec *r, bool all, const size_t **which);

/* A match can also fail for want of memory: then it answers "no", and query_failed says so. */
bool query_failed(const struct query *q);

/* What made the queries match that query_match gave last, of the same record's line: the first
 * stretch that begins at or after the offset `from`: a word, a phrase, a word of a proximity.
 * Stretches do not touch; call with 0 first, then with each one's end. */
bool query_span(struct query *q, struct str line, size_t from, struct str *span);

/* ---- looking at raw text first ---- */

/* Strings of ASCII, in small letters: a record whose raw text is ASCII matches a query only if it
 * holds one of them, in capitals or small letters. For other text there is query_odd_line. False
 * where there are no such strings, since a query may match without any word. They stay valid until
 * query_free. */
bool query_needles(struct query *q, const struct str **needles, size_t *n);

/* The first of the lines that holds a word with letters beyond ASCII (an accent, a ligature,
 * another script) for which a query may match it; as find_line() has it. A line that holds neither
 * a needle nor such a word matches no query. */
bool query_odd_line(struct query *q, struct str lines, struct str *line);

/* ---- files of queries ---- */

/* Takes a line of such a file apart: `QUERY`, or `NAME <TAB> QUERY`. False for a line to be left
 * out: a blank one, or one that begins with `#`. *name is empty where there is none. */
bool query_line(struct str line, struct str *name, struct str *text);

#endif
