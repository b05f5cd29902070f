#include "trust/gap.h"
#include "mall.h"

#include "kmeans/kmeans.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

enum { MALL_COUNT = 10 };

static const size_t ks[MALL_COUNT] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

static void best_log_w(const struct matrix *x, double *log_w)
{
	struct failure why;
	for (size_t i = 0; i < MALL_COUNT; i++) {
		struct kmeans_options how = kmeans_defaults;
		struct kmeans_result result;
		how.k = ks[i];
		assert_true(kmeans_fit(x, &how, &result, &why));
		log_w[i] = log_dispersion(result.inertia);
		kmeans_free(&result);
	}
}

/* R cluster clusGap, B = 200, 20 starts: ../shared/reference/mall_stability.json. */
static void test_clus_gap(void **unused)
{
	(void)unused;
	static const double reference_log_w[MALL_COUNT] = {
		5.991465, 5.605824, 5.236610, 4.924375, 4.650491,
		4.459822, 4.308193, 4.188644, 4.079349, 3.979728,
	};
	static const double reference_gap[MALL_COUNT] = {
		0.8106, 0.7447, 0.8582, 0.9625, 1.1059, 1.1796, 1.2264, 1.2511, 1.2753, 1.2989,
	};
	struct mall mall;
	struct failure why;
	struct one_group group;
	struct gap gap;
	double log_w[MALL_COUNT];
	if (!mall_load(&mall))
		skip();
	struct reference_effort effort = reference_effort_for(MALL_ROWS);
	assert_int_equal(effort.references, 50);
	best_log_w(&mall.scaled, log_w);
	assert_true(one_group_create(&group, &mall.scaled, &why));
	assert_true(gap_statistic(&group, ks, log_w, MALL_COUNT, &effort, &gap, &why));
	for (size_t i = 0; i < MALL_COUNT; i++) {
		assert_near(log_w[i], reference_log_w[i], 1e-6);
		/* Three standard errors of the mean, and what 20 starts miss. */
		assert_near(gap.value[i], reference_gap[i], 3 * gap.s[i] / sqrt(50) + 0.01);
		assert_true(gap.s[i] > 0.02 && gap.s[i] < 0.06);
	}
	assert_int_equal(gap_first_se_max(gap.value, gap.s, MALL_COUNT), 0);
	assert_int_equal(gap_tibs_2001_se_max(gap.value, gap.s, MALL_COUNT), 0);
	gap_free(&gap);
	one_group_free(&group);
	mall_free(&mall);
}

static void make_points(struct matrix *x, size_t rows, size_t cols)
{
	struct random random;
	struct failure why;
	random_seed(&random, 3, 0);
	assert_true(matrix_create(x, rows, cols, &why));
	for (size_t j = 0; j < cols; j++)
		for (size_t i = 0; i < rows; i++)
			matrix_column(x, j)[i] = random_normal(&random) + (double)(i % 3 * 10);
}

/* By the definition, from references that are drawn and fitted one by one. */
static void test_definition(void **unused)
{
	(void)unused;
	enum { COUNT = 4, REFERENCES = 7 };
	struct matrix x, drawn;
	struct failure why;
	struct one_group group;
	struct gap gap;
	double log_w[COUNT] = { 5, 4, 3, 2 }, own[REFERENCES][COUNT];
	struct reference_effort effort = { .references = REFERENCES, .n_init = 3, .seed = 8,
		                           .threads = 1 };
	make_points(&x, 60, 3);
	assert_true(matrix_create(&drawn, 60, 3, &why));
	assert_true(one_group_create(&group, &x, &why));
	assert_true(gap_statistic(&group, ks, log_w, COUNT, &effort, &gap, &why));
	for (size_t b = 0; b < REFERENCES; b++) {
		struct random random;
		random_seed(&random, 8, 2 * b);
		one_group_draw(&group, ONE_GROUP_BOX, &random, &drawn);
		assert_true(log_dispersions(&drawn, ks, COUNT, 3, random_next(&random), own[b], &why));
	}
	for (size_t i = 0; i < COUNT; i++) {
		double mean = 0, squares = 0;
		for (size_t b = 0; b < REFERENCES; b++)
			mean += own[b][i] / REFERENCES;
		for (size_t b = 0; b < REFERENCES; b++)
			squares += (own[b][i] - mean) * (own[b][i] - mean);
		assert_near(gap.value[i], mean - log_w[i], 1e-13);
		assert_near(gap.s[i], sqrt(squares / (REFERENCES - 1) * (1 + 1.0 / REFERENCES)), 1e-13);
	}
	gap_free(&gap);
	one_group_free(&group);
	matrix_free(&drawn);
	matrix_free(&x);
}

