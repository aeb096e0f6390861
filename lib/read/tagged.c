/* tagged.c - formats of a tag and a value a line: RIS, MEDLINE, ISI, refer and SMART.
 *
 * One engine gathers the tags and values of an entry; a dialect is how a line shows its tag, which
 * tags begin and end an entry, and a table from tags to what they are in a record. Of rows with
 * one name, or for one column, the first that has a value is taken, whatever the order in the file.
 */
#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdlib.h>

enum {
    TAG_MAX = 5,
    RULES_MAX = 64,
    ENTRY_MAX = 8 << 20 /* bytes of an entry: one that never ends must not take all memory */
};

/* What is done with a value, beyond enum put. */
enum {
    PEOPLE = PUT_ID + 1, /* one a line, or more with ';' */
    ACCESSION,           /* of the Web of Science: WOS:0001, MEDLINE:1 */
    WORDS,               /* one a line, or a list in one line */
    GROUP,               /* as PEOPLE, beside those of the rows before */
    PMC,                 /* PMC1234 */
    PAGES,               /* the first; the row after it is the last */
    SERIAL               /* an ISBN or an ISSN */
};

struct dialect {
    /* Takes the tag off a line: false where it has none, and goes on with the value before. */
    bool (*tag)(struct str line, struct str *tag, struct str *value);
    const char *begin;        /* the tag that begins an entry */
    const char *end;          /* the tag that ends one, or NULL */
    const char *pass;         /* tags of the file's own, between blanks */
    const struct rule *rules; /* in the order of preference; ends with NULL */
};

struct value {
    uint64_t tag;
    size_t from, n; /* in text */
};

struct tagged {
    struct buf text; /* the entry's lines as they stand */
    struct value *value;
    size_t n, cap;
    bool open;     /* an entry was begun */
    bool named;    /* by its tag, so that only that or its end ends it */
    bool blank;    /* an empty line came since its last value */
    bool known;    /* the last tag is one of the rules */
    uint64_t line; /* where it began */
    struct buf tmp;
    uint64_t seen; /* a bit for each tag of the entry, some for several */
    uint64_t
        rule[RULES_MAX]; /* the tags of the dialect's rules; of no file before the first line */
};

/* A tag as a number, which is quickly compared. */
static uint64_t code(struct str tag)
{
    uint64_t c = 0;
    for (size_t i = 0; i < tag.n; i++)
        c = c << 8 | (unsigned char)tag.p[i];
    return c;
}

static uint64_t bit(uint64_t tag)
{
    return UINT64_C(1) << tag % 61;
}

/* ---- lines ---- */

static bool is_blank(struct str s)
{
    return text_trim(s).n == 0;
}

static size_t capitals(struct str s)
{
    size_t n = 0;
    while (n < s.n &&
           (ascii_upper((unsigned char)s.p[n]) || (n && ascii_digit((unsigned char)s.p[n]))))
        n++;
    return n;
}

/* "1. TY  - ": the number some exports put before an entry. */
static struct str without_number(struct str s)
{
    size_t i = 0;
    while (i < s.n && ascii_digit((unsigned char)s.p[i]))
        i++;
    if (i == 0 || i == s.n || s.p[i] != '.')
        return s;
    struct str rest = text_trim(str_slice(s, i + 1, s.n));
    return str_starts(rest, STR("TY ")) ? rest : s;
}

/* Two to five capitals and digits, blanks, '-': "TY  - JOUR", "PMID- 1". */
static bool dash_tag(struct str line, struct str *tag, struct str *value)
{
    line = without_number(line);
    size_t n = capitals(line), i = n;
    while (i < line.n && line.p[i] == ' ' && i < n + 3)
        i++;
    if (n < 2 || n > TAG_MAX || i == line.n || line.p[i] != '-')
        return false;
    /* A tag of two letters has blanks before its dash, else it is text: "IL-6 was". */
    if (i == n && n < 4)
        return false;
    if (i + 1 < line.n && !ascii_space((unsigned char)line.p[i + 1]) && n != 2)
        return false;
    *tag = str_slice(line, 0, n);
    *value = str_slice(line, i + 1, line.n);
    return true;
}

/* Two capitals or digits, and a blank or nothing. */
static bool blank_tag(struct str line, struct str *tag, struct str *value)
{
    if (capitals(line) < 2 || (line.n > 2 && line.p[2] != ' ' && line.p[2] != '\r'))
        return false;
    *tag = str_slice(line, 0, 2);
    *value = str_slice(line, 2, line.n);
    return true;
}

