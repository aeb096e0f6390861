/* chart.c - the terms found as a picture: a row for each, with its share of the papers in each
 * bucket of time as bars, those of the window in colour. */
#include "parts.h"

#include <stdio.h>

enum { WIDTH = 760, ROW = 34, TOP = 64, LEFT = 250, BARS = 400, HEIGHT = 24, BOTTOM = 34 };

static void put_escaped(struct output *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&': out_puts(out, "&amp;"); break;
        case '<': out_puts(out, "&lt;"); break;
        case '>': out_puts(out, "&gt;"); break;
        case '"': out_puts(out, "&quot;"); break;
        default: out_putc(out, s.p[i]);
        }
}

/* As many characters as the space beside the bars holds. */
static struct str shortened(struct str s)
{
    size_t i = 0;
    for (size_t n = 0; i < s.n && n <= 32; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    while (i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80)
        i++;
    return str_slice(s, 0, i);
}

static struct str day(char text[DATE_MAX], long number)
{
    return date_of_epoch(text, (int64_t)number * 86400);
}

static double share(const struct trend *t, const struct trend_term *term, size_t bucket)
{
    uint64_t all = t->bucket_papers[bucket];
    return all ? (double)term->buckets[bucket] / (double)all : 0;
}

static void put_row(const struct trend *t, size_t row, struct output *out)
{
    const struct trend_term *term = &t->found[row];
    char line[320];
    const int y = TOP + (int)row * ROW;
    const double step = (double)BARS / (double)t->nbucket, width = step > 3 ? step - 1 : step * .8;
    double top = 0;
    struct str name = shortened(term->term);
    for (size_t i = 0; i < t->nbucket; i++)
        top = share(t, term, i) > top ? share(t, term, i) : top;
    snprintf(line, sizeof line, "<text x=\"%d\" y=\"%d\" class=\"t\">", LEFT - 12, y + HEIGHT - 6);
    out_puts(out, line);
    put_escaped(out, name);
    out_puts(out, name.n < term->term.n ? "\xE2\x80\xA6</text>\n" : "</text>\n");
    for (size_t i = 0; i < t->nbucket; i++) {
        double height = top > 0 ? share(t, term, i) / top * HEIGHT : 0;
        bool now =
            t->bucket[i].last >= t->plan.window.first && t->bucket[i].first <= t->plan.window.last;
        char from[DATE_MAX], to[DATE_MAX];
        struct str a = day(from, t->bucket[i].first), b = day(to, t->bucket[i].last);
        height = term->buckets[i] && height < 1 ? 1 : height;
        snprintf(line, sizeof line,
                 "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"%s><title>%.*s to "
                 "%.*s: %llu of "
                 "%llu</title></rect>\n",
                 LEFT + step * (double)i, y + HEIGHT - height, width, height,
                 now ? " class=\"n\"" : "", (int)a.n, a.p, (int)b.n, b.p,
                 (unsigned long long)term->buckets[i], (unsigned long long)t->bucket_papers[i]);
        out_puts(out, line);
    }
    snprintf(line, sizeof line, "<text x=\"%d\" y=\"%d\" class=\"v\">%.2f%s</text>\n",
             LEFT + BARS + 12, y + HEIGHT - 6, term->score,
             term->z >= TREND_STAR ? " \xE2\x98\x85" : "");
    out_puts(out, line);
}

void trend_chart(const struct trend *t, struct output *out)
{
    char line[512], from[DATE_MAX], to[DATE_MAX];
    const int height = TOP + (int)t->nfound * ROW + BOTTOM;
    snprintf(line, sizeof line,
             "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
             "height=\"%d\" "
             "role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n"
             "<title>Rising terms</title>\n",
             WIDTH, height, WIDTH, height);
    out_puts(out, line);
    out_puts(
        out,
        "<style>\n"
        ".p{fill:#fff} text{fill:#222} .t{text-anchor:end} .h{font-size:17px;font-weight:600}\n"
        ".m{fill:#666;font-size:12px} rect{fill:#b4bcc8} .n{fill:#1f6fb2} .e{text-anchor:end}\n"
        "@media (prefers-color-scheme:dark){.p{fill:#15181c} text{fill:#e6e6e6} .m{fill:#a0a0a0}\n"
        "rect{fill:#555e6a} .n{fill:#62b0f0} .p{fill:#15181c}}\n"
        "</style>\n<rect class=\"p\" width=\"100%\" height=\"100%\"/>\n");
    snprintf(line, sizeof line,
             "<text x=\"16\" y=\"28\" class=\"h\">Rising terms</text>\n"
             "<text x=\"16\" y=\"47\" class=\"m\">share of the papers with the term; %llu papers "
             "against "
             "%llu before</text>\n",
             (unsigned long long)t->papers[IN_WINDOW],
             (unsigned long long)t->papers[IN_BACKGROUND]);
    out_puts(out, line);
    for (size_t i = 0; i < t->nfound && !out->err; i++)
        put_row(t, i, out);
    if (t->nbucket && t->nfound) {
        struct str a = day(from, t->bucket[0].first), b = day(to, t->bucket[t->nbucket - 1].last);
        snprintf(line, sizeof line,
                 "<text x=\"%d\" y=\"%d\" class=\"m\">%.*s</text>\n"
                 "<text x=\"%d\" y=\"%d\" class=\"m e\">%.*s</text>\n",
                 LEFT, height - 14, (int)a.n, a.p, LEFT + BARS, height - 14, (int)b.n, b.p);
        out_puts(out, line);
    } else {
        snprintf(line, sizeof line, "<text x=\"16\" y=\"%d\" class=\"m\">none</text>\n",
                 height - 14);
        out_puts(out, line);
    }
    out_puts(out, "</svg>\n");
}
