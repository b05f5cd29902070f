/* How tight and how far apart the clusters of a labelling are, judged from the
 * centroids.  The silhouette, which looks at every pair, is in silhouette.h. */
#ifndef QUALITY_VALIDITY_H
#define QUALITY_VALIDITY_H

#include "base/matrix.h"
#include "quality/labelling.h"

struct validity {
	double inertia;
	double calinski_harabasz; /* higher is better */
	double davies_bouldin;    /* lower is better */
};

/* Scores one labelling of the rows of `features`; noise is left out and empty
 * clusters count for nothing.
 *
 * inertia: the sum of the squared distances of the rows to the mean of their
 * cluster.
 *
 * calinski_harabasz (Calinski and Harabasz 1974): [B/(k-1)] / [W/(n-k)], with W
 * the inertia and B the sum, weighted by size, of the squared distances of the
 * centroids to the mean of all rows; 1 where W is 0.
 *
 * davies_bouldin (Davies and Bouldin 1979): the mean over clusters i of the
 * greatest (S_i + S_j) / M_ij, with S the mean distance to the centroid and M
 * the distance between centroids; 0 where all S or all M are below 1e-8, and a
 * pair with M = 0 is passed over.
 *
 * The two indices are NaN where labelling_incomparable() has a reason against
 * them.  The bytes are the same for every number of threads.  False when a label
 * is out of range, no row is in a cluster, or memory runs out. */
bool validity(const struct matrix *features, const struct labelling *labelling, int threads,
              struct validity *scores, struct failure *why);

#endif
