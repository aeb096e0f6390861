/* map.c - windows of memory mapped to a file. A page that the file no longer has raises SIGBUS
 * where it is touched: the rest of the window is then replaced by pages of newlines, and reading
 * goes on. Of a file that must stay whole, it ends the program. */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS, which POSIX has since its issue of 2024 */

#include "map.h"

#include "paper/guard.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    WORTH = 1 << 20,   /* bytes: a smaller file is read */
    WINDOW = 4 << 20,  /* as fast as all of the file at once, where it begins at a */
    ALIGNED = 2 << 20, /* multiple of a huge page, so that the system can map many pages together */
    RUN = 512 << 10, /* of lines given out: it stays in the second-level cache for those who go over
                        it twice */
};

struct map {
    int fd;
    off_t size, at; /* of the file when it was opened; of the window in it */
    char *p;        /* the window, NULL before the first */
    size_t n, given;
    volatile sig_atomic_t shrank;
};

static struct map *open_map; /* that SIGBUS may be about */
static struct {
    const char *p;
    size_t n;
    void (*gone)(void);
} guarded; /* or this */

static bool is_in(const char *at, const char *p, size_t n)
{
    return p && at >= p && at < p + n;
}

static void on_bus(int sig, siginfo_t *info, void *context)
{
    struct map *m = open_map;
    const char *at = info->si_addr;
    (void)context;
    if (is_in(at, guarded.p, guarded.n))
        guarded.gone();
    if (!m || !is_in(at, m->p, m->n)) {
        signal(sig, SIG_DFL); /* the access is made again, and ends the program */
        return;
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE), from = (size_t)(at - m->p) / page * page;
    size_t n = m->n - from;
    int flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;
    if (mmap(m->p + from, n, PROT_READ | PROT_WRITE, flags, -1, 0) == MAP_FAILED) {
        signal(sig, SIG_DFL);
        return;
    }
    memset(m->p + from, '\n', n);
    m->shrank = 1;
}

static bool catch_bus(void)
{
    struct sigaction act = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO};
    sigemptyset(&act.sa_mask);
    return sigaction(SIGBUS, &act, NULL) == 0;
}

bool guard_map(const void *p, size_t n, void (*gone)(void))
{
    guarded.p = p;
    guarded.n = n;
    guarded.gone = gone;
    return !p || catch_bus();
}

/* The window on the file from `from` on, of at least `want` bytes where the file has them. */
static bool move_window(struct map *m, off_t from, size_t want)
{
    off_t begin = from - from % ALIGNED;
    off_t left = m->size - begin;
    size_t n = want + (size_t)(from - begin) > WINDOW ? want + (size_t)(from - begin) : WINDOW;
    if (left <= 0)
        return false;
    n = (uintmax_t)left < n ? (size_t)left : n;
    if (m->p)
        munmap(m->p, m->n);
    m->p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE, m->fd, begin);
    m->at = begin;
    m->n = n;
    m->given = (size_t)(from - begin);
    if (m->p == MAP_FAILED)
        m->p = NULL;
    return m->p;
}

struct map *map_new(int fd)
{
    struct stat st;
    off_t from = lseek(fd, 0, SEEK_CUR);
    if (from < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size - from < WORTH)
        return NULL;
    struct map *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    *m = (struct map){.fd = fd, .size = st.st_size, .at = from};
    if (!move_window(m, from, 0) || !catch_bus()) {
        map_free(m, fd);
        return NULL;
    }
    open_map = m;
    return m;
}

/* The end of the last whole line in m->given .. to; m->given where there is none. */
static size_t last_line(const struct map *m, size_t to)
{
    while (to > m->given && m->p[to - 1] != '\n')
        to--;
    return to;
}

bool map_lines(struct map *m, char **lines, size_t *n)
{
    for (size_t run = RUN; m->p && !m->shrank;) {
        size_t to = m->n - m->given < run ? m->n : m->given + run;
        size_t end = last_line(m, to);
        if (end > m->given) {
            *lines = m->p + m->given;
            *n = end - m->given;
            m->given = end;
            return !m->shrank;
        }
        if (to < m->n)
            run *= 2;
        else if (m->at + (off_t)m->n >= m->size ||
                 !move_window(m, m->at + (off_t)m->given, run *= 2))
            return false;
    }
    return false;
}

bool map_shrank(const struct map *m)
{
    return m->shrank;
}

uint64_t map_offset(const struct map *m, const char *p)
{
    return (uint64_t)m->at + (uint64_t)(p - m->p);
}

void map_free(struct map *m, int fd)
{
    if (!m)
        return;
    if (m->p)
        munmap(m->p, m->n);
    lseek(fd, m->at + (off_t)m->given, SEEK_SET);
    open_map = NULL;
    free(m);
}
