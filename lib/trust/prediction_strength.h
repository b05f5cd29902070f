/* Prediction strength (Tibshirani and Walther 2005; R fpc's
 * prediction.strength): whether the clusters of one half of the rows hold the
 * rows of the other half together.
 *
 * The rows are cut into halves at random and each half is clustered.  The rows
 * of each half are then also given to the nearest centroid of the other half's;
 * of every cluster, the share of the ordered pairs of its rows that stay
 * together is taken (1 for a cluster of one row), and the least share of a
 * half's clusters is its value.  The value of a cut is the mean of its halves. */
#ifndef TRUST_PREDICTION_STRENGTH_H
#define TRUST_PREDICTION_STRENGTH_H

#include "trust/spread.h"

#include "base/matrix.h"
#include "base/progress.h"

#include <stdint.h>

struct prediction_strength_options {
	size_t splits; /* >= 1 */
	int n_init;    /* starts of k-means for each half */
	uint64_t seed;
	int threads;
	const struct progress *progress; /* or NULL */
};

/* 50 splits, 5 starts, seed 0, one thread. */
extern const struct prediction_strength_options prediction_strength_defaults;

/* Clusters are predicted well where the mean is above this. */
#define PREDICTION_STRENGTH_LIMIT 0.8

/* The share for two labellings of the same `n` rows: the clusters of `own` are
 * judged, both number them below k.  `counts` holds k * (k + 1) numbers. */
double prediction_strength_of(const int32_t *own, const int32_t *other, size_t n, size_t k,
                              size_t *counts);

/* Writes for each of `count` k the mean and sd over the cuts; k = 1 has mean 1
 * and sd 0.  Cuts of which a half has fewer than k distinct rows do not count;
 * where none is left both are NaN.  The bytes are the same for every number of
 * threads. */
bool prediction_strength(const struct matrix *x, const size_t *k, size_t count,
                         const struct prediction_strength_options *options,
                         struct spread *strength, struct failure *why);

/* The place of the greatest k whose mean is above the limit; count where none is. */
size_t prediction_strength_choice(const struct spread *strength, size_t count);

#endif
