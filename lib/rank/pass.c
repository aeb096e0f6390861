/* pass.c - the one pass over the records. Places where a word of the text may stand are given by
 * the caller's search; only the word around each is looked at, and a record's columns only once it
 * holds a term. So the time is that of the search, and for the candidates' words. */
#include "parts.h"

#include <errno.h>
#include <stdlib.h>

enum { TITLE = 3 }; /* an occurrence in a title is worth so many */

static void fail(struct rank *r, const char *why)
{
    if (!r->why)
        r->why = why;
}

/* ---- the record ---- */

static void add_span(struct rank *r, struct str text, bool title)
{
    if (!grow(&r->span, r->nspan, &r->capspan, sizeof *r->span))
        fail(r, "out of memory");
    else
        r->span[r->nspan++] = (struct span){text, title};
}

/* Begins with the record in this line, which ends in its newline. */
static void begin_record(struct rank *r, struct str line)
{
    struct str text = str_slice(line, 0, line.n - 1), value;
    r->line = line;
    r->nspan = 0;
    memset(r->weight, 0, r->nterm * sizeof *r->weight);
    if (r->plain_fields) {
        if (!rec_columns(&r->rec, text, REC_COLUMNS))
            fail(r, "out of memory");
        else
            for (size_t i = REC_TITLE; i <= REC_ABSTRACT; i++)
                add_span(r, r->rec.col[i], i == REC_TITLE);
        return;
    }
    if (!rec_parse(&r->rec, text))
        fail(r, "out of memory");
    else
        for (size_t k = 0; k < r->fields.n; k++)
            for (size_t at = 0; rec_value(&r->rec, r->fields.name[k], &at, &value);)
                add_span(r, value, str_eq(r->fields.name[k], STR("title")));
}

/* What an occurrence weighs at an offset in a value: in a title three times what it does far from
 * the beginning of an abstract, and at the beginning twice: there the subject is told. */
static uint32_t weight_at(const struct span *span, const char *p)
{
    enum { LEAD = 64 }; /* bytes after which half of the bonus is gone */
    size_t offset = (size_t)(p - span->text.p);
    return span->title ? TITLE * UNIT : (uint32_t)(UNIT + UNIT * LEAD / (LEAD + offset));
}

static void add_term(struct rank *r, uint8_t term, const struct span *span, const char *p)
{
    uint32_t weight = weight_at(span, p);
    if (term == NO_TERM || r->weight[term] >= MAX_WEIGHT - weight)
        return;
    r->weight[term] += weight;
}

/* A word at p in the record is one of the form. */
static void add_word(struct rank *r, const char *p, uint16_t form)
{
    for (size_t i = 0; i < r->nspan; i++) {
        const struct span *span = &r->span[i];
        if (p >= span->text.p && p < span->text.p + span->text.n) {
            add_term(r, r->form[form].term, span, p);
            add_term(r, r->form[form].second, span, p);
            return;
        }
    }
}

/* Counts the candidate, with hits from `first` on. */
static void count_candidate(struct rank *r, size_t first, uint64_t bytes)
{
    r->all_bytes += bytes;
    for (size_t i = first; i < r->nhit; i++) {
        size_t term = r->hit[i] >> 24;
        struct term *t = &r->term[term];
        t->papers++;
        t->weight += r->weight[term];
        t->bytes += bytes;
    }
}

/* The record is over: it is a candidate if a word of the text was in its fields. */
static void end_record(struct rank *r)
{
    struct candidate c = {.hit = (uint32_t)r->nhit};
    const size_t first = r->nhit;
    if (r->line.n == 0)
        return;
    for (size_t t = 0; t < r->nterm; t++) {
        if (r->weight[t] == 0)
            continue;
        if (r->nhit >= UINT32_MAX || !grow(&r->hit, r->nhit, &r->caphit, sizeof *r->hit))
            fail(r, "out of memory");
        else
            r->hit[r->nhit++] = (uint32_t)t << 24 | r->weight[t];
    }
    r->line.n = 0;
    if (r->nhit == first)
        return;
    if (r->left_out.n && table_find(&r->left_out, r->rec.col[REC_ID]) != TABLE_NONE) {
        r->nhit = first;
        return;
    }
    uint64_t bytes = 0;
    for (size_t i = 0; i < r->nspan; i++)
        bytes += r->span[i].text.n;
    c.bytes = bytes < UINT32_MAX ? (uint32_t)bytes : UINT32_MAX;
    struct str line = {r->rec.line.p, r->rec.line.n + 1};
    if (!grow(&r->candidate, r->ncandidate, &r->capcandidate, sizeof *r->candidate))
        fail(r, "out of memory");
    else if (!keep_line(&r->keep, line, &c.place))
        fail(r, errno == ENOMEM ? "out of memory" : "a temporary file cannot be written");
    else
        r->candidate[r->ncandidate++] = c;
    count_candidate(r, first, c.bytes);
}

