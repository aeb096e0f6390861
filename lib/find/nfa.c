/* nfa.c - from the syntax tree to instructions over bytes. Everything is compiled from its end to
 * its beginning, so each instruction knows what follows it. */
#include "nfa.h"

#include "paper/buf.h"
#include "paper/utf8.h"

#include <stdlib.h>

struct maker {
    struct nfa *nfa;
    const struct tree *t;
    size_t limit; /* of instructions */
    const char *error;
};

static uint32_t emit(struct maker *m, struct inst i)
{
    struct nfa *nfa = m->nfa;
    if (m->error)
        return 0;
    if (nfa->n >= m->limit) {
        m->error = "pattern too large: its automaton needs more than 200000 states";
        return 0;
    }
    if (!grow(&nfa->inst, nfa->n, &nfa->cap, sizeof *nfa->inst)) {
        m->error = "out of memory";
        return 0;
    }
    nfa->inst[nfa->n] = i;
    return (uint32_t)nfa->n++;
}

static uint32_t emit_split(struct maker *m, uint32_t a, uint32_t b)
{
    return emit(m, (struct inst){.op = OP_SPLIT, .next = a, .other = b});
}

/* A byte range before next; one that was made since instruction `since` is used again. */
static uint32_t emit_range(struct maker *m, unsigned lo, unsigned hi, uint32_t next, size_t since)
{
    for (size_t i = since; i < m->nfa->n; i++) {
        struct inst e = m->nfa->inst[i];
        if (e.op == OP_RANGE && e.lo == lo && e.hi == hi && e.next == next)
            return (uint32_t)i;
    }
    return emit(m, (struct inst){OP_RANGE, (uint8_t)lo, (uint8_t)hi, next, 0});
}

/* ---- sets of characters as sequences of byte ranges ---- */

/* Alternatives gathered for one set. */
struct choices {
    uint32_t all;
    bool any;
    size_t since;
};

static void add_choice(struct maker *m, struct choices *c, uint32_t one)
{
    c->all = c->any ? emit_split(m, one, c->all) : one;
    c->any = true;
}

/* Characters lo to hi, all of the same length in bytes and differing only in whole final bytes'
 * ranges: one sequence. */
static void add_sequence(struct maker *m, struct choices *c, uint32_t lo, uint32_t hi,
                         uint32_t next)
{
    char a[UTF8_MAX], b[UTF8_MAX];
    size_t n = utf8_encode(a, lo);
    utf8_encode(b, hi);
    while (n--)
        next = emit_range(m, (unsigned char)a[n], (unsigned char)b[n], next, c->since);
    add_choice(m, c, next);
}

/* Splits lo..hi until each part is one sequence (the method of Ken Thompson's grep, as in RE2). */
static void add_chars(struct maker *m, struct choices *c, uint32_t lo, uint32_t hi, uint32_t next)
{
    static const uint32_t last[] = {0x7FF, 0xD7FF, 0xDFFF,
                                    0xFFFF}; /* of a length; of no characters */
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        if (lo <= last[i] && hi > last[i]) {
            add_chars(m, c, lo, last[i], next);
            add_chars(m, c, last[i] + 1, hi, next);
            return;
        }
    if (lo >= 0xD800 && hi <= 0xDFFF)
        return;
    for (unsigned bits = 6; bits < (lo < 0x800 ? 12u : lo < 0x10000 ? 18u : 24u); bits += 6) {
        uint32_t mask = ((uint32_t)1 << bits) - 1;
        if ((lo & ~mask) == (hi & ~mask))
            continue;
        if (lo & mask) {
            add_chars(m, c, lo, lo | mask, next);
            add_chars(m, c, (lo | mask) + 1, hi, next);
            return;
        }
        if ((hi & mask) != mask) {
            add_chars(m, c, lo, (hi & ~mask) - 1, next);
            add_chars(m, c, hi & ~mask, hi, next);
            return;
        }
    }
    add_sequence(m, c, lo, hi, next);
}

static uint32_t make_set(struct maker *m, uint32_t number, uint32_t next)
{
    const struct set *set = &m->t->set[number];
    struct choices c = {0, false, m->nfa->n};
    for (size_t i = 0; i < set->n && !m->error; i++) {
        struct set_range r = m->t->range[set->first + i];
        add_chars(m, &c, r.lo, r.hi, next);
    }
    if (set->ascii[0] || set->ascii[1] ||
        !c.any) /* an empty set is an instruction that never goes on */
        add_choice(m, &c, emit(m, (struct inst){.op = OP_SET, .next = next, .other = number}));
    return c.all;
}

/* ---- the tree ---- */

static uint32_t make(struct maker *m, uint32_t at, uint32_t next);

