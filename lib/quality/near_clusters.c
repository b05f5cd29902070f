#include "quality/near_clusters.h"

#include "base/team.h"

#include <math.h>
#include <stdlib.h>

/* Far more than the relative rounding of what is compared, and than the distances
 * whose squares are too small to be told from 0. */
static const double ROUNDING = 1e-9, TINY = 1e-150;

struct balls {
	const struct matrix *x;
	const struct labelling *labelling;
	double *centroids;            /* k x cols, less the first row, which keeps them exact */
	double square[NEAR_CLUSTERS]; /* the mean one about the centroid */
	size_t size[NEAR_CLUSTERS];
	double reach;                 /* the greatest distance from the first row */
};

static double apart(const struct balls *balls, size_t row, size_t j)
{
	const double *values = matrix_column(balls->x, j);
	return values[row] - values[0];
}

static double squared_distance(const struct balls *balls, size_t row, size_t c)
{
	size_t cols = balls->x->cols;
	double sum = 0;
	for (size_t j = 0; j < cols; j++) {
		double distance = apart(balls, row, j) - balls->centroids[c * cols + j];
		sum += distance * distance;
	}
	return sum;
}

static void measure_balls(struct balls *balls)
{
	const struct matrix *x = balls->x;
	const int32_t *labels = balls->labelling->labels;
	for (size_t i = 0; i < x->rows; i++) {
		double square = 0;
		for (size_t j = 0; j < x->cols; j++) {
			square += apart(balls, i, j) * apart(balls, i, j);
			if (labels[i] >= 0)
				balls->centroids[(size_t)labels[i] * x->cols + j] += apart(balls, i, j);
		}
		balls->reach = square > balls->reach ? square : balls->reach;
		if (labels[i] >= 0)
			balls->size[labels[i]]++;
	}
	balls->reach = sqrt(balls->reach);
	for (size_t c = 0; c < balls->labelling->k; c++)
		for (size_t j = 0; j < x->cols && balls->size[c] > 0; j++)
			balls->centroids[c * x->cols + j] /= (double)balls->size[c];
	for (size_t i = 0; i < x->rows; i++)
		if (labels[i] >= 0)
			balls->square[labels[i]] += squared_distance(balls, i, (size_t)labels[i]);
	for (size_t c = 0; c < balls->labelling->k; c++)
		if (balls->size[c] > 0)
			balls->square[c] /= (double)balls->size[c];
}

static uint64_t near_to(const struct balls *balls, size_t row, size_t own)
{
	size_t k = balls->labelling->k;
	double least[NEAR_CLUSTERS], limit = INFINITY;
	uint64_t near = UINT64_C(1) << own;
	for (size_t c = 0; c < k; c++) {
		double square = squared_distance(balls, row, c), most = sqrt(square + balls->square[c]);
		least[c] = sqrt(square);
		if (c != own && balls->size[c] > 0 && most < limit)
			limit = most;
	}
	for (size_t c = 0; c < k; c++)
		if (balls->size[c] > 0 && least[c] * (1 - ROUNDING) <= limit + ROUNDING * balls->reach + TINY)
			near |= UINT64_C(1) << c;
	return near;
}

bool near_clusters(const struct matrix *x, const struct labelling *labelling, int threads,
                   uint64_t *near, struct failure *why)
{
	struct balls balls = { .x = x, .labelling = labelling };
	balls.centroids = calloc(labelling->k * x->cols + 1, sizeof *balls.centroids);
	if (balls.centroids == NULL)
		return fail_memory(why);
	measure_balls(&balls);
	threads = team_size(threads, (double)x->rows * (double)x->cols * (double)labelling->k);
#pragma omp parallel for num_threads(threads) schedule(static)
	for (size_t i = 0; i < x->rows; i++)
		near[i] = labelling->labels[i] >= 0 ? near_to(&balls, i, (size_t)labelling->labels[i]) : 0;
	free(balls.centroids);
	return true;
}
