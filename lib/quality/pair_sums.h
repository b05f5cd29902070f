/* The sums of distances from every row to the rows of every group, each pair of
 * rows measured once and counted on both sides: what an exact silhouette is made
 * of, and what it spends its time on. */
#ifndef QUALITY_PAIR_SUMS_H
#define QUALITY_PAIR_SUMS_H

#include "base/matrix.h"
#include "base/progress.h"

#include <stdint.h>

#define NO_ROW UINT32_MAX

/* The rows lie sorted by group, each group from the beginning of a tile on
 * (tile_distance.h), so that what a tile adds to another row belongs to one
 * group. */
struct pair_sums {
	size_t groups;
	size_t places;   /* rows and the gaps that fill up the tiles, a multiple of TILE */
	uint32_t *row;   /* of the table, at each place; NO_ROW where there is none */
	double *sums;    /* groups x places: sums[g * places + p] is the sum of the Euclidean
	                    distances from the row at place p to the rows of group g */
};

/* The rows and what is to be known of them. */
struct pair_request {
	const struct matrix *x;
	const int32_t *group;  /* of each row, 0 .. groups - 1; negative: leave it out */
	size_t groups;
	const uint64_t *asked; /* of each row, bit g: its sum to group g is; NULL: all are */
};

/* Measures all pairs of rows in groups of which one row is asked for the other's
 * group; sums that nobody asked for mean nothing.  Time grows with rows^2, memory
 * is groups * rows numbers.  The same bytes for every number of threads (>= 1).
 * `progress` may be NULL; it counts rows.  False when memory runs out.  Free with
 * pair_sums_free, also after a failure. */
bool pair_sums(struct pair_sums *result, const struct pair_request *request, int threads,
               const struct progress *progress, struct failure *why);

void pair_sums_free(struct pair_sums *result);

#endif
