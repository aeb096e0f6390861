/* html.c - one page of HTML that needs nothing else: papers with keyphrases, links and what is
 * alike, each with an anchor; readable on a phone, by day and by night, without a script. Where
 * papers have trend: fields, a chart of the first of them: it is written last, since memory does
 * not grow with the papers, and shown first. */
#include "paper/sortkey.h"
#include "paper/write.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHART = 10, CHART_TITLE = 120 /* bytes */ };

struct bar {
    double score;
    struct buf title, id;
};

struct page {
    struct bar bar[CHART]; /* the greatest first */
    size_t nbar;
    double chart_top;
};

static const char style[] =
    ":root{color-scheme:light "
    "dark;--page:#fff;--text:#1c2024;--soft:#5d6772;--line:#dde2e7;--link:#0b5cad;"
    "--chip:#eef2f6;--bar:#1f6fb2}\n"
    "@media "
    "(prefers-color-scheme:dark){:root{--page:#15181c;--text:#e4e7ea;--soft:#9aa4ae;--line:#2c333a;"
    "--link:#7ab8f5;--chip:#22282e;--bar:#62b0f0}}\n"
    "body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,sans-serif}\n"
    "main{max-width:46rem;margin:0 auto;padding:1rem;display:flex;flex-direction:column;"
    "overflow-wrap:anywhere}\n"
    "h1{font-size:1.4rem;margin:.5rem 0;order:-2}\n"
    "#rising{order:-1;border-bottom:1px solid var(--line);padding-bottom:1rem}\n"
    "#rising ol{list-style:none;margin:0;padding:0}\n"
    "#rising li{margin:.35rem 0;font-size:.9rem}\n"
    "h2{font-size:1.1rem;line-height:1.35;margin:0 0 .3rem}\n"
    "article{border-bottom:1px solid var(--line);padding:1rem 0}\n"
    "article:target{background:var(--chip)}\n"
    "p{margin:.4rem 0}\n"
    ".m,.l{color:var(--soft);font-size:.87rem}\n"
    ".k span{display:inline-block;background:var(--chip);border-radius:.6rem;padding:0 .5rem;"
    "margin:.1rem .2rem .1rem 0;font-size:.85rem}\n"
    "a{color:var(--link);text-decoration:none}\n"
    "a:hover{text-decoration:underline}\n"
    "#rising "
    "li::after{content:\"\";display:block;width:var(--w);height:.35rem;background:var(--bar);"
    "border-radius:.2rem}\n";

static void begin(struct writer *w)
{
    const char *title = w->mail.subject ? w->mail.subject : "Papers";
    out_puts(w->out,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    write_xml(w, str_from(title));
    out_puts(w->out, "</title>\n<style>\n");
    out_puts(w->out, style);
    out_puts(w->out, "</style>\n</head>\n<body>\n<main>\n<h1>");
    write_xml(w, str_from(title));
    out_puts(w->out, "</h1>\n");
}

/* A link, or where that is none, its text. */
static void put_link(struct writer *w, struct str base, struct str rest, struct str text)
{
    bool link = base.n || write_is_web(rest);
    if (link) {
        out_puts(w->out, "<a href=\"");
        out_putstr(w->out, base);
        write_xml(w, rest);
        out_puts(w->out, "\">");
    }
    write_xml(w, text);
    out_puts(w->out, link ? "</a>" : "");
}

static void put_anchor(struct writer *w, struct str id, struct str text)
{
    out_puts(w->out, "<a href=\"#");
    write_percent(w, id, "-._~:/@+,;=()!*");
    out_puts(w->out, "\">");
    write_xml(w, text);
    out_puts(w->out, "</a>");
}

static void put_meta(struct writer *w, const struct rec *r)
{
    struct str value;
    size_t n = 0;
    out_puts(w->out, "<p class=\"m\">");
    write_xml(w, r->col[REC_ID]);
    if (r->col[REC_DATE].n) {
        out_puts(w->out, r->col[REC_ID].n ? " \xC2\xB7 " : "");
        write_xml(w, r->col[REC_DATE]);
    }
    for (size_t at = 0; rec_value(r, STR("au"), &at, &value);) {
        out_puts(w->out, n++ ? "; " : " \xC2\xB7 ");
        write_xml(w, value);
    }
    if ((value = write_first(r, STR("venue"))).n) {
        out_puts(w->out, " \xC2\xB7 ");
        write_xml(w, value);
    }
    out_puts(w->out, "</p>\n");
}

static void put_phrases(struct writer *w, const struct rec *r)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, STR("kw"), &at, &value); any = true) {
        out_puts(w->out, any ? " <span>" : "<p class=\"k\"><span>");
        write_xml(w, value);
        out_puts(w->out, "</span>");
    }
    out_puts(w->out, any ? "</p>\n" : "");
}

static void put_links(struct writer *w, const struct rec *r)
{
    struct str value;
    bool any = false;
    for (const struct write_link *l = write_links; l->name.n; l++)
        for (size_t at = 0; rec_value(r, l->name, &at, &value); any = true) {
            out_puts(w->out, any ? " \xC2\xB7 " : "<p class=\"l\">");
            out_putstr(w->out, l->name);
            out_putc(w->out, ' ');
            put_link(w, l->base, value, value);
        }
    out_puts(w->out, any ? "</p>\n" : "");
}

