/* What the rows of each cluster add up to, kept while rows come and go.
 * Neighbours in a block mostly go the same way, so that rows move together. */
#ifndef KMEANS_KMEANS_TOTALS_H
#define KMEANS_KMEANS_TOTALS_H

#include "base/failure.h"
#include "kmeans/kmeans_rows.h"

#include <stdbool.h>

struct kmeans_totals {
	size_t k, cols;
	double *sums;    /* of each cluster's weighted rows, k x cols */
	double *mass;    /* of each cluster's weights, k */
	size_t *members; /* each cluster's rows that have a weight, k; modulo 2^64, so that
	                    totals may also be what came less what went */
	double *moving;  /* room for the sums of rows on their way, cols */
};

/* Room for the totals of k clusters, not cleared.  Free it with
 * kmeans_totals_free, also after a failure. */
bool kmeans_totals_create(struct kmeans_totals *totals, size_t k, size_t cols,
                          struct failure *why);
void kmeans_totals_free(struct kmeans_totals *totals);

/* Makes them those of no rows. */
void kmeans_totals_clear(struct kmeans_totals *totals);

/* Makes `to`, of the same shape, the same totals as `from`. */
void kmeans_totals_copy(struct kmeans_totals *to, const struct kmeans_totals *from);

void kmeans_totals_add(struct kmeans_totals *totals, const struct kmeans_totals *more);

/* Rows of a block that go from one cluster to another.  All zero, there are none. */
struct kmeans_move {
	double weights[KMEANS_BLOCK]; /* of those that go; 0 for the others */
	size_t first, end;            /* they stand in between */
	size_t members;               /* those with a weight */
	int32_t from, to;             /* `from` k: out of no cluster */
};

/* Adds row `i`, behind those that there are. */
static inline void kmeans_move_add(struct kmeans_move *move, size_t i, double weight)
{
	if (move->end == 0)
		move->first = i;
	move->weights[i] = weight;
	move->members += weight > 0;
	move->end = i + 1;
}

/* Moves them and leaves `move` without any. */
void kmeans_totals_move(struct kmeans_totals *totals, const struct kmeans_rows *rows,
                        struct kmeans_move *move);

#endif
