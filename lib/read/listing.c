/* listing.c - the copied page: titles and abstracts as lines of text, with whatever stood around
 * them.
 *
 * Nothing marks a title. What tells it from an abstract is its shape (how long, how it ends, how
 * its words are written) and its place (a title is followed by an abstract, an unfinished line by
 * its continuation). Each line gets a number for its shape, the log-odds, roughly, of prose against
 * title; each step from line to line has a price; and the cheapest reading of all lines together is
 * taken: Viterbi, "Error bounds for convolutional codes", IEEE Trans. Inf. Theory 13(2), 1967.
 * Lines are given out as soon as all readings agree on them, mostly at the next one, so memory is a
 * few lines. What a line is by itself, furniture, a heading or text, page.c tells.
 *
 * Where headings are titles, no other line is one. A date, a link or a repository belongs to the
 * paper whose title or abstract stood last before it, or in the same line. */
#include "page.h"
#include "put.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

enum role { TITLE, TITLE_MORE, ABSTRACT, ABSTRACT_MORE, NEITHER, ROLES };

enum {
    WINDOW = 64,       /* lines that may wait for a decision before one is forced */
    NEVER = 1 << 20,   /* the price of what is not allowed */
    WRAPPED = 200,     /* bytes: a longer line is not one of a wrapped paragraph */
    SHAPE_LIMIT = 600, /* bytes: a line that is longer is prose, however it looks */
    LONG = 300,        /* bytes: a longer line is hardly a title */
    ENOUGH = 150,      /* bytes of a long line in which its words are counted */
};

struct line {
    size_t at, n;     /* its clean text in state.text */
    size_t raw, nraw; /* as it came, where that is not the same; else nothing */
    size_t facts;     /* in state.text, from here on to where the next line begins */
    size_t mark;      /* its first bytes, which are a list's mark if it is a title */
    uint64_t number;
    int columns, first_word; /* its width, that of its first word */
    bool apart;              /* blank or furniture stood before it */
    bool finished;           /* it ends a sentence, or with a link */
    bool hyphen;             /* it ends in a broken word */
    bool small;              /* it begins with a small letter */
    bool sure;               /* it is a title */
    bool open;               /* the link that it began goes on */
    bool ended;              /* furniture that ends a paper stood before it */
    bool repeat;             /* it is the line before once more */
    bool odd;                /* it has too many marks for a title */
    int shape;
    int cost[ROLES];
    unsigned char from[ROLES];
    unsigned char role;
};

/* One paper, complete or in the making. */
struct piece {
    bool used;
    struct buf title, abstract;
    struct buf facts; /* each a letter, its text and a newline */
};

struct state {
    struct line line[WINDOW];
    struct page page;
    bool measured;  /* that is made ready */
    size_t n;       /* lines in the window */
    size_t decided; /* of them, the first whose role is settled */
    size_t given;   /* of those, the first that were taken */
    struct buf text;
    bool apart, after_end, after_button, any_line, ended;
    bool after_text;           /* the line before, blank ones aside, is the last in the window */
    bool after_by;             /* the next line may be a search */
    bool is_search;            /* the last line in the window may be */
    struct piece making, held; /* held: complete, but the next may be the same once more */
    bool hyphen;               /* the abstract in the making ends in a broken word */
    struct buf fold_a, fold_b;
};

/* ---- the shape of a line ---- */

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
    static const struct str little[] = {
        STR_INIT("a"),    STR_INIT("an"),  STR_INIT("and"),  STR_INIT("as"),    STR_INIT("at"),
        STR_INIT("by"),   STR_INIT("for"), STR_INIT("from"), STR_INIT("in"),    STR_INIT("into"),
        STR_INIT("is"),   STR_INIT("are"), STR_INIT("of"),   STR_INIT("on"),    STR_INIT("or"),
        STR_INIT("that"), STR_INIT("the"), STR_INIT("to"),   STR_INIT("which"), STR_INIT("with"),
        STR_INIT("we"),   STR_INIT("our")};
    for (size_t i = 0; w.n < 6 && i < sizeof little / sizeof *little; i++)
        if (str_eq(w, little[i]))
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
    if (page_begins(last, STR("http")) || page_begins(last, STR("www.")) || (slash && last.n > 8))
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

/* Whether a word of up to four letters is one in which abstracts speak. */
static bool is_speech(struct str w)
{
    switch (w.n) {
    case 2: return page_begins(w, STR("we")) || str_eq(w, STR("is"));
    case 3: return page_begins(w, STR("our")) || str_eq(w, STR("are"));
    case 4: return str_eq(w, STR("This"));
    default: return false;
    }
}

