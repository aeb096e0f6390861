/* find.c - the papers most alike.
 *
 * The products of rare terms are added up paper by paper. What the frequent ones add is told from
 * above by sums of bytes, many papers at a time. The papers whose bounds are highest give a score
 * that is needed at least; then only those are computed to the end whose bounds reach it. */
#include "parts.h"

#include "paper/cpu.h"
#include "paper/fetch.h"
#include "paper/real.h"

#include <stdlib.h>

struct sim_library *sim_new(void)
{
    return calloc(1, sizeof(struct sim_library));
}

void sim_free(struct sim_library *s)
{
    if (!s)
        return;
    reader_free(&s->reader);
    builder_free(&s->b);
    sim_index_free(&s->x);
    free(s->own);
    free(s->weighed);
    free(s->decayed);
    free(s->query);
    free(s->length);
    free(s->list);
    free(s->sum);
    free(s->block);
    free(s->row);
    free(s->units);
    free(s->dense);
    free(s->best);
    free(s);
}

bool find_ready(struct sim_library *s)
{
    const struct sim_index *x = &s->x;
    for (uint64_t kind = 0; kind < 2; kind++)
        for (uint64_t rarity = 0; rarity < 256; rarity++)
            s->absent[kind][rarity] = term_weight(kind << 8 | rarity, 0, x->papers);
    s->sum = calloc(stride_of(x) + 1, sizeof *s->sum);
    s->dense = calloc((size_t)x->frequent + 1, sizeof *s->dense);
    s->block = calloc(stride_of(x) / BLOCK + 1, sizeof *s->block);
    s->units = malloc(stride_of(x) * BATCH + 1);
    return s->sum && s->dense && s->block && s->units;
}

size_t sim_papers(const struct sim_library *s)
{
    return s->x.papers;
}

struct str sim_id(const struct sim_library *s, size_t paper)
{
    uint32_t from = get32(s->x.name_start, paper), to = get32(s->x.name_start, paper + 1);
    return (struct str){(const char *)s->x.name + from, to - from};
}

/* ---- age ---- */

/* 2^-(days/half) of 2^16, by square roots and halves, which are the same on every machine. */
static uint32_t decay_of(uint32_t days, unsigned half)
{
    double left = 1, root = .5, part = days % half;
    uint32_t halves = days / half;
    for (int bit = 0; bit < 20; bit++) {
        root = real_sqrt(root);
        part *= 2;
        if (part >= half) {
            part -= half;
            left *= root;
        }
    }
    return halves < 17 ? (uint32_t)(left * 65536 + .5) >> halves : 0;
}

bool sim_decay(struct sim_library *s, unsigned days)
{
    s->decayed = malloc(((size_t)s->x.papers + 1) * sizeof *s->decayed);
    for (size_t i = 0; s->decayed && i < s->x.papers; i++) {
        uint32_t day = get32(s->x.day, i);
        s->decayed[i] = decay_of(day ? s->x.newest - day : 0, days);
    }
    return s->decayed;
}

static uint64_t with_age(const struct sim_library *s, uint32_t paper, uint64_t score)
{
    return s->decayed ? score * s->decayed[paper] >> 16 : score;
}

/* ---- the best so far: a heap, the worst on top ---- */

struct heap {
    struct sim_match *m;
    size_t n, most;
    uint64_t least; /* the score that is needed to come in */
};

static bool is_worse(struct sim_match a, struct sim_match b)
{
    return a.score < b.score || (a.score == b.score && a.paper > b.paper);
}

static void sift_down(struct heap *h, size_t i)
{
    for (size_t child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && is_worse(h->m[child + 1], h->m[child]))
            child++;
        if (!is_worse(h->m[child], h->m[i]))
            return;
        struct sim_match m = h->m[i];
        h->m[i] = h->m[child];
        h->m[child] = m;
    }
}

static void offer(struct heap *h, struct sim_match m)
{
    if (m.score < h->least)
        return;
    if (h->n < h->most) {
        size_t i = h->n++;
        for (; i > 0 && is_worse(m, h->m[(i - 1) / 2]); i = (i - 1) / 2)
            h->m[i] = h->m[(i - 1) / 2];
        h->m[i] = m;
    } else if (is_worse(h->m[0], m)) {
        h->m[0] = m;
        sift_down(h, 0);
    }
    if (h->n == h->most && h->m[0].score > h->least)
        h->least = h->m[0].score;
}

static int by_score(const void *a, const void *b)
{
    return is_worse(*(const struct sim_match *)a, *(const struct sim_match *)b) ? 1 : -1;
}

