/* tex.c - TeX's accents and letters outside math, as characters. */
#include "tex.h"

#include "paper/ascii.h"
#include "paper/markup.h"
#include "paper/word64.h"

#include <stdlib.h>

/* Commands that print one letter. */
static const struct {
    const char *name, *text;
} letters[] = {
    {"AA", "\xC3\x85"}, {"AE", "\xC3\x86"}, {"DH", "\xC3\x90"}, {"DJ", "\xC4\x90"},
    {"L", "\xC5\x81"},  {"NG", "\xC5\x8A"}, {"O", "\xC3\x98"},  {"OE", "\xC5\x92"},
    {"SS", "SS"},       {"TH", "\xC3\x9E"}, {"aa", "\xC3\xA5"}, {"ae", "\xC3\xA6"},
    {"dh", "\xC3\xB0"}, {"dj", "\xC4\x91"}, {"i", "\xC4\xB1"},  {"j", "\xC8\xB7"},
    {"l", "\xC5\x82"},  {"ng", "\xC5\x8B"}, {"o", "\xC3\xB8"},  {"oe", "\xC5\x93"},
    {"ss", "\xC3\x9F"}, {"th", "\xC3\xBE"},
};

/* Accents, and the mark that combines with a letter for which Unicode has no character of both. */
static const struct {
    char accent;
    const char *mark;
} marks[] = {
    {'`', "\xCC\x80"}, {'\'', "\xCC\x81"}, {'^', "\xCC\x82"}, {'~', "\xCC\x83"}, {'=', "\xCC\x84"},
    {'u', "\xCC\x86"}, {'.', "\xCC\x87"},  {'"', "\xCC\x88"}, {'r', "\xCC\x8A"}, {'H', "\xCC\x8B"},
    {'v', "\xCC\x8C"}, {'d', "\xCC\xA3"},  {'c', "\xCC\xA7"}, {'k', "\xCC\xA8"}, {'b', "\xCC\xB1"},
};

static const char *mark_of(char accent)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].accent == accent)
            return marks[i].mark;
    return NULL;
}

static int compare_accent(const void *key, const void *row)
{
    return memcmp(key, ((const struct accented *)row)->key, 2);
}

static void put_accented(struct buf *out, char accent, char letter)
{
    const char key[2] = {accent, letter};
    const struct accented *a =
        bsearch(key, accent_table, accent_count, sizeof *accent_table, compare_accent);
    if (a) {
        buf_puts(out, a->text);
    } else {
        buf_putc(out, letter);
        buf_puts(out, mark_of(accent));
    }
}

static size_t blanks(struct str s, size_t i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n'))
        i++;
    return i;
}

static unsigned char at(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : '\0';
}

/* The letter under an accent from offset i on: `o`, `{o}`, `\i`, `{\i}`, `\i{}`. Its end; 0 where
 * there is none. */
static size_t base_letter(struct str s, size_t i, char *letter)
{
    i = blanks(s, i);
    size_t braces = 0;
    while (at(s, i) == '{' && braces < 3) {
        i = blanks(s, i + 1);
        braces++;
    }
    bool dotless = at(s, i) == '\\' && (at(s, i + 1) == 'i' || at(s, i + 1) == 'j') &&
                   !ascii_alpha(at(s, i + 2));
    i += dotless;
    if (!ascii_alpha(at(s, i)))
        return 0;
    *letter = s.p[i++];
    if (braces)
        i = blanks(s, i);
    else if (dotless && at(s, i) == '{' && at(s, i + 1) == '}')
        i += 2;
    else if (dotless && at(s, i) == ' ')
        i++;
    for (; braces; braces--)
        if (at(s, i++) != '}')
            return 0;
    return i;
}

/* The accent or letter that begins at the backslash of s; its bytes, 0 where it is another command.
 */
static size_t letter_command(struct buf *out, struct str s)
{
    char c = (char)at(s, 1), letter;
    size_t n = 2;
    while (n < s.n && ascii_alpha((unsigned char)c) && ascii_alpha((unsigned char)s.p[n]))
        n++;
    if (c && mark_of(c) && n == 2) {
        /* \b, \c, \d and their like take no letter that touches them: that is another command. */
        size_t end = base_letter(s, 2, &letter);
        if (end) {
            put_accented(out, c, letter);
            return end;
        }
    }
    struct str name = str_slice(s, 1, n < s.n ? n : s.n);
    for (size_t i = 0; i < sizeof letters / sizeof *letters && n <= 3; i++)
        if (str_eq(name, str_from(letters[i].name))) {
            buf_puts(out, letters[i].text);
            return at(s, n) == ' ' ? n + 1 : at(s, n) == '{' && at(s, n + 1) == '}' ? n + 2 : n;
        }
    return 0;
}

/* A letter in braces of its own, {\"o}; its bytes, 0 where the brace holds something else. */
static size_t braced_letter(struct buf *out, struct str s)
{
    size_t before = out->n;
    if (at(s, 1) != '\\')
        return 0;
    size_t n = letter_command(out, str_slice(s, 1, s.n));
    n = n ? blanks(s, n + 1) : 0;
    if (n && at(s, n) == '}')
        return n + 1;
    out->n = before;
    return 0;
}

