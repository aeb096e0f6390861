/* read - a fuzz target: whatever a reader is given, what comes out are records as paper(5) has
 * them, and they come back unchanged when they are read as records; everything is read to its end,
 * and the same records and messages come of it where it comes in parts.
 *
 * Input: a byte that chooses the format (0: it is told from the text), then the file. */
#include "fuzz.h"

#include "paper/output.h"
#include "paper/read.h"
#include "paper/text.h"

/* What came of a file. */
struct got {
    struct buf records, told;
};

static void report(void *arg, const char *file, uint64_t line, const char *what)
{
    struct got *g = arg;
    check(strcmp(file, "fuzz") == 0 && what && *what, "a report without words");
    buf_put(&g->told, (const char *)&line, sizeof line);
    buf_puts(&g->told, what);
}

static void reject(void *arg, const char *file, uint64_t line, struct str raw, const char *why)
{
    struct got *g = arg;
    report(arg, file, line, why);
    check(!raw.n || raw.p[raw.n - 1] != '\n' || raw.n > 1, "a rejected text is a newline");
    buf_putstr(&g->told, raw);
}

static void read_all(const struct format *format, struct str text, size_t part, struct got *got)
{
    struct input in;
    struct reader r;
    struct output out;
    out_start_buf(&out, &got->records);
    in_start_fd(&in, open_text(text, part), "fuzz", report, got);
    read_start(&r, &in, reject, got);
    check(in_file(&in), "the pipe cannot be read");
    if (read_open(&r, format))
        while (read_next(&r)) {
            draft_need_id(&r.paper);
            check(!draft_failed(&r.paper), "no memory");
            draft_write(&r.paper, (struct str){0}, &out);
        }
    read_end(&r);
    in_end(&in);
    check(out_close(&out) && !got->told.failed, "no output");
}

static void free_got(struct got *g)
{
    buf_free(&g->records);
    buf_free(&g->told);
}

static void check_parts(const struct format *format, struct str text, const struct got *want)
{
    struct got got = {0};
    if (!part_of(text))
        return;
    read_all(format, text, part_of(text), &got);
    check(str_eq(buf_str(&got.records), buf_str(&want->records)), "in parts it is read otherwise");
    check(str_eq(buf_str(&got.told), buf_str(&want->told)), "in parts it is told otherwise");
    free_got(&got);
}

static void check_record(struct str line)
{
    struct rec r = {0};
    check(rec_parse(&r, line) >= REC_COLUMNS, "a record of too few columns");
    check(r.col[REC_ID].n > 0, "a record without an ID");
    check(r.col[REC_DATE].n == 0 || rec_is_date(r.col[REC_DATE]), "a date that is none");
    check(text_is_clean_line(line), "a record that is not clean");
    for (size_t i = REC_COLUMNS; i < r.n; i++)
        check(rec_field(&r, i).name.n > 0 && rec_field(&r, i).value.n > 0,
              "a field without a name");
    rec_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    size_t formats = 0;
    if (n < 2 || n > MAX_FILE)
        return 0;
    count_input(n);
    while (read_format_number(formats))
        formats++;
    const struct format *format =
        data[0] ? read_format_number((size_t)(data[0] - 1) % formats) : NULL;
    struct str text = copy((struct str){(const char *)data + 1, n - 1}, "");
    struct got first = {0}, again = {0};
    const struct buf *records = &first.records;
    read_all(format, text, 0, &first);
    check_parts(format, text, &first);
    if (format != &read_record && (format || !memchr(text.p, '\t', text.n))) {
        for (struct str rest = buf_str(records); rest.n;)
            check_record(cut_line(&rest));
        /* IDs that say it is another kind of file. */
        const struct str all = buf_str(records);
        const bool other = str_starts(all, STR("%PDF-")) || str_starts(all, STR("\xEF\xBB\xBF")) ||
                           (all.n > 10 && memcmp(all.p + 4, "1AY&SY", 6) == 0);
        if (all.n < MAX_FILE && all.n && !other) {
            read_all(&read_record, all, 0, &again);
            check(str_eq(all, buf_str(&again.records)), "records are read otherwise");
        }
    }
    free_got(&first);
    free_got(&again);
    free((char *)text.p);
    return 0;
}
