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
    void (*begin)(struct writer *w); /* may be NULL, as may end */
    void (*record)(struct writer *w, const struct rec *r);
    void (*end)(struct writer *w);
    bool whole; /* one document: without papers it is written, too */
};

/* What a mail's head says. From main()'s arguments: no control characters. */
struct mail {
    const char *from, *to, *subject; /* NULL: a default; `to` has none */
    int64_t now;                     /* seconds since the epoch */
    uint64_t salt;                   /* makes the Message-ID another one */
    int fd; /* of mail: an empty file, in which the HTML waits for its turn; the writer closes it */
};

/* What is wrong with a list of addresses, "a@b, Name <c@d>", or NULL. */
const char *mail_fault(struct str list);

struct writer {
    const struct write_format *format;
    struct output *out;
    bool color;
    bool links;            /* text: links that terminals understand */
    uint64_t more;         /* papers that were left out, for end() */
    struct mail mail;      /* mail, mbox */
    void *state;           /* the format's own: given back by free() */
    size_t width;          /* columns to wrap text at */
    struct names keys;     /* tsv: its columns */
    struct layout *layout; /* for write_template */
    uint64_t count;        /* records written */
    bool clean;            /* the record is, as text.h has it */
    struct buf tmp, url;
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

/* Writes what stands before the first record; one record; what stands behind the last. */
void write_begin(struct writer *w);
void write_record(struct writer *w, const struct rec *r);
void write_finish(struct writer *w);

/* The formats. */
extern const struct write_format write_text, write_md, write_html, write_mail, write_mbox,
    write_atom, write_jsonl, write_csl, write_bibtex, write_ris, write_csv, write_tsv, write_dot;

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

/* For writers: the text, cleaned, with what the table has for some bytes in place of these. */
void write_escaped(struct writer *w, struct str text, const char *const to[256]);

/* For writers: the same of four bytes, quickly; one of them may stand twice. */
void write_escaped4(struct writer *w, struct str text, const char any[4], const char *const to[4]);

/* For writers: the same for XML and HTML, text and attributes. */
void write_xml(struct writer *w, struct str text);

/* For writers: text as a part of a URL: what is neither a letter, a digit nor one of `plain`
 * percent-encoded. */
void write_percent(struct writer *w, struct str text, const char *plain);

/* For writers: whether it is the address of a page or a file on the net. Only such a value, or one
 * behind a base of ours, may become a link: a browser runs what "javascript:" begins. */
bool write_is_web(struct str url);

/* For writers: the first value of a name, empty for none. */
struct str write_first(const struct rec *r, struct str name);

/* For writers: the page of the paper with that ID, appended to url; nothing where the ID tells
 * none. The page of a record: also by its fields, of which only addresses are taken. */
void write_page_of_id(struct buf *url, struct str id);
void write_page(struct buf *url, const struct rec *r);

/* The kinds of links that a record may have, and what makes a URL of each; ends with an empty name.
 */
struct write_link {
    struct str name, base;
};
extern const struct write_link write_links[];

/* For writers: all values of a name, each cleaned, with `between` between two. */
void write_joined(struct writer *w, const struct rec *r, struct str name, struct str between);

#endif
