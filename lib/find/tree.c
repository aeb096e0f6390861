/* tree.c - from the text of a pattern to its syntax tree: POSIX extended regular expressions as GNU
 * grep -E takes them (an operator with nothing before it applies to the empty string; a brace that
 * opens no interval stands for itself). */
#include "nfa.h"

#include "paper/ascii.h"
#include "paper/buf.h"
#include "paper/text.h"
#include "paper/utf8.h"

#include <stdlib.h>

enum { MAX_DEPTH = 1000 }; /* of parentheses: bounds the recursion */

struct parser {
    struct tree *t;
    const char *p, *end;
    int depth;
};

static uint32_t parse_alternatives(struct parser *s);

static uint32_t fail(struct tree *t, const char *why)
{
    if (!t->error)
        t->error = why;
    return 0;
}

uint32_t tree_node(struct tree *t, enum node_type type, uint32_t a, uint32_t b)
{
    if (t->n >= UINT32_MAX || !grow(&t->node, t->n, &t->cap, sizeof *t->node))
        return fail(t, "out of memory");
    t->node[t->n] = (struct node){.type = (uint8_t)type, .a = a, .b = b};
    return (uint32_t)t->n++;
}

/* ---- sets ---- */

static void set_ascii(struct set *set, unsigned c)
{
    set->ascii[c >> 6] |= (uint64_t)1 << (c & 63);
}

static bool has_ascii(const struct set *set, unsigned c)
{
    return set->ascii[c >> 6] >> (c & 63) & 1;
}

/* Adds the characters lo to hi to the set that is being built, which is the last. */
static void add_range(struct tree *t, struct set *set, uint32_t lo, uint32_t hi)
{
    for (; lo <= hi && lo < 128; lo++)
        set_ascii(set, lo);
    if (lo > hi)
        return;
    if (!grow(&t->range, t->nrange, &t->caprange, sizeof *t->range)) {
        fail(t, "out of memory");
        return;
    }
    t->range[t->nrange++] = (struct set_range){lo, hi};
    set->n++;
}

/* The characters of one case. */
static void add_case(struct tree *t, struct set *set, const struct case_range *range, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct case_range r = range[i];
        for (uint32_t c = r.first; r.step > 1 && c <= r.last; c += r.step)
            add_range(t, set, c, c);
        if (r.step == 1)
            add_range(t, set, r.first, r.last);
    }
}

/* Unicode's white space but for the no-break ones, as C libraries have it. */
static const struct range spaces[] = {{0x1680, 0x1680}, {0x2000, 0x2006}, {0x2008, 0x200A},
                                      {0x2028, 0x2029}, {0x205F, 0x205F}, {0x3000, 0x3000}};
enum { SPACES = sizeof spaces / sizeof *spaces, LINE_SEPARATOR = 0x2028 };

/* Adds those of the characters lo to hi that leave ink: no controls, spaces, separators. */
static void add_visible(struct tree *t, struct set *set, uint32_t lo, uint32_t hi)
{
    lo = lo < 0xA0 ? 0xA0 : lo;
    for (size_t i = 0; i < SPACES && lo <= hi; i++) {
        if (spaces[i].last < lo || spaces[i].first > hi)
            continue;
        if (lo < spaces[i].first)
            add_range(t, set, lo, spaces[i].first - 1);
        lo = spaces[i].last + 1;
    }
    if (lo <= hi)
        add_range(t, set, lo, hi);
}

/* Non-ASCII characters that are part of words, or those that are visible and are not. */
static void add_words(struct tree *t, struct set *set, bool words)
{
    uint32_t from = 0x80;
    for (size_t i = 0; i < text_not_word_count; i++) {
        struct range r = text_not_word[i];
        if (!words)
            add_visible(t, set, r.first, r.last);
        else if (from < r.first)
            add_range(t, set, from, r.first - 1);
        from = r.last + 1;
    }
    if (words && from <= 0x10FFFF)
        add_range(t, set, from, 0x10FFFF);
}

