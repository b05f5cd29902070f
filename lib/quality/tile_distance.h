/* The kernel under the silhouettes: the distances from the rows of a tile, one
 * row to a lane, to one point. */
#ifndef QUALITY_TILE_DISTANCE_H
#define QUALITY_TILE_DISTANCE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { TILE = 8 };

/* The lanes are vectors by type: left to itself, the compiler keeps running
 * sums in memory instead of registers, at twice the time.  AVX has room for four
 * numbers, other processors for two; the wrong width costs time and no bits. */
#if defined(__x86_64__) && !defined(SEG_NO_CLONES)
enum { TILE_WIDTH = 4 };
#else
enum { TILE_WIDTH = 2 };
#endif
enum { TILE_VECTORS = TILE / TILE_WIDTH };
typedef double tile_vector __attribute__((vector_size(TILE_WIDTH * sizeof(double)), may_alias));

/* The Euclidean distances from a tile's rows, stored column by column, to the
 * point whose `cols` numbers lie `step` apart.  Marked to become part of a
 * kernel compiled for each vector width. */
__attribute__((always_inline))
static inline void tile_distances(const tile_vector *rows, size_t cols, const double *point,
                                  size_t step, tile_vector distance[TILE_VECTORS])
{
	for (int v = 0; v < TILE_VECTORS; v++)
		distance[v] = (tile_vector){ 0 };
	for (size_t col = 0; col < cols; col++)
		for (int v = 0; v < TILE_VECTORS; v++) {
			tile_vector apart = rows[col * TILE_VECTORS + (size_t)v] - point[col * step];
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
