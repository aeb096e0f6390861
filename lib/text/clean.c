/* clean.c - white space, control characters and broken UTF-8, mended once where text enters.
 *
 * A control character here is also what turns the order of the text around it, as a terminal or a
 * browser shows it: the embeddings, overrides and isolates of Unicode's bidirectional algorithm
 * (UAX #9). One that is left open reaches beyond the value that brought it. Hebrew and Arabic are
 * read without them, since each letter has a direction of its own. */
#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"

bool text_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* What is not plain in n bytes at p, and what stands beside them: without a branch, which compilers
 * turn into vector code where n is fixed. A space must not stand beside a space or a TAB. */
static inline unsigned char not_plain(const unsigned char *p, size_t n)
{
    unsigned char bad = 0;
    for (size_t j = 0; j < n; j++) {
        unsigned char c = p[j], d = p[j + 1];
        unsigned char c_sep = (unsigned char)((c == ' ') | (c == '\t'));
        unsigned char d_sep = (unsigned char)((d == ' ') | (d == '\t'));
        unsigned char both_tabs = (unsigned char)((c == '\t') & (d == '\t'));
        bad |= (unsigned char)(((c < ' ') & (c != '\t')) | (c >= 0x7F));
        bad |= (unsigned char)(c_sep & d_sep & (both_tabs ^ 1));
    }
    return bad;
}

/* Whether s is clean and all ASCII, with tabs between values. */
static bool is_plain(struct str s)
{
    enum { STEP = 64, SHORT = 16 };
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    if (s.n == 0)
        return true;
    if (p[0] == ' ' || p[s.n - 1] == ' ')
        return false;
    for (; i + STEP < s.n; i += STEP)
        if (not_plain(p + i, STEP))
            return false;
    for (; i + SHORT < s.n; i += SHORT)
        if (not_plain(p + i, SHORT))
            return false;
    for (; i < s.n; i++) {
        if ((p[i] < ' ' && p[i] != '\t') || p[i] >= 0x7F)
            return false;
        if (p[i] == ' ' && (p[i - 1] == '\t' || p[i + 1] == ' ' || p[i + 1] == '\t'))
            return false;
    }
    return true;
}

/* Whether n bytes at text, and the first of them with the one behind each, are plain: as signed
 * numbers, what is below a space is a control character or no ASCII; two bytes make a space by OR
 * only where both are. Inline, so that n is a constant, and the loop vector code. */
static inline bool is_plain_step(const char *text, int n)
{
    const signed char *p = (const signed char *)text;
    signed char bad = 0;
    for (int j = 0; j < n; j++) {
        signed char c = p[j], both = (signed char)(c | p[j + 1]);
        bad |= (signed char)((c < ' ') | (c == 0x7F) | (both == ' '));
    }
    return !bad;
}

/* The same of eight bytes as one word; it may say no where there are spaces, too. */
static inline bool is_plain_word(const char *text)
{
    uint64_t w = load64((const unsigned char *)text),
             next = load64((const unsigned char *)text + 1);
    uint64_t control = (w - every64(' ')) & ~w & every64(0x80);
    uint64_t spaces = find64(w, ' ') & find64(next, ' ');
    return !((w & every64(0x80)) | control | spaces | find64(w, 0x7F));
}

/* What is_plain() could not answer: by steps where these are plain, else a character at a time. A
 * TAB counts as the end of one value and the beginning of the next where tabs are allowed. */
static bool is_clean(struct str s, bool tabs)
{
    enum { STEP = 16 };
    bool space = true; /* at the beginning of a value, or after a space */
    size_t slow = 0;   /* up to where a step has been tried in vain */
    uint32_t c = 0;
    for (size_t i = 0, n; i < s.n; i += n) {
        const unsigned char *p = (const unsigned char *)s.p + i;
        n = STEP;
        if (i >= slow && i + STEP < s.n && p[0] > ' ') {
            if (tabs ? !not_plain(p, STEP) : is_plain_step(s.p + i, STEP)) {
                space = p[STEP - 1] == ' ' || p[STEP - 1] == '\t';
                continue;
            }
            slow = i + STEP;
        }
        n = p[0] < 0x80 ? 1 : utf8_decode(s.p + i, s.n - i, &c);
        c = n == 1 ? p[0] : c;
        if (n == 0)
            return false;
        if (c == '\t' && tabs) {
            if (i && s.p[i - 1] == ' ')
                return false;
            space = true;
        } else if (c == ' ') {
            if (space)
                return false;
            space = true;
        } else if (is_control(c) || text_is_space(c)) {
            return false;
        } else {
            space = false;
        }
    }
    return s.n == 0 || s.p[s.n - 1] != ' ';
}

