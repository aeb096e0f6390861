/* papergrep - prints the papers that match a pattern. See papergrep(1). */
#include "paper/find.h"
#include "paper/prog_names.h"
#include "paper/query.h"
#include "paper/table.h"
#include "paper/text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: papergrep [OPTION]... PATTERN [FILE]...\n"
    "Print the papers that match an extended regular expression, or a query.\n"
    "  -E, --extended-regexp    patterns are extended regular expressions (default)\n"
    "  -F, --fixed-strings      patterns are plain strings\n"
    "  -Q, --query              patterns are queries: title:graph NOT survey has:code\n"
    "      --stem, --tag=NAME   with -Q: match words by stems; add match:NAME fields\n"
    "  -e, --regexp=PATTERN     look for this; may be repeated\n"
    "  -f, --file=FILE          take patterns from FILE, one a line\n"
    "  -i, --ignore-case, --fold  make no difference of case; and none of accents\n"
    "  -w, --word-regexp, -x, --line-regexp  match whole words, whole records only\n"
    "  -k, --key=FIELD[,...]    look in these fields only\n"
    "  -v, --invert-match       print the papers that do not match\n"
    "  -c, --count              print how many papers match\n"
    "  -m, --max-count=N        stop after N papers of each file\n"
    "  -n, --line-number        print each paper's line number before it\n"
    "  -q, --quiet              print nothing, end at the first match\n"
    "  -o, --only-matching      print the matches alone, one a line\n"
    "  -H, --with-filename, -h, --no-filename  print file names always, or never\n"
    "  -l, --files-with-matches print the names of files with a match\n"
    "  -L, --files-without-match  print the names of files without one\n"
    "      --color[=WHEN]       mark matches: auto (default), always, never\n"
    "      --line-buffered      hand each paper over as soon as it is found\n"
    "      --no-match-ok        end with 0, not 1, when nothing matches\n"
    "      --help, --version    print this, the version\n";

enum { OPT_COLOR = OPT_FIRST, OPT_FOLD, OPT_LINE_BUFFERED, OPT_NO_MATCH_OK, OPT_STEM, OPT_TAG };

static const struct option longs[] = {
    {"extended-regexp", no_argument, NULL, 'E'},
    {"fixed-strings", no_argument, NULL, 'F'},
    {"query", no_argument, NULL, 'Q'},
    {"stem", no_argument, NULL, OPT_STEM},
    {"tag", required_argument, NULL, OPT_TAG},
    {"regexp", required_argument, NULL, 'e'},
    {"file", required_argument, NULL, 'f'},
    {"ignore-case", no_argument, NULL, 'i'},
    {"fold", no_argument, NULL, OPT_FOLD},
    {"word-regexp", no_argument, NULL, 'w'},
    {"line-regexp", no_argument, NULL, 'x'},
    {"key", required_argument, NULL, 'k'},
    {"invert-match", no_argument, NULL, 'v'},
    {"count", no_argument, NULL, 'c'},
    {"max-count", required_argument, NULL, 'm'},
    {"line-number", no_argument, NULL, 'n'},
    {"quiet", no_argument, NULL, 'q'},
    {"only-matching", no_argument, NULL, 'o'},
    {"with-filename", no_argument, NULL, 'H'},
    {"no-filename", no_argument, NULL, 'h'},
    {"files-with-matches", no_argument, NULL, 'l'},
    {"files-without-match", no_argument, NULL, 'L'},
    {"color", optional_argument, NULL, OPT_COLOR},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    {"no-match-ok", no_argument, NULL, OPT_NO_MATCH_OK},
    PROG_OPTIONS,
    {0},
};

static struct find_options how;
static bool invert, count, number, quiet, only, with_name, color, no_match_ok;
static enum { NO_LIST, LIST_MATCHING, LIST_OTHERS } list;
static unsigned long max_count = ULONG_MAX;
static struct names keys;
static size_t key_columns; /* they are among so many of the first columns; 0: fields are, too */
static struct rec parsed;

static struct str *pattern;
static size_t npattern, cappattern;
static struct buf file_patterns; /* the text of -f's files, one after another */

