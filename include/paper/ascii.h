/* ascii.h - the character classes of ASCII, whatever the locale.
 *
 * Each takes a byte; bytes of 0x80 and above are in none of the classes. */
#ifndef PAPER_ASCII_H
#define PAPER_ASCII_H

#include <stdbool.h>

static inline bool ascii_lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool ascii_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool ascii_alpha(unsigned char c)
{
    return ascii_lower((unsigned char)(c | 0x20));
}

static inline bool ascii_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_alnum(unsigned char c)
{
    return ascii_alpha(c) || ascii_digit(c);
}

static inline bool ascii_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline unsigned char ascii_to_lower(unsigned char c)
{
    return ascii_upper(c) ? (unsigned char)(c | 0x20) : c;
}

#endif
