#include "trust/bootstrap_ari.h"

#include "quality/rand_index.h"
#include "mall.h"
#include "point_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static struct bootstrap_ari measure(const struct matrix *x, struct bootstrap_options options)
{
	struct failure why;
	struct bootstrap_ari result;
	assert_null(bootstrap_check(x, &options));
	assert_true(bootstrap_ari(x, &options, &result, &why));
	return result;
}

struct checking {
	const struct bootstrap_ari *result;
	size_t rows, k;
};

static bool check_pair(void *context, size_t pair, const struct bootstrap pair_of[2],
                       struct failure *why)
{
	const struct checking *c = context;
	double index;
	return adjusted_rand_index(pair_of[0].labels, c->k, pair_of[1].labels, c->k, c->rows, &index,
	                           why)
	    && index == c->result->values[pair];
}

static void test_index_of_each_pair(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	assert_true(point_table(&x, POINTS_CLUMPS, 150, 2));
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 4;
	options.pairs = 25;
	options.threads = 2;
	struct bootstrap_ari result = measure(&x, options);
	struct checking checking = { &result, 150, 4 };
	assert_true(bootstrap_pairs(&x, &options, check_pair, &checking, &why));
	double sum = 0, squares = 0;
	for (size_t p = 0; p < 25; p++)
		sum += result.values[p];
	for (size_t p = 0; p < 25; p++)
		squares += pow(result.values[p] - sum / 25, 2);
	assert_near(result.spread.mean, sum / 25, 1e-15);
	assert_near(result.spread.sd, sqrt(squares / 24), 1e-15);
	bootstrap_ari_free(&result);
	matrix_free(&x);
}

static void test_same_for_all_threads(void **unused)
{
	(void)unused;
	struct matrix x;
	assert_true(point_table(&x, POINTS_SHEETS, 200, 3));
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 5;
	options.pairs = 30;
	struct bootstrap_ari one = measure(&x, options);
	for (int threads = 2; threads < 8; threads += 5) {
		options.threads = threads;
		struct bootstrap_ari some = measure(&x, options);
		assert_memory_equal(one.values, some.values, 30 * sizeof *one.values);
		assert_true(one.spread.mean == some.spread.mean && one.spread.sd == some.spread.sd);
		bootstrap_ari_free(&some);
	}
	bootstrap_ari_free(&one);
	matrix_free(&x);
}

static void test_certain_cases(void **unused)
{
	(void)unused;
	struct matrix x;
	struct bootstrap_options options = bootstrap_defaults;
	/* Clumps far apart are always found; one cluster can only be repeated. */
	assert_true(point_table(&x, POINTS_CLUMPS, 200, 2));
	for (size_t i = 0; i < 200; i++)
		matrix_column(&x, 0)[i] += (double)(i % 3 * 1000);
	for (options.k = 1; options.k <= 3; options.k += 2) {
		struct bootstrap_ari result = measure(&x, options);
		assert_true(result.spread.mean == 1 && result.spread.sd == 0);
		bootstrap_ari_free(&result);
	}
	/* One pair has no spread. */
	options.pairs = 1;
	struct bootstrap_ari single = measure(&x, options);
	assert_true(!isnan(single.spread.mean) && isnan(single.spread.sd));
	bootstrap_ari_free(&single);
	matrix_free(&x);
}

/* bootstrapped_ari of ../shared/reference/mall_stability.json: 100 pairs, best of
 * 10 starts, scikit-learn 1.2.1.  Its own mean has a standard error of sd / 10. */
static void test_mall(void **unused)
{
	(void)unused;
	static const double mean_sd[][2] = {
		{ 0.522, 0.432 }, { 0.781, 0.148 }, { 0.792, 0.192 }, { 0.901, 0.078 }, { 0.882, 0.096 },
		{ 0.817, 0.103 }, { 0.790, 0.095 }, { 0.785, 0.085 }, { 0.759, 0.073 },
	};
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct bootstrap_options options = bootstrap_defaults;
	options.pairs = 1000;
	options.seed = 42;
	options.threads = 2;
	for (size_t i = 0; i < sizeof mean_sd / sizeof *mean_sd; i++) {
		options.k = i + 2;
		struct bootstrap_ari result = measure(&mall.scaled, options);
		printf("# k = %zu: %.3f, sd %.3f\n", options.k, result.spread.mean, result.spread.sd);
		assert_near(result.spread.mean, mean_sd[i][0], 0.03);
		assert_near(result.spread.sd, mean_sd[i][1], 0.03);
		bootstrap_ari_free(&result);
	}
	mall_free(&mall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_index_of_each_pair),
		cmocka_unit_test(test_same_for_all_threads),
		cmocka_unit_test(test_certain_cases),
		cmocka_unit_test(test_mall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
