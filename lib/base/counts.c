/* counts.c - tables of counts, made by one run over each part of a corpus and added up. */
#include "paper/counts.h"

#include "paper/ascii.h"
#include "paper/table.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_COLUMNS = 4 };

struct counts {
    struct table terms;
    size_t columns, cap;
    uint64_t (*n)[MAX_COLUMNS];
};

struct counts *counts_new(size_t columns)
{
    struct counts *c = calloc(1, sizeof *c);
    if (c) {
        table_init(&c->terms);
        c->columns = columns;
    }
    return c;
}

void counts_free(struct counts *c)
{
    if (!c)
        return;
    table_free(&c->terms);
    free(c->n);
    free(c);
}

const char *counts_add(struct counts *c, struct str term, const uint64_t *n)
{
    bool added;
    const uint64_t *old = counts_of(c, term);
    for (size_t k = 0; old && k < c->columns; k++)
        if (old[k] > UINT64_MAX - n[k])
            return "a count is too large";
    if (!grow(&c->n, c->terms.n, &c->cap, sizeof *c->n))
        return "out of memory";
    size_t i = table_add(&c->terms, term, &added);
    if (i == TABLE_NONE)
        return "out of memory";
    for (size_t k = 0; k < c->columns; k++)
        c->n[i][k] = (added ? 0 : c->n[i][k]) + n[k];
    return NULL;
}

/* A TAB, and a number of digits alone that ends with the next TAB or the line. */
static bool take_number(struct str *s, uint64_t *n)
{
    size_t i = 1;
    *n = 0;
    for (; i < s->n && ascii_digit((unsigned char)s->p[i]); i++) {
        const uint64_t digit = (uint64_t)(s->p[i] - '0');
        if (*n > (UINT64_MAX - digit) / 10)
            return false;
        *n = *n * 10 + digit;
    }
    bool good = i > 1 && (i == s->n || s->p[i] == '\t');
    if (good)
        *s = str_slice(*s, i, s->n);
    return good;
}

const char *counts_add_row(struct counts *c, struct str line)
{
    static const char *const wrong[MAX_COLUMNS + 1] = {
        [1] = "not a row of counts: a term and a whole number needed",
        [2] = "not a row of counts: a term and two whole numbers needed",
        [3] = "not a row of counts: a term and three whole numbers needed",
        [4] = "not a row of counts: a term and four whole numbers needed",
    };
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    uint64_t n[MAX_COLUMNS] = {0};
    const size_t end = tab ? (size_t)(tab - line.p) : line.n;
    struct str rest = str_slice(line, end, line.n);
    bool good = tab;
    for (size_t k = 0; k < c->columns && good; k++)
        good = take_number(&rest, &n[k]);
    if (!good || rest.n)
        return wrong[c->columns];
    return counts_add(c, str_slice(line, 0, end), n);
}

const uint64_t *counts_of(const struct counts *c, struct str term)
{
    size_t i = table_find(&c->terms, term);
    return i == TABLE_NONE ? NULL : c->n[i];
}

size_t counts_terms(const struct counts *c)
{
    return c->terms.n;
}

struct str counts_term(const struct counts *c, size_t i)
{
    return table_key(&c->terms, i);
}

struct row {
    struct str term;
    const uint64_t *n;
};

static int by_term(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    size_t n = x->term.n < y->term.n ? x->term.n : y->term.n;
    int order = n ? memcmp(x->term.p, y->term.p, n) : 0;
    return order ? order : x->term.n < y->term.n ? -1 : 1;
}

void counts_put(const struct counts *c, struct buf *out)
{
    struct row *row = calloc(c->terms.n + 1, sizeof *row);
    out->failed |= !row;
    for (size_t i = 0; row && i < c->terms.n; i++)
        row[i] = (struct row){table_key(&c->terms, i), c->n[i]};
    if (row)
        qsort(row, c->terms.n, sizeof *row, by_term);
    for (size_t i = 0; row && i < c->terms.n; i++) {
        char number[24];
        buf_putstr(out, row[i].term);
        for (size_t k = 0; k < c->columns; k++) {
            snprintf(number, sizeof number, "\t%llu", (unsigned long long)row[i].n[k]);
            buf_puts(out, number);
        }
        buf_putc(out, '\n');
    }
    free(row);
}
