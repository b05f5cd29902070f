/* Lloyd's algorithm over the blocks (Lloyd 1957; IEEE Trans. Inf. Theory 28,
 * 1982): give every row to its nearest centroid, move every centroid to the
 * mean of its rows, repeat.
 *
 * Only what changed is worked on: a block whose candidates (kmeans_blocks.h)
 * stood still keeps its labels, and the sums of a cluster change by the rows
 * that come and go.  An empty cluster takes the row farthest from its
 * centroid, out of the sum of the cluster that had it. */
#ifndef CLUSTER_KMEANS_LLOYD_H
#define CLUSTER_KMEANS_LLOYD_H

#include "cluster/kmeans_blocks.h"

/* A set of centroids, by number: bit c % KMEANS_SET_BITS stands for centroid
 * c, so with many of them "not in common" is sure and "in common" is not. */
enum { KMEANS_SET_BITS = 256 };
struct kmeans_set {
	uint64_t bits[KMEANS_SET_BITS / 64];
};

/* A clustering on its way.  Copies of it are made by kmeans_lloyd_copy. */
struct kmeans_lloyd {
	const struct kmeans_blocks *blocks;
	size_t k;
	double *centroids;       /* k x cols, centred */
	double *sums;            /* of each cluster's weighted rows, k x cols */
	double *mass;            /* of each cluster's weights, k */
	size_t *members;         /* each cluster's rows that have a weight, k */
	int32_t *labels;         /* of each row, in the blocks' order; -1 before the first pass */
	struct kmeans_set *seen; /* each block's candidates when it was last worked on, */
	double *reach;           /* and how far they were from its rows at most, squared */
	struct kmeans_set moved; /* the centroids that moved since the last pass: as a set, */
	bool *is_moved;          /* and each of the k */
	double *by_column;       /* the centroids again, column by column */
	void *parts;             /* what threads work with */
	size_t part_count;
	double work;             /* done so far, in multiplications; the same on every machine */
};

bool kmeans_lloyd_create(struct kmeans_lloyd *lloyd, const struct kmeans_blocks *blocks, size_t k,
                         struct failure *why);
void kmeans_lloyd_free(struct kmeans_lloyd *lloyd);

/* Makes `to`, of the same shape, the same clustering as `from`. */
void kmeans_lloyd_copy(struct kmeans_lloyd *to, const struct kmeans_lloyd *from);

/* Starts anew from lloyd->centroids, which the caller has set. */
void kmeans_lloyd_begin(struct kmeans_lloyd *lloyd);

/* Moves centroid `c` to `point` between two passes. */
void kmeans_lloyd_move(struct kmeans_lloyd *lloyd, size_t c, const double *point);

/* One pass: gives every row to its nearest centroid. */
void kmeans_lloyd_label(struct kmeans_lloyd *lloyd);

/* Whether centroid `c` is none of what block `block` last looked at. */
bool kmeans_lloyd_unseen(const struct kmeans_lloyd *lloyd, size_t block, size_t c);

/* Runs until no label changes, the squared shifts of the centroids sum up to
 * at most `tolerance`, or `max_iter` iterations are over; then labels go with
 * the centroids.  Returns the number of iterations. */
int kmeans_lloyd_run(struct kmeans_lloyd *lloyd, int max_iter, double tolerance, bool *converged);

/* The sum of w * d^2 over all rows, d being the distance to the centroid of
 * the label. */
double kmeans_lloyd_inertia(struct kmeans_lloyd *lloyd);

/* Sums up the clusters again, free of the rounding of what came and went, and
 * moves the centroids to the means. */
void kmeans_lloyd_refresh(struct kmeans_lloyd *lloyd);

#endif
