/* parse.c - a query's text turned into a tree, by recursive descent:
 *
 *     or      = and { OR and }
 *     and     = not { [AND] not }
 *     not     = { NOT | - } operand
 *     operand = [FIELD:] ( `(` or `)` | phrase [~N] | word | range )
 *
 * Any bytes may come. What is no sensible query is refused with its place, never guessed at. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

struct parser {
    struct query *q;
    struct str s;
    size_t at;
    unsigned nested;
    const char *why; /* the first fault, and where */
    size_t fault;
    bool no_memory;
};

static uint32_t parse_or(struct parser *p, uint32_t field);

static uint32_t wrong(struct parser *p, size_t at, const char *why)
{
    if (!p->why && !p->no_memory) {
        p->why = why;
        p->fault = at;
    }
    return NONE;
}

static uint32_t out_of_memory(struct parser *p)
{
    p->no_memory = true;
    return NONE;
}

/* ---- characters ---- */

/* Length of the white space, the quote, the dash at offset i, 0 where it is none. */
static size_t space(struct str s, size_t i)
{
    uint32_t c;
    size_t n = i < s.n ? utf8_decode(s.p + i, s.n - i, &c) : 0;
    return n && text_is_space(c) ? n : 0;
}

/* Programs that people type in make these of a `"`. */
static size_t quote(struct str s, size_t i)
{
    uint32_t c;
    size_t n = i < s.n ? utf8_decode(s.p + i, s.n - i, &c) : 0;
    return n && (c == '"' || (c >= 0x201C && c <= 0x201F)) ? n : 0;
}

/* And these of a `-`. */
static size_t dash(struct str s, size_t i)
{
    uint32_t c;
    size_t n = i < s.n ? utf8_decode(s.p + i, s.n - i, &c) : 0;
    return n && (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212) ? n : 0;
}

static bool is(const struct parser *p, size_t i, char c)
{
    return i < p->s.n && p->s.p[i] == c;
}

/* Whether a word of the query ends at offset i, parentheses aside. */
static bool at_edge(const struct parser *p, size_t i)
{
    return i >= p->s.n || space(p->s, i) || quote(p->s, i);
}

static void skip_space(struct parser *p)
{
    for (size_t n; (n = space(p->s, p->at)) > 0;)
        p->at += n;
}

/* Whether the operator stands here. */
static bool keyword(const struct parser *p, const char *word)
{
    struct str w = str_from(word);
    size_t end = p->at + w.n;
    return str_starts(str_slice(p->s, p->at, p->s.n), w) &&
           (at_edge(p, end) || is(p, end, '(') || is(p, end, ')'));
}

/* Where the word that begins at offset i ends. A parenthesis belongs to it, as in DOIs, where its
 * other half does, too. */
static size_t word_end(const struct parser *p, size_t i)
{
    size_t open = 0, outer = i;
    for (; !at_edge(p, i); i++) {
        if (is(p, i, '(')) {
            if (open++ == 0)
                outer = i;
        } else if (is(p, i, ')') && open-- == 0) {
            return i;
        }
    }
    return open ? outer : i;
}

/* ---- nodes ---- */

static uint32_t new_node(struct parser *p, enum node_kind kind, uint32_t field)
{
    struct query *q = p->q;
    if (!grow(&q->node, q->nnode, &q->capnode, sizeof *q->node) || q->nnode >= NONE)
        return out_of_memory(p);
    q->node[q->nnode] = (struct node){.kind = kind, .next = NONE, .child = NONE, .field = field};
    return (uint32_t)q->nnode++;
}

static bool new_item(struct parser *p, uint32_t value)
{
    struct query *q = p->q;
    if (value == NONE || !grow(&q->item, q->nitem, &q->capitem, sizeof *q->item) ||
        q->nitem >= NONE) {
        p->no_memory = true;
        return false;
    }
    q->item[q->nitem++] = value;
    return true;
}

uint32_t field_add(struct query *q, struct str name)
{
    bool added;
    if (!grow(&q->field, q->fields.n, &q->capfield, sizeof *q->field))
        return NONE;
    size_t i = table_add(&q->fields, name, &added);
    if (i == TABLE_NONE)
        return NONE;
    if (added)
        q->field[i] =
            (struct field_use){.persons = str_eq(name, STR("au")) || str_eq(name, STR("editor"))};
    return (uint32_t)i;
}

static bool is_date_column(const struct query *q, uint32_t field)
{
    return field != NONE && str_eq(table_key(&q->fields, field), STR("date"));
}

