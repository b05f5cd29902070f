#include "quality/validity.h"

#include "mall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static uint64_t state;

static double random_value(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

static void table_of(struct matrix *matrix, size_t rows, size_t cols, const double *by_row)
{
	struct failure why;
	assert_true(matrix_create(matrix, rows, cols, &why));
	for (size_t i = 0; i < rows; i++)
		for (size_t col = 0; col < cols; col++)
			matrix_column(matrix, col)[i] = by_row[i * cols + col];
}

static struct validity scores_of(const struct matrix *matrix, const int32_t *labels, size_t k,
                                 int threads)
{
	struct labelling labelling = { .labels = labels, .k = k };
	struct validity scores;
	struct failure why;
	assert_true(validity(matrix, &labelling, threads, &scores, &why));
	return scores;
}

static const double eight[] = { 1, 2, 1.5, 1.8, 5, 8, 8, 8, 1, 0.6, 9, 11, 2, 2.5, 8.5, 9 };

/* scikit-learn 1.9.1 */
static void test_scikit_learn(void **unused)
{
	(void)unused;
	const int32_t labels[] = { 0, 0, 1, 1, 0, 1, 0, 2 };
	struct matrix matrix;
	table_of(&matrix, 8, 2, eight);
	struct validity scores = scores_of(&matrix, labels, 3, 1);
	assert_near(scores.inertia, 17.301666666666666, 1e-13);
	assert_near(scores.calinski_harabasz, 26.731107311434354, 1e-12);
	assert_near(scores.davies_bouldin, 1.3080565812909193, 1e-13);
	matrix_free(&matrix);
}

static void test_mall(void **unused)
{
	(void)unused;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct validity scores = scores_of(&mall.scaled, mall.labels, MALL_K, 1);
	double inertia = mall_number(mall.reference, "kmeans_k6", "inertia", 0);
	double calinski = mall_number(mall.reference, "metrics_k6", "calinski_harabasz", 0);
	double davies = mall_number(mall.reference, "metrics_k6", "davies_bouldin", 0);
	assert_near(scores.inertia, inertia, 1e-9);
	assert_near(scores.calinski_harabasz, calinski, 1e-9);
	assert_near(scores.davies_bouldin, davies, 1e-9);
	mall_free(&mall);
}

/* Noise rows and unused cluster numbers change nothing. */
static void test_noise_and_gaps(void **unused)
{
	(void)unused;
	const double with_noise[] = { 1, 2, -50, 3, 1.5, 1.8, 5, 8, 8, 8, 1, 0.6, 99, 99, 9, 11,
		2, 2.5, 8.5, 9 };
	const int32_t plain[] = { 0, 0, 1, 1, 0, 1, 0, 2 };
	const int32_t gaps[] = { 1, -1, 1, 4, 4, 1, -7, 4, 1, 2 };
	struct matrix matrix, noisy;
	table_of(&matrix, 8, 2, eight);
	table_of(&noisy, 10, 2, with_noise);
	struct validity a = scores_of(&matrix, plain, 3, 1), b = scores_of(&noisy, gaps, 6, 1);
	assert_near(a.inertia, b.inertia, 1e-13);
	assert_near(a.calinski_harabasz, b.calinski_harabasz, 1e-12);
	assert_near(a.davies_bouldin, b.davies_bouldin, 1e-14);
	matrix_free(&matrix);
	matrix_free(&noisy);
}

/* scikit-learn's conventions. */
static void test_degenerate(void **unused)
{
	(void)unused;
	const double twins[] = { 0, 0, 1, 1, 5, 5 }, same[] = { 3, 3, 3, 3, 3, 3 };
	const double around[] = { -1, 1, -2, 2, 10, 11 };
	const int32_t pairs[] = { 0, 0, 1, 1, 2, 2 };
	struct matrix matrix;
	table_of(&matrix, 6, 1, twins);
	struct validity scores = scores_of(&matrix, pairs, 3, 1);
	assert_true(scores.inertia == 0);
	assert_true(scores.calinski_harabasz == 1);
	assert_true(scores.davies_bouldin == 0);
	matrix_free(&matrix);
	table_of(&matrix, 6, 1, same);
	assert_true(scores_of(&matrix, pairs, 3, 1).davies_bouldin == 0);
	matrix_free(&matrix);
	/* Clusters 0 and 1 share their centroid; only cluster 2 is a neighbour:
	 * (1 + .5) / 10.5, (2 + .5) / 10.5 and the greater of them again. */
	table_of(&matrix, 6, 1, around);
	assert_near(scores_of(&matrix, pairs, 3, 1).davies_bouldin,
	            (1.5 + 2.5 + 2.5) / 10.5 / 3, 1e-15);
	matrix_free(&matrix);
}

static void test_where_undefined(void **unused)
{
	(void)unused;
	const int32_t one[] = { 0, 0, 0, 0, 0, 0, 0, 0 }, all[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	struct matrix matrix;
	table_of(&matrix, 8, 2, eight);
	struct validity scores = scores_of(&matrix, one, 1, 1);
	assert_near(scores.inertia, 202.29875, 1e-12);
	assert_true(isnan(scores.calinski_harabasz) && isnan(scores.davies_bouldin));
	scores = scores_of(&matrix, all, 8, 1);
	assert_true(scores.inertia == 0);
	assert_true(isnan(scores.calinski_harabasz) && isnan(scores.davies_bouldin));
	matrix_free(&matrix);
}

static void test_refusals(void **unused)
{
	(void)unused;
	const int32_t beyond[] = { 0, 0, 1, 1, 0, 3, 0, 2 };
	const int32_t noise[] = { -1, -1, -1, -1, -1, -1, -1, -1 };
	struct matrix matrix;
	struct validity scores;
	struct failure why;
	table_of(&matrix, 8, 2, eight);
	struct labelling labelling = { .labels = beyond, .k = 3 };
	assert_false(validity(&matrix, &labelling, 1, &scores, &why));
	assert_string_equal(why.text, "row 6: cluster 3 is out of range: there are 3");
	labelling.labels = noise;
	assert_false(validity(&matrix, &labelling, 1, &scores, &why));
	assert_string_equal(why.text, "no row is in a cluster");
	matrix_free(&matrix);
}

static void make_rows(struct matrix *matrix, int32_t *labels, size_t rows, size_t k, double offset)
{
	struct failure why;
	assert_true(matrix_create(matrix, rows, 3, &why));
	for (size_t i = 0; i < rows; i++) {
		labels[i] = (int32_t)(random_value() * (double)k);
		for (size_t col = 0; col < 3; col++) {
			/* Sixteenths, which stay exact under a large offset. */
			double x = (double)labels[i] + floor(random_value() * 32) / 16;
			matrix_column(matrix, col)[i] = offset + x;
		}
	}
}

static void test_same_bytes_for_all_threads(void **unused)
{
	(void)unused;
	enum { ROWS = 20011 };
	static int32_t labels[ROWS];
	for (size_t k = 2; k < ROWS; k = k * 20) {
		struct matrix matrix;
		make_rows(&matrix, labels, ROWS, k, 0.1);
		struct validity one = scores_of(&matrix, labels, k, 1);
		const int threads[] = { 2, 3, 7 };
		for (size_t i = 0; i < 3; i++) {
			struct validity more = scores_of(&matrix, labels, k, threads[i]);
			assert_memory_equal(&one, &more, sizeof one);
		}
		matrix_free(&matrix);
	}
}

static void test_large_offset(void **unused)
{
	(void)unused;
	enum { ROWS = 9001 };
	static int32_t labels[ROWS];
	struct matrix near_zero, far_off;
	state = 5;
	make_rows(&near_zero, labels, ROWS, 4, 0);
	state = 5;
	make_rows(&far_off, labels, ROWS, 4, 1e9);
	struct validity a = scores_of(&near_zero, labels, 4, 2);
	struct validity b = scores_of(&far_off, labels, 4, 2);
	assert_near(a.inertia, b.inertia, 1e-12 * a.inertia);
	assert_near(a.calinski_harabasz, b.calinski_harabasz, 1e-12 * a.calinski_harabasz);
	assert_near(a.davies_bouldin, b.davies_bouldin, 1e-12 * a.davies_bouldin);
	matrix_free(&near_zero);
	matrix_free(&far_off);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scikit_learn),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_noise_and_gaps),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_where_undefined),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_same_bytes_for_all_threads),
		cmocka_unit_test(test_large_offset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
