/* pubmed.c - PubMed's XML: articles and books, as its API, its FTP files and its site give them. */
#include "feed.h"

#include "paper/text.h"

struct state {
    struct xml_stream stream;
    struct buf date, date2, name, label;
    bool book_title; /* the title is that of the whole book */
};

static bool wanted(struct str name)
{
    return str_eq(name, STR("PubmedArticle")) || str_eq(name, STR("PubmedBookArticle")) ||
           str_eq(name, STR("MedlineCitation"));
}

/* Year Month Day, or MedlineDate, one after another. */
static void date(struct xml *x, struct buf *out)
{
    bool first = out->n == 0;
    while (xml_child(x)) {
        bool part = str_eq(x->name, STR("Year")) || str_eq(x->name, STR("Month")) ||
                    str_eq(x->name, STR("Day")) || str_eq(x->name, STR("MedlineDate"));
        if (!part || !first) {
            xml_pass(x);
            continue;
        }
        if (out->n)
            buf_putc(out, ' ');
        xml_text(x, out);
    }
}

/* A name that was corrected stands in the list, too, as one that is not valid. */
static void author(struct reader *r, struct xml *x)
{
    struct buf *name = &((struct state *)r->state)->name;
    bool valid = !str_eq(xml_attribute(x, "ValidYN"), STR("N"));
    buf_clear(name);
    while (xml_child(x)) {
        if (str_eq(x->name, STR("LastName")) || str_eq(x->name, STR("CollectiveName"))) {
            buf_clear(name);
            xml_text(x, name);
        } else if (str_eq(x->name, STR("ForeName")) && name->n) {
            buf_puts(name, ", ");
            xml_text(x, name);
        } else if (str_eq(x->name, STR("Suffix")) && name->n) {
            buf_putc(name, ' ');
            xml_text(x, name);
        } else {
            xml_pass(x);
        }
    }
    if (valid)
        put(r, PUT_AUTHOR, NULL, buf_str(name), HTML);
}

/* Parts with labels are joined: "BACKGROUND: .. METHODS: ..". */
static void abstract(struct reader *r, struct xml *x)
{
    struct state *s = r->state;
    while (xml_child(x)) {
        if (!str_eq(x->name, STR("AbstractText"))) {
            xml_pass(x);
            continue;
        }
        struct str label = xml_attribute(x, "Label");
        buf_clear(&r->value);
        xml_text(x, &r->value);
        if (text_trim(buf_str(&r->value)).n == 0)
            continue;
        if (label.n && !same_word(label, "UNLABELLED")) {
            buf_clear(&s->label);
            buf_putstr(&s->label, label);
            if (label.p[label.n - 1] != ':')
                buf_putc(&s->label, ':');
            put(r, PUT_MORE, NULL, buf_str(&s->label), HTML);
        }
        put(r, PUT_MORE, NULL, buf_str(&r->value), HTML | TEX);
    }
}

static void mesh(struct reader *r, struct xml *x)
{
    static const struct rule rules[] = {{"DescriptorName", PUT_TEXT, "mesh"}, {0}};
    while (xml_child(x))
        while (xml_child(x))
            if (!xml_put(r, x, rules, HTML))
                xml_pass(x);
}

/* The paper's own numbers; those of its references are in another list. */
static void article_ids(struct reader *r, struct xml *x)
{
    while (xml_child(x)) {
        struct str type = xml_attribute(x, "IdType");
        buf_clear(&r->value);
        xml_text(x, &r->value);
        if (str_eq(type, STR("doi")))
            put(r, PUT_DOI, NULL, buf_str(&r->value), HTML);
        else if (str_eq(type, STR("pubmed")))
            put(r, PUT_PMID, NULL, buf_str(&r->value), PLAIN);
        else if (str_eq(type, STR("pmc")))
            put(r, PUT_ID, "pmcid", buf_str(&r->value), PLAIN);
    }
}

