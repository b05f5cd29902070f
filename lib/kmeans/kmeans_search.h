/* The search for good centroids: starts, and a refinement of the best.
 *
 * Where there are many rows for each cluster, the starts run on a sample, each
 * eighth block of near rows; what is best there, refined, goes on with all
 * rows, and is refined again, which also finds what the sample left out (Bradley
 * and Fayyad, ICML 1998, begin with samples too).  Else, and where nothing is to
 * be refined, every start runs on all rows. */
#ifndef KMEANS_KMEANS_SEARCH_H
#define KMEANS_KMEANS_SEARCH_H

#include "kmeans/kmeans.h"
#include "kmeans/kmeans_lloyd.h"

/* Clusters the rows of `blocks` into `best`, made for them and options->k.
 * `iterations` and `converged` tell of Lloyd's algorithm on all rows, before the
 * refinement.  Fails when there are fewer than k distinct rows with a weight. */
bool kmeans_search(const struct kmeans_blocks *blocks, const struct kmeans_options *options,
                   struct kmeans_lloyd *best, int *iterations, bool *converged,
                   struct failure *why);

#endif
