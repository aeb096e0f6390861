/* put.c - what a source says of a paper, brought to the record's form. */
#include "put.h"

#include "paper/ascii.h"
#include "paper/date.h"
#include "paper/markup.h"
#include "paper/text.h"

#include <stdio.h>

/* Identifiers in the order in which they become a record's ID. */
static const char *const id_order[] = {"arxiv", "doi",        "pmid", "pmcid", "acl",  "openalex",
                                       "s2",    "openreview", "dblp", "wos",   "eric", "hf"};

bool same_word(struct str a, const char *b)
{
    size_t i = 0;
    while (i < a.n && b[i] &&
           ascii_to_lower((unsigned char)a.p[i]) == ascii_to_lower((unsigned char)b[i]))
        i++;
    return i == a.n && !b[i];
}

size_t find_part(struct str s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.n; i++) {
        const char *p = memchr(s.p + i, part[0], s.n - n - i + 1);
        if (!p)
            break;
        i = (size_t)(p - s.p);
        if (memcmp(p, part, n) == 0)
            return i;
    }
    return s.n;
}

/* The first `n` bytes of s are these letters in whatever case. */
static bool begins_word(struct str s, const char *word)
{
    size_t n = strlen(word);
    return s.n >= n && same_word(str_slice(s, 0, n), word);
}

/* ---- markup ---- */

/* The text without its markup: in r->text where there was any. */
static struct str resolve(struct reader *r, struct str s, unsigned markup)
{
    if ((markup & HTML) && s.n && (memchr(s.p, '<', s.n) || memchr(s.p, '&', s.n))) {
        buf_clear(&r->html);
        markup_html(&r->html, s, &r->paper.tmp);
        s = buf_str(&r->html);
    }
    bool tex = (markup & BIBTEX) || ((markup & TEX) && s.n && memchr(s.p, '\\', s.n));
    if (tex) {
        buf_clear(&r->text);
        markup_tex(&r->text, s, markup & BIBTEX ? TEX_BIBTEX : TEX_TEXT);
        s = buf_str(&r->text);
    }
    return s;
}

/* ---- identifiers ---- */

struct str find_doi(struct str s)
{
    s = text_trim(s);
    size_t i = find_part(s, "10.");
    if (i == s.n || i > 40)
        return (struct str){0};
    struct str before = str_slice(s, 0, i);
    bool known = i == 0 || find_part(before, "doi") < i || find_part(before, "DOI") < i ||
                 find_part(before, "://") < i;
    size_t end = i + 3;
    while (end < s.n && (ascii_digit((unsigned char)s.p[end]) || s.p[end] == '.'))
        end++;
    if (!known || end < i + 6 || end == s.n || s.p[end] != '/')
        return (struct str){0};
    size_t suffix = ++end;
    while (end < s.n && (unsigned char)s.p[end] > ' ' && s.p[end] != '"' && s.p[end] != '\x7F' &&
           !str_starts(str_slice(s, end, s.n), STR("\xC2\xA0"))) /* a no-break space */
        end++;
    while (end > suffix && strchr(".,;", s.p[end - 1]))
        end--;
    return end > suffix ? str_slice(s, i, end) : (struct str){0};
}

static size_t digits(struct str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && ascii_digit((unsigned char)s.p[i + n]))
        n++;
    return n;
}

/* The version behind a number that ends at i. */
static void take_version(struct str s, size_t i, struct str *version)
{
    size_t n = i < s.n && s.p[i] == 'v' ? digits(s, i + 1) : 0;
    if (n && n < 4)
        *version = str_slice(s, i + 1, i + 1 + n);
}

/* 2401.01234 or 0704.0001 at i. */
static size_t new_number(struct str s, size_t i)
{
    if (digits(s, i) != 4 || i + 5 >= s.n || s.p[i + 4] != '.')
        return 0;
    size_t n = digits(s, i + 5);
    int month = (s.p[i + 2] - '0') * 10 + s.p[i + 3] - '0';
    return (n == 4 || n == 5) && month >= 1 && month <= 12 ? 5 + n : 0;
}

