/* One clustering on its way against the best so far: left off where it has
 * no hope of getting better, which the most of them have not.
 *
 * An iteration of Lloyd's algorithm hardly ever brings more than the one
 * before, so what lacks more than a few times that which the last one brought
 * will not make it (as in successive halving, Jamieson and Talwalkar, AISTATS
 * 2016, what lies behind is not run to its end). */
#ifndef KMEANS_KMEANS_RACE_H
#define KMEANS_KMEANS_RACE_H

#include "kmeans/kmeans_lloyd.h"

/* By how much the inertia of `lloyd` is lower than that of `best`, less what may
 * be rounding; each with its rows' means for centroids. */
double kmeans_race_lead(const struct kmeans_lloyd *lloyd, const struct kmeans_lloyd *best);

/* Runs `lloyd` as kmeans_lloyd_run does, but without labelling at the end, and
 * only while there is hope that it gets better than `best`.  Returns whether
 * there was to the end. */
bool kmeans_race(struct kmeans_lloyd *lloyd, const struct kmeans_lloyd *best, int max_iter,
                 double tolerance, int *iterations, bool *converged);

#endif
