/* jsonpaper.c - a paper out of a JSON object: arXiv's snapshot, Semantic Scholar, OpenAlex,
 * Crossref and CSL-JSON, OpenReview, Hugging Face, Papers with Code, Zotero, lists of conferences,
 * and whatever scripts write with keys of the same names, or with those of tables (names.c); what
 * paperfmt -t jsonl writes comes back.
 *
 * The names of keys hardly clash between the sources, so there is one table of them, in the order
 * of preference, whatever the shape of the value: a string, a list of strings or of objects that
 * hold a name, a value or a URL. Keys are the same in any case. Where a source means something of
 * its own by a key, its rows say so. */
#include "jsonpaper.h"

#include "paper/ascii.h"
#include "paper/date.h"
#include "paper/text.h"
#include "paper/word64.h"

#include <stdlib.h>

/* Sources that have something of their own. */
enum source {
    ARXIV = 1,
    S2 = 2,
    OPENALEX = 4,
    CSL = 8,
    OPENREVIEW = 16,
    HF = 32,
    LISTS = 64,
    ZOTERO = 128,
    OTHER = 256,
    ANY = 511
};

/* What is done with a value, beyond enum put. */
enum {
    VERSIONS = PUT_ID + 1, /* of arXiv: the first one's date, the last one's number */
    INDEX,                 /* of OpenAlex: word -> positions */
    PEOPLE,                /* authors in any shape */
    LINKS,                 /* of Crossref: [{URL, content-type}] */
    BIBENTRY,              /* an entry of BibTeX, for its year */
    INNER,                 /* an object that says what the paper is, which stands in another */
    BESIDE,                /* an object that says more of the same paper */
    CREATORS,              /* of Zotero: people, each with what he or she did */
    LAST                   /* the last part of a URL, an identifier */
};

struct row {
    const char *key;
    unsigned short sources;
    unsigned char what;
    const char *name;
};

/* In the order of preference for what they fill: of several rows with one name, or for one column,
 * the first that has a value is taken. */
