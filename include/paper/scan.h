/* scan.h - finding the columns of lines. */
#ifndef PAPER_SCAN_H
#define PAPER_SCAN_H

#include "paper/cpu.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The newline that ends the line at p; one must stand before end. tab[0 .. n) become the line's
 * first TABs, of which at most `want` are looked for; *n tells how many there are. Close to the
 * speed of memchr for the newline alone. */
const char *scan_line(const char *p, const char *end, const char **tab, size_t want, size_t *n);

/* Whether all of many lines are as they should be, told while something else is looked for. */
struct line_scan {
    const char *at,
        *end;       /* newlines were looked for up to `at`; where the lines end, in a newline */
    size_t want;    /* TABs that a line must have */
    uint64_t lines; /* that end before `at` */
    bool odd;       /* one has fewer TABs, or ends in CR LF */
};

/* Where the line begins that the byte at p is in, not before `from`, where one begins. */
const char *scan_line_begin(const char *from, const char *p);

/* How many newlines stand in p..end. */
uint64_t scan_count(const char *p, const char *end);

/* Begins at the first of the lines p..end. */
void scan_start(struct line_scan *s, const char *p, const char *end, size_t want);

/* Goes on to `to`. */
void scan_lines(struct line_scan *s, const char *to);

/* Goes on over the newlines before p, wherever that is in a line. */
void scan_before(struct line_scan *s, const char *p);

/* What scan_lines() does with the newline at p, for those who meet it at s->at or behind it. */
void scan_newline(struct line_scan *s, const char *p);

#ifdef HAVE_AVX2
/* The same with each newline of the 128 bytes at p; one, mostly. */
AVX2 static inline void scan_newlines_avx2(struct line_scan *s, const char *p)
{
    uint64_t low = bytes_avx2(p, '\n'), high = bytes_avx2(p + 64, '\n');
    while (low | high) {
        int low_at = low ? __builtin_ctzll(low) : 0, high_at = high ? __builtin_ctzll(high) : 0;
        int at = low ? low_at : 64 + high_at;
        high &= low ? ~UINT64_C(0) : high - 1;
        low &= low - (low != 0);
        scan_newline(s, p + at);
    }
}
#endif

#endif
