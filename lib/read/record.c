/* record.c - paperutils' own records. One that is as paper(5) says passes as it is; any other is
 * cleaned, and what is no date or no field is kept as a comment. */
#include "put.h"

#include "paper/text.h"

#include <stdio.h>

struct state {
    struct rec rec;
};

static bool looks_whole(const struct rec *r)
{
    const struct str date = r->col[REC_DATE];
    bool ok = r->col[REC_ID].n && (date.n == 0 || rec_is_date(date));
    for (size_t i = REC_COLUMNS; i < r->n && ok; i++) {
        struct field f = rec_field(r, i);
        ok = f.name.n && f.value.n && f.value.p[0] != ' ' && rec_is_name(f.name);
    }
    return ok;
}

static void mend(struct reader *r, const struct rec *rec)
{
    const struct str nothing = {0};
    struct draft *d = &r->paper;
    for (int i = 0; i < REC_COLUMNS; i++)
        if (!draft_set(d, i, rec->col[i])) {
            read_reject(r, r->in->line, nothing, "not a date (YYYY[-MM[-DD]]): kept as a comment");
            draft_add(d, STR("comment"), rec->col[i]);
        }
    for (size_t i = REC_COLUMNS; i < rec->n; i++) {
        struct field f = rec_field(rec, i);
        char why[80];
        if (f.name.n && rec_is_name(f.name)) {
            draft_add(d, f.name, f.value);
            continue;
        }
        if (rec->col[i].n) {
            snprintf(why, sizeof why, "column %zu is no field (name:value): kept as a comment",
                     i + 1);
            read_reject(r, r->in->line, nothing, why);
        }
        draft_add(d, STR("comment"), rec->col[i]);
    }
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    struct str line;
    r->fits = true; /* what is no record is told line by line */
    while (in_line(r->in, &line)) {
        char why[80];
        line.n -= line.n && line.p[line.n - 1] == '\r';
        size_t n = rec_parse(&s->rec, line);
        if (n >= REC_COLUMNS) {
            if (looks_whole(&s->rec) && text_is_clean_line(line)) {
                r->paper.line = line;
                return true;
            }
            mend(r, &s->rec);
            if (put_accept(r, r->in->line, line))
                return true;
            continue;
        }
        if (n == 0)
            snprintf(why, sizeof why, "out of memory");
        else
            snprintf(why, sizeof why, "not a paper record: %zu column%s, %d needed", n,
                     n == 1 ? "" : "s", REC_COLUMNS);
        read_reject(r, r->in->line, line, why);
    }
    return false;
}

/* One line of the beginning with four columns, the second of them a date or empty. */
static bool detect(struct str head, bool whole)
{
    struct rec rec = {0};
    bool found = false;
    while (head.n && !found) {
        const char *nl = memchr(head.p, '\n', head.n);
        size_t n = nl ? (size_t)(nl - head.p) : head.n;
        if (nl || whole || head.n == READ_HEAD) {
            struct str line = str_slice(head, 0, n);
            line.n -= line.n && line.p[line.n - 1] == '\r';
            size_t need = nl || whole ? REC_COLUMNS : REC_TITLE + 1; /* its title goes on */
            found = rec_parse(&rec, line) >= need &&
                    (rec.col[REC_DATE].n == 0 || rec_is_date(rec.col[REC_DATE]));
        }
        head = str_slice(head, nl ? n + 1 : n, head.n);
    }
    rec_free(&rec);
    return found;
}

static void end(void *state)
{
    rec_free(&((struct state *)state)->rec);
}

const struct format read_record = {
    "record", "paperutils' own records, paper(5)", detect, next, sizeof(struct state), end};
