/* rec - a fuzz target: a line taken apart into columns and fields is the line again when put
 * together; the three ways to read records give the same ones, and the same lines are none, in
 * whatever parts they come; dates and IDs are what they are said to be.
 *
 * Input: a list of names, NUL, lines of which some are records. */
#include "fuzz.h"

#include "paper/ascii.h"
#include "paper/buf.h"
#include "paper/rec.h"

/* ---- a record ---- */

static bool is_name_char(unsigned char c, bool first)
{
    return ascii_lower(c) || (!first && (ascii_digit(c) || c == '_' || c == '-'));
}

static bool is_any_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_name_char((unsigned char)s.p[i], i == 0))
            return false;
    return s.n > 0;
}

static bool is_column_name(struct str s)
{
    return str_eq(s, STR("id")) || str_eq(s, STR("date")) || str_eq(s, STR("title")) ||
           str_eq(s, STR("abstract"));
}

/* Columns with a TAB between two are the line. */
static void check_columns(const struct rec *r, struct str line)
{
    const char *p = line.p;
    for (size_t i = 0; i < r->n; i++) {
        check(r->col[i].p == p && is_within(r->col[i], line), "a column begins elsewhere");
        check(!r->col[i].n || !memchr(p, '\t', r->col[i].n), "a TAB in a column");
        p += r->col[i].n;
        check(i + 1 == r->n ? p == line.p + line.n : *p == '\t', "a column ends elsewhere");
        p += i + 1 < r->n;
    }
}

/* The first columns, looked for alone. The line has its newline. */
static void check_first_columns(const struct rec *r, struct str line)
{
    struct rec some = {0};
    line.n--;
    for (size_t n = 1; n <= REC_COLUMNS; n++) {
        check(rec_columns(&some, line, n) == n, "columns of a record are missing");
        for (size_t i = 0; i < n; i++)
            check(some.col[i].p == r->col[i].p && some.col[i].n == r->col[i].n,
                  "rec_columns and rec_parse contradict each other");
    }
    rec_free(&some);
}

/* The values of a name, found one by one, are those of its columns. */
static void check_values(const struct rec *r, struct str name)
{
    static const struct str column[] = {STR_INIT("id"), STR_INIT("date"), STR_INIT("title"),
                                        STR_INIT("abstract")};
    struct str value;
    size_t at = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct str want = r->col[i];
        if (i >= REC_COLUMNS ? is_column_name(name) || !str_eq(rec_field(r, i).name, name)
                             : !str_eq(column[i], name))
            continue;
        if (i >= REC_COLUMNS)
            want = rec_field(r, i).value;
        if (want.n)
            check(rec_value(r, name, &at, &value) && value.p == want.p && value.n == want.n,
                  "a value is passed over, or is another");
    }
    check(!rec_value(r, name, &at, &value), "a value too many");
}

static void check_fields(const struct rec *r)
{
    for (size_t i = REC_COLUMNS; i < r->n; i++) {
        struct str col = r->col[i];
        struct field f = rec_field(r, i);
        check(is_within(f.value, col) && f.value.p + f.value.n == col.p + col.n,
              "a field's value is not the end of its column");
        if (f.name.n == 0) {
            const char *colon = col.n ? memchr(col.p, ':', col.n) : NULL;
            check(f.value.n == col.n, "a column without a name that is not all value");
            check(!colon || !is_any_name(str_slice(col, 0, (size_t)(colon - col.p))),
                  "a name is overlooked");
            continue;
        }
        check(f.name.p == col.p && is_any_name(f.name) && col.p[f.name.n] == ':' &&
                  f.name.n + 1 + f.value.n == col.n,
              "name and value are not the column");
        check(rec_is_name(f.name) == !is_column_name(f.name), "a name, or none?");
        check_values(r, f.name);
    }
}

static bool is_date(struct str s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int part[3] = {0, 1, 1}, n = 0;
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool hyphen = i == 4 || i == 7;
        if (hyphen ? s.p[i] != '-' : !ascii_digit((unsigned char)s.p[i]))
            return false;
        n += hyphen;
        if (hyphen)
            part[n] = 0;
        else
            part[n] = part[n] * 10 + s.p[i] - '0';
    }
    bool leap = (part[0] % 4 == 0 && part[0] % 100 != 0) || part[0] % 400 == 0;
    return part[1] >= 1 && part[1] <= 12 && part[2] >= 1 &&
           part[2] <= days[part[1] - 1] + (leap && part[1] == 2);
}

static char capital(char c)
{
    return (char)(ascii_lower((unsigned char)c) ? c - 'a' + 'A' : c);
}

/* The ID does not know capital letters from small ones. */
static void check_id(struct str title, struct str abstract)
{
    char id[ID_HASH_MAX], again[ID_HASH_MAX];
    struct str capitals = copy(title, "");
    struct buf tmp = {0};
    for (size_t i = 0; i < title.n; i++)
        ((char *)capitals.p)[i] = capital(title.p[i]);
    check(rec_hash_id(id, title, abstract, &tmp) && rec_hash_id(again, capitals, abstract, &tmp),
          "no ID");
    check(memcmp(id, again, sizeof id) == 0, "the same paper has two IDs");
    check(memcmp(id, "hash:", 5) == 0, "an ID without its prefix");
    for (size_t i = 5; i < sizeof id; i++)
        check(ascii_lower((unsigned char)id[i]) || ascii_digit((unsigned char)id[i]),
              "an odd letter in an ID");
    buf_free(&tmp);
    free((char *)capitals.p);
}

