/* How many clusters, judged from the signals of a range of k.
 *
 * The rule: where a test found one group, 1.  Where two of the gap, prediction
 * strength and the bootstrapped ARI, three signals of different kinds, choose
 * the same k, this one.  Else the mean silhouette decides, and of equal ones the
 * smaller k.  It was among the best of thirty indices in an extensive
 * comparison (Arbelaitz, Gurrutxaga, Muguerza, Perez and Perona 2013), and has
 * an absolute reading (Kaufman and Rousseeuw 1990): up to 0.25 no substantial
 * structure was found, up to 0.5 the structure is weak.  Where there is no
 * silhouette to go by, the next signal of the list below decides.  The others
 * do not vote; where they disagree the sentence says what they prefer, since
 * then the range between is worth a look by someone who knows the customers. */
#ifndef QUALITY_K_CHOICE_H
#define QUALITY_K_CHOICE_H

#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* In the order in which they decide. */
enum k_signal {
	K_SILHOUETTE,          /* the greatest */
	K_GAP,                 /* trust/gap.h */
	K_PREDICTION_STRENGTH, /* trust/prediction_strength.h */
	K_BOOTSTRAPPED_ARI,    /* trust/bootstrap_ari.h */
	K_CALINSKI_HARABASZ,   /* the greatest */
	K_DAVIES_BOULDIN,      /* the least */
	K_ELBOW,               /* the knee of the inertia (knee.h) */
	K_SIGNALS
};

/* The names that reports and options use, ended by NULL. */
extern const char *const k_signal_names[K_SIGNALS + 1];

enum structure {
	STRUCTURE_NOT_TESTED,
	STRUCTURE_FOUND,
	STRUCTURE_ELSEWHERE, /* found, but not with the k in question */
	STRUCTURE_NOT_FOUND,
};

/* One value for each k in question, k rising; NaN where it is not defined, and
 * NULL for a signal that is not to be looked at.  The caller owns the arrays. */
struct k_signals {
	size_t n;
	const size_t *k;
	const double *inertia, *silhouette, *calinski_harabasz, *davies_bouldin;
	size_t gap, prediction_strength, bootstrapped_ari; /* their choices; 0: none */
	enum structure structure;
	size_t structure_most_k; /* the greatest k that was tested for it */
};

struct k_choice {
	size_t recommended;
	size_t by[K_SIGNALS]; /* what each signal would choose for itself; 0: none */
	bool agree;           /* every signal that has a choice made the recommended one */
	char why[768];        /* one sentence, without a full stop */
};

/* False when no signal chooses, or memory runs out. */
bool k_choose(const struct k_signals *signals, struct k_choice *choice, struct failure *why);

#endif
