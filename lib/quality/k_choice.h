/* How many clusters, judged from the signals of a range of k.
 *
 * The rule: the mean silhouette decides, and of equal ones the smaller k.  It
 * was among the best of thirty indices in an extensive comparison (Arbelaitz,
 * Gurrutxaga, Muguerza, Perez and Perona 2013), and it alone of the four has an
 * absolute reading (Kaufman and Rousseeuw 1990): up to 0.25 no substantial
 * structure was found, up to 0.5 the structure is weak.  The other signals do
 * not vote; where they disagree the sentence says what they prefer, since then
 * the range between is worth a look by someone who knows the customers. */
#ifndef QUALITY_K_CHOICE_H
#define QUALITY_K_CHOICE_H

#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* One value for each k in question, k rising; NaN where it is not defined.  The
 * caller owns the arrays. */
struct k_signals {
	size_t n;
	const size_t *k;
	const double *inertia, *silhouette, *calinski_harabasz, *davies_bouldin;
};

struct k_choice {
	size_t recommended;
	/* What each signal would choose for itself; 0 where it has no choice. */
	size_t elbow;             /* the knee of the inertia (knee.h) */
	size_t silhouette;        /* the greatest */
	size_t calinski_harabasz; /* the greatest */
	size_t davies_bouldin;    /* the least */
	bool agree;               /* every signal that has a choice made the same one */
	char why[512];            /* one sentence, without a full stop */
};

/* False when no k has a silhouette, or memory runs out. */
bool k_choose(const struct k_signals *signals, struct k_choice *choice, struct failure *why);

#endif
