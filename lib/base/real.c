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
