/* number.c - numbers that name papers and books in prose: DOI, arXiv, PMID, PMCID, ISBN.
 *
 * arXiv: https://info.arxiv.org/help/arxiv_identifier.html; the archives are those of its old
 * scheme. DOI: ISO 26324, a registrant's number of four digits or more behind "10.". ISBN: ISO
 * 2108, whose check digit tells it from other digits. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/text.h"
#include "paper/utf8.h"

static char at(struct str text, size_t i)
{
    return (char)(i < text.n ? text.p[i] : '\0');
}

static bool digit_at(struct str text, size_t i)
{
    return ascii_digit((unsigned char)at(text, i));
}

/* How many digits stand at offset i, at most max. */
static size_t digits(struct str text, size_t i, size_t max)
{
    size_t n = 0;
    while (n < max && digit_at(text, i + n))
        n++;
    return n;
}

/* Whether the text at offset i begins with the word, in small letters, in letters of either case.
 */
static bool word_at(struct str text, size_t i, struct str word)
{
    size_t n = 0;
    while (n < word.n && ascii_to_lower((unsigned char)at(text, i + n)) == (unsigned char)word.p[n])
        n++;
    return n == word.n;
}

static bool word_before(struct str text, size_t i, size_t from, struct str word)
{
    return i >= from + word.n && word_at(text, i - word.n, word);
}

/* ---- arXiv ---- */

static bool is_month(struct str text, size_t i)
{
    unsigned month = (unsigned)(at(text, i) - '0') * 10 + (unsigned)(at(text, i + 1) - '0');
    return month >= 1 && month <= 12;
}

/* The version at offset i: its length, 0 where there is none. */
static size_t read_version(struct str s, size_t i, unsigned *version)
{
    size_t n = (at(s, i) | 0x20) == 'v' ? digits(s, i + 1, 4) : 0;
    if (n == 0 || n > 3 || at(s, i + 1) == '0')
        return 0;
    *version = 0;
    for (size_t k = 1; k <= n; k++)
        *version = *version * 10 + (unsigned)(s.p[i + k] - '0');
    return n + 1;
}

/* 2401.01234 */
static size_t read_new(struct str s, struct buf *out)
{
    size_t n = digits(s, 0, 5) == 4 && at(s, 4) == '.' ? digits(s, 5, 6) : 0;
    if (n < 4 || n > 5 || !is_month(s, 2) || str_starts(s, STR("00")))
        return 0;
    buf_put(out, s.p, 5 + n);
    return 5 + n;
}

/* The old archive that s begins with, or no text. */
static struct str archive_at(struct str s)
{
    static const struct str archives[] = {
        STR_INIT("acc-phys"), STR_INIT("adap-org"), STR_INIT("alg-geom"), STR_INIT("ao-sci"),
        STR_INIT("astro-ph"), STR_INIT("atom-ph"),  STR_INIT("bayes-an"), STR_INIT("chao-dyn"),
        STR_INIT("chem-ph"),  STR_INIT("cmp-lg"),   STR_INIT("comp-gas"), STR_INIT("cond-mat"),
        STR_INIT("cs"),       STR_INIT("dg-ga"),    STR_INIT("funct-an"), STR_INIT("gr-qc"),
        STR_INIT("hep-ex"),   STR_INIT("hep-lat"),  STR_INIT("hep-ph"),   STR_INIT("hep-th"),
        STR_INIT("math-ph"),  STR_INIT("math"),     STR_INIT("mtrl-th"),  STR_INIT("nlin"),
        STR_INIT("nucl-ex"),  STR_INIT("nucl-th"),  STR_INIT("patt-sol"), STR_INIT("physics"),
        STR_INIT("plasm-ph"), STR_INIT("q-alg"),    STR_INIT("q-bio"),    STR_INIT("quant-ph"),
        STR_INIT("solv-int"), STR_INIT("supr-con"),
    };
    for (size_t k = 0; k < sizeof archives / sizeof *archives; k++)
        if (word_at(s, 0, archives[k]))
            return archives[k];
    return STR("");
}

