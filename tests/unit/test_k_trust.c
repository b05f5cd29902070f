#include "trust/k_trust.h"
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

static void test_ari_choice(void **unused)
{
	(void)unused;
	/* 25 pairs: the standard error is a fifth of the sd. */
	const struct spread ari[] = { { NAN, NAN }, { 0.9, 0.1 }, { 0.7, 0.1 }, { 0.88, 0.2 },
		                      { 0.87, 0.3 } };
	assert_int_equal(k_trust_ari_choice(ari, 5, 25), 3);
	assert_int_equal(k_trust_ari_choice(ari, 3, 25), 1);
	assert_int_equal(k_trust_ari_choice(ari, 1, 25), 1);
	/* Of perfect ones the greatest k. */
	const struct spread perfect[] = { { 1, 0 }, { 1, 0 }, { 0.999, 0 } };
	assert_int_equal(k_trust_ari_choice(perfect, 3, 25), 1);
	const struct spread single[] = { { 0.5, NAN }, { 0.6, NAN } };
	assert_int_equal(k_trust_ari_choice(single, 2, 1), 1);
}

/* R: ../shared/reference/mall_stability.json. */
static void test_mall(void **unused)
{
	(void)unused;
	static const size_t k[] = { 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	static const double inertia[] = {
		544.0118, 376.0631, 275.2066, 209.2728, 172.9442, 148.6122, 131.8666, 118.2139, 107.0050,
	};
	static const double ari[] = { 0.522, 0.781, 0.792, 0.901, 0.882, 0.817, 0.790, 0.785, 0.759 };
	enum { COUNT = sizeof k / sizeof *k };
	struct mall mall;
	struct failure why;
	struct k_trust trust;
	struct k_trust_request request = { true, true, true, 42, 2, NULL };
	if (!mall_load(&mall))
		skip();
	assert_true(k_trust(&mall.scaled, k, inertia, COUNT, &request, &trust, &why));
	assert_int_equal(trust.rows, MALL_ROWS);
	assert_int_equal(trust.gap_count, COUNT + 1);
	assert_int_equal(trust.gap_k[0], 1);
	assert_near(trust.log_w[0], 5.991465, 1e-6);
	assert_near(trust.log_w[5], 4.459822, 1e-6);
	assert_int_equal(trust.gap_first_se_max, 1);
	assert_int_equal(trust.gap_tibs_2001_se_max, 1);
	/* The gap rises to the end of the range, but slowly from about 7 on. */
	assert_in_range(trust.gap_choice, 6, 8);
	assert_true(trust.test.structure);
	assert_int_equal(trust.strength_choice, 1);
	assert_int_equal(trust.splits, 100);
	assert_int_equal(trust.pairs, 100);
	/* The two are about a standard error apart. */
	assert_in_range(trust.ari_choice, 5, 6);
	/* The ARI of k = 2 is near 0 or near 1: its mean moves by 0.1 from seed to seed. */
	for (size_t i = 1; i < COUNT; i++)
		assert_near(trust.ari[i].mean, ari[i], 0.045);
	k_trust_free(&trust);
	mall_free(&mall);
}

/* Three groups, and more rows than are looked at. */
static void test_drawn_rows(void **unused)
{
	(void)unused;
	enum { ROWS = K_TRUST_ROWS + 1000 };
	static const size_t k[] = { 1, 2, 3, 4 };
	static const double inertia[] = { 4, 3, 2, 1 }; /* not looked at */
	struct matrix x;
	struct random random;
	struct failure why;
	struct k_trust trust, again;
	struct k_trust_request request = { .gap = true, .seed = 1, .threads = 1 };
	random_seed(&random, 1, 0);
	assert_true(matrix_create(&x, ROWS, 1, &why));
	for (size_t i = 0; i < ROWS; i++)
		matrix_column(&x, 0)[i] = random_normal(&random) + (double)(i % 3 * 20);
	assert_true(k_trust(&x, k, inertia, 4, &request, &trust, &why));
	assert_int_equal(trust.rows, K_TRUST_ROWS);
	assert_int_equal(trust.gap_count, 4);
	/* The gap falls before it rises. */
	assert_int_equal(trust.gap_first_se_max, 1);
	assert_int_equal(trust.gap_choice, 3);
	assert_true(trust.test.structure);
	assert_int_equal(trust.test.box_k, 3);
	/* The inertia of three groups with variance 1. */
	assert_near(trust.log_w[2], log(K_TRUST_ROWS / 2.0), 0.1);
	assert_null(trust.strength);
	assert_null(trust.ari);
	request.threads = 3;
	assert_true(k_trust(&x, k, inertia, 4, &request, &again, &why));
	assert_memory_equal(trust.gap.value, again.gap.value, 4 * sizeof *again.gap.value);
	assert_memory_equal(trust.log_w, again.log_w, 4 * sizeof *again.log_w);
	assert_true(trust.test.box_z == again.test.box_z);
	k_trust_free(&trust);
	k_trust_free(&again);
	matrix_free(&x);
}

/* Six groups, which k = 2 and 3 do not show, and one: what is said of structure
 * does not depend on the range. */
static void test_structure_of_any_range(void **unused)
{
	(void)unused;
	static const size_t ranges[][3] = { { 2, 5, 6 }, { 3 }, { 2 }, { 6 }, { 18, 24, 30 } };
	static const size_t counts[] = { 3, 1, 1, 1, 3 };
	static const double inertia[] = { 300, 200, 100 }; /* of no clustering */
	for (size_t grouped = 0; grouped < 2; grouped++)
		for (size_t i = 0; i < 5; i++) {
			struct matrix x;
			struct random random;
			struct failure why;
			struct k_trust trust;
			struct k_trust_request request = { .gap = true, .seed = 1, .threads = 2 };
			random_seed(&random, 1, 0);
			assert_true(matrix_create(&x, 300, 2, &why));
			for (size_t j = 0; j < 2; j++)
				for (size_t row = 0; row < 300; row++)
					matrix_column(&x, j)[row] = random_unit(&random)
					    + (double)(grouped * (j == 0 ? row % 3 : row % 2) * 4);
			assert_true(k_trust(&x, ranges[i], inertia, counts[i], &request, &trust,
			                    &why));
			assert_int_equal(trust.test.structure, grouped);
			assert_int_equal(trust.test.elsewhere, grouped && (i == 1 || i == 2));
			if (!grouped) {
				assert_int_equal(trust.test.most_k, i == 4 ? 30 : 20);
				assert_int_equal(trust.gap_choice, 1);
			}
			k_trust_free(&trust);
			matrix_free(&x);
		}
}

static void test_refusal(void **unused)
{
	(void)unused;
	static const size_t k[] = { 2, 3 };
	static const double inertia[] = { 0, 0 };
	struct matrix x;
	struct failure why;
	struct k_trust trust;
	struct k_trust_request request = { .bootstrapped_ari = true, .threads = 1 };
	assert_true(matrix_create(&x, 9, 1, &why));
	matrix_column(&x, 0)[3] = 1;
	assert_false(k_trust(&x, k, inertia, 2, &request, &trust, &why));
	assert_string_equal(why.text, "k = 3: a bootstrap of the rows cannot be clustered: k is 3, but "
	                              "there are only 2 distinct rows");
	k_trust_free(&trust);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ari_choice),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_drawn_rows),
		cmocka_unit_test(test_structure_of_any_range),
		cmocka_unit_test(test_refusal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