/* Elements that hold nothing but others that matter. */
static bool holds_others(struct str name)
{
    static const char *const names[] = {"MedlineCitation",
                                        "Article",
                                        "Journal",
                                        "JournalIssue",
                                        "BookDocument",
                                        "Book",
                                        "PubmedData",
                                        "PubmedBookData",
                                        "AuthorList",
                                        "KeywordList",
                                        "PublicationTypeList",
                                        "InvestigatorList"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

static void fields(struct reader *r, struct xml *x, bool editors)
{
    static const struct rule rules[] = {
        {"PMID", PUT_PMID, NULL},
        {"Keyword", PUT_TEXT, "kw"},
        {"Language", PUT_TEXT, "lang"},
        {"PublicationType", PUT_TEXT, "type"},
        {"CollectionTitle", PUT_TEXT, "venue"},
        {"PublisherName", PUT_TEXT, "publisher"},
        {"VernacularTitle", PUT_TEXT, "title-original"},
        {0},
    };
    struct state *s = r->state;
    while (xml_child(x)) {
        struct str name = x->name;
        if (str_eq(name, STR("ArticleTitle")) || str_eq(name, STR("BookTitle"))) {
            bool article = str_eq(name, STR("ArticleTitle"));
            buf_clear(&r->value);
            xml_text(x, &r->value);
            if (article && s->book_title) { /* a chapter: the book is where it stands */
                draft_add(&r->paper, STR("venue"), buf_str(&r->paper.col[REC_TITLE]));
                buf_clear(&r->paper.col[REC_TITLE]);
            }
            put(r, PUT_TITLE, NULL, buf_str(&r->value), HTML | TEX);
            s->book_title = !article;
        } else if (str_eq(name, STR("Title"))) { /* of the journal */
            buf_clear(&r->value);
            xml_text(x, &r->value);
            put(r, PUT_TEXT, "venue", buf_str(&r->value), HTML);
        } else if (str_eq(name, STR("Abstract"))) {
            abstract(r, x);
        } else if (str_eq(name, STR("PubDate"))) {
            date(x, &s->date);
        } else if (str_eq(name, STR("ArticleDate")) || str_eq(name, STR("ContributionDate"))) {
            date(x, &s->date2);
        } else if (str_eq(name, STR("Author")) && !editors) {
            author(r, x);
        } else if (str_eq(name, STR("ELocationID"))) {
            bool doi = str_eq(xml_attribute(x, "EIdType"), STR("doi"));
            buf_clear(&r->value);
            xml_text(x, &r->value);
            if (doi)
                put(r, PUT_DOI, NULL, buf_str(&r->value), HTML);
        } else if (str_eq(name, STR("MeshHeadingList"))) {
            mesh(r, x);
        } else if (str_eq(name, STR("ArticleIdList"))) {
            article_ids(r, x);
        } else if (holds_others(name)) {
            bool list = str_eq(name, STR("AuthorList"));
            fields(r, x,
                   (list && str_eq(xml_attribute(x, "Type"), STR("editors"))) ||
                       str_eq(name, STR("InvestigatorList")));
        } else if (!xml_put(r, x, rules, HTML)) {
            xml_pass(x);
        }
    }
}

static bool entry(struct reader *r, struct xml *x, struct str raw)
{
    struct state *s = r->state;
    (void)raw;
    buf_clear(&s->date);
    buf_clear(&s->date2);
    s->book_title = false;
    fields(r, x, false);
    put(r, PUT_DATE, NULL, buf_str(&s->date), PLAIN);
    put(r, PUT_DATE, NULL, buf_str(&s->date2), PLAIN);
    struct buf *all[] = {&s->date, &s->date2, &s->name, &s->label};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        put_check(r, all[i]);
    return true;
}

static bool root(struct str name)
{
    return wanted(name) || str_eq(name, STR("PubmedArticleSet")) ||
           str_eq(name, STR("PubmedBookArticleSet")) || str_eq(name, STR("MedlineCitationSet"));
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
    struct state *s = state;
    struct buf *all[] = {&s->date, &s->date2, &s->name, &s->label};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}

const struct format read_pubmed = {
    "pubmed", "PubMed's XML: articles and books", detect, next, sizeof(struct state), end};
