/* rules.h - what kind a link is. Internal to lib/link. */
#ifndef LINK_RULES_H
#define LINK_RULES_H

#include "paper/link.h"

/* link holds a whole link whose host begins at offset `host`: turns it into its canonical form,
 * tells its kind. False where it is no link after all: no host name with a dot. */
bool rules_apply(struct buf *link, size_t host, enum link_kind *kind);

#endif
