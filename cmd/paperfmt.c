/* paperfmt - prints papers for a person or another program. See paperfmt(1). */
#include "paper/keep.h"
#include "paper/prog_names.h"
#include "paper/write.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperfmt [OPTION]... [FILE]...\n"
    "Print papers for a person or another program.\n"
    "\n"
    "  -t, --format=FORMAT   text (default), md, html, mail, mbox, atom, jsonl, csl,\n"
    "                        bibtex, ris, csv, tsv, dot\n"
    "  -f, --template=TEXT   print by a template: '{id}\\t{title}', '{au|, }',\n"
    "                        '{?doi:https://doi.org/{doi}}', '{!date:undated}'\n"
    "  -k, --key=FIELD[,...] the columns of csv and tsv\n"
    "                        (default: id,date,title,abstract,au,kw,url)\n"
    "  -n, --number=MAX      print MAX papers, and say how many more there are\n"
    "      --to=ADDRESS      whom the mail is to (may be repeated), and\n"
    "      --from=ADDRESS    whom it is from\n"
    "      --subject=TEXT    the subject of the mail, the title of html and atom\n"
    "      --skip-empty      print nothing at all where there are no papers\n"
    "      --width=N         wrap text at N columns (default: COLUMNS, or 80)\n"
    "      --color[=WHEN]    colour text: auto (default), always, never\n"
    "      --list-formats    print the formats, and end\n"
    "      --line-buffered   hand each paper over as soon as it is read\n"
    "      --no-sandbox      allow all system calls, for debugging\n"
    "      --help, --version print this, the version\n";

enum {
    OPT_WIDTH = OPT_FIRST,
    OPT_COLOR,
    OPT_TO,
    OPT_FROM,
    OPT_SUBJECT,
    OPT_SKIP_EMPTY,
    OPT_LIST_FORMATS,
    OPT_LINE_BUFFERED
};

#define DEFAULT_KEYS "id,date,title,abstract,au,kw,url"

