/* same.c - whether two profiles are of one paper.
 *
 * The evidence is an ID that both have, else the titles, the authors, the years and the abstracts'
 * words together; what one of the two lacks neither speaks for nor against. Title distance is
 * Levenshtein's, by G. Myers, "A fast bit-vector algorithm for approximate string matching based on
 * dynamic programming", J. ACM 46(3), 1999, doi:10.1145/316542.316550. */
#include "parts.h"

const char *const uniq_why_name[] = {"id", "arxiv", "doi", "pmid", "title", "near-title", "text"};

enum {
    LONG_TITLE = 20, /* letters of a title, folded, that hardly two papers share by chance */
    /* and that hardly two papers of strangers do: of the 4 titles of DBLP and ACM that have their
     * authors wholly differently, 3 are as long; general ones are shorter */
    VERY_LONG_TITLE = 60,
};

static const double near_title = .88; /* of the letters are the same: a slip or a spelling */
static const double near_words = .8;  /* of the words' letters: a subtitle, another order */

/* What is known of two papers. -1 is not known. */
struct evidence {
    double title; /* 1 - Levenshtein distance / length of the longer */
    bool same_title;
    double words;      /* the letters of words that both have, of those of the shorter title */
    double text;       /* the share of the terms of both abstracts that is in each */
    int years;         /* between them */
    int authors;       /* 1: they agree, 0: they differ */
    bool strangers;    /* both have authors, and none in common */
    bool day;          /* the dates are the same to the day */
    bool numbers;      /* those in the titles are the same */
    bool some_numbers; /* or one of them has none */
    bool part;         /* one of them is a part's */
    bool apart;        /* both have a DOI, or both an arXiv number, and not the same */
    bool catalogue;    /* the IDs are of one catalogue */
};

/* ---- the parts ---- */

/* Whether they have an ID in common; *apart becomes whether they have two of one kind that differ,
 * none of which the other has. */
static bool same_id(const struct profile *a, const struct profile *b, enum uniq_why *why,
                    bool *apart)
{
    bool both[4] = {false}, same[4] = {false};
    for (size_t i = 0; i < a->head.nid; i++) {
        const uint64_t id = get64(a->id + 8 * i);
        for (size_t j = 0; j < b->head.nid; j++) {
            uint64_t other = get64(b->id + 8 * j);
            both[id_kind(id)] |= id_kind(id) == id_kind(other);
            same[id_kind(id)] |= id == other;
        }
    }
    for (int kind = UNIQ_ARXIV; kind <= UNIQ_PMID; kind++)
        *apart |= both[kind] && !same[kind];
    for (int kind = UNIQ_ID; kind <= UNIQ_PMID; kind++) {
        if (same[kind]) {
            *why = (enum uniq_why)kind;
            return true;
        }
    }
    return false;
}

static bool has16(const unsigned char *set, size_t n, uint32_t value)
{
    for (size_t i = 0; i < n; i++)
        if (get16(set + 2 * i) == value)
            return true;
    return false;
}

/* How many of a's authors b has. */
static size_t shared_authors(const struct profile *a, const struct profile *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->head.nauthor; i++)
        shared += has16(b->author, b->head.nauthor, get16(a->author + 2 * i));
    return shared;
}

/* Half of the names of the shorter list are in the other. A list may have one name several times.
 */
static void compare_authors(struct evidence *e, const struct profile *a, const struct profile *b)
{
    size_t na = a->head.nauthor, nb = b->head.nauthor;
    e->authors = -1;
    if (na == 0 || nb == 0)
        return;
    size_t of_a = shared_authors(a, b), of_b = shared_authors(b, a);
    e->authors = 2 * (of_a < of_b ? of_a : of_b) >= (na < nb ? na : nb);
    e->strangers = of_a == 0;
}

static int compare_years(const struct profile *a, const struct profile *b)
{
    int d = (int)a->head.year - (int)b->head.year;
    return a->head.year && b->head.year ? (d < 0 ? -d : d) : -1;
}

/* The share of all terms of two abstracts that both have. Of a sketch that is not whole the terms
 * up to its greatest are known, so those up to the lesser of both are counted. */
static double compare_text(const struct profile *a, const struct profile *b)
{
    size_t na = a->head.nterm, nb = b->head.nterm, i = 0, j = 0, common = 0, all = 0;
    if (na == 0 || nb == 0)
        return -1;
    while (i < na || j < nb) {
        if ((i == na && !a->head.whole) || (j == nb && !b->head.whole))
            break;
        uint32_t x = i < na ? get16(a->term + 2 * i) : UINT32_MAX;
        uint32_t y = j < nb ? get16(b->term + 2 * j) : UINT32_MAX;
        common += x == y;
        i += x <= y;
        j += y <= x;
        all++;
    }
    return all ? (double)common / (double)all : 0;
}

/* ---- titles ---- */

enum { WORDS = (TITLE_MAX + 63) / 64 };

/* Myers' step for one letter of the text, over all words of the pattern's column; changes *distance
 * by what becomes of the last row. */
