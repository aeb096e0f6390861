/* oai.c - OAI-PMH answers: metadata as arXiv, arXivRaw or Dublin Core (oai_dc). A deleted record is
 * no paper and is passed over; the server's error is told. */
#include "feed.h"

#include "paper/text.h"

struct state {
    struct xml_stream stream;
    struct buf date, family, name;
};

static bool wanted(struct str name)
{
    return str_eq(name, STR("record")) || str_eq(name, STR("error"));
}

/* <author><keyname>..<forenames>..<suffix>.. */
static void author(struct reader *r, struct xml *x)
{
    struct state *s = r->state;
    buf_clear(&s->family);
    buf_clear(&s->name);
    while (xml_child(x)) {
        if (str_eq(x->name, STR("keyname"))) {
            xml_text(x, &s->family);
        } else if (str_eq(x->name, STR("forenames")) || str_eq(x->name, STR("suffix"))) {
            if (s->name.n)
                buf_putc(&s->name, ' ');
            xml_text(x, &s->name);
        } else {
            xml_pass(x);
        }
    }
    if (s->name.n)
        buf_puts(&s->family, ", ");
    buf_putstr(&s->family, buf_str(&s->name));
    put(r, PUT_AUTHOR, NULL, buf_str(&s->family), TEX);
}

static void arxiv(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {
        {"id", PUT_ARXIV, NULL},
        {"created", PUT_DATE, NULL},
        {"title", PUT_TITLE, NULL},
        {"abstract", PUT_ABSTRACT, NULL},
        {"authors", PUT_NAMES, NULL}, /* of arXivRaw: one string */
        {"categories", PUT_WORDS, "cat"},
        {"comments", PUT_TEXT, "comment"},
        {"journal-ref", PUT_TEXT, "venue"},
        {"doi", PUT_DOI, NULL},
        {0},
    };
    struct state *s = r->state;
    bool raw = str_eq(x->name, STR("arXivRaw"));
    while (xml_child(x)) {
        if (str_eq(x->name, STR("authors")) && !raw) {
            while (xml_child(x))
                author(r, x);
        } else if (str_eq(x->name, STR("version"))) { /* the first is the submission */
            while (xml_child(x))
                if (str_eq(x->name, STR("date")) && s->date.n == 0)
                    xml_text(x, &s->date);
                else
                    xml_pass(x);
        } else if (!xml_put(r, x, rules, TEX)) {
            xml_pass(x);
        }
    }
}

/* The earliest of several dates is the paper's; the others are of its versions. */
static void dc_date(struct reader *r, struct xml *x)
{
    struct state *s = r->state;
    buf_clear(&s->name);
    xml_text(x, &s->name);
    struct str new = text_trim(buf_str(&s->name)), old = text_trim(buf_str(&s->date));
    bool iso = new.n >= 4 && new.p[0] >= '0' && new.p[0] <= '9';
    if (old.n && !(iso && memcmp(new.p, old.p, new.n < old.n ? new.n : old.n) < 0))
        return;
    buf_clear(&s->date);
    buf_putstr(&s->date, new);
}

static void dublin_core(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {
        {"title", PUT_TITLE, NULL},     {"creator", PUT_AUTHOR, NULL},
        {"subject", PUT_TEXT, "kw"},    {"publisher", PUT_TEXT, "publisher"},
        {"source", PUT_TEXT, "venue"},  {"type", PUT_TEXT, "type"},
        {"language", PUT_TEXT, "lang"}, {0},
    };
    while (xml_child(x)) {
        if (str_eq(x->name, STR("date"))) {
            dc_date(r, x);
        } else if (str_eq(x->name, STR("identifier")) || str_eq(x->name, STR("relation"))) {
            bool own = str_eq(x->name, STR("identifier"));
            buf_clear(&r->value);
            xml_text(x, &r->value);
            if (own)
                feed_id(r, buf_str(&r->value));
        } else if (str_eq(x->name, STR("description"))) {
            buf_clear(&r->value);
            xml_text(x, &r->value);
            bool comment = str_starts(text_trim(buf_str(&r->value)), STR("Comment:"));
            if (r->paper.col[REC_ABSTRACT].n || comment)
                put(r, PUT_TEXT, "comment", buf_str(&r->value), HTML | TEX);
            else
                put(r, PUT_ABSTRACT, NULL, buf_str(&r->value), HTML | TEX);
        } else if (!xml_put(r, x, rules, HTML | TEX)) {
            xml_pass(x);
        }
    }
}

static void metadata(struct reader *r, struct xml *x)
{
    while (xml_child(x)) {
        if (str_eq(x->name, STR("arXiv")) || str_eq(x->name, STR("arXivRaw")))
            arxiv(r, x);
        else if (str_eq(x->name, STR("dc")))
            dublin_core(r, x);
        else
            xml_pass(x);
    }
}

/* False where the record says that its paper is no more. */
static bool record(struct reader *r, struct xml *x)
{
    bool alive = true;
    while (xml_child(x)) {
        if (str_eq(x->name, STR("header"))) {
            alive &= !str_eq(xml_attribute(x, "status"), STR("deleted"));
            while (xml_child(x))
                if (str_eq(x->name, STR("identifier"))) {
                    buf_clear(&r->value);
                    xml_text(x, &r->value);
                    feed_id(r, buf_str(&r->value));
                } else {
                    xml_pass(x);
                }
        } else if (str_eq(x->name, STR("metadata"))) {
            metadata(r, x);
        } else {
            xml_pass(x);
        }
    }
    return alive;
}

static void server_error(struct reader *r, struct xml *x, struct str raw)
{
    buf_clear(&r->value);
    buf_puts(&r->value, "the server answered with an error: ");
    size_t from = r->value.n;
    struct state *s = r->state;
    buf_clear(&s->name);
    xml_text(x, &s->name);
    text_clean(&r->value, buf_str(&s->name));
    if (r->value.n == from)
        text_clean(&r->value, xml_attribute(x, "code"));
    buf_putc(&r->value, '\0');
    read_reject(r, r->in->line + 1, raw, r->value.failed ? "an error" : r->value.p);
}

static bool entry(struct reader *r, struct xml *x, struct str raw)
{
    struct state *s = r->state;
    buf_clear(&s->date);
    if (str_eq(x->name, STR("error"))) {
        if (!str_eq(xml_attribute(x, "code"), STR("noRecordsMatch"))) /* nothing new: no trouble */
            server_error(r, x, raw);
        return false;
    }
    bool alive = record(r, x);
    put(r, PUT_DATE, NULL, buf_str(&s->date), PLAIN);
    put_check(r, &s->date);
    put_check(r, &s->family);
    put_check(r, &s->name);
    return alive;
}

static bool root(struct str name)
{
    return str_eq(name, STR("OAI-PMH")) || str_eq(name, STR("ListRecords"));
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
    struct str xml = xml_root(head), name = xml_name(xml);
    return root(name) ||
           (str_eq(name, STR("record")) && find_part(xml, "openarchives.org/OAI/2.0") < xml.n);
}

static void end(void *state)
{
    struct state *s = state;
    buf_free(&s->date);
    buf_free(&s->family);
    buf_free(&s->name);
}

const struct format read_oai = {
    "oai", "OAI-PMH answers: arXiv, arXivRaw, oai_dc", detect, next, sizeof(struct state), end};
