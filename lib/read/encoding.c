/* encoding.c - what a file's text is encoded in: told by a byte order mark, by where the zeros of
 * UTF-16 and UTF-32 stand in ASCII, by an XML declaration, or JabRef's first line. */
#include "encoding.h"

#include "paper/read.h"
#include "paper/text.h"
#include "paper/utf8.h"

#include <stdio.h>
#include <strings.h>

enum { NAME_MAX = 40, LINE_MAX_BYTES = 400 };

/* The encoding of Unicode's that is not UTF-8, or NULL. */
static const char *wide(struct str head)
{
    static const struct {
        struct str mark;
        const char *name;
    } marks[] = {{STR_INIT("\xFF\xFE\0\0"), "UTF-32LE"},
                 {STR_INIT("\0\0\xFE\xFF"), "UTF-32BE"},
                 {STR_INIT("\xFF\xFE"), "UTF-16LE"},
                 {STR_INIT("\xFE\xFF"), "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(head, marks[i].mark))
            return marks[i].name;
    if (head.n < 4)
        return NULL;
    /* Without a mark: text begins with two characters of ASCII. */
    bool zero[4];
    for (int i = 0; i < 4; i++)
        zero[i] = head.p[i] == '\0';
    if (zero[0] && zero[1] && zero[2] && !zero[3])
        return "UTF-32BE";
    if (!zero[0] && zero[1] && zero[2] && zero[3])
        return "UTF-32LE";
    if (zero[0] && !zero[1] && zero[2] && !zero[3])
        return "UTF-16BE";
    if (!zero[0] && zero[1] && !zero[2] && zero[3])
        return "UTF-16LE";
    return NULL;
}

/* Whether there are characters beyond ASCII, and all that is there is UTF-8 but for a cut end. */
static bool is_utf8(struct str s)
{
    bool beyond = false;
    uint32_t c;
    for (size_t i = 0, n; i < s.n; i += n) {
        n = (unsigned char)s.p[i] < 0x80 ? 1 : utf8_decode(s.p + i, s.n - i, &c);
        if (n == 0)
            return i + UTF8_MAX > s.n && beyond;
        beyond |= n > 1;
    }
    return beyond;
}

/* The name behind `key` in the first line; empty where there is none. */
static struct str declared(struct str head, const char *begin, const char *key, const char *stop)
{
    head = text_trim(head);
    const char *nl = head.n ? memchr(head.p, '\n', head.n) : NULL;
    struct str line = str_slice(head, 0, nl ? (size_t)(nl - head.p) : head.n);
    size_t n = strlen(key);
    if (!str_starts(line, str_from(begin)))
        return (struct str){0};
    for (size_t i = 0; i + n < line.n && i < 200; i++) {
        if (strncasecmp(line.p + i, key, n) != 0)
            continue;
        size_t from = i + n, to;
        while (from < line.n && strchr(" =\"'", line.p[from]))
            from++;
        for (to = from; to < line.n && !strchr(stop, line.p[to]);)
            to++;
        return str_slice(line, from, to);
    }
    return (struct str){0};
}

static void decode(struct input *in, const char *encoding)
{
    char why[NAME_MAX + 64];
    if (in_decode(in, encoding))
        return;
    snprintf(why, sizeof why, "encoding %s is not known: read as UTF-8", encoding);
    in_report(in, 0, why);
}

static void skip_mark(struct input *in)
{
    const struct str mark = STR("\xEF\xBB\xBF");
    if (str_starts(in_peek(in, mark.n), mark))
        in_skip(in, mark.n);
}

/* The first line, or what of it holds an XML declaration: no more is read than that takes, so that
 * a feed that says it is UTF-8 is read as it arrives. */
static struct str first_line(struct input *in)
{
    for (;;) {
        struct str s = in_view(in, LINE_MAX_BYTES);
        size_t n = 0;
        while (n < s.n && s.p[n] != '\n' && s.p[n] != '>')
            n++;
        if (n < s.n || n == LINE_MAX_BYTES || !in_more(in))
            return str_slice(in_rest(in), 0, n < s.n ? n + 1 : n);
    }
}

static bool is_unicode(struct str name)
{
    return (name.n == 5 && strncasecmp(name.p, "UTF-8", 5) == 0) ||
           (name.n == 4 && strncasecmp(name.p, "UTF8", 4) == 0);
}

/* The encoding that the file's first line names; empty where it names none, or wrongly. */
static const char *named(struct input *in, char name[NAME_MAX + 1])
{
    struct str head = in_peek(in, 2);
    if (!str_starts(head, STR("<?")) && !str_starts(head, STR("% ")))
        return NULL;
    head = first_line(in);
    struct str s = declared(head, "<?xml", "encoding", "\"'> ");
    if (s.n == 0)
        s = declared(head, "% Encoding:", "encoding:", " \r\n");
    if (s.n == 0 || s.n > NAME_MAX || is_unicode(s))
        return NULL;
    for (size_t i = 0; i < s.n; i++) /* Java's ISO8859_1 */
        name[i] = s.p[i] == '_' ? '-' : s.p[i];
    name[s.n] = '\0';
    return is_utf8(in_peek(in, READ_HEAD)) ? NULL : name;
}

void encoding_set(struct input *in, size_t head, const char *encoding)
{
    char name[NAME_MAX + 1];
    if (!encoding)
        encoding = wide(in_peek(in, head));
    if (!encoding)
        encoding = named(in, name);
    if (encoding && !is_unicode(str_from(encoding)))
        decode(in, encoding);
    skip_mark(in);
}
