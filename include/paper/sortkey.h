/* sortkey.h - what sort(1) compares: the value of a field as text that sorts, byte by byte, as it
 * should. */
#ifndef PAPER_SORTKEY_H
#define PAPER_SORTKEY_H

#include "paper/rec.h"

/* Appends the record's sort key for a field: two columns, each ending in a TAB. The first tells
 * records without a value there (or, if numeric, with none that begins with a number) from all
 * others, so that they come last, also where the order is to be turned round. The second is the
 * value: as it is; or the number it begins with (C's strtod, so 1e-3 and -0.5 are fine), as 16
 * hexadecimal digits that sort as the numbers do. Keys of several fields may follow one another: a
 * TAB sorts before anything that a value holds, so all columns together are compared as one string.
 */
void sortkey_put(struct buf *out, const struct rec *r, struct str name, bool numeric, bool reverse);

/* The number that a value begins with, as above; false where there is none. */
bool sortkey_number(struct str value, double *number);

#endif
