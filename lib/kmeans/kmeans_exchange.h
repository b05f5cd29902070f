/* Moving single rows between clusters (Hartigan, "Clustering Algorithms",
 * 1975): a row of weight w leaves cluster a for b when that lowers the inertia,
 *
 *     W_b / (W_b + w) * d_b^2  <  W_a / (W_a - w) * d_a^2,
 *
 * centroids following at once.  Lloyd's algorithm stops short of this by the
 * two factors, which matter where clusters are small; and where no such move
 * is left, every row is with its nearest centroid too (Telgarsky and
 * Vattani, AISTATS 2010). */
#ifndef KMEANS_KMEANS_EXCHANGE_H
#define KMEANS_KMEANS_EXCHANGE_H

#include "kmeans/kmeans_lloyd.h"

/* Moves rows until none is worth moving, or for 200 rounds.  The centroids are the
 * means of their rows on entry and on return. */
void kmeans_exchange(struct kmeans_lloyd *lloyd);

#endif
