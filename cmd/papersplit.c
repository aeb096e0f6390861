/* papersplit - splits a raw feed into papers, a record each. See papersplit(1). */
#include "paper/date.h"
#include "paper/prog.h"
#include "paper/read.h"
#include "paper/text.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "usage: papersplit [OPTION]... [FILE]...\n"
    "Split listings and exports into papers, one record a line.\n"
    "\n"
    "  -f, --from=FORMAT     read this format; auto (default) tells it file by file\n"
    "  -S, --set=NAME:VALUE  add this field to every record; may be repeated\n"
    "  -d, --date=DATE       the date of papers that have none: YYYY[-MM[-DD]]\n"
    "  -r, --rejects=FILE    write what could not be read to FILE, as it stood\n"
    "  -m, --map=NAME=COLUMN take a table's column for this column or field\n"
    "  -e, --encoding=NAME   what the files are encoded in, as iconv(1) names it\n"
    "  -s, --stats           tell at the end what was read, in a line\n"
    "      --list-formats    print the formats that can be read\n"
    "      --line-buffered   hand each record over as soon as it is ready\n"
    "      --no-sandbox      allow all system calls, for debugging\n"
    "      --help, --version print this, the version\n";

enum { OPT_LIST = OPT_FIRST, OPT_LINE_BUFFERED };

