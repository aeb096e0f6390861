/* profile.c - the profile of a record.
 *
 * Of an abstract it holds a sketch: the least TERMS of the hashes of its words that are not common,
 * from which the share of words that two abstracts have in common is estimated without bias (K.
 * Beyer et al., "On synopses for distinct-value estimation under multiset operations", SIGMOD 2007,
 * doi:10.1145/1247480.1247504).
 *
 * Keys, of which two profiles must share one to be compared: each ID; the title as folded; each two
 * of the title's three rarest words; its beginning with an author; each two of the abstract's four
 * rarest. Where two words are not rare enough to tell papers apart, the author whose name has the
 * least hash belongs to the key. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/date.h"
#include "paper/hash.h"
#include "paper/markup.h"
#include "paper/token.h"

#include <stdlib.h>

enum {
    COMMON = 24,     /* rarity of a word in one paper of sixteen: no term */
    RARE_PAIR = 120, /* of two words together: one paper of 2^15, were they independent */
    TITLE_RAREST = 3,
    TEXT_RAREST = 4,
    MOST_RAREST = 4,
    NAME = 4,        /* letters of a last name that slips of the pen seldom reach */
    BEGINNING = 16,  /* letters of a title that with an author make a key */
    WORDS_TOLD = 5,  /* of a title: more make no difference */
    REMARK_MAX = 16, /* letters of a word in brackets that may be more than a remark */
    ARTICLE_MIN = 8, /* terms of an abstract that is one: less is "No abstract." or a remark */
};

/* An ID alone makes two records one paper, so a stranger must not choose its hash with ease. */
static uint64_t hash_id(struct str s, enum uniq_why kind)
{
    const uint64_t key[2] = {0, 1 + (uint64_t)kind}; /* the same in all runs: profiles are kept */
    return siphash(s.p, s.n, key).lo;
}

static uint64_t hash_of(struct str s, uint64_t salt)
{
    return hash64(s.p, s.n, salt);
}

/* ---- words ---- */

struct term {
    uint32_t hash;
    unsigned rarity;
};

/* What is kept of a text's terms while they are read: as many of the least hashes as a profile
 * holds, ascending, and the rarest, which of words as rare are those of the least hashes. */
struct sketch {
    uint32_t least[TERMS];
    size_t n;
    bool more; /* than those there are */
    struct term rarest[MOST_RAREST];
    size_t nrarest, most; /* how many there are, and may be */
};

/* At most TERMS moves; hardly any once the text is longer than the sketch. */
static void add_least(struct sketch *s, uint32_t hash)
{
    size_t at = s->n;
    if (s->n == TERMS && hash > s->least[TERMS - 1]) {
        s->more = true;
        return;
    }
    while (at > 0 && s->least[at - 1] > hash)
        at--;
    if (at > 0 && s->least[at - 1] == hash)
        return;
    s->more |= s->n == TERMS;
    s->n += s->n < TERMS;
    memmove(s->least + at + 1, s->least + at, (s->n - at - 1) * sizeof *s->least);
    s->least[at] = hash;
}

static bool is_rarer(struct term a, struct term b)
{
    return a.rarity > b.rarity || (a.rarity == b.rarity && a.hash < b.hash);
}

static void add_rarest(struct sketch *s, struct term term)
{
    size_t at = s->nrarest;
    if (s->nrarest == s->most && !is_rarer(term, s->rarest[at - 1]))
        return;
    while (at > 0 && is_rarer(term, s->rarest[at - 1]))
        at--;
    if (at > 0 && s->rarest[at - 1].hash == term.hash)
        return;
    s->nrarest += s->nrarest < s->most;
    memmove(s->rarest + at + 1, s->rarest + at, (s->nrarest - at - 1) * sizeof *s->rarest);
    s->rarest[at] = term;
}

static void add_term(struct sketch *s, struct str folded, struct uniq_word w)
{
    const struct term term = {w.hash, w.rarity};
    if (folded.n < 2 || w.rarity < COMMON)
        return;
    add_least(s, term.hash);
    add_rarest(s, term);
}

