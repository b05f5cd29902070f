#include "density/reason_features.h"

#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Clusters the points; nearest[] of what is no outlier is set to 7. */
static uint32_t *nearest_of(const struct matrix *x, double eps, size_t min_samples, int threads,
                            struct dbscan_result *result)
{
	struct kd_tree tree;
	struct failure why;
	struct dbscan_options how = { .eps = eps, .min_samples = min_samples, .threads = threads };
	uint32_t *nearest = malloc(x->rows * sizeof *nearest);
	assert_non_null(nearest);
	for (size_t i = 0; i < x->rows; i++)
		nearest[i] = 7;
	assert_true(kd_tree_build(&tree, x, threads, &why));
	assert_true(dbscan(&tree, &how, result, &why));
	assert_true(nearest_core_points(&tree, result, threads, nearest, NULL, &why));
	kd_tree_free(&tree);
	return nearest;
}

/* The squared distance as the tree sums it. */
static double squared(const struct matrix *x, size_t a, size_t b)
{
	double sum = 0;
	for (size_t j = 0; j < x->cols; j++) {
		double difference = matrix_column(x, j)[a] - matrix_column(x, j)[b];
		sum += difference * difference;
	}
	return sum;
}

static void test_nearest_against_all_pairs(void **unused)
{
	(void)unused;
	size_t outliers = 0, lonely = 0;
	for (int round = 0; round < 200; round++) {
		struct matrix x;
		struct dbscan_result result;
		size_t rows = 1 + point_below(round % 10 == 0 ? 600 : 150);
		assert_true(point_table(&x, (enum point_kind)(round % POINT_KINDS), rows,
		                        1 + point_below(5)));
		double eps = point_distance(&x, 0, point_below(rows)) * point_random() / 2 + 1e-9;
		uint32_t *nearest = nearest_of(&x, eps, 1 + point_below(6), 1, &result);
		for (size_t i = 0; i < rows; i++) {
			bool outlier = result.labels[i] == DBSCAN_NOISE;
			uint32_t wanted = outlier ? NO_CORE_POINT : 7;
			for (uint32_t j = 0; outlier && j < rows; j++)
				if (result.core[j] && (wanted == NO_CORE_POINT
				    || squared(&x, i, j) < squared(&x, i, wanted)))
					wanted = j;
			assert_int_equal(nearest[i], wanted);
			outliers += outlier;
			lonely += wanted == NO_CORE_POINT;
		}
		free(nearest);
		dbscan_free(&result);
		matrix_free(&x);
	}
	assert_true(outliers > lonely + 100 && lonely > 100);
}

static void test_threads(void **unused)
{
	(void)unused;
	struct matrix x;
	struct dbscan_result result;
	assert_true(point_table(&x, POINTS_CLUMPS, 40000, 3));
	uint32_t *one = nearest_of(&x, 0.04, 4, 1, &result);
	assert_true(result.outliers > 1000 && result.core_points > 1000);
	dbscan_free(&result);
	static const int numbers[] = { 2, 3, 7 };
	for (size_t i = 0; i < 3; i++) {
		uint32_t *many = nearest_of(&x, 0.04, 4, numbers[i], &result);
		assert_memory_equal(one, many, x.rows * sizeof *one);
		free(many);
		dbscan_free(&result);
	}
	free(one);
	matrix_free(&x);
}

/* By the definition: sort all features by their part of the squared distance. */
static void check_reasons(const struct matrix *x, size_t row, size_t core)
{
	struct reason reasons[REASONS_MAX];
	size_t count = outlier_reasons(x, row, core, reasons);
	double total = squared(x, row, core), told = 0;
	bool used[64] = { false };
	for (size_t i = 0; i < count; i++) {
		assert_true(told < REASONS_SHARE); /* this one was needed */
		size_t largest = x->cols;
		double part = -1;
		for (size_t j = 0; j < x->cols; j++) {
			double difference = matrix_column(x, j)[row] - matrix_column(x, j)[core];
			if (!used[j] && difference * difference > part) {
				part = difference * difference;
				largest = j;
			}
		}
		assert_int_equal(reasons[i].feature, largest);
		assert_true(reasons[i].share == part / total);
		used[largest] = true;
		told += reasons[i].share;
	}
	assert_true(count == REASONS_MAX || told > REASONS_SHARE - 1e-12);
}

static void test_reasons_against_definition(void **unused)
{
	(void)unused;
	for (int round = 0; round < 300; round++) {
		struct matrix x;
		assert_true(point_table(&x, round % 2 == 0 ? POINTS_GRID : POINTS_CLUMPS, 20,
		                        1 + point_below(12)));
		for (size_t i = 1; i < 20; i++)
			if (squared(&x, 0, i) > 0)
				check_reasons(&x, 0, i);
		struct reason reasons[REASONS_MAX];
		assert_int_equal(outlier_reasons(&x, 3, 3, reasons), 0);
		matrix_free(&x);
	}
}

