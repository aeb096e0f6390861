/* str.h - a piece of text: where it begins and how many bytes it has.
 *
 * A str never owns what it points to, needs no final NUL and may hold one. Whoever gives one out
 * says how long the bytes behind it stay. */
#ifndef PAPER_STR_H
#define PAPER_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *p;
    size_t n; /* bytes */
};

/* A string literal as a str; STR_INIT is the same for a static table. */
#define STR(literal) ((struct str){literal, sizeof(literal) - 1})
#define STR_INIT(literal)            \
    {                                \
        literal, sizeof(literal) - 1 \
    }

static inline struct str str_from(const char *s)
{
    return (struct str){s, strlen(s)};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}

/* The bytes of s from offset `from` up to, not including, `to`. */
static inline struct str str_slice(struct str s, size_t from, size_t to)
{
    return (struct str){s.p + from, to - from};
}

#endif
