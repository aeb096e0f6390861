/* text.c - the words of a paper, and how often it holds their stems. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/markup.h"
#include "paper/words.h"

/* Whether a title has its words begin with capitals, or has no small letters at all: then its
 * capitals tell nothing. The first word and the short ones are not asked. */
static bool is_title_case(const struct token *t, size_t n)
{
    size_t small = 0, capital = 0;
    for (size_t i = 1; i < n; i++)
        if (t[i].info.class == OPEN && t[i].info.chars > 3 && !t[i].first) {
            small += !t[i].info.capital;
            capital += t[i].info.capital;
        }
    return capital > 0 && capital >= small;
}

static bool is_shouted(struct str text)
{
    size_t capitals = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (ascii_lower((unsigned char)text.p[i]))
            return false;
        capitals += ascii_upper((unsigned char)text.p[i]);
    }
    return capitals > 8;
}

static void settle_text(struct key_finder *k, size_t from, bool title, bool shouted)
{
    struct token *t = k->token + from;
    size_t n = k->ntoken - from;
    bool in_case = !shouted && !(title && is_title_case(t, n));
    for (size_t i = 0; i < n; i++) {
        t[i].in_case = in_case;
        k->small &= !t[i].info.capital;
        t[i].shouted = shouted;
        t[i].info.acronym &= !shouted;
    }
}

/* A text without TeX's accents, in plain, where the texts of earlier words stay. */
static struct str without_accents(struct key_finder *k, struct str text)
{
    const size_t begin = k->plain.n;
    buf_clear(&k->scratch);
    markup_tex(&k->scratch, text, TEX_TEXT);
    if (k->plain.cap - begin < k->scratch.n) {
        struct buf more = {0};
        buf_reserve(&more, 2 * (begin + k->scratch.n));
        buf_putstr(&more, buf_str(&k->plain));
        if (more.failed) {
            k->failed = true;
            buf_free(&more);
            return text;
        }
        for (struct token *t = k->token; t < k->token + k->ntoken; t++)
            if (t->plain)
                t->text = more.p + (t->text - k->plain.p);
        buf_free(&k->plain);
        k->plain = more;
    }
    buf_putstr(&k->plain, buf_str(&k->scratch));
    return str_slice(buf_str(&k->plain), begin, k->plain.n);
}

void key_text(struct key_finder *k, struct str text, bool is_title)
{
    const size_t from = k->ntoken;
    const bool plain = text.n && memchr(text.p, '\\', text.n);
    struct word word;
    if (plain)
        text = without_accents(k, text);
    for (size_t at = 0; k->ntoken < MAX_TOKENS && word_next(text, &at, &word);) {
        if (!grow(&k->token, k->ntoken, &k->captoken, sizeof *k->token)) {
            k->failed = true;
            return;
        }
        struct token *t = &k->token[k->ntoken++];
        t->hash = hash_bytes(word.text.p, word.text.n);
        word_fetch(k, t->hash);
        k->sentences += word.first && !is_title;
        t->text = word.text.p;
        t->n = (uint16_t)(word.text.n < UINT16_MAX ? word.text.n : UINT16_MAX);
        t->sentence = is_title ? 0 : (uint8_t)(k->sentences < 255 ? k->sentences : 255);
        t->title = is_title;
        t->first = word.first;
        t->after_break = word.after_break;
        const char *end = word.text.p + word.text.n;
        const char before = word.text.p > text.p ? word.text.p[-1] : ' ';
        const char behind = end < text.p + text.n ? *end : ' ';
        t->opens = before == '(' || before == '[';
        t->closes = behind == ')' || behind == ']';
        t->owns = behind == '\'';
        t->plain = plain;
    }
    for (size_t i = from; i < k->ntoken; i++) {
        struct token *t = &k->token[i];
        word_describe(k, (struct str){t->text, t->n}, t->hash, &t->info);
    }
    settle_text(k, from, is_title, is_shouted(text));
    if (is_title)
        k->title = k->ntoken;
}

bool number_stems(struct key_finder *k)
{
    if (!index_reset(&k->stem_index, k->ntoken))
        return false;
    k->nstem = 0;
    for (size_t i = 0; i < k->ntoken; i++) {
        struct token *t = &k->token[i];
        for (size_t s = 0; s < t->info.nstem; s++) {
            bool added;
            uint64_t *number = index_put(&k->stem_index, t->info.stem[s], &added);
            if (!number || !grow(&k->stem, k->nstem, &k->capstem, sizeof *k->stem))
                return false;
            k->stem[k->nstem] = (struct stem){0}; /* without a branch: half of them are new */
            *number = added ? k->nstem : *number;
            k->nstem += added;
            t->id[s] = (uint16_t)*number;
            struct stem *stem = &k->stem[*number];
            stem->count++;
            stem->in_title |= t->title;
            stem->small |= t->in_case && !t->info.capital;
            stem->named |= t->in_case && t->info.capital && !t->first;
            stem->name =
                t->info.common >> s & 1 ? t->info.name >> s & 1 : stem->named && !stem->small;
        }
    }
    return true;
}

/* Adds those stems of a word that are new in the paper; their counts are 0 afterwards. */
static const char *count_word(struct key_finder *k, const struct token *t, struct counts *c)
{
    const uint64_t one = 1;
    struct str rest;
    const char *why = NULL;
    buf_clear(&k->scratch);
    key_stems((struct str){t->text, t->n}, &k->scratch);
    rest = buf_str(&k->scratch);
    for (size_t s = 0; s < t->info.nstem && !why; s++) {
        const char *space = rest.n ? memchr(rest.p, ' ', rest.n) : NULL;
        size_t n = space ? (size_t)(space - rest.p) : rest.n;
        if (k->stem[t->id[s]].count)
            why = counts_add(c, str_slice(rest, 0, n), &one);
        k->stem[t->id[s]].count = 0;
        rest = str_slice(rest, space ? n + 1 : n, rest.n);
    }
    return k->scratch.failed ? "out of memory" : why;
}

const char *key_count(struct key_finder *k, struct counts *c)
{
    const uint64_t one = 1;
    const char *why = counts_add(c, STR(""), &one);
    if (!number_stems(k) || key_failed(k))
        return "out of memory";
    for (size_t i = 0; i < k->ntoken && !why; i++)
        why = count_word(k, &k->token[i], c);
    return why;
}
