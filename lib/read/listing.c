/* listing.c - the copied page: titles and abstracts as lines of text, with whatever stood around
 * them.
 *
 * Nothing marks a title. What tells it from an abstract is its shape (how long, how it ends, how
 * its words are written) and its place (a title is followed by an abstract, an unfinished line by
 * its continuation). Each line gets a number for its shape, the log-odds, roughly, of prose against
 * title; each step from line to line has a price; and the cheapest reading of all lines together is
 * taken: Viterbi, "Error bounds for convolutional codes", IEEE Trans. Inf. Theory 13(2), 1967.
 * Lines are given out as soon as all readings agree on them, mostly at the next one, so memory is a
 * few lines. The page's own furniture is known by a table and passed over. */
#include "paper/read.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

enum role { TITLE, TITLE_MORE, ABSTRACT, ABSTRACT_MORE, NEITHER, ROLES };

enum {
    WINDOW = 64,       /* lines that may wait for a decision before one is forced */
    NEVER = 1 << 20,   /* the price of what is not allowed */
    WRAPPED = 200,     /* bytes: a longer line is not one of a wrapped paragraph */
    SHAPE_LIMIT = 600, /* bytes of a line that are looked at; one that is longer is no title */
};

struct line {
    size_t at, n;     /* its clean text in state.text */
    size_t raw, nraw; /* as it came, where that is not the same; else nothing */
    uint64_t number;
    int columns, first_word; /* its width, that of its first word */
    bool apart;              /* blank or furniture stood before it */
    bool finished;           /* it ends a sentence, or with a link */
    bool hyphen;             /* it ends in a broken word */
    bool small;              /* it begins with a small letter */
    bool unglued;            /* the page's button was glued to it: a title */
    bool repeat;             /* it is the line before once more */
    bool odd;                /* it has too many marks for a title */
    int shape;
    int cost[ROLES];
    enum role from[ROLES];
    enum role role;
};

/* One paper, complete or in the making. */
struct piece {
    bool used;
    struct buf title, abstract;
};

struct state {
    struct line line[WINDOW];
    int width;      /* where the page's lines were wrapped, 0 where they were not */
    bool measured;  /* that is known */
    size_t n;       /* lines in the window */
    size_t decided; /* of them, the first whose role is settled */
    size_t given;   /* of those, the first that were taken */
    struct buf text;
    bool apart, after_subscribe, any_line, ended;
    struct piece making, held; /* held: complete, but the next may be the same once more */
    bool hyphen;               /* the abstract in the making ends in a broken word */
    struct buf fold_a, fold_b;
};

/* ---- furniture ---- */

/* What the page prints around its papers, in lower case. */
static const struct str furniture[] = {
    STR_INIT("subscribe"),
    STR_INIT("new"),
    STR_INIT("hugging face"),
    STR_INIT("hugging face's logo"),
    STR_INIT("models"),
    STR_INIT("datasets"),
    STR_INIT("spaces"),
    STR_INIT("buckets"),
    STR_INIT("posts"),
    STR_INIT("docs"),
    STR_INIT("solutions"),
    STR_INIT("enterprise"),
    STR_INIT("community"),
    STR_INIT("pricing"),
    STR_INIT("log in"),
    STR_INIT("sign up"),
    STR_INIT("daily"),
    STR_INIT("weekly"),
    STR_INIT("monthly"),
    STR_INIT("daily papers"),
    STR_INIT("trending papers"),
    STR_INIT("by ak and the research community"),
    STR_INIT("search by arxiv id or title"),
    STR_INIT("submit a paper"),
    STR_INIT("arxiv page"),
    STR_INIT("upvote"),
    STR_INIT("previous next"),
    STR_INIT("load more"),
    STR_INIT("company"),
    STR_INIT("tos"),
    STR_INIT("privacy"),
    STR_INIT("about"),
    STR_INIT("jobs"),
    STR_INIT("website"),
    STR_INIT("tos privacy about jobs"),
    STR_INIT("models datasets spaces pricing docs"),
};

