/* candidates.c - the phrases of a paper that may be keyphrases, and how they stand in it. */
#include "parts.h"

#include "paper/ascii.h"

static uint64_t hash_of(const struct token *t, size_t n)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < t[i].info.nstem; s++)
            hash = hash_join(hash, t[i].info.stem[s]);
    return hash;
}

static struct candidate *find(const struct key_finder *k, uint64_t hash)
{
    const uint64_t *number = index_get(&k->candidate_index, hash);
    return number ? &k->candidate[*number] : NULL;
}

/* A phrase, from a word to another. */
struct span {
    size_t from, to; /* to: the word behind its last */
    uint64_t hash;
    size_t stems, idf;
    bool left, right; /* it is at the beginning of a run of words, at its end */
    bool link;
};

static struct candidate *candidate_of(struct key_finder *k, const struct span *s)
{
    bool added;
    uint64_t *number = index_put(&k->candidate_index, s->hash, &added);
    if (!number || !grow(&k->candidate, k->ncandidate, &k->capcandidate, sizeof *k->candidate)) {
        k->failed = true;
        return NULL;
    }
    if (added) {
        *number = k->ncandidate;
        k->candidate[k->ncandidate++] = (struct candidate){
            .hash = s->hash,
            .token = (uint16_t)s->from,
            .best = (uint16_t)s->from,
            .words = (uint8_t)(s->to - s->from),
            .stems = (uint8_t)s->stems,
            .idf = (uint16_t)s->idf,
            .link = s->link,
        };
        phrases_fetch(k, s->hash);
    }
    return &k->candidate[*number];
}

/* Takes the occurrence's way of writing where it is better than those before: not all in capitals;
 * a noun at its end rather than another form of the word; words in small letters, since those at
 * the beginning of a sentence or in a title have capitals that are not the phrase's own; no plural
 * but at the end ("models collapse" is a sentence). */
static void note_writing(const struct key_finder *k, const struct span *s, struct candidate *c)
{
    const struct word_info *last = &k->token[s->to - 1].info;
    unsigned writing = k->token[s->from].shouted ? 1 : 101;
    writing += is_no_noun(last) ? 0 : is_adjectival(last) ? 30 : 60;
    for (size_t i = s->from; i < s->to; i++) {
        const struct token *t = &k->token[i];
        writing += !t->info.capital || !t->in_case ? 2u : 0;
        writing += i + 1 < s->to && t->info.suffix != SUFFIX_S;
    }
    const bool better = writing > c->writing;
    c->writing = better ? (uint8_t)writing : c->writing;
    c->best = better ? (uint16_t)s->from : c->best;
    c->best_words = better ? (uint8_t)(s->to - s->from) : c->best_words;
}

/* Gives 1 + the candidate's number, or 0 without memory. */
static uint32_t add_span(struct key_finder *k, const struct span *s)
{
    const struct token *t = &k->token[s->from];
    struct candidate *c = candidate_of(k, s);
    if (!c)
        return 0;
    c->tf++;
    c->last = (uint16_t)s->from;
    c->run_last = s->link ? c->run_last : c->last;
    c->left = (uint16_t)(c->left + s->left);
    c->right = (uint16_t)(c->right + s->right);
    c->both = (uint16_t)(c->both + (s->left && s->right));
    c->in_title |= t->title;
    c->in_first |= t->sentence == 1;
    if (t->in_case && !t->first) {
        c->amid++;
        c->capital = (uint16_t)(c->capital + t->info.capital);
    }
    if (s->from == 0 || t->after_break) {
        c->behind_break++;
    } else {
        c->behind_preposition =
            (uint16_t)(c->behind_preposition + (t[-1].info.class == PREPOSITION));
        c->behind_determiner = (uint16_t)(c->behind_determiner + (t[-1].info.class == DETERMINER));
    }
    const struct token *next = &k->token[s->to];
    if (s->to == k->ntoken || next->after_break) {
        c->before_break++;
    } else {
        c->before_verb = (uint16_t)(c->before_verb + (next->info.class == VERB));
        c->before_preposition =
            (uint16_t)(c->before_preposition + (next->info.class == PREPOSITION));
    }
    note_writing(k, s, c);
    return (uint32_t)(c - k->candidate) + 1;
}

/* Numbers begin and end no phrase; a word alone has three letters or is an acronym. */
static bool may_stand(const struct token *t, size_t n)
{
    return !t[0].info.number && !t[n - 1].info.number &&
           (n > 1 || t->info.chars >= 3 || t->info.acronym);
}

