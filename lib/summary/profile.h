/* What the segments look like: the statistics of their features, gathered row
 * by row.  Memory grows with the segments alone, unless values are kept. */
#ifndef SUMMARY_PROFILE_H
#define SUMMARY_PROFILE_H

#include "base/compensated_sum.h"
#include "base/failure.h"

#include <stddef.h>

/* What is gathered beyond counts, means, minima and maxima. */
enum {
	PROFILE_SPREAD = 1 << 0, /* for the standard deviation */
	PROFILE_VALUES = 1 << 1, /* keep every value, 8 bytes each, for quantiles */
};

/* One feature of one segment. */
struct profile_feature {
	struct compensated_sum sum;
	double first; /* of its values; squares are taken from here, see profile_sd */
	struct compensated_sum away, square; /* of x - first */
	double least, most;
	double *values;
};

struct profile_segment {
	size_t count, capacity; /* rows; room in `values` of its features */
	struct profile_feature *features;
};

struct profile {
	size_t feature_count;
	unsigned needs;
	size_t rows;
	struct profile_segment *segments;
	size_t segment_count;
};

void profile_create(struct profile *profile, size_t feature_count, unsigned needs);
void profile_free(struct profile *profile);

/* Adds a row to a segment (0 .. segment_count; the next one is made by its
 * first row).  `values` holds feature_count finite numbers.  False when memory
 * runs out. */
bool profile_add(struct profile *profile, size_t segment, const double *values,
                 struct failure *why);

/* The mean of a feature in a segment, and in all rows.  Infinity where the sum
 * lies beyond the greatest double. */
double profile_mean(const struct profile *profile, size_t segment, size_t feature);
double profile_overall_mean(const struct profile *profile, size_t feature);

/* 100 times the mean in the segment by the mean in all rows; NaN where that is
 * 0, infinity where a mean is. */
double profile_index(const struct profile *profile, size_t segment, size_t feature);

/* The sample standard deviation (over n - 1, as R's sd and pandas do); NaN in a
 * segment of one row, infinity where a square lies beyond the greatest double.
 * Squares are taken of the distance to the segment's first value, so that a
 * large common offset costs no digits (Chan, Golub and LeVeque 1983). */
double profile_sd(const struct profile *profile, size_t segment, size_t feature);

double profile_min(const struct profile *profile, size_t segment, size_t feature);
double profile_max(const struct profile *profile, size_t segment, size_t feature);

/* The quantile q (0 <= q <= 1), see base/quantile.h; needs PROFILE_VALUES.  The
 * values that are kept change their order. */
double profile_quantile(struct profile *profile, size_t segment, size_t feature, double q);

#endif
