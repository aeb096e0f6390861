/* buf.h - a growable run of bytes.
 *
 * A buffer is cleared and filled again, never shrunk: in a loop over records it soon stops
 * allocating. When memory runs out the buffer keeps what it has, ignores what comes after and
 * raises `failed`; so a caller appends a whole record and asks once. */
#ifndef PAPER_BUF_H
#define PAPER_BUF_H

#include "paper/str.h"

struct buf {
    char *p;     /* n bytes in use, NULL before the first; no final NUL */
    size_t n;    /* bytes in use */
    size_t cap;  /* bytes allocated */
    bool failed; /* an append found no memory; stays until buf_free() */
};

/* Makes room for `more` bytes beyond n. False, and failed is set, when there is no memory. */
bool buf_reserve(struct buf *b, size_t more);

/* Append: bytes, a C string, a str, one byte. They must not point into the buffer. */
void buf_put(struct buf *b, const char *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putstr(struct buf *b, struct str s);

static inline void buf_putc(struct buf *b, char c)
{
    if ((b->n < b->cap && !b->failed) || buf_reserve(b, 1))
        b->p[b->n++] = c;
}

/* What the buffer holds now; valid until it changes. */
struct str buf_str(const struct buf *b);

void buf_clear(struct buf *b); /* empties it, keeps the memory */
void buf_free(struct buf *b);  /* gives the memory back; the buffer may be used again */

/* For arrays that grow: makes room for more than n elements of `size` bytes in *array, whose
 * allocated number is *cap, so that the one with number n can be set. False when there is no
 * memory; nothing is changed then. */
bool grow(void *array, size_t n, size_t *cap, size_t size);

#endif
