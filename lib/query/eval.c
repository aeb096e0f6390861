/* eval.c - whether a query matches the record whose words were looked up.
 *
 * Each term has the list of its places, in order. A phrase is the intersection of its terms' lists,
 * each moved by one; words near each other are found by a window that moves over their merged
 * lists. Both look at each place once for each word of the query that it stands for. */
#include "parts.h"

static bool in_field(const struct query *q, const struct node *node, uint32_t field)
{
    return node->field == NONE ? q->field[field].by_default : node->field == field;
}

/* The first place of a term in this record, or NONE. */
static uint32_t first_place(const struct query *q, uint32_t term)
{
    return q->term[term].seen == q->record ? q->term[term].first : NONE;
}

static bool add_stretch(struct query *q, const struct place *p, uint32_t slot)
{
    if (!grow(&q->stretch, q->nstretch, &q->capstretch, sizeof *q->stretch)) {
        q->failed = true;
        return false;
    }
    q->stretch[q->nstretch++] = (struct stretch){p->pos, p->begin, p->end, slot};
    return true;
}

static void mark(struct query *q, const struct stretch *s)
{
    if (!grow(&q->span, q->nspan, &q->capspan, sizeof *q->span))
        q->failed = true;
    else
        q->span[q->nspan++] = (struct str){q->tokens.text.p + s->begin, s->end - s->begin};
}

/* A person's name may stand the other way round in the line. */
static void widen(struct stretch *s, const struct place *p)
{
    if (p->begin < s->begin)
        s->begin = p->begin;
    if (p->end > s->end)
        s->end = p->end;
}

/* Leaves in q->stretch those that go on with the i-th word of the phrase. */
static void go_on(struct query *q, size_t i, uint32_t term)
{
    size_t n = 0;
    uint32_t at = first_place(q, term);
    for (size_t s = 0; s < q->nstretch; s++) {
        while (at != NONE && q->place[at].pos < q->stretch[s].pos + i)
            at = q->place[at].next;
        if (at == NONE)
            break;
        if (q->place[at].pos == q->stretch[s].pos + i) {
            q->stretch[n] = q->stretch[s];
            widen(&q->stretch[n++], &q->place[at]);
        }
    }
    q->nstretch = n;
}

static bool phrase(struct query *q, const struct node *node, bool marking)
{
    const uint32_t *item = q->item + node->item;
    const bool one_will_do = node->nitem == 1 && !marking;
    q->nstretch = 0;
    for (uint32_t at = first_place(q, item[0]); at != NONE; at = q->place[at].next)
        if (in_field(q, node, q->place[at].field) &&
            (one_will_do || !add_stretch(q, &q->place[at], 0)))
            return one_will_do;
    for (uint32_t i = 1; i < node->nitem && q->nstretch; i++)
        go_on(q, i, item[i]);
    for (size_t s = 0; s < q->nstretch && marking; s++)
        mark(q, &q->stretch[s]);
    return q->nstretch > 0;
}

/* Of the words' places the next in the record: the number of its word, or the words' number. */
static uint32_t next_slot(const struct query *q, const struct node *node, uint32_t *at)
{
    const uint32_t n = node->nitem / 2;
    uint32_t best = n;
    for (uint32_t i = 0; i < n; i++) {
        while (at[i] != NONE && !in_field(q, node, q->place[at[i]].field))
            at[i] = q->place[at[i]].next;
        if (at[i] != NONE && (best == n || q->place[at[i]].pos < q->place[at[best]].pos))
            best = i;
    }
    return best;
}

static bool near(struct query *q, const struct node *node, bool marking)
{
    const uint32_t *item = q->item + node->item, n = node->nitem / 2;
    uint32_t at[MAX_NEAR_WORDS], have[MAX_NEAR_WORDS] = {0}, complete = 0, slot;
    size_t left = 0, marked = 0;
    bool matches = false;
    q->nstretch = 0;
    for (uint32_t i = 0; i < n; i++)
        at[i] = first_place(q, item[(size_t)2 * i]);
    while ((slot = next_slot(q, node, at)) < n && add_stretch(q, &q->place[at[slot]], slot)) {
        const size_t pos = q->place[at[slot]].pos;
        at[slot] = q->place[at[slot]].next;
        complete += ++have[slot] == item[2 * slot + 1];
        for (; pos - q->stretch[left].pos >= node->width; left++) {
            uint32_t gone = q->stretch[left].slot;
            complete -= have[gone]-- == item[2 * gone + 1];
        }
        if (complete < n)
            continue;
        matches = true;
        if (!marking)
            break;
        for (marked = marked > left ? marked : left; marked < q->nstretch; marked++)
            mark(q, &q->stretch[marked]);
    }
    return matches;
}

/* The first value of a field, as numbered in q->value. */
static uint32_t first_value(const struct query *q, uint32_t field)
{
    return q->field[field].seen == q->record ? q->field[field].value : NONE;
}

static bool in_range(const struct query *q, const struct node *node)
{
    for (uint32_t v = first_value(q, node->field); v != NONE; v = q->value[v].next)
        if (bounds_hold(&q->bounds[node->bounds], q->value[v].text))
            return true;
    return false;
}

bool query_eval(struct query *q, uint32_t at)
{
    const struct node *node = &q->node[at];
    switch (node->kind) {
    case NODE_PHRASE: return phrase(q, node, false);
    case NODE_NEAR: return near(q, node, false);
    case NODE_HAS: return first_value(q, node->field) != NONE;
    case NODE_RANGE: return in_range(q, node);
    case NODE_NOT: return !query_eval(q, node->child);
    case NODE_AND:
    case NODE_OR: break;
    }
    const bool enough = node->kind == NODE_OR;
    for (uint32_t child = node->child; child != NONE; child = q->node[child].next)
        if (query_eval(q, child) == enough)
            return enough;
    return !enough;
}

void query_mark(struct query *q, uint32_t at)
{
    const struct node *node = &q->node[at];
    if (node->kind == NODE_PHRASE)
        phrase(q, node, true);
    if (node->kind == NODE_NEAR)
        near(q, node, true);
    if (node->kind != NODE_AND && node->kind != NODE_OR)
        return;
    for (uint32_t child = node->child; child != NONE; child = q->node[child].next)
        if (node->kind == NODE_AND || query_eval(q, child))
            query_mark(q, child);
}
