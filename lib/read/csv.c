/* csv.c - tables with a header (RFC 4180): commas, semicolons, TABs or bars between the cells,
 * which may be quoted and hold line breaks.
 *
 * Columns are told by their names: see names.c. One that is not known becomes a field of its name.
 */
#include "names.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ROW_MAX = 1 << 20, /* bytes of a row; a quote without its other half must not take the file */
    NAME_MAX = 80,     /* bytes of a column's name in a table that is detected */
    FIELD = NAMES_END  /* what is done with a column that is not known */
};

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
    size_t width;      /* cells of the header */
    size_t vain, open; /* the unread bytes vain .. open: no run of quotes in them closes a cell */
    size_t last_page;  /* its cell, or none */
    char delimiter;
    bool known;   /* the header was read */
    bool foreign; /* it names nothing that papers have */
    bool own;     /* it is one of paperfmt's: its first columns are a record's */
    bool lost;    /* there was no memory for it */
    struct buf text, fold, header;
};

/* ---- rows ---- */

enum row { ROW, ROW_MORE, ROW_OPEN /* a quoted cell has no end */, ROW_FAILED };

static bool add_cell(struct csv *s, const char *p, size_t n, bool doubled)
{
    if (!grow(&s->cell, s->n, &s->cap, sizeof *s->cell))
        return false;
    s->cell[s->n++] = (struct cell){p, n, doubled};
    return true;
}

/* Whether the run of quotes from p on, which `pairs` stand for one each, closes a cell: its last
 * one is over, and a delimiter or the line's end follows. *after: behind the run; end where the
 * text ends in it, so that nothing is known. */
static bool closes(const char *p, const char *end, char delimiter, const char **after)
{
    const char *from = p;
    while (p < end && *p == '"')
        p++;
    *after = p;
    return p < end && (p - from) % 2 && (*p == delimiter || *p == '\n' || *p == '\r');
}

/* The end of the cell that `quote` opens: its closing quote; NULL where it has not come yet. One
 * that is followed by neither delimiter nor line's end is text. What was looked through in vain for
 * one cell is not looked through for it again, nor for those behind: the time is linear. */
static const char *closing(struct csv *s, struct str text, const char *quote, bool *doubled)
{
    const char *end = text.p + text.n, *p = quote, *after;
    bool closed = closes(quote + 1, end, s->delimiter, &after);
    *doubled = after > quote + 2;
    if (closed)
        return after - 1;
    const bool known = (size_t)(quote - text.p) >= s->vain && text.p + s->open > after;
    const char *from = known ? text.p + s->open : after;
    *doubled |= from > after;
    while (from < end && (p = memchr(from, '"', (size_t)(end - from)))) {
        if (closes(p, end, s->delimiter, &after)) {
            *doubled |= after > p + 1;
            return after - 1;
        }
        *doubled |= after > p + 1;
        if (after == end) /* what follows the run is not known */
            break;
        from = after;
    }
    s->vain = (size_t)(quote - text.p);
    s->open = (size_t)((p && after == end ? p : end) - text.p);
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
            stop = closing(s, text, p, &doubled);
            if (!stop)
                return ROW_OPEN;
            if (!add_cell(s, p + 1, (size_t)(stop - p) - 1, doubled))
                return ROW_FAILED;
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
                return ROW_FAILED;
            p = stop;
        }
        if (p == eol) {
            *used = (size_t)(eol - text.p) + 1;
            return ROW;
        }
        p++;
    }
}

/* Takes the row, or whatever is passed over. */
static void take(struct reader *r, struct csv *s, size_t n)
{
    in_take(r->in, n);
    s->vain -= s->vain < n ? s->vain : n;
    s->open -= s->open < n ? s->open : n;
}

/* The row that the unread bytes begin with, where its quotes are no quotes, or there is no memory
 * for its cells: told. False where it is passed over. */
static bool plain_row(struct reader *r, struct csv *s, enum row found, size_t *used)
{
    const struct str rest = in_rest(r->in);
    if (found == ROW_OPEN) {
        read_reject(r, r->in->line + 1, (struct str){0},
                    "a quoted cell has no end: its quote is taken as text");
        found = split(s, rest, false, used);
    }
    if (found == ROW)
        return true;
    *used = (size_t)((const char *)memchr(rest.p, '\n', rest.n) - rest.p) + 1;
    read_reject(r, r->in->line + 1, str_slice(rest, 0, *used - 1), "a row: out of memory");
    take(r, s, *used);
    return false;
}

/* The next row, its cells valid until it is taken; false at the end of the file. A quote whose
 * other half does not come is text. */