/* ---- the lines ---- */

/* A word of the form stands at p in the line. */
static void found(struct rank *r, struct str line, const char *p, uint16_t form)
{
    if (r->line.n == 0)
        begin_record(r, line);
    add_word(r, p, form);
}

/* The words of a run that does not fit, or has more than ASCII, as others see words. */
static void look_closely(struct rank *r, struct str line, struct str run)
{
    struct token token;
    r->tokens.text = run;
    r->tokens.at = 0;
    while (token_next(&r->tokens, &token)) {
        uint16_t form = form_of(r, token.word);
        if (form != NO_FORM)
            found(r, line, run.p + token.begin, form);
    }
    if (r->tokens.folded.failed)
        fail(r, "out of memory");
}

/* Looks at the run of bytes of words that begins at p; gives where it ends. */
static const char *look_at(struct rank *r, struct str line, const char *p)
{
    char small[MAX_WORD + 1];
    unsigned char c, all = 0;
    size_t n = 0;
    for (; n <= MAX_WORD && (c = r->lower[(unsigned char)p[n]]); n++) {
        small[n] = (char)c;
        all |= c;
    }
    if (all < 0x80 && n <= MAX_WORD) {
        uint16_t form = form_of(r, (struct str){small, n});
        if (form != NO_FORM)
            found(r, line, p, form);
        return p + n;
    }
    while (r->lower[(unsigned char)p[n]])
        n++;
    look_closely(r, line, (struct str){p, n});
    return p + n;
}

/* Looks at a line, which ends in its newline, from the first place p in it on. */
static void look_in(struct rank *r, struct str line, const char *p, rank_place_fn *next, void *arg)
{
    const char *done = line.p, *end = line.p + line.n;
    r->line.n = 0;
    do {
        while (p > done && r->lower[(unsigned char)p[-1]])
            p--;
        done = look_at(r, line, p);
        p = done + 1;
    } while (p < end && (p = next(arg, p, end, NULL)));
}

/* Looks at whole lines. Gives where the first of those begins that were not looked at, since the
 * scan found something odd; the lines' end where there are none. */
static const char *look(struct rank *r, struct line_scan *scan, bool may_be_odd,
                        rank_place_fn *next, void *arg)
{
    const char *end = scan->end, *from = scan->at, *p = from;
    while ((p = next(arg, p, end, scan))) {
        scan_before(scan, p);
        const char *begin = scan->at, *nl = memchr(p, '\n', (size_t)(end - p));
        if (scan->odd && may_be_odd)
            return from;
        look_in(r, (struct str){begin, (size_t)(nl + 1 - begin)}, p, next, arg);
        scan_newline(scan, nl);
        if (scan->odd && may_be_odd) /* it may be this one */
            return begin;
        end_record(r);
        from = p = nl + 1;
    }
    scan_lines(scan, end);
    return scan->odd && may_be_odd ? from : end;
}

static void take_block(struct rank *r, struct recs *rs, struct str block)
{
    if (!keep_block(&r->keep, &rs->in, block))
        fail(r, errno == ENOMEM ? "out of memory" : "a temporary file cannot be written");
}

void rank_file(struct rank *r, struct recs *rs, rank_place_fn *next, void *arg)
{
    struct str block;
    struct line_scan scan;
    uint64_t first;
    while (!r->why && recs_raw(rs, &block, &first)) {
        take_block(r, rs, block);
        const char *rest = look(r, &rs->scan, true, next, arg);
        if (rs->scan.odd) {
            recs_back(rs, rest);
            r->papers += rs->line + 1 - first;
        } else {
            r->papers += rs->scan.lines;
        }
        while (!r->why && rs->at < rs->end && recs_block(rs, &block, &first)) {
            take_block(r, rs, block);
            scan_start(&scan, block.p, block.p + block.n, 0);
            look(r, &scan, false, next, arg);
            r->papers += scan.lines;
        }
    }
}
