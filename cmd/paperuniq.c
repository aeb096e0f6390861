/* paperuniq - keeps one record of each paper. See paperuniq(1).
 *
 * At once: a record is written when nothing that came before it is the same paper. Waiting: all
 * records are compared first, then each paper's first one is written with what the others bring. */
#include "paper/date.h"
#include "paper/keep.h"
#include "paper/prog.h"
#include "paper/seen.h"
#include "paper/table.h"
#include "paper/target.h"
#include "paper/uniq.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "usage: paperuniq [OPTION]... [FILE]...\n"
    "Keep one record of each paper; those of the same paper are merged into it.\n"
    "\n"
    "  -c, --count           add the number of its records as copies:N\n"
    "  -d, --duplicates      print only the others, each with dup:ID of the first\n"
    "  -m, --merge           read all, then merge: the default without -s\n"
    "      --pairs           print which are the same: ID, ID, score, why\n"
    "  -s, --state=FILE      know what was seen on earlier runs; write at once\n"
    "      --since=DATE      of that, only what was seen from this day on\n"
    "      --forget=DAYS     take older entries out of the file, as in 90d\n"
    "      --versions=WHAT   drop, mark or keep a later version (default: drop)\n"
    "      --line-buffered   write at once, each record as soon as it is ready\n"
    "      --no-sandbox      allow all system calls, for debugging\n"
    "      --help, --version print this, the version\n";

enum { OPT_PAIRS = OPT_FIRST, OPT_SINCE, OPT_FORGET, OPT_VERSIONS, OPT_LINE_BUFFERED };

static const struct option longs[] = {
    {"count", no_argument, NULL, 'c'},
    {"duplicates", no_argument, NULL, 'd'},
    {"merge", no_argument, NULL, 'm'},
    {"pairs", no_argument, NULL, OPT_PAIRS},
    {"state", required_argument, NULL, 's'},
    {"since", required_argument, NULL, OPT_SINCE},
    {"forget", required_argument, NULL, OPT_FORGET},
    {"versions", required_argument, NULL, OPT_VERSIONS},
    {"line-buffered", no_argument, NULL, OPT_LINE_BUFFERED},
    PROG_OPTIONS,
    {0},
};

enum { SECONDS_A_DAY = 24 * 60 * 60 };

/* Records of the papers in the set; of those that an earlier run saw there is none. */
struct member {
    uint64_t place; /* of its line */
    uint32_t first; /* union-find: an earlier member of the same paper, or itself */
    uint32_t next;  /* 1 + the next of the same paper, once all are known */
};
enum { NO_PLACE = 0 }; /* places are counted from 1 here */

static enum { ONE_EACH, DUPLICATES, PAIRS } print = ONE_EACH;
static enum { DROP, MARK, KEEP } versions = DROP;
static bool count, merge;
static const char *state;
static uint32_t today, since;

static struct output out;
static struct uniq set;
static struct uniq_maker maker;
static struct buf profile, line, other;
static struct seen seen;
static bool locked;
static bool unprinted; /* a paper could not be read again: none of these is seen */
static struct keep kept;
static struct member *member;
static size_t nmember, capmember;
static uint32_t *before; /* with --versions: 1 + the member it is a later version of */
static size_t capbefore;
static struct recs rs;

__attribute__((noreturn)) static void no_memory(void)
{
    prog_fail("out of memory");
}

/* ---- the state file ---- */

static bool take_seen(void *arg, struct str what, uint32_t day)
{
    (void)arg;
    return day < since || !uniq_is_profile(what) || uniq_add(&set, what);
}

static void fail_state(void)
{
    if (seen.damaged)
        prog_fail("%s: no state file, or damaged: move it away to begin anew", state);
    prog_fail("%s: %s", state, strerror(errno));
}

static void open_state(void)
{
    struct buf target = {0};
    const char *why = target_of(state, &target);
    if (why)
        prog_fail("%s: %s", state, why);
    buf_free(&target);
    if (!seen_open(&seen, state))
        fail_state();
}

static void lock_state(void)
{
    if (!state || locked)
        return;
    if (!seen_lock(&seen, take_seen, NULL))
        fail_state();
    locked = true;
}

/* What was written is out before it counts as seen: a paper may come twice after a crash, but none
 * is lost. */
static void commit(void)
{
    if (!locked)
        return;
    out_flush(&out);
    if (out.err || unprinted)
        buf_clear(&seen.add);
    locked = false;
    if (!seen_unlock(&seen))
        fail_state();
}

static void note_seen(void)
{
    if (state && !seen_note(&seen, buf_str(&profile), today))
        no_memory();
}

/* ---- printing ---- */