static bool row(struct reader *r, struct csv *s, size_t *used)
{
    for (size_t want = 1;;) {
        bool all = false;
        while (in_rest(r->in).n < want && !all)
            all = !in_more(r->in);
        struct str rest = in_rest(r->in);
        if (rest.n == 0)
            return false;
        const char *nl = memchr(rest.p, '\n', rest.n);
        enum row found = nl ? split(s, rest, true, used) : ROW_MORE;
        if (found == ROW && *used > ROW_MAX && nl + 1 < rest.p + *used) /* of several lines */
            found = ROW_OPEN;
        if (found == ROW)
            return true;
        bool wait = found == ROW_MORE || (found == ROW_OPEN && rest.n <= ROW_MAX);
        if (wait && !all)
            want = rest.n < ROW_MAX / 16 ? rest.n + 1 : 2 * rest.n;
        else if (found == ROW_MORE)
            return false;
        else if (plain_row(r, s, found, used))
            return true;
        else
            want = 1;
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
                        : str_eq(m->name, STR("au"))       ? (enum put)NAMES_PEOPLE
                        : str_eq(m->name, STR("kw"))       ? PUT_KEYWORDS
                        : str_eq(m->name, STR("doi"))      ? PUT_DOI
                        : str_eq(m->name, STR("arxiv"))    ? PUT_ARXIV
                        : str_eq(m->name, STR("pmid"))     ? (enum put)NAMES_NUMBER
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

static void read_header(struct reader *r, struct csv *s, struct str line)
{
    bool any = false;
    s->known = true;
    buf_putstr(&s->header, line);
    s->own = str_starts(line, STR("id,date,title,abstract")) ||
             str_starts(line, STR("id\tdate\ttitle\tabstract"));
    s->width = s->n;
    s->last_page = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct str name = text_of(s, i);
        bool known = map_column(r, s, i, name);
        any |= known;
        if (known || name.n == 0)
            continue;
        for (const struct rule *k = NULL; (k = names_find(&s->fold, name, k));) {
            known = true;
            if (!k->name && k->what == PUT_TEXT)
                s->last_page = i;
            else
                add_column(s, i, s->own && i == 0 ? 0 : r->nmap + names_number(k),
                           s->own && i == 0 ? PUT_OWN_ID : k->what,
                           k->name ? str_from(k->name) : (struct str){0});
        }
        any |= known;
        if (!known)
            add_column(s, i, r->nmap + NAMES_MAX, (enum put)FIELD, field_name(s, name));
    }
    s->foreign = !any;
    r->fits |= any; /* a table may have no rows */
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
    if (!r->plain && put_list(r, PUT_AUTHOR, "au", s))
        return;
    size_t from = s.n;
    while (from && s.p[from - 1] != ',')
        from--;
    struct str last = text_trim(str_slice(s, from, s.n));
    /* PubMed ends the list, "Lee AB, Li C.", which has no other, with a full stop. */
    if (!r->plain && s.n && s.p[s.n - 1] == '.' && !memchr(s.p, '.', s.n - 1) &&
        memchr(last.p, ' ', last.n))
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
    case NAMES_PEOPLE: put_people(r, text); break;
    case NAMES_PAGES: put_pages(r, s, c->name, text); break;
    case NAMES_NUMBER:
        if (text.n > 2 && memcmp(text.p + text.n - 2, ".0", 2) == 0)
            text.n -= 2;
        put(r, PUT_PMID, NULL, text, PLAIN);
        break;
    case NAMES_ACCESSION:
        if (str_starts(text, STR("WOS:")))
            put(r, PUT_ID, c->name, str_slice(text, 4, text.n), PLAIN);
        break;
    case FIELD: put(r, PUT_TEXT, c->name, text, PLAIN); break;
    case PUT_KEYWORDS:
    case PUT_LIST:
        if (!put_list(r, PUT_TEXT, c->name, text))
            put(r, c->what, c->name, text, HTML | TEX);
        break;
    default: put(r, c->what, c->name, text, HTML | TEX); break;
    }
}

/* Of columns for one field, all that --map names, else the first that has a value. False where the
 * row is empty. */
static bool put_row(struct reader *r, struct csv *s)
{
    const char *name = NULL;
    bool empty = true;
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct column *c = &s->column[i];
        if (c->cell >= s->n || s->cell[c->cell].n == 0)
            continue;
        struct str text = text_of(s, c->cell);
        if (text.n == 0 || same_word(text, "nan")) /* what programs make of an empty cell */
            continue;
        empty = false;
        if (s->own && text.p[0] == '\'' && text_is_formula(str_slice(text, 1, text.n)))
            text = str_slice(text, 1, text.n); /* what spreadsheets take for a formula */
        if (name && c->name && (int)c->what != FIELD && c->order >= r->nmap &&
            strcmp(name, c->name) == 0)
            continue;
        size_t before = r->paper.fields.n;
        put_cell(r, s, c, text);
        if (r->paper.fields.n > before && c->name)
            name = c->name;
    }
    put_check(r, &s->text);
    put_check(r, &s->fold);
    return !empty || draft_failed(&r->paper);
}

