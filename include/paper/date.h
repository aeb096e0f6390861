/* date.h - dates as sources write them, brought to the form of a record's DATE. */
#ifndef PAPER_DATE_H
#define PAPER_DATE_H

#include "paper/str.h"

#include <stdint.h>

enum { DATE_MAX = 10 };

/* Writes YYYY, YYYY-MM or YYYY-MM-DD, as much as s tells, and gives it; empty where s holds no
 * date. Understood: ISO 8601 with or without a time, and with '/' or '.' for '-'; `20240131`; words
 * for months, in English in full or from three letters on, in any place (`Mon, 2 Apr 2007 19:18:42
 * GMT`, `March 2024`, `2016 Jan-Feb`, `SEP 3, 2014`); a year among other words (`Winter 2010`,
 * `c1998`). Of a span the beginning is taken. Day and month as numbers before a year are told apart
 * only where one is above 12. What is impossible is left off: `2023-02-31` is 2023-02. Years are
 * those from 1000 to 2199. */
struct str date_parse(char out[DATE_MAX], struct str s);

/* From numbers: month and day may be 0; the same rules. */
struct str date_from(char out[DATE_MAX], long year, long month, long day);

/* The UTC date of that many seconds since the epoch; empty beyond those years. */
struct str date_of_epoch(char out[DATE_MAX], int64_t seconds);

/* The days, counted from 1970-01-01, with which a record's DATE begins and ends: one and the same
 * for YYYY-MM-DD. False where it is no date of the calendar, or beyond those years. */
bool date_days(struct str date, long *first, long *last);

/* As much of a date as is not after today: less than the whole where it only may be. Both as
 * above. */
struct str date_until(struct str date, struct str today);

#endif
