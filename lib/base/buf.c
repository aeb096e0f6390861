/* buf.c - growable runs of bytes and growable arrays. Growth doubles, so that n appends cost O(n).
 */
#include "paper/buf.h"

#include <stdint.h>
#include <stdlib.h>

/* The rare case apart, so that the other can stand where it is asked for. */
static bool make_room(struct buf *b, size_t more)
{
    enum { LEAST = 256 };
    bool ok = more <= SIZE_MAX - b->n;
    size_t need = b->n + more;
    ok = ok && grow(&b->p, (need > LEAST ? need : LEAST) - 1, &b->cap, 1);
    b->failed |= !ok;
    return ok;
}

bool buf_reserve(struct buf *b, size_t more)
{
    return !b->failed && (more <= b->cap - b->n || make_room(b, more));
}

void buf_put(struct buf *b, const char *p, size_t n)
{
    if (n && buf_reserve(b, n)) {
        memcpy(b->p + b->n, p, n);
        b->n += n;
    }
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putstr(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.n);
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

bool grow(void *array, size_t n, size_t *cap, size_t size)
{
    void *old;
    memcpy(&old, array, sizeof old); /* the array's own type is unknown here */
    if (n < *cap)
        return true;
    size_t more = *cap ? *cap : 8;
    while (more <= n && more <= SIZE_MAX / 2)
        more *= 2;
    if (more <= n || more > SIZE_MAX / size)
        return false;
    void *p = realloc(old, more * size);
    if (!p)
        return false;
    memcpy(array, &p, sizeof p);
    *cap = more;
    /* cppcheck-suppress memleak ; the array has it now */
    return true;
}
