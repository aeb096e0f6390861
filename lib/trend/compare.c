/* compare.c - what is rising.
 *
 * The score is a lower confidence bound of the log-odds ratio with an informative Dirichlet prior:
 * B. Monroe, M. Colaresi, K. Quinn, "Fightin' Words", Political Analysis 16(4), 2008,
 * doi:10.1093/pan/mpn018. The prior is worth 101 papers that have the term as often as window and
 * background together. */
#include "parts.h"

#include "paper/real.h"

#include <limits.h>
#include <stdlib.h>

enum { PRIOR = 100, LEAST_COUNT = 3, PHRASE_WORDS = 12 };

/* A term inside a longer one, and the papers that have both. */
struct pair {
    uint32_t longer, shorter;
    uint64_t n[3];
};

struct work {
    uint64_t (*n)[3];  /* of each term, by place */
    bool *gone;        /* it gives way to a longer one */
    struct pair *pair; /* by longer term */
    size_t npair, cappair;
    uint32_t *pair_of; /* of each term: 1 + its first pair */
};

int trend_place(const struct trend *t, const struct doc *d)
{
    const struct trend_span *w = &t->plan.window, *b = &t->plan.background;
    if (d->first > d->last)
        return IN_NONE;
    if (!d->apart && d->first >= w->first && d->last <= w->last)
        return IN_WINDOW;
    if (d->apart == t->plan.apart && d->first >= b->first && d->last <= b->last)
        return IN_BACKGROUND;
    return IN_NONE;
}

/* Of a term that c of the n papers in the window have, and b of the m in the background. */
static void score_of(const struct trend *t, uint64_t count, uint64_t before, double *score,
                     double *z)
{
    const double c = (double)count, b = (double)before, n = (double)t->papers[IN_WINDOW];
    const double m = (double)t->papers[IN_BACKGROUND];
    const double a = PRIOR * (c + b + .5) / (n + m + 1) + .5, all = PRIOR + 1;
    const double d = real_log((c + a) / (n + all - c - a)) - real_log((b + a) / (m + all - b - a));
    const double s = real_sqrt(1 / (c + a) + 1 / (b + a));
    *score = d - t->plan.errors * s;
    *z = d / s;
}

static void count_terms(struct trend *t, struct work *w)
{
    memset(t->papers, 0, sizeof t->papers);
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        int place = trend_place(t, d);
        t->papers[place] += d->papers;
        for (size_t k = d->at; place && k < trend_end(t, i); k++)
            w->n[t->of_doc[k]][place] += d->count;
    }
}

/* ---- terms inside longer ones ---- */

/* The beginnings of a term's words, and behind them that of a word to come; 0 of too many. */
static size_t word_begins(struct str term, size_t begin[PHRASE_WORDS + 1])
{
    size_t n = 1;
    begin[0] = 0;
    for (size_t i = 0; i < term.n; i++)
        if (term.p[i] == ' ') {
            if (n == PHRASE_WORDS)
                return 0;
            begin[n++] = i + 1;
        }
    begin[n] = term.n + 1;
    return n;
}

static bool find_shorter(struct trend *t, struct work *w, uint32_t longer)
{
    struct str term = table_key(&t->terms, longer);
    size_t begin[PHRASE_WORDS + 1], n = word_begins(term, begin);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k <= n; k++) {
            if (k - i == n)
                continue;
            size_t shorter = table_find(&t->terms, str_slice(term, begin[i], begin[k] - 1));
            if (shorter == TABLE_NONE)
                continue;
            if (!grow(&w->pair, w->npair, &w->cappair, sizeof *w->pair))
                return false;
            w->pair[w->npair++] = (struct pair){longer, (uint32_t)shorter, {0}};
            if (!w->pair_of[longer])
                w->pair_of[longer] = (uint32_t)w->npair;
        }
    return true;
}

/* In how many papers both of each pair are. In a row of a table that is not to be seen: there the
 * longer term's papers are taken to have the shorter. */
