/* mbox.c - mailboxes that paperfmt wrote: a message for each paper, told by its X-Paper-ID. The
 * title is the subject, the abstract the first paragraph. */
#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"

enum {
    MESSAGE_MAX = 8 << 20
}; /* bytes of a message: one that never ends must not take all memory */

struct state {
    enum { OUTSIDE, HEAD, ABSTRACT, REST } part;
    struct buf raw;      /* the message as it stands */
    struct buf head;     /* its header, unfolded, a field a line */
    struct buf abstract; /* decoded, its lines joined */
    bool soft;           /* its last line goes on in the next */
    bool blank;          /* an empty line was the last */
    uint64_t line;       /* where the message begins */
};

static int hex(char c)
{
    return ascii_digit((unsigned char)c)            ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* Appends quoted-printable text; `word`: of an encoded word, where a '_' is a space. */
static void put_quoted(struct buf *out, struct str s, bool word)
{
    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '=' && s.n - i > 2 ? hex(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex(s.p[i + 2]) : -1;
        buf_putc(out, low >= 0 ? (char)(high * 16 + low) : word && s.p[i] == '_' ? ' ' : s.p[i]);
        i += low >= 0 ? 2 : 0;
    }
}

static int base64(char c)
{
    return ascii_upper((unsigned char)c)   ? c - 'A'
           : ascii_lower((unsigned char)c) ? c - 'a' + 26
           : ascii_digit((unsigned char)c) ? c - '0' + 52
           : c == '+'                      ? 62
           : c == '/'                      ? 63
                                           : -1;
}

static void put_base64(struct buf *out, struct str s)
{
    unsigned long bits = 0;
    int n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int digit = base64(s.p[i]);
        if (digit < 0)
            continue;
        bits = (bits << 6 | (unsigned long)digit) & 0xFFFFFF;
        n += 6;
        if (n >= 8) {
            n -= 8;
            buf_putc(out, (char)(bits >> n & 0xFF));
        }
    }
}

/* Length of the encoded word (RFC 2047) that s begins with, which is appended decoded; 0: none. */
static size_t put_word(struct buf *out, struct str s)
{
    static const char begin[] = "=?UTF-8?";
    const size_t from = sizeof begin - 1 + 2;
    if (s.n < from || !same_word(str_slice(s, 0, sizeof begin - 1), begin) || s.p[from - 1] != '?')
        return 0;
    const char kind = (char)(s.p[from - 2] | 0x20);
    for (size_t i = from; i + 1 < s.n && s.p[i] != ' '; i++)
        if (s.p[i] == '?' && s.p[i + 1] == '=' && (kind == 'q' || kind == 'b')) {
            if (kind == 'q')
                put_quoted(out, str_slice(s, from, i), true);
            else
                put_base64(out, str_slice(s, from, i));
            return i + 2;
        }
    return 0;
}

/* A header's text, decoded. */
static struct str decoded(struct reader *r, struct str s)
{
    struct buf *b = &r->value;
    bool after_word = false;
    buf_clear(b);
    s = text_trim(s);
    for (size_t i = 0; i < s.n;) {
        size_t space = i;
        while (after_word && space < s.n && s.p[space] == ' ')
            space++; /* between two encoded words it means nothing */
        size_t n = put_word(b, str_slice(s, space, s.n));
        if (n == 0)
            buf_putc(b, s.p[i]);
        i = n ? space + n : i + 1;
        after_word = n > 0;
    }
    return buf_str(b);
}

/* ---- a message ---- */

static void put_field(struct reader *r, struct str field)
{
    const char *colon = memchr(field.p, ':', field.n);
    size_t n = colon ? (size_t)(colon - field.p) : 0;
    if (colon && rec_is_name(str_slice(field, 0, n)))
        draft_add(&r->paper, str_slice(field, 0, n), str_slice(field, n + 1, field.n));
    else
        draft_add(&r->paper, STR("comment"), field);
}

