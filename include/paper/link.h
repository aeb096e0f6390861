/* link.h - the links that a text holds, each in one canonical form.
 *
 * A link is what begins with http://, https:// or ftp:// and a host name with a dot in it. It ends
 * at white space, at < > " { } | ^ ` or at typographic punctuation; full stops, commas, quotes and
 * brackets that belong to the sentence are not part of it. TeX's \_ \% \& \# \~ and $\sim$ are what
 * they print. A table of hosts and paths tells its kind and its canonical form: a code repository
 * is https://github.com/OWNER/REPO whatever page or clone address of it was named. */
#ifndef PAPER_LINK_H
#define PAPER_LINK_H

#include "paper/buf.h"

enum link_kind {
    LINK_DOI,   /* 10.1145/3292500, lower case */
    LINK_ARXIV, /* 2401.01234 or hep-th/9901001, without version */
    LINK_CODE,  /* a repository */
    LINK_DATA,
    LINK_MODEL,
    LINK_DEMO,
    LINK_VIDEO,
    LINK_URL, /* anything else */
    LINK_KINDS,
};

/* The kinds' names: those of the fields that hold such links. */
extern const struct str link_kind_name[LINK_KINDS];

struct link {
    enum link_kind kind;
    struct str as_written; /* points into the text */
};

/* The next link of the text from offset *at on, which moves behind it. Its canonical form is put in
 * canonical, which is cleared first. False where there is none; text_failed as in buf.h. O(n). */
bool link_next(struct str text, size_t *at, struct link *link, struct buf *canonical);

#endif
