/* scan.c - the columns of a line, 32 bytes at a time where the machine has AVX2. */
#include "paper/scan.h"

#include "paper/cpu.h"
#include "paper/word64.h"

#include <string.h>

static const char *scan_portable(const char *p, const char *end, const char **tab, size_t want,
                                 size_t *n)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    while (*n < want && (p = memchr(p, '\t', (size_t)(nl - p))))
        tab[(*n)++] = p++;
    return nl;
}

#ifdef HAVE_AVX2
AVX2 static inline __m256i are(const char *p, char c)
{
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

AVX2 static inline unsigned bits(__m256i found)
{
    return (unsigned)_mm256_movemask_epi8(found);
}

AVX2 static const char *scan_avx2(const char *p, const char *end, const char **tab, size_t want,
                                  size_t *n)
{
    for (; end - p >= 32 && *n < want; p += 32) {
        unsigned nl = bits(are(p, '\n')), tabs = bits(are(p, '\t'));
        tabs &= nl ? (nl & (~nl + 1)) - 1 : ~0u; /* those before the newline */
        for (; tabs && *n < want; tabs &= tabs - 1)
            tab[(*n)++] = p + __builtin_ctz(tabs);
        if (nl)
            return p + __builtin_ctz(nl);
    }
    for (; end - p >= 128; p += 128) {
        __m256i a = are(p, '\n'), b = are(p + 32, '\n'), c = are(p + 64, '\n'),
                d = are(p + 96, '\n');
        if (!bits(_mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d))))
            continue;
        if (bits(a) | bits(b))
            return bits(a) ? p + __builtin_ctz(bits(a)) : p + 32 + __builtin_ctz(bits(b));
        return bits(c) ? p + 64 + __builtin_ctz(bits(c)) : p + 96 + __builtin_ctz(bits(d));
    }
    return scan_portable(p, end, tab, want, n);
}
#endif

const char *scan_line(const char *p, const char *end, const char **tab, size_t want, size_t *n)
{
    *n = 0;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        return scan_avx2(p, end, tab, want, n);
#endif
    return scan_portable(p, end, tab, want, n);
}

static bool has_tabs_portable(const char *p, const char *end, size_t want)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    for (; want && (p = memchr(p, '\t', (size_t)(nl - p))); p++)
        want--;
    return want == 0;
}

#ifdef HAVE_AVX2
/* Most lines have their columns in the first 192 bytes, which are looked at without a branch. */
AVX2 static bool has_tabs_avx2(const char *p, const char *end, size_t want)
{
    if (end - p < 192)
        return has_tabs_portable(p, end, want);
    int tabs = __builtin_popcountll(bytes_avx2(p, '\t')) +
               __builtin_popcountll(bytes_avx2(p + 64, '\t')) +
               __builtin_popcountll(bytes_avx2(p + 128, '\t'));
    uint64_t nl = bytes_avx2(p, '\n') | bytes_avx2(p + 64, '\n') | bytes_avx2(p + 128, '\n');
    return (nl == 0 && (size_t)tabs >= want) || has_tabs_portable(p, end, want);
}
#endif

/* Whether the line at p has so many TABs. */
static bool has_tabs(const char *p, const char *end, size_t want)
{
    if (want == 0)
        return true;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        return has_tabs_avx2(p, end, want);
#endif
    return has_tabs_portable(p, end, want);
}

static const char *line_begin_portable(const char *from, const char *p)
{
    while (p - from >= 8 && !find64(load64((const unsigned char *)p - 8), '\n'))
        p -= 8;
    while (p > from && p[-1] != '\n')
        p--;
    return p;
}

#ifdef HAVE_AVX2
AVX2 static const char *line_begin_avx2(const char *from, const char *p)
{
    for (; p - from >= 64; p -= 64) {
        uint64_t nl = bytes_avx2(p - 64, '\n');
        if (nl)
            return p - __builtin_clzll(nl);
    }
    return line_begin_portable(from, p);
}
#endif

const char *scan_line_begin(const char *from, const char *p)
{
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        return line_begin_avx2(from, p);
#endif
    return line_begin_portable(from, p);
}

static uint64_t count_portable(const char *p, const char *end)
{
    uint64_t n = 0;
    for (; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    return n;
}

#ifdef HAVE_AVX2
AVX2 static uint64_t count_avx2(const char *p, const char *end)
{
    uint64_t n = 0;
    for (; end - p >= 64; p += 64)
        n += (unsigned)__builtin_popcountll(bytes_avx2(p, '\n'));
    return n + count_portable(p, end);
}
#endif

uint64_t scan_count(const char *p, const char *end)
{
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        return count_avx2(p, end);
#endif
    return count_portable(p, end);
}

void scan_start(struct line_scan *s, const char *p, const char *end, size_t want)
{
    *s = (struct line_scan){.at = p, .end = end, .want = want};
    s->odd = !has_tabs(p, end, want);
}

void scan_newline(struct line_scan *s, const char *p)
{
    s->lines++;
    s->at = p + 1;
    /* an odd line may be an empty one, before which nothing stands */
    s->odd = s->odd || p[-1] == '\r' || (s->at < s->end && !has_tabs(s->at, s->end, s->want));
}

void scan_before(struct line_scan *s, const char *p)
{
    const char *nl;
    while (s->at < p && (nl = memchr(s->at, '\n', (size_t)(p - s->at))))
        scan_newline(s, nl);
}

void scan_lines(struct line_scan *s, const char *to)
{
    const char *no_tab;
    size_t n;
    while (s->at < to)
        scan_newline(s, scan_line(s->at, s->end, &no_tab, 0, &n));
}