enum class { ALNUM, ALPHA, BLANK, CNTRL, DIGIT, GRAPH, LOWER, PRINT, PUNCT, SPACE, UPPER, XDIGIT };
static const struct str class_name[] = {STR_INIT("alnum"), STR_INIT("alpha"), STR_INIT("blank"),
                                        STR_INIT("cntrl"), STR_INIT("digit"), STR_INIT("graph"),
                                        STR_INIT("lower"), STR_INIT("print"), STR_INIT("punct"),
                                        STR_INIT("space"), STR_INIT("upper"), STR_INIT("xdigit")};

static bool in_class(enum class k, unsigned char c)
{
    bool graph = c > ' ' && c < 0x7F;
    switch (k) {
    case ALNUM: return ascii_alnum(c);
    case ALPHA: return ascii_alpha(c);
    case BLANK: return c == ' ' || c == '\t';
    case CNTRL: return c < ' ' || c == 0x7F;
    case DIGIT: return ascii_digit(c);
    case GRAPH: return graph;
    case LOWER: return ascii_lower(c);
    case PRINT: return graph || c == ' ';
    case PUNCT: return graph && !ascii_alnum(c);
    case SPACE: return ascii_space(c);
    case UPPER: return ascii_upper(c);
    case XDIGIT: return ascii_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }
    return false;
}

static void add_class(struct tree *t, struct set *set, enum class k)
{
    for (unsigned c = 0; c < 128; c++)
        if (in_class(k, (unsigned char)c))
            set_ascii(set, c);
    if (k == LOWER)
        add_case(t, set, text_lower, text_lower_count);
    if (k == UPPER)
        add_case(t, set, text_upper, text_upper_count);
    if (k == ALNUM || k == ALPHA)
        add_words(t, set, true);
    if (k == PUNCT)
        add_words(t, set, false);
    if (k == CNTRL)
        add_range(t, set, 0x80, 0x9F);
    if (k == GRAPH || k == PRINT)
        add_visible(t, set, 0x80, 0x10FFFF);
    for (size_t i = 0; i < SPACES; i++) {
        bool separator = spaces[i].first == LINE_SEPARATOR;
        if (k == SPACE || (separator ? k == CNTRL : k == BLANK || k == PRINT))
            add_range(t, set, spaces[i].first, spaces[i].last);
    }
}

static int by_lo(const void *a, const void *b)
{
    const struct set_range *x = a, *y = b;
    return x->lo < y->lo ? -1 : x->lo > y->lo;
}

/* Puts the ranges of the set, which is the last, in order and joins those that touch. */
static void sort_ranges(struct tree *t, struct set *set)
{
    struct set_range *r = t->range ? t->range + set->first : NULL;
    size_t n = 0;
    if (!r)
        return;
    if (set->n > 1)
        qsort(r, set->n, sizeof *r, by_lo);
    for (size_t i = 0; i < set->n; i++) {
        if (n && r[i].lo <= r[n - 1].hi + 1)
            r[n - 1].hi = r[i].hi > r[n - 1].hi ? r[i].hi : r[n - 1].hi;
        else
            r[n++] = r[i];
    }
    set->n = n;
    t->nrange = set->first + n;
}

/* Whether a character from lo to hi is in the set, whose ranges are in order. */
static bool has_any(const struct tree *t, const struct set *set, uint32_t lo, uint32_t hi)
{
    for (; lo <= hi && lo < 128; lo++)
        if (has_ascii(set, lo))
            return true;
    size_t from = set->first, to = set->first + set->n;
    while (from < to) { /* the first range that ends at lo or behind it */
        size_t mid = from + (to - from) / 2;
        if (t->range[mid].hi < lo)
            from = mid + 1;
        else
            to = mid;
    }
    return lo <= hi && from < set->first + set->n && t->range[from].lo <= hi;
}

/* Adds what is a character of the set in another case. */
static void add_other_cases(struct tree *t, struct set *set)
{
    struct set had = *set;
    size_t nrange = t->nrange;
    for (size_t i = 0; i < text_case_count && !t->error; i++) {
        struct letter_case r = text_case[i];
        uint32_t step = r.step > 1 ? (uint32_t)r.step : 1;
        if (!has_any(t, &had, r.first, r.last))
            continue;
        for (uint32_t c = r.first; c <= r.last; c += step)
            if (has_any(t, &had, c, c))
                for (uint32_t x = text_next_case(c); x != c && !t->error; x = text_next_case(x))
                    add_range(t, set, x, x);
    }
    if (t->nrange > nrange)
        sort_ranges(t, set);
}

