/* case.c - which characters are the same letter in another case, by the generated table. */
#include "paper/text.h"

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