static void test_threads(void **unused)
{
	(void)unused;
	enum { COUNT = 5 };
	static const int threads[] = { 1, 2, 7 };
	struct matrix x;
	struct failure why;
	struct one_group group;
	struct gap gaps[3];
	double log_w[COUNT] = { 0 };
	make_points(&x, 300, 2);
	assert_true(one_group_create(&group, &x, &why));
	for (size_t t = 0; t < 3; t++) {
		struct reference_effort effort = { .references = 9, .n_init = 2,
			                           .threads = threads[t] };
		assert_true(gap_statistic(&group, ks, log_w, COUNT, &effort, &gaps[t], &why));
		assert_memory_equal(gaps[t].value, gaps[0].value, sizeof log_w);
		assert_memory_equal(gaps[t].s, gaps[0].s, sizeof log_w);
	}
	for (size_t t = 0; t < 3; t++)
		gap_free(&gaps[t]);
	one_group_free(&group);
	matrix_free(&x);
}

/* A range with k that no reference can be clustered by. */
static void test_refusal(void **unused)
{
	(void)unused;
	static const size_t flat_k[] = { 1, 2 };
	struct matrix x;
	struct failure why;
	struct one_group group;
	struct gap gap;
	double log_w[2] = { 0 };
	struct reference_effort effort = reference_effort_for(5);
	assert_true(matrix_create(&x, 5, 2, &why));
	assert_true(one_group_create(&group, &x, &why));
	assert_false(gap_statistic(&group, flat_k, log_w, 2, &effort, &gap, &why));
	assert_string_equal(why.text, "k is 2, but there is only 1 distinct row");
	gap_free(&gap);
	one_group_free(&group);
	matrix_free(&x);
}

static void test_rules(void **unused)
{
	(void)unused;
	const double s[] = { 0.1, 0.1, 0.1, 0.1, 0.1 };
	const double rising[] = { 1, 2, 3, 4, 5 }, falling[] = { 5, 4, 3, 2, 1 };
	assert_int_equal(gap_first_se_max(rising, s, 5), 4);
	assert_int_equal(gap_tibs_2001_se_max(rising, s, 5), 4);
	assert_int_equal(gap_first_se_max(falling, s, 5), 0);
	assert_int_equal(gap_tibs_2001_se_max(falling, s, 5), 0);
	/* R cluster maxSE: the first peak is at 3; the second value is near enough. */
	const double peak[] = { 1, 2.95, 3, 2, 9 };
	assert_int_equal(gap_first_se_max(peak, s, 5), 1);
	assert_int_equal(gap_tibs_2001_se_max(peak, s, 5), 1);
	/* A plateau ends the rise. */
	const double plateau[] = { 1, 2, 2, 3, 4 };
	assert_int_equal(gap_first_se_max(plateau, s, 5), 1);
	/* An inertia of 0 makes the gap infinite. */
	const double infinite[] = { 1, 2, INFINITY, 3, 4 };
	assert_int_equal(gap_first_se_max(infinite, s, 5), 2);
	assert_int_equal(gap_tibs_2001_se_max(infinite, s, 5), 2);
	assert_int_equal(gap_first_se_max(rising, s, 1), 0);
}

static void test_bend(void **unused)
{
	(void)unused;
	static const size_t k[] = { 1, 2, 3, 4, 5 }, far[] = { 1, 10, 11, 12 };
	const double s[] = { 0.1, 0.1, 0.1, 0.1, 0.1 };
	/* One step a k up to 3, then a third of it and no more than s beyond. */
	const double slow[] = { 0, 1, 2, 2.4, 2.76 }, fast[] = { 0, 1, 2, 2.4, 2.77 };
	assert_int_equal(gap_bend(k, slow, s, 5), 2);
	assert_int_equal(gap_bend(k, fast, s, 5), 4);
	/* It may fall on the way; k = 1 is never chosen. */
	const double dip[] = { 1, 0.5, 0.8, 2, 1.9 }, falling[] = { 5, 4, 3, 2, 1 };
	assert_int_equal(gap_bend(k, dip, s, 5), 3);
	assert_int_equal(gap_bend(k, falling, s, 5), 1);
	assert_int_equal(gap_bend(k, dip, s, 2), 1);
	/* The steps count by k: 0.9 in nine are 0.1 in each. */
	const double late[] = { 0, 0.9, 1.03, 1.06 }, steep[] = { 0, 0.9, 1.04, 1.16 };
	assert_int_equal(gap_bend(far, late, s, 4), 1);
	assert_int_equal(gap_bend(far, steep, s, 4), 2);
	/* An inertia of 0, and as many clusters as rows. */
	const double perfect[] = { 0, 1, INFINITY, 3, NAN };
	assert_int_equal(gap_bend(k, perfect, s, 5), 2);
	const double nothing[] = { 0, NAN };
	assert_int_equal(gap_bend(k, nothing, s, 2), 1);
}

static void test_effort(void **unused)
{
	(void)unused;
	assert_int_equal(reference_effort_for(1).n_init, 20);
	assert_int_equal(reference_effort_for(500).references, 50);
	assert_int_equal(reference_effort_for(500).n_init, 8);
	assert_int_equal(reference_effort_for(501).references, 25);
	assert_int_equal(reference_effort_for(5000).n_init, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clus_gap),
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_refusal),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_bend),
		cmocka_unit_test(test_effort),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
