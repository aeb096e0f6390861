/* word.c - what is known of a word wherever it stands. Most words of a text are few: what is told
 * of them is remembered, in a cache of pairs: the word that came last takes the second place of its
 * pair, and the first when it comes again. So rare words do not drive out frequent ones. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/fetch.h"
#include "paper/stem.h"
#include "paper/text.h"

#include <stdlib.h>

enum { PAIRS = 32768, LONGEST = 40, NEVER_ALONE = 16 /* beside word_class */ };

/* A word is told by its hash (index.c); 64 bytes each. */
struct word_cache {
    struct word_entry {
        uint64_t hash;
        struct word_info info;
    } pair[PAIRS][2];
};

/* What is known of a stem, in one number. */
static uint64_t pack(const struct known_stem *w, enum key_style style)
{
    const struct stem_places *p = &w->places[style];
    return w->idf | (unsigned)p->first << 8 | (unsigned)p->last << 16 | (uint64_t)p->any << 24 |
           (uint64_t)w->name << 32;
}

static bool note(struct index *x, const char *word, uint64_t value)
{
    bool added;
    uint64_t *slot = index_put(x, hash_bytes(word, strlen(word)), &added);
    if (slot)
        *slot = value;
    return slot;
}

bool word_cache_new(struct key_finder *k)
{
    k->cache = calloc(1, sizeof *k->cache);
    if (!k->cache || !index_reset(&k->known_index, k->tables.nstem))
        return false;
    for (size_t i = 0; i < k->tables.nstem; i++) {
        const struct known_stem *w = &k->tables.stem[i];
        if (!note(&k->known_index, w->stem, pack(w, k->style)))
            return false;
    }
    if (!index_reset(&k->closed_index, closed_word_count))
        return false;
    for (size_t i = 0; i < key_never_alone_count; i++)
        if (!note(&k->closed_index, key_never_alone[i], NEVER_ALONE))
            return false;
    for (size_t i = 0; i < closed_word_count; i++)
        if (!note(&k->closed_index, closed_words[i].word, closed_words[i].class))
            return false;
    return true;
}

/* ---- what a word is ---- */

/* The class of a word in small letters, and whether it is no phrase by itself. */
static void note_class(const struct key_finder *k, struct word_info *info, struct str lower)
{
    const uint64_t *class = index_get(&k->closed_index, hash_bytes(lower.p, lower.n));
    info->never_alone = class && *class == NEVER_ALONE;
    info->class = class && !info->never_alone ? (uint8_t) * class : OPEN;
}

static bool ends_in(struct str word, const char *end, size_t n)
{
    return word.n > n + 1 && memcmp(word.p + word.n - n, end, n) == 0;
}

/* The first that fits: in the table before those that end it. */
static enum suffix suffix_of(struct str lower)
{
#define END(s, suffix)                \
    {                                 \
        (s), sizeof(s) - 1, (suffix), \
    }
    static const struct {
        const char *end;
        size_t n;
        enum suffix suffix;
    } ends[] = {
        END("ly", SUFFIX_LY),    END("ed", SUFFIX_ED),     END("ous", SUFFIX_OUS),
        END("ive", SUFFIX_OUS),  END("able", SUFFIX_OUS),  END("ible", SUFFIX_OUS),
        END("ful", SUFFIX_OUS),  END("less", SUFFIX_OUS),  END("al", SUFFIX_AL),
        END("ary", SUFFIX_AL),   END("ment", SUFFIX_ION),  END("ent", SUFFIX_AL),
        END("ant", SUFFIX_AL),   END("ic", SUFFIX_IC),     END("tion", SUFFIX_ION),
        END("sion", SUFFIX_ION), END("tions", SUFFIX_ION), END("ments", SUFFIX_ION),
        END("ness", SUFFIX_ION), END("ity", SUFFIX_ION),   END("ities", SUFFIX_ION),
        END("ance", SUFFIX_ION), END("ence", SUFFIX_ION),  END("ism", SUFFIX_ION),
        END("sis", SUFFIX_ION),  END("ics", SUFFIX_ICS),   END("graphy", SUFFIX_ICS),
        END("logy", SUFFIX_ICS), END("ing", SUFFIX_ING),   END("er", SUFFIX_ER),
        END("or", SUFFIX_ER),    END("ers", SUFFIX_ER),    END("ors", SUFFIX_ER),
        END("ss", SUFFIX_SS),    END("us", SUFFIX_SS),     END("is", SUFFIX_SS),
        END("s", SUFFIX_S),      END("lize", SUFFIX_ED),   END("mize", SUFFIX_ED),
        END("nize", SUFFIX_ED),  END("rize", SUFFIX_ED),   END("tize", SUFFIX_ED),
    };
#undef END
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (lower.n && ends[i].end[ends[i].n - 1] == lower.p[lower.n - 1] &&
            ends_in(lower, ends[i].end, ends[i].n))
            return ends[i].suffix;
    return SUFFIX_NONE;
}

