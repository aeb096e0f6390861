/* hits.c - where in a text a link may be: three bytes that every link holds somewhere, told for 32
 * offsets at once. Most of an abstract holds none of them. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/cpu.h"

/* Whether one of the patterns stands at p, of which three bytes may be read. */
static bool is_hit(const char *p)
{
    unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1], c = (unsigned char)p[2];
    unsigned char la = a | 0x20, lb = b | 0x20, lc = c | 0x20;
    switch (la) {
    case '.': return a == '.' && ascii_alpha(b);
    case '/': return a == '/' && ascii_digit(b);
    case '1': return a == '1' && b == '0' && c == '.';
    case 't':
    case 'f': return lb == 't' && lc == 'p';
    case 'x': return lb == 'i' && lc == 'v';
    case 'p': return lb == 'm' && (lc == 'i' || lc == 'c');
    case 's': return lb == 'b' && lc == 'n';
    }
    return false;
}

static size_t hit_portable(struct str text, size_t from)
{
    for (size_t i = from; i + 3 <= text.n; i++)
        if (is_hit(text.p + i))
            return i;
    return text.n;
}

#ifdef HAVE_AVX2
AVX2 static inline __m256i are(__m256i v, char c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

/* Which of the bytes are from lo up to, not including, hi; for ASCII. */
AVX2 static inline __m256i between(__m256i v, char lo, char hi)
{
    return _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)(lo - 1))),
                            _mm256_cmpgt_epi8(_mm256_set1_epi8(hi), v));
}

/* is_hit() at each of the 32 offsets from p on, as bits; 34 bytes may be read. */
AVX2 static inline unsigned hits_avx2(const char *p)
{
    const __m256i small = _mm256_set1_epi8(0x20);
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 1));
    __m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + 2));
    __m256i la = _mm256_or_si256(a, small), lb = _mm256_or_si256(b, small),
            lc = _mm256_or_si256(c, small);
#define AND _mm256_and_si256
#define OR _mm256_or_si256
    __m256i host = AND(are(a, '.'), between(lb, 'a', 'z' + 1));
    __m256i old = AND(are(a, '/'), between(b, '0', '9' + 1));
    __m256i doi = AND(AND(are(a, '1'), are(b, '0')), are(c, '.'));
    __m256i scheme = AND(OR(are(la, 't'), are(la, 'f')), AND(are(lb, 't'), are(lc, 'p')));
    __m256i arxiv = AND(are(la, 'x'), AND(are(lb, 'i'), are(lc, 'v')));
    __m256i pubmed = AND(are(la, 'p'), AND(are(lb, 'm'), OR(are(lc, 'i'), are(lc, 'c'))));
    __m256i isbn = AND(are(la, 's'), AND(are(lb, 'b'), are(lc, 'n')));
    __m256i any = OR(OR(OR(host, old), OR(doi, scheme)), OR(OR(arxiv, pubmed), isbn));
#undef AND
#undef OR
    return (unsigned)_mm256_movemask_epi8(any);
}

AVX2 static size_t hit_avx2(struct str text, size_t from)
{
    size_t i = from;
    for (; i + 34 <= text.n; i += 32) {
        unsigned found = hits_avx2(text.p + i);
        if (found)
            return i + (size_t)__builtin_ctz(found);
    }
    return hit_portable(text, i);
}
#endif

size_t link_hit(struct str text, size_t from)
{
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        return hit_avx2(text, from);
#endif
    return hit_portable(text, from);
}
