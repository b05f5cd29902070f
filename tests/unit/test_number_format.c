#include "base/number.h"
#include "base/random.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t bits_of(double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	return bits;
}

static double of_bits(uint64_t bits)
{
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

static double random_double(struct random *random)
{
	double value;
	do
		value = of_bits(random_next(random));
	while (!isfinite(value));
	return value;
}

static const char *format(double value)
{
	static char text[NUMBER_SIZE];
	memset(text, '#', sizeof text);
	size_t length = number_format(value, text);
	assert_int_equal(strlen(text), length);
	return text;
}

static void test_writes_as_javascript_does(void **state)
{
	(void)state;
	static const struct {
		double value;
		const char *text;
	} number[] = {
		{ 0, "0" }, { -0.0, "-0" }, { 1, "1" }, { -1, "-1" }, { 10, "10" },
		{ 100, "100" }, { 42, "42" }, { 12345678, "12345678" }, { 99999999, "99999999" },
		{ 100000000, "100000000" }, { 123456789, "123456789" }, { 0.1, "0.1" },
		{ -0.5, "-0.5" }, { 1.5, "1.5" }, { 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" }, { 2.0 / 3, "0.6666666666666666" },
		{ 100.0 / 3, "33.333333333333336" }, { 7.6, "7.6" }, { 1e5 + 0.1, "100000.1" },
		{ 12345678.9, "12345678.9" }, { 123456789.12, "123456789.12" },
		{ 1234567890123.25, "1234567890123.25" },
		{ 1125899906842624.25, "1125899906842624.2" },
		{ -2251799813685248.5, "-2251799813685248.5" },
		{ 9007199254740991, "9007199254740991" },
		{ 9007199254740992, "9007199254740992" },
		{ 9007199254740994, "9007199254740994" },
		{ 123456789012345680000.0, "123456789012345680000" },
		{ 1e20, "100000000000000000000" }, { 999999999999999900000.0,
		                                     "999999999999999900000" },
		{ 1e21, "1e+21" }, { -1.5e21, "-1.5e+21" }, { 1e22, "1e+22" }, { 1e23, "1e+23" },
		{ 0.001, "0.001" }, { 0.000001, "0.000001" }, { 0.0000015, "0.0000015" },
		{ -1.2345678901234567e-6, "-0.0000012345678901234567" }, { 1e-7, "1e-7" },
		{ 1.5e-7, "1.5e-7" }, { 9.999999999999997e-7, "9.999999999999997e-7" },
		{ 1.0000000000000002, "1.0000000000000002" }, { 5e-324, "5e-324" },
		{ 1e-323, "1e-323" }, { 1.5e-323, "1.5e-323" },
		{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
		{ 2.225073858507201e-308, "2.225073858507201e-308" },
		{ DBL_MAX, "1.7976931348623157e+308" }, { -DBL_MAX, "-1.7976931348623157e+308" },
		/* A power of two, where the nearest of 16 digits, ...801e-14, reads back as
		 * another double */
		{ 0x1p-44, "5.684341886080802e-14" },
		{ 9.5367431640625e-7, "9.5367431640625e-7" },
	};
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++)
		assert_string_equal(format(number[i].value), number[i].text);
}

static void assert_round_trip(double value)
{
	const char *text = format(value);
	double read;
	assert_true(number_parse(text, strlen(text), &read));
	assert_int_equal(bits_of(read), bits_of(value));
	assert_true(number_is_json(text, strlen(text)));
}

static void test_what_is_written_reads_back(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 3, 0);
	for (int i = 0; i < 300000; i++) {
		double value = random_double(&random);
		assert_round_trip(value);
		if (i % 4 == 0)
			assert_true(strtod(format(value), NULL) == value);
		/* What tables hold: a few decimals, or 16 to 17 digits around 1 */
		assert_round_trip((double)(random_next(&random) % 100000000) / 1000);
		assert_round_trip((double)(random_next(&random) >> 11) * 0x1p-52 - 1);
	}
}

static void test_powers_and_their_neighbours_read_back(void **state)
{
	(void)state;
	for (uint64_t biased = 0; biased < 2047; biased++)
		for (uint64_t step = 0; step < 5; step++)
			if (biased > 0 || step >= 2)
				assert_round_trip(of_bits((biased << 52) + step - 2));
	for (int shift = 0; shift < 52; shift++)
		for (uint64_t step = 0; step < 3; step++)
			assert_round_trip(of_bits((UINT64_C(1) << shift) + step - 1));
	for (int exponent = -323; exponent <= 308; exponent++) {
		char text[32];
		snprintf(text, sizeof text, "1e%d", exponent);
		double power = strtod(text, NULL);
		for (uint64_t step = 0; step <= 3; step++) {
			assert_round_trip(of_bits(bits_of(power) + step));
			assert_round_trip(-of_bits(bits_of(power) - step % bits_of(power)));
		}
	}
}

/* The significant digits of a text, without point, exponent and zeros at both ends. */
static void significant_digits(const char *text, char digits[40])
{
	int count = 0;
	for (; *text != '\0' && *text != 'e'; text++)
		if (*text >= '0' && *text <= '9' && (*text != '0' || count > 0))
			digits[count++] = *text;
	while (count > 0 && digits[count - 1] == '0')
		count--;
	digits[count] = '\0';
}

static void assert_shortest(double value)
{
	char trial[40], expected[40], digits[40];
	int places = 0;
	do
		snprintf(trial, sizeof trial, "%.*e", places++, value);
	while (strtod(trial, NULL) != value);
	significant_digits(trial, expected);
	significant_digits(format(value), digits);
	/* On its narrow side a power of two may lose the nearest of the shortest to its
	 * neighbour: then a farther one is as short, which no rounding of the value finds. */
	if ((bits_of(value) & (UINT64_MAX >> 12)) != 0)
		assert_string_equal(digits, expected);
	else
		assert_true(strlen(digits) <= strlen(expected));
}

static void test_writes_the_nearest_of_the_shortest(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 4, 0);
	for (int i = 0; i < 10000; i++) {
		assert_shortest(random_double(&random));
		assert_shortest((double)(random_next(&random) % 1000000) / 100);
		assert_shortest((double)(random_next(&random) >> 11) * 0x1p-52 - 1);
		assert_shortest(of_bits(1 + (random_next(&random) >> (12 + i % 52))));
	}
	for (uint64_t biased = 1; biased < 2047; biased += 3)
		assert_shortest(of_bits(biased << 52));
}

