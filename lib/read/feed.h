/* feed.h - what Atom and RSS share: arXiv's ways of writing into their fields. Internal to
 * lib/read.
 */
#ifndef READ_FEED_H
#define READ_FEED_H

#include "xml.h"

/* An entry's text: arXiv begins it with its number, the kind of announcement and "Abstract:". */
void feed_summary(struct reader *r, struct str s);

/* An entry's identifier: arXiv's number, a DOI, or a URL. */
void feed_id(struct reader *r, struct str s);

/* A title as arXiv's RSS has it: `T. (arXiv:ID [cat] UPDATED)`. */
void feed_title(struct reader *r, struct str s);

/* Puts a paper's element, whose whole text is raw; false where it is to be passed over. */
typedef bool feed_entry(struct reader *r, struct xml *x, struct str raw);

/* A format. */
struct feed {
    bool (*wanted)(struct str name); /* the elements that are entries, or say something of all */
    bool (*root)(struct str name);   /* what a file of it begins with */
    feed_entry *entry;
};

/* As struct format has it: the next of the wanted elements that is a paper. One that has neither
 * ID, title nor abstract, or a fault in its form, is rejected. */
bool feed_next(struct reader *r, struct xml_stream *stream, const struct feed *feed);

#endif
