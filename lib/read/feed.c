/* feed.c - what Atom and RSS share. */
#include "feed.h"

#include "paper/ascii.h"
#include "paper/text.h"

void feed_summary(struct reader *r, struct str s)
{
    static const char announce[] = "Announce Type:";
    s = text_trim(s);
    if (str_starts(s, STR("arXiv:"))) {
        struct str head = str_slice(s, 0, s.n < 200 ? s.n : 200);
        size_t type = find_part(head, announce), abstract = find_part(head, "Abstract:");
        if (type < head.n && abstract < head.n && type < abstract) {
            put(r, PUT_ARXIV, NULL, str_slice(head, 0, type), PLAIN);
            if (!r->has_announce)
                put(r, PUT_TEXT, "announce", str_slice(head, type + sizeof announce - 1, abstract),
                    PLAIN);
            r->has_announce = true;
            s = str_slice(s, abstract + sizeof "Abstract:" - 1, s.n);
        }
    }
    put(r, PUT_ABSTRACT, NULL, s, HTML | TEX);
}

static int hex(char c)
{
    return ascii_digit((unsigned char)c)            ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* Appends s without its percent-encoding. */
static void put_decoded(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '%' && s.n - i > 2 ? hex(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex(s.p[i + 2]) : -1;
        buf_putc(out, low >= 0 ? (char)(high * 16 + low) : s.p[i]);
        i += low >= 0 ? 2 : 0;
    }
}

void feed_id(struct reader *r, struct str s)
{
    struct str version;
    bool doi = find_doi(s).n > 0, own = str_starts(text_trim(s), STR("urn:x-paper:"));
    if (own) {
        buf_clear(&r->value2);
        put_decoded(&r->value2, text_trim(s));
        put(r, PUT_OWN_ID, "urn:x-paper:", buf_str(&r->value2), PLAIN);
        return;
    }
    if (doi)
        put(r, PUT_DOI, NULL, s, PLAIN);
    else if (find_part(s, "://") < s.n)
        put(r, PUT_URL, NULL, s, PLAIN);
    if (find_part(s, "arXiv") < s.n && find_arxiv(s, &version).n)
        put(r, PUT_ARXIV, NULL, s, PLAIN);
}

/* What arXiv wrote behind a title, in brackets; cats: its [hep-ex]; after it the announcement. */
static void title_suffix(struct reader *r, struct str s)
{
    size_t open = find_part(s, "["), close = find_part(s, "]");
    put(r, PUT_ARXIV, NULL, s, PLAIN);
    if (open < close && close < s.n) {
        put(r, PUT_WORDS, "cat", str_slice(s, open + 1, close), PLAIN);
        struct str kind = text_trim(str_slice(s, close + 1, s.n - 1));
        const char *announce = str_eq(kind, STR("UPDATED"))        ? "replace"
                               : str_eq(kind, STR("CROSS LISTED")) ? "cross"
                                                                   : "new";
        if (!r->has_announce)
            put(r, PUT_TEXT, "announce", str_from(announce), PLAIN);
        r->has_announce = true;
    }
}

void feed_title(struct reader *r, struct str s)
{
    s = text_trim(s);
    size_t at = s.n;
    for (size_t i = s.n; i > 0 && s.n && s.p[s.n - 1] == ')'; i--)
        if (s.p[i - 1] == '(') {
            at = i - 1;
            break;
        }
    if (at < s.n && str_starts(str_slice(s, at, s.n), STR("(arXiv:"))) {
        title_suffix(r, str_slice(s, at, s.n));
        s = text_trim(str_slice(s, 0, at));
        if (s.n && s.p[s.n - 1] == '.') /* arXiv's, not the title's */
            s.n--;
    }
    put(r, PUT_TITLE, NULL, s, HTML | TEX);
}

/* Whether the paper that was read is one; else it is rejected, and cleared. */
static bool accept(struct reader *r, struct str raw, const char *why)
{
    struct str title = buf_str(&r->paper.col[REC_TITLE]);
    if (!why && str_eq(title, STR("Error")) && find_part(raw, "/api/errors") < raw.n)
        why = "the server answered with an error, not with a paper";
    if (!why)
        return put_accept(r, r->in->line + 1, raw);
    read_reject(r, r->in->line + 1, raw, why);
    read_clear(r);
    return false;
}

bool feed_next(struct reader *r, struct xml_stream *stream, const struct feed *feed)
{
    struct str element;
    while (xml_next(r, stream, feed->wanted, &element)) {
        struct xml x;
        xml_start(&x, element);
        if (!feed->entry(r, &x, element))
            read_clear(r);
        else if (accept(r, element, x.why))
            return true;
    }
    r->fits |= feed->root((struct str){stream->root, stream->nroot});
    return false;
}
