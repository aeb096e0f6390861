/* dblp.c - DBLP's XML: an element for each publication, named after its kind; no abstracts. Its
 * entities are those of Latin-1, which are HTML's. People's and proceedings' pages are no papers:
 * `www` is passed over, `proceedings` are kept, as DBLP counts them among its publications. */
#include "feed.h"

struct state {
    struct xml_stream stream;
};

static const char *const kinds[] = {"article",   "inproceedings", "incollection", "book",
                                    "phdthesis", "mastersthesis", "proceedings",  "data"};

static bool is_kind(struct str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(name, str_from(kinds[i])))
            return true;
    return false;
}

static bool publication(struct reader *r, struct xml *x, struct str raw)
{
    (void)raw;
    static const struct rule rules[] = {
        {"author", PUT_AUTHOR, NULL},
        {"title", PUT_TITLE, NULL},
        {"year", PUT_DATE, NULL},
        {"journal", PUT_TEXT, "venue"},
        {"booktitle", PUT_TEXT, "venue"},
        {"ee", PUT_URL, NULL},
        {"publisher", PUT_TEXT, "publisher"},
        {"note", PUT_TEXT, "comment"},
        {0},
    };
    put(r, PUT_TEXT, "type", x->name, PLAIN);
    put(r, PUT_ID, "dblp", xml_attribute(x, "key"), PLAIN);
    while (xml_child(x))
        if (!xml_put(r, x, rules, PLAIN))
            xml_pass(x);
    return true;
}

static bool root(struct str name)
{
    return str_eq(name, STR("dblp")) || str_eq(name, STR("dblpperson"));
}

static bool next(struct reader *r)
{
    static const struct feed feed = {is_kind, root, publication};
    struct state *s = r->state;
    return feed_next(r, &s->stream, &feed);
}

/* Its root, or a piece cut out of it. */
static bool detect(struct str head, bool whole)
{
    (void)whole;
    struct str xml = xml_root(head);
    struct str start = str_slice(xml, 0, xml.n < 400 ? xml.n : 400);
    return root(xml_name(xml)) ||
           (xml.n && is_kind(xml_name(xml)) && find_part(start, "mdate=") < start.n);
}

const struct format read_dblp = {"dblp", "DBLP's XML", detect, next, sizeof(struct state), NULL};