/* Adds what differs by an accent, or by form, from a character of the set. */
static void add_accented(struct tree *t, struct set *set)
{
    const struct set had = *set;
    uint64_t wanted[0x10000 / 64] = {had.ascii[0], had.ascii[1]}; /* as what they are without */
    for (size_t i = 0; i < had.n; i++) {
        const struct set_range *r = &t->range[had.first + i];
        for (uint32_t c = r->lo; c <= r->hi && c < 0x10000; c++)
            wanted[c / 64] |= (uint64_t)1 << c % 64;
    }
    for (size_t i = 0; i < text_fold_count && had.n; i++) {
        const struct fold *f = &text_fold_table[i];
        if (has_any(t, &had, f->first, f->last))
            wanted[f->base / 64] |= (uint64_t)1 << f->base % 64;
    }
    for (size_t i = 0; i < text_fold_count && !t->error; i++) {
        const struct fold *f = &text_fold_table[i];
        if (f->base && wanted[f->base / 64] >> f->base % 64 & 1) {
            add_range(t, set, f->first, f->last);
            add_range(t, set, f->base, f->base);
        }
    }
    sort_ranges(t, set);
}

static struct set inverse_of(struct tree *t, struct set set)
{
    uint32_t from = 0x80;
    struct set inverse = {{~set.ascii[0], ~set.ascii[1]}, t->nrange, 0};
    for (size_t i = 0; i < set.n && !t->error; i++) {
        struct set_range one = t->range[set.first + i];
        if (from < one.lo)
            add_range(t, &inverse, from, one.lo - 1);
        from = one.hi + 1;
    }
    if (from <= 0x10FFFF)
        add_range(t, &inverse, from, 0x10FFFF);
    return inverse;
}

static uint32_t keep_set(struct tree *t, struct set set, enum node_type type)
{
    if (!grow(&t->set, t->nset, &t->capset, sizeof *t->set))
        return fail(t, "out of memory");
    t->set[t->nset] = set;
    return tree_node(t, type, (uint32_t)t->nset++, 0);
}

/* The node of a finished set. A negated set never holds the newline; none ever needs it. */
static uint32_t finish_set(struct tree *t, struct set set, bool negated)
{
    sort_ranges(t, &set);
    if (t->ignore_case || t->fold)
        add_other_cases(t, &set);
    if (t->fold) {
        add_accented(t, &set);
        add_other_cases(t, &set);
    }
    if (negated)
        set = inverse_of(t, set);
    set.ascii[0] &= ~((uint64_t)1 << '\n');
    return keep_set(t, set, NODE_SET);
}

static struct set new_set(const struct tree *t)
{
    return (struct set){{0, 0}, t->nrange, 0};
}

/* ---- bracket expressions ---- */

static const char unmatched_bracket[] = "unmatched [, [^, [:, [., or [=";

/* At "[x": what is between that and "x]"; the parser moves behind it. */
static bool bracket_inner(struct parser *s, char x, struct str *inner)
{
    const char *from = s->p + 2;
    for (const char *p = from; p + 1 < s->end; p++)
        if (p[0] == x && p[1] == ']') {
            *inner = (struct str){from, (size_t)(p - from)};
            s->p = p + 2;
            return true;
        }
    fail(s->t, unmatched_bracket);
    return false;
}

static uint32_t next_char(struct parser *s)
{
    uint32_t c;
    size_t n = utf8_decode(s->p, (size_t)(s->end - s->p), &c);
    if (n == 0)
        fail(s->t, "not valid UTF-8");
    s->p += n ? n : 1;
    return c;
}

/* Whether "[x" stands here. */
static bool at_inner(const struct parser *s, char x)
{
    return s->end - s->p >= 2 && s->p[0] == '[' && s->p[1] == x;
}

/* One end of a range, or a character alone. */
static uint32_t bracket_char(struct parser *s)
{
    if (at_inner(s, '.') || at_inner(s, '=')) {
        struct str inner = {0};
        uint32_t c = 0;
        if (bracket_inner(s, s->p[1], &inner) &&
            (inner.n == 0 || utf8_decode(inner.p, inner.n, &c) != inner.n))
            fail(s->t, "invalid collation character");
        return c;
    }
    return next_char(s);
}

