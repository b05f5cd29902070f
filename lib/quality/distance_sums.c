#include "quality/distance_sums.h"

#include "base/team.h"
#include "base/vector.h"
#include "quality/near_clusters.h"
#include "quality/tile_distance.h"

#include <stdlib.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

VECTOR_CLONES
static void add_distances(const vector *rows, const struct points *points, uint64_t asked,
                          vector *restrict sums)
{
	for (size_t g = 0; g < points->groups; g++) {
		vector sum[TILE_VECTORS] = { { 0 } };
		if (g < NEAR_CLUSTERS && (asked >> g & 1) == 0) {
			for (int v = 0; v < TILE_VECTORS; v++)
				sums[g * TILE_VECTORS + (size_t)v] = sum[v] + INFINITY;
			continue;
		}
		for (size_t j = points->first[g]; j < points->first[g + 1]; j++) {
			vector distance[TILE_VECTORS];
			tile_distances(rows, points->cols, points->values + j * points->cols, 1,
			               distance);
			for (int v = 0; v < TILE_VECTORS; v++)
				sum[v] += points->weights[j] * distance[v];
		}
		memcpy(sums + g * TILE_VECTORS, sum, sizeof sum);
	}
}

static int thread_number(void)
{
#ifdef _OPENMP
	return omp_get_thread_num();
#else
	return 0;
#endif
}

/* Rows beyond the last are zeros, and nobody looks at their sums.  Returns what
 * the others ask for. */
static uint64_t copy_tile(const struct asking_rows *from, const uint32_t *order, size_t count,
                          double *rows)
{
	uint64_t asked = from->asked != NULL ? 0 : UINT64_MAX;
	for (size_t col = 0; col < from->x->cols; col++) {
		const double *column = matrix_column(from->x, col);
		for (size_t lane = 0; lane < TILE; lane++)
			rows[col * TILE + lane] = lane < count ? column[order[lane]] : 0;
	}
	for (size_t lane = 0; from->asked != NULL && lane < count; lane++)
		asked |= from->asked[order[lane]];
	return asked;
}

bool distance_sums(const struct asking_rows *from, const struct points *to, int threads,
                   const struct progress *progress, tile_done *done, void *context,
                   struct failure *why)
{
	threads = team_size(threads, (double)from->count * (double)to->n * (double)(to->cols));
	size_t rows_size = to->cols * TILE, sums_size = to->groups * TILE;
	size_t desk_size = rows_size + sums_size;
	if (to->groups > SIZE_MAX / 16 / TILE / sizeof(double) / (size_t)threads)
		return fail_memory(why);
	size_t bytes = desk_size * (size_t)threads * sizeof(double);
	double *desks = aligned_alloc(64, bytes > 0 ? bytes : 64);
	if (desks == NULL)
		return fail_memory(why);
	/* Each thread has a desk of its own: the tile's rows by column, then its sums. */
	size_t tiles = (from->count + TILE - 1) / TILE, rows_done = 0;
#pragma omp parallel for num_threads(threads) schedule(dynamic)
	for (size_t tile = 0; tile < tiles; tile++) {
		double *rows = desks + (size_t)thread_number() * desk_size;
		double *sums = rows + rows_size;
		const uint32_t *order = from->order + tile * TILE;
		size_t left = from->count - tile * TILE, n = left < TILE ? left : TILE;
		uint64_t asked = copy_tile(from, order, n, rows);
		add_distances((const vector *)rows, to, asked, (vector *)sums);
		done(context, order, n, sums);
#pragma omp critical(distance_sums_progress)
		{
			rows_done += n;
			progress_report(progress, "silhouette", rows_done, from->count);
		}
	}
	free(desks);
	return true;
}
