/* bibtex.c - BibTeX. What TeX would take for a command is escaped; accents stay as they are, in
 * UTF-8, as biber and BibTeX of today take them. */
#include "paper/ascii.h"
#include "paper/hash.h"
#include "paper/hash64.h"
#include "paper/write.h"

#include <stdio.h>
#include <stdlib.h>

/* Commands with braces behind them: so no space is taken for theirs. */
static const char *const specials[256] = {['&'] = "\\&",
                                          ['%'] = "\\%",
                                          ['$'] = "\\$",
                                          ['#'] = "\\#",
                                          ['_'] = "\\_",
                                          ['{'] = "\\{",
                                          ['}'] = "\\}",
                                          ['~'] = "\\textasciitilde{}",
                                          ['^'] = "\\textasciicircum{}",
                                          ['\\'] = "\\textbackslash{}",
                                          ['<'] = "\\textless{}",
                                          ['>'] = "\\textgreater{}"};

/* Clean text for TeX. Two marks that it would join to another, as `` and --, are held apart. */
static void put_clean(struct writer *w, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], last = i ? s.p[i - 1] : '\0';
        const char *instead = specials[(unsigned char)c];
        bool joins = (c == last && (c == '`' || c == '\'' || c == '-' || c == ',')) ||
                     (c == '`' && (last == '!' || last == '?'));
        if (!instead && !joins)
            continue;
        out_putstr(w->out, str_slice(s, from, i));
        out_puts(w->out, joins ? "{}" : instead);
        from = joins ? i : i + 1;
    }
    out_putstr(w->out, str_slice(s, from, s.n));
}

static void put_text(struct writer *w, struct str s)
{
    put_clean(w, write_clean(w, s));
}

static void put_field(struct writer *w, const char *name, struct str value, bool whole)
{
    if (value.n == 0)
        return;
    out_puts(w->out, ",\n  ");
    out_puts(w->out, name);
    out_puts(w->out, whole ? " = {{" : " = {");
    put_text(w, value);
    out_puts(w->out, whole ? "}}" : "}");
}

/* A URL or a number, which TeX does not set: only braces could end it early. */
static void put_plain(struct writer *w, const char *name, struct str value)
{
    static const char *const braces[256] = {['{'] = "%7B", ['}'] = "%7D", ['\\'] = "%5C"};
    if (value.n == 0)
        return;
    out_puts(w->out, ",\n  ");
    out_puts(w->out, name);
    out_puts(w->out, " = {");
    write_escaped(w, value, braces);
    out_putc(w->out, '}');
}

/* A name; the word "and" in it, which would part it, stands in braces. */
static void put_name(struct writer *w, struct str s)
{
    size_t from = 0;
    s = write_clean(w, s);
    for (size_t i = 0; i + 3 <= s.n; i++) {
        bool word = (i == 0 || s.p[i - 1] == ' ') && (i + 3 == s.n || s.p[i + 3] == ' ');
        if (!word || (s.p[i] | 0x20) != 'a' || (s.p[i + 1] | 0x20) != 'n' ||
            (s.p[i + 2] | 0x20) != 'd')
            continue;
        put_clean(w, str_slice(s, from, i));
        out_putc(w->out, '{');
        put_clean(w, str_slice(s, i, i + 3));
        out_putc(w->out, '}');
        from = i + 3;
    }
    put_clean(w, str_slice(s, from, s.n));
}

static void put_names(struct writer *w, const struct rec *r, const char *field, struct str name)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, name, &at, &value); any = true) {
        out_puts(w->out, any ? " and " : ",\n  ");
        if (!any) {
            out_puts(w->out, field);
            out_puts(w->out, " = {");
        }
        put_name(w, value);
    }
    if (any)
        out_putc(w->out, '}');
}

static void put_list(struct writer *w, const struct rec *r, const char *field, struct str name)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, name, &at, &value); any = true) {
        out_puts(w->out, any ? "; " : ",\n  ");
        if (!any) {
            out_puts(w->out, field);
            out_puts(w->out, " = {");
        }
        put_text(w, value);
    }
    if (any)
        out_putc(w->out, '}');
}

