#include "kmeans/kmeans_rows.h"

#include "base/vector.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { WIDTH = VECTOR_WIDTH, VECTORS = KMEANS_TILE / WIDTH };
_Static_assert((int)KMEANS_TILE == (int)VECTOR_TILE, "a tile is summed up as a whole");
typedef vector_mask mask;
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
				least[v] = VECTOR_CHOOSE(nearer, distances[v], least[v]);
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

/* The tile's distances to a point, where they are less than the `closest`. */
static inline void closer_of_tile(const struct kmeans_rows *rows, size_t i, const double *point,
                                  const double *closest, vector closer[VECTORS])
{
	tile_distances(rows->x + i / KMEANS_TILE * rows->tile, rows->stride, rows->cols, point,
	               closer);
	for (int v = 0; v < VECTORS; v++) {
		vector so_far;
		memcpy(&so_far, closest + i + v * WIDTH, sizeof so_far);
		closer[v] = VECTOR_CHOOSE(so_far < closer[v], so_far, closer[v]);
	}
}

VECTOR_CLONES
double kmeans_rows_potential(const struct kmeans_rows *rows, const double *point,
                             const double *closest, const double *weights)
{
	vector sums[VECTORS] = { { 0 } };
	for (size_t i = 0; i < rows->count; i += KMEANS_TILE) {
		vector tile[VECTORS];
		closer_of_tile(rows, i, point, closest, tile);
		for (int v = 0; v < VECTORS; v++) {
			vector weight;
			memcpy(&weight, weights + i + v * WIDTH, sizeof weight);
			sums[v] += weight * tile[v];
		}
	}
	return vector_tile_sum(sums);
}

VECTOR_CLONES
void kmeans_rows_come_closer(const struct kmeans_rows *rows, const double *point, double *closest)
{
	for (size_t i = 0; i < rows->count; i += KMEANS_TILE) {
		vector tile[VECTORS];
		closer_of_tile(rows, i, point, closest, tile);
		for (int v = 0; v < VECTORS; v++)
			memcpy(closest + i + v * WIDTH, &tile[v], sizeof tile[v]);
	}
}

static inline bool one_label(const int32_t labels[KMEANS_TILE])
{
	return memcmp(labels, labels + 1, (KMEANS_TILE - 1) * sizeof *labels) == 0;
}

/* Neighbours mostly have one label: then a tile is measured as a whole. */
VECTOR_CLONES
void kmeans_rows_label_distances(const struct kmeans_rows *rows, const double *centroids,
                                 const int32_t *labels, double *distances)
{
	for (size_t first = 0; first < rows->count; first += KMEANS_TILE) {
		size_t left = rows->count - first, end = first + (left < KMEANS_TILE ? left : KMEANS_TILE);
		if (left >= KMEANS_TILE && one_label(labels + first)) {
			vector tile[VECTORS];
			tile_distances(rows->x + first / KMEANS_TILE * rows->tile, rows->stride, rows->cols,
			               centroids + (size_t)labels[first] * rows->cols, tile);
			for (int v = 0; v < VECTORS; v++)
				memcpy(distances + first + v * WIDTH, &tile[v], sizeof tile[v]);
			continue;
		}
		for (size_t i = first; i < end; i++)
			distances[i] = kmeans_rows_distance(rows, i,
			                                    centroids + (size_t)labels[i] * rows->cols);
	}
}

VECTOR_CLONES
double kmeans_rows_sums(const struct kmeans_rows *rows, const double *weights, size_t first,
                        size_t end, double *sums)
{
	size_t begin = first / KMEANS_TILE * KMEANS_TILE;
	vector mass[VECTORS] = { { 0 } }, weight, x;
	for (size_t i = begin; i < end; i += KMEANS_TILE) {
		for (int v = 0; v < VECTORS; v++) {
			memcpy(&weight, weights + i + v * WIDTH, sizeof weight);
			mass[v] += weight;
		}
	}
	for (size_t j = 0; j < rows->cols; j++) {
		const double *column = rows->x + j * rows->stride;
		vector sum[VECTORS] = { { 0 } };
		for (size_t i = begin; i < end; i += KMEANS_TILE) {
			for (int v = 0; v < VECTORS; v++) {
				memcpy(&weight, weights + i + v * WIDTH, sizeof weight);
				memcpy(&x, column + i / KMEANS_TILE * rows->tile + v * WIDTH, sizeof x);
				sum[v] += weight * x;
			}
		}
		sums[j] = vector_tile_sum(sum);
	}
	return vector_tile_sum(mass);
}