/* hep-th/9901001 or math.GT/0309136 whose archive's name begins at i; the class is left out. */
static size_t old_number(struct str s, size_t i, struct str *archive, struct str *number)
{
    struct str name;
    static const char *const archives[] = {
        "acc-phys", "adap-org", "alg-geom", "ao-sci",   "astro-ph", "atom-ph",  "bayes-an",
        "chao-dyn", "chem-ph",  "cmp-lg",   "comp-gas", "cond-mat", "cs",       "dg-ga",
        "funct-an", "gr-qc",    "hep-ex",   "hep-lat",  "hep-ph",   "hep-th",   "math",
        "math-ph",  "mtrl-th",  "nlin",     "nucl-ex",  "nucl-th",  "patt-sol", "physics",
        "plasm-ph", "q-alg",    "q-bio",    "quant-ph", "solv-int", "supr-con"};
    size_t end = i;
    while (end < s.n && (ascii_lower((unsigned char)s.p[end]) || s.p[end] == '-'))
        end++;
    name = str_slice(s, i, end);
    if (end < s.n && s.p[end] == '.')
        for (end++; end < s.n && (ascii_alpha((unsigned char)s.p[end]) || s.p[end] == '-');)
            end++;
    if (end >= s.n || s.p[end] != '/' || digits(s, end + 1) != 7)
        return 0;
    *number = str_slice(s, end + 1, end + 8);
    for (size_t k = 0; k < sizeof archives / sizeof *archives; k++)
        if (str_eq(name, str_from(archives[k]))) {
            *archive = name;
            return end + 8;
        }
    return 0;
}

/* Finds the number; of an old one *archive is the part before the slash. */
static struct str arxiv_number(struct str s, struct str *archive, struct str *version)
{
    *version = *archive = (struct str){0};
    for (size_t i = 0; i < s.n; i++) {
        bool inside = i && (ascii_alnum((unsigned char)s.p[i - 1]) || s.p[i - 1] == '-');
        struct str number;
        size_t n = inside ? 0 : new_number(s, i);
        if (n) {
            take_version(s, i + n, version);
            return str_slice(s, i, i + n);
        }
        n = inside || !ascii_lower((unsigned char)s.p[i]) ? 0 : old_number(s, i, archive, &number);
        if (n) {
            take_version(s, n, version);
            return number;
        }
    }
    return (struct str){0};
}

struct str find_arxiv(struct str s, struct str *version)
{
    struct str archive;
    return arxiv_number(s, &archive, version);
}

/* An identifier: a field, and the record's ID unless a better one is that. */
static void put_id(struct reader *r, const char *prefix, struct str value)
{
    struct draft *d = &r->paper;
    struct buf *id = &d->col[REC_ID];
    int rank = 0;
    value = text_trim(value);
    if (value.n == 0 || memchr(value.p, ' ', value.n))
        return;
    draft_add(d, str_from(prefix), value);
    while (rank < (int)(sizeof id_order / sizeof *id_order) && strcmp(id_order[rank], prefix) != 0)
        rank++;
    if (id->n && rank >= r->id_rank)
        return;
    r->id_rank = rank;
    buf_clear(id);
    buf_puts(id, prefix);
    buf_putc(id, ':');
    size_t from = id->n;
    text_clean(id, value);
    for (size_t i = from; i < id->n; i++) /* an ID has no space */
        if (id->p[i] == ' ')
            id->p[i] = '_';
}

static void put_doi(struct reader *r, struct str s)
{
    struct str version;
    if (r->has_doi)
        return;
    struct str doi = find_doi(s);
    buf_clear(&r->word);
    for (size_t i = 0; i < doi.n; i++)
        buf_putc(&r->word, (char)ascii_to_lower((unsigned char)doi.p[i]));
    doi = buf_str(&r->word);
    if (doi.n == 0)
        return;
    r->has_doi = true;
    put_id(r, "doi", doi);
    if (str_starts(doi, STR("10.48550/arxiv.")) && find_arxiv(doi, &version).n)
        put(r, PUT_ARXIV, NULL, str_slice(doi, sizeof "10.48550/arxiv." - 1, doi.n), PLAIN);
}