static bool same_letters(struct str s, struct str lower)
{
    bool same = s.n == lower.n;
    for (size_t i = 0; i < s.n && same; i++)
        same = ascii_to_lower((unsigned char)s.p[i]) == (unsigned char)lower.p[i];
    return same;
}

static bool begins(struct str s, struct str lower)
{
    return s.n >= lower.n && same_letters(str_slice(s, 0, lower.n), lower);
}

/* "3 authors", "65", "-", "·": a number, with at most that word; or nothing but a few marks. */
static bool is_count(struct str s)
{
    size_t i = 0;
    if (str_starts(s, STR("\xC2\xB7 ")))
        s = str_slice(s, 3, s.n);
    while (i < s.n && (ascii_digit((unsigned char)s.p[i]) || strchr(".,k", s.p[i])))
        i++;
    if (i && i < s.n)
        return same_letters(str_slice(s, i, s.n), STR(" authors")) ||
               same_letters(str_slice(s, i, s.n), STR(" author"));
    for (i = 0; i < s.n && s.n <= 16 && !ascii_alpha((unsigned char)s.p[i]); i++)
        if ((unsigned char)s.p[i] >= 0x80 && !str_eq(s, STR("\xC2\xB7")))
            return false;
    return i == s.n;
}

static bool is_furniture(struct str s)
{
    if ((s.n < 80 && begins(s, STR("get trending papers in your email inbox"))) ||
        (s.n < 80 && begins(s, STR("submitted by"))) || is_count(s) ||
        (s.n < 24 && begins(s, STR("github ")) && ascii_digit((unsigned char)s.p[7])) ||
        (s.n < 24 && begins(s, STR("\xC2\xA9 "))))
        return true;
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (same_letters(s, furniture[i]))
            return true;
    return false;
}

/* The page's button is glued to the first title: "SubscribeA Title". Behind the page's own words,
 * or as the first line, that is sure; elsewhere "SubscribeNet: A Title" may be a name. */
static struct str unglue(struct str s, bool sure)
{
    const struct str button = STR("Subscribe");
    if (!str_starts(s, button) || s.n == button.n)
        return s;
    unsigned char next = (unsigned char)s.p[button.n];
    if (!ascii_upper(next) && !ascii_digit(next) && !strchr("\"'`($", next) && next < 0x80 && !sure)
        return s;
    if (ascii_lower(next) || next == ' ')
        return s;
    size_t word = button.n;
    while (word < s.n && s.p[word] != ' ')
        word++;
    if (!sure && (word == s.n || s.p[word - 1] == ':'))
        return s;
    return str_slice(s, button.n, s.n);
}

/* ---- the shape of a line ---- */

/* Without the quotes and brackets that may close behind a sentence's end. */
static struct str open_end(struct str s)
{
    for (;;) {
        if (s.n && strchr(")]}\"'*", s.p[s.n - 1]))
            s.n--;
        else if (s.n >= 3 && (memcmp(s.p + s.n - 3, "\xE2\x80\x9D", 3) == 0 ||
                              memcmp(s.p + s.n - 3, "\xE2\x80\x99", 3) == 0))
            s.n -= 3;
        else
            return s;
    }
}

enum ending { OPEN, STOP, QUESTION, LINK, BROKEN /* in the middle of a sentence */ };

static bool is_little_word(struct str w)
{
    static const char *const little[] = {"a",   "an",   "and",   "as",   "at", "by", "for", "from",
                                         "in",  "into", "is",    "are",  "of", "on", "or",  "that",
                                         "the", "to",   "which", "with", "we", "our"};
    for (size_t i = 0; i < sizeof little / sizeof *little; i++)
        if (str_eq(w, str_from(little[i])))
            return true;
    return false;
}

