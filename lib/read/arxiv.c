/* arxiv.c - arXiv's daily mailings, its listing files (new, pastweek, of a month) and .abs files,
 * which share one grammar, unchanged since 1991. A paper is an item:
 *
 *     \\
 *     arXiv:2306.04713 (*cross-listing*)      or  Paper (*cross-listing*): hep-th/9701001
 *     Date: Wed, 7 Jun 2023 18:23:40 GMT      or  replaced with revised version Thu, 8 Jun ...
 *
 *     Title: On sofic approximations of non
 *       amenable groups
 *     \\
 *       The abstract: none in a month's listing, nor of a replaced paper.
 *     \\ ( https://arxiv.org/abs/2306.04713 ,  14kb)      or  \\ alone, or nothing
 *
 * Rules stand between items and tell the sections apart. All else between items is the mail's own
 * talk and is passed over. Items may be quoted or indented as a whole, as people paste them.
 *
 * An item is held in memory until its end. A rule, or \\ with a number after it, ends any item:
 * that is where reading is in step again when one is damaged. */
#include "put.h"

#include "paper/ascii.h"
#include "paper/date.h"
#include "paper/text.h"

enum { RULE_WIDTH = 30 }; /* dashes that make a rule; arXiv prints 78, mail programs cut them */

enum kind {
    TEXT,
    BLANK,
    MARK,   /* \\ */
    CLOSE,  /* \\ ( url , size) */
    NUMBER, /* what an item begins with, after its \\ */
    RULE
};

/* Bytes of the item from, up to. */
struct span {
    size_t from, to;
};

struct state {
    enum {
        OUTSIDE,
        HEAD,
        ABSTRACT,
        MARKED /* behind a \\ in the abstract: its end, unless text follows at once */
    } part;
    struct buf item; /* its lines from the first \\ on, without what quotes them */
    struct span head, abstract, closing;
    uint64_t line;       /* number of the first of them */
    size_t quote;        /* bytes before each of them that quote it */
    const char *section; /* how the papers of this section are announced, NULL: as new */
};

static const char cross_listing[] = "(*cross-listing*)";

/* ---- lines ---- */

/* Bytes of "> " and its like, and of indentation, that a line begins with. */
static size_t quote_of(struct str line, size_t max)
{
    size_t n = 0;
    while (n < line.n && n < max && line.p[n] && strchr("> |\t", line.p[n]))
        n++;
    return n;
}

/* An arXiv number and nothing else, so that no line of a text is taken for one. */
static bool is_number(struct str line)
{
    struct str version, number = line;
    bool paper = str_starts(line, STR("Paper"));
    if (!paper && !str_starts(line, STR("arXiv:")))
        return false;
    size_t colon = find_part(line, ":"), cross = find_part(line, cross_listing);
    if (cross < line.n)
        number.n = cross > colon ? cross : line.n;
    if (colon == line.n || (paper && colon > 5 && cross > colon))
        return false;
    number = text_trim(str_slice(number, colon + 1, number.n));
    return !memchr(number.p, ' ', number.n) && find_arxiv(number, &version).n;
}

static bool is_dashes(struct str line)
{
    size_t n = 0;
    while (n < line.n && n < RULE_WIDTH && line.p[n] == '-')
        n++;
    return n == RULE_WIDTH;
}

static const struct {
    struct str rule;
    const char *section; /* that it begins */
} rules[] = {
    {STR_INIT("%-%-%-%"), "cross"},
    {STR_INIT("%%--%%--"), "replace"},
    {STR_INIT("%%%---%%%---"), NULL}, /* the end; another mailing may follow */
};

static enum kind kind_of(struct str line)
{
    if (line.n == 0)
        return BLANK;
    switch (line.p[0]) {
    case '\\':
        if (line.n > 1 && line.p[1] == '\\') {
            struct str more = text_trim(str_slice(line, 2, line.n));
            return more.n == 0 ? MARK : more.p[0] == '(' ? CLOSE : TEXT;
        }
        return TEXT;
    case 'a':
    case 'P': return is_number(line) ? NUMBER : TEXT;
    case '-': return is_dashes(line) ? RULE : TEXT;
    case '%':
        for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
            if (str_starts(line, rules[i].rule))
                return RULE;
        return TEXT;
    default: return TEXT;
    }
}

