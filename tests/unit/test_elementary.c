#include "base/elementary.h"
#include "base/random.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* How far `value` is from `exact`, in units of the last place of a double of that size. */
static double ulps(double value, long double exact)
{
	int exponent;
	frexpl(exact, &exponent);
	if (exponent < DBL_MIN_EXP)
		exponent = DBL_MIN_EXP;
	return (double)(fabsl(value - exact) / ldexpl(1, exponent - DBL_MANT_DIG));
}

static void assert_near(const char *function, double x, double value, long double exact)
{
	if (ulps(value, exact) >= 1)
		fail_msg("%s(%a) is %a, %.2f ulp off", function, x, value, ulps(value, exact));
}

static void assert_logarithms_near(double x)
{
	if (x > 0)
		assert_near("log", x, seg_log(x), logl(x));
	assert_near("log1p", x, seg_log1p(x), log1pl(x));
}

static void assert_exponentials_near(double x)
{
	assert_near("exp", x, seg_exp(x), expl(x));
	assert_near("expm1", x, seg_expm1(x), expm1l(x));
}

static void test_errors_are_below_one_ulp(void **state)
{
	(void)state;
	if (LDBL_MANT_DIG <= DBL_MANT_DIG) {
		print_message("long double is no wider than double: nothing to compare with\n");
		skip();
	}
	struct random random;
	random_seed(&random, 1, 0);
	for (int i = 0; i < 100000; i++) {
		double unit = random_unit(&random);
		int exponent = (int)random_below(&random, 60);
		assert_logarithms_near(2 * unit - 1);
		assert_logarithms_near(1e6 * unit);
		assert_logarithms_near(0.9 + 0.2 * unit);
		assert_logarithms_near(ldexp(unit, -exponent));
		assert_logarithms_near(ldexp(unit, 17 * exponent));
		assert_near("log", unit, seg_log(ldexp(unit, -17 * exponent)),
		            logl(ldexp(unit, -17 * exponent)));
		assert_exponentials_near(2 * unit - 1);
		assert_exponentials_near(80 * unit - 40);
		assert_exponentials_near(1450 * unit - 741);
		assert_exponentials_near(ldexp(2 * unit - 1, -exponent));
	}
}

/* Exactly rounded values, from Python's mpmath; these hold where long double is double, too. */
static void test_values(void **state)
{
	(void)state;
	static const struct {
		double (*function)(double);
		double x, value;
	} known[] = {
		{ seg_log, 2, 0x1.62e42fefa39efp-1 },
		{ seg_log, 3, 0x1.193ea7aad030bp+0 },
		{ seg_log, 0.1, -0x1.26bb1bbb55515p+1 },
		{ seg_log, 0.75, -0x1.269621134db92p-2 },
		{ seg_log, 1e300, 0x1.5963447f87fb5p+9 },
		{ seg_log, 0x1p-1074, -0x1.74385446d71c3p+9 },
		{ seg_log, DBL_MAX, 0x1.62e42fefa39efp+9 },
		{ seg_log, 0x1.0000000000001p+0, 0x1.fffffffffffffp-53 },
		{ seg_log, 0x1.fffffffffffffp-1, -0x1p-53 },
		{ seg_log1p, 1, 0x1.62e42fefa39efp-1 },
		{ seg_log1p, 20, 0x1.85b2e946faeb1p+1 },
		{ seg_log1p, 150, 0x1.411b1ce380053p+2 },
		{ seg_log1p, 1e16, 0x1.26bb1bbb55516p+5 },
		{ seg_log1p, DBL_MAX, 0x1.62e42fefa39efp+9 },
		{ seg_log1p, 1e-10, 0x1.b7cdfd9d1d693p-34 },
		{ seg_log1p, 1e-300, 0x1.56e1fc2f8f359p-997 },
		{ seg_log1p, 0.41, 0x1.5fd5fabe64085p-2 },
		{ seg_log1p, 0.42, 0x1.6712984ec8f15p-2 },
		{ seg_log1p, -0.29, -0x1.5eb5c7907e4c8p-2 },
		{ seg_log1p, -0.3, -0x1.6d3c324e13f4ep-2 },
		{ seg_log1p, -0.5, -0x1.62e42fefa39efp-1 },
		{ seg_log1p, -0x1.fffffffffffffp-1, -0x1.25e4f7b2737fap+5 },
		{ seg_exp, 1, 0x1.5bf0a8b145769p+1 },
		{ seg_exp, -1, 0x1.78b56362cef38p-2 },
		{ seg_exp, 0.1, 0x1.1aec7b35a00d4p+0 },
		{ seg_exp, 20, 0x1.ceb088b68e804p+28 },
		{ seg_exp, 709, 0x1.d422d2be5dc9bp+1022 },
		{ seg_exp, -708.5, 0x0.e6cf6d08897acp-1022 },
		{ seg_exp, -745, 0x1p-1074 },
		{ seg_expm1, 1, 0x1.b7e151628aed3p+0 },
		{ seg_expm1, -1, -0x1.43a54e4e98864p-1 },
		{ seg_expm1, 0.5, 0x1.4c2531c3c0d38p-1 },
		{ seg_expm1, -0.5, -0x1.92e9a0720d3ecp-2 },
		{ seg_expm1, 1e-10, 0x1.b7cdfd9dda4e3p-34 },
		{ seg_expm1, 20, 0x1.ceb088a68e804p+28 },
		{ seg_expm1, 37.1, 0x1.701bb1fc1150fp+53 },
		{ seg_expm1, -37.3, -0x1.fffffffffffffp-1 },
		{ seg_expm1, 709.5, 0x1.81e9b4b52d0c9p+1023 },
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		double value = known[i].function(known[i].x);
		if (ulps(value, known[i].value) > 1)
			fail_msg("at %a: %a, not %a", known[i].x, value, known[i].value);
	}
}