static struct pattern_file {
    char *name;
    size_t begin; /* in file_patterns */
} * pattern_file;
static size_t npattern_file, cappattern_file;

static struct find *find;
static struct output out;
static unsigned long selected; /* papers of this file */

static bool as_query; /* patterns are queries: */
static struct query_options query_how;
static struct query *query;
static struct standing {
    struct str text;
    const char *file; /* NULL: of the command line */
    uint64_t line;
    size_t tag; /* its number in tags */
} * standing;
static size_t nstanding, capstanding;
static const char *tag_name; /* of --tag */
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

static void add_pattern(struct str s)
{
    if (!grow(&pattern, npattern, &cappattern, sizeof *pattern))
        prog_fail("out of memory");
    pattern[npattern++] = s;
}

/* Each line is a pattern; an empty file has none. */
static void read_patterns(char *name)
{
    struct input in;
    struct str line;
    in_start(&in, &name, 1, prog_report, NULL);
    if (!in_file(&in))
        exit(TROUBLE);
    if (!grow(&pattern_file, npattern_file, &cappattern_file, sizeof *pattern_file))
        prog_fail("out of memory");
    pattern_file[npattern_file++] = (struct pattern_file){name, file_patterns.n};
    while (in_line(&in, &line)) {
        buf_putstr(&file_patterns, line);
        buf_putc(&file_patterns, '\n');
    }
    in_end(&in);
    if (prog.status != FOUND || file_patterns.failed)
        prog_fail("%s: the patterns could not be read", name);
}

/* ---- queries ---- */

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
        int n = unnamed == 1 ? snprintf(name, sizeof name, "%s", tag_name)
                             : snprintf(name, sizeof name, "%s-%zu", tag_name, i + 1);
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
static void make_queries(void)
{
    /* Beyond that many words nearly all papers hold one. */
    enum { MAX_NEEDLES = 64 };
    const struct find_options fixed = {.fixed = true, .ignore_case = true};
    const struct str *needle;
    struct query_fault fault;
    const char *why;
    size_t n, at;
    table_init(&tags);
    for (size_t i = 0; i < npattern; i++)
        add_standing(pattern[i], NULL, 0);
    for (size_t i = 0; i < npattern_file; i++) {
        size_t end = i + 1 < npattern_file ? pattern_file[i + 1].begin : file_patterns.n;
        add_standing_lines(str_slice(buf_str(&file_patterns), pattern_file[i].begin, end),
                           pattern_file[i].name);
    }
    if (tag_name)
        name_tags();
    struct str *texts = calloc(nstanding + 1, sizeof *texts);
    if (!texts)
        prog_fail("out of memory");
    for (size_t i = 0; i < nstanding; i++)
        texts[i] = standing[i].text;
    query_how.fields = keys;
    query = query_new(texts, nstanding, &query_how, &fault);
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
static bool query_hit(struct str *line, struct line_scan *scan)
{
    const bool all = tag_name || only || color; /* else the first query that matches will do */
    while (sift(line, scan)) {
        if (scan && scan->odd)
            return true;
        if (rec_parse(&parsed, str_slice(*line, 0, line->n - 1)) == 0)
            prog_fail("out of memory");
        nmatched = query_match(query, &parsed, all, &matched);
        npaper++;
        if (nmatched)
            return true;
    }
    return false;
}

/* A match: field for each name of the queries that match and that the paper has not got yet. */
static void put_tags(void)
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

/* ---- output ---- */

/* The next match in a text that is selected. */
static bool next_span(struct str text, size_t from, struct str *span)
{
    return query ? query_span(query, text, from, span) : find_span(find, text, from, span);
}

static void print_prefix(const struct recs *rs, uint64_t line, char mark)
{
    if (with_name) {
        out_puts(&out, color ? "\33[35m" : "");
        out_puts(&out, rs->in.name);
        out_puts(&out, color ? "\33[m\33[36m" : "");
        out_putc(&out, mark);
        out_puts(&out, color ? "\33[m" : "");
    }
    if (number) {
        out_puts(&out, color ? "\33[32m" : "");
        out_putu(&out, line);
        out_puts(&out, color ? "\33[m\33[36m" : "");
        out_putc(&out, mark);
        out_puts(&out, color ? "\33[m" : "");
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
        if (only)
            print_prefix(rs, line, ':');
        else
            out_putstr(&out, str_slice(text, done, begin));
        out_puts(&out, color ? "\33[1;31m" : "");
        out_putstr(&out, span);
        out_puts(&out, color ? "\33[m" : "");
        if (only)
            out_putc(&out, '\n');
        done = from;
    }
    if (!only)
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
        bool wanted = names_hold(&keys, f.name);
        if (!only) {
            out_puts(&out, i ? "\t" : "");
            out_putstr(&out, str_slice(r->col[i], 0, r->col[i].n - f.value.n));
            if (!wanted)
                out_putstr(&out, f.value);
        }
        if (wanted)
            print_spans(rs, line, f.value);
    }
}