static void put_arxiv(struct reader *r, struct str s)
{
    struct str archive, version;
    struct str number = arxiv_number(s, &archive, &version);
    if (number.n == 0 || r->has_arxiv)
        return;
    r->has_arxiv = true;
    struct buf *id = &r->paper.tmp;
    buf_clear(id);
    if (archive.n) {
        buf_putstr(id, archive);
        buf_putc(id, '/');
    }
    buf_putstr(id, number);
    put_id(r, "arxiv", buf_str(id));
    draft_add(&r->paper, STR("version"), version);
}

static void put_pmid(struct reader *r, struct str s)
{
    s = text_trim(s);
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_digit((unsigned char)s.p[i]))
            s.n = 0;
    if (s.n == 0 || s.n > 9 || r->has_pmid)
        return;
    r->has_pmid = true;
    put_id(r, "pmid", s);
}

/* Adds a field unless it is there. */
static void add_once(struct draft *d, struct str name, struct str value)
{
    struct str fields = buf_str(&d->fields);
    for (const char *tab; fields.n && (tab = memchr(fields.p, '\t', fields.n));) {
        fields = str_slice(fields, (size_t)(tab - fields.p) + 1, fields.n);
        size_t n = name.n + 1 + value.n;
        if (fields.n >= n && (fields.n == n || fields.p[n] == '\t') && str_starts(fields, name) &&
            fields.p[name.n] == ':' && memcmp(fields.p + name.n + 1, value.p, value.n) == 0)
            return;
    }
    draft_add(d, name, value);
}

/* Whether what stands behind a URL's scheme begins so, up to three of its host's parts aside:
 * dx.doi.org, export.arxiv.org. */
static bool leads_to(struct str s, struct str place)
{
    for (int i = 0; i < 4; i++) {
        if (str_starts(s, place))
            return true;
        size_t n = 0;
        while (n < s.n && s.p[n] != '.' && s.p[n] != '/')
            n++;
        if (n == s.n || s.p[n] == '/')
            return false;
        s = str_slice(s, n + 1, s.n);
    }
    return false;
}

static void put_url(struct reader *r, const char *name, struct str s)
{
    s = text_trim(s);
    if (begins_word(s, "URL:"))
        s = text_trim(str_slice(s, 4, s.n));
    size_t scheme = find_part(s, "://"), letters = 0;
    while (letters < scheme &&
           (ascii_alnum((unsigned char)s.p[letters]) || strchr("+-.", s.p[letters])))
        letters++;
    if (letters < scheme)
        return;
    if (scheme == s.n) {
        put_doi(r, s);
        return;
    }
    size_t end = scheme;
    while (end < s.n && !ascii_space((unsigned char)s.p[end]) && s.p[end] != '"')
        end++;
    s.n = end;
    struct str place = str_slice(s, scheme + 3 < s.n ? scheme + 3 : s.n, s.n);
    if (leads_to(place, STR("doi.org/10.")))
        put_doi(r, s);
    else
        add_once(&r->paper, str_from(name ? name : "url"), s);
    if (leads_to(place, STR("arxiv.org/abs/")) || leads_to(place, STR("huggingface.co/papers/")))
        put_arxiv(r, s);
}

/* ---- names and lists ---- */

static void put_name(struct reader *r, const char *name, struct str s)
{
    s = text_trim(s);
    while (s.n && strchr(",;", s.p[s.n - 1]))
        s = text_trim(str_slice(s, 0, s.n - 1));
    if (s.n && !same_word(s, "others") && !same_word(s, "et al.") && !same_word(s, "et al"))
        draft_add(&r->paper, str_from(name), s);
}

static void put_author(struct reader *r, struct str s)
{
    put_name(r, "au", s);
}

/* Whether the word "and" stands at i, between white space. */
static bool and_at(struct str s, size_t i)
{
    return i && i + 4 < s.n && ascii_space((unsigned char)s.p[i - 1]) &&
           same_word(str_slice(s, i, i + 3), "and") && ascii_space((unsigned char)s.p[i + 3]);
}