/* A class by its name: "[:alpha:]". False: there is none, or the set found no memory. */
static bool bracket_class(struct parser *s, struct set *set)
{
    struct str inner;
    enum class k = ALNUM;
    if (!bracket_inner(s, ':', &inner))
        return false;
    while (k <= XDIGIT && !str_eq(inner, class_name[k]))
        k++;
    if (k > XDIGIT) {
        fail(s->t, "invalid character class name");
        return false;
    }
    /* without case these two are all letters, as to GNU grep: also those that have none */
    add_class(s->t, set, s->t->ignore_case && (k == LOWER || k == UPPER) ? ALPHA : k);
    return !s->t->error;
}

static uint32_t parse_bracket(struct parser *s)
{
    struct tree *t = s->t;
    struct set set = new_set(t);
    const char *open = s->p++;
    bool negated = s->p < s->end && *s->p == '^';
    s->p += negated;
    for (bool first = true;; first = false) {
        struct str inner;
        if (t->error)
            return 0;
        if (s->p >= s->end)
            return fail(t, unmatched_bracket);
        if (*s->p == ']' && !first)
            break;
        if (at_inner(s, ':')) {
            if (!bracket_class(s, &set))
                return 0;
            continue;
        }
        bool equals = at_inner(s, '='); /* begins no range, either */
        uint32_t lo = bracket_char(s), hi = lo;
        if (!equals && s->end - s->p >= 2 && s->p[0] == '-' && s->p[1] != ']') {
            s->p++;
            if (at_inner(s, ':')) /* no end of a range */
                return bracket_inner(s, ':', &inner) ? fail(t, "invalid range end") : 0;
            hi = bracket_char(s);
        }
        if (hi < lo)
            return fail(t, "invalid range end");
        add_range(t, &set, lo, hi);
    }
    s->p++;
    if (open[1] == ':' && s->p - open >= 4 && s->p[-2] == ':')
        return fail(t, "character class syntax is [[:space:]], not [:space:]");
    return finish_set(t, set, negated);
}

/* ---- atoms, repetition, concatenation ---- */

/* Any number of marks, such as stand behind a letter instead of in it. */
static uint32_t marks_node(struct tree *t)
{
    if (t->marks)
        return tree_node(t, NODE_MARKS, t->marks - 1, 0);
    struct set set = new_set(t);
    for (size_t i = 0; i < text_mark_count; i++)
        add_range(t, &set, text_mark[i].first, text_mark[i].last);
    uint32_t node = keep_set(t, set, NODE_MARKS);
    t->marks = (uint32_t)t->nset;
    return node;
}

/* The set of what counts as this character. */
static uint32_t like_node(struct tree *t, uint32_t c)
{
    if (c < 128 && t->like[c])
        return tree_node(t, NODE_SET, t->like[c] - 1, 0);
    struct set set = new_set(t);
    add_range(t, &set, c, c);
    uint32_t node = finish_set(t, set, false);
    if (c < 128)
        t->like[c] = (uint32_t)t->nset;
    return node;
}

/* A character that stands for itself; by the options also for its other cases, with accents. */
static uint32_t char_node(struct tree *t, uint32_t c)
{
    if (t->fold && text_is_mark(c))
        return marks_node(t);
    bool other = (t->ignore_case || t->fold) && text_next_case(c) != c;
    bool letter = t->fold && (c < 0x80 ? ascii_alnum((unsigned char)c) : text_is_word(c));
    if (!other && !letter)
        return tree_node(t, NODE_CHAR, c, 0);
    uint32_t node = like_node(t, c);
    return letter ? tree_node(t, NODE_CAT, node, marks_node(t)) : node;
}

static uint32_t class_node(struct tree *t, enum class k, bool negated)
{
    struct set set = new_set(t);
    add_class(t, &set, k);
    if (k == ALNUM) /* a word's characters */
        set_ascii(&set, '_');
    return finish_set(t, set, negated);
}