/* hep-th/9901001, math.AG/9901001 */
static size_t read_old(struct str s, struct buf *out)
{
    struct str archive = archive_at(s);
    size_t i = archive.n;
    if (at(s, i) == '.')
        for (i++; i < archive.n + 10 && (ascii_alpha((unsigned char)at(s, i)) || at(s, i) == '-');)
            i++;
    if (archive.n == 0 || at(s, i) != '/' || digits(s, i + 1, 8) != 7 || !is_month(s, i + 3))
        return 0;
    buf_putstr(out, archive);
    buf_put(out, s.p + i, 8);
    return i + 8;
}

size_t number_arxiv_read(struct str s, struct buf *out, unsigned *version)
{
    size_t n = digit_at(s, 0) ? read_new(s, out) : read_old(s, out);
    *version = 0;
    return n ? n + read_version(s, n, version) : 0;
}

static bool found_arxiv(struct str text, size_t i, struct found *f, struct buf *out)
{
    size_t n = number_arxiv_read(str_slice(text, i, text.n), out, &f->version);
    f->kind = LINK_ARXIV;
    f->end = i + n;
    return n > 0;
}

/* Passes over what may stand between "arXiv" and the number. */
static size_t behind_label(struct str text, size_t i)
{
    static const struct str words[] = {
        STR_INIT("preprint"), STR_INIT("e-print"), STR_INIT("eprint"),  STR_INIT("identifier"),
        STR_INIT("number"),   STR_INIT("paper"),   STR_INIT("article"), STR_INIT("reference"),
        STR_INIT("version"),  STR_INIT("abs/"),    STR_INIT("nos"),     STR_INIT("no"),
        STR_INIT("id"),       STR_INIT("arxiv"),   STR_INIT(".org"),    STR_INIT("{}"),
        STR_INIT("doi"),
    };
    const size_t end = i + 40 < text.n ? i + 40 : text.n;
    if ((at(text, i) | 0x20) == 'e')
        i++;
    for (bool more = true; more && i < end;) {
        more = false;
        while (i < end && strchr(" :.,~#([{/-", text.p[i]) && text.p[i]) {
            i++;
            more = true;
        }
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (word_at(text, i, words[k])) {
                i += words[k].n;
                i += at(text, i) == 's';
                more = true;
                break;
            }
    }
    return i;
}

bool number_arxiv(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    if (!word_before(text, hit, from, STR("ar")) || !word_at(text, hit, STR("xiv")))
        return false;
    f->begin = hit - 2;
    return found_arxiv(text, behind_label(text, hit + 3), f, out);
}

bool number_arxiv_old(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    size_t b = hit;
    while (b > from && hit - b < 20 &&
           (ascii_alpha((unsigned char)text.p[b - 1]) || strchr("-.", text.p[b - 1])))
        b--;
    f->begin = b;
    if (b == hit || (b > 0 && strchr("/@_", text.p[b - 1])))
        return false;
    return found_arxiv(text, b, f, out) && f->end > hit &&
           !ascii_alpha((unsigned char)at(text, f->end));
}

/* Whether a new number, with version or without, ends at offset i. */
static bool is_behind_new(struct str text, size_t i)
{
    size_t k = i, n = 0;
    while (k > 0 && i - k < 4 && digit_at(text, k - 1))
        k--;
    if (k < i && k > 0 && (text.p[k - 1] | 0x20) == 'v')
        i = k - 1;
    while (n < i && n < 6 && digit_at(text, i - n - 1))
        n++;
    return (n == 4 || n == 5) && i >= n + 5 && text.p[i - n - 1] == '.' &&
           digits(text, i - n - 5, 4) == 4;
}

