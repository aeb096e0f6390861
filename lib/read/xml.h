/* xml.h - a pull parser for XML 1.0: elements out of a stream, and what is in one, in memory.
 * Internal to lib/read.
 *
 * A file of papers is a sequence of small elements in a large one. xml_next() finds the elements
 * that a reader wants in the open file and gives each as a piece of memory, however long the file;
 * struct xml takes such a piece apart. Names are looked at without their namespace's prefix. No
 * document type is read: entities are those of XML and HTML, and nothing outside the file is ever
 * opened. */
#ifndef READ_XML_H
#define READ_XML_H

#include "put.h"

enum { XML_DEPTH = 128 }; /* levels of elements in one that xml_next() gave */

struct xml {
    const char *p, *end;
    const char *why; /* NULL while all is well */
    struct str name; /* of the element that was entered or found last, without its prefix */
    struct str attrs;
    bool empty; /* it is <name/>, not left yet */
    int depth;
    struct str open[XML_DEPTH]; /* the names with prefix, to compare with the end tags */
};

/* Enters the element that text begins with. */
void xml_start(struct xml *x, struct str text);

/* Finds the next element in the one that was entered, passing over text: false, and that one left,
 * at its end. An element that was found is entered: then comes xml_child(), until it gives false,
 * or xml_text() or xml_pass(), which leave it. */
bool xml_child(struct xml *x);

/* Appends the text of the element with all in it, references resolved and tags gone: a space for
 * those that begin a paragraph or a line, nothing for others. */
void xml_text(struct xml *x, struct buf *text);

void xml_pass(struct xml *x);

/* Steps through attributes: *rest is x->attrs first. */
bool xml_each_attribute(struct str *rest, struct str *name, struct str *value);

/* The value of an attribute of the element found last, by its name without prefix; as it stands.
 * Empty where it has none. Valid as long as the text. */
struct str xml_attribute(const struct xml *x, const char *name);

/* Puts the text of the element found last as the row of its name has it, and leaves it; false where
 * the table, which ends with a row of NULL, has none. */
bool xml_put(struct reader *r, struct xml *x, const struct rule *rules, unsigned markup);

/* ---- streams ---- */

/* The root element of a file with that beginning: what is left of head from its '<' on; empty where
 * it does not begin as XML does. */
struct str xml_root(struct str head);

enum { XML_MARKS = 5, XML_ROOT = 32 };

struct xml_stream {
    size_t taken; /* bytes of the element that was given, taken at the next call */
    size_t
        without[XML_MARKS]; /* of the bytes behind it: in so many none of these begins, see xml.c */
    bool told;              /* that a comment has no end */
    size_t nroot;           /* the name of the file's first element, without prefix */
    char root[XML_ROOT];
};

/* The next element of the open file that `wanted` wants, at any depth, its line in r->in->line + 1;
 * false at the end. One without an end is rejected, up to the next of its name, or 16 MiB. */
bool xml_next(struct reader *r, struct xml_stream *s, bool (*wanted)(struct str name),
              struct str *element);

/* The name of the element that s, from '<' on, begins with, without prefix. */
struct str xml_name(struct str s);

#endif
