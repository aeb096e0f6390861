/* html.c - character references, and the tags that abstracts carry. */
#include "entities.h"

#include "paper/ascii.h"
#include "paper/markup.h"
#include "paper/utf8.h"

#include <stdlib.h>

enum { NAME_MAX_BYTES = 32 }; /* the longest name is CounterClockwiseContourIntegral */

/* ---- references ---- */

static int compare_entity(const void *name, const void *row)
{
    return strcmp(name, ((const struct entity *)row)->name);
}

/* &#233; or &#xE9; */
static size_t numeric(struct buf *out, struct str s)
{
    bool hex = s.n > 2 && (s.p[2] | 0x20) == 'x';
    size_t i = hex ? 3 : 2, digits = i;
    uint32_t c = 0;
    for (; i < s.n && i < digits + 8; i++) {
        unsigned char d = (unsigned char)s.p[i];
        if (ascii_digit(d))
            c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
        else if (hex && ascii_alpha(d) && (d | 0x20) <= 'f')
            c = c * 16 + (uint32_t)((d | 0x20) - 'a' + 10);
        else
            break;
    }
    if (i == digits || i == s.n || s.p[i] != ';')
        return 0;
    c = c >= 0x80 && c < 0xA0 ? utf8_windows_1252((unsigned char)c) : c;
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = UTF8_REPLACEMENT;
    char bytes[UTF8_MAX];
    buf_put(out, bytes, utf8_encode(bytes, c));
    return i + 1;
}

size_t markup_entity(struct buf *out, struct str s)
{
    char name[NAME_MAX_BYTES];
    size_t n = 1;
    if (s.n > 1 && s.p[1] == '#')
        return numeric(out, s);
    while (n < s.n && n < NAME_MAX_BYTES && ascii_alnum((unsigned char)s.p[n])) {
        name[n - 1] = s.p[n];
        n++;
    }
    if (n == 1 || n == s.n || s.p[n] != ';')
        return 0;
    name[n - 1] = '\0';
    const struct entity *e =
        bsearch(name, entity_table, entity_count, sizeof *entity_table, compare_entity);
    if (!e)
        return 0;
    buf_puts(out, e->text);
    return n + 1;
}

bool markup_entities(struct buf *out, struct str s)
{
    bool any = false;
    while (s.n) {
        const char *amp = memchr(s.p, '&', s.n);
        size_t n = amp ? (size_t)(amp - s.p) : s.n;
        buf_put(out, s.p, n);
        s = str_slice(s, n, s.n);
        if (s.n == 0)
            break;
        n = markup_entity(out, s);
        any |= n > 0;
        if (n == 0)
            buf_putc(out, '&');
        s = str_slice(s, n ? n : 1, s.n);
    }
    return any;
}

/* ---- tags ---- */

enum tag { UNKNOWN, INLINE, BLOCK, HIDDEN };

static const struct {
    const char *name;
    enum tag tag;
} tags[] = {
    {"a", INLINE},
    {"abbr", INLINE},
    {"abstract", BLOCK},
    {"alternatives", INLINE},
    {"annotation", HIDDEN},
    {"b", INLINE},
    {"big", INLINE},
    {"blockquote", BLOCK},
    {"bold", INLINE},
    {"br", BLOCK},
    {"break", BLOCK},
    {"center", BLOCK},
    {"cite", INLINE},
    {"code", INLINE},
    {"dd", BLOCK},
    {"def", INLINE},
    {"disp-formula", BLOCK},
    {"div", BLOCK},
    {"dl", BLOCK},
    {"dt", BLOCK},
    {"em", INLINE},
    {"emph", INLINE},
    {"ext-link", INLINE},
    {"font", INLINE},
    {"formula", INLINE},
    {"h1", BLOCK},
    {"h2", BLOCK},
    {"h3", BLOCK},
    {"h4", BLOCK},
    {"h5", BLOCK},
    {"h6", BLOCK},
    {"hr", BLOCK},
    {"i", INLINE},
    {"img", INLINE},
    {"inf", INLINE},
    {"inline-formula", INLINE},
    {"inline-graphic", INLINE},
    {"italic", INLINE},
    {"italics", INLINE},
    {"label", INLINE},
    {"li", BLOCK},
    {"list", BLOCK},
    {"list-item", BLOCK},
    {"math", INLINE},
    {"monospace", INLINE},
    {"named-content", INLINE},
    {"ol", BLOCK},
    {"overline", INLINE},
    {"p", BLOCK},
    {"pre", BLOCK},
    {"roman", INLINE},
    {"sc", INLINE},
    {"scp", INLINE},
    {"script", HIDDEN},
    {"sec", BLOCK},
    {"section", BLOCK},
    {"small", INLINE},
    {"span", INLINE},
    {"strike", INLINE},
    {"strong", INLINE},
    {"style", HIDDEN},
    {"styled-content", INLINE},
    {"sub", INLINE},
    {"sup", INLINE},
    {"table", BLOCK},
    {"tbody", BLOCK},
    {"td", BLOCK},
    {"tex-math", HIDDEN},
    {"th", BLOCK},
    {"thead", BLOCK},
    {"title", BLOCK},
    {"tr", BLOCK},
    {"tt", INLINE},
    {"u", INLINE},
    {"ul", BLOCK},
    {"underline", INLINE},
    {"uri", INLINE},
    {"xref", INLINE},
};

static bool letters_are(struct str s, const char *lower)
{
    size_t i = 0;
    while (i < s.n && lower[i] && ascii_to_lower((unsigned char)s.p[i]) == (unsigned char)lower[i])
        i++;
    return i == s.n && !lower[i];
}

