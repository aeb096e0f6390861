/* index.c - the library as a run of bytes: in memory while the program runs, or mapped from a file.
 *
 * A file is a head of HEAD bytes and the index as it stands in memory. In the head stand a mark,
 * the version, the sizes, the levels, the seed and a checksum of all else. */
#include "parts.h"

#include "paper/guard.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 64, VERSION = 3, AT_VERSION = 8, AT_SIZES = 12, AT_SEED = 52, AT_SUM = 56 };
static const char mark[] = "papersim";

/* ---- layout ---- */

/* Points the parts into the bytes; gives how many there are, 0 where that is too many. */
static size_t lay_out(struct sim_index *x, size_t names)
{
    const uint64_t papers = x->papers, terms = x->terms;
    struct {
        const unsigned char **part;
        uint64_t bytes;
    } parts[] = {
        {&x->row, (uint64_t)stride_of(x) / 2 * rows_of(x)},
        {&x->hash, UINT64_C(8) * x->slots},
        {&x->term, UINT64_C(4) * x->slots},
        {&x->rise, UINT64_C(4) * x->slots},
        {&x->start, 4 * (terms + 1)},
        {&x->posting, 6 * x->postings},
        {&x->part_start, 4 * (papers + 1)},
        {&x->day, 4 * papers},
        {&x->name_start, 4 * (papers + 1)},
        {&x->part, 4 * x->parts},
        {&x->name, names},
    };
    uint64_t size = HEAD;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (x->bytes)
            *parts[i].part = x->bytes + size;
        size += parts[i].bytes;
    }
    return size <= SIZE_MAX / 2 ? (size_t)size : 0;
}

bool sim_index_new(struct sim_index *x, size_t names)
{
    x->size = lay_out(x, names);
    x->bytes = x->size ? calloc(1, x->size) : NULL;
    return x->bytes && lay_out(x, names);
}

void sim_index_free(struct sim_index *x)
{
    if (x->mapped) {
        guard_map(NULL, 0, NULL);
        munmap(x->bytes, x->size);
    } else {
        free(x->bytes);
    }
    *x = (struct sim_index){0};
}

/* ---- the file ---- */

static void put64(unsigned char *p, uint64_t value)
{
    store64(p, value);
}

/* Of all but the sum itself. */
static uint64_t checksum(const unsigned char *bytes, size_t size)
{
    return hash64((const char *)bytes, AT_SUM, 0) ^
           hash64((const char *)bytes + HEAD, size - HEAD, 1);
}

static void put_head(const struct sim_index *x)
{
    unsigned char *b = x->bytes;
    memcpy(b, mark, sizeof mark - 1);
    put32(b + AT_VERSION, 0, VERSION);
    put32(b + AT_SIZES, 0, x->papers);
    put32(b + AT_SIZES, 1, x->terms);
    put32(b + AT_SIZES, 2, x->slots);
    put32(b + AT_SIZES, 3, x->newest);
    put32(b + AT_SIZES, 4, x->frequent);
    put32(b + AT_SIZES, 5, x->common);
    put64(b + AT_SIZES + 24, x->postings);
    put64(b + AT_SIZES + 32, x->parts);
    put32(b + AT_SEED, 0, x->seed);
    put64(b + AT_SUM, checksum(b, x->size));
}

