/* ranked.c - the papers that tell most about a text (-t), and tables of counts for that. */
#include "papergrep.h"

#include "paper/prog_names.h"
#include "paper/rank.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

static const char *next_place(void *arg, const char *p, const char *end, struct line_scan *scan)
{
    return find_place(arg, p, end, scan);
}

/* The paper's text becomes text to rank by; itself is left out. */
static void rank_by_paper(struct rank *r, const struct rec *paper)
{
    struct names plain = {0};
    struct str value;
    if (!set.keys.n)
        prog_names(&plain, "title,abstract");
    const struct names *names = set.keys.n ? &set.keys : &plain;
    for (size_t k = 0; k < names->n; k++)
        for (size_t at = 0; rec_value(paper, names->name[k], &at, &value);)
            rank_text(r, value);
    rank_leave_out(r, paper->col[REC_ID]);
    names_free(&plain);
}

/* The papers in files with this ID, or all where it is NULL. */
static void rank_by_papers(struct rank *r, char **files, size_t nfiles, const char *id)
{
    struct recs rs;
    const struct rec *paper;
    bool found = false;
    recs_start(&rs, files, nfiles, prog_report, NULL);
    while (!(id && found) && (paper = recs_each(&rs))) {
        if (id && !str_eq(paper->col[REC_ID], str_from(id)))
            continue;
        rank_by_paper(r, paper);
        found = true;
    }
    recs_end(&rs);
    if (!found)
        prog_fail("%s: no such paper in the input", id ? id : set.like_file);
}

static void check_twice(char **files, size_t n)
{
    struct stat st;
    for (size_t i = 0; i < n || n == 0; i++)
        if (n == 0 || (stat(files[i], &st) == 0 && !S_ISREG(st.st_mode)) ||
            strcmp(files[i], "-") == 0)
            prog_bad_usage("--like reads its input twice: give files, or use --like-file");
}

static struct counts *read_counts(char **files, size_t n)
{
    struct input in;
    struct str line;
    struct counts *c = counts_new();
    if (!c)
        prog_fail("out of memory");
    in_start(&in, files, n, prog_report, NULL);
    while (in_file(&in))
        while (in_line(&in, &line)) {
            const char *why = counts_add(c, line);
            if (why)
                in_report(&in, in.line, why);
        }
    in_end(&in);
    return c;
}

static void print_counts(struct counts *c)
{
    struct buf table = {0};
    counts_put(c, &table);
    if (table.failed)
        prog_fail("out of memory");
    out_putstr(&out, buf_str(&table));
    buf_free(&table);
    counts_free(c);
}

/* The record with its score, instead of one that it had. */
static void print_scored(struct str line, uint32_t score)
{
    char field[32];
    if (rec_parse(&parsed, line) < REC_COLUMNS)
        prog_fail("the input changed while it was read");
    for (size_t i = 0; i < parsed.n; i++) {
        if (i >= REC_COLUMNS && str_eq(rec_field(&parsed, i).name, STR("score")))
            continue;
        out_puts(&out, i ? "\t" : "");
        out_putstr(&out, parsed.col[i]);
    }
    snprintf(field, sizeof field, "\tscore:%lu.%06lu\n", (unsigned long)score / 1000000,
             (unsigned long)score % 1000000);
    out_puts(&out, field);
    out_record(&out);
}

/* Gives how many there were. */
static size_t print_best(struct rank *r, size_t n)
{
    const struct rank_paper *best;
    const char *name, *why;
    struct buf line = {0};
    n = rank_best(r, n, &best);
    for (size_t i = 0; i < n && !out.err; i++) {
        buf_clear(&line);
        if ((why = rank_record(r, &best[i], &line, &name)))
            prog_fail("%s: %s", name, why);
        print_scored(buf_str(&line), best[i].score);
    }
    buf_free(&line);
    return n;
}

/* The text to rank by. */
static struct rank *make_rank(char **files, size_t nfiles)
{
    struct rank *r = rank_new(&set.keys);
    if (!r)
        prog_fail("out of memory");
    for (size_t i = 0; i < set.npattern; i++)
        rank_text(r, set.pattern[i]);
    if (set.like)
        check_twice(files, nfiles);
    if (set.like)
        rank_by_papers(r, files, nfiles, set.like);
    if (set.like_file)
        rank_by_papers(r, &set.like_file, 1, NULL);
    if (rank_terms(r) == 0 && !rank_failed(r))
        prog_bad_usage("there is no word in the text to rank by");
    if (set.df_file) {
        struct counts *c = read_counts(&set.df_file, 1);
        if (prog.status == FOUND && !rank_use_counts(r, c))
            prog_fail("--df: %s: no counts of these words: make it from the same text",
                      set.df_file);
        counts_free(c);
    }
    return r;
}

/* Looks for what the text's words may begin with, in all files. */
static void rank_all(struct rank *r, char **files, size_t nfiles)
{
    const struct find_options fold = {.fixed = true, .fold = true, .no_spans = true};
    const struct str *beginning;
    const char *why;
    struct recs rs;
    size_t at, n = rank_beginnings(r, &beginning);
    struct find *find = find_new(beginning, n, &fold, &why, &at);
    if (!find)
        prog_fail("%s", why);
    recs_start(&rs, files, nfiles, prog_report, NULL);
    rs.in.map = true;
    while (!rank_failed(r) && recs_file(&rs))
        rank_file(r, &rs, next_place, find);
    recs_end(&rs);
    find_free(find);
}

int rank_files(char **files, size_t nfiles)
{
    struct rank *r = make_rank(files, nfiles);
    size_t printed = 1;
    if (prog.status == FOUND) /* else what to rank by is not whole */
        rank_all(r, files, nfiles);
    if (rank_failed(r))
        prog_fail("%s", rank_failed(r));
    if (!set.count) {
        printed = print_best(r, set.top);
        if (rank_failed(r))
            prog_fail("%s", rank_failed(r));
    } else {
        struct counts *c = counts_new();
        const char *why = c ? rank_counts(r, c) : "out of memory";
        if (why)
            prog_fail("%s", why);
        print_counts(c);
    }
    rank_free(r);
    int status = prog_end(&out);
    return status != FOUND ? status : printed || set.no_match_ok ? FOUND : NOT_FOUND;
}

int merge_files(char **files, size_t n)
{
    print_counts(read_counts(files, n));
    return prog_end(&out);
}
