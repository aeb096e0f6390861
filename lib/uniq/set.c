/* set.c - a set of profiles: chains of the papers that share a key.
 *
 * The keys of a paper have numbers: KEYS of them for each paper, so that a link of a chain needs no
 * more than its key and the next link to tell the paper. The profiles are kept without their keys,
 * which come last in them. */
#include "parts.h"

#include "paper/fetch.h"
#include "paper/hash.h"

#include <stdlib.h>

struct str uniq_get(const struct uniq *u, size_t paper)
{
    const struct uniq_paper *p = &u->paper[paper];
    return (struct str){u->profiles.p + p->at, p[1].at - p->at};
}

/* The chain that a key is in. */
static uint32_t *head_of(const struct uniq *u, uint32_t key)
{
    return &u->head[hash64_place(key, u->seed[0]) & (u->nhead - 1)];
}

static void put_link(struct uniq *u, size_t at)
{
    uint32_t *head = head_of(u, u->link[at].key);
    u->link[at].next = *head;
    *head = (uint32_t)at + 1;
}

/* As many chains as half the keys that there may be. */
static bool grow_heads(struct uniq *u)
{
    size_t nhead = u->nhead ? u->nhead * 2 : 1024;
    uint32_t *head = realloc(u->head, nhead * sizeof *head);
    if (!head)
        return false;
    if (!u->nhead)
        hash_seed(u->seed);
    u->head = head;
    u->nhead = nhead;
    memset(head, 0, nhead * sizeof *head);
    for (size_t i = 0; i < u->n; i++)
        for (size_t k = 0; k < profile_read(uniq_get(u, i)).head.nkey; k++)
            put_link(u, i * KEYS + k);
    return true;
}

/* A bit for each author; all where none is known, who may be anybody. */
static uint64_t authors_of(const struct profile *p)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < p->head.nauthor; i++)
        bits |= UINT64_C(1) << get16(p->author + 2 * i) % 64;
    return p->head.nauthor ? bits : UINT64_MAX;
}

bool uniq_add(struct uniq *u, struct str profile)
{
    const struct profile p = profile_read(profile);
    const size_t links = (u->n + 1) * KEYS;
    bool ok = u->n < UINT32_MAX / KEYS - 1 && grow(&u->paper, u->n + 1, &u->cap, sizeof *u->paper);
    ok = ok && grow(&u->link, links - 1, &u->caplink, sizeof *u->link);
    if (ok && links > u->nhead * 2)
        ok = grow_heads(u);
    ok = ok && buf_reserve(&u->profiles, profile.n);
    if (!ok) {
        u->failed = true;
        return false;
    }
    u->paper[u->n] = (struct uniq_paper){.authors = authors_of(&p), .at = u->profiles.n};
    buf_put(&u->profiles, profile.p, profile.n - 4 * p.head.nkey);
    for (size_t k = 0; k < p.head.nkey; k++) {
        u->link[u->n * KEYS + k].key = get32(p.key + 4 * k);
        put_link(u, u->n * KEYS + k);
    }
    u->paper[++u->n].at = u->profiles.n;
    return true;
}

static int by_paper(const void *a, const void *b)
{
    const struct uniq_match *x = a, *y = b;
    return (x->paper > y->paper) - (x->paper < y->paper);
}

static void compare(struct uniq *u, struct str profile, uint32_t paper)
{
    struct uniq_match match = {.paper = paper};
    if (!uniq_same(uniq_get(u, paper), profile, &match))
        return;
    if (grow(&u->match, u->nmatch, &u->capmatch, sizeof *u->match))
        u->match[u->nmatch++] = match;
    else
        u->failed = true;
}

static uint16_t catalogue_of(const struct uniq *u, uint32_t paper)
{
    const struct profile p = profile_read(uniq_get(u, paper));
    return profile_catalogue(&p);
}

/* Whether another match, of the same catalogue, is better. */
static bool is_beaten(const struct uniq *u, size_t i)
{
    uint16_t catalogue = catalogue_of(u, u->match[i].paper);
    for (size_t j = 0; catalogue && j < u->nmatch; j++) {
        const struct uniq_match *a = &u->match[i], *b = &u->match[j];
        bool better = b->score > a->score || (b->score >= a->score && j < i);
        if (j != i && b->by_title && better && catalogue_of(u, b->paper) == catalogue)
            return true;
    }
    return false;
}

