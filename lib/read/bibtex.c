/* bibtex.c - BibTeX and BibLaTeX, and what reference managers and databases export as such.
 *
 * The syntax is that of btxdoc ("BibTeXing", Patashnik, 1988) and of the BibLaTeX manual, read as
 * people write it: commas, keys, closing braces and quotes go missing. An entry is looked for at
 * the beginning of a line; what stands between entries is a comment. The next line that begins an
 * entry bounds the one being read, so that a brace that is never closed costs one entry, not the
 * rest of the file, and memory is bounded by ENTRY_MAX and the @string macros.
 *
 * An entry is scanned by memchr() from one brace to the next, each field remembered by its place;
 * nothing is copied but what `#` joins. A parent named by crossref stands behind its children, so
 * that its fields are not handed down: that would take the whole file in memory. */
#include "put.h"

#include "paper/ascii.h"
#include "paper/table.h"
#include "paper/text.h"

#include <stdlib.h>

enum {
    ENTRY_MAX = 2 * 1024 * 1024, /* bytes; Zotero's notes with pictures reach some 100 KiB */
    BUCKETS = 256,               /* for names of fields */
    TYPE_MAX = 40,               /* bytes of an entry's type */
    BLANKS_MAX = 256             /* bytes of white space beside it */
};

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
    {"number", PUT_TEXT, "number"},
    {"issue", PUT_TEXT, "number"},
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
    TAGS
};
static const char *const others[] = {"title",  "subtitle",      "titleaddon", "maintitle",  "date",
                                     "year",   "month",         "day",        "issue_date", "note",
                                     "eprint", "archiveprefix", "eprinttype", "unique-id"};

/* Those in which people and programs write arXiv's number for want of a better one. */
static const char *const mentions[] = {"journal",      "journaltitle", "volume", "number",
                                       "howpublished", "url",          "note"};
enum { MENTIONS = sizeof mentions / sizeof *mentions };

/* A field's value: n bytes from `at` on, of the entry where `in` is NULL. */
struct value {
    const struct buf *in;
    size_t at, n;
};

struct macro {
    size_t at, n, room; /* in state.macro_text, which keeps `room` bytes for it */
};

struct state {
    unsigned char first[BUCKETS], following[TAGS]; /* 1 + number of a tag with that hash; 0: none */
    size_t mention[MENTIONS], book_title;          /* numbers of tags */
    struct value found[TAGS];
    struct str entry;  /* what the values are in */
    struct buf joined; /* values made by # */
    struct buf name;   /* in lower case */
    struct table macros;
    struct macro *macro;
    size_t macro_cap;
    struct buf macro_text;
    bool ready;
    bool words;  /* a @comment had no end: they are a word each from here on, as for BibTeX */
    bool broken; /* what comes until the next entry belongs to one that was rejected */
};

/* An entry being read. */
struct scan {
    struct state *s;
    struct str e; /* from the '@' on, up to the line that begins the next entry at most */
    size_t i;
    bool whole;            /* nothing comes behind e */
    bool lenient;          /* backslashes escape; a quote ends a value only where one can end */
    bool define;           /* the fields are macros */
    unsigned fields, lost; /* fields read; times that text was left out */
};

/* ---- finding entries ---- */

enum at { NO_ENTRY, ENTRY, CUT };

static size_t blanks(struct str s, size_t i)
{
    while (i < s.n && ascii_space((unsigned char)s.p[i]))
        i++;
    return i;
}

static bool in_type(char c)
{
    return ascii_alnum((unsigned char)c) || c == '-' || c == '_' || c == '+';
}

