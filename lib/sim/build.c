/* build.c - papers to an index. */
#include "parts.h"

#include "paper/fetch.h"
#include "paper/hash.h"
#include "paper/real.h"

#include <stdlib.h>

/* ---- putting in ---- */

/* The slot where the search for a term begins. */
static size_t builder_place(const struct builder *b, uint64_t hash)
{
    return hash64_place(hash, b->seed[0]) & (b->nslot - 1);
}

static bool widen(struct builder *b)
{
    size_t nslot = b->nslot ? b->nslot * 2 : 4096;
    uint32_t *slot = nslot <= UINT32_MAX ? calloc(nslot, sizeof *slot) : NULL;
    if (!slot)
        return false;
    if (!b->nslot)
        hash_seed(b->seed);
    free(b->slot);
    b->slot = slot;
    b->nslot = nslot;
    for (size_t i = 0; i < b->nterm; i++) {
        size_t at = builder_place(b, b->hash[i]);
        while (slot[at])
            at = (at + 1) & (nslot - 1);
        slot[at] = (uint32_t)i + 1;
    }
    return true;
}

/* The term's number; UINT32_MAX without memory. */
static uint32_t number_of(struct builder *b, uint64_t hash)
{
    if ((2 * b->nterm >= b->nslot && !widen(b)) ||
        !grow(&b->hash, b->nterm, &b->capterm, sizeof *b->hash) ||
        !grow(&b->df, b->nterm, &b->capdf, sizeof *b->df))
        return UINT32_MAX;
    size_t at = builder_place(b, hash);
    while (b->slot[at] && b->hash[b->slot[at] - 1] != hash)
        at = (at + 1) & (b->nslot - 1);
    if (b->slot[at] == 0) {
        b->hash[b->nterm] = hash;
        b->df[b->nterm] = 0;
        b->slot[at] = (uint32_t)++b->nterm;
    }
    return b->slot[at] - 1;
}

/* Days from 0000-01-01 on, in months of 31 days: order and distance are all that is asked. 0: none.
 */
static uint32_t day_of(struct str date)
{
    uint32_t part[3] = {0, 1, 1}, n = 0;
    if (date.n < 4 || !rec_is_date(date))
        return 0;
    for (size_t i = 0; i < date.n; i++) {
        if (date.p[i] == '-')
            part[++n] = 0;
        else
            part[n] = part[n] * 10 + (uint32_t)(date.p[i] - '0');
    }
    uint32_t y = part[0] - (part[1] <= 2), m = (part[1] + 9) % 12; /* from March on */
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + part[2];
}

/* Fetches what number_of() will look at. */
static void fetch_terms(const struct builder *b, const struct term *term, size_t n)
{
    if (b->nslot == 0)
        return;
    for (size_t i = 0; i < n; i++)
        fetch(&b->slot[builder_place(b, term[i].hash)], 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = b->slot[builder_place(b, term[i].hash)];
        if (slot == 0)
            continue;
        fetch(&b->hash[slot - 1], 1);
        fetch(&b->df[slot - 1], 1);
    }
}

bool sim_add(struct sim_library *s, const struct rec *r)
{
    struct builder *b = &s->b;
    if (!read_terms(&s->reader, r) || b->npaper == UINT32_MAX ||
        !grow(&b->paper, b->npaper, &b->cappaper, sizeof *b->paper))
        return false;
    fetch_terms(b, s->reader.term, s->reader.n);
    for (size_t i = 0; i < s->reader.n; i++) {
        uint32_t number = number_of(b, s->reader.term[i].hash);
        if (number == UINT32_MAX || !grow(&b->held, b->nheld, &b->capheld, sizeof *b->held) ||
            !grow(&b->count, b->nheld, &b->capcount, sizeof *b->count))
            return false;
        b->df[number]++;
        b->held[b->nheld] = number;
        b->count[b->nheld++] = (uint8_t)s->reader.term[i].count;
    }
    buf_putstr(&b->names, r->col[REC_ID]);
    b->paper[b->npaper++] = (struct entry){b->nheld, b->names.n, day_of(r->col[REC_DATE])};
    return !b->names.failed;
}

void builder_free(struct builder *b)
{
    free(b->hash);
    free(b->df);
    free(b->slot);
    free(b->held);
    free(b->count);
    free(b->paper);
    buf_free(&b->names);
    *b = (struct builder){0};
}

/* ---- ending ---- */

/* Terms numbered anew: the most frequent first, of as frequent ones the one that came first. Those
 * with less than `least` papers come last. */