/* Bytes of the math that begins at s; 0 where none does, or it has no end: *in_vain has a bit for
 * each way in which it may be closed, so that what has no end is looked for once, lest the time be
 * quadratic. */
static size_t math(struct str s, unsigned *in_vain)
{
    bool dollar = s.p[0] == '$';
    char close = s.p[0] == '$' ? '$' : at(s, 1) == '(' ? ')' : at(s, 1) == '[' ? ']' : '\0';
    unsigned way = close == '$' ? 1 : close == ')' ? 2 : 4;
    if (!close || (*in_vain & way))
        return 0;
    size_t from = dollar && at(s, 1) != '$' ? 1 : 2;
    for (size_t i = from; i < s.n; i++) {
        if (s.p[i] == '\\' && !dollar && at(s, i + 1) == (unsigned char)close)
            return i + 2;
        if (s.p[i] == '\\')
            i++;
        else if (dollar && s.p[i] == '$')
            return from == 2 && at(s, i + 1) == '$' ? i + 2 : i + 1;
    }
    *in_vain |= way;
    return 0;
}

/* Where the braces being read are a command's argument, they stay. */
struct braces {
    unsigned depth;
    unsigned char kept[32]; /* a bit a level; deeper ones stay */
};

static bool brace_stays(const struct braces *b)
{
    return b->depth >= 8 * sizeof b->kept || (b->kept[b->depth / 8] >> b->depth % 8 & 1);
}

static void open_brace(struct braces *b, struct buf *out, bool stays)
{
    unsigned bit = 1u << b->depth % 8;
    if (b->depth < 8 * sizeof b->kept) {
        unsigned char *byte = &b->kept[b->depth / 8];
        *byte = (unsigned char)(stays ? *byte | bit : *byte & ~bit);
    }
    if (brace_stays(b))
        buf_putc(out, '{');
    b->depth++;
}

static void close_brace(struct braces *b, struct buf *out)
{
    if (b->depth == 0)
        return;
    b->depth--;
    if (brace_stays(b))
        buf_putc(out, '}');
}

/* Commands of a bibliography that print no more than a mark. */
static const struct {
    const char *name, *text;
} symbols[] = {
    {"BibTeX", "BibTeX"},
    {"LaTeX", "LaTeX"},
    {"P", "\xC2\xB6"},
    {"S", "\xC2\xA7"},
    {"TeX", "TeX"},
    {"copyright", "\xC2\xA9"},
    {"dag", "\xE2\x80\xA0"},
    {"ddag", "\xE2\x80\xA1"},
    {"dots", "\xE2\x80\xA6"},
    {"enspace", " "},
    {"euro", "\xE2\x82\xAC"},
    {"guillemotleft", "\xC2\xAB"},
    {"guillemotright", "\xC2\xBB"},
    {"hyphen", "-"},
    {"ldots", "\xE2\x80\xA6"},
    {"linebreak", " "},
    {"newline", " "},
    {"nobreakspace", " "},
    {"par", " "},
    {"pounds", "\xC2\xA3"},
    {"qquad", " "},
    {"quad", " "},
    {"quotedblbase", "\xE2\x80\x9E"},
    {"quotesinglbase", "\xE2\x80\x9A"},
    {"slash", "/"},
    {"space", " "},
    {"textasciicircum", "^"},
    {"textasciitilde", "~"},
    {"textbackslash", "\\"},
    {"textbar", "|"},
    {"textbraceleft", "{"},
    {"textbraceright", "}"},
    {"textbullet", "\xE2\x80\xA2"},
    {"textcopyright", "\xC2\xA9"},
    {"textdegree", "\xC2\xB0"},
    {"textdollar", "$"},
    {"textellipsis", "\xE2\x80\xA6"},
    {"textemdash", "\xE2\x80\x94"},
    {"textendash", "\xE2\x80\x93"},
    {"texteuro", "\xE2\x82\xAC"},
    {"textgreater", ">"},
    {"textless", "<"},
    {"textmu", "\xC2\xB5"},
    {"textonehalf", "\xC2\xBD"},
    {"textordfeminine", "\xC2\xAA"},
    {"textordmasculine", "\xC2\xBA"},
    {"textperiodcentered", "\xC2\xB7"},
    {"textpm", "\xC2\xB1"},
    {"textquotedbl", "\""},
    {"textquotedblleft", "\xE2\x80\x9C"},
    {"textquotedblright", "\xE2\x80\x9D"},
    {"textquoteleft", "\xE2\x80\x98"},
    {"textquoteright", "\xE2\x80\x99"},
    {"textquotesingle", "'"},
    {"textregistered", "\xC2\xAE"},
    {"textsection", "\xC2\xA7"},
    {"textsterling", "\xC2\xA3"},
    {"texttimes", "\xC3\x97"},
    {"texttrademark", "\xE2\x84\xA2"},
    {"textunderscore", "_"},
    {"textyen", "\xC2\xA5"},
    {"thinspace", " "},
};

