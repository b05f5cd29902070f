#include "density/dbscan.h"

#include "base/quantile.h"
#include "density/k_distance.h"
#include "mall.h"
#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct dbscan_result run(const struct matrix *matrix, struct dbscan_options options)
{
	struct kd_tree tree;
	struct dbscan_result result;
	struct failure why;
	assert_true(kd_tree_build(&tree, matrix, options.threads, &why));
	assert_null(dbscan_check(&options));
	assert_true(dbscan(&tree, &options, &result, &why));
	kd_tree_free(&tree);
	return result;
}

static bool *core_by_definition(const struct matrix *matrix, double eps, size_t min_samples)
{
	bool *core = calloc(matrix->rows, sizeof *core);
	assert_non_null(core);
	for (size_t i = 0; i < matrix->rows; i++) {
		size_t neighbours = 0;
		for (size_t j = 0; j < matrix->rows; j++)
			neighbours += point_distance(matrix, i, j) <= eps;
		core[i] = neighbours >= min_samples;
	}
	return core;
}

/* Gives `label` to all core points that are connected with the core point. */
static void spread(const struct matrix *matrix, double eps, const bool *core, size_t from,
                   int32_t label, int32_t *labels, size_t *waiting)
{
	size_t count = 0;
	labels[from] = label;
	waiting[count++] = from;
	while (count > 0) {
		size_t i = waiting[--count];
		for (size_t j = 0; j < matrix->rows; j++)
			if (core[j] && labels[j] == DBSCAN_NOISE
			    && point_distance(matrix, i, j) <= eps) {
				labels[j] = label;
				waiting[count++] = j;
			}
	}
}

static int32_t *labels_by_definition(const struct matrix *matrix, double eps, const bool *core)
{
	size_t rows = matrix->rows;
	int32_t *labels = malloc(rows * sizeof *labels), clusters = 0;
	size_t *waiting = malloc(rows * sizeof *waiting);
	assert_true(labels != NULL && waiting != NULL);
	for (size_t i = 0; i < rows; i++)
		labels[i] = DBSCAN_NOISE;
	for (size_t i = 0; i < rows; i++)
		if (core[i] && labels[i] == DBSCAN_NOISE)
			spread(matrix, eps, core, i, clusters++, labels, waiting);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; !core[i] && j < rows; j++)
			if (core[j] && point_distance(matrix, i, j) <= eps
			    && (labels[i] == DBSCAN_NOISE || labels[j] < labels[i]))
				labels[i] = labels[j];
	free(waiting);
	return labels;
}

static void check_counts(const struct dbscan_result *result, size_t rows)
{
	size_t core = 0, noise = 0;
	int32_t greatest = DBSCAN_NOISE;
	for (size_t i = 0; i < rows; i++) {
		core += result->core[i];
		noise += result->labels[i] == DBSCAN_NOISE;
		greatest = result->labels[i] > greatest ? result->labels[i] : greatest;
	}
	assert_int_equal(result->core_points, core);
	assert_int_equal(result->outliers, noise);
	assert_int_equal(result->border_points, rows - core - noise);
	assert_int_equal(result->clusters, (size_t)(greatest + 1));
}

static void check(const struct matrix *matrix, double eps, size_t min_samples, int threads)
{
	struct dbscan_options options = { eps, min_samples, threads, NULL, NULL };
	struct dbscan_result result = run(matrix, options);
	bool *core = core_by_definition(matrix, eps, min_samples);
	int32_t *labels = labels_by_definition(matrix, eps, core);
	assert_memory_equal(result.core, core, matrix->rows * sizeof *core);
	assert_memory_equal(result.labels, labels, matrix->rows * sizeof *labels);
	check_counts(&result, matrix->rows);
	free(core);
	free(labels);
	dbscan_free(&result);
}

/* The reach is the distance of two points, so some neighbours are at just eps;
 * one next to it, so that they are just not; nothing at all; or everything. */
static double some_eps(const struct matrix *matrix, int round)
{
	double tie = point_distance(matrix, point_below(matrix->rows), point_below(matrix->rows));
	double near = point_distance(matrix, 0, matrix->rows > 7 ? 7 : 0);
	switch (round % 5) {
	case 0: return tie;
	case 1: return tie > 0 ? nextafter(tie, 0) : 0;
	case 2: return near < tie ? near : tie;
	case 3: return round % 4 == 0 ? 0 : tie / 4;
	default: return round % 4 == 0 ? 1e300 : tie / 2;
	}
}

