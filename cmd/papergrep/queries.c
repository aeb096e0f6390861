/* queries.c - papers that match queries (-Q): those of the command line, and standing ones, of
 * files with one a line and maybe a name. */
#include "papergrep.h"

#include "paper/table.h"
#include "paper/text.h"

#include <stdio.h>
#include <stdlib.h>

static struct query *query;
static struct find *find;
static struct standing {
    struct str text;
    const char *file; /* NULL: of the command line */
    uint64_t line;
    size_t tag; /* its number in tags */
} * standing;
static size_t nstanding, capstanding;
static struct table tags;
static uint64_t *tag_seen;    /* the paper that had each tag last, by number */
static const size_t *matched; /* the queries that matched the paper in `parsed` */
static size_t nmatched;
static uint64_t npaper;

/* Which lines of a block may match: those that hold a needle, and those with odd words. */
static struct sieve {
    bool use;        /* else: all lines */
    struct str rest; /* what was not looked at yet */
    bool looked;     /* `ahead` is the next line in it with a needle, empty where there is none */
    struct str ahead;
} sieve;

static void add_standing(struct str text, const char *file, uint64_t line)
{
    if (!grow(&standing, nstanding, &capstanding, sizeof *standing))
        prog_fail("out of memory");
    standing[nstanding++] = (struct standing){text, file, line, TABLE_NONE};
}

/* The queries in s, one a line, with their names. */
static void add_standing_lines(struct str s, const char *file)
{
    struct str name, text;
    for (uint64_t line = 1; s.n; line++) {
        size_t n = (size_t)((const char *)memchr(s.p, '\n', s.n) - s.p);
        if (query_line(str_slice(s, 0, n), &name, &text)) {
            add_standing(text, file, line);
            if (name.n && !text_is_clean(name))
                prog_fail("%s:%llu: the query's name cannot be a field's value", file,
                          (unsigned long long)line);
            if (name.n)
                standing[nstanding - 1].tag = table_add(&tags, name, NULL);
        }
        s = str_slice(s, n + 1, s.n);
    }
}

/* Gives queries without a name of their own that of --tag, numbered where they are several. */
static void name_tags(void)
{
    size_t unnamed = 0;
    char name[4096];
    for (size_t i = 0; i < nstanding; i++)
        unnamed += standing[i].tag == TABLE_NONE;
    for (size_t i = 0; i < nstanding; i++) {
        if (standing[i].tag != TABLE_NONE)
            continue;
        int n = unnamed == 1 ? snprintf(name, sizeof name, "%s", set.tag_name)
                             : snprintf(name, sizeof name, "%s-%zu", set.tag_name, i + 1);
        if (n < 0 || (size_t)n >= sizeof name)
            prog_bad_usage("--tag: the name is too long");
        standing[i].tag = table_add(&tags, (struct str){name, (size_t)n}, NULL);
    }
    tag_seen = calloc(tags.n + 1, sizeof *tag_seen);
    for (size_t i = 0; i < nstanding; i++)
        if (!tag_seen || standing[i].tag == TABLE_NONE)
            prog_fail("out of memory");
}

__attribute__((noreturn)) static void bad_query(const struct query_fault *fault)
{
    if (fault->query == nstanding)
        prog_fail("out of memory");
    const struct standing *bad = &standing[fault->query];
    struct buf shown = {0};
    if (bad->text.n)
        query_show(&shown, bad->text, fault);
    if (bad->file)
        prog_report(NULL, bad->file, bad->line, fault->why);
    else
        prog_warn("%s", fault->why);
    fprintf(stderr, "%.*s", (int)shown.n, shown.n ? shown.p : "");
    exit(TROUBLE);
}

