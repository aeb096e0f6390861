/* cpu.h - whether vector code for AVX2 can be compiled (HAVE_AVX2), and run on this machine. What
 * code is compiled for is chosen function by function, by the word AVX2 before it, so that one
 * program runs everywhere. */
#ifndef PAPER_CPU_H
#define PAPER_CPU_H

#if defined __x86_64__ && defined __GNUC__ && !defined NO_VECTORS
#define HAVE_AVX2
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#include <immintrin.h>
#include <stdint.h>

/* The bytes at p that are c, of 64, as bits. */
AVX2 static inline uint64_t bytes_avx2(const char *p, char c)
{
    const __m256i all = _mm256_set1_epi8(c);
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
    uint64_t low = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, all));
    uint64_t high = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, all));
    return high << 32 | low;
}

static inline int cpu_has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("popcnt");
}
#endif

#endif
