/* output.h - the one checked way to write.
 *
 * Bytes are gathered and written in large pieces, or at the end of each record where somebody waits
 * for it. The first error stops everything: what comes after is dropped, `err` holds the errno, and
 * out_close tells it; so a program may write on and ask at the end, or look at err and stop. */
#ifndef PAPER_OUTPUT_H
#define PAPER_OUTPUT_H

#include "paper/buf.h"

struct output {
    int fd;
    int err;        /* errno of the first write that failed, 0 while all is well */
    bool by_record; /* out_record() hands over at once */
    char *p;
    size_t n, cap;
    size_t whole;   /* of the n, up to the end of the last record */
    struct buf *to; /* of out_start_buf() */
};

/* Writes to the open descriptor. by_record is switched on by itself where fd is a terminal. */
void out_start(struct output *o, int fd, bool by_record);

/* Writes to the end of a buffer, which is the caller's; what is gathered gets there by out_flush().
 * Without memory, err is ENOMEM. */
void out_start_buf(struct output *o, struct buf *to);

void out_put(struct output *o, const char *p, size_t n);
void out_putc(struct output *o, char c);
void out_puts(struct output *o, const char *s);
void out_putstr(struct output *o, struct str s);
void out_putu(struct output *o, unsigned long long u);

/* A record is complete: a moment at which output may be handed over. */
void out_record(struct output *o);

/* Of standard output, if it is open: hands over the records that are complete. For a program that
 * ends in the middle. */
void out_give_up(void);

/* Hands over what is gathered. */
void out_flush(struct output *o);

/* Writes what is left, closes the descriptor and gives the memory back; false if anything failed
 * since the start, with o->err telling what. */
bool out_close(struct output *o);

#endif
