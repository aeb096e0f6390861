/* needs.c - words without which a query cannot match: of an AND those of its best operand, of an OR
 * those of all; a NOT, a range and has: need none. Longer words are taken to be rarer. */
#include "parts.h"

#include "paper/stem.h"

#include <stdlib.h>

struct need {
    uint32_t term, query;
};

struct needs {
    struct need *need;
    size_t n, cap;
    uint32_t query;
};

/* What every word that the term stands for begins with, in any writing. */
static struct str beginning(const struct query *q, uint32_t term)
{
    struct str s = table_key(&q->words, term);
    char last = s.p[s.n - 1];
    if (last == '*')
        s.n--;
    else if (q->stem && last != '+' && last != '#')
        s.n = stem_beginning(s.p, s.n);
    return s;
}

static bool add(struct needs *list, uint32_t term)
{
    if (!grow(&list->need, list->n, &list->cap, sizeof *list->need))
        return false;
    list->need[list->n++] = (struct need){term, list->query};
    return true;
}

/* What a word is worth: 0 for any word at all. */
static size_t worth(const struct query *q, uint32_t term)
{
    return term == q->any ? 0 : beginning(q, term).n + 1;
}

/* The best word of a phrase, or of words near each other. */
static size_t needs_of_words(struct query *q, const struct node *node, struct needs *list)
{
    uint32_t best = NONE;
    size_t most = 0;
    for (uint32_t i = 0; i < node->nitem; i += node->kind == NODE_NEAR ? 2 : 1) {
        uint32_t term = q->item[node->item + i];
        if (worth(q, term) > most) {
            most = worth(q, term);
            best = term;
        }
    }
    if (best != NONE && !add(list, best))
        q->failed = true;
    return most;
}

/* Appends what the node needs; gives the worth of the least of them, 0 where it needs nothing. */
static size_t needs_of(struct query *q, uint32_t at, struct needs *list)
{
    const struct node *node = &q->node[at];
    const size_t begin = list->n;
    size_t best = 0;
    if (node->kind == NODE_PHRASE || node->kind == NODE_NEAR)
        return needs_of_words(q, node, list);
    if (node->kind != NODE_AND && node->kind != NODE_OR)
        return 0;
    for (uint32_t child = node->child; child != NONE; child = q->node[child].next) {
        const size_t mine = list->n;
        size_t value = needs_of(q, child, list);
        if (node->kind == NODE_OR) {
            best = child == node->child || value < best ? value : best;
            if (value == 0)
                break;
        } else if (value > best) {
            best = value;
            for (size_t i = mine; i < list->n; i++)
                list->need[begin + i - mine] = list->need[i];
            list->n -= mine - begin;
        } else {
            list->n = mine;
        }
    }
    if (best == 0)
        list->n = begin;
    return best;
}

/* Sorts the needs by term into q->trigger, by counting. */
static bool sort_triggers(struct query *q, const struct needs *list)
{
    q->trigger = malloc((list->n + 1) * sizeof *q->trigger);
    if (!q->trigger)
        return false;
    for (size_t i = 0; i < list->n; i++)
        q->term[list->need[i].term].ntrigger++;
    uint32_t at = 0;
    for (size_t t = 0; t < q->words.n; t++) {
        q->term[t].trigger = at;
        at += q->term[t].ntrigger;
        q->term[t].ntrigger = 0;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct term *term = &q->term[list->need[i].term];
        q->trigger[term->trigger + term->ntrigger++] = list->need[i].query;
    }
    return true;
}

bool needs_find(struct query *q)
{
    struct needs list = {0};
    q->always = malloc((q->nroot + 1) * sizeof *q->always);
    if (!q->always)
        return false;
    for (size_t i = 0; i < q->nroot; i++) {
        list.query = (uint32_t)i;
        if (needs_of(q, q->root[i].node, &list) == 0)
            q->always[q->nalways++] = (uint32_t)i;
    }
    bool good = !q->failed && sort_triggers(q, &list);
    free(list.need);
    return good;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

bool query_needles(struct query *q, const struct str **needles, size_t *n)
{
    q->nneedle = 0;
    for (uint32_t t = 0; t < q->words.n; t++) {
        struct str s = beginning(q, t);
        if (q->term[t].ntrigger == 0 || (s.n && !is_ascii(s)))
            continue; /* what is not ASCII stands in no ASCII text */
        if (s.n == 0)
            return false;
        if (!grow(&q->needle, q->nneedle, &q->capneedle, sizeof *q->needle))
            return false;
        q->needle[q->nneedle++] = s;
    }
    *needles = q->needle;
    *n = q->nneedle;
    return q->nalways == 0;
}
