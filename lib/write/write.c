/* write.c - the table of formats, and what their writers share. */
#include "paper/write.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/word64.h"

#include <stdlib.h>

static const struct write_format *const order[] = {
    &write_text, &write_md,     &write_html, &write_mail, &write_mbox, &write_atom, &write_jsonl,
    &write_csl,  &write_bibtex, &write_ris,  &write_csv,  &write_tsv,  &write_dot,
};

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
    w->clean = text_is_clean_line(r->line);
    w->format->record(w, r);
    w->count++;
    out_record(w->out);
}

void write_finish(struct writer *w)
{
    w->clean = false;
    if (w->format->end)
        w->format->end(w);
}

void write_end(struct writer *w)
{
    buf_free(&w->url);
    free(w->state);
    layout_free(w->layout);
    names_free(&w->keys);
    buf_free(&w->tmp);
    table_free(&w->names);
    free(w->chain);
}

struct str write_clean(struct writer *w, struct str text)
{
    if (w->clean || text_is_clean(text))
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

void write_escaped(struct writer *w, struct str text, const char *const to[256])
{
    size_t from = 0;
    text = write_clean(w, text);
    for (size_t i = 0; i < text.n; i++) {
        const char *instead = to[(unsigned char)text.p[i]];
        if (!instead)
            continue;
        out_putstr(w->out, str_slice(text, from, i));
        out_puts(w->out, instead);
        from = i + 1;
    }
    out_putstr(w->out, str_slice(text, from, text.n));
}

/* The first of four bytes from offset i on, eight looked at at a time. */
static size_t find_any(struct str s, size_t i, const char any[4])
{
    const unsigned char *p = (const unsigned char *)s.p;
    const unsigned char a = (unsigned char)any[0], b = (unsigned char)any[1];
    const unsigned char c = (unsigned char)any[2], d = (unsigned char)any[3];
    for (; s.n - i >= 8; i += 8) {
        const uint64_t word = load64(p + i);
        const uint64_t found =
            find64(word, a) | find64(word, b) | find64(word, c) | find64(word, d);
        if (found)
            return i + lowest64(found) / 8;
    }
    while (i < s.n && p[i] != a && p[i] != b && p[i] != c && p[i] != d)
        i++;
    return i;
}

void write_escaped4(struct writer *w, struct str text, const char any[4], const char *const to[4])
{
    text = write_clean(w, text);
    for (size_t from = 0, i; from < text.n; from = i + 1) {
        i = find_any(text, from, any);
        out_putstr(w->out, str_slice(text, from, i));
        if (i == text.n)
            return;
        size_t k = 0;
        while (any[k] != text.p[i])
            k++;
        out_puts(w->out, to[k]);
    }
}

void write_xml(struct writer *w, struct str text)
{
    static const char *const to[4] = {"&amp;", "&lt;", "&gt;", "&quot;"};
    write_escaped4(w, text, "&<>\"", to);
}

void write_percent(struct writer *w, struct str text, const char *plain)
{
    static const char hex[] = "0123456789ABCDEF";
    text = write_clean(w, text);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (ascii_alnum(c) || (c && strchr(plain, c))) {
            out_putc(w->out, (char)c);
        } else {
            char code[] = {'%', hex[c >> 4], hex[c & 15]};
            out_put(w->out, code, sizeof code);
        }
    }
}

bool write_is_web(struct str url)
{
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://")) ||
           str_starts(url, STR("ftp://"));
}

struct str write_first(const struct rec *r, struct str name)
{
    struct str value = {0};
    size_t at = 0;
    return rec_value(r, name, &at, &value) ? value : (struct str){0};
}

const struct write_link write_links[] = {
    {STR_INIT("code"), STR_INIT("")},
    {STR_INIT("data"), STR_INIT("")},
    {STR_INIT("model"), STR_INIT("")},
    {STR_INIT("demo"), STR_INIT("")},
    {STR_INIT("video"), STR_INIT("")},
    {STR_INIT("doi"), STR_INIT("https://doi.org/")},
    {STR_INIT("arxiv"), STR_INIT("https://arxiv.org/abs/")},
    {STR_INIT("pdf"), STR_INIT("")},
    {STR_INIT("url"), STR_INIT("")},
    {{0}, {0}},
};

void write_page_of_id(struct buf *url, struct str id)
{
    static const struct {
        struct str prefix, base;
    } pages[] = {
        {STR_INIT("arxiv:"), STR_INIT("https://arxiv.org/abs/")},
        {STR_INIT("doi:"), STR_INIT("https://doi.org/")},
        {STR_INIT("pmid:"), STR_INIT("https://pubmed.ncbi.nlm.nih.gov/")},
        {STR_INIT("pmcid:"), STR_INIT("https://www.ncbi.nlm.nih.gov/pmc/articles/")},
        {STR_INIT("acl:"), STR_INIT("https://aclanthology.org/")},
        {STR_INIT("openalex:"), STR_INIT("https://openalex.org/")},
        {STR_INIT("s2:"), STR_INIT("https://www.semanticscholar.org/paper/")},
        {STR_INIT("openreview:"), STR_INIT("https://openreview.net/forum?id=")},
        {STR_INIT("dblp:"), STR_INIT("https://dblp.org/rec/")},
        {STR_INIT("hf:"), STR_INIT("https://huggingface.co/papers/")},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (id.n > pages[i].prefix.n && str_starts(id, pages[i].prefix)) {
            buf_putstr(url, pages[i].base);
            buf_putstr(url, str_slice(id, pages[i].prefix.n, id.n));
            return;
        }
}

/* Appends the first value of a name that is an address. */
static void put_web(struct buf *url, const struct rec *r, struct str name)
{
    struct str value;
    for (size_t at = 0; url->n == 0 && rec_value(r, name, &at, &value);)
        if (write_is_web(value))
            buf_putstr(url, value);
}

void write_page(struct buf *url, const struct rec *r)
{
    struct str value;
    write_page_of_id(url, r->col[REC_ID]);
    put_web(url, r, STR("url"));
    if (url->n == 0 && (value = write_first(r, STR("doi"))).n) {
        buf_puts(url, "https://doi.org/");
        buf_putstr(url, value);
    }
    if (url->n == 0 && (value = write_first(r, STR("arxiv"))).n) {
        buf_puts(url, "https://arxiv.org/abs/");
        buf_putstr(url, value);
    }
    put_web(url, r, STR("pdf"));
}
