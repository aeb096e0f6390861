/* mail.c - one message with all papers, for sendmail -t: as text and as HTML
 * (multipart/alternative); and a mailbox, with a message for each paper. */
#include "message.h"

#include "paper/date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BOUNDARY "=_paperutils" /* quoted-printable never holds "=_" */

enum { MAIL_WIDTH = 72 };

/* The two parts are written at once; the HTML waits in a file. */
struct both {
    struct writer text, html;
    struct output to_text, to_html, kept;
    struct buf text_part, html_part;
};

static void put_head(struct writer *w, const char *from)
{
    char number[64];
    struct buf hashed = {0};
    snprintf(number, sizeof number, "%lld %llu ", (long long)w->mail.now,
             (unsigned long long)w->mail.salt);
    buf_puts(&hashed, number);
    buf_puts(&hashed, from);
    buf_puts(&hashed, w->mail.to);
    buf_puts(&hashed, w->mail.subject);
    message_date(w->out, "Date", w->mail.now);
    message_addresses(w->out, "From", str_from(from));
    message_addresses(w->out, "To", str_from(w->mail.to));
    message_text(w->out, "Subject", str_from(w->mail.subject));
    message_id(w->out, buf_str(&hashed), str_from(from));
    out_puts(w->out, "MIME-Version: 1.0\n"
                     "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\n");
    w->failed |= hashed.failed;
    buf_free(&hashed);
}

static void put_part(struct writer *w, const char *type)
{
    out_puts(w->out, "\n--" BOUNDARY "\nContent-Type: ");
    out_puts(w->out, type);
    out_puts(w->out, "; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n");
}

/* Hands on what the writers of the parts have written. */
static void hand_on(struct writer *w, struct both *b)
{
    out_flush(&b->to_text);
    out_flush(&b->to_html);
    message_quoted(w->out, buf_str(&b->text_part));
    message_quoted(&b->kept, buf_str(&b->html_part));
    w->failed |= b->text_part.failed || b->html_part.failed || b->text.failed || b->html.failed;
    buf_clear(&b->text_part);
    buf_clear(&b->html_part);
}

static void mail_begin(struct writer *w)
{
    struct both *b = w->state = calloc(1, sizeof *b);
    put_head(w, w->mail.from);
    if (!b) {
        w->out->err = ENOMEM;
        return;
    }
    out_start(&b->kept, w->mail.fd, false);
    out_start_buf(&b->to_text, &b->text_part);
    out_start_buf(&b->to_html, &b->html_part);
    b->text = (struct writer){.format = &write_text, .out = &b->to_text, .width = MAIL_WIDTH};
    b->html = (struct writer){.format = &write_html, .out = &b->to_html, .mail = w->mail};
    put_part(w, "text/plain");
    write_begin(&b->text);
    write_begin(&b->html);
    hand_on(w, b);
}

static void mail_record(struct writer *w, const struct rec *r)
{
    struct both *b = w->state;
    if (w->out->err)
        return;
    write_record(&b->text, r);
    write_record(&b->html, r);
    hand_on(w, b);
}

/* Copies the HTML behind the text. */
static void copy_kept(struct writer *w, struct both *b)
{
    char block[8192];
    ssize_t n = 0;
    out_flush(&b->kept);
    if (lseek(w->mail.fd, 0, SEEK_SET) < 0)
        w->out->err = errno;
    while (!w->out->err && (n = read(w->mail.fd, block, sizeof block)) != 0)
        if (n > 0)
            out_put(w->out, block, (size_t)n);
        else if (errno != EINTR)
            w->out->err = errno;
}

static void mail_end(struct writer *w)
{
    struct both *b = w->state;
    if (w->out->err)
        return;
    b->text.more = b->html.more = w->more;
    write_finish(&b->text);
    if (w->count == 0 && w->more == 0)
        out_puts(&b->to_text, "No papers.\n");
    write_finish(&b->html);
    hand_on(w, b);
    put_part(w, "text/html");
    copy_kept(w, b);
    out_puts(w->out, "\n--" BOUNDARY "--\n");
    if (!out_close(&b->kept) && !w->out->err)
        w->out->err = b->kept.err;
    write_end(&b->text);
    write_end(&b->html);
    buf_free(&b->text_part);
    buf_free(&b->html_part);
}

