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

/* Takes the next line, without its end. */
static struct str take_line(struct recs *rs)
{
    char *nl = memchr(rs->at, '\n', (size_t)(rs->end - rs->at));
    struct str line = {rs->at, (size_t)(nl - rs->at)};
    if (line.n && nl[-1] == '\r')
        line.n--;
    rs->at = nl + 1;
    rs->line++;
    return line;
}

const struct rec *recs_next(struct recs *rs)
{
    while (more(rs)) {
        size_t n = rec_parse(&rs->rec, take_line(rs));
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

/* Columns at the beginning of a line, counted no further than REC_COLUMNS. */
static size_t count_columns(struct str line)
{
    size_t n = 1;
    for (const char *p = line.p, *end = line.p + line.n; n < REC_COLUMNS; n++) {
        const char *tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
        if (!tab)
            break;
        p = tab + 1;
    }
    return n;
}

bool recs_block(struct recs *rs, struct str *run, uint64_t *first)
{
    while (more(rs)) {
        char *start = rs->at;
        *first = rs->line + 1;
        while (rs->at < rs->end) {
            char *begin = rs->at;
            struct str line = take_line(rs);
            size_t n = count_columns(line);
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

void recs_end(struct recs *rs)
{
    in_end(&rs->in);
    rec_free(&rs->rec);
}
