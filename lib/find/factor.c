/* factor.c - from a syntax tree to the windows of filter.h. Of a sequence that part is taken which
 * is rarest in papers; of alternatives, all. One walk over the tree; the lengths of what stands
 * before a part are known from the bottom up, since a node is made after its children. */
#include "filter.h"

#include "paper/utf8.h"
#include "paper/word64.h"

#include <stdlib.h>

/* One character of a run: a node of type CHAR, BYTE, SET or MARKS. */
struct extractor {
    const struct tree *t;
    struct windows *out;
    uint32_t first;  /* of the nodes of this pattern */
    size_t *longest; /* bytes of the longest match of each from there on; SIZE_MAX: any number */
    uint32_t *run;   /* characters that stand one behind the other */
    size_t nrun, caprun;
    uint32_t *spine; /* sequences being taken apart */
    size_t nspine, capspine;
    bool failed;
};

/* What a sequence has given so far. */
struct best {
    size_t first, n; /* its windows in out */
    double share;    /* of all of them; > 1: none yet */
    size_t run_at;   /* where its run begins in x->run */
    size_t before;   /* the most bytes before what is looked at */
};

static size_t plus(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t char_bytes(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* The largest character of a set has the most bytes. */
static size_t set_longest(const struct tree *t, const struct set *set)
{
    uint32_t max = 0;
    for (size_t i = 0; i < set->n; i++)
        max = t->range[set->first + i].hi > max ? t->range[set->first + i].hi : max;
    return char_bytes(max);
}

static size_t longest(const struct extractor *x, uint32_t node)
{
    return x->longest[node - x->first];
}

static void measure(struct extractor *x)
{
    for (uint32_t i = x->first; i < x->t->n; i++) {
        struct node e = x->t->node[i];
        size_t n = 0, a = 0, b = 0;
        if (e.type == NODE_CAT || e.type == NODE_ALT || e.type == NODE_REPEAT)
            a = longest(x, e.a);
        if (e.type == NODE_CAT || e.type == NODE_ALT)
            b = longest(x, e.b);
        switch (e.type) {
        case NODE_CHAR: n = char_bytes(e.a); break;
        case NODE_BYTE: n = 1; break;
        case NODE_SET: n = set_longest(x->t, &x->t->set[e.a]); break;
        case NODE_CAT: n = plus(a, b); break;
        case NODE_ALT: n = a > b ? a : b; break;
        case NODE_MARKS: n = SIZE_MAX; break;
        case NODE_REPEAT:
            n = e.max == REPEAT_FOREVER || (e.max && a > SIZE_MAX / (size_t)e.max)
                    ? SIZE_MAX
                    : a * (size_t)e.max;
            break;
        default: break;
        }
        x->longest[i - x->first] = n;
    }
}

/* ---- one window ---- */

static void take_byte(struct window *w, size_t at, unsigned lo, unsigned hi)
{
    for (; at < WINDOW && lo <= hi; lo++)
        w->bytes[at][lo >> 6] |= (uint64_t)1 << (lo & 63);
}

/* The bytes of the characters lo to hi, which have the same number of them, from `at` on. */
static void take_chars(struct window *w, size_t at, uint32_t lo, uint32_t hi)
{
    char a[UTF8_MAX], b[UTF8_MAX];
    size_t n = utf8_encode(a, lo);
    utf8_encode(b, hi);
    bool same = true; /* all bytes so far */
    for (size_t i = 0; i < n; i++) {
        unsigned from = (unsigned char)a[i], to = (unsigned char)b[i];
        take_byte(w, at + i, same ? from : 0x80, same ? to : 0xBF);
        same = same && from == to;
    }
}

/* A set's characters from `at` on, which is in the window; their lengths in bytes as bits 1 to 4.
 */
static unsigned take_set(struct window *w, size_t at, const struct tree *t, const struct set *set)
{
    static const uint32_t last[] = {0x7FF, 0xFFFF, 0x10FFFF};
    unsigned lengths = set->ascii[0] || set->ascii[1] ? 1u << 1 : 0;
    for (size_t i = 0; i < 2; i++)
        w->bytes[at][i] |= set->ascii[i];
    for (size_t i = 0; i < set->n; i++) {
        struct set_range r = t->range[set->first + i];
        for (size_t k = 0; k < 3 && r.lo <= r.hi; k++)
            if (r.lo <= last[k]) {
                uint32_t hi = r.hi < last[k] ? r.hi : last[k];
                take_chars(w, at, r.lo, hi);
                lengths |= 1u << (k + 2);
                r.lo = hi + 1;
            }
    }
    return lengths;
}

/* One character of the run where it may begin at `at`; gives where the next may begin, as bits. */
static unsigned take_node(struct window *w, size_t at, const struct tree *t, struct node e)
{
    char bytes[UTF8_MAX];
    size_t n;
    switch (e.type) {
    case NODE_CHAR:
        n = utf8_encode(bytes, e.a);
        for (size_t i = 0; i < n; i++)
            take_byte(w, at + i, (unsigned char)bytes[i], (unsigned char)bytes[i]);
        return 1u << (at + n);
    case NODE_BYTE: take_byte(w, at, e.a, e.a); return 1u << (at + 1);
    default: return take_set(w, at, t, &t->set[e.a]) << at;
    }
}

static double share_of(const struct window *w)
{
    double share = 1;
    for (size_t i = 0; i < WINDOW; i++) {
        double sum = 0;
        for (unsigned k = 0; k < 4; k++)
            for (uint64_t left = w->bytes[i][k]; left; left &= left - 1)
                sum += byte_share[k * 64 + lowest64(left)];
        share *= sum > 1e6 ? 1 : sum / 1e6;
    }
    return share;
}

/* The window of the run's characters from the first on. */
static struct window window_of(const struct tree *t, const uint32_t *run, size_t n)
{
    struct window w = {0};
    unsigned begins = 1; /* bit d: the character may begin at byte d */
    for (size_t k = 0; k < n && begins & ((1u << WINDOW) - 1); k++) {
        struct node e = t->node[run[k]];
        unsigned then = begins >> WINDOW << WINDOW;
        for (size_t d = 0; d < WINDOW; d++) {
            if (e.type == NODE_MARKS && begins >> d & 1)
                begins |= take_node(&w, d, t, e); /* any number of them */
            else if (begins >> d & 1)
                then |= take_node(&w, d, t, e);
        }
        begins = e.type == NODE_MARKS ? begins : then;
    }
    for (size_t d = 0; d < WINDOW; d++) /* the run may be over there */
        if (begins >> d & 1)
            for (; d < WINDOW; d++)
                memset(w.bytes[d], 0xFF, sizeof w.bytes[d]);
    w.share = share_of(&w);
    return w;
}

/* ---- runs ---- */

/* Replaces what the best has by the windows at the end of out, or drops these. */
static void choose(struct extractor *x, struct best *b, size_t from, double share)
{
    struct windows *out = x->out;
    if (share <= 1 && share < b->share) {
        size_t n = out->n - from;
        memmove(out->w + b->first, out->w + from, n * sizeof *out->w);
        b->n = n;
        b->share = share;
    }
    out->n = b->first + b->n;
}

static bool is_plain(struct node e)
{
    return e.type == NODE_CHAR || e.type == NODE_BYTE;
}

/* The rarest string of plain characters in the run, for the window. */
static void take_literal(const struct extractor *x, const struct best *b, struct window *w)
{
    size_t back = b->before;
    for (size_t i = b->run_at; i < x->nrun; i++) {
        char s[LITERAL_MAX + UTF8_MAX];
        size_t n = 0;
        double share = 1;
        for (size_t j = i; j < x->nrun && is_plain(x->t->node[x->run[j]]) && n < LITERAL_MAX; j++) {
            struct node e = x->t->node[x->run[j]];
            if (e.type == NODE_BYTE)
                s[n++] = (char)e.a;
            else
                n += utf8_encode(s + n, e.a);
        }
        n = n < LITERAL_MAX ? n : LITERAL_MAX;
        for (size_t k = 0; k < n; k++)
            share *= byte_share[(unsigned char)s[k]] / 1e6;
        if (n > 1 && (w->nliteral == 0 || share < w->literal_share)) {
            memcpy(w->literal, s, n);
            w->nliteral = n;
            w->literal_back = back;
            w->literal_share = share;
        }
        back = plus(back, longest(x, x->run[i]));
    }
}

/* The run is over: its rarest window, where it is rarer than what there is. */
static void end_run(struct extractor *x, struct best *b)
{
    struct window rarest = {.share = 2};
    size_t back = b->before;
    for (size_t i = b->run_at; i < x->nrun; i++) {
        if (x->t->node[x->run[i]].type != NODE_MARKS) {
            struct window w = window_of(x->t, x->run + i, x->nrun - i);
            w.back = back;
            if (w.share < rarest.share)
                rarest = w;
        }
        back = plus(back, longest(x, x->run[i]));
    }
    if (x->nrun > b->run_at) {
        take_literal(x, b, &rarest);
        double share = rarest.nliteral && rarest.literal_share < rarest.share ? rarest.literal_share
                                                                              : rarest.share;
        if (grow(&x->out->w, x->out->n, &x->out->cap, sizeof *x->out->w))
            x->out->w[x->out->n++] = rarest;
        else
            x->failed = true;
        choose(x, b, x->out->n - !x->failed, share);
    }
    x->nrun = b->run_at;
    b->before = back;
}

/* ---- the tree ---- */

static bool push(uint32_t **list, size_t *n, size_t *cap, uint32_t what)
{
    if (!grow(list, *n, cap, sizeof **list))
        return false;
    (*list)[(*n)++] = what;
    return true;
}

static double extract(struct extractor *x, uint32_t at, size_t before);

/* A part that may be there in several ways: the run before it ends. */
static void take_part(struct extractor *x, struct best *b, uint32_t at)
{
    struct node e = x->t->node[at];
    size_t from;
    end_run(x, b);
    from = x->out->n;
    if (e.type == NODE_REPEAT && e.min > 0) {
        double share = extract(x, e.a, b->before); /* of the first time */
        choose(x, b, from, share);
    } else if (e.type == NODE_ALT) {
        double sum = 0;
        for (; x->t->node[at].type == NODE_ALT && sum <= 1 && !x->failed; at = x->t->node[at].a)
            sum += extract(x, x->t->node[at].b, b->before);
        sum += sum <= 1 ? extract(x, at, b->before) : 0;
        choose(x, b, from, sum);
    }
}

/* One node of a sequence. Recurses only into parentheses. */
static void take(struct extractor *x, struct best *b, uint32_t at)
{
    const struct node *node = x->t->node;
    size_t bottom = x->nspine;
    for (; node[at].type == NODE_CAT && !x->failed; at = node[at].a)
        x->failed = !push(&x->spine, &x->nspine, &x->capspine, node[at].b);
    if (x->failed)
        return;
    for (;; at = x->spine[--x->nspine]) {
        switch (node[at].type) {
        case NODE_CHAR:
        case NODE_BYTE:
        case NODE_SET:
        case NODE_MARKS: x->failed |= !push(&x->run, &x->nrun, &x->caprun, at); break;
        case NODE_EMPTY:
        case NODE_ASSERT: break;
        case NODE_CAT: take(x, b, at); break;
        default: take_part(x, b, at); b->before = plus(b->before, longest(x, at));
        }
        if (x->nspine == bottom || x->failed)
            break;
    }
}

/* Adds the windows of a node before which at most `before` bytes stand in a match; gives their
 * share, more than 1 where there are none. */
static double extract(struct extractor *x, uint32_t at, size_t before)
{
    struct best b = {x->out->n, 0, 2, x->nrun, before};
    take(x, &b, at);
    end_run(x, &b);
    return b.share;
}

bool windows_add(struct windows *ws, const struct tree *t, uint32_t first, uint32_t root)
{
    struct extractor x = {.t = t, .out = ws, .first = first};
    x.longest = malloc((t->n - first + 1) * sizeof *x.longest);
    if (!x.longest)
        return false;
    measure(&x);
    ws->share += extract(&x, root, 0);
    free(x.longest);
    free(x.run);
    free(x.spine);
    return !x.failed;
}

void windows_free(struct windows *ws)
{
    free(ws->w);
    *ws = (struct windows){0};
}
