/* The k-distance of a point is the Euclidean distance to its min_samples-th
 * nearest neighbour, the point itself counted as the first (Ester, Kriegel,
 * Sander and Xu 1996, section 4.2; R's dbscan::kNNdist with k = minPts - 1).
 * A point is a core point of DBSCAN just if its k-distance is at most eps. */
#ifndef DENSITY_K_DISTANCE_H
#define DENSITY_K_DISTANCE_H

#include "base/failure.h"
#include "base/progress.h"
#include "density/kd_tree.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes the k-distance of every row into distances[tree->rows], in the order
 * of the table.  min_samples >= 1; where there are fewer rows than that, every
 * k-distance is infinite.  The same bytes for every number of threads (>= 1).
 * False when out of memory.
 *
 * A quantile of the k-distances (base/quantile.h) is a choice of eps: at the
 * q-th percentile about q % of the rows are core points. */
bool k_distances(const struct kd_tree *tree, size_t min_samples, int threads,
                 double *distances, const struct progress *progress, struct failure *why);

#endif
