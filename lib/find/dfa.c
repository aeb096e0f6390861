/* dfa.c - the automaton made deterministic while it runs: a state is a set of instructions, made
 * when it is first met and kept in a cache of bounded size, which is emptied when it is full.
 *
 * Assertions look at both sides of a position. A state therefore knows what stood before it, and
 * keeps its assertions unanswered until the next byte is seen. What is not ASCII takes more than a
 * byte to judge: where \b and its kin meet it, the automaton gives the line up to spans.c. */
#include "filter.h"

#include "paper/ascii.h"
#include "paper/buf.h"
#include "paper/hash.h"

#include <stdlib.h>

enum {
    CACHE_BYTES = 4 << 20, /* of transitions and sets */
    MIN_STRIDE = 8,
};

/* Transitions that lead to no state; every state's number, a multiple of the stride, is larger. */
enum { UNKNOWN, MATCHED, UNSURE, NO_MEMORY };

struct state {
    size_t first,
        n; /* its instructions in sets; those that every position begins with are implied */
    uint64_t hash;
    enum side before;
};

struct dfa {
    const struct nfa *nfa;
    uint8_t class_of[256]; /* bytes that no instruction tells apart */
    uint8_t sample[256];   /* a byte of each class */
    uint32_t line_end;     /* the class of the newline */
    uint32_t stride;       /* classes, at least MIN_STRIDE */
    enum side side[256];

    struct state *state; /* number i stands at i * stride in next; 0 is none */
    size_t n, cap;
    uint32_t *next;
    size_t capnext;
    uint32_t *sets;
    size_t nsets, capsets;
    uint32_t *slot; /* hash table of states */
    size_t nslot;

    uint32_t home;       /* the state of a position at which nothing has begun */
    uint32_t line_start; /* the same at the beginning of a line */
    uint32_t
        idle[SIDE_WIDE + 1]; /* the same by what stands before it; home and line_start are two */
    uint32_t last_idle;      /* the largest of them; no other state's number is smaller */
    bool stay[256];          /* bytes that lead from home to home */
    bool stay_in_line;       /* all of a line's do */
    bool skips;              /* most of a text's do: skip() pays */
    bool homes_done;

    uint32_t *start; /* instructions that every position begins with, before assertions */
    size_t nstart;
    bool hides; /* a match that has begun may be where every position begins, too: as in x*y */
    struct inst_set raw, closed, then;
    uint32_t *stack;
    uint32_t *keep;
};

/* ---- classes of bytes ---- */

static void make_classes(struct dfa *d)
{
    bool edge[257] = {false}; /* a new class begins with this byte */
    edge['\n'] = edge['\n' + 1] = edge[0x80] = true;
    for (size_t i = 0; i < d->nfa->n; i++)
        if (d->nfa->inst[i].op == OP_RANGE) {
            edge[d->nfa->inst[i].lo] = true;
            edge[d->nfa->inst[i].hi + 1] = true;
        }
    for (size_t i = 0; i < d->nfa->nset; i++)
        for (unsigned c = 1; c < 128; c++) {
            const uint64_t *bits = d->nfa->ascii[i];
            edge[c] |= (bits[c >> 6] >> (c & 63) & 1) != (bits[(c - 1) >> 6] >> ((c - 1) & 63) & 1);
        }
    for (unsigned c = 0; c < 256; c++) {
        bool word = ascii_alnum((unsigned char)c) || c == '_';
        d->side[c] = !d->nfa->words ? SIDE_OTHER
                     : c >= 0x80    ? SIDE_WIDE
                     : word         ? SIDE_WORD
                                    : SIDE_OTHER;
        edge[c] |= c && d->side[c] != d->side[c - 1];
    }
    unsigned k = 0;
    for (unsigned c = 0; c < 256; c++) {
        k += c && edge[c];
        d->class_of[c] = (uint8_t)k;
        d->sample[k] = (uint8_t)c;
    }
    d->line_end = d->class_of['\n'];
    d->stride = k + 1 < MIN_STRIDE ? MIN_STRIDE : k + 1;
}

/* ---- closures ---- */

/* Adds to set what can be reached from i without a byte; assertions stay, unanswered. */
static void reach(struct dfa *d, struct inst_set *set, uint32_t i)
{
    size_t n = 0;
    d->stack[n++] = i;
    while (n) {
        i = d->stack[--n];
        if (!inst_set_add(set, i) || d->nfa->inst[i].op != OP_SPLIT)
            continue;
        d->stack[n++] = d->nfa->inst[i].other;
        d->stack[n++] = d->nfa->inst[i].next;
    }
}

