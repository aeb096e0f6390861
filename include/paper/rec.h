/* rec.h - the record, one paper a line, as paper(5) describes it.
 *
 *     ID <TAB> DATE <TAB> TITLE <TAB> ABSTRACT [<TAB> name:value]... <LF>
 *
 * A struct rec points into the line that was parsed and is filled again for the next one, so
 * reading allocates nothing per record. */
#ifndef PAPER_REC_H
#define PAPER_REC_H

#include "paper/input.h"
#include "paper/scan.h"

enum { REC_ID, REC_DATE, REC_TITLE, REC_ABSTRACT, REC_COLUMNS };

struct rec {
    struct str line; /* the whole record, without its newline */
    struct str *col; /* all columns: the four, then the fields, as they stand */
    size_t n, cap;   /* columns in use, allocated */
};

/* A field taken apart. A column that is no `name:value` has an empty name and is all value. */
struct field {
    struct str name, value;
};

/* Splits a line into its columns; the rec points into the line. Gives their number, which is less
 * than REC_COLUMNS where the line is no record; 0 when there is no memory. */
size_t rec_parse(struct rec *r, struct str line);

/* The same for its first n <= REC_COLUMNS columns alone. The line is a record, and a newline stands
 * behind it. */
size_t rec_columns(struct rec *r, struct str line, size_t n);

/* The column i >= REC_COLUMNS as a field. */
struct field rec_field(const struct rec *r, size_t i);

/* Whether s is a field's name: [a-z][a-z0-9_-]*, and none of the four columns' names. */
bool rec_is_name(struct str s);

/* Steps through the values of a name (`title`, or a field's): call with *at 0 first; false when
 * there are no more. A column or field that is
 * empty has no value. */
bool rec_value(const struct rec *r, struct str name, size_t *at, struct str *value);

void rec_free(struct rec *r);

/* A list of names as given on a command line: `title,abstract,kw`. */
struct names {
    struct str *name; /* points into the string that was parsed */
    size_t n, cap;
};

/* Parses a comma-separated list; false, with *bad the word at fault, where one is no name, and with
 * *bad all zero when there is no memory. */
bool names_parse(struct names *list, const char *s, struct str *bad);
bool names_hold(const struct names *list, struct str name);
/* How many columns from the first on hold all that is named; 0 where a field is. */
size_t names_columns(const struct names *list);
void names_free(struct names *list);

/* ---- reading records ---- */

/* Reads the records of all input files in order. A line with too few columns is reported through
 * the input's report function and passed over. A CR before the newline is dropped. */
struct recs {
    struct input in;
    char *at, *end;        /* what is left of the block */
    bool open;             /* a file is open */
    uint64_t line;         /* lines of the file that were given out or passed over */
    bool lax;              /* lines of runs are records or none: who uses one asks recs_check() */
    struct line_scan scan; /* of the run that recs_raw() gave */
    const char *raw;       /* where that begins, or that of recs_lines() */
    bool placed;           /* the file can be read again: its lines are counted up to `counted` */
    uint64_t counted;
    struct rec rec;
};

void recs_start(struct recs *rs, char *const *names, size_t nnames, report_fn *report, void *arg);

/* Opens the next file; false when none is left. rs->in.name is its name. */
bool recs_file(struct recs *rs);

/* Of the open file: the next record, parsed, valid until the next call; NULL at its end. rs->line
 * is its line number. */
const struct rec *recs_next(struct recs *rs);

/* The next record of all the files. */
const struct rec *recs_each(struct recs *rs);

/* Of the open file: a run of whole records, each ending in a newline, for those who look at bytes
 * first; false at its end. rs->line is the number of the last of them, *first of the first. */
bool recs_block(struct recs *rs, struct str *run, uint64_t *first);

/* The same without a look at the lines: those who go over the bytes anyway take rs->scan on to the
 * run's end (scan.h). Where it finds something odd they give back what they have not used, from the
 * line at p on, and take it again by recs_block(). */
bool recs_raw(struct recs *rs, struct str *run, uint64_t *first);
void recs_back(struct recs *rs, const char *p);

/* A run of whole lines that nobody looked at, for those who look around what they find: a line may
 * be no record, end in CR LF, and has no number. rs->line is not kept. */
bool recs_lines(struct recs *rs, struct str *run);

/* Whether the line, without its end, is a record; else it is reported by its number, or where that
 * is 0, with the one that it has in what recs_lines() gave: the file is read again up to there. */
bool recs_check(struct recs *rs, struct str line, uint64_t number);

void recs_end(struct recs *rs);

/* ---- ID and DATE ---- */

enum { ID_HASH_MAX = 5 + 16 };

/* Writes the `hash:` ID of a paper, ID_HASH_MAX bytes: 16 letters and digits for the first 80 bits
 * of SipHash-2-4-128 with key 0 over text_fold(title), NUL, text_fold(abstract). Two of a billion
 * different papers share one with probability 4e-7. tmp is working space. False without memory. */
bool rec_hash_id(char *id, struct str title, struct str abstract, struct buf *tmp);

/* Whether s is a date of the calendar in ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD. */
bool rec_is_date(struct str s);

#endif
