/* query.c - a set of queries, and a record looked at: its words looked up once, the queries that
 * they touch evaluated. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"

#include <stdlib.h>

/* ---- making ---- */

static const struct str column_name[REC_COLUMNS] = {STR_INIT("id"), STR_INIT("date"),
                                                    STR_INIT("title"), STR_INIT("abstract")};

static bool add_default(struct query *q, struct str name)
{
    uint32_t i = field_add(q, name);
    if (i != NONE)
        q->field[i].words = q->field[i].by_default = true;
    return i != NONE;
}

/* Makes the set ready for queries, but for their texts. */
static bool begin(struct query *q, const struct query_options *options, size_t n)
{
    table_init(&q->words);
    table_init(&q->fields);
    table_init(&q->stemmed);
    q->stem = options->stem;
    q->any = NONE;
    q->gap = 1;
    q->root = calloc(n + 1, sizeof *q->root);
    q->touched = calloc(n + 1, sizeof *q->touched);
    q->matched = calloc(n + 1, sizeof *q->matched);
    bool good = q->root && q->touched && q->matched && n < NONE;
    for (size_t i = 0; i < options->fields.n && good; i++)
        good = add_default(q, options->fields.name[i]);
    if (options->fields.n == 0 && good)
        good = add_default(q, STR("title")) && add_default(q, STR("abstract"));
    return good;
}

/* What is known when all queries are there. */
static bool finish(struct query *q)
{
    size_t columns = 0;
    for (size_t i = 0; i < REC_COLUMNS; i++) {
        size_t field = table_find(&q->fields, column_name[i]);
        q->column[i] = field == TABLE_NONE ? NONE : (uint32_t)field;
        columns += field != TABLE_NONE;
    }
    q->others = q->fields.n > columns;
    return terms_ready(q) && needs_find(q);
}

struct query *query_new(const struct str *texts, size_t n, const struct query_options *options,
                        struct query_fault *fault)
{
    struct query *q = calloc(1, sizeof *q);
    *fault = (struct query_fault){n, 0, "out of memory"};
    bool good = q && begin(q, options, n);
    for (size_t i = 0; i < n && good; i++) {
        struct query_fault mine;
        q->root[i].node = query_parse(q, texts[i], &mine);
        q->nroot++;
        good = q->root[i].node != NONE;
        if (!good && mine.why)
            *fault = (struct query_fault){i, mine.at, mine.why};
    }
    if (good && finish(q))
        return q;
    query_free(q);
    return NULL;
}

void query_free(struct query *q)
{
    if (!q)
        return;
    table_free(&q->fields);
    table_free(&q->words);
    table_free(&q->stemmed);
    buf_free(&q->tokens.folded);
    buf_free(&q->key);
    void *const arrays[] = {q->node,    q->item,      q->bounds,  q->root,    q->field,
                            q->term,    q->length,    q->probe,   q->trigger, q->always,
                            q->needle,  q->stem_term, q->found,   q->place,   q->value,
                            q->touched, q->matched,   q->stretch, q->span};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
    free(q);
}

bool query_failed(const struct query *q)
{
    return q->failed;
}

/* ---- a record taken apart ---- */

/* Puts the queries on the list for which the term is needed, as it is met first. */
static size_t touch(struct query *q, const struct term *term, size_t n)
{
    for (uint32_t i = 0; i < term->ntrigger; i++) {
        uint32_t query = q->trigger[term->trigger + i];
        if (q->root[query].touched == q->record)
            continue;
        q->root[query].touched = q->record;
        q->touched[n++] = query;
    }
    return n;
}

