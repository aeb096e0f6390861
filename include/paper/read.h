/* read.h - from what people have to records: one reader for each format.
 *
 * A format is a row of a table: its name, how to tell it from the first bytes of a file, and how to
 * get the next paper out of an open file. What cannot be read is handed to the caller with its line
 * number and its raw text, and the reader goes on with what follows: nothing is lost. */
#ifndef PAPER_READ_H
#define PAPER_READ_H

#include "paper/draft.h"
#include "paper/input.h"

enum { READ_HEAD = 64 * 1024 }; /* bytes from which a format is told */

struct reader;

struct format {
    const char *name;
    const char *about;
    /* Whether the beginning of a file looks like this format; `whole` where it is all of the file.
     */
    bool (*detect)(struct str head, bool whole);
    /* Fills r->paper with the next paper of the open file; false at its end, or without memory. */
    bool (*next)(struct reader *r);
    size_t state; /* bytes of the reader's own memory, zero at the beginning of a file */
    void (*end)(void *state); /* gives back what that holds; may be NULL */
};

/* Told of what could not be read: raw is the text, without its last newline, empty where a part of
 * a paper was left out that is otherwise read; why says what is wrong with it. */
typedef void reject_fn(void *arg, const char *file, uint64_t line, struct str raw, const char *why);

/* What a person says of a table's columns: `column` is the `name`, a record's column or field. */
struct read_map {
    struct str name, column;
};

struct reader {
    struct input *in;
    struct draft paper;
    const struct format *format; /* of the open file */
    void *state;
    reject_fn *reject;
    void *arg;
    const struct read_map *map; /* nmap of them; may be NULL */
    size_t nmap;
    const char *encoding; /* of all files, as iconv(3) names it; NULL: as each one shows it */
    bool fits;            /* the open file is of its format: it had an entry, or may have none */
    struct str today;     /* YYYY-MM-DD: a source's date after it is none; empty: any is one */

    /* For put() in lib/read. */
    struct buf value, value2, html, text, word;      /* working space */
    int id_rank;                                     /* of the paper's ID among kinds of IDs */
    bool plain;                                      /* its text is as records have it */
    bool has_doi, has_arxiv, has_pmid, has_announce; /* the paper has that */
};

/* The format of that name; the i-th of all, in the order in which they are tried. NULL for none. */
const struct format *read_format(const char *name);
const struct format *read_format_number(size_t i);

void read_start(struct reader *r, struct input *in, reject_fn *reject, void *arg);

/* After in_file(): passes over the blank lines that the open file begins with, and makes ready
 * to read it as `format`, or as what its beginning looks like where that is NULL; text that is not
 * UTF-8 (a byte order mark, the zeros of UTF-16, an XML declaration tell) is decoded. False where
 * no format fits, where the file is no text (compressed, PDF: the report says what to do), or
 * without memory: reported. */
bool read_open(struct reader *r, const struct format *format);

/* The next paper of the open file, in r->paper; false at the end, where a file that is not blank
 * and had nothing of its format is reported. Where memory ran out, draft_failed() tells. */
bool read_next(struct reader *r);

void read_end(struct reader *r);

/* The readers. */
extern const struct format read_mbox, read_oai, read_rss, read_atom, read_pubmed, read_endnote,
    read_dblp, read_hf, read_jsonl, read_json, read_csl, read_arxiv, read_smart, read_isi,
    read_nbib, read_ris, read_refer, read_bibtex, read_csv, read_tsv, read_record, read_listing;

/* For readers: begins the paper anew. */
void read_clear(struct reader *r);

/* For readers: hands over what could not be read; so r->fits. A reader sets that itself where a
 * file without entries is no mistake. */
void read_reject(struct reader *r, uint64_t line, struct str raw, const char *why);

#endif