/* Answers the assertions of raw between two sides, into closed. False where it can't be told. */
static bool answer(struct dfa *d, enum side before, enum side after)
{
    d->closed.n = 0;
    for (size_t k = 0; k < d->raw.n; k++)
        inst_set_add(&d->closed, d->raw.dense[k]);
    for (size_t k = 0; k < d->closed.n; k++) { /* grows while it is read */
        const struct inst *inst = &d->nfa->inst[d->closed.dense[k]];
        if (inst->op != OP_ASSERT)
            continue;
        bool lines = inst->lo == AT_BEGIN || inst->lo == AT_END;
        if (!lines && (before == SIDE_WIDE || after == SIDE_WIDE))
            return false;
        if (assertion_holds(inst->lo, before, after))
            reach(d, &d->closed, inst->next);
    }
    return true;
}

static bool holds_match(const struct dfa *d, const struct inst_set *set)
{
    for (size_t k = 0; k < set->n; k++)
        if (d->nfa->inst[set->dense[k]].op == OP_MATCH)
            return true;
    return false;
}

/* ---- states ---- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static size_t probe(const struct dfa *d, uint64_t hash, const uint32_t *set, size_t n,
                    enum side before)
{
    size_t i = (size_t)hash & (d->nslot - 1);
    for (; d->slot[i]; i = (i + 1) & (d->nslot - 1)) {
        const struct state *s = &d->state[d->slot[i]];
        if (s->hash == hash && s->n == n && s->before == before &&
            (n == 0 || memcmp(d->sets + s->first, set, n * sizeof *set) == 0))
            break;
    }
    return i;
}

static void forget_states(struct dfa *d)
{
    d->n = 1;
    d->nsets = 0;
    if (d->nslot)
        memset(d->slot, 0, d->nslot * sizeof *d->slot);
    d->homes_done = false;
}

static bool grow_slots(struct dfa *d)
{
    size_t nslot = d->nslot ? d->nslot * 2 : 256;
    uint32_t *slot = calloc(nslot, sizeof *slot);
    if (!slot)
        return false;
    free(d->slot);
    d->slot = slot;
    d->nslot = nslot;
    for (uint32_t s = 1; s < d->n; s++) {
        size_t i = (size_t)d->state[s].hash & (nslot - 1);
        while (slot[i])
            i = (i + 1) & (nslot - 1);
        slot[i] = s;
    }
    return true;
}

/* The state of a set of instructions, without those implied: found or made. Sorts the set.
 * NO_MEMORY. */
static uint32_t state_of(struct dfa *d, uint32_t *set, size_t n, enum side before)
{
    static const uint64_t key[2] = {0, 0};
    if (n > 1)
        qsort(set, n, sizeof *set, by_number);
    uint64_t hash = siphash(set, n * sizeof *set, key).lo + (uint64_t)before;
    if (d->n * 2 >= d->nslot && !grow_slots(d))
        return NO_MEMORY;
    size_t i = probe(d, hash, set, n, before);
    if (d->slot[i])
        return d->slot[i] * d->stride;
    if (!grow(&d->state, d->n, &d->cap, sizeof *d->state))
        return NO_MEMORY;
    if (!grow(&d->next, (d->n + 1) * d->stride - 1, &d->capnext, sizeof *d->next) ||
        !grow(&d->sets, d->nsets + n, &d->capsets, sizeof *d->sets))
        return NO_MEMORY;
    memset(d->next + d->n * d->stride, 0, d->stride * sizeof *d->next); /* UNKNOWN */
    if (n)
        memcpy(d->sets + d->nsets, set, n * sizeof *set);
    d->state[d->n] = (struct state){d->nsets, n, hash, before};
    d->nsets += n;
    d->slot[i] = (uint32_t)d->n;
    return (uint32_t)d->n++ * d->stride;
}

static bool full(const struct dfa *d)
{
    return d->n * d->stride * sizeof *d->next + d->nsets * sizeof *d->sets +
               d->n * sizeof *d->state >
           CACHE_BYTES;
}

static void start_into_raw(struct dfa *d)
{
    d->raw.n = 0;
    for (size_t i = 0; i < d->nstart; i++)
        inst_set_add(&d->raw, d->start[i]);
}

