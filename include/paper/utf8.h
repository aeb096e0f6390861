/* utf8.h - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef PAPER_UTF8_H
#define PAPER_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX 4               /* bytes of the longest character */
#define UTF8_REPLACEMENT 0xFFFDu /* stands for what could not be read */

/* Reads the character at s, of n > 0 bytes: its length in bytes, and *c; 0 where no valid character
 * stands, with *c the replacement. */
size_t utf8_decode(const char *s, size_t n, uint32_t *c);

/* How many bytes, at least 1, one replacement character stands for where utf8_decode gave 0: the
 * longest beginning of a valid character (Unicode 15, 3.9, "maximal subpart"). */
size_t utf8_bad(const char *p, size_t n);

/* The character of a byte of Windows-1252, which is Latin-1 with more; U+FFFD for five bytes. */
uint32_t utf8_windows_1252(unsigned char c);

/* Writes a scalar value, at most UTF8_MAX bytes; gives the length. */
size_t utf8_encode(char *p, uint32_t c);

/* Columns that a character takes on a terminal: 0 for combining marks, 2 for wide East Asian
 * characters and emoji (the blocks, not every character, of Unicode's EastAsianWidth), else 1. */
int utf8_width(uint32_t c);

#endif