const struct write_format write_mail = {
    .name = "mail",
    .about = "one mail message with text and HTML, for sendmail -t",
    .begin = mail_begin,
    .record = mail_record,
    .end = mail_end,
    .whole = true,
};

/* ---- a mailbox ---- */

/* Midnight, where the date's day begins. */
static int64_t seconds_of(struct str date)
{
    long first, last;
    return date_days(date, &first, &last) ? (int64_t)first * 86400 : 0;
}

/* The first author as the sender: a name needs an address beside it. */
static void put_sender(struct writer *w, const struct rec *r)
{
    struct str name = write_first(r, STR("au"));
    buf_clear(&w->url);
    buf_putc(&w->url, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"' || name.p[i] == '\\')
            buf_putc(&w->url, '\\');
        buf_putc(&w->url, name.p[i]);
    }
    buf_puts(&w->url, name.n ? "\" <papers@localhost>" : "paperutils\" <papers@localhost>");
    w->failed |= w->url.failed;
    message_addresses(w->out, "From", buf_str(&w->url));
}

/* "From papers@localhost Thu Jan  1 00:00:00 1970" */
static void put_separator(struct writer *w, int64_t now)
{
    struct output line;
    struct buf date = {0};
    out_start_buf(&line, &date);
    message_date(&line, "", now); /* ": Thu, 01 Jan 1970 00:00:00 +0000" */
    out_flush(&line);
    w->failed |= date.failed;
    out_puts(w->out, "From papers@localhost ");
    if (date.n > 27) {
        out_put(w->out, date.p + 2, 3);
        out_putc(w->out, ' ');
        out_put(w->out, date.p + 10, 3);
        out_putc(w->out, ' ');
        out_put(w->out, date.p[7] == '0' ? " " : date.p + 7, 1);
        out_put(w->out, date.p + 8, 1);
        out_putc(w->out, ' ');
        out_put(w->out, date.p + 19, 8);
        out_putc(w->out, ' ');
        out_put(w->out, date.p + 14, 4);
    }
    out_putc(w->out, '\n');
    buf_free(&date);
}

/* A value in a header, cleaned. */
static void put_value(struct writer *w, const char *name, struct str value)
{
    message_text(w->out, name, write_clean(w, value));
}

static void put_body(struct writer *w, const struct rec *r)
{
    struct buf body = {0};
    struct str text = write_clean(w, r->col[REC_ABSTRACT]), value;
    size_t column = 0;
    while (text.n) {
        const char *space = memchr(text.p, ' ', text.n);
        size_t n = space ? (size_t)(space - text.p) : text.n;
        if (column)
            buf_putc(&body, column + 1 + n > MAIL_WIDTH ? '\n' : ' ');
        column = column && column + 1 + n <= MAIL_WIDTH ? column + 1 + n : n;
        buf_put(&body, text.p, n);
        text = str_slice(text, n + (space != NULL), text.n);
    }
    buf_puts(&body, column ? "\n\n" : "\n");
    for (const struct write_link *l = write_links; l->name.n; l++)
        for (size_t at = 0; rec_value(r, l->name, &at, &value);) {
            buf_putstr(&body, l->name);
            buf_puts(&body, ": ");
            buf_putstr(&body, l->base);
            buf_putstr(&body, write_clean(w, value));
            buf_putc(&body, '\n');
        }
    message_quoted(w->out, buf_str(&body));
    w->failed |= body.failed;
    buf_free(&body);
}

static void mbox_record(struct writer *w, const struct rec *r)
{
    const int64_t now = seconds_of(r->col[REC_DATE]);
    put_separator(w, now);
    message_date(w->out, "Date", now);
    put_sender(w, r);
    put_value(w, "Subject", r->col[REC_TITLE]);
    message_id(w->out, r->col[REC_ID], STR("papers@papers.localhost"));
    put_value(w, "X-Paper-ID", r->col[REC_ID]);
    put_value(w, "X-Paper-Date", r->col[REC_DATE]);
    for (size_t i = REC_COLUMNS; i < r->n; i++)
        if (rec_field(r, i).value.n)
            put_value(w, "X-Paper-Field", r->col[i]);
    out_puts(w->out, "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                     "Content-Transfer-Encoding: quoted-printable\n\n");
    put_body(w, r);
    out_putc(w->out, '\n');
}

const struct write_format write_mbox = {
    .name = "mbox",
    .about = "a mailbox with a message for each paper",
    .record = mbox_record,
};
