/* rank.h - ranked retrieval: the papers that tell most about the words of a text, best first.
 *
 * One pass over the records of any stream: document frequencies are counted while the papers that
 * hold a word of the text, the candidates, are noted: 16 bytes for each and 4 for each word of the
 * text in it, besides what keep.h writes of pipes. The formula, in score.c and papergrep(1), takes
 * nothing but a candidate's own numbers and counts that can be added up over parts of a corpus; so
 * the parts, ranked with the sum of their counts, give the same scores as the whole. */
#ifndef PAPER_RANK_H
#define PAPER_RANK_H

#include "paper/counts.h"
#include "paper/rec.h"

struct rank;

/* The text's words are looked for in these fields; none: title and abstract. The list may go
 * afterwards, what its names point to must stay. NULL without memory. To be freed by rank_free. */
struct rank *rank_new(const struct names *fields, char *const *files, size_t nfiles);
void rank_free(struct rank *r);

/* What went wrong: no memory, or no temporary file; NULL while all is well. All that follows may
 * fail so, and then does nothing. */
const char *rank_failed(const struct rank *r);

/* ---- the text ---- */

/* Adds to the text. Words that stand in different texts are no neighbours. */
void rank_text(struct rank *r, struct str text);

/* Papers with this ID are left out of the result. */
void rank_leave_out(struct rank *r, struct str id);

/* Takes the text as complete, and gives how many terms it has, at most 128: of longer texts the
 * most frequent and longest. Words that say nothing ("the", "papers") are left out where there are
 * others. */
size_t rank_terms(struct rank *r);

/* What any word of the text begins with, in any of its forms: strings in lower case without
 * accents, none of which begins with another. Valid until rank_free. */
size_t rank_beginnings(const struct rank *r, const struct str **beginnings);

/* ---- the records ---- */

/* The first place from p on, before end, that may be in a word with one of the beginnings; no such
 * word stands wholly before it. NULL where there is none. Takes the scan, or NULL, along as
 * find_place() does. */
typedef const char *rank_place_fn(void *arg, const char *p, const char *end,
                                  struct line_scan *scan);

/* Goes over the records of the open file. */
void rank_file(struct rank *r, struct recs *rs, rank_place_fn *next, void *arg);

/* ---- counts ---- */

enum { RANK_COLUMNS = 3 }; /* of a table of counts: papers, occurrences, bytes */

/* Adds what was counted in the records to the table. */
const char *rank_counts(const struct rank *r, struct counts *c);

/* Ranks by these counts instead of those of the records; false where a term is missing, or the row
 * of the empty one. */
bool rank_use_counts(struct rank *r, const struct counts *c);

/* ---- the result ---- */

struct rank_paper {
    uint32_t score;     /* in millionths, of 1 */
    uint32_t candidate; /* its number in the order of the input */
};

/* The n best papers, best first, of equal ones the earlier first; gives their number. Valid until
 * rank_free. Takes O(candidates log n). */
size_t rank_best(struct rank *r, size_t n, const struct rank_paper **best);

/* Appends the record of one of them to `line`. NULL, or what is wrong; *name is then the file's. */
const char *rank_record(struct rank *r, const struct rank_paper *paper, struct buf *line,
                        const char **name);

#endif
