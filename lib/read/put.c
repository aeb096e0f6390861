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
enum { IDS = sizeof id_order / sizeof *id_order };

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

/* Adds a field unless it is there, among those put shortly before. */
static void add_once(struct draft *d, struct str name, struct str value)
{
    enum { SHORTLY = 4096 }; /* bytes: to look at all would take quadratic time */
    struct str fields = buf_str(&d->fields);
    fields = str_slice(fields, fields.n > SHORTLY ? fields.n - SHORTLY : 0, fields.n);
    for (const char *tab; fields.n && (tab = memchr(fields.p, '\t', fields.n));) {
        fields = str_slice(fields, (size_t)(tab - fields.p) + 1, fields.n);
        size_t n = name.n + 1 + value.n;
        if (fields.n >= n && (fields.n == n || fields.p[n] == '\t') && str_starts(fields, name) &&
            fields.p[name.n] == ':' && memcmp(fields.p + name.n + 1, value.p, value.n) == 0)
            return;
    }
    draft_add(d, name, value);
}

/* An identifier: a field, and the record's ID unless a better one is that. The first of its kind.
 */
static void put_id(struct reader *r, const char *prefix, struct str value)
{
    struct draft *d = &r->paper;
    struct buf *id = &d->col[REC_ID];
    int rank = 0;
    value = text_trim(value);
    while (rank < IDS && strcmp(id_order[rank], prefix) != 0)
        rank++;
    if (value.n == 0 || memchr(value.p, ' ', value.n))
        return;
    add_once(d, str_from(prefix), value);
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

static void put_own_id(struct reader *r, const char *before, struct str s)
{
    struct buf *id = &r->paper.col[REC_ID];
    s = text_trim(s);
    if (before && !str_starts(s, str_from(before)))
        return;
    s = str_slice(s, before ? strlen(before) : 0, s.n);
    if (s.n == 0)
        return;
    buf_clear(id);
    text_clean(id, s);
    r->id_rank = -1;
    r->plain = true;
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

/* ---- URLs ---- */

/* Takes the first part of the host off an address without its scheme, dx.doi.org -> doi.org; false
 * where it has no more. */
static bool next_host(struct str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] != '.' && s->p[n] != '/')
        n++;
    if (n == s->n || s->p[n] == '/')
        return false;
    *s = str_slice(*s, n + 1, s->n);
    return true;
}

static bool is_doi_address(struct str s)
{
    do
        if (str_starts(s, STR("doi.org/10.")))
            return true;
    while (next_host(&s));
    return false;
}

static struct str up_to(struct str s, const char *stops)
{
    size_t n = 0;
    while (n < s.n && !strchr(stops, s.p[n]))
        n++;
    return str_slice(s, 0, n);
}

static struct str without_ending(struct str s)
{
    static const char *const endings[] = {".pdf", ".html", ".bib", ".xml"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t n = strlen(endings[i]);
        if (s.n > n && str_eq(str_slice(s, s.n - n, s.n), str_from(endings[i])))
            return str_slice(s, 0, s.n - n);
    }
    return s;
}

static struct str first_part(struct str s)
{
    return without_ending(up_to(s, "?#/&"));
}

/* conf/x/LeeL09 */
static struct str whole_path(struct str s)
{
    s = without_ending(up_to(s, "?#"));
    size_t kind = str_starts(s, STR("html/")) ? 5 : str_starts(s, STR("bibtex/")) ? 7 : 0;
    return str_slice(s, kind, s.n);
}

/* P19-1001, or 2020.acl-main.1 */
static struct str acl_number(struct str s)
{
    s = first_part(s);
    bool old = s.n == 8 && ascii_upper((unsigned char)s.p[0]) && digits(s, 1) == 2 &&
               s.p[3] == '-' && digits(s, 4) == 4;
    bool new = s.n > 8 && digits(s, 0) == 4 && s.p[4] == '.' && memchr(s.p, '-', s.n) &&
               ascii_digit((unsigned char)s.p[s.n - 1]);
    return old || new ? s : (struct str){0};
}

