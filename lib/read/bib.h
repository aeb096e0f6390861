/* bib.h - BibTeX's syntax: entries out of a stream, and the fields of one. Internal to lib/read.
 *
 * The syntax is that of btxdoc ("BibTeXing", Patashnik, 1988) and of the BibLaTeX manual, read as
 * people write it: commas, keys, closing braces and quotes go missing. An entry is looked for at
 * the beginning of a line; what stands between entries is a comment. The next line that begins an
 * entry bounds the one being read, so that a brace that is never closed costs one entry, not the
 * rest of the file, and memory is bounded by one entry and the @string macros.
 *
 * An entry is scanned by memchr() from one brace to the next, each field remembered by its place;
 * nothing is copied but what # joins. */
#ifndef READ_BIB_H
#define READ_BIB_H

#include "paper/read.h"
#include "paper/table.h"

enum { BIB_TAGS = 96, BIB_BUCKETS = 256 };

/* A field's value: n bytes from `at` on, of the entry where `in` is NULL. */
struct bib_value {
    const struct buf *in;
    size_t at, n;
};

struct bib_macro {
    size_t at, n, room; /* in bib.macro_text, which keeps `room` bytes for it */
};

struct bib {
    /* Of the entry that was read, until the next: its type, its key, which may be empty. */
    struct str type, key;

    const char *const *tags; /* names of the fields that are kept, in lower case */
    size_t ntags;
    unsigned char first[BIB_BUCKETS];  /* 1 + number of a tag with that hash; 0: none */
    unsigned char following[BIB_TAGS]; /* the same for the next tag */
    struct bib_value found[BIB_TAGS];
    struct str entry;  /* what the values are in */
    size_t length;     /* of the entry, which is still to be taken from the input */
    struct buf joined; /* values made by # */
    struct buf name;   /* in lower case */
    struct table macros;
    struct bib_macro *macro;
    size_t macro_cap;
    struct buf macro_text;
    bool words;  /* a @comment had no end: they are a word each from here on, as for BibTeX */
    bool broken; /* what comes until the next entry belongs to one that was rejected */
};

/* Makes ready; tags are the caller's and stay: at most BIB_TAGS, no two alike. */
void bib_start(struct bib *b, const char *const *tags, size_t ntags);

/* The next entry that is a paper; false at the end of the file. One that is broken is handed over
 * as rejected. */
bool bib_next(struct reader *r, struct bib *b);

/* Of the entry, the field with the i-th tag; empty where it has none. */
struct str bib_get(const struct bib *b, size_t i);

/* The number of a tag, whatever its case; ntags where it is none. */
size_t bib_tag(const struct bib *b, struct str name);

/* Whether an entry that has a field, or one that only BibTeX has, begins in head. */
bool bib_looks_so(struct str head);

void bib_end(struct bib *b);

#endif
