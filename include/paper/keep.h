/* keep.h - reading some lines of the input again, after all of it went by.
 *
 * Of a line in a regular file only the place is kept, and the file is read again; lines of a pipe
 * are written to a temporary file without a name, in $TMPDIR or /tmp, which is gone with the
 * program. */
#ifndef PAPER_KEEP_H
#define PAPER_KEEP_H

#include "paper/input.h"
#include "paper/output.h"

struct keep {
    struct kept_file *file; /* those that lines were kept of, in order */
    size_t n, cap;
    uint64_t end;      /* of the places in them */
    const char *block; /* the lines that are given now, and the place of their first byte */
    uint64_t place;
    bool spool;        /* they go to the temporary file */
    int spool_fd;      /* -1: there is none */
    int err;           /* why, where one is needed */
    struct output out; /* to it */
    uint64_t spooled;  /* bytes */
    size_t open;       /* 1 + number of the file that `fd` reads, 0: none */
    int fd;
};

/* For input from these files, as in_start() takes them; the temporary file is made here where one
 * of them is no regular file. */
void keep_start(struct keep *k, char *const *names, size_t nnames);

/* Whether files of that input will be opened again. */
bool keep_reopens(char *const *names, size_t nnames);

/* A new temporary file without a name, in $TMPDIR or /tmp; -1 where there can be none, with errno.
 */
int keep_unnamed(void);

/* The lines to come are of this block, which in_block() gave of the open file. False without memory
 * or a temporary file: errno tells. */
bool keep_block(struct keep *k, const struct input *in, struct str block);

/* Keeps a line of it, which ends in its newline; *place, eight bytes, is all that there is to
 * remember. False where it cannot be written: errno tells. */
bool keep_line(struct keep *k, struct str line, uint64_t *place);

/* The line at a place, without its end, appended to `to`; places may be asked for in any order, but
 * nothing be kept any more. NULL, or what is wrong; *name is then the file's. */
const char *keep_get(struct keep *k, uint64_t place, struct buf *to, const char **name);

void keep_end(struct keep *k);

#endif