/* Each with its place on this page, and its own page where its ID tells that. */
static void put_similar(struct writer *w, const struct rec *r)
{
    struct str value;
    bool any = false;
    for (size_t at = 0; rec_value(r, STR("sim"), &at, &value);) {
        const char *space = memchr(value.p, ' ', value.n);
        if (!space)
            continue;
        size_t n = (size_t)(space - value.p);
        struct str id = str_slice(value, n + 1, value.n);
        out_puts(w->out, any ? " \xC2\xB7 " : "<p class=\"l\">alike ");
        put_anchor(w, id, id);
        buf_clear(&w->url);
        write_page_of_id(&w->url, id);
        if (w->url.n) {
            out_putc(w->out, ' ');
            put_link(w, STR(""), buf_str(&w->url), STR("\xE2\x86\x97"));
        }
        out_putc(w->out, ' ');
        write_xml(w, str_slice(value, 0, n));
        any = true;
    }
    out_puts(w->out, any ? "</p>\n" : "");
}

/* ---- the chart ---- */

static void set_text(struct buf *to, struct str text, size_t most)
{
    const bool cut = text.n > most;
    if (cut) {
        while (most && ((unsigned char)text.p[most] & 0xC0) == 0x80)
            most--;
        text.n = most;
    }
    buf_clear(to);
    buf_putstr(to, text);
    if (cut)
        buf_puts(to, "\xE2\x80\xA6");
}

static void note_trend(struct writer *w, const struct rec *r)
{
    double score;
    if (!sortkey_number(write_first(r, STR("trend")), &score) || !(score > 0 && score < 1e9))
        return;
    if (!w->state && !(w->state = calloc(1, sizeof(struct page)))) {
        w->failed = true;
        return;
    }
    struct page *p = w->state;
    size_t i = p->nbar;
    while (i > 0 && p->bar[i - 1].score < score)
        i--;
    if (i == CHART)
        return;
    struct bar last = p->bar[p->nbar < CHART ? p->nbar : CHART - 1];
    p->nbar += p->nbar < CHART;
    memmove(p->bar + i + 1, p->bar + i, (p->nbar - 1 - i) * sizeof *p->bar);
    p->bar[i] = last;
    p->bar[i].score = score;
    set_text(&p->bar[i].title, r->col[REC_TITLE].n ? r->col[REC_TITLE] : r->col[REC_ID],
             CHART_TITLE);
    set_text(&p->bar[i].id, r->col[REC_ID], SIZE_MAX);
}

static void put_chart(struct writer *w, struct page *p)
{
    char text[96];
    out_puts(w->out, "<section id=\"rising\" aria-label=\"Rising\">\n<h2>Rising</h2>\n<ol>\n");
    for (size_t i = 0; i < p->nbar; i++) {
        snprintf(text, sizeof text, "<li style=\"--w:%.1f%%\">",
                 p->bar[i].score / p->bar[0].score * 100);
        out_puts(w->out, text);
        put_anchor(w, buf_str(&p->bar[i].id), buf_str(&p->bar[i].title));
        snprintf(text, sizeof text, " <span class=\"m\">%.2f</span></li>\n", p->bar[i].score);
        out_puts(w->out, text);
        buf_free(&p->bar[i].title);
        buf_free(&p->bar[i].id);
    }
    out_puts(w->out, "</ol>\n</section>\n");
}

static void record(struct writer *w, const struct rec *r)
{
    struct str title = r->col[REC_TITLE].n ? r->col[REC_TITLE] : r->col[REC_ID];
    out_puts(w->out, r->col[REC_ID].n ? "<article id=\"" : "<article");
    write_xml(w, r->col[REC_ID]);
    out_puts(w->out, r->col[REC_ID].n ? "\">\n<h2>" : ">\n<h2>");
    buf_clear(&w->url);
    write_page(&w->url, r);
    put_link(w, STR(""), buf_str(&w->url), title);
    out_puts(w->out, "</h2>\n");
    put_meta(w, r);
    if (r->col[REC_ABSTRACT].n) {
        out_puts(w->out, "<p>");
        write_xml(w, r->col[REC_ABSTRACT]);
        out_puts(w->out, "</p>\n");
    }
    put_phrases(w, r);
    put_links(w, r);
    put_similar(w, r);
    out_puts(w->out, "</article>\n");
    note_trend(w, r);
}

static void end(struct writer *w)
{
    if (w->more) {
        out_puts(w->out, "<p>and ");
        out_putu(w->out, w->more);
        out_puts(w->out, " more</p>\n");
    } else if (w->count == 0) {
        out_puts(w->out, "<p>No papers.</p>\n");
    }
    if (w->state)
        put_chart(w, w->state);
    out_puts(w->out, "</main>\n</body>\n</html>\n");
}

const struct write_format write_html = {
    .name = "html",
    .about = "one page of HTML",
    .begin = begin,
    .record = record,
    .end = end,
    .whole = true,
};
