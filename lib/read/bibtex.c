/* bibtex.c - BibTeX and BibLaTeX, and what reference managers and databases export as such. Which
 * field becomes what; the syntax is bib.c's. A parent named by crossref stands behind its children,
 * so that its fields are not handed down: that would take the whole file in memory. */
#include "bib.h"
#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"

/* What becomes of the fields. Of neighbours with one name, the first that puts something is it. */
static const struct rule rules[] = {
    {"abstract", PUT_ABSTRACT, "abstract"},
    {"author", PUT_BIBNAMES, "au"},
    {"authors", PUT_BIBNAMES, "au"},
    {"editor", PUT_BIBNAMES, "editor"},
    {"editors", PUT_BIBNAMES, "editor"},
    {"journaltitle", PUT_TEXT, "venue"},
    {"journal", PUT_TEXT, "venue"},
    {"booktitle", PUT_TEXT, "venue"},
    {"eventtitle", PUT_TEXT, "venue"},
    {"journal-full", PUT_TEXT, "venue"},
    {"shortjournal", PUT_TEXT, "venue"},
    {"journal-iso", PUT_TEXT, "venue"},
    {"abbrev_source_title", PUT_TEXT, "venue"},
    {"doi", PUT_DOI, "doi"},
    {"arxivid", PUT_ARXIV, "arxiv"},
    {"arxiv", PUT_ARXIV, "arxiv"},
    {"pmid", PUT_PMID, "pmid"},
    {"pubmed_id", PUT_PMID, "pmid"},
    {"pmcid", PUT_ID, "pmcid"},
    {"pmc", PUT_ID, "pmcid"},
    {"url", PUT_URL, "url"},
    {"ee", PUT_URL, "url"},
    {"howpublished", PUT_URL, "url"},
    {"link", PUT_URL, "url"},
    {"bdsk-url-1", PUT_URL, "url"},
    {"pdf", PUT_URL, "pdf"},
    {"code", PUT_URL, "code"},
    {"github", PUT_URL, "code"},
    {"author_keywords", PUT_KEYWORDS, "kw"},
    {"author-keywords", PUT_KEYWORDS, "kw"},
    {"keywords", PUT_KEYWORDS, "kw"},
    {"keyword", PUT_KEYWORDS, "kw"},
    {"primaryclass", PUT_WORDS, "cat"},
    {"eprintclass", PUT_WORDS, "cat"},
    {"annote", PUT_TEXT, "comment"},
    {"annotation", PUT_TEXT, "comment"},
    {"language", PUT_TEXT, "lang"},
    {"langid", PUT_TEXT, "lang"},
    {"publisher", PUT_TEXT, "publisher"},
    {"school", PUT_TEXT, "publisher"},
    {"institution", PUT_TEXT, "publisher"},
    {"organization", PUT_TEXT, "publisher"},
    {"isbn", PUT_TEXT, "isbn"},
    {"issn", PUT_TEXT, "issn"},
    {"eissn", PUT_TEXT, "issn"},
    {"volume", PUT_TEXT, "volume"},
    {"number", PUT_TEXT, "issue"},
    {"issue", PUT_TEXT, "issue"},
    {"pages", PUT_TEXT, "pages"},
    {"eid", PUT_TEXT, "pages"},
    {"article-number", PUT_TEXT, "pages"},
    {"articleno", PUT_TEXT, "pages"},
    {"times-cited", PUT_TEXT, "citations"},
    {"citations", PUT_TEXT, "citations"},
};

/* Fields that take more than a row; their numbers go on where those of the rows end. */
enum { RULES = sizeof rules / sizeof *rules };
enum {
    TITLE = RULES,
    SUBTITLE,
    TITLE_ADDON,
    MAIN_TITLE,
    DATE,
    YEAR,
    MONTH,
    DAY,
    ISSUE_DATE,
    NOTE,
    EPRINT,
    ARCHIVE,
    EPRINT_TYPE,
    UNIQUE_ID,
    PAPER_ID,
    TAGS
};
static const char *const others[] = {"title",      "subtitle",  "titleaddon", "maintitle",
                                     "date",       "year",      "month",      "day",
                                     "issue_date", "note",      "eprint",     "archiveprefix",
                                     "eprinttype", "unique-id", "paperid"};
_Static_assert((int)TAGS <= (int)BIB_TAGS && TAGS - RULES == sizeof others / sizeof *others,
               "tags");

/* Those in which people and programs write arXiv's number for want of a better one. */
static const char *const mentions[] = {"journal",      "journaltitle", "volume", "number",
                                       "howpublished", "url",          "note"};
enum { MENTIONS = sizeof mentions / sizeof *mentions };

struct state {
    struct bib bib;
    const char *tags[TAGS];
    size_t mention[MENTIONS], book_title; /* numbers of tags */
};

