/* How much nearer each row is to its own cluster than to the next one. */
#ifndef QUALITY_SILHOUETTE_H
#define QUALITY_SILHOUETTE_H

#include "base/matrix.h"
#include "base/progress.h"
#include "quality/labelling.h"

/* Where a labelling's silhouette goes.  The caller owns the arrays. */
struct silhouette {
	double mean;         /* over the rows that are in a cluster */
	double *per_cluster; /* k means, NaN for a cluster without rows; NULL if not wanted */
	double *per_row;     /* one a row, NaN for noise; NULL if not wanted */
};

/* The silhouette (Rousseeuw 1987): (b - a) / max(a, b), where a is the mean
 * distance to the other rows of the own cluster and b the least mean distance to
 * the rows of another cluster.  Distances are Euclidean, not squared.  A row
 * alone in its cluster has 0, as has one with a = b = 0.  Noise rows are left
 * out on both sides; a cluster without rows is nobody's neighbour.
 *
 * Exact: every pair of rows is measured, once for all `count` labellings
 * together.  Time grows with rows^2, memory is rows * count and at most 32 MiB.
 * The bytes are the same for every number of threads (>= 1); asked for together
 * with others, a labelling's values may differ by the rounding of a sum.
 * `progress` may be NULL.
 *
 * False when a label is out of range, a labelling has not 2 <= clusters <=
 * rows - 1 (noise not counted), or memory runs out. */
bool silhouette(const struct matrix *features, const struct labelling *labellings, size_t count,
                int threads, const struct progress *progress, struct silhouette *scores,
                struct failure *why);

#endif
