#include "trust/one_group_test.h"

#include "trust/spread.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* How many standard deviations `own` lies below the values. */
static double deviations_below(double own, const double *values, size_t n)
{
	struct spread spread = spread_of(values, n);
	double below = spread.mean - own;
	double sd = spread.sd * sqrt(1 + 1 / (double)n);
	if (isnan(below) || below == 0)
		return 0;
	return sd > 0 ? below / sd : below > 0 ? INFINITY : -INFINITY;
}

/* The greatest z and its k, of those that are fewer than the rows: else only
 * rounding is left.  `own` and `references` are log W; `scratch` holds n. */
static double greatest(const double *own, const double *references, size_t n, size_t rows,
                       const size_t *k, size_t count, double *scratch, size_t *at)
{
	double most = -INFINITY;
	*at = k[1];
	for (size_t i = 1; i < count && k[i] < rows; i++) {
		for (size_t b = 0; b < n; b++)
			scratch[b] = references[i * n + b] - references[b];
		double z = deviations_below(own[i] - own[0], scratch, n);
		if (z > most) {
			most = z;
			*at = k[i];
		}
	}
	return k[1] < rows ? most : 0;
}

bool one_group_test(const struct matrix *x, const struct one_group *group, const size_t *k,
                    size_t count, const struct reference_effort *effort,
                    const double *box_log_w, struct one_group_test *test,
                    struct failure *why)
{
	size_t n = effort->references;
	*test = (struct one_group_test){ .normal_z = NAN };
	double *own = calloc(count, sizeof *own), *scratch = calloc(n, sizeof *scratch);
	double *normal_log_w = calloc(count, n * sizeof *normal_log_w);
	bool done = (own != NULL && scratch != NULL && normal_log_w != NULL) || fail_memory(why);
	done = done && log_dispersions(x, k, count, effort->n_init, effort->seed, own, why);
	if (done)
		test->box_z = greatest(own, box_log_w, n, x->rows, k, count, scratch,
		                       &test->box_k);
	if (done && test->box_z > ONE_GROUP_LIMIT) {
		done = reference_dispersions(group, ONE_GROUP_NORMAL, k, count, effort,
		                             normal_log_w, why);
		if (done)
			test->normal_z = greatest(own, normal_log_w, n, x->rows, k, count,
			                          scratch, &test->normal_k);
	}
	test->structure = test->normal_z > ONE_GROUP_LIMIT;
	free(own);
	free(scratch);
	free(normal_log_w);
	return done;
}