/* ---- parts ---- */

struct parts {
    struct head head;
    uint32_t key[KEYS];
    uint64_t id[IDS];
    uint16_t author[AUTHORS];
    uint16_t term[TERMS];
    uint64_t least_author; /* 0: none is known */
};

static void add_key(struct parts *p, uint64_t hash, unsigned alone)
{
    uint32_t key = ((uint32_t)(hash ^ hash >> 32) & ~(uint32_t)KEY_ALONE) | alone;
    for (size_t i = 0; i < p->head.nkey; i++)
        if (p->key[i] == key)
            return;
    if (p->head.nkey < KEYS)
        p->key[p->head.nkey++] = key;
}

static void add_pairs(struct parts *p, const struct sketch *s, uint64_t salt)
{
    for (size_t i = 0; i < s->nrarest; i++) {
        for (size_t j = i + 1; j < s->nrarest; j++) {
            uint32_t a = s->rarest[i].hash, b = s->rarest[j].hash;
            uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
            if (s->rarest[i].rarity + s->rarest[j].rarity < RARE_PAIR)
                pair ^= p->least_author;
            add_key(p, hash64_mix(pair + salt), 0);
        }
    }
}

/* s without a beginning, in letters of either case. */
static bool skip(struct str *s, const char *lower)
{
    size_t n = strlen(lower);
    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((char)ascii_to_lower((unsigned char)s->p[i]) != lower[i])
            return false;
    *s = str_slice(*s, n, s->n);
    return true;
}

/* Takes the version off an arXiv number. */
static unsigned split_version(struct str *number)
{
    unsigned version = 0;
    size_t n = number->n;
    while (n > 0 && ascii_digit((unsigned char)number->p[n - 1]))
        n--;
    if (n < 2 || n == number->n || number->n - n > 3 || number->p[n - 1] != 'v' ||
        !ascii_digit((unsigned char)number->p[n - 2]))
        return 0;
    for (size_t i = n; i < number->n; i++)
        version = version * 10 + (unsigned)(number->p[i] - '0');
    number->n = n - 1;
    return version;
}

static bool add_id(struct uniq_maker *m, struct parts *p, enum uniq_why kind, struct str value)
{
    if (kind == UNIQ_DOI && skip(&value, "10.48550/arxiv."))
        kind = UNIQ_ARXIV;
    if (kind == UNIQ_ARXIV) {
        unsigned version = split_version(&value);
        if (version)
            p->head.version = version;
    }
    buf_clear(&m->folded);
    for (size_t i = 0; i < value.n; i++)
        buf_putc(&m->folded,
                 kind == UNIQ_ID ? value.p[i] : (char)ascii_to_lower((unsigned char)value.p[i]));
    uint64_t id = (hash_id(buf_str(&m->folded), kind) & ~UINT64_C(3)) | kind;
    add_key(p, id, KEY_ALONE);
    for (size_t i = 0; i < p->head.nid; i++)
        if (p->id[i] == id)
            return true;
    if (p->head.nid < IDS)
        p->id[p->head.nid++] = id;
    return !m->folded.failed;
}

static bool add_ids(struct uniq_maker *m, struct parts *p, const struct rec *r)
{
    static const struct {
        const char *prefix;
        enum uniq_why kind;
    } kinds[] = {{"arxiv:", UNIQ_ARXIV}, {"doi:", UNIQ_DOI}, {"pmid:", UNIQ_PMID}};
    const size_t n = sizeof kinds / sizeof *kinds;
    bool ok = true;
    for (size_t i = 0; i < r->n; i++) {
        if (i > REC_ID && i < REC_COLUMNS)
            continue;
        struct str value = r->col[i];
        size_t kind = 0;
        while (kind < n && !skip(&value, kinds[kind].prefix))
            kind++;
        if (kind < n && value.n)
            ok = add_id(m, p, kinds[kind].kind, value) && ok;
        else if (i == REC_ID)
            ok = add_id(m, p, UNIQ_ID, value) && ok;
    }
    return ok;
}

