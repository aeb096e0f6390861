/* json.c - a pull parser for JSON in memory. Bytes in strings are taken as they are: cleaning mends
 * what is no UTF-8. */
#include "json.h"

#include "paper/ascii.h"
#include "paper/utf8.h"

enum { MAX_DEPTH = 512 };

static void fail(struct json *j, const char *why)
{
    if (!j->why)
        j->why = why;
}

static void spaces(struct json *j)
{
    while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r'))
        j->p++;
}

/* Takes c if it comes next. */
static bool take(struct json *j, char c)
{
    spaces(j);
    if (j->why || j->p >= j->end || *j->p != c)
        return false;
    j->p++;
    return true;
}

enum json_kind json_peek(struct json *j)
{
    spaces(j);
    char c = '\0';
    if (j->p < j->end)
        c = *j->p;
    return c == '{' ? JSON_OBJECT : c == '[' ? JSON_ARRAY : c == '"' ? JSON_STRING : JSON_WORD;
}

void json_enter(struct json *j)
{
    spaces(j);
    if (++j->depth > MAX_DEPTH)
        fail(j, "nested too deep");
    j->p++; /* the caller has seen the bracket */
}

/* Between two members: true where one more follows, false at the closing bracket. */
static bool member(struct json *j, char close)
{
    bool first = j->p[-1] == '{' || j->p[-1] == '[';
    if (take(j, close)) {
        j->depth--;
        return false;
    }
    if (!first && !take(j, ','))
        fail(j, close == '}' ? "',' or '}' expected" : "',' or ']' expected");
    return !j->why;
}

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];
        int digit = ascii_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
        if (!ascii_digit(c) && ((c | 0x20) < 'a' || (c | 0x20) > 'f'))
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* At the 'u' of an escape. A surrogate without its other half becomes U+FFFD. */
static void unicode_escape(struct json *j, struct buf *text)
{
    char bytes[UTF8_MAX];
    int hi = j->end - j->p > 4 ? hex4(j->p + 1) : -1;
    if (hi < 0) {
        fail(j, "\\u needs four hexadecimal digits");
        return;
    }
    j->p += 5;
    uint32_t c = (uint32_t)hi;
    if (c >= 0xD800 && c < 0xE000) {
        bool pair = c < 0xDC00 && j->end - j->p > 5 && j->p[0] == '\\' && j->p[1] == 'u';
        int lo = pair ? hex4(j->p + 2) : -1;
        if (lo >= 0xDC00 && lo < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)lo - 0xDC00);
            j->p += 6;
        } else {
            c = UTF8_REPLACEMENT;
        }
    }
    buf_put(text, bytes, utf8_encode(bytes, c));
}

static void escape(struct json *j, struct buf *text)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *at = j->p < j->end && *j->p ? strchr(from, *j->p) : NULL;
    if (at) {
        buf_putc(text, to[at - from]);
        j->p++;
    } else if (j->p < j->end && *j->p == 'u') {
        unicode_escape(j, text);
    } else {
        fail(j, "unknown escape in a string");
    }
}

static void string(struct json *j, struct buf *text)
{
    if (!take(j, '"')) {
        fail(j, "a string expected");
        return;
    }
    while (!j->why) {
        const char *from = j->p;
        while (j->p < j->end && *j->p != '"' && *j->p != '\\')
            j->p++;
        buf_put(text, from, (size_t)(j->p - from));
        if (j->p >= j->end) {
            fail(j, "a string has no end");
        } else if (*j->p++ == '"') {
            return;
        } else {
            escape(j, text);
        }
    }
}

bool json_key(struct json *j, struct buf *key)
{
    buf_clear(key);
    if (j->why || !member(j, '}'))
        return false;
    string(j, key);
    if (!j->why && !take(j, ':'))
        fail(j, "':' expected");
    spaces(j);
    return !j->why;
}

bool json_item(struct json *j)
{
    return !j->why && member(j, ']');
}

static bool is_number(struct str s)
{
    size_t i = s.n && s.p[0] == '-';
    size_t digits = i;
    while (i < s.n && ascii_digit((unsigned char)s.p[i]))
        i++;
    return i > digits && strspn(s.p + i, "0123456789.eE+-") >= s.n - i;
}

void json_scalar(struct json *j, struct buf *text)
{
    buf_clear(text);
    if (json_peek(j) == JSON_STRING) {
        string(j, text);
        return;
    }
    const char *from = j->p;
    while (j->p < j->end && (ascii_alnum((unsigned char)*j->p) || strchr("+-.", *j->p)) && *j->p)
        j->p++;
    struct str word = {from, (size_t)(j->p - from)};
    bool known =
        str_eq(word, STR("true")) || str_eq(word, STR("false")) || str_eq(word, STR("null"));
    if (!known && !is_number(word))
        fail(j, "a value expected");
    buf_putstr(text, word);
}

void json_pass(struct json *j)
{
    struct buf tmp = {0};
    int outside = j->depth;
    char kinds[MAX_DEPTH + 1] = {0}; /* of the brackets entered here */
    do {
        enum json_kind kind = json_peek(j);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY) {
            kinds[j->depth - outside] = (char)kind;
            json_enter(j);
        } else {
            json_scalar(j, &tmp);
        }
        while (!j->why && j->depth > outside &&
               !(kinds[j->depth - outside - 1] == JSON_OBJECT ? json_key(j, &tmp) : json_item(j)))
            ;
    } while (!j->why && j->depth > outside);
    if (tmp.failed)
        fail(j, "out of memory");
    buf_free(&tmp);
}

void json_done(struct json *j)
{
    spaces(j);
    if (j->p < j->end)
        fail(j, "something follows the end of the value");
}