/* ---- an item's head ---- */

static const struct rule tags[] = {
    {"arXiv", PUT_ARXIV, NULL},
    {"Paper", PUT_ARXIV, NULL},
    {"Date", PUT_DATE, NULL},
    {"Title", PUT_TITLE, NULL},
    {"Authors", PUT_NAMES, NULL},
    {"Author", PUT_NAMES, NULL},
    {"Categories", PUT_WORDS, "cat"},
    {"Comments", PUT_TEXT, "comment"},
    {"Comment", PUT_TEXT, "comment"},
    {"Journal-ref", PUT_TEXT, "venue"},
    {"DOI", PUT_DOI, NULL},
    {"Report-no", PUT_TEXT, "report"},
    {"MSC-class", PUT_KEYWORDS, "msc"},
    {"ACM-class", PUT_KEYWORDS, "acm"},
    {"License", PUT_TEXT, "license"},
    {"Subj-class", PUT_TEXT, "subject"},
    {"From", PUT_TEXT, NULL}, /* who sent it, and an address: not the paper's */
    {"Proxy", PUT_TEXT, NULL},
};

/* What stands in the place of "Date:" when a paper is announced again. */
static const struct str again[] = {
    STR_INIT("replaced with revised version"),
    STR_INIT("figures added"),
    STR_INIT("part added"),
};

struct head {
    const struct rule *tag; /* being read */
    const char *value;      /* where its value begins */
    struct str later;       /* a date that is not the first version's */
    struct str version;
    bool numbered; /* the number came with its version */
    bool cross, replaced;
};

/* A line with a tag, `Title: ...` or `Date (revised v2): ...`: note is what the parentheses hold.
 */
static const struct rule *tag_of(struct str line, struct str *note, const char **value)
{
    size_t n = 0, i;
    while (n < line.n && (ascii_alpha((unsigned char)line.p[n]) || line.p[n] == '-'))
        n++;
    for (i = n; i < line.n && line.p[i] == ' ';)
        i++;
    *note = (struct str){0};
    if (i < line.n && line.p[i] == '(') {
        size_t close = find_part(line, ")");
        *note = str_slice(line, i + 1, close);
        i = close + 1;
    }
    if (n == 0 || i >= line.n || line.p[i] != ':')
        return NULL;
    *value = line.p + i + 1;
    for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
        if (((line.p[0] ^ tags[k].tag[0]) | 0x20) == 0x20 &&
            same_word(str_slice(line, 0, n), tags[k].tag))
            return &tags[k];
    return NULL;
}

/* The version in "revised v2"; of several such lines the last is the paper's. */
static void take_version(struct head *h, struct str note)
{
    size_t v = find_part(note, " v"), end = v + 2;
    while (end < note.n && ascii_digit((unsigned char)note.p[end]))
        end++;
    if (v < note.n && end > v + 2)
        h->version = str_slice(note, v + 2, end);
}

/* Puts the value that ends at `end`. */
static void put_value(struct reader *r, struct head *h, const char *end)
{
    if (!h->tag || (h->tag->what == PUT_TEXT && !h->tag->name))
        return;
    struct str value = {h->value, (size_t)(end - h->value)};
    bool tex = h->tag->what == PUT_TITLE || h->tag->what == PUT_NAMES || h->tag->what == PUT_TEXT;
    put(r, h->tag->what, h->tag->name, value, tex ? TEX : PLAIN);
}

