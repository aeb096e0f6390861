/* paperfmt - prints papers for a person or another program. See paperfmt(1). */
#include "paper/prog_names.h"
#include "paper/write.h"

#include <stdlib.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperfmt [OPTION]... [FILE]...\n"
    "Print papers as text, Markdown, JSON Lines, a table, or by a template.\n"
    "\n"
    "  -t, --to=FORMAT       print this format: text (default), md, jsonl, tsv\n"
    "  -f, --format=TEMPLATE print by a template: '{id}\\t{title}', '{au|, }',\n"
    "                        '{?doi:https://doi.org/{doi}}', '{!date:undated}'\n"
    "  -k, --key=FIELD[,...] the columns of tsv\n"
    "                        (default: id,date,title,abstract,au,kw,url)\n"
    "      --width=N         wrap text at N columns (default: COLUMNS, or 80)\n"
    "      --color[=WHEN]    colour text: auto (default), always, never\n"
    "      --line-buffered   hand each paper over as soon as it is read\n"
    "      --help, --version print this, the version\n";

enum { OPT_WIDTH = OPT_FIRST, OPT_COLOR, OPT_LINE_BUFFERED };

#define DEFAULT_KEYS "id,date,title,abstract,au,kw,url"

static const struct option longs[] = {
    {"to", required_argument, NULL, 't'},
    {"format", required_argument, NULL, 'f'},
    {"key", required_argument, NULL, 'k'},
    {"width", required_argument, NULL, OPT_WIDTH},
    {"color", optional_argument, NULL, OPT_COLOR},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static size_t default_width(void)
{
    const char *columns = getenv("COLUMNS");
    unsigned long n = columns ? strtoul(columns, NULL, 10) : 0;
    return n > 0 && n < 10000 ? n : 80;
}

static struct layout *parse_template(const char *s)
{
    const char *why;
    size_t at;
    struct layout *t = layout_parse(s, &why, &at);
    if (!t)
        prog_bad_usage("-f: %s, at character %zu of '%s'", why, at + 1, s);
    return t;
}

int main(int argc, char **argv)
{
    const char *when = "auto";
    struct writer w = {.format = &write_text, .width = default_width()};
    bool line_buffered = false;
    prog_start("paperfmt", usage);
    for (int c; (c = prog_option(argc, argv, ":t:f:k:", longs)) != -1;) {
        switch (c) {
        case 't':
            w.format = write_format(optarg);
            if (!w.format)
                prog_bad_usage("-t: unknown format '%s'", optarg);
            break;
        case 'f':
            layout_free(w.layout);
            w.layout = parse_template(optarg);
            w.format = &write_template;
            break;
        case 'k': prog_names(&w.keys, optarg); break;
        case OPT_WIDTH: w.width = prog_number("--width", optarg, 20, 10000); break;
        case OPT_COLOR: when = optarg ? optarg : "always"; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (w.keys.n == 0)
        prog_names(&w.keys, DEFAULT_KEYS);
    w.color = prog_color(when, STDOUT_FILENO);

    struct output out;
    struct recs rs;
    const struct rec *r;
    out_start(&out, STDOUT_FILENO, line_buffered);
    w.out = &out;
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    while (!out.err && !w.failed && (r = recs_each(&rs))) {
        if (w.count == 0)
            write_begin(&w);
        write_record(&w, r);
    }
    if (w.failed)
        prog_warn("out of memory");
    recs_end(&rs);
    write_end(&w);
    return prog_end(&out);
}
