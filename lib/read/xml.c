/* xml.c - a pull parser for XML: elements out of a stream, and what is in one. */
#include "xml.h"

#include "paper/ascii.h"
#include "paper/markup.h"
#include "paper/text.h"

#include <stdint.h>

static void fail(struct xml *x, const char *why)
{
    if (!x->why)
        x->why = why;
    x->p = x->end;
}

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Bytes that names are made of: letters, digits, ':', '-', '_', '.', and all beyond ASCII. */
static bool in_name(char c)
{
    static const uint64_t ascii[2] = {0x07FF600000000000u, 0x07FFFFFE87FFFFFEu};
    unsigned char u = (unsigned char)c;
    return u >= 0x80 || (ascii[u >> 6] >> (u & 63) & 1);
}

/* Bytes of the name at the beginning of s. */
static size_t name_length(struct str s)
{
    size_t i = 0;
    while (i < s.n && in_name(s.p[i]))
        i++;
    return i;
}

static struct str local_part(struct str name)
{
    const char *colon = name.n ? memchr(name.p, ':', name.n) : NULL;
    return colon ? str_slice(name, (size_t)(colon - name.p) + 1, name.n) : name;
}

struct str xml_name(struct str s)
{
    if (s.n == 0)
        return s;
    s = str_slice(s, 1, s.n);
    return local_part(str_slice(s, 0, name_length(s)));
}

/* The '>' that ends the tag at s, outside quotes; NULL where it has not come yet. */
static const char *tag_end(struct str s)
{
    const char *gt = s.n ? memchr(s.p, '>', s.n) : NULL;
    if (!gt)
        return NULL;
    /* Attributes are few: quotes are looked at only where there are some before it. */
    const char *p = s.p, *end = s.p + s.n;
    while (gt && (p = memchr(p, '"', (size_t)(gt - p)))) {
        p = memchr(p + 1, '"', (size_t)(end - p - 1));
        if (!p)
            return NULL;
        p++;
        if (p > gt)
            gt = memchr(p, '>', (size_t)(end - p));
    }
    return gt;
}

/* Where `mark` ends in s from i on; 0 where it does not stand. */
static size_t behind(struct str s, size_t i, const char *mark)
{
    size_t n = strlen(mark);
    while (i + n <= s.n) {
        const char *p = memchr(s.p + i, mark[0], s.n - n - i + 1);
        if (!p)
            return 0;
        i = (size_t)(p - s.p);
        if (memcmp(p, mark, n) == 0)
            return i + n;
        i++;
    }
    return 0;
}

/* What stands at a '<' and is no element: a comment, CDATA, an instruction, a declaration. Its
 * bytes; 0 where it has no end yet. *cdata: how many bytes of it are text, after the first 9. A
 * declaration may hold others in brackets. */
static size_t other_length(struct str s, size_t *cdata)
{
    *cdata = 0;
    if (str_starts(s, STR("<!--")))
        return behind(s, 4, "-->");
    if (str_starts(s, STR("<![CDATA["))) {
        size_t n = behind(s, 9, "]]>");
        *cdata = n ? n - 12 : 0;
        return n;
    }
    if (str_starts(s, STR("<?")))
        return behind(s, 2, "?>");
    size_t gt = behind(s, 2, ">"), bracket = behind(s, 2, "[");
    if (bracket && bracket < gt) {
        size_t close = behind(s, bracket, "]");
        while (close && close < s.n && (ascii_space((unsigned char)s.p[close])))
            close++;
        return close ? behind(s, close, ">") : 0;
    }
    return gt;
}

/* ---- in memory ---- */

