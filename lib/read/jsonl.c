/* jsonl.c - papers as JSON: an object a line, an array of any length, whatever envelope they come
 * in, or several of these one after another.
 *
 * The file is walked from object to object; of what stands between, only brackets matter. An object
 * that is a paper is taken as a whole. One that is none is an envelope: papers are looked for in
 * it; where it is too large to be held, or broken, it is entered, and the walk goes on with the
 * objects in it. So an array of any length streams, and a file that was cut gives all that came
 * before the cut. */
#include "jsonl.h"

#include "paper/ascii.h"
#include "paper/text.h"

#include <stdio.h>

enum {
    LIMIT = 1 << 20, /* bytes of an envelope that are held, and of what is passed over at once */
    PAPER_MAX = 64 << 20 /* of a paper: one without its end must not take all memory */
};

static const char cut[] = "the file ends in the middle of it";
static const char too_long[] = "a paper of more than 64 MiB";
static const char no_paper[] = "no paper: the object has neither id, title nor abstract";

/* ---- between the objects ---- */

/* Takes n bytes, which hold no newline unless they are one. */
static void skip(struct reader *r, struct jsonl *s, size_t n)
{
    unsigned char c = (unsigned char)in_rest(r->in).p[0];
    if (c == '\n') {
        s->column = 0;
        s->passed = s->written = false;
    } else {
        s->column += n;
        s->written |= !ascii_space(c);
    }
    in_take(r->in, n);
}

static void take_object(struct reader *r, struct jsonl *s, size_t n)
{
    in_take(r->in, n);
    s->passed = s->written = true;
}

static void push(struct jsonl *s, char bracket)
{
    if (s->depth < JSONL_LEVELS)
        s->open[s->depth] = bracket;
    s->depth++;
}

static bool in_array(const struct jsonl *s)
{
    return s->depth && s->depth <= JSONL_LEVELS && s->open[s->depth - 1] == '[';
}

/* Bytes of the string or word that the rest of the file begins with, at most LIMIT; of a string
 * that is longer, s->inside tells that the rest follows. */
static size_t scalar(struct reader *r, struct jsonl *s)
{
    const bool string = s->inside || in_rest(r->in).p[0] == '"';
    size_t i = !s->inside;
    s->inside = false;
    for (;;) {
        struct str rest = in_rest(r->in);
        for (; i < rest.n && i < LIMIT - 1; i++) {
            if (string && rest.p[i] == '\\')
                i++;
            else if (string ? rest.p[i] == '"' || rest.p[i] == '\n'
                            : strchr(" \t\r\n,:[]{}\"", rest.p[i]) != NULL)
                return i + (string && rest.p[i] == '"');
        }
        s->inside = string && i >= LIMIT - 1 && i <= rest.n;
        if ((i >= LIMIT - 1 && i <= rest.n) || !in_more(r->in))
            return i < rest.n ? i : rest.n;
    }
}

/* Bytes up to the end of the line, without it, at most LIMIT. */
static size_t line_length(struct reader *r)
{
    for (size_t from = 0;;) {
        struct str rest = in_view(r->in, LIMIT);
        const char *nl = from < rest.n ? memchr(rest.p + from, '\n', rest.n - from) : NULL;
        from = rest.n;
        if (nl)
            return (size_t)(nl - rest.p);
        if (from == LIMIT || !in_more(r->in))
            return from;
    }
}

static bool stands_between(char c)
{
    return ascii_space((unsigned char)c) || (c && strchr("[]},:", c));
}

/* To the next object; false at the end of the file. */
static bool seek(struct reader *r, struct jsonl *s)
{
    for (;;) {
        struct str rest = in_rest(r->in);
        if (rest.n == 0) {
            if (in_more(r->in))
                continue;
            if (s->depth)
                read_reject(r, r->in->line, (struct str){0},
                            "the file ends in the middle of an array or object");
            s->depth = 0;
            return false;
        }
        char c = rest.p[0];
        if (c == '{' && !s->inside)
            return true;
        if (s->inside || !stands_between(c)) {
            size_t n = s->depth ? scalar(r, s) : line_length(r);
            rest = str_slice(in_rest(r->in), 0, n);
            if ((s->depth == 0 || in_array(s)) && n && !str_eq(rest, STR("null")))
                read_reject(r, r->in->line + 1, rest, "no paper: an object expected");
            skip(r, s, n);
            continue;
        }
        if (c == '[')
            push(s, c);
        else if (c == ']' || c == '}')
            s->depth -= s->depth > 0;
        skip(r, s, 1);
    }
}

/* ---- objects ---- */

/* Reads more of the file: as much again once there is much. False at its end. */
static bool more(struct reader *r)
{
    size_t before = in_rest(r->in).n, want = before < LIMIT ? before + 1 : 2 * before;
    while (in_rest(r->in).n < want && in_more(r->in))
        ;
    return in_rest(r->in).n > before;
}