/* An author's last name: what stands before a comma, else the last word; folded and hashed. TeX's
 * accents would part it into words. */
static bool add_author(struct uniq_maker *m, struct parts *p, struct str name)
{
    if (memchr(name.p, '\\', name.n)) {
        buf_clear(&m->title);
        markup_tex(&m->title, name, TEX_BIBTEX);
        if (m->title.failed)
            return false;
        name = buf_str(&m->title);
    }
    const char *comma = name.n ? memchr(name.p, ',', name.n) : NULL;
    if (comma)
        name.n = (size_t)(comma - name.p);
    struct tokens tokens = {.text = name, .folded = m->word};
    struct token token;
    uint64_t hash = 0;
    while (token_next(&tokens, &token)) {
        /* DBLP tells those of one name apart by a number, and a suffix is no name. */
        bool suffix = token.word.n < 2 || ascii_digit((unsigned char)token.word.p[0]) ||
                      str_eq(token.word, STR("jr")) || str_eq(token.word, STR("sr")) ||
                      str_eq(token.word, STR("ii")) || str_eq(token.word, STR("iii"));
        if (!suffix || hash == 0)
            hash = hash_of(str_slice(token.word, 0, token.word.n < NAME ? token.word.n : NAME), 0);
    }
    m->word = tokens.folded;
    if (hash) {
        p->author[p->head.nauthor++] = (uint16_t)(hash >> 48);
        if (p->least_author == 0 || hash < p->least_author)
            p->least_author = hash;
    }
    return !m->word.failed;
}

static bool add_authors(struct uniq_maker *m, struct parts *p, const struct rec *r)
{
    struct str name;
    for (size_t at = 0; p->head.nauthor < AUTHORS && rec_value(r, STR("au"), &at, &name);)
        if (!add_author(m, p, name))
            return false;
    return true;
}

static bool is_roman(struct str word)
{
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] != 'i' && word.p[i] != 'v' && word.p[i] != 'x')
            return false;
    return word.n > 0;
}

static void add_number(struct head *h, struct str digits)
{
    h->numbers = (h->numbers ^ (uint32_t)hash_of(digits, 9)) * 16777619; /* FNV's prime */
}

/* A numeral or ordinal as a digit, 0 for ten; NULL where it is none. "One" is seldom a number but
 * behind "part", and the ten of Times-Ten elsewhere is part of a word. */
static const char *digit_of(struct uniq_word word, struct str text, const struct token *t,
                            bool part)
{
    static const char digits[] = "1234567890";
    if (word.number <= NUMERAL)
        return word.number ? &digits[word.number - 1] : NULL;
    if ((word.number == NUMERAL + 1 && !part) || (t->begin && text.p[t->begin - 1] == '-'))
        return NULL;
    return &digits[word.number - NUMERAL - 1];
}

/* C++ and C#, but no charge: e+ is written e^+ as well. */
static bool is_language(struct str text, const struct token *t)
{
    return t->word.n == 1 && (t->mark > 1 || (t->mark && text.p[t->end] == '#'));
}

/* Numbers in the title, which tell parts, years and editions apart: runs of digits, ordinals,
 * numerals up to ten, Roman ones from II on, I at its end or before a colon, single letters behind
 * "part", and C++. */
static void take_number(struct uniq_maker *m, struct head *h, struct str text,
                        const struct token *t, bool part)
{
    const char *p = t->word.p;
    bool last = t->end == text.n || strchr(":.)", text.p[t->end]);
    bool roman = is_roman(t->word) && (t->word.n > 1 || last);
    if (roman || (part && t->word.n == 1) || is_language(text, t))
        add_number(h, t->word);
    if (is_language(text, t))
        add_number(h, str_slice(text, t->end, t->end + t->mark));
    h->part |= roman || part || (last && t->word.n <= 2 && ascii_digit((unsigned char)p[0]));
    const char *digit = digit_of(words_get(m->words, t->word), text, t, part);
    if (digit)
        add_number(h, (struct str){digit, 1});
    for (size_t i = 0, n; i < t->word.n; i += n + 1) {
        for (n = 0; i + n < t->word.n && ascii_digit((unsigned char)p[i + n]);)
            n++;
        if (n && !(part && t->word.n == 1))
            add_number(h, (struct str){p + i, n});
    }
}

