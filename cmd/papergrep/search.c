/* search.c - the papers that match: finding them, many at a time, and printing them. */
#include "papergrep.h"

#include <stdlib.h>

static struct find *find;
static size_t key_columns;     /* those of -k are among so many of the first; 0: fields are, too */
static unsigned long selected; /* papers of this file */
static bool numbered; /* lines are gone over one by one: their numbers, or ends, are asked for */

/* The next match in a text that is selected. */
static bool next_span(struct str text, size_t from, struct str *span)
{
    return set.as_query ? queries_span(text, from, span) : find_span(find, text, from, span);
}

static void print_prefix(const struct recs *rs, uint64_t line, char mark)
{
    if (set.with_name) {
        out_puts(&out, set.color ? "\33[35m" : "");
        out_puts(&out, rs->in.name);
        out_puts(&out, set.color ? "\33[m\33[36m" : "");
        out_putc(&out, mark);
        out_puts(&out, set.color ? "\33[m" : "");
    }
    if (set.number) {
        out_puts(&out, set.color ? "\33[32m" : "");
        out_putu(&out, line);
        out_puts(&out, set.color ? "\33[m\33[36m" : "");
        out_putc(&out, mark);
        out_puts(&out, set.color ? "\33[m" : "");
    }
}

/* The matches in a text, each alone on a line (-o), or the text with its matches marked. */
static void print_spans(const struct recs *rs, uint64_t line, struct str text)
{
    struct str span;
    size_t done = 0, from = 0;
    while (from <= text.n && next_span(text, from, &span)) {
        size_t begin = (size_t)(span.p - text.p);
        from = begin + span.n;
        if (span.n == 0) {
            from++;
            continue;
        }
        if (set.only)
            print_prefix(rs, line, ':');
        else
            out_putstr(&out, str_slice(text, done, begin));
        out_puts(&out, set.color ? "\33[1;31m" : "");
        out_putstr(&out, span);
        out_puts(&out, set.color ? "\33[m" : "");
        if (set.only)
            out_putc(&out, '\n');
        done = from;
    }
    if (!set.only)
        out_putstr(&out, str_slice(text, done, text.n));
}

/* With -k: the columns that are looked in get their matches marked, or printed. */
static void print_keyed(const struct recs *rs, uint64_t line, const struct rec *r)
{
    static const struct str column[REC_COLUMNS] = {STR_INIT("id"), STR_INIT("date"),
                                                   STR_INIT("title"), STR_INIT("abstract")};
    for (size_t i = 0; i < r->n; i++) {
        struct field f = {column[i < REC_COLUMNS ? i : 0], r->col[i]};
        if (i >= REC_COLUMNS)
            f = rec_field(r, i);
        bool wanted = names_hold(&set.keys, f.name);
        if (!set.only) {
            out_puts(&out, i ? "\t" : "");
            out_putstr(&out, str_slice(r->col[i], 0, r->col[i].n - f.value.n));
            if (!wanted)
                out_putstr(&out, f.value);
        }
        if (wanted)
            print_spans(rs, line, f.value);
    }
}

/* A line is selected, and with it a paper, if it is one. False: enough of this file. */
static bool take(struct recs *rs, uint64_t line, struct str text)
{
    if (!recs_check(rs, text, numbered ? line : 0))
        return true;
    selected++;
    if (set.quiet || set.list)
        return false;
    if (!set.count && !(set.only && set.invert)) {
        if (!set.only)
            print_prefix(rs, line, ':');
        if (set.keys.n && !set.as_query && (set.only || set.color) && !set.invert &&
            rec_parse(&parsed, text))
            print_keyed(rs, line, &parsed);
        else if ((set.only || set.color) && !set.invert)
            print_spans(rs, line, text);
        else
            out_putstr(&out, text);
        if (set.tag_name && !set.only && !set.invert)
            queries_put_tags();
        if (!set.only)
            out_putc(&out, '\n');
        out_record(&out);
    }
    return selected < set.max_count && !out.err;
}

/* The lines of text, each as one that was selected. *line is the number of the first; at the end,
 * of the one behind the last. */
static bool take_lines(struct recs *rs, uint64_t *line, struct str text)
{
    while (text.n) {
        size_t n = (size_t)((const char *)memchr(text.p, '\n', text.n) - text.p);
        if (!take(rs, (*line)++, line_text(str_slice(text, 0, n + 1))))
            return false;
        text = str_slice(text, n + 1, text.n);
    }
    return true;
}