static const struct row rows[] = {
    {"paper", ANY, INNER, NULL},
    {"content", ANY, INNER, NULL},
    {"details", ANY, INNER, NULL},
    {"citingPaper", ANY, INNER, NULL},
    {"citedPaper", ANY, INNER, NULL},
    {"externalIds", ANY, BESIDE, NULL},
    {"ids", ANY, BESIDE, NULL},
    {"primary_location", ANY, BESIDE, NULL},
    {"best_oa_location", ANY, BESIDE, NULL},
    {"custom", ANY, BESIDE, NULL},
    {"open_access", ANY, BESIDE, NULL},
    {"openaccessinfo", ANY, BESIDE, NULL},
    {"paperutils-id", ANY, PUT_OWN_ID, NULL},
    {"ArXiv", ANY, PUT_ARXIV, NULL},
    {"arxiv_id", ANY, PUT_ARXIV, NULL},
    {"arxivId", ANY, PUT_ARXIV, NULL},
    {"id", ARXIV | HF, PUT_ARXIV, NULL},
    {"entry_id", ANY, PUT_URL, NULL},
    {"DOI", ANY, PUT_DOI, NULL},
    {"PubMed", ANY, LAST, "pmid"},
    {"PMID", ANY, LAST, "pmid"},
    {"PubMedCentral", ANY, LAST, "pmcid"},
    {"PMCID", ANY, LAST, "pmcid"},
    {"ACL", ANY, LAST, "acl"},
    {"id", OPENALEX, LAST, "openalex"},
    {"paperId", S2, LAST, "s2"},
    {"corpusid", S2, LAST, "s2"},
    {"id", OPENREVIEW, LAST, "openreview"},
    {"DBLP", S2, LAST, "dblp"},
    {"id", CSL, PUT_TEXT, "key"},
    {"citationKey", ZOTERO, PUT_TEXT, "key"},
    {"key", ZOTERO, PUT_TEXT, "key"},

    {"versions", ARXIV, VERSIONS, NULL},
    {"issued", ANY, PUT_DATE, NULL},
    {"publicationDate", ANY, PUT_DATE, NULL},
    {"publication_date", ANY, PUT_DATE, NULL},
    {"publishedAt", ANY, PUT_DATE, NULL},
    {"date", OTHER, PUT_DATE, NULL},
    {"published", ANY, PUT_DATE, NULL},
    {"published-print", ANY, PUT_DATE, NULL},
    {"published-online", ANY, PUT_DATE, NULL},
    {"published_date", ANY, PUT_DATE, NULL},
    {"published_at", ANY, PUT_DATE, NULL},
    {"posted", ANY, PUT_DATE, NULL},
    {"cdate", OPENREVIEW, PUT_DATE, NULL},
    {"tcdate", OPENREVIEW, PUT_DATE, NULL},
    {"created", ANY, PUT_DATE, NULL},
    {"date", ANY, PUT_DATE, NULL},
    {"year", ANY, PUT_DATE, NULL},
    {"publication_year", ANY, PUT_DATE, NULL},
    {"bibtex", LISTS, BIBENTRY, NULL},
    {"update_date", ANY, PUT_DATE, NULL},
    {"updated", ANY, PUT_DATE, NULL},

    {"title", ANY, PUT_TITLE, NULL},
    {"subtitle", CSL, PUT_SUBTITLE, NULL},
    {"display_name", OPENALEX, PUT_TITLE, NULL},
    {"abstract", ANY, PUT_ABSTRACT, NULL},
    {"abstract_inverted_index", ANY, INDEX, NULL},
    {"summary", ANY, PUT_ABSTRACT, NULL},
    {"abstractText", ANY, PUT_ABSTRACT, NULL},
    {"abstractNote", ANY, PUT_ABSTRACT, NULL},

    {"authors_parsed", ARXIV, PEOPLE, "au"},
    {"authorships", ANY, PEOPLE, "au"},
    {"authors", ANY, PEOPLE, "au"},
    {"author", ANY, PEOPLE, "au"},
    {"editor", CSL, PEOPLE, "editor"},
    {"creators", ANY, CREATORS, NULL},

    {"categories", ARXIV, PUT_WORDS, "cat"},
    {"categories", ANY, PUT_KEYWORDS, "cat"},
    {"fieldsOfStudy", ANY, PUT_TEXT, "cat"},
    {"s2FieldsOfStudy", ANY, PUT_TEXT, "cat"},
    {"topics", OPENALEX, PUT_TEXT, "cat"},
    {"primary_topic", OPENALEX, PUT_TEXT, "cat"},
    {"subject", CSL, PUT_TEXT, "cat"},
    {"primary_area", OPENREVIEW | LISTS, PUT_TEXT, "cat"},
    {"keywords", ANY, PUT_KEYWORDS, "kw"},
    {"keyword", ANY, PUT_KEYWORDS, "kw"},
    {"ai_keywords", ANY, PUT_KEYWORDS, "kw"},
    {"tags", ZOTERO, PUT_TEXT, "kw"},

    {"journal-ref", ANY, PUT_TEXT, "venue"},
    {"journal_ref", ANY, PUT_TEXT, "venue"},
    {"container-title", ANY, PUT_TEXT, "venue"},
    {"venue", ANY, PUT_TEXT, "venue"},
    {"publicationVenue", ANY, PUT_TEXT, "venue"},
    {"journal", ANY, PUT_TEXT, "venue"},
    {"source", OPENALEX, PUT_TEXT, "venue"},
    {"publicationTitle", ANY, PUT_TEXT, "venue"},
    {"proceedingsTitle", ANY, PUT_TEXT, "venue"},
    {"bookTitle", ANY, PUT_TEXT, "venue"},
    {"conferenceName", ANY, PUT_TEXT, "venue"},
    {"conference", ANY, PUT_TEXT, "venue"},
    {"proceeding", ANY, PUT_TEXT, "venue"},
    {"event", CSL, PUT_TEXT, "venue"},

    {"link", CSL, LINKS, NULL},
    {"openAccessPdf", ANY, PUT_URL, "pdf"},
    {"pdf_url", ANY, PUT_URL, "pdf"},
    {"url_pdf", ANY, PUT_URL, "pdf"},
    {"pdf", ANY, PUT_URL, "pdf"},
    {"oa_url", OPENALEX, PUT_URL, "oa"},
    {"githubRepo", ANY, PUT_URL, "code"},
    {"github_links", ANY, PUT_URL, "code"},
    {"github", ANY, PUT_URL, "code"},
    {"repository", ANY, PUT_URL, "code"},
    {"repo_url", ANY, PUT_URL, "code"},
    {"code", ANY, PUT_URL, "code"},
    {"url_abs", ANY, PUT_URL, "url"},
    {"arxiv_page_url", ANY, PUT_URL, "url"},
    {"paper_url", ANY, PUT_URL, "url"},
    {"landing_page_url", ANY, PUT_URL, "url"},
    {"site", ANY, PUT_URL, "url"},
    {"URL", ANY, PUT_URL, "url"},
    {"ee", ANY, PUT_URL, NULL},

    {"version", ARXIV, PUT_TEXT, "version"},
    {"comments", ANY, PUT_TEXT, "comment"},
    {"comment", ANY, PUT_TEXT, "comment"},
    {"note", ANY, PUT_TEXT, "comment"},
    {"extra", ZOTERO, PUT_TEXT, "comment"},
    {"report-no", ANY, PUT_TEXT, "report"},
    {"license", ARXIV, PUT_TEXT, "license"},
    {"language", ANY, PUT_TEXT, "lang"},
    {"lang", ANY, PUT_TEXT, "lang"},
    {"type", ANY, PUT_TEXT, "type"},
    {"itemType", ANY, PUT_TEXT, "type"},
    {"publicationTypes", ANY, PUT_TEXT, "type"},
    {"publisher", ANY, PUT_TEXT, "publisher"},
    {"volume", ANY, PUT_TEXT, "volume"},
    {"issue", ANY, PUT_TEXT, "issue"},
    {"page", ANY, PUT_TEXT, "pages"},
    {"pages", ANY, PUT_TEXT, "pages"},
    {"ISSN", ANY, PUT_TEXT, "issn"},
    {"ISBN", ANY, PUT_TEXT, "isbn"},
    {"tldr", ANY, PUT_TEXT, "tldr"},
    {"TL;DR", ANY, PUT_TEXT, "tldr"},
    {"ai_summary", ANY, PUT_TEXT, "tldr"},
    {"track", ANY, PUT_TEXT, "track"},
    {"status", LISTS, PUT_TEXT, "status"},
    {"citationCount", ANY, PUT_TEXT, "citations"},
    {"cited_by_count", ANY, PUT_TEXT, "citations"},
    {"is-referenced-by-count", ANY, PUT_TEXT, "citations"},
    {"gs_citation", ANY, PUT_TEXT, "citations"},
    {"upvotes", ANY, PUT_TEXT, "votes"},
};

