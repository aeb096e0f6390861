/* guard.h - a file that is mapped and must stay whole. */
#ifndef PAPER_GUARD_H
#define PAPER_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Where somebody cuts the file that is mapped to the n bytes at p, the first byte read that is gone
 * calls `gone`, which is to end the program, instead of a death by SIGBUS. What reads the bytes
 * must be safe to interrupt, as memcpy() is. For one file at a time; p NULL: for none. False: errno
 * tells.
 */
bool guard_map(const void *p, size_t n, void (*gone)(void));

#endif
