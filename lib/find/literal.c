/* literal.c - looking for one string: places where its two rarest bytes stand as far apart as they
 * do in the string, 32 places at a time where the machine has AVX2, then a comparison. Elsewhere
 * memchr for the rarest byte, the fastest scan that a C library has. */
#include "literal.h"

#include "cpu.h"
#include "filter.h"

static const char *find_portable(const struct literal *l, const char *p, const char *end)
{
    if ((size_t)(end - p) < l->s.n)
        return NULL;
    const char *rarest = p + l->rarer, *last = end - l->s.n + l->rarer;
    while (rarest <= last &&
           (rarest = memchr(rarest, l->s.p[l->rarer], (size_t)(last - rarest) + 1))) {
        if (memcmp(rarest - l->rarer, l->s.p, l->s.n) == 0)
            return rarest - l->rarer;
        rarest++;
    }
    return NULL;
}

#ifdef HAVE_AVX2
/* The places p .. p + 31 where both bytes stand, as bits. */
AVX2 static inline unsigned pairs(const char *p, const struct literal *l, __m256i rare,
                                  __m256i rarer)
{
    __m256i a =
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(p + l->rare)), rare);
    __m256i b =
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(p + l->rarer)), rarer);
    return (unsigned)_mm256_movemask_epi8(_mm256_and_si256(a, b));
}

AVX2 static const char *find_avx2(const struct literal *l, const char *p, const char *end)
{
    enum { STEP = 32 };
    size_t reach = STEP + l->s.n - 1; /* bytes of STEP places */
    if ((size_t)(end - p) < reach)
        return find_portable(l, p, end);
    const __m256i rare = _mm256_set1_epi8(l->s.p[l->rare]),
                  rarer = _mm256_set1_epi8(l->s.p[l->rarer]);
    for (const char *last = end - reach;; p += STEP) {
        unsigned skip = 0;
        if (p > last) { /* the last places, with some that were looked at before */
            skip = (unsigned)(p - last);
            if (skip >= STEP)
                return NULL;
            p = last;
        }
        unsigned found = pairs(p, l, rare, rarer) >> skip << skip;
        for (; found; found &= found - 1) {
            const char *at = p + __builtin_ctz(found);
            if (memcmp(at, l->s.p, l->s.n) == 0)
                return at;
        }
        if (skip)
            return NULL;
    }
}
#endif

void literal_init(struct literal *l, struct str s)
{
    *l = (struct literal){.s = s, .find = find_portable};
    for (size_t i = 1; i < s.n; i++)
        if (byte_share[(unsigned char)s.p[i]] < byte_share[(unsigned char)s.p[l->rarer]])
            l->rarer = i;
    l->rare = l->rarer == 0 && s.n > 1;
    for (size_t i = 0; i < s.n; i++)
        if (i != l->rarer &&
            byte_share[(unsigned char)s.p[i]] < byte_share[(unsigned char)s.p[l->rare]])
            l->rare = i;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        l->find = find_avx2;
#endif
}
