/* element.c - the bytes of a link, out of text that was typeset: TeX's escapes, HTML's, and the
 * characters that typesetting puts in place of ASCII's. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

struct spelling {
    struct str from, to;
};

/* The longest that fits is to come first. */
static const struct spelling spellings[] = {
    {STR_INIT("\\textasciitilde{}"), STR_INIT("~")},
    {STR_INIT("{\\textasciitilde}"), STR_INIT("~")},
    {STR_INIT("\\textasciitilde "), STR_INIT("~")},
    {STR_INIT("\\textasciitilde"), STR_INIT("~")},
    {STR_INIT("\\textunderscore{}"), STR_INIT("_")},
    {STR_INIT("{\\textunderscore}"), STR_INIT("_")},
    {STR_INIT("\\textunderscore "), STR_INIT("_")},
    {STR_INIT("$\\sim$"), STR_INIT("~")},
    {STR_INIT("{$\\sim$}"), STR_INIT("~")},
    {STR_INIT("$\\tilde{}$"), STR_INIT("~")},
    {STR_INIT("$\\tilde{ }$"), STR_INIT("~")},
    {STR_INIT("$\\sim "), STR_INIT("~")},
    {STR_INIT("\\sim "), STR_INIT("~")},
    {STR_INIT("$\\_$"), STR_INIT("_")},
    {STR_INIT("$_$"), STR_INIT("_")},
    {STR_INIT("{\\~{}}"), STR_INIT("~")},
    {STR_INIT("\\~{}"), STR_INIT("~")},
    {STR_INIT("{\\~}"), STR_INIT("~")},
    {STR_INIT("{~}"), STR_INIT("~")},
    {STR_INIT("{\\_}"), STR_INIT("_")},
    {STR_INIT("{_}"), STR_INIT("_")},
    {STR_INIT("{\\%}"), STR_INIT("%")},
    {STR_INIT("{\\#}"), STR_INIT("#")},
    {STR_INIT("{\\&}"), STR_INIT("&")},
    {STR_INIT("{/}"), STR_INIT("/")},
    {STR_INIT("{-}"), STR_INIT("-")},
    {STR_INIT("{.}"), STR_INIT(".")},
    {STR_INIT("\\allowbreak "), STR_INIT("")},
    {STR_INIT("&amp;"), STR_INIT("&")},
};

struct character {
    uint32_t from;
    struct str to;
};

static const struct character characters[] = {
    {0x00AD, STR_INIT("")},   {0x200B, STR_INIT("")},   {0x2060, STR_INIT("")},
    {0x2010, STR_INIT("-")},  {0x2011, STR_INIT("-")},  {0x2212, STR_INIT("-")},
    {0x02DC, STR_INIT("~")},  {0x223C, STR_INIT("~")},  {0xFF5E, STR_INIT("~")},
    {0xFB00, STR_INIT("ff")}, {0xFB01, STR_INIT("fi")}, {0xFB02, STR_INIT("fl")},
    {0xFF3F, STR_INIT("_")},  {0xFF0F, STR_INIT("/")},
};

/* A dash between two letters or digits is what a hyphen was made into; elsewhere it is a dash. */
static bool is_hyphen(struct str text, size_t i, size_t n)
{
    return i > 0 && i + n < text.n && ascii_alnum((unsigned char)text.p[i - 1]) &&
           ascii_alnum((unsigned char)text.p[i + n]);
}

static size_t wide_element(struct str text, size_t i, struct buf *out)
{
    uint32_t code;
    size_t n = utf8_decode(text.p + i, text.n - i, &code);
    if (n == 0)
        return 0;
    for (size_t k = 0; k < sizeof characters / sizeof *characters; k++)
        if (characters[k].from == code) {
            buf_putstr(out, characters[k].to);
            return n;
        }
    if (code == 0x2013 && is_hyphen(text, i, n))
        buf_putc(out, '-');
    else if (text_is_word(code))
        buf_put(out, text.p + i, n);
    else
        return 0;
    return n;
}

size_t link_element(struct str text, size_t i, struct buf *out)
{
    const struct str rest = str_slice(text, i, text.n);
    unsigned char c = (unsigned char)rest.p[0];
    if (c >= 0x80)
        return wide_element(text, i, out);
    if (strchr("\\${&", c) && c) {
        if (c == '\\' && rest.n > 1 && rest.p[1] && strchr("_%&#-/", rest.p[1])) {
            buf_putc(out, rest.p[1]);
            return 2;
        }
        for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++)
            if (str_starts(rest, spellings[k].from)) {
                buf_putstr(out, spellings[k].to);
                return spellings[k].from.n;
            }
        if (c == '\\' && rest.n > 1 && rest.p[1] == '~') {
            buf_putc(out, '~');
            return 2;
        }
        if (str_starts(rest, STR("&lt;")) || str_starts(rest, STR("&gt;")) ||
            str_starts(rest, STR("&quot;")) || str_starts(rest, STR("&nbsp;")))
            return 0;
    }
    if (c <= ' ' || c == 0x7F || strchr("<>\"{}|^`\\$", c))
        return 0;
    buf_putc(out, (char)c);
    return 1;
}

/* Words that abstracts have at the beginning of a sentence, and paths hardly behind a dot. */
static const char beginnings[] =
    " A Abstract All Although An And Any As At Availability Based Both But By Code Codes Compared "
    "Contact Conclusion Conclusions Data Dataset Datasets Demo Despite Each Experimental "
    "Experiments Extensive Finally For From Furthermore Here Hence How However If In Index "
    "Introduction It Its Keyword Keywords Moreover More Next No Not Note On One Our Overall "
    "Project Recent Recently Results See Show Since So Source Specifically Such Supplementary "
    "That The Their Then There Therefore These They This Those Through Thus To Together Two Using "
    "Via Video Videos We Website What When Where While With You Your ";

bool link_sentence_at(struct str text, size_t i, bool known)
{
    size_t from = i + 1, end = from;
    if (from >= text.n || !ascii_upper((unsigned char)text.p[from]))
        return false;
    while (end < text.n && end - from < 20 && ascii_alpha((unsigned char)text.p[end]))
        end++;
    bool at_end = end == text.n, at_space = !at_end && text.p[end] == ' ';
    if (!at_end && !at_space && text.p[end] != ',' && (unsigned char)text.p[end] < 0x80)
        return false;
    char word[24] = {' '};
    memcpy(word + 1, text.p + from, end - from);
    word[end - from + 1] = ' ';
    if (strstr(beginnings, word))
        return true;
    if (known || !at_space || end - from < 2 || end + 1 >= text.n)
        return false;
    for (size_t k = from + 1; k < end; k++)
        if (!ascii_lower((unsigned char)text.p[k]))
            return false;
    return ascii_lower((unsigned char)text.p[end + 1]);
}
