/* input.h - the one walk over input files that every program takes.
 *
 * A name of "-", and an empty list of names, is standard input. A file that cannot be opened or
 * read (missing, a directory, a failing disk), or that standard output goes to, is reported once
 * and the walk goes on with the next. Lines may have any length: the buffer grows to the longest
 * line seen, and is half a MiB until then; a line for which there is no memory is reported, an
 * empty one stands in its place, and reading goes on behind it. A last line without a newline is
 * given one. */
#ifndef PAPER_INPUT_H
#define PAPER_INPUT_H

#include "paper/buf.h"

#include <stdint.h>

/* Told of every trouble with the input: the file's name as a person knows it, the line (0: the file
 * as a whole) and what is wrong. */
typedef void report_fn(void *arg, const char *file, uint64_t line, const char *what);

/* What standard input is called in messages. */
#define IN_STDIN_NAME "(standard input)"

struct input {
    char *const *names; /* the files; never NULL after in_start */
    size_t nnames, next;
    report_fn *report;
    void *report_arg;

    const char *name; /* the open file, "(standard input)" for that */
    uint64_t line;    /* number of the line that in_line gave last, counted from 1 */
    int fd;           /* -1: none is open */
    bool eof;
    bool ended; /* the last line had no newline and was given one */
    bool drop;  /* the line being read was longer than memory: what is left of it goes */
    void (*confine)(
        unsigned);    /* set by the caller: to be called with `allowed` when all files have */
    unsigned allowed; /* been opened, before the last of them is read */
    int given_fd;     /* of in_start_fd, -1 where it was taken or there is none */
    struct buf buf;   /* the bytes read */
    size_t beg;       /* those before it were given out */
    size_t seen;      /* no newline in beg..seen */
    void *decoder;    /* of in_decode(), NULL where bytes are taken as they are */
    struct buf raw;   /* bytes that it has not turned into UTF-8 yet */
    uint64_t bad;     /* sequences in the file that meant nothing in its encoding */
};

/* names stays the caller's and must outlive the walk. */
void in_start(struct input *in, char *const *names, size_t nnames, report_fn *report, void *arg);

/* The same for one descriptor that is open already; in_file() gives it once. */
void in_start_fd(struct input *in, int fd, const char *name, report_fn *report, void *arg);

/* Opens the next file that can be opened; false when none is left. */
bool in_file(struct input *in);

/* The next whole lines of the open file, as many as one read gave, each ending in a newline; false
 * at the file's end. The bytes may be changed in place, and stay until the next call. in->line is
 * left alone: a caller that takes blocks counts their lines itself. */
bool in_block(struct input *in, char **lines, size_t *n);

/* Where in the open file the byte at p of that block stands; false where that is no place to read
 * from again: a pipe, a terminal, decoded text. Two system calls. */
bool in_offset(const struct input *in, const char *p, uint64_t *offset);

/* The next line of the open file, without its newline; false at the file's end. Same lifetime. */
bool in_line(struct input *in, struct str *line);

/* The first `want` bytes of what is left of the open file, fewer if it ends before, without taking
 * them. Same lifetime. */
struct str in_peek(struct input *in, size_t want);

/* Takes n bytes that in_peek gave. */
void in_skip(struct input *in, size_t n);

/* For those who look for the ends of things themselves. What is left of the open file and was read
 * already, and reading more behind it; false at the file's end. Same lifetime: in_more() moves what
 * in_rest() gave. in_take() is in_skip() that counts the lines that end in those n bytes, too. */
struct str in_rest(const struct input *in);
bool in_more(struct input *in);
void in_take(struct input *in, size_t n);

/* in_rest(), but so many bytes at most: what is told by these alone does not depend on how much of
 * the file was read at once. */
struct str in_view(const struct input *in, size_t most);

/* From here on, the open file's bytes are text in this encoding, by a name that iconv(3) knows;
 * UTF-8 is given out. What means nothing in it becomes U+FFFD, and is counted in in->bad. False
 * where the encoding is not known; nothing is changed then. */
bool in_decode(struct input *in, const char *encoding);

/* Reports trouble with the open file at a line (0: with the file as a whole). */
void in_report(struct input *in, uint64_t line, const char *what);

/* Closes what is open and gives the memory back. */
void in_end(struct input *in);

#endif