/* Leaves out what matches by title alone and is not the best in its catalogue. */
static void choose(struct uniq *u, uint16_t catalogue)
{
    size_t n = 0;
    for (size_t i = 0; catalogue && i < u->nmatch; i++)
        if (!u->match[i].by_title || u->paper[u->match[i].paper].taken != catalogue)
            u->match[n++] = u->match[i];
    u->nmatch = catalogue ? n : u->nmatch;
    for (size_t i = 0; i < u->nmatch; i++)
        u->match[i].beaten = u->match[i].by_title && is_beaten(u, i);
    n = 0;
    for (size_t i = 0; i < u->nmatch; i++)
        if (!u->match[i].beaten)
            u->match[n++] = u->match[i];
    u->nmatch = n;
    for (size_t i = 0; i < n; i++)
        if (u->match[i].by_title)
            u->paper[u->match[i].paper].taken = catalogue;
}

/* Notes a paper that shares a key, and what kind of key that is. */
static void note(struct uniq *u, uint32_t paper, uint32_t key)
{
    fetch(&u->paper[paper], 1);
    if (grow(&u->found, u->nfound, &u->capfound, sizeof *u->found))
        u->found[u->nfound++] = paper << 1 | (key & KEY_ALONE);
    else
        u->failed = true;
}

/* How many papers with this key are looked at. */
static uint32_t most_looked(uint32_t key)
{
    return key & KEY_ALONE ? UNIQ_CHAIN : UNIQ_CHAIN_PAIR;
}

/* Follows the chains of all keys side by side: the next link of each is on its way from memory
 * while the others are looked at, since hardly any is near. */
static void follow(struct uniq *u, const struct profile *p)
{
    uint32_t at[KEYS], looked[KEYS] = {0};
    size_t n = p->head.nkey, open = n;
    for (size_t k = 0; k < n; k++)
        fetch(head_of(u, get32(p->key + 4 * k)), 1);
    for (size_t k = 0; k < n; k++) {
        at[k] = *head_of(u, get32(p->key + 4 * k));
        if (at[k])
            fetch(&u->link[at[k] - 1], 1);
    }
    while (open > 0) {
        open = 0;
        for (size_t k = 0; k < n; k++) {
            if (!at[k])
                continue;
            const struct uniq_link *link = &u->link[at[k] - 1];
            if (link->key == get32(p->key + 4 * k)) {
                note(u, (at[k] - 1) / KEYS, link->key);
                looked[k]++;
            }
            at[k] = looked[k] < most_looked(get32(p->key + 4 * k)) ? link->next : 0;
            if (at[k])
                fetch(&u->link[at[k] - 1], 1);
            open += at[k] != 0;
        }
    }
}

/* Leaves of those found each once, and those alone that can be the same paper. */
static void sift(struct uniq *u, uint64_t authors)
{
    size_t n = 0;
    for (size_t i = 0; i < u->nfound; i++) {
        struct uniq_paper *p = &u->paper[u->found[i] >> 1];
        if (p->asked == u->searches || !(u->found[i] & KEY_ALONE || p->authors & authors))
            continue;
        p->asked = u->searches;
        u->found[n++] = u->found[i] >> 1;
    }
    u->nfound = n;
}

/* Compares with those found, while the profiles of the next ones are on their way. */
static void compare_all(struct uniq *u, struct str profile)
{
    enum { AHEAD = 4 };
    for (size_t i = 0; i < u->nfound + AHEAD; i++) {
        if (i < u->nfound) {
            const char *p = u->profiles.p + u->paper[u->found[i]].at;
            fetch(p, 2);
        }
        if (i >= AHEAD)
            compare(u, profile, u->found[i - AHEAD]);
    }
}

bool uniq_find(struct uniq *u, struct str profile)
{
    const struct profile p = profile_read(profile);
    u->nmatch = 0;
    if (++u->searches == 0) { /* after 2^32 of them the numbers begin again */
        for (size_t i = 0; i < u->n; i++)
            u->paper[i].asked = 0;
        u->searches = 1;
    }
    u->nfound = 0;
    if (u->nhead)
        follow(u, &p);
    sift(u, authors_of(&p));
    compare_all(u, profile);
    if (u->nmatch)
        qsort(u->match, u->nmatch, sizeof *u->match, by_paper);
    choose(u, profile_catalogue(&p));
    return !u->failed;
}

void uniq_free(struct uniq *u)
{
    buf_free(&u->profiles);
    free(u->link);
    free(u->found);
    free(u->head);
    free(u->match);
    free(u->paper);
    *u = (struct uniq){0};
}
