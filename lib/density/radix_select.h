/* The k-th smallest of many numbers, without sorting them and without a
 * branch that depends on their order. */
#ifndef DENSITY_RADIX_SELECT_H
#define DENSITY_RADIX_SELECT_H

#include <stddef.h>

struct selected {
	double value; /* the number at that rank in ascending order */
	size_t below; /* how many of the numbers are smaller than it */
};

/* The number of the given rank (0 is the smallest, rank < count) among `count`
 * finite ones, which are overwritten.  A radix selection on the bits of the
 * numbers: time grows with count, whatever the numbers are. */
struct selected radix_select(double *values, size_t count, size_t rank);

#endif