/* Bytes of the object's bracket and first key with what comes before it on its line, if that is
 * all white space: what the next one begins with, too. */
static size_t beginning(struct str s)
{
    size_t i = 1;
    while (i < s.n && ascii_space((unsigned char)s.p[i]))
        i++;
    if (i == s.n || s.p[i] != '"')
        return 1;
    for (i++; i < s.n && i < 100; i++)
        if (s.p[i] == '"')
            return i + 1;
    return 1;
}

/* The end of a broken object: where the next line with an object begins that is indented like this
 * one, if it began a line, else where its beginning comes again; rest.n for none. */
static size_t next_like(const struct jsonl *s, struct str rest, size_t from, bool began_line)
{
    size_t n = beginning(rest);
    for (size_t i = from; i < rest.n; i++) {
        const char *p = memchr(rest.p + i, began_line ? '\n' : '{', rest.n - i);
        if (!p)
            break;
        i = (size_t)(p - rest.p);
        struct str after = str_slice(rest, i + began_line, rest.n);
        size_t blank = 0;
        if (!began_line) {
            if (i && n > 1 && after.n >= n && memcmp(after.p, rest.p, n) == 0)
                return i;
            continue;
        }
        while (blank < after.n && (after.p[blank] == ' ' || after.p[blank] == '\t'))
            blank++;
        if (blank == s->column && blank < after.n &&
            (after.p[blank] == '{' || after.p[blank] == '['))
            return i + 1;
    }
    return rest.n;
}

static void reject(struct reader *r, struct jsonl *s)
{
    bool began_line = !s->written;
    char why[128];
    size_t end, from = 0;
    for (;;) {
        struct str rest = in_view(r->in, LIMIT);
        end = next_like(s, rest, from, began_line);
        from = rest.n > 256 ? rest.n - 256 : 0;
        if (end < rest.n || rest.n == LIMIT || !in_more(r->in))
            break;
    }
    struct str raw = str_slice(in_rest(r->in), 0, end);
    size_t fault = s->json.fault < raw.n ? s->json.fault : raw.n, start = fault;
    uint64_t line = r->in->line + 1;
    for (size_t i = 0; i < fault; i++)
        line += raw.p[i] == '\n';
    while (start && raw.p[start - 1] != '\n')
        start--;
    if (s->json.why == cut || s->json.why == too_long)
        snprintf(why, sizeof why, "%s", s->json.why);
    else if (start || !s->passed)
        snprintf(why, sizeof why, "not valid JSON at column %zu: %s",
                 fault - start + (start ? 0 : s->column) + 1, s->json.why);
    else
        snprintf(why, sizeof why, "not valid JSON: %s", s->json.why);
    while (raw.n && (raw.p[raw.n - 1] == '\n' || raw.p[raw.n - 1] == '\r'))
        raw.n--;
    read_reject(r, line, raw, why);
    take_object(r, s, end);
    if (began_line) {
        s->column = 0;
        s->passed = s->written = false;
    }
}

/* Whether other objects, or arrays, stand in the object. */
static bool holds_more(const struct json *j)
{
    for (size_t i = 1; i < j->n; i++)
        if (j->node[i].kind == JSON_OBJECT || j->node[i].kind == JSON_ARRAY)
            return true;
    return false;
}

/* Whether an object is what services answer when they have found nothing: an array without
 * anything in it, or a total of 0. */
static bool is_empty_answer(const struct json *j)
{
    static const char *const totals[] = {"total", "count", "total-results"};
    for (size_t i = 1; i < j->n; i++)
        if (j->node[i].kind == JSON_ARRAY && j->node[i].next == i + 1)
            return true;
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        size_t n = json_get(j, 0, totals[i]);
        if (n && j->node[n].kind == JSON_NUMBER && j->node[n].n == 1 && j->node[n].p[0] == '0')
            return true;
    }
    return false;
}

/* Whether an object with neither title nor abstract has an ID, as records may. */
static bool has_id(const struct json *j)
{
    size_t id = json_get(j, 0, "id");
    return id && j->node[id].kind == JSON_STRING && j->node[id].n > 0;
}

/* Whether papers stand in an object, or at least what is known to be none. */
static enum jsonpaper_kind best_inside(const struct json *j)
{
    enum jsonpaper_kind best = JSONPAPER_NONE;
    for (size_t i = 1; i < j->n && best != JSONPAPER_PAPER; i++) {
        enum jsonpaper_kind kind =
            j->node[i].kind == JSON_OBJECT ? jsonpaper_kind(j, i) : JSONPAPER_NONE;
        best = kind == JSONPAPER_NONE ? best : kind;
    }
    return best;
}

