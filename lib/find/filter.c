/* filter.c - finding places where one of the windows may stand. Three ways:
 *
 * A literal, where there is one window and that has one: literal.c.
 *
 * Few windows: they are in eight buckets (buckets.c), and a table for each of its bytes tells the
 * buckets in which that byte may stand there; a place fits where all of its bytes have a bucket in
 * common. In vectors a table is two of 16 entries, for the two halves of a byte, and 32 places are
 * looked up at once (the method of Teddy in Hyperscan: Wang et al., NSDI 2019).
 *
 * Many windows: a table by a hash of four bytes, letter case aside (as Wu and Manber, "A fast
 * algorithm for multi-pattern searching", 1994, look up blocks of bytes), tells by three bits of
 * the fifth byte whether it may follow. */
#include "buckets.h"
#include "literal.h"

#include "paper/cpu.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    KEY = 4, /* bytes of a window that are hashed */
    MAX_KEYS = 1 << 22,
    SLOTS_A_KEY = 16,
    MIN_BITS = 14, /* of a hash: that table is half of a first-level cache */
    MAX_BITS = 20,
};

/* A filter that lets pass more than this share of all places is slower than the automaton alone. */
static const double max_share = 0.04;

struct filter {
    const char *(*find)(const struct filter *f, const char *p, const char *end,
                        struct line_scan *scan);
    size_t back;
    struct literal literal;
    char literal_bytes[LITERAL_MAX];
    uint8_t buckets[WINDOW][256];
    uint8_t low[VECTOR][16], high[VECTOR][16];
    uint8_t *follows; /* 1 << bits sets of what c & 7 may be of the byte c behind a key */
    unsigned bits;
};

static bool holds(const struct window *w, size_t at, unsigned c)
{
    return w->bytes[at][c >> 6] >> (c & 63) & 1;
}

/* ---- a literal ---- */

static const char *find_literal(const struct filter *f, const char *p, const char *end,
                                struct line_scan *scan)
{
    return literal_find_scan(&f->literal, p, end, scan);
}

static void use_literal(struct filter *f, const struct window *w)
{
    memcpy(f->literal_bytes, w->literal, w->nliteral);
    literal_init(&f->literal, (struct str){f->literal_bytes, w->nliteral});
    f->back = w->literal_back;
    f->find = find_literal;
}

/* ---- buckets ---- */

/* Whether a window may stand at p, as far as it stands before end. */
static bool fits(const struct filter *f, const char *p, const char *end)
{
    unsigned common = 0xFF;
    for (size_t i = 0; i < WINDOW && p + i < end; i++)
        common &= f->buckets[i][(unsigned char)p[i]];
    return common != 0;
}

static const char *find_bucket(const struct filter *f, const char *p, const char *end,
                               struct line_scan *scan)
{
    (void)scan; /* is not taken on */
    for (; end - p >= WINDOW; p++)
        if (f->buckets[0][(unsigned char)p[0]] & f->buckets[1][(unsigned char)p[1]] &
                f->buckets[2][(unsigned char)p[2]] &&
            fits(f, p, end))
            return p;
    for (; p < end; p++)
        if (fits(f, p, end))
            return p;
    return NULL;
}

#ifdef HAVE_AVX2
AVX2 static inline __m256i table_of(const uint8_t *entries)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)entries));
}

/* The buckets that the byte at each of 32 places is in. */
AVX2 static inline __m256i look_up(const char *p, __m256i low, __m256i high)
{
    const __m256i half = _mm256_set1_epi8(15);
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i l = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half));
    __m256i h = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
    return _mm256_and_si256(l, h);
}

/* The places p .. p + 31 that no bucket has, as bits. */
AVX2 static inline unsigned misses(const char *p, const __m256i *low, const __m256i *high)
{
    __m256i first = _mm256_and_si256(look_up(p, low[0], high[0]), look_up(p + 1, low[1], high[1]));
    __m256i common = _mm256_and_si256(first, look_up(p + 2, low[2], high[2]));
    return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(common, _mm256_setzero_si256()));
}

/* The first place of those found, as bits from p on, where a window may stand. */
static inline const char *first_fit(const struct filter *f, const char *p, unsigned found,
                                    const char *end)
{
    for (; found; found &= found - 1)
        if (fits(f, p + __builtin_ctz(found), end))
            return p + __builtin_ctz(found);
    return NULL;
}

AVX2 static const char *find_bucket_avx2(const struct filter *f, const char *p, const char *end,
                                         struct line_scan *scan)
{
    enum { STEP = 32, REACH = STEP + VECTOR - 1 };
    if (end - p < REACH)
        return find_bucket(f, p, end, NULL);
    __m256i low[VECTOR], high[VECTOR], newline = _mm256_set1_epi8('\n');
    for (unsigned i = 0; i < VECTOR; i++) {
        low[i] = table_of(f->low[i]);
        high[i] = table_of(f->high[i]);
    }
    if (scan)
        scan_before(scan, p);
    const char *last = end - REACH, *at;
    for (; p <= last; p += STEP) {
        unsigned found = ~misses(p, low, high), nl = 0;
        if (scan) {
            __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
            nl = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, newline));
        }
        if (!(found | nl))
            continue;
        if ((at = first_fit(f, p, found, end)))
            return at;
        for (; nl; nl &= nl - 1)
            scan_newline(scan, p + __builtin_ctz(nl));
    }
    /* the last places, with some that were looked at before */
    unsigned skip = (unsigned)(p - last);
    if (skip < STEP && (at = first_fit(f, last, ~misses(last, low, high) >> skip << skip, end)))
        return at;
    return find_bucket(f, last + STEP > p ? last + STEP : p, end, NULL);
}
#endif

