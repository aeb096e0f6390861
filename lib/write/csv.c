/* csv.c - chosen columns as RFC 4180 has it: a header, commas, CR LF, quotes. A value that a
 * spreadsheet would run as a formula stands behind an apostrophe, which shows it as text;
 * papersplit takes that off again. */
#include "paper/text.h"
#include "paper/write.h"

static void put_cell(struct writer *w, const struct rec *r, struct str name)
{
    struct str value;
    bool first = true;
    size_t begin = 0;
    out_putc(w->out, '"');
    if (rec_value(r, name, &begin, &value) && text_is_formula(value))
        out_putc(w->out, '\'');
    for (size_t at = 0; rec_value(r, name, &at, &value); first = false) {
        static const char *const to[4] = {"\"\""};
        if (!first)
            out_puts(w->out, "; ");
        write_escaped4(w, value, "\"\"\"\"", to);
    }
    out_putc(w->out, '"');
}

static void begin(struct writer *w)
{
    for (size_t i = 0; i < w->keys.n; i++) {
        if (i)
            out_putc(w->out, ',');
        out_putstr(w->out, w->keys.name[i]);
    }
    out_puts(w->out, "\r\n");
}

static void record(struct writer *w, const struct rec *r)
{
    for (size_t i = 0; i < w->keys.n; i++) {
        struct str value;
        size_t at = 0;
        if (i)
            out_putc(w->out, ',');
        if (rec_value(r, w->keys.name[i], &at, &value))
            put_cell(w, r, w->keys.name[i]);
    }
    out_puts(w->out, "\r\n");
}

const struct write_format write_csv = {
    .name = "csv",
    .about = "a table of the fields of -k for spreadsheets, as RFC 4180 has it",
    .begin = begin,
    .record = record,
};
