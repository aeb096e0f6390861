/* bib.c - BibTeX's syntax. */
#include "bib.h"

#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdlib.h>

enum {
    ENTRY_MAX = 2 * 1024 * 1024,  /* bytes; Zotero's notes with pictures reach some 100 KiB */
    MACROS_MAX = 4 * 1024 * 1024, /* bytes; those of IEEE's and AMS's journals take 100 KiB */
    TYPE_MAX = 40,                /* bytes of an entry's type */
    BLANKS_MAX = 256              /* bytes of white space beside it */
};

/* An entry being read. */
struct scan {
    struct bib *s;
    struct str e; /* from the '@' on, up to the line that begins the next entry at most */
    size_t i;
    bool whole;            /* nothing comes behind e */
    bool lenient;          /* backslashes escape; a quote ends a value only where one can end */
    bool define;           /* the fields are macros */
    unsigned fields, lost; /* fields read; times that text was left out */
};

/* ---- finding entries ---- */

enum at { NO_ENTRY, ENTRY, CUT };

static size_t blanks(struct str s, size_t i)
{
    while (i < s.n && ascii_space((unsigned char)s.p[i]))
        i++;
    return i;
}

static bool in_type(char c)
{
    return ascii_alnum((unsigned char)c) || c == '-' || c == '_' || c == '+';
}

/* At the '@' at i: whether a type and an opening brace or parenthesis follow. */
static enum at opens(struct str s, size_t i, struct str *type)
{
    size_t max = s.n - i < 2 * BLANKS_MAX + TYPE_MAX ? s.n : i + 2 * BLANKS_MAX + TYPE_MAX;
    struct str near = str_slice(s, 0, max);
    size_t from = blanks(near, i + 1), end = from;
    while (end < max && in_type(near.p[end]))
        end++;
    *type = str_slice(s, from, end);
    size_t open = blanks(near, end);
    if (open == max)
        return max == s.n ? CUT : NO_ENTRY;
    return end > from && (s.p[open] == '{' || s.p[open] == '(') ? ENTRY : NO_ENTRY;
}

/* Whether only the end of another entry stands before i on its line. */
static bool begins_line(struct str s, size_t i)
{
    while (i && s.p[i - 1] != '\n' && s.p[i - 1] != '\r') {
        char c = s.p[i - 1];
        if (c != ' ' && c != '\t' && c != '}' && c != ')' && c != ',')
            return false;
        i--;
    }
    return true;
}

/* The '@' of the first entry from i on, s.n where there is none. CUT: more of the file may make it
 * one. s begins where a line or what follows an entry does. */
static size_t next_entry(struct str s, size_t i, enum at *kind)
{
    struct str type;
    *kind = NO_ENTRY;
    while (i < s.n) {
        const char *p = memchr(s.p + i, '@', s.n - i);
        if (!p)
            break;
        i = (size_t)(p - s.p);
        if (begins_line(s, i) && (*kind = opens(s, i, &type)) != NO_ENTRY)
            return i;
        i++;
    }
    return s.n;
}

/* ---- values ---- */

/* Behind the brace that closes the one at i; 0 where there is none. */
static size_t braces(const struct scan *x, size_t i)
{
    const char *p = x->e.p;
    size_t depth = 1;
    for (i++; depth;) {
        const char *close = memchr(p + i, '}', x->e.n - i);
        if (!close)
            return 0;
        size_t end = (size_t)(close - p);
        for (const char *open; (open = memchr(p + i, '{', end - i)); depth++)
            i = (size_t)(open - p) + 1;
        depth--;
        i = end + 1;
    }
    return i;
}

/* The same where a backslash takes the meaning of the brace behind it. */
static size_t escaped_braces(const struct scan *x, size_t i)
{
    for (size_t depth = 0; i < x->e.n; i++) {
        char c = x->e.p[i];
        if (c == '\\')
            i++;
        else if (c == '{')
            depth++;
        else if (c == '}' && --depth == 0)
            return i + 1;
    }
    return 0;
}

static long balance(struct str s)
{
    long depth = 0;
    for (size_t i = 0; i < s.n; i++)
        depth += (s.p[i] == '{') - (s.p[i] == '}');
    return depth;
}

