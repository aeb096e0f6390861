/* page.c - a line of a copied page by itself: the page's own words by a table, Markdown's marks and
 * links by their form. A link is told from brackets by what stands behind it: (an address) or, in
 * the dumps of text browsers, [a number]. */
#include "page.h"

#include "paper/ascii.h"
#include "paper/date.h"
#include "paper/rec.h"
#include "paper/text.h"
#include "paper/utf8.h"
#include "paper/word64.h"
#include "put.h"

#include <stdio.h>

enum {
    WIDEST = 200,    /* columns: lines that are longer were not wrapped */
    FURNITURE = 80,  /* bytes: furniture is shorter */
    NAME = 40,       /* bytes: names of people and the texts of images are shorter */
    LINK_TEXT = 200, /* bytes: a title is shorter */
};

/* ---- furniture ---- */

/* What the page prints around its papers, in lower case. */
static const struct str furniture[] = {
    STR_INIT("subscribe"),
    STR_INIT("new"),
    STR_INIT("hugging face"),
    STR_INIT("hugging face's logo"),
    STR_INIT("hugging face's logo hugging face"),
    STR_INIT("models"),
    STR_INIT("datasets"),
    STR_INIT("spaces"),
    STR_INIT("buckets"),
    STR_INIT("buckets new"),
    STR_INIT("posts"),
    STR_INIT("docs"),
    STR_INIT("solutions"),
    STR_INIT("enterprise"),
    STR_INIT("team & enterprise"),
    STR_INIT("community"),
    STR_INIT("pricing"),
    STR_INIT("log in"),
    STR_INIT("sign up"),
    STR_INIT("weekly"),
    STR_INIT("monthly"),
    STR_INIT("daily papers"),
    STR_INIT("daily papers - hugging face"),
    STR_INIT("trending papers"),
    STR_INIT("trending papers - hugging face"),
    STR_INIT("by"),
    STR_INIT("search by arxiv id or title"),
    STR_INIT("submit a paper"),
    STR_INIT("arxiv page"),
    STR_INIT("arxiv"),
    STR_INIT("pdf"),
    STR_INIT("github"),
    STR_INIT("code"),
    STR_INIT("project page"),
    STR_INIT("paper"),
    STR_INIT("link"),
    STR_INIT("url"),
    STR_INIT("references"),
    STR_INIT("visible links"),
    STR_INIT("hidden links"),
    STR_INIT("previous"),
    STR_INIT("next"),
    STR_INIT("previous next"),
    STR_INIT("load more"),
    STR_INIT("company"),
    STR_INIT("tos"),
    STR_INIT("privacy"),
    STR_INIT("about"),
    STR_INIT("careers"),
    STR_INIT("jobs"),
    STR_INIT("website"),
    STR_INIT("tos privacy about jobs"),
    STR_INIT("tos privacy about careers"),
    STR_INIT("models datasets spaces pricing docs"),
    STR_INIT("(button)"),
};

static bool same_letters(struct str s, struct str lower)
{
    bool same = s.n == lower.n;
    for (size_t i = 0; i < s.n && same; i++)
        same = ascii_to_lower((unsigned char)s.p[i]) == (unsigned char)lower.p[i];
    return same;
}

bool page_begins(struct str s, struct str lower)
{
    return s.n >= lower.n && same_letters(str_slice(s, 0, lower.n), lower);
}

static bool ends(struct str s, struct str lower)
{
    return s.n >= lower.n && same_letters(str_slice(s, s.n - lower.n, s.n), lower);
}

int page_columns(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0, n = 0;
    for (uint64_t w; i + 8 <= s.n; i += 8, n += 8) {
        w = load64(p + i); /* its bytes 10xxxxxx are not the first of a character */
        n -= (size_t)(((w >> 7 & ~(w >> 6) & every64(1)) * every64(1)) >> 56);
    }
    for (; i < s.n; i++)
        n += (p[i] & 0xC0) != 0x80;
    return (int)n;
}