/* At the '@' at i: whether a type and an opening brace or parenthesis follow. */
static enum at opens(struct str s, size_t i, struct str *type)
{
    size_t max = s.n - i < 2 * BLANKS_MAX + TYPE_MAX ? s.n : i + 2 * BLANKS_MAX + TYPE_MAX;
    struct str near = str_slice(s, 0, max);
    size_t from = blanks(near, i + 1), end = from;
    while (end < max && in_type(near.p[end]))
        end++;
    *type = str_slice(s, from, end);
    size_t open = blanks(near, end);
    if (open == max)
        return max == s.n ? CUT : NO_ENTRY;
    return end > from && (s.p[open] == '{' || s.p[open] == '(') ? ENTRY : NO_ENTRY;
}

/* Whether only the end of another entry stands before i on its line. */
static bool begins_line(struct str s, size_t i)
{
    while (i && s.p[i - 1] != '\n' && s.p[i - 1] != '\r') {
        char c = s.p[i - 1];
        if (c != ' ' && c != '\t' && c != '}' && c != ')' && c != ',')
            return false;
        i--;
    }
    return true;
}

/* The '@' of the first entry from i on, s.n where there is none. CUT: more of the file may make it
 * one. s begins where a line or what follows an entry does. */
static size_t next_entry(struct str s, size_t i, enum at *kind)
{
    struct str type;
    *kind = NO_ENTRY;
    while (i < s.n) {
        const char *p = memchr(s.p + i, '@', s.n - i);
        if (!p)
            break;
        i = (size_t)(p - s.p);
        if (begins_line(s, i) && (*kind = opens(s, i, &type)) != NO_ENTRY)
            return i;
        i++;
    }
    return s.n;
}

/* ---- values ---- */

/* Behind the brace that closes the one at i; 0 where there is none. */
static size_t braces(const struct scan *x, size_t i)
{
    const char *p = x->e.p;
    size_t depth = 1;
    for (i++; depth;) {
        const char *close = memchr(p + i, '}', x->e.n - i);
        if (!close)
            return 0;
        size_t end = (size_t)(close - p);
        for (const char *open; (open = memchr(p + i, '{', end - i)); depth++)
            i = (size_t)(open - p) + 1;
        depth--;
        i = end + 1;
    }
    return i;
}

/* The same where a backslash takes the meaning of the brace behind it. */
static size_t escaped_braces(const struct scan *x, size_t i)
{
    for (size_t depth = 0; i < x->e.n; i++) {
        char c = x->e.p[i];
        if (c == '\\')
            i++;
        else if (c == '{')
            depth++;
        else if (c == '}' && --depth == 0)
            return i + 1;
    }
    return 0;
}

static long balance(struct str s)
{
    long depth = 0;
    for (size_t i = 0; i < s.n; i++)
        depth += (s.p[i] == '{') - (s.p[i] == '}');
    return depth;
}

/* Whether a value may end before i: another part, the next field or the entry's end follows. */
static bool value_ends(const struct scan *x, size_t i)
{
    while (i < x->e.n && (x->e.p[i] == ' ' || x->e.p[i] == '\t'))
        i++;
    return i == x->e.n || strchr(",#})\r\n", x->e.p[i]);
}

/* Behind the quote that closes the one at i; 0 where there is none. */
static size_t quotes(const struct scan *x, size_t i)
{
    const char *p = x->e.p;
    long depth = 0;
    for (i++;;) {
        const char *quote = memchr(p + i, '"', x->e.n - i);
        if (!quote)
            return 0;
        size_t end = (size_t)(quote - p);
        depth += balance(str_slice(x->e, i, end));
        i = end + 1;
        if (x->lenient ? p[end - 1] != '\\' && value_ends(x, i) : depth <= 0)
            return i;
    }
}

static struct str text_of(const struct state *s, struct value v)
{
    return (struct str){(v.in ? v.in->p : s->entry.p) + v.at, v.n};
}

static struct str lower(struct state *s, struct str name)
{
    buf_clear(&s->name);
    for (size_t i = 0; i < name.n; i++)
        buf_putc(&s->name, (char)ascii_to_lower((unsigned char)name.p[i]));
    return buf_str(&s->name);
}

