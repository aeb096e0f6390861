/* address.c - addresses in running text: where they begin and end. What they are, rules.c tells. */
#include "parts.h"

#include "paper/ascii.h"

static char at(struct str text, size_t i)
{
    return (char)(i < text.n ? text.p[i] : '\0');
}

/* ---- a host in prose ---- */

/* Whether the words before offset b say that an address follows. */
static bool is_announced(struct str text, size_t b)
{
    static const struct str cues[] = {
        STR_INIT("available at "),    STR_INIT("available from "), STR_INIT("available via "),
        STR_INIT("available under "), STR_INIT("accessible at "),  STR_INIT("accessible via "),
        STR_INIT("accessed at "),     STR_INIT("found at "),       STR_INIT("obtained at "),
        STR_INIT("obtained from "),   STR_INIT("hosted at "),      STR_INIT("released at "),
        STR_INIT("online at "),       STR_INIT("located at "),     STR_INIT("download at "),
        STR_INIT("downloaded at "),   STR_INIT("page at "),        STR_INIT("site at "),
        STR_INIT("website at "),      STR_INIT("visit "),          STR_INIT("site: "),
        STR_INIT("page: "),           STR_INIT("website "),        STR_INIT("url: "),
        STR_INIT("code: "),           STR_INIT("demo: "),          STR_INIT("data: "),
        STR_INIT("project: "),        STR_INIT("link: "),          STR_INIT("videos: "),
        STR_INIT("video: "),          STR_INIT("availability: ")};
    if (b > 0 && strchr("({[<\"'", text.p[b - 1]))
        b--;
    for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
        size_t n = cues[k].n, same = 0;
        while (b >= n && same < n &&
               ascii_to_lower((unsigned char)text.p[b - n + same]) ==
                   (unsigned char)cues[k].p[same])
            same++;
        if (same == n)
            return true;
    }
    return false;
}

/* Whether a name in prose is a host's: whether what stands around it says so. */
static bool is_bare(struct str text, size_t begin, size_t end, struct str name,
                    const struct host *h)
{
    const char next = at(text, end + 1);
    const bool path = at(text, end) == '/' &&
                      (ascii_alnum((unsigned char)next) || strchr("~$\\@#?", next)) && next;
    const bool www = str_starts(name, STR("www.")) && h->labels > 2;
    if (h->tld_class == TLD_NONE || at(text, end) == '@')
        return false;
    if (www)
        return true;
    if (!h->is_lower || h->has_number) /* "31.15.ac" is a number of a list of subjects */
        return false;
    if (rules_know(name) && (path || at(text, end) == ':'))
        return true;
    if (h->tld_class == TLD_WEAK)
        return path && h->labels > 2 && h->shortest > 1;
    if (path)
        return h->shortest > 1;
    if (str_starts(name, STR("com.")) || str_starts(name, STR("org.")))
        return false; /* a package of Java's */
    if (h->labels > 2)
        return h->shortest > 1 && h->tld - h->begin > 5;
    return h->tld - h->begin > 3 && is_announced(text, begin);
}

/* ---- the path ---- */

enum {
    ASIDE_MAX = 200, /* bytes in brackets that belong to a path */
    BREAKS_MAX = 3,  /* spaces that were put into one address */
};

/* What is read of a path, and the end of it without the sentence's punctuation. */
struct path {
    struct str text;
    size_t i, begin; /* in the text: how far it is read, where it began */
    size_t out_begin;
    struct buf *out;
    bool doi;
    size_t good, out_good; /* the end so far */
    size_t open, out_open; /* the end before the first bracket that is still open */
    size_t opened;         /* where that is */
    char bracket[8];       /* those that are open */
    size_t depth;
    unsigned breaks; /* spaces that were passed over */
};

/* Whether the text at offset i begins with the word, in letters of either case. */
static bool word_at(struct str text, size_t i, const char *word)
{
    while (*word && ascii_to_lower((unsigned char)at(text, i)) == (unsigned char)*word) {
        i++;
        word++;
    }
    return *word == '\0';
}

