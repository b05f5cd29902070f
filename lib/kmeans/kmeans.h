/* k-means: k centroids that make the inertia, the weighted sum of the squared
 * Euclidean distances from every row to its nearest centroid, small.
 *
 * Several starts by greedy k-means++ (kmeans_seeding.h) are run to their end
 * by Lloyd's algorithm (kmeans_lloyd.h); the best of them is refined
 * (kmeans_refine.h), which never makes it worse; large tables begin with a
 * sample (kmeans_search.h).  The result depends on the rows, the options and
 * the seed, and neither on the threads nor on the processor. */
#ifndef KMEANS_KMEANS_H
#define KMEANS_KMEANS_H

#include "base/matrix.h"
#include "base/progress.h"
#include "kmeans/kmeans_assign.h"

#include <stdint.h>

#define KMEANS_WEIGHT_MAX 1e50 /* a larger weight is refused */

struct kmeans_options {
	size_t k;
	int n_init;            /* starts, >= 1 */
	int max_iter;          /* of Lloyd's algorithm in each start, >= 1 */
	double tol;            /* a start ends when the squared shifts of the centroids sum up to
	                          at most tol * mean variance of the columns; >= 0 */
	bool refine;           /* refine the best start; else every start runs on all rows, and the
	                          best of them is the result */
	uint64_t seed;
	int threads;           /* >= 1 */
	const double *weights; /* of each row, >= 0; NULL: all 1 */
	const struct progress *progress; /* or NULL */
};

/* One segment, 10 starts of at most 300 iterations, tol 1e-4, refined, seed 0,
 * one thread, no weights. */
extern const struct kmeans_options kmeans_defaults;

struct kmeans_result {
	size_t k, cols;
	double *centroids; /* k x cols, row-major, in the order of the segments */
	int32_t *labels;   /* of each row: exactly what kmeans_assign gives for these centroids */
	size_t *sizes;     /* rows in each segment, never 0; descending, ties by centroids */
	double inertia;
	int iterations;    /* of Lloyd's algorithm on all rows, before the refinement */
	bool converged;    /* whether it ended before max_iter */
};

/* NULL, or why these options and rows make no clustering. */
const char *kmeans_check(const struct matrix *x, const struct kmeans_options *options);

/* Clusters the rows of `x`, which pass kmeans_check.  It fails when there are
 * fewer than k distinct rows with a weight, or no memory.  The caller frees the
 * result with kmeans_free, also after a failure.  Takes memory for one more
 * copy of `x` and about 40 bytes a row. */
bool kmeans_fit(const struct matrix *x, const struct kmeans_options *options,
                struct kmeans_result *result, struct failure *why);

/* The same from one given start, `centroids` (k x cols, row-major): Lloyd's
 * algorithm alone.  n_init, refine and seed are not looked at. */
bool kmeans_lloyd_fit(const struct matrix *x, const struct kmeans_options *options,
                      const double *centroids, struct kmeans_result *result,
                      struct failure *why);

void kmeans_free(struct kmeans_result *result);

#endif
