/* seen.h - the file of papers that were seen on earlier runs.
 *
 * Entries are only ever appended, each with a checksum, under a lock that the system takes off when
 * a program ends, however it ends. What a killed program wrote in part is cut off by the next one
 * that takes the lock. So the file is good at every moment, and several programs may share it. */
#ifndef PAPER_SEEN_H
#define PAPER_SEEN_H

#include "paper/buf.h"

#include <stdint.h>

enum { SEEN_ENTRY_MAX = 4096 }; /* bytes of an entry */

struct seen {
    const char *path;
    int fd;
    uint64_t end;   /* what is before it was given out */
    struct buf add; /* entries to append */
    bool damaged;   /* not a state file, or one with something broken in its middle */
};

/* What an entry holds, and the day it was seen, counted from 1970-01-01. Valid until it returns;
 * false where it cannot take it: seen_lock() fails then, with ENOMEM. */
typedef bool seen_fn(void *arg, struct str what, uint32_t day);

/* Opens the file, which is made where it is missing; false with errno. path must outlive it. */
bool seen_open(struct seen *s, const char *path);

/* Waits for the lock, takes it, and gives out what others appended since the last time. False with
 * errno, or damaged set: the lock is not held then. */
bool seen_lock(struct seen *s, seen_fn *each, void *arg);

/* Notes an entry of at most SEEN_ENTRY_MAX bytes; false without memory. */
bool seen_note(struct seen *s, struct str what, uint32_t day);

/* Under the lock: appends what was noted, and gives the lock back. False with errno; nothing of it
 * is in the file then. */
bool seen_unlock(struct seen *s);

/* Under the lock: writes the file anew without the entries before a day, in one step: whoever waits
 * for the lock finds the new file. False with errno; the file is as it was then. */
bool seen_forget(struct seen *s, uint32_t day);

/* Forces what was appended onto the disk and closes; false with errno. */
bool seen_close(struct seen *s);

#endif
