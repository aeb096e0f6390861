/* target.h - the file that a new one is to take the place of.
 *
 * A file is renewed by writing another beside it, which then gets its name by rename(2). That must
 * be done to the file itself, not to a symbolic link to it, and only to a regular file: a pipe or a
 * device would be gone. */
#ifndef PAPER_TARGET_H
#define PAPER_TARGET_H

#include "paper/buf.h"

/* Into `target`, with a NUL behind it that is not counted: the name of the file that `name` leads
 * to through links, or `name` itself where there is no file yet. NULL, or why none can be put in
 * its place. */
const char *target_of(const char *name, struct buf *target);

#endif