/* Whether a value may end before i: another part, the next field or the entry's end follows. */
static bool value_ends(const struct scan *x, size_t i)
{
    while (i < x->e.n && (x->e.p[i] == ' ' || x->e.p[i] == '\t'))
        i++;
    return i == x->e.n || strchr(",#})\r\n", x->e.p[i]);
}

/* Behind the quote that closes the one at i; 0 where there is none. */
static size_t quotes(const struct scan *x, size_t i)
{
    const char *p = x->e.p;
    long depth = 0;
    for (i++;;) {
        const char *quote = memchr(p + i, '"', x->e.n - i);
        if (!quote)
            return 0;
        size_t end = (size_t)(quote - p);
        depth += balance(str_slice(x->e, i, end));
        i = end + 1;
        if (x->lenient ? p[end - 1] != '\\' && value_ends(x, i) : depth <= 0)
            return i;
    }
}

static struct str text_of(const struct bib *s, struct bib_value v)
{
    return (struct str){(v.in ? v.in->p : s->entry.p) + v.at, v.n};
}

static struct str lower(struct bib *s, struct str name)
{
    buf_clear(&s->name);
    for (size_t i = 0; i < name.n; i++)
        buf_putc(&s->name, (char)ascii_to_lower((unsigned char)name.p[i]));
    return buf_str(&s->name);
}

/* A number or the name of a macro; one that is not defined stands for itself. */
static struct bib_value word(struct scan *x)
{
    struct bib *s = x->s;
    size_t from = x->i;
    while (x->i < x->e.n && !ascii_space((unsigned char)x->e.p[x->i]) &&
           !memchr(",#{}\"=)", x->e.p[x->i], sizeof ",#{}\"=)" - 1))
        x->i++;
    struct str text = str_slice(x->e, from, x->i);
    size_t macro = text.n && !ascii_digit((unsigned char)text.p[0])
                       ? table_find(&s->macros, lower(s, text))
                       : TABLE_NONE;
    if (macro != TABLE_NONE)
        return (struct bib_value){&s->macro_text, s->macro[macro].at, s->macro[macro].n};
    return (struct bib_value){NULL, from, text.n};
}

/* One of the parts that # joins; false where it has no end. */
static bool part(struct scan *x, struct bib_value *v)
{
    size_t from = x->i, end = 0;
    if (from < x->e.n && x->e.p[from] == '{')
        end = x->lenient ? escaped_braces(x, from) : braces(x, from);
    else if (from < x->e.n && x->e.p[from] == '"')
        end = quotes(x, from);
    else
        *v = word(x);
    if (x->i > from)
        return true;
    if (end == 0)
        return from < x->e.n && x->e.p[from] != '{' && x->e.p[from] != '"';
    *v = (struct bib_value){NULL, from + 1, end - from - 2};
    x->i = end;
    return true;
}

/* Appends to a value. Macros that are made of macros could make it as long as one likes. */
static void join(struct scan *x, struct bib_value *v, struct bib_value more)
{
    struct bib *s = x->s;
    if (s->joined.n + v->n + more.n > ENTRY_MAX) {
        x->lost++;
        return;
    }
    if (v->in != &s->joined) {
        struct bib_value copy = {&s->joined, s->joined.n, v->n};
        buf_putstr(&s->joined, text_of(s, *v));
        *v = copy;
    }
    buf_putstr(&s->joined, text_of(s, more));
    v->n = s->joined.failed ? 0 : v->n + more.n;
}

/* A value at x->i; false where it has no end. */
static bool value(struct scan *x, struct bib_value *v)
{
    struct bib_value more;
    x->i = blanks(x->e, x->i);
    if (!part(x, v))
        return false;
    for (;;) {
        x->i = blanks(x->e, x->i);
        if (x->i == x->e.n || x->e.p[x->i] != '#')
            return true;
        x->i = blanks(x->e, x->i + 1);
        if (!part(x, &more))
            return false;
        join(x, v, more);
    }
}

/* ---- fields ---- */

/* A macro that is defined again takes its old place if it fits: only new names take memory. */
static void define(struct scan *x, struct str name, struct str text)
{
    struct bib *s = x->s;
    bool added;
    if (s->macro_text.n + text.n + s->macros.keys.n + name.n > MACROS_MAX) {
        x->lost++;
        return;
    }
    bool room = grow(&s->macro, s->macros.n, &s->macro_cap, sizeof *s->macro);
    size_t i = room ? table_add(&s->macros, name, &added) : TABLE_NONE;
    if (i == TABLE_NONE) {
        s->macro_text.failed = true;
        return;
    }
    struct bib_macro *m = &s->macro[i];
    if (added || m->room < text.n) {
        *m = (struct bib_macro){s->macro_text.n, text.n, text.n};
        if (buf_reserve(&s->macro_text, text.n))
            s->macro_text.n += text.n;
    }
    m->n = s->macro_text.failed ? 0 : text.n;
    if (m->n)
        memmove(s->macro_text.p + m->at, text.p, m->n);
}

