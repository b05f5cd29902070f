/* How far a table's clusters spread, for every k in question. */
#ifndef TRUST_DISPERSION_H
#define TRUST_DISPERSION_H

#include "trust/one_group.h"

#include "base/progress.h"

#include <stdint.h>

/* log W_k of an inertia.  W is the sum over the clusters of the squared
 * distances between all pairs of their rows, by twice their number of rows
 * (Tibshirani, Walther and Hastie 2001), of which clusGap takes the half: the
 * inertia by 2.  -infinity where the inertia is 0. */
double log_dispersion(double inertia);

/* Writes log W_k of `x` for each k, from the best of `n_init` starts of k-means
 * that is not refined.  The same seed and starts give a table and those that it
 * is held against the same chance to be fitted well. */
bool log_dispersions(const struct matrix *x, const size_t *k, size_t count, int n_init,
                     uint64_t seed, double *log_w, struct failure *why);

struct reference_effort {
	size_t references;
	int n_init;
	uint64_t seed;
	int threads;
	const struct progress *progress; /* or NULL */
	const char *task;                /* what it is called there */
};

/* The same for effort->references tables drawn from `group`: `log_w` holds
 * count x references numbers, those of one k together.  The bytes are the same
 * for every number of threads. */
bool reference_dispersions(const struct one_group *group, enum one_group_kind kind,
                           const size_t *k, size_t count, const struct reference_effort *effort,
                           double *log_w, struct failure *why);

#endif