/* '%' and any character. */
static bool percent_tag(struct str line, struct str *tag, struct str *value)
{
    bool is = line.n >= 2 && line.p[0] == '%' && !ascii_space((unsigned char)line.p[1]) &&
              (line.n == 2 || ascii_space((unsigned char)line.p[2]));
    if (is) {
        *tag = str_slice(line, 0, 2);
        *value = str_slice(line, 2, line.n);
    }
    return is;
}

/* '.' and a capital, alone in the line; a number behind ".I". */
static bool dot_tag(struct str line, struct str *tag, struct str *value)
{
    if (line.n < 2 || line.p[0] != '.' || !ascii_upper((unsigned char)line.p[1]))
        return false;
    struct str rest = text_trim(str_slice(line, 2, line.n));
    bool number = line.p[1] == 'I' && line.n > 2 && line.p[2] == ' ' && rest.n;
    for (size_t i = 0; number && i < rest.n; i++)
        number = ascii_digit((unsigned char)rest.p[i]) != 0;
    *tag = str_slice(line, 0, 2);
    *value = rest;
    return rest.n == 0 ? line.p[1] != 'I' : number;
}

/* ---- dialects ---- */

static const struct rule ris_rules[] = {
    {"U1", PUT_OWN_ID, "paperid:"},
    {"DO", PUT_DOI, NULL},
    {"DI", PUT_DOI, NULL},
    {"M3", PUT_DOI, NULL},
    {"N1", PUT_DOI, NULL},
    {"UR", PUT_DOI, NULL},
    {"PMID", PUT_PMID, NULL},
    {"C2", (enum put)PMC, "pmcid"},
    {"ID", PUT_TEXT, "key"},
    {"TI", PUT_TITLE, NULL},
    {"T1", PUT_TITLE, NULL},
    {"CT", PUT_TITLE, NULL},
    {"BT", PUT_TITLE, NULL},
    {"ST", PUT_TITLE, NULL},
    {"AB", PUT_ABSTRACT, NULL},
    {"N2", PUT_ABSTRACT, NULL},
    {"PY", PUT_DATE, NULL},
    {"Y1", PUT_DATE, NULL},
    {"DA", PUT_DATE, NULL},
    {"Y1", PUT_MONTH, NULL},
    {"DA", PUT_MONTH, NULL},
    {"AU", (enum put)PEOPLE, "au"},
    {"A1", (enum put)PEOPLE, "au"},
    {"ED", (enum put)PEOPLE, "editor"},
    {"A2", (enum put)PEOPLE, "editor"},
    {"KW", (enum put)WORDS, "kw"},
    {"JF", PUT_TEXT, "venue"},
    {"JO", PUT_TEXT, "venue"},
    {"T2", PUT_TEXT, "venue"},
    {"BT", PUT_TEXT, "venue"},
    {"JA", PUT_TEXT, "venue"},
    {"J2", PUT_TEXT, "venue"},
    {"J1", PUT_TEXT, "venue"},
    {"T3", PUT_TEXT, "venue"},
    {"UR", PUT_URL, "url"},
    {"L2", PUT_URL, "url"},
    {"LK", PUT_URL, "url"},
    {"L1", PUT_URL, "pdf"},
    {"N1", PUT_TEXT, "comment"},
    {"RN", PUT_TEXT, "comment"},
    {"LA", PUT_TEXT, "lang"},
    {"TY", PUT_TEXT, "type"},
    {"PB", PUT_TEXT, "publisher"},
    {"VL", PUT_TEXT, "volume"},
    {"VO", PUT_TEXT, "volume"},
    {"IS", PUT_TEXT, "issue"},
    {"SP", (enum put)PAGES, "pages"},
    {"EP", PUT_TEXT, NULL},
    {"SN", (enum put)SERIAL, "issn"},
    {"AN", PUT_TEXT, "accession"},
    {0},
};

