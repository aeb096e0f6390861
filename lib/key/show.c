/* show.c - phrases as they are shown: as the paper writes them, but for the capitals that are not
 * their own. */
#include "parts.h"

#include "paper/ascii.h"

static void make_small(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = (char)ascii_to_lower((unsigned char)p[i]);
}

/* Makes the capital small that a part of a word begins with, where it has no other, unless that is
 * a name: papers at large write it so, or, where the table does not know it, this one does. */
static void settle_case(const struct stem *stem, char *p, size_t n)
{
    size_t capitals = 0;
    for (size_t i = 0; i < n; i++)
        capitals += ascii_upper((unsigned char)p[i]);
    if (capitals == 1 && ascii_upper((unsigned char)p[0]) && n > 1 && !stem->name)
        make_small(p, 1);
}

static void write_word(struct key_finder *k, const struct token *t)
{
    const size_t begin = k->shown.n;
    buf_put(&k->shown, t->text, t->n);
    if (k->shown.failed)
        return;
    char *word = k->shown.p + begin;
    if (t->shouted)
        make_small(word, t->n);
    for (size_t from = 0, i = 0, part = 0; i <= t->n; i++)
        if (i == t->n || word[i] == '-') {
            if (i > from && part < t->info.nstem)
                settle_case(&k->stem[t->id[part++]], word + from, i - from);
            from = i + 1;
        }
}

/* A possessive's 's goes from a phrase's end. */
static size_t without_possessive(const char *p, size_t n)
{
    if (n > 2 && memcmp(p + n - 2, "'s", 2) == 0)
        return n - 2;
    if (n > 4 && memcmp(p + n - 4, "\xE2\x80\x99s", 4) == 0)
        return n - 4;
    return n;
}

static void write_phrase(struct key_finder *k, const struct candidate *c)
{
    const size_t begin = k->shown.n;
    if (k->nterm) {
        buf_putstr(&k->shown, preferred_term(k, c->hash));
        return;
    }
    for (size_t w = 0; w < c->best_words; w++) {
        if (w > 0)
            buf_putc(&k->shown, ' ');
        write_word(k, &k->token[c->best + w]);
    }
    k->shown.n = begin + without_possessive(k->shown.p + begin, k->shown.n - begin);
}

void write_phrases(struct key_finder *k, size_t n)
{
    buf_clear(&k->shown);
    for (size_t i = 0; i < n && !k->shown.failed; i++) {
        const size_t begin = k->shown.n;
        write_phrase(k, &k->candidate[k->chosen[i]]);
        k->key[i].phrase.n = k->shown.n - begin;
    }
    if (k->shown.failed)
        return;
    for (size_t i = 0, at = 0; i < n; at += k->key[i++].phrase.n) /* the buffer moves no more */
        k->key[i].phrase.p = k->shown.p + at;
}
