#include "trust/one_group.h"

#include "base/eigen.h"

#include <math.h>
#include <stdlib.h>

static double mean_of(const double *values, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += values[i] / (double)n;
	return sum;
}

static void covariances(const struct matrix *x, const double *means, double *covariance)
{
	for (size_t a = 0; a < x->cols; a++)
		for (size_t b = a; b < x->cols; b++) {
			const double *first = matrix_column(x, a), *second = matrix_column(x, b);
			double sum = 0;
			for (size_t i = 0; i < x->rows; i++)
				sum += (first[i] - means[a]) * (second[i] - means[b]);
			covariance[a * x->cols + b] = sum / (double)x->rows;
		}
}

/* How far the rows reach along one axis. */
static double width_along(const struct matrix *x, const double *means, const double *axis)
{
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < x->rows; i++) {
		double place = 0;
		for (size_t j = 0; j < x->cols; j++)
			place += (matrix_column(x, j)[i] - means[j]) * axis[j];
		low = place < low ? place : low;
		high = place > high ? place : high;
	}
	return high - low;
}

static bool measure(struct one_group *group, const struct matrix *x, double *scratch,
                    struct failure *why)
{
	size_t cols = x->cols;
	double *means = scratch, *covariance = means + cols, *axes = covariance + cols * cols;
	for (size_t j = 0; j < cols; j++)
		means[j] = mean_of(matrix_column(x, j), x->rows);
	covariances(x, means, covariance);
	if (!symmetric_eigen(covariance, cols, group->deviations, axes, why))
		return false;
	for (size_t j = 0; j < cols; j++) {
		double variance = group->deviations[j];
		group->deviations[j] = variance > 0 ? sqrt(variance) : 0;
		group->widths[j] = width_along(x, means, axes + j * cols);
	}
	return true;
}

bool one_group_create(struct one_group *group, const struct matrix *x, struct failure *why)
{
	*group = (struct one_group){
		.rows = x->rows,
		.cols = x->cols,
		.widths = calloc(x->cols, sizeof *group->widths),
		.deviations = calloc(x->cols, sizeof *group->deviations),
	};
	double *scratch = calloc(2 * x->cols + 1, x->cols * sizeof *scratch);
	bool created = group->widths != NULL && group->deviations != NULL && scratch != NULL
	               ? measure(group, x, scratch, why) : fail_memory(why);
	free(scratch);
	return created;
}

void one_group_free(struct one_group *group)
{
	free(group->widths);
	free(group->deviations);
	*group = (struct one_group){ 0 };
}

void one_group_draw(const struct one_group *group, enum one_group_kind kind,
                    struct random *random, struct matrix *rows)
{
	for (size_t j = 0; j < group->cols; j++) {
		double *values = matrix_column(rows, j);
		for (size_t i = 0; i < group->rows; i++)
			values[i] = kind == ONE_GROUP_BOX
			    ? group->widths[j] * (random_unit(random) - 0.5)
			    : group->deviations[j] * random_normal(random);
	}
}