static const struct rule medline_rules[] = {
    {"LID", PUT_DOI, NULL},          {"AID", PUT_DOI, NULL},        {"PMID", PUT_PMID, NULL},
    {"PMC", (enum put)PMC, "pmcid"}, {"OID", PUT_ID, "eric"},       {"TI", PUT_TITLE, NULL},
    {"TT", PUT_TITLE, NULL},         {"BTI", PUT_TITLE, NULL},      {"AB", PUT_ABSTRACT, NULL},
    {"OAB", PUT_ABSTRACT, NULL},     {"DP", PUT_DATE, NULL},        {"DEP", PUT_DATE, NULL},
    {"EDAT", PUT_DATE, NULL},        {"DA", PUT_DATE, NULL},        {"FAU", PUT_AUTHOR, "au"},
    {"AU", PUT_AUTHOR, "au"},        {"CN", (enum put)GROUP, "au"}, {"FED", PUT_TEXT, "editor"},
    {"ED", PUT_TEXT, "editor"},      {"OT", PUT_KEYWORDS, "kw"},    {"MH", PUT_TEXT, "mesh"},
    {"JT", PUT_TEXT, "venue"},       {"TA", PUT_TEXT, "venue"},     {"CTI", PUT_TEXT, "venue"},
    {"SO", PUT_TEXT, "venue"},       {"LID", PUT_URL, "url"},       {"URL", PUT_URL, "url"},
    {"LA", PUT_TEXT, "lang"},        {"PT", PUT_TEXT, "type"},      {"VI", PUT_TEXT, "volume"},
    {"IP", PUT_TEXT, "issue"},       {"PG", PUT_TEXT, "pages"},     {"PB", PUT_TEXT, "publisher"},
    {"IS", PUT_TEXT, "issn"},        {"ISSN", PUT_TEXT, "issn"},    {0},
};

static const struct rule isi_rules[] = {
    {"DI", PUT_DOI, NULL},
    {"PM", PUT_PMID, NULL},
    {"UT", (enum put)ACCESSION, "wos"},
    {"TI", PUT_TITLE, NULL},
    {"AB", PUT_ABSTRACT, NULL},
    {"PY", PUT_DATE, NULL},
    {"PD", PUT_DATE, NULL},
    {"PD", PUT_MONTH, NULL},
    {"AF", (enum put)PEOPLE, "au"},
    {"AU", (enum put)PEOPLE, "au"},
    {"BA", (enum put)PEOPLE, "au"},
    {"CA", (enum put)GROUP, "au"},
    {"BE", (enum put)PEOPLE, "editor"},
    {"ED", (enum put)PEOPLE, "editor"},
    {"DE", PUT_LIST, "kw"},
    {"ID", PUT_LIST, "kw"},
    {"WC", PUT_LIST, "cat"},
    {"SC", PUT_LIST, "cat"},
    {"SO", PUT_TEXT, "venue"},
    {"CT", PUT_TEXT, "venue"},
    {"SE", PUT_TEXT, "venue"},
    {"LA", PUT_TEXT, "lang"},
    {"DT", PUT_TEXT, "type"},
    {"TC", PUT_TEXT, "citations"},
    {"Z9", PUT_TEXT, "citations"},
    {"PU", PUT_TEXT, "publisher"},
    {"VL", PUT_TEXT, "volume"},
    {"IS", PUT_TEXT, "issue"},
    {"BP", (enum put)PAGES, "pages"},
    {"EP", PUT_TEXT, NULL},
    {"PS", PUT_TEXT, "pages"},
    {"SN", PUT_TEXT, "issn"},
    {"BN", PUT_TEXT, "isbn"},
    {0},
};

static const struct rule refer_rules[] = {
    {"%R", PUT_DOI, NULL},
    {"%U", PUT_DOI, NULL},
    {"%F", PUT_TEXT, "key"},
    {"%T", PUT_TITLE, NULL},
    {"%X", PUT_ABSTRACT, NULL},
    {"%D", PUT_DATE, NULL},
    {"%8", PUT_DATE, NULL},
    {"%8", PUT_MONTH, NULL},
    {"%A", (enum put)PEOPLE, "au"},
    {"%Q", (enum put)PEOPLE, "au"},
    {"%E", (enum put)PEOPLE, "editor"},
    {"%K", PUT_KEYWORDS, "kw"},
    {"%J", PUT_TEXT, "venue"},
    {"%B", PUT_TEXT, "venue"},
    {"%S", PUT_TEXT, "venue"},
    {"%U", PUT_URL, "url"},
    {"%>", PUT_URL, "pdf"},
    {"%Z", PUT_TEXT, "comment"},
    {"%O", PUT_TEXT, "comment"},
    {"%G", PUT_TEXT, "lang"},
    {"%0", PUT_TEXT, "type"},
    {"%9", PUT_TEXT, "type"},
    {"%I", PUT_TEXT, "publisher"},
    {"%V", PUT_TEXT, "volume"},
    {"%N", PUT_TEXT, "issue"},
    {"%P", PUT_TEXT, "pages"},
    {"%@", PUT_TEXT, "isbn"},
    {0},
};

