/* atom.c - Atom feeds (RFC 4287): arXiv's API and feeds, and journals'. */
#include "feed.h"

struct state {
    struct xml_stream stream;
    struct buf date;
};

static bool wanted(struct str name)
{
    return str_eq(name, STR("entry"));
}

static void link(struct reader *r, struct xml *x)
{
    struct str rest = x->attrs, name, value;
    struct str href = {0}, title = {0}, rel = {0}, type = {0};
    while (xml_each_attribute(&rest, &name, &value)) {
        if (str_eq(name, STR("href")))
            href = value;
        else if (str_eq(name, STR("title")))
            title = value;
        else if (str_eq(name, STR("rel")))
            rel = value;
        else if (str_eq(name, STR("type")))
            type = value;
    }
    bool pdf = str_eq(title, STR("pdf")) || str_eq(type, STR("application/pdf"));
    if (pdf || rel.n == 0 || str_eq(rel, STR("alternate")) || str_eq(title, STR("doi")))
        put(r, PUT_URL, pdf ? "pdf" : NULL, href, HTML);
    xml_pass(x);
}

static void author(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {{"name", PUT_AUTHOR, NULL}, {0}};
    while (xml_child(x))
        if (!xml_put(r, x, rules, HTML | TEX))
            xml_pass(x);
}

static bool entry(struct reader *r, struct xml *x, struct str raw)
{
    (void)raw;
    static const struct rule rules[] = {
        {"date", PUT_DATE, NULL},
        {"published", PUT_DATE, NULL},
        {"title", PUT_TITLE, NULL},
        {"creator", PUT_AUTHORS, NULL},
        {"comment", PUT_TEXT, "comment"},
        {"journal_ref", PUT_TEXT, "venue"},
        {"journal_reference", PUT_TEXT, "venue"},
        {"publicationName", PUT_TEXT, "venue"},
        {"doi", PUT_DOI, NULL},
        {"DOI", PUT_DOI, NULL},
        {"announce_type", PUT_TEXT, "announce"},
        {0},
    };
    struct state *s = r->state;
    bool content = false;
    buf_clear(&s->date);
    while (xml_child(x)) {
        if (str_eq(x->name, STR("link"))) {
            link(r, x);
        } else if (str_eq(x->name, STR("author"))) {
            author(r, x);
        } else if (str_eq(x->name, STR("category"))) {
            put(r, PUT_TEXT, "cat", xml_attribute(x, "term"), HTML);
            xml_pass(x);
        } else if (str_eq(x->name, STR("summary")) || str_eq(x->name, STR("content"))) {
            content = r->paper.col[REC_ABSTRACT].n > 0;
            buf_clear(&r->value);
            xml_text(x, &r->value);
            if (!content)
                feed_summary(r, buf_str(&r->value));
        } else if (str_eq(x->name, STR("updated"))) {
            xml_text(x, &s->date);
        } else if (str_eq(x->name, STR("id"))) {
            buf_clear(&r->value);
            xml_text(x, &r->value);
            feed_id(r, buf_str(&r->value));
        } else if (!xml_put(r, x, rules, HTML | TEX)) {
            xml_pass(x);
        }
    }
    if (!r->plain)
        put(r, PUT_DATE, NULL, buf_str(&s->date), PLAIN); /* only where nothing better told it */
    put_check(r, &s->date);
    return true;
}

static bool root(struct str name)
{
    return str_eq(name, STR("feed")) || str_eq(name, STR("entry"));
}

static bool next(struct reader *r)
{
    static const struct feed feed = {wanted, root, entry};
    struct state *s = r->state;
    return feed_next(r, &s->stream, &feed);
}

static bool detect(struct str head, bool whole)
{
    (void)whole;
    return root(xml_name(xml_root(head)));
}

static void end(void *state)
{
    buf_free(&((struct state *)state)->date);
}

const struct format read_atom = {
    "atom", "Atom feeds: arXiv's API and feeds, journals", detect, next, sizeof(struct state), end};