static struct words count_words(struct str s)
{
    struct words w = {0};
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && s.p[i] != ' ')
            i++;
        struct str word = str_slice(s, from, i);
        i++;
        while (word.n && !ascii_alnum((unsigned char)word.p[0]) && strchr("(\"'`[", word.p[0]))
            word = str_slice(word, 1, word.n);
        if (word.n == 0)
            continue;
        unsigned char c = (unsigned char)word.p[0], last = (unsigned char)word.p[word.n - 1];
        if (word.n >= 4 && ascii_alpha(c))
            ascii_upper(c) ? w.long_capital++ : w.long_lower++;
        w.sentences += last == '.' && word.n > 2 && i < s.n && ascii_upper((unsigned char)s.p[i]);
        w.person |= is_speech(word);
    }
    return w;
}

/* Whether more than one of eight characters outside TeX's $...$ is a mark that titles seldom have.
 */
static bool too_many_marks(struct str s)
{
    static const bool is_mark[256] = {
        ['['] = true, [']'] = true, ['{'] = true, ['}'] = true, ['<'] = true,  ['>'] = true,
        ['|'] = true, ['='] = true, ['@'] = true, ['#'] = true, ['&'] = true,  [';'] = true,
        ['*'] = true, ['_'] = true, ['~'] = true, ['^'] = true, ['\\'] = true, ['/'] = true};
    size_t marks = 0, all = s.n;
    for (size_t i = 0; i < s.n; i++)
        marks += is_mark[(unsigned char)s.p[i]];
    if (marks == 0 || !memchr(s.p, '$', s.n))
        return marks * 8 > all;
    bool tex = false;
    marks = all = 0;
    for (size_t i = 0; i < s.n; i++) {
        tex ^= s.p[i] == '$';
        all += !tex;
        marks += !tex && is_mark[(unsigned char)s.p[i]];
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
    if (s.n > SHAPE_LIMIT)
        return 150;
    struct words w = count_words(str_slice(s, 0, s.n > LONG ? ENOUGH : s.n));
    int shape = s.n > LONG ? 60 : s.n > WRAPPED ? 20 : s.n < 60 ? -10 : 0;
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
    bool reaches_margin = s->page.width && l->columns >= s->page.width - 12;
    if (l->sure)
        return role == TITLE ? 0 : 300;
    switch (role) {
    case TITLE:
        if (l->ended && l->columns <= WRAPPED) /* behind the end of a paper the next begins */
            prose /= 4;
        return (s->page.level ? 200 : 0) + prose +
               (words_in(text) < 3 && (unsigned char)text.p[0] < 0x80 ? 20 : 0) + (l->odd ? 80 : 0);
    case TITLE_MORE: return prose + (l->odd ? 80 : 0);
    case ABSTRACT:
        if (s->page.level)
            title /= 4; /* no other title comes into question */
        else if (reaches_margin)
            title = l->apart ? title / 3 : title * 2 / 5;
        return title + (l->small ? 30 : 0) + (!l->ended ? 0 : l->columns > WRAPPED ? 25 : 60);
    case ABSTRACT_MORE: return title * 3 / 10 + (l->ended ? 40 : 0);
    default: return prose > 30 ? 45 : 30;
    }
}

/* What is between two lines of one text: 0 where the page's width made the break, more where
 * nothing did. */
static int price_of_break(const struct state *s, const struct line *a, const struct line *b)
{
    if (s->page.level)
        return b->apart ? 5 : 0;
    if (s->page.width == 0)
        return a->columns > WRAPPED ? 40 : (a->finished ? 20 : 5) + (b->apart ? 12 : 0);
    bool full = a->columns + 1 + b->first_word > s->page.width;
    return (full ? (a->finished ? 5 : 0) : a->finished ? 30 : 20) + (b->apart ? 15 : 0);
}

/* What it costs that a title goes on in the next line: under a heading it may, elsewhere only where
 * the page's width broke it. */
static int price_of_long_title(const struct line *a, const struct line *b, bool full)
{
    if (b->apart || b->repeat || b->sure)
        return a->open && !b->repeat && !b->sure ? 5 : NEVER;
    return a->open ? 0 : (full || a->sure) && !a->finished ? 5 : NEVER;
}

static int price_of_step(const struct state *s, const struct line *a, enum role from,
                         const struct line *b, enum role to)
{
    bool in_title = from == TITLE || from == TITLE_MORE;
    bool in_abstract = from == ABSTRACT || from == ABSTRACT_MORE;
    bool full = s->page.width && a->columns + 1 + b->first_word > s->page.width;
    switch (to) {
    case TITLE:
        if (b->repeat || b->ended)
            return 0;
        if (in_title) /* a paper without an abstract */
            return s->page.width && !b->apart && b->columns >= s->page.width - 12 ? 35 : 15;
        if (!in_abstract || a->finished || b->apart)
            return 0;
        return s->page.width ? (full ? 40 : 5) : a->columns > WRAPPED ? 10 : 25;
    case TITLE_MORE: return in_title ? price_of_long_title(a, b, full) : NEVER;
    case ABSTRACT: return in_title ? 0 : NEVER;
    case ABSTRACT_MORE: return in_abstract ? price_of_break(s, a, b) : NEVER;
    default: return 0;
    }
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
        l->from[to] = (unsigned char)to;
        if (i > 0)
            l->cost[to] = NEVER;
        for (enum role from = 0; i > 0 && from < ROLES; from++) {
            const struct line *before = l - 1;
            /* What was decided is the only way to come from. */
            if (before->cost[from] >= NEVER || (i - 1 < s->decided && from != before->role))
                continue;
            int cost = before->cost[from] + price_of_step(s, before, from, l, to);
            if (cost < l->cost[to]) {
                l->cost[to] = cost;
                l->from[to] = (unsigned char)from;
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
        s->line[k - 1].role = (unsigned char)role;
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
        s->line[i].facts -= bytes;
        for (enum role r = 0; r < ROLES; r++)
            if (s->line[i].cost[r] < NEVER)
                s->line[i].cost[r] -= base;
    }
}

/* Forgets the last line, on which nothing was settled yet. */
static void drop_last(struct state *s)
{
    if (s->n > s->decided)
        s->text.n = s->line[--s->n].at;
    s->after_text = false;
}

/* Takes the line into the window. */
static void add_text(struct state *s, const struct page_line *from, struct str raw, uint64_t number)
{
    struct line *l = &s->line[s->n];
    size_t at = s->text.n;
    struct str title = unglue(from->text, s->after_button || !s->any_line);
    *l = (struct line){.at = at, .n = title.n, .number = number, .mark = from->mark};
    l->sure = from->kind == PAGE_TITLE || title.n < from->text.n;
    buf_putstr(&s->text, title);
    l->raw = s->text.n;
    if (raw.n != title.n || (raw.p != title.p && !str_eq(raw, title))) {
        l->nraw = raw.n;
        buf_putstr(&s->text, raw);
    }
    l->facts = s->text.n;
    if (s->text.failed)
        return;
    title = str_slice(text_of(s, l), l->mark, l->n);
    enum ending end = ending(title);
    l->shape = shape_of(title, end);
    l->finished = end == STOP || end == QUESTION || end == LINK;
    l->hyphen = title.n > 1 && title.p[title.n - 1] == '-' &&
                ascii_alpha((unsigned char)title.p[title.n - 2]);
    const char *space = memchr(title.p, ' ', title.n);
    l->columns = title.n > UTF8_MAX * WRAPPED ? WRAPPED + 1 : page_columns(title);
    l->first_word = space ? (int)(space - title.p) : l->columns;
    l->repeat = s->n && str_eq(text_of(s, l), text_of(s, l - 1));
    l->odd = title.n < LONG && too_many_marks(title);
    l->small = begins_small(title) || title.p[0] == '(';
    l->open = from->open;
    l->apart = s->apart || (l->sure && from->kind != PAGE_TITLE);
    l->ended = s->after_end;
    s->is_search = s->after_by;
    s->apart = s->after_end = s->after_button = s->after_by = false;
    s->any_line = s->after_text = true;
    s->n++;
    price_line(s, s->n - 1);
}

/* Whether the page's width put this into a line of its own, and it goes on from the line before. */
static bool is_wrapped(const struct state *s, struct str text)
{
    const char *space = memchr(text.p, ' ', text.n);
    if (s->page.width == 0 || !s->after_text || s->apart)
        return false;
    int word = page_columns(space ? str_slice(text, 0, (size_t)(space - text.p)) : text);
    return s->line[s->n - 1].columns + 1 + word > s->page.width;
}

/* Whether an address that has a line of its own belongs to the sentence in the line before. */
static bool ends_sentence(const struct state *s, const struct page_line *url)
{
    const struct line *before = &s->line[s->n - 1];
    if (!s->after_text || s->apart || before->sure)
        return false;
    struct str text = text_of(s, before);
    if (ending(text) == BROKEN || text.p[text.n - 1] == ':')
        return true;
    bool paper = url->facts && url->fact[0].kind == FACT_URL;
    return before->shape > 0 && !paper && (!before->finished || is_wrapped(s, url->text));
}

/* Words of the page may be the paper's where a line broke in a sentence. */
static bool is_text(const struct state *s, const struct page_line *l)
{
    if (l->kind >= PAGE_TEXT || s->n == 0 || l->kind == PAGE_BLANK)
        return l->kind >= PAGE_TEXT;
    if (l->kind == PAGE_URL)
        return ends_sentence(s, l);
    return l->text.n && !s->page.links && !s->line[s->n - 1].finished && is_wrapped(s, l->text);
}

static void put_fact(struct buf *out, const struct fact *f)
{
    buf_putc(out, (char)f->kind);
    if (f->text.p[0] == '/') /* an address within the site */
        buf_puts(out, "https://huggingface.co");
    buf_putstr(out, f->text);
    buf_putc(out, '\n');
}

static void add_line(struct state *s, struct str raw, uint64_t number)
{
    struct page_line l;
    raw.n -= raw.n && raw.p[raw.n - 1] == '\r';
    page_line(&s->page, raw, &l);
    if (is_text(s, &l)) {
        l.facts = l.kind < PAGE_TEXT ? 0 : l.facts;
        add_text(s, &l, raw, number);
    } else if (l.kind == PAGE_BLANK) {
        s->apart = true;
    } else {
        /* what has a line above its address is the name of a link; a line between two words of the
         * page is the search that it answers */
        bool name = l.kind == PAGE_URL && l.onsite && s->n && !s->line[s->n - 1].finished &&
                    !s->line[s->n - 1].sure && s->line[s->n - 1].columns < 40;
        if (s->after_text && (name || (l.kind == PAGE_DAILY && s->is_search)))
            drop_last(s);
        s->after_button = l.kind == PAGE_BUTTON;
        s->after_by = l.kind == PAGE_BY;
        s->after_end |= l.kind == PAGE_END;
        s->after_text = false;
        s->any_line = s->apart = true;
    }
    for (size_t i = 0; i < l.facts; i++) /* for the last line, or what was made of it already */
        if (s->n > s->given)
            put_fact(&s->text, &l.fact[i]);
        else if (s->making.used)
            put_fact(&s->making.facts, &l.fact[i]);
}

/* ---- papers out of lines ---- */

static void start_piece(struct piece *p, struct str title)
{
    p->used = true;
    buf_clear(&p->title);
    buf_clear(&p->abstract);
    buf_clear(&p->facts);
    buf_putstr(&p->title, title);
}

static bool same_text(struct state *s, const struct buf *a, const struct buf *b)
{
    unsigned char x = a->n ? (unsigned char)a->p[0] : 0, y = b->n ? (unsigned char)b->p[0] : 0;
    if (ascii_alpha(x) && ascii_alpha(y) && ascii_to_lower(x) != ascii_to_lower(y))
        return false;
    buf_clear(&s->fold_a);
    buf_clear(&s->fold_b);
    text_fold(&s->fold_a, buf_str(a));
    text_fold(&s->fold_b, buf_str(b));
    return str_eq(buf_str(&s->fold_a), buf_str(&s->fold_b));
}

/* The first of several facts, taken off *all. */
static struct str next_fact(struct str *all)
{
    const char *nl = memchr(all->p, '\n', all->n);
    size_t n = nl ? (size_t)(nl - all->p) + 1 : all->n;
    struct str fact = str_slice(*all, 0, n);
    *all = str_slice(*all, n, all->n);
    return fact;
}

/* Appends those of `more` that are not among the last that are there. */
static void add_facts(struct buf *facts, struct str more)
{
    enum { LAST = 4096 }; /* bytes: to look at all would take quadratic time */
    while (more.n) {
        struct str fact = next_fact(&more), there = buf_str(facts);
        bool known = false;
        if (there.n > LAST) {
            there = str_slice(there, there.n - LAST, there.n);
            next_fact(&there); /* it may be cut */
        }
        while (there.n && !known)
            known = str_eq(next_fact(&there), fact);
        if (!known)
            buf_putstr(facts, fact);
    }
}

static void put_facts(struct reader *r, struct str facts)
{
    while (facts.n) {
        struct str fact = next_fact(&facts);
        struct str text = str_slice(fact, 1, fact.n - 1);
        bool pdf = find_part(text, "arxiv.org/pdf/") < text.n;
        if (fact.p[0] == FACT_DATE) {
            put(r, PUT_DATE, NULL, text, PLAIN);
        } else if (fact.p[0] == FACT_CODE || pdf) {
            put(r, PUT_TEXT, pdf ? "pdf" : "code", text, PLAIN);
            put(r, PUT_ARXIV, NULL, pdf ? text : (struct str){0}, PLAIN);
        } else {
            put(r, PUT_URL, NULL, text, PLAIN);
        }
    }
}

static void swap_bufs(struct buf *a, struct buf *b)
{
    struct buf swap = *a;
    *a = *b;
    *b = swap;
}

/* Gives the piece out as r->paper. */
static bool give(struct reader *r, struct piece *p)
{
    swap_bufs(&r->paper.col[REC_TITLE], &p->title);
    swap_bufs(&r->paper.col[REC_ABSTRACT], &p->abstract);
    put_facts(r, buf_str(&p->facts));
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
        if (made->abstract.n == 0 || same_text(s, &held->abstract, &made->abstract)) {
            add_facts(&held->facts, buf_str(&made->facts));
            return false;
        }
        held->used = held->abstract.n > 0;
        if (!held->used)
            add_facts(&made->facts, buf_str(&held->facts));
    }
    bool out = held->used && give(r, held);
    struct piece swap = *held;
    *held = *made;
    *made = swap;
    held->used = true;
    return out;
}

/* The facts behind a line in the window. */
static struct str facts_of(const struct state *s, const struct line *l)
{
    size_t end = l == &s->line[s->n - 1] ? s->text.n : l[1].at;
    return str_slice(buf_str(&s->text), l->facts, end);
}

/* Takes a settled line. True: a paper is ready. */
static bool take(struct reader *r, const struct line *l)
{
    struct state *s = r->state;
    struct str text = text_of(s, l);
    if (l->role == TITLE || (l->role == ABSTRACT && !ascii_digit((unsigned char)text.p[0])))
        text = str_slice(text, l->mark, text.n);
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
    if (s->making.used)
        add_facts(&s->making.facts, facts_of(s, l));
    return ready;
}

static bool no_memory(const struct state *s)
{
    return s->text.failed || s->making.title.failed || s->making.abstract.failed ||
           s->making.facts.failed || s->held.title.failed || s->held.abstract.failed ||
           s->held.facts.failed || s->fold_a.failed || s->fold_b.failed || page_failed(&s->page);
}

/* The next line of a file whose lines end in CR alone. */
static bool cr_line(struct input *in, struct str *line)
{
    size_t seen = 0;
    for (;;) {
        struct str rest = in_rest(in);
        const char *cr = rest.n > seen ? memchr(rest.p + seen, '\r', rest.n - seen) : NULL;
        seen = rest.n;
        if (!cr && in_more(in))
            continue;
        rest = in_rest(in); /* at the end it was given a newline */
        *line = str_slice(rest, 0, cr ? (size_t)(cr - rest.p) : rest.n);
        in_skip(in, cr ? line->n + 1 : rest.n);
        in->line++;
        return rest.n > 0;
    }
}

static bool next(struct reader *r)
{
    struct state *s = r->state;
    struct str line;
    if (!s->measured)
        page_measure(&s->page, in_peek(r->in, READ_HEAD));
    s->measured = r->fits = true; /* what is no paper is told line by line */
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
        if (s->page.cr ? cr_line(r->in, &line) : in_line(r->in, &line))
            add_line(s, line, r->in->line);
        else
            s->ended = true;
        decide(s);
    }
}

/* The page's own first words, or links to its papers, or somewhere a line like a title with a line
 * like an abstract under it; and no sign of another format at the beginning. */
static bool detect(struct str head, bool whole)
{
    (void)whole;
    bool title = false;
    struct page page = {0};
    head = text_trim(head);
    if (head.n && (strchr("<{@%\\", head.p[0]) || memchr(head.p, '\0', head.n)))
        return false;
    page_measure(&page, head);
    if (page.links && find_part(head, "huggingface.co/papers/") < head.n)
        return true;
    if (head.n && head.p[0] == '[')
        return false;
    while (head.n) {
        struct str line = page_head_line(&head);
        if (page_begins(line, STR("get trending papers in your email inbox")))
            return true;
        if (line.n == 0 || page_is_furniture(line))
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
    struct buf *all[] = {&s->text,       &s->making.title,  &s->making.abstract,
                         &s->held.title, &s->held.abstract, &s->making.facts,
                         &s->held.facts, &s->fold_a,        &s->fold_b};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
    page_free(&s->page);
}

const struct format read_listing = {"listing",
                                    "a page of titles and abstracts, as it was copied",
                                    detect,
                                    next,
                                    sizeof(struct state),
                                    end};
