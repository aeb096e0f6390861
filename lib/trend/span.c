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

bool trend_span(const char *s, long last, struct trend_span *span)
{
    const char *dots = strstr(s, ".."), *p = s;
    long n = 0, other;
    while (ascii_digit((unsigned char)*p) && n < 100000)
        n = n * 10 + *p++ - '0';
    if (n && n < 100000 && *p && strchr("dwmy", *p) && !p[1]) {
        *span = back(last, n, *p);
        return true;
    }
    *span = (struct trend_span){LONG_MIN, LONG_MAX};
    if (!dots)
        return date_days(str_from(s), &span->first, &span->last);
    struct str from = {s, (size_t)(dots - s)}, to = str_from(dots + 2);
    return (from.n || to.n) && (!from.n || date_days(from, &span->first, &other)) &&
           (!to.n || date_days(to, &other, &span->last)) && span->first <= span->last;
}

struct trend_span trend_last_span(const struct trend *t)
{
    static const char units[] = "ymwd";
    struct trend_span all = trend_dates(t), span = all;
    long exact = 1;
    for (size_t i = 0; i < t->ndoc; i++)
        if (t->doc[i].last - t->doc[i].first >= exact && !t->doc[i].apart)
            exact = t->doc[i].last - t->doc[i].first + 1;
    for (const char *u = units; *u && all.first <= all.last; u++) {
        struct trend_span one = back(all.last, 1, *u);
        if (u > units && one.first != LONG_MIN && one.last - one.first + 1 < exact)
            break;
        span = one;
        if (back(all.last, 4, *u).first >= all.first)
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

struct trend_span trend_unit_span(enum trend_unit unit, long day)
{
    struct trend_span span = {day, day};
    char text[DATE_MAX];
    struct str s = date_of_epoch(text, (int64_t)day * 86400);
    if (unit != TREND_DAY)
        date_days(str_slice(s, 0, unit == TREND_MONTH ? 7 : 4), &span.first, &span.last);
    return span;
}