/* Those that say how a text looks, before it or as their argument: they go, it stays. */
static const char *const looks[] = {
    "allowbreak",  "bf",         "bfseries",    "em",        "emph",          "enquote",
    "hbox",        "it",         "itshape",     "mbox",      "mkbibbold",     "mkbibemph",
    "mkbibitalic", "mkbibquote", "nobreakdash", "nolinkurl", "normalfont",    "path",
    "protect",     "relax",      "rm",          "sc",        "scshape",       "sf",
    "sl",          "small",      "textbf",      "textit",    "textmd",        "textnormal",
    "textrm",      "textsc",     "textsf",      "textsl",    "textsubscript", "textsuperscript",
    "texttt",      "textup",     "tt",          "ttfamily",  "underline",     "upshape",
    "url",
};

/* A command of those, at its backslash, and the blanks that end its name; its bytes, or 0. */
static size_t printed_command(struct buf *out, struct str s)
{
    size_t n = 1;
    while (n < s.n && ascii_alpha((unsigned char)s.p[n]))
        n++;
    struct str name = str_slice(s, 1, n);
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (str_eq(name, str_from(looks[i])))
            return blanks(s, n);
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (str_eq(name, str_from(symbols[i].name))) {
            buf_puts(out, symbols[i].text);
            return blanks(s, n);
        }
    return 0;
}

/* What a bibliography escapes, at s; bytes taken, 0 for anything else. */
static size_t escaped(struct buf *out, struct str s)
{
    if (s.p[0] == '~') {
        buf_putc(out, ' ');
        return 1;
    }
    if (s.p[0] == '\\' && at(s, 1) && strchr("&%$#_{}", s.p[1])) {
        buf_putc(out, s.p[1]);
        return 2;
    }
    if (s.p[0] == '\\' && at(s, 1) && strchr(" \\,;:>\n\t", s.p[1])) {
        buf_putc(out, ' ');
        return 2;
    }
    if (s.p[0] == '\\' && at(s, 1) && strchr("-/@!", s.p[1]))
        return 2;
    if ((s.p[0] == '`' || s.p[0] == '\'') && at(s, 1) == (unsigned char)s.p[0]) {
        buf_puts(out, s.p[0] == '`' ? "\xE2\x80\x9C" : "\xE2\x80\x9D");
        return 2;
    }
    return 0;
}

/* Appends a command's name, \name, or one character after the backslash. */
static size_t other_command(struct buf *out, struct str s)
{
    size_t n = 2;
    while (n < s.n && ascii_alpha((unsigned char)s.p[1]) && ascii_alpha((unsigned char)s.p[n]))
        n++;
    n = n < s.n ? n : s.n;
    buf_put(out, s.p, n);
    return n;
}

/* Bytes before the next one that may mean something. */
static size_t plain(struct str s, bool bibtex)
{
    /* 1: to TeX, in all texts; 2: in a bibliography's. A table: this looks at every byte. */
    static const unsigned char special[256] = {
        ['\\'] = 1, ['$'] = 1, ['{'] = 1, ['}'] = 2, ['~'] = 2, ['`'] = 2, ['\''] = 2};
    unsigned max = bibtex ? 2 : 1;
    size_t i = 0;
    while (!bibtex && i + 8 <= s.n) {
        uint64_t eight = load64((const unsigned char *)s.p + i);
        uint64_t stop = find64(eight, '\\') | find64(eight, '$') | find64(eight, '{');
        if (stop)
            return i + lowest64(stop) / 8;
        i += 8;
    }
    while (i < s.n && special[(unsigned char)s.p[i]] - 1u >= max)
        i++;
    return i;
}

void markup_tex(struct buf *out, struct str s, enum tex kind)
{
    bool bibtex = kind == TEX_BIBTEX, after_command = false;
    unsigned in_vain = 0;
    struct braces braces = {0};
    while (s.n) {
        size_t n = plain(s, bibtex);
        buf_put(out, s.p, n);
        after_command &= n == 0;
        s = str_slice(s, n, s.n);
        if (s.n == 0)
            break;
        char c = s.p[0];
        n = 0;
        if (c == '$' || c == '\\') {
            n = math(s, &in_vain);
            buf_put(out, s.p, n);
        }
        if (n == 0 && bibtex)
            n = escaped(out, s);
        if (n == 0 && c == '\\')
            n = letter_command(out, s);
        if (n == 0 && bibtex && c == '\\')
            n = printed_command(out, s);
        if (n == 0 && c == '{')
            n = braced_letter(out, s);
        bool command = n == 0 && c == '\\';
        if (command) {
            n = other_command(out, s);
        } else if (n == 0 && bibtex && (c == '{' || c == '}')) {
            if (c == '{')
                open_brace(&braces, out, after_command);
            else
                close_brace(&braces, out);
            command = c == '}' && brace_stays(&braces); /* a second argument */
            n = 1;
        } else if (n == 0) {
            buf_putc(out, c);
            n = 1;
        }
        after_command = command;
        s = str_slice(s, n, s.n);
    }
}
