/* csv.c - tables with a header (RFC 4180): commas, semicolons, TABs or bars between the cells,
 * which may be quoted and hold line breaks.
 *
 * Columns are told by their names, of which only letters and digits count, in whatever case and
 * with or without accents: those of Scopus, the Web of Science, IEEE Xplore, PubMed, Embase,
 * Springer, Zotero, CORD-19, and of people's own tables in several languages. A column that is not
 * known becomes a field of its name. */
#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ROW_MAX = 1 << 20, /* bytes of a row; a quote without its other half must not take the file */
    NAME_MAX = 80      /* bytes of a column's name in a table that is detected */
};

/* What is done with a cell, beyond enum put. */
enum {
    PEOPLE = PUT_ID + 1,
    NUMBER,    /* 123.0 of programs that take a PubMed number for a quantity */
    ACCESSION, /* WOS:0001 */
    PAGES,     /* the first; the row of the last comes after it */
    FIELD      /* a column that is not known */
};

/* Names without all but letters and digits; in the order of preference. */
static const struct rule rules[] = {
    {"doi", PUT_DOI, NULL},
    {"itemdoi", PUT_DOI, NULL},
    {"di", PUT_DOI, NULL},
    {"arxivid", PUT_ARXIV, NULL},
    {"arxiv", PUT_ARXIV, NULL},
    {"pmid", (enum put)NUMBER, NULL},
    {"pubmedid", (enum put)NUMBER, NULL},
    {"pm", (enum put)NUMBER, NULL},
    {"pmcid", PUT_ID, "pmcid"},
    {"utuniquewosid", (enum put)ACCESSION, "wos"},
    {"uniquewosid", (enum put)ACCESSION, "wos"},
    {"ut", (enum put)ACCESSION, "wos"},
    {"key", PUT_TEXT, "key"},
    {"title", PUT_TITLE, NULL},
    {"ti", PUT_TITLE, NULL},
    {"documenttitle", PUT_TITLE, NULL},
    {"articletitle", PUT_TITLE, NULL},
    {"itemtitle", PUT_TITLE, NULL},
    {"papertitle", PUT_TITLE, NULL},
    {"primarytitle", PUT_TITLE, NULL},
    {"titel", PUT_TITLE, NULL},
    {"titre", PUT_TITLE, NULL},
    {"titulo", PUT_TITLE, NULL},
    {"titolo", PUT_TITLE, NULL},
    {"标题", PUT_TITLE, NULL},
    {"题名", PUT_TITLE, NULL},
    {"タイトル", PUT_TITLE, NULL},
    {"abstract", PUT_ABSTRACT, NULL},
    {"ab", PUT_ABSTRACT, NULL},
    {"abstractnote", PUT_ABSTRACT, NULL},
    {"abstracttext", PUT_ABSTRACT, NULL},
    {"notesabstract", PUT_ABSTRACT, NULL},
    {"summary", PUT_ABSTRACT, NULL},
    {"zusammenfassung", PUT_ABSTRACT, NULL},
    {"kurzfassung", PUT_ABSTRACT, NULL},
    {"resume", PUT_ABSTRACT, NULL},
    {"resumen", PUT_ABSTRACT, NULL},
    {"resumo", PUT_ABSTRACT, NULL},
    {"riassunto", PUT_ABSTRACT, NULL},
    {"摘要", PUT_ABSTRACT, NULL},
    {"抄録", PUT_ABSTRACT, NULL},
    {"date", PUT_DATE, NULL},
    {"publishtime", PUT_DATE, NULL},
    {"publisheddate", PUT_DATE, NULL},
    {"published", PUT_DATE, NULL},
    {"datum", PUT_DATE, NULL},
    {"fecha", PUT_DATE, NULL},
    {"publicationyear", PUT_DATE, NULL},
    {"year", PUT_DATE, NULL},
    {"py", PUT_DATE, NULL},
    {"pubyear", PUT_DATE, NULL},
    {"jahr", PUT_DATE, NULL},
    {"annee", PUT_DATE, NULL},
    {"ano", PUT_DATE, NULL},
    {"anno", PUT_DATE, NULL},
    {"年份", PUT_DATE, NULL},
    {"年", PUT_DATE, NULL},
    {"publicationdate", PUT_DATE, NULL},
    {"issuedate", PUT_DATE, NULL},
    {"onlinedate", PUT_DATE, NULL},
    {"source", PUT_DATE, NULL},
    {"createdate", PUT_DATE, NULL},
    {"publicationdate", PUT_MONTH, NULL},
    {"pd", PUT_MONTH, NULL},
    {"authorfullnames", (enum put)PEOPLE, "au"},
    {"af", (enum put)PEOPLE, "au"},
    {"authors", (enum put)PEOPLE, "au"},
    {"author", (enum put)PEOPLE, "au"},
    {"authornames", (enum put)PEOPLE, "au"},
    {"firstauthors", (enum put)PEOPLE, "au"},
    {"autoren", (enum put)PEOPLE, "au"},
    {"verfasser", (enum put)PEOPLE, "au"},
    {"auteurs", (enum put)PEOPLE, "au"},
    {"autores", (enum put)PEOPLE, "au"},
    {"autori", (enum put)PEOPLE, "au"},
    {"作者", (enum put)PEOPLE, "au"},
    {"著者", (enum put)PEOPLE, "au"},
    {"au", (enum put)PEOPLE, "au"},
    {"woscategories", PUT_KEYWORDS, "cat"},
    {"wc", PUT_KEYWORDS, "cat"},
    {"de", PUT_KEYWORDS, "kw"},
    {"authorkeywords", PUT_KEYWORDS, "kw"},
    {"keywords", PUT_KEYWORDS, "kw"},
    {"keyword", PUT_KEYWORDS, "kw"},
    {"manualtags", PUT_KEYWORDS, "kw"},
    {"indexkeywords", PUT_KEYWORDS, "kw"},
    {"keywordsplus", PUT_KEYWORDS, "kw"},
    {"ieeeterms", PUT_KEYWORDS, "kw"},
    {"automatictags", PUT_KEYWORDS, "kw"},
    {"schlagworter", PUT_KEYWORDS, "kw"},
    {"stichworter", PUT_KEYWORDS, "kw"},
    {"motscles", PUT_KEYWORDS, "kw"},
    {"palabrasclave", PUT_KEYWORDS, "kw"},
    {"palavraschave", PUT_KEYWORDS, "kw"},
    {"parolechiave", PUT_KEYWORDS, "kw"},
    {"关键词", PUT_KEYWORDS, "kw"},
    {"kw", PUT_KEYWORDS, "kw"},
    {"publicationtitle", PUT_TEXT, "venue"},
    {"sourcetitle", PUT_TEXT, "venue"},
    {"so", PUT_TEXT, "venue"},
    {"journal", PUT_TEXT, "venue"},
    {"journalbook", PUT_TEXT, "venue"},
    {"journaltitle", PUT_TEXT, "venue"},
    {"booktitle", PUT_TEXT, "venue"},
    {"conference", PUT_TEXT, "venue"},
    {"conferencename", PUT_TEXT, "venue"},
    {"conferencetitle", PUT_TEXT, "venue"},
    {"publication", PUT_TEXT, "venue"},
    {"venue", PUT_TEXT, "venue"},
    {"source", PUT_TEXT, "venue"},
    {"zeitschrift", PUT_TEXT, "venue"},
    {"revue", PUT_TEXT, "venue"},
    {"revista", PUT_TEXT, "venue"},
    {"url", PUT_URL, "url"},
    {"link", PUT_URL, "url"},
    {"openurllink", PUT_URL, "url"},
    {"pdflink", PUT_URL, "pdf"},
    {"pdfurl", PUT_URL, "pdf"},
    {"language", PUT_TEXT, "lang"},
    {"la", PUT_TEXT, "lang"},
    {"languageoforiginaldocument", PUT_TEXT, "lang"},
    {"documenttype", PUT_TEXT, "type"},
    {"dt", PUT_TEXT, "type"},
    {"itemtype", PUT_TEXT, "type"},
    {"contenttype", PUT_TEXT, "type"},
    {"typeofreference", PUT_TEXT, "type"},
    {"citedby", PUT_TEXT, "citations"},
    {"tc", PUT_TEXT, "citations"},
    {"timescitedwoscore", PUT_TEXT, "citations"},
    {"articlecitationcount", PUT_TEXT, "citations"},
    {"citationcount", PUT_TEXT, "citations"},
    {"publisher", PUT_TEXT, "publisher"},
    {"pu", PUT_TEXT, "publisher"},
    {"volume", PUT_TEXT, "volume"},
    {"vl", PUT_TEXT, "volume"},
    {"journalvolume", PUT_TEXT, "volume"},
    {"issue", PUT_TEXT, "issue"},
    {"is", PUT_TEXT, "issue"},
    {"journalissue", PUT_TEXT, "issue"},
    {"pages", PUT_TEXT, "pages"},
    {"bp", (enum put)PAGES, "pages"},
    {"startpage", (enum put)PAGES, "pages"},
    {"pagestart", (enum put)PAGES, "pages"},
    {"endpage", PUT_TEXT, NULL},
    {"ep", PUT_TEXT, NULL},
    {"pageend", PUT_TEXT, NULL},
    {"issn", PUT_TEXT, "issn"},
    {"sn", PUT_TEXT, "issn"},
    {"isbn", PUT_TEXT, "isbn"},
    {"isbns", PUT_TEXT, "isbn"},
    {"note", PUT_TEXT, "comment"},
    {"extra", PUT_TEXT, "comment"},
    {"id", PUT_ANYID, NULL},
};

