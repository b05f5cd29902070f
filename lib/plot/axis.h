/* The range of an axis. */
#ifndef PLOT_AXIS_H
#define PLOT_AXIS_H

#include <stddef.h>

struct axis {
	double low, high; /* low < high */
};

/* From the least to the greatest of n finite values, of at most 1e150, with a
 * margin of 4 % on both sides; around one value alone, or none (0). */
static inline struct axis axis_of(const double *values, size_t n)
{
	struct axis axis = { n > 0 ? values[0] : 0, n > 0 ? values[0] : 0 };
	for (size_t i = 1; i < n; i++) {
		axis.low = values[i] < axis.low ? values[i] : axis.low;
		axis.high = values[i] > axis.high ? values[i] : axis.high;
	}
	double margin = (axis.high - axis.low) * 0.04;
	double size = axis.high > -axis.low ? axis.high : -axis.low;
	/* Where the margin would drown in the size of the numbers, so would the tics. */
	if (margin < size * 1e-12 || margin < 1e-300)
		margin = size > 0 ? size * 0.1 : 1;
	return (struct axis){ axis.low - margin, axis.high + margin };
}

#endif
