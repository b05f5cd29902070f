/* The kernel under the silhouettes: the distances from the rows of a tile, one
 * row to a lane, to one point. */
#ifndef QUALITY_TILE_DISTANCE_H
#define QUALITY_TILE_DISTANCE_H

#include "base/vector.h"

#include <math.h>
#include <string.h>

enum { TILE = VECTOR_TILE, TILE_VECTORS = TILE / VECTOR_WIDTH };

/* The Euclidean distances from a tile's rows, stored column by column, to the
 * point whose `cols` numbers lie `step` apart.  Marked to become part of a
 * kernel compiled for each vector width. */
__attribute__((always_inline))
static inline void tile_distances(const vector *rows, size_t cols, const double *point,
                                  size_t step, vector distance[TILE_VECTORS])
{
	for (int v = 0; v < TILE_VECTORS; v++)
		distance[v] = (vector){ 0 };
	for (size_t col = 0; col < cols; col++)
		for (int v = 0; v < TILE_VECTORS; v++) {
			vector apart = rows[col * TILE_VECTORS + (size_t)v] - point[col * step];
			distance[v] += apart * apart;
		}
	double roots[TILE];
	memcpy(roots, distance, sizeof roots);
#pragma omp simd
	for (int lane = 0; lane < TILE; lane++)
		roots[lane] = sqrt(roots[lane]);
	memcpy(distance, roots, sizeof roots);
}

#endif
