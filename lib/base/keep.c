/* keep.c - places are numbers in one sequence for all files: those of a file begin where those of
 * the one before ended, so that a place is eight bytes and a binary search finds its file. */
#include "paper/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct kept_file {
    uint64_t begin; /* the place of its first byte */
    const char *name;
    size_t number; /* of the input's files, from 1 */
    dev_t device;  /* which file that was */
    ino_t inode;
    time_t changed;
};

enum { PIECE = 16 * 1024 }; /* bytes read at once */

static const char changed[] = "the file changed while it was read";
static const uint64_t in_spool = UINT64_C(1) << 63; /* the place is one in the temporary file */

int keep_unnamed(void)
{
    const char *directory = getenv("TMPDIR");
    char name[4096];
    int n = snprintf(name, sizeof name, "%s/paperutils-XXXXXX",
                     directory && *directory ? directory : "/tmp");
    if (n < 0 || (size_t)n >= sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkstemp(name);
    if (fd >= 0)
        unlink(name);
    return fd;
}

static bool is_stdin(const char *name)
{
    return strcmp(name, "-") == 0;
}

bool keep_reopens(char *const *names, size_t nnames)
{
    size_t n = 0;
    while (n < nnames && is_stdin(names[n]))
        n++;
    return n < nnames;
}

/* Whether the input has a file that cannot be read a second time. */
static bool has_pipe(char *const *names, size_t nnames)
{
    struct stat st;
    bool pipe = nnames == 0 && !(fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode));
    for (size_t i = 0; i < nnames && !pipe; i++) {
        int r = is_stdin(names[i]) ? fstat(STDIN_FILENO, &st) : stat(names[i], &st);
        pipe = r == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
    }
    return pipe;
}

void keep_start(struct keep *k, char *const *names, size_t nnames)
{
    *k = (struct keep){.spool_fd = -1, .fd = -1, .err = ESPIPE};
    if (!has_pipe(names, nnames))
        return;
    k->spool_fd = keep_unnamed();
    k->err = errno;
    if (k->spool_fd >= 0)
        out_start(&k->out, k->spool_fd, false);
}

static bool add_file(struct keep *k, const struct input *in)
{
    struct stat st;
    if (k->n && k->file[k->n - 1].number == in->next)
        return true;
    if (fstat(in->fd, &st) != 0)
        return false;
    if (!grow(&k->file, k->n, &k->cap, sizeof *k->file)) {
        errno = ENOMEM;
        return false;
    }
    k->file[k->n++] =
        (struct kept_file){k->end, in->name, in->next, st.st_dev, st.st_ino, st.st_mtime};
    return true;
}

bool keep_block(struct keep *k, const struct input *in, struct str block)
{
    uint64_t offset;
    k->block = block.p;
    k->spool = !in_offset(in, block.p, &offset);
    if (k->spool) {
        errno = k->err;
        return k->spool_fd >= 0;
    }
    if (!add_file(k, in))
        return false;
    k->place = k->file[k->n - 1].begin + offset;
    k->end = k->place + block.n;
    return true;
}

bool keep_line(struct keep *k, struct str line, uint64_t *place)
{
    if (!k->spool) {
        *place = k->place + (uint64_t)(line.p - k->block);
        return true;
    }
    *place = k->spooled | in_spool;
    k->spooled += line.n;
    out_putstr(&k->out, line);
    errno = k->out.err;
    return !k->out.err;
}

/* Opens the file again; NULL, or what is wrong. */
static const char *open_again(struct keep *k, const struct kept_file *file)
{
    struct stat st;
    bool std = strcmp(file->name, IN_STDIN_NAME) == 0;
    if (k->open && k->fd > STDIN_FILENO)
        close(k->fd);
    k->open = 0;
    k->fd = std ? STDIN_FILENO : open(file->name, O_RDONLY | O_CLOEXEC);
    if (k->fd < 0)
        return strerror(errno);
    k->open = (size_t)(file - k->file) + 1;
    if (fstat(k->fd, &st) != 0)
        return strerror(errno);
    bool same = st.st_dev == file->device && st.st_ino == file->inode;
    return same && st.st_mtime == file->changed ? NULL : changed;
}

/* Opens the file of a place, which becomes the offset in it; *end is where its lines end, one byte
 * behind the file where the last of them has no newline. */
static const char *open_file(struct keep *k, uint64_t *place, uint64_t *end, const char **name)
{
    size_t lo = 0, hi = k->n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        *(k->file[mid].begin <= *place ? &lo : &hi) = mid;
    }
    *name = k->file[lo].name;
    *end = (hi < k->n ? k->file[hi].begin : k->end) - k->file[lo].begin;
    *place -= k->file[lo].begin;
    return k->open == lo + 1 ? NULL : open_again(k, &k->file[lo]);
}

/* Appends what stands from the offset on, up to a newline or the end of all lines. */
static const char *read_line(int fd, uint64_t offset, uint64_t end, struct buf *to)
{
    for (;;) {
        if (!buf_reserve(to, PIECE))
            return "out of memory";
        ssize_t got = pread(fd, to->p + to->n, PIECE, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return strerror(errno);
        if (got == 0)
            return offset + 1 < end ? changed : NULL;
        const char *nl = memchr(to->p + to->n, '\n', (size_t)got);
        to->n = nl ? (size_t)(nl - to->p) : to->n + (size_t)got;
        offset += (uint64_t)got;
        if (nl)
            return NULL;
    }
}

const char *keep_get(struct keep *k, uint64_t place, struct buf *to, const char **name)
{
    const char *why = NULL;
    uint64_t end = k->spooled;
    int fd = k->spool_fd;
    *name = "the temporary file";
    if (place & in_spool) {
        place &= ~in_spool;
        out_flush(&k->out);
        why = k->out.err ? strerror(k->out.err) : NULL;
    } else {
        why = open_file(k, &place, &end, name);
        fd = k->fd;
    }
    size_t before = to->n;
    if (!why)
        why = read_line(fd, place, end, to);
    to->n -= to->n > before && to->p[to->n - 1] == '\r';
    return why;
}

void keep_end(struct keep *k)
{
    if (k->spool_fd >= 0)
        out_close(&k->out);
    if (k->open && k->fd > STDIN_FILENO)
        close(k->fd);
    free(k->file);
    *k = (struct keep){.spool_fd = -1, .fd = -1};
}