bool is_adjectival(const struct word_info *w)
{
    return w->suffix == SUFFIX_OUS || w->suffix == SUFFIX_AL || w->suffix == SUFFIX_IC;
}

bool is_no_noun(const struct word_info *w)
{
    return w->suffix == SUFFIX_LY || w->suffix == SUFFIX_ED;
}

bool is_one_of(const char *word, size_t n, const char *const *words)
{
    for (; *words; words++) {
        size_t i = 0;
        while (i < n && ascii_to_lower((unsigned char)word[i]) == (unsigned char)(*words)[i] &&
               (*words)[i])
            i++;
        if (i == n && !(*words)[i])
            return true;
    }
    return false;
}

/* ---- stems ---- */

/* The length without an ending 's, or the s of an acronym's plural (GNNs). */
static size_t singular(struct str word)
{
    const char *end = word.p + word.n;
    if (word.n > 2 && memcmp(end - 2, "'s", 2) == 0)
        return word.n - 2;
    if (word.n > 4 && memcmp(end - 4, "\xE2\x80\x99s", 4) == 0)
        return word.n - 4;
    if (word.n > 2 && end[-1] == 's' && ascii_upper((unsigned char)end[-2]) &&
        ascii_upper((unsigned char)end[-3]))
        return word.n - 1;
    return word.n;
}

/* The next part of a word from *at on, folded, at the end of `out`: what is between hyphens, with
 * the marks of C++ and C#. False at the end. */
static bool next_part(struct str word, size_t *at, struct buf *out)
{
    while (*at < word.n) {
        const char *hyphen = memchr(word.p + *at, '-', word.n - *at);
        struct str part = str_slice(word, *at, hyphen ? (size_t)(hyphen - word.p) : word.n);
        size_t begin = out->n, marks = part.n;
        *at += part.n + 1;
        part.n = singular(part);
        text_fold(out, part);
        while (marks > 0 && (part.p[marks - 1] == '+' || part.p[marks - 1] == '#'))
            marks--;
        if (out->n > begin && marks < part.n)
            buf_putstr(out, str_slice(part, marks, part.n));
        if (out->n > begin)
            return true;
    }
    return false;
}

void key_stems(struct str word, struct buf *out)
{
    const size_t begin = out->n;
    for (size_t at = 0, part = begin; next_part(word, &at, out); part = out->n) {
        if (out->failed)
            return;
        out->n = part + stem_english(out->p + part, out->n - part);
        buf_putc(out, ' ');
    }
    out->n -= out->n > begin;
}

