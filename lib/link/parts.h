/* parts.h - the parts of lib/link, for each other. */
#ifndef LINK_PARTS_H
#define LINK_PARTS_H

#include "paper/link.h"

/* A link in a text: where it stands, and what it is. */
struct found {
    size_t begin, end;
    enum link_kind kind;
    unsigned version;
};

/* ---- hits.c: where a link may be ---- */

/* The first offset from `from` on at which something stands that every link holds, or text.n:
 *     ttp ftp      a scheme
 *     xiv          arXiv
 *     pmi pmc sbn  PMID, PMC, ISBN
 *     .x           a dot and a letter: a host
 *     10.          a DOI
 *     /9           a slash and a digit: an old arXiv number
 * Letters of either case. */
size_t link_hit(struct str text, size_t from);

/* ---- element.c: the bytes of a link, out of text ---- */

/* One element of a link at offset i: how many bytes of the text it takes, 0 where the link ends;
 * what it means goes to out. */
size_t link_element(struct str text, size_t i, struct buf *out);

/* Whether the dot at offset i ends a sentence that the next is glued to. `known` sentences begin
 * with one of few words; others, with any word with a capital that a small letter follows. */
bool link_sentence_at(struct str text, size_t i, bool known);

/* ---- host.c ---- */

enum tld { TLD_NONE, TLD_WEAK, TLD_KNOWN }; /* weak: a word of English or a file's ending, too */

struct host {
    size_t begin, end;  /* in out */
    size_t labels, tld; /* how many; where the last begins */
    size_t shortest;    /* bytes of the shortest label but the first */
    bool is_lower;      /* the last label was written so */
    bool has_number;    /* a label but the last is of digits alone */
    enum tld tld_class;
};

/* Reads a host's name, with its port, and with a user before it where there may be one, at offset i
 * of the text, and appends it in lower case; gives the offset behind it, or 0 where there is none,
 * and out as it was. */
size_t host_read(struct str text, size_t i, bool user, struct buf *out, struct host *host);

/* ---- address.c ---- */

/* The address whose scheme has its "ttp" or "ftp" at offset hit. */
bool address_with_scheme(struct str text, size_t hit, size_t from, struct found *f,
                         struct buf *out);

/* The address without scheme that has a dot at offset hit. */
bool address_bare(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);

/* Appends the path of an address, or the rest of a DOI, from offset i on; gives where it ends,
 * without the punctuation of the sentence around it. */
size_t address_path(struct str text, size_t i, bool doi, size_t host, struct buf *out);

/* ---- number.c ---- */

bool number_doi(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);
bool number_arxiv(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);
bool number_arxiv_old(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);
bool number_pubmed(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);
bool number_isbn(struct str text, size_t hit, size_t from, struct found *f, struct buf *out);

/* Undoes the percent-encoding of a DOI, which is the same with it and without, from offset `from`
 * on: of what can be seen in ASCII, and of letters, digits and marks. */
void number_doi_decode(struct buf *link, size_t from);

/* The new arXiv number that goes on with a list of such at offset `from`: "1606.08991 and
 * 1606.08995". */
bool number_arxiv_list(struct str text, size_t from, struct found *f, struct buf *out);

/* The arXiv number that s begins with: its length with version, 0 where it is none. Appended to
 * out without version and subject class. */
size_t number_arxiv_read(struct str s, struct buf *out, unsigned *version);

/* ---- rules.c ---- */

/* link holds a whole address whose host begins at offset `host`: turns it into its canonical form,
 * tells its kind. */
void rules_apply(struct buf *link, size_t host, struct found *f);

/* Whether the table knows the host. */
bool rules_know(struct str host);

/* Whether the host keeps repositories, and owner or name of one is missing in the path. */
bool rules_lack(struct str host, struct str path);

#endif
