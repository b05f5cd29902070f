/* A clustering on its way, against the best so far: it ends early where it has no
 * hope of getting better, and most have none.
 *
 * An iteration of Lloyd's algorithm seldom brings more than the one before, so
 * one that lacks a few times more than its last iteration brought will not
 * catch up.  (Successive halving, too, does not run to the end what lies behind:
 * Jamieson and Talwalkar, AISTATS 2016.) */
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
