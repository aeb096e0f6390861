/* host.c - names of hosts, and what kind of top-level domain they end in.
 *
 * Behind a scheme any name with a dot is a host's. Without one it takes a domain that is in use
 * (IANA's root zone: the two-letter ones, and the others that papers name) and is not also a word
 * of English or the ending of a file's name, which prose has behind a dot, too. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

enum {
    HOST_MAX = 253, /* RFC 1035, 2.3.4 */
    PASSWORD_MAX = 64
};

static const char known[] =
    " academy ai app art aero asia biz blog cat center chat cloud club codes com community company "
    "coop dev "
    "education edu email engineering exchange foundation gov guru host info ink institute int io "
    "jobs lab ltd me mil mobi museum name net ninja one online onl org page pro rocks science site "
    "solutions store tech top university website wiki works world xyz zone "
    "ac ad ae af ag al ao aq ar au aw ax az ba bb bd bf bg bh bi bj bm bn bo br bs bt bw bz ca cd "
    "cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm dz ec ee eg er es et eu fi fj fk "
    "fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im "
    "io iq ir je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr lt lu lv ly ma mc mg "
    "mk ml mm mn mo mp mq mr mt mu mv mw mx mz na nc ne nf ng ni nl np nr nu nz om pa pe pf pg "
    "ph pk pm pn pt pw qa ro ru rw sa sb sc sd se sg si sk sl sm sn sr ss st su sv sx sy sz tc "
    "td tf tg th tj tk tl tm tn tr tt tv tw tz ua ug uk uy uz va vc ve vg vi vn vu wf ye yt za zm "
    "zw ";

static const char weak[] =
    " am as at be by cc data design digital do earth energy game games gdn group health in is it "
    "js life link live md media my network news no page pl ps py report review rs run sh show so "
    "social software "
    "space studio support systems team tips to today tools training us video vision watch work "
    "ws zip ";

static bool listed(const char *list, struct str label)
{
    char word[16] = {' '};
    if (label.n + 3 > sizeof word)
        return false;
    for (size_t i = 0; i < label.n; i++) {
        if (!ascii_alpha((unsigned char)label.p[i]))
            return false;
        word[i + 1] = label.p[i];
    }
    word[label.n + 1] = ' ';
    return strstr(list, word) != NULL;
}

static enum tld tld_class(struct str label)
{
    if (label.n < 2)
        return TLD_NONE;
    return listed(weak, label) ? TLD_WEAK : listed(known, label) ? TLD_KNOWN : TLD_NONE;
}

/* One character of a label at offset i, appended in lower case: its bytes, or 0. */
static size_t label_character(struct str text, size_t i, struct buf *out)
{
    unsigned char c = (unsigned char)text.p[i];
    if (ascii_alnum(c) || c == '-' || c == '_') {
        buf_putc(out, (char)ascii_to_lower(c));
        return 1;
    }
    if (c >= 0x80 || (c == '\\' && i + 1 < text.n && strchr("_-", text.p[i + 1])))
        return link_element(text, i, out);
    return 0;
}

/* A space behind a dot that a label and a path follow was put in where a line ended, as in
 * "github. com/owner/repo"; and one behind "www.". */
static bool is_broken_at(struct str text, size_t i, bool www)
{
    size_t k = i + 1;
    if (i >= text.n || text.p[i] != ' ')
        return false;
    while (k < text.n && k - i < 16 && ascii_lower((unsigned char)text.p[k]))
        k++;
    struct str label = str_slice(text, i + 1, k);
    if (www)
        return k + 1 < text.n && label.n > 1 && text.p[k] == '.' &&
               ascii_alnum((unsigned char)text.p[k + 1]);
    return tld_class(label) == TLD_KNOWN && k < text.n && text.p[k] == '/';
}

static bool is_number(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_digit((unsigned char)s.p[i]))
            return false;
    return true;
}

static void add_label(struct host *h, const struct buf *out, size_t begin)
{
    if (h->labels) {
        h->shortest = out->n - begin < h->shortest ? out->n - begin : h->shortest;
        h->has_number |= is_number(str_slice(buf_str(out), h->tld, begin - 1));
    }
    h->labels++;
    h->tld = begin;
}