static void lengthen(struct span *s, const struct word_info *w)
{
    for (size_t n = 0; n < w->nstem; n++)
        s->hash = hash_join(s->hash, w->stem[n]);
    s->stems += w->nstem;
    s->idf += w->idf_sum;
    s->to++;
}

/* Whether a run of words goes on behind a bracket: "random feature (RF) regression". */
static bool goes_on(const struct key_finder *k, size_t to)
{
    const struct token *t = &k->token[to];
    return to + 1 < k->ntoken && t->opens && t->closes && t->info.acronym &&
           t[1].info.class == OPEN && !t[1].first && t->text + t->n + 2 == t[1].text;
}

/* All phrases in a run of words without a break or a word between them that no phrase holds. */
static void add_run(struct key_finder *k, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct span s = {.from = i, .to = i, .left = i == from};
        while (s.to < to && s.to - i < MAX_WORDS) {
            lengthen(&s, &k->token[s.to].info);
            if (s.stems > MAX_KEY_STEMS)
                break;
            s.right = s.to == to && !goes_on(k, to) && !k->token[to - 1].owns;
            if (may_stand(&k->token[i], s.to - i))
                k->begins[i][s.to - i - 1] = add_span(k, &s);
        }
    }
}

/* What there is to note between a candidate and what it is without its first or last word. */
static void note_parts(struct key_finder *k)
{
    for (size_t i = 0; i < k->ncandidate; i++) {
        struct candidate *c = &k->candidate[i];
        phrases_find(k, c->hash, &c->known, &c->prior);
    }
    for (size_t i = 0; i < k->ncandidate; i++) {
        struct candidate *c = &k->candidate[i];
        if (c->words < 2 || c->link)
            continue;
        for (size_t side = 0; side < 2; side++) {
            uint32_t number = k->begins[c->token + side][c->words - 2];
            struct candidate *part = number ? &k->candidate[number - 1] : NULL;
            if (!part)
                continue;
            part->extension = part->extension < c->tf ? c->tf : part->extension;
            c->part_known = c->part_known < part->known ? part->known : c->part_known;
        }
    }
}

/* ---- phrases across a preposition ---- */

static bool is_open(const struct key_finder *k, size_t i)
{
    return k->token[i].info.class == OPEN;
}

static void add_link(struct key_finder *k, struct span *s)
{
    const struct token *t = k->token;
    uint8_t known, prior;
    if (!phrases_find(k, s->hash, &known, &prior) || s->stems > MAX_KEY_STEMS ||
        !may_stand(t + s->from, s->to - s->from))
        return;
    s->left = s->from == 0 || t[s->from].after_break || !is_open(k, s->from - 1);
    s->right = s->to == k->ntoken || t[s->to].after_break || !is_open(k, s->to);
    add_span(k, s);
}

/* "quality of service": only phrases that the tables know, since most such are none. */
static void add_links(struct key_finder *k)
{
    const struct token *t = k->token;
    for (size_t i = 1; i + 1 < k->ntoken; i++) {
        if ((t[i].info.class != PREPOSITION && t[i].info.class != CONJUNCTION) ||
            t[i].after_break || t[i + 1].after_break)
            continue;
        for (size_t from = i; from-- > 0 && i - from <= 2 && is_open(k, from);) {
            struct span s = {.from = from, .to = from, .link = true};
            while (s.to <= i)
                lengthen(&s, &t[s.to].info);
            while (s.to < k->ntoken && s.to - i <= 3 && s.to - from < MAX_WORDS) {
                if (!is_open(k, s.to) || t[s.to].after_break)
                    break;
                lengthen(&s, &t[s.to].info);
                add_link(k, &s);
            }
            if (t[from].after_break)
                break;
        }
    }
}

/* ---- definitions ---- */

/* The letters of an acronym, small, without the s of a plural; 0 where it is none. */
static size_t letters_of(const struct token *t, char letters[12])
{
    size_t n = 0;
    if (!t->info.acronym || t->info.nstem != 1)
        return 0;
    for (size_t i = 0; i < t->n && n < 12; i++) {
        unsigned char c = (unsigned char)t->text[i];
        if (ascii_alpha(c) && !(c == 's' && i + 1 == t->n))
            letters[n++] = (char)ascii_to_lower(c);
    }
    return n;
}

/* Whether words spell letters: each gives its first one and as many more as it takes, in order;
 * only words that no phrase holds may give none. As in A. Schwartz and M. Hearst, "A simple
 * algorithm for identifying abbreviation definitions in biomedical text", PSB 2003, but that no
 * word is left out and that X stands for "ex". */