bool number_arxiv_list(struct str text, size_t from, struct found *f, struct buf *out)
{
    size_t i = from;
    if (from == 0 || !is_behind_new(text, from))
        return false;
    while (i < text.n && i - from < 4 && strchr(" ,;/&", text.p[i]) && text.p[i])
        i++;
    if (i > from && word_at(text, i, STR("and ")))
        i += 4;
    else if (i > from && word_at(text, i, STR("or ")))
        i += 3;
    f->begin = i;
    return i > from && digit_at(text, i) && found_arxiv(text, i, f, out);
}

/* ---- DOI ---- */

/* Where the label before a DOI at offset i begins, or i. */
static size_t doi_label(struct str text, size_t i, size_t from)
{
    size_t k = i;
    while (k > from && i - k < 3 && strchr(" :=.", text.p[k - 1]))
        k--;
    return word_before(text, k, from, STR("doi")) ? k - 3 : i;
}

/* The value of a hexadecimal digit, -1 for none. */
static int hex(char c)
{
    const char small = (char)(c | 0x20);
    return ascii_digit((unsigned char)c)  ? c - '0'
           : small >= 'a' && small <= 'f' ? small - 'a' + 10
                                          : -1;
}

/* Decodes the percent-encoded bytes that s begins with, as many as a character may have. */
static size_t percent_bytes(struct str s, char bytes[UTF8_MAX])
{
    size_t n = 0;
    for (; n < UTF8_MAX && at(s, 3 * n) == '%'; n++) {
        const int high = hex(at(s, 3 * n + 1)), low = high < 0 ? -1 : hex(at(s, 3 * n + 2));
        if (low < 0)
            break;
        bytes[n] = (char)(high << 4 | low);
    }
    return n;
}

void number_doi_decode(struct buf *link, size_t from)
{
    size_t to = from;
    for (size_t i = from; i < link->n;) {
        char bytes[UTF8_MAX];
        uint32_t c = 0;
        size_t n = percent_bytes(str_slice(buf_str(link), i, link->n), bytes);
        n = n ? utf8_decode(bytes, n, &c) : 0;
        if (n && (c < 0x80 ? c > ' ' && c < 0x7F : text_is_word(c))) {
            memcpy(link->p + to, bytes, n);
            to += n;
            i += 3 * n;
        } else {
            link->p[to++] = link->p[i++];
        }
    }
    link->n = to;
}

bool number_doi(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    size_t n = digits(text, hit + 3, 10), i = hit + 3 + n;
    while (at(text, i) == '.' && digit_at(text, i + 1))
        i += 1 + digits(text, i + 1, 10);
    f->begin = doi_label(text, hit, from);
    const char before = hit > 0 ? text.p[hit - 1] : ' ';
    if (!word_at(text, hit, STR("10.")) || n < 4 || n > 9 || ascii_digit((unsigned char)before) ||
        (before == '.' && f->begin == hit))
        return false;
    if (at(text, i) == '\\')
        i++;
    if (at(text, i) != '/' && !word_at(text, i, STR("%2f")))
        return false;
    buf_put(out, text.p + hit, 3 + n);
    for (size_t k = hit + 3 + n; k < i; k++)
        if (text.p[k] != '\\')
            buf_putc(out, text.p[k]);
    const size_t suffix = out->n + 1;
    f->end = address_path(text, i, true, 0, out);
    f->kind = LINK_DOI;
    if (out->failed)
        return false;
    number_doi_decode(out, suffix - 1);
    if (out->n <= suffix)
        return false;
    bool telling = f->begin < hit || out->n - suffix > 5; /* 10.1234/56.7 is a fraction */
    for (size_t k = suffix; k < out->n; k++) {
        telling = telling || (out->n - suffix > 2 && ascii_alpha((unsigned char)out->p[k]));
        out->p[k] = (char)ascii_to_lower((unsigned char)out->p[k]);
    }
    return telling;
}

/* ---- PubMed ---- */

/* Where the digits behind a label at offset i begin. */
static size_t behind_pm_label(struct str text, size_t i)
{
    const size_t end = i + 4;
    while (i < end && i < text.n && strchr(" :#=", text.p[i]) && text.p[i])
        i++;
    return i;
}

