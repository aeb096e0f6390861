/* write.h - records printed for a person or for another program: one writer for each format.
 *
 * A format is a row of a table. Its writer gets one record at a time and writes at once, so memory
 * does not grow. Values are taken as paper(5) promises them; what breaks the promise (control
 * characters, bytes that are no UTF-8) is cleaned on the way, whatever the format. */
#ifndef PAPER_WRITE_H
#define PAPER_WRITE_H

#include "paper/output.h"
#include "paper/rec.h"
#include "paper/table.h"

struct layout;
struct writer;

struct write_format {
    const char *name;
    const char *about;
    void (*begin)(struct writer *w); /* may be NULL */
    void (*record)(struct writer *w, const struct rec *r);
};

struct writer {
    const struct write_format *format;
    struct output *out;
    bool color;
    size_t width;          /* columns to wrap text at */
    struct names keys;     /* tsv: its columns */
    struct layout *layout; /* for write_template */
    uint64_t count;        /* records written */
    struct buf tmp;
    struct table names; /* jsonl: the names of a record's fields, and how these hang together */
    struct chain {
        size_t first, last; /* of the name with this number */
        size_t next;        /* of the field with this number */
    } * chain;
    size_t nchain;
    bool failed; /* a record could not be held in memory: it was not written */
};

/* The format of that name; the i-th of all. NULL for none. */
const struct write_format *write_format(const char *name);
const struct write_format *write_format_number(size_t i);

/* Writes what stands before the first record; then one record each. */
void write_begin(struct writer *w);
void write_record(struct writer *w, const struct rec *r);

/* The formats. */
extern const struct write_format write_text, write_md, write_jsonl, write_tsv;

/* Records by a template: see paperfmt(1). Not in the table of names. */
extern const struct write_format write_template;

/* Parses a template; NULL with *why and *at, the offset of the fault. To be freed by layout_free.
 */
struct layout *layout_parse(const char *s, const char **why, size_t *at);
void layout_free(struct layout *t);

/* Gives a writer's memory back. */
void write_end(struct writer *w);

/* For writers: the text, cleaned where it has to be; valid until the next call. */
struct str write_clean(struct writer *w, struct str text);

/* For writers: all values of a name, each cleaned, with `between` between two. */
void write_joined(struct writer *w, const struct rec *r, struct str name, struct str between);

#endif