static uint32_t make_bytes(struct maker *m, const char *p, size_t n, uint32_t next)
{
    while (n--)
        next = emit(m, (struct inst){OP_RANGE, (uint8_t)p[n], (uint8_t)p[n], next, 0});
    return next;
}

static uint32_t make_repeat(struct maker *m, struct node e, uint32_t next)
{
    uint32_t end = next;
    if (e.max == REPEAT_FOREVER) { /* x* or, where one is due anyway, x+ */
        uint32_t loop = emit_split(m, 0, end);
        uint32_t body = make(m, e.a, loop);
        if (m->error)
            return 0;
        m->nfa->inst[loop].next = body;
        next = e.min > 0 ? body : loop;
    }
    for (int i = e.min; i < e.max && !m->error; i++)
        next = emit_split(m, make(m, e.a, next), end);
    for (int i = e.max == REPEAT_FOREVER; i < e.min && !m->error; i++)
        next = make(m, e.a, next);
    return next;
}

static uint32_t make_one(struct maker *m, uint32_t at, uint32_t next)
{
    struct node e = m->t->node[at];
    char bytes[UTF8_MAX];
    switch (e.type) {
    case NODE_CHAR: return make_bytes(m, bytes, utf8_encode(bytes, e.a), next);
    case NODE_BYTE: bytes[0] = (char)e.a; return make_bytes(m, bytes, 1, next);
    case NODE_SET: return make_set(m, e.a, next);
    case NODE_MARKS:
        at = emit_split(m, 0, next);
        next = make_set(m, e.a, at);
        if (!m->error)
            m->nfa->inst[at].next = next;
        return at;
    case NODE_REPEAT: return make_repeat(m, e, next);
    case NODE_ASSERT:
        m->nfa->at_begin |= e.a == AT_BEGIN;
        m->nfa->words |= e.a != AT_BEGIN && e.a != AT_END;
        return emit(m, (struct inst){.op = OP_ASSERT, .lo = (uint8_t)e.a, .next = next});
    default: return next;
    }
}

/* Sequences and alternatives lean to the left: only what stands on their right recurses. */
static uint32_t make(struct maker *m, uint32_t at, uint32_t next)
{
    const struct node *node = m->t->node;
    if (m->error)
        return 0;
    if (node[at].type == NODE_ALT) {
        uint32_t all = make(m, node[at].b, next);
        for (at = node[at].a; node[at].type == NODE_ALT && !m->error; at = node[at].a)
            all = emit_split(m, make(m, node[at].b, next), all);
        return emit_split(m, make(m, at, next), all);
    }
    for (; node[at].type == NODE_CAT && !m->error; at = node[at].a)
        next = make(m, node[at].b, next);
    return node[at].type == NODE_ALT ? make(m, at, next) : make_one(m, at, next);
}

const char *nfa_make(struct nfa *nfa, const struct tree *t, uint32_t root, size_t more)
{
    struct maker m = {nfa, t, NFA_MAX + more, NULL};
    *nfa = (struct nfa){0};
    if (t->nset) {
        nfa->ascii = malloc(t->nset * sizeof *nfa->ascii);
        if (!nfa->ascii)
            return "out of memory";
        for (nfa->nset = 0; nfa->nset < t->nset; nfa->nset++)
            memcpy(nfa->ascii[nfa->nset], t->set[nfa->nset].ascii, sizeof *nfa->ascii);
    }
    nfa->start = make(&m, root, emit(&m, (struct inst){.op = OP_MATCH}));
    return m.error;
}

void nfa_free(struct nfa *nfa)
{
    free(nfa->inst);
    free(nfa->ascii);
    *nfa = (struct nfa){0};
}

bool assertion_holds(enum assertion a, enum side before, enum side after)
{
    bool wb = before == SIDE_WORD, wa = after == SIDE_WORD;
    switch (a) {
    case AT_BEGIN: return before == SIDE_EDGE;
    case AT_END: return after == SIDE_EDGE;
    case AT_EDGE: return wb != wa;
    case AT_NO_EDGE: return wb == wa;
    case AT_WORD_BEGIN: return !wb && wa;
    case AT_WORD_END: return wb && !wa;
    case NO_WORD_BEFORE: return !wb;
    case NO_WORD_AFTER: return !wa;
    }
    return false;
}

bool inst_set_make(struct inst_set *s, size_t universe)
{
    s->n = 0;
    s->dense = calloc(universe, sizeof *s->dense);
    s->sparse = calloc(universe, sizeof *s->sparse);
    return s->dense && s->sparse;
}

void inst_set_free(struct inst_set *s)
{
    free(s->dense);
    free(s->sparse);
    *s = (struct inst_set){0};
}
