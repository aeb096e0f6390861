/* write.c - the table of formats, and what their writers share. */
#include "paper/write.h"

#include "paper/text.h"

#include <stdlib.h>

static const struct write_format *const order[] = {&write_text, &write_md, &write_jsonl,
                                                   &write_tsv};

enum { FORMATS = sizeof order / sizeof *order };

const struct write_format *write_format_number(size_t i)
{
    return i < FORMATS ? order[i] : NULL;
}

const struct write_format *write_format(const char *name)
{
    size_t i = 0;
    while (i < FORMATS && strcmp(name, order[i]->name) != 0)
        i++;
    return write_format_number(i);
}

void write_begin(struct writer *w)
{
    if (w->format->begin)
        w->format->begin(w);
}

void write_record(struct writer *w, const struct rec *r)
{
    w->format->record(w, r);
    w->count++;
    out_record(w->out);
}

void write_end(struct writer *w)
{
    layout_free(w->layout);
    names_free(&w->keys);
    buf_free(&w->tmp);
    table_free(&w->names);
    free(w->chain);
}

struct str write_clean(struct writer *w, struct str text)
{
    if (text_is_clean(text))
        return text;
    buf_clear(&w->tmp);
    text_clean(&w->tmp, text);
    w->failed |= w->tmp.failed;
    return buf_str(&w->tmp);
}

void write_joined(struct writer *w, const struct rec *r, struct str name, struct str between)
{
    struct str value;
    bool first = true;
    for (size_t at = 0; rec_value(r, name, &at, &value); first = false) {
        if (!first)
            out_putstr(w->out, between);
        out_putstr(w->out, write_clean(w, value));
    }
}