static bool is_lower(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (ascii_upper((unsigned char)s.p[i]))
            return false;
    return true;
}

/* The labels from offset i on, and the dots between them; gives the offset behind the last. */
static size_t read_labels(struct str text, size_t i, struct buf *out, struct host *h)
{
    *h = (struct host){.begin = out->n, .shortest = HOST_MAX};
    for (size_t begin, from;; i++) {
        begin = out->n;
        from = i;
        for (size_t n; i < text.n && (n = label_character(text, i, out)) > 0;)
            i += n;
        if (out->failed || out->n == begin || out->n - h->begin > HOST_MAX)
            return 0;
        add_label(h, out, begin);
        h->is_lower = is_lower(str_slice(text, from, i));
        struct str label = str_slice(buf_str(out), begin, out->n);
        if (i + 1 >= text.n || text.p[i] != '.')
            return i;
        const unsigned char next = (unsigned char)text.p[i + 1];
        if (is_broken_at(text, i + 1, h->labels == 1 && str_eq(label, STR("www"))))
            i++;
        else if ((next != '\\' && next < 0x80 && !ascii_alnum(next)) ||
                 (h->labels > 1 && tld_class(label) != TLD_NONE &&
                  link_sentence_at(text, i, false)))
            return i;
        buf_putc(out, '.');
    }
}

/* Four numbers of a byte each. */
static bool is_ipv4(struct str s)
{
    unsigned value = 0, digits = 0, dots = 0;
    for (size_t i = 0; i <= s.n; i++) {
        if (i == s.n || s.p[i] == '.') {
            if (digits == 0 || digits > 3 || value > 255)
                return false;
            dots += i < s.n;
            value = digits = 0;
        } else if (ascii_digit((unsigned char)s.p[i]) && digits < 4) {
            value = value * 10 + (unsigned)(s.p[i] - '0');
            digits++;
        } else {
            return false;
        }
    }
    return dots == 3;
}

static bool is_host(struct str name, const struct host *h)
{
    struct str top = str_slice(name, h->tld - h->begin, name.n);
    if (h->labels < 2 || name.p[0] == '-')
        return false;
    return ascii_digit((unsigned char)top.p[0]) ? is_ipv4(name) : top.n > 1;
}

/* The end of a port at offset i, or i. */
static size_t port_end(struct str text, size_t i)
{
    size_t k = i + 1;
    if (i >= text.n || text.p[i] != ':')
        return i;
    while (k < text.n && k - i < 7 && ascii_digit((unsigned char)text.p[k]))
        k++;
    return k > i + 1 && (k == text.n || !ascii_alnum((unsigned char)text.p[k])) ? k : i;
}

/* Where the @ behind a user's name that ends at offset i stands, and maybe a password between the
 * two; 0 for none. */
static size_t user_end(struct str text, size_t i)
{
    const size_t from = i;
    if (i < text.n && text.p[i] == ':')
        for (i++; i < text.n && i - from < PASSWORD_MAX && text.p[i] &&
                  (ascii_alnum((unsigned char)text.p[i]) || strchr("-._~!$&'*+,;=%", text.p[i]));)
            i++;
    return i < text.n && text.p[i] == '@' ? i : 0;
}

size_t host_read(struct str text, size_t i, bool user, struct buf *out, struct host *host)
{
    const size_t before = out->n;
    size_t end = read_labels(text, i, out, host);
    const size_t user_at = user && end ? user_end(text, end) : 0;
    if (user_at && user_at + 1 < text.n) { /* that was one */
        out->n = before;
        end = read_labels(text, user_at + 1, out, host);
    }
    if (end == 0 || !is_host(str_slice(buf_str(out), before, out->n), host)) {
        out->n = out->failed ? out->n : before;
        return 0;
    }
    host->end = out->n;
    host->tld_class = tld_class(str_slice(buf_str(out), host->tld, out->n));
    size_t behind = port_end(text, end);
    buf_put(out, text.p + end, behind - end);
    return behind;
}