bool jsonl_walk(struct reader *r, struct jsonl *s)
{
    const struct json *j = &s->json;
    while (s->walk < j->n) {
        size_t i = s->walk++;
        enum jsonpaper_kind kind = jsonpaper_kind(j, i);
        if (kind == JSONPAPER_NONE)
            continue;
        s->walk = j->node[i].next;
        if (kind == JSONPAPER_OTHER)
            continue;
        if (jsonpaper_put(r, &s->paper, j, i, r->in->line + 1))
            return true;
        read_clear(r);
        read_reject(r, r->in->line + 1, (struct str){j->node[i].p, j->node[i].n}, no_paper);
    }
    s->walk = 0;
    return false;
}

/* The object that the rest of the file begins with. True where it is a paper. */
static bool object(struct reader *r, struct jsonl *s)
{
    struct json *j = &s->json;
    enum json_result result;
    size_t most = LIMIT;
    const char *why = NULL;
    /* It is taken apart again also where no more came: the text has moved. */
    while ((result = json_parse(j, in_view(r->in, most))) == JSON_MORE && !why) {
        if (in_rest(r->in).n < most)
            why = more(r) ? NULL : cut;
        else if (most == PAPER_MAX)
            why = too_long;
        else if (jsonpaper_kind(j, 0) == JSONPAPER_NONE)
            break;
        else
            most = PAPER_MAX;
    }
    if (why) {
        result = JSON_BAD;
        j->why = why;
        j->fault = 0;
    }
    enum jsonpaper_kind kind = j->n ? jsonpaper_kind(j, 0) : JSONPAPER_NONE;
    if (result == JSON_MORE || (result == JSON_BAD && kind == JSONPAPER_NONE && holds_more(j))) {
        push(s, '{');
        skip(r, s, 1);
        return false;
    }
    if (result != JSON_OK) {
        reject(r, s);
        return false;
    }
    uint64_t line = r->in->line + 1;
    enum jsonpaper_kind inside = kind == JSONPAPER_NONE ? best_inside(j) : JSONPAPER_NONE;
    if (inside == JSONPAPER_PAPER) {
        s->walk = 1;
        s->taken = j->end;
        return false;
    }
    bool paper = kind == JSONPAPER_PAPER || (kind == JSONPAPER_NONE && has_id(j));
    paper = paper && jsonpaper_put(r, &s->paper, j, 0, line);
    bool envelope = s->depth && !in_array(s); /* it says something of what it stands in */
    if (!paper && kind != JSONPAPER_OTHER && inside != JSONPAPER_OTHER && !envelope &&
        !is_empty_answer(j))
        read_reject(r, line, str_slice(in_rest(r->in), 0, j->end), no_paper);
    take_object(r, s, j->end);
    if (!paper)
        read_clear(r);
    return paper;
}

bool jsonl_next(struct reader *r)
{
    struct jsonl *s = r->state;
    r->fits = true; /* what is no paper is told one by one */
    for (;;) {
        if (s->walk && jsonl_walk(r, s))
            return true;
        if (s->taken)
            take_object(r, s, s->taken);
        s->taken = 0;
        if (!seek(r, s))
            return false;
        if (object(r, s))
            return true;
    }
}

/* Whether s begins with `null` as JSON has it. */
static bool begins_null(struct str s)
{
    return str_starts(s, STR("null")) && s.n > 4 && strchr(" \t\r\n,]", s.p[4]);
}

/* A bracket, and behind it what may follow one: not "[Title](link)". */
bool jsonl_detect(struct str head, bool whole)
{
    (void)whole;
    head = text_trim(head);
    if (head.n < 2 || (head.p[0] != '{' && head.p[0] != '['))
        return false;
    size_t i = 1;
    while (i < head.n && ascii_space((unsigned char)head.p[i]))
        i++;
    if (i == head.n || (head.p[0] == '[' && begins_null(str_slice(head, i, head.n))))
        return true;
    return strchr(head.p[0] == '{' ? "\"}" : "\"{[]", head.p[i]) != NULL;
}

void jsonl_end(void *state)
{
    struct jsonl *s = state;
    json_free(&s->json);
    jsonpaper_free(&s->paper);
}

const struct format read_jsonl = {"jsonl",    "JSON Lines, an object a line", jsonl_detect,
                                  jsonl_next, sizeof(struct jsonl),           jsonl_end};

const struct format read_json = {"json",
                                 "JSON: arrays, envelopes, answers of services",
                                 jsonl_detect,
                                 jsonl_next,
                                 sizeof(struct jsonl),
                                 jsonl_end};

const struct format read_csl = {"csl",      "CSL-JSON: the same", jsonl_detect,
                                jsonl_next, sizeof(struct jsonl), jsonl_end};