/* Where the state leads by a byte of class k; not looked up, nor kept. */
static uint32_t transition(struct dfa *d, uint32_t s, unsigned k)
{
    struct state from = d->state[s / d->stride];
    unsigned char c = d->sample[k];
    bool at_end = k == d->line_end;
    start_into_raw(d);
    for (size_t i = 0; i < from.n; i++)
        inst_set_add(&d->raw, d->sets[from.first + i]);
    if (!answer(d, from.before, at_end ? SIDE_EDGE : d->side[c]))
        return UNSURE;
    if (holds_match(d, &d->closed))
        return MATCHED;
    if (at_end)
        return d->line_start;
    d->then.n = 0;
    for (size_t i = 0; i < d->closed.n; i++) {
        const struct inst *inst = &d->nfa->inst[d->closed.dense[i]];
        if (inst_takes(d->nfa, inst, c))
            reach(d, &d->then, inst->next);
    }
    if (holds_match(d, &d->then))
        return MATCHED;
    size_t n = 0;
    start_into_raw(d);
    for (size_t i = 0; i < d->then.n; i++) {
        uint32_t inst = d->then.dense[i];
        if (d->nfa->inst[inst].op != OP_SPLIT && !inst_set_has(&d->raw, inst))
            d->then.dense[n++] = inst;
    }
    return state_of(d, d->then.dense, n, d->side[c]);
}

/* Makes the states at which nothing has begun. False without memory. */
static bool make_homes(struct dfa *d)
{
    bool edges = d->nfa->at_begin || d->nfa->words;
    d->home = state_of(d, NULL, 0, SIDE_OTHER);
    for (int side = 0; side <= SIDE_WIDE; side++) {
        bool apart = side == SIDE_EDGE ? edges : side != SIDE_OTHER && d->nfa->words;
        uint32_t s = apart ? state_of(d, NULL, 0, (enum side)side) : d->home;
        if (s == NO_MEMORY)
            return false;
        d->idle[side] = s;
        d->last_idle = s > d->last_idle || side == 0 ? s : d->last_idle;
    }
    d->line_start = d->idle[SIDE_EDGE];
    if (d->home == NO_MEMORY)
        return false;
    d->stay_in_line = true;
    for (unsigned k = 0; k <= d->class_of[255]; k++) {
        uint32_t to = transition(d, d->home, k);
        if (to == NO_MEMORY)
            return false;
        d->next[d->home + k] = to;
        d->stay_in_line &= to == d->home || k == d->line_end;
    }
    for (unsigned c = 0; c < 256; c++)
        d->stay[c] = d->next[d->home + d->class_of[c]] == d->home;
    unsigned leaving = 0;
    for (const char *c = "etaoinshr "; *c; c++) /* three quarters of English */
        leaving += !d->stay[(unsigned char)*c];
    d->skips = leaving <= 1;
    d->homes_done = true;
    return true;
}

/* As transition, but kept; makes room first where the cache is full, and *s may then get a new
 * number. */
static uint32_t learn(struct dfa *d, uint32_t *s, unsigned k)
{
    if (full(d)) {
        struct state from = d->state[*s / d->stride];
        if (from.n)
            memcpy(d->keep, d->sets + from.first, from.n * sizeof *d->keep);
        forget_states(d);
        if (!make_homes(d) || (*s = state_of(d, d->keep, from.n, from.before)) == NO_MEMORY)
            return NO_MEMORY;
    }
    uint32_t to = transition(d, *s, k);
    if (to != NO_MEMORY)
        d->next[*s + k] = to;
    return to;
}

/* ---- running ---- */

/* From home over bytes that lead nowhere. */
static const unsigned char *skip(const struct dfa *d, const unsigned char *p,
                                 const unsigned char *end)
{
    if (d->stay_in_line) {
        const unsigned char *nl = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        return nl ? nl : end;
    }
    const bool *stay = d->stay;
    while (end - p >= 4 && (stay[p[0]] & stay[p[1]] & stay[p[2]] & stay[p[3]]))
        p += 4;
    while (p < end && stay[*p])
        p++;
    return p;
}

/* The state in which nothing has begun at p. */
static uint32_t idle_at(const struct dfa *d, const unsigned char *begin, const unsigned char *p)
{
    if (p == begin || p[-1] == '\n')
        return d->line_start;
    return d->idle[d->side[p[-1]]];
}

/* Where nothing has begun at *p: moves it to where something may. *next is the place that the
 * filter gave last, before *p where it has to be asked again. False where there is none. */
static bool jump(const struct filter *filter, const unsigned char **p, const unsigned char **next,
                 const unsigned char *end, struct line_scan *scan)
{
    if (!*next || *next < *p) {
        *next =
            (const unsigned char *)filter_find(filter, (const char *)*p, (const char *)end, scan);
        if (!*next)
            return false;
    }
    if ((size_t)(*next - *p) > filter_back(filter))
        *p = *next - filter_back(filter);
    return true;
}

