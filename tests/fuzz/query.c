/* query - a fuzz target: any bytes are a query or have a fault with a place; what lib/query says of
 * a record does not depend on the records before, nor on the queries beside it, and agrees with
 * what it says of the negated query and of raw text.
 *
 * Input: a byte of options, lines of a file of queries, NUL, lines of which some are records. */
#include "fuzz.h"

#include "paper/ascii.h"
#include "paper/query.h"

enum { STEM = 1, NAMED_FIELDS = 2 };
enum { MAX_QUERIES = 8 };

struct fuzz {
    struct query_options options;
    struct str text[MAX_QUERIES]; /* the queries */
    size_t n;
    struct query *all, *again; /* the same set twice */
    struct query *one[MAX_QUERIES], *not_one[MAX_QUERIES];
};

/* What the user is shown of a fault: one line of the query, one with the mark below it. */
static void check_shown(struct str text, const struct query_fault *fault)
{
    struct buf shown = {0};
    query_show(&shown, text, fault);
    struct str rest = buf_str(&shown), mark;
    cut_line(&rest);
    mark = cut_line(&rest);
    check(mark.n && mark.p[mark.n - 1] == '^' && rest.n == 0, "a fault is not shown in two lines");
    buf_free(&shown);
}

static struct query *compile(const struct fuzz *z, const struct str *texts, size_t n)
{
    struct query_fault fault = {0};
    struct query *q = query_new(texts, n, &z->options, &fault);
    if (q)
        return q;
    check(fault.why && fault.query < n && fault.at <= texts[fault.query].n,
          "a fault without a place in its query");
    check_shown(texts[fault.query], &fault);
    return NULL;
}

/* `NOT (query)`, which is a query where that is one, but for too many parentheses. */
static struct query *negated(const struct fuzz *z, struct str text)
{
    struct buf b = {0};
    struct query_fault fault = {0};
    buf_puts(&b, "NOT ( ");
    buf_putstr(&b, text);
    buf_puts(&b, " )");
    struct str not_text = buf_str(&b);
    struct query *q = query_new(&not_text, 1, &z->options, &fault);
    check(q || strstr(fault.why, "too deep"), "a query that has no negation");
    buf_free(&b);
    return q;
}

/* Compiles the queries, those that are some: all of them, and each alone. */
static void begin(struct fuzz *z, struct str lines)
{
    while (lines.n && z->n < MAX_QUERIES) {
        struct str line = cut_line(&lines), name, text;
        if (!query_line(line, &name, &text))
            continue;
        check(is_within(text, line) && is_within(name, line), "a query not in its line");
        struct query *q = compile(z, &text, 1), *again = compile(z, &text, 1);
        check(!q == !again, "the same query is taken and refused");
        query_free(again);
        if (!q)
            continue;
        z->not_one[z->n] = negated(z, text);
        z->one[z->n] = q;
        z->text[z->n++] = text;
    }
    z->all = compile(z, z->text, z->n);
    z->again = compile(z, z->text, z->n);
    check(z->all && z->again, "queries are taken one by one, and not together");
}

static void end(struct fuzz *z)
{
    for (size_t i = 0; i < z->n; i++) {
        query_free(z->one[i]);
        query_free(z->not_one[i]);
    }
    query_free(z->all);
    query_free(z->again);
    names_free(&z->options.fields);
}

/* The stretches that made a query match are in the line, in order, and do not touch. */
static void check_spans(struct query *q, struct str line)
{
    struct str span, first = {0};
    size_t from = 0, n = 0;
    for (; query_span(q, line, from, &span); n++) {
        check(span.n && is_within(span, line) &&
                  (size_t)(span.p - line.p) >= from + (n > 0), /* they do not touch */
              "a stretch is not in the line, or not behind the one before");
        from = (size_t)(span.p - line.p) + span.n;
        if (n == 0)
            first = span;
    }
    check(query_span(q, line, 0, &span) == (n > 0) && (n == 0 || str_eq(span, first)),
          "the stretches are others the second time");
}

static bool holds(struct str text, struct str needle)
{
    for (size_t i = 0; i + needle.n <= text.n; i++) {
        size_t k = 0;
        while (k < needle.n &&
               ascii_to_lower((unsigned char)text.p[i + k]) == (unsigned char)needle.p[k])
            k++;
        if (k == needle.n)
            return true;
    }
    return false;
}

/* A record that matches is among those that a look at raw text finds. */
static void check_raw(struct query *q, struct str line)
{
    const struct str *needle;
    size_t n;
    if (!query_needles(q, &needle, &n))
        return;
    bool found = false;
    for (size_t i = 0; i < n && !found; i++)
        found = holds(line, needle[i]);
    struct str raw = copy(line, "\n"), odd;
    found = found || query_odd_line(q, raw, &odd);
    check(found, "a record matches that raw text rules out");
    free((char *)raw.p);
}

static void check_record(struct fuzz *z, const struct rec *r)
{
    const size_t *which, *again;
    size_t n = query_match(z->all, r, true, &which), next = 0;
    check(n == query_match(z->again, r, true, &again), "the same queries answer otherwise");
    for (size_t i = 0; i < z->n; i++) {
        bool matches = next < n && which[next] == i;
        check(!matches || again[next] == i, "the same queries give others");
        next += matches;
        check((query_match(z->one[i], r, false, NULL) == 1) == matches,
              "a query answers otherwise beside others");
        if (matches)
            check_spans(z->one[i], r->line);
        if (z->not_one[i])
            check((query_match(z->not_one[i], r, false, NULL) == 1) == !matches,
                  "a query and its negation agree");
    }
    check(next == n, "queries match that are none, or not in their order");
    if (n) {
        check_spans(z->all, r->line);
        check_raw(z->again, r->line);
    }
    check((query_match(z->again, r, false, NULL) == 1) == (n > 0), "one of them, or none?");
    check(!query_failed(z->all) && !query_failed(z->again), "a match failed");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const uint8_t *nul = n > 1 ? memchr(data + 1, 0, n - 1) : NULL;
    if (!nul)
        return 0;
    count_input(n);
    struct fuzz z = {.options.stem = data[0] & STEM};
    struct rec r = {0};
    struct str bad;
    if (data[0] & NAMED_FIELDS)
        check(names_parse(&z.options.fields, "abstract,au,id", &bad), "names of fields");
    struct str queries = copy((struct str){(const char *)data + 1, (size_t)(nul - data) - 1}, "");
    struct str lines = {(const char *)nul + 1, (size_t)(data + n - nul) - 1};
    begin(&z, queries);
    while (lines.n) {
        struct str line = copy(cut_line(&lines), "");
        if (rec_parse(&r, line) >= REC_COLUMNS)
            check_record(&z, &r);
        free((char *)line.p);
    }
    end(&z);
    rec_free(&r);
    free((char *)queries.p);
    return 0;
}