/* "· 3 authors", "2.1k": bytes of the number at the beginning of s. */
static size_t count_at(struct str s)
{
    size_t i = 0;
    while (i < s.n && (ascii_digit((unsigned char)s.p[i]) || strchr(".,k", s.p[i])))
        i++;
    return i;
}

static bool is_authors(struct str s)
{
    size_t i = count_at(s);
    struct str rest = str_slice(s, i, s.n);
    return i && (same_letters(rest, STR(" authors")) || same_letters(rest, STR(" author")));
}

/* A number, or nothing but a few marks. */
static bool is_marks(struct str s)
{
    size_t i = count_at(s);
    if (i && i == s.n)
        return true;
    for (i = 0; i < s.n && s.n <= 16 && !ascii_alpha((unsigned char)s.p[i]); i++)
        if ((unsigned char)s.p[i] >= 0x80 && !str_eq(s, STR("\xC2\xB7")) &&
            !str_eq(s, STR("\xE2\x80\xA2")))
            return false;
    return i == s.n;
}

/* The same mark over and over: a rule across the page. */
static bool is_rule(struct str s)
{
    uint32_t c;
    size_t n = s.n ? utf8_decode(s.p, s.n, &c) : 0;
    if (n == 0 || s.n < 3 * n || ascii_alnum((unsigned char)s.p[0]) || (n > 1 && text_is_word(c)))
        return false;
    for (size_t i = n; i < s.n; i++)
        if (s.p[i] != s.p[i - n])
            return false;
    return true;
}

/* "[papers-by]", "[Content truncated]": an image's text, or a word of whoever saved the page; two
 * words at most. */
static bool is_bracketed(struct str s)
{
    if (s.n < 2 || s.n > NAME || s.p[0] != '[' || s.p[s.n - 1] != ']')
        return false;
    struct str inner = str_slice(s, 1, s.n - 1);
    const char *space = memchr(inner.p, ' ', inner.n);
    bool words = space && memchr(space + 1, ' ', inner.n - (size_t)(space + 1 - inner.p));
    return !words && !memchr(inner.p, ']', inner.n) && !memchr(inner.p, '[', inner.n);
}

/* "GitHub 1.2k", with or without the button beside it. */
static bool is_stars(struct str s)
{
    if (!page_begins(s, STR("github ")))
        return false;
    struct str rest = str_slice(s, 7, s.n);
    rest = str_slice(rest, count_at(rest), rest.n);
    return rest.n == 0 || (rest.n < s.n - 7 && same_letters(rest, STR(" arxiv page")));
}

bool page_is_furniture(struct str s)
{
    if (s.n >= FURNITURE)
        return is_rule(s);
    if (is_marks(s) || is_rule(s) || is_bracketed(s) ||
        page_begins(s, STR("get trending papers in your email inbox")) || is_stars(s) ||
        (s.n < 24 && page_begins(s, STR("\xC2\xA9 "))))
        return true;
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (same_letters(s, furniture[i]))
            return true;
    return false;
}

/* "Mar 8, 2024", "2 Oct", "2024-03-08" and nothing else. */
static bool is_date(struct str s)
{
    char month[16], out[DATE_MAX];
    int months = 0, numbers = 0;
    if (s.n > 24 || s.n < 5)
        return false;
    if (s.n == DATE_MAX && rec_is_date(s))
        return true;
    for (size_t i = 0, from; i < s.n;) {
        from = i;
        while (i < s.n && ascii_alpha((unsigned char)s.p[i]))
            i++;
        if (i > from) {
            if (i - from > 9)
                return false;
            snprintf(month, sizeof month, "%.*s 2000", (int)(i - from), s.p + from);
            if (date_parse(out, str_from(month)).n < 7)
                return false;
            months++;
        }
        from = i;
        while (i < s.n && ascii_digit((unsigned char)s.p[i]))
            i++;
        numbers += i > from;
        if (i - from > 4 ||
            (i < s.n && !ascii_alpha((unsigned char)s.p[i]) && !strchr(" ,.", s.p[i])))
            return false;
        i += i < s.n && !ascii_alpha((unsigned char)s.p[i]);
    }
    return months == 1 && (numbers == 1 || numbers == 2);
}

