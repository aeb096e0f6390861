/* seen.c - an append-only file of entries:
 *
 *     magic, then for each entry: length (4 bytes), day (4), the bytes, checksum (8)
 *
 * little-endian; the checksum is SipHash-2-4 over what stands before it. An append is one prefix of
 * what was to be written, however the writer ends. So an entry that is broken and reaches the end
 * of the file was cut off, as are zeros up to the end, which some file systems leave after a loss
 * of power; broken anywhere else, it is damage that nobody but a person should mend. */
#include "paper/seen.h"

#include "paper/hash.h"
#include "paper/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[] = "paperuniq seen 1\n";

enum { MAGIC = sizeof magic - 1, FRONT = 8, CHECK = 8, PIECE = 1 << 16 };

static uint64_t get(const char *p, size_t bytes)
{
    uint64_t value = 0;
    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)(unsigned char)p[i] << 8 * i;
    return value;
}

static void put(struct buf *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buf_putc(b, (char)(value >> 8 * i & 255));
}

static uint64_t checksum(const char *p, size_t n)
{
    static const uint64_t key[2] = {0, 0};
    return siphash(p, n, key).lo;
}

static int open_file(const char *path)
{
    return open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

bool seen_open(struct seen *s, const char *path)
{
    *s = (struct seen){.path = path, .fd = open_file(path)};
    return s->fd >= 0;
}

static bool write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno != EINTR)
            return false;
        s = str_slice(s, n < 0 ? 0 : (size_t)n, s.n);
    }
    return true;
}

/* ---- the lock ---- */

static bool lock(int fd, short type)
{
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    int r;
    while ((r = fcntl(fd, F_SETLKW, &whole)) != 0 && errno == EINTR)
        ;
    return r == 0;
}

/* Locks the file that has the name now: another one may have been put in its place meanwhile. */
static bool lock_named(struct seen *s)
{
    for (;;) {
        struct stat mine, named;
        if (!lock(s->fd, F_WRLCK) || fstat(s->fd, &mine) != 0)
            return false;
        if (stat(s->path, &named) == 0 && named.st_dev == mine.st_dev &&
            named.st_ino == mine.st_ino)
            return true;
        int fd = open_file(s->path);
        if (fd < 0)
            return false;
        close(s->fd);
        s->fd = fd;
        s->end = 0; /* what it holds is given out again, which harms nothing */
    }
}

/* ---- reading ---- */

