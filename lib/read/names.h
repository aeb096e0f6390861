/* names.h - what people and programs call the columns of their tables and the keys of their
 * objects. Internal to lib/read. */
#ifndef READ_NAMES_H
#define READ_NAMES_H

#include "put.h"

enum { NAMES_MAX = 192 }; /* numbers of names are below it */

/* What is done with a value, beyond enum put. */
enum {
    NAMES_PEOPLE = PUT_ID + 1,
    NAMES_NUMBER,    /* 123.0 of programs that take a PubMed number for a quantity */
    NAMES_ACCESSION, /* WOS:0001 */
    NAMES_PAGES,     /* the first; that without `name` is the last */
    NAMES_END
};

/* The next rule behind `after` (NULL: the first) for a name, of which only letters and digits
 * count, in whatever case and with or without accents; NULL for none. fold is working space. The
 * time is that of a comparison with each name there is. */
const struct rule *names_find(struct buf *fold, struct str name, const struct rule *after);

/* The rules have numbers in the order of preference. */
size_t names_number(const struct rule *rule);
const struct rule *names_rule(size_t number);

#endif
