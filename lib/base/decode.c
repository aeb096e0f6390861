/* decode.c - files in other encodings, by the C library's iconv(3). */
#include "decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

enum { REPLACEMENT = sizeof replacement - 1 };

struct decoder {
    iconv_t cd;
    size_t unit; /* bytes to pass over where they mean nothing */
};

bool in_decode(struct input *in, const char *encoding)
{
    struct decoder *d = malloc(sizeof *d);
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (!d || (intptr_t)cd == -1 || !buf_reserve(&in->raw, in->buf.n)) {
        if ((intptr_t)cd != -1)
            iconv_close(cd);
        free(d);
        return false;
    }
    decode_end(in);
    *d = (struct decoder){cd, strstr(encoding, "32") ? 4 : strstr(encoding, "16") ? 2 : 1};
    in->decoder = d;
    in->buf.n -= in->ended;
    buf_putstr(&in->raw, in_rest(in));
    in->buf.n = in->beg = in->seen = 0;
    in->eof = in->ended = false;
    return true;
}

void decode_end(struct input *in)
{
    struct decoder *d = in->decoder;
    if (d)
        iconv_close(d->cd);
    free(d);
    in->decoder = NULL;
    buf_clear(&in->raw);
}

static char *put_replacement(struct input *in, char *to)
{
    memcpy(to, replacement, REPLACEMENT);
    in->bad++;
    return to + REPLACEMENT;
}

size_t decode(struct input *in, char *p, size_t room)
{
    struct decoder *d = in->decoder;
    char *from = in->raw.p, *to = p;
    size_t left = in->raw.n;
    while (left && room - (size_t)(to - p) > REPLACEMENT) {
        size_t space = room - (size_t)(to - p);
        if (iconv(d->cd, &from, &left, &to, &space) != (size_t)-1 || errno != EILSEQ)
            break;
        if (space <= REPLACEMENT)
            break;
        to = put_replacement(in, to);
        size_t skip = left < d->unit ? left : d->unit;
        from += skip;
        left -= skip;
    }
    memmove(in->raw.p, from, left);
    in->raw.n = left;
    return (size_t)(to - p);
}

size_t decode_rest(struct input *in, char *p, size_t room)
{
    if (in->raw.n == 0 || room < REPLACEMENT)
        return 0;
    buf_clear(&in->raw);
    return (size_t)(put_replacement(in, p) - p);
}