enum {
    ROWS = sizeof rows / sizeof *rows,
    INNERS = 5,  /* the first rows */
    BESIDES = 12 /* the end of those behind */
};
enum { KEY_MAX = 40 }; /* bytes of a key that may be one of a table's names */
_Static_assert((int)ROWS < (int)JSONPAPER_RULES, "one byte a row, 0 for none");

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- what an object is ---- */

static bool key_is(const struct json *j, size_t i, const char *key)
{
    const struct json_node *node = &j->node[i];
    return node->n && ((node->p[0] ^ key[0]) & ~0x20) == 0 &&
           same_word((struct str){node->p, node->n}, key);
}

/* An object's value of that name; the object may be cut. */
static size_t value_of(const struct json *j, size_t object, const char *key)
{
    size_t end = j->node[object].next ? j->node[object].next : j->n;
    for (size_t at = object + 1; at + 1 < end; at = j->node[at + 1].next) {
        if (key_is(j, at, key))
            return at + 1;
        if (j->node[at + 1].next == 0)
            break;
    }
    return 0;
}

static bool has_text(const struct json *j, size_t i)
{
    return i && j->node[i].kind != JSON_NULL && j->node[i].kind != JSON_BOOL;
}

static bool is_null(const struct json *j, size_t i)
{
    return !i || j->node[i].kind == JSON_NULL;
}

/* What the values of keys that are known from tables are: what a paper has alone. */
static bool has_named_title(const struct json *j, size_t object)
{
    size_t end = j->node[object].next ? j->node[object].next : j->n;
    struct buf fold = {0};
    bool found = false;
    for (size_t at = object + 1; at + 1 < end && !found; at = j->node[at + 1].next) {
        struct str key = {j->node[at].p, j->node[at].n};
        const struct rule *rule = key.n <= KEY_MAX ? names_find(&fold, key, NULL) : NULL;
        found =
            rule && (rule->what == PUT_TITLE || rule->what == PUT_ABSTRACT) && has_text(j, at + 1);
        if (j->node[at + 1].next == 0)
            break;
    }
    buf_free(&fold);
    return found;
}

