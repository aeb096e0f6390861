/* unit.c - tests of the library alone, in TAP. */
#include "paper/buf.h"
#include "paper/draft.h"
#include "paper/find.h"
#include "paper/hash.h"
#include "paper/input.h"
#include "paper/key.h"
#include "paper/link.h"
#include "paper/query.h"
#include "paper/real.h"
#include "paper/rec.h"
#include "paper/sortkey.h"
#include "paper/stem.h"
#include "paper/table.h"
#include "paper/text.h"
#include "paper/uniq.h"
#include "paper/utf8.h"
#include "paper/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int tests;

static void ok(bool good, const char *what)
{
    printf("%s %d - unit: %s\n", good ? "ok" : "not ok", ++tests, what);
}

static bool is(const struct buf *b, const char *want)
{
    return !b->failed && str_eq(buf_str(b), str_from(want));
}

static void test_hash(void)
{
    /* From the authors' reference vectors for SipHash-2-4-128: key 00..0f, input 00..(n-1). */
    static const struct {
        size_t n;
        uint64_t lo, hi;
    } vectors[] = {
        {0, 0xe6a825ba047f81a3, 0x930255c71472f66d},
        {1, 0x44af996bd8c187da, 0x45fc229b11597634},
    };
    const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    unsigned char in[64];
    for (size_t i = 0; i < sizeof in; i++)
        in[i] = (unsigned char)i;
    struct hash128 a = siphash(in, vectors[0].n, key), b = siphash(in, vectors[1].n, key);
    ok(a.lo == vectors[0].lo && a.hi == vectors[0].hi, "SipHash-2-4-128 of nothing");
    a = siphash(NULL, 0, key);
    ok(a.lo == vectors[0].lo && a.hi == vectors[0].hi, "SipHash-2-4-128 of nothing at NULL");
    ok(b.lo == vectors[1].lo && b.hi == vectors[1].hi, "SipHash-2-4-128 of one byte");
}

static void test_buf(void)
{
    struct buf b = {0};
    for (int i = 0; i < 1000; i++)
        buf_puts(&b, "0123456789");
    ok(b.n == 10000 && memcmp(b.p + 9990, "0123456789", 10) == 0, "buf grows");
    ok(!buf_reserve(&b, SIZE_MAX - 100) && b.failed && b.n == 10000, "buf: too much fails, keeps");
    buf_putc(&b, 'x');
    ok(b.n == 10000, "buf: after a failure nothing is added");
    buf_free(&b);
    ok(!b.failed && buf_reserve(&b, 1), "buf: freed, it may be used again");
    buf_free(&b);
}

static void test_table(void)
{
    struct table t;
    char key[16];
    bool good = true, added;
    table_init(&t);
    ok(table_find(&t, STR("x")) == TABLE_NONE, "table: empty");
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < 10000; i++) {
            int n = snprintf(key, sizeof key, "%zu", i * 7);
            good &= table_add(&t, (struct str){key, (size_t)n}, &added) == i && added;
        }
        for (size_t i = 0; i < 10000; i++) {
            int n = snprintf(key, sizeof key, "%zu", i * 7);
            good &= table_find(&t, (struct str){key, (size_t)n}) == i;
            good &= table_add(&t, (struct str){key, (size_t)n}, &added) == i && !added;
            good &= str_eq(table_key(&t, i), (struct str){key, (size_t)n});
        }
        good &= table_find(&t, STR("3")) == TABLE_NONE && t.n == 10000;
        table_clear(&t);
        good &= t.n == 0 && table_find(&t, STR("7")) == TABLE_NONE;
    }
    ok(good, "table: numbers in order of arrival, found again, cleared");
    ok(table_add(&t, STR(""), &added) == 0 && added && table_find(&t, STR("")) == 0,
       "table: empty key");
    table_free(&t);
}

