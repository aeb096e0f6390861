/* find - a fuzz target: what lib/find says of a pattern and a text must not contradict itself, nor
 * a search that is too simple to be wrong.
 *
 * Input: a byte of options, the pattern, NUL, the text: lines. */
#include "fuzz.h"

#include "paper/find.h"

enum { FIXED = 1, IGNORE_CASE = 2, FOLD = 4, WORDS = 8, WHOLE = 16, NO_SPANS = 32 };
enum { TABS = 1 }; /* that a line is asked to have */

static struct find *make(struct str pattern, unsigned flags)
{
    const char *why = NULL;
    size_t at = 0;
    const struct find_options options = {.fixed = flags & FIXED,
                                         .ignore_case = flags & IGNORE_CASE,
                                         .fold = flags & FOLD,
                                         .words = flags & WORDS,
                                         .whole = flags & WHOLE,
                                         .no_spans = flags & NO_SPANS};
    struct find *f = find_new(&pattern, 1, &options, &why, &at);
    check(!f == (why != NULL), "a message and no failure, or the reverse");
    return f;
}

/* Whether the needle is in the text: the plainest search. */
static bool holds(struct str text, struct str needle)
{
    for (size_t i = 0; i + needle.n <= text.n; i++)
        if (needle.n == 0 || memcmp(text.p + i, needle.p, needle.n) == 0)
            return true;
    return false;
}

/* Spans are in the text, one behind the other, and there is one if the text matches. */
static void check_spans(struct find *f, struct str text, bool match)
{
    struct str span;
    size_t from = 0, found = 0;
    for (; from <= text.n && find_span(f, text, from, &span); found++) {
        check(span.p >= text.p + from && span.n <= text.n &&
                  (size_t)(span.p - text.p) <= text.n - span.n,
              "a span is not in the text, or not behind the one before");
        from = (size_t)(span.p - text.p) + span.n + (span.n == 0);
    }
    check((found > 0) == match || find_failed(f), "find_span and find_in contradict each other");
}

/* A line alone: the search, a second one of the same pattern, and spans agree on whether it
 * matches. */
static void check_line(struct find *f, struct find *again, struct str line, unsigned flags,
                       struct str pattern, bool match)
{
    struct str alone = copy(line, "");
    check(find_in(f, alone) == match, "find_in and find_line contradict each other");
    check(find_in(again, alone) == match, "the same search again answers otherwise");
    if ((flags & ~(unsigned)NO_SPANS) == FIXED && !memchr(pattern.p, '\n', pattern.n))
        check(holds(alone, pattern) == match, "a plain string is not where it is");
    if (!(flags & NO_SPANS))
        check_spans(f, alone, match);
    free((char *)alone.p);
}

/* What the scan of all the lines told while those up to `at` were searched: it has seen the TABs of
 * the line that begins there, too. */
static void check_scan(const struct line_scan *s, struct str lines, const char *at)
{
    const char *end = lines.p + lines.n;
    uint64_t before = 0;
    bool odd = false;
    for (const char *p = lines.p; p <= at && p < end; before += p <= at) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t tabs = 0;
        for (const char *q = p; q < nl; q++)
            tabs += *q == '\t';
        odd |= tabs < TABS || (p < at && nl > p && nl[-1] == '\r');
        p = nl + 1;
    }
    check(s->odd == odd, "an odd line was overlooked, or made up");
    check(odd || s->lines == before, "lines are counted wrongly");
}

/* Goes through the lines by find_line, with or without a scan, and compares with each line. */
static void check_lines(struct find *f, struct find *again, struct str pattern, unsigned flags,
                        struct str text, bool scanned)
{
    struct line_scan scan;
    struct str hit, maybe;
    const char *end = text.p + text.n;
    scan_start(&scan, text.p, end, TABS);
    for (const char *p = text.p; p < end;) {
        struct str rest = {p, (size_t)(end - p)};
        bool match = find_line(f, rest, &hit, scanned ? &scan : NULL);
        const char *stop = match ? hit.p : end;
        check(!match || (hit.p >= p && hit.n > 0 && (size_t)(end - hit.p) >= hit.n &&
                         hit.p[hit.n - 1] == '\n' && (hit.p == text.p || hit.p[-1] == '\n')),
              "find_line gives no line");
        if (find_failed(f))
            return;
        if (match)
            check(find_candidate(f, rest, &maybe, NULL) && maybe.p <= hit.p,
                  "a line that matches is no candidate");
        for (const char *nl; p < stop; p = nl + 1) {
            nl = memchr(p, '\n', (size_t)(end - p));
            check_line(f, again, (struct str){p, (size_t)(nl - p)}, flags, pattern, false);
        }
        if (match) {
            check_line(f, again, (struct str){hit.p, hit.n - 1}, flags, pattern, true);
            p = hit.p + hit.n;
        }
        if (scanned)
            check_scan(&scan, text, p);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const uint8_t *nul = n > 1 ? memchr(data + 1, 0, n - 1) : NULL;
    if (!nul)
        return 0;
    count_input(n);
    unsigned flags = data[0] & 63;
    struct str pattern = {(const char *)data + 1, (size_t)(nul - data) - 1};
    struct str rest = {(const char *)nul + 1, (size_t)(data + n - nul) - 1};
    struct str text = copy(rest, rest.n && rest.p[rest.n - 1] == '\n' ? "" : "\n");
    struct find *f = make(pattern, flags), *again = make(pattern, flags ^ NO_SPANS);
    check(!f == !again, "the same pattern is refused and taken");
    if (f) {
        check_lines(f, again, pattern, flags, text, false);
        check_lines(f, again, pattern, flags, text, true);
    }
    find_free(f);
    find_free(again);
    free((char *)text.p);
    return 0;
}