static bool has_any(const struct json *j, size_t object, const char *const keys[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (has_text(j, value_of(j, object, keys[i])))
            return true;
    return false;
}

static bool has_title(const struct json *j, size_t object)
{
    static const char *const keys[] = {
        "title", "abstract", "abstract_inverted_index", "summary", "paperId", "corpusid", "DOI"};
    return has_any(j, object, keys, COUNT(keys)) || has_named_title(j, object);
}

/* Whether an object says more of a paper than its title. */
static bool has_more(const struct json *j, size_t object)
{
    static const char *const keys[] = {"abstract", "summary", "authors", "author",   "creators",
                                       "DOI",      "paperId", "arxiv",   "arxiv_id", "itemType"};
    return has_any(j, object, keys, COUNT(keys));
}

/* Whether an object with a title is a list of papers, and no paper: it says no more of itself, and
 * an array in it, of no references, holds what does. */
static bool is_list(const struct json *j, size_t object)
{
    static const char *const others[] = {"references", "reference", "citations",
                                         "citedBy",    "related",   "relatedPapers"};
    size_t end = j->node[object].next ? j->node[object].next : j->n;
    if (has_more(j, object))
        return false;
    for (size_t at = object + 1; at + 1 < end; at = j->node[at + 1].next) {
        bool other = j->node[at + 1].kind != JSON_ARRAY;
        for (size_t i = 0; i < COUNT(others) && !other; i++)
            other = key_is(j, at, others[i]);
        if (!other && at + 2 < end && j->node[at + 2].kind == JSON_OBJECT &&
            value_of(j, at + 2, "title") && has_more(j, at + 2))
            return true;
        if (j->node[at + 1].next == 0)
            break;
    }
    return false;
}

/* Whether an item of Zotero's is a file or a note, which goes with another. */
static bool is_attached(const struct json *j, size_t object)
{
    size_t type = value_of(j, object, "itemType");
    return type && (key_is(j, type, "attachment") || key_is(j, type, "note") ||
                    key_is(j, type, "annotation"));
}

enum jsonpaper_kind jsonpaper_kind(const struct json *j, size_t object)
{
    if (j->node[object].kind != JSON_OBJECT)
        return JSONPAPER_NONE;
    size_t content = value_of(j, object, "content");
    if (content && j->node[content].kind == JSON_OBJECT && value_of(j, object, "forum")) {
        bool reply = !is_null(j, value_of(j, object, "replyto"));
        bool revision = !is_null(j, value_of(j, object, "referent"));
        return !reply && !revision && has_title(j, content) ? JSONPAPER_PAPER : JSONPAPER_OTHER;
    }
    if (is_attached(j, object))
        return JSONPAPER_OTHER;
    size_t id = value_of(j, object, "id");
    struct str work = STR("https://openalex.org/W");
    if (id && str_starts((struct str){j->node[id].p, j->node[id].n}, work))
        return JSONPAPER_PAPER;
    if (has_title(j, object))
        return is_list(j, object) ? JSONPAPER_NONE : JSONPAPER_PAPER;
    for (size_t i = 0; i < INNERS; i++) {
        size_t part = value_of(j, object, rows[i].key);
        if (part && j->node[part].kind == JSON_OBJECT && has_title(j, part))
            return JSONPAPER_PAPER;
    }
    return JSONPAPER_NONE;
}

/* ---- keys to rows ---- */

static unsigned hash(const char *key, size_t n)
{
    const unsigned char *p = (const unsigned char *)key;
    unsigned first = p[0] & 0xDFu, middle = p[n / 2] & 0xDFu, last = p[n - 1] & 0xDFu;
    return ((unsigned)n * 31 + first * 7 + last + middle * 3) % JSONPAPER_BUCKETS;
}

static void make_ready(struct jsonpaper *s)
{
    for (size_t i = ROWS; i-- > 0;) {
        unsigned char *b = &s->bucket[hash(rows[i].key, strlen(rows[i].key))];
        s->chain[i] = *b;
        *b = (unsigned char)(i + 1);
    }
    table_init(&s->told);
    s->ready = true;
}

/* Notes the values of the rows with the name of the key at `at`; whether there is any. */
static bool note(struct jsonpaper *s, const struct json *j, size_t at, unsigned source)
{
    const struct json_node *key = &j->node[at];
    bool known = false;
    if (key->n == 0)
        return false;
    for (size_t i = s->bucket[hash(key->p, key->n)]; i; i = s->chain[i - 1]) {
        if (!(rows[i - 1].sources & source) || !key_is(j, at, rows[i - 1].key))
            continue;
        unsigned char kind = j->node[at + 1].kind;
        if (i <= BESIDES && kind != JSON_OBJECT)
            continue;
        known = true;
        if (kind != JSON_NULL && !(s->set[(i - 1) / 64] >> (i - 1) % 64 & 1)) {
            s->set[(i - 1) / 64] |= UINT64_C(1) << (i - 1) % 64;
            s->found[i - 1] = (uint32_t)at + 1;
        }
    }
    return known;
}

static void note_object(struct jsonpaper *s, const struct json *j, size_t object, unsigned source)
{
    for (size_t at = 0; json_each_key(j, object, &at);)
        note(s, j, at, source);
}

/* Takes the first of the rows from first on that has a value out of those; *row is which. */
static bool take_row(struct jsonpaper *s, size_t first, size_t end, size_t *row)
{
    for (size_t i = first / 64; i < JSONPAPER_RULES / 64; i++) {
        uint64_t set = s->set[i];
        if (i == first / 64)
            set &= UINT64_MAX << first % 64;
        if (!set)
            continue;
        *row = i * 64 + lowest64(set);
        if (*row >= end)
            return false;
        s->set[i] &= ~(UINT64_C(1) << *row % 64);
        return true;
    }
    return false;
}

/* Notes what the objects beside those noted say. */
static void note_beside(struct jsonpaper *s, const struct json *j, unsigned source)
{
    for (size_t row; take_row(s, INNERS, BESIDES, &row);)
        note_object(s, j, s->found[row], source);
}

static bool has(const struct json *j, size_t object, const char *key)
{
    return json_get(j, object, key) != 0;
}

static unsigned source_of(const struct json *j, size_t object)
{
    if (has(j, object, "authors_parsed") || has(j, object, "versions") ||
        (has(j, object, "categories") && has(j, object, "update_date")))
        return ARXIV;
    if (has(j, object, "paperId") || has(j, object, "corpusid") || has(j, object, "externalIds"))
        return S2;
    if (has(j, object, "abstract_inverted_index") || has(j, object, "authorships"))
        return OPENALEX;
    if (has(j, object, "content") && has(j, object, "forum"))
        return OPENREVIEW;
    if (has(j, object, "itemType"))
        return ZOTERO;
    size_t issued = json_get(j, object, "issued"), custom = json_get(j, object, "custom");
    if ((custom && has(j, custom, "paperutils-id")) || has(j, object, "container-title") ||
        has(j, object, "citation-key") || has(j, object, "is-referenced-by-count") ||
        (issued && j->node[issued].kind == JSON_OBJECT))
        return CSL;
    size_t paper = json_get(j, object, "paper");
    if (has(j, object, "upvotes") || (paper && has(j, paper, "summary")))
        return HF;
    if (has(j, object, "gs_citation") || (has(j, object, "track") && has(j, object, "status")))
        return LISTS;
    size_t id = json_get(j, object, "id");
    if (id && str_starts((struct str){j->node[id].p, j->node[id].n}, STR("https://openalex.org/W")))
        return OPENALEX;
    return OTHER;
}

/* ---- values ---- */

/* Of an object that stands for a text, the node of that. */
static size_t text_in(const struct json *j, size_t object)
{
    static const char *const keys[] = {"value", "display_name", "fullname",  "name",    "text",
                                       "url",   "keyword",      "category",  "literal", "term",
                                       "title", "raw",          "full_name", "tag"};
    for (size_t i = 0; i < COUNT(keys); i++) {
        size_t value = json_get(j, object, keys[i]);
        if (value && j->node[value].kind != JSON_NULL)
            return value;
    }
    return 0;
}

static const unsigned char levels = 4; /* that lists and objects may stand in each other */

/* Puts each text in a value. */
static void put_each(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i,
                     enum put what, const char *name, unsigned markup, int level)
{
    size_t at = 0, text;
    switch (j->node[i].kind) {
    case JSON_ARRAY:
        if (what == PUT_ABSTRACT && r->paper.col[REC_ABSTRACT].n)
            break;
        what = what == PUT_AUTHORS ? PUT_AUTHOR : what == PUT_ABSTRACT ? PUT_MORE : what;
        while (level < levels && json_each(j, i, &at))
            put_each(r, s, j, at, what, name, markup, level + 1);
        break;
    case JSON_OBJECT:
        text = text_in(j, i);
        if (text && level < levels)
            put_each(r, s, j, text, what, name, markup, level + 1);
        break;
    case JSON_STRING:
    case JSON_NUMBER: put(r, what, name, json_text(j, i, &s->text), markup); break;
    case JSON_BOOL:
    case JSON_NULL: break;
    }
}

/* Appends a member's text behind a separator. */
static void append(struct jsonpaper *s, const struct json *j, size_t object, const char *key,
                   const char *separator)
{
    size_t i = json_get(j, object, key);
    if (!i || j->node[i].kind > JSON_NUMBER || j->node[i].kind < JSON_STRING || j->node[i].n == 0)
        return;
    if (s->text2.n)
        buf_puts(&s->text2, separator);
    buf_putstr(&s->text2, json_text(j, i, &s->text));
}

/* The same, and each text of an array behind a space. */
static void append_all(struct jsonpaper *s, const struct json *j, size_t object, const char *key,
                       const char *separator)
{
    size_t i = json_get(j, object, key);
    append(s, j, object, key, separator);
    for (size_t at = 0; i && json_each(j, i, &at); separator = " ") {
        if (j->node[at].kind != JSON_STRING || j->node[at].n == 0)
            continue;
        buf_puts(&s->text2, s->text2.n ? separator : "");
        buf_putstr(&s->text2, json_text(j, at, &s->text));
    }
}

/* The parts of a name by what sources call them; false where there is none. */
static bool parted_name(struct jsonpaper *s, const struct json *j, size_t i)
{
    static const char *const families[] = {"family",    "lastName",   "last",
                                           "last_name", "familyName", "surname"};
    static const char *const givens[] = {"given",     "firstName", "first",    "first_name",
                                         "givenName", "forename",  "forenames"};
    static const char *const middles[] = {"middle", "middleName", "middle_name"};
    size_t family = 0, given = 0;
    while (family < COUNT(families) && !json_get(j, i, families[family]))
        family++;
    if (family == COUNT(families))
        return false;
    append(s, j, i, "non-dropping-particle", "");
    append(s, j, i, families[family], " ");
    while (given < COUNT(givens) && !json_get(j, i, givens[given]))
        given++;
    if (given < COUNT(givens))
        append_all(s, j, i, givens[given], ", ");
    for (size_t k = 0; k < COUNT(middles); k++)
        append_all(s, j, i, middles[k], " ");
    append(s, j, i, "dropping-particle", " ");
    append(s, j, i, "suffix", ", ");
    return s->text2.n > 0;
}

/* One person: a name in parts, {author: {..}}, {name}, a string, arXiv's [family, given, suffix].
 */
static void person(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i,
                   const char *name, unsigned markup)
{
    enum put what = name && strcmp(name, "au") == 0 ? PUT_AUTHOR : PUT_TEXT;
    buf_clear(&s->text2);
    if (j->node[i].kind == JSON_ARRAY) {
        int part = 0;
        for (size_t at = 0; part < 3 && json_each(j, i, &at); part++) {
            if (j->node[at].kind != JSON_STRING || j->node[at].n == 0)
                continue;
            if (s->text2.n)
                buf_puts(&s->text2, ", ");
            buf_putstr(&s->text2, json_text(j, at, &s->text));
        }
    } else if (!parted_name(s, j, i)) {
        size_t author = json_get(j, i, "author");
        if (author && j->node[author].kind == JSON_OBJECT) {
            append(s, j, author, "display_name", "");
            i = s->text2.n ? author : i;
        }
        if (s->text2.n == 0)
            append(s, j, i, "raw_author_name", "");
        if (s->text2.n == 0)
            put_each(r, s, j, i, what, name, markup, 0);
    }
    put(r, what, name, buf_str(&s->text2), markup);
}

static void people(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i,
                   const char *name, unsigned markup, bool arxiv)
{
    size_t value = json_get(j, i, "value"); /* OpenReview's second version */
    if (!value && json_get(j, i, "author")) /* DBLP's API: {author: [..]}, {author: {..}} */
        value = json_get(j, i, "author");
    if (value)
        i = value;
    if (j->node[i].kind == JSON_STRING)
        put(r, arxiv ? PUT_NAMES : PUT_AUTHORS, name, json_text(j, i, &s->text), markup);
    else if (j->node[i].kind == JSON_OBJECT)
        person(r, s, j, i, name, markup);
    for (size_t at = 0; json_each(j, i, &at);)
        person(r, s, j, at, name, markup);
}

/* Of Zotero: authors, and whoever stands for one; editors. */
static void creators(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i,
                     unsigned markup)
{
    for (size_t at = 0; json_each(j, i, &at);) {
        size_t type = json_get(j, at, "creatorType");
        bool editor = type && (key_is(j, type, "editor") || key_is(j, type, "seriesEditor"));
        if (!type || editor || !(key_is(j, type, "contributor") || key_is(j, type, "translator")))
            person(r, s, j, at, editor ? "editor" : "au", markup);
    }
}

static bool to_number(struct str s, int64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_digit((unsigned char)s.p[i]) || i > 15)
            return false;
        *n = *n * 10 + (s.p[i] - '0');
    }
    return s.n > 0;
}