static void test_rounds_the_exact_value(void **state)
{
	(void)state;
	static const struct {
		double value;
		int places;
		const char *text;
	} number[] = {
		{ 1.5, 3, "1.5" }, { 2, 3, "2" }, { -0.0001, 3, "0" }, { -0.0, 2, "0" },
		{ 0, 0, "0" }, { 100, 0, "100" }, { 1200, 2, "1200" }, { 0.5, 0, "0" },
		{ 1.5, 0, "2" }, { 2.5, 0, "2" }, { -0.5, 0, "0" }, { -1.5, 0, "-2" },
		{ 0.125, 2, "0.12" }, { 0.375, 2, "0.38" }, { 2.675, 2, "2.67" },
		{ 1.005, 2, "1" }, { 0.1, 17, "0.10000000000000001" }, { 0.25, 17, "0.25" },
		{ 9.9996, 3, "10" }, { -12.3456, 2, "-12.35" }, { 1e-300, 17, "0" },
		{ 1e21, 2, "1000000000000000000000" },
	};
	char text[NUMBER_ROUNDED_SIZE];
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++) {
		size_t length = number_format_rounded(number[i].value, number[i].places, text);
		assert_string_equal(text, number[i].text);
		assert_int_equal(strlen(text), length);
	}
	assert_int_equal(number_format_rounded(-DBL_MAX, 17, text), 310);
	assert_int_equal(number_format_rounded(-DBL_MAX, 0, text), 310);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_writes_as_javascript_does),
		cmocka_unit_test(test_what_is_written_reads_back),
		cmocka_unit_test(test_powers_and_their_neighbours_read_back),
		cmocka_unit_test(test_writes_the_nearest_of_the_shortest),
		cmocka_unit_test(test_rounds_the_exact_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
