/* literal.h - looking for one string of bytes. Internal to lib/find. */
#ifndef FIND_LITERAL_H
#define FIND_LITERAL_H

#include "paper/scan.h"
#include "paper/str.h"

struct literal {
    struct str s; /* of at least one byte; the caller's, and must stay */
    size_t
        rare[3]; /* where its rarest bytes stand, the rarest first; again and again in short ones */
    const char *(*find)(const struct literal *l, const char *p, const char *end);
};

/* Chooses how to look for s on this machine. */
void literal_init(struct literal *l, struct str s);

/* The first place of the string in p..end, whole; NULL for none. */
static inline const char *literal_find(const struct literal *l, const char *p, const char *end)
{
    return l->find(l, p, end);
}

/* The same. Where scan is not NULL it is taken on with little further cost, to somewhere before the
 * place found or the end. */
const char *literal_find_scan(const struct literal *l, const char *p, const char *end,
                              struct line_scan *scan);

#endif