/* The terms found stand at this word. Gives how many queries are on the list then. */
static size_t note_places(struct query *q, const struct token *word, uint32_t field, size_t n)
{
    for (size_t i = 0; i < q->nfound; i++) {
        struct term *term = &q->term[q->found[i]];
        uint32_t at = (uint32_t)q->nplace;
        if (q->nplace >= NONE || !grow(&q->place, q->nplace, &q->capplace, sizeof *q->place)) {
            q->failed = true;
            break;
        }
        struct str key = table_key(&q->words, q->found[i]);
        bool marked = key.p[key.n - 1] == '+' || key.p[key.n - 1] == '#';
        size_t end = word->end + (marked ? word->mark : 0);
        q->place[q->nplace++] = (struct place){q->pos, word->begin, end, field, NONE};
        if (term->seen != q->record) {
            term->seen = q->record;
            term->first = at;
            n = touch(q, term, n);
        } else {
            q->place[term->last].next = at;
        }
        term->last = at;
    }
    return n;
}

/* Looks up the words of line[from..to). */
static size_t note_words(struct query *q, struct str line, size_t from, size_t to, uint32_t field,
                         size_t n)
{
    struct token word;
    q->tokens.text = str_slice(line, 0, to);
    q->tokens.at = from;
    while (token_next(&q->tokens, &word) && !q->failed) {
        terms_find(q, q->tokens.text, &word);
        n = note_places(q, &word, field, n);
        q->pos++;
    }
    q->failed |= q->tokens.folded.failed;
    return n;
}

/* Looks up the words of a value. A person's name is given twice, once with the given name first. */
static size_t note_text(struct query *q, struct str line, struct str value, uint32_t field,
                        size_t n)
{
    const size_t from = (size_t)(value.p - line.p), to = from + value.n;
    const size_t given = q->field[field].persons ? given_name(value) : 0;
    q->pos += q->gap;
    n = note_words(q, line, from, to, field, n);
    if (given == 0)
        return n;
    q->pos += q->gap;
    n = note_words(q, line, from + given, to, field, n);
    return note_words(q, line, from, from + given, field, n);
}

/* Keeps a value for has: and ranges. */
static void note_value(struct query *q, struct str value, uint32_t number)
{
    struct field_use *field = &q->field[number];
    if (q->nvalue >= NONE || !grow(&q->value, q->nvalue, &q->capvalue, sizeof *q->value)) {
        q->failed = true;
        return;
    }
    q->value[q->nvalue] = (struct value){value, NONE};
    if (field->seen == q->record)
        q->value[q->nvalue].next = field->value;
    field->seen = q->record;
    field->value = (uint32_t)q->nvalue++;
}

/* Takes a record apart. Gives the number of queries that its words touch. */
static size_t note_record(struct query *q, const struct rec *r)
{
    struct field last = {0};
    size_t number = TABLE_NONE, n = 0;
    q->record++;
    q->nplace = q->nvalue = q->pos = 0;
    for (size_t i = 0; i < (q->others ? r->n : REC_COLUMNS); i++) {
        struct field f = {{0}, r->col[i]};
        if (i >= REC_COLUMNS) {
            f = rec_field(r, i);
            /* most stand beside others of their name */
            if (i == REC_COLUMNS || !str_eq(f.name, last.name))
                number = rec_is_name(f.name) ? table_find(&q->fields, f.name) : TABLE_NONE;
            last = f;
        } else {
            number = q->column[i] == NONE ? TABLE_NONE : q->column[i];
        }
        if (number == TABLE_NONE || f.value.n == 0)
            continue;
        note_value(q, f.value, (uint32_t)number);
        if (q->field[number].words)
            n = note_text(q, r->line, f.value, (uint32_t)number, n);
    }
    return n;
}

/* ---- matching ---- */

