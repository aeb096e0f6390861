/* words.c - running text taken apart into words. */
#include "paper/words.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"

/* What ends no word: ASCII's letters and digits. */
static inline bool is_plain(unsigned char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

/* The end of the run of such that begins at i, eight at a time. */
static inline size_t plain_end(struct str s, size_t i)
{
    for (; i + 8 <= s.n; i += 8) {
        const uint64_t other = not_alnum64(load64((const unsigned char *)s.p + i));
        if (other)
            return i + lowest64(other) / 8;
    }
    while (i < s.n && is_plain((unsigned char)s.p[i]))
        i++;
    return i;
}

/* Length of the word character at offset i, 0 where none stands. */
static inline size_t letter(struct str s, size_t i)
{
    uint32_t c;
    if (i >= s.n)
        return 0;
    if ((unsigned char)s.p[i] < 0x80)
        return is_plain((unsigned char)s.p[i]);
    size_t n = utf8_decode(s.p + i, s.n - i, &c);
    return n && text_is_word(c) ? n : 0;
}

/* The end of the TeX formula or command that begins here, or i: $...$, \name. */
static size_t tex_end(struct str s, size_t i)
{
    if (s.p[i] == '$') {
        const char *close = memchr(s.p + i + 1, '$', s.n - i - 1);
        return close ? (size_t)(close - s.p) + 1 : i + 1;
    }
    size_t end = i + 1;
    if (s.p[i] == '\\')
        while (end < s.n && ascii_alpha((unsigned char)s.p[end]))
            end++;
    return s.p[i] == '\\' ? end : i;
}

/* Whether the hyphens here are TeX's dash between two names: Kac--Moody. */
static bool joins_names(struct str s, size_t begin, size_t i)
{
    return i + 2 < s.n && s.p[i + 1] == '-' && ascii_upper((unsigned char)s.p[begin]) &&
           ascii_upper((unsigned char)s.p[i + 2]);
}

/* The end of the word that begins here, or i. */
static size_t word_end(struct str s, size_t i)
{
    const size_t begin = i;
    for (size_t n; (n = letter(s, i)) > 0;) {
        i = plain_end(s, i + n);
        if (i >= s.n || s.p[i] == ' ')
            return i;
        if (s.p[i] == '-' && joins_names(s, begin, i))
            i += 2;
        else if (s.p[i] == '-' || s.p[i] == '\'')
            i += letter(s, i + 1) > 0;
        else if ((s.p[i] == '.' || s.p[i] == ',') && ascii_digit((unsigned char)s.p[i - 1]) &&
                 i + 1 < s.n && ascii_digit((unsigned char)s.p[i + 1]))
            i++;
        else if (str_starts(str_slice(s, i, s.n), STR("\xE2\x80\x99")) && letter(s, i + 3))
            i += 3; /* the typographic apostrophe */
    }
    while (i > begin && i < s.n && (s.p[i] == '+' || s.p[i] == '#') && !letter(s, i + 1))
        i++;
    return i;
}

/* The end of the host's name that begins here where a slash follows: "doi.org/", or i. */
static size_t host_end(struct str s, size_t i)
{
    size_t end = i, dot = 0;
    for (; end < s.n && (is_plain((unsigned char)s.p[end]) || s.p[end] == '.' || s.p[end] == '-');
         end++)
        dot = s.p[end] == '.' ? end : dot;
    return dot > i && end > dot + 2 && end < s.n && s.p[end] == '/' &&
                   ascii_alpha((unsigned char)s.p[dot + 1])
               ? end
               : i;
}

/* The end of the link or e-mail address whose first word is s[i..end), or i where none begins. */
static size_t link_end(struct str s, size_t i, size_t end)
{
    if (end == s.n || !(s.p[end] == ':' || s.p[end] == '@' || s.p[end] == '.'))
        return i;
    struct str rest = str_slice(s, end, s.n), word = str_slice(s, i, end);
    if (!str_starts(rest, STR("://")) && !str_starts(rest, STR("@")) &&
        !(str_eq(word, STR("www")) && str_starts(rest, STR("."))) &&
        !(str_eq(word, STR("doi")) && str_starts(rest, STR(":10."))) && host_end(s, i) == i)
        return i;
    while (end < s.n && s.p[end] != ' ' && s.p[end] != '{' && s.p[end] != '}')
        end++;
    return end;
}

/* The end of the formula without dollars whose first letters are s[i..end), or i: x^2, C*-algebra.
 */
static size_t formula_end(struct str s, size_t i, size_t end)
{
    if (end == s.n || !(s.p[end] == '^' || (s.p[end] == '*' && end - i == 1) ||
                        (s.p[end] == '_' && end + 1 < s.n && s.p[end + 1] == '{')))
        return i;
    while (end < s.n && s.p[end] != ' ' && s.p[end] != ',' && s.p[end] != '.')
        end++;
    return end;
}

static bool ends_sentence(char c)
{
    return c == '.' || c == '?' || c == '!' || c == ':';
}

bool word_next(struct str text, size_t *at, struct word *word)
{
    word->after_break = word->first = *at == 0;
    for (size_t i = *at; i < text.n;) {
        if (text.p[i] == ' ') {
            i++;
            continue;
        }
        bool tex = text.p[i] == '$' || text.p[i] == '\\';
        size_t end = tex ? i : word_end(text, i);
        size_t skip = tex ? tex_end(text, i) : end > i ? link_end(text, i, end) : i;
        if (skip == i && !tex && end > i)
            skip = formula_end(text, i, end);
        if (skip > i) {
            word->after_break = true;
            word->first |= ends_sentence(text.p[skip - 1]);
            i = skip;
            continue;
        }
        if (end > i) {
            word->text = str_slice(text, i, end);
            *at = end;
            return true;
        }
        char c = text.p[i++];
        word->after_break = true;
        word->first |= ends_sentence(c);
    }
    *at = text.n;
    return false;
}
