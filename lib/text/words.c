/* words.c - running text taken apart into words. */
#include "paper/words.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

/* Length of the word character at offset i, 0 where none stands. */
static size_t letter(struct str s, size_t i)
{
    uint32_t c;
    if (i >= s.n)
        return 0;
    if ((unsigned char)s.p[i] < 0x80)
        return ascii_alnum((unsigned char)s.p[i]);
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

/* The end of the word that begins here, or i. */
static size_t word_end(struct str s, size_t i)
{
    const size_t begin = i;
    for (size_t n; (n = letter(s, i)) > 0;) {
        i += n;
        bool digit = ascii_digit((unsigned char)s.p[i - 1]);
        if (i >= s.n)
            break;
        if (s.p[i] == '-' || s.p[i] == '\'')
            i += letter(s, i + 1) > 0;
        else if ((s.p[i] == '.' || s.p[i] == ',') && digit && i + 1 < s.n &&
                 ascii_digit((unsigned char)s.p[i + 1]))
            i++;
        else if (str_starts(str_slice(s, i, s.n), STR("\xE2\x80\x99")) && letter(s, i + 3))
            i += 3; /* the typographic apostrophe */
    }
    while (i > begin && i < s.n && (s.p[i] == '+' || s.p[i] == '#') && i + 1 <= s.n &&
           !letter(s, i + 1))
        i++;
    return i;
}

/* The end of the link or e-mail address whose first word is s[i..end), or i where none begins. */
static size_t link_end(struct str s, size_t i, size_t end)
{
    struct str rest = str_slice(s, end, s.n), word = str_slice(s, i, end);
    if (!str_starts(rest, STR("://")) && !str_starts(rest, STR("@")) &&
        !(str_eq(word, STR("www")) && str_starts(rest, STR("."))) &&
        !(str_eq(word, STR("github")) && str_starts(rest, STR(".com/"))))
        return i;
    while (end < s.n && !strchr(" {}", s.p[end]))
        end++;
    return end;
}

bool word_next(struct str text, size_t *at, struct word *word)
{
    word->after_break = word->first = *at == 0;
    for (size_t i = *at; i < text.n;) {
        bool tex = text.p[i] == '$' || text.p[i] == '\\';
        size_t end = tex ? i : word_end(text, i);
        size_t skip = tex ? tex_end(text, i) : end > i ? link_end(text, i, end) : i;
        if (skip > i) {
            word->after_break = true;
            word->first |= strchr(".?!:", text.p[skip - 1]) != NULL;
            i = skip;
            continue;
        }
        if (end > i) {
            word->text = str_slice(text, i, end);
            *at = end;
            return true;
        }
        char c = text.p[i++];
        word->after_break |= c != ' ';
        word->first |= c == '.' || c == '?' || c == '!' || c == ':';
    }
    *at = text.n;
    return false;
}
