/* draft.c - a record being made. */
#include "paper/draft.h"

#include "paper/text.h"

void draft_clear(struct draft *d)
{
    d->line = (struct str){0};
    for (int i = 0; i < REC_COLUMNS; i++)
        buf_clear(&d->col[i]);
    buf_clear(&d->fields);
}

void draft_free(struct draft *d)
{
    for (int i = 0; i < REC_COLUMNS; i++)
        buf_free(&d->col[i]);
    buf_free(&d->fields);
    buf_free(&d->tmp);
}

bool draft_failed(const struct draft *d)
{
    bool failed = d->fields.failed || d->tmp.failed;
    for (int i = 0; i < REC_COLUMNS; i++)
        failed |= d->col[i].failed;
    return failed;
}

bool draft_set(struct draft *d, int column, struct str text)
{
    struct buf *b = &d->col[column];
    buf_clear(b);
    d->mended += text_clean(b, text);
    if (column != REC_DATE || b->n == 0 || rec_is_date(buf_str(b)))
        return true;
    buf_clear(b);
    return false;
}

void draft_add(struct draft *d, struct str name, struct str text)
{
    size_t before = d->fields.n;
    buf_putc(&d->fields, '\t');
    buf_putstr(&d->fields, name);
    buf_putc(&d->fields, ':');
    size_t empty = d->fields.n;
    d->mended += text_clean(&d->fields, text);
    if (d->fields.n == empty)
        d->fields.n = before;
}

void draft_need_id(struct draft *d)
{
    char id[ID_HASH_MAX];
    if (d->line.p || d->col[REC_ID].n)
        return;
    struct str title = buf_str(&d->col[REC_TITLE]), abstract = buf_str(&d->col[REC_ABSTRACT]);
    if (title.n == 0 && abstract.n == 0) { /* what else there is tells it from others */
        title = buf_str(&d->col[REC_DATE]);
        abstract = buf_str(&d->fields);
    }
    if (rec_hash_id(id, title, abstract, &d->tmp))
        buf_put(&d->col[REC_ID], id, sizeof id);
}

void draft_write(struct draft *d, struct str more, struct output *out)
{
    if (d->line.p) {
        out_putstr(out, d->line);
    } else {
        for (int i = 0; i < REC_COLUMNS; i++) {
            if (i)
                out_putc(out, '\t');
            out_putstr(out, buf_str(&d->col[i]));
        }
        out_putstr(out, buf_str(&d->fields));
    }
    out_putstr(out, more);
    out_putc(out, '\n');
    out_record(out);
}