enum { RULES = sizeof rules / sizeof *rules };

struct cell {
    const char *p;
    size_t n;
    bool doubled; /* quotes in it stand for one each */
};

/* What a column is. */
struct column {
    size_t cell;
    size_t order; /* among the rules; those of --map come before all */
    enum put what;
    char *name; /* of the field, NULL where there is none */
};

struct csv {
    struct cell *cell; /* of the row */
    size_t n, cap;
    struct column *column; /* in the order of preference */
    size_t ncolumns, column_cap;
    size_t width;     /* cells of the header */
    size_t last_page; /* its cell, or none */
    char delimiter;
    bool known; /* the header was read */
    struct buf text, fold;
};

/* ---- rows ---- */

enum row { ROW, ROW_MORE, ROW_OPEN /* a quoted cell has no end */ };

static bool add_cell(struct csv *s, const char *p, size_t n, bool doubled)
{
    if (!grow(&s->cell, s->n, &s->cap, sizeof *s->cell))
        return false;
    s->cell[s->n++] = (struct cell){p, n, doubled};
    return true;
}

/* The end of the cell whose opening quote stands at p: its closing quote; NULL where it has not
 * come yet. One that is followed by neither delimiter nor line's end is text. */
static const char *closing(const char *p, const char *end, char delimiter, bool *doubled)
{
    for (p++; p < end; p++) {
        p = memchr(p, '"', (size_t)(end - p));
        if (!p || p + 1 == end)
            return NULL;
        if (p[1] == '"') {
            *doubled = true;
            p++;
        } else if (p[1] == delimiter || p[1] == '\n' || p[1] == '\r') {
            return p;
        }
    }
    return NULL;
}