/* Which of these words it is, or 0. */
static unsigned note_of(struct str word)
{
    static const struct str first[] = {
        STR_INIT("erratum"),    STR_INIT("errata"),     STR_INIT("corrigendum"),
        STR_INIT("correction"), STR_INIT("addendum"),   STR_INIT("comment"),
        STR_INIT("comments"),   STR_INIT("reply"),      STR_INIT("response"),
        STR_INIT("rejoinder"),  STR_INIT("retraction"), STR_INIT("discussion"),
        STR_INIT("retracted"),  STR_INIT("review"),
    };
    for (unsigned i = 0; i < sizeof first / sizeof *first; i++)
        if (str_eq(word, first[i]))
            return i + 1;
    return 0;
}

/* Whether a remark stands in brackets that begin at i, as in "(extended abstract)": four letters
 * and spaces or more. *end is then behind it. "(theory)" is none where "(experiment)" is meant to
 * be another paper. */
static bool is_remark(struct str title, size_t i, size_t *end)
{
    char word[REMARK_MAX];
    size_t n = i + 1;
    if (title.p[i] != '(')
        return false;
    while (n < title.n && (ascii_alpha((unsigned char)title.p[n]) || title.p[n] == ' '))
        n++;
    if (n == title.n || title.p[n] != ')' || n - i <= 4)
        return false;
    const size_t length = n - i - 1;
    for (size_t k = 0; k < length && length <= REMARK_MAX; k++)
        word[k] = (char)ascii_to_lower((unsigned char)title.p[i + 1 + k]);
    if (length <= REMARK_MAX && word_is_opposed((struct str){word, length}))
        return false;
    *end = n + 1;
    return true;
}

/* Into m->title: the title without remarks. */
static void strip_remarks(struct uniq_maker *m, struct str title)
{
    buf_clear(&m->title);
    for (size_t i = 0, end; i < title.n; i = end) {
        end = i + 1;
        if (is_remark(title, i, &end))
            buf_putc(&m->title, ' ');
        else
            buf_putc(&m->title, title.p[i]);
    }
}

/* Into m->folded: its words, a space between two; the key is made of them without spaces, since
 * catalogues do not agree where words end. */
static bool fold_title(struct uniq_maker *m, struct parts *p, struct sketch *s, struct str title)
{
    struct tokens tokens = {.text = title, .folded = m->word};
    struct token token;
    buf_clear(&m->folded);
    while (token_next(&tokens, &token)) {
        unsigned note = m->folded.n ? 0 : note_of(token.word);
        if (note)
            p->head.note = note;
        if (m->folded.n)
            buf_putc(&m->folded, ' ');
        buf_putstr(&m->folded, token.word);
        const struct uniq_word word = words_get(m->words, token.word);
        p->head.words += p->head.words < WORDS_TOLD && !word.rubric;
        add_term(s, token.word, word);
    }
    m->word = tokens.folded;
    return !m->word.failed && !m->folded.failed;
}

/* Whether what stands between two words begins something new: a colon, a bracket, a full stop, or a
 * dash beside a space. */
static bool is_pause(struct str gap)
{
    bool space = false, dash = false;
    for (size_t i = 0; i < gap.n; i++) {
        if (strchr(":;.([", gap.p[i]))
            return true;
        space |= gap.p[i] == ' ';
        dash |= gap.p[i] == '-' || (gap.n - i >= 3 && memcmp(gap.p + i, "\xE2\x80", 2) == 0 &&
                                    (unsigned char)gap.p[i + 2] < 0x96); /* U+2010 to U+2015 */
    }
    return space && dash;
}

