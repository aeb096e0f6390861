/* cite.h - which papers of a stream another one names: by a number, or by its title in quotes.
 *
 * First every record is put in, then any text may be asked about, so that a paper can name one that
 * comes after it. A name that several records have names none of them: what is told is certain. */
#ifndef PAPER_CITE_H
#define PAPER_CITE_H

#include "paper/rec.h"
#include "paper/table.h"

struct cites {
    struct table names; /* "arxiv:2401.01234"; a title has a quotation mark before it */
    uint32_t *owner;    /* of each name: the number of its record's ID, or CITES_NOBODY */
    size_t cap;
    struct buf key; /* a name that is looked up; key.failed: no memory */
};

#define CITES_NOBODY UINT32_MAX

void cites_start(struct cites *c);

/* Puts in a record under its ID, its title, and what its fields doi, arxiv and pmid hold. A number
 * that is a record's ID is that record's, whatever others have it in a field. False without
 * memory. About 250 bytes and twice the title for each record. */
bool cites_add(struct cites *c, const struct rec *r);

/* The ID of the record that has the name "doi:10.5555/1"; no text where none has. Valid until the
 * next cites_add(). */
struct str cites_number(const struct cites *c, struct str name);

/* The next title of a record that stands in quotes in the text from *at on, which moves behind its
 * opening mark, and the ID of that record. Titles are equal byte by byte, but for the sentence's
 * marks at their ends. False where there is none, or no memory. O(n) for a text. */
bool cites_title(struct cites *c, struct str text, size_t *at, struct str *title, struct str *id);

void cites_free(struct cites *c);

#endif