static void put_date(struct writer *w, struct str date)
{
    static const char months[][4] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
    if (!rec_is_date(date))
        return;
    put_field(w, "year", str_slice(date, 0, 4), false);
    if (date.n >= 7) {
        int month = (date.p[5] - '0') * 10 + date.p[6] - '0';
        out_puts(w->out, ",\n  month = ");
        out_puts(w->out, months[month - 1]);
    }
    if (date.n == 10)
        put_field(w, "day", str_slice(date, 8, 10), false);
}

/* The entry's type: its own where BibTeX has it, else by where it appeared. */
static struct str type_of(const struct rec *r)
{
    static const struct str types[] = {
        STR_INIT("article"),    STR_INIT("book"),          STR_INIT("booklet"),
        STR_INIT("inbook"),     STR_INIT("incollection"),  STR_INIT("inproceedings"),
        STR_INIT("manual"),     STR_INIT("mastersthesis"), STR_INIT("misc"),
        STR_INIT("phdthesis"),  STR_INIT("proceedings"),   STR_INIT("techreport"),
        STR_INIT("unpublished")};
    static const struct {
        struct str type, as;
    } others[] = {{STR_INIT("proceedings-article"), STR_INIT("inproceedings")},
                  {STR_INIT("paper-conference"), STR_INIT("inproceedings")},
                  {STR_INIT("CONF"), STR_INIT("inproceedings")},
                  {STR_INIT("CPAPER"), STR_INIT("inproceedings")},
                  {STR_INIT("journal-article"), STR_INIT("article")},
                  {STR_INIT("article-journal"), STR_INIT("article")},
                  {STR_INIT("JOUR"), STR_INIT("article")}};
    struct str type;
    for (size_t at = 0; rec_value(r, STR("type"), &at, &type);) {
        for (size_t i = 0; i < sizeof types / sizeof *types; i++)
            if (str_eq(type, types[i]))
                return type;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            if (str_eq(type, others[i].type))
                return others[i].as;
    }
    return write_first(r, STR("venue")).n ? STR("article") : STR("misc");
}

/* ---- keys ---- */

/* The keys that were given out, by their hashes. */
struct keys {
    struct key {
        uint64_t hash;      /* 0: free */
        unsigned long next; /* the number for the next paper of the key */
    } * slot;
    size_t n, cap;
    uint64_t seed[2];
};

/* The slot of the key, or the free one for it. */
static struct key *find_key(const struct keys *k, uint64_t hash)
{
    size_t i = hash64_place(hash, k->seed[0]) & (k->cap - 1);
    while (k->slot[i].hash && k->slot[i].hash != hash)
        i = (i + 1) & (k->cap - 1);
    return &k->slot[i];
}

/* Puts the key in; false where it was given out. */
static bool put_in(struct keys *k, uint64_t hash)
{
    struct key *key = find_key(k, hash);
    if (key->hash)
        return false;
    *key = (struct key){hash, 2};
    k->n++;
    return true;
}

static bool make_room(struct keys *k)
{
    if (k->n * 2 < k->cap)
        return true;
    struct keys more = *k;
    more.cap = k->cap ? k->cap * 2 : 1024;
    more.slot = calloc(more.cap, sizeof *more.slot);
    if (!more.slot)
        return false;
    if (k->cap == 0)
        hash_seed(more.seed);
    for (size_t i = 0; i < k->cap; i++)
        if (k->slot[i].hash)
            *find_key(&more, k->slot[i].hash) = k->slot[i];
    free(k->slot);
    *k = more;
    return true;
}

/* Letters, digits and some marks stand for themselves in a key, all else as its number. */
static void make_key(struct buf *key, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        char code[8];
        if (ascii_alnum(c) || (c && strchr(":./-_+", c))) {
            buf_putc(key, (char)c);
        } else {
            snprintf(code, sizeof code, "-%02x", c);
            buf_puts(key, code);
        }
    }
}

