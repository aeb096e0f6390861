/* find.c - the search as its callers see it: which engine looks at what. Places where a match may
 * stand are looked for first (filter.c); only what is around them is run through the automaton. */
#include "paper/find.h"

#include "filter.h"
#include "literal.h"
#include "nfa.h"

#include "paper/buf.h"
#include "paper/table.h"
#include "paper/utf8.h"

#include <stdlib.h>

struct find {
    struct nfa nfa;
    struct dfa *dfa;
    struct spans spans;
    struct filter *filter; /* NULL: there is none that pays */
    bool near;             /* the filter's places are near the beginnings of matches */
    struct buf needle; /* a line matches if, and only if, it holds this; empty: no such string */
    struct literal literal; /* the same */
    struct table values;    /* with `whole`: what matches are these, where `is_list` */
    bool is_list;
    bool failed;
};

enum { NEAR = 64 }; /* bytes: a filter's place this far behind a match's beginning is near */

/* ---- making ---- */

struct maker {
    struct find *f;
    const struct find_options *options;
    struct tree tree;
    uint32_t root;
    size_t n;          /* patterns so far */
    struct str *plain; /* those that are strings */
    size_t nplain, capplain;
    size_t plain_bytes;
    struct windows windows;
};

/* Whether no character of the regular expression means anything but itself. One that is no UTF-8 is
 * for the parser to refuse. */
static bool is_plain(struct str pattern)
{
    uint32_t c;
    for (size_t i = 0, n; i < pattern.n; i += n) {
        n = utf8_decode(pattern.p + i, pattern.n - i, &c);
        if (n == 0 || memchr("\\^$.[]()|*+?{}", pattern.p[i], 15))
            return false;
    }
    return true;
}

static const char *add_alternative(struct maker *m, uint32_t node)
{
    m->root = m->n++ && !m->tree.error ? tree_node(&m->tree, NODE_ALT, m->root, node) : node;
    return m->tree.error;
}

/* Of x+ at the beginning of a pattern one x is enough to tell that it matches, of x* none. */
static void trim(struct tree *t, uint32_t node)
{
    while (t->node[node].type == NODE_CAT)
        node = t->node[node].a;
    if (t->node[node].type == NODE_REPEAT && t->node[node].max == REPEAT_FOREVER)
        t->node[node].max = t->node[node].min;
}

static const char *add_pattern(struct maker *m, struct str pattern)
{
    if (m->options->fixed || is_plain(pattern)) {
        if (!grow(&m->plain, m->nplain, &m->capplain, sizeof *m->plain))
            return "out of memory";
        m->plain[m->nplain++] = pattern;
        m->plain_bytes += pattern.n;
        return NULL;
    }
    uint32_t first = (uint32_t)m->tree.n, node = tree_regex(&m->tree, pattern);
    if (!m->tree.error && m->options->no_spans && !m->options->words && !m->options->whole)
        trim(&m->tree, node);
    if (!m->tree.error && !windows_add(&m->windows, &m->tree, first, node))
        return "out of memory";
    return add_alternative(m, node);
}

/* Each line of the pattern. */
static const char *add_lines(struct maker *m, struct str pattern)
{
    const char *why = NULL;
    for (size_t from = 0; from <= pattern.n && !why;) {
        const char *nl = from < pattern.n ? memchr(pattern.p + from, '\n', pattern.n - from) : NULL;
        size_t to = nl ? (size_t)(nl - pattern.p) : pattern.n;
        why = add_pattern(m, str_slice(pattern, from, to));
        from = to + 1;
    }
    return why;
}

/* The windows of the strings, each by itself: in the tree they share their beginnings. */
static const char *add_plain_windows(struct maker *m)
{
    struct tree t = {.ignore_case = m->tree.ignore_case, .fold = m->tree.fold};
    bool good = true;
    for (size_t i = 0; i < m->nplain && good && m->windows.share <= 1; i++) {
        t.n = 0;
        uint32_t root = tree_string(&t, m->plain[i]);
        good = !t.error && windows_add(&m->windows, &t, 0, root);
    }
    tree_free(&t);
    return good ? NULL : "out of memory";
}

/* A list of strings, each of which is to be a whole value, is looked up and not searched. */
static const char *make_list(struct maker *m)
{
    struct find *f = m->f;
    table_init(&f->values);
    for (size_t i = 0; i < m->nplain; i++)
        if (table_add(&f->values, m->plain[i], NULL) == TABLE_NONE)
            return "out of memory";
    f->is_list = true;
    return NULL;
}

static uint32_t between(struct tree *t, enum assertion left, uint32_t root, enum assertion right)
{
    uint32_t l = tree_node(t, NODE_ASSERT, left, 0);
    uint32_t r = tree_node(t, NODE_ASSERT, right, 0);
    return tree_node(t, NODE_CAT, tree_node(t, NODE_CAT, l, root), r);
}