static void column_step(uint64_t *pv, uint64_t *mv, const uint64_t *equal, size_t n,
                        size_t *distance)
{
    size_t words = (n + 63) / 64;
    uint64_t carry_p = 1, carry_m = 0; /* the row above all counts the letters of the text */
    for (size_t w = 0; w < words; w++) {
        uint64_t eq = equal[w], xv = eq | mv[w];
        eq |= carry_m;
        uint64_t xh = (((eq & pv[w]) + pv[w]) ^ pv[w]) | eq;
        uint64_t ph = mv[w] | ~(xh | pv[w]), mh = pv[w] & xh;
        if (w == words - 1) {
            uint64_t last = UINT64_C(1) << (n - 1) % 64;
            *distance += (ph & last) != 0;
            *distance -= (mh & last) != 0;
        }
        uint64_t out_p = ph >> 63, out_m = mh >> 63;
        ph = ph << 1 | carry_p;
        mh = mh << 1 | carry_m;
        pv[w] = mh | ~(xv | ph);
        mv[w] = ph & xv;
        carry_p = out_p;
        carry_m = out_m;
    }
}

static size_t edit_distance(struct str a, struct str b)
{
    uint64_t equal[256][WORDS], pv[WORDS], mv[WORDS] = {0};
    if (a.n == 0)
        return b.n;
    for (size_t i = 0; i < b.n; i++)
        memset(equal[(unsigned char)b.p[i]], 0, sizeof *equal);
    for (size_t i = 0; i < a.n; i++)
        memset(equal[(unsigned char)a.p[i]], 0, sizeof *equal);
    for (size_t i = 0; i < a.n; i++)
        equal[(unsigned char)a.p[i]][i / 64] |= UINT64_C(1) << i % 64;
    memset(pv, 0xff, sizeof pv);
    size_t distance = a.n;
    for (size_t i = 0; i < b.n; i++)
        column_step(pv, mv, equal[(unsigned char)b.p[i]], a.n, &distance);
    return distance;
}

static bool next_word(struct str *rest, struct str *word)
{
    if (rest->n == 0)
        return false;
    const char *space = memchr(rest->p, ' ', rest->n);
    size_t n = space ? (size_t)(space - rest->p) : rest->n;
    *word = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, space ? n + 1 : n, rest->n);
    return true;
}

static bool has_word(struct str title, struct str word)
{
    for (struct str other; next_word(&title, &other);)
        if (str_eq(other, word))
            return true;
    return false;
}

/* The share of words that b has too, by their letters, of a's words; 0 where few are shared. */
static double shared_words(struct str a, struct str b)
{
    size_t all = 0, shared = 0;
    for (struct str word; next_word(&a, &word);) {
        all += word.n;
        shared += has_word(b, word) ? word.n : 0;
    }
    return shared >= LONG_TITLE ? (double)shared / (double)all : 0;
}

/* Whether they are the same but for spaces. */
static bool same_letters(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        i += i < a.n && a.p[i] == ' ';
        j += j < b.n && b.p[j] == ' ';
        if (i == a.n || j == b.n)
            return i == a.n && j == b.n;
        if (a.p[i++] != b.p[j++])
            return false;
    }
}

/* How alike two titles are that are not the same. */
static void measure_titles(struct evidence *e, struct str a, struct str b)
{
    struct str longer = a.n > b.n ? a : b, shorter = a.n > b.n ? b : a;
    if (e->same_title || shorter.n == 0)
        return;
    e->title = 0;
    e->words = shared_words(shorter, longer);
    if (a.n == b.n) { /* neither is shorter: the lesser of both shares */
        double back = shared_words(longer, shorter);
        e->words = back < e->words ? back : e->words;
    }
    if (shorter.n * 2 > longer.n)
        e->title = 1 - (double)edit_distance(shorter, longer) / (double)longer.n;
}

/* ---- the judgement ---- */

/* The least share of words in common where all else is the same, by what the dates say. Of papers
 * of one day, as all versions of a preprint are, much may have changed. Those of other days are
 * more often two papers of a series, whose abstracts have half of their words in common or more. */
static const double least_near[] = {.6, .1}, least_words[] = {.6, .2}, least_text[] = {.85, .3};
static const double least_related = .05;
static const double least_verbatim = .9; /* nothing but slips was changed */

static bool same_by_title(size_t letters, size_t words, const struct evidence *e)
{
    bool is_long = letters >= LONG_TITLE && words >= 2;
    if (!e->numbers)
        return false;
    if (e->text >= 0) {
        double least = e->day ? 0 : e->authors == 1 ? least_related : e->authors < 0 ? .2 : .5;
        return e->text >= (words == 0 ? .65 : is_long ? least : least + .15);
    }
    if (e->years > 0)
        return false;
    if (e->authors == 0)
        return words >= 5 && e->years == 0 && (!e->strangers || letters >= VERY_LONG_TITLE);
    return e->authors == 1 || is_long || (words >= 5 && e->years == 0);
}

