/* rec.c - a line taken apart into columns and fields, and names of fields. */
#include "paper/rec.h"

#include "paper/ascii.h"

#include <stdlib.h>

static const struct str column_name[REC_COLUMNS] = {STR_INIT("id"), STR_INIT("date"),
                                                    STR_INIT("title"), STR_INIT("abstract")};

size_t rec_parse(struct rec *r, struct str line)
{
    r->line = line;
    r->n = 0;
    const char *p = line.p, *end = line.p + line.n;
    for (;;) {
        if (!grow(&r->col, r->n, &r->cap, sizeof *r->col))
            return 0;
        const char *tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
        r->col[r->n++] = (struct str){p, (size_t)((tab ? tab : end) - p)};
        if (!tab)
            return r->n;
        p = tab + 1;
    }
}

size_t rec_columns(struct rec *r, struct str line, size_t n)
{
    const char *tab[REC_COLUMNS], *begin = line.p;
    size_t ntab;
    r->line = line;
    r->n = 0;
    if (r->cap < REC_COLUMNS && !grow(&r->col, REC_COLUMNS - 1, &r->cap, sizeof *r->col))
        return 0;
    scan_line(line.p, line.p + line.n + 1, tab, n, &ntab);
    for (; r->n < n; r->n++) {
        const char *end = r->n < ntab ? tab[r->n] : line.p + line.n;
        r->col[r->n] = (struct str){begin, (size_t)(end - begin)};
        begin = end + 1;
    }
    return n;
}

/* Length of the name at the beginning of s, 0 for none. */
static size_t name_length(struct str s)
{
    size_t n = 0;
    while (n < s.n &&
           (ascii_lower((unsigned char)s.p[n]) ||
            (n && (ascii_digit((unsigned char)s.p[n]) || s.p[n] == '_' || s.p[n] == '-'))))
        n++;
    return n;
}

struct field rec_field(const struct rec *r, size_t i)
{
    struct str col = r->col[i];
    size_t n = name_length(col);
    if (n == 0 || n == col.n || col.p[n] != ':')
        return (struct field){{col.p, 0}, col};
    return (struct field){{col.p, n}, str_slice(col, n + 1, col.n)};
}

/* The number of the column that a name stands for, REC_COLUMNS for a field's. */
static size_t column_of(struct str name)
{
    size_t i = 0;
    while (i < REC_COLUMNS && !str_eq(name, column_name[i]))
        i++;
    return i;
}

bool rec_is_name(struct str s)
{
    return s.n && name_length(s) == s.n && column_of(s) == REC_COLUMNS;
}

bool rec_value(const struct rec *r, struct str name, size_t *at, struct str *value)
{
    size_t column = column_of(name);
    if (column < REC_COLUMNS) {
        *value = r->col[column];
        return (*at)++ == 0 && value->n > 0;
    }
    for (size_t i = *at ? *at : REC_COLUMNS; i < r->n; i++) {
        struct str col = r->col[i];
        if (col.n > name.n + 1 && col.p[name.n] == ':' && str_starts(col, name)) {
            *value = str_slice(col, name.n + 1, col.n);
            *at = i + 1;
            return true;
        }
    }
    *at = r->n;
    return false;
}

void rec_free(struct rec *r)
{
    free(r->col);
    *r = (struct rec){0};
}

bool names_parse(struct names *list, const char *s, struct str *bad)
{
    for (;; s++) {
        struct str name = {s, strcspn(s, ",")};
        *bad = name;
        if (name_length(name) != name.n || name.n == 0)
            return false;
        if (!grow(&list->name, list->n, &list->cap, sizeof *list->name)) {
            *bad = (struct str){0};
            return false;
        }
        list->name[list->n++] = name;
        s += name.n;
        if (!*s)
            return true;
    }
}

bool names_hold(const struct names *list, struct str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->name[i], name))
            return true;
    return false;
}

size_t names_columns(const struct names *list)
{
    size_t most = 0;
    for (size_t i = 0; i < list->n; i++) {
        size_t column = column_of(list->name[i]);
        if (column == REC_COLUMNS)
            return 0;
        most = column + 1 > most ? column + 1 : most;
    }
    return most;
}

void names_free(struct names *list)
{
    free(list->name);
    *list = (struct names){0};
}
