/* terms.c - from a word of text to the terms that stand for it: one look-up for the word, one for
 * each length that beginnings of words have. A bit vector tells of nearly all words that they are
 * no term before any look-up (B. H. Bloom, CACM 13(7), 1970, with one hash function). */
#include "parts.h"

#include "paper/stem.h"
#include "paper/word64.h"

#include <stdlib.h>

/* Stems that are remembered. Words of papers are few: beyond these it begins anew. */
enum { MAX_STEMMED = 1 << 16 };

/* A cheap hash of the length and at most the first eight bytes, for the bit vector alone. The text
 * is neither empty nor the last of its memory: TOKEN_SPARE bytes stand behind it. */
static size_t probe_of(const struct query *q, struct str s)
{
    uint64_t word = load64((const unsigned char *)s.p);
    if (s.n < 8)
        word &= ((uint64_t)1 << 8 * s.n) - 1;
    word = (word ^ s.n) * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 by the golden ratio */
    return (size_t)(word >> 32) & (q->nprobe - 1);
}

static bool may_be_term(const struct query *q, struct str s)
{
    size_t bit = probe_of(q, s);
    return q->probe[bit / 64] >> bit % 64 & 1;
}

/* Where words are stemmed all forms of one are the same term. */
static void stem(struct buf *key)
{
    key->n = stem_english(key->p, key->n);
}

uint32_t term_add(struct query *q, struct str word, struct str behind)
{
    bool added;
    buf_clear(&q->key);
    buf_putstr(&q->key, word);
    buf_putstr(&q->key, behind);
    if (q->key.failed)
        return NONE;
    if (q->stem && behind.n == 0)
        stem(&q->key);
    if (!grow(&q->term, q->words.n, &q->capterm, sizeof *q->term))
        return NONE;
    size_t t = table_add(&q->words, buf_str(&q->key), &added);
    if (t == TABLE_NONE)
        return NONE;
    if (added)
        q->term[t] = (struct term){.first = NONE};
    if (str_eq(behind, STR("*"))) {
        if (word.n == 0) {
            q->any = (uint32_t)t;
            return q->any;
        }
        size_t i = 0;
        while (i < q->nlength && q->length[i] != word.n)
            i++;
        if (i == q->nlength) {
            if (!grow(&q->length, i, &q->caplength, sizeof *q->length))
                return NONE;
            q->length[q->nlength++] = word.n;
        }
    }
    return (uint32_t)t;
}

bool terms_ready(struct query *q)
{
    q->nprobe = 1 << 12;
    while (q->nprobe < q->words.n * 16)
        q->nprobe *= 2;
    q->probe = calloc(q->nprobe / 64, sizeof *q->probe);
    if (!q->probe)
        return false;
    for (size_t t = 0; t < q->words.n; t++) {
        buf_clear(&q->key);
        buf_putstr(&q->key, table_key(&q->words, t));
        if (!buf_reserve(&q->key, TOKEN_SPARE))
            return false;
        struct str s = buf_str(&q->key);
        s.n -= s.n > 1 && s.p[s.n - 1] == '*';
        size_t bit = probe_of(q, s);
        q->probe[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    return true;
}

static void found(struct query *q, size_t term)
{
    if (term >= q->words.n)
        return;
    if (!grow(&q->found, q->nfound, &q->capfound, sizeof *q->found)) {
        q->failed = true;
        return;
    }
    q->found[q->nfound++] = (uint32_t)term;
}

/* Looks up the word with something behind it. */
static void find_with(struct query *q, struct str word, struct str behind)
{
    buf_clear(&q->key);
    buf_putstr(&q->key, word);
    buf_putstr(&q->key, behind);
    if (!q->key.failed)
        found(q, table_find(&q->words, buf_str(&q->key)));
}

/* The term of the word's stem. */
static size_t stem_term(struct query *q, struct str word)
{
    bool added;
    if (q->stemmed.n >= MAX_STEMMED)
        table_clear(&q->stemmed);
    size_t i = grow(&q->stem_term, q->stemmed.n, &q->capstem, sizeof *q->stem_term)
                   ? table_add(&q->stemmed, word, &added)
                   : TABLE_NONE;
    if (i == TABLE_NONE) {
        q->failed = true;
        return TABLE_NONE;
    }
    if (added) {
        buf_clear(&q->key);
        buf_putstr(&q->key, word);
        if (!q->key.failed)
            stem(&q->key);
        size_t t = table_find(&q->words, buf_str(&q->key));
        q->stem_term[i] = t == TABLE_NONE ? NONE : (uint32_t)t;
    }
    return q->stem_term[i];
}

void terms_find(struct query *q, struct str text, const struct token *token)
{
    struct str word = token->word;
    q->nfound = 0;
    if (q->stem)
        found(q, stem_term(q, word));
    else if (may_be_term(q, word))
        found(q, table_find(&q->words, word));
    if (token->mark) {
        struct str mark = str_slice(text, token->end, token->end + token->mark);
        find_with(q, word, mark);
    }
    for (size_t i = 0; i < q->nlength; i++) {
        struct str begin = str_slice(word, 0, q->length[i]);
        if (word.n >= begin.n && may_be_term(q, begin))
            find_with(q, begin, STR("*"));
    }
    if (q->any != NONE)
        found(q, q->any);
    q->failed |= q->key.failed;
}
