/* id.c - what identifies a paper that came without an identifier, and what is a date. */
#include "paper/ascii.h"
#include "paper/hash.h"
#include "paper/rec.h"
#include "paper/text.h"

bool rec_hash_id(char *id, struct str title, struct str abstract, struct buf *tmp)
{
    /* Crockford's base 32, lower case: no i, l, o, u to be misread. */
    static const char digit[] = "0123456789abcdefghjkmnpqrstvwxyz";
    static const uint64_t key[2] = {0, 0};
    const struct str prefix = STR("hash:");
    buf_clear(tmp);
    text_fold(tmp, title);
    buf_putc(tmp, '\0');
    text_fold(tmp, abstract);
    if (tmp->failed)
        return false;
    struct hash128 h = siphash(tmp->p, tmp->n, key);
    memcpy(id, prefix.p, prefix.n);
    for (size_t i = 0; i < 16; i++) { /* 5 bits at a time, the lowest first */
        id[prefix.n + i] = digit[h.lo & 31];
        h.lo = h.lo >> 5 | h.hi << 59;
        h.hi >>= 5;
    }
    return true;
}

/* The two digits at p as a number, -1 where they are none. */
static int two(const char *p)
{
    bool ok = ascii_digit((unsigned char)p[0]) && ascii_digit((unsigned char)p[1]);
    return ok ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

bool rec_is_date(struct str s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if ((s.n != 4 && s.n != 7 && s.n != 10) || two(s.p) < 0 || two(s.p + 2) < 0)
        return false;
    int year = two(s.p) * 100 + two(s.p + 2);
    int month = s.n >= 7 && s.p[4] == '-' ? two(s.p + 5) : s.n == 4 ? 1 : -1;
    if (month < 1 || month > 12)
        return false;
    if (s.n < 10)
        return true;
    int day = s.p[7] == '-' ? two(s.p + 8) : -1;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] - (month == 2 && !leap);
}
