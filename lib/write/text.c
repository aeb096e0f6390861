/* text.c - papers for a person at a terminal: title, then indented who and when, abstract,
 * keyphrases and links, wrapped by the width that characters have on a terminal. */
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/write.h"

enum { INDENT = 2, MIN_WIDTH = 20 };

static size_t width_of(struct str s)
{
    size_t width = 0;
    uint32_t c;
    for (size_t i = 0, n; i < s.n; i += n) {
        n = utf8_decode(s.p + i, s.n - i, &c);
        width += (size_t)utf8_width(c);
        n = n ? n : 1;
    }
    return width;
}

/* Where the next word is to be written. */
struct line {
    size_t indent, column;
};

/* The words of s, the last with a mark behind it unless that is NUL. */
static void put_words(struct writer *w, struct line *l, struct str s, char mark)
{
    size_t max = w->width < MIN_WIDTH ? MIN_WIDTH : w->width;
    s = write_clean(w, s);
    while (s.n) {
        const char *space = memchr(s.p, ' ', s.n);
        struct str word = str_slice(s, 0, space ? (size_t)(space - s.p) : s.n);
        size_t width = width_of(word) + (mark && !space);
        if (l->column > l->indent && l->column + 1 + width > max) {
            out_putc(w->out, '\n');
            l->column = 0;
        }
        if (l->column > l->indent) {
            out_putc(w->out, ' ');
            l->column++;
        }
        for (; l->column < l->indent; l->column++)
            out_putc(w->out, ' ');
        out_putstr(w->out, word);
        if (mark && !space)
            out_putc(w->out, mark);
        l->column += width;
        s = str_slice(s, word.n + (space != NULL), s.n);
    }
}

static void end_line(struct writer *w, struct line *l)
{
    if (l->column)
        out_putc(w->out, '\n');
    *l = (struct line){INDENT, 0};
}

/* All values of a name, with a semicolon behind all but the last: names may hold commas. */
static void put_list(struct writer *w, struct line *l, const struct rec *r, struct str name)
{
    struct str value, next;
    size_t at = 0;
    for (bool more = rec_value(r, name, &at, &value); more; value = next) {
        more = rec_value(r, name, &at, &next);
        put_words(w, l, value, more ? ';' : '\0');
    }
}

static void color(struct writer *w, const char *code)
{
    if (w->color)
        out_puts(w->out, code);
}

/* OSC 8: what follows leads to the paper's page. Its URL is of ASCII alone there. */
static bool open_link(struct writer *w, const struct rec *r)
{
    if (!w->links)
        return false;
    buf_clear(&w->url);
    write_page(&w->url, r);
    if (!write_is_web(buf_str(&w->url)) || w->url.failed)
        return false;
    out_puts(w->out, "\33]8;;");
    write_percent(w, buf_str(&w->url), "-._~:/?#[]@!$&'()*+,;=%");
    out_puts(w->out, "\33\\");
    return true;
}

static void record(struct writer *w, const struct rec *r)
{
    struct line l = {0, 0};
    if (w->count)
        out_putc(w->out, '\n');
    color(w, "\33[1m");
    bool link = open_link(w, r);
    put_words(w, &l, r->col[REC_TITLE].n ? r->col[REC_TITLE] : r->col[REC_ID], '\0');
    out_puts(w->out, link ? "\33]8;;\33\\" : "");
    color(w, "\33[m");
    end_line(w, &l);

    color(w, "\33[36m");
    put_words(w, &l, r->col[REC_ID], '\0');
    put_words(w, &l, r->col[REC_DATE], '\0');
    color(w, "\33[m");
    put_list(w, &l, r, STR("au"));
    end_line(w, &l);
    if (r->col[REC_ABSTRACT].n) {
        put_words(w, &l, r->col[REC_ABSTRACT], '\0');
        end_line(w, &l);
    }
    color(w, "\33[32m");
    put_list(w, &l, r, STR("kw"));
    color(w, "\33[m");
    end_line(w, &l);
    for (const struct write_link *k = write_links; k->name.n; k++) {
        struct str value;
        for (size_t at = 0; rec_value(r, k->name, &at, &value);) {
            put_words(w, &l, k->name, ':');
            put_words(w, &l, value, '\0');
            end_line(w, &l);
        }
    }
}

static void end(struct writer *w)
{
    if (w->more) {
        out_puts(w->out, w->count ? "\nand " : "and ");
        out_putu(w->out, w->more);
        out_puts(w->out, " more\n");
    }
}

const struct write_format write_text = {
    .name = "text",
    .about = "papers to read, wrapped to the terminal",
    .record = record,
    .end = end,
};