static void count_pairs(struct trend *t, struct work *w)
{
    memset(t->stamp, 0, t->terms.n * sizeof *t->stamp);
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        int place = trend_place(t, d);
        if (!place || !d->count)
            continue;
        for (size_t k = d->at; k < trend_end(t, i); k++)
            t->stamp[t->of_doc[k]] = (uint32_t)i + 1;
        for (size_t k = d->at; k < trend_end(t, i); k++) {
            uint32_t longer = t->of_doc[k];
            for (size_t p = w->pair_of[longer]; p && p <= w->npair; p++) {
                struct pair *pair = &w->pair[p - 1];
                if (pair->longer != longer)
                    break;
                if (d->row || t->stamp[pair->shorter] == i + 1)
                    pair->n[place] += d->count;
            }
        }
    }
}

/* A term gives way to a longer one that has seven tenths of its papers. */
static void drop_parts(struct work *w)
{
    for (size_t p = 0; p < w->npair; p++) {
        const struct pair *pair = &w->pair[p];
        if (pair->n[IN_WINDOW] * 10 >= w->n[pair->shorter][IN_WINDOW] * 7)
            w->gone[pair->shorter] = true;
    }
}

/* And where it does not rise without the papers of a longer one that rises more. */
static void drop_explained(struct trend *t, struct work *w, uint32_t longer)
{
    for (size_t p = w->pair_of[longer]; p && p <= w->npair; p++) {
        const struct pair *pair = &w->pair[p - 1];
        if (pair->longer != longer)
            break;
        uint64_t left[3];
        for (int i = IN_WINDOW; i <= IN_BACKGROUND; i++) {
            uint64_t all = w->n[pair->shorter][i];
            left[i] = all > pair->n[i] ? all - pair->n[i] : 0; /* rows may not add up */
        }
        double score, z;
        score_of(t, left[IN_WINDOW], left[IN_BACKGROUND], &score, &z);
        if (left[IN_WINDOW] < LEAST_COUNT || score <= 0)
            w->gone[pair->shorter] = true;
    }
}

/* ---- the terms found ---- */

struct candidate {
    double score, z;
    struct str term;
    uint32_t number;
};

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    size_t n = x->term.n < y->term.n ? x->term.n : y->term.n;
    int order = memcmp(x->term.p, y->term.p, n);
    return order ? order : x->term.n < y->term.n ? -1 : 1;
}

static bool choose(struct trend *t, struct work *w, struct candidate *list, size_t n)
{
    size_t cap = 0;
    for (size_t i = 0; i < n && t->nfound < t->plan.most; i++) {
        const uint32_t term = list[i].number;
        if (w->gone[term] || list[i].score <= t->plan.least)
            continue;
        if (list[i].score > 0)
            drop_explained(t, w, term);
        if (!grow(&t->found, t->nfound, &cap, sizeof *t->found))
            return false;
        t->found[t->nfound++] = (struct trend_term){list[i].term,
                                                    list[i].score,
                                                    list[i].z,
                                                    w->n[term][IN_WINDOW],
                                                    w->n[term][IN_BACKGROUND],
                                                    NULL};
        t->row_of[term] = (uint32_t)t->nfound;
    }
    return true;
}

/* Whether a term is in no more papers than there are: tables may not add up. */
static bool adds_up(const struct trend *t, const uint64_t n[3])
{
    return n[IN_WINDOW] <= t->papers[IN_WINDOW] && n[IN_BACKGROUND] <= t->papers[IN_BACKGROUND];
}

static bool find_terms(struct trend *t, struct work *w, bool *whole)
{
    size_t n = 0;
    bool good = true;
    for (size_t i = 0; i < t->terms.n; i++)
        n += w->n[i][IN_WINDOW] >= LEAST_COUNT;
    struct candidate *list = calloc(n + 1, sizeof *list);
    if (!list)
        return false;
    n = 0;
    for (size_t i = 0; i < t->terms.n && good; i++) {
        if (w->n[i][IN_WINDOW] < LEAST_COUNT)
            continue;
        if (!adds_up(t, w->n[i])) {
            *whole = false;
            continue;
        }
        struct candidate *c = &list[n++];
        *c = (struct candidate){0, 0, table_key(&t->terms, i), (uint32_t)i};
        score_of(t, w->n[i][IN_WINDOW], w->n[i][IN_BACKGROUND], &c->score, &c->z);
        good = find_shorter(t, w, (uint32_t)i);
    }
    if (good) {
        count_pairs(t, w);
        drop_parts(w);
        qsort(list, n, sizeof *list, by_score);
        good = choose(t, w, list, n);
    }
    free(list);
    return good;
}

/* ---- their counts in time ---- */