/* "Some Laboratory · Published on Mar 8, 2024": without what stands before the date. */
static struct str before_date(struct str s)
{
    for (size_t i = s.n < FURNITURE ? s.n : 0; i > 1; i--)
        if (s.p[i - 2] == '\xC2' && s.p[i - 1] == '\xB7')
            return before_date(text_trim(str_slice(s, i, s.n)));
    return page_begins(s, STR("published on ")) ? text_trim(str_slice(s, 13, s.n)) : s;
}

static bool is_by(struct str s)
{
    return s.n < FURNITURE && ends(s, STR("and the research community"));
}

/* ---- marks at the beginning ---- */

/* Bytes of a list's mark, or of a reference's number, that stand before a text. */
static size_t list_mark(struct str s)
{
    static const struct str marks[] = {STR_INIT("* "), STR_INIT("- "), STR_INIT("\xE2\x80\xA2 ")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, marks[i]))
            return marks[i].n;
    bool bracket = s.n && s.p[0] == '[';
    size_t digits = bracket;
    while (digits < s.n && digits < 4u + bracket && ascii_digit((unsigned char)s.p[digits]))
        digits++;
    if (digits == bracket || digits + 1 >= s.n)
        return 0;
    if (bracket && s.p[digits] == ']') { /* "[12]Title", "[12] Title", "[12]: address" */
        digits += s.p[digits + 1] == ':' ? 2 : 1;
        return digits + 1 < s.n && !strchr("([", s.p[digits]) ? digits + (s.p[digits] == ' ') : 0;
    }
    return !bracket && digits < 4 && strchr(".)", s.p[digits]) && s.p[digits + 1] == ' '
               ? digits + 2
               : 0;
}

static size_t list_marks(struct str s)
{
    size_t all = 0, n;
    while ((n = list_mark(str_slice(s, all, s.n))) != 0)
        all += n;
    return all;
}

/* The number of '#' of a Markdown heading, 0 for none; *text is what it says. */
static int heading(struct str s, struct str *text)
{
    size_t n = 0;
    while (n < s.n && n < 7 && s.p[n] == '#')
        n++;
    if (n == 0 || n == 7 || n == s.n || (s.p[n] != ' ' && s.p[n] != '['))
        return 0;
    *text = text_trim(str_slice(s, n, s.n));
    return (int)n;
}

/* ---- links ---- */

struct link {
    size_t n; /* its bytes, 0 for none */
    struct str text, target;
    bool image;
};

/* The bracket that closes the one at i; s.n for none, or where more than a few stand in each other:
 * so no place is looked at for more than a few brackets before it, and the time is linear. */
static size_t closing(struct str s, size_t i, char open, char close)
{
    enum { DEEPEST = 8 };
    int depth = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        else if (s.p[i] == open && ++depth > DEEPEST)
            return s.n;
        else if (s.p[i] == close && --depth == 0)
            break;
    }
    return i;
}

/* What may stand behind the ']' of a link, at i: "(address)" and "{attributes}", or "[number]". Its
 * bytes, 0 for none. */
static size_t target_at(struct str s, size_t i, bool image, struct str *target)
{
    if (i >= s.n || (s.p[i] != '(' && s.p[i] != '['))
        return 0;
    size_t end = closing(s, i, s.p[i], s.p[i] == '(' ? ')' : ']');
    if (end == s.n || end == i + 1)
        return 0;
    *target = text_trim(str_slice(s, i + 1, end));
    if (s.p[i] == '[') {
        for (size_t k = 0; k < target->n; k++)
            if (!ascii_digit((unsigned char)target->p[k]))
                return 0;
        return end + 1 - i;
    }
    bool address = find_part(*target, "://") < target->n || strchr("/#", target->p[0]) || image;
    const char *title = memchr(target->p, ' ', target->n);
    if (title)
        target->n = (size_t)(title - target->p);
    if (end + 1 < s.n && s.p[end + 1] == '{') {
        size_t brace = closing(s, end + 1, '{', '}');
        end = brace < s.n ? brace : s.n - 1; /* they may go on in the next line */
    }
    return address ? end + 1 - i : 0;
}

