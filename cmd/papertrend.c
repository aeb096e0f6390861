/* papertrend - finds what is rising. See papertrend(1). */
#include "paper/keep.h"
#include "paper/prog_names.h"
#include "paper/sortkey.h"
#include "paper/trend.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: papertrend [OPTION]... [FILE]...\n"
    "Find the terms that rise, and add trend:SCORE to the papers of now.\n"
    "\n"
    "  -w, --window=SPAN      now: 7d, 1m, 1y to the last date; or 2024-01..2024\n"
    "  -b, --background=SPAN  before: likewise, to the window (default: 3 windows)\n"
    "  -B, --table=FILE       before: counts that --count made (may be repeated)\n"
    "  -k, --key=FIELD[,...]  terms from here (default: kw, else the title)\n"
    "  -a, --all              print the papers outside the window, too\n"
    "  -l, --list             print the terms: score, z, counts now, before, by time\n"
    "      --svg              print them as a chart\n"
    "  -n, --number=N         so many of them (default: all; 20 in a chart)\n"
    "  -t, --threshold=MIN    only those with a score above MIN (default: 0)\n"
    "  -z, --errors=K         take K standard errors off the score (default: 2.5)\n"
    "      --spark[=WHEN]     draw the counts by time: auto (default), always, never\n"
    "      --count            print in how many papers each term is, by time\n"
    "      --merge            add such tables up\n"
    "      --counted          the input is such tables, not records (with -l, --svg)\n"
    "      --by=UNIT          time of --count, --merge: day, month (default), year\n"
    "      --line-buffered    hand each record over as soon as it is ready\n"
    "      --no-sandbox       allow all system calls, for debugging\n"
    "      --help, --version  print this, the version\n";

enum {
    OPT_SVG = OPT_FIRST,
    OPT_SPARK,
    OPT_COUNT,
    OPT_MERGE,
    OPT_COUNTED,
    OPT_BY,
    OPT_LINE_BUFFERED
};
enum { CHART_ROWS = 20 };