static enum ending ending(struct str s)
{
    struct str e = open_end(s);
    if (e.n == 0)
        return OPEN;
    size_t word = e.n;
    while (word > 0 && e.p[word - 1] != ' ')
        word--;
    struct str last = str_slice(e, word, e.n);
    bool slash = memchr(last.p, '/', last.n) && memchr(last.p, '.', last.n);
    if (begins(last, STR("http")) || begins(last, STR("www.")) || (slash && last.n > 8))
        return LINK;
    char c = e.p[e.n - 1];
    if (e.n >= 3 && (memcmp(e.p + e.n - 3, "\xE3\x80\x82", 3) == 0 || /* the CJK full stop */
                     memcmp(e.p + e.n - 3, "\xE2\x80\xA6", 3) == 0))
        return STOP;
    if (c == '.' || c == '!')
        return STOP;
    if (c == '?')
        return QUESTION;
    return c == ',' || c == ';' || c == '(' || is_little_word(last) ? BROKEN : OPEN;
}

struct words {
    int long_lower, long_capital; /* of four letters and more, by how they begin */
    int sentences;                /* that end inside */
    bool person;                  /* it speaks as abstracts do */
};

static struct words count_words(struct str s)
{
    struct words w = {0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && s.p[i] != ' ')
            i++;
        struct str word = str_slice(s, from, i);
        i++;
        while (word.n && strchr("(\"'`[", word.p[0]))
            word = str_slice(word, 1, word.n);
        if (word.n == 0)
            continue;
        unsigned char c = (unsigned char)word.p[0], last = (unsigned char)word.p[word.n - 1];
        if (word.n >= 4 && ascii_alpha(c))
            ascii_upper(c) ? w.long_capital++ : w.long_lower++;
        w.sentences += last == '.' && word.n > 2 && i < s.n && ascii_upper((unsigned char)s.p[i]);
        w.person |= begins(word, STR("we")) && word.n == 2;
        w.person |= begins(word, STR("our")) && word.n == 3;
        w.person |=
            str_eq(word, STR("This")) || str_eq(word, STR("is")) || str_eq(word, STR("are"));
    }
    return w;
}

/* Whether more than one of eight characters outside TeX's $...$ is a mark that titles seldom have.
 */
static bool too_many_marks(struct str s)
{
    size_t marks = 0, all = 0;
    bool tex = false;
    for (size_t i = 0; i < s.n && s.n < SHAPE_LIMIT; i++) {
        tex ^= s.p[i] == '$';
        all += !tex;
        marks += !tex && !ascii_alpha((unsigned char)s.p[i]) && s.p[i] &&
                 strchr("[]{}<>|=@#&;*_~^\\/", s.p[i]) != NULL;
    }
    return marks * 8 > all;
}

/* Whether it begins as abstracts do, and titles do not. */
static bool begins_abstract(struct str s)
{
    static const struct str openings[] = {
        STR_INIT("We "),        STR_INIT("This paper "),   STR_INIT("In this "),
        STR_INIT("Our "),       STR_INIT("Here we "),      STR_INIT("I "),
        STR_INIT("This work "), STR_INIT("This article "), STR_INIT("This study ")};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (str_starts(s, openings[i]))
            return true;
    return false;
}

/* Whether it begins with a small letter and that is no name, as in "vTrain". */
static bool begins_small(struct str s)
{
    bool mixed = false;
    for (size_t i = 0; i < s.n && s.p[i] != ' '; i++)
        mixed |= ascii_upper((unsigned char)s.p[i]);
    return s.n && ascii_lower((unsigned char)s.p[0]) && !mixed;
}

