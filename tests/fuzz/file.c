/* file - a fuzz target for the files that the programs write for themselves: any bytes are a state
 * file, or are refused; one that is taken can be added to, and gives all that was in it; any bytes
 * are an index, or are refused; any lines are tables of counts, but for those told.
 *
 * Input: a letter, s (state), i (index), c (counts), t (counts of trends), then the file. The sums
 * in a state file and an index are made right, since nothing would be reached without. */
#include "fuzz.h"

#include "paper/counts.h"
#include "paper/hash.h"
#include "paper/hash64.h"
#include "paper/keep.h"
#include "paper/rec.h"
#include "paper/seen.h"
#include "paper/sim.h"
#include "paper/trend.h"
#include "paper/uniq.h"
#include "paper/word64.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

/* ---- state ---- */

enum { CHECK = 8 }; /* bytes of a sum */

/* Entries: a byte of length, then that many bytes; with front and sum as the file has them. A
 * length of 0 stands for what follows as it is. */
static void make_state(struct str s, struct buf *file)
{
    static const uint64_t key[2] = {0, 0};
    buf_puts(file, "paperuniq seen 1\n");
    while (s.n) {
        size_t n = (unsigned char)s.p[0];
        s = str_slice(s, 1, s.n);
        if (n == 0)
            break;
        n = n < s.n ? n : s.n;
        size_t at = file->n;
        for (size_t i = 0; i < 4; i++)
            buf_putc(file, (char)(n >> 8 * i & 255));
        buf_put(file, "\1\0\0", 4);
        buf_put(file, s.p, n);
        uint64_t sum = siphash(file->p + at, file->n - at, key).lo;
        for (size_t i = 0; i < CHECK; i++)
            buf_putc(file, (char)(sum >> 8 * i & 255));
        s = str_slice(s, n, s.n);
    }
    buf_putstr(file, s);
}

static bool take(void *arg, struct str what, uint32_t day)
{
    size_t *n = arg;
    (void)day;
    check(what.n > 0 && what.n <= SEEN_ENTRY_MAX, "an entry that is none");
    struct uniq set = {0};
    if (uniq_is_profile(what))
        check(uniq_find(&set, what) && uniq_add(&set, what) && uniq_find(&set, what), "no memory");
    uniq_free(&set);
    ++*n;
    return true;
}

static void set_file(const char *path, struct str s)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    check(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n && close(fd) == 0, "no file");
}

static void check_state(struct str s, const char *path)
{
    struct seen seen;
    struct buf file = {0};
    size_t n = 0, again = 0;
    make_state(s, &file);
    set_file(path, buf_str(&file));
    check(seen_open(&seen, path), "no state");
    bool good = seen_lock(&seen, take, &n);
    check(good || seen.damaged, "refused, but not said to be damaged");
    if (good) {
        check(seen_note(&seen, STR("x"), 7) && seen_unlock(&seen) && seen_close(&seen), "no note");
        check(seen_open(&seen, path) && seen_lock(&seen, take, &again) && again == n + 1,
              "what was noted is not there, or what was there is not");
        check(seen_forget(&seen, 8) && seen_unlock(&seen), "no forgetting");
    }
    seen_close(&seen);
    buf_free(&file);
    unlink(path);
}

/* ---- index ---- */

static void check_index(struct str s, const char *path)
{
    enum { HEAD = 64, AT_SUM = 56 };
    const char *why = NULL;
    const struct sim_match *m;
    struct str file = copy(s, "");
    if (s.n >= HEAD)
        store64((unsigned char *)file.p + AT_SUM,
                hash64(file.p, AT_SUM, 0) ^ hash64(file.p + HEAD, s.n - HEAD, 1));
    set_file(path, file);
    int fd = open(path, O_RDONLY);
    struct sim_library *library = sim_is_file(fd) ? sim_open(fd, abort, &why) : NULL;
    check(library || why || !sim_is_file(fd), "refused without words");
    close(fd);
    if (library) {
        struct rec r = {0};
        rec_parse(&r, STR("x\t2024\tGraph attention of deep waves\tWe study the waves."));
        size_t n = sim_of_record(library, &r, 5, 1, &m);
        check(n <= 5, "too many papers");
        for (size_t i = 0; i < n; i++)
            check(m[i].paper < sim_papers(library), "a paper that there is not");
        for (size_t i = 0; i < n; i++)
            check(sim_id(library, m[i].paper).n < SIZE_MAX / 2, "no ID");
        check(sim_decay(library, 9), "no memory");
        rec_free(&r);
        sim_free(library);
    }
    free((char *)file.p);
    unlink(path);
}

/* ---- tables ---- */

static void check_counts(struct str s)
{
    struct counts *c = counts_new(2), *sum = counts_new(2);
    struct buf table = {0}, again = {0};
    while (s.n)
        counts_add_row(c, cut_line(&s));
    counts_put(c, &table);
    for (struct str rest = buf_str(&table); rest.n;)
        check(!counts_add_row(sum, cut_line(&rest)), "a row that is none");
    counts_put(sum, &again);
    check(str_eq(buf_str(&table), buf_str(&again)), "another table");
    counts_free(c);
    counts_free(sum);
    buf_free(&table);
    buf_free(&again);
}

static void check_trend(struct str s)
{
    struct trend *t = trend_new();
    const struct trend_term *term;
    struct buf chart = {0};
    struct output out;
    while (s.n)
        trend_row(t, cut_line(&s), false);
    struct trend_plan plan = {.window = trend_last_span(t), .errors = 2.5, .least = -9, .most = 9};
    plan.background = trend_spans_before(plan.window, 3);
    trend_compare(t, &plan);
    size_t n = trend_terms(t, &term);
    for (size_t i = 0; i < n; i++)
        check(term[i].score > -9 && term[i].score < 99 &&
                  (i == 0 || term[i - 1].score >= term[i].score),
              "no score, or no order");
    out_start_buf(&out, &chart);
    trend_chart(t, &out);
    check(out_close(&out) && !trend_failed(t), "no memory");
    buf_free(&chart);
    trend_free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *dir = getenv("TMPDIR"); /* in memory, if need be: a state is kept safe on a disk */
    char path[PATH_MAX];
    if (n < 1)
        return 0;
    count_input(n);
    snprintf(path, sizeof path, "%s/paperutils-fuzz.%ld", dir ? dir : "/tmp", (long)getpid());
    struct str text = copy((struct str){(const char *)data + 1, n - 1}, "");
    switch (data[0]) {
    case 's': check_state(text, path); break;
    case 'i': check_index(text, path); break;
    case 'c': check_counts(text); break;
    case 't': check_trend(text); break;
    }
    free((char *)text.p);
    return 0;
}
