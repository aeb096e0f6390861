/* output.c - gathered, checked writes. What is handed over ends where a record does, as long as
 * records fit into what is gathered: so a program that fails has printed no half of one. */
#include "paper/output.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef OUTPUT_BLOCK
#define OUTPUT_BLOCK (64 * 1024) /* one pipe-full */
#endif

static struct output *standard; /* output, while it is open */

void out_start(struct output *o, int fd, bool by_record)
{
    *o = (struct output){.fd = fd, .by_record = by_record || isatty(fd) == 1};
    o->p = malloc(OUTPUT_BLOCK);
    o->cap = o->p ? OUTPUT_BLOCK : 0; /* without memory every put is written through */
    if (fd == STDOUT_FILENO)
        standard = o;
}

void out_start_buf(struct output *o, struct buf *to)
{
    *o = (struct output){.fd = -1, .to = to};
}

static void write_all(struct output *o, const char *p, size_t n)
{
    if (o->to && n) {
        buf_put(o->to, p, n);
        o->err = o->to->failed ? ENOMEM : o->err;
        return;
    }
    while (n && !o->err) {
        ssize_t put = write(o->fd, p, n);
        if (put >= 0) {
            p += put;
            n -= (size_t)put;
        } else if (errno != EINTR) {
            o->err = errno;
        }
    }
}

void out_flush(struct output *o)
{
    write_all(o, o->p, o->n);
    o->n = o->whole = 0;
}

/* Hands over the records that are complete. */
static void flush_whole(struct output *o)
{
    write_all(o, o->p, o->whole);
    o->n -= o->whole;
    if (o->whole && o->n)
        memmove(o->p, o->p + o->whole, o->n);
    o->whole = 0;
}

void out_give_up(void)
{
    if (standard)
        flush_whole(standard);
}

void out_put(struct output *o, const char *p, size_t n)
{
    if (n == 0)
        return;
    if (n > o->cap - o->n)
        flush_whole(o);
    if (n > o->cap - o->n)
        out_flush(o);
    if (n > o->cap) {
        write_all(o, p, n);
        return;
    }
    memcpy(o->p + o->n, p, n);
    o->n += n;
}

void out_putc(struct output *o, char c)
{
    out_put(o, &c, 1);
}

void out_puts(struct output *o, const char *s)
{
    out_put(o, s, strlen(s));
}

void out_putstr(struct output *o, struct str s)
{
    out_put(o, s.p, s.n);
}

void out_putu(struct output *o, unsigned long long u)
{
    char digits[24];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + u % 10);
    while (u /= 10);
    out_put(o, digits + i, sizeof digits - i);
}

void out_record(struct output *o)
{
    o->whole = o->n;
    if (o->by_record)
        out_flush(o);
}

bool out_close(struct output *o)
{
    out_flush(o);
    if (!o->to && close(o->fd) < 0 && !o->err && errno != EINTR)
        o->err = errno;
    if (o == standard)
        standard = NULL;
    free(o->p);
    o->p = NULL;
    o->n = o->whole = o->cap = 0;
    return o->err == 0;
}
