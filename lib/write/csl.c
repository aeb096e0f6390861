/* csl.c - CSL-JSON, the data of citation processors: an array with an object for each paper. */
#include "json.h"

static void put_string(struct writer *w, const char *key, struct str value)
{
    if (value.n == 0)
        return;
    out_puts(w->out, ",\"");
    out_puts(w->out, key);
    out_puts(w->out, "\":");
    json_put_string(w, value);
}

/* "Family, Given" in its parts; any other name as it stands. */
static void put_name(struct writer *w, struct str name)
{
    const char *comma = memchr(name.p, ',', name.n);
    size_t at = comma ? (size_t)(comma - name.p) : 0;
    struct str given = comma ? str_slice(name, at + 1, name.n) : (struct str){0};
    if (given.n && given.p[0] == ' ')
        given = str_slice(given, 1, given.n);
    if (at == 0 || given.n == 0 || memchr(given.p, ',', given.n)) {
        out_puts(w->out, "{\"literal\":");
        json_put_string(w, name);
    } else {
        out_puts(w->out, "{\"family\":");
        json_put_string(w, str_slice(name, 0, at));
        out_puts(w->out, ",\"given\":");
        json_put_string(w, given);
    }
    out_putc(w->out, '}');
}

static void put_names(struct writer *w, const struct rec *r, const char *key, struct str name)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, name, &at, &value); any = true) {
        if (any) {
            out_putc(w->out, ',');
        } else {
            out_puts(w->out, ",\"");
            out_puts(w->out, key);
            out_puts(w->out, "\":[");
        }
        put_name(w, value);
    }
    if (any)
        out_putc(w->out, ']');
}

static void put_number(struct writer *w, struct str digits)
{
    while (digits.n > 1 && digits.p[0] == '0')
        digits = str_slice(digits, 1, digits.n);
    out_putstr(w->out, digits);
}

static void put_date(struct writer *w, struct str date)
{
    if (!rec_is_date(date))
        return;
    out_puts(w->out, ",\"issued\":{\"date-parts\":[[");
    put_number(w, str_slice(date, 0, 4));
    for (size_t i = 5; i < date.n; i += 3) {
        out_putc(w->out, ',');
        put_number(w, str_slice(date, i, i + 2));
    }
    out_puts(w->out, "]]}");
}

static struct str type_of(const struct rec *r)
{
    static const struct {
        struct str type, as;
    } types[] = {{STR_INIT("article"), STR_INIT("article-journal")},
                 {STR_INIT("journal-article"), STR_INIT("article-journal")},
                 {STR_INIT("article-journal"), STR_INIT("article-journal")},
                 {STR_INIT("JOUR"), STR_INIT("article-journal")},
                 {STR_INIT("inproceedings"), STR_INIT("paper-conference")},
                 {STR_INIT("proceedings-article"), STR_INIT("paper-conference")},
                 {STR_INIT("paper-conference"), STR_INIT("paper-conference")},
                 {STR_INIT("CONF"), STR_INIT("paper-conference")},
                 {STR_INIT("book"), STR_INIT("book")},
                 {STR_INIT("incollection"), STR_INIT("chapter")},
                 {STR_INIT("phdthesis"), STR_INIT("thesis")},
                 {STR_INIT("techreport"), STR_INIT("report")}};
    struct str type = write_first(r, STR("type"));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq(type, types[i].type))
            return types[i].as;
    return write_first(r, STR("venue")).n ? STR("article-journal") : STR("article");
}

static void begin(struct writer *w)
{
    out_puts(w->out, "[");
}

static void record(struct writer *w, const struct rec *r)
{
    struct str id = r->col[REC_ID], key = write_first(r, STR("key")),
               doi = write_first(r, STR("doi"));
    out_puts(w->out, w->count ? ",\n{\"id\":" : "\n{\"id\":");
    json_put_string(w, key.n ? key : id);
    put_string(w, "type", type_of(r));
    put_string(w, "title", r->col[REC_TITLE]);
    put_names(w, r, "author", STR("au"));
    put_names(w, r, "editor", STR("editor"));
    put_date(w, r->col[REC_DATE]);
    put_string(w, "container-title", write_first(r, STR("venue")));
    put_string(w, "volume", write_first(r, STR("volume")));
    put_string(w, "issue", write_first(r, STR("issue")));
    put_string(w, "page", write_first(r, STR("pages")));
    put_string(w, "publisher", write_first(r, STR("publisher")));
    put_string(w, "DOI", doi.n == 0 && str_starts(id, STR("doi:")) ? str_slice(id, 4, id.n) : doi);
    put_string(w, "PMID", write_first(r, STR("pmid")));
    put_string(w, "PMCID", write_first(r, STR("pmcid")));
    put_string(w, "ISBN", write_first(r, STR("isbn")));
    put_string(w, "ISSN", write_first(r, STR("issn")));
    put_string(w, "URL", write_first(r, STR("url")));
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, STR("kw"), &at, &value); any = true) {
        out_puts(w->out, any ? ", " : ",\"keyword\":\"");
        json_put_text(w, value);
    }
    out_puts(w->out, any ? "\"" : "");
    put_string(w, "language", write_first(r, STR("lang")));
    put_string(w, "abstract", r->col[REC_ABSTRACT]);
    put_string(w, "note", write_first(r, STR("comment")));
    if (id.n) {
        out_puts(w->out, ",\"custom\":{\"paperutils-id\":");
        json_put_string(w, id);
        out_putc(w->out, '}');
    }
    out_putc(w->out, '}');
}

static void end(struct writer *w)
{
    out_puts(w->out, "\n]\n");
}

const struct write_format write_csl = {
    .name = "csl",
    .about = "CSL-JSON: for pandoc, Zotero and citation processors",
    .begin = begin,
    .record = record,
    .end = end,
    .whole = true,
};
