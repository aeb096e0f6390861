/* papersim - finds the papers most alike. See papersim(1). */
#include "paper/sim.h"

#include "paper/keep.h"
#include "paper/prog.h"
#include "paper/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
    "usage: papersim [OPTION]... [FILE]...\n"
    "Find the papers most alike, and add them as sim:SCORE ID.\n"
    "\n"
    "  -n, --number=N        so many for each paper (default: 5)\n"
    "  -t, --threshold=MIN   only those with a score of at least MIN, up to 1\n"
    "  -r, --library=FILE    compare with these records or this index; add score:\n"
    "      --decay=DAYS      half as much for each DAYS that a library's paper is old\n"
    "      --index=FILE      write an index of the records for -r, and nothing else\n"
    "  -l, --list            print ID, ID and score, a line each\n"
    "      --line-buffered   hand each record over as soon as it is ready\n"
    "      --no-sandbox      allow all system calls, for debugging\n"
    "      --help, --version print this, the version\n";

enum { OPT_DECAY = OPT_FIRST, OPT_INDEX, OPT_LINE_BUFFERED };
enum { DEFAULT_NUMBER = 5, NUMBER_MAX = 100000, DAYS_MAX = 36500, DIGITS = 10000 };

static const struct option longs[] = {
    {"number", required_argument, NULL, 'n'},
    {"threshold", required_argument, NULL, 't'},
    {"library", required_argument, NULL, 'r'},
    {"decay", required_argument, NULL, OPT_DECAY},
    {"index", required_argument, NULL, OPT_INDEX},
    {"list", no_argument, NULL, 'l'},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

static struct sim_library *library;
static const char *index_file;
static size_t number = DEFAULT_NUMBER;
static sim_score least = 1;
static bool list, scored;
static struct output out;

/* ---- output ---- */

/* From 0 to 1, in four digits. */
static void put_score(uint64_t score)
{
    char text[16];
    unsigned n = (unsigned)((score * DIGITS + SIM_ONE / 2) / SIM_ONE);
    n = n < DIGITS ? n : DIGITS;
    snprintf(text, sizeof text, "%u.%04u", n / DIGITS, n % DIGITS);
    out_puts(&out, text);
}

/* The record without the fields that are put behind it anew. */
static void put_record(const struct rec *r)
{
    for (size_t i = 0; i < r->n; i++) {
        if (i >= REC_COLUMNS) {
            struct str name = rec_field(r, i).name;
            if (str_eq(name, STR("sim")) || (scored && str_eq(name, STR("score"))))
                continue;
        }
        if (i > 0)
            out_putc(&out, '\t');
        out_putstr(&out, r->col[i]);
    }
}

static void put_matches(const struct rec *r, const struct sim_match *m, size_t n)
{
    uint64_t sum = 0;
    if (n == SIZE_MAX)
        prog_fail("out of memory");
    if (!list)
        put_record(r);
    for (size_t i = 0; i < n; i++) {
        sum += m[i].score;
        if (list) {
            out_putstr(&out, r->col[REC_ID]);
            out_putc(&out, '\t');
            out_putstr(&out, sim_id(library, m[i].paper));
            out_putc(&out, '\t');
            put_score(m[i].score);
            out_putc(&out, '\n');
        } else {
            out_puts(&out, "\tsim:");
            put_score(m[i].score);
            out_putc(&out, ' ');
            out_putstr(&out, sim_id(library, m[i].paper));
        }
    }
    if (!list && scored) {
        size_t of = number < sim_papers(library) ? number : sim_papers(library);
        out_puts(&out, "\tscore:");
        put_score(of ? sum / of : 0);
    }
    if (!list)
        out_putc(&out, '\n');
    out_record(&out);
}

/* ---- records, and what is none ---- */

static bool needs_all; /* of half the records nothing is to be made */

/* Whether an index begins here; waits for no more bytes than that takes. */
static bool is_index(struct input *in)
{
    for (size_t n = 1; n <= SIM_BEGIN; n++) {
        struct str begin = in_peek(in, n);
        if (begin.n < n || !sim_begins(begin))
            return false;
    }
    return true;
}

/* Opens the next file of records. */
static bool next_file(struct recs *rs)
{
    while (recs_file(rs)) {
        if (!is_index(&rs->in))
            return true;
        if (needs_all)
            prog_fail("%s: an index, where records are needed", rs->in.name);
        in_report(&rs->in, 0, "an index, where records are needed: -r takes it");
    }
    return false;
}

static const struct rec *next_record(struct recs *rs)
{
    for (;;) {
        const struct rec *r = rs->open ? recs_next(rs) : NULL;
        if (r || !next_file(rs))
            return r;
    }
}

/* ---- the library ---- */

static void put_in(const struct rec *r)
{
    if (!sim_add(library, r))
        prog_fail("out of memory");
}

static void end_library(bool alone)
{
    const char *why = sim_finish(library, alone);
    if (why)
        prog_fail("%s%s", strcmp(why, "out of memory") == 0 ? "" : "the library is ", why);
}

static void make_library(void)
{
    library = sim_new();
    if (!library)
        prog_fail("out of memory");
}

static void read_library(char **files, size_t n)
{
    struct recs rs;
    const struct rec *r;
    make_library();
    needs_all = true;
    recs_start(&rs, files, n, prog_report, NULL);
    while ((r = next_record(&rs)))
        put_in(r);
    recs_end(&rs);
    end_library(false);
    needs_all = false;
}

/* The descriptor of a file that is an index; -1 of any other: whatever is wrong with it, who reads
 * it as records tells. */
static int open_index(const char *file)
{
    struct stat st;
    if (!file || strcmp(file, "-") == 0 || stat(file, &st) != 0 || !S_ISREG(st.st_mode))
        return -1; /* a pipe that is opened and closed is lost */
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && sim_is_file(fd))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static void index_is_gone(void)
{
    prog_fail("%s: cut off while it was used", index_file);
}

static void open_library(char **files, size_t n)
{
    const char *why;
    for (size_t i = 0; i < n; i++) {
        int fd = open_index(files[i]);
        if (fd < 0)
            continue;
        if (n > 1)
            prog_bad_usage("-r: an index stands alone");
        index_file = files[i];
        library = sim_open(fd, index_is_gone, &why);
        close(fd);
        if (!library)
            prog_fail("%s: %s", files[i], why);
        return;
    }
    read_library(files, n);
}

/* Writes beside the file, and puts it in its place. */
static void write_index(struct recs *rs, const char *file)
{
    const struct rec *r;
    struct buf target = {0}, name = {0};
    const char *why = target_of(file, &target);
    buf_putstr(&name, buf_str(&target));
    buf_put(&name, ".XXXXXX", sizeof ".XXXXXX");
    if (why || name.failed)
        prog_fail("%s: %s", file, why ? why : "out of memory");
    make_library();
    needs_all = true;
    prog_confine_walk(&rs->in, SANDBOX_WRITE);
    while ((r = next_record(rs)))
        put_in(r);
    end_library(false);
    int fd = mkstemp(name.p);
    if (fd < 0)
        prog_fail("%s: %s", file, strerror(errno));
    mode_t mask = umask(0);
    umask(mask);
    bool good = fchmod(fd, 0666 & ~mask) == 0 && sim_write(library, fd) && fsync(fd) == 0;
    if (close(fd) < 0 || !good || rename(name.p, target.p) < 0) {
        int err = errno;
        unlink(name.p);
        prog_fail("%s: %s", file, strerror(err));
    }
    buf_free(&name);
    buf_free(&target);
}

/* ---- the two ways ---- */

static void compare_with_library(struct recs *rs)
{
    const struct rec *r;
    const struct sim_match *m = NULL;
    prog_confine_walk(&rs->in, 0);
    while (!out.err && (r = next_record(rs))) {
        const size_t n = sim_of_record(library, r, number, least, &m);
        put_matches(r, m, n);
    }
}

static struct keep keep;
static uint64_t *places; /* of the records */
static size_t nplaces, capplaces;

static void keep_record(struct rec *r, struct str line)
{
    if (rec_parse(r, str_slice(line, 0, line.n - 1)) < REC_COLUMNS ||
        !grow(&places, nplaces, &capplaces, sizeof *places))
        prog_fail("out of memory");
    put_in(r);
    if (!keep_line(&keep, line, &places[nplaces++]))
        prog_fail("the temporary file: %s", strerror(errno));
}

static void keep_all(struct recs *rs)
{
    struct rec r = {0};
    struct str run;
    uint64_t first;
    while (next_file(rs))
        while (recs_block(rs, &run, &first)) {
            if (!keep_block(&keep, &rs->in, run))
                prog_fail("the temporary file: %s", strerror(errno));
            for (size_t i = 0, end; i < run.n; i = end) {
                const char *nl = memchr(run.p + i, '\n', run.n - i);
                end = (size_t)(nl - run.p) + 1;
                keep_record(&r, str_slice(run, i, end));
            }
        }
    rec_free(&r);
}

static void compare_kept(void)
{
    struct rec r = {0};
    struct buf line = {0};
    const struct sim_match *m = NULL;
    for (size_t i = 0; i < nplaces && !out.err; i++) {
        const char *name;
        buf_clear(&line);
        const char *why = keep_get(&keep, places[i], &line, &name);
        if (why)
            prog_fail("%s: %s", name, why);
        if (rec_parse(&r, buf_str(&line)) < REC_COLUMNS)
            prog_fail("%s: the file changed while it was read", name);
        const size_t n = sim_of_paper(library, i, number, least, &m);
        put_matches(&r, m, n);
    }
    rec_free(&r);
    buf_free(&line);
}

static void compare_stream(struct recs *rs, char **files, size_t nfiles)
{
    make_library();
    keep_start(&keep, files, nfiles);
    prog_confine_walk(&rs->in, keep_reopens(files, nfiles) ? SANDBOX_READ : 0);
    keep_all(rs);
    end_library(true);
    compare_kept();
    keep_end(&keep);
    free(places);
}

/* ---- options ---- */

/* A score from 0 to 1: up to nine digits, with a point or none. */
static sim_score threshold(const char *value)
{
    uint64_t n = 0, scale = 0, digits = 0;
    for (const char *p = value; *p; p++) {
        if (*p == '.' && scale == 0) {
            scale = 1;
            continue;
        }
        if (*p < '0' || *p > '9' || ++digits > 9)
            prog_bad_usage("-t: '%s' is no number from 0 to 1", value);
        n = n * 10 + (uint64_t)(*p - '0');
        scale *= 10;
    }
    scale = scale ? scale : 1;
    if (digits == 0 || n > scale)
        prog_bad_usage("-t: '%s' is no number from 0 to 1", value);
    uint64_t score = (n * SIM_ONE + scale - 1) / scale, half = SIM_ONE / DIGITS / 2;
    return score > half ? (sim_score)(score - half) : 1; /* what is printed is rounded, too */
}

int main(int argc, char **argv)
{
    bool line_buffered = false;
    unsigned days = 0;
    const char *index = NULL;
    char **files = calloc((size_t)argc + 1, sizeof *files);
    size_t nfiles = 0;
    struct recs rs;
    prog_start("papersim", usage);
    if (!files)
        prog_fail("out of memory");
    for (int c; (c = prog_option(argc, argv, ":n:t:r:l", longs)) != -1;) {
        switch (c) {
        case 'n': number = prog_number("-n", optarg, 0, NUMBER_MAX); break;
        case 't': least = threshold(optarg); break;
        case 'r': files[nfiles++] = optarg; break;
        case 'l': list = true; break;
        case OPT_DECAY: days = (unsigned)prog_number("--decay", optarg, 1, DAYS_MAX); break;
        case OPT_INDEX: index = optarg; break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    scored = nfiles > 0;
    if (index && scored)
        prog_bad_usage("--index and -r exclude each other");
    if (days && !scored)
        prog_bad_usage("--decay needs -r");
    out_start(&out, STDOUT_FILENO, line_buffered);
    if (scored) {
        prog_confine(SANDBOX_READ);
        open_library(files, nfiles);
    }
    if (days && !sim_decay(library, days))
        prog_fail("out of memory");
    recs_start(&rs, argv + optind, (size_t)(argc - optind), prog_report, NULL);
    if (index)
        write_index(&rs, index);
    else if (scored)
        compare_with_library(&rs);
    else
        compare_stream(&rs, argv + optind, (size_t)(argc - optind));
    recs_end(&rs);
    sim_free(library);
    free(files);
    return prog_end(&out);
}
