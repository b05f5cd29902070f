/* The silhouette of tables that are too long for all pairs, by a sample of the
 * points of each cluster, with a bound on the error. */
#ifndef QUALITY_SILHOUETTE_SAMPLE_H
#define QUALITY_SILHOUETTE_SAMPLE_H

#include "quality/silhouette.h"

#include <stdint.h>

struct silhouette_sampling {
	size_t t;       /* clusters of up to t rows are used whole; 0: from epsilon */
	double epsilon; /* the error to aim at, between 0 and 1; looked at where t is 0 */
	double delta;   /* how likely a greater error may be, between 0 and 1 */
	uint64_t seed;
};

struct silhouette_estimate {
	struct silhouette score; /* as in silhouette.h, the arrays the caller's */
	size_t t;                /* what was used */
	double epsilon;          /* what goes with it; 0 where the value is exact */
	size_t points;           /* how many points each row was measured to */
};

/* NULL, or what is wrong with the options. */
const char *silhouette_sampling_check(const struct silhouette_sampling *options);

/* Estimates the silhouette after Altieri, Pietracaprina, Pucci and Vandin (SDM
 * 2021).  Every row is measured, but only to some points of each cluster, drawn
 * one by one with a probability p that grows with how far out they lie, and each
 * counted 1/p times: no cluster is lost because it is small, and no sum because
 * it hangs on a few far points, as under uniform sampling.  How far out a point
 * lies is judged from a small pilot sample s of its cluster C:
 * p = min(1, t max(1/|C|, max_s d(point, s) / W(s))), W(s) = the sum over C of d(x, s).
 *
 * With t = ln(n k / delta) / epsilon^2, n rows and k clusters, every sum of
 * distances is off by a share of O(epsilon) of itself at most, with probability
 * 1 - delta for all of them together; so the silhouettes of the rows and their
 * means are off by O(epsilon).  What is seen is well below epsilon, for the mean
 * a tenth of it or less.  Clusters of at most t rows add no error; where all are
 * so small, the result is that of silhouette(), but for rounding.
 *
 * Time grows with n times the points drawn (t to 2t a cluster, or so), memory
 * with n.  Conditions and failures are those of silhouette(); the bytes depend
 * on the seed and not on the threads. */
bool silhouette_sample(const struct matrix *features, const struct labelling *labelling,
                       const struct silhouette_sampling *options, int threads,
                       const struct progress *progress, struct silhouette_estimate *estimate,
                       struct failure *why);

#endif
