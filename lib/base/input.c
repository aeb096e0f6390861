/* input.c - the walk over input files: block reads into one buffer that keeps the unfinished line.
 */
#include "paper/input.h"

#include "decode.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef INPUT_BLOCK /* stays in the second-level cache for those who go over it twice */
#define INPUT_BLOCK (512 * 1024)
#endif

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
    decode_end(in);
}

/* Whether standard output goes to the file that fd reads: what is written would be read again, and
 * on and on. */
static bool is_output(int fd)
{
    struct stat in, out;
    return fstat(fd, &in) == 0 && S_ISREG(in.st_mode) && fstat(STDOUT_FILENO, &out) == 0 &&
           in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

bool in_file(struct input *in)
{
    close_file(in);
    if (in->given_fd >= 0) {
        in->fd = in->given_fd;
        in->given_fd = -1;
        return true;
    }
    while (in->next < in->nnames) {
        const char *name = in->names[in->next++];
        bool std = strcmp(name, "-") == 0;
        in->name = std ? IN_STDIN_NAME : name;
        in->fd = std ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
        int err = errno;
        in->line = 0;
        in->beg = in->seen = 0;
        in->eof = in->ended = in->drop = false;
        in->bad = 0;
        buf_clear(&in->buf);
        if (in->next == in->nnames && in->confine)
            in->confine(in->allowed);
        if (in->fd >= 0 && is_output(in->fd)) {
            in_report(in, 0, "the input is also the output: write to another file");
            close_file(in);
            continue;
        }
        if (in->fd >= 0)
            return true;
        in_report(in, 0, strerror(err));
    }
    return false;
}

/* Up to `room` bytes of the file at p; 0 at its end, or on an error, which is reported. */
static size_t read_some(struct input *in, char *p, size_t room)
{
    ssize_t got;
    do
        got = read(in->fd, p, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        in_report(in, 0, strerror(errno));
    return got > 0 ? (size_t)got : 0;
}

/* The same through the decoder, which is done when it gives nothing more. */
static size_t read_decoded(struct input *in, char *p, size_t room)
{
    for (;;) {
        size_t n = decode(in, p, room);
        if (n || in->drop)
            return n;
        if (!buf_reserve(&in->raw, INPUT_BLOCK / 4)) {
            in_report(in, 0, "the rest is not read: out of memory");
            return 0;
        }
        size_t got = read_some(in, in->raw.p + in->raw.n, INPUT_BLOCK / 4);
        in->raw.n += got;
        if (got == 0)
            return decode_rest(in, p, room);
    }
}

/* There is no memory for the line being read: it is as if it were empty. */
static void drop_line(struct input *in)
{
    in_report(in, in->line + 1, "line too long: out of memory");
    in->buf.failed = false;
    in->buf.n = in->seen = 0;
    in->drop = true;
}

/* Of what was just read, from the offset `from` on, drops the end of a line that is to go, but for
 * its newline. */
static void drop_more(struct input *in, size_t from)
{
    char *p = in->buf.p + from;
    const char *nl = memchr(p, '\n', in->buf.n - from);
    size_t gone = nl ? (size_t)(nl - p) : in->buf.n - from;
    in->drop = !nl;
    memmove(p, p + gone, in->buf.n - from - gone);
    in->buf.n -= gone;
}

/* Whether the file ends before what was read of it: it was cut meanwhile. */
static bool is_cut(const struct input *in)
{
    struct stat st;
    return fstat(in->fd, &st) == 0 && S_ISREG(st.st_mode) &&
           lseek(in->fd, 0, SEEK_CUR) > st.st_size;
}

/* Leaves out the line that has no newline: nobody knows how it went on. */
static void drop_rest(struct input *in)
{
    while (in->buf.n > in->beg && in->buf.p[in->buf.n - 1] != '\n')
        in->buf.n--;
    if (in->seen > in->buf.n)
        in->seen = in->buf.n;
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
    if (in->buf.cap - in->buf.n < INPUT_BLOCK / 4 + 1 && !buf_reserve(&in->buf, INPUT_BLOCK)) {
        drop_line(in);
        if (in->buf.cap < INPUT_BLOCK / 4 + 1) { /* not even for a beginning */
            in->eof = true;
            return;
        }
    }
    char *p = in->buf.p + in->buf.n;
    size_t room = in->buf.cap - in->buf.n - 1;
    size_t got = in->decoder ? read_decoded(in, p, room) : read_some(in, p, room);
    if (got) {
        in->buf.n += got;
        if (in->drop)
            drop_more(in, in->buf.n - got);
        return;
    }
    in->eof = true;
    if (is_cut(in)) {
        in_report(in, 0, "the file was cut while it was read");
        drop_rest(in);
    }
    in->ended = in->drop || (in->buf.n && in->buf.p[in->buf.n - 1] != '\n');
    if (in->ended)
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

bool in_offset(const struct input *in, const char *p, uint64_t *offset)
{
    struct stat st;
    if (in->decoder || fstat(in->fd, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    off_t behind = lseek(in->fd, 0, SEEK_CUR);
    uint64_t back = (uint64_t)(in->buf.p + in->buf.n - p) - in->ended;
    *offset = (uint64_t)behind - back;
    return behind >= 0 && (uint64_t)behind >= back;
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

struct str in_rest(const struct input *in)
{
    return (struct str){in->buf.p + in->beg, in->buf.n - in->beg};
}

struct str in_view(const struct input *in, size_t most)
{
    struct str rest = in_rest(in);
    return str_slice(rest, 0, rest.n < most ? rest.n : most);
}

bool in_more(struct input *in)
{
    size_t before = in->buf.n - in->beg;
    if (in->eof)
        return false;
    refill(in);
    return in->buf.n != before || !in->eof;
}

/* Newlines in n bytes: in steps of a fixed length, which compilers turn into vector code. */
static uint64_t count_lines(const char *p, size_t n)
{
    enum { STEP = 64 };
    uint64_t lines = 0;
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
        unsigned char step = 0;
        for (size_t j = 0; j < STEP; j++)
            step = (unsigned char)(step + (p[i + j] == '\n'));
        lines += step;
    }
    for (; i < n; i++)
        lines += p[i] == '\n';
    return lines;
}

void in_take(struct input *in, size_t n)
{
    in->line += count_lines(in->buf.p + in->beg, n);
    in_skip(in, n);
}

void in_end(struct input *in)
{
    close_file(in);
    buf_free(&in->buf);
    buf_free(&in->raw);
}
