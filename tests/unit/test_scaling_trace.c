#include "summary/scaling_trace.h"

#include "base/number.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

enum { ROWS = 500 };

static bool found(const double *raw, const double *scaled, size_t n, struct scaler_column *scaling)
{
	struct scaling_trace trace = { 0 };
	for (size_t i = 0; i < n; i++)
		scaling_trace_add(&trace, raw[i], scaled[i]);
	return scaling_trace_end(&trace, scaling);
}

/* Every method, with and without logarithms, from small numbers to large ones
 * with a small spread: what is found scales as the scaler did. */
static void test_finds_the_scaler(void **unused)
{
	(void)unused;
	static const double centres[] = { 0, 50, 1e9, 1e-7 }, spreads[] = { 1, 12, 3, 1e-8 };
	struct random random;
	random_seed(&random, 5, 0);
	for (int table = 0; table < 400; table++) {
		double raw[ROWS], scaled[ROWS];
		struct scaler_column column = { .log = table % 2 == 1 }, scaling;
		for (size_t i = 0; i < ROWS; i++) {
			raw[i] = centres[table / 8 % 4] + spreads[table / 8 % 4] * random_normal(&random);
			if (column.log)
				raw[i] = fabs(raw[i]) * (i % 50 == 0 ? 1000 : 1);
		}
		struct failure why;
		size_t row;
		assert_true(scaler_fit_column((enum scaler_method)(table / 2 % 4), raw, ROWS, 1,
		                              &column, &row, &why));
		scaler_transform_column(&column, raw, scaled, ROWS, 1);
		assert_true(found(raw, scaled, ROWS, &scaling));
		/* Without curvature beyond a millionth a line is a fair answer. */
		if (centres[table / 8 % 4] == 50)
			assert_true(scaling.log == column.log && scaling_same(&scaling, &column));
		for (size_t i = 0; i < ROWS; i++) {
			assert_true(scaling_fits(&scaling, raw[i], scaled[i]));
			if (scaling.log == column.log)
				assert_near(scaler_transform(&scaling, raw[i]), scaled[i],
				            1e-9 * (1 + fabs(scaled[i]))
				            + 1e-15 * fabs(raw[i]) / scaling.scale);
		}
	}
}

static void test_literal(void **unused)
{
	(void)unused;
	const double raw[] = { 20, 40, 30 }, scaled[] = { -1.5, 2.5, 0.5 };
	struct scaler_column scaling;
	assert_true(found(raw, scaled, 3, &scaling));
	assert_false(scaling.log);
	assert_near(scaling.offset, 27.5, 1e-12);
	assert_near(scaling.scale, 5, 1e-12);
	assert_true(scaling_fits(&scaling, 50, 4.5));
	assert_true(scaling_fits(&scaling, 50, 4.500001));
	assert_false(scaling_fits(&scaling, 50, 4.5001));
	assert_false(scaling_fits(&scaling, NAN, 4.5));
}

/* A stage of one's own that writes six digits scales as well as any. */
static void test_rounded(void **unused)
{
	(void)unused;
	struct random random;
	random_seed(&random, 6, 0);
	double raw[ROWS], scaled[ROWS];
	for (size_t i = 0; i < ROWS; i++) {
		char text[32];
		raw[i] = (double)random_below(&random, 1000);
		snprintf(text, sizeof text, "%.7f", (raw[i] - 431.2) / 117);
		scaled[i] = strtod(text, NULL);
	}
	struct scaler_column scaling, wanted = { 431.2, 117, false };
	assert_true(found(raw, scaled, ROWS, &scaling));
	assert_true(scaling_same(&scaling, &wanted));
}

static void test_none(void **unused)
{
	(void)unused;
	struct scaler_column scaling;
	const double raw[] = { 1, 2, 3, 4 }, squares[] = { 1, 4, 9, 16 }, falling[] = { 4, 3, 2, 1 };
	const double same[] = { 7, 7, 7, 7 }, zeros[] = { 0, 0, 0, 0 };
	const double holes[] = { 1, NAN, 3, 4 }, two_values[] = { 0, 1, 0, 1 };
	assert_false(found(raw, squares, 4, &scaling));
	assert_false(found(raw, falling, 4, &scaling));
	assert_false(found(same, zeros, 4, &scaling));  /* any scale would do */
	assert_false(found(same, raw, 4, &scaling));
	assert_false(found(raw, zeros, 4, &scaling));
	assert_false(found(raw, holes, 4, &scaling));
	assert_false(found(raw, raw, 0, &scaling));
	assert_true(found(two_values, two_values, 4, &scaling));
	assert_false(scaling.log);
}

static void test_same(void **unused)
{
	(void)unused;
	const struct scaler_column one = { 40, 15, false };
	assert_true(scaling_same(&one, &(struct scaler_column){ 40, 15, false }));
	assert_true(scaling_same(&one, &(struct scaler_column){ 40 + 1e-13, 15 - 1e-13, false }));
	assert_false(scaling_same(&one, &(struct scaler_column){ 40.01, 15, false }));
	assert_false(scaling_same(&one, &(struct scaler_column){ 40, 15.01, false }));
	assert_false(scaling_same(&one, &(struct scaler_column){ 40, 15, true }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_the_scaler), cmocka_unit_test(test_literal),
		cmocka_unit_test(test_rounded), cmocka_unit_test(test_none),
		cmocka_unit_test(test_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
