/* Quantiles by linear interpolation: NumPy's `linear`, R's type 7 (Hyndman and
 * Fan 1996, definition 7).  The quantile q of n values lies at rank
 * h = (n - 1) q of the sorted values; between two ranks the line from a to b is
 * followed from the nearer end, so that no end is missed by a rounding. */
#ifndef BASE_QUANTILE_H
#define BASE_QUANTILE_H

#include <stddef.h>

/* The quantile q (0 <= q <= 1) of n >= 1 finite values in ascending order.
 * A zero comes back without a sign. */
double quantile_of_sorted(const double *sorted, size_t n, double q);

/* The same, with the same bits, for values in any order, in time that grows
 * with n; `scratch` holds them and is left in another order. */
double quantile(double *scratch, size_t n, double q);

#endif
