/* feed.h - what Atom and RSS share: arXiv's ways of writing into their fields. Internal to
 * lib/read.
 */
#ifndef READ_FEED_H
#define READ_FEED_H

#include "put.h"

/* An entry's text: arXiv begins it with its number, the kind of announcement and "Abstract:". */
void feed_summary(struct reader *r, struct str text);

/* An entry's identifier: arXiv's number, a DOI, or a URL. */
void feed_id(struct reader *r, struct str text);

/* A title as arXiv's RSS has it: `T. (arXiv:ID [cat] UPDATED)`. */
void feed_title(struct reader *r, struct str text);

/* Whether the paper that was read is one; else it is rejected with its raw text, and cleared.
 * `why`: what was wrong with its form, or NULL. */
bool feed_accept(struct reader *r, struct str raw, const char *why);

#endif
