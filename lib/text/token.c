/* token.c - text taken apart into folded words. ASCII goes by a table of bytes; only what is not is
 * decoded and folded by the character. Linear in the text. */
#include "paper/token.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"

/* What an ASCII character is in a word; '.': no part of one. */
static const char small[] = "................................................0123456789......."
                            "abcdefghijklmnopqrstuvwxyz......abcdefghijklmnopqrstuvwxyz.....";

/* Length of the word character beyond ASCII at offset i, 0 where none stands. */
static size_t letter(struct str s, size_t i, uint32_t *c)
{
    size_t n = utf8_decode(s.p + i, s.n - i, c);
    return n && text_is_word(*c) ? n : 0;
}

bool token_at(struct str text, size_t i)
{
    uint32_t c;
    if (i >= text.n)
        return false;
    unsigned char byte = (unsigned char)text.p[i];
    return byte < 0x80 ? small[byte] != '.' : letter(text, i, &c) > 0;
}

/* Where what nobody sees stands at offset i, behind a letter: the offset behind it, if more of the
 * word stands there. Else i. */
static size_t unseen_end(struct str s, size_t i)
{
    uint32_t c;
    size_t at = i;
    for (size_t n; at < s.n && (unsigned char)s.p[at] >= 0x80; at += n) {
        n = utf8_decode(s.p + at, s.n - at, &c);
        if (n == 0 || !text_is_unseen(c))
            break;
    }
    return at > i && token_at(s, at) ? at : i;
}

/* Whether a folded word ends in a letter of a script whose words spaces part: Latin, Greek,
 * Cyrillic, Armenian, which end below U+0590. Elsewhere what is unseen may be what parts them. */
static bool ends_spaced(struct str word)
{
    size_t i = word.n - 1;
    while (i > 0 && ((unsigned char)word.p[i] & 0xC0) == 0x80)
        i--;
    return (unsigned char)word.p[i] < 0xD6;
}

bool token_joins(struct str text, size_t i)
{
    return i > 0 && ascii_alnum((unsigned char)text.p[i - 1]) && unseen_end(text, i) > i;
}

static bool is_word_alone(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9D) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/* Appends the ASCII part of a word that begins at the place reached, eight bytes at a time: digits
 * and small letters have the bit that capitals lack. */
static void take_ascii(struct tokens *t)
{
    const unsigned char *p = (const unsigned char *)t->text.p;
    size_t at = t->at;
    const size_t n = t->text.n;
    for (unsigned taken = 8; taken == 8 && n - at >= 8; at += taken) {
        const uint64_t word = load64(p + at), other = not_alnum64(word);
        if (t->folded.cap - t->folded.n < 8 && !buf_reserve(&t->folded, 8))
            return;
        store64((unsigned char *)t->folded.p + t->folded.n, word | every64(0x20));
        taken = other ? lowest64(other) / 8 : 8;
        t->folded.n += taken;
    }
    for (char c; n - at < 8 && at < n && p[at] < 0x80 && (c = small[p[at]]) != '.'; at++)
        buf_putc(&t->folded, c);
    t->at = at;
}

/* Takes the word at the place reached; it is empty where only marks stand there. */
static void take_word(struct tokens *t)
{
    uint32_t c;
    buf_clear(&t->folded);
    for (;;) {
        take_ascii(t);
        if (t->at == t->text.n || (unsigned char)t->text.p[t->at] < 0x80)
            return;
        size_t n = letter(t->text, t->at, &c);
        if (n == 0 && t->folded.n && text_is_unseen(c) && ends_spaced(buf_str(&t->folded))) {
            size_t end = unseen_end(t->text, t->at);
            if (end == t->at)
                return;
            t->at = end;
            continue;
        }
        bool alone = n && is_word_alone(c);
        if (n == 0 || (alone && t->folded.n))
            return;
        text_fold(&t->folded, str_slice(t->text, t->at, t->at + n));
        t->at += n;
        if (alone)
            return;
    }
}

/* To where a word begins. */
static void skip_rest(struct tokens *t)
{
    const unsigned char *p = (const unsigned char *)t->text.p;
    while (t->at < t->text.n &&
           (p[t->at] < 0x80 ? small[p[t->at]] == '.' : !token_at(t->text, t->at)))
        t->at++;
}

bool token_next(struct tokens *t, struct token *token)
{
    for (;;) {
        skip_rest(t);
        if (t->at == t->text.n)
            return false;
        token->begin = t->at;
        take_word(t);
        if (t->folded.cap - t->folded.n < TOKEN_SPARE)
            buf_reserve(&t->folded, TOKEN_SPARE);
        if (t->folded.failed)
            return false;
        if (t->folded.n)
            break;
    }
    token->word = buf_str(&t->folded);
    token->end = t->at;
    while (t->at < t->text.n && (t->text.p[t->at] == '+' || t->text.p[t->at] == '#'))
        t->at++;
    token->mark = t->at - token->end;
    return true;
}
