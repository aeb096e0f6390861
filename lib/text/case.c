/* case.c - which characters are the same letter in another case, by the generated table. */
#include "paper/text.h"
#include "paper/utf8.h"

uint32_t text_next_case(uint32_t c)
{
    size_t lo = 0, hi = text_case_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (text_case[mid].last < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == text_case_count || text_case[lo].first > c)
        return c;
    const struct letter_case *r = &text_case[lo];
    uint32_t far = c - r->first;
    if (r->step == 0)
        return far % 2 == 0 ? c + 1 : c - 1;
    return far % (uint32_t)r->step == 0 ? (uint32_t)((int32_t)c + r->delta) : c;
}

static bool is_upper(uint32_t c)
{
    size_t lo = 0, hi = text_upper_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (text_upper[mid].last < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < text_upper_count && text_upper[lo].first <= c &&
           (c - text_upper[lo].first) % text_upper[lo].step == 0;
}

void text_to_lower(struct buf *out, struct str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c, small;
        n = utf8_decode(s.p + i, s.n - i, &c);
        if (n == 0)
            n = 1;
        else if (is_upper(c)) {
            for (small = text_next_case(c); small != c && is_upper(small);)
                small = text_next_case(small);
            if (!is_upper(small)) {
                char p[4];
                small += small == 0x3C2; /* a sigma is that one at a word's end alone */
                buf_put(out, p, utf8_encode(p, small));
                continue;
            }
        }
        buf_put(out, s.p + i, n);
    }
}