static struct link link_at(struct str s, size_t i)
{
    struct link l = {0};
    size_t from = i;
    l.image = s.p[i] == '!' && i + 1 < s.n && s.p[i + 1] == '[';
    i += l.image;
    if (s.p[i] != '[')
        return l;
    size_t end = closing(s, i, '[', ']');
    if (end == s.n)
        return l;
    size_t n = target_at(s, end + 1, l.image, &l.target);
    if (n == 0)
        return l;
    l.text = text_trim(str_slice(s, i + 1, end));
    l.n = end + 1 + n - from;
    return l;
}

/* Where the first ']' with a target, but no '[' before it, stands: the end of a link that began in
 * a line above; s.n for none. */
static size_t stray_end(struct str s, struct link *l)
{
    for (size_t i = 0; i < s.n; i++) {
        struct link whole = {0};
        if (s.p[i] == '[' || s.p[i] == '!')
            whole = link_at(s, i);
        if (whole.n) {
            i += whole.n - 1;
        } else if (s.p[i] == ']') {
            *l = (struct link){0};
            size_t n = target_at(s, i + 1, false, &l->target);
            l->n = n ? n + 1 : 0;
            if (n)
                return i;
        }
    }
    return s.n;
}

/* An address that is a paper's own: on the site, where it may lack the host, or at arXiv. */
static bool is_paper(struct str url)
{
    struct str version;
    bool on = find_part(url, "huggingface.co/papers/") < url.n ||
              find_part(url, "arxiv.org/abs/") < url.n ||
              find_part(url, "arxiv.org/pdf/") < url.n || str_starts(url, STR("/papers/"));
    return on && !memchr(url.p, '#', url.n) && find_arxiv(url, &version).n;
}

/* "https://github.com/owner/repository" */
static bool is_repository(struct str url)
{
    size_t i = find_part(url, "://github.com/"), slashes = 0;
    if (i == url.n || i > 5 || memchr(url.p, '#', url.n) || memchr(url.p, '?', url.n))
        return false;
    struct str path = str_slice(url, i + 14, url.n);
    for (size_t k = 0; k < path.n; k++)
        slashes += path.p[k] == '/' && k && k + 1 < path.n;
    return slashes == 1;
}

static void add_fact(struct page_line *l, enum fact_kind kind, struct str text)
{
    if (l->facts < PAGE_FACTS)
        l->fact[l->facts++] = (struct fact){kind, text};
}

static void add_url(struct page_line *l, struct str url)
{
    if (is_paper(url))
        add_fact(l, FACT_URL, url);
    else if (is_repository(url))
        add_fact(l, FACT_CODE, url);
}

/* Appends s without what Markdown put into it: images, and a backslash before a mark. */
static void put_plain(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        struct link l = {0};
        if (s.p[i] == '!' && i + 1 < s.n)
            l = link_at(s, i);
        if (l.n && l.image) {
            i += l.n - 1;
            continue;
        }
        bool mark = s.p[i] == '\\' && (i + 1 == s.n || strchr(" _*[]#<>~`", s.p[i + 1]));
        if (!mark)
            buf_putc(out, s.p[i]);
    }
}

/* The same, clean, in p->text. */
static struct str plain(struct page *p, struct str s)
{
    buf_clear(&p->work);
    buf_clear(&p->text);
    put_plain(&p->work, s);
    text_clean(&p->text, buf_str(&p->work));
    return buf_str(&p->text);
}

/* Whether the paper that a link leads to is another one than that of the link before. */
static bool is_new_paper(struct page *p, struct str url)
{
    struct str version, id = find_arxiv(url, &version);
    if (str_eq(id, buf_str(&p->paper)))
        return false;
    buf_clear(&p->paper);
    buf_putstr(&p->paper, id);
    return true;
}

