/* jsonl.c - JSON Lines (RFC 8259, an object a line): the four columns as strings, every field's
 * name as an array of its values, at the place where it first stands. papersplit reads it back. */
#include "json.h"

/* A column that is no field is a comment: JSON has no place for a value without a name. */
static struct field field_of(const struct rec *r, size_t i)
{
    struct field f = rec_field(r, i);
    if (f.name.n == 0 || !rec_is_name(f.name))
        f = (struct field){STR("comment"), r->col[i]};
    return f;
}

/* Links the fields of one name: w->chain[i] is the next field named like the i-th, 0 for none.
 * Gives the first fields, in order, in w->names. Linear in the number of fields. False without
 * memory. */
static bool chain_fields(struct writer *w, const struct rec *r)
{
    struct str last = {0};
    size_t number = 0;
    table_clear(&w->names);
    while (w->nchain < r->n)
        if (!grow(&w->chain, w->nchain, &w->nchain, sizeof *w->chain))
            return false;
    for (size_t i = REC_COLUMNS; i < r->n; i++) {
        struct str name = field_of(r, i).name;
        if (field_of(r, i).value.n == 0)
            continue;
        bool is_new = false;
        /* Fields of a name mostly stand together. */
        if (i == REC_COLUMNS || !str_eq(name, last))
            number = table_add(&w->names, name, &is_new);
        if (number == TABLE_NONE)
            return false;
        if (is_new)
            w->chain[number].first = i;
        else
            w->chain[w->chain[number].last].next = i;
        w->chain[number].last = i;
        w->chain[i].next = 0;
        last = name;
    }
    return true;
}

static void put_values(struct writer *w, const struct rec *r, size_t i)
{
    out_puts(w->out, ",\"");
    out_putstr(w->out, field_of(r, i).name); /* letters, digits, _ and - */
    out_puts(w->out, "\":");
    for (char before = '['; i; i = w->chain[i].next, before = ',') {
        out_putc(w->out, before);
        json_put_string(w, field_of(r, i).value);
    }
    out_putc(w->out, ']');
}

static void record(struct writer *w, const struct rec *r)
{
    static const char *const key[REC_COLUMNS] = {
        "{\"id\":", ",\"date\":", ",\"title\":", ",\"abstract\":"};
    if (!chain_fields(w, r)) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < REC_COLUMNS; i++) {
        out_puts(w->out, key[i]);
        json_put_string(w, r->col[i]);
    }
    for (size_t k = 0; k < w->names.n; k++)
        put_values(w, r, w->chain[k].first);
    out_puts(w->out, "}\n");
}

const struct write_format write_jsonl = {
    .name = "jsonl",
    .about = "JSON Lines: id, date, title, abstract, and an array for each field's name",
    .record = record,
};