static void put_pair(struct str a, struct str b, const struct uniq_match *match)
{
    char score[16];
    snprintf(score, sizeof score, "%.3f", match->score);
    out_putstr(&out, a);
    out_putc(&out, '\t');
    out_putstr(&out, b);
    out_putc(&out, '\t');
    out_puts(&out, score);
    out_putc(&out, '\t');
    out_puts(&out, uniq_why_name[match->why]);
    out_putc(&out, '\n');
    out_record(&out);
}

static void put_record(struct str record, struct str dup)
{
    out_putstr(&out, record);
    if (dup.n) {
        out_puts(&out, "\tdup:");
        out_putstr(&out, dup);
    }
    out_putc(&out, '\n');
    out_record(&out);
}

/* ---- comparing ---- */

/* Whether the record is a version of the matched one's arXiv paper that comes after it, by the
 * arXiv's own count, or, where one of them is not told, as a replacement; and whether it is the
 * same version: of replacements without a number, those of one date are. */
static bool is_later_version(const struct uniq_match *match)
{
    return match->why == UNIQ_ARXIV &&
           uniq_compare_versions(buf_str(&profile), uniq_get(&set, match->paper)) > 0;
}

static bool is_same_version(const struct uniq_match *match)
{
    return match->why == UNIQ_ARXIV &&
           uniq_compare_versions(buf_str(&profile), uniq_get(&set, match->paper)) == 0;
}

/* Finds what is the same; gives the first of it, or NULL where the record is to be let through.
 * Where versions are told apart, that is the first of its own version, or what it is no later
 * version of; else *version is the first one that it is later than. */
static const struct uniq_match *look_up(const struct rec *r, const struct uniq_match **version)
{
    if (!uniq_profile(&maker, r, &profile) || !uniq_find(&set, buf_str(&profile)))
        no_memory();
    *version = NULL;
    if (print == PAIRS)
        for (size_t i = 0; i < set.nmatch; i++)
            put_pair(uniq_id(uniq_get(&set, set.match[i].paper)), r->col[REC_ID], &set.match[i]);
    if (set.nmatch == 0)
        return NULL;
    for (size_t i = 0; versions != DROP && i < set.nmatch; i++) {
        if (is_same_version(&set.match[i])) {
            *version = NULL;
            return &set.match[i];
        }
        if (!*version && is_later_version(&set.match[i]))
            *version = &set.match[i];
    }
    return *version ? NULL : &set.match[0];
}

static bool is_known(void)
{
    for (size_t i = 0; i < set.nmatch; i++)
        if (str_starts(buf_str(&profile), uniq_get(&set, set.match[i].paper)))
            return true;
    return false;
}

/* At once: the record is written, or it is not. */
static void pass(const struct rec *r)
{
    const struct uniq_match *version;
    lock_state();
    const struct uniq_match *same = look_up(r, &version);
    struct str dup = {0};
    if (same || (version && versions == MARK))
        dup = uniq_id(uniq_get(&set, (same ? same : version)->paper));
    if (print == (same ? DUPLICATES : ONE_EACH))
        put_record(r->line, dup);
    if (!is_known()) {
        note_seen();
        if (!uniq_add(&set, buf_str(&profile)))
            no_memory();
    }
    if (rs.at == rs.end) /* the next one may be long in coming */
        commit();
}

static void pass_all(void)
{
    const struct rec *r;
    while (!out.err && (r = recs_each(&rs)))
        pass(r);
    commit();
}

/* ---- waiting ---- */

static uint32_t find_first(uint32_t i)
{
    while (member[i].first != i) {
        member[i].first = member[member[i].first].first; /* halves the path */
        i = member[i].first;
    }
    return i;
}

static void add_member(uint64_t place)
{
    if (!grow(&member, nmember, &capmember, sizeof *member) ||
        (versions != DROP && !grow(&before, nmember, &capbefore, sizeof *before)))
        no_memory();
    member[nmember] = (struct member){.place = place, .first = (uint32_t)nmember};
    if (versions != DROP)
        before[nmember] = 0;
    nmember++;
}

/* Whether a member stands for a later version, which is printed beside the first. */
static bool is_version(uint32_t first)
{
    return versions != DROP && before[first];
}

/* Two papers do not become one because a third is like both. */
static void unite(const struct uniq_match *match, uint32_t b)
{
    uint32_t a = find_first(match->paper);
    b = find_first(b);
    if (match->why >= UNIQ_TITLE && uniq_apart(uniq_get(&set, a), uniq_get(&set, b)))
        return;
    if (a < b)
        member[b].first = a;
    else
        member[a].first = b;
}

