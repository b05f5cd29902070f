#include "density/k_distance.h"

#include "base/quantile.h"
#include "mall.h"
#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static double *k_distances_of(const struct matrix *matrix, size_t min_samples, int threads)
{
	struct kd_tree tree;
	struct failure why;
	double *distances = malloc(matrix->rows * sizeof *distances);
	assert_non_null(distances);
	assert_true(kd_tree_build(&tree, matrix, threads, &why));
	assert_true(k_distances(&tree, min_samples, threads, distances, NULL, &why));
	kd_tree_free(&tree);
	return distances;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void check(const struct matrix *matrix, size_t min_samples, int threads)
{
	size_t rows = matrix->rows;
	double *fast = k_distances_of(matrix, min_samples, threads);
	double *all = malloc(rows * sizeof *all);
	assert_non_null(all);
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < rows; j++)
			all[j] = point_distance(matrix, i, j);
		qsort(all, rows, sizeof *all, ascending);
		double expected = min_samples > rows ? INFINITY : all[min_samples - 1];
		assert_memory_equal(&fast[i], &expected, sizeof expected);
	}
	free(all);
	free(fast);
}

static void test_against_all_pairs(void **unused)
{
	(void)unused;
	for (int round = 0; round < 180; round++) {
		size_t rows = 1 + point_below(round % 10 == 0 ? 700 : 120);
		size_t cols = round % 40 == 7 ? 50 : 1 + point_below(6);
		struct matrix matrix;
		enum point_kind kind = (enum point_kind)(round % POINT_KINDS);
		assert_true(point_table(&matrix, kind, rows, cols));
		check(&matrix, 1 + point_below(6), 1);
		check(&matrix, 1 + point_below(rows + 2), 1);
		matrix_free(&matrix);
	}
}

static void test_threads(void **unused)
{
	(void)unused;
	struct matrix matrix;
	assert_true(point_table(&matrix, POINTS_CLUMPS, 40000, 3));
	double *one = k_distances_of(&matrix, 4, 1);
	static const int numbers[] = { 2, 3, 7 };
	for (size_t i = 0; i < 3; i++) {
		double *many = k_distances_of(&matrix, 4, numbers[i]);
		assert_memory_equal(one, many, matrix.rows * sizeof *one);
		free(many);
	}
	free(one);
	matrix_free(&matrix);
}

static void note_progress(void *context, const char *what, size_t done, size_t total)
{
	size_t *last = context;
	assert_string_equal(what, "k-distances");
	assert_true(done > *last && done <= total);
	*last = done == total ? 0 : done;
}

static void test_progress(void **unused)
{
	(void)unused;
	struct matrix matrix;
	struct kd_tree tree;
	struct failure why;
	size_t last = 0;
	struct progress progress = { note_progress, &last };
	assert_true(point_table(&matrix, POINTS_EQUAL, 100000, 1));
	assert_true(kd_tree_build(&tree, &matrix, 1, &why));
	double *distances = malloc(matrix.rows * sizeof *distances);
	assert_non_null(distances);
	assert_true(k_distances(&tree, 4, 2, distances, &progress, &why));
	assert_int_equal(last, 0);
	free(distances);
	kd_tree_free(&tree);
	matrix_free(&matrix);
}

/* scikit-learn 1.2.1, NearestNeighbors, and numpy 1.24.2, percentile */
static void test_mall(void **unused)
{
	(void)unused;
	static const double first[] = { 1.456053725009819, 0.9822866462199381, 1.636387615438619,
		                        0.7870476560449472, 0.9775377485520842 };
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	double *distances = k_distances_of(&mall.scaled, 4, 2);
	for (size_t i = 0; i < 5; i++)
		assert_true(fabs(distances[i] - first[i]) <= 1e-12);
	double eps = quantile(distances, MALL_ROWS, 0.9);
	assert_true(fabs(eps - 0.8451777085184998) <= 1e-12);
	free(distances);
	mall_free(&mall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_all_pairs),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_mall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
