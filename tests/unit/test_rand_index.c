#include "quality/rand_index.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static double index_of(const int32_t *a, size_t a_k, const int32_t *b, size_t b_k, size_t n)
{
	struct failure why;
	double index;
	assert_true(adjusted_rand_index(a, a_k, b, b_k, n, &index, &why));
	return index;
}

/* scikit-learn 1.9.1, adjusted_rand_score */
static void test_scikit_learn(void **unused)
{
	(void)unused;
	const int32_t u[] = { 0, 0, 1, 1, 2, 2, 2, 0, 1, 3 };
	const int32_t v[] = { 1, 1, 0, 0, 2, 2, 1, 1, 0, 0 };
	assert_near(index_of(u, 4, v, 3, 10), 0.5238095238095238, 1e-15);
	assert_near(index_of(v, 3, u, 4, 10), 0.5238095238095238, 1e-15);
	const int32_t halves[] = { 0, 0, 1, 1 }, crossed[] = { 0, 1, 0, 1 };
	assert_near(index_of(halves, 2, crossed, 2, 4), -0.5, 1e-15);
	const int32_t single[] = { 0, 0, 0, 0 }, apart[] = { 0, 1, 2, 3 };
	assert_near(index_of(single, 1, apart, 4, 4), 0, 1e-15);
	const int32_t finer[] = { 0, 0, 1, 2 };
	assert_near(index_of(finer, 3, halves, 2, 4), 0.5714285714285714, 1e-15);
}

static void test_same_up_to_names(void **unused)
{
	(void)unused;
	const int32_t a[] = { 0, 2, 2, 1, 0 }, b[] = { 7, 0, 0, 3, 7 };
	assert_true(index_of(a, 3, b, 9, 5) == 1);
	assert_true(index_of(a, 3, b, 9, 1) == 1);
	const int32_t apart[] = { 0, 1, 2 }, single[] = { 0, 0, 0 };
	assert_true(index_of(apart, 3, apart, 3, 3) == 1);
	assert_true(index_of(single, 1, single, 1, 3) == 1);
}

/* By going through all pairs. */
static double by_pairs(const int32_t *a, const int32_t *b, size_t n)
{
	double tp = 0, tn = 0, fp = 0, fn = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++) {
			bool in_a = a[i] == a[j], in_b = b[i] == b[j];
			tp += in_a && in_b;
			tn += !in_a && !in_b;
			fp += !in_a && in_b;
			fn += in_a && !in_b;
		}
	return 2 * (tp * tn - fn * fp) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn));
}

static void test_all_pairs(void **unused)
{
	(void)unused;
	enum { N = 300 };
	uint32_t state = 1;
	for (int k = 2; k < 100; k = 2 * k + 1) {
		int32_t a[N], b[N];
		for (size_t i = 0; i < N; i++) {
			state = state * 1664525u + 1013904223u;
			a[i] = (int32_t)((state >> 16) % (uint32_t)k);
			b[i] = (state >> 8) % 3 == 0 ? a[i] : (int32_t)((state >> 20) % 5);
		}
		assert_near(index_of(a, (size_t)k, b, 100, N), by_pairs(a, b, N), 1e-13);
	}
}

/* A million rows, where the products of pairs pass 2^64.  Two halves against
 * two quarters and a half:  TP = 2 C(q,2) + C(h,2), FN = q^2, FP = 0, so
 * the index has a closed form. */
static void test_a_million_rows(void **unused)
{
	(void)unused;
	enum { N = 1000000 };
	int32_t *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
	assert_non_null(a);
	assert_non_null(b);
	for (int32_t i = 0; i < N; i++) {
		a[i] = i / (N / 2);
		b[i] = i < N / 2 ? 2 : i / (N / 4) - 2;
	}
	long double half = N / 2, quarter = N / 4;
	long double all = (long double)N * (N - 1) / 2;
	long double tp = quarter * (quarter - 1) + half * (half - 1) / 2;
	long double fn = quarter * quarter, tn = all - tp - fn;
	long double expected = 2 * tp * tn / ((tp + fn) * (fn + tn) + tp * tn);
	assert_near(index_of(a, 2, b, 3, N), (double)expected, 1e-15);
	for (int32_t i = 0; i < N; i++)
		b[i] = N - 1 - i;
	assert_true(index_of(b, N, b, N, N) == 1);
	assert_true(index_of(a, 2, b, N, N) == 0);
	free(a);
	free(b);
}

static void test_refusals(void **unused)
{
	(void)unused;
	struct failure why;
	double index;
	const int32_t good[] = { 0, 1, 1 }, negative[] = { 0, -1, 1 }, large[] = { 0, 1, 2 };
	assert_false(adjusted_rand_index(good, 2, negative, 2, 3, &index, &why));
	assert_string_equal(why.text, "row 2: label -1 is not between 0 and 1");
	assert_false(adjusted_rand_index(large, 2, good, 2, 3, &index, &why));
	assert_string_equal(why.text, "row 3: label 2 is not between 0 and 1");
	assert_false(adjusted_rand_index(good, 2, good, 2, 0, &index, &why));
	assert_string_equal(why.text, "no rows to compare");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scikit_learn),
		cmocka_unit_test(test_same_up_to_names),
		cmocka_unit_test(test_all_pairs),
		cmocka_unit_test(test_a_million_rows),
		cmocka_unit_test(test_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
