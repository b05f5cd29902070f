/* The rows as k-means works on them: a copy, centred on the column means (as
 * scikit-learn does, for precision), with near rows next to each other, cut
 * into blocks of KMEANS_BLOCK rows that each know their bounding box.
 *
 * The box tells which centroids can be nearest to any row of its block; only
 * these need distances.  That is the filtering of Pelleg and Moore (KDD 1999)
 * and Kanungo et al. (IEEE PAMI 24, 2002), with blocks for leaves.  It changes
 * no label: a centroid is left out only where it loses by more than rounding. */
#ifndef KMEANS_KMEANS_BLOCKS_H
#define KMEANS_KMEANS_BLOCKS_H

#include "base/matrix.h"
#include "kmeans/kmeans_rows.h"

#include <stdint.h>

struct kmeans_blocks {
	size_t rows, cols;
	double *x;            /* centred, as kmeans_block says */
	double *weights;      /* of each row in the blocks' order; NULL: all 1 */
	double heaviest;      /* the largest of them */
	size_t count;         /* of blocks */
	double *low, *high;   /* the boxes, count x cols */
	double *mean;         /* what was taken from each column */
	double mean_variance; /* of the columns, ddof 0, unweighted */
	int threads;
};

/* Copies `x`, orders and measures it.  `weights` may be NULL.  Free it with
 * kmeans_blocks_free, also after a failure. */
bool kmeans_blocks_create(struct kmeans_blocks *blocks, const struct matrix *x,
                          const double *weights, int threads, struct failure *why);
void kmeans_blocks_free(struct kmeans_blocks *blocks);

/* The rows of a block.  Its numbers lie tile by tile, as they are read; the last
 * block ends in zeros. */
static inline struct kmeans_rows kmeans_block(const struct kmeans_blocks *blocks, size_t block)
{
	size_t left = blocks->rows - block * KMEANS_BLOCK;
	return (struct kmeans_rows){
		.x = blocks->x + block * KMEANS_BLOCK * blocks->cols,
		.count = left < KMEANS_BLOCK ? left : KMEANS_BLOCK,
		.cols = blocks->cols,
		.tile = KMEANS_TILE * blocks->cols,
		.stride = KMEANS_TILE,
	};
}

/* Copies row `row`, cols numbers, to `point`. */
static inline void kmeans_blocks_row(const struct kmeans_blocks *blocks, size_t row, double *point)
{
	struct kmeans_rows rows = kmeans_block(blocks, row / KMEANS_BLOCK);
	for (size_t j = 0; j < blocks->cols; j++)
		point[j] = kmeans_rows_at(&rows, row % KMEANS_BLOCK, j);
}

/* The weights of a block's rows, KMEANS_BLOCK numbers; beyond the rows any that
 * are finite. */
const double *kmeans_block_weights(const struct kmeans_blocks *blocks, size_t block);

/* Whether some row of the block may have a squared distance to `point` of at
 * most `reach`; rows that are nearer by no more than rounding count. */
bool kmeans_block_within(const struct kmeans_blocks *blocks, size_t block, const double *point,
                         double reach);

/* Writes the centroids that can be nearest to a row of the block, ascending,
 * to `candidates` and returns how many they are.  No row's squared distance to
 * its nearest one is above `reach`, but for rounding.  `by_column` holds the k
 * centroids column by column; `scratch` 2 * k doubles. */
size_t kmeans_block_candidates(const struct kmeans_blocks *blocks, size_t block,
                               const double *by_column, size_t k, double *scratch,
                               int32_t *candidates, double *reach);

#endif
