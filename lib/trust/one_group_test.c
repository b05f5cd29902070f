#include "trust/one_group_test.h"

#include "trust/spread.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
	*test = (struct one_group_test){ .normal_z = NAN, .most_k = k[count - 1] };
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

/* The k of a wider test, rising, and the log W of their references in the box. */
struct wider {
	size_t *k, *missing;
	double *log_w, *missing_log_w;
	size_t count, missing_count;
};

static void wider_free(struct wider *wider)
{
	free(wider->k);
	free(wider->missing);
	free(wider->log_w);
	free(wider->missing_log_w);
}

/* The greatest k up to ONE_GROUP_MOST that the rows can be clustered by. */
static size_t most_clusters(const struct matrix *x, const struct reference_effort *effort)
{
	struct failure unused;
	size_t most = x->rows <= ONE_GROUP_MOST ? x->rows - 1 : ONE_GROUP_MOST;
	double log_w;
	while (most > 1 && !log_dispersions(x, &most, 1, 1, effort->seed, &log_w, &unused))
		most--;
	return most;
}

/* Takes in the numbers from 2 to `most` that are not among `k`. */
static void merge_k(struct wider *wider, const size_t *k, size_t count, size_t most)
{
	size_t at = 0;
	for (size_t next = 1; next <= most || at < count;) {
		if (at < count && (next > most || k[at] <= next)) {
			next += k[at] == next;
			wider->k[wider->count++] = k[at++];
		} else {
			wider->missing[wider->missing_count++] = next;
			wider->k[wider->count++] = next++;
		}
	}
}

/* `box_log_w` has those that were there before. */
static void merge_log_w(struct wider *wider, size_t references, const double *box_log_w)
{
	size_t at = 0, missing_at = 0;
	for (size_t i = 0; i < wider->count; i++) {
		bool missing = missing_at < wider->missing_count
		    && wider->missing[missing_at] == wider->k[i];
		const double *from = missing ? wider->missing_log_w + missing_at++ * references
		                             : box_log_w + at++ * references;
		memcpy(wider->log_w + i * references, from, references * sizeof *from);
	}
}

static bool widen(struct wider *wider, const struct matrix *x, const struct one_group *group,
                  const size_t *k, size_t count, const struct reference_effort *effort,
                  const double *box_log_w, struct failure *why)
{
	size_t n = effort->references, most = count + ONE_GROUP_MOST;
	*wider = (struct wider){
		.k = calloc(most, sizeof(size_t)),
		.missing = calloc(most, sizeof(size_t)),
		.log_w = calloc(most, n * sizeof(double)),
		.missing_log_w = calloc(most, n * sizeof(double)),
	};
	if (wider->k == NULL || wider->missing == NULL || wider->log_w == NULL
	    || wider->missing_log_w == NULL)
		return fail_memory(why);
	merge_k(wider, k, count, most_clusters(x, effort));
	if (!reference_dispersions(group, ONE_GROUP_BOX, wider->missing, wider->missing_count,
	                           effort, wider->missing_log_w, why))
		return false;
	merge_log_w(wider, n, box_log_w);
	return true;
}

bool one_group_test_widely(const struct matrix *x, const struct one_group *group,
                           const size_t *k, size_t count,
                           const struct reference_effort *effort, const double *box_log_w,
                           struct one_group_test *test, struct failure *why)
{
	struct wider wider = { 0 };
	if (!one_group_test(x, group, k, count, effort, box_log_w, test, why))
		return false;
	bool asked = test->structure;
	bool done = asked
	    || (widen(&wider, x, group, k, count, effort, box_log_w, why)
	        && one_group_test(x, group, wider.k, wider.count, effort, wider.log_w, test, why));
	test->elsewhere = test->structure && !asked;
	wider_free(&wider);
	return done;
}
