/* The signals for a range of k that draw tables again and again: the gap
 * statistic with the test for one group, the prediction strength and the
 * bootstrapped ARI, each with its own choice of k.
 *
 * The gap leaves it to the test whether there is one group, and then looks for
 * the end of its rise among all k from 2 on (gap_bend): its first maximum, which
 * R's default rule takes, is at 1 wherever a few large clusters do not fit
 * better than one (Tibshirani, Walther and Hastie saw that with clusters in
 * clusters).
 *
 * They look at K_TRUST_ROWS rows at most, drawn at random: they say something
 * about where the rows come from, and more rows would say it again. */
#ifndef TRUST_K_TRUST_H
#define TRUST_K_TRUST_H

#include "trust/gap.h"
#include "trust/one_group_test.h"
#include "trust/prediction_strength.h"

enum { K_TRUST_ROWS = 5000 };

struct k_trust_request {
	bool gap, prediction_strength, bootstrapped_ari;
	uint64_t seed;
	int threads;
	const struct progress *progress; /* or NULL */
};

/* What was not asked for is 0 or NULL. */
struct k_trust {
	size_t rows;       /* that were looked at */
	size_t gap_count;  /* the k of the gap: 1, which it is about, and those of the range */
	size_t *gap_k;
	double *log_w;     /* of the best clustering of the rows looked at, for each gap_k */
	struct gap gap;
	size_t references; /* of the gap */
	size_t gap_choice; /* 1 where the test finds one group, else gap_bend */
	size_t gap_first_se_max, gap_tibs_2001_se_max;
	struct one_group_test test;
	struct spread *strength; /* one for each k of the range */
	size_t splits;
	size_t strength_choice;  /* 1 where no k is above the limit, 0 where none was measured */
	struct spread *ari;      /* the same; NaN for k = 1, which always has 1 */
	size_t pairs;            /* of bootstraps */
	size_t ari_choice;       /* see k_trust_ari_choice */
};

/* Looks at the rows of `x`, which pass kmeans_check, for `count` rising k.
 * `inertia` is that of the best clustering of all rows with each k.  The caller
 * frees the result with k_trust_free, also after a failure. */
bool k_trust(const struct matrix *x, const size_t *k, const double *inertia, size_t count,
             const struct k_trust_request *request, struct k_trust *trust, struct failure *why);
void k_trust_free(struct k_trust *trust);

/* The place of the greatest k whose mean is no more than a standard error (sd
 * by the root of the pairs) below the highest one: of clusterings that are
 * repeated equally well the one that says most.  `count` where all are NaN. */
size_t k_trust_ari_choice(const struct spread *ari, size_t count, size_t pairs);

#endif