static const struct option longs[] = {
    {"from", required_argument, NULL, 'f'},
    {"set", required_argument, NULL, 'S'},
    {"date", required_argument, NULL, 'd'},
    {"rejects", required_argument, NULL, 'r'},
    {"map", required_argument, NULL, 'm'},
    {"encoding", required_argument, NULL, 'e'},
    {"stats", no_argument, NULL, 's'},
    {"list-formats", no_argument, NULL, OPT_LIST},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct buf more;       /* the fields of -S */
static struct str date;       /* -d */
static struct output rejects; /* -r */
static bool keep_rejects;
static bool tell;            /* -s */
static struct read_map *map; /* -m */
static size_t nmap, map_cap;

/* What --stats tells. */
static struct stats {
    unsigned long long papers, no_abstract, no_id, rejected, mended;
    char first[DATE_MAX + 1], last[DATE_MAX + 1]; /* dates */
} stats;

/* -S name:value */
static void add_field(const char *arg)
{
    struct str name = {arg, strcspn(arg, ":")};
    if (arg[name.n] != ':' || !rec_is_name(name))
        prog_bad_usage("-S: '%s' is no name:value with a name of a-z, 0-9, _ and -", arg);
    buf_putc(&more, '\t');
    buf_put(&more, arg, name.n + 1);
    size_t before = more.n;
    text_clean(&more, str_from(arg + name.n + 1));
    if (more.n == before)
        prog_bad_usage("-S: '%s' has no value", arg);
}

/* -m name=column */
static void add_map(const char *arg)
{
    struct str name = {arg, strcspn(arg, "=")};
    bool column = str_eq(name, STR("id")) || str_eq(name, STR("date")) ||
                  str_eq(name, STR("title")) || str_eq(name, STR("abstract"));
    if (arg[name.n] != '=' || !arg[name.n + 1] || (!column && !rec_is_name(name)))
        prog_bad_usage("-m: '%s' is no NAME=COLUMN, as in title='Document Title'", arg);
    if (!grow(&map, nmap, &map_cap, sizeof *map))
        prog_fail("out of memory");
    map[nmap++] = (struct read_map){name, str_from(arg + name.n + 1)};
}

static bool is_encoding(const char *name)
{
    iconv_t cd = iconv_open("UTF-8", name);
    return (intptr_t)cd != -1 && iconv_close(cd) == 0;
}

/* Today's date where it is latest, so that no paper of today is one of tomorrow. */
static struct str today(char out[DATE_MAX])
{
    enum { EAST = 14 * 60 * 60 };
    return date_of_epoch(out, (int64_t)time(NULL) + EAST);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return S_ISREG(a->st_mode) && a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Emptied only when it is known to be none of the inputs, nor the output. */
static void open_rejects(const char *name, char *const *inputs)
{
    struct stat file, other;
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || fstat(fd, &file) < 0)
        prog_fail("%s: %s", name, strerror(errno));
    bool clash = fstat(STDOUT_FILENO, &other) == 0 && same_file(&file, &other);
    clash |= fstat(STDIN_FILENO, &other) == 0 && same_file(&file, &other);
    for (; *inputs; inputs++)
        clash |= stat(*inputs, &other) == 0 && same_file(&file, &other);
    if (clash)
        prog_fail("-r: %s is also read or written otherwise", name);
    if (S_ISREG(file.st_mode) && ftruncate(fd, 0) < 0)
        prog_fail("%s: %s", name, strerror(errno));
    out_start(&rejects, fd, false);
    keep_rejects = true;
}

static void on_reject(void *arg, const char *file, uint64_t line, struct str raw, const char *why)
{
    prog_report(arg, file, line, why);
    stats.rejected += raw.n > 0;
    if (keep_rejects && raw.p) {
        out_putstr(&rejects, raw);
        out_putc(&rejects, '\n');
    }
}

static void list_formats(void)
{
    struct output out;
    out_start(&out, STDOUT_FILENO, false);
    for (size_t i = 0; read_format_number(i); i++) {
        const struct format *f = read_format_number(i);
        out_puts(&out, f->name);
        out_putc(&out, '\t');
        out_puts(&out, f->about);
        out_putc(&out, '\n');
    }
    exit(prog_end(&out));
}

static void count(const struct draft *d)
{
    struct rec rec = {0};
    struct str when = buf_str(&d->col[REC_DATE]);
    bool abstract = d->col[REC_ABSTRACT].n > 0, id = d->col[REC_ID].n > 0;
    if (d->line.p) {
        if (rec_parse(&rec, d->line) < REC_COLUMNS) {
            rec_free(&rec);
            return;
        }
        id = rec.col[REC_ID].n > 0;
        when = rec.col[REC_DATE];
        abstract = rec.col[REC_ABSTRACT].n > 0;
    }
    stats.papers++;
    stats.no_abstract += !abstract;
    stats.no_id += !id;
    if (when.n && when.n <= DATE_MAX) {
        char text[DATE_MAX + 1] = "";
        memcpy(text, when.p, when.n);
        if (!stats.first[0] || strcmp(text, stats.first) < 0)
            memcpy(stats.first, text, sizeof text);
        if (strcmp(text, stats.last) > 0)
            memcpy(stats.last, text, sizeof text);
    }
    rec_free(&rec);
}

static void tell_stats(void)
{
    prog_note("%llu paper%s, %llu without abstract, %llu without ID, %llu skipped, %llu byte%s "
              "mended, %s%s%s%s",
              stats.papers, stats.papers == 1 ? "" : "s", stats.no_abstract, stats.no_id,
              stats.rejected, stats.mended, stats.mended == 1 ? "" : "s",
              stats.last[0] ? "dates " : "no dates", stats.first, stats.last[0] ? " to " : "",
              stats.last);
}

static void split(struct reader *r, struct output *out)
{
    while (!out->err && read_next(r)) {
        struct draft *d = &r->paper;
        if (tell)
            count(d);
        if (d->line.p && date.n && memchr(d->line.p, '\t', d->line.n)) {
            /* A whole record passes as it is, unless it is the date that it lacks. */
            const char *tab = memchr(d->line.p, '\t', d->line.n);
            if (tab[1] == '\t') {
                size_t id = (size_t)(tab - d->line.p) + 1;
                out_putstr(out, str_slice(d->line, 0, id));
                out_putstr(out, date);
                d->line = str_slice(d->line, id, d->line.n);
            }
        } else if (!d->line.p && d->col[REC_DATE].n == 0) {
            draft_set(d, REC_DATE, date);
        }
        draft_need_id(d);
        if (draft_failed(d)) {
            read_reject(r, r->in->line, (struct str){0}, "a paper is left out: out of memory");
            draft_free(d);
            continue;
        }
        draft_write(d, buf_str(&more), out);
    }
}

int main(int argc, char **argv)
{
    const struct format *from = NULL;
    const char *rejects_name = NULL;
    const char *encoding = NULL;
    bool line_buffered = false;
    char date_today[DATE_MAX];
    prog_start("papersplit", usage);
    for (int c; (c = prog_option(argc, argv, ":f:S:d:r:m:e:s", longs)) != -1;) {
        switch (c) {
        case 'f':
            from = read_format(optarg);
            if (!from && strcmp(optarg, "auto") != 0)
                prog_bad_usage("-f: unknown format '%s' (--list-formats shows all)", optarg);
            break;
        case 'S': add_field(optarg); break;
        case 'd':
            date = str_from(optarg);
            if (!rec_is_date(date))
                prog_bad_usage("-d: '%s' is no date (YYYY[-MM[-DD]])", optarg);
            break;
        case 'r': rejects_name = optarg; break;
        case 'm': add_map(optarg); break;
        case 'e':
            encoding = optarg;
            if (!is_encoding(encoding))
                prog_bad_usage("-e: unknown encoding '%s' (iconv -l shows all)", optarg);
            break;
        case 's': tell = true; break;
        case OPT_LIST: list_formats(); break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }

    if (rejects_name)
        open_rejects(rejects_name, argv + optind);
    struct input in;
    struct reader reader;
    struct output out;
    out_start(&out, STDOUT_FILENO, line_buffered);
    in_start(&in, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    read_start(&reader, &in, on_reject, NULL);
    reader.today = today(date_today);
    reader.encoding = encoding;
    reader.map = map;
    reader.nmap = nmap;
    prog_confine(SANDBOX_READ); /* iconv(3) has its tables in files */
    while (!out.err && in_file(&in))
        if (read_open(&reader, from)) {
            split(&reader, &out);
            stats.mended += in.bad;
        }
    stats.mended += reader.paper.mended;
    if (tell)
        tell_stats();
    read_end(&reader);
    in_end(&in);
    buf_free(&more);
    if (keep_rejects && !out_close(&rejects))
        prog_warn("-r: %s", strerror(rejects.err));
    return prog_end(&out);
}
