/* boost.c - trees grown by gradient boosting on the logistic loss, of the kind that asks one
 * question a level (see lib/key/score.c). A tree sees half of the rows, each of its levels half of
 * the features, at random: J. H. Friedman, "Stochastic gradient boosting", Computational Statistics
 * & Data Analysis 38(4), 2002. */
#include "train.h"

#include <math.h>
#include <stdlib.h>

static const double learning_rate = .12, lambda = 10, sample = .5;

static double random_number(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) / 9007199254740992.;
}

static void *larger(void *p, size_t n)
{
    return need(realloc(p, n));
}

static void rows_reserve(struct rows *r, size_t more)
{
    if (r->n + more <= r->cap)
        return;
    r->cap = 2 * (r->n + more);
    for (size_t f = 0; f < FEATURES; f++)
        r->feature[f] = larger(r->feature[f], r->cap);
    r->gold = larger(r->gold, r->cap * sizeof *r->gold);
    r->weight = larger(r->weight, r->cap * sizeof *r->weight);
    r->fold = larger(r->fold, r->cap);
    r->style = larger(r->style, r->cap);
}

void rows_add(struct rows *r, struct key_finder *k, const struct paper *p)
{
    uint8_t feature[FEATURES][BLOCK];
    const struct key *none;
    key_begin(k);
    if (p->title.n)
        key_text(k, p->title, true);
    key_text(k, p->abstract, false);
    key_rank(k, 0, 0, &none);
    rows_reserve(r, k->ncandidate);
    for (size_t i = 0; i < k->ncandidate; i += BLOCK) {
        size_t n = k->ncandidate - i < BLOCK ? k->ncandidate - i : BLOCK;
        describe(k, i, n, feature);
        for (size_t j = 0; j < n; j++, r->n++) {
            for (size_t f = 0; f < FEATURES; f++)
                r->feature[f][r->n] = feature[f][j];
            r->weight[r->n] = p->weight;
            r->fold[r->n] = (uint8_t)p->fold;
            r->style[r->n] = (uint8_t)p->style;
            r->gold[r->n] = false;
            for (size_t g = 0; g < p->ngold; g++)
                r->gold[r->n] |= p->gold[g] == k->candidate[i + j].hash;
        }
    }
}

/* ---- growing ---- */

struct grown {
    uint8_t feature[TREE_DEPTH], above[TREE_DEPTH];
    double leaf[TREE_LEAVES];
};

/* The rows that a tree is grown on. */
struct sampled {
    uint32_t *row;
    float *gradient, *hessian;
    uint8_t *leaf;
    size_t n;
};

/* The best threshold of a feature, given the leaves of the levels above: what it gains. */
static double best_threshold(const struct rows *r, const struct sampled *s, size_t f, size_t leaves,
                             uint8_t *above)
{
    static float sum[TREE_LEAVES][256][2];
    double g[TREE_LEAVES] = {0}, h[TREE_LEAVES] = {0}, low_g[TREE_LEAVES] = {0},
           low_h[TREE_LEAVES] = {0}, best = -1;
    *above = 0;
    memset(sum, 0, leaves * sizeof *sum);
    for (size_t i = 0; i < s->n; i++) {
        float *cell = sum[s->leaf[i]][r->feature[f][s->row[i]]];
        cell[0] += s->gradient[i];
        cell[1] += s->hessian[i];
    }
    for (size_t l = 0; l < leaves; l++)
        for (size_t b = 0; b < 256; b++) {
            g[l] += (double)sum[l][b][0];
            h[l] += (double)sum[l][b][1];
        }
    for (size_t b = 0; b < 255; b++) {
        double gain = 0;
        bool any = false;
        for (size_t l = 0; l < leaves; l++) {
            any |= sum[l][b][1] > 0;
            low_g[l] += (double)sum[l][b][0];
            low_h[l] += (double)sum[l][b][1];
            double high_g = g[l] - low_g[l], high_h = h[l] - low_h[l];
            gain += low_g[l] * low_g[l] / (low_h[l] + lambda) + high_g * high_g / (high_h + lambda);
        }
        if (any && gain > best) {
            best = gain;
            *above = (uint8_t)b;
        }
    }
    return best;
}