bool number_pubmed(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    bool pmid = word_at(text, hit, STR("pmid")), label = word_at(text, hit, STR("pmcid"));
    size_t i = pmid ? behind_pm_label(text, hit + 4) : label ? behind_pm_label(text, hit + 5) : hit;
    if (hit > 0 && hit >= from && ascii_alnum((unsigned char)text.p[hit - 1]))
        return false;
    if (!pmid && str_starts(str_slice(text, i, text.n), STR("PMC")))
        i += 3;
    else if (!pmid && !label)
        return false;
    size_t n = digits(text, i, 10);
    if (n == 0 || n > 8 || (!pmid && !label && n < 5) ||
        ascii_alpha((unsigned char)at(text, i + n)) || at(text, i) == '0')
        return false;
    *f = (struct found){.begin = hit, .end = i + n, .kind = pmid ? LINK_PMID : LINK_PMCID};
    if (!pmid)
        buf_puts(out, "PMC");
    buf_put(out, text.p + i, n);
    return true;
}

/* ---- ISBN ---- */

/* The check digit of the first 12 digits; of the first 9 for the old form, where 10 is X. */
static char check_13(const char *d)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 12; i++)
        sum += (unsigned)(d[i] - '0') * (i % 2 ? 3 : 1);
    return (char)('0' + (10 - sum % 10) % 10);
}

static char check_10(const char *d)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 9; i++)
        sum += (unsigned)(d[i] - '0') * (10 - i);
    sum = (11 - sum % 11) % 11;
    return (char)(sum == 10 ? 'X' : '0' + sum);
}

/* Length of what may stand between two digits at offset i: a space, or a hyphen as a link may have
 * it, too; 0 for none. */
static size_t between_digits(struct str text, size_t i)
{
    char room[32];
    struct buf meant = {.p = room, .cap = sizeof room};
    if (at(text, i) == ' ')
        return 1;
    size_t n = link_element(text, i, &meant);
    return meant.n == 0 || str_eq(buf_str(&meant), STR("-")) ? n : 0;
}

/* The 13 digits of the number that begins at offset i, with hyphens or spaces or without; its end,
 * or 0. */
static size_t read_isbn(struct str text, size_t i, char d[13])
{
    size_t n = 0, end = 0;
    for (size_t step; i < text.n && n < 13; i += step) {
        char c = text.p[i];
        step = 1;
        if (ascii_digit((unsigned char)c) || (n == 9 && (c | 0x20) == 'x'))
            d[n++] = (char)(c == 'x' ? 'X' : c);
        else if (n == 0 || (step = between_digits(text, i)) == 0)
            break;
        if (n == 10 && end == 0 && check_10(d) == d[9] && !digit_at(text, i + 1))
            end = i + 1;
        if (n == 10 && d[9] == 'X')
            break;
    }
    if (n == 13 && check_13(d) == d[12] && d[0] == '9' && d[1] == '7' && !digit_at(text, i))
        return i;
    if (end) {
        memmove(d + 3, d, 9);
        d[0] = '9';
        d[1] = '7';
        d[2] = '8';
        d[12] = check_13(d);
    }
    return end;
}

bool number_isbn(struct str text, size_t hit, size_t from, struct found *f, struct buf *out)
{
    char d[13];
    size_t i = hit + 3;
    if (hit == from || !word_at(text, hit - 1, STR("isbn")))
        return false;
    if (at(text, i) == '-' && (word_at(text, i, STR("-10")) || word_at(text, i, STR("-13"))))
        i += 3;
    for (const size_t end = i + 6;
         i < end && i < text.n && text.p[i] && strchr(" :#=()", text.p[i]);)
        i++;
    *f = (struct found){.begin = hit - 1, .end = read_isbn(text, i, d), .kind = LINK_ISBN};
    if (f->end)
        buf_put(out, d, sizeof d);
    return f->end > 0;
}