static void add_stem(const struct key_finder *k, struct word_info *info, struct str stem)
{
    static const uint64_t unknown = STEM_UNKNOWN | 128u << 8 | 128u << 16 | (uint64_t)128 << 24;
    const uint64_t hash = hash_bytes(stem.p, stem.n);
    const uint64_t *in_table = index_get(&k->known_index, hash);
    const uint64_t w = in_table ? *in_table : unknown;
    uint8_t idf = (uint8_t)w, any = (uint8_t)(w >> 24);
    if (k->has_frequencies) {
        const uint64_t *own = index_get(&k->frequencies, hash);
        unsigned absent = idf + k->idf_absent;
        idf = own ? (uint8_t)*own : (uint8_t)(absent < STEM_UNKNOWN ? absent : STEM_UNKNOWN);
    }
    if (info->nstem == 0) {
        info->first = (uint8_t)(w >> 8);
        info->idf_first = info->idf_least = idf;
        info->any_least = any;
    }
    info->last = (uint8_t)(w >> 16);
    info->idf_least = idf < info->idf_least ? idf : info->idf_least;
    info->idf_most = idf > info->idf_most ? idf : info->idf_most;
    info->any_least = any < info->any_least ? any : info->any_least;
    info->idf_sum = (uint16_t)(info->idf_sum + idf);
    info->any_sum = (uint16_t)(info->any_sum + any);
    info->name = (uint8_t)(info->name | (w >> 32) << info->nstem);
    info->common = (uint8_t)(info->common | (in_table != NULL) << info->nstem);
    info->stem[info->nstem++] = hash;
}

/* ---- together ---- */

static void count_letters(struct str word, struct word_info *info)
{
    int capitals = 0, letters = 0, digits = 0, chars = 0;
    for (size_t i = 0; i < word.n; i++) {
        unsigned char c = (unsigned char)word.p[i];
        capitals += ascii_upper(c);
        digits += ascii_digit(c);
        letters += ascii_alpha(c) || c >= 0x80;
        chars += (c & 0xC0) != 0x80;
    }
    info->capital = ascii_upper((unsigned char)word.p[0]);
    info->acronym = capitals > 1 && word.n <= 12 && 2 * capitals >= letters;
    info->digit = digits > 0;
    info->number = letters == 0;
    info->chars = (uint8_t)(chars < 255 ? chars : 255);
}

static void find_out(struct key_finder *k, struct str word, struct word_info *info)
{
    struct buf *b = &k->scratch;
    *info = (struct word_info){.class = EMPTY};
    if (word.n > LONGEST)
        return;
    count_letters(word, info);
    for (size_t at = 0;;) {
        buf_clear(b);
        if (!next_part(word, &at, b) || b->failed)
            break;
        if (info->nstem == MAX_STEMS)
            return;
        info->suffix = (uint8_t)suffix_of(buf_str(b));
        if (info->nstem == 0 && at >= word.n)
            note_class(k, info, buf_str(b));
        else
            info->class = OPEN;
        add_stem(k, info, (struct str){b->p, stem_english(b->p, b->n)});
    }
    if (info->nstem > 1) { /* with hyphens: "so-called" */
        buf_clear(b);
        for (size_t i = 0; i < word.n; i++)
            buf_putc(b, (char)ascii_to_lower((unsigned char)word.p[i]));
        note_class(k, info, buf_str(b));
    }
    if (ends_in(word, "n't", 3) || ends_in(word, "n\xE2\x80\x99t", 5))
        info->class = EMPTY;
    /* Adverbs join no phrase; the few nouns in -ly end keyphrases more often than they stand in
     * papers. */
    if (info->class == OPEN && info->suffix == SUFFIX_LY && info->last <= 128)
        info->class = EMPTY;
}

void word_fetch(const struct key_finder *k, uint64_t hash)
{
    fetch(&k->cache->pair[hash % PAIRS][0], 1);
    fetch(&k->cache->pair[hash % PAIRS][1], 1);
}

void word_describe(struct key_finder *k, struct str word, uint64_t hash, struct word_info *info)
{
    struct word_entry *pair = k->cache->pair[hash % PAIRS];
    if (pair[0].hash != hash && pair[1].hash == hash) {
        const struct word_entry again = pair[1];
        pair[1] = pair[0];
        pair[0] = again;
    } else if (pair[0].hash != hash) {
        pair++;
        find_out(k, word, &pair->info);
        pair->hash = k->scratch.failed ? 0 : hash;
    }
    *info = pair->info;
}