static void assert_is(double value, double expected)
{
	if (memcmp(&value, &expected, sizeof value) != 0)
		fail_msg("%a is not %a", value, expected);
}

static void test_special_values(void **state)
{
	(void)state;
	assert_is(seg_log(1), 0);
	assert_is(seg_log(0), -INFINITY);
	assert_is(seg_log(-0.0), -INFINITY);
	assert_is(seg_log(INFINITY), INFINITY);
	assert_true(isnan(seg_log(-1)) && isnan(seg_log(-INFINITY)) && isnan(seg_log(NAN)));

	assert_is(seg_log1p(0), 0);
	assert_is(seg_log1p(-0.0), -0.0);
	assert_is(seg_log1p(0x1p-1074), 0x1p-1074);
	assert_is(seg_log1p(-1e-20), -1e-20);
	assert_is(seg_log1p(-1), -INFINITY);
	assert_is(seg_log1p(INFINITY), INFINITY);
	assert_true(isnan(seg_log1p(-1.5)) && isnan(seg_log1p(NAN)));

	assert_is(seg_exp(0), 1);
	assert_is(seg_exp(-0.0), 1);
	assert_is(seg_exp(709.79), INFINITY);
	assert_is(seg_exp(1e300), INFINITY);
	assert_is(seg_exp(INFINITY), INFINITY);
	assert_is(seg_exp(-745.2), 0);
	assert_is(seg_exp(-1e300), 0);
	assert_is(seg_exp(-INFINITY), 0);
	assert_true(isfinite(seg_exp(709.78)) && isnan(seg_exp(NAN)));

	assert_is(seg_expm1(0), 0);
	assert_is(seg_expm1(-0.0), -0.0);
	assert_is(seg_expm1(0x1p-1074), 0x1p-1074);
	assert_is(seg_expm1(1e-20), 1e-20);
	assert_is(seg_expm1(709.79), INFINITY);
	assert_is(seg_expm1(INFINITY), INFINITY);
	assert_is(seg_expm1(-100), -1);
	assert_is(seg_expm1(-INFINITY), -1);
	assert_true(isfinite(seg_expm1(709.78)) && isnan(seg_expm1(NAN)));
}

/* One number for the bits of many results (after FNV-1a of Fowler, Noll and Vo). */
static uint64_t hash_results(double (*function)(double), double low, double high)
{
	struct random random;
	random_seed(&random, 2, 0);
	uint64_t hash = UINT64_C(0xCBF29CE484222325);
	for (int i = 0; i < 100000; i++) {
		double result = function(low + (high - low) * random_unit(&random));
		uint64_t bits;
		memcpy(&bits, &result, sizeof bits);
		hash = (hash ^ bits) * UINT64_C(0x100000001B3);
	}
	return hash;
}

static void test_bits_are_the_same_everywhere(void **state)
{
	(void)state;
	assert_int_equal(hash_results(seg_log, 0, 100), UINT64_C(0xC1D676898438BFFE));
	assert_int_equal(hash_results(seg_log1p, -1, 100), UINT64_C(0x0AADC7E390EA7594));
	assert_int_equal(hash_results(seg_exp, -20, 20), UINT64_C(0x6DDCAE6A1AC46798));
	assert_int_equal(hash_results(seg_expm1, -5, 5), UINT64_C(0x5B090F9F4F2718DF));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors_are_below_one_ulp),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_special_values),
		cmocka_unit_test(test_bits_are_the_same_everywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