static const struct rule smart_rules[] = {
    {".I", PUT_TEXT, "key"},
    {".T", PUT_TITLE, NULL},
    {".W", PUT_ABSTRACT, NULL},
    {".A", (enum put)PEOPLE, "au"},
    {".K", PUT_KEYWORDS, "kw"},
    {".B", PUT_TEXT, "venue"},
    {0},
};

static const struct dialect ris = {dash_tag, "TY", "ER", NULL, ris_rules};
static const struct dialect medline = {dash_tag, "PMID", NULL, NULL, medline_rules};
static const struct dialect isi = {blank_tag, "PT", "ER", " FN VR EF ", isi_rules};
static const struct dialect refer = {percent_tag, "%0", NULL, NULL, refer_rules};
static const struct dialect smart = {dot_tag, ".I", NULL, NULL, smart_rules};

/* ---- an entry ---- */

static struct str text_of(const struct tagged *s, const struct value *v)
{
    return text_trim(str_slice(buf_str(&s->text), v->from, v->from + v->n));
}

static const struct value *find(const struct tagged *s, uint64_t tag)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->value[i].tag == tag)
            return &s->value[i];
    return NULL;
}

static void put_person(struct reader *r, const char *name, struct str s)
{
    if (name && strcmp(name, "au") != 0)
        put(r, PUT_TEXT, name, s, PLAIN);
    else
        put(r, !r->plain && s.n && memchr(s.p, ';', s.n) ? PUT_AUTHORS : PUT_AUTHOR, name, s,
            HTML | TEX);
}

/* People stand one a line; so does what joins them in old collections: "lees,l. and kubota,t." */
static void put_people(struct reader *r, const char *name, struct str s)
{
    while (s.n) {
        const char *nl = memchr(s.p, '\n', s.n);
        size_t n = nl ? (size_t)(nl - s.p) : s.n;
        for (struct str line = str_slice(s, 0, n); line.n;) {
            size_t and = r->plain ? line.n : find_part(line, " and ");
            put_person(r, name, text_trim(str_slice(line, 0, and)));
            line = str_slice(line, and < line.n ? and+5 : and, line.n);
        }
        s = str_slice(s, nl ? n + 1 : n, s.n);
    }
}

static void put_accession(struct reader *r, const char *name, struct str s)
{
    size_t colon = find_part(s, ":");
    struct str prefix = str_slice(s, 0, colon), number = s;
    if (colon < s.n)
        number = str_slice(s, colon + 1, s.n);
    if (str_eq(prefix, STR("MEDLINE")))
        put(r, PUT_PMID, NULL, number, PLAIN);
    else if (str_eq(prefix, STR("WOS")) || str_eq(prefix, STR("ISI")))
        put(r, PUT_ID, name, number, PLAIN);
    else
        put(r, PUT_TEXT, "accession", s, PLAIN);
}

static void put_pages(struct reader *r, struct tagged *s, const struct rule *rule, struct str first)
{
    const struct value *last = find(s, code(str_from(rule[1].tag)));
    buf_clear(&s->tmp);
    buf_putstr(&s->tmp, first);
    if (last && text_of(s, last).n) {
        buf_putc(&s->tmp, '-');
        buf_putstr(&s->tmp, text_of(s, last));
    }
    put(r, PUT_TEXT, rule->name, buf_str(&s->tmp), PLAIN);
}

/* Whether s begins with 10 or 13 digits, as no ISSN does. */
static bool is_isbn(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (ascii_digit((unsigned char)s.p[i]) || (n == 9 && (s.p[i] | 0x20) == 'x'))
            n++;
        else if (s.p[i] != '-' && s.p[i] != ' ')
            break;
    return n == 10 || n == 13;
}

static void put_value(struct reader *r, struct tagged *s, const struct rule *rule, struct str text)
{
    switch ((int)rule->what) {
    case PEOPLE:
    case GROUP: put_people(r, rule->name, text); break;
    case WORDS:
        put(r, memchr(text.p, '\n', text.n) ? PUT_LINES : PUT_KEYWORDS, rule->name, text, HTML);
        break;
    case ACCESSION: put_accession(r, rule->name, text); break;
    case PMC:
        if (str_starts(text, STR("PMC")))
            put(r, PUT_ID, rule->name, text, PLAIN);
        break;
    case PAGES: put_pages(r, s, rule, text); break;
    case SERIAL: put(r, PUT_TEXT, is_isbn(text) ? "isbn" : rule->name, text, HTML | TEX); break;
    case PUT_DOI:
        if (find_doi(text).n) /* a note that begins with one, too */
            put(r, PUT_DOI, NULL, text, PLAIN);
        break;
    default: put(r, rule->what, rule->name, text, HTML | TEX); break;
    }
}