/* Whether a value that -k names matches. The record is parsed for its fields only where one is
 * named. */
static bool keyed_match(struct str line)
{
    if (!(key_columns ? rec_columns(&parsed, line, key_columns) : rec_parse(&parsed, line)))
        prog_fail("out of memory");
    struct str value;
    for (size_t k = 0; k < set.keys.n; k++)
        for (size_t at = 0; rec_value(&parsed, set.keys.name[k], &at, &value);)
            if (find_in(find, value))
                return true;
    return false;
}

/* The next of the lines that matches. */
static bool next_hit(struct str lines, struct str *hit, struct line_scan *scan)
{
    if (set.as_query)
        return queries_hit(hit, scan);
    while (set.keys.n ? find_candidate(find, lines, hit, scan)
                      : find_line(find, lines, hit, scan)) {
        struct str text = line_text(*hit);
        if ((scan && scan->odd) ||
            (set.keys.n ? keyed_match(text) : text.n + 1 == hit->n || find_in(find, text)))
            return true;
        size_t done = (size_t)(hit->p - lines.p) + hit->n;
        lines = str_slice(lines, done, lines.n);
    }
    return false;
}

/* Looks in many records at a time. The block becomes what is left of it where something odd
 * is found in its lines. False: enough of this file. */
static bool search_block(struct recs *rs, struct str *block, uint64_t line, struct line_scan *scan)
{
    struct str hit;
    queries_lines(*block);
    while (next_hit(*block, &hit, scan)) {
        if (scan && scan->odd)
            return true;
        struct str before = str_slice(*block, 0, (size_t)(hit.p - block->p));
        if (set.invert && !take_lines(rs, &line, before))
            return false;
        if (!set.invert)
            line += numbered ? scan_count(before.p, before.p + before.n) : 0;
        if (!set.invert && !take_lines(rs, &line, hit))
            return false;
        line += set.invert;
        *block = str_slice(*block, before.n + hit.n, block->n);
    }
    return (scan && scan->odd) || !set.invert || take_lines(rs, &line, *block);
}

static void search_blocks(struct recs *rs)
{
    struct str block;
    uint64_t line;
    while (!numbered && recs_lines(rs, &block))
        if (!search_block(rs, &block, 0, NULL))
            return;
    while (numbered && recs_raw(rs, &block, &line)) {
        if (!search_block(rs, &block, line, &rs->scan))
            return;
        if (rs->scan.odd)
            recs_back(rs, block.p);
        while (rs->at < rs->end && recs_block(rs, &block, &line))
            if (!search_block(rs, &block, line, NULL))
                return;
    }
}

static bool failed(void)
{
    return set.as_query ? queries_failed() : find_failed(find);
}

/* One file; gives how many papers were selected. */
static unsigned long search(struct recs *rs)
{
    selected = 0;
    if (set.max_count > 0)
        search_blocks(rs);
    if (set.quiet)
        return selected;
    if (set.list && (selected > 0) == (set.list == LIST_MATCHING)) {
        out_puts(&out, set.color ? "\33[35m" : "");
        out_puts(&out, rs->in.name);
        out_puts(&out, set.color ? "\33[m\n" : "\n");
    } else if (set.count && !set.list) {
        bool was = set.number;
        set.number = false;
        print_prefix(rs, 0, ':');
        set.number = was;
        out_putu(&out, selected);
        out_putc(&out, '\n');
    }
    out_record(&out);
    return selected;
}

int search_files(char **files, size_t n)
{
    struct recs rs;
    bool found = false;
    const char *why;
    size_t at;
    key_columns = names_columns(&set.keys);
    set.how.no_spans = !set.only && !set.color;
    if (set.as_query)
        queries_start();
    else if (!(find = find_new(set.pattern, set.npattern, &set.how, &why, &at)))
        prog_bad_usage("%s", why);
    numbered = set.number || (!set.as_query && find_ends(find));
    recs_start(&rs, files, n, prog_report, NULL);
    rs.lax = true;
    prog_confine_walk(&rs.in, 0);
    while (!out.err && !failed() && !(set.quiet && found) && recs_file(&rs))
        found |= search(&rs) > 0;
    if (failed())
        prog_warn("out of memory");
    recs_end(&rs);
    if (set.as_query)
        queries_end();
    find_free(find);
    int status = prog_end(&out);
    if (set.quiet && found && !out.err)
        return FOUND;
    return status != FOUND ? status : found || set.no_match_ok ? FOUND : NOT_FOUND;
}