/* A paper is selected. False: enough of this file. */
static bool take(const struct recs *rs, uint64_t line, struct str text)
{
    selected++;
    if (quiet || list)
        return false;
    if (!count && !(only && invert)) {
        if (!only)
            print_prefix(rs, line, ':');
        if (keys.n && !query && (only || color) && !invert && rec_parse(&parsed, text))
            print_keyed(rs, line, &parsed);
        else if ((only || color) && !invert)
            print_spans(rs, line, text);
        else
            out_putstr(&out, text);
        if (tag_name && !only && !invert)
            put_tags();
        if (!only)
            out_putc(&out, '\n');
        out_record(&out);
    }
    return selected < max_count && !out.err;
}

/* The lines of text, each as one that was selected. *line is the number of the first; at the end,
 * of the one behind the last. */
static bool take_lines(const struct recs *rs, uint64_t *line, struct str text)
{
    while (text.n) {
        size_t n = (size_t)((const char *)memchr(text.p, '\n', text.n) - text.p);
        if (!take(rs, (*line)++, str_slice(text, 0, n)))
            return false;
        text = str_slice(text, n + 1, text.n);
    }
    return true;
}

static uint64_t count_lines(struct str text)
{
    uint64_t n = 0;
    for (const char *p = text.p, *end = p + text.n; p < end; n++)
        p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
    return n;
}

/* Whether a value that -k names matches. The record is parsed for its fields only where one is
 * named. */
static bool keyed_match(struct str line)
{
    if (!(key_columns ? rec_columns(&parsed, line, key_columns) : rec_parse(&parsed, line)))
        prog_fail("out of memory");
    struct str value;
    for (size_t k = 0; k < keys.n; k++)
        for (size_t at = 0; rec_value(&parsed, keys.name[k], &at, &value);)
            if (find_in(find, value))
                return true;
    return false;
}

