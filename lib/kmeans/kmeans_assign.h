/* Which centroid is nearest.
 *
 * Both functions add (x_j - c_j)^2 in the order of the columns and prefer the
 * lower number on ties, so that a row by itself and a whole table give the
 * same labels and the same distances to the bit. */
#ifndef KMEANS_KMEANS_ASSIGN_H
#define KMEANS_KMEANS_ASSIGN_H

#include "base/matrix.h"
#include "kmeans/kmeans_rows.h"

/* The centroid (of `k`, row-major, k x cols) nearest to `point`, and the
 * squared distance to it where that is not NULL. */
size_t kmeans_nearest(const double *centroids, size_t k, size_t cols, const double *point,
                      double *squared_distance);

/* The same for the rows of `x` from `first` on, KMEANS_BLOCK or as many as are
 * left, and returns how many: `labels` has room for these, `squared_distances`
 * for KMEANS_BLOCK numbers. */
size_t kmeans_assign_block(const double *centroids, size_t k, const struct matrix *x, size_t first,
                           int32_t *labels, double *squared_distances);

/* The same for every row of `x`: `labels` and, where it is not NULL,
 * `squared_distances` hold x->rows numbers. */
void kmeans_assign(const double *centroids, size_t k, const struct matrix *x, int threads,
                   int32_t *labels, double *squared_distances);

#endif