/* ---- adding up ---- */

/* Begins the lists of postings of rare terms. */
static bool begin_lists(struct sim_library *s, const struct weighed *q, size_t n)
{
    enum { SOON = 16 };
    const struct sim_index *x = &s->x;
    if (!grow(&s->list, n, &s->caplist, sizeof *s->list))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (i + SOON < n)
            fetch(x->start + 4 * (size_t)q[i + SOON].term, 1);
        const unsigned char *at = x->posting + 6 * (size_t)get32(x->start, q[i].term);
        const unsigned char *end = x->posting + 6 * (size_t)get32(x->start, (size_t)q[i].term + 1);
        s->list[i] = (struct list){at, end, q[i].weight};
        fetch(at, 1);
    }
    return true;
}

/* Adds up the products for the papers before `end`: for some of the papers at a time, so that their
 * sums stay near, while what comes next of each list is fetched. */
static void add_lists(struct sim_library *s, size_t n, size_t end)
{
    enum { AHEAD = 8 };
    uint32_t *sum = s->sum;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *p = s->list[i].at, *stop = s->list[i].end;
        const uint32_t weight = s->list[i].weight;
        for (; p < stop && get32(p, 0) < end; p += 6)
            sum[get32(p, 0)] += weight * get16(p + 4, 0);
        if (p < stop)
            fetch(p, AHEAD);
        s->list[i].at = p;
    }
}

static bool add_postings(struct sim_library *s, const struct weighed *q, size_t n)
{
    enum { SPAN = 1 << 14 };
    if (!begin_lists(s, q, n))
        return false;
    memset(s->sum, 0, s->x.papers * sizeof *s->sum);
    for (size_t at = 0; at < s->x.papers; at += SPAN)
        add_lists(s, n, at + SPAN);
    return true;
}

/* 2^15 times powers of .72, rounded up. */
const uint16_t sim_edge[EDGES] = {0,    330,  458,  636,  884,   1227,  1704,  2367,
                                  3287, 4566, 6341, 8807, 12231, 16987, 23593, 32768};

unsigned char sim_edge_of(uint32_t weight)
{
    unsigned char i = 0;
    while (i + 1 < EDGES && sim_edge[i] < weight)
        i++;
    return i;
}

uint32_t length_of(const struct weighed *w, size_t n)
{
    uint64_t square = 0;
    for (size_t i = 0; i < n; i++)
        square += (uint64_t)w[i].weight * w[i].weight;
    uint32_t length =
        (uint32_t)real_sqrt((double)square); /* off by 1 at most, which does no harm */
    while ((uint64_t)length * length < square)
        length++;
    return length;
}

enum { FULL = 255 /* a sum of units that may be any */ };

/* ---- units: what frequent terms add to the bounds, for some queries at a time ---- */

static bool add_row(struct sim_library *s, size_t number, uint32_t weight, uint32_t unit)
{
    if (!grow(&s->row, s->nrow, &s->caprow, sizeof *s->row))
        return false;
    struct row *r = &s->row[s->nrow++];
    r->number = (uint32_t)number;
    for (size_t i = 0; i < EDGES; i++) {
        uint64_t add = ((uint64_t)weight * sim_edge[i] + unit - 1) / unit;
        r->add[i] = (uint8_t)(add < FULL ? add : FULL);
    }
    return true;
}

static size_t frequent_terms(const struct sim_index *x, const struct weighed *w, size_t n)
{
    size_t frequent = 0;
    while (frequent < n && w[frequent].term < x->frequent)
        frequent++;
    return frequent;
}

/* Adds a query to the batch. */
static bool add_query(struct sim_library *s, const struct weighed *w, size_t n)
{
    const struct sim_index *x = &s->x;
    const size_t frequent = frequent_terms(x, w, n);
    const uint32_t length = length_of(w, frequent), least = SIM_ONE / 4096;
    const uint32_t unit = length * length / 256 > least ? length * length / 256 : least;
    size_t common = 0;
    while (common < frequent && w[common].term < x->common)
        common++;
    if (common && !add_row(s, 0, length_of(w, common), unit))
        return false;
    for (size_t i = common; i < frequent; i++)
        if (!add_row(s, w[i].term - x->common + 1, w[i].weight, unit))
            return false;
    s->batch[s->batched] = (struct batch){s->nrow, unit, s->units + s->batched * stride_of(x)};
    s->batched++;
    return true;
}