/* Spreads the names of fields; which they are is ours to choose, so that nobody can make it bad. */
static size_t bucket(struct str name)
{
    const unsigned char *p = (const unsigned char *)name.p;
    size_t first = p[0] | 0x20u, middle = p[name.n / 2] | 0x20u, last = p[name.n - 1] | 0x20u;
    return (name.n * 23 + first * 7 + middle * 37 + last * 11) % BIB_BUCKETS;
}

size_t bib_tag(const struct bib *b, struct str name)
{
    size_t i = b->first[bucket(name)];
    while (i && !same_word(name, b->tags[i - 1]))
        i = b->following[i - 1];
    return i ? i - 1 : b->ntags;
}

/* Of a field given twice the first counts, as for BibTeX, unless it is empty. */
static void keep(struct scan *x, struct str name, struct bib_value v)
{
    struct bib *s = x->s;
    x->fields++;
    if (x->define) {
        if (v.in == &s->macro_text) /* which is about to grow */
            join(x, &v, (struct bib_value){0});
        if (v.in != &s->macro_text)
            define(x, lower(s, name), text_of(s, v));
        return;
    }
    size_t i = bib_tag(s, name);
    if (i < s->ntags && s->found[i].n == 0)
        s->found[i] = v;
}

/* Behind the name that begins at i. */
static size_t name_end(struct str e, size_t i)
{
    for (; i < e.n; i++)
        switch (e.p[i]) {
        case ' ':
        case '\t':
        case '\n':
        case '\v':
        case '\f':
        case '\r':
        case '=':
        case ',':
        case '{':
        case '}':
        case '"':
        case '#':
        case '%':
        case '(':
        case ')':
        case '@': return i;
        }
    return i;
}

/* Whether a name and = stand at i. */
static bool at_field(struct str e, size_t i)
{
    size_t end = name_end(e, i), equals = blanks(e, end);
    return end > i && equals < e.n && e.p[equals] == '=';
}

/* Passes over what is no field: up to a comma, the line's end or a brace that may be the entry's.
 */
static void junk(struct scan *x)
{
    struct str e = x->e;
    for (x->lost++; x->i < e.n && e.p[x->i] != ',' && e.p[x->i] != '\n'; x->i++) {
        size_t next = x->i + 1;
        if (e.p[x->i] == '}' && (next == e.n || e.p[next] != ','))
            break;
    }
}

/* Behind a closing brace: whether it is one too many, since a comma and a field follow. False, and
 * *cut, where the text ends before that is known. */
static bool stray(const struct scan *x, bool *cut)
{
    struct str e = x->e;
    size_t i = x->i;
    while (i < e.n && (e.p[i] == ' ' || e.p[i] == '\t'))
        i++;
    bool comma = i < e.n && e.p[i] == ',';
    i = comma ? blanks(e, i + 1) : i;
    *cut = !x->whole && (i == e.n || (comma && blanks(e, name_end(e, i)) == e.n));
    return comma && at_field(e, i);
}

/* A field's name and value at x->i, and what may stand there instead. False where it has no end. */
static bool field(struct scan *x)
{
    struct str name = str_slice(x->e, x->i, name_end(x->e, x->i));
    struct bib_value v;
    x->i = blanks(x->e, x->i + name.n);
    bool equals = x->i < x->e.n && x->e.p[x->i] == '=';
    while (x->i < x->e.n && x->e.p[x->i] == '=')
        x->i = blanks(x->e, x->i + 1);
    if (x->i == x->e.n)
        return false;
    char c = x->e.p[x->i];
    if (!equals && c != '{' && c != '"') {
        /* A word: of a name with a blank in it where another one follows. */
        bool another = name.n && name_end(x->e, x->i) > x->i;
        x->lost += !another;
        x->i += name.n == 0;
        return true;
    }
    if (!value(x, &v))
        return false;
    if (name.n)
        keep(x, name, v);
    else
        x->lost++;
    /* The comma may be missing. */
    c = x->i < x->e.n ? x->e.p[x->i] : ',';
    if (c != ',' && c != '}' && c != ')' && c != '%' && c != '@' && !at_field(x->e, x->i))
        junk(x);
    return true;
}