/* Whatever has the prefix of a markup language is of it. */
static enum tag kind_of(struct str name)
{
    const char *colon = memchr(name.p, ':', name.n);
    struct str local = colon ? str_slice(name, (size_t)(colon - name.p) + 1, name.n) : name;
    struct str prefix = {name.p, colon ? (size_t)(colon - name.p) : 0};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (letters_are(local, tags[i].name))
            return tags[i].tag;
    return letters_are(prefix, "jats") || letters_are(prefix, "mml") || letters_are(prefix, "m")
               ? INLINE
               : UNKNOWN;
}

struct tag_at {
    struct str name; /* local */
    enum tag kind;
    bool end, empty;
    size_t n; /* bytes of the tag */
};

/* The tag that begins at the '<' of s, if it is one. A tag's attributes have at least one space
 * before them and an end within a thousand bytes. */
static bool tag_at(struct str s, struct tag_at *t)
{
    enum { LONGEST = 1024 };
    size_t i = 1;
    *t = (struct tag_at){0};
    t->end = i < s.n && s.p[i] == '/';
    i += t->end;
    size_t from = i;
    while (i < s.n && (ascii_alnum((unsigned char)s.p[i]) || s.p[i] == ':' || s.p[i] == '-'))
        i++;
    t->name = str_slice(s, from, i);
    if (i == from || i == s.n ||
        !(s.p[i] == '>' || s.p[i] == '/' || ascii_space((unsigned char)s.p[i])))
        return false;
    const char *gt = memchr(s.p + i, '>', s.n - i < LONGEST ? s.n - i : LONGEST);
    if (!gt || memchr(s.p + i, '<', (size_t)(gt - s.p) - i))
        return false;
    t->n = (size_t)(gt - s.p) + 1;
    t->empty = gt[-1] == '/';
    t->kind = kind_of(t->name);
    const char *colon = memchr(t->name.p, ':', t->name.n);
    if (colon)
        t->name = str_slice(t->name, (size_t)(colon - t->name.p) + 1, t->name.n);
    return t->kind != UNKNOWN;
}

/* Bytes of the contents of a hidden element up to its end tag; all that is left where it has none
 * would hide too much, so it is 0 then, and *in_vain is set: one without an end is looked for once,
 * lest the time be quadratic. */
static size_t hidden(struct str s, struct str name, bool *in_vain)
{
    struct tag_at t;
    const char *p = s.p, *end = s.p + s.n;
    for (; !*in_vain && p < end && (p = memchr(p, '<', (size_t)(end - p))); p++)
        if (tag_at((struct str){p, (size_t)(end - p)}, &t) && t.end && str_eq(t.name, name))
            return (size_t)(p - s.p) + t.n;
    *in_vain = true;
    return 0;
}

/* Bytes of a comment; 0 where s begins with none, or it has no end: *in_vain. */
static size_t comment(struct str s, bool *in_vain)
{
    if (*in_vain || !str_starts(s, STR("<!--")))
        return 0;
    for (size_t i = 4; i + 3 <= s.n; i++) {
        const char *dash = memchr(s.p + i, '-', s.n - i - 2);
        if (!dash)
            break;
        i = (size_t)(dash - s.p);
        if (dash[1] == '-' && dash[2] == '>')
            return i + 3;
    }
    *in_vain = true;
    return 0;
}

/* After a section's title: a colon, where the text has no mark there. */
static void end_title(struct buf *out, size_t from)
{
    while (out->n > from && ascii_space((unsigned char)out->p[out->n - 1]))
        out->n--;
    struct str title = str_slice(buf_str(out), from, out->n);
    while (title.n && ascii_space((unsigned char)title.p[0]))
        title = str_slice(title, 1, title.n);
    unsigned char last = title.n ? (unsigned char)title.p[title.n - 1] : ':';
    if ((ascii_alnum(last) || last >= 0x80 || last == ')') && !letters_are(title, "abstract"))
        buf_putc(out, ':');
    buf_putc(out, ' ');
}

static bool strip_tags(struct buf *out, struct str s)
{
    bool any = false, no_comment = false, no_hidden = false;
    size_t title = out->n;
    while (s.n) {
        struct tag_at t;
        const char *lt = memchr(s.p, '<', s.n);
        size_t n = lt ? (size_t)(lt - s.p) : s.n;
        buf_put(out, s.p, n);
        s = str_slice(s, n, s.n);
        if (s.n == 0)
            break;
        n = comment(s, &no_comment);
        if (n) {
            s = str_slice(s, n, s.n);
            any = true;
            continue;
        }
        if (!tag_at(s, &t)) {
            buf_putc(out, '<');
            s = str_slice(s, 1, s.n);
            continue;
        }
        any = true;
        s = str_slice(s, t.n, s.n);
        if (t.kind == HIDDEN && !t.end && !t.empty)
            s = str_slice(s, hidden(s, t.name, &no_hidden), s.n);
        if (t.kind == BLOCK && t.end && letters_are(t.name, "title"))
            end_title(out, title);
        else if (t.kind == BLOCK)
            buf_putc(out, ' ');
        title = out->n;
    }
    return any;
}

void markup_html(struct buf *out, struct str s, struct buf *tmp)
{
    enum { LEVELS = 3 };
    size_t start = out->n;
    if (!memchr(s.p, '<', s.n) && !memchr(s.p, '&', s.n)) {
        buf_putstr(out, s);
        return;
    }
    strip_tags(out, s);
    for (int i = 0; i < LEVELS; i++) {
        const struct str text = str_slice(buf_str(out), start, out->n);
        buf_clear(tmp);
        if (text.n == 0 || !memchr(text.p, '&', text.n) || !markup_entities(tmp, text))
            break;
        out->n = start;
        strip_tags(out, buf_str(tmp));
    }
}
