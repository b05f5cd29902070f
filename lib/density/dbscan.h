/* Density-based clustering (DBSCAN; Ester, Kriegel, Sander and Xu 1996).
 *
 * Neighbours are points at a Euclidean distance d <= eps, a point being its own
 * neighbour; a point with at least min_samples neighbours is a core point.
 * Core points that are neighbours belong to one cluster; a border point, not
 * core but with a core point in reach, belongs to a cluster that has one; what
 * is left is noise.  Exact, with memory that grows with the rows only: no
 * neighbourhood is ever stored. */
#ifndef DENSITY_DBSCAN_H
#define DENSITY_DBSCAN_H

#include "base/failure.h"
#include "base/progress.h"
#include "density/kd_tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DBSCAN_NOISE = -1 };

struct dbscan_options {
	double eps;         /* in the unit of the features; >= 0 */
	size_t min_samples; /* neighbours of a core point, itself included; >= 1 */
	int threads;        /* >= 1; changes nothing but the time */
	/* The k-distances for this min_samples (density/k_distance.h) where they are
	 * known already, else NULL.  They are not needed after the call. */
	const double *k_distances;
	const struct progress *progress; /* may be NULL */
};

/* NULL, or why these options make no sense.  An eps of 0 does: it is what a
 * quantile of the k-distances says where most points are repeated, and then a
 * point's neighbours are its equals. */
const char *dbscan_check(const struct dbscan_options *options);

struct dbscan_result {
	/* For each row of the table the number of its cluster or DBSCAN_NOISE.  The
	 * numbers run from 0 in the order of the clusters' lowest core rows; a border
	 * point takes the lowest number among the clusters with a core point in reach,
	 * which makes the labels equal to scikit-learn's. */
	int32_t *labels;
	bool *core; /* for each row, whether it is a core point */
	size_t clusters, core_points, border_points, outliers;
};

/* Clusters the points of the tree.  Options must have passed the check.  The
 * caller frees the result; false (and nothing to free) when out of memory. */
bool dbscan(const struct kd_tree *tree, const struct dbscan_options *options,
            struct dbscan_result *result, struct failure *why);

void dbscan_free(struct dbscan_result *result);

#endif
