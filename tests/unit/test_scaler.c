#include "summary/scaler.h"

#include "mall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static const double seven[] = { 1.0, 2.5, 2.5, 4.0, 10.0, 0.25, 7.75 };

static struct scaler_column fitted(enum scaler_method method, const double *values, size_t n,
                                   bool log)
{
	struct scaler_column column = { .log = log };
	struct failure why;
	size_t row;
	assert_true(scaler_fit_column(method, values, n, 1, &column, &row, &why));
	assert_true(column.log == log);
	return column;
}

static void check_fit(enum scaler_method method, bool log, double offset, double scale)
{
	struct scaler_column column = fitted(method, seven, 7, log);
	assert_near(column.offset, offset, 1e-15 * fabs(offset));
	assert_near(column.scale, scale, 1e-15 * scale);
}

/* scikit-learn 1.9.1: StandardScaler, RobustScaler, MinMaxScaler, of x and of
 * log1p(x). */
static void test_scikit_learn(void **unused)
{
	(void)unused;
	check_fit(SCALER_STANDARD, false, 4.0, 3.330057914554297);
	check_fit(SCALER_STANDARD, true, 1.3711719363524122, 0.7124680347687523);
	check_fit(SCALER_ROBUST, false, 2.5, 4.125);
	check_fit(SCALER_ROBUST, true, 1.252762968495368, 0.9162907318741551);
	check_fit(SCALER_MINMAX, false, 0.25, 9.75);
	check_fit(SCALER_MINMAX, true, 0.22314355131420976, 2.1747517214841605);
	check_fit(SCALER_NONE, false, 0, 1);
	check_fit(SCALER_NONE, true, 0, 1);
	struct scaler_column column = fitted(SCALER_STANDARD, seven, 7, false);
	assert_near(scaler_transform(&column, 1.0), -0.9008852329229017, 1e-15);
	assert_near(scaler_transform(&column, 10.0), 1.8017704658458034, 1e-15);
}

static void test_mall(void **unused)
{
	(void)unused;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct scaler_column columns[MALL_FEATURES] = { 0 };
	struct failure why;
	size_t col, row;
	assert_true(scaler_fit(SCALER_STANDARD, &mall.raw, 2, columns, &col, &row, &why));
	for (size_t col = 0; col < MALL_FEATURES; col++) {
		double mean = mall_number(mall.reference, "scaler", "mean", col);
		double scale = mall_number(mall.reference, "scaler", "scale", col);
		assert_near(columns[col].offset, mean, 1e-12 * mean);
		assert_near(columns[col].scale, scale, 1e-12 * scale);
	}
	mall_free(&mall);
}

/* 10007 eighths at 1e9; mean and deviation from exact fractions. */
static void test_large_offset(void **unused)
{
	(void)unused;
	enum { N = 10007 };
	static double values[N];
	for (size_t i = 0; i < N; i++)
		values[i] = 1e9 + (double)(i * 7919 % 1000) / 8;
	struct scaler_column column = fitted(SCALER_STANDARD, values, N, false);
	assert_near(column.offset, 1000000062.4475242, 1e-15 * column.offset);
	assert_near(column.scale, 36.08574662906316378, 1e-14 * column.scale);
	/* The same with a first row that is far from all others. */
	values[0] = -1e12;
	struct scaler_column tilted = fitted(SCALER_STANDARD, values, N, false);
	double mean = (1000000062.4475242 * N - 1e9 - 1e12) / N;
	assert_near(tilted.offset, mean, 1e-14 * fabs(mean));
}

/* scikit-learn 1.9.1 gives each of these the scale 1. */
static void test_constant_columns(void **unused)
{
	(void)unused;
	const double columns[][7] = {
		{ 5, 5, 5, 5, 5, 5, 5 },
		{ 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 },
		{ 0, 0, 0, 0, 0, 0, 0 },
		{ 1e9, 1e9 + 1.2e-7, 1e9, 1e9, 1e9, 1e9, 1e9 },
	};
	for (size_t i = 0; i < 4; i++)
		assert_true(fitted(SCALER_STANDARD, columns[i], 7, false).scale == 1);
	for (size_t i = 0; i < 3; i++) {
		assert_true(fitted(SCALER_MINMAX, columns[i], 7, false).scale == 1);
		assert_true(fitted(SCALER_ROBUST, columns[i], 7, false).scale == 1);
		assert_true(fitted(SCALER_ROBUST, columns[i], 1, false).scale == 1);
	}
	/* Small is not constant. */
	const double small[] = { 3e-17, 5e-17 };
	assert_near(fitted(SCALER_STANDARD, small, 2, false).scale, 1e-17, 1e-32);
	/* More than half of the values alike: no distance between the quartiles. */
	const double mostly[] = { 1, 1, 1, 1, 1, 1, 50 };
	assert_true(fitted(SCALER_ROBUST, mostly, 7, false).scale == 1);
	assert_true(fitted(SCALER_STANDARD, mostly, 7, false).scale > 10);
}