static void test_against_the_definition(void **unused)
{
	(void)unused;
	for (int round = 0; round < 1200; round++) {
		size_t rows = 1 + point_below(round % 20 == 0 ? 400 : 90);
		size_t cols = round % 100 == 7 ? 50 : 1 + point_below(6);
		struct matrix matrix;
		enum point_kind kind = (enum point_kind)(round % POINT_KINDS);
		assert_true(point_table(&matrix, kind, rows, cols));
		check(&matrix, some_eps(&matrix, round), 1 + point_below(8), 1);
		matrix_free(&matrix);
	}
}

/* Large enough for a node to be many leaves, and for tasks. */
static void test_larger_tables(void **unused)
{
	(void)unused;
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		struct matrix matrix;
		assert_true(point_table(&matrix, (enum point_kind)kind, 2800, 2));
		check(&matrix, kind == POINTS_CLUMPS ? 0.06 : 0.2, 5, 3);
		matrix_free(&matrix);
	}
}

/* A reach at which a sheet of points is about to fall apart: its pieces hang
 * together in odd ways, some by a detour only. */
static void check_torn_sheet(void)
{
	size_t rows = 100 + point_below(500);
	double eps = (1 + 0.7 * point_random()) / sqrt((double)rows);
	struct matrix matrix;
	assert_true(point_table(&matrix, POINTS_SHEETS, rows, 2));
	check(&matrix, eps, 1 + point_below(3), 1);
	matrix_free(&matrix);
}

static void test_torn_sheets(void **unused)
{
	(void)unused;
	for (int round = 0; round < 100; round++)
		check_torn_sheet();
	/* Here a node has two halves that are each in one set, and only a detour
	 * through other nodes joins them: taken for one too early, they stay apart. */
	static const uint64_t detours[] = { 460, 1279, 1981, 3082, 7232, 14797, 15140 };
	for (size_t i = 0; i < sizeof detours / sizeof detours[0]; i++) {
		point_state = detours[i];
		check_torn_sheet();
	}
}

/* An eps at a k-distance, and the k-distances handed over, as a command does. */
static void check_quantile(const struct matrix *matrix, double q)
{
	struct kd_tree tree;
	struct failure why;
	double *distances = malloc(2 * matrix->rows * sizeof *distances);
	assert_non_null(distances);
	assert_true(kd_tree_build(&tree, matrix, 2, &why));
	assert_true(k_distances(&tree, 4, 2, distances, NULL, &why));
	kd_tree_free(&tree);
	double *scratch = distances + matrix->rows;
	memcpy(scratch, distances, matrix->rows * sizeof *scratch);
	double eps = quantile(scratch, matrix->rows, q);
	struct dbscan_options options = { .eps = eps, .min_samples = 4, .threads = 2 };
	struct dbscan_result without = run(matrix, options);
	options.k_distances = distances;
	struct dbscan_result with = run(matrix, options);
	assert_memory_equal(with.labels, without.labels, matrix->rows * sizeof *with.labels);
	check(matrix, eps, 4, 2);
	dbscan_free(&with);
	dbscan_free(&without);
	free(distances);
}

static void test_quantiles(void **unused)
{
	(void)unused;
	for (int round = 0; round < 60; round++) {
		struct matrix matrix;
		assert_true(point_table(&matrix, (enum point_kind)(round % POINT_KINDS),
		                        5 + point_below(200), 1 + point_below(4)));
		check_quantile(&matrix, (double)point_below(101) / 100);
		matrix_free(&matrix);
	}
}

static struct dbscan_result of_line(const double *values, size_t count, double eps,
                                    size_t min_samples)
{
	struct matrix matrix;
	struct failure why;
	assert_true(matrix_create(&matrix, count, 1, &why));
	memcpy(matrix.data, values, count * sizeof *values);
	struct dbscan_options options = { .eps = eps, .min_samples = min_samples, .threads = 1 };
	struct dbscan_result result = run(&matrix, options);
	matrix_free(&matrix);
	return result;
}

/* Worked out by hand; scikit-learn 1.9.1 says the same. */
static void test_numbering(void **unused)
{
	(void)unused;
	/* The cluster around 8 has the lowest row, but the lowest core row, row 2, is
	 * of the other one; 5, in row 1, is a border point of both. */
	static const double values[] = { 11, 5, 2, 7, 3, 9, 1, 8, 30, 0 };
	static const int32_t expected[] = { 1, 0, 0, 1, 0, 1, 0, 1, -1, 0 };
	struct dbscan_result result = of_line(values, 10, 2, 4);
	assert_memory_equal(result.labels, expected, sizeof expected);
	assert_int_equal(result.clusters, 2);
	assert_int_equal(result.core_points, 5);
	assert_int_equal(result.border_points, 4);
	assert_int_equal(result.outliers, 1);
	dbscan_free(&result);
}