static uint32_t *order_terms(const struct builder *b)
{
    size_t n = b->npaper + 2;
    uint32_t *first = calloc(n, sizeof *first), *number = calloc(b->nterm + 1, sizeof *number);
    if (!first || !number) {
        free(first);
        free(number);
        return NULL;
    }
    for (size_t i = 0; i < b->nterm; i++)
        first[b->df[i]]++;
    for (size_t df = n, above = 0; df-- > 0;) {
        size_t here = first[df];
        first[df] = (uint32_t)above;
        above += here;
    }
    for (size_t i = 0; i < b->nterm; i++)
        number[i] = first[b->df[i]]++;
    free(first);
    return number;
}

void group_terms(struct weighed *w, size_t n, const struct sim_index *x)
{
    const uint32_t cut[2] = {x->common, x->frequent};
    for (size_t level = 0, at = 0; level < 2; level++) {
        for (size_t i = at; i < n; i++) {
            struct weighed one = w[i];
            if (one.term >= cut[level])
                continue;
            w[i] = w[at];
            w[at++] = one;
        }
    }
}

/* Weighs the terms of each paper, and makes its vector's length 1. The terms get their new numbers.
 */
static void weigh(struct sim_library *s, const uint32_t *number, const float *rise)
{
    const struct builder *b = &s->b;
    uint64_t from = 0, to = 0;
    for (size_t i = 0; i < b->npaper; i++) {
        double square = 0;
        uint64_t begin = to;
        for (uint64_t k = from; k < b->paper[i].held; k++) {
            double w = saturated(b->count[k]) * (double)rise[b->held[k]];
            square += w * w;
        }
        const double unit = square > 0 ? SIM_UNIT / real_sqrt(square) : 0;
        for (uint64_t k = from; k < b->paper[i].held; k++) {
            double w = saturated(b->count[k]) * (double)rise[b->held[k]] * unit;
            uint16_t whole = (uint16_t)(w + .5);
            if (whole > 0)
                s->weighed[to++] = (struct weighed){number[b->held[k]], whole};
        }
        from = b->paper[i].held;
        s->own[i] = to;
        group_terms(s->weighed + begin, to - begin, &s->x);
    }
}

static const uint32_t none = UINT32_MAX;

/* How many terms at least so many papers hold. */
static uint32_t terms_above(const struct builder *b, size_t least)
{
    uint32_t n = 0;
    for (size_t i = 0; i < b->nterm; i++)
        n += b->df[i] >= least;
    return n;
}

static uint32_t terms_of_share(const struct builder *b, size_t share)
{
    size_t least = b->npaper / share;
    uint32_t n = terms_above(b, least > FREQUENT_MIN ? least : FREQUENT_MIN);
    return n <= UINT16_MAX ? n : UINT16_MAX;
}

static void put_edge(struct sim_index *x, size_t paper, size_t row, uint32_t weight)
{
    const size_t within = paper % STRIDE;
    unsigned char *half = (unsigned char *)row_at(x, row, paper - within) + half_byte(within);
    *half |= (unsigned char)(sim_edge_of(weight) << half_shift(within));
}

static void put_part(struct sim_index *x, size_t paper, size_t part, struct weighed w)
{
    put16(x->part, 2 * part, w.term);
    put16(x->part, 2 * part + 1, w.weight);
    if (w.term >= x->common)
        put_edge(x, paper, w.term - x->common + 1, w.weight);
}

static void put_common(struct sim_index *x, size_t paper, const struct weighed *w, size_t n)
{
    size_t common = 0;
    while (common < n && w[common].term < x->common)
        common++;
    put_edge(x, paper, 0, length_of(w, common));
}

/* Counts postings and parts; *end of each term becomes the number of its postings. Terms that one
 * paper alone holds have none, where only papers of the library are asked about. */
static void count_postings(const struct sim_library *s, struct sim_index *x, bool alone,
                           const uint32_t *df, uint32_t *postings)
{
    for (uint64_t k = 0; k < s->own[s->b.npaper - 1]; k++) {
        const uint32_t t = s->weighed[k].term;
        if (alone && df[t] < 2)
            continue;
        postings[t] += t >= x->frequent;
        x->postings += t >= x->frequent;
        x->parts += t < x->frequent;
    }
}

