/* json.h - JSON (RFC 8259) in memory: a value taken apart once into an array of nodes, which point
 * into its text. Internal to lib/read.
 *
 * The nodes stand in the order of the text: an object is followed by its keys, each with its value
 * behind it, an array by its elements. Python's NaN and Infinity are null. */
#ifndef READ_JSON_H
#define READ_JSON_H

#include "paper/buf.h"

#include <stdint.h>

enum { JSON_DEPTH = 512 }; /* levels of brackets */

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_BOOL, JSON_NULL };

struct json_node {
    const char *p; /* a scalar's text, a string's without its quotes; where a bracket opens */
    size_t n;      /* bytes of that, up to and with the bracket that closes; 0 where none does */
    uint32_t next; /* the node behind this one and all that is in it; 0: it is not closed yet */
    unsigned char kind;
    bool escaped; /* the string holds escapes */
};

struct json {
    struct json_node *node;
    size_t n, cap;
    size_t end;      /* bytes of the value */
    size_t fault;    /* where it went wrong */
    const char *why; /* and how */
};

enum json_result {
    JSON_OK,   /* the value has j->end bytes; what follows was not looked at */
    JSON_MORE, /* the text ends in it: what was seen so far is in the nodes */
    JSON_BAD   /* the same; j->why says what is wrong at j->fault */
};

/* Takes the value apart that text begins with; the nodes are valid as long as text, and until the
 * next call. */
enum json_result json_parse(struct json *j, struct str text);
void json_free(struct json *j);

/* Of the node i: a string's text, a scalar's letters; in tmp, which is cleared, where there were
 * escapes. */
struct str json_text(const struct json *j, size_t i, struct buf *tmp);

/* An object's value of that name, the first; 0 for none, or where the node is no object. */
size_t json_get(const struct json *j, size_t object, const char *key);

/* Steps through an array's elements: call with *at 0 first; false when there are no more, or where
 * the node is no array. */
bool json_each(const struct json *j, size_t array, size_t *at);

/* The same through an object's keys: the value stands behind each. */
bool json_each_key(const struct json *j, size_t object, size_t *at);

#endif
