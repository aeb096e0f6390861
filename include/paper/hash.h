/* hash.h - SipHash-2-4 with a 128-bit result (Aumasson and Bernstein, "SipHash: a fast short-input
 * PRF", INDOCRYPT 2012, doi:10.1007/978-3-642-34931-7_28; the 128-bit form is from the authors'
 * reference code). The same bytes and key give the same result on every machine. */
#ifndef PAPER_HASH_H
#define PAPER_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash128 {
    uint64_t lo, hi;
};

/* key: two words; {0, 0} where the result must be the same everywhere, random where input made
 * by a stranger must not be able to choose it. About 1.5 cycles a byte. */
struct hash128 siphash(const void *data, size_t n, const uint64_t key[2]);

/* A random key, for tables whose order nobody sees; from the kernel or, without it, from an
 * address, which is still not known to who wrote the input. */
void hash_seed(uint64_t key[2]);

#endif
