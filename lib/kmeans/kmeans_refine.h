/* From a good clustering to a better one, where Lloyd's algorithm cannot go: it
 * never carries a centroid from a place that has too many to one that has too
 * few.
 *
 * A swap takes one to three centroids away, likely ones that do little (Ward's
 * cost of merging with the nearest, W_a W_b / (W_a + W_b) times their squared
 * distance, JASA 58, 1963), draws as many new ones as greedy k-means++ would
 * (the local search of Lattanzi and Sohler, ICML 2019), and lets Lloyd's
 * algorithm settle the neighbourhood, which is all that it works on here, while
 * there is hope; small tables also by moving single rows (kmeans_exchange.h).
 * It stays if the inertia fell, else everything is put back (random swap
 * clustering: Franti, J. Big Data 5, 2018).  That goes on until k * k swaps in
 * a row brought nothing or the work that it may do is done. */
#ifndef KMEANS_KMEANS_REFINE_H
#define KMEANS_KMEANS_REFINE_H

#include "kmeans/kmeans_lloyd.h"
#include "kmeans/kmeans_seeding.h"

/* Refines `best` for about `work` multiplications, or for some milliseconds where
 * that is more; `other` and `seeding`, made for the same blocks and k >= 2, are
 * room to work in.  The inertia of `best` never rises. */
bool kmeans_refine(struct kmeans_lloyd *best, struct kmeans_lloyd *other,
                   struct kmeans_seeding *seeding, struct random *random, double work,
                   struct failure *why);

#endif