static const struct option longs[] = {
    {"format", required_argument, NULL, 't'},
    {"template", required_argument, NULL, 'f'},
    {"key", required_argument, NULL, 'k'},
    {"number", required_argument, NULL, 'n'},
    {"to", required_argument, NULL, OPT_TO},
    {"from", required_argument, NULL, OPT_FROM},
    {"subject", required_argument, NULL, OPT_SUBJECT},
    {"skip-empty", no_argument, NULL, OPT_SKIP_EMPTY},
    {"width", required_argument, NULL, OPT_WIDTH},
    {"color", optional_argument, NULL, OPT_COLOR},
    {"list-formats", no_argument, NULL, OPT_LIST_FORMATS},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct buf to, from, subject;

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

static int list_formats(void)
{
    struct output out;
    const struct write_format *f;
    out_start(&out, STDOUT_FILENO, false);
    for (size_t i = 0; (f = write_format_number(i)); i++) {
        out_puts(&out, f->name);
        out_putc(&out, '\t');
        out_puts(&out, f->about);
        out_putc(&out, '\n');
    }
    return prog_end(&out);
}

/* Text for a head: a line break in it would begin another header. */
static const char *plain(const char *option, const char *value)
{
    for (const char *p = value; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            prog_bad_usage("%s: a control character in it", option);
    return value;
}

static void check_address(const char *option, const char *value)
{
    const char *why = mail_fault(str_from(value));
    if (why)
        prog_bad_usage("%s: '%s' is no address: %s", option, value, why);
}

static void add_address(const char *value)
{
    plain("--to", value);
    if (!strchr(value, '@'))
        prog_bad_usage("--to: '%s' is no address: name@host (-t names the format)", value);
    check_address("--to", value);
    if (to.n)
        buf_putc(&to, ',');
    buf_puts(&to, value);
}

static const char *as_string(struct buf *b)
{
    buf_putc(b, '\0');
    if (b->failed)
        prog_fail("out of memory");
    return b->p;
}

/* SOURCE_DATE_EPOCH is what reproducible-builds.org asks for. */
static void set_time(struct mail *mail)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end;
    mail->now = (int64_t)time(NULL);
    mail->salt = (uint64_t)getpid();
    if (!given || !*given)
        return;
    mail->now = strtoll(given, &end, 10);
    mail->salt = 0;
    if (*end || mail->now < 0 || mail->now > INT64_C(7258118400)) /* the year 2200 */
        prog_fail("SOURCE_DATE_EPOCH: '%s' is no number of seconds", given);
}

/* What the mail's head says unless an option does. */
static void set_mail(struct mail *mail)
{
    char host[256] = "localhost";
    const char *user = getenv("LOGNAME");
    struct tm tm;
    char date[16];
    time_t now = (time_t)mail->now;
    if (to.n == 0)
        prog_bad_usage("-t mail needs --to=ADDRESS");
    mail->to = as_string(&to);
    mail->fd = keep_unnamed();
    if (mail->fd < 0)
        prog_fail("the temporary file: %s", strerror(errno));
    if (!mail->from) {
        gethostname(host, sizeof host - 1);
        buf_puts(&from, "paperutils <");
        for (const char *p = user && *user ? user : "nobody"; *p; p++)
            if (strchr("._-+", *p) || (*p >= '0' && *p <= '9') ||
                ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z'))
                buf_putc(&from, *p);
        buf_putc(&from, '@');
        buf_puts(&from, host);
        buf_putc(&from, '>');
        mail->from = as_string(&from);
    }
    if (!mail->subject && gmtime_r(&now, &tm) && strftime(date, sizeof date, "%Y-%m-%d", &tm)) {
        buf_puts(&subject, "Papers of ");
        buf_puts(&subject, date);
        mail->subject = as_string(&subject);
    }
}

int main(int argc, char **argv)
{
    const char *when = "auto";
    struct writer w = {.format = &write_text, .width = default_width()};
    bool line_buffered = false, skip_empty = false;
    uint64_t most = UINT64_MAX;
    prog_start("paperfmt", usage);
    for (int c; (c = prog_option(argc, argv, ":t:f:k:n:", longs)) != -1;) {
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
        case 'n': most = prog_number("-n", optarg, 0, ULONG_MAX); break;
        case OPT_TO: add_address(optarg); break;
        case OPT_FROM:
            check_address("--from", plain("--from", optarg));
            w.mail.from = optarg;
            break;
        case OPT_SUBJECT: w.mail.subject = plain("--subject", optarg); break;
        case OPT_SKIP_EMPTY: skip_empty = true; break;
        case OPT_LIST_FORMATS: return list_formats();
        case OPT_WIDTH: w.width = prog_number("--width", optarg, 20, 10000); break;
        case OPT_COLOR: when = optarg; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (w.keys.n == 0)
        prog_names(&w.keys, DEFAULT_KEYS);
    w.color = prog_color(when, STDOUT_FILENO);
    w.links = w.color && isatty(STDOUT_FILENO) == 1;
    set_time(&w.mail);
    if (w.format == &write_mail)
        set_mail(&w.mail);

    struct output out;
    struct recs rs;
    const struct rec *r;
    bool begun = false;
    out_start(&out, STDOUT_FILENO, line_buffered);
    w.out = &out;
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    prog_confine_walk(&rs.in, 0);
    while (!out.err && !w.failed && (r = recs_each(&rs))) {
        if (!begun)
            write_begin(&w);
        begun = true;
        if (w.count < most)
            write_record(&w, r);
        else
            w.more++;
    }
    if (w.failed)
        prog_warn("out of memory");
    recs_end(&rs);
    if (!begun && w.format->whole && !skip_empty)
        write_begin(&w);
    if (begun || (w.format->whole && !skip_empty))
        write_finish(&w);
    write_end(&w);
    buf_free(&to);
    buf_free(&from);
    buf_free(&subject);
    return prog_end(&out);
}
