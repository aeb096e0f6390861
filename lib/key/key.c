/* key.c - a finder of keyphrases, and what it looks up. */
#include "parts.h"

#include "paper/real.h"

#include <stdlib.h>

struct key_finder *key_new_with(const struct key_tables *tables, enum key_style style)
{
    struct key_finder *k = calloc(1, sizeof *k);
    if (!k)
        return NULL;
    k->tables = *tables;
    k->model = &k->tables.model[style];
    k->style = style;
    if (!phrases_new(k) || !word_cache_new(k)) {
        key_free(k);
        return NULL;
    }
    return k;
}

struct key_finder *key_new(enum key_style style)
{
    struct key_tables built_in = {stem_table, stem_table_count, key_phrase_table, {{0}}};
    memcpy(built_in.model, key_model_table, sizeof built_in.model);
    return key_new_with(&built_in, style);
}

void key_free(struct key_finder *k)
{
    if (!k)
        return;
    free(k->phrases);
    index_free(&k->known_index);
    index_free(&k->closed_index);
    free(k->cache);
    index_free(&k->frequencies);
    index_free(&k->vocabulary);
    free(k->term);
    buf_free(&k->term_text);
    free(k->token);
    index_free(&k->stem_index);
    free(k->stem);
    index_free(&k->candidate_index);
    free(k->begins);
    free(k->candidate);
    free(k->scored);
    free(k->key);
    free(k->chosen);
    buf_free(&k->plain);
    buf_free(&k->scratch);
    buf_free(&k->shown);
    free(k);
}

/* What 8 log2 makes of a ratio, within a byte. */
static uint8_t idf_of(double ratio)
{
    const double idf = 8 * real_log(ratio) / 0.69314718055994530942;
    return (uint8_t)(idf > STEM_UNKNOWN ? STEM_UNKNOWN : idf > 0 ? idf + .5 : 0);
}

/* The built-in table counts like a thousand papers more: so the words of a small corpus are not all
 * rare, and in a large one it hardly matters. */
const char *key_use_counts(struct key_finder *k, const struct counts *c)
{
    enum { PRIOR = 1000 };
    const uint64_t *papers = counts_of(c, STR(""));
    double share[256] = {1}; /* of the papers that hold a word, by its idf */
    if (!papers)
        return "no table of papers: the row of the empty word is missing";
    for (size_t i = 1; i < 256; i++)
        share[i] = share[i - 1] * 0.91700404320467123174; /* 2^(-1/8) */
    k->has_frequencies = true;
    k->idf_absent = idf_of(((double)*papers + PRIOR) / PRIOR);
    for (size_t i = 0; i < counts_terms(c); i++) {
        const struct str stem = counts_term(c, i);
        const uint64_t n = *counts_of(c, stem), hash = hash_bytes(stem.p, stem.n);
        const uint64_t *known = index_get(&k->known_index, hash);
        bool added;
        if (n > *papers)
            return "a word is in more papers than there are";
        uint64_t *idf = index_put(&k->frequencies, hash, &added);
        if (!idf)
            return "out of memory";
        *idf = idf_of(((double)*papers + PRIOR) /
                      ((double)n + PRIOR * share[known ? (uint8_t)*known : STEM_UNKNOWN]));
    }
    return NULL;
}

void key_begin(struct key_finder *k)
{
    k->ntoken = k->title = k->sentences = k->ncandidate = 0;
    k->small = true;
    buf_clear(&k->plain);
    k->failed = false;
}

bool key_failed(const struct key_finder *k)
{
    return k->failed || k->plain.failed || k->scratch.failed || k->shown.failed;
}

size_t key_rank(struct key_finder *k, size_t most, unsigned least, const struct key **keys)
{
    *keys = NULL;
    if (k->ntoken == 0)
        return 0;
    k->failed |= !number_stems(k);
    if (key_failed(k))
        return 0;
    find_candidates(k);
    size_t n = key_failed(k) ? 0 : choose(k, most, least);
    write_phrases(k, n);
    *keys = k->key;
    return key_failed(k) ? 0 : n;
}
