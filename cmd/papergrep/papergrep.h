/* papergrep.h - what the files of this program share: the options, the output, and who searches. */
#ifndef PAPERGREP_H
#define PAPERGREP_H

#include "paper/find.h"
#include "paper/prog.h"
#include "paper/query.h"
#include "paper/rec.h"

enum list { NO_LIST, LIST_MATCHING, LIST_OTHERS };

struct pattern_file {
    char *name;
    size_t begin; /* in file_patterns */
};

/* What the command line asks for. */
struct settings {
    const struct str *pattern;
    size_t npattern;
    struct buf file_patterns; /* the text of -f's files, one after another */
    const struct pattern_file *pattern_file;
    size_t npattern_file;

    struct find_options how;
    bool as_query;
    struct query_options query_how;
    const char *tag_name;
    struct names keys;

    size_t top; /* 0: papers are not ranked */
    char *like, *like_file, *df_file;
    bool merge;

    bool invert, count, number, quiet, only, with_name, color, no_match_ok;
    enum list list;
    unsigned long max_count;
};
extern struct settings set;

/* A line without its end, LF or CR LF. */
static inline struct str line_text(struct str line)
{
    line.n -= line.n && line.p[line.n - 1] == '\n';
    line.n -= line.n && line.p[line.n - 1] == '\r';
    return line;
}

extern struct output out;
extern struct rec parsed; /* the record looked at */

/* ---- papers that match (search.c) ---- */

/* Searches the files, none for standard input; gives the exit status. */
int search_files(char **files, size_t n);

/* ---- by queries (queries.c) ---- */

void queries_start(void);
void queries_end(void);
bool queries_failed(void); /* for want of memory */

/* The lines that are searched from now on. */
void queries_lines(struct str lines);

/* The next of them that matches, parsed; or any, once the scan has found something odd. */
bool queries_hit(struct str *line, struct line_scan *scan);

bool queries_span(struct str text, size_t from, struct str *span);

/* Writes the names of the queries that matched it. */
void queries_put_tags(void);

/* ---- by rank (ranked.c) ---- */

/* Prints the best papers of the files, or counts for that; gives the exit status. */
int rank_files(char **files, size_t n);

/* Adds up tables of such counts. */
int merge_files(char **files, size_t n);

#endif
