/* paperlink - finds the links of each paper. See paperlink(1). */
#include "paper/cite.h"
#include "paper/keep.h"
#include "paper/link.h"
#include "paper/prog_names.h"
#include "paper/table.h"

#include <errno.h>
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
static struct buf added;   /* the columns that this record gets */
static unsigned *versions; /* that the text tells, of what has this number in `seen`; 0: none */
static size_t nversion, version_cap;
static struct table seen; /* columns of this record, and those added */
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

/* Prints or adds what was found, the first time; gives its number in `seen`. */
static size_t put(const struct rec *r, struct str kind, struct str link, struct str as_written)
{
    bool is_new = false;
    set_column(kind, link);
    const size_t number = table_add(&seen, buf_str(&column), &is_new);
    if (number == TABLE_NONE)
        prog_fail("out of memory");
    if (is_new && list) {
        put_list(r, kind, link, as_written);
    } else if (is_new) {
        buf_putc(&added, '\t');
        buf_putstr(&added, buf_str(&column));
    }
    return number;
}

/* Of several versions of a number the first counts. */
static void note_version(size_t number, unsigned version)
{
    while (nversion <= number) {
        if (!grow(&versions, nversion, &version_cap, sizeof *versions))
            prog_fail("out of memory");
        versions[nversion++] = 0;
    }
    if (versions[number] == 0)
        versions[number] = version;
}

/* Whether the record has a version that stands behind no number: that is its own. */
static bool tells_version(const struct rec *r)
{
    for (size_t i = REC_COLUMNS; i < r->n; i++)
        if (str_starts(r->col[i], STR("version:")) &&
            (i == REC_COLUMNS || !str_starts(r->col[i - 1], STR("arxiv:"))))
            return true;
    return false;
}

/* Columns, a TAB before each, with the versions of numbers that have none behind them. */
static void put_versioned(struct str columns)
{
    for (size_t i = 0, end; i < columns.n; i = end) {
        const char *tab = memchr(columns.p + i + 1, '\t', columns.n - i - 1);
        end = tab ? (size_t)(tab - columns.p) : columns.n;
        const struct str one = str_slice(columns, i + 1, end);
        out_putstr(&out, str_slice(columns, i, end));
        const size_t number = str_starts(one, STR("arxiv:")) ? table_find(&seen, one) : TABLE_NONE;
        if (number == TABLE_NONE || number >= nversion || versions[number] == 0)
            continue;
        if (!str_starts(str_slice(columns, end, columns.n), STR("\tversion:"))) {
            out_puts(&out, "\tversion:");
            out_putu(&out, versions[number]);
        }
        versions[number] = 0;
    }
}

static void put_record(const struct rec *r)
{
    size_t fields = r->line.n; /* where those begin in which versions may be missing */
    if (nversion && r->n > REC_COLUMNS && !tells_version(r))
        fields = (size_t)(r->col[REC_COLUMNS].p - r->line.p) - 1;
    out_putstr(&out, str_slice(r->line, 0, fields));
    put_versioned(str_slice(r->line, fields, r->line.n));
    if (nversion)
        put_versioned(buf_str(&added));
    else
        out_putstr(&out, buf_str(&added));
    out_putc(&out, '\n');
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
            const size_t number = put(r, kind, buf_str(&canonical), link.as_written);
            if (link.version && !list)
                note_version(number, link.version);
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
    nversion = 0;
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
    if (added.failed)
        prog_fail("out of memory");
    if (!list)
        put_record(r);
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
    free(versions);
    return prog_end(&out);
}
