/* md.c - Markdown (CommonMark): a heading a paper, then who and when, abstract, keyphrases, links.
 * Text is escaped, so that what an abstract holds prints as itself. */
#include "paper/ascii.h"
#include "paper/write.h"

static void put_text(struct writer *w, struct str s)
{
    s = write_clean(w, s);
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        bool marks = i < s.n && strchr("\\`*_[]<>#|~$&", s.p[i]) && s.p[i];
        /* A list, a heading or a number at the beginning of a line would be one. */
        bool starts = i < s.n && i == 0 && (s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '=');
        size_t digits = 0;
        while (i == 0 && digits < s.n && ascii_digit((unsigned char)s.p[digits]))
            digits++;
        if (i == 0 && digits && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')')) {
            out_putstr(w->out, str_slice(s, 0, digits));
            out_putc(w->out, '\\');
            from = i = digits;
            continue;
        }
        if (marks || starts || i == s.n) {
            out_putstr(w->out, str_slice(s, from, i));
            from = i;
            if (i < s.n)
                out_putc(w->out, '\\');
        }
    }
}

/* A link to itself, in which what would end it early is percent-encoded; text where none may follow
 * it. */
static void put_url(struct writer *w, struct str before, struct str url)
{
    if (before.n == 0 && !write_is_web(url)) {
        put_text(w, url);
        return;
    }
    url = write_clean(w, url);
    out_putc(w->out, '<');
    out_putstr(w->out, before);
    for (size_t i = 0; i < url.n; i++) {
        if (url.p[i] == '<' || url.p[i] == '>' || url.p[i] == ' ')
            out_puts(w->out, url.p[i] == '<' ? "%3C" : url.p[i] == '>' ? "%3E" : "%20");
        else
            out_putc(w->out, url.p[i]);
    }
    out_putc(w->out, '>');
}

static bool put_all(struct writer *w, const struct rec *r, struct str name, const char *head)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, name, &at, &value); any = true) {
        out_puts(w->out, any ? "; " : head);
        put_text(w, value);
    }
    return any;
}

static void record(struct writer *w, const struct rec *r)
{
    struct str value;
    bool any = false;
    out_puts(w->out, w->count ? "\n## " : "## ");
    put_text(w, r->col[REC_TITLE].n ? r->col[REC_TITLE] : r->col[REC_ID]);
    out_puts(w->out, "\n\n");
    put_text(w, r->col[REC_ID]);
    if (r->col[REC_DATE].n)
        out_puts(w->out, " \xC2\xB7 ");
    put_text(w, r->col[REC_DATE]);
    put_all(w, r, STR("au"), " \xC2\xB7 ");
    out_putc(w->out, '\n');
    if (r->col[REC_ABSTRACT].n) {
        out_putc(w->out, '\n');
        put_text(w, r->col[REC_ABSTRACT]);
        out_putc(w->out, '\n');
    }
    if (put_all(w, r, STR("kw"), "\n**Keyphrases:** "))
        out_putc(w->out, '\n');
    for (const struct write_link *l = write_links; l->name.n; l++)
        for (size_t at = 0; rec_value(r, l->name, &at, &value); any = true) {
            out_puts(w->out, any ? "- " : "\n- ");
            out_putstr(w->out, l->name);
            out_puts(w->out, ": ");
            put_url(w, l->base, value);
            out_putc(w->out, '\n');
        }
}

static void end(struct writer *w)
{
    if (w->more) {
        out_puts(w->out, w->count ? "\nand " : "and ");
        out_putu(w->out, w->more);
        out_puts(w->out, " more\n");
    }
}

const struct write_format write_md = {
    .name = "md",
    .about = "Markdown, a heading for each paper",
    .record = record,
    .end = end,
};