/* Whether a host in prose stands at offset i, maybe behind a word such as "data:". */
static bool bare_at(struct str text, size_t i, struct buf *out)
{
    struct host host;
    const size_t before = out->n;
    size_t k = i;
    while (k < text.n && k - i < 16 && ascii_alpha((unsigned char)text.p[k]))
        k++;
    if (at(text, k) == ':')
        i = k + 1;
    size_t end = host_read(text, i, false, out, &host);
    bool is = end && is_bare(text, i, end, str_slice(buf_str(out), host.begin, host.end), &host);
    if (!out->failed)
        out->n = before;
    return is;
}

/* Whether an address begins at offset i. */
static bool address_at(const struct path *p, size_t i)
{
    static const char *const words[] = {"http", "www.", "ftp://", "arxiv:", "doi:"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (word_at(p->text, i, words[k]))
            return true;
    return bare_at(p->text, i, p->out);
}

/* Whether the number of another paper, with its label, is glued to what stands before offset i. */
static bool number_glued_at(struct str text, size_t i)
{
    char room[32];
    struct buf number = {.p = room, .cap = sizeof room};
    unsigned version;
    const char before = i ? text.p[i - 1] : '/';
    if (strchr("/=%?&:", before) && before)
        return false;
    if (word_at(text, i, "doi:"))
        return word_at(text, i + 4, at(text, i + 4) == ' ' ? " 10." : "10.");
    if (!word_at(text, i, "arxiv:"))
        return false;
    i += at(text, i + 6) == ' ' ? 7 : 6;
    return number_arxiv_read(str_slice(text, i, text.n), &number, &version) > 0;
}

/* Length of a scheme that ends at the colon at offset i, at most i - from; 0 where none does. */
static size_t scheme_before(struct str text, size_t i, size_t from)
{
    static const struct str schemes[] = {STR_INIT("https"), STR_INIT("http"), STR_INIT("ftp")};
    if (at(text, i + 1) != '/' || at(text, i + 2) != '/')
        return 0;
    for (size_t k = 0; k < sizeof schemes / sizeof *schemes; k++) {
        size_t n = schemes[k].n, same = 0;
        while (i >= from + n && same < n &&
               ascii_to_lower((unsigned char)text.p[i - n + same]) ==
                   (unsigned char)schemes[k].p[same])
            same++;
        if (same == n)
            return n;
    }
    return 0;
}

/* Whether "[12]" stands at offset i. */
static bool is_reference(struct str text, size_t i)
{
    size_t k = i + 1;
    while (k < text.n && k - i < 4 && ascii_digit((unsigned char)text.p[k]))
        k++;
    return at(text, i) == '[' && k > i + 1 && at(text, k) == ']';
}

/* Whether the next line of a publisher's page is glued to the number that ends at offset i. */
static bool is_heading_at(struct str text, size_t i)
{
    static const struct str headings[] = {
        STR_INIT("Abstract"), STR_INIT("Accepted"),  STR_INIT("Copyright"), STR_INIT("Keywords"),
        STR_INIT("Online"),   STR_INIT("Published"), STR_INIT("Received"),
    };
    for (size_t k = 0; k < sizeof headings / sizeof *headings; k++)
        if (str_starts(str_slice(text, i, text.n), headings[k]))
            return ascii_digit((unsigned char)at(text, i - 1));
    return false;
}

/* Whether the character at p->i ends the path, wherever it stands in it. */
static bool ends_path(const struct path *p)
{
    const struct str text = p->text;
    const size_t i = p->i;
    const char next = at(text, i + 1), last = p->out->n ? p->out->p[p->out->n - 1] : '\0';
    if (ascii_upper((unsigned char)text.p[i]))
        return i > p->begin && (is_heading_at(text, i) || number_glued_at(text, i));
    switch (text.p[i]) {
    case 'a':
    case 'd': return number_glued_at(text, i);
    case '.': return link_sentence_at(text, i, p->doi);
    case ',':
    case ';': return address_at(p, i + 1) || (p->doi && next == '1' && at(text, i + 2) == '0');
    case '\'':
        return !ascii_alnum((unsigned char)next) ||
               (next == 's' && !ascii_alnum((unsigned char)at(text, i + 2)));
    case '~': return last != '/' && last != '=';
    case '[': return is_reference(text, i) || address_at(p, i + 1) || p->doi || p->i == p->begin;
    case '(': return address_at(p, i + 1) || p->i == p->begin;
    }
    return false;
}

/* Small words that stand behind a link more often than in the rest of one. */
static bool is_plain_word(struct str text, size_t i)
{
    static const char words[] =
        " a an and are as at available by can code contains data demo for from has have "
        "in is it of on or our provides that the this to under was we where which will "
        "with ";
    char word[16] = {' '};
    size_t n = 0;
    while (i + n < text.n && n < 13 && ascii_lower((unsigned char)text.p[i + n])) {
        word[n + 1] = text.p[i + n];
        n++;
    }
    word[n + 1] = ' ';
    char behind = at(text, i + n);
    return n && (behind == ' ' || behind == '\0' || behind == ',') && strstr(words, word);
}

/* Whether what stands at offset i looks like the name of a repository, not like a word. */
static bool is_name(struct str text, size_t i)
{
    bool odd = false, upper = false;
    size_t k = i;
    for (; k < text.n && k - i < 100; k++) {
        unsigned char c = (unsigned char)text.p[k];
        if (!ascii_alnum(c) && c != '-' && c != '_' && c != '\\')
            break;
        odd = odd || ascii_digit(c) || c == '-' || c == '_' || (ascii_upper(c) && k > i);
        upper = upper || ascii_upper(c);
    }
    return k > i &&
           (odd || at(text, k) == '/' || (!upper && at(text, k) == '.' && k + 1 >= text.n));
}

static bool is_file_ending(struct str text, size_t i)
{
    static const char endings[] = " git htm html io pdf php zip ";
    char word[8] = {' '};
    size_t n = 0;
    for (; n < 5 && ascii_lower((unsigned char)at(text, i + n)); n++)
        word[n + 1] = text.p[i + n];
    word[n + 1] = ' ';
    return n > 1 && strstr(endings, word) && !ascii_alnum((unsigned char)at(text, i + n));
}

/* Whether the space at p->i was put in where a line ended. */
static bool is_broken(const struct path *p, struct str host)
{
    const struct str text = p->text, done = str_slice(buf_str(p->out), p->out_begin, p->out->n);
    const char next = at(text, p->i + 1), last = done.n ? done.p[done.n - 1] : '\0';
    if (p->doi || str_eq(host, STR("doi.org")) || str_eq(host, STR("dx.doi.org"))) {
        const char *prefix = done.n > 3 ? memchr(done.p + 1, '/', done.n - 1) : NULL;
        bool suffix = p->doi ? done.n == 1 : prefix && prefix + 1 == done.p + done.n;
        return last == '/' &&
               (suffix ? ascii_alnum((unsigned char)next) : done.n == 1 && next == '1');
    }
    if (rules_lack(host, done)) {
        if (last == '/')
            return ascii_alnum((unsigned char)next) && is_name(text, p->i + 1);
        if (done.n == 0)
            return next == '/' && ascii_alnum((unsigned char)at(text, p->i + 2));
    }
    if (last == '.')
        return is_file_ending(text, p->i + 1);
    return (last == '-' || last == '_') && done.n > 1 && ascii_alnum((unsigned char)next) &&
           !is_plain_word(text, p->i + 1);
}

/* Keeps the books of brackets; false where the one at p->i closes none of the path's. */
static bool bracket(struct path *p, char c)
{
    if (c == '(' || c == '[') {
        if (p->depth == sizeof p->bracket)
            return false;
        if (p->depth == 0) {
            p->open = p->good;
            p->out_open = p->out_good;
            p->opened = p->i;
        }
        p->bracket[p->depth++] = c;
        return true;
    }
    if (p->depth == 0 || p->bracket[p->depth - 1] != (c == ')' ? '(' : '['))
        return false;
    p->depth--;
    return true;
}

/* The end of the "<1661::AID-SIM968>" of a DOI made from a SICI (ANSI/NISO Z39.56) that begins at
 * offset i, or 0. */
static size_t sici_end(struct str text, size_t i)
{
    size_t k = i + 1;
    while (k < text.n && k - i < 40 &&
           (ascii_alnum((unsigned char)text.p[k]) || strchr(":-.", text.p[k])) && text.p[k])
        k++;
    return at(text, k) == '>' && ascii_digit((unsigned char)at(text, k + 1)) &&
                   at(text, k + 2) == '.'
               ? k + 1
               : 0;
}

/* Takes one element; false where the path ends. */
static bool take(struct path *p, struct str host)
{
    const char c = p->text.p[p->i];
    if (c == ' ' && p->breaks < BREAKS_MAX && is_broken(p, host)) {
        p->breaks++;
        p->i++;
        return true;
    }
    if (ends_path(p) || (p->depth && p->i - p->opened > ASIDE_MAX))
        return false;
    if ((c == '(' || c == ')' || c == '[' || c == ']') && !bracket(p, c))
        return false;
    size_t sici = p->doi && c == '<' ? sici_end(p->text, p->i) : 0;
    size_t n = sici ? sici - p->i : link_element(p->text, p->i, p->out);
    if (n == 0)
        return false;
    if (sici)
        buf_put(p->out, p->text.p + p->i, n);
    p->i += n;
    bool inside = !strchr(".,;:!?'*~([", c) || c == '\0';
    if (inside) {
        p->good = p->i;
        p->out_good = p->out->n;
    }
    return true;
}

size_t address_path(struct str text, size_t i, bool doi, size_t host, struct buf *out)
{
    struct path p = {.text = text,
                     .i = i,
                     .begin = i,
                     .out_begin = out->n,
                     .out = out,
                     .doi = doi,
                     .good = i,
                     .out_good = out->n};
    const size_t host_end = out->n;
    while (p.i < text.n && !out->failed) {
        if (text.p[p.i] == ':') {
            size_t n = scheme_before(text, p.i, i);
            if (n && (p.i - n == i || !strchr("/=%?&", text.p[p.i - n - 1]))) {
                bool is_good = p.good > p.i - n; /* the scheme's letters are no part of the path */
                if (is_good) {
                    p.out_good -= p.good - (p.i - n);
                    p.good = p.i - n;
                }
                break;
            }
        }
        struct str name = doi ? STR("") : str_slice(buf_str(out), host, host_end);
        if (!take(&p, name))
            break;
    }
    if (out->failed)
        return p.i;
    if (p.depth) {
        p.good = p.open;
        p.out_good = p.out_open;
    }
    while (p.out_good > p.out_begin && p.good > i && strchr(".,;:!?'*~", text.p[p.good - 1])) {
        p.good--;
        p.out_good--;
    }
    out->n = p.out_good;
    return p.good;
}

/* ---- with a scheme ---- */

/* Whether a slash stands at offset i, or TeX's for one. */
static bool is_slash(struct str text, size_t i)
{
    return at(text, i) == '/' || (at(text, i) == '\\' && at(text, i + 1) == '/');
}

/* The host behind a scheme whose last letter stands before offset i, or 0. As it should be:
 * "://". As it is found, too: with a space before or behind the colon or the slashes, with one
 * slash, without colon; *odd tells. */
static size_t behind_scheme(struct str text, size_t i, bool *odd)
{
    size_t colons = 0, slashes = 0;
    *odd = !str_starts(str_slice(text, i, text.n), STR("://"));
    i += at(text, i) == ' ';
    for (; at(text, i) == ':' && colons < 2; i++)
        colons++;
    i += colons && at(text, i) == ' ';
    for (; is_slash(text, i) || (at(text, i) == ' ' && slashes == 1 && is_slash(text, i + 1)); i++)
        slashes += text.p[i] == '/';
    if (slashes == 0 || slashes > 4 || (colons == 0 && slashes != 2))
        return 0;
    if (at(text, i) == ' ') {
        *odd = true;
        i++;
    }
    return i < text.n ? i : 0;
}

/* A colon that stands where a path should begin, as in git@github.com:owner/repo. */
static size_t clone_path(struct str text, size_t i, struct buf *out, const struct host *host)
{
    struct str name = str_slice(buf_str(out), host->begin, host->end);
    if (at(text, i) == ':' && ascii_alpha((unsigned char)at(text, i + 1)) &&
        rules_lack(name, STR(""))) {
        buf_putc(out, '/');
        i++;
    }
    return i;
}

static bool finish(struct str text, size_t i, const struct host *host, struct found *f,
                   struct buf *out)
{
    f->end = address_path(text, clone_path(text, i, out, host), false, host->begin, out);
    if (out->failed)
        return false;
    rules_apply(out, host->begin, f);
    return !out->failed;
}

/* Whether the name of an XML namespace stands at offset i, which points nowhere. */
static bool is_namespace(struct str text, size_t i)
{
    size_t k = i;
    if (i < 8 || text.p[i - 2] != '=')
        return false;
    for (k -= 2; k > 0 && i - k < 30 && text.p[k] != ' ';)
        k--;
    return str_starts(str_slice(text, k + (text.p[k] == ' '), text.n), STR("xmlns"));
}

bool address_with_scheme(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    bool odd, http = (text.p[hit] | 0x20) == 't';
    struct host host;
    if ((http && (hit == from || (text.p[hit - 1] | 0x20) != 'h')) ||
        (at(text, hit + 1) | 0x20) != 't' || (at(text, hit + 2) | 0x20) != 'p')
        return false;
    size_t end = hit + 3;
    bool secure = http && (at(text, end) | 0x20) == 's';
    size_t name = behind_scheme(text, end + secure, &odd);
    if (name == 0 || is_namespace(text, hit - http))
        return false;
    buf_puts(out, !http ? "ftp://" : secure ? "https://" : "http://");
    size_t i = host_read(text, name, true, out, &host);
    if (i == 0 || (odd && (host.tld_class == TLD_NONE || !host.is_lower)))
        return false;
    f->begin = hit - http;
    return finish(text, i, &host, f, out);
}

/* ---- without ---- */

static bool is_host_byte(unsigned char c)
{
    return ascii_alnum(c) || c == '-' || c == '.' || c == '_';
}

/* Where the host begins that has a dot at offset hit; `hit` where none can. */
static size_t bare_begin(struct str text, size_t hit, size_t from)
{
    size_t b = hit;
    while (b > from && hit - b < 253 && is_host_byte((unsigned char)text.p[b - 1]))
        b--;
    while (b < hit && !ascii_alnum((unsigned char)text.p[b]))
        b++;
    if (hit - b > 3 && (str_starts(str_slice(text, hit - 3, hit), STR("www"))) &&
        memchr(text.p + b, '.', hit - b) == NULL)
        return hit - 3; /* glued to a word: "atwww.example.org" */
    if (b >= from + 5 && str_eq(str_slice(text, b - 5, b), STR("www. ")))
        return b - 5;
    char before = b > 0 ? text.p[b - 1] : ' ';
    bool git = before == '@' && b >= 4 && str_eq(str_slice(text, b - 4, b), STR("git@"));
    bool scheme = before == '/' && b >= 5 && text.p[b - 2] == '/' && text.p[b - 3] == ':' &&
                  !strchr("pPsS", text.p[b - 4]); /* git://, not one that was refused */
    return (before == '@' && !git) || (before == '/' && !scheme) || before == '\\' ? hit : b;
}

bool address_bare(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    struct host host;
    f->begin = bare_begin(text, hit, from);
    if (f->begin == hit)
        return false;
    buf_puts(out, "https://");
    size_t i = host_read(text, f->begin, false, out, &host);
    if (i <= hit ||
        !is_bare(text, f->begin, i, str_slice(buf_str(out), host.begin, host.end), &host))
        return false;
    return finish(text, i, &host, f, out);
}
