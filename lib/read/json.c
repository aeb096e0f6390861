/* json.c - JSON in memory. Bytes in strings are taken as they are: cleaning mends what is no UTF-8.
 */
#include "json.h"

#include "paper/ascii.h"
#include "paper/utf8.h"
#include "paper/word64.h"

#include <stdlib.h>

struct parser {
    struct json *j;
    const char *begin, *p, *end;
    int depth;
    uint32_t open[JSON_DEPTH]; /* the nodes of the brackets that are open */
};

static enum json_result bad(struct parser *x, const char *why)
{
    x->j->why = why;
    x->j->fault = (size_t)(x->p - x->begin);
    return JSON_BAD;
}

static bool spaces(struct parser *x)
{
    while (x->p < x->end && (*x->p == ' ' || *x->p == '\n' || *x->p == '\t' || *x->p == '\r'))
        x->p++;
    return x->p < x->end;
}

static struct json_node *add(struct parser *x, enum json_kind kind)
{
    struct json *j = x->j;
    if (j->n == j->cap &&
        (j->n > UINT32_MAX / 2 || !grow(&j->node, j->n, &j->cap, sizeof *j->node)))
        return NULL;
    struct json_node *node = &j->node[j->n++];
    *node = (struct json_node){.kind = (unsigned char)kind, .next = (uint32_t)j->n};
    return node;
}

static const char no_memory[] = "out of memory";

/* The first byte from p on that is a quote, a backslash or a newline. Most strings are short; for
 * the others, steps of a fixed length without a branch are what compilers make vector code of. */
static const char *string_stop(const char *p, const char *end)
{
    enum { STEP = 32 };
    for (int words = 0; end - p >= 8; p += 8) {
        uint64_t eight = load64((const unsigned char *)p);
        uint64_t stop = find64(eight, '"') | find64(eight, '\\') | find64(eight, '\n');
        if (stop)
            return p + lowest64(stop) / 8;
        if (++words < 4)
            continue;
        for (char any = 0; end - p >= 8 + STEP; p += STEP) {
            for (int i = 8; i < 8 + STEP; i++)
                any |= (char)((p[i] == '"') | (p[i] == '\\') | (p[i] == '\n'));
            if (any)
                break;
        }
    }
    while (p < end && *p != '"' && *p != '\\' && *p != '\n')
        p++;
    return p;
}

static bool is_hex4(const char *p)
{
    for (int i = 0; i < 4; i++)
        if (!ascii_digit((unsigned char)p[i]) && ((p[i] | 0x20) < 'a' || (p[i] | 0x20) > 'f'))
            return false;
    return true;
}

