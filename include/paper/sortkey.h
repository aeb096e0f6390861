/* sortkey.h - what sort(1) compares: the value of a field as text that sorts, byte by byte, as it
 * should. */
#ifndef PAPER_SORTKEY_H
#define PAPER_SORTKEY_H

#include "paper/rec.h"

/* Appends the record's sort key for a field: two columns, each ending in a TAB. The first is 0, or
 * 1 for a record that has no value there (or, if numeric, none that begins with a number), so that
 * these can be kept last in any order. The second is the value: as it is; or the number it begins
 * with (C's strtod, so 1e-3 and -0.5 are fine), as 16 hexadecimal digits that sort as the numbers
 * do. */
void sortkey_put(struct buf *out, const struct rec *r, struct str name, bool numeric);

#endif
