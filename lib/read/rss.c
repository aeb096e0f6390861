/* rss.c - RSS 2.0 and RSS 1.0 (RDF): arXiv's feeds of all times, and journals'. An item without a
 * date has its channel's. */
#include "feed.h"

#include "paper/ascii.h"
#include "paper/text.h"

struct state {
    struct xml_stream stream;
    struct buf date;
    bool published; /* the channel's date is that of its publication: better than the others */
};

static bool is_date(struct str name)
{
    return str_eq(name, STR("pubDate")) || str_eq(name, STR("lastBuildDate")) ||
           str_eq(name, STR("date"));
}

static bool wanted(struct str name)
{
    return str_eq(name, STR("item")) || is_date(name);
}

/* One name, a list of them, or arXiv's list of links, whose tags are escaped. */
static void creators(struct reader *r, struct xml *x)
{
    buf_clear(&r->value);
    xml_text(x, &r->value);
    bool links = find_part(buf_str(&r->value), "<a ") < r->value.n;
    put(r, links ? PUT_NAMES : PUT_AUTHORS, NULL, buf_str(&r->value), HTML | TEX);
}

/* RSS 2.0's <author> holds an address: `jo@example.org (Jo Doe)`. */
static void author(struct reader *r, struct xml *x)
{
    buf_clear(&r->value);
    xml_text(x, &r->value);
    struct str s = text_trim(buf_str(&r->value));
    size_t open = find_part(s, "(");
    if (open < s.n && memchr(s.p, '@', open) && s.p[s.n - 1] == ')')
        s = str_slice(s, open + 1, s.n - 1);
    put(r, PUT_AUTHORS, NULL, s, HTML | TEX);
}

static void item(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {
        {"pubDate", PUT_DATE, NULL},
        {"date", PUT_DATE, NULL},
        {"publicationDate", PUT_DATE, NULL},
        {"link", PUT_URL, NULL},
        {"category", PUT_TEXT, "cat"},
        {"subject", PUT_TEXT, "kw"},
        {"journal_reference", PUT_TEXT, "venue"},
        {"publicationName", PUT_TEXT, "venue"},
        {"doi", PUT_DOI, NULL},
        {"DOI", PUT_DOI, NULL},
        {"language", PUT_TEXT, "lang"},
        {"comments", PUT_TEXT, "comment"},
        {0},
    };
    while (xml_child(x)) {
        if (str_eq(x->name, STR("creator"))) {
            creators(r, x);
        } else if (str_eq(x->name, STR("author"))) {
            author(r, x);
        } else if (!xml_put(r, x, rules, HTML | TEX)) {
            struct str name = x->name;
            buf_clear(&r->value);
            xml_text(x, &r->value);
            struct str value = buf_str(&r->value);
            if (str_eq(name, STR("title")))
                feed_title(r, value);
            else if (str_eq(name, STR("description")) || str_eq(name, STR("encoded")))
                feed_summary(r, value);
            else if (str_eq(name, STR("guid")) || str_eq(name, STR("identifier")))
                feed_id(r, value);
            else if (str_eq(name, STR("announce_type")) && !r->has_announce)
                put(r, PUT_TEXT, "announce", value, PLAIN);
            r->has_announce |= str_eq(name, STR("announce_type"));
        }
    }
}

static bool entry(struct reader *r, struct xml *x, struct str raw)
{
    struct state *s = r->state;
    (void)raw;
    if (!is_date(x->name)) {
        item(r, x);
        put(r, PUT_DATE, NULL, buf_str(&s->date), PLAIN);
        put_check(r, &s->date);
        return true;
    }
    bool published = str_eq(x->name, STR("pubDate")); /* the channel's: for items without one */
    if (s->date.n == 0 || (published && !s->published)) {
        s->published = published;
        buf_clear(&s->date);
        xml_text(x, &s->date);
    }
    return false;
}

static bool root(struct str name)
{
    return str_eq(name, STR("rss")) || str_eq(name, STR("RDF"));
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
    return root(name) && (!str_eq(name, STR("RDF")) || find_part(xml, "purl.org/rss/1.0") < xml.n);
}

static void end(void *state)
{
    buf_free(&((struct state *)state)->date);
}

const struct format read_rss = {
    "rss", "RSS 2.0 and 1.0 (RDF) feeds: arXiv, journals", detect, next, sizeof(struct state), end};
