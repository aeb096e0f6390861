/* decode.h - what input.c asks of the decoder of an open file. Internal to lib/base. */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include "paper/input.h"

/* Turns bytes of in->raw into UTF-8 at p, as many as there is room for: their number, 0 where those
 * that are there are no whole character. */
size_t decode(struct input *in, char *p, size_t room);

/* The same at the file's end, where what is left of a character is one that means nothing. */
size_t decode_rest(struct input *in, char *p, size_t room);

void decode_end(struct input *in); /* of the file */

#endif
