/* word64.h - bytes as one little-endian word, on every machine: compilers make one load or
 * store of it. */
#ifndef PAPER_WORD64_H
#define PAPER_WORD64_H

#include <stdint.h>

static inline uint32_t load32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t load64(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
           (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

static inline void store64(unsigned char *p, uint64_t w)
{
    p[0] = (unsigned char)w;
    p[1] = (unsigned char)(w >> 8);
    p[2] = (unsigned char)(w >> 16);
    p[3] = (unsigned char)(w >> 24);
    p[4] = (unsigned char)(w >> 32);
    p[5] = (unsigned char)(w >> 40);
    p[6] = (unsigned char)(w >> 48);
    p[7] = (unsigned char)(w >> 56);
}

/* The same byte eight times. */
static inline uint64_t every64(unsigned char c)
{
    return c * UINT64_C(0x0101010101010101);
}

/* Where a byte of the word is c its high bit is set; maybe above the lowest such byte, too. */
static inline uint64_t find64(uint64_t word, unsigned char c)
{
    uint64_t x = word ^ every64(c);
    return (x - every64(1)) & ~x & every64(0x80);
}

/* The high bits of the bytes that are no letter and no digit of ASCII. */
static inline uint64_t not_alnum64(uint64_t word)
{
    const uint64_t high = every64(0x80), digit = word & ~high, letter = digit | every64(0x20);
    /* A high bit is set from the first of a range on, but not behind its last. */
    uint64_t is = (letter + every64(0x80 - 'a')) & ~(letter + every64(0x7F - 'z'));
    is |= (digit + every64(0x80 - '0')) & ~(digit + every64(0x7F - '9'));
    return (~is | word) & high;
}

/* The number of the lowest bit that is set in a word that is not 0. */
static inline unsigned lowest64(uint64_t word)
{
#ifdef __GNUC__
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned n = 0;
    for (; !(word & 1); word >>= 1)
        n++;
    return n;
#endif
}

/* The number of the highest bit that is set in a word that is not 0. */
static inline unsigned highest64(uint64_t word)
{
#ifdef __GNUC__
    return 63 - (unsigned)__builtin_clzll(word);
#else
    unsigned n = 0;
    while (word >>= 1)
        n++;
    return n;
#endif
}

#endif