/* [[2014, 3, 1], ..], [2014, 3], each a number or a string. */
static void date_parts(struct reader *r, const struct json *j, size_t i)
{
    char out[DATE_MAX];
    int64_t part[3] = {0};
    size_t first = 0, n = 0;
    if (json_each(j, i, &first) && j->node[first].kind == JSON_ARRAY)
        i = first;
    for (size_t at = 0; n < 3 && json_each(j, i, &at); n++)
        if (!to_number((struct str){j->node[at].p, j->node[at].n}, &part[n]))
            break;
    struct str date = date_from(out, (long)part[0], (long)part[1], (long)part[2]);
    put(r, PUT_DATE, NULL, date, PLAIN);
}

/* A date as a string, a year, seconds or milliseconds since the epoch, date-parts, or an object
 * with one of these. */
static void put_date(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i)
{
    static const char *const keys[] = {"literal", "raw", "date-time", "value", "$date", "date"};
    const struct json_node *node = &j->node[i];
    int64_t n;
    if (node->kind == JSON_OBJECT) {
        size_t parts = json_get(j, i, "date-parts");
        if (parts)
            date_parts(r, j, parts);
        for (size_t k = 0; k < COUNT(keys); k++) {
            size_t value = json_get(j, i, keys[k]);
            if (value && j->node[value].kind != JSON_OBJECT)
                put_date(r, s, j, value);
        }
    } else if (node->kind == JSON_ARRAY) {
        date_parts(r, j, i);
    } else if (node->kind == JSON_NUMBER && node->n > 8 &&
               to_number((struct str){node->p, node->n}, &n)) {
        char out[DATE_MAX];
        put(r, PUT_DATE, NULL, date_of_epoch(out, node->n > 11 ? n / 1000 : n), PLAIN);
    } else if (node->kind == JSON_STRING || node->kind == JSON_NUMBER) {
        put(r, PUT_DATE, NULL, json_text(j, i, &s->text), PLAIN);
    }
}