/* A URL is not set by TeX: its tilde stays, what was escaped for TeX is not, and \url{} goes. */
static struct str plain_url(struct reader *r, struct str s)
{
    static const char *const tildes[] = {"\\textasciitilde", "$\\sim$"};
    struct buf *b = &r->value;
    size_t url = find_part(s, "\\url{");
    if (!memchr(s.p, '\\', s.n) && !memchr(s.p, '{', s.n))
        return s;
    if (url < s.n)
        s = str_slice(s, url + 5, s.n);
    buf_clear(b);
    for (size_t i = 0, depth = 1; i < s.n; i++) {
        depth += (size_t)(s.p[i] == '{') - (size_t)(s.p[i] == '}');
        if (depth == 0) /* of \url{ */
            break;
        size_t n = 0;
        for (size_t k = 0; k < sizeof tildes / sizeof *tildes && !n; k++)
            if (str_starts(str_slice(s, i, s.n), str_from(tildes[k])))
                n = strlen(tildes[k]);
        if (n) {
            buf_putc(b, '~');
            i += n - 1;
        } else if (!strchr("\\{}", s.p[i])) {
            buf_putc(b, s.p[i]);
        }
    }
    return buf_str(b);
}

/* A title and what follows its colon. */
static void put_title(struct reader *r, const struct state *s)
{
    struct str title = bib_get(&s->bib, TITLE), sub = bib_get(&s->bib, SUBTITLE);
    if (title.n == 0)
        title = bib_get(&s->bib, TITLE_ADDON);
    if (title.n == 0)
        title = bib_get(&s->bib, s->book_title);
    if (title.n == 0)
        title = bib_get(&s->bib, MAIN_TITLE);
    put(r, PUT_TITLE, NULL, title, HTML | BIBTEX);
    if (title.n)
        put(r, PUT_SUBTITLE, NULL, sub, HTML | BIBTEX);
}

static void put_dates(struct reader *r, const struct state *s)
{
    put(r, PUT_DATE, NULL, bib_get(&s->bib, DATE), BIBTEX);
    struct str year = bib_get(&s->bib, YEAR);
    if (year.n) {
        buf_clear(&r->value);
        for (size_t i = YEAR; i <= DAY; i++) {
            buf_putstr(&r->value, bib_get(&s->bib, i));
            buf_putc(&r->value, ' ');
        }
        put(r, PUT_DATE, NULL, buf_str(&r->value), BIBTEX);
        put(r, PUT_DATE, NULL, year, BIBTEX);
    }
    put(r, PUT_DATE, NULL, bib_get(&s->bib, ISSUE_DATE), BIBTEX);
}

static struct str number_after(struct str s, size_t i)
{
    while (i < s.n && strchr(" :\t}", s.p[i]))
        i++;
    size_t from = i;
    while (i < s.n && ascii_digit((unsigned char)s.p[i]))
        i++;
    return str_slice(s, from, i);
}

/* Scopus writes "Cited by: 12; All Open Access", Zotero "PMID: 1234". */
static void put_note(struct reader *r, struct str s)
{
    s = text_trim(s);
    size_t pmid = find_part(s, "PMID"), cited = sizeof "Cited by" - 1;
    if (s.n > cited && same_word(str_slice(s, 0, cited), "cited by")) {
        struct str n = number_after(s, cited);
        put(r, PUT_TEXT, "citations", n, PLAIN);
        if (n.n)
            s = str_slice(s, (size_t)(n.p - s.p) + n.n, s.n);
        while (s.n && strchr("; ", s.p[0]))
            s = str_slice(s, 1, s.n);
    } else if (pmid < s.n) {
        put(r, PUT_PMID, NULL, number_after(s, pmid + 4), PLAIN);
    }
    put(r, PUT_TEXT, "comment", s, HTML | BIBTEX);
}

/* arXiv's number where s says that it is one: "arXiv preprint arXiv:...", "abs/..." of CoRR. */
static void put_mentioned(struct reader *r, struct str s)
{
    static const char *const marks[] = {"Xiv", "xiv"}; /* x is rare */
    for (size_t m = 0; m < sizeof marks / sizeof *marks && s.n; m++) {
        size_t at = find_part(s, marks[m]);
        if (at < s.n && at >= 2 && s.p[at - 1] == 'r' && (s.p[at - 2] | 0x20) == 'a')
            put(r, PUT_ARXIV, NULL, str_slice(s, at, s.n), PLAIN);
    }
    if (s.n && str_starts(s, STR("abs/")))
        put(r, PUT_ARXIV, NULL, s, PLAIN);
}