/* A number or the name of a macro; one that is not defined stands for itself. */
static struct value word(struct scan *x)
{
    struct state *s = x->s;
    size_t from = x->i;
    while (x->i < x->e.n && !ascii_space((unsigned char)x->e.p[x->i]) &&
           !memchr(",#{}\"=)", x->e.p[x->i], sizeof ",#{}\"=)" - 1))
        x->i++;
    struct str text = str_slice(x->e, from, x->i);
    size_t macro = text.n && !ascii_digit((unsigned char)text.p[0])
                       ? table_find(&s->macros, lower(s, text))
                       : TABLE_NONE;
    if (macro != TABLE_NONE)
        return (struct value){&s->macro_text, s->macro[macro].at, s->macro[macro].n};
    return (struct value){NULL, from, text.n};
}

/* One of the parts that # joins; false where it has no end. */
static bool part(struct scan *x, struct value *v)
{
    size_t from = x->i, end = 0;
    if (from < x->e.n && x->e.p[from] == '{')
        end = x->lenient ? escaped_braces(x, from) : braces(x, from);
    else if (from < x->e.n && x->e.p[from] == '"')
        end = quotes(x, from);
    else
        *v = word(x);
    if (x->i > from)
        return true;
    if (end == 0)
        return from < x->e.n && x->e.p[from] != '{' && x->e.p[from] != '"';
    *v = (struct value){NULL, from + 1, end - from - 2};
    x->i = end;
    return true;
}

static void join(struct state *s, struct value *v, struct value more)
{
    if (v->in != &s->joined) {
        struct value copy = {&s->joined, s->joined.n, v->n};
        buf_putstr(&s->joined, text_of(s, *v));
        *v = copy;
    }
    buf_putstr(&s->joined, text_of(s, more));
    v->n = s->joined.failed ? 0 : v->n + more.n;
}

/* A value at x->i; false where it has no end. */
static bool value(struct scan *x, struct value *v)
{
    struct value more;
    x->i = blanks(x->e, x->i);
    if (!part(x, v))
        return false;
    for (;;) {
        x->i = blanks(x->e, x->i);
        if (x->i == x->e.n || x->e.p[x->i] != '#')
            return true;
        x->i = blanks(x->e, x->i + 1);
        if (!part(x, &more))
            return false;
        join(x->s, v, more);
    }
}

/* ---- fields ---- */

/* A macro that is defined again takes its old place if it fits: only new names take memory. */
static void define(struct state *s, struct str name, struct str text)
{
    bool added;
    size_t i = table_add(&s->macros, name, &added);
    if (i == TABLE_NONE || (added && !grow(&s->macro, i, &s->macro_cap, sizeof *s->macro))) {
        s->macro_text.failed = true;
        return;
    }
    struct macro *m = &s->macro[i];
    if (added || m->room < text.n) {
        *m = (struct macro){s->macro_text.n, text.n, text.n};
        if (buf_reserve(&s->macro_text, text.n))
            s->macro_text.n += text.n;
    }
    m->n = s->macro_text.failed ? 0 : text.n;
    if (m->n)
        memmove(s->macro_text.p + m->at, text.p, m->n);
}

static const char *tag_name(size_t i)
{
    return i < RULES ? rules[i].tag : others[i - RULES];
}

/* Spreads the names of fields; which they are is ours to choose, so that nobody can make it bad. */
static size_t bucket(struct str name)
{
    const unsigned char *p = (const unsigned char *)name.p;
    size_t first = p[0] | 0x20u, middle = p[name.n / 2] | 0x20u, last = p[name.n - 1] | 0x20u;
    return (name.n * 23 + first * 7 + middle * 37 + last * 11) % BUCKETS;
}

static size_t tag_of(const struct state *s, struct str name)
{
    size_t i = s->first[bucket(name)];
    while (i && !same_word(name, tag_name(i - 1)))
        i = s->following[i - 1];
    return i ? i - 1 : TAGS;
}