static void put_versions(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i)
{
    size_t last = 0;
    for (size_t at = 0; json_each(j, i, &at); last = at)
        if (!last && json_get(j, at, "created"))
            put_date(r, s, j, json_get(j, at, "created"));
    size_t version = last ? json_get(j, last, "version") : 0;
    if (!version || j->node[version].kind != JSON_STRING)
        return;
    struct str text = json_text(j, version, &s->text);
    if (text.n && text.p[0] == 'v')
        text = str_slice(text, 1, text.n);
    put(r, PUT_TEXT, "version", text, PLAIN);
}

struct place {
    uint32_t position, key;
};

/* Words that are said to stand in one place stay in the order of the index, with any qsort(). */
static int by_position(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* An inverted index back to text: words in the order of their positions, which need be neither
 * complete nor in order. */
static void put_index(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i)
{
    struct place *places = NULL;
    size_t n = 0, cap = 0;
    int64_t number;
    size_t nested = json_get(j, i, "InvertedIndex");
    if (nested)
        i = nested;
    for (size_t key = 0; json_each_key(j, i, &key);)
        for (size_t at = 0; json_each(j, key + 1, &at);) {
            if (!to_number((struct str){j->node[at].p, j->node[at].n}, &number) ||
                number > UINT32_MAX)
                continue;
            if (!grow(&places, n, &cap, sizeof *places)) {
                s->text2.failed = true;
                break;
            }
            places[n++] = (struct place){(uint32_t)number, (uint32_t)key};
        }
    if (n)
        qsort(places, n, sizeof *places, by_position);
    buf_clear(&s->text2);
    for (size_t k = 0; k < n; k++) {
        if (k)
            buf_putc(&s->text2, ' ');
        buf_putstr(&s->text2, json_text(j, places[k].key, &s->text));
    }
    free(places);
    put(r, PUT_ABSTRACT, NULL, buf_str(&s->text2), HTML | TEX);
}

static void put_links(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i)
{
    for (size_t at = 0; json_each(j, i, &at);) {
        size_t type = json_get(j, at, "content-type"), url = json_get(j, at, "URL");
        if (type && url && key_is(j, type, "application/pdf")) {
            put(r, PUT_URL, "pdf", json_text(j, url, &s->text), PLAIN);
            return;
        }
    }
}

/* The year of an entry of BibTeX. */
static void put_year(struct reader *r, struct str s)
{
    for (size_t at = find_part(s, "year"); at < s.n; at = find_part(s, "year")) {
        s = str_slice(s, at + 4, s.n);
        size_t i = 0;
        while (i < s.n && strchr(" ={\"", s.p[i]))
            i++;
        if (i && i + 4 <= s.n && ascii_digit((unsigned char)s.p[i])) {
            put(r, PUT_DATE, NULL, str_slice(s, i, i + 4), PLAIN);
            return;
        }
    }
}

/* https://openalex.org/W1 -> W1, /10.1/x -> x. */
static void put_last(struct reader *r, const char *name, struct str s)
{
    if (find_part(s, "://") < s.n) {
        while (s.n && s.p[s.n - 1] == '/')
            s.n--;
        for (size_t i = s.n; i-- > 0;)
            if (s.p[i] == '/' || s.p[i] == '=') {
                s = str_slice(s, i + 1, s.n);
                break;
            }
    }
    if (strcmp(name, "pmid") == 0)
        put(r, PUT_PMID, NULL, s, PLAIN);
    else
        put(r, PUT_ID, name, s, PLAIN);
}

/* A link, one of OpenReview's without its host. */
static void put_link(struct reader *r, struct jsonpaper *s, const struct json *j, size_t i,
                     const char *name)
{
    size_t value = json_get(j, i, "value");
    i = value ? value : i;
    if (j->node[i].kind == JSON_STRING &&
        str_starts((struct str){j->node[i].p, j->node[i].n}, STR("/pdf/"))) {
        buf_clear(&s->text2);
        buf_puts(&s->text2, "https://openreview.net");
        buf_putstr(&s->text2, json_text(j, i, &s->text));
        put(r, PUT_URL, name, buf_str(&s->text2), PLAIN);
        return;
    }
    put_each(r, s, j, i, PUT_URL, name, PLAIN, 0);
}

/* ---- an object ---- */

static unsigned markup_of(unsigned source)
{
    return source == ARXIV ? TEX : source & (OTHER | LISTS | OPENREVIEW | HF) ? PLAIN : HTML | TEX;
}

static void put_row(struct reader *r, struct jsonpaper *s, const struct json *j,
                    const struct row *row, size_t i, unsigned source)
{
    unsigned markup = markup_of(source);
    switch (row->what) {
    case VERSIONS: put_versions(r, s, j, i); break;
    case INDEX: put_index(r, s, j, i); break;
    case PEOPLE: people(r, s, j, i, row->name, markup, source == ARXIV); break;
    case CREATORS: creators(r, s, j, i, markup); break;
    case LINKS: put_links(r, s, j, i); break;
    case PUT_DATE: put_date(r, s, j, i); break;
    case PUT_URL: put_link(r, s, j, i, row->name); break;
    case BIBENTRY:
    case LAST:
        if (j->node[i].kind != JSON_STRING && j->node[i].kind != JSON_NUMBER)
            break;
        if (row->what == LAST)
            put_last(r, row->name, json_text(j, i, &s->text));
        else
            put_year(r, json_text(j, i, &s->text));
        break;
    default: put_each(r, s, j, i, (enum put)row->what, row->name, markup, 0); break;
    }
}

/* The rows' values, the first for each name. */
static void put_rows(struct reader *r, struct jsonpaper *s, const struct json *j, unsigned source)
{
    const char *name = NULL; /* that was filled last: rows with one name stand together */
    for (size_t i = BESIDES; take_row(s, i, ROWS, &i); i++) {
        const struct row *row = &rows[i];
        if (name && row->name && strcmp(name, row->name) == 0)
            continue;
        size_t before = r->paper.fields.n;
        put_row(r, s, j, row, s->found[i], source);
        if (r->paper.fields.n > before)
            name = row->name;
    }
}

/* What a value that a table's column has, too, becomes. */
static void put_named(struct reader *r, struct jsonpaper *s, const struct json *j,
                      const struct rule *rule, size_t i)
{
    struct row row = {rule->tag, OTHER, (unsigned char)rule->what, rule->name};
    switch ((int)rule->what) {
    case NAMES_PEOPLE: row.what = PEOPLE; break;
    case NAMES_NUMBER:
        row.what = LAST;
        row.name = "pmid";
        break;
    case NAMES_ACCESSION: row.what = LAST; break;
    case NAMES_PAGES: row.what = PUT_TEXT; break;
    }
    put_row(r, s, j, &row, i, OTHER);
}

/* Whether a field of that name was put. */
static bool has_field(const struct draft *d, const char *name)
{
    struct str fields = buf_str(&d->fields);
    size_t n = strlen(name);
    for (const char *tab; fields.n && (tab = memchr(fields.p, '\t', fields.n));) {
        fields = str_slice(fields, (size_t)(tab - fields.p) + 1, fields.n);
        if (fields.n > n && memcmp(fields.p, name, n) == 0 && fields.p[n] == ':')
            return true;
    }
    return false;
}

/* The values of keys that are known from tables, where none is there under a better name. */
static void put_all_named(struct reader *r, struct jsonpaper *s, const struct json *j)
{
    for (size_t k = 0; s->any_named && k < NAMES_MAX; k++) {
        const struct rule *rule = names_rule(k);
        if (s->named[k] && (!rule->name || !has_field(&r->paper, rule->name)))
            put_named(r, s, j, rule, s->named[k]);
    }
}

/* Notes the value of a key that is known from tables. */
static bool note_named(struct jsonpaper *s, const struct json *j, size_t at)
{
    struct str key = {j->node[at].p, j->node[at].n};
    bool known = false;
    if (key.n > KEY_MAX)
        return false;
    for (const struct rule *rule = NULL; (rule = names_find(&s->key, key, rule)); known = true) {
        bool last_page = !rule->name && rule->what == PUT_TEXT;
        uint32_t *named = &s->named[names_number(rule)];
        if (*named == 0 && j->node[at + 1].kind != JSON_NULL && !last_page)
            *named = (uint32_t)at + 1;
    }
    s->any_named |= known;
    return known;
}

static int column_of(struct str name)
{
    static const struct str names[REC_COLUMNS] = {STR_INIT("id"), STR_INIT("date"),
                                                  STR_INIT("title"), STR_INIT("abstract")};
    int i = 0;
    while (i < REC_COLUMNS && !str_eq(name, names[i]))
        i++;
    return i;
}

/* A key in small letters, with what a field's name can't hold turned into '-'; one that still can
 * be none, such as "2nd", is a comment. */
static struct str to_name(struct jsonpaper *s, const struct json *j, size_t key)
{
    struct str text = json_text(j, key, &s->text);
    buf_clear(&s->key);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = ascii_to_lower((unsigned char)text.p[i]);
        buf_putc(&s->key, ascii_lower(c) || ascii_digit(c) || c == '_' ? (char)c : '-');
    }
    struct str name = buf_str(&s->key);
    return column_of(name) < REC_COLUMNS || rec_is_name(name) ? name : STR("comment");
}

