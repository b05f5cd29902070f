#include "cluster/kmeans_assign.h"

#include "base/vector.h"
#include "cluster/kmeans_parallel.h"

#include <math.h>
#include <string.h>

size_t kmeans_nearest(const double *centroids, size_t k, size_t cols, const double *point,
                      double *squared_distance)
{
	size_t label = 0;
	double nearest = INFINITY;
	for (size_t c = 0; c < k; c++) {
		double distance = 0;
		for (size_t j = 0; j < cols; j++) {
			double apart = point[j] - centroids[c * cols + j];
			distance += apart * apart;
		}
		if (distance < nearest) {
			nearest = distance;
			label = c;
		}
	}
	if (squared_distance != NULL)
		*squared_distance = nearest;
	return label;
}

/* One column's part of the distances: few columns at a time, so that the sums
 * stay in registers, and always in the order of the columns. */
static inline void add_columns(const double *restrict x, size_t stride, size_t rows,
                               const double *point, size_t cols, double *restrict distances)
{
	for (size_t i = 0; i < rows; i++) {
		double distance = distances[i];
		for (size_t j = 0; j < cols; j++) {
			double apart = x[j * stride + i] - point[j];
			distance += apart * apart;
		}
		distances[i] = distance;
	}
}

static inline void block_distances(const double *x, size_t stride, size_t rows, size_t cols,
                                   const double *point, double *distances)
{
	memset(distances, 0, rows * sizeof *distances);
	size_t j = 0;
	for (; j + 4 <= cols; j += 4)
		add_columns(x + j * stride, stride, rows, point + j, 4, distances);
	for (; j + 2 <= cols; j += 2)
		add_columns(x + j * stride, stride, rows, point + j, 2, distances);
	if (j < cols)
		add_columns(x + j * stride, stride, rows, point + j, 1, distances);
}

VECTOR_CLONES
void kmeans_block_distances(const double *x, size_t stride, size_t rows, size_t cols,
                            const double *point, double *distances)
{
	block_distances(x, stride, rows, cols, point, distances);
}

void kmeans_block_label_distances(const double *x, size_t stride, size_t rows, size_t cols,
                                  const double *centroids, const int32_t *labels,
                                  double *distances)
{
	memset(distances, 0, rows * sizeof *distances);
	for (size_t j = 0; j < cols; j++) {
		for (size_t i = 0; i < rows; i++) {
			double apart = x[j * stride + i] - centroids[(size_t)labels[i] * cols + j];
			distances[i] += apart * apart;
		}
	}
}

/* The lanes are vectors by type here: left to itself, the compiler keeps the
 * nearest so far in memory instead of registers, at twice the time.  AVX has
 * room for four numbers, other processors for two; the wrong width costs time
 * and no bits. */
#if defined(__x86_64__) && !defined(SEG_NO_CLONES)
enum { WIDTH = 4 };
#else
enum { WIDTH = 2 };
#endif
enum { VECTORS = 2, TILE = VECTORS * WIDTH };
typedef double vector __attribute__((vector_size(WIDTH * sizeof(double))));
typedef int64_t mask __attribute__((vector_size(WIDTH * sizeof(int64_t))));

VECTOR_CLONES
void kmeans_nearest_in_block(const double *x, size_t stride, size_t rows, size_t cols,
                             const double *centroids, const int32_t *candidates, size_t count,
                             double *nearest, int64_t *label)
{
	for (size_t i = 0; i < rows; i += TILE) {
		vector least[VECTORS];
		mask best[VECTORS] = { { 0 } };
		for (int v = 0; v < VECTORS; v++)
			least[v] = (vector){ 0 } + INFINITY;
		for (size_t m = 0; m < count; m++) {
			int64_t candidate = candidates != NULL ? candidates[m] : (int64_t)m;
			const double *centroid = centroids + (size_t)candidate * cols;
			vector distance[VECTORS] = { { 0 } };
			for (size_t j = 0; j < cols; j++) {
				for (int v = 0; v < VECTORS; v++) {
					vector apart;
					memcpy(&apart, x + j * stride + i + v * WIDTH, sizeof apart);
					apart -= centroid[j];
					distance[v] += apart * apart;
				}
			}
			for (int v = 0; v < VECTORS; v++) {
				mask nearer = distance[v] < least[v];
				best[v] = (nearer & candidate) | (~nearer & best[v]);
				least[v] = (vector)((nearer & (mask)distance[v]) | (~nearer & (mask)least[v]));
			}
		}
		for (int v = 0; v < VECTORS; v++) {
			memcpy(nearest + i + v * WIDTH, &least[v], sizeof least[v]);
			memcpy(label + i + v * WIDTH, &best[v], sizeof best[v]);
		}
	}
}

VECTOR_CLONES
double kmeans_block_sum(const double *terms, size_t rows)
{
	double sums[KMEANS_BLOCK] = { 0 };
	memcpy(sums, terms, rows * sizeof *terms);
	for (size_t half = KMEANS_BLOCK / 2; half > 0; half /= 2)
		for (size_t i = 0; i < half; i++)
			sums[i] += sums[i + half];
	return sums[0];
}

struct assignment {
	const double *centroids;
	size_t k;
	const struct matrix *x;
	int32_t *labels;
	double *squared_distances;
};

static void assign_block(void *context, size_t block)
{
	const struct assignment *to = context;
	const struct matrix *x = to->x;
	double nearest[KMEANS_BLOCK];
	int64_t label[KMEANS_BLOCK];
	size_t first = block * KMEANS_BLOCK;
	size_t rows = x->rows - first < KMEANS_BLOCK ? x->rows - first : KMEANS_BLOCK;
	kmeans_nearest_in_block(x->data + first, x->stride, rows, x->cols, to->centroids, NULL, to->k,
	                        nearest, label);
	for (size_t i = 0; i < rows; i++)
		to->labels[first + i] = (int32_t)label[i];
	if (to->squared_distances != NULL)
		memcpy(to->squared_distances + first, nearest, rows * sizeof *nearest);
}

void kmeans_assign(const double *centroids, size_t k, const struct matrix *x, int threads,
                   int32_t *labels, double *squared_distances)
{
	struct assignment to = { centroids, k, x, labels, squared_distances };
	kmeans_parallel((x->rows + KMEANS_BLOCK - 1) / KMEANS_BLOCK, threads,
	                (double)x->rows * (double)k * (double)x->cols, assign_block, &to);
}