/* Takes the row apart that text, in which a line ends, begins with; *used are its bytes with the
 * newline. `quotes`: they are what quotes are. */
static enum row split(struct csv *s, struct str text, bool quotes, size_t *used)
{
    const char *p = text.p, *end = text.p + text.n;
    const char *eol = memchr(p, '\n', text.n);
    s->n = 0;
    for (;;) {
        bool doubled = false;
        const char *stop;
        if (quotes && p < end && *p == '"') {
            stop = closing(p, end, s->delimiter, &doubled);
            if (!stop)
                return ROW_OPEN;
            if (!add_cell(s, p + 1, (size_t)(stop - p) - 1, doubled))
                return ROW_OPEN;
            p = stop + 1;
            p += *p == '\r' && p + 1 < end && p[1] == '\n';
            if (eol < p)
                eol = memchr(p, '\n', (size_t)(end - p));
            if (!eol)
                return ROW_MORE;
        } else {
            stop = memchr(p, s->delimiter, (size_t)(eol - p));
            stop = stop ? stop : eol;
            if (!add_cell(s, p, (size_t)(stop - p), false))
                return ROW_OPEN;
            p = stop;
        }
        if (p == eol) {
            *used = (size_t)(eol - text.p) + 1;
            return ROW;
        }
        p++;
    }
}

/* The next row, its cells valid until it is taken; false at the end of the file. A quote whose
 * other half does not come is text. */
static bool row(struct reader *r, struct csv *s, size_t *used)
{
    for (size_t want = 1;;) {
        struct str rest = in_rest(r->in);
        bool all = false;
        if (rest.n >= want || (all = !in_more(r->in))) {
            rest = in_rest(r->in);
            if (rest.n == 0)
                return false;
            enum row found = memchr(rest.p, '\n', rest.n) ? split(s, rest, true, used) : ROW_MORE;
            if (found == ROW)
                return true;
            if (all || rest.n > ROW_MAX) {
                if (!memchr(rest.p, '\n', rest.n)) {
                    want = rest.n + 1; /* a line longer than that */
                    if (!all)
                        continue;
                    return false;
                }
                read_reject(r, r->in->line + 1, (struct str){0},
                            "a quoted cell has no end: its quote is taken as text");
                return split(s, rest, false, used) == ROW;
            }
            want = rest.n < ROW_MAX / 16 ? rest.n + 1 : 2 * rest.n;
        }
    }
}

