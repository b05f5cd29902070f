#include "base/quantile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static uint64_t state;

static double random_value(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void assert_same_bits(double a, double b)
{
	assert_memory_equal(&a, &b, sizeof a);
}

/* numpy 2.4.6, np.quantile */
static void test_numpy(void **unused)
{
	(void)unused;
	const double values[] = { 3.5, -1.25, 7.0, 0.1, 2.2, 2.2, 9.75, -4.0, 1e3, 0.3 };
	const double expected[][2] = {
		{ 0, -0x1.0000000000000p+2 },    { 0.1, -0x1.8666666666666p+0 },
		{ 0.25, 0x1.3333333333333p-3 },  { 0.333, 0x1.3295e9e1b089bp-2 },
		{ 0.5, 0x1.199999999999ap+1 },   { 0.75, 0x1.8800000000000p+2 },
		{ 0.9, 0x1.b319999999981p+6 },   { 0.95, 0x1.1531999999990p+9 },
		{ 1, 0x1.f400000000000p+9 },
	};
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		double scratch[10];
		memcpy(scratch, values, sizeof values);
		assert_same_bits(quantile(scratch, 10, expected[i][0]), expected[i][1]);
	}
}

static void test_small(void **unused)
{
	(void)unused;
	/* Taken from the lower end, the last digit would be another. */
	double four[] = { -7.98, -7.47, 8.06, 8.21 };
	assert_same_bits(quantile(four, 4, 0.55), 0x1.4fef9db22d0eap+1);
	double one[] = { 7 }, two[] = { 3, 1 };
	assert_same_bits(quantile(one, 1, 0), 7);
	assert_same_bits(quantile(one, 1, 0.5), 7);
	assert_same_bits(quantile(one, 1, 1), 7);
	assert_same_bits(quantile(two, 2, 0.5), 2);
	assert_same_bits(quantile(two, 2, 1), 3);
}

static void test_zero_has_no_sign(void **unused)
{
	(void)unused;
	double zeros[] = { -0.0, 0.0, -0.0 }, negative[] = { -0.0, -0.0, -0.0 };
	for (double q = 0; q <= 1; q += 0.25) {
		assert_same_bits(quantile(zeros, 3, q), 0);
		assert_same_bits(quantile_of_sorted(zeros, 3, q), 0);
		assert_same_bits(quantile_of_sorted(negative, 3, q), 0);
	}
}

enum shape { EVEN, TIED, RISING, FALLING, SAW, EQUAL, SHAPES };

static double shaped(enum shape shape, size_t i, size_t n)
{
	switch (shape) {
	case EVEN: return random_value() - 0.5;
	case TIED: return (double)(int)(random_value() * 5);
	case RISING: return (double)i;
	case FALLING: return (double)(n - i);
	case SAW: return (double)(i % 17) + 1e-3 * (double)i;
	default: return 4.25;
	}
}

static void check_against_sorting(enum shape shape, size_t n)
{
	double *sorted = malloc(n * sizeof *sorted), *scratch = malloc(n * sizeof *scratch);
	double *values = malloc(n * sizeof *values);
	for (size_t i = 0; i < n; i++)
		sorted[i] = values[i] = shaped(shape, i, n);
	qsort(sorted, n, sizeof *sorted, ascending);
	for (int step = 0; step <= 20; step++) {
		double q = step / 20.0;
		memcpy(scratch, values, n * sizeof *values);
		assert_same_bits(quantile(scratch, n, q), quantile_of_sorted(sorted, n, q));
		qsort(scratch, n, sizeof *scratch, ascending);
		assert_memory_equal(scratch, sorted, n * sizeof *sorted);
	}
	free(sorted);
	free(scratch);
	free(values);
}

static void test_selection_equals_sorting(void **unused)
{
	(void)unused;
	const size_t sizes[] = { 2, 3, 16, 17, 18, 100, 1000, 20011 };
	for (int shape = 0; shape < SHAPES; shape++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
			check_against_sorting((enum shape)shape, sizes[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numpy),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_zero_has_no_sign),
		cmocka_unit_test(test_selection_equals_sorting),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
