/* fetch.h - tells the processor of memory that will soon be read. */
#ifndef PAPER_FETCH_H
#define PAPER_FETCH_H

#include <stddef.h>
#include <stdint.h>

enum { FETCHED = 64 /* bytes that come at once, on most machines */ };

/* Asks for so many times FETCHED bytes from p on, which may lie beyond what there is: nothing is
 * read. */
static inline void fetch(const void *p, size_t lines)
{
#ifdef __GNUC__
    for (size_t i = 0; i < lines; i++) {
        /* A pointer must not point beyond the end. NOLINTNEXTLINE(performance-no-int-to-ptr) */
        __builtin_prefetch((const void *)((uintptr_t)p + i * FETCHED));
    }
    __asm__ volatile(""); /* gcc leaves functions out that seem to do nothing */
#else
    (void)p;
    (void)lines;
#endif
}

#endif