/* The numbers in the title, and a note that is its last word, as in "Title (Erratum)". */
static bool take_numbers(struct uniq_maker *m, struct parts *p, struct str title)
{
    struct tokens tokens = {.text = title, .folded = m->word};
    struct token token;
    bool part = false;
    for (size_t end = 0; token_next(&tokens, &token); end = token.end) {
        take_number(m, &p->head, title, &token, part);
        part = str_eq(token.word, STR("part"));
        bool pause = end && is_pause(str_slice(title, end, token.begin));
        p->head.note = pause ? note_of(token.word) : 0;
    }
    m->word = tokens.folded;
    return !m->word.failed;
}

static bool add_title_key(struct uniq_maker *m, struct parts *p)
{
    buf_clear(&m->title);
    for (size_t i = 0; i < m->folded.n; i++)
        if (m->folded.p[i] != ' ')
            buf_putc(&m->title, m->folded.p[i]);
    if (m->title.n)
        add_key(p, hash_of(buf_str(&m->title), 5), KEY_ALONE);
    if (m->title.n >= BEGINNING && p->least_author)
        add_key(p, hash_of((struct str){m->title.p, BEGINNING}, 6) ^ p->least_author, 0);
    return !m->title.failed;
}

static bool add_title(struct uniq_maker *m, struct parts *p, struct str title)
{
    struct sketch s = {.most = TITLE_RAREST};
    strip_remarks(m, title);
    if (m->title.failed || !take_numbers(m, p, title) ||
        !fold_title(m, p, &s, buf_str(&m->title)) || !add_title_key(m, p))
        return false;
    add_pairs(p, &s, 1);
    p->head.ntitle = m->folded.n < TITLE_MAX ? m->folded.n : TITLE_MAX;
    return true;
}

static bool add_text(struct uniq_maker *m, struct parts *p, struct str abstract)
{
    struct sketch s = {.most = TEXT_RAREST};
    struct tokens tokens = {.text = abstract, .folded = m->word};
    struct token token;
    while (token_next(&tokens, &token))
        add_term(&s, token.word, words_get(m->words, token.word));
    m->word = tokens.folded;
    if (m->word.failed || s.n < ARTICLE_MIN)
        return !m->word.failed;
    p->head.whole = !s.more;
    p->head.nterm = s.n;
    for (size_t i = 0; i < s.n; i++)
        p->term[i] = (uint16_t)(s.least[i] >> 16);
    add_pairs(p, &s, 2);
    return true;
}

static unsigned number_of(struct str s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.n && i < 4 && ascii_digit((unsigned char)s.p[i]); i++)
        n = n * 10 + (unsigned)(s.p[i] - '0');
    return n;
}

static void add_fields(struct parts *p, const struct rec *r)
{
    struct str value;
    size_t at = 0;
    struct str date = r->col[REC_DATE];
    if (rec_is_date(date)) {
        p->head.year = number_of(date);
        if (date.n == DATE_MAX)
            p->head.day = number_of(str_slice(date, 5, 7)) * 32 + number_of(str_slice(date, 8, 10));
    }
    if (rec_value(r, STR("version"), &at, &value))
        p->head.version = number_of(value);
    at = 0;
    p->head.replacement =
        rec_value(r, STR("announce"), &at, &value) && str_starts(value, STR("replace"));
}

/* ---- the string ---- */

static void put(struct buf *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buf_putc(b, (char)(value >> 8 * i & 255));
}

static void put_parts(struct buf *b, const struct parts *p)
{
    const struct head *h = &p->head;
    put(b, h->year, 2);
    put(b, h->version, 2);
    put(b, h->note | (h->part ? 32U : 0) | (h->replacement ? 64U : 0) | (h->whole ? 128U : 0), 1);
    put(b, h->words, 1);
    put(b, h->numbers, 4);
    put(b, h->nkey | h->nid << 4, 1);
    put(b, h->nauthor, 1);
    put(b, h->nterm, 1);
    put(b, h->ntitle, 1);
    put(b, h->nname, 1);
    put(b, 0, 1);
    put(b, h->day, 2);
    for (size_t i = 0; i < h->nid; i++)
        put(b, p->id[i], 8);
    for (size_t i = 0; i < h->nauthor; i++)
        put(b, p->author[i], 2);
    for (size_t i = 0; i < h->nterm; i++)
        put(b, p->term[i], 2);
}

