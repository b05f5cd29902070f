#include "summary/pca.h"

#include "base/compensated_sum.h"
#include "base/eigen.h"
#include "base/team.h"

#include <stdlib.h>

static double mean_of(const double *x, size_t rows)
{
	struct compensated_sum sum = { 0 };
	for (size_t i = 0; i < rows; i++)
		compensated_add(&sum, x[i]);
	return compensated_total(&sum) / (double)rows;
}

static double covariance(const double *x, double x_mean, const double *y, double y_mean,
                         size_t rows)
{
	struct compensated_sum sum = { 0 };
	for (size_t i = 0; i < rows; i++)
		compensated_add(&sum, (x[i] - x_mean) * (y[i] - y_mean));
	return compensated_total(&sum) / (double)rows;
}

static void covariances(const struct matrix *x, const double *means, int threads, double *into)
{
	size_t n = x->cols;
	int team = team_size(threads, (double)x->rows * (double)(n * n));
	/* Each sum is one thread's, in the order of the rows. */
	#pragma omp parallel for schedule(dynamic) num_threads(team)
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++) {
			double value = covariance(matrix_column(x, i), means[i], matrix_column(x, j),
			                          means[j], x->rows);
			into[i * n + j] = into[j * n + i] = value;
		}
	(void)team;
}

bool pca_fit(const struct matrix *x, int threads, struct pca *pca, struct failure *why)
{
	size_t n = x->cols;
	*pca = (struct pca){ .features = n };
	pca->means = calloc(n, sizeof *pca->means);
	pca->variances = calloc(n, sizeof *pca->variances);
	pca->components = calloc(n * n, sizeof *pca->components);
	double *matrix = calloc(n * n, sizeof *matrix);
	bool fitted = (pca->means != NULL && pca->variances != NULL && pca->components != NULL
	               && matrix != NULL) || fail_memory(why);
	if (fitted) {
		for (size_t j = 0; j < n; j++)
			pca->means[j] = mean_of(matrix_column(x, j), x->rows);
		covariances(x, pca->means, threads, matrix);
		fitted = symmetric_eigen(matrix, n, pca->variances, pca->components, why);
	}
	for (size_t j = 0; fitted && j < n; j++) {
		/* Where there is no variance, rounding may leave a trace below 0. */
		if (pca->variances[j] < 0)
			pca->variances[j] = 0;
		pca->total += pca->variances[j];
	}
	free(matrix);
	return fitted;
}

void pca_free(struct pca *pca)
{
	free(pca->means);
	free(pca->variances);
	free(pca->components);
	*pca = (struct pca){ 0 };
}

void pca_project(const struct pca *pca, const struct matrix *x, size_t component, double *out)
{
	const double *weights = pca->components + component * pca->features;
	for (size_t i = 0; i < x->rows; i++)
		out[i] = 0;
	for (size_t j = 0; j < pca->features; j++) {
		const double *column = matrix_column(x, j);
		for (size_t i = 0; i < x->rows; i++)
			out[i] += weights[j] * (column[i] - pca->means[j]);
	}
}

double pca_share(const struct pca *pca, size_t component)
{
	return pca->total > 0 ? pca->variances[component] / pca->total : 0;
}
