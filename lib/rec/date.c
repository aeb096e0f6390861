/* date.c - dates as sources write them. */
#include "paper/date.h"

#include "paper/ascii.h"
#include "paper/rec.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 2199 };

/* A number or a month's name, in the order in which they stand. */
struct part {
    enum { NUMBER, MONTH } kind;
    long value;
    size_t digits;
};

enum { PARTS = 6 };

static int month_named(struct str word)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    for (int m = 0; m < 12; m++) {
        size_t i = 0;
        while (i < word.n && names[m][i] &&
               ascii_to_lower((unsigned char)word.p[i]) == (unsigned char)names[m][i])
            i++;
        if (i == word.n && i >= 3)
            return m + 1;
    }
    return word.n == 4 && month_named(str_slice(word, 0, 3)) == 9 && (word.p[3] | 0x20) == 't' ? 9
                                                                                               : 0;
}

/* Takes s apart as far as a date goes: a time of day ends it. */
static size_t parts_of(struct str s, struct part part[PARTS])
{
    size_t n = 0, i = 0;
    while (i < s.n && n < PARTS) {
        size_t from = i;
        if (ascii_digit((unsigned char)s.p[i])) {
            long value = 0;
            while (i < s.n && ascii_digit((unsigned char)s.p[i])) {
                if (i - from < 9)
                    value = value * 10 + (s.p[i] - '0');
                i++;
            }
            if (i < s.n && s.p[i] == ':')
                break;
            /* 1st, 2nd: of a month only where that is named; 1990s is no year's date */
            bool ordinal = i < s.n && ascii_alpha((unsigned char)s.p[i]) && s.p[i] != 'T';
            if (!ordinal || i - from == 4)
                part[n++] = (struct part){NUMBER, value, i - from};
            if (i < s.n && s.p[i] == 'T')
                break;
        } else if (ascii_alpha((unsigned char)s.p[i])) {
            while (i < s.n && ascii_alpha((unsigned char)s.p[i]))
                i++;
            int month = month_named(str_slice(s, from, i));
            if (month)
                part[n++] = (struct part){MONTH, month, 0};
        } else {
            i++;
        }
    }
    return n;
}

static bool is_year(const struct part *p)
{
    return p->kind == NUMBER && p->digits == 4 && p->value >= FIRST_YEAR && p->value <= LAST_YEAR;
}

static bool is_day(const struct part *p)
{
    return p->kind == NUMBER && p->digits <= 2 && p->value >= 1 && p->value <= 31;
}

struct str date_from(char out[DATE_MAX], long year, long month, long day)
{
    char text[DATE_MAX] = {(char)('0' + year / 1000 % 10),
                           (char)('0' + year / 100 % 10),
                           (char)('0' + year / 10 % 10),
                           (char)('0' + year % 10),
                           '-',
                           (char)('0' + month / 10),
                           (char)('0' + month % 10),
                           '-',
                           (char)('0' + day / 10),
                           (char)('0' + day % 10)};
    size_t n = 4;
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return (struct str){0};
    if (month >= 1 && month <= 12) {
        n = 7;
        if (day >= 1 && day <= 31 && rec_is_date((struct str){text, DATE_MAX}))
            n = DATE_MAX;
    }
    memcpy(out, text, n);
    return (struct str){out, n};
}

/* With a month's name: the day is the first fitting number beside it, before or after. */
static struct str with_name(char out[DATE_MAX], const struct part *part, size_t n, size_t month)
{
    long year = 0, day = 0;
    for (size_t i = 0; i < n && !year; i++)
        if (is_year(&part[i]))
            year = part[i].value;
    for (size_t i = 0; i < n && !day && (i < month || part[i].kind == NUMBER || i == month); i++)
        if (is_day(&part[i]))
            day = part[i].value;
    return date_from(out, year, part[month].value, day);
}

static struct str all_numbers(char out[DATE_MAX], const struct part *part, size_t n)
{
    if (n >= 1 && part[0].digits == 8) /* 20240131 */
        return date_from(out, part[0].value / 10000, part[0].value / 100 % 100,
                         part[0].value % 100);
    size_t y = 0;
    while (y < n && !is_year(&part[y]))
        y++;
    if (y == n)
        return (struct str){0};
    if (y == 2) { /* day and month in either order */
        long a = part[0].value, b = part[1].value;
        bool known = is_day(&part[0]) && is_day(&part[1]) && (a > 12 || b > 12 || a == b);
        return date_from(out, part[y].value, known ? (a > 12 ? b : a) : 0, a > 12 ? a : b);
    }
    if (y == 1)
        return date_from(out, part[y].value, is_day(&part[0]) ? part[0].value : 0, 0);
    long month = n > y + 1 && is_day(&part[y + 1]) ? part[y + 1].value : 0;
    return date_from(out, part[y].value, month,
                     n > y + 2 && is_day(&part[y + 2]) ? part[y + 2].value : 0);
}

struct str date_parse(char out[DATE_MAX], struct str s)
{
    struct part part[PARTS];
    size_t n = parts_of(s, part);
    for (size_t i = 0; i < n; i++)
        if (part[i].kind == MONTH)
            return with_name(out, part, n, i);
    return all_numbers(out, part, n);
}

struct str date_of_epoch(char out[DATE_MAX], int64_t seconds)
{
    /* Days to a date of the calendar: Richards, "Calendars", in Explanatory Supplement to the
     * Astronomical Almanac, 3rd ed., 2013, algorithm 3. */
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    if (days < -400000 || days > 100000)
        return (struct str){0};
    long j = (long)days + 2440588;
    long f = j + 1401 + (4 * j + 274277) / 146097 * 3 / 4 - 38;
    long e = 4 * f + 3, g = e % 1461 / 4, h = 5 * g + 2;
    long day = h % 153 / 5 + 1, month = (h / 153 + 2) % 12 + 1;
    return date_from(out, e / 1461 - 4716 + (14 - month) / 12, month, day);
}

/* H. Hinnant, "chrono-compatible low-level date algorithms". */
static long day_number(long year, long month, long day)
{
    year -= month <= 2;
    long era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static long digits(struct str s, size_t from, size_t to)
{
    long n = 0;
    for (size_t i = from; i < to; i++)
        n = n * 10 + (s.p[i] - '0');
    return n;
}

bool date_days(struct str date, long *first, long *last)
{
    if (!rec_is_date(date))
        return false;
    const long year = digits(date, 0, 4), month = date.n > 4 ? digits(date, 5, 7) : 1;
    if (year < FIRST_YEAR || year > LAST_YEAR)
        return false;
    *first = day_number(year, month, date.n > 7 ? digits(date, 8, 10) : 1);
    if (date.n > 7)
        *last = *first;
    else if (date.n > 4 && month < 12)
        *last = day_number(year, month + 1, 1) - 1;
    else
        *last = day_number(year + 1, 1, 1) - 1;
    return true;
}

struct str date_until(struct str date, struct str today)
{
    static const size_t lengths[] = {10, 7, 4};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t n = lengths[i];
        if (date.n < n)
            continue;
        if (today.n < n || memcmp(date.p, today.p, n) <= 0)
            return str_slice(date, 0, n);
    }
    return (struct str){0};
}