/* Compiles the patterns as queries, and what their words allow to look for first. */
void queries_start(void)
{
    /* Beyond that many words nearly all papers hold one. */
    enum { MAX_NEEDLES = 64 };
    const struct find_options fixed = {.fixed = true, .ignore_case = true};
    const struct str *needle;
    struct query_fault fault;
    const char *why;
    size_t n, at;
    table_init(&tags);
    for (size_t i = 0; i < set.npattern; i++)
        add_standing(set.pattern[i], NULL, 0);
    for (size_t i = 0; i < set.npattern_file; i++) {
        size_t end =
            i + 1 < set.npattern_file ? set.pattern_file[i + 1].begin : set.file_patterns.n;
        add_standing_lines(str_slice(buf_str(&set.file_patterns), set.pattern_file[i].begin, end),
                           set.pattern_file[i].name);
    }
    if (set.tag_name)
        name_tags();
    struct str *texts = calloc(nstanding + 1, sizeof *texts);
    if (!texts)
        prog_fail("out of memory");
    for (size_t i = 0; i < nstanding; i++)
        texts[i] = standing[i].text;
    set.query_how.fields = set.keys;
    query = query_new(texts, nstanding, &set.query_how, &fault);
    free(texts);
    if (!query)
        bad_query(&fault);
    sieve.use = query_needles(query, &needle, &n) && n <= MAX_NEEDLES;
    find = find_new(needle, sieve.use ? n : 0, &fixed, &why, &at);
    if (!find)
        prog_fail("%s", why);
}

/* The next line in the sieve that may match. */
static bool sift(struct str *line, struct line_scan *scan)
{
    struct str rest = sieve.rest;
    if (rest.n == 0)
        return false;
    if (!sieve.use) {
        const char *nl = memchr(rest.p, '\n', rest.n);
        *line = str_slice(rest, 0, (size_t)(nl - rest.p) + 1);
        if (scan)
            scan_lines(scan, line->p + line->n);
    } else {
        if (!sieve.looked && !find_line(find, rest, &sieve.ahead, scan))
            sieve.ahead = str_slice(rest, rest.n, rest.n);
        sieve.looked = true;
        struct str before = str_slice(rest, 0, (size_t)(sieve.ahead.p - rest.p));
        if (!query_odd_line(query, before, line)) {
            *line = sieve.ahead;
            sieve.looked = false;
        }
    }
    sieve.rest = str_slice(rest, (size_t)(line->p + line->n - rest.p), rest.n);
    return line->n > 0;
}

/* The first line in the sieve that matches. */
bool queries_hit(struct str *line, struct line_scan *scan)
{
    const bool all =
        set.tag_name || set.only || set.color; /* else the first query that matches will do */
    while (sift(line, scan)) {
        if (scan && scan->odd)
            return true;
        if (rec_parse(&parsed, line_text(*line)) == 0)
            prog_fail("out of memory");
        nmatched = query_match(query, &parsed, all, &matched);
        npaper++;
        if (nmatched)
            return true;
    }
    return false;
}

/* A match: field for each name of the queries that match and that the paper has not got yet. */
void queries_put_tags(void)
{
    struct str value;
    for (size_t at = 0; rec_value(&parsed, STR("match"), &at, &value);) {
        size_t tag = table_find(&tags, value);
        if (tag != TABLE_NONE)
            tag_seen[tag] = npaper;
    }
    for (size_t i = 0; i < nmatched; i++) {
        size_t tag = standing[matched[i]].tag;
        if (tag_seen[tag] == npaper)
            continue;
        tag_seen[tag] = npaper;
        out_puts(&out, "\tmatch:");
        out_putstr(&out, table_key(&tags, tag));
    }
}

void queries_lines(struct str lines)
{
    sieve = (struct sieve){.use = sieve.use, .rest = lines};
}

bool queries_span(struct str text, size_t from, struct str *span)
{
    return query_span(query, text, from, span);
}

bool queries_failed(void)
{
    return find_failed(find) || query_failed(query);
}

void queries_end(void)
{
    find_free(find);
    query_free(query);
    table_free(&tags);
    free(tag_seen);
    free(standing);
}
