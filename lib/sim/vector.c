/* vector.c - the terms of a paper, and what they weigh. */
#include "parts.h"

#include "paper/hash.h"
#include "paper/real.h"

#include <stdlib.h>

enum {
    AT_LARGE = 1000, /* papers of the background that are counted with the library's */
    RARER = 8 * 3,   /* a pair is 2^3 times as rare as the rarer of the two */
    COUNT_MAX = 255,
};
static const double pair_weight = .7;

/* 2^(-r/8), by square roots, which are the same on every machine. */
static double share_of(unsigned rarity)
{
    const double eighth = real_sqrt(real_sqrt(real_sqrt(.5)));
    double share = 1;
    for (unsigned i = 0; i < rarity % 8; i++)
        share *= eighth;
    for (unsigned i = 0; i < rarity / 8; i++)
        share /= 2;
    return share;
}

double term_weight(uint64_t term, uint32_t df, uint32_t papers)
{
    double share = (df + AT_LARGE * share_of(rarity_of(term))) / (papers + (double)AT_LARGE);
    double idf = share < 1 ? -real_log(share) : 0, root = real_sqrt(idf);
    return root * real_sqrt(root) * (is_pair(term) ? pair_weight : 1);
}

/* ---- terms ---- */

static uint64_t pair_of(uint64_t a, uint64_t b)
{
    unsigned rarer = rarity_of(a) > rarity_of(b) ? rarity_of(a) : rarity_of(b);
    uint64_t hash = hash64_mix(a * 0x9E3779B97F4A7C15u + b); /* 2^64 / golden ratio */
    return (hash & ~UINT64_C(0x1FF)) | 0x100 | (rarer + RARER < 255 ? rarer + RARER : 255);
}

static bool widen(struct reader *r)
{
    size_t nslot = r->nslot ? r->nslot * 2 : 1024;
    uint32_t *slot = calloc(nslot, sizeof *slot);
    if (!slot)
        return false;
    if (!r->nslot)
        hash_seed(r->seed);
    free(r->slot);
    r->slot = slot;
    r->nslot = nslot;
    for (size_t i = 0; i < r->n; i++) {
        size_t at = hash64_place(r->term[i].hash, r->seed[0]) & (nslot - 1);
        while (slot[at])
            at = (at + 1) & (nslot - 1);
        slot[at] = (uint32_t)i + 1;
    }
    return true;
}

static bool add_term(struct reader *r, uint64_t hash, unsigned count)
{
    if ((2 * r->n >= r->nslot && !widen(r)) || !grow(&r->term, r->n, &r->cap, sizeof *r->term))
        return false;
    size_t at = hash64_place(hash, r->seed[0]) & (r->nslot - 1);
    while (r->slot[at] && r->term[r->slot[at] - 1].hash != hash)
        at = (at + 1) & (r->nslot - 1);
    if (r->slot[at] == 0) {
        r->term[r->n++] = (struct term){.hash = hash};
        r->slot[at] = (uint32_t)r->n;
    }
    struct term *t = &r->term[r->slot[at] - 1];
    t->count = (uint16_t)(t->count + count < COUNT_MAX ? t->count + count : COUNT_MAX);
    return true;
}

static bool add_text(struct reader *r, struct str text, unsigned count)
{
    struct token token;
    uint64_t before = 0;
    r->tokens.text = text;
    r->tokens.at = 0;
    while (token_next(&r->tokens, &token)) {
        uint64_t stem = sim_stem(r->words, token.word);
        if (!add_term(r, stem, count) || (before && !add_term(r, pair_of(before, stem), count)))
            return false;
        before = stem;
    }
    return !r->tokens.folded.failed;
}

bool read_terms(struct reader *r, const struct rec *rec)
{
    r->n = 0;
    if (r->nslot)
        memset(r->slot, 0, r->nslot * sizeof *r->slot);
    if (!r->words && !(r->words = sim_words_new()))
        return false;
    return add_text(r, rec->col[REC_TITLE], 2) && add_text(r, rec->col[REC_ABSTRACT], 1);
}

void reader_free(struct reader *r)
{
    free(r->words);
    free(r->term);
    free(r->slot);
    buf_free(&r->tokens.folded);
    *r = (struct reader){0};
}