static const char *make_filter(struct maker *m)
{
    bool failed;
    const struct find_options *how = m->options;
    bool exact = !how->ignore_case && !how->fold && !how->words && !how->whole;
    if (m->nplain == 1 && m->n == 1 && exact && m->plain[0].n) {
        buf_putstr(&m->f->needle, m->plain[0]);
        literal_init(&m->f->literal, buf_str(&m->f->needle));
        return m->f->needle.failed ? "out of memory" : NULL;
    }
    const char *why = add_plain_windows(m);
    if (why)
        return why;
    m->f->filter = filter_new(&m->windows, &failed);
    m->f->near = m->f->filter && filter_back(m->f->filter) <= NEAR;
    return failed ? "out of memory" : NULL;
}

static const char *make_automaton(struct maker *m)
{
    struct find *f = m->f;
    struct tree *t = &m->tree;
    size_t plain_bytes = m->plain_bytes;
    if (m->nplain && add_alternative(m, tree_strings(t, m->plain, m->nplain)))
        return t->error;
    if (m->n == 0)
        m->root = tree_nothing(t);
    if (m->options->words)
        m->root = between(t, NO_WORD_BEFORE, m->root, NO_WORD_AFTER);
    if (m->options->whole)
        m->root = between(t, AT_BEGIN, m->root, AT_END);
    if (t->error)
        return t->error;
    /* a byte of a string takes few instructions: it may be one of several characters */
    const char *why = nfa_make(&f->nfa, t, m->root, plain_bytes * 16);
    if (why)
        return why;
    why = make_filter(m);
    if (why)
        return why;
    f->dfa = dfa_new(&f->nfa);
    return !f->dfa || !spans_make(&f->spans, &f->nfa) ? "out of memory" : NULL;
}

static const char *make(struct maker *m, const struct str *patterns, size_t n, size_t *at)
{
    const struct find_options *how = m->options;
    const char *why = NULL;
    m->tree.ignore_case = how->ignore_case;
    m->tree.fold = how->fold;
    for (*at = 0; *at < n; ++*at)
        if ((why = add_lines(m, patterns[*at])))
            return why;
    if (how->whole && !how->words && !how->ignore_case && !how->fold && m->n == 0 && m->nplain)
        return make_list(m);
    return make_automaton(m);
}

struct find *find_new(const struct str *patterns, size_t n, const struct find_options *options,
                      const char **why, size_t *at)
{
    struct maker m = {.f = calloc(1, sizeof *m.f), .options = options};
    *at = n;
    *why = m.f ? make(&m, patterns, n, at) : "out of memory";
    tree_free(&m.tree);
    windows_free(&m.windows);
    free(m.plain);
    if (*why) {
        find_free(m.f);
        return NULL;
    }
    return m.f;
}

void find_free(struct find *f)
{
    if (!f)
        return;
    nfa_free(&f->nfa);
    dfa_free(f->dfa);
    spans_free(&f->spans);
    filter_free(f->filter);
    table_free(&f->values);
    buf_free(&f->needle);
    free(f);
}

bool find_failed(const struct find *f)
{
    return f->failed;
}

bool find_ends(const struct find *f)
{
    bool ends = f->is_list;
    for (size_t i = 0; i < f->nfa.n && !ends; i++) {
        const struct inst *inst = &f->nfa.inst[i];
        ends = inst->op == OP_ASSERT && (inst->lo == AT_END || inst->lo == AT_NO_EDGE);
    }
    return ends;
}

/* ---- searching ---- */

/* The line around that byte, with its newline. The scan, or NULL, has not gone beyond it. */
static struct str line_around(struct str text, size_t at, struct line_scan *scan)
{
    const char *nl = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    size_t to = nl ? (size_t)(nl - text.p) + 1 : text.n;
    if (scan)
        scan_before(scan, text.p + at);
    const char *begin = scan ? scan->at : scan_line_begin(text.p, text.p + at);
    return str_slice(text, (size_t)(begin - text.p), to);
}

static struct str without_newline(struct str line)
{
    line.n -= line.n && line.p[line.n - 1] == '\n';
    return line;
}

/* The first place of text, from offset `from` on, that the filter lets pass; NULL for none. */
static const char *next_place(const struct find *f, struct str text, size_t from,
                              struct line_scan *scan)
{
    return filter_find(f->filter, text.p + from, text.p + text.n, scan);
}

/* The filter where the automaton can jump from one of its places to the next. */
static const struct filter *near_filter(const struct find *f)
{
    return f->near ? f->filter : NULL;
}