/* At '<' and a name: enters the element. */
static void enter(struct xml *x)
{
    struct str s = {x->p, (size_t)(x->end - x->p)};
    size_t n = name_length(str_slice(s, 1, s.n));
    const char *gt = n + 1 < s.n && s.p[n + 1] == '>' ? s.p + n + 1 : tag_end(s);
    if (!gt || n == 0) {
        fail(x, gt ? "'<' begins no tag" : "a tag has no end");
        return;
    }
    if (x->depth == XML_DEPTH) {
        fail(x, "nested too deep");
        return;
    }
    struct str whole = str_slice(s, 1, 1 + n);
    x->empty = gt[-1] == '/';
    x->name = local_part(whole);
    x->attrs = (struct str){x->p + 1 + n, (size_t)(gt - x->p) - 1 - n - x->empty};
    x->open[x->depth++] = whole;
    x->p = gt + 1;
}

/* At "</": leaves the element. */
static void leave(struct xml *x)
{
    struct str open = x->open[--x->depth];
    struct str s = {x->p + 2, (size_t)(x->end - x->p) - 2};
    bool same = s.n > open.n && memcmp(s.p, open.p, open.n) == 0 && !in_name(s.p[open.n]);
    const char *gt = !same                ? NULL
                     : s.p[open.n] == '>' ? s.p + open.n
                                          : memchr(s.p + open.n, '>', s.n - open.n);
    if (!gt)
        fail(x, "an end tag has another name than its start tag");
    else
        x->p = gt + 1;
}

void xml_start(struct xml *x, struct str text)
{
    *x = (struct xml){.p = text.p, .end = text.p + text.n};
    enter(x);
}

/* Moves to the next tag of an element; false, and the element left, where it is its own end.
 * Text in between is appended to *text unless that is NULL. */
static bool next_tag(struct xml *x, struct buf *text)
{
    if (x->empty) {
        x->empty = false;
        x->depth--;
        return false;
    }
    while (!x->why) {
        const char *lt = x->p < x->end ? memchr(x->p, '<', (size_t)(x->end - x->p)) : NULL;
        if (!lt || lt + 1 == x->end) {
            fail(x, "an element has no end tag");
            break;
        }
        if (text)
            buf_put(text, x->p, (size_t)(lt - x->p));
        x->p = lt;
        if (lt[1] == '/') {
            leave(x);
            return false;
        }
        if (lt[1] != '!' && lt[1] != '?')
            return true;
        size_t cdata, n = other_length((struct str){lt, (size_t)(x->end - lt)}, &cdata);
        if (n == 0)
            fail(x, "a comment or CDATA has no end");
        else if (text && cdata) /* the ampersands in it are none of references */
            for (const char *p = lt + 9, *end = p + cdata; p < end; p++) {
                buf_putc(text, *p);
                if (*p == '&')
                    buf_puts(text, "amp;");
            }
        x->p = lt + n;
    }
    return false;
}

bool xml_child(struct xml *x)
{
    if (!next_tag(x, NULL))
        return false;
    enter(x);
    return !x->why;
}