static void put_postings(const struct sim_library *s, struct sim_index *x, bool alone,
                         const uint32_t *df, uint32_t *next)
{
    uint32_t part = 0;
    for (size_t i = 0; i < x->papers; i++) {
        uint64_t from = i ? s->own[i - 1] : 0;
        put32(x->part_start, i, part);
        put_common(x, i, s->weighed + from, s->own[i] - from);
        for (uint64_t k = from; k < s->own[i]; k++) {
            const struct weighed w = s->weighed[k];
            if (alone && df[w.term] < 2)
                continue;
            if (w.term < x->frequent) {
                put_part(x, i, part++, w);
            } else {
                const unsigned char *posting = x->posting + 6 * (size_t)next[w.term]++;
                put32(posting, 0, (uint32_t)i);
                put16(posting + 4, 0, w.weight);
            }
        }
    }
    put32(x->part_start, x->papers, part);
}

static void put_papers(const struct builder *b, struct sim_index *x)
{
    for (size_t i = 0; i < b->npaper; i++) {
        put32(x->name_start, i + 1, (uint32_t)b->paper[i].name);
        put32(x->day, i, b->paper[i].day);
        if (b->paper[i].day > x->newest)
            x->newest = b->paper[i].day;
    }
    if (b->names.n)
        memcpy((unsigned char *)x->name, b->names.p, b->names.n);
}

/* Of all terms, in whatever order they came. */
static uint32_t seed_of(const struct builder *b)
{
    uint64_t seed = 0;
    for (size_t i = 0; i < b->nterm; i++)
        seed += hash64_mix(b->hash[i]);
    return (uint32_t)(seed >> 32);
}

static void put_slots(const struct builder *b, struct sim_index *x, const uint32_t *number,
                      const float *rise)
{
    for (size_t i = 0; x->slots && i < b->nterm; i++) {
        size_t at = index_place(x, b->hash[i]);
        while (load64(x->hash + 8 * at))
            at = (at + 1) & (x->slots - 1);
        store64((unsigned char *)x->hash + 8 * at, b->hash[i]);
        put32(x->term, at, number[i]);
        put32(x->rise, at, (uint32_t)((double)rise[i] * (1 << 24) + .5));
    }
}

/* What is needed for a while. */
struct scratch {
    uint32_t *number, *df, *postings;
    float *rise;
};

static const char *make_index(struct sim_library *s, bool alone, struct scratch *m)
{
    struct builder *b = &s->b;
    struct sim_index *x = &s->x;
    x->papers = (uint32_t)b->npaper;
    x->terms = (uint32_t)b->nterm;
    x->seed = seed_of(b);
    while (!alone && x->slots < 2 * b->nterm + 2)
        x->slots = x->slots ? x->slots * 2 : 64;
    for (size_t i = 0; i < b->nterm; i++) {
        m->rise[i] = (float)term_weight(b->hash[i], b->df[i], x->papers);
        m->df[m->number[i]] = b->df[i];
    }
    x->frequent = terms_of_share(b, SHARE);
    x->common = terms_of_share(b, COMMON_SHARE);
    weigh(s, m->number, m->rise);
    if (b->npaper)
        count_postings(s, x, alone, m->df, m->postings);
    if (x->postings >= none || b->names.n >= none)
        return "too large: to be split";
    if (!sim_index_new(x, b->names.n))
        return "out of memory";
    uint32_t sum = 0;
    for (size_t i = 0; i < b->nterm; i++) {
        uint32_t n = m->postings[i];
        put32(x->start, i, sum);
        m->postings[i] = sum;
        sum += n;
    }
    put32(x->start, b->nterm, sum);
    put_postings(s, x, alone, m->df, m->postings);
    put_papers(b, x);
    put_slots(b, x, m->number, m->rise);
    return NULL;
}

const char *sim_finish(struct sim_library *s, bool alone)
{
    struct builder *b = &s->b;
    if (b->nterm >= none || b->npaper >= none)
        return "too large: to be split";
    free(b->slot);
    b->slot = NULL;
    struct scratch m = {
        .number = order_terms(b),
        .df = calloc(b->nterm + 1, sizeof *m.df),
        .postings = calloc(b->nterm + 1, sizeof *m.postings),
        .rise = calloc(b->nterm + 1, sizeof *m.rise),
    };
    s->own = calloc(b->npaper + 1, sizeof *s->own);
    s->weighed = calloc(b->nheld + 1, sizeof *s->weighed);
    const char *why = "out of memory";
    if (m.number && m.df && m.postings && m.rise && s->own && s->weighed)
        why = make_index(s, alone, &m);
    free(m.number);
    free(m.df);
    free(m.postings);
    free(m.rise);
    builder_free(b);
    if (!alone) {
        free(s->own);
        free(s->weighed);
        s->own = NULL;
        s->weighed = NULL;
    }
    if (!why && !find_ready(s))
        why = "out of memory";
    return why;
}