/* The next of the lines that matches. */
static bool next_hit(struct str lines, struct str *hit, struct line_scan *scan)
{
    if (query)
        return query_hit(hit, scan);
    if (!keys.n)
        return find_line(find, lines, hit, scan);
    while (find_candidate(find, lines, hit, scan)) {
        if ((scan && scan->odd) || keyed_match(str_slice(*hit, 0, hit->n - 1)))
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
    sieve = (struct sieve){.use = sieve.use, .rest = *block};
    while (next_hit(*block, &hit, scan)) {
        if (scan && scan->odd)
            return true;
        struct str before = str_slice(*block, 0, (size_t)(hit.p - block->p));
        if (invert && !take_lines(rs, &line, before))
            return false;
        if (!invert)
            line += number ? count_lines(before) : 0;
        if (!invert && !take_lines(rs, &line, hit))
            return false;
        line += invert;
        *block = str_slice(*block, before.n + hit.n, block->n);
    }
    return (scan && scan->odd) || !invert || take_lines(rs, &line, *block);
}

static void search_blocks(struct recs *rs)
{
    struct str block;
    uint64_t line;
    while (recs_raw(rs, &block, &line)) {
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
    return find_failed(find) || (query && query_failed(query));
}

/* One file; gives how many papers were selected. */
static unsigned long search(struct recs *rs)
{
    selected = 0;
    if (max_count > 0)
        search_blocks(rs);
    if (quiet)
        return selected;
    if (list && (selected > 0) == (list == LIST_MATCHING)) {
        out_puts(&out, color ? "\33[35m" : "");
        out_puts(&out, rs->in.name);
        out_puts(&out, color ? "\33[m\n" : "\n");
    } else if (count && !list) {
        bool was = number;
        number = false;
        print_prefix(rs, 0, ':');
        number = was;
        out_putu(&out, selected);
        out_putc(&out, '\n');
    }
    out_record(&out);
    return selected;
}

static void parse_option(int c, bool *line_buffered, bool *named, bool *unnamed, const char **when)
{
    switch (c) {
    case 'E':
    case 'F':
    case 'Q':
        how.fixed = c == 'F';
        as_query = c == 'Q';
        break;
    case OPT_STEM: query_how.stem = true; break;
    case OPT_TAG: tag_name = optarg; break;
    case 'e': add_pattern(str_from(optarg)); break;
    case 'f': read_patterns(optarg); break;
    case 'i': how.ignore_case = true; break;
    case OPT_FOLD: how.fold = true; break;
    case 'w': how.words = true; break;
    case 'x': how.whole = true; break;
    case 'k': prog_names(&keys, optarg); break;
    case 'v': invert = true; break;
    case 'c': count = true; break;
    case 'm': max_count = prog_number("-m", optarg, 0, ULONG_MAX - 1); break;
    case 'n': number = true; break;
    case 'q': quiet = true; break;
    case 'o': only = true; break;
    case 'H':
        *named = true;
        *unnamed = false;
        break;
    case 'h':
        *unnamed = true;
        *named = false;
        break;
    case 'l': list = LIST_MATCHING; break;
    case 'L': list = LIST_OTHERS; break;
    case OPT_COLOR: *when = optarg ? optarg : "always"; break;
    case OPT_LINE_BUFFERED: *line_buffered = true; break;
    case OPT_NO_MATCH_OK: no_match_ok = true; break;
    }
}

int main(int argc, char **argv)
{
    bool line_buffered = false, named = false, unnamed = false, any = false;
    const char *when = "auto";
    prog_start("papergrep", usage);
    for (int c; (c = prog_option(argc, argv, ":EFQe:f:iwxk:vcm:nqoHhlL", longs)) != -1;) {
        any |= c == 'e' || c == 'f';
        parse_option(c, &line_buffered, &named, &unnamed, &when);
    }
    if (!any && optind == argc)
        prog_bad_usage("no pattern given");
    if (!any)
        add_pattern(str_from(argv[optind++]));
    if (!as_query && (tag_name || query_how.stem))
        prog_bad_usage("%s is for queries: it needs -Q", tag_name ? "--tag" : "--stem");
    if (as_query && how.whole)
        prog_bad_usage("-x has no meaning for queries");
    if (tag_name && (!*tag_name || !text_is_clean(str_from(tag_name))))
        prog_bad_usage("--tag: '%s' cannot be a field's value", tag_name);
    if (file_patterns.n && !as_query) /* the last newline ends a pattern, it does not begin one */
        add_pattern(str_slice(buf_str(&file_patterns), 0, file_patterns.n - 1));
    with_name = named || (!unnamed && argc - optind > 1);
    color = prog_color(when, STDOUT_FILENO);

    key_columns = names_columns(&keys);
    how.no_spans = !only && !color;
    const char *why;
    size_t at;
    if (as_query)
        make_queries();
    else if (!(find = find_new(pattern, npattern, &how, &why, &at)))
        prog_bad_usage("%s", why);

    struct recs rs;
    bool found = false;
    out_start(&out, STDOUT_FILENO, line_buffered);
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    rs.in.map = true;
    while (!out.err && !failed() && !(quiet && found) && recs_file(&rs))
        found |= search(&rs) > 0;
    if (failed())
        prog_warn("out of memory");
    recs_end(&rs);
    find_free(find);
    rec_free(&parsed);
    query_free(query);
    table_free(&tags);
    free(tag_seen);
    free(standing);
    names_free(&keys);
    free(pattern);
    free(pattern_file);
    buf_free(&file_patterns);
    int status = prog_end(&out);
    if (quiet && found && !out.err)
        return FOUND;
    return status != FOUND ? status : found || no_match_ok ? FOUND : NOT_FOUND;
}
