/* stem.c - Porter2, step by step as its author describes it:
 * https://snowballstem.org/algorithms/english/stemmer.html
 *
 * R1 is what follows the first consonant behind a vowel, R2 the same within R1; most suffixes go
 * only where they lie in one of them. A `y` that is a consonant is written Y meanwhile. */
#include "paper/stem.h"
#include "paper/str.h"

struct stem {
    char *p;
    size_t n;
    size_t r1, r2; /* where the regions begin */
};

struct rule {
    struct str suffix;
    const char *to; /* what it becomes */
    enum { IN_R1, IN_R2, AFTER_L, AFTER_S_T, AFTER_LI_ENDING } when;
};

struct exception {
    struct str word;
    const char *to; /* NULL: stays as it is */
};

static const struct exception whole[] = {
    {STR_INIT("skis"), "ski"},     {STR_INIT("skies"), "sky"},    {STR_INIT("dying"), "die"},
    {STR_INIT("lying"), "lie"},    {STR_INIT("tying"), "tie"},    {STR_INIT("idly"), "idl"},
    {STR_INIT("gently"), "gentl"}, {STR_INIT("ugly"), "ugli"},    {STR_INIT("early"), "earli"},
    {STR_INIT("only"), "onli"},    {STR_INIT("singly"), "singl"}, {STR_INIT("sky"), NULL},
    {STR_INIT("news"), NULL},      {STR_INIT("howe"), NULL},      {STR_INIT("atlas"), NULL},
    {STR_INIT("cosmos"), NULL},    {STR_INIT("bias"), NULL},      {STR_INIT("andes"), NULL},
};

/* Words that are done once their plural is. */
static const struct exception singular[] = {
    {STR_INIT("inning"), NULL},  {STR_INIT("outing"), NULL},  {STR_INIT("canning"), NULL},
    {STR_INIT("herring"), NULL}, {STR_INIT("earring"), NULL}, {STR_INIT("proceed"), NULL},
    {STR_INIT("exceed"), NULL},  {STR_INIT("succeed"), NULL},
};

/* In each step the longest suffix counts: one that ends in another stands before it. */
static const struct rule step2[] = {
    {STR_INIT("ational"), "ate", IN_R1}, {STR_INIT("tional"), "tion", IN_R1},
    {STR_INIT("enci"), "ence", IN_R1},   {STR_INIT("anci"), "ance", IN_R1},
    {STR_INIT("izer"), "ize", IN_R1},    {STR_INIT("abli"), "able", IN_R1},
    {STR_INIT("entli"), "ent", IN_R1},   {STR_INIT("ization"), "ize", IN_R1},
    {STR_INIT("ation"), "ate", IN_R1},   {STR_INIT("ator"), "ate", IN_R1},
    {STR_INIT("alism"), "al", IN_R1},    {STR_INIT("aliti"), "al", IN_R1},
    {STR_INIT("alli"), "al", IN_R1},     {STR_INIT("fulness"), "ful", IN_R1},
    {STR_INIT("ousli"), "ous", IN_R1},   {STR_INIT("ousness"), "ous", IN_R1},
    {STR_INIT("iveness"), "ive", IN_R1}, {STR_INIT("iviti"), "ive", IN_R1},
    {STR_INIT("biliti"), "ble", IN_R1},  {STR_INIT("bli"), "ble", IN_R1},
    {STR_INIT("ogi"), "og", AFTER_L},    {STR_INIT("fulli"), "ful", IN_R1},
    {STR_INIT("lessli"), "less", IN_R1}, {STR_INIT("li"), "", AFTER_LI_ENDING},
};

static const struct rule step3[] = {
    {STR_INIT("ational"), "ate", IN_R1}, {STR_INIT("tional"), "tion", IN_R1},
    {STR_INIT("alize"), "al", IN_R1},    {STR_INIT("icate"), "ic", IN_R1},
    {STR_INIT("iciti"), "ic", IN_R1},    {STR_INIT("ical"), "ic", IN_R1},
    {STR_INIT("ful"), "", IN_R1},        {STR_INIT("ness"), "", IN_R1},
    {STR_INIT("ative"), "", IN_R2},
};

