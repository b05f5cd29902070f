/* Which clusters' mean distances a silhouette can ask for: the row's own, and
 * those that can be the nearest other one.
 *
 * The mean distance from a point to the rows of a cluster is at least the
 * distance to their centroid (Jensen's inequality) and at most the root of the
 * mean squared distance, which is that distance squared plus the cluster's own
 * mean square about its centroid.  A cluster whose least is above another one's
 * most cannot be the nearest. */
#ifndef QUALITY_NEAR_CLUSTERS_H
#define QUALITY_NEAR_CLUSTERS_H

#include "base/matrix.h"
#include "quality/labelling.h"

enum { NEAR_CLUSTERS = 64 }; /* a bit for each, so of more nothing can be said */

/* Sets bit c of near[i] for every such cluster c of row i, none for noise.  The
 * labels are below labelling->k <= NEAR_CLUSTERS.  False when memory runs out. */
bool near_clusters(const struct matrix *x, const struct labelling *labelling, int threads,
                   uint64_t *near, struct failure *why);

#endif
