/* The sums of distances from every row to groups of other points: what a
 * silhouette is made of, and what it spends its time on. */
#ifndef QUALITY_DISTANCE_SUMS_H
#define QUALITY_DISTANCE_SUMS_H

#include "base/matrix.h"
#include "base/progress.h"

#include <stdint.h>

/* Rows are taken by the tile (tile_distance.h), one row to a lane; each lane adds
 * up its distances in the order of the points, so that neither the width of a
 * vector nor the thread that does it can be seen in the sum. */

/* The points to measure to, sorted by group. */
struct points {
	size_t n, cols;
	size_t groups;
	const double *values;  /* n rows of cols */
	const double *weights; /* n */
	const size_t *first;   /* of each group, then n: groups + 1 numbers */
};

/* The rows to measure from. */
struct asking_rows {
	const struct matrix *x;
	const uint32_t *order;  /* their numbers; next to each other, those that ask for the same */
	size_t count;
	const uint64_t *asked;  /* of each row of x, bit g: for group g; NULL: for all */
};

/* Receives the sums of one tile: row rows[lane] has, for each group g, the weighted
 * sum of its distances in sums[g * TILE + lane], lane < count, or infinity where no
 * row of the tile asks for it.  Called by several threads at a time, for different
 * tiles. */
typedef void tile_done(void *context, const uint32_t *rows, size_t count, const double *sums);

/* Measures from every row to every point of the groups that it asks for.  Memory:
 * groups * TILE numbers a thread.  False when there is none. */
bool distance_sums(const struct asking_rows *from, const struct points *to, int threads,
                   const struct progress *progress, tile_done *done, void *context,
                   struct failure *why);

#endif
