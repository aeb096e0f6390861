/* cpu.h - whether the vector code of lib/find can be compiled, and run on this machine. What it is
 * compiled for is chosen function by function, so one program runs everywhere. */
#ifndef FIND_CPU_H
#define FIND_CPU_H

#if defined __x86_64__ && defined __GNUC__
#define HAVE_AVX2
#define AVX2 __attribute__((target("avx2")))
#include <immintrin.h>

static inline int cpu_has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#endif

#endif
