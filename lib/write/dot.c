/* dot.c - the graph of what is alike, for graphviz: a node for each paper, an edge for each sim:
 * field, the thicker the more alike; papers that name each other by cite: point to one another. */
#include "json.h"

#include "paper/sortkey.h"

#include <stdio.h>

static void begin(struct writer *w)
{
    out_puts(w->out, "digraph papers {\n"
                     "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=10];\n"
                     "  edge [color=\"#60708080\"];\n");
}

/* The ID that a value of sim: names, behind its score. */
static struct str target_of(struct str value, double *score)
{
    const char *space = memchr(value.p, ' ', value.n);
    if (!space || !sortkey_number(value, score))
        return (struct str){0};
    return str_slice(value, (size_t)(space - value.p) + 1, value.n);
}

/* Text that is shown: graphviz takes entities in it for their characters. */
static void put_label(struct writer *w, struct str text)
{
    static const char *const to[4] = {"\\\"", "\\\\", "&amp;"};
    out_putc(w->out, '"');
    write_escaped4(w, text, "\"\\&\"", to);
    out_putc(w->out, '"');
}

/* Graphviz writes it into a picture as it is, so that it must be one of XML's attributes already.
 */
static void put_url(struct writer *w, struct str url)
{
    out_puts(w->out, ", URL=\"");
    for (size_t from = 0, i = 0; i <= url.n; i++) {
        if (i < url.n && url.p[i] != '&')
            continue;
        write_percent(w, str_slice(url, from, i), "-._~:/?#[]@!$()*+,;=%");
        out_puts(w->out, i < url.n ? "&amp;" : "\"");
        from = i + 1;
    }
}

static void record(struct writer *w, const struct rec *r)
{
    struct str value, id = r->col[REC_ID];
    char width[64];
    double score;
    out_puts(w->out, "  ");
    json_put_string(w, id);
    out_puts(w->out, " [label=");
    put_label(w, r->col[REC_TITLE].n ? r->col[REC_TITLE] : id);
    buf_clear(&w->url);
    write_page(&w->url, r);
    if (w->url.n)
        put_url(w, buf_str(&w->url));
    out_puts(w->out, "];\n");
    for (size_t at = 0; rec_value(r, STR("sim"), &at, &value);) {
        struct str target = target_of(value, &score);
        if (target.n == 0)
            continue;
        out_puts(w->out, "  ");
        json_put_string(w, id);
        out_puts(w->out, " -> ");
        json_put_string(w, target);
        score = score > 0 ? score < 1 ? score : 1 : 0;
        snprintf(width, sizeof width, " [weight=%.0f, penwidth=%.2f, dir=none];\n", 1 + score * 99,
                 .5 + score * 4);
        out_puts(w->out, width);
    }
    for (size_t at = 0; rec_value(r, STR("cite"), &at, &value);) {
        out_puts(w->out, "  ");
        json_put_string(w, id);
        out_puts(w->out, " -> ");
        json_put_string(w, value);
        out_puts(w->out, ";\n");
    }
}

static void end(struct writer *w)
{
    out_puts(w->out, "}\n");
}

const struct write_format write_dot = {
    .name = "dot",
    .about = "the graph of sim: and cite: fields, for graphviz",
    .begin = begin,
    .record = record,
    .end = end,
    .whole = true,
};
