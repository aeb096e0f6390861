/* table.c - all that went in as a table of counts, in the C locale's order. */
#include "parts.h"

#include <stdlib.h>

struct key {
    struct str text;
    uint32_t number;
};

/* How often one term is in one unit of time. */
struct cell {
    uint32_t unit; /* its place in order */
    uint64_t count;
};

static int by_text(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    size_t n = x->text.n < y->text.n ? x->text.n : y->text.n;
    int order = memcmp(x->text.p, y->text.p, n);
    return order ? order : (x->text.n > y->text.n) - (x->text.n < y->text.n);
}

static int by_unit(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

/* The keys of a table in order. NULL without memory. */
static struct key *sorted(const struct table *t)
{
    struct key *key = calloc(t->n + 1, sizeof *key);
    for (size_t i = 0; key && i < t->n; i++)
        key[i] = (struct key){table_key(t, i), (uint32_t)i};
    if (key)
        qsort(key, t->n, sizeof *key, by_text);
    return key;
}

/* The unit of time that a doc is in, as a date; longer where its date is less exact. */
static struct str unit_text(char text[DATE_MAX], const struct doc *d, enum trend_unit unit)
{
    static const size_t length[] = {[TREND_DAY] = 10, [TREND_MONTH] = 7, [TREND_YEAR] = 4};
    struct str s = date_of_epoch(text, (int64_t)d->first * 86400);
    size_t known = d->first == d->last ? 10 : d->last - d->first < 31 ? 7 : 4;
    return str_slice(s, 0, length[unit] < known ? length[unit] : known);
}

/* Numbers the docs' units: of_doc[i] for the doc i. */
static bool number_units(const struct trend *t, enum trend_unit unit, struct table *units,
                         uint32_t *of_doc)
{
    char text[DATE_MAX];
    for (size_t i = 0; i < t->ndoc; i++) {
        if (t->doc[i].first > t->doc[i].last)
            continue;
        size_t number = table_add(units, unit_text(text, &t->doc[i], unit), NULL);
        if (number == TABLE_NONE)
            return false;
        of_doc[i] = (uint32_t)number;
    }
    return true;
}

/* Writes the cells of a term, summed up. False where a sum cannot be read again. */
static bool put_cells(struct str term, struct cell *cell, size_t n, const struct key *unit,
                      struct output *out)
{
    bool good = true;
    qsort(cell, n, sizeof *cell, by_unit);
    for (size_t i = 0, k; i < n; i = k) {
        uint64_t sum = 0;
        for (k = i; k < n && cell[k].unit == cell[i].unit; k++)
            sum += cell[k].count;
        good = good && sum <= UINT32_MAX;
        if (sum == 0 || sum > UINT32_MAX)
            continue;
        out_putstr(out, term);
        out_putc(out, '\t');
        out_putstr(out, unit[cell[i].unit].text);
        out_putc(out, '\t');
        out_putu(out, sum);
        out_putc(out, '\n');
    }
    return good;
}

/* What the table is made of. The empty term is that with the number terms.n. */
struct sheet {
    struct table units;
    struct key *term, *unit;
    uint32_t *unit_of; /* of each doc: its unit's number, then its place in order */
    uint32_t *place;   /* of each unit in order */
    size_t *at;        /* of each term: where its cells begin, then where they end */
    struct cell *cell;
};

static void place_cell(struct sheet *s, size_t term, size_t doc, uint64_t count)
{
    s->cell[s->at[term]++] = (struct cell){s->place[s->unit_of[doc]], count};
}

static bool fill(struct trend *t, struct sheet *s)
{
    const size_t none = t->terms.n;
    for (size_t i = 0; i < s->units.n; i++)
        s->place[s->unit[i].number] = (uint32_t)i;
    for (size_t i = 0; i < t->ndoc; i++) {
        if (t->doc[i].first > t->doc[i].last)
            continue;
        s->at[none + 1]++;
        for (size_t k = t->doc[i].at; k < trend_end(t, i); k++)
            s->at[t->of_doc[k] + 1]++;
    }
    for (size_t i = 0; i <= none; i++)
        s->at[i + 1] += s->at[i];
    s->cell = calloc(s->at[none + 1] + 1, sizeof *s->cell);
    if (!s->cell)
        return false;
    for (size_t i = 0; i < t->ndoc; i++) {
        if (t->doc[i].first > t->doc[i].last)
            continue;
        place_cell(s, none, i, t->doc[i].papers);
        for (size_t k = t->doc[i].at; k < trend_end(t, i); k++)
            place_cell(s, t->of_doc[k], i, t->doc[i].count);
    }
    return true;
}

static bool put_sheet(const struct trend *t, struct sheet *s, struct output *out)
{
    const size_t none = t->terms.n;
    size_t first = none ? s->at[none - 1] : 0;
    bool good = put_cells(STR(""), s->cell + first, s->at[none] - first, s->unit, out);
    for (size_t i = 0; i < none && !out->err; i++) {
        size_t number = s->term[i].number;
        first = number ? s->at[number - 1] : 0;
        good &= put_cells(s->term[i].text, s->cell + first, s->at[number] - first, s->unit, out);
    }
    return good;
}

bool trend_table(struct trend *t, enum trend_unit unit, struct output *out)
{
    struct sheet s = {.unit_of = calloc(t->ndoc + 1, sizeof *s.unit_of),
                      .at = calloc(t->terms.n + 2, sizeof *s.at),
                      .term = sorted(&t->terms)};
    bool good = s.unit_of && s.at && s.term && number_units(t, unit, &s.units, s.unit_of);
    s.unit = good ? sorted(&s.units) : NULL;
    s.place = calloc(s.units.n + 1, sizeof *s.place);
    bool fits = true;
    if (good && s.unit && s.place && fill(t, &s))
        fits = put_sheet(t, &s, out);
    else
        t->failed = true;
    table_free(&s.units);
    free(s.unit_of);
    free(s.at);
    free(s.term);
    free(s.unit);
    free(s.place);
    free(s.cell);
    return fits;
}