static void test_utf8(void)
{
    bool good = true;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char p[UTF8_MAX];
        uint32_t back;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t n = utf8_encode(p, c);
        good &= utf8_decode(p, n, &back) == n && back == c;
        for (size_t cut = 1; cut < n; cut++)
            good &= utf8_decode(p, cut, &back) == 0 && utf8_bad(p, cut) == cut;
    }
    ok(good, "utf8: every character, and every one cut short");
    static const char *const bad[] = {
        "\x80",         "\xC0\x80",         "\xC1\xBF",         "\xE0\x80\x80",
        "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF"};
    good = true;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t c;
        good &= utf8_decode(bad[i], strlen(bad[i]), &c) == 0 && c == UTF8_REPLACEMENT;
        good &= utf8_bad(bad[i], strlen(bad[i])) == 1;
    }
    ok(good, "utf8: overlong forms, surrogates, what is above U+10FFFF");
    ok(utf8_width('a') == 1 && utf8_width(0x4E2D) == 2 && utf8_width(0x301) == 0, "utf8: widths");
}

static void clean(const char *in, const char *want)
{
    struct buf b = {0};
    text_clean(&b, str_from(in));
    ok(is(&b, want) && text_is_clean(buf_str(&b)) &&
           text_is_clean(str_from(in)) == !strcmp(in, want),
       want);
    buf_free(&b);
}

static void test_clean(void)
{
    clean("", "");
    clean("plain text", "plain text");
    clean("  two  spaces\tand\na line ", "two spaces and a line");
    clean("no\xC2\xA0"
          "break\xE2\x80\x83"
          "em\xE3\x80\x80wide",
          "no break em wide");
    clean("bell\a and \x7F and \xC2\x9B", "bell and and");
    clean("caf\xE9 \x93q\x94\xA0x \x81 end\xE2\x82",
          "caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D x \xEF\xBF\xBD end\xEF\xBF\xBD");
    clean("\xC3\xA9t\xC3\xA9 \xF0\x9F\x8E\x89", "\xC3\xA9t\xC3\xA9 \xF0\x9F\x8E\x89");
    /* The quick look and the slow one agree, wherever the fault stands. */
    bool good = true;
    char line[200];
    static const char *const faults[] = {"  ", " \t", "\t ", "\x01", "\x7F", "\xC3", "\r"};
    for (size_t f = 0; f < sizeof faults / sizeof *faults; f++)
        for (size_t at = 0; at + strlen(faults[f]) <= sizeof line; at++) {
            memset(line, 'a', sizeof line);
            good &= text_is_clean_line((struct str){line, sizeof line});
            memcpy(line + at, faults[f], strlen(faults[f]));
            good &= !text_is_clean_line((struct str){line, sizeof line});
        }
    ok(good, "clean line: a fault is seen at every place");
    ok(text_is_clean_line(STR("a\t\tb c\td")) && !text_is_clean_line(STR(" a")) &&
           !text_is_clean_line(STR("a ")) && text_is_clean_line(STR("")),
       "clean line: tabs, ends");
}

static void test_fold(void)
{
    struct buf b = {0};
    text_fold(&b, STR("Schr\xC3\xB6"
                      "dinger's  C-A-T: \xEF\xAC\x81n \xCE\xA3\xCF\x82 stra\xC3\x9F"
                      "e"));
    ok(is(&b, "schrodingerscatfin\xCF\x83\xCF\x83strasse"),
       "fold: accents, ligatures, marks, case");
    buf_clear(&b);
    text_fold(&b, STR("Schro\xCC\x88"
                      "dinger \xFF 5\xE2\x80\x93"
                      "6"));
    ok(is(&b, "schrodinger56"), "fold: combining marks, bad bytes, dashes");
    buf_free(&b);
}

