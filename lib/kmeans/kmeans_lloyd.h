/* Lloyd's algorithm over the blocks (Lloyd 1957; IEEE Trans. Inf. Theory 28,
 * 1982): give every row to its nearest centroid, move every centroid to the
 * mean of its rows, repeat.
 *
 * Only what changed is worked on: a block for which every centroid that
 * matters (kmeans_blocks.h) stood still keeps its labels, and the sums of a
 * cluster change by the rows that come and go.  An empty cluster takes the row
 * farthest from its centroid, out of the sum of the cluster that had it. */
#ifndef KMEANS_KMEANS_LLOYD_H
#define KMEANS_KMEANS_LLOYD_H

#include "kmeans/kmeans_blocks.h"
#include "kmeans/kmeans_set.h"
#include "kmeans/kmeans_totals.h"

/* A clustering on its way.  Rows have label k before the first pass. */
struct kmeans_lloyd {
	const struct kmeans_blocks *blocks;
	size_t k;
	size_t every;            /* 1; n: only each n-th block takes part, as a sample */
	double *centroids;       /* k x cols, centred */
	struct kmeans_totals totals; /* of the rows of each cluster */
	int32_t *labels;         /* of each row, in the blocks' order, to the end of the last block */
	struct kmeans_set *seen; /* the centroids near each block when it was last worked on, */
	double *reach;           /* and what the squared distance to the nearest was at most; */
	int32_t *only;           /* where there was but one, and all rows are its: which; else -1 */
	bool *moved;             /* the centroids that moved since the last pass */
	double work;             /* done so far, in multiplications; the same on every machine */

	/* Room for a pass. */
	double pass_work;        /* what the last one took, a guess at what the next will */
	double *by_column;       /* the centroids, column by column */
	int32_t *moving;         /* those that moved, */
	size_t moving_count;
	struct kmeans_set moving_set;
	struct kmeans_part *parts;
	size_t part_count;
};

/* Room for clustering the rows of `blocks`, which must outlive it.  Free it
 * with kmeans_lloyd_free, also after a failure. */
bool kmeans_lloyd_create(struct kmeans_lloyd *lloyd, const struct kmeans_blocks *blocks, size_t k,
                         struct failure *why);
void kmeans_lloyd_free(struct kmeans_lloyd *lloyd);

/* Makes `to`, of the same shape, the same clustering as `from`. */
void kmeans_lloyd_copy(struct kmeans_lloyd *to, const struct kmeans_lloyd *from);

/* Starts anew from lloyd->centroids, which the caller has set. */
void kmeans_lloyd_begin(struct kmeans_lloyd *lloyd);

/* Moves centroid `c` to `point`, for the next pass to see. */
void kmeans_lloyd_move(struct kmeans_lloyd *lloyd, size_t c, const double *point);

/* Moves centroid `c` so far away that the next pass leaves it no row. */
void kmeans_lloyd_banish(struct kmeans_lloyd *lloyd, size_t c);

/* Makes row `i`, in the blocks' order, one of cluster `c`; no centroid moves. */
void kmeans_lloyd_give(struct kmeans_lloyd *lloyd, size_t i, size_t c);

/* Moves centroid `c` to the mean of its rows, if it has any with a weight.
 * Returns the squared shift. */
double kmeans_lloyd_update(struct kmeans_lloyd *lloyd, size_t c);

/* One pass: gives every row to its nearest centroid. */
void kmeans_lloyd_label(struct kmeans_lloyd *lloyd);

/* One iteration: labels the rows and moves every centroid to the mean of its
 * own.  Returns the sum of the squared shifts. */
double kmeans_lloyd_iterate(struct kmeans_lloyd *lloyd);

/* Runs until the squared shifts of the centroids sum up to at most `tolerance`
 * (0: until no label changes), or for `max_iter` iterations; then labels the
 * rows once more.  Returns the number of iterations. */
int kmeans_lloyd_run(struct kmeans_lloyd *lloyd, int max_iter, double tolerance, bool *converged);

/* Whether block `block` was far from centroid `c` when it was last worked on. */
bool kmeans_lloyd_far(const struct kmeans_lloyd *lloyd, size_t block, size_t c);

/* The sum of w * d^2 over all rows, d being the distance to the centroid of
 * the label. */
double kmeans_lloyd_inertia(struct kmeans_lloyd *lloyd);

#endif