static void put_eprint(struct reader *r, const struct state *s)
{
    struct str eprint = text_trim(bib_get(&s->bib, EPRINT)), kind = bib_get(&s->bib, EPRINT_TYPE),
               version;
    if (kind.n == 0)
        kind = bib_get(&s->bib, ARCHIVE);
    struct str found = find_arxiv(eprint, &version);
    /* Without a name of the archive, only what is nothing else: no URL, no other's number. */
    bool bare = kind.n == 0 && found.n && find_part(eprint, "://") == eprint.n &&
                found.p + found.n + 3 > eprint.p + eprint.n;
    if (same_word(kind, "arxiv") || bare)
        put(r, PUT_ARXIV, NULL, eprint, PLAIN);
    else if (same_word(kind, "pubmed") || same_word(kind, "pmid"))
        put(r, PUT_PMID, NULL, eprint, PLAIN);
    else if (find_part(eprint, "://") < eprint.n && find_part(eprint, "/pdf") < eprint.n)
        put(r, PUT_URL, "pdf", plain_url(r, eprint), PLAIN);
}

static void put_mentions(struct reader *r, const struct state *s)
{
    for (size_t i = 0; i < MENTIONS && !r->has_arxiv; i++)
        put_mentioned(r, bib_get(&s->bib, s->mention[i]));
}

/* Databases make the key, or a field of its own, of their number. */
static void put_number(struct reader *r, struct str s)
{
    if (str_starts(s, STR("DBLP:")))
        put(r, PUT_ID, "dblp", str_slice(s, 5, s.n), PLAIN);
    else if (str_starts(s, STR("WOS:")) || str_starts(s, STR("ISI:")))
        put(r, PUT_ID, "wos", str_slice(s, 4, s.n), PLAIN);
    else if (str_starts(s, STR("PMID:")))
        put(r, PUT_PMID, NULL, str_slice(s, 5, s.n), PLAIN);
}

static void put_rules(struct reader *r, const struct state *s)
{
    const char *taken = NULL;
    for (size_t i = 0; i < RULES; i++) {
        const struct rule *rule = &rules[i];
        if (s->bib.found[i].n == 0)
            continue;
        if (taken && strcmp(rule->name, taken) == 0)
            continue;
        size_t before = r->paper.fields.n;
        struct str text = bib_get(&s->bib, i);
        if (rule->what == PUT_URL)
            put(r, PUT_URL, rule->name, plain_url(r, text), PLAIN);
        else if (rule->what == PUT_DOI || rule->what == PUT_ID || rule->what == PUT_ARXIV)
            put(r, rule->what, rule->name, text, BIBTEX); /* `<` is a letter of theirs */
        else
            put(r, rule->what, rule->name, text, HTML | BIBTEX);
        if (r->paper.fields.n > before)
            taken = rule->name;
    }
}

/* The entry as a paper. */
static void put_entry(struct reader *r, const struct state *s)
{
    put(r, PUT_OWN_ID, NULL, bib_get(&s->bib, PAPER_ID), BIBTEX);
    put_title(r, s);
    put_dates(r, s);
    put_rules(r, s);
    put_eprint(r, s);
    put_mentions(r, s);
    put_note(r, bib_get(&s->bib, NOTE));
    put_number(r, s->bib.key);
    if (!str_eq(s->bib.key, bib_get(&s->bib, UNIQUE_ID)))
        put_number(r, bib_get(&s->bib, UNIQUE_ID));
    buf_clear(&r->value);
    for (size_t i = 0; i < s->bib.type.n; i++)
        buf_putc(&r->value, (char)ascii_to_lower((unsigned char)s->bib.type.p[i]));
    put(r, PUT_TEXT, "type", buf_str(&r->value), PLAIN);
    put(r, PUT_TEXT, "key", s->bib.key, PLAIN);
}

static void start(struct state *s)
{
    for (size_t i = 0; i < TAGS; i++)
        s->tags[i] = i < RULES ? rules[i].tag : others[i - RULES];
    bib_start(&s->bib, s->tags, TAGS);
    for (size_t i = 0; i < MENTIONS; i++)
        s->mention[i] = bib_tag(&s->bib, str_from(mentions[i]));
    s->book_title = bib_tag(&s->bib, STR("booktitle"));
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    if (!s->bib.tags)
        start(s);
    while (bib_next(r, &s->bib)) {
        put_entry(r, s);
        put_check(r, &s->bib.joined);
        put_check(r, &s->bib.name);
        r->paper.fields.failed |= s->bib.macro_text.failed;
        s->bib.macro_text.failed = false; /* what it holds stays */
        struct str raw = str_slice(in_rest(r->in), 0, s->bib.length);
        if (put_accept(r, r->in->line + 1, text_trim(raw)))
            return true;
    }
    return false;
}

static bool detect(struct str head, bool whole)
{
    (void)whole;
    return bib_looks_so(head);
}

static void end(void *state)
{
    bib_end(&((struct state *)state)->bib);
}

const struct format read_bibtex = {"bibtex", "BibTeX and BibLaTeX", detect,
                                   next,     sizeof(struct state),  end};
