/* json.h - strings of JSON (RFC 8259). Internal to lib/write. */
#ifndef WRITE_JSON_H
#define WRITE_JSON_H

#include "paper/write.h"

/* Clean text has no control characters to escape. */
static inline void json_put_text(struct writer *w, struct str s)
{
    static const char *const to[4] = {"\\\"", "\\\\"};
    write_escaped4(w, s, "\"\\\"\\", to);
}

static inline void json_put_string(struct writer *w, struct str s)
{
    out_putc(w->out, '"');
    json_put_text(w, s);
    out_putc(w->out, '"');
}

#endif