/* A line that begins a value. False where it goes on with the one before. */
static bool begin_value(struct head *h, struct str line)
{
    struct str note, version;
    const char *value = NULL;
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        if (str_starts(line, again[i])) {
            h->tag = NULL;
            h->later = line;
            h->replaced = true;
            return true;
        }
    const struct rule *tag = tag_of(line, &note, &value);
    if (!tag)
        return false;
    h->tag = tag;
    h->value = value;
    if (tag->what == PUT_DATE && note.n) {
        h->tag = NULL;
        if (h->later.n == 0)
            h->later = str_slice(line, (size_t)(value - line.p), line.n);
        take_version(h, note);
    } else if (tag->what == PUT_ARXIV) {
        h->cross |= find_part(line, cross_listing) < line.n;
        h->numbered = find_arxiv(line, &version).n && version.n;
    }
    return true;
}

/* Only lines that are not indented begin a value. */
static void put_head(struct reader *r, struct head *h, struct str s)
{
    const char *end = s.p + s.n;
    for (const char *p = s.p, *next; p < end; p = next) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        next = nl ? nl + 1 : end;
        struct head before = *h;
        if (*p != ' ' && begin_value(h, (struct str){p, (size_t)(next - p)}))
            put_value(r, &before, p);
    }
    put_value(r, h, end);
}

/* ---- an item ---- */

static struct str span_of(const struct state *s, struct span span)
{
    return text_trim(str_slice(buf_str(&s->item), span.from, span.to));
}

/* Where no date is of use (years had two digits once), the number tells year and month. */
static void put_number_date(struct reader *r)
{
    char text[DATE_MAX];
    struct str id = buf_str(&r->paper.col[REC_ID]);
    size_t i = 0;
    while (i < id.n && !ascii_digit((unsigned char)id.p[i]))
        i++;
    if (!r->has_arxiv || r->paper.col[REC_DATE].n || i + 4 > id.n)
        return;
    int year = (id.p[i] - '0') * 10 + id.p[i + 1] - '0';
    int month = (id.p[i + 2] - '0') * 10 + id.p[i + 3] - '0';
    put(r, PUT_DATE, NULL, date_from(text, year + (year > 90 ? 1900 : 2000), month, 0), PLAIN);
}

static void put_item(struct reader *r, struct str head)
{
    struct state *s = r->state;
    struct head h = {0};
    struct str closing = span_of(s, s->closing);
    put_head(r, &h, head);
    put(r, PUT_ABSTRACT, NULL, span_of(s, s->abstract), TEX);
    if (!h.numbered)
        draft_add(&r->paper, STR("version"), h.version);
    put(r, PUT_DATE, NULL, h.later, PLAIN);
    size_t url = find_part(closing, "http");
    if (url < closing.n)
        put(r, PUT_URL, NULL, str_slice(closing, url, closing.n), PLAIN);
    put(r, PUT_ARXIV, NULL, closing, PLAIN); /* where the head's is damaged */
    put_number_date(r);
    const char *announce = s->section ? s->section : "new";
    if (h.replaced) /* of whatever section: the paper is known already */
        announce = "replace";
    else if (h.cross && !s->section)
        announce = "cross";
    put(r, PUT_TEXT, "announce", str_from(announce), PLAIN);
    r->has_announce = true;
}

/* The item is over: whether it was a paper. One of the pastweek's dates is none, and no trouble. */
static bool finish(struct reader *r)
{
    struct state *s = r->state;
    struct str raw = buf_str(&s->item), head = span_of(s, s->head);
    const char *why = NULL;
    bool closed = s->part != HEAD || s->closing.to;
    s->part = OUTSIDE;
    if (s->item.failed) {
        read_reject(r, s->line, (struct str){0}, "an item too long: out of memory");
        buf_free(&s->item);
        return false;
    }
    if (head.n == 0 || str_starts(head, STR("/*"))) {
        r->fits |= head.n > 0;
        return false;
    }
    if (!closed)
        why = "an item whose head has no end";
    else
        put_item(r, head);
    if (!why && r->paper.col[REC_TITLE].n == 0)
        why = "an item without a title";
    if (!why)
        return true;
    read_clear(r);
    raw.n -= raw.p[raw.n - 1] == '\n';
    read_reject(r, s->line, raw, why);
    return false;
}

static void append(struct state *s, struct str line)
{
    buf_putstr(&s->item, line);
    buf_putc(&s->item, '\n');
}