bool uniq_profile(struct uniq_maker *m, const struct rec *r, struct buf *profile)
{
    struct parts p = {.head.nname = r->col[REC_ID].n < ID_MAX ? r->col[REC_ID].n : ID_MAX};
    if (!m->words && !(m->words = words_new()))
        return false;
    add_fields(&p, r);
    if (!add_ids(m, &p, r) || !add_authors(m, &p, r) || !add_text(m, &p, r->col[REC_ABSTRACT]) ||
        !add_title(m, &p, r->col[REC_TITLE]))
        return false;
    buf_clear(profile);
    put_parts(profile, &p);
    buf_put(profile, m->folded.p, p.head.ntitle);
    buf_put(profile, r->col[REC_ID].p, p.head.nname);
    for (size_t i = 0; i < p.head.nkey; i++)
        put(profile, p.key[i], 4);
    return !profile->failed;
}

void uniq_maker_free(struct uniq_maker *m)
{
    buf_free(&m->folded);
    buf_free(&m->word);
    buf_free(&m->title);
    free(m->words);
    *m = (struct uniq_maker){0};
}

size_t profile_length(const struct head *h)
{
    return HEAD + 4 * h->nkey + 8 * h->nid + 2 * h->nauthor + 2 * h->nterm + h->ntitle + h->nname;
}

static struct head head_read(const unsigned char *b)
{
    return (struct head){
        .year = get16(b),
        .version = get16(b + 2),
        .note = b[4] & 31U,
        .part = b[4] & 32,
        .words = b[5],
        .replacement = b[4] & 64,
        .whole = b[4] & 128,
        .numbers = get32(b + 6),
        .nkey = b[10] & 15,
        .nid = b[10] >> 4,
        .nauthor = b[11],
        .nterm = b[12],
        .ntitle = b[13],
        .nname = b[14],
        .day = get16(b + 16),
    };
}

struct profile profile_read(struct str s)
{
    const unsigned char *b = (const unsigned char *)s.p;
    struct profile p = {.head = head_read(b), .id = b + HEAD};
    const struct head *h = &p.head;
    p.author = p.id + 8 * h->nid;
    p.term = p.author + 2 * h->nauthor;
    p.title = (struct str){(const char *)p.term + 2 * h->nterm, h->ntitle};
    p.name = (struct str){p.title.p + h->ntitle, h->nname};
    p.key = (const unsigned char *)p.name.p + h->nname;
    return p;
}

uint16_t profile_catalogue(const struct profile *p)
{
    const char *colon = p->name.n ? memchr(p->name.p, ':', p->name.n) : NULL;
    struct str prefix = {p->name.p, colon ? (size_t)(colon - p->name.p) : 0};
    if (prefix.n == 0 || str_eq(prefix, STR("hash")))
        return 0;
    return (uint16_t)(hash_of(prefix, 7) % UINT16_MAX + 1);
}

bool uniq_is_profile(struct str s)
{
    if (s.n < HEAD || s.n > UNIQ_PROFILE_MAX)
        return false;
    struct head h = head_read((const unsigned char *)s.p);
    return h.nkey <= KEYS && h.nid <= IDS && h.nauthor <= AUTHORS && h.nterm <= TERMS &&
           profile_length(&h) == s.n;
}

struct str uniq_id(struct str profile)
{
    return profile_read(profile).name;
}

int uniq_compare_versions(struct str sa, struct str sb)
{
    const struct head a = profile_read(sa).head, b = profile_read(sb).head;
    const bool open_a = a.replacement && !a.version, open_b = b.replacement && !b.version;
    if ((open_a || open_b) && a.replacement && b.replacement && a.year == b.year && a.day == b.day)
        return 0;
    if (open_a || open_b)
        return open_a ? 1 : -1;
    const unsigned va = a.version ? a.version : 1, vb = b.version ? b.version : 1;
    return (va > vb) - (va < vb);
}
