/* ranked.c - the papers that tell most about a text (-t), and tables of counts for that. */
#include "papergrep.h"

#include "paper/keep.h"
#include "paper/prog_names.h"
#include "paper/rank.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static struct rank *rank;
static struct counts *counts;
static struct find *find;
static struct buf best_line;

static const char *next_place(void *arg, const char *p, const char *end, struct line_scan *scan)
{
    return find_place(arg, p, end, scan);
}

/* The paper's text becomes text to rank by; itself is left out. */
static void rank_by_paper(const struct rec *paper)
{
    struct names plain = {0};
    struct str value;
    if (!set.keys.n)
        prog_names(&plain, "title,abstract");
    const struct names *names = set.keys.n ? &set.keys : &plain;
    for (size_t k = 0; k < names->n; k++)
        for (size_t at = 0; rec_value(paper, names->name[k], &at, &value);)
            rank_text(rank, value);
    rank_leave_out(rank, paper->col[REC_ID]);
    names_free(&plain);
}

/* The papers in files with this ID, or all where it is NULL. */
static void rank_by_papers(char **files, size_t nfiles, const char *id)
{
    struct recs rs;
    const struct rec *paper;
    bool found = false;
    recs_start(&rs, files, nfiles, prog_report, NULL);
    while (!(id && found) && (paper = recs_each(&rs))) {
        if (id && !str_eq(paper->col[REC_ID], str_from(id)))
            continue;
        rank_by_paper(paper);
        found = true;
    }
    recs_end(&rs);
    if (!found && id)
        prog_fail("%s: no such paper in the input", id);
    if (!found && prog.status != FOUND) /* why, is told already */
        exit(TROUBLE);
    if (!found)
        prog_fail("%s: no paper in it", set.like_file);
}

static void check_twice(char **files, size_t n)
{
    struct stat st;
    for (size_t i = 0; i < n || n == 0; i++)
        if (n == 0 || (stat(files[i], &st) == 0 && !S_ISREG(st.st_mode)) ||
            strcmp(files[i], "-") == 0)
            prog_bad_usage("--like reads its input twice: give files, or use --like-file");
}

static void read_counts(char **files, size_t n)
{
    struct input in;
    struct str line;
    counts = counts_new(RANK_COLUMNS);
    if (!counts)
        prog_fail("out of memory");
    in_start(&in, files, n, prog_report, NULL);
    if (set.merge)
        prog_confine_walk(&in, 0);
    while (in_file(&in))
        while (in_line(&in, &line)) {
            const char *why = counts_add_row(counts, line);
            if (why)
                in_report(&in, in.line, why);
        }
    in_end(&in);
}

static void print_counts(void)
{
    struct buf table = {0};
    counts_put(counts, &table);
    if (table.failed)
        prog_fail("out of memory");
    out_putstr(&out, buf_str(&table));
    buf_free(&table);
    counts_free(counts);
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
static size_t print_best(size_t n)
{
    const struct rank_paper *best;
    const char *name, *why;
    n = rank_best(rank, n, &best);
    for (size_t i = 0; i < n && !out.err; i++) {
        buf_clear(&best_line);
        if ((why = rank_record(rank, &best[i], &best_line, &name)))
            prog_fail("%s: %s", name, why);
        print_scored(buf_str(&best_line), best[i].score);
    }
    buf_free(&best_line);
    return n;
}

/* The text to rank by. */
static void make_rank(char **files, size_t nfiles)
{
    rank = rank_new(&set.keys, files, nfiles);
    if (!rank)
        prog_fail("out of memory");
    prog_confine(SANDBOX_READ);
    for (size_t i = 0; i < set.npattern; i++)
        rank_text(rank, set.pattern[i]);
    if (set.like)
        check_twice(files, nfiles);
    if (set.like)
        rank_by_papers(files, nfiles, set.like);
    if (set.like_file)
        rank_by_papers(&set.like_file, 1, NULL);
    const size_t terms = rank_terms(rank);
    if (rank_failed(rank))
        prog_fail("%s", rank_failed(rank));
    if (terms == 0)
        prog_bad_usage("there is no word in the text to rank by");
    if (set.df_file) {
        read_counts(&set.df_file, 1);
        if (prog.status == FOUND && !rank_use_counts(rank, counts))
            prog_fail("--df: %s: no counts of these words: make it from the same text",
                      set.df_file);
        counts_free(counts);
    }
}

/* Looks for what the text's words may begin with, in all files. */
static void rank_all(char **files, size_t nfiles)
{
    const struct find_options fold = {.fixed = true, .fold = true, .no_spans = true};
    const struct str *beginning;
    const char *why;
    struct recs rs;
    size_t at, n = rank_beginnings(rank, &beginning);
    find = find_new(beginning, n, &fold, &why, &at);
    if (!find)
        prog_fail("%s", why);
    recs_start(&rs, files, nfiles, prog_report, NULL);
    prog_confine_walk(&rs.in, keep_reopens(files, nfiles) ? SANDBOX_READ : 0);
    while (!rank_failed(rank) && recs_file(&rs))
        rank_file(rank, &rs, next_place, find);
    recs_end(&rs);
    find_free(find);
}

int rank_files(char **files, size_t nfiles)
{
    size_t printed = 1;
    make_rank(files, nfiles);
    if (prog.status == FOUND) /* else what to rank by is not whole */
        rank_all(files, nfiles);
    if (rank_failed(rank))
        prog_fail("%s", rank_failed(rank));
    if (!set.count) {
        printed = print_best(set.top);
        if (rank_failed(rank))
            prog_fail("%s", rank_failed(rank));
    } else {
        counts = counts_new(RANK_COLUMNS);
        const char *why = counts ? rank_counts(rank, counts) : "out of memory";
        if (why)
            prog_fail("%s", why);
        print_counts();
    }
    rank_free(rank);
    int status = prog_end(&out);
    return status != FOUND ? status : printed || set.no_match_ok ? FOUND : NOT_FOUND;
}

int merge_files(char **files, size_t n)
{
    read_counts(files, n);
    print_counts();
    return prog_end(&out);
}
