#include "persona/levels.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct thresholds usual = { .low = 0.8, .high = 1.2 };

static struct population around(double mean)
{
	return (struct population){ .mean = mean, .scale = fabs(mean) };
}

static void check(double mean, double value, const char *expected)
{
	struct population population = around(mean);
	assert_string_equal(level_name(level_of(&usual, &population, value)), expected);
}

static void test_thresholds(void **state)
{
	(void)state;
	check(50, 60, "high");
	check(50, 59.99, "mid");
	check(50, 50, "mid");
	check(50, 40.01, "mid");
	check(50, 40, "low");
	check(50, -1, "low");
}

/* The deviation is what counts, not the ratio: -6 is below -5. */
static void test_negative_mean(void **state)
{
	(void)state;
	check(-5, -6, "low");
	check(-5, -5.5, "mid");
	check(-5, -4, "high");
	check(-5, 3, "high");
}

static void test_zero_mean(void **state)
{
	(void)state;
	const struct population zero = { .zero = true, .scale = 2 };
	assert_int_equal(level_of(&usual, &zero, 0.01), LEVEL_HIGH);
	assert_int_equal(level_of(&usual, &zero, -0.01), LEVEL_LOW);
	assert_int_equal(level_of(&usual, &zero, 0), LEVEL_MID);
	const struct population nothing = { .zero = true };
	assert_int_equal(level_of(&usual, &nothing, 0), LEVEL_MID);
	assert_true(level_deviation(&nothing, 0) == 0);
}

/* On a threshold in one unit is on it in every unit. */
static void test_unit_does_not_matter(void **state)
{
	(void)state;
	const double units[] = { 1, 1000, 0.001, 1.0 / 3, 7.3, 1e-30, 1e30, 0.1 };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		for (int mean = 1; mean < 500; mean++) {
			check(mean * units[i], mean * units[i] * 6 / 5, "high");
			check(mean * units[i], mean * units[i] * 4 / 5, "low");
			check(mean * units[i], mean * units[i] * 1.19, "mid");
		}
}

static void test_own_thresholds(void **state)
{
	(void)state;
	const struct thresholds wide = { .low = 0.5, .high = 2 };
	struct population population = around(10);
	assert_int_equal(level_of(&wide, &population, 19), LEVEL_MID);
	assert_int_equal(level_of(&wide, &population, 20), LEVEL_HIGH);
	assert_int_equal(level_of(&wide, &population, 5), LEVEL_LOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thresholds),
		cmocka_unit_test(test_negative_mean),
		cmocka_unit_test(test_zero_mean),
		cmocka_unit_test(test_unit_does_not_matter),
		cmocka_unit_test(test_own_thresholds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
