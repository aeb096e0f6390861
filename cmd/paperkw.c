/* paperkw - finds the keyphrases of each paper. See paperkw(1). */
#include "paper/key.h"
#include "paper/prog_names.h"
#include "paper/text.h"

#include "paper/ascii.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperkw [OPTION]... [FILE]...\n"
    "Find the keyphrases of each paper and add them as kw: fields, the best first.\n"
    "\n"
    "  -n, --number=N          at most N phrases for each paper (default 8)\n"
    "  -t, --threshold=MIN     only those at least so probable, 0 to 1 (default .1)\n"
    "  -k, --key=FIELD[,...]   take them from these fields (default: title,abstract)\n"
    "      --style=STYLE       author (default): the few that authors give;\n"
    "                          index: all that indexers give\n"
    "      --vocab=FILE        only phrases of this list, as it writes them\n"
    "      --lower             write all phrases in small letters\n"
    "      --replace           drop the kw: fields that a paper has\n"
    "  -l, --list              print ID, probability and phrase, a line each\n"
    "      --df=FILE           how rare words are, by a table that --count made\n"
    "      --count             print in how many papers each word is\n"
    "      --merge             add such tables up\n"
    "      --line-buffered     hand each record over as soon as it is ready\n"
    "      --no-sandbox        allow all system calls, for debugging\n"
    "      --help, --version   print this, the version\n";

enum {
    OPT_LINE_BUFFERED = OPT_FIRST,
    OPT_STYLE,
    OPT_VOCAB,
    OPT_LOWER,
    OPT_REPLACE,
    OPT_DF,
    OPT_COUNT,
    OPT_MERGE
};

#define DEFAULT_KEYS "title,abstract"