static struct str without_label(struct str s)
{
    return page_begins(s, STR("link: ")) ? text_trim(str_slice(s, 6, s.n)) : s;
}

/* A line that is one link: a paper's title or abstract, else furniture. */
static void one_link(struct page *p, const struct link *link, struct page_line *l)
{
    struct str text = without_label(plain(p, link->text));
    if (link->image || text.n == 0 || is_bracketed(text))
        return;
    add_url(l, link->target);
    if (page_is_furniture(text) || is_authors(text))
        return;
    l->text = text;
    l->kind = PAGE_LINK;
    if (is_paper(link->target))
        l->kind = is_new_paper(p, link->target) && !p->level && text.n <= LINK_TEXT ? PAGE_TITLE
                                                                                    : PAGE_TEXT;
    else if (text.n > LINK_TEXT || text.p[text.n - 1] == '.')
        l->kind = PAGE_TEXT;
}

/* Several links, of which some are the paper's: "[GitHub 12](..) [arXiv Page](..)" */
static void add_urls(struct str s, struct page_line *l)
{
    for (size_t i = 0; i < s.n;) {
        struct link link = link_at(s, i);
        if (link.n && !link.image && page_is_furniture(without_label(link.text)))
            add_url(l, link.target);
        i += link.n ? link.n : 1;
    }
}

/* Takes a line that is made of links, with hardly anything between them, and that furniture or a
 * date; false where it is none. */
static bool all_links(struct page *p, struct str s, struct page_line *l)
{
    struct link first = {0};
    size_t links = 0;
    buf_clear(&p->work); /* what is between them */
    for (size_t i = 0; i < s.n && p->work.n < FURNITURE;) {
        struct link link = link_at(s, i);
        if (link.n == 0)
            buf_putc(&p->work, s.p[i++]);
        else
            first = links++ ? first : link;
        i += link.n;
    }
    struct str between = text_trim(buf_str(&p->work));
    struct str date = before_date(between);
    if (links == 0 || p->work.n >= FURNITURE)
        return false;
    l->kind = PAGE_FURNITURE;
    if (links == 1 && (between.n == 0 || is_marks(between))) {
        one_link(p, &first, l);
    } else if (is_date(date)) {
        l->kind = PAGE_END;
        add_fact(l, FACT_DATE, date);
    } else if (is_by(between)) {
        l->kind = PAGE_BY;
    } else if (between.n == 0 || page_is_furniture(between)) {
        add_urls(s, l);
    } else {
        return false;
    }
    return true;
}

/* Without the marks of a link that began above or goes on below. */
static struct str cut_edges(struct str s, struct page_line *l)
{
    struct link end;
    size_t at = stray_end(s, &end);
    if (at < s.n && at + end.n == s.n) {
        add_url(l, end.target);
        s = text_trim(str_slice(s, 0, at));
    }
    if (s.n && s.p[0] == '[' && closing(s, 0, '[', ']') == s.n) {
        s = text_trim(str_slice(s, 1, s.n));
        l->open = true;
    }
    return s;
}

/* ---- a line ---- */

/* "https://..." and nothing else, in <> or not, maybe behind a word as in "Code: https://..." */
static struct str bare_url(struct str s)
{
    size_t label = s.n < FURNITURE * 4 ? find_part(s, ": http") : s.n;
    if (label < s.n && page_is_furniture(str_slice(s, 0, label)))
        s = str_slice(s, label + 2, s.n);
    if (s.n > 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        s = str_slice(s, 1, s.n - 1);
    bool is = (page_begins(s, STR("http://")) || page_begins(s, STR("https://"))) &&
              !memchr(s.p, ' ', s.n);
    return is ? s : (struct str){0};
}

/* HTML's tags and nothing else. */
static bool is_tags(struct str s)
{
    bool inside = false;
    if (page_begins(s, STR("<http")))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        inside |= s.p[i] == '<';
        if (!inside && s.p[i] != ' ')
            return false;
        inside &= s.p[i] != '>';
    }
    return !inside;
}

