/* message.c - the parts of a mail message. Lines end in LF, as sendmail(8) and mailboxes have it.
 */
#include "message.h"

#include "paper/date.h"
#include "paper/hash.h"

#include <stdio.h>

enum { LINE = 76, WORD = 45 /* bytes in an encoded word: 60 of base64 */, LONG_WORD = 900 };

static void put_base64(struct output *out, struct str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        const unsigned char *p = (const unsigned char *)s.p + i;
        const size_t n = s.n - i;
        unsigned long bits =
            (unsigned long)p[0] << 16 | (n > 1 ? (unsigned long)p[1] << 8 : 0) | (n > 2 ? p[2] : 0);
        char four[] = {digits[bits >> 18], digits[bits >> 12 & 63],
                       n > 1 ? digits[bits >> 6 & 63] : '=', n > 2 ? digits[bits & 63] : '='};
        out_put(out, four, sizeof four);
    }
}

/* Encoded words hold whole characters. column: where the first begins. */
static void put_encoded(struct output *out, struct str s, size_t column)
{
    for (size_t i = 0, end; i < s.n; i = end) {
        size_t room = i || column + 16 + WORD / 3 * 4 < LINE ? WORD : (LINE - 16 - column) / 4 * 3;
        end = s.n - i > room ? i + room : s.n;
        while (end < s.n && end > i + 1 && ((unsigned char)s.p[end] & 0xC0) == 0x80)
            end--;
        out_puts(out, i ? "\n =?UTF-8?B?" : "=?UTF-8?B?");
        put_base64(out, str_slice(s, i, end));
        out_puts(out, "?=");
    }
}

/* Whether it may stand in a head as it is. */
static bool is_plain(struct str s)
{
    size_t word = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        word = c == ' ' ? 0 : word + 1;
        if (c < 0x20 || c >= 0x7F || word > LONG_WORD ||
            (c == '=' && i + 1 < s.n && s.p[i + 1] == '?'))
            return false;
    }
    return s.n == 0 || (s.p[0] != ' ' && s.p[s.n - 1] != ' ');
}

void message_text(struct output *out, const char *name, struct str text)
{
    size_t column = strlen(name) + 1;
    out_puts(out, name);
    out_puts(out, ":");
    if (!is_plain(text)) {
        out_putc(out, ' ');
        put_encoded(out, text, column);
    }
    while (is_plain(text) && text.n) {
        const char *space = memchr(text.p, ' ', text.n);
        size_t n = space ? (size_t)(space - text.p) : text.n;
        if (column + 1 + n > LINE && n && column > strlen(name) + 1) {
            out_putc(out, '\n');
            column = 0;
        }
        out_putc(out, ' ');
        out_put(out, text.p, n);
        column += n + 1;
        text = str_slice(text, n + (space != NULL), text.n);
    }
    out_putc(out, '\n');
}

/* The end of an address in a list: a comma outside quotes. */
static size_t address_end(struct str s)
{
    bool quoted = false;
    size_t i = 0;
    for (; i < s.n && (quoted || s.p[i] != ','); i++)
        if (s.p[i] == '\\' && quoted && i + 1 < s.n)
            i++;
        else
            quoted ^= s.p[i] == '"';
    return i;
}

static struct str trimmed(struct str s)
{
    while (s.n && s.p[0] == ' ')
        s = str_slice(s, 1, s.n);
    while (s.n && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* Whether a name before an address needs no more quotes than it has. */
static bool is_phrase(struct str s)
{
    if (s.n > 1 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] && strchr("<>@\"", s.p[i]))
            return false;
    return true;
}

/* name@host, RFC 5321's without its quoted names. */
static const char *address_fault(struct str s)
{
    const char *at = memchr(s.p, '@', s.n);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return "not all mail servers take letters outside of ASCII in an address; the host's "
                   "have a form that begins with xn--";
    if (!at || at == s.p || at + 1 == s.p + s.n)
        return "name@host expected";
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("<>()\",;\\", s.p[i]) ||
            (s.p[i] == '@' && s.p + i != at))
            return "name@host expected, or several with commas between them";
    return NULL;
}