static const struct rule step4[] = {
    {STR_INIT("al"), "", IN_R2},   {STR_INIT("ance"), "", IN_R2}, {STR_INIT("ence"), "", IN_R2},
    {STR_INIT("er"), "", IN_R2},   {STR_INIT("ic"), "", IN_R2},   {STR_INIT("able"), "", IN_R2},
    {STR_INIT("ible"), "", IN_R2}, {STR_INIT("ant"), "", IN_R2},  {STR_INIT("ement"), "", IN_R2},
    {STR_INIT("ment"), "", IN_R2}, {STR_INIT("ent"), "", IN_R2},  {STR_INIT("ism"), "", IN_R2},
    {STR_INIT("ate"), "", IN_R2},  {STR_INIT("iti"), "", IN_R2},  {STR_INIT("ous"), "", IN_R2},
    {STR_INIT("ive"), "", IN_R2},  {STR_INIT("ize"), "", IN_R2},  {STR_INIT("ion"), "", AFTER_S_T},
};

#define LENGTH(table) (sizeof(table) / sizeof *(table))

static bool one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

static bool vowel(char c)
{
    switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y': return true;
    default: return false;
    }
}

static bool vowel_before(const struct stem *s, size_t end)
{
    for (size_t i = 0; i < end; i++)
        if (vowel(s->p[i]))
            return true;
    return false;
}

/* Mostly it does not, which its last two letters tell. */
static inline bool ends(const struct stem *s, struct str suffix)
{
    const char *end = s->p + s->n, *its_end = suffix.p + suffix.n;
    if (s->n < suffix.n || end[-1] != its_end[-1])
        return false;
    return suffix.n == 1 ||
           (end[-2] == its_end[-2] && memcmp(end - suffix.n, suffix.p, suffix.n) == 0);
}

/* The last n bytes become `to`, which is not longer than the word was. */
static void replace(struct stem *s, size_t n, const char *to)
{
    size_t len = strlen(to);
    s->n -= n;
    memcpy(s->p + s->n, to, len);
    s->n += len;
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t characters(const char *p, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !continues(p[i]);
    return count;
}

/* Where the character that ends before the offset begins; 0 at the beginning. */
static size_t before(const struct stem *s, size_t at)
{
    while (at > 0 && continues(s->p[--at]))
        ;
    return at;
}

/* Whether the first `end` bytes end in a short syllable: a vowel between two consonants, or a vowel
 * and a consonant at the beginning of the word. */
static bool short_syllable(const struct stem *s, size_t end)
{
    size_t last = before(s, end), middle = before(s, last);
    if (last == 0 || vowel(s->p[last]) || !vowel(s->p[middle]))
        return false;
    return middle == 0 || (!vowel(s->p[middle - 1]) && !one_of(s->p[last], "wxY"));
}

/* What follows the first consonant behind a vowel, from the offset `from` on. */
static size_t region(const struct stem *s, size_t from)
{
    size_t i = from;
    while (i < s->n && !vowel(s->p[i]))
        i++;
    while (i < s->n && vowel(s->p[i]))
        i++;
    if (i < s->n)
        i++;
    while (i < s->n && continues(s->p[i]))
        i++;
    return i;
}

static void mark_regions(struct stem *s)
{
    static const struct str beginning[] = {STR_INIT("gener"), STR_INIT("commun"),
                                           STR_INIT("arsen")};
    s->r1 = 0;
    for (size_t i = 0; i < LENGTH(beginning); i++)
        if (str_starts((struct str){s->p, s->n}, beginning[i]))
            s->r1 = beginning[i].n;
    if (!s->r1)
        s->r1 = region(s, 0);
    s->r2 = region(s, s->r1);
}

static void mark_consonant_y(struct stem *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->p[i] == 'y' && (i == 0 || vowel(s->p[i - 1])))
            s->p[i] = 'Y';
}

static bool is_exception(struct stem *s, const struct exception *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s->p[0] == list[i].word.p[0] && str_eq((struct str){s->p, s->n}, list[i].word)) {
            if (list[i].to)
                replace(s, s->n, list[i].to);
            return true;
        }
    }
    return false;
}

/* The possessive. */
static void step0(struct stem *s)
{
    if (ends(s, STR("'s'")))
        s->n -= 3;
    else if (ends(s, STR("'s")))
        s->n -= 2;
    else if (ends(s, STR("'")))
        s->n -= 1;
}

