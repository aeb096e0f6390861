/* hf.c - Hugging Face: the papers' page as HTML, and what the site's API answers.
 *
 * The page carries its data as JSON in attributes, `data-props="{&quot;dailyPapers&quot;:[..]}"`,
 * which are read as the API's answers are. */
#include "jsonl.h"

#include "paper/ascii.h"
#include "paper/markup.h"
#include "paper/text.h"

enum { PROPS_MAX = 16 << 20 }; /* bytes of an attribute */

struct hf {
    struct jsonl json; /* first: the state of the reader of JSON */
    struct buf props;
    struct table seen; /* IDs: a page may say twice what it shows once */
    bool html, known;
};

/* Finds the next attribute of data, and leaves it at the beginning of what is to be read; its
 * length, or 0 at the end. */
static size_t find_props(struct reader *r)
{
    static const char name[] = "data-props=\"";
    for (;;) {
        struct str rest = in_rest(r->in);
        size_t at = find_part(rest, name);
        if (at < rest.n) {
            in_take(r->in, at + sizeof name - 1);
            break;
        }
        if (rest.n >= sizeof name)
            in_take(r->in, rest.n - sizeof name);
        if (!in_more(r->in))
            return 0;
    }
    for (size_t from = 0;;) {
        struct str rest = in_view(r->in, PROPS_MAX);
        const char *quote = rest.n > from ? memchr(rest.p + from, '"', rest.n - from) : NULL;
        if (quote)
            return (size_t)(quote - rest.p) + 1;
        from = rest.n;
        if (from == PROPS_MAX || !in_more(r->in))
            return from;
    }
}

/* The next paper of those that s->json holds, which is no other thing with a title. */
static bool walk(struct reader *r, struct hf *s)
{
    const struct buf *id = &r->paper.col[REC_ID];
    while (s->json.json.n && jsonl_walk(r, &s->json)) {
        bool added = true;
        if (draft_failed(&r->paper))
            return true;
        if (str_starts(buf_str(id), STR("arxiv:")))
            added = table_add(&s->seen, buf_str(id), &added) == TABLE_NONE || added;
        else
            added = false;
        if (added)
            return true;
        read_clear(r);
    }
    s->json.json.n = 0;
    return false;
}

static bool next(struct reader *r)
{
    struct hf *s = r->state;
    if (!s->known) {
        struct str head = {0};
        do
            head = text_trim(in_rest(r->in));
        while (head.n == 0 && in_more(r->in));
        s->html = head.n && head.p[0] == '<';
        s->known = true;
        table_init(&s->seen);
    }
    if (!s->html)
        return jsonl_next(r);
    while (!walk(r, s)) {
        size_t n = find_props(r);
        if (n == 0)
            return false;
        struct str props = str_slice(in_rest(r->in), 0, n);
        r->fits |= find_part(props, "dailyPapers") < props.n; /* of a day without papers, too */
        props.n -= props.p[n - 1] == '"';
        buf_clear(&s->props);
        markup_entities(&s->props, props);
        in_take(r->in, n);
        if (s->props.failed || json_parse(&s->json.json, buf_str(&s->props)) != JSON_OK) {
            s->json.json.n = 0;
            read_reject(r, r->in->line + 1, (struct str){0}, "the page's data are broken");
        }
    }
    return true;
}

static bool detect(struct str head, bool whole)
{
    (void)whole;
    head = text_trim(head);
    return head.n && head.p[0] == '<' && find_part(head, "huggingface.co/papers") < head.n;
}

static void end(void *state)
{
    struct hf *s = state;
    jsonl_end(&s->json);
    buf_free(&s->props);
    table_free(&s->seen);
}

const struct format read_hf = {
    "hf", "Hugging Face: the papers' page as HTML, its API's JSON", detect, next, sizeof(struct hf),
    end};