/* An eps of 0, as a quantile gives where rows are repeated: equals are neighbours. */
static void test_equals_only(void **unused)
{
	(void)unused;
	static const double values[] = { 7, 5, 5, 0.0, 5, 7, -0.0, 0.0, 6 };
	static const int32_t expected[] = { -1, 0, 0, 1, 0, -1, 1, 1, -1 };
	struct dbscan_result result = of_line(values, 9, 0, 3);
	assert_memory_equal(result.labels, expected, sizeof expected);
	dbscan_free(&result);
}

static void test_fewer_rows_than_min_samples(void **unused)
{
	(void)unused;
	static const double values[] = { 1, 1, 1 };
	struct dbscan_result result = of_line(values, 3, 10, 4);
	assert_int_equal(result.outliers, 3);
	assert_int_equal(result.clusters, 0);
	dbscan_free(&result);
}

/* Where the neighbourhoods have thousands of millions of members. */
static void test_everything_in_reach(void **unused)
{
	(void)unused;
	enum { ROWS = 50000 };
	static const double reaches[] = { 0, 0.5, 20, 1e9 };
	for (int kind = POINTS_GRID; kind <= POINTS_REPEATED; kind++) {
		struct matrix matrix;
		assert_true(point_table(&matrix, (enum point_kind)kind, ROWS, 3));
		for (size_t i = 0; i < 4; i++) {
			struct dbscan_options options = { reaches[i], 4, 2, NULL, NULL };
			struct dbscan_result result = run(&matrix, options);
			check_counts(&result, ROWS);
			if (reaches[i] == 1e9)
				assert_int_equal(result.clusters, 1);
			dbscan_free(&result);
		}
		matrix_free(&matrix);
	}
}

static void test_threads(void **unused)
{
	(void)unused;
	struct matrix matrix;
	assert_true(point_table(&matrix, POINTS_CLUMPS, 60000, 3));
	struct dbscan_options options = { .eps = 0.05, .min_samples = 5, .threads = 1 };
	struct dbscan_result one = run(&matrix, options);
	assert_true(one.clusters > 5 && one.border_points > 100 && one.outliers > 100);
	static const int numbers[] = { 2, 3, 7 };
	for (size_t i = 0; i < 3; i++) {
		options.threads = numbers[i];
		struct dbscan_result many = run(&matrix, options);
		assert_memory_equal(one.labels, many.labels, matrix.rows * sizeof *one.labels);
		assert_memory_equal(one.core, many.core, matrix.rows * sizeof *one.core);
		dbscan_free(&many);
	}
	dbscan_free(&one);
	matrix_free(&matrix);
}

/* scikit-learn 1.2.1 on the mall customers: all in cluster 1, but for these rows */
static void test_mall(void **unused)
{
	(void)unused;
	static const struct { size_t row; int32_t label; } others[] = {
		{ 0, -1 }, { 1, 0 }, { 2, -1 }, { 3, 0 }, { 5, 0 }, { 7, 0 }, { 9, 0 }, { 10, -1 },
		{ 11, -1 }, { 13, 0 }, { 15, 0 }, { 19, -1 }, { 198, -1 },
	};
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	int32_t expected[MALL_ROWS];
	for (size_t i = 0; i < MALL_ROWS; i++)
		expected[i] = 1;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		expected[others[i].row] = others[i].label;
	struct dbscan_options options = { 0.8451777085184998, 4, 2, NULL, NULL };
	struct dbscan_result result = run(&mall.scaled, options);
	assert_memory_equal(result.labels, expected, sizeof expected);
	assert_int_equal(result.clusters, 2);
	assert_int_equal(result.core_points, 180);
	assert_int_equal(result.outliers, 6);
	dbscan_free(&result);
	mall_free(&mall);
}

static void test_check(void **unused)
{
	(void)unused;
	struct dbscan_options options = { .eps = 1, .min_samples = 1, .threads = 1 };
	assert_null(dbscan_check(&options));
	static const double wrong[] = { -1, NAN, INFINITY, -INFINITY };
	for (size_t i = 0; i < 4; i++) {
		options.eps = wrong[i];
		assert_non_null(dbscan_check(&options));
	}
	options.eps = 0;
	assert_null(dbscan_check(&options));
	options.min_samples = 0;
	assert_non_null(dbscan_check(&options));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_the_definition),
		cmocka_unit_test(test_larger_tables),
		cmocka_unit_test(test_torn_sheets),
		cmocka_unit_test(test_quantiles),
		cmocka_unit_test(test_numbering),
		cmocka_unit_test(test_equals_only),
		cmocka_unit_test(test_fewer_rows_than_min_samples),
		cmocka_unit_test(test_everything_in_reach),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
