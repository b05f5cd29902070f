/* New rows against a reference: features by their bins and means, segments by their mix. */
#ifndef DRIFT_COMPARISON_H
#define DRIFT_COMPARISON_H

#include "drift/bins.h"
#include "drift/segment_mix.h"

struct drift_feature {
	const char *name; /* the caller's */
	struct bins bins; /* frozen from the reference */
	size_t reference[BIN_LIMIT], now[BIN_LIMIT]; /* rows in each */
	double reference_mean, mean;
	double reference_sd; /* over n - 1; NaN for one row */
	struct psi psi;      /* after comparison_judge */
};

struct comparison {
	struct drift_feature *features;
	size_t feature_count;
	size_t reference_rows, rows;
	const char *by; /* the column of segments, the caller's; NULL: there is none */
	struct segment_mix mix;
	struct psi mix_psi;
	enum drift_verdict verdict; /* the gravest of all */
	double noise; /* the greatest noise_95 */
};

bool comparison_create(struct comparison *comparison, size_t feature_count, struct failure *why);

/* Freezes the bins of a feature from n >= 1 values of the reference. */
bool comparison_freeze(struct drift_feature *feature, const double *values, size_t n,
                       struct failure *why);

/* Fills in the indices and the verdict when all rows, at least one of each table, are in. */
bool comparison_judge(struct comparison *comparison, struct failure *why);

/* The shift of the mean in standard deviations of the reference: 0 where the mean is the same,
 * NaN where it is not and the reference has no spread. */
double drift_shift(const struct drift_feature *feature);

void comparison_free(struct comparison *comparison);

#endif