static bool is_has(const struct query *q, uint32_t field)
{
    return field != NONE && str_eq(table_key(&q->fields, field), STR("has"));
}

/* ---- words ---- */

/* Adds `*` for each one that stands alone between two words, s[from..to). */
static bool add_any(struct parser *p, struct str s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (s.p[i] != '*')
            continue;
        if (token_at(s, i + 1)) {
            wrong(p, (size_t)(s.p + i - p->s.p), "a * can stand at the end of a word only");
            return false;
        }
        if (!new_item(p, term_add(p->q, STR(""), STR("*"))))
            return false;
    }
    return true;
}

/* Adds the word as a term, with the + and # or the star behind it; *end is what is behind that. */
static bool add_word(struct parser *p, struct str s, const struct token *word, size_t *end)
{
    struct str behind = {"", 0};
    *end = word->end + word->mark;
    if (word->mark && !token_at(s, *end)) {
        behind = str_slice(s, word->end, *end);
    } else if (word->end < s.n && s.p[word->end] == '*') {
        *end = word->end + 1;
        behind = STR("*");
        if (token_at(s, *end)) {
            wrong(p, (size_t)(s.p + word->end - p->s.p), "a * can stand at the end of a word only");
            return false;
        }
    }
    return new_item(p, term_add(p->q, word->word, behind));
}

/* Adds the words of s, s.p being in the query. */
static bool add_words(struct parser *p, struct str s, size_t *words)
{
    struct tokens *t = &p->q->tokens;
    struct token word;
    size_t done = 0;
    t->text = s;
    t->at = 0;
    for (; token_next(t, &word); ++*words) {
        if (!add_any(p, s, done, word.begin) || !add_word(p, s, &word, &done))
            return false;
        t->at = done;
    }
    p->no_memory |= t->folded.failed;
    return !p->no_memory && add_any(p, s, done, s.n);
}

size_t given_name(struct str s)
{
    const char *comma = s.n ? memchr(s.p, ',', s.n) : NULL;
    return comma ? (size_t)(comma - s.p) + 1 : 0;
}

/* The words of s as a phrase; fails where there are none. Persons' given names come first, as they
 * do in records, too. */
static uint32_t phrase(struct parser *p, struct str s, uint32_t field)
{
    struct query *q = p->q;
    const size_t first = q->nitem;
    const size_t given = field != NONE && q->field[field].persons ? given_name(s) : 0;
    size_t words = 0;
    if (given && !add_words(p, str_slice(s, given, s.n), &words))
        return NONE;
    if (!add_words(p, str_slice(s, 0, given ? given - 1 : s.n), &words))
        return NONE;
    if (words == 0)
        return wrong(p, (size_t)(s.p - p->s.p), "no letter and no digit to look for");
    uint32_t node = new_node(p, NODE_PHRASE, field);
    if (node != NONE) {
        q->node[node].item = (uint32_t)first;
        q->node[node].nitem = (uint32_t)(q->nitem - first);
        if (field != NONE)
            q->field[field].words = true;
    }
    return node;
}

/* Makes a phrase's words ones that stand near each other: each with how often it is wanted. */
static uint32_t make_near(struct parser *p, uint32_t at, size_t gap, size_t tilde)
{
    struct query *q = p->q;
    struct node *node = &q->node[at];
    const uint32_t words = node->nitem;
    uint32_t pair[MAX_NEAR_WORDS][2], n = 0;
    if (words > MAX_NEAR_WORDS)
        return wrong(p, tilde, "more than 64 words before a ~");
    for (uint32_t i = 0, k; i < words; i++) {
        const uint32_t term = q->item[node->item + i];
        for (k = 0; k < n && pair[k][0] != term;)
            k++;
        if (k == n) {
            pair[n][0] = term;
            pair[n++][1] = 0;
        }
        pair[k][1]++;
    }
    q->nitem = node->item;
    for (uint32_t k = 0; k < n; k++)
        if (!new_item(p, pair[k][0]) || !new_item(p, pair[k][1]))
            return NONE;
    node->kind = NODE_NEAR;
    node->nitem = 2 * n;
    node->width = words + (uint32_t)gap;
    if (q->gap < node->width)
        q->gap = node->width;
    return at;
}