/* The last part, of 40 digits; the title may stand before it. */
static struct str s2_number(struct str s)
{
    enum { DIGITS = 40 };
    s = up_to(s, "?#");
    s = str_slice(s, s.n > DIGITS && s.p[s.n - DIGITS - 1] == '/' ? s.n - DIGITS : 0, s.n);
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_digit((unsigned char)s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
            return (struct str){0};
    return s.n == DIGITS ? s : (struct str){0};
}

/* What the address of a paper's page tells, its host with parts before it or not. */
static void put_place(struct reader *r, struct str s)
{
    static const struct {
        struct str place;
        enum put what;
        const char *name;
        struct str (*number)(struct str behind);
    } places[] = {
        {STR_INIT("arxiv.org/abs/"), PUT_ARXIV, NULL, whole_path},
        {STR_INIT("arxiv.org/pdf/"), PUT_ARXIV, NULL, whole_path},
        {STR_INIT("arxiv.org/html/"), PUT_ARXIV, NULL, whole_path},
        {STR_INIT("huggingface.co/papers/"), PUT_ARXIV, NULL, first_part},
        {STR_INIT("pubmed.ncbi.nlm.nih.gov/"), PUT_PMID, NULL, first_part},
        {STR_INIT("ncbi.nlm.nih.gov/pubmed/"), PUT_PMID, NULL, first_part},
        {STR_INIT("ncbi.nlm.nih.gov/pmc/articles/"), PUT_ID, "pmcid", first_part},
        {STR_INIT("pmc.ncbi.nlm.nih.gov/articles/"), PUT_ID, "pmcid", first_part},
        {STR_INIT("aclanthology.org/"), PUT_ID, "acl", acl_number},
        {STR_INIT("aclweb.org/anthology/"), PUT_ID, "acl", acl_number},
        {STR_INIT("semanticscholar.org/paper/"), PUT_ID, "s2", s2_number},
        {STR_INIT("dblp.org/rec/"), PUT_ID, "dblp", whole_path},
        {STR_INIT("dblp.uni-trier.de/rec/"), PUT_ID, "dblp", whole_path},
        {STR_INIT("openreview.net/forum?id="), PUT_ID, "openreview", first_part},
        {STR_INIT("openreview.net/pdf?id="), PUT_ID, "openreview", first_part},
    };
    do
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            struct str place = places[i].place;
            if (s.n <= place.n || s.p[0] != place.p[0] || !str_starts(s, place))
                continue;
            s = places[i].number(str_slice(s, place.n, s.n));
            put(r, places[i].what, places[i].name, s, PLAIN);
            return;
        }
    while (next_host(&s));
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
    struct str address = str_slice(s, scheme + 3 < s.n ? scheme + 3 : s.n, s.n);
    if (is_doi_address(address)) {
        put_doi(r, s);
        return;
    }
    add_once(&r->paper, str_from(name ? name : "url"), s);
    put_place(r, address);
}

/* ---- names and lists ---- */

/* Takes the number off a name by which DBLP tells namesakes apart, "Manish Singh 0001", or Scopus
 * people, "Lee, Ann (57000000000)". */
static struct str without_number(struct str s)
{
    size_t n = s.n;
    bool scopus = n && s.p[n - 1] == ')';
    n -= scopus;
    while (n && ascii_digit((unsigned char)s.p[n - 1]))
        n--;
    size_t digits = s.n - n - scopus;
    bool dblp = !scopus && digits == 4 && s.p[n] == '0' && n && s.p[n - 1] == ' ';
    scopus = scopus && digits > 4 && n && s.p[n - 1] == '(';
    return dblp || scopus ? text_trim(str_slice(s, 0, n - 1)) : s;
}

/* Takes off a name what stands for those that are not named. */
static struct str without_others(struct str s)
{
    static const struct str others[] = {STR_INIT(" et al."), STR_INIT(" et al"),
                                        STR_INIT(" and others")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        size_t n = others[i].n;
        if (s.n > n && s.p[s.n - 1] == others[i].p[n - 1] && s.p[s.n - n] == ' ' &&
            str_eq(str_slice(s, s.n - n, s.n), others[i]))
            return str_slice(s, 0, s.n - n);
    }
    return s;
}