/* The fields up to the entry's end, which `close` may mark; false where that does not come. */
static bool fields(struct scan *x, char close)
{
    struct str e = x->e;
    for (;;) {
        while (x->i < e.n && (ascii_space((unsigned char)e.p[x->i]) || e.p[x->i] == ','))
            x->i++;
        if (x->i == e.n)
            return false;
        char c = e.p[x->i];
        if (c == '%' || c == '@') { /* a comment in the entry */
            const char *nl = memchr(e.p + x->i, '\n', e.n - x->i);
            x->i = nl ? (size_t)(nl - e.p) : e.n;
        } else if (c == '}' || c == close) {
            bool cut;
            x->i++;
            if (!stray(x, &cut))
                return !cut;
            x->lost++;
        } else if (!field(x)) {
            return false;
        }
    }
}

/* The key at x->i, up to the comma before the first field; empty where there is none. */
static struct str key(struct scan *x)
{
    struct str e = x->e;
    size_t from = x->i = blanks(e, x->i), end = from, depth = 0;
    if (at_field(e, from))
        return (struct str){0};
    while (end < e.n && e.p[end] != ',' && e.p[end] != '\n') {
        if (e.p[end] == '}' && depth-- == 0)
            break;
        depth += e.p[end] == '{';
        end++;
    }
    /* A comma that is followed by neither a field nor the line's end is the key's. */
    while (end < e.n && e.p[end] == ',') {
        size_t more = end + 1;
        while (more < e.n && !strchr(",\n={}\"@%", e.p[more]))
            more++;
        bool blank = blanks(e, end + 1) >= more;
        if (more == e.n || e.p[more] != ',' || blank)
            break;
        end = more;
    }
    x->i = end;
    return text_trim(str_slice(e, from, end));
}

/* Reads an entry whose fields begin at `from`; its key in s->key. */
static bool parse(struct scan *x, size_t from, bool has_key)
{
    struct bib *s = x->s;
    memset(s->found, 0, s->ntags * sizeof *s->found);
    buf_clear(&s->joined);
    s->entry = x->e;
    x->fields = x->lost = 0;
    x->i = from;
    s->key = has_key ? key(x) : (struct str){0};
    return fields(x, x->e.p[from - 1] == '(' ? ')' : '}');
}

/* As BibTeX reads it; where that leaves something out, as it may be meant, if that is better. */
static bool parse_best(struct scan *x, size_t from, bool has_key)
{
    x->lenient = false;
    bool closed = parse(x, from, has_key);
    if ((closed && x->lost == 0) || (!closed && !x->whole))
        return closed;
    unsigned lost = x->lost;
    x->lenient = true;
    bool other = parse(x, from, has_key);
    if (!other && !x->whole)
        return false;
    if (other && (!closed || x->lost < lost))
        return true;
    x->lenient = false;
    return parse(x, from, has_key);
}

/* Without the second pair of braces that Web of Science gives it. */
struct str bib_get(const struct bib *b, size_t i)
{
    struct str v = text_trim(text_of(b, b->found[i]));
    bool pair = v.n >= 2 && v.p[0] == '{' && v.p[v.n - 1] == '}';
    return pair && !memchr(v.p + 1, '{', v.n - 2) ? str_slice(v, 1, v.n - 1) : v;
}

/* ---- the file ---- */

/* Takes n bytes that belong to no entry. */
static void pass(struct reader *r, const struct bib *s, size_t n)
{
    struct str raw = text_trim(str_slice(in_rest(r->in), 0, n));
    if (s->broken && raw.n)
        read_reject(r, r->in->line + 1, raw, "the rest of a broken entry");
    in_take(r->in, n);
}

static size_t last_line(struct str s)
{
    size_t i = s.n;
    while (i && s.p[i - 1] != '\n')
        i--;
    return i;
}

