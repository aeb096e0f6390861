/* literal.h - looking for one string of bytes. Internal to lib/find. */
#ifndef FIND_LITERAL_H
#define FIND_LITERAL_H

#include "paper/str.h"

/* Where the byte that is rarest in papers stands in the string. */
size_t literal_rarest(struct str s);

/* The first place of needle, of at least one byte, in text; NULL for none. rarest as above. */
const char *literal_find(struct str text, struct str needle, size_t rarest);

#endif
