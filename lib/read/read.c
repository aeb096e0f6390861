/* read.c - the table of formats, and telling them apart. */
#include "paper/read.h"

#include "encoding.h"
#include "foreign.h"
#include "put.h"

#include "paper/ascii.h"

#include <stdio.h>
#include <stdlib.h>

/* From the surest signs to the weakest: any text may turn out to be a listing. */
static const struct format *const order[] = {
    &read_mbox,  &read_oai, &read_rss,    &read_atom,    &read_pubmed, &read_endnote,
    &read_dblp,  &read_hf,  &read_jsonl,  &read_json,    &read_csl,    &read_arxiv,
    &read_smart, &read_isi, &read_nbib,   &read_ris,     &read_refer,  &read_bibtex,
    &read_csv,   &read_tsv, &read_record, &read_listing,
};

enum {
    FORMATS = sizeof order / sizeof *order,
    SIGN = 16 /* bytes that tell what is no text, and UTF-16 */
};

const struct format *read_format(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(name, order[i]->name) == 0)
            return order[i];
    return NULL;
}

const struct format *read_format_number(size_t i)
{
    return i < FORMATS ? order[i] : NULL;
}

void read_start(struct reader *r, struct input *in, reject_fn *reject, void *arg)
{
    *r = (struct reader){.in = in, .reject = reject, .arg = arg};
}

void read_reject(struct reader *r, uint64_t line, struct str raw, const char *why)
{
    r->fits = true;
    r->reject(r->arg, r->in->name, line, raw, why);
}

static void drop_state(struct reader *r)
{
    if (r->state && r->format->end)
        r->format->end(r->state);
    free(r->state);
    r->state = NULL;
}

/* Passes over blank lines; of white space in one line, what is too long for an indentation, too.
 * False where nothing else is in the file. */
static bool skip_blank(struct input *in)
{
    for (;;) {
        struct str rest = in_rest(in);
        size_t n = 0, lines = 0;
        for (; n < rest.n && ascii_space((unsigned char)rest.p[n]); n++)
            if (rest.p[n] == '\n')
                lines = n + 1;
        in_take(in, n - lines < READ_HEAD ? lines : n);
        if (n < rest.n)
            return true;
        if (!in_more(in))
            return false;
    }
}

/* The format that the open file's beginning looks like. */
static const struct format *detect(struct str head)
{
    bool whole = head.n < READ_HEAD;
    for (size_t i = 0; i < FORMATS; i++)
        if (order[i]->detect(head, whole))
            return order[i];
    return NULL;
}

bool read_open(struct reader *r, const struct format *format)
{
    drop_state(r);
    /* A format that was named is read as it arrives; only guessing needs to wait for more. */
    size_t want = format ? SIGN : READ_HEAD;
    if (foreign_report(r->in, in_peek(r->in, want)))
        return false;
    encoding_set(r->in, want, r->encoding);
    r->fits = !skip_blank(r->in);
    r->format = format ? format : r->fits ? &read_listing : detect(in_peek(r->in, READ_HEAD));
    if (!r->format) {
        foreign_unknown(r->in, in_peek(r->in, READ_HEAD));
        return false;
    }
    r->state = r->format->state ? calloc(1, r->format->state) : NULL;
    if (r->format->state && !r->state) {
        in_report(r->in, 0, "out of memory");
        return false;
    }
    return true;
}

void read_clear(struct reader *r)
{
    draft_clear(&r->paper);
    r->id_rank = 0;
    r->plain = false;
    r->has_doi = r->has_arxiv = r->has_pmid = r->has_announce = false;
}

/* What was made in working space without memory is not whole, nor is the paper. */
static void check_memory(struct reader *r)
{
    struct buf *all[] = {&r->value, &r->value2, &r->html, &r->text, &r->word};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        put_check(r, all[i]);
}

bool read_next(struct reader *r)
{
    char why[64];
    read_clear(r);
    bool paper = r->format->next(r);
    check_memory(r);
    if (!paper && !r->fits) {
        snprintf(why, sizeof why, "holds no %s entries", r->format->name);
        in_report(r->in, 0, why);
    }
    r->fits = true;
    return paper;
}

void read_end(struct reader *r)
{
    drop_state(r);
    draft_free(&r->paper);
    buf_free(&r->value);
    buf_free(&r->value2);
    buf_free(&r->html);
    buf_free(&r->text);
    buf_free(&r->word);
}