/* Whether there was no memory for the entry: it is marked so, and the next one begins anew. */
static bool lack_memory(struct reader *r, struct tagged *s)
{
    bool failed = s->text.failed || s->tmp.failed;
    put_check(r, &s->text);
    put_check(r, &s->tmp);
    return failed;
}

/* Puts the entry that was gathered, and ends it. False where it is no paper. */
static bool finish(struct reader *r, struct tagged *s, const struct dialect *d)
{
    const char *name = NULL; /* of the rows that have had a value: they stand together */
    s->open = false;
    if (lack_memory(r, s))
        return true;
    for (size_t k = 0; d->rules[k].tag; k++) {
        const struct rule *rule = &d->rules[k];
        if (!(s->seen & bit(s->rule[k])) || (!rule->name && rule->what == PUT_TEXT))
            continue;
        if (name && rule->name && strcmp(name, rule->name) == 0 && (int)rule->what != GROUP)
            continue;
        size_t before = r->paper.fields.n;
        for (size_t i = 0; i < s->n; i++)
            if (s->value[i].tag == s->rule[k] && s->value[i].n)
                put_value(r, s, rule, text_of(s, &s->value[i]));
        if (r->paper.fields.n > before && rule->name)
            name = rule->name;
    }
    lack_memory(r, s);
    return put_accept(r, s->line, text_trim(buf_str(&s->text)));
}

static void begin(struct reader *r, struct tagged *s, bool named)
{
    buf_clear(&s->text);
    s->n = 0;
    s->seen = 0;
    s->open = true;
    s->named = named;
    s->known = false;
    s->line = r->in->line;
}

static bool is_known(const struct tagged *s, uint64_t tag)
{
    size_t i = 0;
    while (s->rule[i] && s->rule[i] != tag)
        i++;
    return s->rule[i] != 0;
}

/* Adds a line as it stands: what a value is may go on in the next ones. */
static void add_line(struct tagged *s, struct str line)
{
    buf_putstr(&s->text, line);
    buf_putc(&s->text, '\n');
    s->blank = false;
}

/* A line with a tag. */
static void add_value(struct tagged *s, uint64_t tag, struct str line, struct str value)
{
    size_t from = s->text.n + (size_t)(value.p - line.p);
    s->known = is_known(s, tag);
    add_line(s, line);
    if (!s->known)
        return;
    if (!grow(&s->value, s->n, &s->cap, sizeof *s->value)) {
        s->text.failed = true;
        return;
    }
    s->value[s->n++] = (struct value){tag, from, value.n};
    s->seen |= bit(tag);
}

static void add_more(struct tagged *s, struct str line)
{
    bool blank = is_blank(line);
    add_line(s, line);
    s->blank = blank;
    if (s->known && s->n && !blank)
        s->value[s->n - 1].n = s->text.n - 1 - s->value[s->n - 1].from;
}

static bool passes(const struct dialect *d, struct str tag)
{
    char word[TAG_MAX + 3] = " ";
    if (!d->pass || tag.n > TAG_MAX)
        return false;
    memcpy(word + 1, tag.p, tag.n);
    word[tag.n + 1] = ' ';
    return strstr(d->pass, word) != NULL;
}

static bool next(struct reader *r, const struct dialect *d)
{
    struct tagged *s = r->state;
    struct str line, tag, value;
    if (!s->rule[0])
        for (size_t i = 0; d->rules[i].tag; i++)
            s->rule[i] = code(str_from(d->rules[i].tag));
    while (in_line(r->in, &line)) {
        bool huge = s->open && s->text.n > ENTRY_MAX;
        bool tagged = !is_blank(line) && d->tag(line, &tag, &value);
        if (!tagged && !huge) {
            if (s->open)
                add_more(s, line);
            continue;
        }
        bool ends = tagged && d->end && str_eq(tag, str_from(d->end)) && is_blank(value);
        bool starts =
            tagged && (str_eq(tag, str_from(d->begin)) || (s->open && !s->named && s->blank));
        if (ends && s->open)
            add_line(s, line);
        bool done = s->open && (ends || starts || huge) && finish(r, s, d);
        if (huge)
            read_reject(r, r->in->line, line, "an entry of more than 8 MiB is broken off");
        bool passed = tagged && passes(d, tag);
        r->fits |= passed; /* a file with a beginning and an end may have nothing in it */
        if (tagged && !ends && !passed) {
            /* The draft is full until the caller has it, the gathered text is not needed. */
            if (!s->open && (str_eq(tag, str_from(d->begin)) || is_known(s, code(tag))))
                begin(r, s, str_eq(tag, str_from(d->begin)));
            if (s->open)
                add_value(s, code(tag), line, value);
        }
        if (done)
            return true;
    }
    return s->open && finish(r, s, d);
}

