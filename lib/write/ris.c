/* ris.c - RIS, as Zotero, EndNote and libraries take it: a tag and a value a line, CR LF. */
#include "paper/write.h"

static void put_line(struct writer *w, const char *tag, struct str before, struct str value)
{
    if (value.n == 0)
        return;
    out_puts(w->out, tag);
    out_puts(w->out, "  - ");
    out_putstr(w->out, before);
    out_putstr(w->out, write_clean(w, value));
    out_puts(w->out, "\r\n");
}

static void put_type(struct writer *w, const struct rec *r)
{
    static const struct {
        struct str type, as;
    } types[] = {{STR_INIT("article"), STR_INIT("JOUR")},
                 {STR_INIT("article-journal"), STR_INIT("JOUR")},
                 {STR_INIT("journal-article"), STR_INIT("JOUR")},
                 {STR_INIT("inproceedings"), STR_INIT("CONF")},
                 {STR_INIT("paper-conference"), STR_INIT("CONF")},
                 {STR_INIT("proceedings-article"), STR_INIT("CONF")},
                 {STR_INIT("book"), STR_INIT("BOOK")},
                 {STR_INIT("incollection"), STR_INIT("CHAP")},
                 {STR_INIT("phdthesis"), STR_INIT("THES")},
                 {STR_INIT("techreport"), STR_INIT("RPRT")}};
    struct str type = write_first(r, STR("type")), as = {0};
    bool tag = type.n == 4; /* RIS's own */
    for (size_t i = 0; i < type.n; i++)
        tag = tag && type.p[i] >= 'A' && type.p[i] <= 'Z';
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(type, types[i].type))
            as = types[i].as;
    if (as.n == 0)
        as = tag ? type : write_first(r, STR("venue")).n ? STR("JOUR") : STR("GEN");
    put_line(w, "TY", STR(""), as);
}

/* 2024, 2024/05, 2024/05/01: the standard's own form. */
static void put_date(struct writer *w, struct str date)
{
    if (!rec_is_date(date))
        return;
    put_line(w, "PY", STR(""), str_slice(date, 0, 4));
    if (date.n == 4)
        return;
    out_puts(w->out, "DA  - ");
    for (size_t i = 0; i < date.n; i++)
        out_putc(w->out, date.p[i] == '-' ? '/' : date.p[i]);
    out_puts(w->out, "\r\n");
}

/* Length of the dash at offset i: "-", "--" or an en dash; 0 for none. */
static size_t dash_at(struct str s, size_t i)
{
    static const struct str dashes[] = {STR_INIT("--"), STR_INIT("-"), STR_INIT("\xE2\x80\x93")};
    for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++)
        if (str_starts(str_slice(s, i, s.n), dashes[k]))
            return dashes[k].n;
    return 0;
}

/* The first and the last, where one dash stands between two; else all of it is the first. */
static void put_pages(struct writer *w, struct str pages)
{
    size_t dashes = 0, end = 0, next = 0;
    for (size_t i = 0, n; i < pages.n; i += n ? n : 1)
        if ((n = dash_at(pages, i)) > 0) {
            dashes++;
            end = i;
            next = i + n;
        }
    const bool two = dashes == 1 && end > 0 && next < pages.n && !memchr(pages.p, ',', pages.n) &&
                     !memchr(pages.p, ' ', pages.n);
    put_line(w, "SP", STR(""), two ? str_slice(pages, 0, end) : pages);
    if (two)
        put_line(w, "EP", STR(""), str_slice(pages, next, pages.n));
}

static void record(struct writer *w, const struct rec *r)
{
    static const struct {
        const char *tag;
        struct str name;
    } fields[] = {
        {"ID", STR_INIT("key")},       {"AU", STR_INIT("au")},     {"A2", STR_INIT("editor")},
        {"KW", STR_INIT("kw")},        {"T2", STR_INIT("venue")},  {"VL", STR_INIT("volume")},
        {"IS", STR_INIT("issue")},     {"SN", STR_INIT("issn")},   {"SN", STR_INIT("isbn")},
        {"PB", STR_INIT("publisher")}, {"LA", STR_INIT("lang")},   {"UR", STR_INIT("url")},
        {"L1", STR_INIT("pdf")},       {"N1", STR_INIT("comment")}};
    struct str value, id = r->col[REC_ID], doi = write_first(r, STR("doi"));
    put_type(w, r);
    put_line(w, "TI", STR(""), r->col[REC_TITLE]);
    put_date(w, r->col[REC_DATE]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        for (size_t at = 0; rec_value(r, fields[i].name, &at, &value);)
            put_line(w, fields[i].tag, STR(""), value);
    put_pages(w, write_first(r, STR("pages")));
    put_line(w, "DO", STR(""),
             doi.n == 0 && str_starts(id, STR("doi:")) ? str_slice(id, 4, id.n) : doi);
    if (str_starts(id, STR("arxiv:")) && write_first(r, STR("url")).n == 0)
        put_line(w, "UR", STR("https://arxiv.org/abs/"), str_slice(id, 6, id.n));
    put_line(w, "AB", STR(""), r->col[REC_ABSTRACT]);
    put_line(w, "U1", STR("paperid:"), id);
    out_puts(w->out, "ER  - \r\n\r\n");
}

const struct write_format write_ris = {
    .name = "ris",
    .about = "RIS: for Zotero, EndNote and libraries",
    .record = record,
};