/* The units of STRIDE papers for the rows of a query. */
static void units_portable(const struct sim_index *x, size_t at, const struct row *row, size_t n,
                           uint8_t *units)
{
    unsigned sum[STRIDE] = {0};
    for (size_t k = 0; k < n; k++) {
        const unsigned char *edge = row_at(x, row[k].number, at);
        for (size_t i = 0; i < STRIDE; i++)
            sum[i] += row[k].add[edge[half_byte(i)] >> half_shift(i) & 15];
    }
    for (size_t i = 0; i < STRIDE; i++)
        units[i] = (uint8_t)(sum[i] < FULL ? sum[i] : FULL);
}

#ifdef HAVE_AVX2
AVX2 static void units_avx2(const struct sim_index *x, size_t at, const struct row *row, size_t n,
                            uint8_t *units)
{
    enum { VECTORS = STRIDE / 64 };
    const __m256i half = _mm256_set1_epi8(15);
    __m256i low[VECTORS], high[VECTORS];
    for (size_t i = 0; i < VECTORS; i++)
        low[i] = high[i] = _mm256_setzero_si256();
    for (size_t k = 0; k < n; k++) {
        const __m256i *edge = (const __m256i *)(const void *)row_at(x, row[k].number, at);
        const __m256i add =
            _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)row[k].add));
        for (size_t i = 0; i < VECTORS; i++) {
            const __m256i two = _mm256_loadu_si256(edge + i);
            const __m256i first = _mm256_and_si256(two, half);
            const __m256i second = _mm256_and_si256(_mm256_srli_epi16(two, 4), half);
            low[i] = _mm256_adds_epu8(low[i], _mm256_shuffle_epi8(add, first));
            high[i] = _mm256_adds_epu8(high[i], _mm256_shuffle_epi8(add, second));
        }
    }
    for (size_t i = 0; i < VECTORS; i++) {
        _mm256_storeu_si256((__m256i *)(void *)units + 2 * i, low[i]);
        _mm256_storeu_si256((__m256i *)(void *)units + 2 * i + 1, high[i]);
    }
}
#endif

_Static_assert(STRIDE / 2 == FETCHED, "what a row has for STRIDE papers comes at once");

/* Fetches rows for some papers: those of the query, or where a batch has almost all of them, a part
 * of all, one after the other. */
static void fetch_rows(const struct sim_library *s, size_t at, size_t q)
{
    const struct sim_index *x = &s->x;
    const size_t rows = rows_of(x), some = rows / BATCH + 1; /* a line each */
    if (at >= x->papers)
        return;
    if (s->nrow < rows) {
        for (size_t k = q ? s->batch[q - 1].row : 0; k < s->batch[q].row; k++)
            fetch(row_at(x, s->row[k].number, at), 1);
    } else if (q * some < rows) {
        fetch(row_at(x, q * some, at), some);
    }
}

/* Makes the units of a batch: all queries for some papers, then for the next, which are fetched
 * meanwhile. */
static void make_units(struct sim_library *s)
{
    void (*make)(const struct sim_index *, size_t, const struct row *, size_t, uint8_t *) =
        units_portable;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        make = units_avx2;
#endif
    for (size_t at = 0; at < s->x.papers; at += STRIDE)
        for (size_t q = 0, row = 0; q < s->batched; row = s->batch[q++].row) {
            fetch_rows(s, at + STRIDE, q);
            make(&s->x, at, s->row + row, s->batch[q].row - row, s->batch[q].units + at);
        }
}

/* ---- bounds ---- */

/* The highest bound of BLOCK papers. */
static uint32_t highest_portable(const uint32_t *sum, const uint8_t *units, uint32_t unit)
{
    uint32_t highest = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        uint32_t bound = units[i] < FULL ? sum[i] + units[i] * unit : UINT32_MAX;
        highest = bound > highest ? bound : highest;
    }
    return highest;
}

#ifdef HAVE_AVX2
AVX2 static uint32_t highest_avx2(const uint32_t *sum, const uint8_t *units, uint32_t unit)
{
    const __m256i one = _mm256_set1_epi32((int)unit), full = _mm256_set1_epi32(FULL);
    __m256i highest = _mm256_setzero_si256();
    for (size_t i = 0; i < BLOCK; i += 8) {
        __m256i n =
            _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(units + i)));
        __m256i exact = _mm256_loadu_si256((const __m256i *)(const void *)(sum + i));
        __m256i all = _mm256_add_epi32(exact, _mm256_mullo_epi32(n, one));
        all = _mm256_or_si256(all, _mm256_cmpeq_epi32(n, full));
        highest = _mm256_max_epu32(highest, all);
    }
    uint32_t top[8], most = 0;
    _mm256_storeu_si256((__m256i *)(void *)top, highest);
    for (size_t i = 0; i < 8; i++)
        most = top[i] > most ? top[i] : most;
    return most;
}
#endif