static void test_id(void)
{
    struct buf tmp = {0};
    char a[ID_HASH_MAX], b[ID_HASH_MAX], c[ID_HASH_MAX];
    bool good = rec_hash_id(a, STR("A Title: of it"), STR("An abstract."), &tmp) &&
                rec_hash_id(b, STR("a title of IT"), STR("An  abstract"), &tmp) &&
                rec_hash_id(c, STR("a title of"), STR("it An abstract"), &tmp);
    ok(good && memcmp(a, b, sizeof a) == 0 && memcmp(a, c, sizeof a) != 0,
       "id: normalised, parted");
    /* An ID never changes: pinned. */
    ok(memcmp(a, "hash:", 5) == 0 &&
           str_eq((struct str){a, sizeof a}, STR("hash:jjce9f6d7n8c1nbz")),
       "id: the same for ever");
    buf_free(&tmp);
}

static void test_date(void)
{
    static const char *const good[] = {"2024", "2024-05", "2024-02-29", "1993-12-31", "2000-02-29"};
    static const char *const bad[] = {
        "",           "24",      "2024-",  "2024-13",  "2024-00",       "2023-02-29", "1900-02-29",
        "2024-04-31", "2024/05", "2024-5", "20240501", "2024-05-01T00", "May 2024",   "2024-05-00"};
    bool all = true;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        all &= rec_is_date(str_from(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        all &= !rec_is_date(str_from(bad[i]));
    ok(all, "dates of the calendar, and what is none");
}

static void test_rec(void)
{
    struct rec r = {0};
    struct names names = {0};
    struct str v, bad;
    size_t at = 0;
    ok(rec_parse(&r, STR("i\t2024\tt\ta\tau:x:y\tau:z\tnone\tB:1\tau:")) == 9, "rec: columns");
    ok(rec_value(&r, STR("au"), &at, &v) && str_eq(v, STR("x:y")) &&
           rec_value(&r, STR("au"), &at, &v) && str_eq(v, STR("z")) &&
           !rec_value(&r, STR("au"), &at, &v) && !rec_value(&r, STR("au"), &at, &v),
       "rec: a repeated field, its values in order");
    at = 0;
    ok(rec_value(&r, STR("title"), &at, &v) && str_eq(v, STR("t")) &&
           !rec_value(&r, STR("title"), &at, &v),
       "rec: a column by name");
    ok(rec_field(&r, 4).name.n == 2 && rec_field(&r, 6).name.n == 0 && rec_field(&r, 7).name.n == 0,
       "rec: what is a field");
    ok(rec_parse(&r, STR("")) == 1 && rec_parse(&r, STR("a\tb")) == 2, "rec: too few columns");
    ok(names_parse(&names, "title,au,x-y_1", &bad) && names.n == 3 &&
           names_hold(&names, STR("au")) && !names_hold(&names, STR("a")),
       "names: a list");
    names_free(&names);
    ok(!names_parse(&names, "title,,au", &bad) && bad.n == 0 &&
           !names_parse(&names, "Title", &bad) && str_eq(bad, STR("Title")),
       "names: what is none");
    names_free(&names);
    rec_free(&r);
}

static void test_sortkey(void)
{
    static const char *const ascending[] = {"-1e300", "-2", "-1.5", "-1e-9", "0",     "1e-9",
                                            "0.5",    "1",  "2",    "10",    "1e300", "inf"};
    struct buf last = {0}, now = {0};
    struct rec r = {0};
    bool good = true;
    char line[64];
    for (size_t i = 0; i < sizeof ascending / sizeof *ascending; i++) {
        int n = snprintf(line, sizeof line, "i\t\t\t\ts:%s", ascending[i]);
        rec_parse(&r, (struct str){line, (size_t)n});
        buf_clear(&now);
        sortkey_put(&now, &r, STR("s"), true, false);
        good &= now.n == 19 && (i == 0 || memcmp(last.p, now.p, 19) < 0);
        buf_clear(&last);
        buf_putstr(&last, buf_str(&now));
    }
    ok(good, "sort keys: numbers sort as text");
    buf_clear(&now);
    sortkey_put(&now, &r, STR("none"), true, false);
    sortkey_put(&now, &r, STR("none"), true, true);
    ok(is(&now, "1\t\t0\t\t"), "sort keys: no value");
    rec_free(&r);
    buf_free(&last);
    buf_free(&now);
}

static void test_find(void)
{
    struct find_options how = {0};
    const char *why;
    size_t at;
    struct str nothing = {"", 0}, span;
    struct find *f = find_new(NULL, 0, &how, &why, &at);
    ok(f && !find_in(f, nothing) && !find_in(f, STR("a")), "find: no pattern matches nothing");
    find_free(f);
    struct str two[] = {STR_INIT("b+"), STR_INIT("ab*c|bbbb")};
    f = find_new(two, 2, &how, &why, &at);
    ok(f && find_span(f, STR("xxabbbbbc"), 0, &span) && str_eq(span, STR("abbbbbc")),
       "find: the leftmost span, the longest of those");
    find_free(f);
    struct str wrong[] = {STR_INIT("fine"), STR_INIT("(")};
    f = find_new(wrong, 2, &how, &why, &at);
    ok(!f && at == 1 && strcmp(why, "unmatched ( or \\(") == 0,
       "find: which pattern is wrong, and why");
    /* More states than the cache holds: it is emptied on the way, and nothing is missed. */
    struct str big = STR("(a|b)*a(a|b){12}c");
    f = find_new(&big, 1, &how, &why, &at);
    char *text = malloc(400001);
    unsigned seed = 1;
    bool good = f && text;
    if (good) {
        for (size_t i = 0; i < 400000; i++) {
            seed = seed * 1103515245 + 12345;
            text[i] = seed >> 16 & 1 ? 'a' : 'b';
        }
        good = !find_in(f, (struct str){text, 400000});
        memcpy(text + 399980, "aaaaaaaaaaaaaaac", 16);
        good = good && find_in(f, (struct str){text, 400000}) && !find_failed(f);
    }
    ok(good, "find: a cache that overflows");
    free(text);
    find_free(f);
}

static bool finds(const char *pattern, struct find_options how, const char *text)
{
    const char *why;
    size_t at;
    struct str p = str_from(pattern);
    struct find *f = find_new(&p, 1, &how, &why, &at);
    bool found = f && find_in(f, str_from(text)) && !find_failed(f);
    find_free(f);
    return found;
}

static void test_case(void)
{
    size_t letters = 0;
    bool good = true;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        unsigned steps = 0;
        uint32_t x = c;
        do
            x = text_next_case(x);
        while (++steps < 9 && x != c);
        good &= x == c;
        letters += steps > 1;
    }
    ok(good && letters > 2700, "case: from each form of a letter round to itself");
    struct find_options any_case = {.ignore_case = true}, fold = {.fold = true};
    ok(finds("[σ]Ükk", any_case, "ςüK\342\204\252") && !finds("u", any_case, "ü"),
       "find: any script's case");
    ok(finds("Erdos", fold, "ERDŐS") && finds("Erd[ö]s", fold, "erdos") &&
           finds("zoe", fold, "Zoe\314\210") && finds("Zoe\314\210", fold, "zoë") &&
           !finds("a", fold, "e"),
       "find: letters without their accents");
}

/* A window stands at each place of a text of this length, and is found by vector code and what is
 * left for the ends. */
static void test_filter(void)
{
    static const char *const patterns[] = {"abq", "ab[qx]", "abq|zzy|wvu"};
    enum { LONGEST = 300 };
    bool good = true;
    for (size_t k = 0; k < 3; k++) {
        const char *why;
        size_t at;
        struct find_options how = {0};
        struct str p = str_from(patterns[k]);
        struct find *f = find_new(&p, 1, &how, &why, &at);
        for (size_t n = 3; f && n < LONGEST; n += 7)
            for (size_t i = 0; i + 3 <= n; i++) {
                /* of its own length, for the sanitizer to see what is read behind it */
                char *text = malloc(n);
                if (!text)
                    break;
                memset(text, 'a', n);
                good &= !find_in(f, (struct str){text, n});
                memcpy(text + i, "abq", 3);
                struct str span;
                good &= find_in(f, (struct str){text, n}) &&
                        find_span(f, (struct str){text, n}, 0, &span) && span.p == text + i &&
                        span.n == 3;
                free(text);
            }
        good &= f != NULL;
        find_free(f);
    }
    ok(good, "find: at each place of texts of many lengths");
}

static size_t reports;

static void count_report(void *arg, const char *file, uint64_t line, const char *what)
{
    (void)arg, (void)file, (void)line, (void)what;
    reports++;
}

/* A file that is cut while it is read in blocks. */
static void test_cut(void)
{
    enum { LINES = 200000 };
    static const char line[] = "id\t2024\tA title\tAn abstract of some length.\n";
    char name[] = "/tmp/paperutils-unit.XXXXXX";
    char *names[] = {name};
    int fd = mkstemp(name);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    for (size_t i = 0; out && i < LINES; i++)
        fputs(line, out);
    bool good = out && fflush(out) == 0;
    struct input in;
    char *lines;
    size_t n, bytes = 0, other = 0;
    in_start(&in, names, 1, count_report, NULL);
    good = good && in_file(&in) && in_block(&in, &lines, &n);
    good = good && ftruncate(fd, 1000) == 0;
    while (good && in_block(&in, &lines, &n)) {
        bytes += n;
        for (size_t i = 0; i < n; i++)
            other += lines[i] != line[i % (sizeof line - 1)] && lines[i] != '\n';
    }
    ok(good && reports == 1 && bytes < LINES * (sizeof line - 1) && other == 0,
       "input: a file that is cut while it is read");
    in_end(&in);
    if (out)
        fclose(out);
    unlink(name);
}

/* The needles of a query, each in brackets; "none" where there are no such. */
static void needles_are(const char *text, bool stem, const char *want)
{
    struct query_options how = {.stem = stem};
    struct query_fault fault;
    struct str one = str_from(text);
    struct buf b = {0};
    const struct str *needle;
    size_t n;
    struct query *q = query_new(&one, 1, &how, &fault);
    if (q && query_needles(q, &needle, &n))
        for (size_t i = 0; i < n; i++) {
            buf_putc(&b, '[');
            buf_putstr(&b, needle[i]);
            buf_putc(&b, ']');
        }
    else
        buf_puts(&b, "none");
    if (!is(&b, want))
        printf("# %s: %.*s, not %s\n", text, (int)b.n, b.p, want);
    ok(q && is(&b, want), text);
    query_free(q);
    buf_free(&b);
}

static void test_query(void)
{
    needles_are("net graphs", false, "[graphs]");
    needles_are("(net OR transform*) graph", false, "[graph]");
    needles_are("(network OR transform*) graph", false, "[network][transform]");
    needles_are("\"a graph network\" -longerword date:2024 has:code", false, "[network]");
    needles_are("graph OR has:code", false, "none");
    needles_are("graph OR -net", false, "none");
    needles_are("networks", true, "[network]");
    needles_are("\xC3\xA9tude OR \xCE\xB1\xCE\xB2", false, "[etude]");

    struct query_options how = {0};
    struct query_fault fault;
    struct str texts[] = {STR_INIT("alpha"), STR_INIT("beta -gamma"), STR_INIT("has:code")};
    struct str lines = STR("i\t\tplain alpha\t\n"
                           "j\t\tDelt\xC3\xA1 \xE2\x80\x9Cx\xE2\x80\x9D\t\n"
                           "k\t\tB\xC3\xA9ta\talpha\tcode:x\n");
    struct str line = {"", 0}, name, text;
    struct query *q = query_new(texts, 2, &how, &fault);
    ok(q && query_odd_line(q, lines, &line) && line.p[0] == 'k' && line.n == 22,
       "query: the line with a word beyond ASCII that is asked for");
    query_free(q);
    struct rec r = {0};
    const size_t *which;
    q = query_new(texts, 3, &how, &fault);
    rec_parse(&r, str_slice(line, 0, line.n - 1));
    ok(q && query_match(q, &r, true, &which) == 3 && which[0] == 0 && which[1] == 1 &&
           which[2] == 2 && query_match(q, &r, false, NULL) == 1 && !query_failed(q),
       "query: which of several match");
    rec_free(&r);
    query_free(q);
    texts[1] = STR("beta)");
    ok(!query_new(texts, 3, &how, &fault) && fault.query == 1 && fault.at == 4,
       "query: which is wrong, and where");
    ok(query_line(STR(" a name\t b c \r"), &name, &text) && str_eq(name, STR("a name")) &&
           str_eq(text, STR("b c")) && query_line(STR("b #c"), &name, &text) && name.n == 0 &&
           !query_line(STR("# b"), &name, &text) && !query_line(STR(" \t"), &name, &text),
       "query: lines of a file");
}

static void words_are(const char *text, const char *want)
{
    struct buf b = {0};
    struct word w;
    for (size_t at = 0; word_next(str_from(text), &at, &w);) {
        if (b.n)
            buf_puts(&b, w.after_break ? " | " : " ");
        buf_putstr(&b, w.text);
    }
    ok(is(&b, want), want);
    buf_free(&b);
}

static void test_words(void)
{
    words_are("", "");
    words_are("state-of-the-art C++ and F#, 2.5 times", "state-of-the-art C++ and F# | 2.5 times");
    words_are("Schr\xC3\xB6"
              "dinger's cat (40,000 of them).",
              "Schr\xC3\xB6"
              "dinger's cat | 40,000 of them");
    words_are("see https://a.b/c?d or www.e.f/g, me@h.i too", "see | or | too");
    words_are("at doi.org/x or hf.co/y, doi:10.1/z. And/or this", "at | or | And | or this");
    words_are("C*-algebras of H^{2} x_{i} and Kac--Moody a--b", "of | and Kac--Moody a | b");
    words_are("of $O(n \\log k)$ time \\emph{now}", "of | time | now");
}

/* Checked against Snowball 2.2 (stemwords -l en). */
static void test_stem(void)
{
    static const char *const pairs[][2] = {
        {"at", "at"},
        {"skies", "sky"},
        {"herrings", "herring"},
        {"'tis", "tis"},
        {"surveyor's", "surveyor"},
        {"caresses", "caress"},
        {"ties", "tie"},
        {"studied", "studi"},
        {"gas", "gas"},
        {"gaps", "gap"},
        {"viruses", "virus"},
        {"agreedly", "agre"},
        {"bleed", "bleed"},
        {"hopping", "hop"},
        {"hoping", "hope"},
        {"sized", "size"},
        {"sing", "sing"},
        {"cry", "cri"},
        {"say", "say"},
        {"saying", "say"},
        {"youthful", "youth"},
        {"generalization", "general"},
        {"communities", "communiti"},
        {"arsenic", "arsenic"},
        {"relational", "relat"},
        {"geology", "geolog"},
        {"apologi", "apolog"},
        {"fully", "fulli"},
        {"doubtlessly", "doubtless"},
        {"quickly", "quick"},
        {"formative", "format"},
        {"adoption", "adopt"},
        {"replacement", "replac"},
        {"controlled", "control"},
        {"eye", "eye"},
        {"a\xC3\xA9"
         "e",
         "a\xC3\xA9"
         "e"},
        {"\xC3\xA9y", "\xC3\xA9y"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char word[32];
        size_t n = strlen(pairs[i][0]);
        memcpy(word, pairs[i][0], n);
        n = stem_english(word, n);
        ok(str_eq((struct str){word, n}, str_from(pairs[i][1])), pairs[i][0]);
        n = stem_beginning(word, n);
        ok(*pairs[i][0] == '\'' || (n > 0 && strncmp(word, pairs[i][0], n) == 0), pairs[i][0]);
    }
}

static void test_real(void)
{
    static const double known[][2] = {
        {1, 0},
        {2, 0.69314718055994531},
        {10, 2.3025850929940457},
        {1e-9, -20.72326583694641},
        {0.7071, -0.346583180371942},
        {18446744073709551616.0, 44.3614195558365},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double off = real_log(known[i][0]) - known[i][1];
        off = off < 0 ? -off : off;
        ok(off <= 4e-16 * (known[i][1] < 0 ? -known[i][1] : known[i][1]), "real_log");
    }
    for (double x = 1e-150; x < 1e150; x *= 7.3) {
        double off = real_sqrt(x * x) - x;
        ok(off <= 4e-16 * x && off >= -4e-16 * x, "real_sqrt of a square");
    }
    ok(real_sqrt(0) == 0 && real_sqrt(-1) == 0 && real_sqrt(2.25) == 1.5, "real_sqrt");
}

static void test_counts(void)
{
    struct counts *c = counts_new(2), *one = counts_new(1);
    struct buf text = {0};
    ok(c && one && !counts_add_row(c, STR("b\t1\t2")) && !counts_add_row(c, STR("\t3\t0")) &&
           !counts_add_row(c, STR("b\t10\t20")) && !counts_add_row(c, STR("\xC3\xA9\t1\t1")),
       "counts: rows are taken");
    counts_put(c, &text);
    ok(is(&text, "\t3\t0\nb\t11\t22\n\xC3\xA9\t1\t1\n"), "counts: sums, sorted by bytes");
    ok(counts_of(c, STR("b"))[1] == 22 && !counts_of(c, STR("c")) && counts_terms(c) == 3 &&
           str_eq(counts_term(c, 1), STR("")),
       "counts: looked up");
    ok(counts_add_row(c, STR("b\t1")) && counts_add_row(c, STR("b\t1\t2\t3")) &&
           counts_add_row(c, STR("b")) && counts_add_row(c, STR("b\t1\t-2")) &&
           counts_add_row(c, STR("")) && counts_add_row(c, STR("b\t1\t2x")) &&
           counts_add_row(c, STR("b\t1\t2\t")) && counts_add_row(c, STR("b\t\t1\t2")) &&
           counts_of(c, STR("b"))[0] == 11,
       "counts: what is no row is refused");
    uint64_t most = UINT64_MAX;
    ok(!counts_add(one, STR("x"), &most) && counts_add(one, STR("x"), &most) &&
           *counts_of(one, STR("x")) == UINT64_MAX,
       "counts: no overflow");
    text.n = 0;
    counts_put(one, &text);
    ok(is(&text, "x\t18446744073709551615\n") &&
           !counts_add_row(one, STR("y\t18446744073709551615")) &&
           *counts_of(one, STR("y")) == UINT64_MAX && counts_add_row(one, STR("x\t1")) &&
           counts_add_row(one, STR("z\t18446744073709551616")) &&
           counts_add_row(one, STR("z\t100000000000000000000")),
       "counts: the largest can be read again, a larger one is refused");
    counts_free(c);
    counts_free(one);
    buf_free(&text);
}

static void test_to_lower(void)
{
    struct buf b = {0};
    text_to_lower(&b, STR("ABC xyz 12 \xC3\x89T\xC3\x89 \xCE\xA3\xCE\xB1 \xE4\xB8\xAD"));
    ok(is(&b, "abc xyz 12 \xC3\xA9t\xC3\xA9 \xCF\x83\xCE\xB1 \xE4\xB8\xAD"), "text_to_lower");
    buf_free(&b);
}

/* The phrases of a paper, with | between two, as few or many as an author would give. */
static const char *keys_of(struct key_finder *k, const char *title, const char *abstract)
{
    static char text[1000];
    const struct key *keys;
    size_t at = 0;
    key_begin(k);
    key_text(k, str_from(title), true);
    key_text(k, str_from(abstract), false);
    size_t n = key_rank(k, 5, KEY_LIKELY, &keys);
    for (size_t i = 0; i < n; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%.*s", i ? "|" : "",
                               (int)keys[i].phrase.n, keys[i].phrase.p);
    text[at] = '\0';
    return key_failed(k) ? "failed" : text;
}

static void test_keys(void)
{
    struct key_finder *k = key_new(KEY_AUTHOR);
    const struct key *keys = NULL;
    if (!k) {
        ok(false, "keys: memory");
        return;
    }
    const char *found = keys_of(k, "Graph Neural Networks for Citation Data",
                                "We propose a graph-neural network. Graph neural networks of "
                                "citation data are small.");
    ok(strncmp(found, "graph neural network", 20) == 0 && !strstr(found + 20, "neural network"),
       "keys: variants are one, in small letters");
    found =
        keys_of(k, "", "Support vector machines (SVMs) are old. An SVM is fast. SVMs are small.");
    ok(!strstr(found, "SVM") != !strstr(found, "upport vector machine"),
       "keys: an acronym and its expansion are one");
    key_begin(k);
    ok(key_rank(k, 5, 0, &keys) == 0, "keys: of nothing");
    key_begin(k);
    key_text(k, STR("Deep learning of quantum error correction codes"), true);
    size_t n = key_rank(k, 100, 0, &keys);
    bool sorted = n > 1;
    for (size_t i = 0; i < n; i++)
        sorted &= keys[i].probability <= 10000 &&
                  (i == 0 || keys[i].probability <= keys[i - 1].probability);
    ok(sorted, "keys: probabilities, the best first");
    const unsigned second = n > 1 ? keys[1].probability : 0;
    ok(key_rank(k, 100, second + 1, &keys) < n && key_rank(k, 100, 0, &keys) == n,
       "keys: none below the threshold; ranked again");
    key_free(k);
}

/* How many papers a set of n compares at most with one more, where all have an abstract in common
 * and are told apart by the number in their titles, which stands behind what is given. */
static size_t most_compared(const char *title, unsigned n)
{
    struct uniq set = {0};
    struct uniq_maker maker = {0};
    struct buf profile = {0};
    struct rec r = {0};
    char line[256];
    size_t most = 0;
    bool good = true;
    for (unsigned i = 0; i < n && good; i++) {
        snprintf(line, sizeof line,
                 "t:%u\t\t%s %u\tMosses keep peat wet, snails graze lichen, otters hunt trout and "
                 "herons nest upstream.\tau:Ann Lee",
                 i, title, i);
        rec_parse(&r, (struct str){line, strlen(line)});
        good = uniq_profile(&maker, &r, &profile) && uniq_find(&set, buf_str(&profile)) &&
               set.nmatch == 0 && uniq_add(&set, buf_str(&profile));
        most = set.nfound > most ? set.nfound : most;
    }
    ok(good, "uniq: papers with different numbers in their titles are not the same");
    rec_free(&r);
    buf_free(&profile);
    uniq_maker_free(&maker);
    uniq_free(&set);
    return most;
}

/* Else the time for each paper would grow with their number. */
static void test_uniq(void)
{
    ok(most_compared("Bog no.", 20) == 19, "uniq: all that share a key are compared");
    ok(most_compared("Bog no.", 2000) == UNIQ_CHAIN_PAIR,
       "uniq: of very many that share words the latest are compared");
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    test_hash();
    test_buf();
    test_table();
    test_utf8();
    test_clean();
    test_fold();
    test_id();
    test_date();
    test_rec();
    test_sortkey();
    test_find();
    test_case();
    test_filter();
    test_cut();
    test_query();
    test_words();
    test_stem();
    test_real();
    test_counts();
    test_to_lower();
    test_keys();
    test_uniq();
    printf("1..%d\n", tests);
    return 0;
}
