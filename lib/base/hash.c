/* hash.c - SipHash-2-4-128, as in the paper and reference code that hash.h names; keys for it. */
#define _DEFAULT_SOURCE /* for getentropy(), which POSIX has since its issue of 2024 */

#include "paper/hash.h"

#include "paper/word64.h"

#include <unistd.h>

struct sip {
    uint64_t a, b, c, d;
};

static uint64_t rotl(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

/* Inline, so that the state stays in registers. */
static inline void sip_round(struct sip *s)
{
    s->a += s->b;
    s->b = rotl(s->b, 13) ^ s->a;
    s->a = rotl(s->a, 32);
    s->c += s->d;
    s->d = rotl(s->d, 16) ^ s->c;
    s->a += s->d;
    s->d = rotl(s->d, 21) ^ s->a;
    s->c += s->b;
    s->b = rotl(s->b, 17) ^ s->c;
    s->c = rotl(s->c, 32);
}

static inline void sip_word(struct sip *s, uint64_t m)
{
    s->d ^= m;
    sip_round(s);
    sip_round(s);
    s->a ^= m;
}

static uint64_t sip_end(struct sip *s)
{
    for (int i = 0; i < 4; i++)
        sip_round(s);
    return s->a ^ s->b ^ s->c ^ s->d;
}

/* The last n < 8 bytes as a little-endian word. */
static uint64_t load_rest(const unsigned char *p, size_t n)
{
    uint64_t m = 0;
    for (size_t i = 0; i < n; i++)
        m |= (uint64_t)p[i] << (8 * i);
    return m;
}

struct hash128 siphash(const void *data, size_t n, const uint64_t key[2])
{
    static const unsigned char none[1];
    const unsigned char *p = n ? data : none; /* what is empty may be NULL, which allows no p + 0 */
    struct sip s = {
        key[0] ^ 0x736f6d6570736575,
        key[1] ^ 0x646f72616e646f6d ^ 0xee,
        key[0] ^ 0x6c7967656e657261,
        key[1] ^ 0x7465646279746573,
    };
    size_t i = 0;
    for (; i + 8 <= n; i += 8)
        sip_word(&s, load64(p + i));
    sip_word(&s, load_rest(p + i, n - i) | (uint64_t)n << 56);
    s.c ^= 0xee;
    uint64_t lo = sip_end(&s);
    s.b ^= 0xdd;
    return (struct hash128){lo, sip_end(&s)};
}

void hash_seed(uint64_t key[2])
{
    if (getentropy(key, 2 * sizeof *key) != 0)
        key[0] = key[1] = (uint64_t)(uintptr_t)key;
}
