/* From a good clustering to a better one: swap one centroid at a time.
 *
 * Lloyd's algorithm cannot carry a centroid from a place that has too many to
 * one that has too few.  A swap does: two clusters that lose little when they
 * become one (Ward, JASA 58, 1963: that costs W_a W_b / (W_a + W_b) times the
 * squared distance of their centroids) give up a centroid; it goes to a row
 * drawn as greedy k-means++ draws its next centre (Lattanzi and Sohler, ICML
 * 2019); Lloyd's algorithm settles the neighbourhood, which is all that it
 * works on here.  The swap stays if the inertia fell, else everything is put
 * back (Fraenti, "Efficiency of random swap clustering", J. Big Data 5, 2018). */
#ifndef CLUSTER_KMEANS_REFINE_H
#define CLUSTER_KMEANS_REFINE_H

#include "cluster/kmeans_lloyd.h"
#include "cluster/kmeans_seeding.h"

/* Refines `best`, which is run to its end; `other` and `seeding` (both of the
 * same shape) are room to work in.  The inertia of `best` never rises. */
bool kmeans_refine(struct kmeans_lloyd *best, struct kmeans_lloyd *other,
                   struct kmeans_seeding *seeding, struct random *random, struct failure *why);

#endif
