/* spans.c - the automaton run on a set of threads: one pass over the text whatever the pattern,
 * each thread knowing where its match began. Slower than dfa.c, but exact about spans and contexts.
 */
#include "nfa.h"

#include "paper/ascii.h"
#include "paper/buf.h"
#include "paper/text.h"
#include "paper/utf8.h"

#include <stdlib.h>

bool spans_make(struct spans *s, const struct nfa *nfa)
{
    size_t n = nfa->n;
    *s = (struct spans){.nfa = nfa};
    bool ok = inst_set_make(&s->now, n);
    ok = inst_set_make(&s->then, n) && ok;
    s->begin_now = malloc(n * sizeof *s->begin_now);
    s->begin_then = malloc(n * sizeof *s->begin_then);
    s->stack = malloc((2 * n + 1) * sizeof *s->stack);
    return ok && s->begin_now && s->begin_then && s->stack;
}

void spans_free(struct spans *s)
{
    inst_set_free(&s->now);
    inst_set_free(&s->then);
    free(s->begin_now);
    free(s->begin_then);
    free(s->stack);
    free(s->dead);
    *s = (struct spans){0};
}

static enum side side_of(struct str text, size_t at)
{
    uint32_t c;
    if (utf8_decode(text.p + at, text.n - at, &c) == 0)
        return SIDE_OTHER;
    bool word = c < 0x80 ? ascii_alnum((unsigned char)c) || c == '_' : text_is_word(c);
    return word ? SIDE_WORD : SIDE_OTHER;
}

static enum side side_before(struct str text, size_t at)
{
    if (at == 0)
        return SIDE_EDGE;
    size_t i = at - 1;
    while (i > 0 && at - i < UTF8_MAX && ((unsigned char)text.p[i] & 0xC0) == 0x80)
        i--;
    uint32_t c;
    return i + utf8_decode(text.p + i, text.n - i, &c) == at ? side_of(text, i) : SIDE_OTHER;
}

/* Whether the position is between two bytes of one character. */
static bool inside_char(struct str text, size_t at)
{
    uint32_t c;
    if (at >= text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80)
        return false;
    for (size_t back = 1; back < UTF8_MAX && back <= at; back++)
        if (((unsigned char)text.p[at - back] & 0xC0) != 0x80)
            return utf8_decode(text.p + at - back, text.n - (at - back), &c) > back;
    return false;
}

/* Adds what can be reached from i without taking a byte. */
static void add(struct spans *s, struct inst_set *set, size_t *begin, uint32_t i, size_t from,
                struct str text, size_t at)
{
    size_t n = 0;
    s->stack[n++] = i;
    while (n) {
        i = s->stack[--n];
        if (!inst_set_add(set, i))
            continue;
        begin[i] = from;
        const struct inst *inst = &s->nfa->inst[i];
        if (inst->op == OP_SPLIT) {
            s->stack[n++] = inst->other;
            s->stack[n++] = inst->next;
        } else if (inst->op == OP_ASSERT) {
            enum side after = at < text.n ? side_of(text, at) : SIDE_EDGE;
            if (!inside_char(text, at) && assertion_holds(inst->lo, side_before(text, at), after))
                s->stack[n++] = inst->next;
        }
    }
}

/* ---- what is known to come to nothing ---- */

/* A number for the threads' set: two sets have the same with a probability of 2^-64. */
static uint64_t number_of(const struct inst_set *set)
{
    uint64_t sum = 1;
    for (size_t k = 0; k < set->n; k++) {
        uint64_t x = (set->dense[k] + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15);
        x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9); /* the finalizer of SplitMix64 */
        x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
        sum += x ^ x >> 31;
    }
    return sum;
}

/* Whether the threads that stand at this place, behind a match, were seen there after an earlier
 * one. Then nothing came of them, else that match would have been longer. If not they are noted: so
 * the many matches of `(a|aa)*c|a` in a row of a's do not each go on to the end of the text. */
static bool seen_dead(struct spans *s, size_t at)
{
    uint64_t number = number_of(&s->now);
    if (at < s->ndead && s->dead[at] == number)
        return true;
    while (s->ndead <= at && grow(&s->dead, s->ndead, &s->capdead, sizeof *s->dead))
        s->dead[s->ndead++] = 0;
    if (at < s->ndead) /* without memory it only takes longer */
        s->dead[at] = number;
    return false;
}

void spans_begin(struct spans *s)
{
    s->ndead = 0;
}

bool spans_find(struct spans *s, struct str text, size_t from, bool any, struct str *span)
{
    bool found = false;
    size_t best = 0, end = 0;
    s->now.n = 0;
    for (size_t at = from;; at++) {
        /* The thread that begins here comes last: threads stay in the order of their beginnings,
         * and an instruction reached by two keeps the one that began first. */
        if (!found)
            add(s, &s->now, s->begin_now, s->nfa->start, at, text, at);
        if (s->now.n == 0 || (found && at > end && seen_dead(s, at)))
            break;
        s->then.n = 0;
        for (size_t k = 0; k < s->now.n; k++) {
            uint32_t i = s->now.dense[k];
            const struct inst *inst = &s->nfa->inst[i];
            size_t begin = s->begin_now[i];
            if (found && begin > best)
                continue;
            if (inst->op == OP_MATCH) {
                found = true;
                best = begin;
                end = at;
            } else if (at < text.n && inst_takes(s->nfa, inst, (unsigned char)text.p[at])) {
                add(s, &s->then, s->begin_then, inst->next, begin, text, at + 1);
            }
        }
        if (at >= text.n || (found && any))
            break;
        struct inst_set set = s->now;
        size_t *begins = s->begin_now;
        s->now = s->then;
        s->begin_now = s->begin_then;
        s->then = set;
        s->begin_then = begins;
    }
    if (found)
        *span = str_slice(text, best, end);
    return found;
}
