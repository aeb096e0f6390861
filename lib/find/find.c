/* find.c - the search as its callers see it: which engine looks at what. A string that every match
 * must contain is looked for first; only lines that hold it are run through the automaton. */
#include "paper/find.h"

#include "literal.h"
#include "nfa.h"

#include "paper/buf.h"

#include <stdlib.h>

struct find {
    struct nfa nfa;
    struct dfa *dfa;
    struct spans spans;
    struct buf needle; /* every match contains it; empty: there is no such string */
    size_t rarest;
    bool needle_is_all; /* a line matches if it holds the needle */
    bool failed;
};

/* Adds each line of the pattern as an alternative to root; *n counts them. */
static uint32_t add_lines(struct tree *t, struct str pattern, bool fixed, uint32_t root, size_t *n)
{
    for (size_t from = 0; from <= pattern.n && !t->error; ++*n) {
        const char *nl = from < pattern.n ? memchr(pattern.p + from, '\n', pattern.n - from) : NULL;
        size_t to = nl ? (size_t)(nl - pattern.p) : pattern.n;
        struct str one = str_slice(pattern, from, to);
        uint32_t node = fixed ? tree_string(t, one) : tree_regex(t, one);
        root = *n && !t->error ? tree_node(t, NODE_ALT, root, node) : node;
        from = to + 1;
    }
    return root;
}

static uint32_t between(struct tree *t, enum assertion left, uint32_t root, enum assertion right)
{
    uint32_t l = tree_node(t, NODE_ASSERT, left, 0);
    uint32_t r = tree_node(t, NODE_ASSERT, right, 0);
    return tree_node(t, NODE_CAT, tree_node(t, NODE_CAT, l, root), r);
}

static const char *build(struct find *f, struct tree *t, const struct str *patterns, size_t n,
                         const struct find_options *options, size_t *at)
{
    uint32_t root = 0;
    size_t lines = 0;
    t->ignore_case = options->ignore_case;
    for (*at = 0; *at < n; ++*at) {
        root = add_lines(t, patterns[*at], options->fixed, root, &lines);
        if (t->error)
            return t->error;
    }
    if (lines == 0)
        root = tree_nothing(t);
    if (options->words)
        root = between(t, NO_WORD_BEFORE, root, NO_WORD_AFTER);
    if (options->whole)
        root = between(t, AT_BEGIN, root, AT_END);
    if (t->error)
        return t->error;
    tree_required(t, root, &f->needle, &f->needle_is_all);
    const char *why = nfa_make(&f->nfa, t, root);
    if (why)
        return why;
    f->dfa = dfa_new(&f->nfa);
    if (!f->dfa || !spans_make(&f->spans, &f->nfa) || f->needle.failed)
        return "out of memory";
    f->rarest = literal_rarest(buf_str(&f->needle));
    return NULL;
}

struct find *find_new(const struct str *patterns, size_t n, const struct find_options *options,
                      const char **why, size_t *at)
{
    struct tree t = {0};
    struct find *f = calloc(1, sizeof *f);
    *at = n;
    *why = f ? build(f, &t, patterns, n, options, at) : "out of memory";
    tree_free(&t);
    if (*why) {
        find_free(f);
        return NULL;
    }
    return f;
}

void find_free(struct find *f)
{
    if (!f)
        return;
    nfa_free(&f->nfa);
    dfa_free(f->dfa);
    spans_free(&f->spans);
    buf_free(&f->needle);
    free(f);
}

bool find_failed(const struct find *f)
{
    return f->failed;
}

/* The line of text around the byte at `at`, with its newline. */
static struct str line_around(struct str text, size_t at)
{
    size_t from = at, to = at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    const char *nl = to < text.n ? memchr(text.p + to, '\n', text.n - to) : NULL;
    to = nl ? (size_t)(nl - text.p) + 1 : text.n;
    return str_slice(text, from, to);
}

bool find_span(struct find *f, struct str text, size_t from, struct str *span)
{
    struct str needle = buf_str(&f->needle);
    if (needle.n && !literal_find(str_slice(text, from, text.n), needle, f->rarest))
        return false;
    return spans_find(&f->spans, text, from, false, span);
}

static struct str without_newline(struct str line)
{
    line.n -= line.n && line.p[line.n - 1] == '\n';
    return line;
}

/* Whether the line, without a newline, matches, by the automaton alone. */
static bool line_matches(struct find *f, struct str line)
{
    size_t at;
    struct str span;
    switch (dfa_run(f->dfa, line, &at)) {
    case DFA_YES: return true;
    case DFA_UNSURE: return spans_find(&f->spans, line, 0, true, &span);
    case DFA_NO_MEMORY: f->failed = true; return false;
    case DFA_NO: break;
    }
    return false;
}

bool find_in(struct find *f, struct str text)
{
    struct str needle = buf_str(&f->needle);
    if (needle.n) {
        if (!literal_find(text, needle, f->rarest))
            return false;
        if (f->needle_is_all)
            return true;
    }
    return line_matches(f, text);
}

/* By the needle first. */
static bool needle_line(struct find *f, struct str lines, struct str *line)
{
    for (struct str rest = lines; rest.n && !f->failed;) {
        const char *hit = literal_find(rest, buf_str(&f->needle), f->rarest);
        if (!hit)
            return false;
        *line = line_around(rest, (size_t)(hit - rest.p));
        if (f->needle_is_all || line_matches(f, without_newline(*line)))
            return true;
        rest = str_slice(rest, (size_t)(line->p + line->n - rest.p), rest.n);
    }
    return false;
}

bool find_line(struct find *f, struct str lines, struct str *line)
{
    if (f->needle.n)
        return needle_line(f, lines, line);
    for (struct str rest = lines; rest.n;) {
        size_t at;
        struct str span;
        enum dfa_answer answer = dfa_run(f->dfa, rest, &at);
        if (answer == DFA_NO_MEMORY)
            f->failed = true;
        if (answer == DFA_NO || answer == DFA_NO_MEMORY)
            return false;
        *line = line_around(rest, at);
        if (answer == DFA_YES || spans_find(&f->spans, without_newline(*line), 0, true, &span))
            return true;
        rest = str_slice(rest, (size_t)(line->p + line->n - rest.p), rest.n);
    }
    return false;
}
