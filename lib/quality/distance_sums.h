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

/* Receives the sums of one tile: row `first + lane` has, for each group g, the
 * weighted sum of its distances in sums[g * TILE + lane], lane < rows.  Called
 * by several threads at a time, for different tiles. */
typedef void tile_done(void *context, size_t first, size_t rows, const double *sums);

/* Measures from every row of `from` to every point.  Memory: groups * TILE
 * numbers a thread.  False when there is none. */
bool distance_sums(const struct matrix *from, const struct points *to, int threads,
                   const struct progress *progress, tile_done *done, void *context,
                   struct failure *why);

#endif