/* Goes to the next entry; false at the end of the file. */
static bool find_entry(struct reader *r, struct bib *s)
{
    size_t seen = 0;
    for (bool more = true; more;) {
        struct str rest = in_view(r->in, ENTRY_MAX);
        enum at kind;
        seen = next_entry(rest, seen, &kind);
        if (kind == ENTRY) {
            pass(r, s, seen);
            s->broken = false;
            return true;
        }
        if (rest.n < ENTRY_MAX) {
            more = in_more(r->in);
            continue;
        }
        size_t line = last_line(rest); /* an entry may begin in it */
        pass(r, s, line ? line : rest.n);
        seen = 0;
    }
    pass(r, s, in_rest(r->in).n);
    return false;
}

/* A comment in braces goes with all that is in it; one without, or without end, is a word. */
static void comment(struct reader *r, struct bib *s, size_t from)
{
    size_t end = 0;
    while (!s->words && !end) {
        struct scan x = {.s = s, .e = in_view(r->in, ENTRY_MAX)};
        end = x.e.p[from - 1] == '{' ? braces(&x, from - 1) : from;
        s->words = !end && (x.e.n == ENTRY_MAX || !in_more(r->in));
    }
    in_take(r->in, end ? end : from);
}

static bool is_other(struct str type)
{
    return same_word(type, "string") || same_word(type, "preamble") || same_word(type, "set") ||
           same_word(type, "xdata") || same_word(type, "control");
}

/* Reads the entry at the beginning of the rest; true where it is a paper. */
static bool entry(struct reader *r, struct bib *s)
{
    struct scan x = {.s = s};
    struct str type;
    struct str rest = in_rest(r->in);
    opens(rest, 0, &type);
    size_t from = blanks(rest, (size_t)(type.p - rest.p) + type.n) + 1, seen = from;
    r->fits = true; /* macros and comments may be all there is */
    if (same_word(type, "comment")) {
        comment(r, s, from);
        return false;
    }
    bool other = is_other(type), closed;
    x.define = same_word(type, "string");
    for (;;) {
        enum at kind;
        rest = in_view(r->in, ENTRY_MAX);
        seen = next_entry(rest, seen, &kind);
        x.whole |= kind == ENTRY;
        x.e = str_slice(rest, 0, kind == ENTRY ? seen : rest.n);
        closed = parse_best(&x, from, !other);
        if (closed || x.whole)
            break;
        x.whole = rest.n == ENTRY_MAX || !in_more(r->in);
    }
    opens(x.e, 0, &s->type);
    s->length = closed ? x.i : x.e.n;
    struct str raw = text_trim(str_slice(x.e, 0, s->length));
    uint64_t line = r->in->line + 1;
    s->broken = !closed;
    if (!closed)
        read_reject(r, line, raw, "an entry that has no end");
    else if (!other && x.fields == 0)
        read_reject(r, line, raw, "an entry without fields");
    else if ((!other || x.define) && x.lost)
        read_reject(r, line, (struct str){0}, "a part of the entry is left out");
    return closed && !other && x.fields;
}

void bib_start(struct bib *b, const char *const *tags, size_t ntags)
{
    b->tags = tags;
    b->ntags = ntags;
    table_init(&b->macros);
    for (size_t i = ntags; i-- > 0;) {
        unsigned char *first = &b->first[bucket(str_from(tags[i]))];
        b->following[i] = *first;
        *first = (unsigned char)(i + 1);
    }
}

bool bib_next(struct reader *r, struct bib *b)
{
    bool paper = false;
    do {
        in_take(r->in, b->length);
        b->length = 0;
    } while (find_entry(r, b) && !(paper = entry(r, b)));
    return paper;
}

bool bib_looks_so(struct str head)
{
    enum at kind;
    struct str type;
    for (size_t i = 0; (i = next_entry(head, i, &kind)) < head.n; i++) {
        if (opens(head, i, &type) != ENTRY)
            continue;
        if (same_word(type, "string") || same_word(type, "preamble") || same_word(type, "comment"))
            return true;
        struct scan x = {.e = head};
        x.i = blanks(head, (size_t)(type.p - head.p) + type.n) + 1;
        key(&x);
        x.i = blanks(head, x.i);
        if (x.i < head.n && head.p[x.i] == ',')
            x.i = blanks(head, x.i + 1);
        if (at_field(head, x.i))
            return true;
    }
    return false;
}

void bib_end(struct bib *b)
{
    table_free(&b->macros);
    buf_free(&b->joined);
    buf_free(&b->name);
    buf_free(&b->macro_text);
    free(b->macro);
}