static void wait_for(const struct rec *r)
{
    const struct uniq_match *version;
    uint64_t place = 0;
    const struct uniq_match *same = look_up(r, &version);
    struct str whole = {r->line.p, r->line.n + 1};
    if (print != PAIRS && !keep_line(&kept, whole, &place))
        prog_fail("a temporary file: %s", strerror(errno));
    if (state && !is_known())
        note_seen();
    if (!uniq_add(&set, buf_str(&profile)))
        no_memory();
    add_member(place + 1);
    const uint32_t last = (uint32_t)nmember - 1;
    if (version)
        before[last] = version->paper + 1;
    if (same)
        unite(same, last);
    for (size_t i = 0; same && i < set.nmatch; i++)
        if (!is_version(find_first(last)) && !is_version(find_first(set.match[i].paper)))
            unite(&set.match[i], last);
}

/* Members of a paper, linked in their order behind its first one. */
static void link_members(void)
{
    for (uint32_t i = (uint32_t)nmember; i-- > 0;) {
        uint32_t first = find_first(i);
        if (first == i)
            continue;
        member[i].next = member[first].next;
        member[first].next = i + 1;
    }
}

static bool get_line(uint32_t i, struct buf *to)
{
    const char *name = "";
    buf_clear(to);
    const char *wrong = keep_get(&kept, member[i].place - 1, to, &name);
    if (wrong)
        prog_warn("%s: %s", name, wrong);
    unprinted |= wrong != NULL;
    return !wrong;
}

static bool lacks(const struct rec *r, struct str name)
{
    struct str value;
    size_t at = 0;
    return !rec_value(r, name, &at, &value);
}

/* Appends the fields whose name the record lacks; its empty columns are filled. */
static void merge_into(struct rec *first, struct str *column, struct buf *fields,
                       const struct rec *r)
{
    for (size_t i = REC_DATE; i < REC_COLUMNS; i++)
        if (column[i].n == 0 && r->col[i].n)
            column[i] = r->col[i];
    for (size_t i = REC_COLUMNS; i < r->n; i++) {
        struct field f = rec_field(r, i);
        if (f.name.n && f.value.n && !str_eq(f.name, STR("dup")) && lacks(first, f.name)) {
            buf_putc(fields, '\t');
            buf_putstr(fields, r->col[i]);
        }
    }
}

/* Into `line`: the record with what another one brings. */
static void merge_line(struct str addition)
{
    struct rec a = {0}, b = {0};
    struct str column[REC_COLUMNS];
    struct buf fields = {0}, merged = {0};
    if (rec_parse(&a, buf_str(&line)) < REC_COLUMNS || rec_parse(&b, addition) < REC_COLUMNS)
        no_memory();
    memcpy(column, a.col, sizeof column);
    merge_into(&a, column, &fields, &b);
    for (size_t i = 0; i < REC_COLUMNS; i++) {
        if (i)
            buf_putc(&merged, '\t');
        buf_putstr(&merged, column[i]);
    }
    for (size_t i = REC_COLUMNS; i < a.n; i++) {
        buf_putc(&merged, '\t');
        buf_putstr(&merged, a.col[i]);
    }
    buf_putstr(&merged, buf_str(&fields));
    if (merged.failed || fields.failed)
        no_memory();
    buf_free(&line);
    line = merged;
    buf_free(&fields);
    rec_free(&a);
    rec_free(&b);
}

/* The ID of a member: the first column of its line. */
static struct str id_of(const struct buf *record)
{
    const char *tab = record->n ? memchr(record->p, '\t', record->n) : NULL;
    return (struct str){record->p, tab ? (size_t)(tab - record->p) : 0};
}

static void put_paper(uint32_t first)
{
    struct buf dups = {0};
    char copies[32];
    unsigned long n = 1;
    if (!get_line(first, &line))
        return;
    for (uint32_t i = member[first].next; i; i = member[i - 1].next, n++) {
        if (!get_line(i - 1, &other))
            continue;
        merge_line(buf_str(&other));
        buf_puts(&dups, "\tdup:");
        buf_putstr(&dups, id_of(&other));
    }
    if (versions == MARK && before[first]) {
        buf_puts(&dups, "\tdup:");
        buf_putstr(&dups, uniq_id(uniq_get(&set, before[first] - 1)));
    }
    if (count) {
        snprintf(copies, sizeof copies, "\tcopies:%lu", n);
        buf_puts(&dups, copies);
    }
    buf_putstr(&line, buf_str(&dups));
    if (line.failed || dups.failed)
        no_memory();
    put_record(buf_str(&line), (struct str){0});
    buf_free(&dups);
}

static void put_duplicate(uint32_t i, uint32_t first)
{
    if (get_line(i, &line))
        put_record(buf_str(&line), uniq_id(uniq_get(&set, first)));
}