/* Above 0 prose, below 0 a title, in tenths of a natural logarithm, set by hand on real pages. */
static int shape_of(struct str s, enum ending end)
{
    struct str seen = s.n > SHAPE_LIMIT ? str_slice(s, 0, SHAPE_LIMIT) : s;
    struct words w = count_words(seen);
    int shape = s.n > 600 ? 100 : s.n > 300 ? 60 : s.n > WRAPPED ? 20 : s.n < 60 ? -10 : 0;
    int capitals = w.long_capital + w.long_lower;
    if (capitals)
        capitals = 100 * w.long_capital / capitals;
    if (w.long_capital + w.long_lower > 0)
        shape += capitals >= 70 ? -40 : capitals >= 40 ? -15 : 10;
    shape += end == STOP ? 30 : end == BROKEN ? 20 : end == LINK ? 10 : end == QUESTION ? -15 : -20;
    shape += w.sentences > 1 ? 40 : w.sentences * 20;
    if (w.person && (end == STOP || s.n > 150))
        shape += 20;
    return shape + (begins_small(s) ? 25 : 0) + (begins_abstract(s) ? 20 : 0);
}

/* ---- prices ---- */

static int columns(struct str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

static int words_in(struct str s)
{
    int n = 1;
    for (size_t i = 0; i < s.n && n < 4; i++)
        n += s.p[i] == ' ';
    return n;
}

static int price_of(const struct state *s, const struct line *l, struct str text, enum role role)
{
    int prose = l->shape > 0 ? l->shape : 0, title = l->shape < 0 ? -l->shape : 0;
    bool reaches_margin = s->width && l->columns >= s->width - 12;
    if (l->unglued)
        return role == TITLE ? 0 : 100;
    switch (role) {
    case TITLE:
        return prose + (words_in(text) < 3 && (unsigned char)text.p[0] < 0x80 ? 20 : 0) +
               (l->odd ? 80 : 0);
    case TITLE_MORE: return prose + (l->odd ? 80 : 0);
    case ABSTRACT: return (reaches_margin ? title / 2 : title) + (l->small ? 30 : 0);
    case ABSTRACT_MORE: return title * 3 / 10;
    default: return prose > 30 ? 45 : 30;
    }
}

/* What is between two lines of one text: 0 where the page's width made the break, more where
 * nothing did. */
static int price_of_break(const struct state *s, const struct line *a, const struct line *b)
{
    if (s->width == 0)
        return a->columns > WRAPPED ? 40 : (a->finished ? 20 : 5) + (b->apart ? 12 : 0);
    bool full = a->columns + 1 + b->first_word > s->width;
    return (full ? (a->finished ? 5 : 0) : a->finished ? 30 : 20) + (b->apart ? 15 : 0);
}

static int price_of_step(const struct state *s, const struct line *a, enum role from,
                         const struct line *b, enum role to)
{
    bool in_title = from == TITLE || from == TITLE_MORE;
    bool in_abstract = from == ABSTRACT || from == ABSTRACT_MORE;
    bool full = s->width && a->columns + 1 + b->first_word > s->width;
    switch (to) {
    case TITLE:
        if (b->repeat)
            return 0;
        if (in_title) /* a paper without an abstract */
            return s->width && !b->apart && b->columns >= s->width - 12 ? 35 : 15;
        if (!in_abstract || a->finished || b->apart)
            return 0;
        return s->width ? (full ? 40 : 5) : a->columns > WRAPPED ? 10 : 25;
    case TITLE_MORE: return in_title && full && !b->apart && !a->finished && !b->repeat ? 5 : NEVER;
    case ABSTRACT: return in_title ? 0 : NEVER;
    case ABSTRACT_MORE: return in_abstract ? price_of_break(s, a, b) : NEVER;
    default: return 0;
    }
}

/* The width at which most lines of the beginning end, within a word's length: that of a page whose
 * lines were wrapped. 0 where no width has a fifth of them, or more than a sixth is longer. */
static int measure(struct str head)
{
    enum { SLACK = 7 };
    int count[WRAPPED + 1] = {0}, lines = 0, best = 0, width = 0, longer = 0;
    while (head.n) {
        const char *nl = memchr(head.p, '\n', head.n);
        struct str line = text_trim(str_slice(head, 0, nl ? (size_t)(nl - head.p) : head.n));
        head = str_slice(head, nl ? (size_t)(nl - head.p) + 1 : head.n, head.n);
        int n = line.n > UTF8_MAX * WRAPPED ? WRAPPED + 1 : columns(line);
        lines += line.n > 0;
        if (n > 0 && n <= WRAPPED)
            count[n]++;
    }
    for (int w = 40; w <= WRAPPED; w++) {
        int here = 0;
        for (int k = w - SLACK; k <= w; k++)
            here += count[k];
        if (here >= best && count[w]) {
            best = here;
            width = w;
        }
    }
    longer = lines;
    for (int k = 0; k <= width; k++)
        longer -= count[k];
    return best >= 10 && best * 5 >= lines && longer * 6 <= lines ? width : 0;
}

/* ---- the window ---- */

static struct str text_of(const struct state *s, const struct line *l)
{
    return (struct str){s->text.p + l->at, l->n};
}

static void price_line(struct state *s, size_t i)
{
    struct line *l = &s->line[i];
    for (enum role to = 0; to < ROLES; to++) {
        l->cost[to] = to == TITLE || to == NEITHER ? 0 : NEVER; /* for the first line of all */
        l->from[to] = to;
        if (i > 0)
            l->cost[to] = NEVER;
        for (enum role from = 0; i > 0 && from < ROLES; from++) {
            const struct line *before = l - 1;
            /* What was decided is the only way to come from. */
            if (i - 1 < s->decided && from != before->role)
                continue;
            int cost = before->cost[from] + price_of_step(s, before, from, l, to);
            if (cost < l->cost[to]) {
                l->cost[to] = cost;
                l->from[to] = from;
            }
        }
        if (l->cost[to] < NEVER)
            l->cost[to] += price_of(s, l, text_of(s, l), to);
    }
}

/* Settles all lines up to the i-th by the best reading that gives it this role. */
static void settle(struct state *s, size_t i, enum role role)
{
    for (size_t k = i + 1; k > s->decided; k--) {
        s->line[k - 1].role = role;
        role = s->line[k - 1].from[role];
    }
    s->decided = i + 1;
}

static enum role cheapest(const struct line *l)
{
    enum role best = TITLE;
    for (enum role r = 0; r < ROLES; r++)
        if (l->cost[r] < l->cost[best])
            best = r;
    return best;
}

/* Settles what all readings agree on. */
static void settle_agreed(struct state *s, size_t last)
{
    enum role at[ROLES]; /* where the reading that ends in each role came through */
    bool live[ROLES];
    for (enum role r = 0; r < ROLES; r++) {
        at[r] = r;
        live[r] = s->line[last].cost[r] < NEVER;
    }
    for (size_t i = last; i > s->decided; i--) {
        bool agreed = true;
        enum role one = ROLES;
        for (enum role r = 0; r < ROLES; r++) {
            if (!live[r])
                continue;
            at[r] = s->line[i].from[at[r]];
            agreed &= one == ROLES || one == at[r];
            one = at[r];
        }
        if (agreed) {
            settle(s, i - 1, one);
            return;
        }
    }
}

/* Settles what can be: all of it at the end, and half of a full window whatever it is. */
static void decide(struct state *s)
{
    if (s->n == s->decided)
        return;
    size_t last = s->n - 1;
    if (s->ended) {
        settle(s, last, cheapest(&s->line[last]));
        return;
    }
    settle_agreed(s, last);
    if (s->n == WINDOW && s->decided <= WINDOW / 2) {
        enum role role = cheapest(&s->line[last]);
        for (size_t i = last; i > WINDOW / 2; i--)
            role = s->line[i].from[role];
        settle(s, WINDOW / 2, role);
        for (size_t i = s->decided; i < s->n; i++)
            price_line(s, i);
    }
}

/* Drops the lines that were taken, but for the last, which prices the next. */
static void slide(struct state *s)
{
    size_t drop = s->given > 1 ? s->given - 1 : 0;
    if (drop == 0 || (s->n < WINDOW && s->text.n < 65536))
        return;
    size_t bytes = s->line[drop].at;
    memmove(s->text.p, s->text.p + bytes, s->text.n - bytes);
    s->text.n -= bytes;
    memmove(s->line, s->line + drop, (s->n - drop) * sizeof *s->line);
    s->n -= drop;
    s->decided -= drop;
    s->given -= drop;
    int base = s->line[0].cost[s->line[0].role]; /* costs stay small for ever */
    for (size_t i = 0; i < s->n; i++) {
        s->line[i].at -= bytes;
        s->line[i].raw -= bytes;
        for (enum role r = 0; r < ROLES; r++)
            if (s->line[i].cost[r] < NEVER)
                s->line[i].cost[r] -= base;
    }
}

static void add_line(struct state *s, struct str raw, uint64_t number)
{
    struct line *l = &s->line[s->n];
    size_t at = s->text.n;
    text_clean(&s->text, raw);
    if (s->text.failed)
        return;
    struct str text = str_slice(buf_str(&s->text), at, s->text.n);
    struct str title = unglue(text, s->after_subscribe || !s->any_line);
    if (text.n == 0 || is_furniture(text)) {
        s->after_subscribe = text.n ? begins(text, STR("get trending papers")) : s->after_subscribe;
        s->any_line |= text.n > 0;
        s->apart = true;
        s->text.n = at;
        return;
    }
    *l = (struct line){.at = at + (text.n - title.n), .n = title.n, .number = number};
    raw.n -= raw.n && raw.p[raw.n - 1] == '\r';
    l->raw = s->text.n;
    if (!str_eq(raw, title)) {
        l->nraw = raw.n;
        buf_putstr(&s->text, raw);
        if (s->text.failed)
            return;
        title.p = s->text.p + l->at;
    }
    enum ending end = ending(title);
    l->shape = shape_of(title, end);
    l->finished = end == STOP || end == QUESTION || end == LINK;
    l->hyphen = title.n > 1 && title.p[title.n - 1] == '-' &&
                ascii_alpha((unsigned char)title.p[title.n - 2]);
    const char *space = memchr(title.p, ' ', title.n);
    l->columns = title.n > UTF8_MAX * WRAPPED ? WRAPPED + 1 : columns(title);
    l->first_word = space ? (int)(space - title.p) : l->columns;
    l->repeat = s->n && str_eq(title, text_of(s, l - 1));
    l->odd = too_many_marks(title);
    l->small = begins_small(title) || title.p[0] == '(';
    l->unglued = title.n < text.n;
    l->apart = s->apart || l->unglued;
    s->apart = s->after_subscribe = false;
    s->any_line = true;
    s->n++;
    price_line(s, s->n - 1);
}

/* ---- papers out of lines ---- */

static void start_piece(struct piece *p, struct str title)
{
    p->used = true;
    buf_clear(&p->title);
    buf_clear(&p->abstract);
    buf_putstr(&p->title, title);
}

static bool same_text(struct state *s, const struct buf *a, const struct buf *b)
{
    buf_clear(&s->fold_a);
    buf_clear(&s->fold_b);
    text_fold(&s->fold_a, buf_str(a));
    text_fold(&s->fold_b, buf_str(b));
    return str_eq(buf_str(&s->fold_a), buf_str(&s->fold_b));
}

/* Gives the piece out as r->paper. */
static bool give(struct reader *r, struct piece *p)
{
    buf_putstr(&r->paper.col[REC_TITLE], buf_str(&p->title));
    buf_putstr(&r->paper.col[REC_ABSTRACT], buf_str(&p->abstract));
    p->used = false;
    return true;
}

/* The paper in the making is complete: it is held from now on, unless the one that was held is the
 * same and has nothing less. True: that one went out. */
static bool complete(struct reader *r)
{
    struct state *s = r->state;
    struct piece *made = &s->making, *held = &s->held;
    made->used = false;
    if (held->used && same_text(s, &held->title, &made->title)) {
        if (made->abstract.n == 0 || same_text(s, &held->abstract, &made->abstract))
            return false;
        held->used = held->abstract.n > 0;
    }
    bool out = held->used && give(r, held);
    struct piece swap = *held;
    *held = *made;
    *made = swap;
    held->used = true;
    return out;
}

/* Takes a settled line. True: a paper is ready. */
static bool take(struct reader *r, const struct line *l)
{
    struct state *s = r->state;
    struct str text = text_of(s, l);
    bool ready = false;
    switch (l->role) {
    case TITLE:
        ready = s->making.used && complete(r);
        start_piece(&s->making, text);
        break;
    case TITLE_MORE:
        buf_putc(&s->making.title, ' ');
        buf_putstr(&s->making.title, text);
        break;
    case NEITHER:
        text = l->nraw ? (struct str){s->text.p + l->raw, l->nraw} : text;
        read_reject(r, l->number, text, "neither a title nor an abstract");
        break;
    default:
        if (s->making.abstract.n && !(s->hyphen && ascii_lower((unsigned char)text.p[0])))
            buf_putc(&s->making.abstract, ' ');
        buf_putstr(&s->making.abstract, text);
        s->hyphen = l->hyphen;
    }
    return ready;
}

static bool no_memory(const struct state *s)
{
    return s->text.failed || s->making.title.failed || s->making.abstract.failed ||
           s->held.title.failed || s->held.abstract.failed || s->fold_a.failed || s->fold_b.failed;
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    struct str line;
    if (!s->measured)
        s->width = measure(in_peek(r->in, READ_HEAD));
    s->measured = true;
    for (;;) {
        while (s->given < s->decided)
            if (take(r, &s->line[s->given++]))
                return true;
        if (no_memory(s)) {
            read_reject(r, r->in->line, (struct str){0}, "out of memory");
            return false;
        }
        if (s->ended) { /* two may be left: the one held, and the last */
            return (s->making.used && complete(r)) || (s->held.used && give(r, &s->held));
        }
        slide(s);
        if (in_line(r->in, &line))
            add_line(s, line, r->in->line);
        else
            s->ended = true;
        decide(s);
    }
}

/* The page's own first words, or somewhere a line like a title with a line like an abstract under
 * it; and no sign of another format at the beginning. */
static bool detect(struct str head, bool whole)
{
    (void)whole;
    bool title = false;
    head = text_trim(head);
    if (head.n && (strchr("<{[@%\\", head.p[0]) || memchr(head.p, '\0', head.n)))
        return false;
    while (head.n) {
        const char *nl = memchr(head.p, '\n', head.n);
        struct str line = text_trim(str_slice(head, 0, nl ? (size_t)(nl - head.p) : head.n));
        head = str_slice(head, nl ? (size_t)(nl - head.p) + 1 : head.n, head.n);
        if (begins(line, STR("get trending papers in your email inbox")))
            return true;
        if (line.n == 0 || is_furniture(line))
            continue;
        int shape = shape_of(line, ending(line));
        if (title && shape >= 30)
            return true;
        title = shape <= -10;
    }
    return false;
}

static void end(void *state)
{
    struct state *s = state;
    struct buf *all[] = {&s->text,          &s->making.title, &s->making.abstract, &s->held.title,
                         &s->held.abstract, &s->fold_a,       &s->fold_b};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
}

const struct format read_listing = {"listing",
                                    "a page of titles and abstracts, as it was copied",
                                    detect,
                                    next,
                                    sizeof(struct state),
                                    end};
