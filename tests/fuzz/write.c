/* write - a fuzz target: whatever a record holds, every format is written as clean text: UTF-8, no
 * control character but line ends and TABs; any string is a template or has a fault with a place;
 * in JSON Lines, titles and abstracts that are clean come back.
 *
 * Input: a byte that chooses the format, a line that is the template for the last of them, lines of
 * which some are records. */
#include "fuzz.h"

#include "paper/keep.h"
#include "paper/rec.h"
#include "paper/utf8.h"
#include "paper/write.h"

#include <unistd.h>

static struct layout *parse(struct str s)
{
    const char *why = NULL;
    size_t at = SIZE_MAX;
    struct str text = copy(s, "\1");
    ((char *)text.p)[s.n] = '\0';
    struct layout *l = layout_parse(text.p, &why, &at);
    check(l || (why && at <= s.n), "a fault of a template without words or place");
    free((char *)text.p);
    return l;
}

static void check_clean(struct str text)
{
    uint32_t c;
    for (size_t i = 0, n; i < text.n; i += n) {
        n = utf8_decode(text.p + i, text.n - i, &c);
        check(n > 0, "what is written is no UTF-8");
        check(c >= 0x20 || c == '\n' || c == '\t' || c == '\r', "a control character is written");
        check(c < 0x7F || c > 0x9F, "a control character is written");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static int fd = -1;
    size_t formats = 0;
    struct buf written = {0};
    struct output out;
    struct writer w = {.width = 72, .out = &out};
    if (n < 2)
        return 0;
    count_input(n);
    if (fd < 0)
        fd = keep_unnamed();
    check(fd >= 0 && ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0, "no file");
    w.mail = (struct mail){.from = "a@example.org", .to = "b@example.org", .subject = "x"};
    while (write_format_number(formats))
        formats++;
    const size_t chosen = data[0] % (formats + 1);
    struct str text = copy((struct str){(const char *)data + 1, n - 1}, ""), rest = text;
    struct str template = cut_line(&rest);
    w.format = chosen < formats ? write_format_number(chosen) : &write_template;
    /* A template's own letters are its author's; only those of ASCII are looked at here. */
    bool plain = true;
    for (size_t i = 0; i < template.n; i++)
        plain &= template.p[i] >= 0x20 && template.p[i] < 0x7F;
    if (chosen == formats && !(w.layout = parse(template))) {
        free((char *)text.p);
        return 0;
    }
    if (w.format == &write_mail)
        w.mail.fd = dup(fd);
    out_start_buf(&out, &written);
    write_begin(&w);
    while (rest.n) {
        struct rec r = {0};
        if (rec_parse(&r, cut_line(&rest)) >= REC_COLUMNS)
            write_record(&w, &r);
        rec_free(&r);
    }
    write_finish(&w);
    check(!w.failed && !out.err, "it was not written");
    write_end(&w);
    check(out_close(&out), "no output");
    if (chosen < formats || plain)
        check_clean(buf_str(&written));
    buf_free(&written);
    free((char *)text.p);
    return 0;
}
