/* jsonl.c - JSON Lines as paperfmt -t jsonl writes them: an object a line, whose id, date, title
 * and abstract are strings, and whose other keys are fields: an array of the values, or one value.
 */
#include "paper/read.h"

#include "json.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdio.h>

struct state {
    struct buf key, value;
};

/* A key in small letters, with what a field's name can't hold turned into '-'. */
static void to_name(struct buf *key)
{
    for (size_t i = 0; i < key->n; i++) {
        unsigned char c = ascii_to_lower((unsigned char)key->p[i]);
        key->p[i] = ascii_lower(c) || ascii_digit(c) || c == '_' ? (char)c : '-';
    }
}

/* What can be no field's name, such as "2nd", is a comment. */
static void need_name(struct buf *key)
{
    if (!rec_is_name(buf_str(key))) {
        buf_clear(key);
        buf_puts(key, "comment");
    }
}

static int column_of(struct str key)
{
    static const struct str name[REC_COLUMNS] = {STR_INIT("id"), STR_INIT("date"),
                                                 STR_INIT("title"), STR_INIT("abstract")};
    int i = 0;
    while (i < REC_COLUMNS && !str_eq(key, name[i]))
        i++;
    return i;
}

static void put(struct reader *r, struct json *j, int column)
{
    struct state *s = r->state;
    if (json_peek(j) == JSON_OBJECT || json_peek(j) == JSON_ARRAY) {
        json_pass(j);
        if (!j->why)
            read_reject(r, r->in->line, (struct str){0}, "a value within a value is left out");
        return;
    }
    bool is_string = json_peek(j) == JSON_STRING;
    json_scalar(j, &s->value);
    struct str value = buf_str(&s->value);
    if (j->why || (!is_string && str_eq(value, STR("null"))))
        return;
    if (column < REC_COLUMNS && r->paper.col[column].n) {
        read_reject(r, r->in->line, (struct str){0}, "a key stands twice: its first value is kept");
    } else if (column == REC_COLUMNS) {
        draft_add(&r->paper, buf_str(&s->key), value);
    } else if (!draft_set(&r->paper, column, value)) {
        read_reject(r, r->in->line, (struct str){0},
                    "not a date (YYYY[-MM[-DD]]): kept as a comment");
        draft_add(&r->paper, STR("comment"), value);
    }
}

static void parse(struct reader *r, struct json *j)
{
    struct state *s = r->state;
    if (json_peek(j) != JSON_OBJECT) {
        j->why = "an object expected";
        return;
    }
    json_enter(j);
    while (json_key(j, &s->key)) {
        to_name(&s->key);
        int column = column_of(buf_str(&s->key));
        if (column == REC_COLUMNS)
            need_name(&s->key);
        if (column < REC_COLUMNS || json_peek(j) != JSON_ARRAY) {
            put(r, j, column);
            continue;
        }
        json_enter(j);
        while (json_item(j))
            put(r, j, column);
    }
    if (!j->why)
        json_done(j);
}

static bool next(struct reader *r)
{
    struct str line;
    while (in_line(r->in, &line)) {
        char why[128];
        if (text_trim(line).n == 0)
            continue;
        struct json j = {line.p, line.p + line.n, NULL, 0};
        parse(r, &j);
        const struct draft *d = &r->paper;
        if (!j.why && (d->col[REC_TITLE].n || d->col[REC_ABSTRACT].n || d->col[REC_ID].n))
            return true;
        if (j.why)
            snprintf(why, sizeof why, "not valid JSON at column %zu: %s",
                     (size_t)(j.p - line.p) + 1, j.why);
        else
            snprintf(why, sizeof why, "no paper: the object has neither id, title nor abstract");
        read_reject(r, r->in->line, line, why);
        draft_clear(&r->paper);
    }
    return false;
}

/* An object in its first line, and a title in what can be seen. */
static bool detect(struct str head, bool whole)
{
    (void)whole;
    head = text_trim(head);
    if (head.n == 0 || head.p[0] != '{')
        return false;
    for (const char *p = head.p, *end = head.p + head.n; (p = memchr(p, '"', (size_t)(end - p)));
         p++)
        if (str_starts((struct str){p, (size_t)(end - p)}, STR("\"title\"")))
            return true;
    return false;
}

static void end(void *state)
{
    struct state *s = state;
    buf_free(&s->key);
    buf_free(&s->value);
}

const struct format read_jsonl = {"jsonl",
                                  "JSON Lines with id, date, title, abstract and fields",
                                  detect,
                                  next,
                                  sizeof(struct state),
                                  end};
