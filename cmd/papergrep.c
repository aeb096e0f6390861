/* papergrep - prints the papers that match a pattern. See papergrep(1). */
#include "paper/find.h"
#include "paper/prog_names.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: papergrep [OPTION]... PATTERN [FILE]...\n"
    "Print the papers that match an extended regular expression.\n"
    "  -E, --extended-regexp    patterns are extended regular expressions (default)\n"
    "  -F, --fixed-strings      patterns are plain strings\n"
    "  -e, --regexp=PATTERN     look for this; may be repeated\n"
    "  -f, --file=FILE          take patterns from FILE, one a line\n"
    "  -i, --ignore-case        make no difference between upper and lower case\n"
    "      --fold               make no difference between letters with and without accents, nor "
    "case\n"
    "  -w, --word-regexp        match whole words only\n"
    "  -x, --line-regexp        match whole records, or with -k whole values, only\n"
    "  -k, --key=FIELD[,...]    look in these fields only\n"
    "  -v, --invert-match       print the papers that do not match\n"
    "  -c, --count              print how many papers match\n"
    "  -m, --max-count=N        stop after N papers of each file\n"
    "  -n, --line-number        print each paper's line number before it\n"
    "  -q, --quiet              print nothing, end at the first match\n"
    "  -o, --only-matching      print the matches alone, one a line\n"
    "  -H, --with-filename      print the file's name before each line\n"
    "  -h, --no-filename        never print file names\n"
    "  -l, --files-with-matches print the names of files with a match\n"
    "  -L, --files-without-match  print the names of files without one\n"
    "      --color[=WHEN]       mark matches: auto (default), always, never\n"
    "      --line-buffered      hand each paper over as soon as it is found\n"
    "      --no-match-ok        end with 0, not 1, when nothing matches\n"
    "      --help, --version    print this, the version\n";

enum { OPT_COLOR = OPT_FIRST, OPT_FOLD, OPT_LINE_BUFFERED, OPT_NO_MATCH_OK };

static const struct option longs[] = {
    {"extended-regexp", no_argument, NULL, 'E'},
    {"fixed-strings", no_argument, NULL, 'F'},
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

static struct find *find;
static struct output out;
static unsigned long selected; /* papers of this file */

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
    while (in_line(&in, &line)) {
        buf_putstr(&file_patterns, line);
        buf_putc(&file_patterns, '\n');
    }
    in_end(&in);
    if (prog.status != FOUND || file_patterns.failed)
        prog_fail("%s: the patterns could not be read", name);
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
    while (from <= text.n && find_span(find, text, from, &span)) {
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
        if (keys.n && (only || color) && !invert && rec_parse(&parsed, text))
            print_keyed(rs, line, &parsed);
        else if ((only || color) && !invert)
            print_spans(rs, line, text);
        else
            out_putstr(&out, text);
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

/* One file; gives how many papers were selected. */
static unsigned long search(struct recs *rs)
{
    selected = 0;
    if (max_count > 0)
        search_blocks(rs);
    if (quiet)
        return selected;
    if (list && (selected > 0) == (list == LIST_MATCHING)) {
        out_puts(&out, rs->in.name);
        out_putc(&out, '\n');
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
    case 'E': how.fixed = false; break;
    case 'F': how.fixed = true; break;
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
    for (int c; (c = prog_option(argc, argv, ":EFe:f:iwxk:vcm:nqoHhlL", longs)) != -1;) {
        any |= c == 'e' || c == 'f';
        parse_option(c, &line_buffered, &named, &unnamed, &when);
    }
    if (!any && optind == argc)
        prog_bad_usage("no pattern given");
    if (!any)
        add_pattern(str_from(argv[optind++]));
    if (file_patterns.n) /* the last newline ends a pattern, it does not begin one */
        add_pattern(str_slice(buf_str(&file_patterns), 0, file_patterns.n - 1));
    with_name = named || (!unnamed && argc - optind > 1);
    color = prog_color(when, STDOUT_FILENO);

    key_columns = names_columns(&keys);
    how.no_spans = !only && !color;
    const char *why;
    size_t at;
    find = find_new(pattern, npattern, &how, &why, &at);
    if (!find)
        prog_bad_usage("%s", why);

    struct recs rs;
    bool found = false;
    out_start(&out, STDOUT_FILENO, line_buffered);
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    rs.in.map = true;
    while (!out.err && !find_failed(find) && !(quiet && found) && recs_file(&rs))
        found |= search(&rs) > 0;
    if (find_failed(find))
        prog_warn("out of memory");
    recs_end(&rs);
    find_free(find);
    rec_free(&parsed);
    names_free(&keys);
    free(pattern);
    buf_free(&file_patterns);
    int status = prog_end(&out);
    if (quiet && found && !out.err)
        return FOUND;
    return status != FOUND ? status : found || no_match_ok ? FOUND : NOT_FOUND;
}
