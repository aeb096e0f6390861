/* sortkey.c - fields as text that sorts. */
#include "paper/sortkey.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* IEEE 754 doubles sort as their bits do, once the sign is turned round, and for negative ones all
 * the rest too. */
static uint64_t sortable(double number)
{
    uint64_t bits;
    const uint64_t sign = (uint64_t)1 << 63;
    number += 0.0; /* -0 is 0 */
    memcpy(&bits, &number, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

bool sortkey_number(struct str value, double *number)
{
    char text[64], *end;
    size_t n = value.n < sizeof text - 1 ? value.n : sizeof text - 1;
    if (n == 0)
        return false;
    memcpy(text, value.p, n);
    text[n] = '\0';
    *number = strtod(text, &end);
    return end > text && !isnan(*number);
}

void sortkey_put(struct buf *out, const struct rec *r, struct str name, bool numeric, bool reverse)
{
    static const char digit[] = "0123456789abcdef";
    struct str value = {0};
    size_t at = 0;
    double number = 0;
    bool has = rec_value(r, name, &at, &value) && (!numeric || sortkey_number(value, &number));
    buf_puts(out, has == reverse ? "1\t" : "0\t");
    if (has && numeric) {
        uint64_t bits = sortable(number);
        for (int shift = 60; shift >= 0; shift -= 4)
            buf_putc(out, digit[bits >> shift & 15]);
    } else if (has) {
        buf_putstr(out, value);
    }
    buf_putc(out, '\t');
}