static void check_width(struct reader *r, const struct csv *s, struct str line)
{
    char why[96];
    size_t n = s->n;
    while (n > s->width && text_trim((struct str){s->cell[n - 1].p, s->cell[n - 1].n}).n == 0)
        n--;
    if (n <= s->width)
        return;
    snprintf(why, sizeof why, "%zu cells, but the header has %zu: those beyond are left out", n,
             s->width);
    read_reject(r, r->in->line + 1, line, why);
}

/* ---- what separates the cells ---- */

static const char delimiters[] = "\t;,|";

/* Columns of the header that are known, 0 where one of its names is no name; *cells of all. */
static size_t known_columns(struct csv *s, struct str head, char delimiter, size_t *cells)
{
    size_t used, known = 0;
    bool text = false;
    s->delimiter = delimiter;
    s->open = 0;
    *cells = 0;
    if (head.n == 0 || !memchr(head.p, '\n', head.n) || split(s, head, true, &used) != ROW)
        return 0;
    *cells = s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct str name = text_of(s, i);
        if (name.n > NAME_MAX)
            return 0;
        const struct rule *rule = names_find(&s->fold, name, NULL);
        known += rule != NULL;
        text |= rule && (rule->what == PUT_TITLE || rule->what == PUT_ABSTRACT ||
                         (int)rule->what == NAMES_PEOPLE);
    }
    return text ? known : 0;
}

/* "sep=;": Excel's. */
static bool is_sep_line(struct str head)
{
    return head.n >= 5 && str_starts(head, STR("sep=")) &&
           (head.n == 5 || head.p[5] == '\n' || head.p[5] == '\r');
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
    buf_free(&s->header);
}

static bool detect(struct str head, bool whole)
{
    struct csv s = {0};
    size_t known = 0;
    (void)whole;
    if (!is_sep_line(head))
        choose(&s, head, &known);
    free_csv(&s);
    return known >= 2 || is_sep_line(head);
}

/* The beginning of the file up to the first line's end outside quotes, so that a table is read as
 * it arrives; READ_HEAD bytes where a quote is never closed. */
static struct str read_head(struct reader *r)
{
    bool quoted = false;
    for (size_t i = 0;; i++) {
        struct str rest = in_rest(r->in);
        if (i >= READ_HEAD || (i == rest.n && !in_more(r->in)))
            return str_slice(in_rest(r->in), 0, i);
        rest = in_rest(r->in);
        if (i < rest.n && rest.p[i] == '\n' && !quoted)
            return str_slice(rest, 0, i + 1);
        quoted ^= i < rest.n && rest.p[i] == '"';
    }
}

static void start(struct reader *r, struct csv *s)
{
    size_t known;
    struct str head = read_head(r);
    s->delimiter = is_sep_line(head) ? head.p[4] : choose(s, head, &known);
    s->open = 0;
    if (is_sep_line(head))
        take(r, s, head.n);
}

/* Whether a row is the header again, as in tables that were put one behind another. */
static bool is_header(const struct csv *s, struct str line)
{
    const struct str mark = STR("\xEF\xBB\xBF");
    if (str_starts(line, mark))
        line = str_slice(line, mark.n, line.n);
    return str_eq(line, buf_str(&s->header)) || is_sep_line(line);
}

/* Takes the row apart that line is; whether it is a paper. */
static bool put_line(struct reader *r, struct csv *s, struct str line)
{
    if (!s->known) {
        read_header(r, s, line);
        s->lost = s->text.failed || s->fold.failed || s->header.failed;
        if (s->lost)
            read_reject(r, r->in->line + 1, (struct str){0},
                        "the table is not read: out of memory");
        return false;
    }
    if (s->foreign || is_header(s, line))
        return false;
    check_width(r, s, line);
    return put_row(r, s) && put_accept(r, r->in->line + 1, line);
}

static bool next(struct reader *r)
{
    struct csv *s = r->state;
    size_t used;
    if (!s->delimiter)
        start(r, s);
    while (!s->lost && row(r, s, &used)) {
        struct str line = str_slice(in_rest(r->in), 0, used - 1);
        line.n -= line.n && line.p[line.n - 1] == '\r';
        bool paper = put_line(r, s, line);
        take(r, s, used);
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