static uint32_t parse_escape(struct parser *s)
{
    struct tree *t = s->t;
    if (++s->p >= s->end)
        return fail(t, "trailing backslash");
    char c = *s->p;
    switch (c) {
    case 'w':
    case 'W': s->p++; return class_node(t, ALNUM, c == 'W');
    case 's':
    case 'S': s->p++; return class_node(t, SPACE, c == 'S');
    case 'b': s->p++; return tree_node(t, NODE_ASSERT, AT_EDGE, 0);
    case 'B': s->p++; return tree_node(t, NODE_ASSERT, AT_NO_EDGE, 0);
    case '<': s->p++; return tree_node(t, NODE_ASSERT, AT_WORD_BEGIN, 0);
    case '>': s->p++; return tree_node(t, NODE_ASSERT, AT_WORD_END, 0);
    case '`': s->p++; return tree_node(t, NODE_ASSERT, AT_BEGIN, 0);
    case '\'': s->p++; return tree_node(t, NODE_ASSERT, AT_END, 0);
    default:
        if (c >= '1' && c <= '9')
            return fail(t, "back-references are not supported");
        return char_node(t, next_char(s));
    }
}

static uint32_t parse_atom(struct parser *s)
{
    struct tree *t = s->t;
    uint32_t n;
    switch (*s->p) {
    case '(':
        if (++s->depth > MAX_DEPTH)
            return fail(t, "parentheses are nested too deep");
        s->p++;
        n = parse_alternatives(s);
        if (s->p >= s->end)
            return fail(t, "unmatched ( or \\(");
        s->p++;
        s->depth--;
        return n;
    case '[': return parse_bracket(s);
    case '.': s->p++; return finish_set(t, new_set(t), true);
    case '^': s->p++; return tree_node(t, NODE_ASSERT, AT_BEGIN, 0);
    case '$': s->p++; return tree_node(t, NODE_ASSERT, AT_END, 0);
    case '\\': return parse_escape(s);
    case '*':
    case '+':
    case '?': return tree_node(t, NODE_EMPTY, 0, 0); /* for the operator to apply to */
    default: return char_node(t, next_char(s));
    }
}

/* A number of an interval; false where there is none. */
static bool interval_number(const char **p, const char *end, int *n)
{
    if (*p >= end || !ascii_digit((unsigned char)**p))
        return false;
    for (*n = 0; *p < end && ascii_digit((unsigned char)**p); ++*p)
        *n = *n > REPEAT_MAX ? *n : *n * 10 + (**p - '0');
    return true;
}

/* At a brace: its interval, with the parser behind it; false, and nothing taken, where it is none.
 */
static bool parse_interval(struct parser *s, int *min, int *max)
{
    const char *p = s->p + 1;
    *min = 0;
    bool has_min = interval_number(&p, s->end, min);
    *max = *min;
    if (p < s->end && *p == ',') {
        p++;
        if (!interval_number(&p, s->end, max))
            *max = REPEAT_FOREVER;
    } else if (!has_min) {
        return false;
    }
    if (p >= s->end || *p != '}')
        return false;
    s->p = p + 1;
    if (*max != REPEAT_FOREVER && *min > *max)
        fail(s->t, "invalid content of {}");
    if (*min > REPEAT_MAX || *max > REPEAT_MAX)
        fail(s->t, "more than 32767 repetitions");
    return true;
}

/* An operator after an atom: how often it repeats; false where none stands. */
static bool parse_operator(struct parser *s, int *min, int *max)
{
    if (s->p >= s->end)
        return false;
    *min = *s->p == '+';
    *max = *s->p == '?' ? 1 : REPEAT_FOREVER;
    if (*s->p == '{')
        return parse_interval(s, min, max);
    if (*s->p != '*' && *s->p != '+' && *s->p != '?')
        return false;
    s->p++;
    return true;
}