static void put_name(struct reader *r, const char *name, struct str s)
{
    if (r->plain) {
        draft_add(&r->paper, str_from(name), s);
        return;
    }
    s = without_others(text_trim(s));
    while (s.n && strchr(",; ", s.p[s.n - 1]))
        s.n--;
    s = without_number(s);
    if (s.n && !same_word(s, "others") && !same_word(s, "et al.") && !same_word(s, "et al") &&
        !same_word(s, "[No author name available]"))
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

/* Where the part of BibLaTeX's name that begins at i ends: at a comma outside braces. */
static size_t name_part(struct str s, size_t i)
{
    for (int depth = 0; i < s.n && (depth || s.p[i] != ','); i++)
        depth += (s.p[i] == '{') - (s.p[i] == '}');
    return i;
}

/* A name as BibLaTeX may write it: family=Gogh, given=Vincent, prefix=van. */
static bool put_parted_name(struct reader *r, const char *field, struct str s, unsigned markup)
{
    static const char *const keys[] = {"prefix", "family", "given", "suffix"};
    struct str part[4] = {{0}};
    bool any = false;
    for (size_t i = 0, end; i < s.n; i = end + 1) {
        end = name_part(s, i);
        struct str item = text_trim(str_slice(s, i, end));
        if (item.n > 1 && item.p[0] == '"' && item.p[item.n - 1] == '"')
            item = str_slice(item, 1, item.n - 1);
        size_t equals = find_part(item, "=");
        for (size_t k = 0; k < 4 && equals < item.n; k++)
            if (same_word(text_trim(str_slice(item, 0, equals)), keys[k])) {
                part[k] = text_trim(str_slice(item, equals + 1, item.n));
                any = true;
            }
    }
    if (!any)
        return false;
    struct buf *name = &r->value2;
    buf_clear(name);
    for (int k = 0; k < 4; k++) {
        if (name->n && part[k].n)
            buf_puts(name, k == 1 ? " " : ", ");
        buf_putstr(name, part[k]);
    }
    put_name(r, field, resolve(r, buf_str(name), markup));
    return true;
}

/* What BibTeX joins with " and ", outside braces, each resolved by itself. */
static void put_bibnames(struct reader *r, const char *field, struct str s, unsigned markup)
{
    size_t from = 0;
    int depth = 0;
    markup &= r->plain ? (unsigned)BIBTEX : ~0U;
    for (size_t i = 0; i <= s.n; i++) {
        if (i == s.n || (depth == 0 && (s.p[i] | 0x20) == 'a' && and_at(s, i))) {
            struct str name = text_trim(str_slice(s, from, i));
            field = field ? field : "au";
            if (!memchr(name.p, '=', name.n) || !put_parted_name(r, field, name, markup))
                put_name(r, field, resolve(r, name, markup));
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

/* What stands between two names in a list. */
enum joint { COMMA, AND, END };

/* Takes the text up to the next joint outside brackets off *rest. A suffix goes with the comma
 * before it. */
static struct str next_name(struct str *rest, enum joint *joint)
{
    struct str s = *rest;
    int depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        depth += c == '{';
        depth -= c == '}' && depth;
        if (depth)
            continue;
        size_t word = (c | 0x20) == 'a' && and_at(s, i) ? 3 : c == '&' && i && s.p[i - 1] == ' ';
        if (!word && c != ',' && c != ';')
            continue;
        if (!word) {
            size_t from = i + 1, to;
            while (from < s.n && ascii_space((unsigned char)s.p[from]))
                from++;
            for (to = from; to < s.n && !strchr(",; ", s.p[to]);)
                to++;
            if (is_suffix(str_slice(s, from, to)))
                continue;
        }
        *joint = word ? AND : COMMA;
        *rest = str_slice(s, i + (word ? word : 1), s.n);
        return text_trim(str_slice(s, 0, i));
    }
    *joint = END;
    *rest = (struct str){0};
    return text_trim(s);
}

/* The text without what stands in parentheses, in r->word; all of it where they don't match. */
static struct str without_places(struct reader *r, struct str s)
{
    int depth = 0;
    if (s.n == 0 || !memchr(s.p, '(', s.n))
        return s;
    buf_clear(&r->word);
    for (size_t i = 0; i < s.n; i++) {
        depth += s.p[i] == '(';
        if (depth == 0)
            buf_putc(&r->word, s.p[i]);
        depth -= s.p[i] == ')' && depth;
    }
    return depth ? s : buf_str(&r->word);
}

/* Author, Author (Place, Town) and Author. */
static void put_names(struct reader *r, struct str s)
{
    enum joint joint;
    s = without_places(r, s);
    while (s.n)
        put_author(r, next_name(&s, &joint));
}

/* J., J. K., A.-B., JK: what can be no name of its own. */
static bool is_initials(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t letters = 0;
        bool ascii = true;
        for (; i < s.n && !strchr(". -", s.p[i]); i++) {
            unsigned char c = (unsigned char)s.p[i];
            if (ascii_lower(c) || c >= 0xE0) /* beyond Latin, Greek and Cyrillic */
                return false;
            letters += (c & 0xC0) != 0x80; /* characters of UTF-8 */
            ascii &= c < 0x80;
        }
        bool dot = i < s.n && s.p[i] == '.';
        if (letters > (dot ? 1 : 3) || !(dot || ascii))
            return false;
        i += i < s.n;
    }
    return s.n > 0;
}

static bool is_one_word(struct str s)
{
    return !memchr(s.p, ' ', s.n);
}

/* Whether the two are one name, "van der Berg, Jan-Willem", and not two, "Ann Lee, Bo Li". */
static bool is_inverted(struct str family, struct str given)
{
    if (is_initials(given) || is_one_word(family) || is_one_word(given))
        return true;
    const char *space = memchr(family.p, ' ', family.n);
    struct str second = str_slice(family, (size_t)(space - family.p) + 1, family.n);
    bool particle = begins_word(family, "van ") || begins_word(family, "von ") ||
                    begins_word(family, "de ") || begins_word(family, "di ") ||
                    begins_word(family, "da ");
    return ascii_lower((unsigned char)family.p[0]) ||
           (particle && second.n && ascii_lower((unsigned char)second.p[0]));
}

static void put_inverted(struct reader *r, struct str family, struct str given)
{
    struct buf *name = &r->value2;
    buf_clear(name);
    buf_putstr(name, family);
    buf_puts(name, ", ");
    buf_putstr(name, given);
    put_author(r, buf_str(name));
}

/* Names of which it is not known whether they are inverted: between two "and" each pair is, or each
 * that initials follow. */
static void put_mixed_names(struct reader *r, struct str s)
{
    s = text_trim(without_places(r, s));
    while (s.n && s.p[s.n - 1] == ',')
        s = text_trim(str_slice(s, 0, s.n - 1));
    while (s.n) {
        enum joint joint, after = END, before = AND;
        for (bool first = true; first || before == COMMA; first = false) {
            struct str name = next_name(&s, &joint), rest = s;
            if (joint != COMMA || name.n == 0) {
                put_author(r, name);
                before = joint;
                continue;
            }
            struct str next = next_name(&rest, &after);
            bool pair = next.n &&
                        ((first && after != COMMA && is_inverted(name, next)) || is_initials(next));
            if (pair) {
                put_inverted(r, name, next);
                s = rest;
            } else {
                put_author(r, name);
            }
            before = pair ? after : joint;
        }
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
            put_author(r, begins_word(item, "and ") ? str_slice(item, 4, item.n) : item);
        else
            draft_add(&r->paper, str_from(name), item);
        from = i + 1;
    }
}

/* A list whose separator is not known. */
static void put_authors(struct reader *r, struct str s)
{
    if (r->plain || memchr(s.p, ';', s.n))
        put_split(r, "au", s, ";");
    else if (memchr(s.p, '|', s.n))
        put_split(r, "au", s, "|");
    else
        put_mixed_names(r, s);
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
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds;) {
        size_t n = strlen(kinds[i]);
        if (begins_word(s, kinds[i]) && s.n > n) {
            draft_add(&r->paper, STR("comment"), str_from(kinds[i]));
            s = text_trim(str_slice(s, n, s.n));
            i = 0;
        } else {
            i++;
        }
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

/* Whether it is an ID as records have them. */
static bool is_own_id(struct str s)
{
    bool own = str_starts(s, STR("hash:")) || str_starts(s, STR("hf:"));
    for (size_t i = 0; i < IDS && !own; i++) {
        size_t n = strlen(id_order[i]);
        own = s.n > n + 1 && s.p[n] == ':' && str_starts(s, str_from(id_order[i]));
    }
    return own && !memchr(s.p, ' ', s.n);
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
    if (is_own_id(s))
        put_own_id(r, NULL, s);
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

/* Behind the title and a colon, unless it ends so already. */
static void put_subtitle(struct reader *r, struct str s)
{
    struct draft *d = &r->paper;
    struct buf *title = &d->col[REC_TITLE];
    buf_clear(&d->tmp);
    d->mended += text_clean(&d->tmp, s);
    struct str sub = buf_str(&d->tmp);
    bool there = title->n >= sub.n && memcmp(title->p + title->n - sub.n, sub.p, sub.n) == 0;
    if (sub.n == 0 || there)
        return;
    if (title->n)
        buf_puts(title, strchr("?!:", title->p[title->n - 1]) ? " " : ": ");
    buf_putstr(title, sub);
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
    if (r->plain)
        markup &= BIBTEX;
    struct str s = resolve(r, text, markup);
    if (s.n == 0)
        return;
    switch (what) {
    case PUT_TITLE: put_first(r, REC_TITLE, r->plain ? s : strip_prefix(r, s)); break;
    case PUT_SUBTITLE: put_subtitle(r, s); break;
    case PUT_ABSTRACT:
        if (r->plain || !same_word(text_trim(s), "[No abstract available]"))
            put_first(r, REC_ABSTRACT, s);
        break;
    case PUT_MORE: put_more(r, s); break;
    case PUT_DATE: put_date(r, s); break;
    case PUT_MONTH: put_month(r, s); break;
    case PUT_TEXT: draft_add(&r->paper, str_from(name), s); break;
    case PUT_AUTHOR: put_author(r, s); break;
    case PUT_AUTHORS: put_authors(r, s); break;
    case PUT_NAMES: put_names(r, s); break;
    case PUT_KEYWORDS: put_keywords(r, name, s); break;
    case PUT_LIST: put_split(r, name, s, ";"); break;
    case PUT_LINES: put_split(r, name, s, ";\n"); break;
    case PUT_WORDS: put_split(r, name, s, " \t\n\r"); break;
    case PUT_DOI: put_doi(r, s); break;
    case PUT_ARXIV: put_arxiv(r, s); break;
    case PUT_PMID: put_pmid(r, s); break;
    case PUT_URL: put_url(r, name, s); break;
    case PUT_ANYID: put_any_id(r, s); break;
    case PUT_OWN_ID: put_own_id(r, name, s); break;
    case PUT_ID: put_id(r, name, s); break;
    case PUT_BIBNAMES: break;
    }
}

bool put_accept(struct reader *r, uint64_t line, struct str raw)
{
    const struct draft *d = &r->paper;
    if (d->col[REC_ID].n || d->col[REC_TITLE].n || d->col[REC_ABSTRACT].n || d->fields.n ||
        draft_failed(d))
        return true;
    read_reject(r, line, raw, "an entry with nothing in it");
    read_clear(r);
    return false;
}

void put_check(struct reader *r, struct buf *space)
{
    if (!space->failed)
        return;
    r->paper.fields.failed = true;
    buf_free(space);
}
