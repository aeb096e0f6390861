/* draft.h - a record being made: whatever a source says of a paper, cleaned as it is put in.
 *
 * A draft is filled, written, cleared and filled again; its buffers soon stop growing. When memory
 * runs out draft_failed() tells, as buf.h has it. */
#ifndef PAPER_DRAFT_H
#define PAPER_DRAFT_H

#include "paper/output.h"
#include "paper/rec.h"

struct draft {
    struct str line; /* set: the record as a whole, clean and complete; the rest is not looked at */
    struct buf col[REC_COLUMNS];
    struct buf fields; /* TAB name : value, one after another */
    struct buf tmp;
    uint64_t mended; /* bytes that were no UTF-8, as text_clean() counts them; never cleared */
};

void draft_clear(struct draft *d);
void draft_free(struct draft *d);
bool draft_failed(const struct draft *d);

/* Puts clean text in a column; REC_DATE takes only a date of the calendar, and says whether it did.
 */
bool draft_set(struct draft *d, int column, struct str text);

/* Adds a field with clean text; one that is empty then is not added. name must be a field's name.
 */
void draft_add(struct draft *d, struct str name, struct str text);

/* Gives a draft without an ID the one that is made from title and abstract, or where there is
 * neither from its date and its fields. */
void draft_need_id(struct draft *d);

/* Writes the record, with `more` (clean columns, each after its TAB) at its end. */
void draft_write(struct draft *d, struct str more, struct output *out);

#endif
