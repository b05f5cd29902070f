/* The mean of some values and how far they lie from it. */
#ifndef TRUST_SPREAD_H
#define TRUST_SPREAD_H

#include <stddef.h>

struct spread {
	double mean; /* NaN without values */
	double sd;   /* with n - 1 in the denominator; NaN for fewer than two values */
};

/* Of those of `n` values that are not NaN. */
struct spread spread_of(const double *values, size_t n);

#endif
