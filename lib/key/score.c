/* score.c - the model: a sum of trees, as gradient boosting makes them (J. H. Friedman, "Greedy
 * function approximation", Annals of Statistics 29(5), 2001). Each asks the same of all candidates
 * on a level (L. Prokhorenkova et al., "CatBoost", NeurIPS 2018), so a block of candidates goes
 * through without a branch, by vectors where the machine has AVX2. */
#include "parts.h"

#include "paper/cpu.h"

static void score_portable(const struct key_model *m, uint8_t feature[FEATURES][BLOCK],
                           int16_t score[BLOCK])
{
    for (const struct tree *t = m->tree; t < m->tree + m->ntree; t++) {
        uint8_t leaf[BLOCK] = {0};
        for (size_t d = 0; d < TREE_DEPTH; d++) {
            const uint8_t *f = feature[t->feature[d]], above = t->above[d];
            for (size_t i = 0; i < BLOCK; i++)
                leaf[i] = (uint8_t)(leaf[i] | (f[i] > above) << d);
        }
        for (size_t i = 0; i < BLOCK; i++)
            score[i] = (int16_t)(score[i] + t->leaf[leaf[i]]);
    }
}

#ifdef HAVE_AVX2
/* The bit where the feature is above: no less than above + 1. */
AVX2 static inline __m256i ask(const uint8_t feature[BLOCK], uint8_t above, int bit)
{
    const __m256i f = _mm256_loadu_si256((const __m256i *)(const void *)feature);
    const __m256i a = _mm256_set1_epi8((char)above);
    __m256i below = _mm256_cmpeq_epi8(_mm256_max_epu8(f, a), a);
    return _mm256_andnot_si256(below, _mm256_set1_epi8((char)(1 << bit)));
}

/* The 16 leaves are looked up as bytes of a register. */
AVX2 static void score_avx2(const struct key_model *m, uint8_t feature[FEATURES][BLOCK],
                            int16_t score[BLOCK])
{
    __m256i *sum = (__m256i *)(void *)score;
    __m256i low = _mm256_loadu_si256(sum), high = _mm256_loadu_si256(sum + 1);
    for (const struct tree *t = m->tree; t < m->tree + m->ntree; t++) {
        const __m128i leaves = _mm_loadu_si128((const __m128i *)(const void *)t->leaf);
        __m256i leaf = _mm256_setzero_si256();
        for (int d = 0; d < TREE_DEPTH; d++)
            leaf = _mm256_or_si256(leaf, ask(feature[t->feature[d]], t->above[d], d));
        leaf = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(leaves), leaf);
        low = _mm256_add_epi16(low, _mm256_cvtepi8_epi16(_mm256_castsi256_si128(leaf)));
        high = _mm256_add_epi16(high, _mm256_cvtepi8_epi16(_mm256_extracti128_si256(leaf, 1)));
    }
    _mm256_storeu_si256(sum, low);
    _mm256_storeu_si256(sum + 1, high);
}
#endif

void score_block(const struct key_model *m, uint8_t feature[FEATURES][BLOCK], int16_t score[BLOCK])
{
    for (size_t i = 0; i < BLOCK; i++)
        score[i] = (int16_t)m->bias;
#ifdef HAVE_AVX2
    if (cpu_has_avx2()) {
        score_avx2(m, feature, score);
        return;
    }
#endif
    score_portable(m, feature, score);
}

/* The logistic function, at quarters from 0 to 8; linear between. */
unsigned probability_of(const struct key_model *m, int score)
{
    static const int logistic[] = {
        5000, 5622, 6225, 6792, 7311, 7773, 8176, 8520, 8808, 9047, 9241,
        9399, 9526, 9627, 9707, 9770, 9820, 9859, 9890, 9914, 9933, 9948,
        9959, 9968, 9975, 9981, 9985, 9988, 9991, 9993, 9994, 9996, 9997,
    };
    enum { LAST = sizeof logistic / sizeof *logistic - 1 };
    int quarters = 4 * (score < 0 ? -score : score), i = quarters / m->unit;
    int p = logistic[LAST];
    if (i < LAST)
        p = logistic[i] + (logistic[i + 1] - logistic[i]) * (quarters % m->unit) / m->unit;
    return (unsigned)(score < 0 ? 10000 - p : p);
}