static void put_all(void)
{
    link_members();
    for (uint32_t i = 0; i < nmember && !out.err; i++) {
        uint32_t first = find_first(i);
        bool here = member[i].place != NO_PLACE;
        if (print == DUPLICATES && here && first != i)
            put_duplicate(i, first);
        if (print == ONE_EACH && here && first == i)
            put_paper(i);
    }
}

static void keep_blocks(void)
{
    struct str run, rest;
    uint64_t number;
    struct rec r = {0};
    while (recs_block(&rs, &run, &number)) {
        if (!keep_block(&kept, &rs.in, run))
            prog_fail("a temporary file: %s", strerror(errno));
        for (const char *end; run.n && !out.err; run = rest) {
            end = memchr(run.p, '\n', run.n);
            rest = str_slice(run, (size_t)(end + 1 - run.p), run.n);
            if (rec_parse(&r, str_slice(run, 0, (size_t)(end - run.p))) < REC_COLUMNS)
                no_memory();
            wait_for(&r);
        }
    }
    rec_free(&r);
}

static void wait_all(void)
{
    lock_state();
    while (nmember < set.n)
        add_member((uint64_t)NO_PLACE);
    while (!out.err && recs_file(&rs))
        keep_blocks();
    if (print != PAIRS)
        put_all();
    keep_end(&kept);
    commit();
}

/* ---- options ---- */

static uint32_t day_of_now(void)
{
    return (uint32_t)(time(NULL) / SECONDS_A_DAY);
}

static uint32_t day_of_date(const char *s)
{
    long first, last;
    if (!date_days(str_from(s), &first, &last))
        prog_bad_usage("--since: '%s' is no date: YYYY, YYYY-MM or YYYY-MM-DD", s);
    return first < 0 ? 0 : (uint32_t)first;
}

static uint32_t day_before(const char *option, const char *value)
{
    char digits[16];
    const char *end = strchr(value, 'd');
    bool unit =
        end && end > value && !end[1] &&
        (size_t)snprintf(digits, sizeof digits, "%.*s", (int)(end - value), value) < sizeof digits;
    uint32_t days = (uint32_t)prog_number(option, unit ? digits : value, 1, 36500);
    return days < today ? today - days : 0;
}

static void set_versions(const char *value)
{
    static const char *const names[] = {"drop", "mark", "keep"};
    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(value, names[i]) == 0) {
            versions = i == 0 ? DROP : i == 1 ? MARK : KEEP;
            return;
        }
    }
    prog_bad_usage("--versions: '%s' is none of drop, mark, keep", value);
}

int main(int argc, char **argv)
{
    bool line_buffered = false, duplicates = false, pairs = false;
    uint32_t forget = 0;
    today = day_of_now();
    prog_start("paperuniq", usage);
    for (int c; (c = prog_option(argc, argv, ":cdms:", longs)) != -1;) {
        switch (c) {
        case 'c': count = true; break;
        case 'd': duplicates = true; break;
        case 'm': merge = true; break;
        case 's': state = optarg; break;
        case OPT_PAIRS: pairs = true; break;
        case OPT_SINCE: since = day_of_date(optarg); break;
        case OPT_FORGET: forget = day_before("--forget", optarg); break;
        case OPT_VERSIONS: set_versions(optarg); break;
        case OPT_LINE_BUFFERED: line_buffered = true; break;
        }
    }
    if (!state && (since || forget))
        prog_bad_usage("--since and --forget need -s");
    if (duplicates + pairs + (count || merge) > 1)
        prog_bad_usage("-d and --pairs go with neither each other nor -c and -m");
    print = duplicates ? DUPLICATES : pairs ? PAIRS : ONE_EACH;
    bool at_once = (state || line_buffered || print == PAIRS) && !merge && !count;

    char **files = argv + optind;
    const size_t nfiles = (size_t)(argc - optind);
    if (state)
        open_state();
    out_start(&out, STDOUT_FILENO, line_buffered);
    recs_start(&rs, files, nfiles, prog_report, NULL);
    if (forget > since)
        since = forget;
    if (forget) {
        lock_state();
        if (!seen_forget(&seen, forget))
            fail_state();
        commit();
    }
    if (!at_once)
        keep_start(&kept, files, nfiles);
    prog_confine_walk(&rs.in, state                                     ? SANDBOX_WRITE
                              : !at_once && keep_reopens(files, nfiles) ? SANDBOX_READ
                                                                        : 0);
    if (at_once)
        pass_all();
    else
        wait_all();
    recs_end(&rs);
    if (state && !seen_close(&seen))
        fail_state();
    uniq_free(&set);
    uniq_maker_free(&maker);
    free(member);
    free(before);
    buf_free(&profile);
    buf_free(&line);
    buf_free(&other);
    return prog_end(&out);
}
