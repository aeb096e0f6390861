/* prog_names.h - the -k option of the programs. For cmd/ alone. */
#ifndef PAPER_PROG_NAMES_H
#define PAPER_PROG_NAMES_H

#include "paper/prog.h"
#include "paper/rec.h"

/* Adds the names in the option's value to the list; one that is none ends the program. */
static inline void prog_names(struct names *list, const char *value)
{
    struct str bad;
    if (names_parse(list, value, &bad))
        return;
    if (!bad.p)
        prog_fail("out of memory");
    prog_bad_usage("-k: '%.*s' is no field's name", (int)bad.n, bad.p);
}

#endif