/* A cell's text, in s->text where quotes in it were doubled. */
static struct str text_of(struct csv *s, size_t i)
{
    struct str cell = {s->cell[i].p, s->cell[i].n};
    if (!s->cell[i].doubled)
        return text_trim(cell);
    buf_clear(&s->text);
    for (size_t k = 0; k < cell.n; k++) {
        buf_putc(&s->text, cell.p[k]);
        k += cell.p[k] == '"' && k + 1 < cell.n && cell.p[k + 1] == '"';
    }
    return text_trim(buf_str(&s->text));
}

/* ---- the header ---- */

/* The number of the first rule from `from` on for a column of that name; RULES for none. */
static size_t rule_of(struct csv *s, struct str name, size_t from)
{
    buf_clear(&s->fold);
    text_fold(&s->fold, name);
    while (from < RULES && !str_eq(buf_str(&s->fold), str_from(rules[from].tag)))
        from++;
    return from;
}

static char *copy(struct str s)
{
    char *p = malloc(s.n + 1);
    if (p) {
        memcpy(p, s.p, s.n);
        p[s.n] = '\0';
    }
    return p;
}

static void add_column(struct csv *s, size_t cell, size_t order, enum put what, struct str name)
{
    char *own = name.n ? copy(name) : NULL;
    if ((name.n && !own) || !grow(&s->column, s->ncolumns, &s->column_cap, sizeof *s->column)) {
        free(own);
        s->text.failed = true;
        return;
    }
    s->column[s->ncolumns++] = (struct column){cell, order, what, own};
}

/* What --map says a column is: 0 nothing. */
static bool map_column(struct reader *r, struct csv *s, size_t cell, struct str name)
{
    bool mapped = false;
    for (size_t i = 0; i < r->nmap; i++) {
        const struct read_map *m = &r->map[i];
        struct buf *want = &r->word;
        buf_clear(want);
        text_fold(want, m->column);
        buf_clear(&s->fold);
        text_fold(&s->fold, name);
        if (!str_eq(buf_str(want), buf_str(&s->fold)) || s->fold.n == 0)
            continue;
        mapped = true;
        enum put what = str_eq(m->name, STR("title"))      ? PUT_TITLE
                        : str_eq(m->name, STR("abstract")) ? PUT_ABSTRACT
                        : str_eq(m->name, STR("date"))     ? PUT_DATE
                        : str_eq(m->name, STR("id"))       ? PUT_ANYID
                        : str_eq(m->name, STR("au"))       ? (enum put)PEOPLE
                        : str_eq(m->name, STR("kw"))       ? PUT_KEYWORDS
                        : str_eq(m->name, STR("doi"))      ? PUT_DOI
                        : str_eq(m->name, STR("arxiv"))    ? PUT_ARXIV
                        : str_eq(m->name, STR("pmid"))     ? (enum put)NUMBER
                        : str_eq(m->name, STR("url"))      ? PUT_URL
                                                           : PUT_TEXT;
        add_column(s, cell, i, what, m->name);
    }
    return mapped;
}

/* A field's name out of a column's: small letters, digits, '-' for the rest. */
static struct str field_name(struct csv *s, struct str name)
{
    buf_clear(&s->fold);
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = ascii_to_lower((unsigned char)name.p[i]);
        bool plain = ascii_lower(c) || ascii_digit(c) || c == '_';
        if (plain || (s->fold.n && s->fold.p[s->fold.n - 1] != '-'))
            buf_putc(&s->fold, plain ? (char)c : '-');
    }
    while (s->fold.n && s->fold.p[s->fold.n - 1] == '-')
        s->fold.n--;
    return rec_is_name(buf_str(&s->fold)) ? buf_str(&s->fold) : STR("comment");
}

static int by_order(const void *a, const void *b)
{
    const struct column *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->cell < y->cell ? -1 : x->cell > y->cell;
}

