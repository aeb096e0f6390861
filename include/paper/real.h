/* real.h - logarithms and roots that are the same to the last bit on every machine, as those of the
 * C library are not: made of additions, products and quotients alone, in a fixed order. */
#ifndef PAPER_REAL_H
#define PAPER_REAL_H

/* The natural logarithm of a finite x > 0; off by 2 units in the last place at most. */
double real_log(double x);

/* The square root of a finite x; 0 below 0. Off by a unit in the last place at most. */
double real_sqrt(double x);

#endif