/* Appends up to n bytes of the file from an offset on; false with errno. */
static bool read_at(int fd, struct buf *b, size_t n, uint64_t offset)
{
    if (!buf_reserve(b, n)) {
        errno = ENOMEM;
        return false;
    }
    while (n > 0) {
        ssize_t got = pread(fd, b->p + b->n, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        b->n += (size_t)got;
        n -= (size_t)got;
        offset += (uint64_t)got;
    }
    return true;
}

enum entry { WHOLE, CUT, BROKEN };

/* What stands at the beginning of p; *n becomes its length where it is whole. */
static enum entry look(const char *p, size_t *n)
{
    size_t length = *n >= 4 ? (size_t)get(p, 4) : 0;
    if (*n < FRONT)
        return CUT;
    if (length > SEEN_ENTRY_MAX)
        return BROKEN;
    if (*n < FRONT + length + CHECK)
        return CUT;
    bool good = length > 0 && get(p + FRONT + length, CHECK) == checksum(p, FRONT + length);
    bool last = *n == FRONT + length + CHECK;
    *n = FRONT + length + CHECK;
    return good ? WHOLE : last ? CUT : BROKEN;
}

/* Whether only zeros stand from s->end on. */
static bool only_zeros(const struct seen *s, struct buf *b, bool *failed)
{
    for (uint64_t at = s->end;; at += b->n) {
        buf_clear(b);
        *failed = !read_at(s->fd, b, PIECE, at);
        if (*failed || b->n == 0)
            return !*failed;
        for (size_t i = 0; i < b->n; i++)
            if (b->p[i])
                return false;
    }
}

/* Gives out the entries of a piece; s->end moves behind them. */
static enum entry give(struct seen *s, struct str piece, seen_fn *each, void *arg, bool *failed)
{
    enum entry found = WHOLE;
    for (size_t n; piece.n; piece = str_slice(piece, n, piece.n)) {
        n = piece.n;
        if ((found = look(piece.p, &n)) != WHOLE)
            return found;
        *failed = !each(arg, (struct str){piece.p + FRONT, n - FRONT - CHECK},
                        (uint32_t)get(piece.p + 4, 4));
        if (*failed)
            return found;
        s->end += n;
    }
    return found;
}

static bool read_entries(struct seen *s, struct buf *b, seen_fn *each, void *arg)
{
    for (;;) {
        uint64_t before = s->end;
        bool failed = false;
        buf_clear(b);
        if (!read_at(s->fd, b, PIECE, s->end))
            return false;
        enum entry found = give(s, buf_str(b), each, arg, &failed);
        if (failed)
            errno = ENOMEM;
        if (failed || (found == WHOLE && b->n < PIECE))
            return !failed;
        if (found == WHOLE || (found == CUT && s->end > before && b->n == PIECE))
            continue;
        if (found == BROKEN && !only_zeros(s, b, &failed)) {
            s->damaged = !failed;
            return false;
        }
        return ftruncate(s->fd, (off_t)s->end) == 0;
    }
}

/* The magic at the beginning; a file that is empty, or was cut off in it, gets it. */
static bool begin(struct seen *s, struct buf *b)
{
    if (s->end > 0)
        return true;
    buf_clear(b);
    if (!read_at(s->fd, b, MAGIC, 0))
        return false;
    if (b->n && memcmp(b->p, magic, b->n) != 0) {
        s->damaged = true;
        return false;
    }
    s->end = MAGIC;
    return b->n == MAGIC ||
           (ftruncate(s->fd, 0) == 0 && write_all(s->fd, (struct str){magic, MAGIC}));
}

bool seen_lock(struct seen *s, seen_fn *each, void *arg)
{
    struct buf b = {0};
    if (!lock_named(s))
        return false;
    bool ok = begin(s, &b) && read_entries(s, &b, each, arg);
    int err = errno;
    buf_free(&b);
    if (!ok)
        lock(s->fd, F_UNLCK);
    errno = err;
    return ok;
}

/* ---- writing ---- */

bool seen_note(struct seen *s, struct str what, uint32_t day)
{
    size_t begin_at = s->add.n;
    put(&s->add, what.n, 4);
    put(&s->add, day, 4);
    buf_putstr(&s->add, what);
    if (!s->add.failed)
        put(&s->add, checksum(s->add.p + begin_at, s->add.n - begin_at), CHECK);
    return !s->add.failed;
}

bool seen_unlock(struct seen *s)
{
    bool ok = write_all(s->fd, buf_str(&s->add));
    int err = errno;
    if (ok)
        s->end += s->add.n;
    else if (ftruncate(s->fd, (off_t)s->end) != 0)
        err = errno; /* the next one who takes the lock cuts it off */
    buf_clear(&s->add);
    ok = lock(s->fd, F_UNLCK) && ok;
    errno = err;
    return ok;
}

/* ---- forgetting ---- */

/* Into b: the file without entries before the day. */
static bool collect(const struct seen *s, struct buf *b, uint32_t day)
{
    struct buf all = {0};
    bool ok = read_at(s->fd, &all, (size_t)s->end, 0) && all.n == s->end;
    buf_puts(b, magic);
    for (size_t at = MAGIC, n; ok && at < all.n; at += n) {
        n = all.n - at;
        ok = look(all.p + at, &n) == WHOLE;
        if (ok && get(all.p + at + 4, 4) >= day)
            buf_put(b, all.p + at, n);
    }
    buf_free(&all);
    if (ok && b->failed)
        errno = ENOMEM;
    return ok && !b->failed;
}

/* Writes a new file and locks it before it gets the name, so that nobody comes between. */
static bool replace(struct seen *s, struct str content, const char *target, struct buf *name)
{
    struct stat st;
    buf_puts(name, target);
    buf_put(name, ".new", sizeof ".new");
    if (name->failed || fstat(s->fd, &st) != 0)
        return false;
    unlink(name->p); /* of one who was killed: the lock is ours */
    int fd = open(name->p, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, st.st_mode & 0777);
    if (fd < 0)
        return false;
    if (!lock(fd, F_WRLCK) || !write_all(fd, content) || fsync(fd) != 0 ||
        rename(name->p, target) != 0) {
        int err = errno;
        close(fd);
        unlink(name->p);
        errno = err;
        return false;
    }
    close(s->fd);
    s->fd = fd;
    s->end = content.n;
    return true;
}

bool seen_forget(struct seen *s, uint32_t day)
{
    struct buf content = {0}, target = {0}, name = {0};
    bool ok = collect(s, &content, day);
    if (ok && content.n < s->end)
        ok = !target_of(s->path, &target) && replace(s, buf_str(&content), target.p, &name);
    int err = errno;
    buf_free(&content);
    buf_free(&target);
    buf_free(&name);
    errno = err;
    return ok;
}

bool seen_close(struct seen *s)
{
    bool ok = fsync(s->fd) == 0 || errno == EINVAL || errno == EROFS;
    int err = errno;
    ok = close(s->fd) == 0 && ok;
    buf_free(&s->add);
    errno = err;
    s->fd = -1;
    return ok;
}
