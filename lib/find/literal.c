/* literal.c - looking for one string: memchr for its rarest byte, then a comparison. memchr is the
 * fastest scan that a C library has, and a rare byte makes most of the text one call. */
#include "literal.h"

/* How common a byte is in English titles and abstracts, from 0: letters by their frequency there,
 * lower case before all; what is not listed is rarer than all that is. */
static int commonness(unsigned char c)
{
    static const char rare_first[] =
        "\tQZXYKJUWHVOEBLGFNRDMPITCSA0123456789-.,zjqxkvbygwfpudmhlcrosnitae ";
    const char *at = c ? strchr(rare_first, c) : NULL;
    return at ? (int)(at - rare_first) + 1 : 0;
}

size_t literal_rarest(struct str s)
{
    size_t best = 0;
    for (size_t i = 1; i < s.n; i++)
        if (commonness((unsigned char)s.p[i]) < commonness((unsigned char)s.p[best]))
            best = i;
    return best;
}

const char *literal_find(struct str text, struct str needle, size_t rarest)
{
    if (text.n < needle.n)
        return NULL;
    const char *p = text.p + rarest, *end = text.p + (text.n - needle.n) + rarest + 1;
    while (p < end && (p = memchr(p, needle.p[rarest], (size_t)(end - p)))) {
        if (memcmp(p - rarest, needle.p, needle.n) == 0)
            return p - rarest;
        p++;
    }
    return NULL;
}