/* The highest bound of each BLOCK papers. */
static void make_bounds(struct sim_library *s)
{
    uint32_t (*highest)(const uint32_t *, const uint8_t *, uint32_t) = highest_portable;
#ifdef HAVE_AVX2
    if (cpu_has_avx2())
        highest = highest_avx2;
#endif
    for (size_t at = 0; at < s->x.papers; at += BLOCK)
        s->block[at / BLOCK] = highest(s->sum + at, s->now->units + at, s->now->unit);
}

/* No less than the score of a paper. */
static sim_score bound_of(const struct sim_library *s, size_t i)
{
    const uint8_t units = s->now->units[i];
    if (units == FULL)
        return UINT32_MAX;
    return (sim_score)with_age(s, (uint32_t)i, s->sum[i] + units * s->now->unit);
}

static sim_score score_of(const struct sim_library *s, uint32_t paper)
{
    const struct sim_index *x = &s->x;
    uint32_t sum = s->sum[paper];
    for (size_t k = get32(x->part_start, paper), end = get32(x->part_start, paper + 1); k < end;
         k++)
        sum += (uint32_t)s->dense[get16(x->part, 2 * k)] * get16(x->part, 2 * k + 1);
    return (sim_score)with_age(s, paper, sum);
}

/* The next paper from i on whose bound is no less; the number of papers where there is none. */
static inline size_t next_above(const struct sim_library *s, size_t i, uint64_t least)
{
    for (; i < s->x.papers; i++) {
        while (i % BLOCK == 0 && i < s->x.papers && s->block[i / BLOCK] < least)
            i += BLOCK;
        if (i < s->x.papers && bound_of(s, i) >= least)
            return i;
    }
    return s->x.papers;
}

/* The papers' own terms are far from each other: they are fetched before they are needed. */
static void fetch_parts(const struct sim_index *x, const struct sim_match *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fetch(x->part_start + 4 * (size_t)m[i].paper, 1);
    for (size_t i = 0; i < n; i++)
        fetch(x->part + 4 * (size_t)get32(x->part_start, m[i].paper), 4);
}

/* The least score that is needed to be among the best: that of those with the highest bounds. */
static uint64_t needed(const struct sim_library *s, struct heap *h)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; (i = next_above(s, i, h->least)) < s->x.papers; i++)
        offer(h, (struct sim_match){(uint32_t)i, bound_of(s, i)});
    fetch_parts(&s->x, h->m, h->n);
    for (size_t i = 0; i < h->n; i++) {
        uint64_t score = score_of(s, h->m[i].paper);
        least = score < least ? score : least;
    }
    return h->n == h->most ? least : 0;
}

/* The next papers from *i on whose bounds are high enough; fewer than `most`: there are no more. */
static size_t candidates(const struct sim_library *s, uint64_t least, size_t *i,
                         struct sim_match *m, size_t most)
{
    size_t n = 0;
    for (; n < most && (*i = next_above(s, *i, least)) < s->x.papers; ++*i)
        m[n++] = (struct sim_match){(uint32_t)*i, bound_of(s, *i)};
    fetch_parts(&s->x, m, n);
    return n;
}

static void choose(const struct sim_library *s, struct heap *h, sim_score least)
{
    enum { SOME = 32 };
    struct sim_match m[SOME];
    h->least = least;
    uint64_t more = needed(s, h);
    h->n = 0;
    h->least = more > least ? more : least;
    for (size_t at = 0, n = SOME; n == SOME;) {
        n = candidates(s, h->least, &at, m, SOME);
        for (size_t i = 0; i < n; i++)
            if (m[i].score >= h->least)
                offer(h, (struct sim_match){m[i].paper, score_of(s, m[i].paper)});
    }
}

