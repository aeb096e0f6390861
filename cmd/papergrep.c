/* papergrep - filter: the papers that match a pattern, a query, or a text best. The options. */
#include "papergrep/papergrep.h"

#include "paper/prog_names.h"
#include "paper/text.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: papergrep [OPTION]... PATTERN [FILE]...\n"
    "Print the papers that match a regular expression, a query, or a text best.\n"
    "  -E, --extended-regexp, -F, --fixed-strings  patterns are these (-E: default)\n"
    "  -Q, --query              patterns are queries: title:graph NOT survey has:code\n"
    "      --stem, --tag=NAME   with -Q: match words by stems; add match:NAME fields\n"
    "  -t, --top=N              print the N papers that tell most of PATTERN's words\n"
    "      --like=ID, --like-file=FILE  with -t: about what these papers tell\n"
    "      --df=TABLE, --merge  with -t: rank by counts, of -t -c; add up such tables\n"
    "  -e, --regexp=PATTERN, -f, --file=FILE  look for this, for each line of FILE\n"
    "  -i, --ignore-case, --fold  make no difference of case; and none of accents\n"
    "  -w, --word-regexp, -x, --line-regexp  match whole words, whole records only\n"
    "  -k, --key=FIELD[,...]    look in these fields only\n"
    "  -v, --invert-match       print the papers that do not match\n"
    "  -c, --count, -m, --max-count=N  count the papers; stop after N of each file\n"
    "  -n, --line-number        print each paper's line number before it\n"
    "  -q, --quiet              print nothing, end at the first match\n"
    "  -o, --only-matching      print the matches alone, one a line\n"
    "  -H, --with-filename, -h, --no-filename  print file names always, or never\n"
    "  -l, --files-with-matches, -L, --files-without-match  print file names alone\n"
    "      --color[=WHEN]       mark matches: auto (default), always, never\n"
    "      --line-buffered      hand each paper over as soon as it is found\n"
    "      --no-match-ok        end with 0, not 1, when nothing matches\n"
    "      --no-sandbox         allow all system calls, for debugging\n"
    "      --help, --version    print this, the version\n";

enum {
    OPT_COLOR = OPT_FIRST,
    OPT_FOLD,
    OPT_LINE_BUFFERED,
    OPT_NO_MATCH_OK,
    OPT_STEM,
    OPT_TAG,
    OPT_LIKE,
    OPT_LIKE_FILE,
    OPT_DF,
    OPT_MERGE
};

static const struct option longs[] = {
    {"extended-regexp", no_argument, NULL, 'E'},
    {"fixed-strings", no_argument, NULL, 'F'},
    {"query", no_argument, NULL, 'Q'},
    {"stem", no_argument, NULL, OPT_STEM},
    {"tag", required_argument, NULL, OPT_TAG},
    {"top", required_argument, NULL, 't'},
    {"like", required_argument, NULL, OPT_LIKE},
    {"like-file", required_argument, NULL, OPT_LIKE_FILE},
    {"df", required_argument, NULL, OPT_DF},
    {"merge", no_argument, NULL, OPT_MERGE},
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

struct settings set = {.max_count = ULONG_MAX};
struct output out;
struct rec parsed;

static struct str *pattern;
static struct pattern_file *pattern_file;
static size_t npattern, cappattern, npattern_file, cappattern_file;
static unsigned likes; /* times that papers were given to rank by */

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
    pattern_file[npattern_file++] = (struct pattern_file){name, set.file_patterns.n};
    while (in_line(&in, &line)) {
        buf_putstr(&set.file_patterns, line);
        buf_putc(&set.file_patterns, '\n');
    }
    in_end(&in);
    if (prog.status != FOUND || set.file_patterns.failed)
        prog_fail("%s: the patterns could not be read", name);
}