const char *mail_fault(struct str list)
{
    const char *why = "name@host expected";
    for (size_t n; list.n; list = str_slice(list, n < list.n ? n + 1 : n, list.n)) {
        n = address_end(list);
        struct str one = trimmed(str_slice(list, 0, n));
        if (one.n == 0)
            continue;
        const char *open = one.p[one.n - 1] == '>' ? memchr(one.p, '<', one.n) : NULL;
        for (const char *next = open; next;) {
            open = next;
            next = memchr(open + 1, '<', (size_t)(one.p + one.n - open) - 1);
        }
        if (open && !is_phrase(trimmed(str_slice(one, 0, (size_t)(open - one.p)))))
            return "a name with < > @ or \" in it needs quotes around it";
        if (open)
            one = str_slice(one, (size_t)(open - one.p) + 1, one.n - 1);
        if ((why = address_fault(one)))
            return why;
    }
    return why;
}

void message_addresses(struct output *out, const char *name, struct str list)
{
    bool any = false;
    out_puts(out, name);
    out_puts(out, ": ");
    while (list.n) {
        size_t n = address_end(list), at = 0;
        struct str one = trimmed(str_slice(list, 0, n));
        list = str_slice(list, n < list.n ? n + 1 : n, list.n);
        if (one.n == 0)
            continue;
        out_puts(out, any ? ",\n " : "");
        any = true;
        for (size_t i = 0; i < one.n; i++)
            at = one.p[i] == '<' ? i : at;
        struct str phrase = trimmed(str_slice(one, 0, at));
        if (phrase.n && !is_plain(phrase)) {
            if (phrase.n > 1 && phrase.p[0] == '"' && phrase.p[phrase.n - 1] == '"')
                phrase = str_slice(phrase, 1, phrase.n - 1);
            put_encoded(out, phrase, strlen(name) + 2);
            out_putc(out, ' ');
            one = str_slice(one, at, one.n);
        }
        out_putstr(out, one);
    }
    out_putc(out, '\n');
}

void message_date(struct output *out, const char *name, int64_t now)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char days[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    char text[DATE_MAX], line[128];
    struct str s = date_of_epoch(text, now);
    int64_t day = now / 86400 - (now % 86400 < 0);
    long rest = (long)(now - day * 86400);
    if (s.n < DATE_MAX)
        return;
    int month = (text[5] - '0') * 10 + text[6] - '0';
    snprintf(line, sizeof line, "%s: %s, %.2s %s %.4s %02ld:%02ld:%02ld +0000\n", name,
             days[(day % 7 + 7) % 7], text + 8, months[month - 1], text, rest / 3600,
             rest / 60 % 60, rest % 60);
    out_puts(out, line);
}

void message_id(struct output *out, struct str hashed, struct str address)
{
    static const uint64_t key[2] = {0, 0};
    struct hash128 h = siphash(hashed.p, hashed.n, key);
    char id[64];
    size_t from = 0, to;
    for (size_t i = 0; i < address.n; i++)
        from = address.p[i] == '@' ? i + 1 : from;
    for (to = from; to < address.n && !strchr("> ,", address.p[to]); to++)
        ;
    struct str host = str_slice(address, from, to);
    snprintf(id, sizeof id, "Message-ID: <%016llx%016llx@", (unsigned long long)h.hi,
             (unsigned long long)h.lo);
    out_puts(out, id);
    out_putstr(out, from && host.n ? host : STR("localhost"));
    out_puts(out, ">\n");
}

void message_quoted(struct output *out, struct str text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool last = i + 1 == text.n || text.p[i + 1] == '\n';
        /* A line's first letter that mailboxes or SMTP would take for something. */
        bool first =
            column == 0 &&
            ((c == 'F' && text.n - i >= 5 && memcmp(text.p + i, "From ", 5) == 0) || c == '.');
        bool coded =
            c != '\n' && (c < 0x20 || c >= 0x7F || c == '=' || (c == ' ' && last) || first);
        if (c == '\n') {
            out_putc(out, '\n');
            column = 0;
            continue;
        }
        if (column + (coded ? 3 : 1) > LINE - 1) {
            out_puts(out, "=\n");
            column = 0;
            i--;
            continue;
        }
        if (coded) {
            char code[] = {'=', hex[c >> 4], hex[c & 15]};
            out_put(out, code, sizeof code);
        } else {
            out_putc(out, (char)c);
        }
        column += coded ? 3 : 1;
    }
}