/* The best for the query, which is number q of the batch. */
static size_t find(struct sim_library *s, size_t q, uint32_t self, size_t most, sim_score least,
                   const struct sim_match **match)
{
    const size_t frequent = frequent_terms(&s->x, s->query, s->nquery);
    most = most < s->x.papers ? most : s->x.papers;
    if (!grow(&s->best, most, &s->capbest, sizeof *s->best))
        return SIZE_MAX;
    struct heap heap = {.m = s->best, .most = most};
    *match = s->best;
    if (most == 0)
        return 0;
    if (!add_postings(s, s->query + frequent, s->nquery - frequent))
        return SIZE_MAX;
    for (size_t i = 0; i < frequent; i++)
        s->dense[s->query[i].term] = s->query[i].weight;
    s->now = &s->batch[q];
    if (self < s->x.papers)
        s->sum[self] = s->now->units[self] = 0;
    make_bounds(s);
    choose(s, &heap, least);
    for (size_t i = 0; i < frequent; i++)
        s->dense[s->query[i].term] = 0;
    qsort(heap.m, heap.n, sizeof *heap.m, by_score);
    return heap.n;
}

/* ---- questions ---- */

static bool set_query(struct sim_library *s, const struct weighed *w, size_t n)
{
    s->nquery = 0;
    if (!grow(&s->query, n, &s->capquery, sizeof *s->query))
        return false;
    if (n)
        memcpy(s->query, w, n * sizeof *w);
    s->nquery = n;
    return true;
}

static const struct weighed *own_terms(const struct sim_library *s, size_t paper, size_t *n)
{
    uint64_t from = paper ? s->own[paper - 1] : 0;
    *n = s->own[paper] - from;
    return s->weighed + from;
}

static void clear_batch(struct sim_library *s, size_t first)
{
    s->batched = s->nrow = 0;
    s->first = first;
}

/* A batch of the papers from this on: who asks for one will ask for the next. */
static bool batch_papers(struct sim_library *s, size_t paper)
{
    clear_batch(s, paper);
    for (size_t i = paper; i < s->x.papers && s->batched < BATCH; i++) {
        size_t n;
        const struct weighed *w = own_terms(s, i, &n);
        if (!add_query(s, w, n))
            return false;
    }
    make_units(s);
    return true;
}

size_t sim_of_paper(struct sim_library *s, size_t paper, size_t most, sim_score least,
                    const struct sim_match **match)
{
    size_t n;
    const struct weighed *w = own_terms(s, paper, &n);
    if ((paper < s->first || paper >= s->first + s->batched) && !batch_papers(s, paper))
        return SIZE_MAX;
    if (!set_query(s, w, n))
        return SIZE_MAX;
    return find(s, paper - s->first, (uint32_t)paper, most, least, match);
}

/* The slot of a term, or SIZE_MAX. */
static size_t slot_of(const struct sim_index *x, uint64_t hash)
{
    size_t at = index_place(x, hash);
    for (uint64_t h; (h = load64(x->hash + 8 * at)) != 0; at = (at + 1) & (x->slots - 1))
        if (h == hash)
            return at;
    return SIZE_MAX;
}

/* The query's terms that the library has; the length is that of all. */
static bool weigh_query(struct sim_library *s)
{
    const struct sim_index *x = &s->x;
    const struct reader *r = &s->reader;
    double square = 0;
    s->nquery = 0;
    for (size_t i = 0; i < r->n; i++)
        fetch(x->hash + 8 * index_place(x, r->term[i].hash), 1);
    for (size_t i = 0; i < r->n; i++) {
        const struct term *t = &r->term[i];
        size_t at = slot_of(x, t->hash);
        double rise = at == SIZE_MAX ? s->absent[is_pair(t->hash)][rarity_of(t->hash)]
                                     : get32(x->rise, at) / (double)(1 << 24);
        double w = saturated(t->count) * rise;
        square += w * w;
        if (at == SIZE_MAX)
            continue;
        if (!grow(&s->query, s->nquery, &s->capquery, sizeof *s->query) ||
            !grow(&s->length, s->nquery, &s->caplength, sizeof *s->length))
            return false;
        s->query[s->nquery].term = get32(x->term, at);
        s->length[s->nquery++] = w;
    }
    const double unit = square > 0 ? SIM_UNIT / real_sqrt(square) : 0;
    size_t n = 0;
    for (size_t i = 0; i < s->nquery; i++) {
        const uint16_t weight = (uint16_t)(s->length[i] * unit + .5);
        if (weight > 0)
            s->query[n++] = (struct weighed){s->query[i].term, weight};
    }
    s->nquery = n;
    group_terms(s->query, n, x);
    return true;
}

size_t sim_of_record(struct sim_library *s, const struct rec *r, size_t most, sim_score least,
                     const struct sim_match **match)
{
    clear_batch(s, 0);
    if (!read_terms(&s->reader, r) || !weigh_query(s) || !add_query(s, s->query, s->nquery))
        return SIZE_MAX;
    make_units(s);
    return find(s, 0, UINT32_MAX, most, least, match);
}