static void parse_option(int c, bool *line_buffered, bool *named, bool *unnamed, const char **when)
{
    switch (c) {
    case 'E':
    case 'F':
    case 'Q':
        set.how.fixed = c == 'F';
        set.as_query = c == 'Q';
        break;
    case OPT_STEM: set.query_how.stem = true; break;
    case OPT_TAG: set.tag_name = optarg; break;
    case 't': set.top = prog_number("-t", optarg, 1, UINT32_MAX - 1); break;
    case OPT_LIKE:
        set.like = optarg;
        likes++;
        break;
    case OPT_LIKE_FILE:
        set.like_file = optarg;
        likes++;
        break;
    case OPT_DF: set.df_file = optarg; break;
    case OPT_MERGE: set.merge = true; break;
    case 'e': add_pattern(str_from(optarg)); break;
    case 'f': read_patterns(optarg); break;
    case 'i': set.how.ignore_case = true; break;
    case OPT_FOLD: set.how.fold = true; break;
    case 'w': set.how.words = true; break;
    case 'x': set.how.whole = true; break;
    case 'k': prog_names(&set.keys, optarg); break;
    case 'v': set.invert = true; break;
    case 'c': set.count = true; break;
    case 'm': set.max_count = prog_number("-m", optarg, 0, ULONG_MAX - 1); break;
    case 'n': set.number = true; break;
    case 'q': set.quiet = true; break;
    case 'o': set.only = true; break;
    case 'H':
        *named = true;
        *unnamed = false;
        break;
    case 'h':
        *unnamed = true;
        *named = false;
        break;
    case 'l': set.list = LIST_MATCHING; break;
    case 'L': set.list = LIST_OTHERS; break;
    case OPT_COLOR: *when = optarg; break;
    case OPT_LINE_BUFFERED: *line_buffered = true; break;
    case OPT_NO_MATCH_OK: set.no_match_ok = true; break;
    }
}

/* Options that say nothing without another, or against it. */
static void check_options(void)
{
    if (!set.top && (set.like || set.like_file || set.df_file))
        prog_bad_usage("--like, --like-file and --df are for ranking: they need -t");
    if (likes > 1 || (likes && (npattern || npattern_file)))
        prog_bad_usage("--like or --like-file is all to rank by: give it once, without -e and -f");
    if (!set.as_query && (set.tag_name || set.query_how.stem))
        prog_bad_usage("%s is for queries: it needs -Q", set.tag_name ? "--tag" : "--stem");
    if (set.as_query && set.how.whole)
        prog_bad_usage("-x has no meaning for queries");
    if (set.tag_name && (!*set.tag_name || !text_is_clean(str_from(set.tag_name))))
        prog_bad_usage("--tag: '%s' cannot be a field's value", set.tag_name);
    if (set.top &&
        (set.invert || set.number || set.quiet || set.only || set.list || set.with_name ||
         set.as_query || set.how.words || set.how.whole || set.max_count != ULONG_MAX))
        prog_bad_usage("-t goes with none of -v -n -q -o -l -L -H -Q -w -x -m");
}

int main(int argc, char **argv)
{
    bool line_buffered = false, named = false, unnamed = false, any = false;
    const char *when = "auto";
    prog_start("papergrep", usage);
    for (int c; (c = prog_option(argc, argv, ":EFQe:f:iwxk:vcm:nqoHhlLt:", longs)) != -1;) {
        any |= c == 'e' || c == 'f' || c == OPT_LIKE || c == OPT_LIKE_FILE || c == OPT_MERGE;
        parse_option(c, &line_buffered, &named, &unnamed, &when);
    }
    if (!any && optind == argc)
        prog_bad_usage("no pattern given");
    if (!any)
        add_pattern(str_from(argv[optind++]));
    if (set.file_patterns.n && !set.as_query) /* the last newline ends a pattern, begins none */
        add_pattern(str_slice(buf_str(&set.file_patterns), 0, set.file_patterns.n - 1));
    set.pattern = pattern;
    set.npattern = npattern;
    set.pattern_file = pattern_file;
    set.npattern_file = npattern_file;
    char **files = argv + optind;
    size_t nfiles = (size_t)(argc - optind);
    set.with_name = named || (!unnamed && nfiles > 1 && !set.top);
    set.color = prog_color(when, STDOUT_FILENO);
    check_options();

    out_start(&out, STDOUT_FILENO, line_buffered);
    int status = set.merge ? merge_files(files, nfiles)
                 : set.top ? rank_files(files, nfiles)
                           : search_files(files, nfiles);
    rec_free(&parsed);
    names_free(&set.keys);
    free(pattern);
    free(pattern_file);
    buf_free(&set.file_patterns);
    return status;
}