/* Lines that scrapers, converters and their formats put around a page. */
static bool is_frame(struct page *p, struct str s)
{
    if (str_starts(s, STR("```")) || str_starts(s, STR(":::")) || is_tags(s) ||
        (s.p[0] == '.' && s.p[s.n - 1] == '}')) /* the rest of {.attributes} */
        return true;
    if (!p->level || p->titled ||
        s.p[0] == '#') /* "URL: ..." is about the page only before all papers */
        return false;
    size_t key = list_marks(s);
    while (key < s.n && key < NAME && s.p[key] != ':')
        key++;
    return key < s.n && s.p[key] == ':' && key > 0;
}

/* A name alone behind "Submitted by": a few words that are no sentence. */
static bool is_name(struct str s)
{
    int words = 1;
    for (size_t i = 0; i < s.n; i++)
        words += s.p[i] == ' ';
    return s.n <= NAME && words <= 4 && !memchr(s.p, ':', s.n) && s.p[s.n - 1] != '.';
}

/* What the text, without links and marks, is of the page's own words. */
static enum page_kind own_words(struct page *p, struct str s, struct page_line *l)
{
    struct str date = before_date(s);
    if (s.n == 0)
        return PAGE_FURNITURE;
    if (count_at(s) == s.n) /* the name was missing */
        p->submitted = false;
    if (s.n < FURNITURE) {
        if (page_begins(s, STR("submitted by"))) {
            p->submitted = s.n == 12;
            return PAGE_END;
        }
        if (is_authors(date) || same_letters(s, STR("upvote")))
            return PAGE_END;
        if (is_date(date)) {
            add_fact(l, FACT_DATE, date);
            return PAGE_END;
        }
        if (same_letters(s, STR("daily")))
            return PAGE_DAILY;
        if (page_begins(s, STR("get trending papers in your email inbox")))
            return PAGE_BUTTON;
        if (is_by(s))
            return PAGE_BY;
    }
    return page_is_furniture(s) ? PAGE_FURNITURE : PAGE_TEXT;
}

static void plain_line(struct page *p, struct str s, struct page_line *l)
{
    size_t mark = list_marks(s);
    struct str text = str_slice(s, mark, s.n), url = bare_url(text);
    if (page_begins(text, STR("(button) ")))
        text = str_slice(text, 9, text.n);
    if (url.n) {
        l->kind = mark ? PAGE_FURNITURE : PAGE_URL; /* with a number: of a list of references */
        l->text = s;
        l->onsite = find_part(url, "://huggingface.co/") < url.n && !is_paper(url);
        if (!mark)
            add_url(l, url);
        return;
    }
    l->kind = s.n == 0 ? PAGE_BLANK : own_words(p, text, l);
    if (l->kind == PAGE_TEXT && p->submitted && is_name(text))
        l->kind = PAGE_END;
    l->text = s;
    l->mark = mark;
}

/* "**A Title**", "_A sentence._": without the marks around the whole. */
static struct str without_emphasis(struct str s)
{
    while (s.n > 2 && strchr("*_", s.p[0]) && s.p[s.n - 1] == s.p[0] && s.p[1] != ' ')
        s = str_slice(s, 1, s.n - 1);
    return s;
}

/* A heading, or a line of a page that has links. */
static void marked_line(struct page *p, struct str s, struct page_line *l)
{
    while (s.n && s.p[s.n - 1] == '\\') /* a line break of Markdown's */
        s = text_trim(str_slice(s, 0, s.n - 1));
    struct str text = s;
    int level = heading(s, &text);
    size_t mark = level ? 0 : list_marks(text);
    struct str bare = without_emphasis(str_slice(text, mark, text.n));
    if (bare.n != text.n - mark)
        text = bare;
    if (!p->links || !all_links(p, bare, l))
        plain_line(p, plain(p, cut_edges(text, l)), l);
    if (level && l->kind > PAGE_BY)
        l->kind = level == p->level ? PAGE_TITLE : PAGE_FURNITURE;
    if (level && l->facts && l->fact[0].kind == FACT_URL)
        is_new_paper(p, l->fact[0].text);
    p->titled |= l->kind == PAGE_TITLE;
}