/* What BibTeX joins with " and ", outside braces, each resolved by itself. */
static void put_bibnames(struct reader *r, const char *field, struct str s, unsigned markup)
{
    size_t from = 0;
    int depth = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i == s.n || (depth == 0 && (s.p[i] | 0x20) == 'a' && and_at(s, i))) {
            struct str name = text_trim(str_slice(s, from, i));
            put_name(r, field ? field : "au", resolve(r, name, markup));
            from = i + 3;
            i += i < s.n ? 3 : 0;
        } else if (s.p[i] == '\\') {
            i++;
        } else if (s.p[i] == '{') {
            depth++;
        } else if (s.p[i] == '}' && depth) {
            depth--;
        }
    }
}

/* Jr., III: what belongs to the name before the comma. */
static bool is_suffix(struct str s)
{
    return same_word(s, "Jr") || same_word(s, "Jr.") || same_word(s, "Sr") || same_word(s, "Sr.") ||
           str_eq(s, STR("II")) || str_eq(s, STR("III")) || str_eq(s, STR("IV"));
}

/* Author, Author (Place, Town) and Author. */
static void put_names(struct reader *r, struct str s)
{
    int depth = 0;
    buf_clear(&r->word); /* the name so far, without parentheses */
    for (size_t i = 0; i <= s.n; i++) {
        bool comma = i < s.n && depth == 0 && (s.p[i] == ',' || s.p[i] == ';');
        bool word =
            i < s.n && depth == 0 && (and_at(s, i) || (s.p[i] == '&' && i && s.p[i - 1] == ' '));
        if (comma) { /* a suffix comes after it */
            struct str rest = text_trim(str_slice(s, i + 1, s.n));
            size_t n = 0;
            while (n < rest.n && !strchr(",; ", rest.p[n]))
                n++;
            comma = !is_suffix(str_slice(rest, 0, n));
        }
        if (i == s.n || comma || word) {
            put_author(r, buf_str(&r->word));
            buf_clear(&r->word);
            i += word && s.p[i] != '&' ? 2 : 0;
            continue;
        }
        depth += s.p[i] == '(';
        if (depth == 0)
            buf_putc(&r->word, s.p[i]);
        depth -= s.p[i] == ')' && depth;
    }
}

static void put_split(struct reader *r, const char *name, struct str s, const char *separators)
{
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && (!s.p[i] || !strchr(separators, s.p[i])))
            continue;
        struct str item = text_trim(str_slice(s, from, i));
        if (item.n && item.p[0] == '*') /* one of the main subjects, in medicine's databases */
            item = str_slice(item, 1, item.n);
        if (strcmp(name, "au") == 0)
            put_author(r, item);
        else
            draft_add(&r->paper, str_from(name), item);
        from = i + 1;
    }
}

static size_t count_of(struct str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

/* A list whose separator is not known. */
static void put_authors(struct reader *r, struct str s)
{
    if (count_of(s, ';'))
        put_split(r, "au", s, ";");
    else if (count_of(s, '|'))
        put_split(r, "au", s, "|");
    else if (find_part(s, " and ") < s.n && count_of(s, ',') <= 1)
        put_bibnames(r, NULL, s, PLAIN);
    else if (count_of(s, ',') >= 2 || (count_of(s, ',') == 1 && count_of(s, ' ') >= 3))
        put_names(r, s);
    else
        put_author(r, s);
}

static void put_keywords(struct reader *r, const char *name, struct str s)
{
    const char *separators = memchr(s.p, ';', s.n) ? ";" : memchr(s.p, '|', s.n) ? "|" : ",\n";
    put_split(r, name ? name : "kw", s, separators);
}

/* ---- columns ---- */

/* "[PDF] Title": what kind of result it was. */
static struct str strip_prefix(struct reader *r, struct str s)
{
    static const char *const kinds[] = {"[PDF]", "[HTML]", "[BOOK]", "[CITATION]", "[C]", "[B]"};
    s = text_trim(s);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins_word(s, kinds[i]) && s.n > strlen(kinds[i])) {
            draft_add(&r->paper, STR("comment"), str_from(kinds[i]));
            return strip_prefix(r, str_slice(s, strlen(kinds[i]), s.n));
        }
    return s;
}

