#include "summary/profile.h"

#include "base/quantile.h"
#include "summary/statistic.h"
#include "mall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void assert_near(double value, double expected, double relative)
{
	if (fabs(value - expected) > relative * fabs(expected))
		fail_msg("%.17g is not %.17g", value, expected);
}

static void add(struct profile *profile, size_t segment, const double *values)
{
	struct failure why;
	assert_true(profile_add(profile, segment, values, &why));
}

/* R 4.2: mean, sd, min, max, quantile(x, c(0.5, 0.9)) of c(2, 4, 4, 4, 5, 5, 7, 9). */
static void test_known_values(void **state)
{
	(void)state;
	const double x[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
	struct profile profile;
	profile_create(&profile, 1, PROFILE_SPREAD | PROFILE_VALUES);
	for (size_t i = 0; i < 8; i++)
		add(&profile, 0, &x[i]);
	assert_true(profile_mean(&profile, 0, 0) == 5);
	assert_near(profile_sd(&profile, 0, 0), 2.138089935299395, 1e-15);
	assert_true(profile_quantile(&profile, 0, 0, 0.5) == 4.5);
	assert_near(profile_quantile(&profile, 0, 0, 0.9), 7.6, 1e-15);
	assert_true(profile_min(&profile, 0, 0) == 2 && profile_max(&profile, 0, 0) == 9);
	profile_free(&profile);
}

static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Against the definitions in long double, two passes. */
static void test_definition(void **state)
{
	(void)state;
	enum { ROWS = 3000, FEATURES = 3, SEGMENTS = 5 };
	static double x[ROWS][FEATURES];
	static size_t of[ROWS];
	uint32_t seed = 7;
	struct profile profile;
	profile_create(&profile, FEATURES, PROFILE_SPREAD | PROFILE_VALUES);
	for (size_t i = 0; i < ROWS; i++) {
		of[i] = i < SEGMENTS ? i : draw(&seed) % SEGMENTS;
		x[i][0] = draw(&seed) / 1000.0;
		x[i][1] = 1e9 + draw(&seed) % 1000 / 1000.0; /* a large common offset */
		x[i][2] = (draw(&seed) % 2000 - 1000.0) * (i % 97 == 0 ? 1e6 : 1);
		add(&profile, of[i], x[i]);
	}
	for (size_t s = 0; s < SEGMENTS; s++)
		for (size_t j = 0; j < FEATURES; j++) {
			static double values[ROWS];
			size_t n = 0;
			long double sum = 0, squares = 0;
			for (size_t i = 0; i < ROWS; i++)
				if (of[i] == s) {
					values[n++] = x[i][j];
					sum += x[i][j];
				}
			for (size_t i = 0; i < n; i++) {
				long double away = values[i] - sum / n;
				squares += away * away;
			}
			assert_int_equal(profile.segments[s].count, n);
			assert_near(profile_mean(&profile, s, j), (double)(sum / n), 1e-15);
			assert_near(profile_sd(&profile, s, j), (double)sqrtl(squares / (n - 1)), 1e-13);
			double q = quantile(values, n, 0.3);
			assert_true(profile_quantile(&profile, s, j, 0.3) == q);
			assert_true(profile_min(&profile, s, j) == quantile(values, n, 0));
			assert_true(profile_max(&profile, s, j) == quantile(values, n, 1));
		}
	profile_free(&profile);
}

/* 1 is lost beside 1e16 in a plain sum. */
static void test_mean_keeps_small_numbers(void **state)
{
	(void)state;
	const double x[] = { 1e16, 1, -1e16, 1 };
	struct profile profile;
	profile_create(&profile, 1, 0);
	for (size_t i = 0; i < 4; i++)
		add(&profile, i / 2, &x[i]);
	assert_true(profile_overall_mean(&profile, 0) == 0.5);
	profile_free(&profile);
}

static void test_index(void **state)
{
	(void)state;
	const double rows[][3] = { { 1, -1, 1 }, { 2, -2, -1 }, { 6, -6, 0 } };
	struct profile profile;
	profile_create(&profile, 3, 0);
	for (size_t i = 0; i < 3; i++)
		add(&profile, i / 2, rows[i]);
	assert_true(profile_index(&profile, 0, 0) == 50 && profile_index(&profile, 1, 0) == 200);
	assert_true(profile_index(&profile, 0, 1) == 50);
	assert_true(isnan(profile_index(&profile, 0, 2)));
	profile_free(&profile);
}

static void test_statistics_by_name(void **state)
{
	(void)state;
	static const char *const names[] = { "mean", "sd", "median", "min", "max", "p1", "p25",
		                             "p99" };
	static const char *const wrong[] = { "", "p", "p0", "p100", "p05", "Mean", "means", "p5.5",
		                             "medians too long" };
	static const double values[] = { 3, 0, 2, 2, 5, 2, 2, 4.9400000000000004 };
	struct statistic statistic;
	struct failure why;
	char name[STATISTIC_NAME];
	struct profile profile;
	profile_create(&profile, 1, PROFILE_SPREAD | PROFILE_VALUES);
	for (size_t i = 0; i < 3; i++)
		add(&profile, 0, (const double[]){ i == 1 ? 5 : 2 });
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_true(statistic_parse(&statistic, names[i], strlen(names[i]), &why));
		assert_string_equal(statistic_name(&statistic, name), names[i]);
		double value = statistic_value(&statistic, &profile, 0, 0);
		assert_near(value, i == 1 ? sqrt(3) : values[i], 1e-15);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(statistic_parse(&statistic, wrong[i], strlen(wrong[i]), &why));
	profile_free(&profile);
}

static void test_one_row_and_constants(void **state)
{
	(void)state;
	struct profile profile;
	profile_create(&profile, 1, PROFILE_SPREAD);
	for (size_t i = 0; i < 7; i++)
		add(&profile, 0, &(double){ 0.1 });
	add(&profile, 1, &(double){ -3 });
	assert_true(profile_sd(&profile, 0, 0) == 0);
	assert_true(isnan(profile_sd(&profile, 1, 0)));
	assert_true(profile_mean(&profile, 1, 0) == -3);
	assert_true(profile_min(&profile, 1, 0) == -3 && profile_max(&profile, 1, 0) == -3);
	profile_free(&profile);
}

static void test_too_large(void **state)
{
	(void)state;
	const double rows[][2] = { { 1e308, 1e200 }, { 1e308, -1e200 } };
	struct profile profile;
	profile_create(&profile, 2, PROFILE_SPREAD);
	add(&profile, 0, rows[0]);
	add(&profile, 0, rows[1]);
	assert_true(profile_mean(&profile, 0, 0) == INFINITY);
	assert_true(profile_overall_mean(&profile, 0) == INFINITY);
	assert_true(profile_mean(&profile, 0, 1) == 0);
	assert_true(profile_sd(&profile, 0, 1) == INFINITY);
	profile_free(&profile);
}

static void test_mall(void **state)
{
	(void)state;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct profile profile;
	profile_create(&profile, MALL_FEATURES, 0);
	/* A segment is made by its first row: take the rows segment by segment. */
	for (int32_t s = 0; s < MALL_K; s++)
		for (size_t i = 0; i < MALL_ROWS; i++) {
			double row[MALL_FEATURES];
			for (size_t j = 0; j < MALL_FEATURES; j++)
				row[j] = matrix_column(&mall.raw, j)[i];
			if (mall.labels[i] == s)
				add(&profile, (size_t)s, row);
		}
	static const char *const names[] = { "age", "annual_income", "spending_score",
		                             "spend_income_ratio" };
	const json_t *expected = json_object_get(json_object_get(mall.reference, "kmeans_k6"),
	                                         "profile");
	for (size_t s = 0; s < MALL_K; s++) {
		const json_t *row = json_array_get(expected, s);
		assert_int_equal(profile.segments[s].count,
		                 json_integer_value(json_object_get(row, "count")));
		for (size_t j = 0; j < MALL_FEATURES; j++)
			assert_near(profile_mean(&profile, s, j),
			            json_number_value(json_object_get(row, names[j])), 1e-12);
	}
	profile_free(&profile);
	mall_free(&mall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_values),
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_mean_keeps_small_numbers),
		cmocka_unit_test(test_index),
		cmocka_unit_test(test_statistics_by_name),
		cmocka_unit_test(test_one_row_and_constants),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_mall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