/* Days in units that are neither many nor shorter than dates are exact. */
static enum trend_unit unit_of(long days, long exact)
{
    if (exact > 31 || days > 6 * 366)
        return TREND_YEAR;
    return exact > 1 || days > 62 ? TREND_MONTH : TREND_DAY;
}

static bool make_buckets(struct trend *t)
{
    struct trend_span all = {LONG_MAX, LONG_MIN};
    long exact = 1;
    size_t cap = 0;
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        if (!trend_place(t, d))
            continue;
        all.first = d->first < all.first ? d->first : all.first;
        all.last = d->last > all.last ? d->last : all.last;
        exact = d->last - d->first + 1 > exact ? d->last - d->first + 1 : exact;
    }
    /* All of both spans, where they have bounds: nothing at their ends is something, too. */
    if (t->plan.window.last != LONG_MAX && all.last < t->plan.window.last)
        all.last = t->plan.window.last;
    if (t->plan.background.first != LONG_MIN && all.first > t->plan.background.first &&
        !t->plan.apart)
        all.first = t->plan.background.first;
    if (all.first > all.last)
        return true;
    enum trend_unit unit = unit_of(all.last - all.first + 1, exact);
    for (long day = all.first; day <= all.last; day = t->bucket[t->nbucket - 1].last + 1) {
        if (!grow(&t->bucket, t->nbucket, &cap, sizeof *t->bucket))
            return false;
        t->bucket[t->nbucket++] = trend_unit_span(unit, day);
    }
    return true;
}

static size_t bucket_of(const struct trend *t, long day)
{
    size_t low = 0, high = t->nbucket;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (t->bucket[middle].first <= day)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool count_buckets(struct trend *t)
{
    t->bucket_papers = calloc(t->nbucket + 1, sizeof *t->bucket_papers);
    t->bucket_counts = calloc(t->nfound * t->nbucket + 1, sizeof *t->bucket_counts);
    if (!t->bucket_papers || !t->bucket_counts)
        return false;
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        if (!trend_place(t, d))
            continue;
        size_t bucket = bucket_of(t, d->first);
        t->bucket_papers[bucket] += d->papers;
        for (size_t k = d->at; k < trend_end(t, i); k++) {
            size_t row = t->row_of[t->of_doc[k]];
            if (row)
                t->bucket_counts[(row - 1) * t->nbucket + bucket] += d->count;
        }
    }
    for (size_t i = 0; i < t->nfound; i++)
        t->found[i].buckets = t->bucket_counts + i * t->nbucket;
    return true;
}

bool trend_compare(struct trend *t, const struct trend_plan *plan)
{
    const size_t n = t->terms.n + 1;
    bool whole = true;
    struct work w = {.n = calloc(n, sizeof *w.n),
                     .gone = calloc(n, sizeof *w.gone),
                     .pair_of = calloc(n, sizeof *w.pair_of)};
    t->plan = *plan;
    t->row_of = calloc(n, sizeof *t->row_of);
    bool good = w.n && w.gone && w.pair_of && t->row_of && !trend_failed(t);
    if (good)
        count_terms(t, &w);
    if (good && t->papers[IN_BACKGROUND] && t->terms.n)
        good = find_terms(t, &w, &whole);
    free(w.n);
    free(w.gone);
    free(w.pair);
    free(w.pair_of);
    t->failed |= !good || !make_buckets(t) || !count_buckets(t);
    return whole;
}

uint64_t trend_papers(const struct trend *t, bool background)
{
    return t->papers[background ? IN_BACKGROUND : IN_WINDOW];
}

size_t trend_terms(const struct trend *t, const struct trend_term **term)
{
    *term = t->found;
    return t->nfound;
}

size_t trend_buckets(const struct trend *t, const struct trend_span **span)
{
    *span = t->bucket;
    return t->nbucket;
}

const uint64_t *trend_bucket_papers(const struct trend *t)
{
    return t->bucket_papers;
}

bool trend_in_window(const struct trend *t, size_t paper)
{
    return trend_place(t, &t->doc[paper]) == IN_WINDOW;
}

double trend_score(const struct trend *t, size_t paper)
{
    double sum = 0;
    for (size_t k = t->doc[paper].at; k < trend_end(t, paper); k++) {
        size_t row = t->row_of[t->of_doc[k]];
        if (row && t->found[row - 1].score > 0)
            sum += t->found[row - 1].score;
    }
    return sum;
}
