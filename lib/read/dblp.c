/* dblp.c - DBLP's XML: an element for each publication, named after its kind; no abstracts. Its
 * entities are those of Latin-1, which are HTML's. People's and proceedings' pages are no papers:
 * `www` is passed over, `proceedings` are kept, as DBLP counts them among its publications. */
#include "feed.h"

#include "paper/ascii.h"

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

/* DBLP tells namesakes apart by a number: "Manish Singh 0001". */
static void author(struct reader *r, struct xml *x)
{
    buf_clear(&r->value);
    xml_text(x, &r->value);
    struct str s = buf_str(&r->value);
    bool number = s.n > 5 && s.p[s.n - 5] == ' ';
    for (size_t i = 1; i <= 4 && number; i++)
        number = ascii_digit((unsigned char)s.p[s.n - i]);
    put(r, PUT_AUTHOR, NULL, number ? str_slice(s, 0, s.n - 5) : s, PLAIN);
}

static bool publication(struct reader *r, struct xml *x, struct str raw)
{
    (void)raw;
    static const struct rule rules[] = {
        {"title", PUT_TITLE, NULL},     {"year", PUT_DATE, NULL},
        {"journal", PUT_TEXT, "venue"}, {"booktitle", PUT_TEXT, "venue"},
        {"ee", PUT_URL, NULL},          {"publisher", PUT_TEXT, "publisher"},
        {"note", PUT_TEXT, "comment"},  {0},
    };
    put(r, PUT_TEXT, "type", x->name, PLAIN);
    put(r, PUT_ID, "dblp", xml_attribute(x, "key"), PLAIN);
    while (xml_child(x)) {
        if (str_eq(x->name, STR("author")))
            author(r, x);
        else if (!xml_put(r, x, rules, PLAIN))
            xml_pass(x);
    }
    return true;
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    return feed_next(r, &s->stream, is_kind, publication);
}

/* Its root, or a piece cut out of it. */
static bool detect(struct str head, bool whole)
{
    (void)whole;
    struct str root = xml_root(head);
    struct str start = str_slice(root, 0, root.n < 400 ? root.n : 400);
    return str_eq(xml_name(root), STR("dblp")) || str_eq(xml_name(root), STR("dblpperson")) ||
           (root.n && is_kind(xml_name(root)) && find_part(start, "mdate=") < start.n);
}

const struct format read_dblp = {"dblp", "DBLP's XML", detect, next, sizeof(struct state), NULL};