/* Whether all else agrees, so that the titles are worth measuring: this takes the longest. */
static bool may_be_near_title(const struct evidence *e)
{
    if (!e->some_numbers || e->authors == 0)
        return false;
    if (e->text >= 0)
        return e->text >= least_near[e->day];
    return e->authors == 1 && e->years <= 0;
}

static bool same_by_near_title(const struct evidence *e)
{
    if (e->title >= near_title)
        return e->numbers;
    if (e->words < near_words)
        return false;
    if (e->text < 0)
        return e->numbers || !e->part;
    return e->text >= (e->numbers ? least_words[e->day] : least_verbatim);
}

static bool same_by_text(const struct evidence *e)
{
    if (e->authors == 0 || e->text < 0 || !e->some_numbers)
        return false;
    return e->text >= (e->numbers ? least_text[e->day] : least_verbatim);
}

/* What two records of one paper never are. */
static bool is_ruled_out(const struct evidence *e)
{
    if (e->apart && (!e->same_title || e->authors == 0))
        return true;
    return e->catalogue && !e->day && (!e->same_title || e->text < least_verbatim);
}

static bool judge(struct evidence *e, const struct profile *a, const struct profile *b,
                  enum uniq_why *why)
{
    if (is_ruled_out(e))
        return false;
    *why = UNIQ_TITLE;
    /* They may still differ by spaces. */
    size_t letters = a->title.n < b->title.n ? a->title.n : b->title.n;
    size_t words = a->head.words < b->head.words ? a->head.words : b->head.words;
    if (e->same_title && same_by_title(letters, words, e))
        return true;
    bool near = false;
    if (!e->same_title && may_be_near_title(e)) {
        measure_titles(e, a->title, b->title);
        near = same_by_near_title(e);
    }
    *why = near ? UNIQ_NEAR : UNIQ_TEXT;
    if (!near && !same_by_text(e))
        return false;
    return e->text >= least_verbatim || !titles_are_opposed(a->title, b->title);
}

static bool same_catalogue(const struct profile *a, const struct profile *b)
{
    uint16_t catalogue = profile_catalogue(a);
    return catalogue && catalogue == profile_catalogue(b);
}

/* A DOI or PubMed number that both have is not believed where neither the titles nor anything else
 * agrees: all papers of a volume may bear the volume's, or someone wrote down the wrong one. */
static bool is_mistaken(struct evidence *e, const struct profile *a, const struct profile *b,
                        enum uniq_why why)
{
    if (why != UNIQ_DOI && why != UNIQ_PMID)
        return false;
    bool other = e->apart || e->authors == 0 || (e->text >= 0 && e->text < least_related);
    if (e->same_title || a->title.n == 0 || b->title.n == 0 || !other)
        return false;
    measure_titles(e, a->title, b->title);
    return e->title < near_title && e->words < near_words;
}

bool uniq_same(struct str sa, struct str sb, struct uniq_match *match)
{
    const struct profile a = profile_read(sa), b = profile_read(sb);
    struct evidence e = {
        .title = -1,
        .numbers = a.head.numbers == b.head.numbers,
        .some_numbers = a.head.numbers == b.head.numbers || !a.head.numbers || !b.head.numbers,
        .part = a.head.part || b.head.part,
        .day = a.head.day && a.head.day == b.head.day && a.head.year == b.head.year,
        .same_title = a.title.n && b.title.n && same_letters(a.title, b.title),
    };
    compare_authors(&e, &a, &b);
    match->score = 1;
    match->by_title = false;
    bool id = same_id(&a, &b, &match->why, &e.apart);
    bool other = a.head.note != b.head.note || (e.authors == 0 && !e.same_title);
    if (!id && other)
        return false;
    e.text = compare_text(&a, &b);
    if (id && !is_mistaken(&e, &a, &b, match->why))
        return true;
    if (other)
        return false;
    e.title = e.same_title ? 1 : -1;
    e.years = compare_years(&a, &b);
    e.catalogue = same_catalogue(&a, &b);
    match->by_title = e.text < 0;
    if (!judge(&e, &a, &b, &match->why))
        return false;
    match->score = e.text < 0 ? e.title : e.title < 0 ? e.text : (e.title + e.text) / 2;
    return true;
}

bool uniq_apart(struct str sa, struct str sb)
{
    const struct profile a = profile_read(sa), b = profile_read(sb);
    enum uniq_why why;
    bool apart = false;
    if (same_id(&a, &b, &why, &apart))
        return false;
    return a.head.note != b.head.note ||
           (a.head.numbers != b.head.numbers && a.head.numbers && b.head.numbers) ||
           (apart && !same_letters(a.title, b.title));
}

bool uniq_meet(struct str sa, struct str sb)
{
    const struct profile a = profile_read(sa), b = profile_read(sb);
    for (size_t i = 0; i < a.head.nkey; i++)
        for (size_t j = 0; j < b.head.nkey; j++)
            if (get32(a.key + 4 * i) == get32(b.key + 4 * j))
                return true;
    return false;
}
