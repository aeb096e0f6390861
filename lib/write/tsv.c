/* tsv.c - chosen columns with a line of their names first. Values hold no TAB, so nothing is
 * escaped. */
#include "paper/write.h"

static void begin(struct writer *w)
{
    for (size_t i = 0; i < w->keys.n; i++) {
        if (i)
            out_putc(w->out, '\t');
        out_putstr(w->out, w->keys.name[i]);
    }
    out_putc(w->out, '\n');
}

static void record(struct writer *w, const struct rec *r)
{
    for (size_t i = 0; i < w->keys.n; i++) {
        if (i)
            out_putc(w->out, '\t');
        write_joined(w, r, w->keys.name[i], STR("; "));
    }
    out_putc(w->out, '\n');
}

const struct write_format write_tsv = {
    .name = "tsv",
    .about = "a table of the fields of -k, their names first, values joined by \"; \"",
    .begin = begin,
    .record = record,
};