static const struct option longs[] = {
    {"number", required_argument, NULL, 'n'},
    {"threshold", required_argument, NULL, 't'},
    {"key", required_argument, NULL, 'k'},
    {"list", no_argument, NULL, 'l'},
    {"style", required_argument, NULL, OPT_STYLE},
    {"vocab", required_argument, NULL, OPT_VOCAB},
    {"lower", no_argument, NULL, OPT_LOWER},
    {"replace", no_argument, NULL, OPT_REPLACE},
    {"df", required_argument, NULL, OPT_DF},
    {"count", no_argument, NULL, OPT_COUNT},
    {"merge", no_argument, NULL, OPT_MERGE},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static size_t most = 8;
static unsigned least = KEY_LIKELY;
static bool list, lower, replace, count, merge;
static struct output out;
static struct buf phrase;
static struct key_finder *finder;
static struct counts *counts;
static uint64_t *own; /* of the phrases that a record has */
static size_t capown;

/* ---- options ---- */

/* A probability in ten-thousandths: 0.25, .25, 1. */
static unsigned probability(const char *s)
{
    unsigned n = 0, unit = 10000;
    const char *p = s;
    while (ascii_digit((unsigned char)*p) && n <= 10000)
        n = n * 10 + (unsigned)(*p++ - '0') * 10000;
    if (*p == '.')
        for (p++; ascii_digit((unsigned char)*p); p++)
            n += (unsigned)(*p - '0') * (unit /= 10);
    if (*p || p == s || strcmp(s, ".") == 0 || n > 10000)
        prog_bad_usage("-t: a probability from 0 to 1 needed: %s", s);
    return n;
}

static enum key_style style_of(const char *name)
{
    if (strcmp(name, "author") == 0)
        return KEY_AUTHOR;
    if (strcmp(name, "index") != 0)
        prog_bad_usage("--style: author or index needed: %s", name);
    return KEY_INDEX;
}

/* Reads rows of counts from files, or standard input where there are none. */
static void read_counts(char **files, size_t n)
{
    struct input in;
    struct str line;
    in_start(&in, files, n, prog_report, NULL);
    if (merge)
        prog_confine_walk(&in, 0);
    while (in_file(&in))
        while (in_line(&in, &line)) {
            const char *why = counts_add_row(counts, line);
            if (why)
                in_report(&in, in.line, why);
        }
    in_end(&in);
}

static void use_frequencies(char *file)
{
    read_counts(&file, 1);
    const char *why = key_use_counts(finder, counts);
    if (why)
        prog_fail("%s: %s", file, why);
}

static void use_vocabulary(char *file)
{
    struct input in;
    struct str line;
    bool any = false;
    in_start(&in, &file, 1, prog_report, NULL);
    while (in_file(&in))
        while (in_line(&in, &line)) {
            const char *why = line.n ? key_add_vocabulary(finder, line) : NULL;
            if (why)
                in_report(&in, in.line, why);
            any |= line.n && !why;
        }
    in_end(&in);
    if (!any)
        prog_fail("%s: no phrase in this vocabulary", file);
}

/* ---- records ---- */

static void read_paper(const struct rec *r)
{
    struct str value;
    key_begin(finder);
    for (size_t k = 0; k < keys.n; k++)
        for (size_t at = 0; rec_value(r, keys.name[k], &at, &value);)
            key_text(finder, value, str_eq(keys.name[k], STR("title")));
}

/* Notes what the record's own keyphrases are, and how many. */
static size_t note_own(const struct rec *r)
{
    struct str v;
    size_t n = 0;
    for (size_t at = 0; !replace && !list && rec_value(r, STR("kw"), &at, &v); n++) {
        if (!grow(&own, n, &capown, sizeof *own))
            prog_fail("out of memory");
        own[n] = key_hash(finder, v);
    }
    return n;
}

static bool is_own(struct str key, size_t nown)
{
    const uint64_t hash = nown ? key_hash(finder, key) : 0;
    size_t i = 0;
    while (i < nown && own[i] != hash)
        i++;
    return i < nown;
}

static void put_record(const struct rec *r)
{
    if (!replace) {
        out_putstr(&out, r->line);
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        if (i >= REC_COLUMNS && str_eq(rec_field(r, i).name, STR("kw")))
            continue;
        if (i)
            out_putc(&out, '\t');
        out_putstr(&out, r->col[i]);
    }
}

static void put_key(const struct rec *r, struct str key, unsigned p)
{
    char number[16];
    if (list) {
        snprintf(number, sizeof number, "\t%u.%04u\t", p / 10000, p % 10000);
        out_putstr(&out, r->col[REC_ID]);
        out_puts(&out, number);
        out_putstr(&out, key);
        out_putc(&out, '\n');
    } else {
        out_puts(&out, "\tkw:");
        out_putstr(&out, key);
    }
}

static struct str lowered(struct str s)
{
    buf_clear(&phrase);
    text_to_lower(&phrase, s);
    return buf_str(&phrase);
}

static void enrich(const struct rec *r)
{
    const struct key *key;
    const size_t nown = note_own(r);
    read_paper(r);
    size_t n = key_rank(finder, most < SIZE_MAX - nown ? most + nown : most, least, &key), put = 0;
    if (key_failed(finder))
        prog_fail("out of memory");
    if (!list)
        put_record(r);
    for (size_t i = 0; i < n && put < most; i++)
        if (!is_own(key[i].phrase, nown)) {
            put_key(r, lower ? lowered(key[i].phrase) : key[i].phrase, key[i].probability);
            put++;
        }
    if (phrase.failed)
        prog_fail("out of memory");
    if (!list)
        out_putc(&out, '\n');
    out_record(&out);
}

static void count_paper(const struct rec *r)
{
    read_paper(r);
    const char *why = key_count(finder, counts);
    if (why)
        prog_fail("%s", why);
}

static void go_over(char **files, size_t n)
{
    struct recs rs;
    const struct rec *r;
    recs_start(&rs, files, n, prog_report, NULL);
    prog_confine_walk(&rs.in, 0);
    while (!out.err && (r = recs_each(&rs)))
        (count ? count_paper : enrich)(r);
    recs_end(&rs);
}

static void put_counts(void)
{
    struct buf table = {0};
    counts_put(counts, &table);
    if (table.failed)
        prog_fail("out of memory");
    out_putstr(&out, buf_str(&table));
    buf_free(&table);
}

int main(int argc, char **argv)
{
    bool line_buffered = false;
    enum key_style style = KEY_AUTHOR;
    char *df = NULL, *vocabulary = NULL;
    prog_start("paperkw", usage);
    for (int c; (c = prog_option(argc, argv, ":n:t:k:l", longs)) != -1;) {
        switch (c) {
        case 'n': most = prog_number("-n", optarg, 0, UINT_MAX); break;
        case 't': least = probability(optarg); break;
        case 'k': prog_names(&keys, optarg); break;
        case 'l': list = true; break;
        case OPT_STYLE: style = style_of(optarg); break;
        case OPT_VOCAB: vocabulary = optarg; break;
        case OPT_LOWER: lower = true; break;
        case OPT_REPLACE: replace = true; break;
        case OPT_DF: df = optarg; break;
        case OPT_COUNT: count = true; break;
        case OPT_MERGE: merge = true; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (count && merge)
        prog_bad_usage("--count and --merge: one of them");
    if ((count || merge) && (df || vocabulary || list || lower || replace))
        prog_bad_usage("--count and --merge find no phrases: no options but -k go with them");
    if (keys.n == 0)
        prog_names(&keys, DEFAULT_KEYS);
    finder = key_new(style);
    counts = counts_new(1);
    if (!finder || !counts)
        prog_fail("out of memory");
    if (df || vocabulary)
        prog_confine(SANDBOX_READ);
    if (df)
        use_frequencies(df);
    if (vocabulary)
        use_vocabulary(vocabulary);
    out_start(&out, STDOUT_FILENO, line_buffered);
    if (merge)
        read_counts(argv + optind, (size_t)(argc - optind));
    else
        go_over(argv + optind, (size_t)(argc - optind));
    if (count || merge)
        put_counts();
    key_free(finder);
    counts_free(counts);
    names_free(&keys);
    buf_free(&phrase);
    free(own);
    return prog_end(&out);
}
