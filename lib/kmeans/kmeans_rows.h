/* What k-means measures, for many rows at a time.  Distances are squared
 * Euclidean, (x_j - c_j)^2 added in the order of the columns, so that whoever
 * measures a row gets the same bits; the lower number wins ties. */
#ifndef KMEANS_KMEANS_ROWS_H
#define KMEANS_KMEANS_ROWS_H

#include <stddef.h>
#include <stdint.h>

enum {
	KMEANS_TILE = 8,    /* rows that are measured side by side */
	KMEANS_BLOCK = 128, /* rows that are worked on together at most */
};

/* At most KMEANS_BLOCK rows: column j of row i stands at
 * x[i / KMEANS_TILE * tile + j * stride + i % KMEANS_TILE], and the last tile
 * can be read to its end. */
struct kmeans_rows {
	const double *x;
	size_t count, cols, tile, stride;
};

static inline double kmeans_rows_at(const struct kmeans_rows *rows, size_t i, size_t j)
{
	return rows->x[i / KMEANS_TILE * rows->tile + j * rows->stride + i % KMEANS_TILE];
}

/* The squared distance of row `i` to a point. */
static inline double kmeans_rows_distance(const struct kmeans_rows *rows, size_t i,
                                          const double *point)
{
	double distance = 0;
	for (size_t j = 0; j < rows->cols; j++) {
		double apart = kmeans_rows_at(rows, i, j) - point[j];
		distance += apart * apart;
	}
	return distance;
}

/* Which of the centroids (row-major) numbered in `candidates`, `count` numbers
 * ascending or NULL for the first `count`, is nearest to each row, and the
 * squared distance to it.  `label` and `nearest` hold KMEANS_BLOCK numbers;
 * those beyond rows->count mean nothing. */
void kmeans_rows_nearest(const struct kmeans_rows *rows, const double *centroids,
                         const int32_t *candidates, size_t count, double *nearest,
                         int32_t *label);

/* The squared distances (KMEANS_BLOCK numbers) of the rows to one point. */
void kmeans_rows_distances(const struct kmeans_rows *rows, const double *point,
                           double *distances);

/* The sum of w * min(d, closest) over the rows, d being the squared distance to
 * `point`; always the same order.  `closest` and `weights` hold KMEANS_BLOCK
 * numbers, those of `closest` 0 beyond rows->count. */
double kmeans_rows_potential(const struct kmeans_rows *rows, const double *point,
                             const double *closest, const double *weights);

/* Lowers each of the `closest` (KMEANS_BLOCK numbers) to the squared distance to
 * `point`, where that is less. */
void kmeans_rows_come_closer(const struct kmeans_rows *rows, const double *point,
                             double *closest);

/* The squared distance of each row to the centroid that its label names. */
void kmeans_rows_label_distances(const struct kmeans_rows *rows, const double *centroids,
                                 const int32_t *labels, double *distances);

/* The sum of w * x over the rows of [first, end), column by column to `sums`;
 * always the same order.  `weights` holds KMEANS_BLOCK numbers, 0 for every row
 * that is not to count.  Returns the sum of the weights. */
double kmeans_rows_sums(const struct kmeans_rows *rows, const double *weights, size_t first,
                        size_t end, double *sums);

/* The sum of `count` <= KMEANS_BLOCK terms; always the same order. */
double kmeans_block_sum(const double *terms, size_t count);

/* The greatest of KMEANS_BLOCK terms that are at least 0. */
double kmeans_block_greatest(const double *terms);

/* The least and the greatest of the rows' values in column `j`, and the sum of
 * their squares. */
struct kmeans_extent {
	double low, high, squares;
};
struct kmeans_extent kmeans_rows_extent(const struct kmeans_rows *rows, size_t j);

#endif
