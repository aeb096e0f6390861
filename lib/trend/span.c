/* span.c - spans of time: `7d`, `1m`, 2024-01..2024-06. */
#include "parts.h"

#include "paper/ascii.h"

#include <limits.h>

struct civil {
    long year, month, day;
};

static struct civil civil_of(long day)
{
    char text[DATE_MAX];
    const bool has_date = day > -1000000 && day < 10000000;
    struct str s = date_of_epoch(text, has_date ? (int64_t)day * 86400 : INT64_MIN);
    struct civil c = {1000, 1, 1}; /* before the years that dates have */
    if (s.n == DATE_MAX) {
        c.year =
            (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
        c.month = (text[5] - '0') * 10 + text[6] - '0';
        c.day = (text[8] - '0') * 10 + text[9] - '0';
    }
    return c;
}

/* The day, or the month's last where it has fewer. */
static long day_of(struct civil c)
{
    char text[DATE_MAX];
    long first = LONG_MIN, last;
    struct str s;
    while ((s = date_from(text, c.year, c.month, c.day)).n == 7)
        c.day--;
    return s.n && date_days(s, &first, &last) ? first : LONG_MIN;
}

static long months_before(long day, long months)
{
    struct civil c = civil_of(day);
    long month = c.year * 12 + c.month - 1 - months;
    if (month < 12000)
        return LONG_MIN;
    c.year = month / 12;
    c.month = month % 12 + 1;
    return day_of(c);
}

/* The day as a bound: none before the years that dates have. */
static long bound_of(long day)
{
    return day < day_of((struct civil){1000, 1, 1}) ? LONG_MIN : day;
}

/* n units back from the end of the day `last`. */
static struct trend_span back(long last, long n, char unit)
{
    struct trend_span span = {LONG_MIN, last};
    if (last == LONG_MIN)
        return (struct trend_span){1, 0};
    if (unit == 'd' || unit == 'w')
        span.first = bound_of(last + 1 - n * (unit == 'w' ? 7 : 1));
    else
        span.first = months_before(last + 1, n * (unit == 'y' ? 12 : 1));
    return span;
}

/* Of `7d` the d, and its number; 0 where it is no such span. */
static char unit_of(const char *s, long *n)
{
    *n = 0;
    while (ascii_digit((unsigned char)*s) && *n < 100000)
        *n = *n * 10 + *s++ - '0';
    return *n && *n < 100000 && *s && strchr("dwmy", *s) && !s[1] ? *s : '\0';
}

bool trend_span(const char *s, long last, struct trend_span *span)
{
    const char *dots = strstr(s, "..");
    long n, other;
    char unit = unit_of(s, &n);
    if (unit) {
        *span = back(last, n, unit);
        return true;
    }
    *span = (struct trend_span){LONG_MIN, LONG_MAX};
    if (!dots)
        return date_days(str_from(s), &span->first, &span->last);
    struct str from = {s, (size_t)(dots - s)}, to = str_from(dots + 2);
    return (from.n || to.n) && (!from.n || date_days(from, &span->first, &other)) &&
           (!to.n || date_days(to, &other, &span->last)) && span->first <= span->last;
}

/* How many days a date of the papers may mean, to be exact to a unit. */
static long days_of(char unit)
{
    return unit == 'y' ? 366 : unit == 'm' ? 31 : 1;
}

/* The days of the papers whose dates are exact to the unit, and how many these are. */
static struct trend_span exact_dates(const struct trend *t, char unit, uint64_t *n)
{
    struct trend_span all = {LONG_MAX, LONG_MIN};
    *n = 0;
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        if (d->first > d->last || d->apart || d->last - d->first >= days_of(unit))
            continue;
        all.first = d->first < all.first ? d->first : all.first;
        all.last = d->last > all.last ? d->last : all.last;
        *n += d->papers;
    }
    return all;
}

/* The last day of the papers that do not begin before a day; LONG_MAX where there are none. */
static long last_from(const struct trend *t, long first)
{
    long last = LONG_MIN;
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        if (d->first <= d->last && !d->apart && d->first >= first && d->last > last)
            last = d->last;
    }
    return last == LONG_MIN ? LONG_MAX : last;
}

bool trend_window(const struct trend *t, const char *s, struct trend_span *span)
{
    uint64_t papers;
    long n;
    char unit = unit_of(s, &n);
    long last = exact_dates(t, unit ? unit : 'y', &papers).last;
    if (!trend_span(s, last == LONG_MIN ? trend_dates(t).last : last, span))
        return false;
    if (span->last == LONG_MAX)
        span->last = last_from(t, span->first);
    return true;
}

struct trend_span trend_last_span(const struct trend *t)
{
    static const char units[] = "ymwd";
    struct trend_span span = trend_dates(t);
    uint64_t papers, exact;
    exact_dates(t, 'y', &papers);
    for (const char *u = units; *u && span.first <= span.last; u++) {
        struct trend_span dates = exact_dates(t, *u, &exact);
        if (u > units && (exact == 0 || exact * 2 < papers))
            break;
        span = back(dates.last, 1, *u);
        if (back(dates.last, 4, *u).first >= dates.first)
            break;
    }
    return span;
}

struct trend_span trend_spans_before(struct trend_span span, long n)
{
    struct trend_span before = {LONG_MIN, LONG_MIN};
    if (span.first == LONG_MIN || span.first > span.last)
        return (struct trend_span){1, 0};
    before.last = span.first - 1;
    if (span.last == LONG_MAX)
        return before;
    /* As many months, where they are whole. */
    struct civil from = civil_of(span.first), to = civil_of(span.last + 1);
    long months = (to.year - from.year) * 12 + to.month - from.month;
    if (from.day == to.day && months > 0)
        before.first = months_before(span.first, months * n);
    else
        before.first = bound_of(span.first - (span.last - span.first + 1) * n);
    return before;
}

bool trend_cuts(const struct trend *t, const struct trend_span *span)
{
    for (size_t i = 0; i < t->ndoc; i++) {
        const struct doc *d = &t->doc[i];
        bool meets = d->first <= d->last && d->first <= span->last && d->last >= span->first;
        if (meets && !d->apart && (d->first < span->first || d->last > span->last))
            return true;
    }
    return false;
}

struct trend_span trend_unit_span(enum trend_unit unit, long day)
{
    struct trend_span span = {day, day};
    char text[DATE_MAX];
    struct str s = date_of_epoch(text, (int64_t)day * 86400);
    if (unit != TREND_DAY)
        date_days(str_slice(s, 0, unit == TREND_MONTH ? 7 : 4), &span.first, &span.last);
    return span;
}
