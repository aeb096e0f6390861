/* link.c - where a link begins and ends in running text. What it is, rules.c tells. */
#include "paper/link.h"

#include "rules.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

const struct str link_kind_name[LINK_KINDS] = {
    [LINK_DOI] = STR_INIT("doi"),     [LINK_ARXIV] = STR_INIT("arxiv"),
    [LINK_CODE] = STR_INIT("code"),   [LINK_DATA] = STR_INIT("data"),
    [LINK_MODEL] = STR_INIT("model"), [LINK_DEMO] = STR_INIT("demo"),
    [LINK_VIDEO] = STR_INIT("video"), [LINK_URL] = STR_INIT("url"),
};

static bool is_scheme(struct str s)
{
    static const struct str schemes[] = {STR_INIT("https"), STR_INIT("http"), STR_INIT("ftp")};
    for (size_t k = 0; k < sizeof schemes / sizeof *schemes; k++) {
        bool same = s.n == schemes[k].n;
        for (size_t i = 0; i < s.n && same; i++)
            same = ascii_to_lower((unsigned char)s.p[i]) == (unsigned char)schemes[k].p[i];
        if (same)
            return true;
    }
    return false;
}

/* Length of the scheme that ends at `colon`, which "//" follows; 0 where none does. Letters may be
 * glued before it, as in "seehttps://". */
static size_t scheme_before(struct str text, size_t colon)
{
    if (text.n - colon < 4 || text.p[colon + 1] != '/' || text.p[colon + 2] != '/')
        return 0;
    for (size_t n = 5; n >= 3; n--)
        if (colon >= n && is_scheme(str_slice(text, colon - n, colon)))
            return n;
    return 0;
}

/* The next scheme from offset `from` on: its offset, or text.n; *colon is where it ends. */
static size_t next_scheme(struct str text, size_t from, size_t *colon)
{
    for (size_t i = from; i < text.n; i++) {
        const char *c = memchr(text.p + i, ':', text.n - i);
        if (!c)
            break;
        i = (size_t)(c - text.p);
        size_t n = scheme_before(text, i);
        if (n && i - n >= from) {
            *colon = i;
            return i - n;
        }
    }
    return text.n;
}

/* One element of a link at offset i: how many bytes of the text it takes, 0 where the link ends;
 * what it means goes to out. */
static size_t element(struct str text, size_t i, struct buf *out)
{
    const struct str rest = str_slice(text, i, text.n);
    const struct str tilde = STR("$\\sim$");
    unsigned char c = (unsigned char)rest.p[0];
    if (c >= 0x80) {
        uint32_t code;
        size_t n = utf8_decode(rest.p, rest.n, &code);
        if (n == 0 || !text_is_word(code))
            return 0;
        buf_put(out, rest.p, n);
        return n;
    }
    if (c == '\\' && rest.n > 1 && strchr("_%&#~-", rest.p[1]) && rest.p[1]) {
        buf_putc(out, rest.p[1]);
        return 2;
    }
    if (str_starts(rest, tilde)) {
        buf_putc(out, '~');
        return tilde.n;
    }
    if (c <= ' ' || c == 0x7F || strchr("<>\"{}|^`\\$", c))
        return 0;
    buf_putc(out, (char)c);
    return 1;
}

/* How many bytes at the end belong to the sentence around the link, not to the link: its full
 * stops, commas and quotes, and brackets that were not opened in the link. */
static size_t sentence_end(struct str s)
{
    size_t n = s.n, open[2] = {0}, closed[2] = {0};
    for (size_t i = 0; i < s.n; i++) {
        open[0] += s.p[i] == '(';
        closed[0] += s.p[i] == ')';
        open[1] += s.p[i] == '[';
        closed[1] += s.p[i] == ']';
    }
    for (; n > 0; n--) {
        char c = s.p[n - 1];
        int bracket = c == ']';
        if ((c == ')' || c == ']') && closed[bracket] > open[bracket])
            closed[bracket]--;
        else if (!c || !strchr(".,;:!?'*", c))
            break;
    }
    return s.n - n;
}

/* Takes the elements of the link that begins at `begin` and whose scheme ends at `colon`; gives its
 * end. Another link may be glued to it: there it ends too, but not inside its own path or query. */
static size_t take_elements(struct str text, size_t begin, size_t colon, struct buf *out)
{
    buf_clear(out);
    for (size_t i = begin; i < colon; i++)
        buf_putc(out, (char)ascii_to_lower((unsigned char)text.p[i]));
    size_t i = colon;
    for (size_t n = 1; i < text.n; i += n) {
        size_t scheme = text.p[i] == ':' && i > colon ? scheme_before(text, i) : 0;
        if (scheme && i - scheme > colon + 2 && !strchr("/=%?&", text.p[i - scheme - 1])) {
            out->n -= out->failed ? 0 : scheme;
            return i - scheme;
        }
        n = element(text, i, out);
        if (n == 0)
            break;
    }
    return i;
}

bool link_next(struct str text, size_t *at, struct link *link, struct buf *canonical)
{
    for (size_t colon = 0; (*at = next_scheme(text, *at, &colon)) < text.n;) {
        size_t begin = *at, end = take_elements(text, begin, colon, canonical);
        if (canonical->failed)
            return false;
        size_t extra = sentence_end(buf_str(canonical));
        canonical->n -= extra;
        end -= extra;
        *at = end > colon + 3 ? end : colon + 3;
        link->as_written = str_slice(text, begin, end > begin ? end : begin);
        if (rules_apply(canonical, (size_t)(colon - begin) + 3, &link->kind))
            return true;
    }
    *at = text.n;
    return false;
}