static bool breaks(struct str name)
{
    static const char *const names[] = {"p",    "br", "break", "sec",         "title",
                                        "list", "li", "div",   "AbstractText"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

/* Resolves the references in text from offset `from` on, in place; but for a few names that are
 * shorter than what they stand for (&nGt;), which stay. */
static void resolve(struct buf *text, size_t from)
{
    size_t n = text->n;
    char *amp = n > from ? memchr(text->p + from, '&', n - from) : NULL;
    if (!amp)
        return;
    char *to = amp;
    for (char *p = amp, *end = text->p + n; p < end;) {
        char room[16]; /* more than any stands for */
        struct buf one = {.p = room, .cap = sizeof room};
        size_t taken = 0;
        if (*p == '&')
            taken = markup_entity(&one, (struct str){p, (size_t)(end - p)});
        if (taken && one.n <= taken) {
            memcpy(to, one.p, one.n);
            to += one.n;
            p += taken;
        } else {
            *to++ = *p++;
        }
    }
    text->n = (size_t)(to - text->p);
}

void xml_text(struct xml *x, struct buf *text)
{
    int outside = x->depth - 1;
    size_t from = text->n;
    while (!x->why && x->depth > outside) {
        if (!next_tag(x, text))
            continue;
        enter(x);
        if (breaks(x->name))
            buf_putc(text, ' ');
        if (str_eq(x->name, STR("annotation")) || str_eq(x->name, STR("tex-math")))
            xml_pass(x);
    }
    resolve(text, from);
}

void xml_pass(struct xml *x)
{
    int outside = x->depth - 1;
    while (!x->why && x->depth > outside)
        if (next_tag(x, NULL))
            enter(x);
}

bool xml_each_attribute(struct str *rest, struct str *name, struct str *value)
{
    struct str s = *rest;
    while (s.n && ascii_space((unsigned char)s.p[0]))
        s = str_slice(s, 1, s.n);
    size_t n = name_length(s);
    *name = local_part(str_slice(s, 0, n));
    while (n < s.n && (ascii_space((unsigned char)s.p[n]) || s.p[n] == '='))
        n++;
    if (n == 0 || n >= s.n || (s.p[n] != '"' && s.p[n] != '\''))
        return false;
    const char *end = memchr(s.p + n + 1, s.p[n], s.n - n - 1);
    if (!end)
        return false;
    *value = str_slice(s, n + 1, (size_t)(end - s.p));
    *rest = str_slice(s, (size_t)(end - s.p) + 1, s.n);
    return true;
}

struct str xml_attribute(const struct xml *x, const char *name)
{
    struct str rest = x->attrs, key, value;
    while (xml_each_attribute(&rest, &key, &value))
        if (str_eq(key, str_from(name)))
            return value;
    return (struct str){0};
}

/* ---- streams ---- */

/* Bytes of the file that are looked through for the end of a tag or comment, and for that of an
 * element: one that is never closed must not take all memory. */
enum { LONGEST_TAG = 1 << 20, LONGEST_ELEMENT = 16 << 20 };

static const char *const marks[XML_MARKS] = {"-->", "]]>", "?>", "]", ">"};

enum { COMMENT, CDATA, INSTRUCTION, BRACKET, TAG };

static void take(struct reader *r, struct xml_stream *x, size_t n)
{
    in_take(r->in, n);
    for (int i = 0; i < XML_MARKS; i++)
        x->without[i] -= x->without[i] < n ? x->without[i] : n;
}

/* Where the first such mark from offset `from` of the unread bytes on ends; 0 where there is none.
 * What was looked through in vain is not looked through again. */
static size_t find_mark(struct reader *r, struct xml_stream *x, int mark, size_t from)
{
    for (;;) {
        struct str s = in_view(r->in, from + LONGEST_TAG);
        size_t n = strlen(marks[mark]), end = behind(s, max(from, x->without[mark]), marks[mark]);
        if (end)
            return end;
        if (s.n >= n)
            x->without[mark] = max(x->without[mark], s.n - n + 1);
        if (s.n == from + LONGEST_TAG || !in_more(r->in))
            return 0;
    }
}

/* Where a declaration ends; it may hold others in brackets. */
static size_t find_declaration_end(struct reader *r, struct xml_stream *x, size_t at)
{
    size_t gt = find_mark(r, x, TAG, at);
    if (!gt || !memchr(in_rest(r->in).p + at, '[', gt - at))
        return gt;
    size_t close = find_mark(r, x, BRACKET, at);
    return close ? find_mark(r, x, TAG, close) : 0;
}

/* Where the tag whose '<' stands at `at` ends. */
static size_t find_tag_end(struct reader *r, struct xml_stream *x, size_t at)
{
    while (find_mark(r, x, TAG, at)) {
        struct str s = in_view(r->in, at + LONGEST_TAG);
        const char *gt = tag_end(str_slice(s, at, s.n));
        if (gt)
            return (size_t)(gt - s.p) + 1;
        if (s.n == at + LONGEST_TAG || !in_more(r->in))
            break;
    }
    return 0;
}

/* Where that ends which stands at the '<' at offset `at`; 0 where it has no end. */
static size_t find_markup_end(struct reader *r, struct xml_stream *x, size_t at)
{
    for (struct str s = in_rest(r->in);
         s.n < at + 2 || (s.p[at + 1] == '!' && s.n < at + sizeof "<![CDATA[" - 1);
         s = in_rest(r->in))
        if (!in_more(r->in))
            break;
    struct str s = in_rest(r->in), here = str_slice(s, at, s.n);
    char next = here.n > 1 ? here.p[1] : ' ';
    if (str_starts(here, STR("<!--")))
        return find_mark(r, x, COMMENT, at + 4);
    if (str_starts(here, STR("<![CDATA[")))
        return find_mark(r, x, CDATA, at + 9);
    if (next == '!')
        return find_declaration_end(r, x, at + 2);
    if (next == '?')
        return find_mark(r, x, INSTRUCTION, at + 2);
    if (next == '/')
        return find_mark(r, x, TAG, at + 2);
    return in_name(next) ? find_tag_end(r, x, at) : at + 1; /* a stray '<' */
}

/* Whether the tag at s, after its '<' or "</", has exactly this name. */
static bool has_name(struct str s, struct str name)
{
    return s.n > name.n && s.p[0] == name.p[0] && memcmp(s.p, name.p, name.n) == 0 &&
           !in_name(s.p[name.n]);
}

/* The next '<' in s from `at` on behind which may stand what an element of a name that begins with
 * c must look at: its like, an end tag of it, or no element. s.n for none but in the last bytes. In
 * steps of a fixed length without a branch, which compilers turn into vector code. */
static size_t next_like(struct str s, size_t at, char c)
{
    enum { STEP = 64 };
    const char *p = s.p;
    for (; at + STEP + 2 < s.n; at += STEP) {
        char found = 0;
        for (size_t i = at; i < at + STEP; i++) {
            char next = p[i + 1];
            found |= (char)((p[i] == '<') & ((next == c) | (next == '!') | (next == '?') |
                                             ((next == '/') & (p[i + 2] == c))));
        }
        if (found)
            break;
    }
    for (; at + 2 < s.n; at++)
        if (p[at] == '<' && (p[at + 1] == c || p[at + 1] == '!' || p[at + 1] == '?' ||
                             (p[at + 1] == '/' && p[at + 2] == c)))
            return at;
    const char *lt = at < s.n ? memchr(p + at, '<', s.n - at) : NULL;
    return lt ? (size_t)(lt - p) : s.n;
}

/* The end of the element that the unread bytes begin with. False where it has none: *n is then
 * where the next of its name begins, or the end of the file. */
static bool find_end(struct reader *r, struct xml_stream *x, size_t *n)
{
    size_t at = 1;
    for (;;) {
        struct str s = in_view(r->in, LONGEST_ELEMENT);
        struct str name = str_slice(s, 1, 1 + name_length(str_slice(s, 1, s.n)));
        at = next_like(s, at, name.n ? name.p[0] : '<');
        struct str tag = str_slice(s, at, s.n);
        if (tag.n > name.n + 2) {
            bool end = tag.p[1] == '/', other = tag.p[1] == '!' || tag.p[1] == '?';
            bool same = !other && has_name(str_slice(tag, 1 + end, tag.n), name);
            *n = at;
            if (same && !end)
                return false;
            size_t length = same || other ? find_markup_end(r, x, at) : 0;
            if (same && length) {
                *n = length;
                return true;
            }
            at = length ? length : at + 1;
            continue;
        }
        if (s.n == LONGEST_ELEMENT || !in_more(r->in)) {
            *n = s.n;
            return false;
        }
    }
}

/* Takes bytes up to the next '<'; false at the end of the file. */
static bool skip_to_tag(struct reader *r, struct xml_stream *x)
{
    for (;;) {
        struct str s = in_rest(r->in);
        const char *lt = s.n ? memchr(s.p, '<', s.n) : NULL;
        take(r, x, lt ? (size_t)(lt - s.p) : s.n);
        if (lt)
            return true;
        if (!in_more(r->in))
            return false;
    }
}

/* Bytes of whatever stands at the '<' of s, up to and with its '>'; 0: it is not all there. */
static size_t markup_length(struct str s)
{
    size_t cdata;
    if (s.n < 2 || (s.p[1] == '!' && s.n < 9))
        return 0;
    if (s.p[1] == '!' || s.p[1] == '?')
        return other_length(s, &cdata);
    if (s.p[1] != '/' && !in_name(s.p[1]))
        return 1; /* a stray '<' */
    const char *gt = s.p[1] == '/' ? memchr(s.p, '>', s.n) : tag_end(s);
    return gt ? (size_t)(gt - s.p) + 1 : 0;
}

struct str xml_root(struct str head)
{
    while (head.n) {
        const char *lt = memchr(head.p, '<', head.n);
        struct str s = {lt, lt ? (size_t)(head.p + head.n - lt) : 0};
        for (const char *p = head.p; p < head.p + (head.n - s.n); p++)
            if (!ascii_space((unsigned char)*p))
                return (struct str){0};
        size_t n = s.n > 1 ? markup_length(s) : 0;
        if (n == 0 || (s.p[1] != '!' && s.p[1] != '?'))
            return n > 1 ? s : (struct str){0};
        head = str_slice(s, n, s.n);
    }
    return head;
}

bool xml_put(struct reader *r, struct xml *x, const struct rule *rules, unsigned markup)
{
    while (rules->tag && (rules->tag[0] != x->name.p[0] || !str_eq(x->name, str_from(rules->tag))))
        rules++;
    if (!rules->tag)
        return false;
    buf_clear(&r->value);
    xml_text(x, &r->value);
    put(r, rules->what, rules->name, buf_str(&r->value), markup);
    return true;
}

/* The '<' that comes next has no end: it is text. That is told, once, where it hides something, and
 * each time where it takes a paper. */
static void take_as_text(struct reader *r, struct xml_stream *x, bool (*wanted)(struct str name))
{
    const struct str s = in_rest(r->in), nothing = {0};
    if (s.n > 1 && in_name(s.p[1]) && wanted(xml_name(s))) {
        read_reject(r, r->in->line + 1, nothing, "a tag has no end: it is taken as text");
    } else if (!x->told && s.n > 1 && (s.p[1] == '!' || s.p[1] == '?')) {
        read_reject(r, r->in->line + 1, nothing, "a comment has no end: it is taken as text");
        x->told = true;
    }
    take(r, x, 1);
}

bool xml_next(struct reader *r, struct xml_stream *x, bool (*wanted)(struct str name),
              struct str *element)
{
    take(r, x, x->taken);
    x->taken = 0;
    while (skip_to_tag(r, x)) {
        size_t n = find_markup_end(r, x, 0);
        struct str s = in_rest(r->in);
        if (n == 0) {
            take_as_text(r, x, wanted);
            continue;
        }
        struct str name = n > 1 && in_name(s.p[1]) ? xml_name(s) : (struct str){0};
        if (name.n && !x->nroot) {
            x->nroot = name.n < sizeof x->root ? name.n : sizeof x->root;
            memcpy(x->root, name.p, x->nroot);
        }
        if (name.n == 0 || !wanted(name)) {
            take(r, x, n);
            continue;
        }
        bool whole = s.p[n - 2] == '/' || find_end(r, x, &n);
        *element = str_slice(in_rest(r->in), 0, n);
        if (whole) {
            x->taken = n;
            return true;
        }
        read_reject(r, r->in->line + 1, text_trim(*element), "an entry without its end tag");
        take(r, x, n);
    }
    return false;
}
