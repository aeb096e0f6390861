/* real.c - ln x for x = m 2^e, with m near 1, as e ln 2 + 2 artanh((m - 1) / (m + 1)); artanh by
 * its power series (Abramowitz and Stegun, 4.1.27), whose terms fall by a factor of 34 at least.
 * The compiler must not contract a product and a sum to one operation: -ffp-contract=off. */
#include "paper/real.h"

#include <math.h>

double real_log(double x)
{
    int e;
    double m = frexp(x, &e); /* exact; m is in [1/2, 1) */
    if (m < 0.70710678118654752) {
        m *= 2;
        e--;
    }
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int k = 21; k > 1; k -= 2)
        sum = square * (sum + 1.0 / k);
    return e * 0.69314718055994531 + 2 * (s + s * sum);
}

double real_sqrt(double x)
{
    int e;
    if (!(x > 0))
        return 0;
    double m = frexp(x, &e); /* exact */
    if (e % 2) {
        m *= 2;
        e--;
    }
    double root = .5 * (1 + m); /* m is in [1/2, 2); each of Heron's steps doubles the digits */
    for (int i = 0; i < 5; i++)
        root = .5 * (root + m / root);
    return ldexp(root, e / 2);
}
