/* jsonl.h - the reader of papers as JSON, for those who find JSON elsewhere. Internal to lib/read.
 */
#ifndef READ_JSONL_H
#define READ_JSONL_H

#include "jsonpaper.h"

enum { JSONL_LEVELS = 64 }; /* of brackets entered that are kept in mind */

struct jsonl {
    struct json json;
    struct jsonpaper paper;
    size_t walk;             /* in an envelope held in memory: the node to look at next */
    size_t taken;            /* bytes of it, to be taken then */
    size_t depth;            /* of the brackets entered */
    char open[JSONL_LEVELS]; /* those */
    size_t column;           /* bytes of the line before what comes next */
    bool passed;             /* an object stands there, and more of the line than is known */
    bool written;            /* something but white space stands there */
    bool inside;             /* in a string that is passed over in pieces */
};

/* As struct format has it. */
bool jsonl_detect(struct str head, bool whole);
bool jsonl_next(struct reader *r);
void jsonl_end(void *state);

/* The next paper in what s->json holds, from the node s->walk on, in r->paper; false when there
 * are no more. */
bool jsonl_walk(struct reader *r, struct jsonl *s);

#endif
