/* fold.c - the key that copies of one text share. What is not ASCII is looked up in the generated
 * table by binary search. */
#include "paper/text.h"
#include "paper/utf8.h"

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

void text_fold(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] >= 0x80) {
            i += fold_char(out, s.p + i, s.n - i);
            continue;
        }
        if (!buf_reserve(out, s.n - i))
            return;
        char *to = out->p + out->n;
        for (; i < s.n && (unsigned char)s.p[i] < 0x80;
             i++) { /* without a branch for each byte's kind */
            unsigned char c = (unsigned char)s.p[i], small = (unsigned char)(c | 0x20);
            bool letter = (unsigned char)(small - 'a') < 26, digit = (unsigned char)(c - '0') < 10;
            *to = (char)(letter ? small : c);
            to += letter | digit;
        }
        out->n = (size_t)(to - out->p);
    }
}