/* is_plain() without tabs. */
static bool is_plain_value(struct str s)
{
    enum { STEP = 64, SHORT_STEP = 16 };
    const signed char *p = (const signed char *)s.p;
    size_t i = 0;
    if (s.n == 0)
        return true;
    if (p[0] == ' ' || p[s.n - 1] == ' ')
        return false;
    for (; i + STEP < s.n; i += STEP)
        if (!is_plain_step(s.p + i, STEP))
            return false;
    for (; i + SHORT_STEP < s.n; i += SHORT_STEP)
        if (!is_plain_step(s.p + i, SHORT_STEP))
            return false;
    if (i + 8 < s.n && is_plain_word(s.p + i))
        i += 8;
    for (; i < s.n; i++)
        if (p[i] < ' ' || p[i] == 0x7F || (p[i] == ' ' && p[i + 1] == ' '))
            return false;
    return true;
}

enum { RUN = 32 };

/* Bytes of s from i on, where a character stands, that stay as they are: characters, and single
 * spaces between them. */
static size_t clean_run(struct str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t c;
    size_t slow = i; /* up to where steps have been tried in vain */
    while (i < s.n) {
        while (i >= slow && i + RUN < s.n && p[i] != ' ') {
            if (is_plain_step(s.p + i, RUN)) /* a space at its end waits for what is behind it */
                i += p[i + RUN - 1] == ' ' ? RUN - 1 : RUN;
            else
                slow = i + RUN;
        }
        if (p[i] > ' ' && p[i] < 0x7F) {
            i++;
        } else if (p[i] == ' ') {
            if (i + 1 == s.n || p[i + 1] <= ' ' || p[i + 1] >= 0x7F)
                break;
            i += 2;
        } else {
            size_t n = p[i] < 0x80 ? 0 : utf8_decode(s.p + i, s.n - i, &c);
            if (n == 0 || is_control(c) || text_is_space(c))
                break;
            i += n;
        }
    }
    return i;
}

/* Appends what the bytes at s, which are no UTF-8, may have been; their number. */
static size_t mend(struct buf *out, struct str s)
{
    char bytes[UTF8_MAX];
    size_t n = utf8_bad(s.p, s.n);
    /* A character that was cut at the end of the text is gone; elsewhere each byte is a letter. */
    if (n > 1 && n == s.n) {
        buf_put(out, bytes, utf8_encode(bytes, UTF8_REPLACEMENT));
        return n;
    }
    buf_put(out, bytes, utf8_encode(bytes, utf8_windows_1252((unsigned char)s.p[0])));
    return 1;
}

/* Copies a step of text with its line breaks and TABs as spaces; a function of its own, since
 * compilers make vector code of it where they know that the two do not overlap. */
static void unwrap_step(char *restrict to, const char *restrict from)
{
    for (int i = 0; i < RUN; i++)
        to[i] = (char)(((from[i] == '\n') | (from[i] == '\t')) ? ' ' : from[i]);
}

/* Appends s with line breaks and TABs as spaces; false, and nothing is appended, where more than
 * that was to be done. */
static bool put_unwrapped(struct buf *out, struct str s)
{
    size_t i = 0;
    s = text_trim(s);
    if (!buf_reserve(out, s.n))
        return false;
    char *to = out->p + out->n;
    for (; i + RUN <= s.n; i += RUN)
        unwrap_step(to + i, s.p + i);
    for (; i < s.n; i++)
        to[i] = s.p[i] == '\n' || s.p[i] == '\t' ? ' ' : s.p[i];
    if (!is_plain_value((struct str){to, s.n}))
        return false;
    out->n += s.n;
    return true;
}

size_t text_clean(struct buf *out, struct str s)
{
    bool space = false; /* white space was passed since the last character, and may become one */
    size_t start = out->n, mended = 0;
    uint32_t c;
    if (is_plain_value(s)) {
        buf_putstr(out, s);
        return 0;
    }
    if (put_unwrapped(out, s))
        return 0;
    for (size_t i = 0; i < s.n;) {
        size_t n = utf8_decode(s.p + i, s.n - i, &c);
        if (n && text_is_space(c)) {
            space = true;
            i += n;
            continue;
        }
        if (n && is_control(c)) {
            i += n;
            continue;
        }
        if (n == 0 && utf8_windows_1252((unsigned char)s.p[i]) == 0xA0) {
            space = true; /* Latin-1's no-break space */
            mended++;
            i++;
            continue;
        }
        if (space && out->n > start)
            buf_putc(out, ' ');
        space = false;
        if (n == 0) {
            i += mend(out, str_slice(s, i, s.n));
            mended++;
            continue;
        }
        n = clean_run(s, i);
        buf_put(out, s.p + i, n - i);
        i = n;
    }
    return mended;
}

bool text_is_clean(struct str s)
{
    return is_plain_value(s) || is_clean(s, false);
}

bool text_is_clean_line(struct str s)
{
    return is_plain(s) || is_clean(s, true);
}

struct str text_trim(struct str s)
{
    while (s.n && ascii_space((unsigned char)s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && ascii_space((unsigned char)s.p[s.n - 1]))
        s.n--;
    return s;
}
