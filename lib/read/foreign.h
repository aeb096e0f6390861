/* foreign.h - what people give that is no text of papers. Internal to lib/read. */
#ifndef READ_FOREIGN_H
#define READ_FOREIGN_H

#include "paper/input.h"

/* Reports a file that is compressed, or of another program, by its first bytes, with the command
 * to put in front. False where it is none of these. */
bool foreign_report(struct input *in, struct str head);

/* Reports a file in which no format was recognised. */
void foreign_unknown(struct input *in, struct str head);

#endif