/* Of a field given twice the first counts, as for BibTeX, unless it is empty. */
static void keep(struct scan *x, struct str name, struct value v)
{
    struct state *s = x->s;
    x->fields++;
    if (x->define) {
        if (v.in == &s->macro_text) /* which is about to grow */
            join(s, &v, (struct value){0});
        define(s, lower(s, name), text_of(s, v));
        return;
    }
    size_t i = tag_of(s, name);
    if (i < TAGS && s->found[i].n == 0)
        s->found[i] = v;
}

/* Behind the name that begins at i. */
static size_t name_end(struct str e, size_t i)
{
    for (; i < e.n; i++)
        switch (e.p[i]) {
        case ' ':
        case '\t':
        case '\n':
        case '\v':
        case '\f':
        case '\r':
        case '=':
        case ',':
        case '{':
        case '}':
        case '"':
        case '#':
        case '%':
        case '(':
        case ')':
        case '@': return i;
        }
    return i;
}

/* Whether a name and = stand at i. */
static bool at_field(struct str e, size_t i)
{
    size_t end = name_end(e, i), equals = blanks(e, end);
    return end > i && equals < e.n && e.p[equals] == '=';
}

/* Passes over what is no field: up to a comma, the line's end or a brace that may be the entry's.
 */
static void junk(struct scan *x)
{
    struct str e = x->e;
    for (x->lost++; x->i < e.n && e.p[x->i] != ',' && e.p[x->i] != '\n'; x->i++) {
        size_t next = x->i + 1;
        if (e.p[x->i] == '}' && (next == e.n || e.p[next] != ','))
            break;
    }
}

/* Behind a closing brace: whether it is one too many, since a comma and a field follow. False, and
 * *cut, where the text ends before that is known. */
static bool stray(const struct scan *x, bool *cut)
{
    struct str e = x->e;
    size_t i = x->i;
    while (i < e.n && (e.p[i] == ' ' || e.p[i] == '\t'))
        i++;
    bool comma = i < e.n && e.p[i] == ',';
    i = comma ? blanks(e, i + 1) : i;
    *cut = !x->whole && (i == e.n || (comma && blanks(e, name_end(e, i)) == e.n));
    return comma && at_field(e, i);
}

/* A field's name and value at x->i, and what may stand there instead. False where it has no end. */
static bool field(struct scan *x)
{
    struct str name = str_slice(x->e, x->i, name_end(x->e, x->i));
    struct value v;
    x->i = blanks(x->e, x->i + name.n);
    bool equals = x->i < x->e.n && x->e.p[x->i] == '=';
    while (x->i < x->e.n && x->e.p[x->i] == '=')
        x->i = blanks(x->e, x->i + 1);
    if (x->i == x->e.n)
        return false;
    char c = x->e.p[x->i];
    if (!equals && c != '{' && c != '"') {
        /* A word: of a name with a blank in it where another one follows. */
        bool another = name.n && name_end(x->e, x->i) > x->i;
        x->lost += !another;
        x->i += name.n == 0;
        return true;
    }
    if (!value(x, &v))
        return false;
    if (name.n)
        keep(x, name, v);
    else
        x->lost++;
    /* The comma may be missing. */
    c = x->i < x->e.n ? x->e.p[x->i] : ',';
    if (c != ',' && c != '}' && c != ')' && c != '%' && c != '@' && !at_field(x->e, x->i))
        junk(x);
    return true;
}

/* The fields up to the entry's end, which `close` may mark; false where that does not come. */
static bool fields(struct scan *x, char close)
{
    struct str e = x->e;
    for (;;) {
        while (x->i < e.n && (ascii_space((unsigned char)e.p[x->i]) || e.p[x->i] == ','))
            x->i++;
        if (x->i == e.n)
            return false;
        char c = e.p[x->i];
        if (c == '%' || c == '@') { /* a comment in the entry */
            const char *nl = memchr(e.p + x->i, '\n', e.n - x->i);
            x->i = nl ? (size_t)(nl - e.p) : e.n;
        } else if (c == '}' || c == close) {
            bool cut;
            x->i++;
            if (!stray(x, &cut))
                return !cut;
            x->lost++;
        } else if (!field(x)) {
            return false;
        }
    }
}