static const struct option longs[] = {
    {"window", required_argument, NULL, 'w'},
    {"background", required_argument, NULL, 'b'},
    {"table", required_argument, NULL, 'B'},
    {"key", required_argument, NULL, 'k'},
    {"all", no_argument, NULL, 'a'},
    {"list", no_argument, NULL, 'l'},
    {"svg", no_argument, NULL, OPT_SVG},
    {"number", required_argument, NULL, 'n'},
    {"threshold", required_argument, NULL, 't'},
    {"errors", required_argument, NULL, 'z'},
    {"spark", optional_argument, NULL, OPT_SPARK},
    {"count", no_argument, NULL, OPT_COUNT},
    {"merge", no_argument, NULL, OPT_MERGE},
    {"counted", no_argument, NULL, OPT_COUNTED},
    {"by", required_argument, NULL, OPT_BY},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static struct trend *trend;
static struct output out;
static struct trend_plan plan = {.errors = 2.5, .most = SIZE_MAX};
static const char *window, *background;
static bool some; /* there was input */

/* ---- what goes in ---- */

static struct keep keep;
static bool keeping, all;
static uint64_t *places; /* of the records */
static size_t nplaces, capplaces;

static bool is_text(struct str name)
{
    return str_eq(name, STR("title")) || str_eq(name, STR("abstract")) ||
           str_eq(name, STR("comment"));
}

static void add_terms(const struct rec *r, struct str name)
{
    struct str value;
    const bool text = is_text(name), phrase = str_eq(name, STR("kw"));
    for (size_t at = 0; rec_value(r, name, &at, &value);)
        (text ? trend_text : phrase ? trend_phrase : trend_value)(trend, value);
}

static void add_record(const struct rec *r)
{
    struct str value;
    size_t at = 0;
    some = true;
    trend_paper(trend, r->col[REC_ID], r->col[REC_DATE]);
    for (size_t k = 0; k < keys.n; k++)
        add_terms(r, keys.name[k]);
    if (keys.n == 0)
        add_terms(r, rec_value(r, STR("kw"), &at, &value) ? STR("kw") : STR("title"));
    if (trend_failed(trend))
        prog_fail("out of memory");
}

static void keep_run(struct rec *r, const struct input *in, struct str run)
{
    if (!keep_block(&keep, in, run))
        prog_fail("the temporary file: %s", strerror(errno));
    for (size_t i = 0, end; i < run.n; i = end) {
        const char *nl = memchr(run.p + i, '\n', run.n - i);
        end = (size_t)(nl - run.p) + 1;
        if (rec_parse(r, str_slice(run, i, end - 1)) < REC_COLUMNS ||
            !grow(&places, nplaces, &capplaces, sizeof *places))
            prog_fail("out of memory");
        add_record(r);
        if (!keep_line(&keep, str_slice(run, i, end), &places[nplaces++]))
            prog_fail("the temporary file: %s", strerror(errno));
    }
}

static void read_records(char **files, size_t n)
{
    struct recs rs;
    struct rec parsed = {0};
    const struct rec *r;
    struct str run;
    uint64_t first;
    recs_start(&rs, files, n, prog_report, NULL);
    prog_confine_walk(&rs.in, keeping && keep_reopens(files, n) ? SANDBOX_READ : 0);
    while (!keeping && (r = recs_each(&rs)))
        add_record(r);
    while (keeping && recs_file(&rs))
        while (recs_block(&rs, &run, &first))
            keep_run(&parsed, &rs.in, run);
    rec_free(&parsed);
    recs_end(&rs);
}

static void read_tables(char **files, size_t n, bool apart)
{
    struct input in;
    struct str line;
    in_start(&in, files, n, prog_report, NULL);
    if (!apart)
        prog_confine_walk(&in, 0);
    while (in_file(&in))
        while (in_line(&in, &line)) {
            some |= !apart;
            const char *why = trend_row(trend, line, apart);
            if (why)
                in_report(&in, in.line, why);
        }
    in_end(&in);
}

/* ---- spans ---- */

static void check_span(char option, const char *value)
{
    struct trend_span span;
    if (value && !trend_span(value, 0, &span))
        prog_bad_usage("-%c: '%s' is no span of time: 7d, 2w, 1m, 1y, 2024, 2024-03..2024-05",
                       option, value);
}

static void set_spans(void)
{
    if (!window || !trend_window(trend, window, &plan.window))
        plan.window = trend_last_span(trend);
    plan.background = trend_spans_before(plan.window, 3);
    if (plan.apart && plan.background.last >= plan.background.first)
        plan.background.first = LONG_MIN;
    if (background && plan.window.first != LONG_MIN)
        trend_span(background, plan.window.first - 1, &plan.background);
}

static void compare(void)
{
    set_spans();
    const bool whole = trend_compare(trend, &plan);
    if (trend_failed(trend))
        prog_fail("out of memory");
    if (!whole)
        prog_warn("tables that do not add up: a term in more papers than there are is left out");
    const unsigned long long n = trend_papers(trend, false);
    if (n == 0 && trend_cuts(trend, &plan.window) && some)
        prog_note("the window %s cuts the months or years of the dates, and has none of them "
                  "whole: nothing to tell",
                  window ? window : "of the last dates");
    else if (n == 0 && some)
        prog_note("no paper of the input has a date in the window: nothing to tell");
    else if (trend_papers(trend, true) == 0 && some)
        prog_note("%llu paper%s in the window, and none in the background to compare %s with: "
                  "nothing to tell",
                  n, n == 1 ? "" : "s", n == 1 ? "it" : "them");
}

/* ---- output ---- */

/* The shares of a term in time, the greatest as the highest of eight blocks. */
static void put_spark(const struct trend_term *term, size_t n)
{
    const uint64_t *papers = trend_bucket_papers(trend);
    double top = 0;
    for (size_t i = 0; i < n; i++) {
        double share = papers[i] ? (double)term->buckets[i] / (double)papers[i] : 0;
        top = share > top ? share : top;
    }
    for (size_t i = 0; i < n; i++) {
        double share = papers[i] ? (double)term->buckets[i] / (double)papers[i] : 0;
        char block[] = "\xE2\x96\x81";
        block[2] = (char)(block[2] + (top > 0 ? (int)(share / top * 7 + .5) : 0));
        out_puts(&out, term->buckets[i] ? block : " ");
    }
}

static void put_terms(bool spark)
{
    const struct trend_term *term;
    const struct trend_span *span;
    const size_t n = trend_terms(trend, &term), nbucket = trend_buckets(trend, &span);
    char numbers[128];
    for (size_t i = 0; i < n && !out.err; i++) {
        out_putstr(&out, term[i].term);
        snprintf(numbers, sizeof numbers, "\t%.3f\t%.2f\t%llu\t%llu\t", term[i].score, term[i].z,
                 (unsigned long long)term[i].count, (unsigned long long)term[i].before);
        out_puts(&out, numbers);
        for (size_t k = 0; k < nbucket; k++) {
            if (k)
                out_putc(&out, ',');
            out_putu(&out, term[i].buckets[k]);
        }
        out_puts(&out, term[i].z >= TREND_STAR ? "\t*" : "\t-");
        if (spark) {
            out_putc(&out, '\t');
            put_spark(&term[i], nbucket);
        }
        out_putc(&out, '\n');
        out_record(&out);
    }
}

/* The record without trend: fields of its own, and with its score where it is in the window. */
static void put_record(const struct rec *r, size_t paper)
{
    char number[64];
    for (size_t i = 0; i < r->n; i++) {
        if (i >= REC_COLUMNS && str_eq(rec_field(r, i).name, STR("trend")))
            continue;
        if (i)
            out_putc(&out, '\t');
        out_putstr(&out, r->col[i]);
    }
    snprintf(number, sizeof number, "\ttrend:%.3f", trend_score(trend, paper));
    out_puts(&out, trend_in_window(trend, paper) ? number : "");
    out_putc(&out, '\n');
    out_record(&out);
}

static void put_window(void)
{
    struct rec r = {0};
    struct buf line = {0};
    for (size_t i = 0; i < nplaces && !out.err; i++) {
        const char *name;
        if (!all && !trend_in_window(trend, i))
            continue;
        buf_clear(&line);
        const char *why = keep_get(&keep, places[i], &line, &name);
        if (why)
            prog_fail("%s: %s", name, why);
        if (rec_parse(&r, buf_str(&line)) < REC_COLUMNS)
            prog_fail("%s: the file changed while it was read", name);
        put_record(&r, i);
    }
    rec_free(&r);
    buf_free(&line);
    free(places);
    keep_end(&keep);
}

/* ---- options ---- */

static double number(const char *option, const char *value)
{
    double n;
    char *end;
    if (!sortkey_number(str_from(value), &n) || (strtod(value, &end), *end))
        prog_bad_usage("%s: a number needed: %s", option, value);
    return n;
}

static enum trend_unit unit_of(const char *name)
{
    static const char *const names[] = {"day", "month", "year"};
    size_t i = 0;
    while (i < 3 && strcmp(name, names[i]) != 0)
        i++;
    if (i == 3)
        prog_bad_usage("--by: day, month or year needed: %s", name);
    return (enum trend_unit)i;
}

int main(int argc, char **argv)
{
    bool list = false, svg = false, count = false, merge = false, counted = false;
    bool line_buffered = false, given_number = false;
    const char *spark = "auto", *by = NULL;
    char **tables = calloc((size_t)argc + 1, sizeof *tables);
    size_t ntables = 0;
    prog_start("papertrend", usage);
    trend = trend_new();
    if (!trend || !tables)
        prog_fail("out of memory");
    plan.least = 0;
    for (int c; (c = prog_option(argc, argv, ":w:b:B:k:aln:t:z:", longs)) != -1;) {
        switch (c) {
        case 'w': window = optarg; break;
        case 'b': background = optarg; break;
        case 'B': tables[ntables++] = optarg; break;
        case 'k': prog_names(&keys, optarg); break;
        case 'a': all = true; break;
        case 'l': list = true; break;
        case OPT_SVG: svg = true; break;
        case 'n':
            plan.most = prog_number("-n", optarg, 0, ULONG_MAX);
            given_number = true;
            break;
        case 't': plan.least = number("-t", optarg); break;
        case 'z': plan.errors = number("-z", optarg); break;
        case OPT_SPARK: spark = optarg; break;
        case OPT_COUNT: count = true; break;
        case OPT_MERGE: merge = true; break;
        case OPT_COUNTED: counted = true; break;
        case OPT_BY: by = optarg; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    keeping = !list && !svg && !count && !merge;
    if (list + svg + count + merge > 1)
        prog_bad_usage("-l, --svg, --count and --merge: one of them");
    if ((count || merge) && (window || background || ntables || counted || given_number))
        prog_bad_usage(
            "--count and --merge compare nothing: no options but -k and --by go with them");
    if (by && !count && !merge)
        prog_bad_usage("--by goes with --count and --merge");
    if (counted && !list && !svg)
        prog_bad_usage("--counted: tables hold no records to print: -l or --svg needed");
    if (all && !keeping)
        prog_bad_usage("-a prints records: -l, --svg, --count and --merge do not go with it");
    if (given_number && !list && !svg)
        prog_bad_usage("-n goes with -l and --svg");
    check_span('w', window);
    check_span('b', background);
    if (svg && !given_number)
        plan.most = CHART_ROWS;
    const bool draw = prog_when("--spark", spark, isatty(STDOUT_FILENO) == 1) && list;
    const enum trend_unit unit = by ? unit_of(by) : TREND_MONTH;

    plan.apart = ntables > 0;
    out_start(&out, STDOUT_FILENO, line_buffered);
    if (keeping)
        keep_start(&keep, argv + optind, (size_t)(argc - optind));
    if (ntables)
        prog_confine(SANDBOX_READ);
    if (ntables)
        read_tables(tables, ntables, true);
    if (merge || counted)
        read_tables(argv + optind, (size_t)(argc - optind), false);
    else
        read_records(argv + optind, (size_t)(argc - optind));
    if (!(count || merge))
        compare();
    else if (!trend_table(trend, unit, &out))
        prog_warn("a count is too large: sums of 2^32 or more are left out");
    if (list)
        put_terms(draw);
    else if (svg)
        trend_chart(trend, &out);
    else if (keeping)
        put_window();
    if (trend_failed(trend))
        prog_fail("out of memory");
    trend_free(trend);
    names_free(&keys);
    free(tables);
    return prog_end(&out);
}
