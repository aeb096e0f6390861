/* template.c - records by a template: text with {name}, {name|between}, {?name:text}, {!name:text}
 * and backslash escapes, taken apart once. */
#include "paper/write.h"

#include <stdlib.h>

enum part_type { TEXT, VALUES, IF_ANY, IF_NONE };

struct part {
    enum part_type type;
    struct str a, b; /* TEXT: the text; else the name; VALUES: b goes between two */
    size_t end;      /* IF_...: the first part behind it */
};

struct layout {
    struct part *part;
    size_t n, cap;
    struct buf text; /* what the parts point into, unescaped */
    bool ends_line;
};

struct parser {
    struct layout *t;
    const char *s, *p;
    const char *why;
    int depth;
};

static struct part *add(struct parser *x, enum part_type type)
{
    struct layout *t = x->t;
    if (!grow(&t->part, t->n, &t->cap, sizeof *t->part)) {
        x->why = "out of memory";
        return NULL;
    }
    t->part[t->n] = (struct part){.type = type};
    return &t->part[t->n++];
}

/* Plain text up to one of the bytes in `until` or the end, without its backslashes. The buffer has
 * room for the whole template, so it does not move. */
static struct str text(struct parser *x, const char *until)
{
    static const char from[] = "tn\\{}|:", to[] = "\t\n\\{}|:";
    struct buf *b = &x->t->text;
    size_t begin = b->n;
    for (; *x->p && !strchr(until, *x->p); x->p++) {
        const char *at = *x->p == '\\' && x->p[1] ? strchr(from, x->p[1]) : NULL;
        buf_putc(b, at ? to[at - from] : *x->p);
        x->p += at != NULL;
    }
    return str_slice(buf_str(b), begin, b->n);
}

static struct str name(struct parser *x)
{
    struct str s = {x->p, strcspn(x->p, "|:{}\\")};
    struct names list = {0};
    struct str bad;
    size_t begin = x->t->text.n;
    buf_putstr(&x->t->text, s);
    buf_putc(&x->t->text, '\0');
    if (!names_parse(&list, x->t->text.p + begin, &bad) || list.n != 1)
        x->why = "a field's name expected";
    else
        x->p += s.n;
    names_free(&list);
    return str_slice(buf_str(&x->t->text), begin, begin + s.n);
}

static void parse(struct parser *x);

/* Behind a brace. */
static void parse_braces(struct parser *x)
{
    bool test = *x->p == '?' || *x->p == '!';
    struct part *part = add(x, !test ? VALUES : *x->p == '?' ? IF_ANY : IF_NONE);
    if (!part)
        return;
    size_t number = x->t->n - 1;
    x->p += test;
    part->a = name(x);
    part->b = STR("; ");
    if (x->why)
        return;
    if (test && *x->p != ':') {
        x->why = "':' expected";
    } else if (test) {
        x->p++;
        if (++x->depth > 100)
            x->why = "nested too deep";
        else
            parse(x);
        x->depth--;
        x->t->part[number].end = x->t->n;
    } else if (*x->p == '|') {
        x->p++;
        part->b = text(x, "}");
    }
    if (!x->why && *x->p != '}')
        x->why = "'}' expected";
    x->p += !x->why;
}

static void parse(struct parser *x)
{
    while (*x->p && *x->p != '}' && !x->why) {
        if (*x->p == '{') {
            x->p++;
            parse_braces(x);
            continue;
        }
        struct str s = text(x, "{}");
        struct part *part = add(x, TEXT);
        if (part)
            part->a = s;
    }
    if (!x->why && *x->p == '}' && x->depth == 0)
        x->why = "'}' without '{' (\\} is a brace that stands for itself)";
}

/* Whether what is printed always ends in a newline of the template's own. */
static bool always_ends_line(const struct layout *t)
{
    bool ends = false;
    for (size_t i = 0; i < t->n; i++) {
        const struct part *part = &t->part[i];
        if ((part->type == IF_ANY || part->type == IF_NONE) && part->end == t->n)
            return false; /* its text, the last, may be left out */
        ends = part->type == TEXT && part->a.n && part->a.p[part->a.n - 1] == '\n';
    }
    return ends;
}

struct layout *layout_parse(const char *s, const char **why, size_t *at)
{
    struct layout *t = calloc(1, sizeof *t);
    struct parser x = {t, s, s, NULL, 0};
    if (!t || !buf_reserve(&t->text, 2 * strlen(s) + 1))
        x.why = "out of memory";
    else
        parse(&x);
    *why = x.why;
    *at = (size_t)(x.p - s);
    if (*why || !t) {
        layout_free(t);
        return NULL;
    }
    t->ends_line = always_ends_line(t);
    return t;
}

void layout_free(struct layout *t)
{
    if (!t)
        return;
    free(t->part);
    buf_free(&t->text);
    free(t);
}

static void record(struct writer *w, const struct rec *r)
{
    const struct layout *t = w->layout;
    for (size_t i = 0; i < t->n; i++) {
        const struct part *part = &t->part[i];
        struct str value;
        size_t at = 0;
        if (part->type == TEXT)
            out_putstr(w->out, part->a);
        else if (part->type == VALUES)
            write_joined(w, r, part->a, part->b);
        else if (rec_value(r, part->a, &at, &value) != (part->type == IF_ANY))
            i = part->end - 1;
    }
    if (!t->ends_line)
        out_putc(w->out, '\n');
}

const struct write_format write_template = {
    .name = "template",
    .about = "as -f says",
    .record = record,
};