/* Two rows of two features, and the raw values of the first feature. */
static void check_text(const double z[4], const double *raw, uint32_t core, const char *expected)
{
	struct matrix x;
	struct failure why;
	struct buffer text = { 0 };
	assert_true(matrix_create(&x, 2, 2, &why));
	for (size_t i = 0; i < 4; i++)
		matrix_column(&x, i % 2)[i / 2] = z[i];
	const struct reason_feature features[] = { { "z_a", raw, raw != NULL ? "a" : NULL },
		                                   { "z_b", NULL, NULL } };
	assert_true(outlier_reasons_text(&text, &x, features, 0, core, &why));
	assert_true(buffer_append_byte(&text, '\0'));
	assert_string_equal(text.data, expected);
	buffer_free(&text);
	matrix_free(&x);
}

static void test_words(void **unused)
{
	(void)unused;
	const double far_a[] = { 3, 1, 0, 1 }, both[] = { 2, -1, 0, 1 }, most_b[] = { 1, 5, 0, 0 };
	check_text(far_a, (const double[]){ 137, 93 }, 1, "a 137 is 44 above 93 (100 %)");
	check_text(far_a, (const double[]){ 0.1, 0.3 }, 1, "a 0.1 is 0.2 below 0.3 (100 %)");
	check_text(far_a, (const double[]){ 0.7903225806324142, 0.1 }, 1,
	           "a 0.79 is 0.69 above 0.1 (100 %)");
	check_text(far_a, (const double[]){ 123456.789, 3 }, 1, "a 123457 is 123454 above 3 (100 %)");
	check_text(far_a, (const double[]){ 1e300, 1e20 }, 1, "a 1e+300 is 1e+300 above "
	           "100000000000000000000 (100 %)");
	check_text(both, (const double[]){ 20, 24.5 }, 1,
	           "a 20 is 4.5 below 24.5 (50 %); z_b -1 is 2 below 1 in scaled units (50 %)");
	check_text(most_b, (const double[]){ 20, 24 }, 1, "z_b 5 is 5 above 0 in scaled units (96 %)");
	/* Without raw values, or where they do not tell the two apart. */
	check_text(far_a, NULL, 1, "z_a 3 is 3 above 0 in scaled units (100 %)");
	check_text(far_a, (const double[]){ 5, 5 }, 1, "z_a 3 is 3 above 0 in scaled units (100 %)");
	check_text(far_a, (const double[]){ 1.7e308, -1.7e308 }, 1,
	           "z_a 3 is 3 above 0 in scaled units (100 %)");
	check_text((const double[]){ 1e-30, 0, 0, 0 }, NULL, 1,
	           "z_a 1e-30 is 1e-30 above 0 in scaled units (100 %)");
	check_text(far_a, NULL, NO_CORE_POINT, "no dense region to compare with");
}

static void test_twins(void **unused)
{
	(void)unused;
	struct header header = { 0 };
	struct columns model = { 0 };
	struct reason_features features;
	struct failure why;
	static const char *const names[] = { "id", "age", "z_income", "z_age", "spend", "z_" };
	static const size_t chosen[] = { 2, 3, 4, 5 }, read[] = { 2, 3, 4, 5, 1 };
	/* spend is its own twin, z_income and z_ have none */
	for (size_t i = 0; i < 6; i++)
		assert_true(header_add(&header, names[i], strlen(names[i]), &why));
	for (size_t i = 0; i < 4; i++)
		assert_true(columns_add(&model, chosen[i], &why));
	assert_true(reason_features_find(&features, &header, &model, true, &why));
	assert_int_equal(features.columns.count, 5);
	assert_memory_equal(features.columns.at, read, sizeof read);
	struct matrix table;
	assert_true(matrix_create(&table, 3, 5, &why));
	reason_features_attach(&features, &table);
	assert_string_equal(features.list[1].raw_name, "age");
	assert_ptr_equal(features.list[1].raw, matrix_column(&table, 4));
	assert_string_equal(features.list[2].raw_name, "spend");
	assert_ptr_equal(features.list[2].raw, matrix_column(&table, 2));
	for (size_t i = 0; i < 4; i += 3)
		assert_true(features.list[i].raw == NULL && features.list[i].raw_name == NULL);
	reason_features_free(&features);
	assert_true(reason_features_find(&features, &header, &model, false, &why));
	assert_int_equal(features.columns.count, 4);
	reason_features_free(&features);
	matrix_free(&table);
	columns_free(&model);
	header_free(&header);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nearest_against_all_pairs),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_reasons_against_definition),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_twins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