static bool spell(const struct token *t, size_t words, const char *letters, size_t n)
{
    if (words == 0)
        return n == 0;
    if (t->info.class != OPEN && spell(t + 1, words - 1, letters, n))
        return true;
    size_t at = 1;
    if (n > 0 && letters[0] == 'x' && t->n > 2 && (t->text[0] | 0x20) == 'e' && t->text[1] == 'x')
        at = 2;
    else if (n == 0 || ascii_to_lower((unsigned char)t->text[0]) != (unsigned char)letters[0])
        return false;
    for (size_t taken = 1; !spell(t + 1, words - 1, letters + taken, n - taken); taken++) {
        while (taken < n && at < t->n &&
               ascii_to_lower((unsigned char)t->text[at]) != (unsigned char)letters[taken])
            at++;
        if (taken == n || at++ >= t->n)
            return false;
    }
    return true;
}

/* Whether the words before another, and the other, are "long form (LF)" or, where it is the first,
 * "LF (long form)". One word is a long form where it has hyphens. */
static bool is_long_form(const struct key_finder *k, size_t from, size_t to, size_t acronym)
{
    const struct token *t = k->token;
    char letters[12];
    const size_t n = letters_of(&t[acronym], letters);
    for (size_t i = from + 1; i < to; i++)
        if (t[i].after_break)
            return false;
    return n > 1 && is_open(k, from) && is_open(k, to - 1) &&
           (to - from > 1 || t[from].info.nstem > 1) && spell(t + from, to - from, letters, n);
}

static void note_definition(struct key_finder *k, size_t from, size_t to, size_t acronym)
{
    struct candidate *long_form = find(k, hash_of(k->token + from, to - from));
    struct candidate *short_form = find(k, hash_of(k->token + acronym, 1));
    if (!long_form || !short_form || long_form == short_form)
        return;
    long_form->is_long = short_form->is_short = true;
    long_form->twin = (uint16_t)(short_form - k->candidate + 1);
    short_form->twin = (uint16_t)(long_form - k->candidate + 1);
}

static void note_definitions(struct key_finder *k)
{
    const struct token *t = k->token;
    for (size_t i = 1; i < k->ntoken; i++) {
        if (!t[i].opens)
            continue;
        if (t[i].closes && t[i].info.acronym) {
            for (size_t n = 1; n <= MAX_WORDS && n <= i; n++)
                if (is_long_form(k, i - n, i, i)) {
                    note_definition(k, i - n, i, i);
                    break;
                }
        } else if (t[i - 1].info.acronym) {
            size_t to = i;
            while (to < k->ntoken && to - i < MAX_WORDS && !t[to].closes)
                to++;
            if (to < k->ntoken && t[to].closes && is_long_form(k, i, to + 1, i - 1))
                note_definition(k, i, to + 1, i - 1);
        }
    }
}

/* The phrases of the vocabulary. */
static void add_terms(struct key_finder *k)
{
    const struct token *t = k->token;
    for (size_t i = 0; i < k->ntoken; i++) {
        struct span s = {.from = i, .to = i};
        s.left = i == 0 || t[i].after_break || !is_open(k, i - 1);
        for (size_t j = i; j < k->ntoken && (j == i || !t[j].after_break); j++) {
            lengthen(&s, &t[j].info);
            const uint64_t *term = index_get(&k->vocabulary, s.hash);
            if (t[j].info.nstem == 0 || !term)
                break;
            s.right = s.to == k->ntoken || t[s.to].after_break || !is_open(k, s.to);
            s.link |= !is_open(k, j);
            if (*term)
                add_span(k, &s);
        }
    }
}

static void add_runs(struct key_finder *k)
{
    const struct token *t = k->token;
    for (size_t i = 0, run = 0; i <= k->ntoken; i++) {
        bool closed = i == k->ntoken || t[i].info.class != OPEN;
        if (closed || t[i].after_break) {
            add_run(k, run, i);
            run = i + closed;
        }
    }
}

void find_candidates(struct key_finder *k)
{
    if (!index_reset(&k->candidate_index, k->ntoken)) {
        k->failed = true;
        return;
    }
    k->ncandidate = 0;
    if (!grow(&k->begins, k->ntoken, &k->capbegins, sizeof *k->begins)) {
        k->failed = true;
        return;
    }
    memset(k->begins, 0, k->ntoken * sizeof *k->begins);
    if (k->nterm) {
        add_terms(k);
    } else {
        add_runs(k);
        add_links(k);
    }
    note_parts(k);
    note_definitions(k);
}
