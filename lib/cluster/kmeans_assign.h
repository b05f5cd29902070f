/* Which centroid is nearest: the squared Euclidean distances on which all of
 * k-means stands.
 *
 * Every function here adds (x_j - c_j)^2 in the order of the columns and
 * prefers the lower number on ties, so that one row, a block of rows and a
 * whole matrix give the same labels and the same distances to the bit. */
#ifndef CLUSTER_KMEANS_ASSIGN_H
#define CLUSTER_KMEANS_ASSIGN_H

#include "base/matrix.h"

#include <stddef.h>
#include <stdint.h>

/* Rows that are worked on together; partial sums run over whole blocks. */
enum { KMEANS_BLOCK = 256 };

/* The centroid (of `k`, row-major, k x cols) nearest to `point`, and the
 * squared distance to it where that is not NULL. */
size_t kmeans_nearest(const double *centroids, size_t k, size_t cols, const double *point,
                      double *squared_distance);

/* The same for every row of `x`: `labels` and, where it is not NULL,
 * `squared_distances` hold x->rows numbers. */
void kmeans_assign(const double *centroids, size_t k, const struct matrix *x, int threads,
                   int32_t *labels, double *squared_distances);

/* The nearest among `count` candidates (numbers of centroids, ascending; NULL:
 * the first `count`) for `rows` <= KMEANS_BLOCK rows of columns that lie
 * `stride` apart, with room to read up to the next multiple of 8.  `nearest` and
 * `label` hold KMEANS_BLOCK numbers; those beyond `rows` mean nothing. */
void kmeans_nearest_in_block(const double *x, size_t stride, size_t rows, size_t cols,
                             const double *centroids, const int32_t *candidates, size_t count,
                             double *nearest, int64_t *label);

/* The squared distances of the rows of a block to one point. */
void kmeans_block_distances(const double *x, size_t stride, size_t rows, size_t cols,
                            const double *point, double *distances);

/* The squared distances of the rows of a block to the centroids that `labels`
 * name. */
void kmeans_block_label_distances(const double *x, size_t stride, size_t rows, size_t cols,
                                  const double *centroids, const int32_t *labels,
                                  double *distances);

/* The sum of `rows` <= KMEANS_BLOCK terms, by halves; always the same order. */
double kmeans_block_sum(const double *terms, size_t rows);

#endif