/* `"..."`, `"..."~5` */
static uint32_t quoted(struct parser *p, uint32_t field)
{
    const size_t open = p->at, begin = open + quote(p->s, open);
    size_t end = begin, gap = 0;
    while (end < p->s.n && !quote(p->s, end))
        end++;
    if (end == p->s.n)
        return wrong(p, open, "a closing quote is missing");
    p->at = end + quote(p->s, end);
    uint32_t node = phrase(p, str_slice(p->s, begin, end), field);
    if (node == NONE || !is(p, p->at, '~'))
        return node;
    const size_t tilde = p->at++;
    for (; p->at < p->s.n && ascii_digit((unsigned char)p->s.p[p->at]) && gap <= MAX_NEAR_GAP;
         p->at++)
        gap = gap * 10 + (size_t)(p->s.p[p->at] - '0');
    if (p->at == tilde + 1 || gap > MAX_NEAR_GAP)
        return wrong(p, tilde, "a ~ needs a number from 0 to 9999 behind it");
    return make_near(p, node, gap, tilde);
}

/* ---- what has a field ---- */

/* Length of a field's name and the colon at offset i; 0 for none. A link is none. */
static size_t field_length(const struct parser *p, size_t i)
{
    size_t n = 0;
    while (i + n < p->s.n) {
        unsigned char c = (unsigned char)p->s.p[i + n];
        if (!ascii_alpha(c) && (n == 0 || (!ascii_digit(c) && c != '_' && c != '-')))
            break;
        n++;
    }
    bool link = is(p, i + n + 1, '/') && is(p, i + n + 2, '/');
    return n && is(p, i + n, ':') && !link ? n + 1 : 0;
}

/* has:FIELD */
static uint32_t has(struct parser *p, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!ascii_lower(c) && (i == 0 || (!ascii_digit(c) && c != '_' && c != '-')))
            return wrong(p, p->at + i, "has: needs the name of a field, as in has:code");
    }
    uint32_t field = field_add(p->q, s);
    return field == NONE ? out_of_memory(p) : new_node(p, NODE_HAS, field);
}

static uint32_t range(struct parser *p, struct str s, uint32_t field, bool dates)
{
    struct query *q = p->q;
    struct bounds b;
    const char *why = bounds_parse(&b, s, dates);
    if (why)
        return wrong(p, p->at, why);
    uint32_t node = new_node(p, NODE_RANGE, field);
    if (node == NONE || !grow(&q->bounds, q->nbounds, &q->capbounds, sizeof *q->bounds))
        return out_of_memory(p);
    q->node[node].bounds = (uint32_t)q->nbounds;
    q->bounds[q->nbounds++] = b;
    return node;
}

/* A word, or whatever else is written as one. */
static uint32_t word(struct parser *p, uint32_t field)
{
    const struct str s = str_slice(p->s, p->at, word_end(p, p->at));
    const bool dates = is_date_column(p->q, field);
    size_t n = s.n;
    uint32_t node;
    while (n && ascii_digit((unsigned char)s.p[n - 1]))
        n--;
    if (is_has(p->q, field))
        node = has(p, s);
    else if (dates || (field != NONE && bounds_begin(s)))
        node = range(p, s, field, dates);
    else if (s.n && field != NONE && dash(s, 0))
        node = wrong(p, p->at, "a - stands before the name of the field");
    else if (n && s.p[n - 1] == '~')
        node = wrong(p, p->at + n - 1, "a ~ stands behind a phrase in quotes only");
    else
        node = phrase(p, s, field);
    p->at += s.n;
    return node;
}

/* ---- operators ---- */

static uint32_t group(struct parser *p, uint32_t field)
{
    const size_t open = p->at++;
    if (p->nested == MAX_NESTED)
        return wrong(p, open, "parentheses are nested too deep");
    p->nested++;
    skip_space(p);
    if (is(p, p->at, ')'))
        return wrong(p, open, "nothing stands between these parentheses");
    if (p->at == p->s.n)
        return wrong(p, open, "a closing parenthesis is missing");
    uint32_t node = parse_or(p, field);
    p->nested--;
    if (node == NONE)
        return NONE;
    if (!is(p, p->at, ')'))
        return wrong(p, open, "a closing parenthesis is missing");
    p->at++;
    return node;
}