static uint32_t parse_sequence(struct parser *s)
{
    struct tree *t = s->t;
    uint32_t all = 0;
    bool any = false;
    while (!t->error && s->p < s->end && *s->p != '|' && (*s->p != ')' || s->depth == 0)) {
        int min, max;
        bool brace_first = *s->p == '{' && parse_interval(s, &min, &max);
        uint32_t one = brace_first ? tree_node(t, NODE_EMPTY, 0, 0) : parse_atom(s);
        while (!t->error && parse_operator(s, &min, &max)) {
            one = tree_node(t, NODE_REPEAT, one, 0);
            if (!t->error) {
                t->node[one].min = min;
                t->node[one].max = max;
            }
        }
        all = any ? tree_node(t, NODE_CAT, all, one) : one;
        any = true;
    }
    return any ? all : tree_node(t, NODE_EMPTY, 0, 0);
}

static uint32_t parse_alternatives(struct parser *s)
{
    uint32_t all = parse_sequence(s);
    while (!s->t->error && s->p < s->end && *s->p == '|') {
        s->p++;
        uint32_t one = parse_sequence(s);
        all = tree_node(s->t, NODE_ALT, all, one);
    }
    return all;
}

uint32_t tree_regex(struct tree *t, struct str pattern)
{
    struct parser s = {t, pattern.p, pattern.p + pattern.n, 0};
    return parse_alternatives(&s);
}

uint32_t tree_string(struct tree *t, struct str string)
{
    uint32_t all = 0;
    for (size_t i = 0, n; i < string.n && !t->error; i += n) {
        uint32_t c;
        n = utf8_decode(string.p + i, string.n - i, &c);
        uint32_t one = n ? char_node(t, c) : tree_node(t, NODE_BYTE, (unsigned char)string.p[i], 0);
        n = n ? n : 1;
        all = i ? tree_node(t, NODE_CAT, all, one) : one;
    }
    return string.n ? all : tree_node(t, NODE_EMPTY, 0, 0);
}

static int by_bytes(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    size_t n = x->n < y->n ? x->n : y->n;
    int order = n ? memcmp(x->p, y->p, n) : 0;
    return order ? order : x->n < y->n ? -1 : x->n > y->n;
}

/* Bytes of the character, or of what is none, at `from`. */
static size_t char_length(struct str s, size_t from)
{
    uint32_t c;
    size_t n = utf8_decode(s.p + from, s.n - from, &c);
    return n ? n : 1;
}

/* How many bytes from `from` on the two have in common, in whole characters. */
static size_t common_length(struct str a, struct str b, size_t from)
{
    size_t at = from;
    while (at < a.n && at < b.n) {
        size_t n = char_length(a, at);
        if (b.n - at < n || memcmp(a.p + at, b.p + at, n) != 0 || char_length(b, at) != n)
            break;
        at += n;
    }
    return at - from;
}

/* Strings in order, without their first `from` bytes, which are the same in all: what they begin
 * with, then the alternatives. */
static uint32_t strings_node(struct tree *t, const struct str *s, size_t n, size_t from, int depth)
{
    size_t to = from + common_length(s[0], s[n - 1], from);
    uint32_t head = tree_string(t, str_slice(s[0], from, to)), tail = 0;
    if (n == 1)
        return head;
    for (size_t i = 0, j; i < n && !t->error; i = j) {
        uint32_t one;
        size_t first = s[i].n > to ? char_length(s[i], to) : 0;
        for (j = i + 1; j < n && first && s[j].n - to >= first &&
                        memcmp(s[i].p + to, s[j].p + to, first) == 0;)
            j++;
        if (j == i + 1 || depth == MAX_DEPTH) {
            one = tree_string(t, str_slice(s[i], to, s[i].n));
            j = i + 1;
        } else {
            one = strings_node(t, s + i, j - i, to, depth + 1);
        }
        tail = i ? tree_node(t, NODE_ALT, tail, one) : one;
    }
    return tree_node(t, NODE_CAT, head, tail);
}

uint32_t tree_strings(struct tree *t, struct str *strings, size_t n)
{
    size_t kept = 0;
    qsort(strings, n, sizeof *strings, by_bytes);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !str_eq(strings[kept - 1], strings[i]))
            strings[kept++] = strings[i];
    return strings_node(t, strings, kept, 0, 0);
}

uint32_t tree_nothing(struct tree *t)
{
    return finish_set(t, new_set(t), false);
}

void tree_free(struct tree *t)
{
    free(t->node);
    free(t->set);
    free(t->range);
    *t = (struct tree){0};
}
