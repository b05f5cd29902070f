#include "kmeans/kmeans_assign.h"

#include "kmeans/kmeans_parallel.h"

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

size_t kmeans_assign_block(const double *centroids, size_t k, const struct matrix *x, size_t first,
                           int32_t *labels, double *squared_distances)
{
	int32_t label[KMEANS_BLOCK];
	size_t left = x->rows - first;
	struct kmeans_rows rows = {
		.x = x->data + first,
		.count = left < KMEANS_BLOCK ? left : KMEANS_BLOCK,
		.cols = x->cols,
		.tile = KMEANS_TILE,
		.stride = x->stride,
	};
	kmeans_rows_nearest(&rows, centroids, NULL, k, squared_distances, label);
	memcpy(labels, label, rows.count * sizeof *label);
	return rows.count;
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
	double nearest[KMEANS_BLOCK];
	size_t first = block * KMEANS_BLOCK;
	size_t count = kmeans_assign_block(to->centroids, to->k, to->x, first, to->labels + first,
	                                   nearest);
	if (to->squared_distances != NULL)
		memcpy(to->squared_distances + first, nearest, count * sizeof *nearest);
}

void kmeans_assign(const double *centroids, size_t k, const struct matrix *x, int threads,
                   int32_t *labels, double *squared_distances)
{
	struct assignment to = { centroids, k, x, labels, squared_distances };
	kmeans_parallel((x->rows + KMEANS_BLOCK - 1) / KMEANS_BLOCK, threads,
	                (double)x->rows * (double)k * (double)x->cols, assign_block, &to);
}
