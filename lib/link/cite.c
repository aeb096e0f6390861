/* cite.c - the names of the records of a stream, and titles in quotes. */
#include "paper/cite.h"

#include <stdlib.h>

enum {
    QUOTE_MAX = 600, /* bytes in quotes; hardly a title has more */
    MARKS_MAX = 4,   /* closing marks that are tried for an opening one */
};

void cites_start(struct cites *c)
{
    *c = (struct cites){0};
    table_init(&c->names);
}

/* The number of c->key, with an owner; *added tells whether it is new. */
static size_t number_of(struct cites *c, bool *added)
{
    size_t n = c->key.failed ? TABLE_NONE : table_add(&c->names, buf_str(&c->key), added);
    if (n == TABLE_NONE || n < c->cap)
        return n;
    size_t cap = c->cap ? c->cap * 2 : 1024;
    uint32_t *owner = realloc(c->owner, cap * sizeof *owner);
    if (!owner)
        return TABLE_NONE;
    c->owner = owner;
    c->cap = cap;
    return n;
}

/* Makes a name the record's; one that is another's already becomes nobody's. */
static bool claim(struct cites *c, struct str before, struct str name, uint32_t id)
{
    bool added = false;
    buf_clear(&c->key);
    buf_putstr(&c->key, before);
    buf_putstr(&c->key, name);
    size_t n = number_of(c, &added);
    if (n == TABLE_NONE)
        return false;
    if (added)
        c->owner[n] = id;
    else if (c->owner[n] != id && c->owner[n] != n) /* an ID's owner is the ID itself */
        c->owner[n] = CITES_NOBODY;
    return true;
}

/* Without the sentence's marks at its end. */
static struct str bare_title(struct str s)
{
    while (s.n && strchr(" .,;:!?", s.p[s.n - 1]) && s.p[s.n - 1])
        s.n--;
    return s;
}

bool cites_add(struct cites *c, const struct rec *r)
{
    bool added = false;
    buf_clear(&c->key);
    buf_putstr(&c->key, r->col[REC_ID]);
    size_t id = number_of(c, &added);
    if (id == TABLE_NONE)
        return false;
    c->owner[id] = (uint32_t)id;
    struct str title = bare_title(r->col[REC_TITLE]);
    if (title.n && title.n <= QUOTE_MAX && !claim(c, STR("\""), title, (uint32_t)id))
        return false;
    for (size_t i = REC_COLUMNS; i < r->n; i++) {
        struct str name = rec_field(r, i).name;
        bool number =
            str_eq(name, STR("doi")) || str_eq(name, STR("arxiv")) || str_eq(name, STR("pmid"));
        if (number && !claim(c, STR(""), r->col[i], (uint32_t)id))
            return false;
    }
    return true;
}

static struct str owner_of(const struct cites *c, size_t name)
{
    if (name == TABLE_NONE || c->owner[name] == CITES_NOBODY)
        return STR("");
    return table_key(&c->names, c->owner[name]);
}

struct str cites_number(const struct cites *c, struct str name)
{
    return owner_of(c, table_find(&c->names, name));
}

static const struct {
    struct str open, close;
} quotes[] = {
    {STR_INIT("\""), STR_INIT("\"")}, {STR_INIT("``"), STR_INIT("''")},
    {STR_INIT("“"), STR_INIT("”")},   {STR_INIT("„"), STR_INIT("“")},
    {STR_INIT("«"), STR_INIT("»")},   {STR_INIT("‘"), STR_INIT("’")},
    {STR_INIT("''"), STR_INIT("''")}, {STR_INIT("'"), STR_INIT("'")},
    {STR_INIT("`"), STR_INIT("'")},
};

/* The record whose title stands from offset i on, up to a closing mark. A title may hold the mark,
 * too ("the model's"), so that every one within reach is tried. */
static struct str title_at(struct cites *c, struct str text, size_t i, struct str close,
                           struct str *title)
{
    const size_t last = text.n - i < QUOTE_MAX ? text.n : i + QUOTE_MAX;
    size_t tries = 0;
    for (size_t k = i + 1; k < last && tries < MARKS_MAX; k++) {
        if (!str_starts(str_slice(text, k, text.n), close))
            continue;
        tries++;
        *title = bare_title(str_slice(text, i, k));
        buf_clear(&c->key);
        buf_putc(&c->key, '"');
        buf_putstr(&c->key, *title);
        if (c->key.failed)
            break;
        struct str id = owner_of(c, table_find(&c->names, buf_str(&c->key)));
        if (id.n)
            return id;
    }
    return STR("");
}

bool cites_title(struct cites *c, struct str text, size_t *at, struct str *title, struct str *id)
{
    for (size_t i = *at; i < text.n && !c->key.failed; i++) {
        if (!strchr("\"`'\xC2\xE2", text.p[i]) || !text.p[i])
            continue;
        for (size_t k = 0; k < sizeof quotes / sizeof *quotes; k++) {
            const size_t begin = i + quotes[k].open.n;
            if (!str_starts(str_slice(text, i, text.n), quotes[k].open))
                continue;
            *id = title_at(c, text, begin, quotes[k].close, title);
            *at = begin;
            if (id->n)
                return true;
        }
    }
    return false;
}

void cites_free(struct cites *c)
{
    table_free(&c->names);
    free(c->owner);
    buf_free(&c->key);
    *c = (struct cites){0};
}