/* Whether the line, without a newline, matches. */
static bool line_matches(struct find *f, struct str line)
{
    struct dfa_hit hit;
    struct str span;
    switch (dfa_run(f->dfa, near_filter(f), line, 0, false, NULL, &hit)) {
    case DFA_YES: return true;
    case DFA_UNSURE: return spans_find(&f->spans, line, 0, true, &span);
    case DFA_NO_MEMORY: f->failed = true; return false;
    case DFA_NO: break;
    }
    return false;
}

bool find_in(struct find *f, struct str text)
{
    if (f->is_list)
        return table_find(&f->values, text) != TABLE_NONE;
    if (f->needle.n)
        return literal_find(&f->literal, text.p, text.p + text.n);
    if (f->filter && !f->near && !next_place(f, text, 0, NULL))
        return false;
    return line_matches(f, text);
}

bool find_span(struct find *f, struct str text, size_t from, struct str *span)
{
    struct dfa_hit hit;
    if (from == 0)
        spans_begin(&f->spans);
    if (f->is_list) {
        *span = text;
        return from == 0 && find_in(f, text);
    }
    if (f->needle.n) {
        const char *at = literal_find(&f->literal, text.p + from, text.p + text.n);
        *span = (struct str){at, f->needle.n};
        return at;
    }
    if (f->filter && !f->near && !next_place(f, text, from, NULL))
        return false;
    switch (dfa_run(f->dfa, near_filter(f), text, from, true, NULL, &hit)) {
    case DFA_NO: return false;
    case DFA_NO_MEMORY: f->failed = true; return false;
    default: return spans_find(&f->spans, text, hit.idle, false, span);
    }
}

/* The next line, by a string that matching lines hold. */
static bool needle_line(struct find *f, struct str lines, struct str *line, struct line_scan *scan)
{
    const char *hit = literal_find_scan(&f->literal, lines.p, lines.p + lines.n, scan);
    if (hit)
        *line = line_around(lines, (size_t)(hit - lines.p), scan);
    return hit;
}

/* The next line among those whose values may be looked up, or in which the filter finds a place. */
static bool line_by_line(struct find *f, struct str lines, struct str *line, struct line_scan *scan)
{
    for (size_t at = 0; at < lines.n && !f->failed;) {
        if (!f->is_list) {
            const char *place = next_place(f, lines, at, scan);
            if (!place)
                return false;
            at = (size_t)(place - lines.p);
        }
        *line = line_around(lines, at, scan);
        if (f->is_list ? find_in(f, without_newline(*line))
                       : line_matches(f, without_newline(*line)))
            return true;
        at = (size_t)(line->p - lines.p) + line->n;
    }
    return false;
}

/* The next line, by the automaton over all of them. */
static bool run_line(struct find *f, struct str lines, struct str *line, struct line_scan *scan)
{
    for (size_t at = 0; at < lines.n;) {
        struct dfa_hit hit;
        struct str span;
        enum dfa_answer answer = dfa_run(f->dfa, near_filter(f), lines, at, false, scan, &hit);
        if (answer == DFA_NO_MEMORY)
            f->failed = true;
        if (answer == DFA_NO || answer == DFA_NO_MEMORY)
            return false;
        if (scan &&
            scan->at > lines.p + hit.at) { /* unsure of a line that the filter passed over */
            at = (size_t)(scan->at - lines.p);
            continue;
        }
        *line = line_around(lines, hit.at, scan);
        if (answer == DFA_YES || spans_find(&f->spans, without_newline(*line), 0, true, &span))
            return true;
        at = (size_t)(line->p - lines.p) + line->n;
    }
    return false;
}

bool find_line(struct find *f, struct str lines, struct str *line, struct line_scan *scan)
{
    bool found;
    if (f->needle.n)
        found = needle_line(f, lines, line, scan);
    else if (f->is_list || (f->filter && !f->near))
        found = line_by_line(f, lines, line, scan);
    else
        found = run_line(f, lines, line, scan);
    if (scan)
        scan_lines(scan, found ? line->p + line->n : lines.p + lines.n);
    return found;
}

bool find_candidate(struct find *f, struct str lines, struct str *line, struct line_scan *scan)
{
    if (f->needle.n)
        return find_line(f, lines, line, scan);
    const char *place = f->filter ? next_place(f, lines, 0, scan) : lines.n ? lines.p : NULL;
    if (place)
        *line = line_around(lines, (size_t)(place - lines.p), scan);
    if (scan)
        scan_lines(scan, place ? line->p + line->n : lines.p + lines.n);
    return place;
}

const char *find_place(const struct find *f, const char *p, const char *end, struct line_scan *scan)
{
    if (f->needle.n)
        return literal_find_scan(&f->literal, p, end, scan);
    if (f->filter)
        return filter_find(f->filter, p, end, scan);
    return p < end ? p : NULL;
}