/* What a letter stands for behind a backslash; NUL for none. */
static char escaped(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

/* At a backslash. */
static enum json_result escape(struct parser *x)
{
    if (x->end - x->p < 2)
        return JSON_MORE;
    if (x->p[1] != 'u') {
        if (escaped(x->p[1]) == '\0')
            return bad(x, "unknown escape in a string");
        x->p += 2;
        return JSON_OK;
    }
    if (x->end - x->p < 6)
        return JSON_MORE;
    if (!is_hex4(x->p + 2))
        return bad(x, "\\u needs four hexadecimal digits");
    x->p += 6;
    return JSON_OK;
}

static enum json_result string(struct parser *x)
{
    struct json_node *node = add(x, JSON_STRING);
    if (!node)
        return bad(x, no_memory);
    node->p = ++x->p;
    for (;;) {
        x->p = string_stop(x->p, x->end);
        if (x->p == x->end)
            return JSON_MORE;
        if (*x->p == '"')
            break;
        if (*x->p == '\n')
            return bad(x, "a string has no end");
        node->escaped = true;
        enum json_result result = escape(x);
        if (result != JSON_OK)
            return result;
    }
    node->n = (size_t)(x->p - node->p);
    x->p++;
    return JSON_OK;
}

static size_t digits(struct str s, size_t *i)
{
    size_t from = *i;
    while (*i < s.n && ascii_digit((unsigned char)s.p[*i]))
        ++*i;
    return *i - from;
}

static bool is_number(struct str s)
{
    size_t i = s.n && s.p[0] == '-';
    size_t first = i, n = digits(s, &i);
    if (n == 0 || (n > 1 && s.p[first] == '0'))
        return false;
    if (i < s.n && s.p[i] == '.' && (i++, digits(s, &i) == 0))
        return false;
    if (i < s.n && (s.p[i] | 0x20) == 'e') {
        i++;
        i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
        if (digits(s, &i) == 0)
            return false;
    }
    return i == s.n;
}

static enum json_result word(struct parser *x)
{
    const char *from = x->p, *p = from;
    while (p < x->end && (ascii_alnum((unsigned char)*p) || *p == '+' || *p == '-' || *p == '.'))
        p++;
    if (p == x->end)
        return JSON_MORE;
    struct str text = {from, (size_t)(p - from)};
    enum json_kind kind = JSON_NUMBER;
    bool minus = text.n && text.p[0] == '-';
    if (str_eq(text, STR("null")) || str_eq(text, STR("NaN")) ||
        str_eq(str_slice(text, minus, text.n), STR("Infinity")))
        kind = JSON_NULL;
    else if (str_eq(text, STR("true")) || str_eq(text, STR("false")))
        kind = JSON_BOOL;
    else if (!is_number(text))
        return bad(x, "a value expected");
    struct json_node *node = add(x, kind);
    if (!node)
        return bad(x, no_memory);
    node->p = text.p;
    node->n = text.n;
    x->p = p;
    return JSON_OK;
}

static enum json_result key(struct parser *x)
{
    if (!spaces(x))
        return JSON_MORE;
    if (*x->p != '"')
        return bad(x, "a string expected");
    enum json_result result = string(x);
    if (result != JSON_OK)
        return result;
    if (!spaces(x))
        return JSON_MORE;
    if (*x->p != ':')
        return bad(x, "':' expected");
    x->p++;
    return JSON_OK;
}

static bool in_object(const struct parser *x)
{
    return x->j->node[x->open[x->depth - 1]].kind == JSON_OBJECT;
}

/* Takes the bracket that closes what is open, if it comes next. */
static bool closes(struct parser *x)
{
    if (*x->p != (in_object(x) ? '}' : ']'))
        return false;
    x->p++;
    struct json_node *node = &x->j->node[x->open[--x->depth]];
    node->next = (uint32_t)x->j->n;
    node->n = (size_t)(x->p - node->p);
    return true;
}

/* Behind a value: to the beginning of the next one, or the end of all. */
static enum json_result next(struct parser *x)
{
    while (x->depth) {
        if (!spaces(x))
            return JSON_MORE;
        if (closes(x))
            continue;
        if (*x->p != ',')
            return bad(x, in_object(x) ? "',' or '}' expected" : "',' or ']' expected");
        x->p++;
        return in_object(x) ? key(x) : JSON_OK;
    }
    return JSON_OK;
}

/* At a bracket that opens: to the beginning of the first value in it, or of the next one behind. */
static enum json_result enter(struct parser *x)
{
    bool object = *x->p == '{';
    struct json_node *node = add(x, object ? JSON_OBJECT : JSON_ARRAY);
    if (!node)
        return bad(x, no_memory);
    node->next = 0;
    node->p = x->p;
    if (x->depth == JSON_DEPTH)
        return bad(x, "nested too deep");
    x->open[x->depth++] = (uint32_t)(x->j->n - 1);
    x->p++;
    if (!spaces(x))
        return JSON_MORE;
    if (closes(x))
        return next(x);
    return object ? key(x) : JSON_OK;
}

enum json_result json_parse(struct json *j, struct str text)
{
    struct parser x = {.j = j, .begin = text.p, .p = text.p, .end = text.p + text.n};
    enum json_result result = JSON_OK;
    j->n = 0;
    j->why = NULL;
    do {
        if (!spaces(&x))
            return JSON_MORE;
        if (*x.p == '{' || *x.p == '[') {
            result = enter(&x);
        } else {
            result = *x.p == '"' ? string(&x) : word(&x);
            if (result == JSON_OK)
                result = next(&x);
        }
    } while (result == JSON_OK && x.depth);
    j->end = (size_t)(x.p - text.p);
    return result;
}

void json_free(struct json *j)
{
    free(j->node);
    *j = (struct json){0};
}

static uint32_t hex4(const char *p)
{
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = (unsigned char)p[i];
        v = v * 16 + (ascii_digit(c) ? c - 0x30u : (c | 0x20u) - 0x61u + 10u);
    }
    return v;
}

/* Behind "\u"; the bytes read. A surrogate without its other half becomes U+FFFD. */
static size_t unicode_escape(struct buf *out, struct str s)
{
    char bytes[UTF8_MAX];
    uint32_t c = hex4(s.p);
    size_t n = 4;
    if (c >= 0xD800 && c < 0xE000) {
        bool pair = c < 0xDC00 && s.n >= 10 && s.p[4] == '\\' && s.p[5] == 'u';
        uint32_t lo = pair ? hex4(s.p + 6) : 0;
        if (lo >= 0xDC00 && lo < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (lo - 0xDC00);
            n = 10;
        } else {
            c = UTF8_REPLACEMENT;
        }
    }
    buf_put(out, bytes, utf8_encode(bytes, c));
    return n;
}

struct str json_text(const struct json *j, size_t i, struct buf *tmp)
{
    const struct json_node *node = &j->node[i];
    struct str s = {node->p, node->n};
    if (!node->escaped)
        return s;
    buf_clear(tmp);
    while (s.n) {
        const char *slash = memchr(s.p, '\\', s.n);
        size_t n = slash ? (size_t)(slash - s.p) : s.n;
        buf_put(tmp, s.p, n);
        s = str_slice(s, n, s.n);
        if (s.n == 0)
            break;
        n = 2;
        if (s.p[1] == 'u')
            n += unicode_escape(tmp, str_slice(s, 2, s.n));
        else
            buf_putc(tmp, escaped(s.p[1]));
        s = str_slice(s, n, s.n);
    }
    return buf_str(tmp);
}

bool json_each(const struct json *j, size_t array, size_t *at)
{
    if (j->node[array].kind != JSON_ARRAY)
        return false;
    *at = *at ? j->node[*at].next : array + 1;
    return *at < j->node[array].next;
}

bool json_each_key(const struct json *j, size_t object, size_t *at)
{
    if (j->node[object].kind != JSON_OBJECT)
        return false;
    *at = *at ? j->node[*at + 1].next : object + 1;
    return *at < j->node[object].next;
}

size_t json_get(const struct json *j, size_t object, const char *key)
{
    size_t n = strlen(key);
    if (j->node[object].kind != JSON_OBJECT)
        return 0;
    const struct json_node *node = j->node;
    for (size_t at = object + 1, end = node[object].next; at < end; at = node[at + 1].next)
        if (node[at].n == n && node[at].p[0] == key[0] && memcmp(node[at].p, key, n) == 0)
            return at + 1;
    return 0;
}