/* The plural. */
static void step1a(struct stem *s)
{
    if (ends(s, STR("sses")))
        s->n -= 2;
    else if (ends(s, STR("ied")) || ends(s, STR("ies")))
        replace(s, 3, characters(s->p, s->n - 3) > 1 ? "i" : "ie");
    else if (ends(s, STR("s")) && !ends(s, STR("us")) && !ends(s, STR("ss")) && s->n > 1 &&
             vowel_before(s, s->n - 2))
        s->n -= 1;
}

static bool ends_double(const struct stem *s)
{
    return s->n >= 2 && s->p[s->n - 1] == s->p[s->n - 2] && one_of(s->p[s->n - 1], "bdfgmnprt");
}

/* Of the verb. */
static void step1b(struct stem *s)
{
    static const struct str eed[] = {STR_INIT("eedly"), STR_INIT("eed")};
    static const struct str ending[] = {STR_INIT("ingly"), STR_INIT("edly"), STR_INIT("ing"),
                                        STR_INIT("ed")};
    for (size_t i = 0; i < LENGTH(eed); i++) {
        if (ends(s, eed[i])) {
            if (s->n - eed[i].n >= s->r1)
                replace(s, eed[i].n, "ee");
            return;
        }
    }
    size_t i = 0;
    while (i < LENGTH(ending) && !ends(s, ending[i]))
        i++;
    if (i == LENGTH(ending) || !vowel_before(s, s->n - ending[i].n))
        return;
    s->n -= ending[i].n;
    bool at = ends(s, STR("at")) || ends(s, STR("bl")) || ends(s, STR("iz"));
    if (!at && ends_double(s))
        s->n -= 1;
    else if (at || (s->n == s->r1 && short_syllable(s, s->n)))
        replace(s, 0, "e");
}

static void step1c(struct stem *s)
{
    if (one_of(s->p[s->n - 1], "yY") && before(s, s->n - 1) > 0 && !vowel(s->p[s->n - 2]))
        s->p[s->n - 1] = 'i';
}

static bool allowed(const struct stem *s, const struct rule *rule)
{
    size_t left = s->n - rule->suffix.n;
    char before = left ? s->p[left - 1] : 0;
    switch (rule->when) {
    case IN_R1: return left >= s->r1;
    case IN_R2: return left >= s->r2;
    case AFTER_L: return left >= s->r1 && before == 'l';
    case AFTER_S_T: return left >= s->r2 && one_of(before, "st");
    case AFTER_LI_ENDING: return left >= s->r1 && one_of(before, "cdeghkmnrt");
    }
    return false;
}

static void apply(struct stem *s, const struct rule *rules, size_t n)
{
    size_t i = 0;
    while (i < n && !ends(s, rules[i].suffix))
        i++;
    if (i < n && allowed(s, &rules[i]))
        replace(s, rules[i].suffix.n, rules[i].to);
}

static void step5(struct stem *s)
{
    size_t left = s->n - 1;
    if (ends(s, STR("e"))) {
        if (left >= s->r2 || (left >= s->r1 && !short_syllable(s, left)))
            s->n = left;
    } else if (ends(s, STR("ll")) && left >= s->r2) {
        s->n = left;
    }
}

static void stem(struct stem *s)
{
    mark_consonant_y(s);
    mark_regions(s);
    step0(s);
    step1a(s);
    if (!is_exception(s, singular, LENGTH(singular))) {
        step1b(s);
        step1c(s);
        apply(s, step2, LENGTH(step2));
        apply(s, step3, LENGTH(step3));
        apply(s, step4, LENGTH(step4));
        if (s->n)
            step5(s);
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->p[i] == 'Y')
            s->p[i] = 'y';
}

size_t stem_english(char *word, size_t n)
{
    struct stem s = {.p = word, .n = n};
    if (characters(word, n) < 3 || is_exception(&s, whole, LENGTH(whole)))
        return s.n;
    if (word[0] == '\'')
        memmove(word, word + 1, --s.n);
    stem(&s);
    return s.n;
}

/* The rules put another letter for the last of a stem at most, and only for these; but `die`, `lie`
 * and `tie` stand for `dying`, too. */
size_t stem_beginning(const char *stem, size_t n)
{
    bool changed = n && one_of(stem[n - 1], "eily");
    return n - changed - (n == 3 && memcmp(stem + 1, "ie", 2) == 0);
}
