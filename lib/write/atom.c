/* atom.c - an Atom feed (RFC 4287), an entry for each paper. */
#include "paper/date.h"
#include "paper/write.h"

#include <stdio.h>

static void put_element(struct writer *w, const char *name, struct str text)
{
    out_puts(w->out, "    <");
    out_puts(w->out, name);
    out_putc(w->out, '>');
    write_xml(w, text);
    out_puts(w->out, "</");
    out_puts(w->out, name);
    out_puts(w->out, ">\n");
}

/* A date as RFC 3339 has it: what is not known is the first. */
static void put_time(struct writer *w, const char *name, struct str date)
{
    char text[32] = "1970-01-01T00:00:00Z";
    if (rec_is_date(date))
        memcpy(text, date.p, date.n);
    put_element(w, name, str_from(text));
}

static void begin(struct writer *w)
{
    char text[DATE_MAX], time[48];
    struct str day = date_of_epoch(text, w->mail.now);
    long s = (long)(w->mail.now % 86400);
    snprintf(time, sizeof time, "%.*sT%02ld:%02ld:%02ldZ", (int)day.n, day.p, s / 3600, s / 60 % 60,
             s % 60);
    out_puts(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n  <title>");
    write_xml(w, str_from(w->mail.subject ? w->mail.subject : "Papers"));
    out_puts(w->out, "</title>\n  <id>urn:x-papers:");
    write_percent(w, str_from(w->mail.subject ? w->mail.subject : "papers"), "-._");
    out_puts(w->out, "</id>\n  <updated>");
    out_puts(w->out, time);
    out_puts(w->out, "</updated>\n  <author><name>paperutils</name></author>\n"
                     "  <generator>paperutils</generator>\n");
}

/* What no reader of feeds may safely follow is left out. */
static void put_link(struct writer *w, const char *rel, struct str base, struct str url)
{
    if (base.n == 0 && !write_is_web(url))
        return;
    out_puts(w->out, "    <link ");
    out_puts(w->out, rel);
    out_puts(w->out, " href=\"");
    write_xml(w, base);
    write_xml(w, url);
    out_puts(w->out, "\"/>\n");
}

static void record(struct writer *w, const struct rec *r)
{
    struct str value, id = r->col[REC_ID];
    out_puts(w->out, "  <entry>\n    <id>urn:x-paper:");
    write_percent(w, id, "-._~:/@+,;=()");
    out_puts(w->out, "</id>\n");
    put_element(w, "title", r->col[REC_TITLE]);
    if (rec_is_date(r->col[REC_DATE]) && r->col[REC_DATE].n < DATE_MAX)
        put_element(w, "dc:date", r->col[REC_DATE]); /* as exact as it is known */
    put_time(w, "updated", r->col[REC_DATE]);
    if (rec_is_date(r->col[REC_DATE]))
        put_time(w, "published", r->col[REC_DATE]);
    for (size_t at = 0; rec_value(r, STR("au"), &at, &value);) {
        out_puts(w->out, "    <author><name>");
        write_xml(w, value);
        out_puts(w->out, "</name></author>\n");
    }
    buf_clear(&w->url);
    write_page(&w->url, r);
    if (w->url.n)
        put_link(w, "rel=\"alternate\"", STR(""), buf_str(&w->url));
    for (const struct write_link *l = write_links; l->name.n; l++)
        for (size_t at = 0; rec_value(r, l->name, &at, &value);)
            if (str_eq(l->name, STR("pdf")))
                put_link(w, "rel=\"related\" type=\"application/pdf\"", l->base, value);
            else
                put_link(w, "rel=\"related\"", l->base, value);
    for (size_t at = 0; rec_value(r, STR("cat"), &at, &value);) {
        out_puts(w->out, "    <category term=\"");
        write_xml(w, value);
        out_puts(w->out, "\"/>\n");
    }
    if (r->col[REC_ABSTRACT].n)
        put_element(w, "summary", r->col[REC_ABSTRACT]);
    out_puts(w->out, "  </entry>\n");
}

static void end(struct writer *w)
{
    out_puts(w->out, "</feed>\n");
}

const struct write_format write_atom = {
    .name = "atom",
    .about = "an Atom feed",
    .begin = begin,
    .record = record,
    .end = end,
    .whole = true,
};
