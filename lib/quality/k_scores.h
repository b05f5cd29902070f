/* The clusterings of a range of k and what is quickly said of each. */
#ifndef QUALITY_K_SCORES_H
#define QUALITY_K_SCORES_H

#include "kmeans/kmeans.h"
#include "quality/silhouette_scores.h"

struct k_scores {
	size_t count; /* of k; each array has one entry for each */
	size_t *k;    /* rising by 1 */
	struct kmeans_result *results;
	double *inertia, *calinski_harabasz, *davies_bouldin; /* as validity.h has them */
	double *silhouette; /* the mean; NaN where it is not defined or was not asked for */
	double epsilon;     /* of the silhouettes; 0: exact */
};

/* Clusters the rows of `x` for k = least .. most and scores them, but for the
 * silhouettes.  `how` says the rest; its progress is told of the k.  The caller
 * frees the scores with k_scores_free, also after a failure, which names the k. */
bool k_scores_fit(struct k_scores *scores, const struct matrix *x, size_t least, size_t most,
                  const struct kmeans_options *how, struct failure *why);

/* Adds the silhouettes, those of every k in one pass over the pairs of rows. */
bool k_scores_silhouettes(struct k_scores *scores, const struct matrix *x,
                          const struct silhouette_effort *effort, int threads,
                          const struct progress *progress, struct failure *why);

void k_scores_free(struct k_scores *scores);

#endif