void page_line(struct page *p, struct str raw, struct page_line *l)
{
    l->kind = PAGE_BLANK; /* the facts are left alone: lines are many */
    l->text = (struct str){0};
    l->mark = l->facts = 0;
    l->open = l->onsite = false;
    buf_clear(&p->clean);
    buf_clear(&p->work);
    if (!text_is_clean(raw)) {
        text_clean(&p->clean, raw);
        raw = buf_str(&p->clean);
    }
    struct str s = raw;
    if (s.n == 0)
        return;
    if (p->inside) {
        p->inside = !p->any || !str_eq(s, STR("---"));
        p->any = true;
        l->kind = PAGE_FURNITURE;
    } else if (is_frame(p, s)) {
        l->kind = PAGE_FURNITURE;
    } else if (p->links || (p->level && s.p[0] == '#')) {
        marked_line(p, s, l);
    } else {
        plain_line(p, s, l);
    }
    if (l->kind >= PAGE_URL)
        p->submitted = false;
}

bool page_failed(const struct page *p)
{
    return p->clean.failed || p->work.failed || p->text.failed || p->paper.failed;
}

void page_free(struct page *p)
{
    buf_free(&p->clean);
    buf_free(&p->work);
    buf_free(&p->text);
    buf_free(&p->paper);
}

/* ---- the page ---- */

struct str page_head_line(struct str *head)
{
    size_t n = 0;
    while (n < head->n && head->p[n] != '\n' && head->p[n] != '\r')
        n++;
    struct str line = text_trim(str_slice(*head, 0, n));
    *head = str_slice(*head, n < head->n ? n + 1 : n, head->n);
    return line;
}

/* The width at which most lines of the beginning end, within a word's length: that of a page whose
 * lines were wrapped. 0 where no width has a fifth of them, or more than a sixth is longer. */
static int width_of(struct str head)
{
    enum { SLACK = 7 };
    int count[WIDEST + 1] = {0}, lines = 0, best = 0, width = 0, longer = 0;
    while (head.n) {
        struct str line = page_head_line(&head);
        int n = line.n > UTF8_MAX * WIDEST ? WIDEST + 1 : page_columns(line);
        lines += line.n > 0;
        if (n > 0 && n <= WIDEST)
            count[n]++;
    }
    for (int w = 40; w <= WIDEST; w++) {
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

/* The level that most headings have, the page's own left out. One alone of the first level is the
 * page's. */
static int title_level(struct str head)
{
    int count[7] = {0}, best = 0;
    while (head.n) {
        struct str text, line = page_head_line(&head);
        int level = heading(line, &text);
        if (level && !page_is_furniture(text) && !is_by(text))
            count[level]++;
    }
    for (int i = 1; i < 7; i++)
        if (count[i] >= count[best] && count[i] > (i == 1))
            best = i;
    return best;
}

static bool has_links(struct str head)
{
    for (struct str target; head.n; head = str_slice(head, 1, head.n)) {
        const char *p = memchr(head.p, ']', head.n);
        if (!p)
            return false;
        head = str_slice(head, (size_t)(p - head.p), head.n);
        if (target_at(str_slice(head, 0, head.n < 512 ? head.n : 512), 1, false, &target))
            return true;
    }
    return false;
}

/* Whether the file begins with YAML between two lines of "---". */
static bool has_front(struct str head)
{
    if (!str_eq(page_head_line(&head), STR("---")))
        return false;
    struct str line = page_head_line(&head);
    if (!memchr(line.p, ':', line.n))
        return false;
    while (head.n && !str_eq(line, STR("---")))
        line = page_head_line(&head);
    return str_eq(line, STR("---"));
}

void page_measure(struct page *p, struct str head)
{
    p->inside = has_front(head);
    p->width = width_of(head);
    p->level = title_level(head);
    p->links = has_links(head);
    p->cr = head.n && !memchr(head.p, '\n', head.n - 1) && memchr(head.p, '\r', head.n);
}
