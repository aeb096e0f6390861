/* foreign.c - what people give that is no text of papers. */
#include "foreign.h"

#include "paper/text.h"

#include <strings.h>

struct sign {
    unsigned at; /* the offset of the bytes */
    struct str bytes;
    const char *what;
    const char *before, *after; /* the command around the file's name; NULL: there is none */
};

/* Long enough that no record's ID begins with them. */
static const struct sign signs[] = {
    {0, STR_INIT("\x1F\x8B"), "compressed by gzip", "gzip -dc", ""},
    {0, STR_INIT("\x28\xB5\x2F\xFD"), "compressed by zstd", "zstd -dc", ""},
    {1, STR_INIT("7zXZ\0"), "compressed by xz", "xz -dc", ""},
    {4, STR_INIT("1AY&SY"), "compressed by bzip2", "bzip2 -dc", ""},
    {0, STR_INIT("\x04\x22\x4D\x18"), "compressed by lz4", "lz4 -dc", ""},
    {0, STR_INIT("PK\x03\x04"), "a zip archive", "unzip -p", ""},
    {0, STR_INIT("7z\xBC\xAF"), "a 7-Zip archive", "7z e -so", ""},
    {0, STR_INIT("%PDF-"), "a PDF", "pdftotext -raw", " -"},
    {0, STR_INIT("SQLite format 3\0"), "an SQLite database", NULL, NULL},
    {0, STR_INIT("PAR1\x15"), "a Parquet file", NULL, NULL},
    {0, STR_INIT("\xD0\xCF\x11\xE0"), "a file of Microsoft Office", NULL, NULL},
    {0, STR_INIT("\x89PNG"), "a picture", NULL, NULL},
    {0, STR_INIT("\xFF\xD8\xFF"), "a picture", NULL, NULL},
};

static void report(struct input *in, const struct sign *s)
{
    struct buf text = {0};
    buf_puts(&text, s->what);
    if (s->before) {
        buf_puts(&text, ": ");
        buf_puts(&text, s->before);
        if (in->fd > 0) { /* a file, not standard input */
            buf_putc(&text, ' ');
            buf_puts(&text, in->name);
        }
        buf_puts(&text, s->after);
        buf_puts(&text, " | papersplit");
    } else {
        buf_puts(&text, ", no text");
    }
    buf_putc(&text, '\0');
    in_report(in, 0, text.failed ? s->what : text.p);
    buf_free(&text);
}

bool foreign_report(struct input *in, struct str head)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (head.n > signs[i].at &&
            str_starts(str_slice(head, signs[i].at, head.n), signs[i].bytes)) {
            report(in, &signs[i]);
            return true;
        }
    return false;
}

static bool begins(struct str s, const char *word)
{
    return s.n >= strlen(word) && strncasecmp(s.p, word, strlen(word)) == 0;
}

void foreign_unknown(struct input *in, struct str head)
{
    static const struct sign html = {0, STR_INIT(""), "a web page that lists no papers",
                                     "w3m -dump -T text/html", ""};
    head = text_trim(head);
    if (begins(head, "<!doctype html") || begins(head, "<html"))
        report(in, &html);
    else
        in_report(in, 0, "format not recognised: name it with -f (--list-formats shows all)");
}
