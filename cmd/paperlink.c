/* paperlink - finds the links of each paper. See paperlink(1). */
#include "paper/link.h"
#include "paper/prog_names.h"
#include "paper/table.h"

#include <unistd.h>

static const char usage[] =
    "usage: paperlink [OPTION]... [FILE]...\n"
    "Find the links of each paper and add them as fields: code, data, doi, url ...\n"
    "\n"
    "  -k, --key=FIELD[,...] look in these fields\n"
    "                        (default: title,abstract,comment,url)\n"
    "  -l, --list            print ID, kind, link and link as written, a line each\n"
    "      --line-buffered   hand each record over as soon as it is ready\n"
    "      --help, --version print this, the version\n";

enum { OPT_LINE_BUFFERED = OPT_FIRST };

#define DEFAULT_KEYS "title,abstract,comment,url"

static const struct option longs[] = {
    {"key", required_argument, NULL, 'k'},
    {"list", no_argument, NULL, 'l'},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static bool list;
static struct output out;
static struct buf canonical, column;
static struct table seen; /* columns of this record, and those added */

static void put_link(const struct rec *r, const struct link *link)
{
    if (list) {
        out_putstr(&out, r->col[REC_ID]);
        out_putc(&out, '\t');
        out_putstr(&out, link_kind_name[link->kind]);
        out_putc(&out, '\t');
        out_putstr(&out, buf_str(&canonical));
        out_putc(&out, '\t');
        out_putstr(&out, link->as_written);
        out_putc(&out, '\n');
    } else {
        out_putc(&out, '\t');
        out_putstr(&out, buf_str(&column));
    }
}

static void find_links(const struct rec *r, struct str text)
{
    struct link link;
    for (size_t at = 0; link_next(text, &at, &link, &canonical);) {
        bool is_new = false;
        buf_clear(&column);
        buf_putstr(&column, link_kind_name[link.kind]);
        buf_putc(&column, ':');
        buf_putstr(&column, buf_str(&canonical));
        if (column.failed || table_add(&seen, buf_str(&column), &is_new) == TABLE_NONE)
            prog_fail("out of memory");
        if (is_new)
            put_link(r, &link);
    }
    if (canonical.failed)
        prog_fail("out of memory");
}

static void enrich(const struct rec *r)
{
    struct str value;
    table_clear(&seen);
    if (!list) {
        out_putstr(&out, r->line);
        for (size_t i = REC_COLUMNS; i < r->n; i++)
            if (table_add(&seen, r->col[i], NULL) == TABLE_NONE)
                prog_fail("out of memory");
    }
    for (size_t k = 0; k < keys.n; k++)
        for (size_t at = 0; rec_value(r, keys.name[k], &at, &value);)
            find_links(r, value);
    if (!list)
        out_putc(&out, '\n');
    out_record(&out);
}

int main(int argc, char **argv)
{
    bool line_buffered = false;
    prog_start("paperlink", usage);
    for (int c; (c = prog_option(argc, argv, ":k:l", longs)) != -1;) {
        switch (c) {
        case 'k': prog_names(&keys, optarg); break;
        case 'l': list = true; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (keys.n == 0)
        prog_names(&keys, DEFAULT_KEYS);

    struct recs rs;
    const struct rec *r;
    out_start(&out, STDOUT_FILENO, line_buffered);
    table_init(&seen);
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    while (!out.err && (r = recs_each(&rs)))
        enrich(r);
    recs_end(&rs);
    table_free(&seen);
    names_free(&keys);
    buf_free(&canonical);
    buf_free(&column);
    return prog_end(&out);
}
