/* hash64.h - a fast hash of short texts, such as words: by multiplying, eight bytes at a time. The
 * same on every machine. A stranger can make texts of one hash, so nothing may depend on it that
 * he should not decide; siphash() is for that. About 3 ns for a word.
 *
 * Nor may a table take its places from it where the texts are a stranger's: he can choose them so
 * that they crowd in one part, and each look-up walks along all. hash64_place() is for that. */
#ifndef PAPER_HASH64_H
#define PAPER_HASH64_H

#include "paper/word64.h"

#include <stddef.h>

/* P. Evensen's rrmxmx takes two such steps; the constant is his. */
static inline uint64_t hash64_mix(uint64_t h)
{
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return h ^ h >> 32;
}

/* Up to eight bytes as a number; of one length no two texts give the same. */
static inline uint64_t hash64_short(const unsigned char *p, size_t n)
{
    if (n >= 4)
        return load32(p) | (uint64_t)load32(p + n - 4) << 32;
    return n ? (uint64_t)p[0] | (uint64_t)p[n / 2] << 8 | (uint64_t)p[n - 1] << 16 : 0;
}

/* salt: texts of different kinds get different hashes. Never 0. */
static inline uint64_t hash64(const char *text, size_t n, uint64_t salt)
{
    const unsigned char *p = (const unsigned char *)text, *end = p + n;
    uint64_t h = (n + (salt << 32)) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
    for (; end - p > 8; p += 8)
        h = hash64_mix(h ^ load64(p));
    h ^= n <= 8 ? hash64_short(p, n) : load64(end - 8);
    h = hash64_mix(hash64_mix(h));
    return h ? h : 1;
}

/* Where to begin in a table, of which the lowest bits are taken: by a seed that those who chose the
 * texts do not know, such as hash_seed(). */
static inline uint64_t hash64_place(uint64_t hash, uint64_t seed)
{
    return hash64_mix(hash ^ seed);
}

#endif
