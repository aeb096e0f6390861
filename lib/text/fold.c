/* fold.c - the key that copies of one text share. What is not ASCII is looked up in the generated
 * table by binary search. */
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"

static const struct fold *look_up(uint32_t c)
{
    size_t lo = 0, hi = text_fold_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (text_fold_table[mid].last < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < text_fold_count && text_fold_table[lo].first <= c ? &text_fold_table[lo] : NULL;
}

/* A non-ASCII character at p: appends what it becomes; gives its length. */
static size_t fold_char(struct buf *out, const char *p, size_t left)
{
    uint32_t c;
    size_t n = utf8_decode(p, left, &c);
    if (n == 0)
        return 1;
    const struct fold *f = look_up(c);
    if (f)
        buf_puts(out, f->to);
    else
        buf_put(out, p, n);
    return n;
}

/* Takes out of a word the lowest byte for which `drop` has a 1, if any: what is above moves down.
 */
static inline void drop_byte(uint64_t *word, uint64_t *drop)
{
    uint64_t from = *drop | (~*drop + 1); /* that byte and all above */
    *word ^= (*word ^ *word >> 8) & from;
    *drop = (*drop & (*drop - 1)) >> 8;
}

/* Folds eight ASCII bytes into *to, where eight fit; gives how many remain. Bytes are compared by
 * the bit that an addition carries into their highest. Two are dropped without a branch: few words
 * of eight hold more that are no letters. */
static inline size_t fold_word(unsigned char *to, uint64_t word)
{
    const uint64_t high = every64(0x80);
    uint64_t small = word | every64(0x20); /* digits have that bit */
    uint64_t letter = (small + every64(0x80 - 'a')) ^ (small + every64(0x7F - 'z'));
    uint64_t digit = (word + every64(0x80 - '0')) ^ (word + every64(0x7F - '9'));
    uint64_t drop = (((letter | digit) & high) ^ high) >> 7;
    size_t dropped = (size_t)((drop * every64(1)) >> 56);
    drop_byte(&small, &drop);
    drop_byte(&small, &drop);
    while (drop)
        drop_byte(&small, &drop);
    store64(to, small);
    return 8 - dropped;
}

/* The ASCII at the beginning of s, of which out has room for all; its bytes. */
static size_t fold_ascii(struct buf *out, struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    unsigned char *to = (unsigned char *)out->p + out->n;
    size_t i = 0;
    for (uint64_t word; i + 8 <= s.n && ((word = load64(p + i)) & every64(0x80)) == 0; i += 8)
        to += fold_word(to, word);
    for (; i < s.n && p[i] < 0x80; i++) { /* without a branch for each byte's kind */
        unsigned char c = p[i], small = (unsigned char)(c | 0x20);
        bool letter = (unsigned char)(small - 'a') < 26, digit = (unsigned char)(c - '0') < 10;
        *to = letter ? small : c;
        to += letter | digit;
    }
    out->n = (size_t)(to - (unsigned char *)out->p);
    return i;
}

void text_fold(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        struct str rest = str_slice(s, i, s.n);
        if ((unsigned char)rest.p[0] >= 0x80)
            i += fold_char(out, rest.p, rest.n);
        else if (buf_reserve(out, rest.n))
            i += fold_ascii(out, rest);
        else
            return;
    }
}
