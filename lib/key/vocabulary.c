/* vocabulary.c - a list of phrases that alone are wanted. Each is in the index by the hash of its
 * stems, and so is all that it begins with, so that a search knows where to stop. */
#include "parts.h"

#include "paper/text.h"
#include "paper/words.h"

enum { MAX_TERM_STEMS = 16 }; /* longer phrases of a vocabulary are not found */

/* The hashes of what a phrase begins with, and of itself; how many. */
static size_t beginnings(struct key_finder *k, struct str phrase, uint64_t *hash)
{
    struct word word;
    struct word_info info;
    size_t n = 0;
    uint64_t h = 0;
    for (size_t at = 0; word_next(phrase, &at, &word);) {
        word_describe(k, word.text, hash_bytes(word.text.p, word.text.n), &info);
        for (size_t s = 0; s < info.nstem; s++) {
            if (n == MAX_TERM_STEMS)
                return 0;
            h = hash_join(h, info.stem[s]);
            hash[n++] = h;
        }
    }
    return n;
}

static bool add_phrase(struct key_finder *k, struct str phrase, size_t term)
{
    uint64_t hash[MAX_TERM_STEMS];
    size_t n = beginnings(k, phrase, hash);
    for (size_t i = 0; i < n; i++) {
        bool added;
        uint64_t *value = index_put(&k->vocabulary, hash[i], &added);
        if (!value)
            return false;
        *value = added ? 0 : *value;
        if (i + 1 == n && *value == 0)
            *value = term + 1;
    }
    return !k->scratch.failed;
}

/* "Diabetes, Gestational" the other way round. */
static bool add_inverted(struct key_finder *k, struct str phrase, size_t term)
{
    const char *comma = phrase.n ? memchr(phrase.p, ',', phrase.n) : NULL;
    struct buf inverted = {0};
    if (!comma || comma + 2 >= phrase.p + phrase.n || comma[1] != ' ' ||
        memchr(comma + 1, ',', (size_t)(phrase.p + phrase.n - comma) - 1))
        return true;
    buf_putstr(&inverted, str_slice(phrase, (size_t)(comma - phrase.p) + 2, phrase.n));
    buf_putc(&inverted, ' ');
    buf_put(&inverted, phrase.p, (size_t)(comma - phrase.p));
    bool good = !inverted.failed && add_phrase(k, buf_str(&inverted), term);
    buf_free(&inverted);
    return good;
}

uint64_t key_hash(struct key_finder *k, struct str phrase)
{
    struct word word;
    struct word_info info;
    uint64_t h = 0;
    for (size_t at = 0; word_next(phrase, &at, &word);) {
        word_describe(k, word.text, hash_bytes(word.text.p, word.text.n), &info);
        for (size_t s = 0; s < info.nstem; s++)
            h = hash_join(h, info.stem[s]);
    }
    return h;
}

const char *key_add_vocabulary(struct key_finder *k, struct str line)
{
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    size_t n = tab ? (size_t)(tab - line.p) : line.n;
    struct str phrase = str_slice(line, 0, n), term = tab ? str_slice(line, n + 1, line.n) : phrase;
    const size_t at = k->term_text.n;
    if (term.n && memchr(term.p, '\t', term.n))
        return "more than two columns";
    text_clean(&k->term_text, term);
    if (key_hash(k, phrase) == 0 || k->term_text.n == at)
        return "no phrase";
    if (k->term_text.failed || !grow(&k->term, k->nterm, &k->capterm, sizeof *k->term))
        return "out of memory";
    k->term[k->nterm++] = (struct term){at, k->term_text.n - at};
    return add_phrase(k, phrase, k->nterm - 1) && add_inverted(k, phrase, k->nterm - 1)
               ? NULL
               : "out of memory";
}

struct str preferred_term(const struct key_finder *k, uint64_t hash)
{
    const uint64_t *number = index_get(&k->vocabulary, hash);
    const struct term *t = &k->term[*number - 1];
    return (struct str){k->term_text.p + t->at, t->n};
}