/* The key at x->i, up to the comma before the first field; empty where there is none. */
static struct str key(struct scan *x)
{
    struct str e = x->e;
    size_t from = x->i = blanks(e, x->i), end = from, depth = 0;
    if (at_field(e, from))
        return (struct str){0};
    while (end < e.n && e.p[end] != ',' && e.p[end] != '\n') {
        if (e.p[end] == '}' && depth-- == 0)
            break;
        depth += e.p[end] == '{';
        end++;
    }
    /* A comma that is followed by neither a field nor the line's end is the key's. */
    while (end < e.n && e.p[end] == ',') {
        size_t more = end + 1;
        while (more < e.n && !strchr(",\n={}\"@%", e.p[more]))
            more++;
        bool blank = blanks(e, end + 1) >= more;
        if (more == e.n || e.p[more] != ',' || blank)
            break;
        end = more;
    }
    x->i = end;
    return text_trim(str_slice(e, from, end));
}

/* Reads an entry whose fields begin at `from`; its key in *name. */
static bool parse(struct scan *x, size_t from, bool has_key, struct str *name)
{
    struct state *s = x->s;
    memset(s->found, 0, sizeof s->found);
    buf_clear(&s->joined);
    s->entry = x->e;
    x->fields = x->lost = 0;
    x->i = from;
    *name = has_key ? key(x) : (struct str){0};
    return fields(x, x->e.p[from - 1] == '(' ? ')' : '}');
}

/* As BibTeX reads it; where that leaves something out, as it may be meant, if that is better. */
static bool parse_best(struct scan *x, size_t from, bool has_key, struct str *name)
{
    x->lenient = false;
    bool closed = parse(x, from, has_key, name);
    if ((closed && x->lost == 0) || (!closed && !x->whole))
        return closed;
    unsigned lost = x->lost;
    x->lenient = true;
    bool other = parse(x, from, has_key, name);
    if (!other && !x->whole)
        return false;
    if (other && (!closed || x->lost < lost))
        return true;
    x->lenient = false;
    return parse(x, from, has_key, name);
}

/* ---- from fields to the paper ---- */

/* A field's text, without the second pair of braces that Web of Science gives it. */
static struct str get(const struct state *s, size_t tag)
{
    struct str v = text_trim(text_of(s, s->found[tag]));
    bool pair = v.n >= 2 && v.p[0] == '{' && v.p[v.n - 1] == '}';
    return pair && !memchr(v.p + 1, '{', v.n - 2) ? str_slice(v, 1, v.n - 1) : v;
}

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
    struct str title = get(s, TITLE), sub = get(s, SUBTITLE);
    if (title.n == 0)
        title = get(s, TITLE_ADDON);
    if (title.n == 0)
        title = get(s, s->book_title);
    if (title.n == 0)
        title = get(s, MAIN_TITLE);
    if (title.n && sub.n) {
        buf_clear(&r->value);
        buf_putstr(&r->value, text_trim(title));
        buf_puts(&r->value, strchr("?!:", r->value.p[r->value.n - 1]) ? " " : ": ");
        buf_putstr(&r->value, sub);
        title = buf_str(&r->value);
    }
    put(r, PUT_TITLE, NULL, title, HTML | BIBTEX);
}