static uint32_t operand(struct parser *p, uint32_t field)
{
    const size_t begin = p->at, n = field_length(p, begin);
    if (n) {
        for (size_t i = 0; i < n; i++)
            if (ascii_upper((unsigned char)p->s.p[begin + i]))
                return wrong(p, begin, "a field's name has small letters; quote what is none");
        p->at += n;
        if ((at_edge(p, p->at) && !quote(p->s, p->at)) || is(p, p->at, ')'))
            return wrong(p, begin + n - 1, "nothing stands behind this colon");
        field = field_add(p->q, str_slice(p->s, begin, begin + n - 1));
        if (field == NONE)
            return out_of_memory(p);
    }
    if (is(p, p->at, '('))
        return group(p, field);
    bool plain = !is_date_column(p->q, field) && !is_has(p->q, field);
    if (quote(p->s, p->at) && !plain)
        return wrong(p, p->at, "no phrase can stand here");
    return quote(p->s, p->at) ? quoted(p, field) : word(p, field);
}

/* Steps over what negates an operand; *negative is whether it does. False: a fault. */
static bool negations(struct parser *p, bool *negative)
{
    for (*negative = false;; *negative = !*negative) {
        const size_t begin = p->at, n = dash(p->s, begin);
        p->at += n ? n : keyword(p, "NOT") ? 3 : 0;
        if (n && (space(p->s, p->at) || p->at == p->s.n || is(p, p->at, ')'))) {
            wrong(p, begin, "a - stands right before what it leaves out");
            return false;
        }
        if (p->at == begin)
            return true;
        skip_space(p);
        if (p->at == p->s.n || is(p, p->at, ')') || keyword(p, "AND") || keyword(p, "OR")) {
            wrong(p, begin, "nothing stands behind this NOT");
            return false;
        }
    }
}

static uint32_t parse_not(struct parser *p, uint32_t field)
{
    bool negative;
    if (!negations(p, &negative))
        return NONE;
    uint32_t child = operand(p, field);
    if (child == NONE || !negative)
        return child;
    uint32_t node = new_node(p, NODE_NOT, NONE);
    if (node != NONE)
        p->q->node[node].child = child;
    return node;
}

/* Operands of one operator, joined: a single one stands for itself. */
static uint32_t join(struct parser *p, enum node_kind kind, uint32_t node, uint32_t *last,
                     uint32_t more)
{
    struct query *q = p->q;
    if (more == NONE)
        return NONE;
    if (node == NONE)
        node = more;
    else if (*last == node) { /* the second one */
        uint32_t first = node;
        node = new_node(p, kind, NONE);
        if (node == NONE)
            return NONE;
        q->node[node].child = first;
    }
    if (more != node)
        q->node[*last].next = more;
    *last = more;
    return node;
}

static uint32_t parse_and(struct parser *p, uint32_t field)
{
    uint32_t node = NONE, last = NONE;
    for (;;) {
        const size_t begin = p->at;
        const bool and = keyword(p, "AND");
        if (and) {
            p->at += 3;
            skip_space(p);
        }
        bool end = p->at == p->s.n || is(p, p->at, ')') || keyword(p, "OR");
        if (and&&node == NONE)
            return wrong(p, begin, "nothing stands before this AND");
        if (and&&(end || keyword(p, "AND")))
            return wrong(p, begin, "nothing stands behind this AND");
        if (end)
            return node;
        node = join(p, NODE_AND, node, &last, parse_not(p, field));
        if (node == NONE)
            return NONE;
        skip_space(p);
    }
}

static uint32_t parse_or(struct parser *p, uint32_t field)
{
    uint32_t node = NONE, last = NONE;
    skip_space(p);
    if (keyword(p, "OR"))
        return wrong(p, p->at, "nothing stands before this OR");
    for (;;) {
        node = join(p, NODE_OR, node, &last, parse_and(p, field));
        if (node == NONE || !keyword(p, "OR"))
            return node;
        const size_t begin = p->at;
        p->at += 2;
        skip_space(p);
        if (p->at == p->s.n || is(p, p->at, ')') || keyword(p, "OR"))
            return wrong(p, begin, "nothing stands behind this OR");
    }
}

uint32_t query_parse(struct query *q, struct str text, struct query_fault *fault)
{
    struct parser p = {.q = q, .s = text};
    uint32_t node = NONE;
    skip_space(&p);
    if (p.at == text.n)
        wrong(&p, p.at, "the query is empty");
    else if (is(&p, p.at, ')'))
        wrong(&p, p.at, "an opening parenthesis is missing");
    else
        node = parse_or(&p, NONE);
    if (node != NONE && p.at < text.n)
        node = wrong(&p, p.at, "an opening parenthesis is missing");
    fault->at = p.fault;
    fault->why = p.no_memory ? NULL : p.why;
    return node;
}