static void test_there_and_back(void **unused)
{
	(void)unused;
	for (int method = SCALER_STANDARD; method <= SCALER_NONE; method++)
		for (int log = 0; log <= 1; log++) {
			struct scaler_column column =
			    fitted((enum scaler_method)method, seven, 7, log);
			for (size_t i = 0; i < 7; i++) {
				double z = scaler_transform(&column, seven[i]);
				assert_near(scaler_inverse(&column, z), seven[i], 1e-14 * 10);
			}
		}
}

enum { MANY = 20011 };

static void make_values(double *values)
{
	uint64_t state = 11;
	for (size_t i = 0; i < MANY; i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		values[i] = (double)(state >> 11) / 9007199254740992.0 * 100 - 0.9;
	}
}

static void test_columns_get_the_bits_of_single_values(void **unused)
{
	(void)unused;
	static double values[MANY], scaled[MANY], back[MANY];
	make_values(values);
	for (int log = 0; log <= 1; log++) {
		struct scaler_column column = fitted(SCALER_STANDARD, values, MANY, log);
		scaler_transform_column(&column, values, scaled, MANY, 3);
		for (size_t i = 0; i < MANY; i++) {
			double z = scaler_transform(&column, values[i]);
			assert_memory_equal(&scaled[i], &z, sizeof z);
		}
		memcpy(back, values, sizeof back);
		scaler_transform_column(&column, back, back, MANY, 2); /* in place */
		assert_memory_equal(back, scaled, sizeof back);
	}
}

static void test_same_bytes_for_all_threads(void **unused)
{
	(void)unused;
	static double values[MANY];
	struct failure why;
	size_t row;
	make_values(values);
	for (int method = SCALER_STANDARD; method <= SCALER_NONE; method++)
		for (int log = 0; log <= 1; log++) {
			struct scaler_column one =
			    fitted((enum scaler_method)method, values, MANY, log);
			const int threads[] = { 2, 3, 7 };
			for (size_t i = 0; i < 3; i++) {
				struct scaler_column more = { .log = log };
				assert_true(scaler_fit_column((enum scaler_method)method, values,
				                              MANY, threads[i], &more, &row, &why));
				assert_memory_equal(&one.offset, &more.offset, sizeof(double));
				assert_memory_equal(&one.scale, &more.scale, sizeof(double));
			}
		}
}

static void assert_refused(enum scaler_method method, const double *values, size_t n, bool log,
                           const char *reason, size_t bad)
{
	size_t row;
	struct scaler_column column = { .log = log };
	struct failure why;
	assert_false(scaler_fit_column(method, values, n, 1, &column, &row, &why));
	assert_string_equal(why.text, reason);
	assert_int_equal(row, bad);
}

static void test_refusals(void **unused)
{
	(void)unused;
	const double no_log[] = { 3, -0.5, -1, -2 }, huge[] = { 1, 1e300, -2e300 };
	const double wide[] = { 0, 1e308, -1.7e308, 3 };
	const double narrow[] = { 0, 0, 1e-300, 0, 2e-300, 1e300, 1e-300 };
	assert_int_equal(scaler_first_without_log(no_log, 4), 2);
	assert_int_equal(scaler_first_without_log(no_log, 2), 2);
	assert_refused(SCALER_STANDARD, no_log, 4, true, "no logarithm of 1 + x", 2);
	assert_refused(SCALER_NONE, no_log, 4, true, "no logarithm of 1 + x", 2);
	assert_refused(SCALER_STANDARD, huge, 3, false, "too large to scale", 2);
	assert_refused(SCALER_MINMAX, wide, 4, false, "too large to scale", 2);
	assert_refused(SCALER_ROBUST, narrow, 7, false, "too large to scale", 5);
	assert_refused(SCALER_STANDARD, huge, 0, false, "no rows to fit the scale on", 0);
}

static void test_method_names(void **unused)
{
	(void)unused;
	enum scaler_method method;
	for (int i = SCALER_STANDARD; i <= SCALER_NONE; i++) {
		const char *name = scaler_method_name((enum scaler_method)i);
		assert_true(scaler_method_named(name, &method));
		assert_int_equal(method, i);
	}
	assert_true(scaler_method_named("robust", &method));
	assert_int_equal(method, SCALER_ROBUST);
	assert_false(scaler_method_named("Robust", &method));
	assert_false(scaler_method_named("", &method));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scikit_learn),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_large_offset),
		cmocka_unit_test(test_constant_columns),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_columns_get_the_bits_of_single_values),
		cmocka_unit_test(test_same_bytes_for_all_threads),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_method_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
