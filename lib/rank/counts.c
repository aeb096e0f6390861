/* counts.c - tables of counts, made by one run over each part of a corpus and added up. */
#include "parts.h"

#include "paper/ascii.h"

#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 3 };

struct counts {
    struct table terms;
    uint64_t (*n)[COLUMNS];
    size_t cap;
};

struct counts *counts_new(void)
{
    struct counts *c = calloc(1, sizeof *c);
    if (c)
        table_init(&c->terms);
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

static const char *add_row(struct counts *c, struct str term, const uint64_t *n)
{
    bool added;
    if (!grow(&c->n, c->terms.n, &c->cap, sizeof *c->n))
        return "out of memory";
    size_t i = table_add(&c->terms, term, &added);
    if (i == TABLE_NONE)
        return "out of memory";
    for (size_t k = 0; k < COLUMNS; k++) {
        uint64_t old = added ? 0 : c->n[i][k];
        if (old > UINT64_MAX - n[k])
            return "a count is too large";
        c->n[i][k] = old + n[k];
    }
    return NULL;
}

/* A number of digits alone that ends in `last` or the line. */
static bool take_number(struct str *s, uint64_t *n)
{
    size_t i = 0;
    for (*n = 0; i < s->n && i < 19 && ascii_digit((unsigned char)s->p[i]); i++)
        *n = *n * 10 + (uint64_t)(s->p[i] - '0');
    bool good = i > 0 && (i == s->n || s->p[i] == '\t');
    *s = str_slice(*s, i < s->n ? i + 1 : i, s->n);
    return good;
}

const char *counts_add(struct counts *c, struct str line)
{
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    uint64_t n[COLUMNS];
    struct str rest = line;
    bool good = tab;
    if (good)
        rest = str_slice(line, (size_t)(tab - line.p) + 1, line.n);
    for (size_t k = 0; k < COLUMNS && good; k++)
        good = take_number(&rest, &n[k]);
    if (!good || rest.n)
        return "not a row of counts: a term and three whole numbers needed";
    return add_row(c, str_slice(line, 0, (size_t)(tab - line.p)), n);
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
        for (size_t k = 0; k < COLUMNS; k++) {
            snprintf(number, sizeof number, "\t%llu", (unsigned long long)row[i].n[k]);
            buf_puts(out, number);
        }
        buf_putc(out, '\n');
    }
    free(row);
}

static struct str stem_of(const struct rank *r, size_t term)
{
    return (struct str){r->form[term].stem, r->form[term].n};
}

const char *rank_counts(const struct rank *r, struct counts *c)
{
    const uint64_t all[COLUMNS] = {r->papers, r->ncandidate, r->all_bytes};
    const char *why = add_row(c, STR(""), all);
    for (size_t t = 0; t < r->nterm && !why; t++) {
        const struct term *term = &r->term[t];
        const uint64_t n[COLUMNS] = {term->papers, term->weight, term->bytes};
        why = add_row(c, stem_of(r, t), n);
    }
    return why;
}

bool rank_use_counts(struct rank *r, const struct counts *c)
{
    size_t i = table_find(&c->terms, STR(""));
    if (i == TABLE_NONE)
        return false;
    r->given = true;
    r->given_papers = c->n[i][0];
    r->given_candidates = c->n[i][1];
    r->given_bytes = c->n[i][2];
    for (size_t t = 0; t < r->nterm; t++) {
        if ((i = table_find(&c->terms, stem_of(r, t))) == TABLE_NONE)
            return false;
        r->term[t].given_papers = c->n[i][0];
        r->term[t].given_weight = c->n[i][1];
    }
    return true;
}
