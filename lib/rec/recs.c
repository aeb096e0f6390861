/* recs.c - reading records: blocks of whole lines, each line checked for its columns. */
#include "paper/rec.h"

#include <stdio.h>

void recs_start(struct recs *rs, char *const *names, size_t nnames, report_fn *report, void *arg)
{
    *rs = (struct recs){0};
    in_start(&rs->in, names, nnames, report, arg);
}

bool recs_file(struct recs *rs)
{
    rs->at = rs->end = NULL;
    rs->line = 0;
    rs->scan = (struct line_scan){0};
    rs->open = in_file(&rs->in);
    return rs->open;
}

static bool more(struct recs *rs)
{
    size_t n;
    if (rs->at < rs->end)
        return true;
    if (!rs->open || !in_block(&rs->in, &rs->at, &n))
        return false;
    rs->end = rs->at + n;
    return true;
}

static void report_columns(struct recs *rs, size_t n)
{
    char what[80];
    snprintf(what, sizeof what, "not a paper record: %zu column%s, %d needed", n, n == 1 ? "" : "s",
             REC_COLUMNS);
    in_report(&rs->in, rs->line, what);
}

/* Takes the next line, without its end. Its first TABs become tab[0 .. *n), up to `want`. */
static struct str take_line(struct recs *rs, const char **tab, size_t want, size_t *n)
{
    const char *nl = scan_line(rs->at, rs->end, tab, want, n);
    struct str line = {rs->at, (size_t)(nl - rs->at)};
    if (line.n && nl[-1] == '\r')
        line.n--;
    rs->at += nl + 1 - rs->at;
    rs->line++;
    return line;
}

const struct rec *recs_next(struct recs *rs)
{
    while (more(rs)) {
        size_t n;
        struct str line = take_line(rs, NULL, 0, &n);
        n = rec_parse(&rs->rec, line);
        if (n >= REC_COLUMNS)
            return &rs->rec;
        if (n == 0)
            in_report(&rs->in, rs->line, "out of memory");
        else
            report_columns(rs, n);
    }
    return NULL;
}

const struct rec *recs_each(struct recs *rs)
{
    for (;;) {
        const struct rec *r = rs->open ? recs_next(rs) : NULL;
        if (r || !recs_file(rs))
            return r;
    }
}

bool recs_block(struct recs *rs, struct str *run, uint64_t *first)
{
    while (more(rs)) {
        char *start = rs->at;
        *first = rs->line + 1;
        while (rs->at < rs->end) {
            char *begin = rs->at;
            const char *tab[REC_COLUMNS];
            size_t n;
            struct str line = take_line(rs, tab, REC_COLUMNS - 1, &n);
            n++;
            if (n < REC_COLUMNS) {
                if (begin > start) { /* first what came before it; then this line again */
                    rs->at = begin;
                    rs->line--;
                    *run = (struct str){start, (size_t)(begin - start)};
                    return true;
                }
                report_columns(rs, n);
                start = rs->at;
                *first = rs->line + 1;
            } else if (begin + line.n + 1 < rs->at) { /* ended in CR LF: the run ends with it */
                begin[line.n] = '\n';
                *run = (struct str){start, (size_t)(begin - start) + line.n + 1};
                return true;
            }
        }
        if (rs->at > start) {
            *run = (struct str){start, (size_t)(rs->at - start)};
            return true;
        }
    }
    return false;
}

bool recs_raw(struct recs *rs, struct str *run, uint64_t *first)
{
    rs->line += rs->scan.lines;
    rs->scan = (struct line_scan){0};
    if (!more(rs))
        return false;
    rs->raw = rs->at;
    *run = (struct str){rs->at, (size_t)(rs->end - rs->at)};
    *first = rs->line + 1;
    scan_start(&rs->scan, rs->at, rs->end, REC_COLUMNS - 1);
    rs->at = rs->end;
    return true;
}

void recs_back(struct recs *rs, const char *p)
{
    scan_start(&rs->scan, rs->raw, rs->end, 0);
    scan_lines(&rs->scan, p);
    rs->line += rs->scan.lines;
    rs->scan.lines = 0;
    rs->at = rs->end - (rs->end - p);
}

void recs_end(struct recs *rs)
{
    in_end(&rs->in);
    rec_free(&rs->rec);
}
