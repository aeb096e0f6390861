/* find.h - searching: patterns compiled once, then looked for in lines or in single values.
 *
 * A pattern is a string of bytes to be found as it is, or a POSIX extended regular expression with
 * GNU's \w \W \s \S \b \B \< \> \` \'. The text is UTF-8: `.` and bracket expressions match
 * characters, and never a part of one or bytes that are none. Back-references are refused: there is
 * no backtracking, a search takes time in proportion to the text whatever the pattern, and a
 * bounded memory. Bracket expressions know the letters of all scripts as [:alpha:] and \w, and
 * those of either case as [:upper:] and [:lower:]. */
#ifndef PAPER_FIND_H
#define PAPER_FIND_H

#include "paper/scan.h"
#include "paper/str.h"

struct find;

struct find_options {
    bool fixed;       /* patterns are plain strings */
    bool ignore_case; /* letters match in either case, by Unicode's simple mappings */
    bool fold;        /* letters match in either case, and with or without accents */
    bool words;       /* a match must not touch a letter, digit or underscore on either side */
    bool whole;       /* a match must be the whole line or value */
    bool no_spans;    /* find_span will not be called, which makes the rest faster */
};

/* Compiles n patterns, any of which may match; a newline within one separates two. NULL on failure,
 * with *why a message that stays valid for ever (and, where one is at fault, *at its number).
 * The patterns may go afterwards. To be freed by find_free. */
struct find *find_new(const struct str *patterns, size_t n, const struct find_options *options,
                      const char **why, size_t *at);

/* A search can also fail for want of memory: then it answers "no", and find_failed says so. */
bool find_failed(const struct find *f);

/* Whether it makes a difference to some pattern where a line ends. */
bool find_ends(const struct find *f);

/* Whether a match is in the text, a single line or value without its newline. */
bool find_in(struct find *f, struct str text);

/* The first of the lines that holds a match; lines end in a newline each, which *line includes.
 * Where scan is not NULL, it is taken to the end of that line, or of all: that is cheaper here. */
bool find_line(struct find *f, struct str lines, struct str *line, struct line_scan *scan);

/* The same for those who look in parts of lines: the first of the lines in which any part of a line
 * may match, told without the automaton. */
bool find_candidate(struct find *f, struct str lines, struct str *line, struct line_scan *scan);

/* The same for those who look at words: the first place from p on, before end, that a match may
 * touch; no match stands wholly before it. NULL where there is none. Where scan is not NULL, it may
 * be taken on, to somewhere before that. */
const char *find_place(const struct find *f, const char *p, const char *end,
                       struct line_scan *scan);

/* The leftmost, then longest match in text that begins at or after the offset `from`; what stands
 * before `from` still counts as context. To be called with 0 first for each text, then with offsets
 * that grow. One call takes O(n); all spans of a text, one by one, mostly no more than that, and 8
 * bytes of memory for a byte of the text. */
bool find_span(struct find *f, struct str text, size_t from, struct str *span);

void find_free(struct find *f);

#endif
