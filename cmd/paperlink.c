/* paperlink - finds the links of each paper. See paperlink(1). */
#include "paper/cite.h"
#include "paper/keep.h"
#include "paper/link.h"
#include "paper/prog_names.h"
#include "paper/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperlink [OPTION]... [FILE]...\n"
    "Find the links of each paper and add them as fields: code, data, doi, url ...\n"
    "\n"
    "  -k, --key=FIELD[,...] look in these fields\n"
    "                        (default: title,abstract,comment,url)\n"
    "  -l, --list            print ID, kind, link and link as written, a line each\n"
    "      --kinds=KIND[,...]\n"
    "                        add or print these kinds alone: doi, arxiv, pmid, pmcid,\n"
    "                        isbn, code, data, model, demo, video, url; or, with\n"
    "                        --cite, cite\n"
    "      --cite            add cite:ID for each record of the stream that it names\n"
    "      --line-buffered   hand each record over as soon as it is ready\n"
    "      --no-sandbox      allow all system calls, for debugging\n"
    "      --help, --version print this, the version\n";

enum { OPT_LINE_BUFFERED = OPT_FIRST, OPT_KINDS, OPT_CITE };

#define DEFAULT_KEYS "title,abstract,comment,url"

static const struct option longs[] = {
    {"key", required_argument, NULL, 'k'},
    {"list", no_argument, NULL, 'l'},
    {"kinds", required_argument, NULL, OPT_KINDS},
    {"cite", no_argument, NULL, OPT_CITE},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static bool kind_chosen[LINK_KINDS];
static bool list, cite;
static struct output out;
static struct buf canonical, column;
static struct buf added;     /* the columns that this record gets */
static struct buf versioned; /* the record with versions put in; empty: none were */
static struct table seen;    /* columns of this record, and those added */
static struct cites cites;

static void set_column(struct str name, struct str value)
{
    buf_clear(&column);
    buf_putstr(&column, name);
    buf_putc(&column, ':');
    buf_putstr(&column, value);
    if (column.failed)
        prog_fail("out of memory");
}

static void put_list(const struct rec *r, struct str kind, struct str link, struct str as_written)
{
    const struct str row[] = {r->col[REC_ID], kind, link, as_written};
    for (size_t i = 0; i < 4; i++) {
        out_putstr(&out, row[i]);
        out_putc(&out, i < 3 ? '\t' : '\n');
    }
}

/* Prints or adds what was found, the first time. */
static void put(const struct rec *r, struct str kind, struct str link, struct str as_written)
{
    bool is_new = false;
    set_column(kind, link);
    if (table_add(&seen, buf_str(&column), &is_new) == TABLE_NONE)
        prog_fail("out of memory");
    if (is_new && list) {
        put_list(r, kind, link, as_written);
    } else if (is_new) {
        buf_putc(&added, '\t');
        buf_putstr(&added, buf_str(&column));
    }
}

/* Puts the version behind the column in b, which holds columns from offset `from` on, unless one
 * stands there; whether the column is one of them. */
static bool insert_version(struct buf *b, size_t from, unsigned version)
{
    char text[32];
    const size_t n = (size_t)snprintf(text, sizeof text, "\tversion:%u", version);
    for (size_t i = from, end; i < b->n; i = end) {
        const char *tab = memchr(b->p + i + 1, '\t', b->n - i - 1);
        end = tab ? (size_t)(tab - b->p) : b->n;
        if (!str_eq(str_slice(buf_str(b), i + 1, end), buf_str(&column)))
            continue;
        if (!str_starts(str_slice(buf_str(b), end, b->n), STR("\tversion:")) && buf_reserve(b, n)) {
            memmove(b->p + end + n, b->p + end, b->n - end);
            memcpy(b->p + end, text, n);
            b->n += n;
        }
        return true;
    }
    return false;
}

/* Whether the record has a version: that is its own. */
static bool tells_version(const struct rec *r)
{
    for (size_t i = REC_COLUMNS; i < r->n; i++)
        if (str_starts(r->col[i], STR("version:")) &&
            (i == REC_COLUMNS || !str_starts(r->col[i - 1], STR("arxiv:"))))
            return true;
    return false;
}

/* The version of the arXiv number in `column`, which stands in the record or was added. */
static void put_version(const struct rec *r, unsigned version)
{
    if (insert_version(&added, 0, version) || r->n == REC_COLUMNS || tells_version(r))
        return;
    if (versioned.n == 0)
        buf_putstr(&versioned, r->line);
    insert_version(&versioned, (size_t)(r->col[REC_COLUMNS].p - r->line.p) - 1, version);
}

static void put_cite(const struct rec *r, struct str id, struct str as_written)
{
    if (id.n && !str_eq(id, r->col[REC_ID]))
        put(r, STR("cite"), id, as_written);
}

static void find_links(const struct rec *r, struct str text)
{
    struct link link;
    for (size_t at = 0; link_next(text, &at, &link, &canonical);) {
        const struct str kind = link_kind_name[link.kind];
        if (kind_chosen[link.kind]) {
            put(r, kind, buf_str(&canonical), link.as_written);
            if (link.version && !list)
                put_version(r, link.version);
        }
        if (cite) {
            set_column(kind, buf_str(&canonical));
            put_cite(r, cites_number(&cites, buf_str(&column)), link.as_written);
        }
    }
    if (canonical.failed)
        prog_fail("out of memory");
}

static void find_titles(const struct rec *r, struct str text)
{
    struct str title, id;
    for (size_t at = 0; cites_title(&cites, text, &at, &title, &id);)
        put_cite(r, id, title);
    if (cites.key.failed)
        prog_fail("out of memory");
}

static void enrich(const struct rec *r)
{
    struct str value;
    table_clear(&seen);
    buf_clear(&added);
    buf_clear(&versioned);
    if (!list) {
        for (size_t i = REC_COLUMNS; i < r->n; i++)
            if (table_add(&seen, r->col[i], NULL) == TABLE_NONE)
                prog_fail("out of memory");
    }
    for (size_t k = 0; k < keys.n; k++)
        for (size_t at = 0; rec_value(r, keys.name[k], &at, &value);) {
            find_links(r, value);
            if (cite)
                find_titles(r, value);
        }
    if (added.failed || versioned.failed)
        prog_fail("out of memory");
    if (!list) {
        out_putstr(&out, versioned.n ? buf_str(&versioned) : r->line);
        out_putstr(&out, buf_str(&added));
        out_putc(&out, '\n');
    }
    out_record(&out);
}

/* ---- --cite: all records go by before the first is written ---- */

static struct keep keep;
static uint64_t *places; /* of the records */
static size_t nplaces, places_cap;

static void keep_record(struct rec *r, struct str line)
{
    if (rec_parse(r, str_slice(line, 0, line.n - 1)) < REC_COLUMNS || !cites_add(&cites, r))
        prog_fail("out of memory");
    if (nplaces == places_cap) {
        places_cap = places_cap ? places_cap * 2 : 1024;
        places = realloc(places, places_cap * sizeof *places);
        if (!places)
            prog_fail("out of memory");
    }
    if (!keep_line(&keep, line, &places[nplaces++]))
        prog_fail("the temporary file: %s", strerror(errno));
}

static void keep_all(struct recs *rs)
{
    struct rec r = {0};
    struct str run;
    uint64_t first;
    while (recs_file(rs))
        while (recs_block(rs, &run, &first)) {
            if (!keep_block(&keep, &rs->in, run))
                prog_fail("the temporary file: %s", strerror(errno));
            for (size_t i = 0, end; i < run.n; i = end) {
                const char *nl = memchr(run.p + i, '\n', run.n - i);
                end = (size_t)(nl - run.p) + 1;
                keep_record(&r, str_slice(run, i, end));
            }
        }
    rec_free(&r);
}

static void enrich_kept(void)
{
    struct rec r = {0};
    struct buf line = {0};
    for (size_t i = 0; i < nplaces && !out.err; i++) {
        const char *name;
        buf_clear(&line);
        const char *why = keep_get(&keep, places[i], &line, &name);
        if (why)
            prog_fail("%s: %s", name, why);
        if (rec_parse(&r, buf_str(&line)) < REC_COLUMNS)
            prog_fail("%s: the file changed while it was read", name);
        enrich(&r);
    }
    rec_free(&r);
    buf_free(&line);
}

static void run(struct recs *rs, char **files, size_t nfiles)
{
    const struct rec *r;
    if (cite) {
        keep_start(&keep, files, nfiles);
        prog_confine_walk(&rs->in, keep_reopens(files, nfiles) ? SANDBOX_READ : 0);
        cites_start(&cites);
        keep_all(rs);
        enrich_kept();
        cites_free(&cites);
        keep_end(&keep);
        free(places);
    } else {
        prog_confine_walk(&rs->in, 0);
        while (!out.err && (r = recs_each(rs)))
            enrich(r);
    }
}

/* ---- options ---- */

/* Whether "cite" is one of them: --cite adds that, whatever else is chosen. */
static bool choose_kinds(const char *value)
{
    bool has_cite = false;
    for (bool more = true; more;) {
        const size_t n = strcspn(value, ",");
        const struct str kind = {value, n};
        enum link_kind k = 0;
        while (k < LINK_KINDS && !str_eq(link_kind_name[k], kind))
            k++;
        if (k < LINK_KINDS)
            kind_chosen[k] = true;
        else if (str_eq(kind, STR("cite")))
            has_cite = true;
        else
            prog_bad_usage("--kinds: '%.*s' is no kind of link", (int)n, value);
        more = value[n] == ',';
        value += n + more;
    }
    return has_cite;
}

int main(int argc, char **argv)
{
    bool line_buffered = false, all_kinds = true, cite_kind = false;
    prog_start("paperlink", usage);
    for (int c; (c = prog_option(argc, argv, ":k:l", longs)) != -1;) {
        switch (c) {
        case 'k': prog_names(&keys, optarg); break;
        case 'l': list = true; break;
        case OPT_KINDS:
            cite_kind |= choose_kinds(optarg);
            all_kinds = false;
            break;
        case OPT_CITE: cite = true; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (cite_kind && !cite)
        prog_bad_usage("--kinds: 'cite' needs --cite, which finds such");
    if (keys.n == 0)
        prog_names(&keys, DEFAULT_KEYS);
    for (size_t k = 0; k < LINK_KINDS; k++)
        kind_chosen[k] |= all_kinds;

    struct recs rs;
    out_start(&out, STDOUT_FILENO, line_buffered);
    table_init(&seen);
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    run(&rs, argv + optind, (size_t)(argc - optind));
    recs_end(&rs);
    table_free(&seen);
    names_free(&keys);
    buf_free(&canonical);
    buf_free(&column);
    buf_free(&added);
    buf_free(&versioned);
    return prog_end(&out);
}
