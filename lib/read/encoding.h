/* encoding.h - what a file's text is encoded in. Internal to lib/read. */
#ifndef READ_ENCODING_H
#define READ_ENCODING_H

#include "paper/input.h"

/* Has the open file decoded, as `encoding` says, or where that is NULL as its first `head` bytes
 * show, of which more are looked at where they promise to tell, and passes over a byte order mark.
 */
void encoding_set(struct input *in, size_t head, const char *encoding);

#endif
