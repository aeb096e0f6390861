/* fuzz.h - what the fuzz targets share: a check that ends the run, copies of a text that show when
 * it is read beyond its end, and a text as a file that comes in parts; what was tried is counted.
 * Each target is one file, for libFuzzer (LLVM's "libFuzzer: a library for coverage-guided fuzz
 * testing"). */
#ifndef FUZZ_H
#define FUZZ_H

#include "paper/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_FILE = 1 << 15, /* bytes: it fits into a pipe */
    MAX_PART = 64,      /* bytes: there is room for a quarter of a block whenever more is read */
    MAX_PARTS = 200     /* that a socket holds */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void check(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

static struct {
    uint64_t inputs, bytes;
} tried;

static inline void tell_tried(void)
{
    fprintf(stderr, "fuzz: tried %" PRIu64 " inputs of %" PRIu64 " bytes in %.0f s of CPU time\n",
            tried.inputs, tried.bytes, (double)clock() / CLOCKS_PER_SEC);
}

/* Counts an input that is tried; how many there were is told when the run ends. */
static inline void count_input(size_t n)
{
    if (tried.inputs == 0)
        atexit(tell_tried);
    tried.inputs++;
    tried.bytes += n;
}

/* The text, and what is to stand behind it, in memory that ends there. To be freed. */
static inline struct str copy(struct str s, const char *end)
{
    size_t n = s.n + strlen(end);
    char *p = malloc(n ? n : 1);
    if (!p)
        abort();
    if (s.n)
        memcpy(p, s.p, s.n);
    memcpy(p + s.n, end, n - s.n);
    return (struct str){p, n};
}

/* Takes a line off the text, without its newline. */
static inline struct str cut_line(struct str *text)
{
    const char *nl = text->n ? memchr(text->p, '\n', text->n) : NULL;
    struct str line = {text->p, nl ? (size_t)(nl - text->p) : text->n};
    size_t used = line.n + (nl != NULL);
    text->p += text->n ? used : 0;
    text->n -= used;
    return line;
}

/* A descriptor that gives the text: at once (0), or so many bytes with each read. */
static inline int open_text(struct str text, size_t part)
{
    int fd[2];
    if (!part) {
        check(pipe(fd) == 0 && write(fd[1], text.p, text.n) == (ssize_t)text.n, "no pipe");
    } else {
        check(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0, "no socket");
        for (size_t n; text.n; text = str_slice(text, n, text.n)) {
            n = text.n < part ? text.n : part;
            check(write(fd[1], text.p, n) == (ssize_t)n, "no socket");
        }
    }
    check(close(fd[1]) == 0, "no end");
    return fd[0];
}

/* The size of parts that a text is tried in, by its length: any, but that they are few enough. 0
 * where it is too long. */
static inline size_t part_of(struct str text)
{
    const size_t least = text.n / MAX_PARTS + 1;
    return least > MAX_PART ? 0 : least + text.n % (MAX_PART - least + 1);
}

static inline bool is_within(struct str part, struct str whole)
{
    return part.n <= whole.n && part.p >= whole.p && (size_t)(part.p - whole.p) <= whole.n - part.n;
}

#endif
