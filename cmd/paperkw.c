/* paperkw - finds the keyphrases of each paper. See paperkw(1). */
#include "paper/key.h"
#include "paper/prog_names.h"

#include <limits.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperkw [OPTION]... [FILE]...\n"
    "Find the keyphrases of each paper and add them as kw: fields, the best first.\n"
    "\n"
    "  -n, --number=N        at most N phrases for each paper (default 8)\n"
    "  -k, --key=FIELD[,...] take them from these fields (default: title,abstract)\n"
    "  -l, --list            print ID, score and phrase, a line each\n"
    "      --line-buffered   hand each record over as soon as it is ready\n"
    "      --help, --version print this, the version\n";

enum { OPT_LINE_BUFFERED = OPT_FIRST };

#define DEFAULT_KEYS "title,abstract"

static const struct option longs[] = {
    {"number", required_argument, NULL, 'n'},
    {"key", required_argument, NULL, 'k'},
    {"list", no_argument, NULL, 'l'},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct names keys;
static size_t most = 8;
static bool list;
static struct output out;
static struct key_finder *finder;

static bool has_field(const struct rec *r, struct str name, struct str value)
{
    struct str v;
    for (size_t at = 0; rec_value(r, name, &at, &v);)
        if (str_eq(v, value))
            return true;
    return false;
}

static void put_key(const struct rec *r, const struct key *key)
{
    if (list) {
        out_putstr(&out, r->col[REC_ID]);
        out_putc(&out, '\t');
        out_putu(&out, (unsigned long long)key->score);
        out_putc(&out, '\t');
        out_putstr(&out, key->phrase);
        out_putc(&out, '\n');
    } else if (!has_field(r, STR("kw"), key->phrase)) {
        out_puts(&out, "\tkw:");
        out_putstr(&out, key->phrase);
    }
}

static void enrich(const struct rec *r)
{
    const struct key *key;
    struct str value;
    key_begin(finder);
    for (size_t k = 0; k < keys.n; k++)
        for (size_t at = 0; rec_value(r, keys.name[k], &at, &value);)
            key_text(finder, value, str_eq(keys.name[k], STR("title")));
    size_t n = key_rank(finder, most, &key);
    if (key_failed(finder))
        prog_fail("out of memory");
    if (!list)
        out_putstr(&out, r->line);
    for (size_t i = 0; i < n; i++)
        put_key(r, &key[i]);
    if (!list)
        out_putc(&out, '\n');
    out_record(&out);
}

int main(int argc, char **argv)
{
    bool line_buffered = false;
    prog_start("paperkw", usage);
    for (int c; (c = prog_option(argc, argv, ":n:k:l", longs)) != -1;) {
        switch (c) {
        case 'n': most = prog_number("-n", optarg, 0, UINT_MAX); break;
        case 'k': prog_names(&keys, optarg); break;
        case 'l': list = true; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (keys.n == 0)
        prog_names(&keys, DEFAULT_KEYS);

    struct recs rs;
    const struct rec *r;
    finder = key_new();
    if (!finder)
        prog_fail("out of memory");
    out_start(&out, STDOUT_FILENO, line_buffered);
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    while (!out.err && (r = recs_each(&rs)))
        enrich(r);
    recs_end(&rs);
    key_free(finder);
    names_free(&keys);
    return prog_end(&out);
}