static void begin(struct reader *r, struct str line, size_t quote, bool mark)
{
    struct state *s = r->state;
    buf_clear(&s->item);
    s->abstract = s->closing = (struct span){0};
    s->line = r->in->line;
    s->quote = quote;
    s->part = HEAD;
    append(s, line);
    s->head = (struct span){mark ? s->item.n : 0, s->item.n};
}

/* Whether the item is over before this line. */
static bool ends_before(const struct state *s, enum kind kind)
{
    switch (s->part) {
    case HEAD: return kind == RULE || (kind == MARK && span_of(s, s->head).n == 0);
    case ABSTRACT: return kind == RULE || (kind == NUMBER && s->abstract.from == s->abstract.to);
    case MARKED: return kind != TEXT && kind != CLOSE;
    case OUTSIDE: break;
    }
    return false;
}

/* Takes one more line of the item; whether that is its last. */
static bool add(struct state *s, enum kind kind, struct str line)
{
    size_t from = s->item.n;
    append(s, line);
    size_t to = s->item.n;
    if (kind == CLOSE) {
        s->closing = (struct span){from, to};
        return true;
    }
    if (s->part == HEAD && kind == MARK) {
        s->part = ABSTRACT;
        s->abstract = (struct span){to, to};
    } else if (s->part == HEAD) {
        s->head.to = to;
    } else if (kind == MARK) {
        s->part = MARKED;
    } else {
        s->part = ABSTRACT;
        s->abstract.to = to;
    }
    return false;
}

/* What a line between items tells: a rule the section, a mail's subject that another one begins. */
static void take_section(struct state *s, enum kind kind, struct str line)
{
    if (kind == TEXT && str_starts(line, STR("Subject:")))
        s->section = NULL;
    for (size_t i = 0; kind == RULE && i < sizeof rules / sizeof *rules; i++)
        if (str_starts(line, rules[i].rule))
            s->section = rules[i].section;
}

static bool take(struct reader *r, struct str line)
{
    struct state *s = r->state;
    size_t quote = quote_of(line, s->part == OUTSIDE ? line.n : s->quote);
    while (line.n > quote && ascii_space((unsigned char)line.p[line.n - 1]))
        line.n--;
    line = str_slice(line, quote, line.n);
    enum kind kind = kind_of(line);
    bool paper = s->part != OUTSIDE && ends_before(s, kind) && finish(r);
    if (s->part != OUTSIDE)
        return add(s, kind, line) && finish(r);
    take_section(s, kind, line);
    r->fits |= kind == RULE && line.p[0] == '%'; /* a mailing, maybe of nothing */
    if (kind == MARK || kind == NUMBER)
        begin(r, line, quote, kind == MARK);
    return paper;
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    struct str line;
    while (in_line(r->in, &line))
        if (take(r, line))
            return true;
    if (s->part == OUTSIDE)
        return false;
    if (s->part == ABSTRACT && span_of(s, s->abstract).n)
        read_reject(r, s->line, (struct str){0}, "the file ends within this item's abstract");
    return finish(r);
}

/* A \\ on a line, and on the next what an item begins with; or, where nothing was announced, the
 * rule at a mailing's end. */
static bool detect(struct str head, bool whole)
{
    bool marked = false;
    (void)whole;
    while (head.n) {
        const char *nl = memchr(head.p, '\n', head.n);
        size_t n = nl ? (size_t)(nl - head.p) + 1 : head.n;
        struct str line = str_slice(head, 0, n);
        line = text_trim(str_slice(line, quote_of(line, n), n));
        if (marked && (kind_of(line) == NUMBER || str_starts(line, STR("/* "))))
            return true;
        if (str_starts(line, STR("%%%---%%%---%%%---%%%---")))
            return true;
        marked = kind_of(line) == MARK;
        head = str_slice(head, n, head.n);
    }
    return false;
}

static void end(void *state)
{
    buf_free(&((struct state *)state)->item);
}

const struct format read_arxiv = {
    "arxiv", "arXiv's mailings, listing files and .abs files", detect, next, sizeof(struct state),
    end};