static void put_dates(struct reader *r, const struct state *s)
{
    put(r, PUT_DATE, NULL, get(s, DATE), BIBTEX);
    struct str year = get(s, YEAR);
    if (year.n) {
        buf_clear(&r->value);
        for (size_t i = YEAR; i <= DAY; i++) {
            buf_putstr(&r->value, get(s, i));
            buf_putc(&r->value, ' ');
        }
        put(r, PUT_DATE, NULL, buf_str(&r->value), BIBTEX);
        put(r, PUT_DATE, NULL, year, BIBTEX);
    }
    put(r, PUT_DATE, NULL, get(s, ISSUE_DATE), BIBTEX);
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
    for (size_t m = 0; m < 2 && s.n; m++) {
        size_t at = find_part(s, marks[m]);
        if (at < s.n && at >= 2 && s.p[at - 1] == 'r' && (s.p[at - 2] | 0x20) == 'a')
            put(r, PUT_ARXIV, NULL, str_slice(s, at, s.n), PLAIN);
    }
    if (s.n && str_starts(s, STR("abs/")))
        put(r, PUT_ARXIV, NULL, s, PLAIN);
}

static void put_eprint(struct reader *r, const struct state *s)
{
    struct str eprint = text_trim(get(s, EPRINT)), kind = get(s, EPRINT_TYPE), version;
    if (kind.n == 0)
        kind = get(s, ARCHIVE);
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
        put_mentioned(r, get(s, s->mention[i]));
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
        if (s->found[i].n == 0)
            continue;
        if (taken && strcmp(rule->name, taken) == 0)
            continue;
        size_t before = r->paper.fields.n;
        struct str text = get(s, i);
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

/* The paper of the entry in s. */
static void put_entry(struct reader *r, const struct state *s, struct str type, struct str name)
{
    put_title(r, s);
    put_dates(r, s);
    put_rules(r, s);
    put_eprint(r, s);
    put_mentions(r, s);
    put_note(r, get(s, NOTE));
    put_number(r, name);
    if (!str_eq(name, get(s, UNIQUE_ID)))
        put_number(r, get(s, UNIQUE_ID));
    char lowered[TYPE_MAX];
    size_t n = type.n < TYPE_MAX ? type.n : TYPE_MAX;
    for (size_t i = 0; i < n; i++)
        lowered[i] = (char)ascii_to_lower((unsigned char)type.p[i]);
    put(r, PUT_TEXT, "type", (struct str){lowered, n}, PLAIN);
    put(r, PUT_TEXT, "key", name, PLAIN);
}

/* ---- the file ---- */

/* Takes n bytes that belong to no entry. */
static void pass(struct reader *r, size_t n)
{
    struct state *s = r->state;
    struct str raw = text_trim(str_slice(in_rest(r->in), 0, n));
    if (s->broken && raw.n)
        read_reject(r, r->in->line + 1, raw, "the rest of a broken entry");
    in_take(r->in, n);
}

static size_t last_line(struct str s)
{
    size_t i = s.n;
    while (i && s.p[i - 1] != '\n')
        i--;
    return i;
}

/* Goes to the next entry; false at the end of the file. */
static bool find_entry(struct reader *r)
{
    struct state *s = r->state;
    for (bool more = true; more;) {
        struct str rest = in_rest(r->in);
        enum at kind;
        size_t at = next_entry(rest, 0, &kind);
        if (kind == NO_ENTRY) { /* an entry may begin in the line that has not ended */
            at = last_line(rest);
            if (rest.n - at > ENTRY_MAX)
                at = rest.n;
        }
        pass(r, at);
        if (kind == ENTRY) {
            s->broken = false;
            return true;
        }
        more = in_more(r->in);
    }
    pass(r, in_rest(r->in).n);
    return false;
}

/* A comment in braces goes with all that is in it; one without, or without end, is a word. */
static void comment(struct reader *r, size_t from)
{
    struct state *s = r->state;
    size_t end = 0;
    while (!s->words && !end) {
        struct scan x = {.s = s, .e = in_rest(r->in)};
        end = x.e.p[from - 1] == '{' ? braces(&x, from - 1) : from;
        s->words = !end && (x.e.n > ENTRY_MAX || !in_more(r->in));
    }
    in_take(r->in, end ? end : from);
}

static bool is_other(struct str type)
{
    return same_word(type, "string") || same_word(type, "preamble") || same_word(type, "set") ||
           same_word(type, "xdata") || same_word(type, "control");
}

static void reject(struct reader *r, struct str raw, const char *why)
{
    read_reject(r, r->in->line + 1, text_trim(raw), why);
    read_clear(r);
}

/* Takes the entry at the beginning of the rest; true where it is a paper. */
static bool entry(struct reader *r)
{
    struct state *s = r->state;
    struct scan x = {.s = s};
    struct str type, name;
    struct str rest = in_rest(r->in);
    opens(rest, 0, &type);
    size_t from = blanks(rest, (size_t)(type.p - rest.p) + type.n) + 1, seen = from;
    if (same_word(type, "comment")) {
        comment(r, from);
        return false;
    }
    bool other = is_other(type), closed;
    x.define = same_word(type, "string");
    for (;;) {
        enum at kind;
        rest = in_rest(r->in);
        seen = next_entry(rest, seen, &kind);
        x.whole |= kind == ENTRY;
        x.e = str_slice(rest, 0, kind == ENTRY ? seen : rest.n);
        closed = parse_best(&x, from, !other, &name);
        if (closed || x.whole)
            break;
        x.whole = rest.n > ENTRY_MAX || !in_more(r->in);
    }
    opens(x.e, 0, &type); /* the text has moved */
    /* One that lacks but its last brace is whole otherwise. */
    bool paper = false;
    struct str raw = str_slice(x.e, 0, closed ? x.i : x.e.n);
    if (!closed) {
        reject(r, raw, "an entry that has no end");
        s->broken = true;
    } else if (!other) {
        paper = x.fields;
        if (paper) {
            put_entry(r, s, type, name);
        } else {
            reject(r, raw, "an entry without fields");
        }
        if (paper && x.lost)
            read_reject(r, r->in->line + 1, (struct str){0}, "a part of the entry is left out");
    }
    in_take(r->in, raw.n);
    return paper;
}

static void start(struct state *s)
{
    s->ready = true;
    table_init(&s->macros);
    for (size_t i = TAGS; i-- > 0;) {
        unsigned char *first = &s->first[bucket(str_from(tag_name(i)))];
        s->following[i] = *first;
        *first = (unsigned char)(i + 1);
    }
    for (size_t i = 0; i < MENTIONS; i++)
        s->mention[i] = tag_of(s, str_from(mentions[i]));
    s->book_title = tag_of(s, STR("booktitle"));
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    if (!s->ready)
        start(s);
    while (find_entry(r))
        if (entry(r))
            return true;
    return false;
}

/* An entry that has a field, or one that only BibTeX has. */
static bool detect(struct str head, bool whole)
{
    enum at kind;
    struct str type;
    for (size_t i = 0; (i = next_entry(head, i, &kind)) < head.n; i++) {
        if (opens(head, i, &type) != ENTRY)
            continue;
        if (same_word(type, "string") || same_word(type, "preamble") || same_word(type, "comment"))
            return true;
        struct scan x = {.e = head, .whole = whole};
        x.i = blanks(head, (size_t)(type.p - head.p) + type.n) + 1;
        key(&x);
        x.i = blanks(head, x.i);
        if (x.i < head.n && head.p[x.i] == ',')
            x.i = blanks(head, x.i + 1);
        if (at_field(head, x.i))
            return true;
    }
    return false;
}

static void end(void *state)
{
    struct state *s = state;
    table_free(&s->macros);
    buf_free(&s->joined);
    buf_free(&s->name);
    buf_free(&s->macro_text);
    free(s->macro);
}

const struct format read_bibtex = {"bibtex", "BibTeX and BibLaTeX", detect,
                                   next,     sizeof(struct state),  end};