/* Told once for each name. */
static void leave_out(struct reader *r, struct jsonpaper *s, struct str name, uint64_t line)
{
    bool added = false;
    table_add(&s->told, name, &added);
    if (!added || s->told.n > 64)
        return;
    buf_clear(&s->text);
    buf_putstr(&s->text, name);
    buf_puts(&s->text, ": a value within a value is left out");
    buf_putc(&s->text, '\0');
    if (!s->text.failed)
        read_reject(r, line, (struct str){0}, s->text.p);
}

static void put_field(struct reader *r, struct jsonpaper *s, const struct json *j, struct str name,
                      size_t i, uint64_t line)
{
    switch (j->node[i].kind) {
    case JSON_NULL: break;
    case JSON_ARRAY:
    case JSON_OBJECT: leave_out(r, s, name, line); break;
    default: draft_add(&r->paper, name, json_text(j, i, &s->text)); break;
    }
}

/* A column of a record that was JSON before: as it was. */
static void put_column(struct reader *r, struct jsonpaper *s, const struct json *j, int column,
                       size_t i, uint64_t line)
{
    if (j->node[i].kind == JSON_NULL)
        return;
    if (r->paper.col[column].n) {
        read_reject(r, line, (struct str){0}, "a key stands twice: its first value is kept");
        return;
    }
    if (j->node[i].kind == JSON_OBJECT || j->node[i].kind == JSON_ARRAY) {
        leave_out(r, s, buf_str(&s->key), line);
        return;
    }
    struct str text = json_text(j, i, &s->text);
    if (column == REC_DATE) {
        put_date(r, s, j, i);
        if (r->paper.col[REC_DATE].n == 0 && text_trim(text).n) {
            read_reject(r, line, (struct str){0}, "no date, or one to come: kept as a comment");
            draft_add(&r->paper, STR("comment"), json_text(j, i, &s->text));
        }
    } else {
        draft_set(&r->paper, column, text);
    }
}

