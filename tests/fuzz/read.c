/* read - a fuzz target: whatever a reader is given, what comes out are records as paper(5) has
 * them, and they come back unchanged when they are read as records; everything is read to its end.
 *
 * Input: a byte that chooses the format (0: it is told from the text), then the file. */
#include "fuzz.h"

#include "paper/output.h"
#include "paper/read.h"
#include "paper/text.h"

#include <unistd.h>

enum { MAX_INPUT = 1 << 15 }; /* fits into a pipe */

static void report(void *arg, const char *file, uint64_t line, const char *what)
{
    (void)arg, (void)line;
    check(strcmp(file, "fuzz") == 0 && what && *what, "a report without words");
}

static void reject(void *arg, const char *file, uint64_t line, struct str raw, const char *why)
{
    report(arg, file, line, why);
    check(!raw.n || raw.p[raw.n - 1] != '\n' || raw.n > 1, "a rejected text is a newline");
}

static void read_all(const struct format *format, struct str text, struct buf *records)
{
    struct input in;
    struct reader r;
    struct output out;
    int pipes[2];
    check(pipe(pipes) == 0 && write(pipes[1], text.p, text.n) == (ssize_t)text.n &&
              close(pipes[1]) == 0,
          "no pipe");
    out_start_buf(&out, records);
    in_start_fd(&in, pipes[0], "fuzz", report, NULL);
    read_start(&r, &in, reject, NULL);
    check(in_file(&in), "the pipe cannot be read");
    if (read_open(&r, format))
        while (read_next(&r)) {
            draft_need_id(&r.paper);
            check(!draft_failed(&r.paper), "no memory");
            draft_write(&r.paper, (struct str){0}, &out);
        }
    read_end(&r);
    in_end(&in);
    check(out_close(&out), "no output");
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
    if (n < 2 || n > MAX_INPUT)
        return 0;
    count_input(n);
    while (read_format_number(formats))
        formats++;
    const struct format *format =
        data[0] ? read_format_number((size_t)(data[0] - 1) % formats) : NULL;
    struct str text = copy((struct str){(const char *)data + 1, n - 1}, "");
    struct buf records = {0}, again = {0};
    read_all(format, text, &records);
    if (format != &read_record && (format || !memchr(text.p, '\t', text.n))) {
        for (struct str rest = buf_str(&records); rest.n;)
            check_record(cut_line(&rest));
        /* IDs that say it is another kind of file. */
        const struct str all = buf_str(&records);
        const bool other = str_starts(all, STR("%PDF-")) || str_starts(all, STR("\xEF\xBB\xBF")) ||
                           (all.n > 10 && memcmp(all.p + 4, "1AY&SY", 6) == 0);
        if (records.n < MAX_INPUT && records.n && !other) {
            read_all(&read_record, all, &again);
            check(str_eq(all, buf_str(&again)), "records are read otherwise");
        }
    }
    buf_free(&records);
    buf_free(&again);
    free((char *)text.p);
    return 0;
}