static void need_columns(struct reader *r, struct csv *s)
{
    char why[256];
    for (size_t i = 0; i < r->nmap; i++) {
        bool found = false;
        for (size_t k = 0; k < s->ncolumns; k++)
            found |= s->column[k].order == i;
        if (!found) {
            snprintf(why, sizeof why, "--map: no column '%.*s'", (int)r->map[i].column.n,
                     r->map[i].column.p);
            read_reject(r, 1, (struct str){0}, why);
        }
    }
}

static void read_header(struct reader *r, struct csv *s)
{
    s->known = true;
    s->width = s->n;
    s->last_page = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct str name = text_of(s, i);
        bool known = map_column(r, s, i, name);
        if (known || name.n == 0)
            continue;
        for (size_t k = 0; (k = rule_of(s, name, k)) < RULES; k++) {
            known = true;
            if (!rules[k].name && rules[k].what == PUT_TEXT)
                s->last_page = i;
            else
                add_column(s, i, r->nmap + k, rules[k].what,
                           rules[k].name ? str_from(rules[k].name) : (struct str){0});
        }
        if (!known)
            add_column(s, i, r->nmap + RULES, (enum put)FIELD, field_name(s, name));
    }
    if (s->ncolumns)
        qsort(s->column, s->ncolumns, sizeof *s->column, by_order);
    need_columns(r, s);
}

/* ---- cells ---- */

/* ['a', "b"], as Python writes a list: each item. False where it is none. */
static bool put_list(struct reader *r, enum put what, const char *name, struct str s)
{
    if (s.n < 4 || s.p[0] != '[' || s.p[s.n - 1] != ']' || (s.p[1] != '\'' && s.p[1] != '"'))
        return false;
    for (size_t i = 1; i + 1 < s.n; i++) {
        if (s.p[i] != '\'' && s.p[i] != '"')
            continue;
        size_t from = i + 1, to = from; /* up to the quote before a comma or the bracket */
        while (to + 1 < s.n && !(s.p[to] == s.p[i] && (s.p[to + 1] == ',' || s.p[to + 1] == ']')))
            to++;
        put(r, what, name, str_slice(s, from, to), HTML | TEX);
        i = to;
    }
    return true;
}

static void put_people(struct reader *r, struct str s)
{
    if (put_list(r, PUT_AUTHOR, "au", s))
        return;
    /* PubMed ends the list, which has no other, with a full stop. */
    if (s.n && s.p[s.n - 1] == '.' && !memchr(s.p, '.', s.n - 1))
        s.n--;
    put(r, PUT_AUTHORS, "au", s, HTML | TEX);
}

static void put_pages(struct reader *r, struct csv *s, const char *name, struct str first)
{
    struct buf *tmp = &s->fold;
    buf_clear(tmp);
    buf_putstr(tmp, first);
    if (s->last_page < s->n && text_of(s, s->last_page).n) {
        buf_putc(tmp, '-');
        buf_putstr(tmp, text_of(s, s->last_page));
    }
    put(r, PUT_TEXT, name, buf_str(tmp), PLAIN);
}

static void put_cell(struct reader *r, struct csv *s, const struct column *c, struct str text)
{
    switch ((int)c->what) {
    case PEOPLE: put_people(r, text); break;
    case PAGES: put_pages(r, s, c->name, text); break;
    case NUMBER:
        if (text.n > 2 && memcmp(text.p + text.n - 2, ".0", 2) == 0)
            text.n -= 2;
        put(r, PUT_PMID, NULL, text, PLAIN);
        break;
    case ACCESSION:
        if (str_starts(text, STR("WOS:")))
            put(r, PUT_ID, c->name, str_slice(text, 4, text.n), PLAIN);
        break;
    case FIELD: put(r, PUT_TEXT, c->name, text, PLAIN); break;
    case PUT_KEYWORDS:
        if (!put_list(r, PUT_TEXT, c->name, text))
            put(r, PUT_KEYWORDS, c->name, text, HTML | TEX);
        break;
    default: put(r, c->what, c->name, text, HTML | TEX); break;
    }
}

/* Of columns for one field, the first that has a value. */
static bool put_row(struct reader *r, struct csv *s)
{
    const char *name = NULL;
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct column *c = &s->column[i];
        if (c->cell >= s->n || s->cell[c->cell].n == 0)
            continue;
        if (name && c->name && (int)c->what != FIELD && strcmp(name, c->name) == 0)
            continue;
        size_t before = r->paper.fields.n;
        put_cell(r, s, c, text_of(s, c->cell));
        if (r->paper.fields.n > before && c->name)
            name = c->name;
    }
    if (s->text.failed || s->fold.failed)
        r->paper.fields.failed = true;
    const struct draft *d = &r->paper;
    return d->col[REC_TITLE].n || d->col[REC_ABSTRACT].n || d->col[REC_ID].n || d->fields.n;
}