static void grow_tree(const struct rows *r, struct sampled *s, uint64_t *state, struct grown *t)
{
    for (size_t d = 0; d < TREE_DEPTH; d++) {
        double best = -1;
        for (size_t f = 0; f < FEATURES; f++) {
            uint8_t above;
            if (random_number(state) >= sample)
                continue;
            double gain = best_threshold(r, s, f, (size_t)1 << d, &above);
            if (gain > best) {
                best = gain;
                t->feature[d] = (uint8_t)f;
                t->above[d] = above;
            }
        }
        for (size_t i = 0; i < s->n; i++)
            s->leaf[i] |= (uint8_t)((r->feature[t->feature[d]][s->row[i]] > t->above[d]) << d);
    }
    double g[TREE_LEAVES] = {0}, h[TREE_LEAVES] = {0};
    for (size_t i = 0; i < s->n; i++) {
        g[s->leaf[i]] += (double)s->gradient[i];
        h[s->leaf[i]] += (double)s->hessian[i];
    }
    for (size_t l = 0; l < TREE_LEAVES; l++)
        t->leaf[l] = learning_rate * g[l] / (h[l] + lambda);
}

static size_t leaf_of(const struct rows *r, const struct grown *t, size_t row)
{
    size_t leaf = 0;
    for (size_t d = 0; d < TREE_DEPTH; d++)
        leaf |= (size_t)(r->feature[t->feature[d]][row] > t->above[d]) << d;
    return leaf;
}

/* Leaves as bytes: the largest is 127. */
static struct key_model in_bytes(const struct grown *grown, int n, double bias)
{
    struct tree *tree = need(calloc((size_t)n, sizeof *tree));
    double most = 0;
    for (int t = 0; t < n; t++)
        for (size_t l = 0; l < TREE_LEAVES; l++)
            most = fabs(grown[t].leaf[l]) > most ? fabs(grown[t].leaf[l]) : most;
    const int unit = (int)(127 / most);
    for (int t = 0; t < n; t++) {
        memcpy(tree[t].feature, grown[t].feature, sizeof tree[t].feature);
        memcpy(tree[t].above, grown[t].above, sizeof tree[t].above);
        for (size_t l = 0; l < TREE_LEAVES; l++)
            tree[t].leaf[l] = (int8_t)floor(grown[t].leaf[l] * unit + .5);
    }
    return (struct key_model){tree, n, (int)floor(bias * unit + .5), unit};
}

struct key_model grow_trees(const struct rows *r, enum key_style style, int but_fold, int ntree)
{
    struct grown *grown = need(calloc((size_t)ntree, sizeof *grown));
    uint32_t *row = need(malloc(r->n * sizeof *row));
    double *score = need(malloc(r->n * sizeof *score)), all = 0, right = 0;
    struct sampled s = {need(malloc(r->n * sizeof *s.row)), need(malloc(r->n * sizeof(float))),
                        need(malloc(r->n * sizeof(float))), need(malloc(r->n)), 0};
    uint64_t state = 88172645463325252u;
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->style[i] == style && r->fold[i] != but_fold) {
            row[n++] = (uint32_t)i;
            all += (double)r->weight[i];
            right += r->gold[i] ? (double)r->weight[i] : 0;
        }
    const double bias = log_2(right / (all - right)) * 0.69314718055994530942;
    for (size_t i = 0; i < n; i++)
        score[i] = bias;
    for (int t = 0; t < ntree; t++) {
        s.n = 0;
        for (size_t i = 0; i < n; i++) {
            if (random_number(&state) >= sample)
                continue;
            double p = 1 / (1 + exp_of(-score[i])), w = (double)r->weight[row[i]];
            s.row[s.n] = row[i];
            s.gradient[s.n] = (float)(w * (r->gold[row[i]] - p));
            s.hessian[s.n] = (float)(w * p * (1 - p));
            s.leaf[s.n++] = 0;
        }
        grow_tree(r, &s, &state, &grown[t]);
        for (size_t i = 0; i < n; i++)
            score[i] += grown[t].leaf[leaf_of(r, &grown[t], row[i])];
    }
    struct key_model m = in_bytes(grown, ntree, bias);
    free(grown);
    free(row);
    free(score);
    free(s.row);
    free(s.gradient);
    free(s.hessian);
    free(s.leaf);
    return m;
}