static void end(void *state)
{
    struct tagged *s = state;
    buf_free(&s->text);
    buf_free(&s->tmp);
    free(s->value);
}

/* Whether a line of head is one that `begins`. */
static bool any_line(struct str head, bool (*begins_entry)(struct str line))
{
    while (head.n) {
        const char *nl = memchr(head.p, '\n', head.n);
        size_t n = nl ? (size_t)(nl - head.p) : head.n;
        if (begins_entry(str_slice(head, 0, n)))
            return true;
        head = str_slice(head, nl ? n + 1 : n, head.n);
    }
    return false;
}

static bool ris_line(struct str line)
{
    struct str tag, value;
    return dash_tag(line, &tag, &value) && str_eq(tag, STR("TY")) &&
           (is_blank(value) || value.p[0] == ' ' || ascii_upper((unsigned char)value.p[0]));
}

static bool medline_line(struct str line)
{
    return str_starts(line, STR("PMID- ")) || str_starts(line, STR("OWN - ")) ||
           str_starts(line, STR("OWN- "));
}

static bool refer_line(struct str line)
{
    struct str tag, value;
    return percent_tag(line, &tag, &value) && !is_blank(value) && strchr("0AT", tag.p[1]);
}

static bool ris_detect(struct str head, bool whole)
{
    (void)whole;
    return any_line(head, ris_line);
}

static bool medline_detect(struct str head, bool whole)
{
    (void)whole;
    return any_line(head, medline_line);
}

static bool refer_detect(struct str head, bool whole)
{
    (void)whole;
    return any_line(head, refer_line);
}

static bool isi_detect(struct str head, bool whole)
{
    (void)whole;
    head = text_trim(head);
    return str_starts(head, STR("FN ")) || str_starts(head, STR("VR 1")) ||
           (str_starts(head, STR("PT ")) && head.n > 4 && ascii_upper((unsigned char)head.p[3]) &&
            ascii_space((unsigned char)head.p[4]));
}

static bool smart_detect(struct str head, bool whole)
{
    struct str tag, value;
    (void)whole;
    head = text_trim(head);
    const char *nl = head.n ? memchr(head.p, '\n', head.n) : NULL;
    if (!nl)
        return false;
    size_t n = (size_t)(nl - head.p);
    struct str second = str_slice(head, n + 1, head.n);
    nl = second.n ? memchr(second.p, '\n', second.n) : NULL;
    second.n = nl ? (size_t)(nl - second.p) : second.n;
    return dot_tag(str_slice(head, 0, n), &tag, &value) && tag.p[1] == 'I' &&
           dot_tag(second, &tag, &value);
}

static bool ris_next(struct reader *r)
{
    return next(r, &ris);
}

static bool medline_next(struct reader *r)
{
    return next(r, &medline);
}

static bool isi_next(struct reader *r)
{
    return next(r, &isi);
}

static bool refer_next(struct reader *r)
{
    return next(r, &refer);
}

static bool smart_next(struct reader *r)
{
    return next(r, &smart);
}

const struct format read_ris = {
    "ris", "RIS: Zotero, EndNote, Scopus, publishers", ris_detect, ris_next, sizeof(struct tagged),
    end};
const struct format read_nbib = {"nbib",
                                 "MEDLINE as PubMed and ERIC export it",
                                 medline_detect,
                                 medline_next,
                                 sizeof(struct tagged),
                                 end};
const struct format read_isi = {
    "isi", "Web of Science, INSPEC: plain text", isi_detect, isi_next, sizeof(struct tagged), end};
const struct format read_refer = {"refer",
                                  "refer(1), EndNote's export, BibIX: %A, %T",
                                  refer_detect,
                                  refer_next,
                                  sizeof(struct tagged),
                                  end};
const struct format read_smart = {
    "smart", "SMART test collections: .I .T .A .W", smart_detect, smart_next, sizeof(struct tagged),
    end};