/* The paper's own key or its ID; the second of a key is KEY-2. Each key knows how far its numbers
 * are given out, so that a thousand papers of one key are not counted a thousand times. */
static void put_key(struct writer *w, const struct rec *r)
{
    struct str own = write_first(r, STR("key"));
    struct keys *k = w->state;
    char number[24];
    buf_clear(&w->url);
    make_key(&w->url, own.n ? own : r->col[REC_ID]);
    if (w->url.n == 0)
        buf_puts(&w->url, "paper");
    if (!k)
        k = w->state = calloc(1, sizeof *k);
    const size_t n = w->url.n;
    const uint64_t own_hash = hash64(w->url.p, n, 0);
    while (k && make_room(k) && !w->url.failed) {
        struct str key = buf_str(&w->url);
        if (put_in(k, hash64(key.p, key.n, 0))) {
            out_putstr(w->out, key);
            return;
        }
        w->url.n = n;
        snprintf(number, sizeof number, "-%lu", find_key(k, own_hash)->next++);
        buf_puts(&w->url, number);
    }
    w->failed = true;
}

/* Two hyphens between numbers are the dash that TeX makes of them: 1--9. */
static void put_pages(struct writer *w, struct str value)
{
    size_t i = 0;
    while (i < value.n && (ascii_alnum((unsigned char)value.p[i]) || value.p[i] == '-' ||
                           value.p[i] == ',' || value.p[i] == ' '))
        i++;
    if (i == value.n)
        put_plain(w, "pages", value);
    else
        put_field(w, "pages", value, false);
}

static void record(struct writer *w, const struct rec *r)
{
    struct str id = r->col[REC_ID], type = type_of(r), arxiv = write_first(r, STR("arxiv"));
    const bool conference = str_eq(type, STR("inproceedings")) || str_eq(type, STR("incollection"));
    if (arxiv.n == 0 && str_starts(id, STR("arxiv:")))
        arxiv = str_slice(id, 6, id.n);
    out_puts(w->out, w->count ? "\n@" : "@");
    out_putstr(w->out, type);
    out_putc(w->out, '{');
    put_key(w, r);
    put_field(w, "title", r->col[REC_TITLE], true);
    put_names(w, r, "author", STR("au"));
    put_names(w, r, "editor", STR("editor"));
    put_date(w, r->col[REC_DATE]);
    put_field(w, conference ? "booktitle" : "journal", write_first(r, STR("venue")), false);
    put_field(w, "volume", write_first(r, STR("volume")), false);
    put_field(w, "number", write_first(r, STR("issue")), false);
    put_pages(w, write_first(r, STR("pages")));
    put_field(w, "publisher", write_first(r, STR("publisher")), false);
    put_field(w, "isbn", write_first(r, STR("isbn")), false);
    put_field(w, "issn", write_first(r, STR("issn")), false);
    put_field(w, "language", write_first(r, STR("lang")), false);
    struct str doi = write_first(r, STR("doi"));
    put_plain(w, "doi", doi.n == 0 && str_starts(id, STR("doi:")) ? str_slice(id, 4, id.n) : doi);
    if (arxiv.n) {
        put_plain(w, "eprint", arxiv);
        put_plain(w, "archiveprefix", STR("arXiv"));
        put_plain(w, "primaryclass", write_first(r, STR("cat")));
    }
    put_plain(w, "pmid", write_first(r, STR("pmid")));
    put_plain(w, "url", write_first(r, STR("url")));
    put_plain(w, "pdf", write_first(r, STR("pdf")));
    put_plain(w, "code", write_first(r, STR("code")));
    put_list(w, r, "keywords", STR("kw"));
    put_field(w, "abstract", r->col[REC_ABSTRACT], false);
    put_field(w, "note", write_first(r, STR("comment")), false);
    put_field(w, "paperid", id, false);
    out_puts(w->out, "\n}\n");
}

static void end(struct writer *w)
{
    struct keys *k = w->state;
    if (k)
        free(k->slot);
}

const struct write_format write_bibtex = {
    .name = "bibtex",
    .about = "BibTeX and BibLaTeX",
    .record = record,
    .end = end,
};