static void check_line(struct str text, const struct names *names)
{
    struct str line = copy(text, "\n");
    struct rec r = {0};
    size_t tabs = 0;
    for (size_t i = 0; i < text.n; i++)
        tabs += text.p[i] == '\t';
    struct str alone = str_slice(line, 0, text.n);
    check(rec_parse(&r, alone) == tabs + 1 && r.n == tabs + 1, "another number of columns");
    check_columns(&r, alone);
    for (size_t i = 0; i < r.n; i++)
        check(rec_is_date(r.col[i]) == is_date(r.col[i]), "a date, or none?");
    if (r.n >= REC_COLUMNS) {
        check_first_columns(&r, line);
        check_fields(&r);
        for (size_t i = 0; i < names->n; i++)
            check_values(&r, names->name[i]);
        check_id(r.col[REC_TITLE], r.col[REC_ABSTRACT]);
    }
    rec_free(&r);
    free((char *)line.p);
}

/* ---- reading ---- */

/* What was read: the records with their numbers, and the numbers of what is none. */
struct heard {
    struct buf records, others;
};

static void put_number(struct buf *b, uint64_t line)
{
    char number[32];
    snprintf(number, sizeof number, "%llu:", (unsigned long long)line);
    buf_puts(b, number);
}

static void put_record(struct heard *h, uint64_t line, struct str record)
{
    put_number(&h->records, line);
    buf_putstr(&h->records, record);
    buf_putc(&h->records, '\n');
}

static void report(void *arg, const char *file, uint64_t line, const char *what)
{
    check(strcmp(file, "fuzz") == 0 && strncmp(what, "not a paper record", 18) == 0, what);
    put_number(&((struct heard *)arg)->others, line);
}

/* As it should be: by the plainest way. */
static void expect(struct heard *h, struct str text)
{
    for (uint64_t number = 1; text.n; number++) {
        struct str line = cut_line(&text);
        size_t tabs = 0;
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        for (size_t i = 0; i < line.n; i++)
            tabs += line.p[i] == '\t';
        if (tabs + 1 >= REC_COLUMNS)
            put_record(h, number, line);
        else
            put_number(&h->others, number);
    }
}

static void take_run(struct heard *h, struct str run, uint64_t first)
{
    check(run.n && run.p[run.n - 1] == '\n', "a run does not end with a line");
    while (run.n)
        put_record(h, first++, cut_line(&run));
}

static void read_records(struct heard *h, struct recs *rs)
{
    for (const struct rec *r; (r = recs_each(rs));)
        put_record(h, rs->line, r->line);
}

static void read_blocks(struct heard *h, struct recs *rs)
{
    struct str run;
    uint64_t first;
    check(recs_file(rs), "the file cannot be opened");
    while (recs_block(rs, &run, &first))
        take_run(h, run, first);
}

/* As those do who search raw text: on till something is odd, then by blocks. */
static void read_raw(struct heard *h, struct recs *rs)
{
    struct str run;
    uint64_t first;
    check(recs_file(rs), "the file cannot be opened");
    while (recs_raw(rs, &run, &first)) {
        while (run.n) {
            struct str rest = run, line = cut_line(&rest);
            scan_lines(&rs->scan, rest.n ? rest.p : run.p + run.n);
            if (rs->scan.odd)
                break;
            put_record(h, first++, line);
            run = rest;
        }
        if (!rs->scan.odd)
            continue;
        recs_back(rs, run.p);
        while (rs->at < rs->end && recs_block(rs, &run, &first))
            take_run(h, run, first);
    }
}

static void check_reading(struct str text, size_t part, const struct heard *want,
                          void (*read_all)(struct heard *, struct recs *))
{
    struct heard h = {0};
    struct recs rs = {0};
    in_start_fd(&rs.in, open_text(text, part), "fuzz", report, &h);
    read_all(&h, &rs);
    recs_end(&rs);
    check(str_eq(buf_str(&h.records), buf_str(&want->records)), "other records are read");
    check(str_eq(buf_str(&h.others), buf_str(&want->others)), "others are no records");
    buf_free(&h.records);
    buf_free(&h.others);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const uint8_t *nul = n && n <= MAX_FILE ? memchr(data, 0, n) : NULL;
    if (!nul)
        return 0;
    count_input(n);
    struct names names = {0};
    struct heard want = {0};
    struct str bad, list = copy((struct str){(const char *)data, (size_t)(nul - data) + 1}, "");
    struct str text = {(const char *)nul + 1, (size_t)(data + n - nul) - 1};
    if (!names_parse(&names, list.p, &bad))
        check(is_within(bad, list) && !is_any_name(bad), "a name is refused");
    for (size_t i = 0; i < names.n; i++)
        check(is_any_name(names.name[i]) && names_hold(&names, names.name[i]), "no name is taken");
    expect(&want, text);
    const size_t part[] = {0, part_of(text)};
    for (size_t i = 0; i < 2; i++) {
        check_reading(text, part[i], &want, read_records);
        check_reading(text, part[i], &want, read_blocks);
        check_reading(text, part[i], &want, read_raw);
    }
    while (text.n)
        check_line(cut_line(&text), &names);
    buf_free(&want.records);
    buf_free(&want.others);
    names_free(&names);
    free((char *)list.p);
    return 0;
}
