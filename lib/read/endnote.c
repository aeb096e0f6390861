/* endnote.c - EndNote's XML export, which Zotero and databases write as well. */
#include "feed.h"

#include "paper/date.h"
#include "paper/text.h"

struct state {
    struct xml_stream stream;
    struct buf year, date;
};

static bool wanted(struct str name)
{
    return str_eq(name, STR("record"));
}

/* Elements that hold nothing but others. */
static bool holds_others(struct str name)
{
    static const char *const names[] = {"contributors", "authors",      "titles",   "dates",
                                        "pub-dates",    "related-urls", "urls",     "keywords",
                                        "pdf-urls",     "text-urls",    "web-urls", "periodical"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

static void fields(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {
        {"title", PUT_TITLE, NULL},
        {"author", PUT_AUTHOR, NULL},
        {"abstract", PUT_ABSTRACT, NULL},
        {"electronic-resource-num", PUT_DOI, NULL},
        {"keyword", PUT_KEYWORDS, "kw"},
        {"secondary-title", PUT_TEXT, "venue"},
        {"language", PUT_TEXT, "lang"},
        {"url", PUT_URL, NULL},
        {"notes", PUT_TEXT, "comment"},
        {"publisher", PUT_TEXT, "publisher"},
        {0},
    };
    struct state *s = r->state;
    while (xml_child(x)) {
        struct str name = x->name;
        if (str_eq(name, STR("ref-type"))) {
            put(r, PUT_TEXT, "type", xml_attribute(x, "name"), HTML);
            xml_pass(x);
        } else if (str_eq(name, STR("year")) && s->year.n == 0) {
            xml_text(x, &s->year);
        } else if (str_eq(name, STR("date")) && s->date.n == 0) {
            xml_text(x, &s->date);
        } else if (holds_others(name)) {
            fields(r, x);
        } else if (!xml_put(r, x, rules, HTML | TEX)) {
            xml_pass(x);
        }
    }
}

/* The date among pub-dates often lacks its year, which stands apart. */
static void put_date(struct reader *r)
{
    struct state *s = r->state;
    char text[DATE_MAX];
    struct str year = text_trim(buf_str(&s->year));
    if (date_parse(text, buf_str(&s->date)).n == 0) {
        buf_putc(&s->date, ' ');
        buf_putstr(&s->date, year);
    }
    put(r, PUT_DATE, NULL, buf_str(&s->date), PLAIN);
    put(r, PUT_DATE, NULL, year, PLAIN);
}

static bool entry(struct reader *r, struct xml *x, struct str raw)
{
    struct state *s = r->state;
    (void)raw;
    buf_clear(&s->year);
    buf_clear(&s->date);
    fields(r, x);
    put_date(r);
    put_check(r, &s->year);
    put_check(r, &s->date);
    return true;
}

static bool root(struct str name)
{
    return str_eq(name, STR("xml")) || str_eq(name, STR("records"));
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
    struct str xml = xml_root(head);
    return root(xml_name(xml)) && find_part(xml, "<record>") < xml.n;
}

static void end(void *state)
{
    struct state *s = state;
    buf_free(&s->year);
    buf_free(&s->date);
}

const struct format read_endnote = {"endnote", "EndNote XML",        detect,
                                    next,      sizeof(struct state), end};
