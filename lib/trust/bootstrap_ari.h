/* How far the clustering with k segments as a whole can be repeated. */
#ifndef TRUST_BOOTSTRAP_ARI_H
#define TRUST_BOOTSTRAP_ARI_H

#include "trust/bootstrap.h"
#include "trust/spread.h"

struct bootstrap_ari {
	struct spread spread; /* mean and sd over the pairs */
	double *values;       /* one a pair */
	size_t pairs;
};

/* The bootstrapped adjusted Rand index (Dolnicar and Leisch 2010, "Evaluation of
 * structure and reproducibility of cluster solutions using the bootstrap"; R
 * flexclust's bootFlexclust): pairs of bootstraps are clustered, all rows are
 * assigned by both, and the two labellings compared (quality/rand_index.h).  1 is
 * the same clustering every time; one cluster always has 1, which says nothing.
 *
 * The rows pass bootstrap_check; fails as bootstrap_pairs does.  The caller frees
 * the result with bootstrap_ari_free, also after a failure. */
bool bootstrap_ari(const struct matrix *x, const struct bootstrap_options *options,
                   struct bootstrap_ari *result, struct failure *why);
void bootstrap_ari_free(struct bootstrap_ari *result);

#endif
