/* bounds.c - ranges of numbers and of dates.
 *
 * A date is a range of days: 2024-05 is from the first to the last of May. A value lies in a range
 * if all of its days do, so that what is known less exactly than it was asked for is not found. */
#include "parts.h"

#include "paper/ascii.h"
#include "paper/sortkey.h"

#include <math.h>

static const char no_number[] = "no number, as in 10..50, 10.., ..50 or >=0.5";
static const char no_date[] = "no date: YYYY, YYYY-MM or YYYY-MM-DD, or a range as 2024-03..2025";
static const char no_bound[] = "a range needs a bound, as in 10.. or >10";

/* Where the two dots of a range stand; s.n for none. Three dots are no range. */
static size_t dots(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '.' && s.p[i + 1] == '.')
            return i;
    return s.n;
}

bool bounds_begin(struct str s)
{
    return s.n && (s.p[0] == '<' || s.p[0] == '>' || dots(s) < s.n);
}

static size_t digits(struct str s, size_t i)
{
    while (i < s.n && ascii_digit((unsigned char)s.p[i]))
        i++;
    return i;
}

/* Whether all of s is a decimal number. */
static bool is_number(struct str s)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), end = digits(s, i), n = end - i;
    if (end < s.n && s.p[end] == '.') {
        i = end + 1;
        end = digits(s, i);
        n += end - i;
    }
    if (n && end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')) {
        i = end + 1 + (end + 1 < s.n && (s.p[end + 1] == '-' || s.p[end + 1] == '+'));
        end = digits(s, i);
        n = end - i;
    }
    return n && end == s.n;
}

/* Whether s is a date and can be no number. */
static bool is_day(struct str s)
{
    return s.n > 4 && rec_is_date(s);
}

/* The number in s[from..to), or `missing` where s ends before. */
static int part(struct str s, size_t from, size_t to, int missing)
{
    int n = 0;
    if (s.n < to)
        return missing;
    for (size_t i = from; i < to; i++)
        n = n * 10 + (s.p[i] - '0');
    return n;
}

/* A date of the calendar as YYYYMMDD, with these for the month and the day that it leaves open. */
static double day(struct str s, int month, int of_month)
{
    return part(s, 0, 4, 0) * 10000 + part(s, 5, 7, month) * 100 + part(s, 8, 10, of_month);
}

/* The smallest and the greatest of what a bound, or a value, stands for. */
static bool extent(struct str s, bool of_days, bool whole, double *first, double *last)
{
    if (of_days) {
        if (!rec_is_date(s))
            return false;
        *first = day(s, 1, 1);
        *last = day(s, 12, 31);
        return true;
    }
    if ((whole && !is_number(s)) || !sortkey_number(s, first))
        return false;
    *last = *first;
    return true;
}

/* `>a`, `>=a`, `<a`, `<=a` */
static bool compared(struct bounds *b, struct str s)
{
    bool greater = s.p[0] == '>', equal = s.n > 1 && s.p[1] == '=';
    double first, last;
    if (!extent(str_slice(s, 1 + equal, s.n), b->days, true, &first, &last))
        return false;
    b->above = greater && !equal;
    b->below = !greater && !equal;
    if (greater)
        b->low = equal ? first : last;
    else
        b->high = equal ? last : first;
    return true;
}

const char *bounds_parse(struct bounds *b, struct str s, bool dates)
{
    *b = (struct bounds){.low = -INFINITY, .high = INFINITY, .days = dates};
    double first, last = INFINITY;
    size_t at = dots(s);
    bool ordered = s.p[0] == '<' || s.p[0] == '>';
    if (s.n == (ordered ? 1 : 2) && (ordered || at == 0))
        return no_bound;
    struct str from = str_slice(s, 0, at), to = str_slice(s, at < s.n ? at + 2 : at, s.n);
    if (ordered)
        from = str_slice(s, 1 + (s.p[1] == '='), s.n);
    b->days |= is_day(from) || is_day(to); /* fields other than the date may hold dates, too */
    const char *wrong = b->days ? no_date : no_number;
    if (ordered)
        return compared(b, s) ? NULL : wrong;
    if (from.n && !extent(from, b->days, true, &b->low, &last))
        return wrong;
    if (at == s.n)
        b->high = last; /* a date alone */
    else if (to.n && !extent(to, b->days, true, &first, &b->high))
        return wrong;
    return b->low > b->high ? "the range is upside down" : NULL;
}

bool bounds_hold(const struct bounds *b, struct str value)
{
    double first, last;
    if (!extent(value, b->days, false, &first, &last))
        return false;
    return (b->above ? first > b->low : first >= b->low) &&
           (b->below ? last < b->high : last <= b->high);
}