static void check_width(struct reader *r, const struct csv *s, size_t used)
{
    char why[96];
    size_t n = s->n;
    while (n > s->width && text_trim((struct str){s->cell[n - 1].p, s->cell[n - 1].n}).n == 0)
        n--;
    if (n <= s->width)
        return;
    snprintf(why, sizeof why, "%zu cells, but the header has %zu: those beyond are left out", n,
             s->width);
    read_reject(r, r->in->line + 1, str_slice(in_rest(r->in), 0, used - 1), why);
}

/* ---- what separates the cells ---- */

static const char delimiters[] = "\t;,|";

/* Columns of the header that are known, 0 where one of its names is no name; *cells of all. */
static size_t known_columns(struct csv *s, struct str head, char delimiter, size_t *cells)
{
    size_t used, known = 0;
    bool text = false;
    s->delimiter = delimiter;
    *cells = 0;
    if (head.n == 0 || !memchr(head.p, '\n', head.n) || split(s, head, true, &used) != ROW)
        return 0;
    *cells = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct str name = text_of(s, i);
        size_t rule = rule_of(s, name, 0);
        if (name.n > NAME_MAX)
            return 0;
        known += rule < RULES;
        text |=
            rule < RULES && (rules[rule].what == PUT_TITLE || rules[rule].what == PUT_ABSTRACT ||
                             (int)rules[rule].what == PEOPLE);
    }
    return text ? known : 0;
}

/* "sep=;": Excel's. */
static bool is_sep_line(struct str head)
{
    return head.n > 5 && str_starts(head, STR("sep=")) && (head.p[5] == '\n' || head.p[5] == '\r');
}

static struct str after_blank_lines(struct str head)
{
    while (head.n && (head.p[0] == '\n' || head.p[0] == '\r'))
        head = str_slice(head, 1, head.n);
    return head;
}

/* Of the delimiters, the one that gives the most columns that are known, then the most. */
static char choose(struct csv *s, struct str head, size_t *known)
{
    char best = ',';
    size_t most = 0;
    *known = 0;
    for (const char *d = delimiters; *d; d++) {
        size_t cells, n = known_columns(s, head, *d, &cells);
        if (n > *known || (n == *known && cells > most)) {
            *known = n;
            most = cells;
            best = *d;
        }
    }
    return best;
}

static void free_csv(struct csv *s)
{
    for (size_t i = 0; i < s->ncolumns; i++)
        free(s->column[i].name);
    free(s->column);
    free(s->cell);
    buf_free(&s->text);
    buf_free(&s->fold);
}

static bool detect(struct str head, bool whole)
{
    struct csv s = {0};
    size_t known = 0;
    (void)whole;
    head = after_blank_lines(head);
    if (!is_sep_line(head))
        choose(&s, head, &known);
    free_csv(&s);
    return known >= 2 || is_sep_line(head);
}

static void start(struct reader *r, struct csv *s)
{
    struct str head = in_peek(r->in, READ_HEAD);
    while (head.n && (head.p[0] == '\n' || head.p[0] == '\r')) {
        in_take(r->in, 1);
        head = in_peek(r->in, READ_HEAD);
    }
    if (is_sep_line(head)) {
        s->delimiter = head.p[4];
        in_take(r->in, (size_t)((const char *)memchr(head.p, '\n', head.n) - head.p) + 1);
    } else {
        size_t known;
        s->delimiter = choose(s, head, &known);
    }
}

static bool next(struct reader *r)
{
    struct csv *s = r->state;
    size_t used;
    if (!s->known)
        start(r, s);
    while (row(r, s, &used)) {
        bool paper = s->known;
        if (paper) {
            check_width(r, s, used);
            paper = put_row(r, s);
        } else {
            read_header(r, s);
        }
        in_take(r->in, used);
        if (paper)
            return true;
    }
    return false;
}

static void end(void *state)
{
    free_csv(state);
}

const struct format read_csv = {"csv",
                                "tables with a header: ',', ';', TAB or '|' between cells",
                                detect,
                                next,
                                sizeof(struct csv),
                                end};

const struct format read_tsv = {"tsv", "the same", detect, next, sizeof(struct csv), end};