bool sim_write(const struct sim_library *s, int fd)
{
    put_head(&s->x);
    for (size_t done = 0; done < s->x.size;) {
        ssize_t n = write(fd, s->x.bytes + done, s->x.size - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool sim_begins(struct str s)
{
    size_t marked = s.n < AT_VERSION ? s.n : AT_VERSION;
    /* No version is so high that it needs its last bytes: NUL, which no record has. */
    return memcmp(s.p, mark, marked) == 0 && (s.n <= AT_SIZES - 1 || s.p[AT_SIZES - 1] == '\0');
}

bool sim_is_file(int fd)
{
    char begin[SIM_BEGIN] = {0};
    for (size_t n = 0; n < sizeof begin;) {
        ssize_t got = pread(fd, begin + n, sizeof begin - n, (off_t)n);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        n += got > 0 ? (size_t)got : 0;
    }
    return sim_begins((struct str){begin, sizeof begin});
}

/* Whether numbers of `n` entries of 4 bytes, and an end, ascend to `last`. */
static bool ascends(const unsigned char *part, size_t n, uint64_t last)
{
    for (size_t i = 0; i < n; i++)
        if (get32(part, i) > get32(part, i + 1))
            return false;
    return get32(part, 0) == 0 && get32(part, n) == last;
}

/* A right checksum says that the file is as somebody wrote it; this, that nothing in it points out
 * of it. */
static bool is_sound(const struct sim_index *x)
{
    bool good = ascends(x->start, x->terms, x->postings) &&
                ascends(x->part_start, x->papers, x->parts) &&
                ascends(x->name_start, x->papers, (uint64_t)(x->bytes + x->size - x->name)) &&
                (x->slots & (x->slots - 1)) == 0 && x->terms < x->slots &&
                x->frequent <= x->terms && x->frequent <= UINT16_MAX;
    size_t used = 0; /* not all, or no search for a term would end */
    for (size_t i = 0; good && i < x->slots; i++) {
        used += load64(x->hash + 8 * i) != 0;
        good = load64(x->hash + 8 * i) == 0 || get32(x->term, i) < x->terms;
    }
    good = good && used <= x->terms;
    for (size_t i = 0; good && i < x->postings; i++)
        good = get32(x->posting + 6 * i, 0) < x->papers &&
               get16(x->posting + 6 * i + 4, 0) <= SIM_UNIT;
    for (size_t i = 0; good && i < x->parts; i++)
        good = get16(x->part, 2 * i) < x->frequent && get16(x->part, 2 * i + 1) <= SIM_UNIT;
    return good;
}

static bool read_head(struct sim_index *x)
{
    const unsigned char *b = x->bytes;
    x->papers = get32(b + AT_SIZES, 0);
    x->terms = get32(b + AT_SIZES, 1);
    x->slots = get32(b + AT_SIZES, 2);
    x->newest = get32(b + AT_SIZES, 3);
    x->frequent = get32(b + AT_SIZES, 4);
    x->common = get32(b + AT_SIZES, 5);
    x->postings = load64(b + AT_SIZES + 24);
    x->parts = load64(b + AT_SIZES + 32);
    x->seed = get32(b + AT_SEED, 0);
    if (x->common > x->frequent || x->frequent > x->terms || x->postings > UINT32_MAX ||
        x->parts > UINT32_MAX)
        return false;
    size_t size = lay_out(x, 0);
    return size && size <= x->size;
}

static const char *map(struct sim_index *x, int fd, void (*gone)(void))
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return strerror(errno);
    if (st.st_size < HEAD || (uintmax_t)st.st_size > SIZE_MAX / 2)
        return "a damaged index: its end is missing";
    x->size = (size_t)st.st_size;
    x->bytes = mmap(NULL, x->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (x->bytes == MAP_FAILED) {
        x->bytes = NULL;
        return strerror(errno);
    }
    x->mapped = true;
    if (!guard_map(x->bytes, x->size, gone))
        return strerror(errno);
    if (memcmp(x->bytes, mark, sizeof mark - 1) != 0)
        return "no index";
    if (get32(x->bytes + AT_VERSION, 0) != VERSION)
        return "an index of another version: to be made anew";
    if (load64(x->bytes + AT_SUM) != checksum(x->bytes, x->size) || !read_head(x) || !is_sound(x))
        return "a damaged index";
    return NULL;
}

struct sim_library *sim_open(int fd, void (*gone)(void), const char **why)
{
    struct sim_library *s = sim_new();
    *why = s ? map(&s->x, fd, gone) : "out of memory";
    if (!*why && !find_ready(s))
        *why = "out of memory";
    if (*why) {
        sim_free(s);
        return NULL;
    }
    return s;
}