VECTOR_CLONES
double kmeans_block_sum(const double *terms, size_t count)
{
	vector sums[VECTORS] = { { 0 } };
	size_t whole = count / KMEANS_TILE * KMEANS_TILE;
	double lanes[KMEANS_TILE];
	for (size_t i = 0; i < whole; i += KMEANS_TILE) {
		for (int v = 0; v < VECTORS; v++) {
			vector term;
			memcpy(&term, terms + i + v * WIDTH, sizeof term);
			sums[v] += term;
		}
	}
	memcpy(lanes, sums, sizeof lanes);
	for (size_t i = whole; i < count; i++)
		lanes[i - whole] += terms[i];
	return vector_tile_sum(lanes);
}

VECTOR_CLONES
double kmeans_block_greatest(const double *terms)
{
	vector greatest[VECTORS] = { { 0 } };
	double lanes[KMEANS_TILE];
	for (size_t i = 0; i < KMEANS_BLOCK; i += KMEANS_TILE) {
		for (int v = 0; v < VECTORS; v++) {
			vector term;
			memcpy(&term, terms + i + v * WIDTH, sizeof term);
			greatest[v] = VECTOR_CHOOSE(term > greatest[v], term, greatest[v]);
		}
	}
	memcpy(lanes, greatest, sizeof lanes);
	for (size_t lane = 1; lane < KMEANS_TILE; lane++)
		lanes[0] = lanes[lane] > lanes[0] ? lanes[lane] : lanes[0];
	return lanes[0];
}

VECTOR_CLONES
struct kmeans_extent kmeans_rows_extent(const struct kmeans_rows *rows, size_t j)
{
	vector least[VECTORS], greatest[VECTORS], squares[VECTORS];
	size_t whole = rows->count / KMEANS_TILE * KMEANS_TILE;
	double low[KMEANS_TILE], high[KMEANS_TILE], lanes[KMEANS_TILE];
	for (int v = 0; v < VECTORS; v++) {
		least[v] = (vector){ 0 } + INFINITY;
		greatest[v] = (vector){ 0 } - INFINITY;
		squares[v] = (vector){ 0 };
	}
	for (size_t i = 0; i < whole; i += KMEANS_TILE) {
		for (int v = 0; v < VECTORS; v++) {
			vector x;
			memcpy(&x, rows->x + i / KMEANS_TILE * rows->tile + j * rows->stride + v * WIDTH,
			       sizeof x);
			least[v] = VECTOR_CHOOSE(x < least[v], x, least[v]);
			greatest[v] = VECTOR_CHOOSE(x > greatest[v], x, greatest[v]);
			squares[v] += x * x;
		}
	}
	memcpy(low, least, sizeof low);
	memcpy(high, greatest, sizeof high);
	memcpy(lanes, squares, sizeof lanes);
	for (size_t i = whole; i < rows->count; i++) {
		double x = kmeans_rows_at(rows, i, j);
		low[0] = x < low[0] ? x : low[0];
		high[0] = x > high[0] ? x : high[0];
		lanes[i - whole] += x * x;
	}
	for (size_t lane = 1; lane < KMEANS_TILE; lane++) {
		low[0] = low[lane] < low[0] ? low[lane] : low[0];
		high[0] = high[lane] > high[0] ? high[lane] : high[0];
	}
	return (struct kmeans_extent){ low[0], high[0], vector_tile_sum(lanes) };
}