/* Hands the message over as a paper. */
static bool put_message(struct reader *r, struct state *s)
{
    struct str head = buf_str(&s->head), raw = buf_str(&s->raw);
    bool own = false;
    while (head.n) {
        const char *nl = memchr(head.p, '\n', head.n);
        size_t n = nl ? (size_t)(nl - head.p) : head.n;
        struct str line = str_slice(head, 0, n);
        const char *colon = memchr(line.p, ':', n);
        head = str_slice(head, nl ? n + 1 : n, head.n);
        if (!colon)
            continue;
        struct str name = str_slice(line, 0, (size_t)(colon - line.p));
        struct str value = decoded(r, str_slice(line, name.n + 1, line.n));
        if (same_word(name, "x-paper-id")) {
            own = true;
            draft_set(&r->paper, REC_ID, value);
        } else if (same_word(name, "subject")) {
            draft_set(&r->paper, REC_TITLE, value);
        } else if (same_word(name, "x-paper-date")) {
            draft_set(&r->paper, REC_DATE, value);
        } else if (same_word(name, "x-paper-field")) {
            put_field(r, value);
        }
    }
    draft_set(&r->paper, REC_ABSTRACT, buf_str(&s->abstract));
    put_check(r, &s->head);
    put_check(r, &s->abstract);
    if (own && put_accept(r, s->line, raw))
        return true;
    if (!own && s->raw.n) {
        read_clear(r);
        read_reject(r, s->line, text_trim(raw),
                    "a message that is no paper of paperfmt's: no X-Paper-ID");
    }
    return false;
}

static void begin_message(struct reader *r, struct state *s)
{
    buf_clear(&s->raw);
    buf_clear(&s->head);
    buf_clear(&s->abstract);
    s->part = HEAD;
    s->soft = s->blank = false;
    s->line = r->in->line;
}

static void take_line(struct state *s, struct str line)
{
    bool blank = line.n == 0;
    if (s->part == HEAD && blank) {
        s->part = ABSTRACT;
    } else if (s->part == HEAD) {
        if (s->head.n && (line.p[0] == ' ' || line.p[0] == '\t'))
            s->head.n--; /* it goes on */
        buf_putstr(&s->head, line);
        buf_putc(&s->head, '\n');
    } else if (s->part == ABSTRACT && blank) {
        s->part = REST;
    } else if (s->part == ABSTRACT) {
        if (s->abstract.n && !s->soft)
            buf_putc(&s->abstract, ' ');
        s->soft = line.p[line.n - 1] == '=';
        put_quoted(&s->abstract, str_slice(line, 0, line.n - s->soft), false);
    }
    s->blank = blank;
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    struct str line;
    while (in_line(r->in, &line)) {
        line.n -= line.n && line.p[line.n - 1] == '\r';
        bool begins = str_starts(line, STR("From ")) && (s->part == OUTSIDE || s->blank);
        bool paper = begins && s->part != OUTSIDE && put_message(r, s);
        if (begins)
            begin_message(r, s);
        buf_putstr(&s->raw, line);
        buf_putc(&s->raw, '\n');
        if (!begins && s->part != OUTSIDE)
            take_line(s, line);
        if (s->raw.n > MESSAGE_MAX || (s->part == OUTSIDE && s->raw.n > READ_HEAD)) {
            read_reject(r, s->line, buf_str(&s->raw), "a message longer than 8 MiB");
            begin_message(r, s);
            s->part = OUTSIDE;
        }
        put_check(r, &s->raw);
        if (paper)
            return true;
    }
    bool paper = s->part != OUTSIDE && put_message(r, s);
    s->part = OUTSIDE;
    buf_clear(&s->raw);
    return paper;
}

static bool detect(struct str head, bool whole)
{
    const size_t id = find_part(head, "\nX-Paper-ID:");
    (void)whole;
    return str_starts(head, STR("From ")) && id < head.n;
}

static void end(void *state)
{
    struct state *s = state;
    buf_free(&s->raw);
    buf_free(&s->head);
    buf_free(&s->abstract);
}

const struct format read_mbox = {
    "mbox", "mailboxes of papers that paperfmt wrote", detect, next, sizeof(struct state), end};
