#include "trust/prediction_strength.h"
#include "base/random.h"
#include "kmeans/kmeans.h"
#include "mall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static void test_by_hand(void **unused)
{
	(void)unused;
	size_t counts[3 * 4];
	const int32_t own[] = { 0, 0, 0, 0, 1, 1, 1, 2 };
	/* Of cluster 0 three stay together (6 of 12 ordered pairs), of cluster 1 two (2 of 6),
	 * cluster 2 is one row. */
	const int32_t other[] = { 0, 0, 0, 1, 1, 1, 2, 2 };
	assert_near(prediction_strength_of(own, other, 8, 3, counts), 1.0 / 3, 1e-15);
	assert_near(prediction_strength_of(own, own, 8, 3, counts), 1, 0);
	/* Cluster 0 in two halves: 4 of 12. */
	const int32_t halves[] = { 0, 0, 1, 1, 2, 2, 2, 2 };
	assert_near(prediction_strength_of(own, halves, 8, 3, counts), 1.0 / 3, 1e-15);
}

/* The co-memberships pair by pair, as the paper defines it. */
static double by_pairs(const int32_t *own, const int32_t *other, size_t n, int k)
{
	double least = 1;
	for (int c = 0; c < k; c++) {
		double pairs = 0, together = 0;
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < n; j++)
				if (i != j && own[i] == c && own[j] == c) {
					pairs++;
					together += other[i] == other[j];
				}
		if (pairs > 0)
			least = fmin(least, together / pairs);
	}
	return least;
}

static void test_all_pairs(void **unused)
{
	(void)unused;
	enum { N = 60 };
	struct random random;
	random_seed(&random, 5, 0);
	for (int round = 0; round < 50; round++) {
		int k = 1 + round % 9;
		int32_t own[N], other[N];
		size_t counts[9 * 10];
		for (size_t i = 0; i < N; i++) {
			own[i] = (int32_t)random_below(&random, (uint64_t)k);
			other[i] = random_below(&random, 4) > 0 ? own[i]
			    : (int32_t)random_below(&random, (uint64_t)k);
		}
		assert_near(prediction_strength_of(own, other, N, (size_t)k, counts),
		            by_pairs(own, other, N, k), 1e-14);
	}
}

/* R fpc prediction.strength, M = 100, 5 starts: ../shared/reference/mall_stability.json.  Its
 * own values move by 0.03 from seed to seed. */
static void test_fpc(void **unused)
{
	(void)unused;
	static const size_t k[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	static const double reference[] = { 1.000, 0.708, 0.692, 0.649, 0.723,
		                            0.647, 0.491, 0.427, 0.396, 0.367 };
	enum { COUNT = sizeof k / sizeof *k };
	struct mall mall;
	struct failure why;
	struct spread strength[COUNT];
	struct prediction_strength_options options = prediction_strength_defaults;
	options.splits = 400;
	if (!mall_load(&mall))
		skip();
	assert_true(prediction_strength(&mall.scaled, k, COUNT, &options, strength, &why));
	for (size_t i = 0; i < COUNT; i++)
		assert_near(strength[i].mean, reference[i], 0.06);
	assert_true(strength[0].mean == 1 && strength[0].sd == 0);
	assert_int_equal(prediction_strength_choice(strength, COUNT), 0);
	mall_free(&mall);
}

static void make_groups(struct matrix *x, size_t rows)
{
	struct random random;
	struct failure why;
	random_seed(&random, 7, 0);
	assert_true(matrix_create(x, rows, 2, &why));
	for (size_t i = 0; i < rows; i++) {
		matrix_column(x, 0)[i] = random_normal(&random) + (double)(i % 3 * 20);
		matrix_column(x, 1)[i] = random_normal(&random);
	}
}

static void test_groups_and_threads(void **unused)
{
	(void)unused;
	static const size_t k[] = { 2, 3, 4, 5 };
	static const int threads[] = { 1, 2, 7 };
	struct matrix x;
	struct failure why;
	struct spread strength[3][4];
	struct prediction_strength_options options = prediction_strength_defaults;
	options.splits = 20;
	make_groups(&x, 150);
	for (size_t t = 0; t < 3; t++) {
		options.threads = threads[t];
		assert_true(prediction_strength(&x, k, 4, &options, strength[t], &why));
		assert_memory_equal(strength[t], strength[0], sizeof strength[0]);
	}
	assert_true(strength[0][1].mean == 1 && strength[0][1].sd == 0);
	assert_true(strength[0][2].mean < 0.8);
	assert_int_equal(prediction_strength_choice(strength[0], 4), 1);
	matrix_free(&x);
}

/* Halves that are too small, or have too few different rows, do not count. */
static void test_few_rows(void **unused)
{
	(void)unused;
	static const size_t k[] = { 1, 2, 3, 4 };
	struct matrix x;
	struct failure why;
	struct spread strength[4];
	const struct prediction_strength_options *options = &prediction_strength_defaults;
	make_groups(&x, 7);
	assert_true(prediction_strength(&x, k, 4, options, strength, &why));
	assert_true(strength[2].mean > 0 && strength[2].mean < 1);
	assert_true(isnan(strength[3].mean) && isnan(strength[3].sd));
	matrix_free(&x);
	assert_true(matrix_create(&x, 40, 1, &why));
	for (size_t i = 0; i < 40; i++)
		matrix_column(&x, 0)[i] = (double)(i % 2);
	assert_true(prediction_strength(&x, k, 4, options, strength, &why));
	assert_true(strength[1].mean == 1);
	assert_true(isnan(strength[2].mean));
	matrix_free(&x);
	make_groups(&x, 1);
	assert_true(prediction_strength(&x, k, 2, options, strength, &why));
	assert_true(strength[0].mean == 1 && isnan(strength[1].mean));
	matrix_free(&x);
}

static void test_choice(void **unused)
{
	(void)unused;
	const struct spread strength[] = { { 0.7, 0 }, { 0.9, 0 }, { NAN, NAN }, { 0.81, 0 }, { 0.8, 0 } };
	assert_int_equal(prediction_strength_choice(strength, 5), 3);
	assert_int_equal(prediction_strength_choice(strength, 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_all_pairs),
		cmocka_unit_test(test_fpc),
		cmocka_unit_test(test_groups_and_threads),
		cmocka_unit_test(test_few_rows),
		cmocka_unit_test(test_choice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