/* An object of no source in particular: the columns by their names, what the table knows, and the
 * rest as fields. `own`: it is a record, whose fields are as they are. */
static void put_other(struct reader *r, struct jsonpaper *s, const struct json *j, size_t object,
                      uint64_t line, bool own)
{
    for (size_t at = 0; json_each_key(j, object, &at);) {
        size_t i = at + 1, item = 0;
        struct str name = to_name(s, j, at);
        int column = column_of(name);
        bool array = j->node[i].kind == JSON_ARRAY;
        if (column == REC_ID && !own)
            continue;
        if (column < REC_COLUMNS && (own || !array)) {
            put_column(r, s, j, column, i, line);
        } else if (own || !(note(s, j, at, OTHER) || note_named(s, j, at))) {
            if (j->node[i].kind != JSON_ARRAY)
                put_field(r, s, j, to_name(s, j, at), i, line);
            while (json_each(j, i, &item))
                if (!own && j->node[item].kind == JSON_NUMBER) /* a vector */
                    leave_out(r, s, to_name(s, j, at), line);
                else
                    put_field(r, s, j, to_name(s, j, at), item, line);
        }
    }
}

/* Whether an ID is one as records have it: a prefix, a colon and no space. */
static bool is_curie(struct str s)
{
    size_t i = 0;
    while (i < s.n && (ascii_lower((unsigned char)s.p[i]) || ascii_digit((unsigned char)s.p[i])))
        i++;
    return i && i + 1 < s.n && s.p[i] == ':' && s.p[i + 1] != '/' && !memchr(s.p, ' ', s.n);
}

/* Whether an object begins as paperfmt writes it. */
static bool is_record(const struct json *j, size_t object)
{
    size_t at = 0;
    for (int i = 0; i < REC_COLUMNS; i++)
        if (!json_each_key(j, object, &at) ||
            column_of((struct str){j->node[at].p, j->node[at].n}) != i)
            return false;
    return true;
}

bool jsonpaper_put(struct reader *r, struct jsonpaper *s, const struct json *j, size_t object,
                   uint64_t line)
{
    const struct draft *d = &r->paper;
    uint32_t inner[INNERS] = {0};
    unsigned source = source_of(j, object);
    if (!s->ready)
        make_ready(s);
    memset(s->set, 0, sizeof s->set);
    note_object(s, j, object, source);
    for (size_t row; take_row(s, 0, INNERS, &row);)
        inner[row] = s->found[row];
    bool whole = true;
    for (size_t i = 0; i < INNERS; i++) { /* what they say goes first */
        if (!inner[i])
            continue;
        unsigned own = source_of(j, inner[i]);
        source = own == OTHER ? source : own;
        if (whole)
            memset(s->set, 0, sizeof s->set);
        whole = false;
        note_object(s, j, inner[i], source);
        note_beside(s, j, source);
    }
    if (source == OTHER && whole) /* put_other() takes the keys one by one */
        memset(s->set, 0, sizeof s->set);
    else if (source != OTHER && !whole)
        note_object(s, j, object, source);
    note_beside(s, j, source);
    size_t id = json_get(j, object, "id");
    if (source == OTHER) {
        struct str text = {0};
        if (id && (j->node[id].kind == JSON_STRING || j->node[id].kind == JSON_NUMBER))
            text = json_text(j, id, &s->text2);
        bool own = is_record(j, object) || is_curie(text);
        if (s->any_named)
            memset(s->named, 0, sizeof s->named);
        s->any_named = false;
        put_other(r, s, j, object, line, own);
        put_rows(r, s, j, source);
        put_all_named(r, s, j);
        if (!own && text.n)
            put(r, PUT_ANYID, NULL, json_text(j, id, &s->text2), PLAIN);
    } else {
        put_rows(r, s, j, source);
    }
    put_check(r, &s->text);
    put_check(r, &s->text2);
    put_check(r, &s->key);
    return d->col[REC_TITLE].n || d->col[REC_ABSTRACT].n || d->col[REC_ID].n || draft_failed(d);
}

void jsonpaper_free(struct jsonpaper *s)
{
    buf_free(&s->text);
    buf_free(&s->text2);
    buf_free(&s->key);
    table_free(&s->told);
}