static void put_date(struct reader *r, struct str s)
{
    char text[DATE_MAX];
    if (r->paper.col[REC_DATE].n)
        return;
    draft_set(&r->paper, REC_DATE, date_until(date_parse(text, s), r->today));
}

/* Of the same year as the date there is, and longer. */
static void put_month(struct reader *r, struct str s)
{
    struct str date = buf_str(&r->paper.col[REC_DATE]);
    struct buf *tmp = &r->paper.tmp;
    char out[DATE_MAX];
    if (date.n < 4)
        return;
    struct str better = date_parse(out, s);
    if (better.n == 0) {
        buf_clear(tmp);
        buf_putstr(tmp, s);
        buf_putc(tmp, ' ');
        buf_put(tmp, date.p, 4);
        better = date_parse(out, buf_str(tmp));
    }
    better = date_until(better, r->today);
    if (better.n > date.n && memcmp(better.p, date.p, date.n) == 0)
        draft_set(&r->paper, REC_DATE, better);
}

static void put_any_id(struct reader *r, struct str s)
{
    struct buf *id = &r->paper.col[REC_ID];
    struct str version, number = find_arxiv(s, &version);
    s = text_trim(s);
    size_t rest = s.n - number.n - (version.n ? version.n + 1 : 0);
    if (number.n && (rest == 0 || begins_word(s, "arXiv:")))
        put_arxiv(r, s);
    else if (find_part(s, "://") < s.n)
        put_url(r, NULL, s);
    else
        put_doi(r, s);
    if (id->n)
        return;
    draft_set(&r->paper, REC_ID, s);
    for (size_t i = 0; i < id->n; i++)
        if (id->p[i] == ' ')
            id->p[i] = '_';
}

static void put_first(struct reader *r, int column, struct str s)
{
    if (r->paper.col[column].n == 0)
        draft_set(&r->paper, column, s);
}

static void put_more(struct reader *r, struct str s)
{
    struct buf *b = &r->paper.col[REC_ABSTRACT];
    size_t before = b->n;
    if (before)
        buf_putc(b, ' ');
    size_t from = b->n;
    r->paper.mended += text_clean(b, s);
    if (b->n == from)
        b->n = before;
}

void put(struct reader *r, enum put what, const char *name, struct str text, unsigned markup)
{
    if (text.n == 0)
        return;
    if (what == PUT_BIBNAMES) {
        put_bibnames(r, name, text, markup);
        return;
    }
    struct str s = resolve(r, text, markup);
    if (s.n == 0)
        return;
    switch (what) {
    case PUT_TITLE: put_first(r, REC_TITLE, strip_prefix(r, s)); break;
    case PUT_ABSTRACT: put_first(r, REC_ABSTRACT, s); break;
    case PUT_MORE: put_more(r, s); break;
    case PUT_DATE: put_date(r, s); break;
    case PUT_MONTH: put_month(r, s); break;
    case PUT_TEXT: draft_add(&r->paper, str_from(name), s); break;
    case PUT_AUTHOR: put_author(r, s); break;
    case PUT_AUTHORS: put_authors(r, s); break;
    case PUT_NAMES: put_names(r, s); break;
    case PUT_KEYWORDS: put_keywords(r, name, s); break;
    case PUT_WORDS: put_split(r, name, s, " \t\n\r"); break;
    case PUT_DOI: put_doi(r, s); break;
    case PUT_ARXIV: put_arxiv(r, s); break;
    case PUT_PMID: put_pmid(r, s); break;
    case PUT_URL: put_url(r, name, s); break;
    case PUT_ANYID: put_any_id(r, s); break;
    case PUT_ID: put_id(r, name, s); break;
    case PUT_BIBNAMES: break;
    }
}
