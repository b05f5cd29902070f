#include "quality/silhouette_row.h"

#include "quality/tile_distance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double silhouette_of_row(const double *sums, const size_t *sizes, size_t k, int32_t own)
{
	if (own < 0)
		return NAN;
	if (sizes[own] == 1)
		return 0;
	double a = sums[(size_t)own * TILE] / (double)(sizes[own] - 1);
	double b = INFINITY;
	for (size_t c = 0; c < k; c++)
		if (c != (size_t)own && sizes[c] > 0) {
			double mean = sums[c * TILE] / (double)sizes[c];
			b = mean < b ? mean : b;
		}
	double greater = a > b ? a : b;
	return greater > 0 ? (b - a) / greater : 0;
}

bool silhouette_of_labelling(const struct labelling *labelling, const double *values,
                             size_t rows, struct silhouette *score, struct failure *why)
{
	double *sums = calloc(labelling->k + 1, sizeof *sums);
	size_t *sizes = malloc((labelling->k + 1) * sizeof *sizes);
	struct labelling_count count;
	bool ok = sums != NULL && sizes != NULL ? true : fail_memory(why);
	if (ok && labelling_count(labelling, rows, sizes, &count, why)) {
		for (size_t i = 0; i < rows; i++)
			if (labelling->labels[i] >= 0)
				sums[labelling->labels[i]] += values[i];
		double total = 0;
		for (size_t c = 0; c < labelling->k; c++)
			total += sums[c];
		for (size_t c = 0; c < labelling->k && score->per_cluster != NULL; c++)
			score->per_cluster[c] = sizes[c] > 0 ? sums[c] / (double)sizes[c] : NAN;
		score->mean = total / (double)count.rows;
		if (score->per_row != NULL && rows > 0)
			memcpy(score->per_row, values, rows * sizeof *values);
	}
	free(sums);
	free(sizes);
	return ok;
}