/* Puts the windows into the buckets; gives the share of places that fit, > 1 for none. */
static double use_buckets(struct filter *f, const struct windows *ws, bool *failed)
{
    struct bucket bucket[BUCKETS];
    size_t n = buckets_of(ws, bucket, failed);
    double share = n ? 0 : 2;
    for (size_t b = 0; b < n; b++) {
        uint8_t bit = (uint8_t)(1u << b);
        for (size_t k = 0; k < WINDOW; k++)
            for (unsigned c = 0; c < 256; c++)
                if (bucket_has(&bucket[b], k, c)) {
                    f->buckets[k][c] |= bit;
                    if (k < VECTOR) {
                        f->low[k][c & 15] |= bit;
                        f->high[k][c >> 4] |= bit;
                    }
                }
        share += bucket[b].share;
    }
    f->find = find_bucket;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        f->find = find_bucket_avx2;
#endif
    return share;
}

/* ---- the hash ---- */

static inline uint32_t load32(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint32_t hash_of(uint32_t key, unsigned bits)
{
    return ((key | 0x20202020) * UINT32_C(2654435761)) >> (32 - bits); /* Knuth, 6.4 */
}

static const char *find_hashed(const struct filter *f, const char *p, const char *end,
                               struct line_scan *scan)
{
    (void)scan;
    const uint8_t *follows = f->follows;
    const unsigned bits = f->bits;
    for (; end - p > KEY; p++)
        if (follows[hash_of(load32(p), bits)] >> (p[KEY] & 7) & 1)
            return p;
    return p < end ? p : NULL; /* too little is left to tell */
}

/* The keys of a window: any of the bytes of each place; and what may follow them. */
struct keys {
    uint8_t byte[KEY][256];
    size_t n[KEY];
    uint8_t follows;
};

static void find_keys(const struct window *w, struct keys *k)
{
    *k = (struct keys){0};
    for (unsigned c = 0; c < 256; c++) {
        for (size_t i = 0; i < KEY; i++)
            if (holds(w, i, c) && ((c & 0x20) || !holds(w, i, c | 0x20)))
                k->byte[i][k->n[i]++] = (uint8_t)c;
        if (holds(w, KEY, c))
            k->follows |= (uint8_t)(1u << (c & 7));
    }
}

/* How many there are; more than MAX_KEYS are too many. */
static size_t count_keys(const struct keys *k)
{
    size_t keys = 1;
    for (size_t i = 0; i < KEY && keys <= MAX_KEYS; i++)
        keys *= k->n[i];
    return keys;
}

static void hash_keys(struct filter *f, const struct keys *k, size_t at, uint32_t key)
{
    if (at == KEY) {
        f->follows[hash_of(key, f->bits)] |= k->follows;
        return;
    }
    for (size_t i = 0; i < k->n[at]; i++)
        hash_keys(f, k, at + 1, key | (uint32_t)k->byte[at][i] << (8 * at));
}

/* False where there are too many keys, or no memory. */
static bool use_hash(struct filter *f, const struct windows *ws, bool *failed)
{
    struct keys k;
    size_t keys = 0;
    for (size_t i = 0; i < ws->n && keys <= MAX_KEYS; i++) {
        find_keys(&ws->w[i], &k);
        keys += count_keys(&k);
    }
    for (f->bits = MIN_BITS; f->bits < MAX_BITS && (size_t)1 << f->bits < keys * SLOTS_A_KEY;
         f->bits++)
        ;
    if (keys > (size_t)1 << f->bits)
        return false;
    f->follows = calloc(1, (size_t)1 << f->bits);
    *failed = !f->follows;
    if (*failed)
        return false;
    for (size_t i = 0; i < ws->n; i++) {
        find_keys(&ws->w[i], &k);
        hash_keys(f, &k, 0, 0);
    }
    f->find = find_hashed;
    return true;
}

/* ---- */

struct filter *filter_new(const struct windows *ws, bool *failed)
{
    *failed = false;
    if (ws->n == 0 || ws->share > max_share)
        return NULL;
    struct filter *f = calloc(1, sizeof *f);
    *failed = !f;
    if (!f)
        return NULL;
    for (size_t i = 0; i < ws->n; i++)
        f->back = ws->w[i].back > f->back ? ws->w[i].back : f->back;
    const struct window *w = ws->w;
    if (ws->n == 1 && w->nliteral && w->literal_share <= w->share * 4) {
        use_literal(f, w);
        return f;
    }
    /* joining windows in buckets lets more pass; the hash is four times slower in itself */
    if (use_buckets(f, ws, failed) <= 2 * ws->share + 0.002 ||
        (!*failed && use_hash(f, ws, failed)))
        return f;
    filter_free(f);
    return NULL;
}

void filter_free(struct filter *f)
{
    if (!f)
        return;
    free(f->follows);
    free(f);
}

const char *filter_find(const struct filter *f, const char *p, const char *end,
                        struct line_scan *scan)
{
    return f->find(f, p, end, scan);
}

size_t filter_back(const struct filter *f)
{
    return f->back;
}
