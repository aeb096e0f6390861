/* put.h - what a source says of a paper, brought to the record's form. Internal to lib/read.
 *
 * The readers know where a source keeps a paper's title, authors or DOI; how these are cleaned,
 * split and named in the record is the same for all, and stands here. */
#ifndef READ_PUT_H
#define READ_PUT_H

#include "paper/read.h"

/* What is to be resolved in a text before it is cleaned; may be combined. */
enum markup { PLAIN = 0, HTML = 1, TEX = 2, BIBTEX = 4 };

enum put {
    PUT_TITLE,    /* the first is kept; "[PDF]" and its like before it become a comment */
    PUT_SUBTITLE, /* behind the title and a colon, unless that ends with it */
    PUT_ABSTRACT, /* the first is kept */
    PUT_MORE,     /* more of the abstract: after a space */
    PUT_DATE,     /* the first is kept that is a date (date.h) and not in the future */
    PUT_MONTH,    /* more of the date there is, maybe without its year: "Dec 1" */
    PUT_TEXT,     /* the field `name` */
    PUT_AUTHOR,   /* one author */
    PUT_AUTHORS,  /* a list: at ';', else at '|', else at ',', "and" and '&', inverted or not */
    PUT_NAMES,    /* a list as arXiv writes it: at ',' and "and", without (affiliations) */
    PUT_BIBNAMES, /* a list as BibTeX writes it: at "and" outside braces; or the field `name`.
                   * BibLaTeX's parts of names are joined */
    PUT_KEYWORDS, /* a list: at ';', else at ',' or a new line */
    PUT_LIST,     /* the field `name`: at ';' alone */
    PUT_LINES,    /* the same, and at a new line */
    PUT_WORDS,    /* the field `name`, one for each word */
    PUT_DOI,      /* with or without its resolver */
    PUT_ARXIV,    /* a number or what holds one; its version apart */
    PUT_PMID,
    PUT_URL,    /* one that leads to a paper by its DOI or another number, is that, too */
    PUT_ANYID,  /* an arXiv number, a DOI or a URL; what is none is the ID as it stands, if there is
                 * no other: comes last */
    PUT_OWN_ID, /* the ID that paperfmt wrote, behind `name` (NULL: nothing): it is that, whatever
                 * other there is, and what is put after it is taken as it stands */
    PUT_ID      /* `name` is the prefix: openalex, s2, hf, ... */
};

/* Puts one thing. Text that is empty once cleaned puts nothing. */
void put(struct reader *r, enum put what, const char *name, struct str text, unsigned markup);

/* A row of a format's table: where a thing stands there, in the order of preference. */
struct rule {
    const char *tag;
    enum put what;
    const char *name;
};

/* Whether what was put is a paper: it has more than a date. Else it is rejected, with its raw text,
 * and cleared. line: where it begins. */
bool put_accept(struct reader *r, uint64_t line, struct str raw);

/* Where there was no memory for working space of a reader's own, marks the paper as one that is not
 * whole, and makes the space usable again. */
void put_check(struct reader *r, struct buf *space);

/* Of a DOI, with or without what resolvers and people put before it, the DOI; empty for none. */
struct str find_doi(struct str s);

/* The first arXiv number in s, without its version, which is put in *version, empty for none. */
struct str find_arxiv(struct str s, struct str *version);

/* Whether two strings are the same but for the case of ASCII letters. */
bool same_word(struct str a, const char *b);

/* Where `part` begins in s, s.n where it does not. */
size_t find_part(struct str s, const char *part);

#endif
