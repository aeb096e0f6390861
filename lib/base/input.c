/* input.c - the walk over input files: block reads into one buffer that keeps the unfinished line.
 */
#include "paper/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024 }; /* beyond it read(2) from the page cache gets no faster */

static char dash[] = "-";
static char *stdin_only[] = {dash};

void in_start(struct input *in, char *const *names, size_t nnames, report_fn *report, void *arg)
{
    *in = (struct input){.fd = -1, .given_fd = -1, .report = report, .report_arg = arg};
    in->names = nnames ? names : stdin_only;
    in->nnames = nnames ? nnames : 1;
}

void in_start_fd(struct input *in, int fd, const char *name, report_fn *report, void *arg)
{
    *in = (struct input){.fd = -1, .given_fd = fd, .report = report, .report_arg = arg};
    in->name = name;
}

void in_report(struct input *in, uint64_t line, const char *what)
{
    in->report(in->report_arg, in->name, line, what);
}

static void close_file(struct input *in)
{
    if (in->fd > STDIN_FILENO)
        close(in->fd);
    in->fd = -1;
}

bool in_file(struct input *in)
{
    close_file(in);
    if (in->given_fd >= 0) {
        in->fd = in->given_fd;
        in->given_fd = -1;
        return true;
    }
    while (in->next < in->nnames && !in->no_memory) {
        const char *name = in->names[in->next++];
        bool std = strcmp(name, "-") == 0;
        in->name = std ? "(standard input)" : name;
        in->fd = std ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
        in->line = 0;
        in->beg = in->seen = 0;
        in->eof = false;
        buf_clear(&in->buf);
        if (in->fd >= 0)
            return true;
        in_report(in, 0, strerror(errno));
    }
    return false;
}

/* Reads once more, behind what is there; at the end of the file, or on an error, sets eof. */
static void refill(struct input *in)
{
    if (in->beg) {
        memmove(in->buf.p, in->buf.p + in->beg, in->buf.n - in->beg);
        in->buf.n -= in->beg;
        in->seen -= in->beg;
        in->beg = 0;
    }
    /* One byte more than is read, for the newline that the last line may lack. */
    if (in->buf.cap - in->buf.n < BLOCK / 4 + 1 && !buf_reserve(&in->buf, BLOCK)) {
        in->eof = in->no_memory = true;
        in->buf.n = 0;
        in_report(in, in->line + 1, "line too long: out of memory");
        return;
    }
    ssize_t got;
    do
        got = read(in->fd, in->buf.p + in->buf.n, in->buf.cap - in->buf.n - 1);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        in_report(in, 0, strerror(errno));
    if (got > 0) {
        in->buf.n += (size_t)got;
        return;
    }
    in->eof = true;
    if (in->buf.n && in->buf.p[in->buf.n - 1] != '\n')
        in->buf.p[in->buf.n++] = '\n';
}

bool in_block(struct input *in, char **lines, size_t *n)
{
    for (;;) {
        size_t end = in->buf.n;
        while (end > in->seen && in->buf.p[end - 1] != '\n')
            end--;
        if (end > in->seen) {
            *lines = in->buf.p + in->beg;
            *n = end - in->beg;
            in->beg = in->seen = end;
            return true;
        }
        in->seen = in->buf.n;
        if (in->eof)
            return false;
        refill(in);
    }
}

bool in_line(struct input *in, struct str *line)
{
    for (;;) {
        const char *from = in->buf.p + in->seen;
        const char *nl = in->buf.n > in->seen ? memchr(from, '\n', in->buf.n - in->seen) : NULL;
        if (nl) {
            *line = (struct str){in->buf.p + in->beg, (size_t)(nl - in->buf.p) - in->beg};
            in->beg = in->seen = (size_t)(nl - in->buf.p) + 1;
            in->line++;
            return true;
        }
        in->seen = in->buf.n;
        if (in->eof)
            return false;
        refill(in);
    }
}

struct str in_peek(struct input *in, size_t want)
{
    while (in->buf.n - in->beg < want && !in->eof)
        refill(in);
    size_t n = in->buf.n - in->beg;
    return (struct str){in->buf.p + in->beg, n < want ? n : want};
}

void in_skip(struct input *in, size_t n)
{
    in->beg += n;
    if (in->seen < in->beg)
        in->seen = in->beg;
}

void in_end(struct input *in)
{
    close_file(in);
    buf_free(&in->buf);
}