static int by_number(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

size_t query_match(struct query *q, const struct rec *r, bool all, const size_t **which)
{
    const size_t ntouched = note_record(q, r);
    q->nmatched = 0;
    for (size_t i = 0; i < ntouched + q->nalways && (all || !q->nmatched); i++) {
        uint32_t query = i < ntouched ? q->touched[i] : q->always[i - ntouched];
        if (query_eval(q, q->root[query].node))
            q->matched[q->nmatched++] = query;
    }
    if (q->failed)
        q->nmatched = 0;
    if (q->nmatched > 1)
        qsort(q->matched, q->nmatched, sizeof *q->matched, by_number);
    if (which)
        *which = q->matched;
    q->at_span = SIZE_MAX; /* not looked for yet */
    return q->nmatched;
}

static int by_place(const void *a, const void *b)
{
    const char *x = ((const struct str *)a)->p, *y = ((const struct str *)b)->p;
    return (x > y) - (x < y);
}

/* Stretches that touch one another become one. */
static void gather_spans(struct query *q)
{
    size_t n = 0;
    q->nspan = 0;
    for (size_t i = 0; i < q->nmatched; i++)
        query_mark(q, q->root[q->matched[i]].node);
    if (q->nspan)
        qsort(q->span, q->nspan, sizeof *q->span, by_place);
    for (size_t i = 0; i < q->nspan; i++) {
        struct str *last = n ? &q->span[n - 1] : NULL, s = q->span[i];
        if (!last || s.p > last->p + last->n)
            q->span[n++] = s;
        else if (s.p + s.n > last->p + last->n)
            last->n = (size_t)(s.p + s.n - last->p);
    }
    q->nspan = n;
    q->at_span = 0;
}

bool query_span(struct query *q, struct str line, size_t from, struct str *span)
{
    if (q->at_span == SIZE_MAX)
        gather_spans(q);
    if (from == 0)
        q->at_span = 0;
    while (q->at_span < q->nspan && q->span[q->at_span].p < line.p + from)
        q->at_span++;
    if (q->at_span == q->nspan)
        return false;
    *span = q->span[q->at_span++];
    return true;
}

/* ---- raw text ---- */

/* The first byte from i on that is not ASCII, or n. */
static size_t beyond_ascii(struct str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.p;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t high = load64(p + i) & every64(0x80);
        if (high)
            return i + lowest64(high) / 8;
    }
    while (i < s.n && p[i] < 0x80)
        i++;
    return i;
}

/* Whether the word may make a query match. */
static bool is_wanted(struct query *q, struct str text, const struct token *word)
{
    terms_find(q, text, word);
    for (size_t i = 0; i < q->nfound; i++)
        if (q->term[q->found[i]].ntrigger)
            return true;
    return false;
}

/* The line around the byte at `at`, with its newline. */
static struct str line_around(struct str text, size_t at)
{
    size_t from = at;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    const char *nl = memchr(text.p + at, '\n', text.n - at);
    return str_slice(text, from, nl ? (size_t)(nl - text.p) + 1 : text.n);
}

bool query_odd_line(struct query *q, struct str lines, struct str *line)
{
    struct token word;
    size_t done = 0;
    for (size_t i = 0; (i = beyond_ascii(lines, i)) < lines.n;) {
        if (!token_at(lines, i) && !token_joins(lines, i)) { /* mostly quotes and dashes */
            i++;
            continue;
        }
        size_t start = i;
        while (start > done && ascii_alnum((unsigned char)lines.p[start - 1]))
            start--;
        q->tokens.text = lines;
        q->tokens.at = start;
        if (!token_next(&q->tokens, &word))
            break;
        if (is_wanted(q, lines, &word)) {
            *line = line_around(lines, word.begin);
            return true;
        }
        i = done = q->tokens.at;
    }
    q->failed |= q->tokens.folded.failed;
    return false;
}

/* ---- files of queries ---- */

bool query_line(struct str line, struct str *name, struct str *text)
{
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    *name = (struct str){line.p, 0};
    *text = text_trim(line);
    if (text->n == 0 || line.p[0] == '#')
        return false;
    if (!tab)
        return true;
    *name = text_trim(str_slice(line, 0, (size_t)(tab - line.p)));
    *text = text_trim(str_slice(line, (size_t)(tab - line.p) + 1, line.n));
    return true;
}
