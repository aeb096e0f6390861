/* recs.c - reading records: blocks of whole lines, each line checked for its columns. */
#include "paper/rec.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

void recs_start(struct recs *rs, char *const *names, size_t nnames, report_fn *report, void *arg)
{
    *rs = (struct recs){0};
    in_start(&rs->in, names, nnames, report, arg);
}

bool recs_file(struct recs *rs)
{
    rs->at = rs->end = NULL;
    rs->line = rs->counted = 0;
    rs->raw = NULL;
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

static void report_columns(struct recs *rs, uint64_t line, size_t n)
{
    char what[80];
    snprintf(what, sizeof what, "not a paper record: %zu column%s, %d needed", n, n == 1 ? "" : "s",
             REC_COLUMNS);
    in_report(&rs->in, line, what);
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
            report_columns(rs, rs->line, n);
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
            struct str line = take_line(rs, tab, rs->lax ? 0 : REC_COLUMNS - 1, &n);
            n++;
            if (n < REC_COLUMNS && !rs->lax) {
                if (begin > start) { /* first what came before it; then this line again */
                    rs->at = begin;
                    rs->line--;
                    *run = (struct str){start, (size_t)(begin - start)};
                    return true;
                }
                report_columns(rs, rs->line, n);
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
    scan_start(&rs->scan, rs->at, rs->end, rs->lax ? 0 : REC_COLUMNS - 1);
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

bool recs_lines(struct recs *rs, struct str *run)
{
    if (rs->raw && !rs->placed)
        rs->line += scan_count(rs->raw, rs->end);
    if (!more(rs))
        return false;
    if (!rs->raw)
        rs->placed = in_offset(&rs->in, rs->at, &rs->counted);
    rs->raw = rs->at;
    *run = (struct str){rs->at, (size_t)(rs->end - rs->at)};
    rs->at = rs->end;
    return true;
}

/* The number of the line at p. Of a file that can be read again the lines before it are counted
 * now, once; of others they were counted as they came. */
static uint64_t number_of(struct recs *rs, const char *p)
{
    char piece[32 * 1024];
    uint64_t to;
    if (!rs->placed || !in_offset(&rs->in, p, &to))
        return rs->line + scan_count(rs->raw, p) + 1;
    while (rs->counted < to) {
        size_t n = to - rs->counted < sizeof piece ? (size_t)(to - rs->counted) : sizeof piece;
        ssize_t got = pread(rs->in.fd, piece, n, (off_t)rs->counted);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        rs->line += scan_count(piece, piece + got);
        rs->counted += (uint64_t)got;
    }
    return rs->line + 1;
}

bool recs_check(struct recs *rs, struct str line, uint64_t number)
{
    size_t tabs = 0;
    for (const char *p = line.p, *end = p + line.n; tabs < REC_COLUMNS - 1; tabs++, p++)
        if (p == end || !(p = memchr(p, '\t', (size_t)(end - p))))
            break;
    if (tabs < REC_COLUMNS - 1)
        report_columns(rs, number ? number : number_of(rs, line.p), tabs + 1);
    return tabs == REC_COLUMNS - 1;
}

void recs_end(struct recs *rs)
{
    in_end(&rs->in);
    rec_free(&rs->rec);
}
