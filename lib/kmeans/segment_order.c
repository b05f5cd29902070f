#include "kmeans/segment_order.h"

#include <stdlib.h>

struct segment {
	size_t number, size, cols;
	const double *centroid;
};

static int compare(const void *left, const void *right)
{
	const struct segment *a = left, *b = right;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	for (size_t j = 0; j < a->cols; j++)
		if (a->centroid[j] != b->centroid[j])
			return a->centroid[j] < b->centroid[j] ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

bool segment_order(const size_t *sizes, const double *centroids, size_t k, size_t cols,
                   size_t *order, struct failure *why)
{
	struct segment *segments = calloc(k + 1, sizeof *segments);
	if (segments == NULL)
		return fail_memory(why);
	for (size_t c = 0; c < k; c++)
		segments[c] = (struct segment){ c, sizes[c], cols, centroids + c * cols };
	qsort(segments, k, sizeof *segments, compare);
	for (size_t c = 0; c < k; c++)
		order[c] = segments[c].number;
	free(segments);
	return true;
}
