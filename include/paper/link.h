/* link.h - the pointers in a text: links, and the numbers by which papers and books are named.
 *
 * Each comes in one canonical form and with its kind, which a table of hosts and paths tells (or
 * the shape of a number). Text is taken as it is printed: with the sentence's punctuation behind a
 * link, TeX around and inside it, without scheme, broken by a space, two glued together. What the
 * rules are, and what is no link, paperlink(1) says. */
#ifndef PAPER_LINK_H
#define PAPER_LINK_H

#include "paper/buf.h"

enum link_kind {
    LINK_DOI,   /* 10.1145/3292500, lower case */
    LINK_ARXIV, /* 2401.01234 or hep-th/9901001, without version */
    LINK_PMID,  /* 12345 */
    LINK_PMCID, /* PMC12345 */
    LINK_ISBN,  /* 13 digits */
    LINK_CODE,
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
    unsigned version;      /* of an arXiv paper; 0: none was said */
    struct str as_written; /* points into the text */
};

/* The next link of the text from offset *at on, which moves behind it. Its canonical form, a value
 * as paper(5) has it, is put in canonical, which is cleared first. False where there is none;
 * canonical->failed as in buf.h. O(n) for all links of a text; above 1 GB/s where there are few. */
bool link_next(struct str text, size_t *at, struct link *link, struct buf *canonical);

/* What canonical forms of one link have in common: without scheme, www. and a slash at the end.
 * Points into canonical. */
struct str link_key(struct str canonical);

#endif
