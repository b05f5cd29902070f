#include "kmeans/kmeans_distance.h"

#include "base/vector.h"

#include <math.h>
#include <string.h>

/* The lanes are vectors by type: left to itself, the compiler keeps the nearest
 * so far in memory instead of registers, at twice the time.  AVX has room for
 * four numbers, other processors for two; the wrong width costs time and no
 * bits. */
#if defined(__x86_64__) && !defined(SEG_NO_CLONES)
enum { WIDTH = 4 };
#else
enum { WIDTH = 2 };
#endif
enum { VECTORS = KMEANS_TILE / WIDTH };
typedef double vector __attribute__((vector_size(WIDTH * sizeof(double))));
typedef int64_t mask __attribute__((vector_size(WIDTH * sizeof(int64_t))));
typedef int32_t labels __attribute__((vector_size(WIDTH * sizeof(int32_t))));

/* The squared distances of a tile's rows to a point. */
static inline void tile_distances(const double *x, size_t stride, size_t cols,
                                  const double *point, vector distances[VECTORS])
{
	for (int v = 0; v < VECTORS; v++)
		distances[v] = (vector){ 0 };
	for (size_t j = 0; j < cols; j++) {
		for (int v = 0; v < VECTORS; v++) {
			vector apart;
			memcpy(&apart, x + j * stride + v * WIDTH, sizeof apart);
			apart -= point[j];
			distances[v] += apart * apart;
		}
	}
}

VECTOR_CLONES
void kmeans_rows_nearest(const struct kmeans_rows *rows, const double *centroids,
                         const int32_t *candidates, size_t count, double *nearest,
                         int32_t *label)
{
	size_t cols = rows->cols;
	for (size_t i = 0; i < rows->count; i += KMEANS_TILE) {
		const double *x = rows->x + i / KMEANS_TILE * rows->tile;
		vector least[VECTORS], distances[VECTORS];
		mask best[VECTORS];
		for (int v = 0; v < VECTORS; v++) {
			least[v] = (vector){ 0 } + INFINITY;
			best[v] = (mask){ 0 };
		}
		for (size_t m = 0; m < count; m++) {
			int64_t candidate = candidates != NULL ? candidates[m] : (int64_t)m;
			tile_distances(x, rows->stride, cols, centroids + (size_t)candidate * cols,
			               distances);
			for (int v = 0; v < VECTORS; v++) {
				mask nearer = distances[v] < least[v];
				best[v] = (nearer & candidate) | (~nearer & best[v]);
				least[v] = (vector)((nearer & (mask)distances[v]) | (~nearer & (mask)least[v]));
			}
		}
		for (int v = 0; v < VECTORS; v++) {
			memcpy(nearest + i + v * WIDTH, &least[v], sizeof least[v]);
			labels narrow = __builtin_convertvector(best[v], labels);
			memcpy(label + i + v * WIDTH, &narrow, sizeof narrow);
		}
	}
}

VECTOR_CLONES
void kmeans_rows_distances(const struct kmeans_rows *rows, const double *point, double *distances)
{
	for (size_t i = 0; i < rows->count; i += KMEANS_TILE) {
		vector tile[VECTORS];
		tile_distances(rows->x + i / KMEANS_TILE * rows->tile, rows->stride, rows->cols, point,
		               tile);
		for (int v = 0; v < VECTORS; v++)
			memcpy(distances + i + v * WIDTH, &tile[v], sizeof tile[v]);
	}
}

void kmeans_rows_label_distances(const struct kmeans_rows *rows, const double *centroids,
                                 const int32_t *labels, double *distances)
{
	for (size_t i = 0; i < rows->count; i++) {
		const double *centroid = centroids + (size_t)labels[i] * rows->cols;
		double distance = 0;
		for (size_t j = 0; j < rows->cols; j++) {
			double apart = kmeans_rows_at(rows, i, j) - centroid[j];
			distance += apart * apart;
		}
		distances[i] = distance;
	}
}

VECTOR_CLONES
double kmeans_block_sum(const double *terms, size_t count)
{
	double sums[KMEANS_BLOCK] = { 0 };
	memcpy(sums, terms, count * sizeof *terms);
	for (size_t half = KMEANS_BLOCK / 2; half > 0; half /= 2)
		for (size_t i = 0; i < half; i++)
			sums[i] += sums[i + half];
	return sums[0];
}
