/* fault.c - a faulty query shown with a mark under the place. */
#include "paper/query.h"

#include "paper/utf8.h"

/* Of a long query these many bytes at most are shown before the fault, and behind it. */
enum { SHOWN = 60 };

/* Appends a character as a terminal may see it; gives its bytes, and adds its columns. */
static size_t put_char(struct buf *out, struct str s, size_t i, size_t *columns)
{
    uint32_t c;
    size_t n = utf8_decode(s.p + i, s.n - i, &c);
    if (n == 0 || c < 0x20 || (c >= 0x7F && c < 0xA0)) {
        buf_putc(out, '?');
        ++*columns;
        return n ? n : 1;
    }
    buf_put(out, s.p + i, n);
    *columns += (size_t)utf8_width(c);
    return n;
}

static bool is_inside_char(struct str s, size_t i)
{
    return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

void query_show(struct buf *out, struct str text, const struct query_fault *fault)
{
    size_t i = fault->at > SHOWN ? fault->at - SHOWN : 0, before = 0, behind = 0;
    while (is_inside_char(text, i))
        i++;
    buf_puts(out, "  ");
    while (i < fault->at)
        i += put_char(out, text, i, &before);
    while (i < text.n && i < fault->at + SHOWN)
        i += put_char(out, text, i, &behind);
    buf_puts(out, "\n  ");
    while (before--)
        buf_putc(out, '~');
    buf_puts(out, "^\n");
}
