/* literal.c - looking for one string: places where its three rarest bytes stand as far apart as
 * they do in the string, 32 places at a time where the machine has AVX2, then a comparison.
 * Elsewhere memchr for the rarest byte, the fastest scan that a C library has. */
#include "literal.h"

#include "filter.h"

#include "paper/cpu.h"

static const char *find_portable(const struct literal *l, const char *p, const char *end)
{
    if ((size_t)(end - p) < l->s.n)
        return NULL;
    const char *rarest = p + l->rare[0], *last = end - l->s.n + l->rare[0];
    while (rarest <= last &&
           (rarest = memchr(rarest, l->s.p[l->rare[0]], (size_t)(last - rarest) + 1))) {
        if (memcmp(rarest - l->rare[0], l->s.p, l->s.n) == 0)
            return rarest - l->rare[0];
        rarest++;
    }
    return NULL;
}

#ifdef HAVE_AVX2
struct three {
    size_t at[3];
    __m256i byte[3];
};

AVX2 static inline struct three three_of(const struct literal *l)
{
    struct three t;
    for (unsigned i = 0; i < 3; i++) {
        t.at[i] = l->rare[i];
        t.byte[i] = _mm256_set1_epi8(l->s.p[l->rare[i]]);
    }
    return t;
}

AVX2 static inline __m256i are(const char *p, __m256i c)
{
    return _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)p), c);
}

/* The places p .. p + 31 where the three bytes stand. */
AVX2 static inline __m256i stand(const struct three *t, const char *p)
{
    __m256i two = _mm256_and_si256(are(p + t->at[0], t->byte[0]), are(p + t->at[1], t->byte[1]));
    return _mm256_and_si256(two, are(p + t->at[2], t->byte[2]));
}

/* The first of those places where all of the string stands; NULL for none. */
AVX2 static inline const char *whole(const struct literal *l, const char *p, __m256i found)
{
    for (unsigned bits = (unsigned)_mm256_movemask_epi8(found); bits; bits &= bits - 1) {
        const char *at = p + __builtin_ctz(bits);
        if (memcmp(at, l->s.p, l->s.n) == 0)
            return at;
    }
    return NULL;
}

AVX2 static const char *find_avx2(const struct literal *l, const char *p, const char *end)
{
    enum { STEP = 32, STEPS = 4 };
    const ptrdiff_t more = (ptrdiff_t)l->s.n - 1; /* bytes behind the last of some places */
    const struct three t = three_of(l);
    const char *at;
    for (; end - p >= STEPS * STEP + more; p += STEPS * STEP) {
        __m256i a = stand(&t, p), b = stand(&t, p + STEP);
        __m256i c = stand(&t, p + 2 * STEP), d = stand(&t, p + 3 * STEP);
        __m256i any = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
        if (_mm256_testz_si256(any, any))
            continue;
        if ((at = whole(l, p, a)) || (at = whole(l, p + STEP, b)) ||
            (at = whole(l, p + 2 * STEP, c)) || (at = whole(l, p + 3 * STEP, d)))
            return at;
    }
    for (; end - p >= STEP + more; p += STEP)
        if ((at = whole(l, p, stand(&t, p))))
            return at;
    return find_portable(l, p, end);
}

/* The first of the 128 places from p on where the string stands; NULL for none. */
AVX2 static const char *find_here(const struct literal *l, const char *p)
{
    const struct three t = three_of(l);
    const char *at = NULL;
    for (unsigned i = 0; i < 128 && !at; i += 32)
        at = whole(l, p + i, stand(&t, p + i));
    return at;
}

/* As find_avx2, with a look at the newlines on the way. */
AVX2 static const char *find_scan_avx2(const struct literal *l, const char *p, const char *end,
                                       struct line_scan *scan)
{
    const ptrdiff_t more = (ptrdiff_t)l->s.n - 1;
    const struct three t = three_of(l);
    const __m256i newline = _mm256_set1_epi8('\n');
    scan_before(scan, p);
    for (; end - p >= 128 + more; p += 128) {
        __m256i a = stand(&t, p), b = stand(&t, p + 32);
        __m256i c = stand(&t, p + 64), d = stand(&t, p + 96);
        __m256i found = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
        __m256i nl = _mm256_or_si256(_mm256_or_si256(are(p, newline), are(p + 32, newline)),
                                     _mm256_or_si256(are(p + 64, newline), are(p + 96, newline)));
        __m256i any = _mm256_or_si256(found, nl);
        if (_mm256_testz_si256(any, any))
            continue;
        const char *at = _mm256_testz_si256(found, found) ? NULL : find_here(l, p);
        if (at)
            return at;
        scan_newlines_avx2(scan, p);
    }
    return find_avx2(l, p, end);
}
#endif

void literal_init(struct literal *l, struct str s)
{
    *l = (struct literal){.s = s, .find = find_portable};
    for (unsigned k = 0; k < 3; k++) {
        bool any = false; /* that is none of those before */
        l->rare[k] = l->rare[0];
        for (size_t i = 0; i < s.n; i++) {
            if ((k > 0 && i == l->rare[0]) || (k > 1 && i == l->rare[1]))
                continue;
            if (!any ||
                byte_share[(unsigned char)s.p[i]] < byte_share[(unsigned char)s.p[l->rare[k]]])
                l->rare[k] = i;
            any = true;
        }
    }
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        l->find = find_avx2;
#endif
}

const char *literal_find_scan(const struct literal *l, const char *p, const char *end,
                              struct line_scan *scan)
{
#ifdef HAVE_AVX2
    if (scan && cpu_has_avx2())
        return find_scan_avx2(l, p, end, scan);
#endif
    (void)scan;
    return literal_find(l, p, end);
}