enum dfa_answer dfa_run(struct dfa *d, const struct filter *filter, struct str text, size_t from,
                        bool track, struct line_scan *scan, struct dfa_hit *hit)
{
    const unsigned char *begin = (const unsigned char *)text.p, *p = begin + from,
                        *end = begin + text.n;
    const unsigned char *place = NULL;
    if (!d->homes_done && !make_homes(d))
        return DFA_NO_MEMORY;
    uint32_t s = idle_at(d, begin, p), to = s;
    *hit = (struct dfa_hit){from, from};
    for (;;) {
        if (s <= d->last_idle) {
            const unsigned char *was = p;
            if (filter) {
                if (!jump(filter, &p, &place, end, scan))
                    return DFA_NO;
            } else if (s == d->home && d->skips) {
                p = skip(d, p, end);
            }
            if (p > was)
                s = idle_at(d, begin, p);
            if (!d->hides)
                hit->idle = (size_t)(p - begin);
        }
        const uint32_t *next = d->next;
        const uint8_t *class_of = d->class_of;
        /* Idle states have the smallest numbers: the loop is left there, or at no state only. */
        const uint32_t leave = filter || track ? d->last_idle : d->skips ? d->home : NO_MEMORY;
        if (place) /* there is no need to stop before the place */
            while (p < place && (to = next[s + class_of[*p]]) > NO_MEMORY) {
                s = to;
                p++;
            }
        while (p < end && (to = next[s + class_of[*p]]) > leave) {
            s = to;
            p++;
        }
        bool over = p >= end;
        if (over) {
            if (text.n && end[-1] == '\n')
                return DFA_NO;
            to = next[s + d->line_end]; /* the line ends here even without a newline */
        }
        if (to == UNKNOWN)
            to = learn(d, &s, over ? d->line_end : d->class_of[*p]);
        hit->at = (size_t)(p - begin);
        if (to == MATCHED || to == UNSURE || to == NO_MEMORY)
            return to == MATCHED ? DFA_YES : to == UNSURE ? DFA_UNSURE : DFA_NO_MEMORY;
        if (over)
            return DFA_NO;
        s = to;
        p++;
    }
}

/* Whether all that can be reached from i without a byte is in raw, where every position begins. */
static bool only_starts(struct dfa *d, uint32_t i)
{
    size_t n = 0;
    d->closed.n = 0;
    d->stack[n++] = i;
    while (n) {
        i = d->stack[--n];
        if (!inst_set_add(&d->closed, i))
            continue;
        if (d->nfa->inst[i].op != OP_SPLIT) {
            if (!inst_set_has(&d->raw, i))
                return false;
            continue;
        }
        d->stack[n++] = d->nfa->inst[i].other;
        d->stack[n++] = d->nfa->inst[i].next;
    }
    return true;
}

struct dfa *dfa_new(const struct nfa *nfa)
{
    struct dfa *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->nfa = nfa;
    make_classes(d);
    bool ok = inst_set_make(&d->raw, nfa->n);
    ok = inst_set_make(&d->closed, nfa->n) && ok;
    ok = inst_set_make(&d->then, nfa->n) && ok;
    d->stack = malloc((2 * nfa->n + 1) * sizeof *d->stack);
    d->keep = malloc(nfa->n * sizeof *d->keep);
    d->start = malloc(nfa->n * sizeof *d->start);
    if (!ok || !d->stack || !d->keep || !d->start) {
        dfa_free(d);
        return NULL;
    }
    reach(d, &d->raw, nfa->start);
    for (size_t k = 0; k < d->raw.n; k++)
        if (nfa->inst[d->raw.dense[k]].op != OP_SPLIT)
            d->start[d->nstart++] = d->raw.dense[k];
    for (size_t i = 0; i < nfa->n && !d->hides; i++)
        d->hides = (nfa->inst[i].op == OP_RANGE || nfa->inst[i].op == OP_SET) &&
                   only_starts(d, nfa->inst[i].next);
    forget_states(d);
    return d;
}

void dfa_free(struct dfa *d)
{
    if (!d)
        return;
    inst_set_free(&d->raw);
    inst_set_free(&d->closed);
    inst_set_free(&d->then);
    free(d->state);
    free(d->next);
    free(d->sets);
    free(d->slot);
    free(d->start);
    free(d->stack);
    free(d->keep);
    free(d);
}
