/* json.h - a pull parser for JSON (RFC 8259) in memory. Internal to lib/read.
 *
 * One function a kind of value; each begins at white space or the value's first byte, and leaves
 * the cursor behind it. The first fault stops everything: `why` says what it was, at `p`. */
#ifndef READ_JSON_H
#define READ_JSON_H

#include "paper/buf.h"

struct json {
    const char *p, *end;
    const char *why; /* NULL while all is well */
    int depth;
};

enum json_kind { JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_WORD /* number, true, false, null */ };

/* What comes next, without taking it. */
enum json_kind json_peek(struct json *j);

/* Enters an object or array. */
void json_enter(struct json *j);
/* The next key of the object, put in key; false, and the object left, at its end. */
bool json_key(struct json *j, struct buf *key);
/* Whether the array has one more value; false, and the array left, at its end. */
bool json_item(struct json *j);

/* A string's text, or the letters of a word, put in text. */
void json_scalar(struct json *j, struct buf *text);

void json_pass(struct json *j); /* any value, not looked at */
void json_done(struct json *j); /* nothing but white space is left */

#endif
