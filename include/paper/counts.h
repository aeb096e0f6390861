/* counts.h - tables of counts: for each term one whole number or more, for the empty term those of
 * all. One run over each part of a corpus makes such a table; added up, they are that of the whole.
 * As text a row is `term <TAB> number...`, the rows sorted in the C locale.
 *
 * Takes the bytes of a term and some 50 more. */
#ifndef PAPER_COUNTS_H
#define PAPER_COUNTS_H

#include "paper/buf.h"

#include <stdint.h>

struct counts;

/* A table of 1 to 4 numbers a term. NULL without memory. To be freed by counts_free. */
struct counts *counts_new(size_t columns);
void counts_free(struct counts *c);

/* Adds numbers to those of a term; or a row of such a table. NULL, or what is wrong: then nothing
 * was added. */
const char *counts_add(struct counts *c, struct str term, const uint64_t *n);
const char *counts_add_row(struct counts *c, struct str line);

/* The numbers of a term, or NULL; valid until something is added. */
const uint64_t *counts_of(const struct counts *c, struct str term);

/* The terms in order of arrival: how many, and the one with number i. */
size_t counts_terms(const struct counts *c);
struct str counts_term(const struct counts *c, size_t i);

/* Appends the table as text. */
void counts_put(const struct counts *c, struct buf *out);

#endif
