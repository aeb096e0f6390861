/* decode.c - files in other encodings, by the C library's iconv(3). */
#include "decode.h"

#include "paper/word64.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

enum { REPLACEMENT = sizeof replacement - 1 };

enum { PIECE = 32 }; /* bytes given to iconv(3) at once where ASCII may follow */

struct decoder {
    iconv_t cd;
    size_t unit; /* bytes to pass over where they mean nothing */
    bool ascii;  /* a byte of ASCII that begins a character is that character */
};

/* Whether each byte of ASCII is itself, also those that begin escapes in ISO 2022, HZ or UTF-7. */
static bool keeps_ascii(iconv_t cd)
{
    char all[127], out[4 * sizeof all];
    char *from = all, *to = out;
    size_t left = sizeof all, room = sizeof out;
    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (char)(i + 1);
    bool same = iconv(cd, &from, &left, &to, &room) != (size_t)-1 &&
                (size_t)(to - out) == sizeof all && memcmp(all, out, sizeof all) == 0;
    iconv(cd, NULL, NULL, NULL, NULL); /* back to its first state */
    return same;
}

/* Bytes of ASCII that s begins with. */
static size_t ascii_run(const char *s, size_t n)
{
    size_t i = 0;
    while (i + 8 <= n && !(load64((const unsigned char *)s + i) & every64(0x80)))
        i += 8;
    while (i < n && (unsigned char)s[i] < 0x80)
        i++;
    return i;
}

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
    size_t unit = strstr(encoding, "32") ? 4 : strstr(encoding, "16") ? 2 : 1;
    *d = (struct decoder){cd, unit, keeps_ascii(cd)};
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
    if (in->raw.failed) /* of this file, not of the next */
        buf_free(&in->raw);
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
        size_t n = d->ascii ? ascii_run(from, left < space ? left : space) : 0;
        memcpy(to, from, n);
        to += n;
        from += n;
        left -= n;
        space -= n;
        size_t piece = d->ascii && left > PIECE ? PIECE : left, before = piece;
        if (piece == 0 || space <= REPLACEMENT)
            break;
        bool done = iconv(d->cd, &from, &piece, &to, &space) != (size_t)-1;
        int why = errno;
        left -= before - piece;
        if (done || (why == EINVAL && piece < before)) /* a character goes on behind the piece */
            continue;
        if (why != EILSEQ || space <= REPLACEMENT)
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
