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

/* Parses a copy that has just the length of the text, so that reading on is seen by sanitizers. */
static bool parse(const char *text, double *value)
{
	size_t length = strlen(text);
	char *copy = malloc(length > 0 ? length : 1);
	assert_non_null(copy);
	memcpy(copy, text, length);
	bool is_number = number_parse(copy, length, value);
	free(copy);
	return is_number;
}

static void assert_parses(const char *text, double expected)
{
	double value = 0;
	if (!parse(text, &value))
		fail_msg("'%.60s' is not read", text);
	if (bits_of(value) != bits_of(expected))
		fail_msg("'%.60s' is read as %a, not %a", text, value, expected);
}

static void assert_not_a_number(const char *text)
{
	double value = 42;
	if (parse(text, &value))
		fail_msg("'%.60s' is read as %a", text, value);
	assert_true(value == 42);
}

static void test_reads_the_grammar(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double value;
	} number[] = {
		{ "0", 0 }, { "-0", -0.0 }, { "+0", 0 }, { "7", 7 }, { "007", 7 },
		{ "+42", 42 }, { "-42", -42 }, { "5.", 5 }, { ".5", 0.5 }, { "-.5", -0.5 },
		{ "+5.e1", 50 }, { "3.25", 3.25 }, { "1e3", 1000 }, { "1E3", 1000 },
		{ "1e+3", 1000 }, { "1e-3", 0.001 }, { "1e03", 1000 }, { ".5e1", 5 },
		{ "0.1", 0.1 }, { "12345678", 12345678 }, { "123456789.25", 123456789.25 },
		{ "1234567890123456789", 1234567890123456789.0 }, { "-0.0", -0.0 },
		{ "-0e5", -0.0 }, { "0e999999999999999999999", 0 }, { "0.000", 0 },
	};
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++)
		assert_parses(number[i].text, number[i].value);
}

static void test_refuses_all_else(void **state)
{
	(void)state;
	static const char *const text[] = {
		"", "+", "-", ".", "+.", "-.", "e", "e5", ".e5", "+e5", "1e", "1e+", "1e-",
		"1.5e", "--1", "++1", "+-1", "1.2.3", "1..2", "1,5", "1 ", " 1", "\t1", "1\n",
		"1e5.0", "1e5e5", "0x10", "0x1p4", "1p4", "inf", "-inf", "infinity", "nan",
		"NaN", "nan(7)", "1_000", "1'000", "1f", "1d", "1a", "a1", "12345678x",
		"0.12345678x", "0.1234567812345678/", "0.123456:8", "1-", "1-2", "1e1-2",
		"\xD9\xA1", "n/a", "?", "0x", "$5", "5%",
	};
	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		assert_not_a_number(text[i]);
	/* Every byte alone, after and between digits, first and last of eight in a fraction */
	for (int byte = 0; byte < 256; byte++) {
		const char cell[] = { (char)byte, '1', (char)byte, '0', '0', '0', '0', '0', '7' };
		bool digit = byte >= '0' && byte <= '9';
		double value = 42;
		assert_int_equal(number_parse(cell, 1, &value), digit);
		assert_int_equal(number_parse(cell + 1, 2, &value), digit || byte == '.');
		assert_int_equal(number_parse(cell + 1, 8, &value),
		                 digit || byte == '.' || byte == 'e' || byte == 'E');
		char fraction[] = { '.', (char)byte, '0', '0', '0', '0', '0', '0', '7' };
		assert_int_equal(number_parse(fraction, 9, &value), digit);
		fraction[1] = '7';
		fraction[8] = (char)byte;
		assert_int_equal(number_parse(fraction, 9, &value), digit);
	}
}

static void test_reads_no_further_than_the_length(void **state)
{
	(void)state;
	double value;
	assert_true(number_parse("12345", 2, &value) && value == 12);
	assert_true(number_parse("12e5", 2, &value) && value == 12);
	assert_true(number_parse("0.1234567890", 10, &value) && value == 0.12345678);
	assert_false(number_parse("1e5", 2, &value));
	assert_false(number_parse("1", 0, &value));
	assert_false(number_parse(NULL, 0, &value));
}

/* The values are those of Python's float(). */
static void test_reads_hard_cases(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double value;
	} number[] = {
		/* around 2^53, halfway to the even one */
		{ "9007199254740991", 0x1.fffffffffffffp+52 },
		{ "9007199254740993", 0x1p+53 },
		{ "9007199254740993.0", 0x1p+53 },
		{ "900719925474099.3e1", 0x1p+53 },
		{ "9007199254740993000000e-6", 0x1p+53 },
		{ "9007199254740993.00000000000000000000000000000000001",
		  0x1.0000000000001p+53 },
		{ "9007199254740995", 0x1.0000000000002p+53 },
		{ "9007199254740994.99999999999999999999999999999999999",
		  0x1.0000000000001p+53 },
		{ "18446744073709551615", 0x1p+64 },
		{ "18446744073709549568", 0x1.fffffffffffffp+63 },
		{ "18446744073709550592", 0x1p+64 },
		{ "18446744073709550591", 0x1.fffffffffffffp+63 },
		/* powers of ten beyond 10^22 are not exact */
		{ "1e22", 0x1.0f0cf064dd592p+73 },
		{ "1e23", 0x1.52d02c7e14af6p+76 },
		{ "9007199254740991e22", 0x1.0f0cf064dd591p+126 },
		{ "9007199254740993e23", 0x1.52d02c7e14af7p+129 },
		/* the least numbers */
		{ "2.2250738585072014e-308", 0x1p-1022 },
		{ "2.2250738585072012e-308", 0x1p-1022 },
		{ "2.2250738585072011e-308", 0x0.fffffffffffffp-1022 },
		{ "4.9406564584124654e-324", 0x1p-1074 },
		{ "5e-324", 0x1p-1074 },
		{ "3e-324", 0x1p-1074 },
		{ "2.4703282292062328e-324", 0x1p-1074 },
		{ "2.4703282292062327e-324", 0 },
		{ "-2e-324", -0.0 },
		{ "7.4109846876186981e-324", 0x1p-1074 },
		{ "7.4109846876186982e-324", 0x1p-1073 },
		{ "1e-400", 0 },
		{ "-1e-99999999999999999999", -0.0 },
		{ "1e-9300000000000000000", 0 },
		{ "9999999999999999999e-343", 0 },
		{ "9999999999999999999e-342", 0x0.0000000000002p-1022 },
		/* the greatest */
		{ "1.7976931348623157e308", 0x1.fffffffffffffp+1023 },
		{ "1.7976931348623158e308", 0x1.fffffffffffffp+1023 },
		{ "17976931348623157e292", 0x1.fffffffffffffp+1023 },
		{ "179769313486231570000000000000000000000e270", 0x1.fffffffffffffp+1023 },
		/* known to be near halfway */
		{ "6.631236846766476e-316", 0x0.00000080000002p-1022 },
		{ "3.2378839133029012895883524125015321748630094e-319",
		  0x0.000000000ffffp-1022 },
		{ "8.5e-308", 0x1.e8f8f7e6e1d7dp-1021 },
		{ "1.448997445238699", 0x1.72f17f1f49aadp+0 },
		{ "7.8459735791271921e65", 0x1.dcd0089c1314ep+218 },
		{ "3.5844466002796428e298", 0x1.b67769db917d9p+991 },
	};
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++)
		assert_parses(number[i].text, number[i].value);
}

static void test_refuses_what_is_beyond_the_greatest_double(void **state)
{
	(void)state;
	assert_not_a_number("1.7976931348623159e308");
	assert_not_a_number("-1.7976931348623159e308");
	assert_not_a_number("1e309");
	assert_not_a_number("1e400");
	assert_not_a_number("-1e99999999999999999999");
	assert_not_a_number("1e9300000000000000000");
	assert_not_a_number("0.0000001e400");
	/* Halfway between the greatest double and 2^1024, and the whole number before. */
	static const char halfway[] =
	    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946"
	    "649017977587207096330286416692887910946555547851940402630657488671505820681908902000"
	    "708383676273854845817711531764475730270069855571366959622842914819860834936475292719"
	    "074168444365510704342711559699508093042880177904174497792";
	assert_not_a_number(halfway);
	char below[sizeof halfway];
	memcpy(below, halfway, sizeof halfway);
	below[strlen(below) - 1]--;
	assert_parses(below, DBL_MAX);
}

/* A text of `before`, `count` zeros and `after`, for the caller to free. */
static char *with_zeros(const char *before, size_t count, const char *after)
{
	size_t start = strlen(before);
	char *text = malloc(start + count + strlen(after) + 1);
	assert_non_null(text);
	memcpy(text, before, start);
	memset(text + start, '0', count);
	strcpy(text + start + count, after);
	return text;
}

static void test_reads_thousands_of_digits(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after;
		double value;
	} number[] = {
		{ "9007199254740993.", "", 0x1p+53 },
		{ "9007199254740993.", "1", 0x1.0000000000001p+53 },
		{ "9007199254740993", "1e-5001", 0x1.0000000000001p+53 },
		{ "", "9007199254740993", 0x1p+53 },
		{ "-0.", "125e5003", -125 },
		{ "1", "e-5000", 1 },
		{ "1", ".25e-5000", 1 },
		{ ".", "1e5001", 1 },
		{ "0.", "1", 0 },
		{ "0.", "1e4690", 1e-311 },
		{ "0.", "5e99999", INFINITY },
		{ "1", "", INFINITY },
		{ "", "", 0 },
	};
	for (size_t i = 0; i < sizeof number / sizeof number[0]; i++) {
		char *text = with_zeros(number[i].before, 5000, number[i].after);
		if (isinf(number[i].value))
			assert_not_a_number(text);
		else
			assert_parses(text, number[i].value);
		free(text);
	}
}

/* Room for every digit of a double below 2^53, and of what lies halfway to the next. */
enum { EXACT_SIZE = 1200, PLACES = 1100 };

/* (a + b) / 2 of two such texts, by hand; `b` is not shorter. */
static void exact_middle(const char *a, const char *b, char middle[EXACT_SIZE])
{
	int length = (int)strlen(b), behind = length - (int)strlen(a);
	int sum[EXACT_SIZE], carry = 0;
	for (int i = length - 1; i >= 0; i--) {
		if (b[i] == '.')
			continue;
		carry += b[i] - '0' + (i >= behind ? a[i - behind] - '0' : 0);
		sum[i] = carry % 10;
		carry /= 10;
	}
	for (int i = 0; i < length; i++) {
		if (b[i] == '.') {
			middle[i] = '.';
			continue;
		}
		carry = carry * 10 + sum[i];
		middle[i] = (char)('0' + carry / 2);
		carry %= 2;
	}
	middle[length] = '\0';
}

static void test_reads_halfway_to_even_and_tells_the_sides(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 1, 0);
	for (int i = 0; i < 3000; i++) {
		/* Doubles of every size below 2^53, small ones and powers of two among them */
		uint64_t bits = random_next(&random) % bits_of(0x1p53);
		if (i % 3 == 0)
			bits &= UINT64_MAX << 52;
		if (i % 5 == 0)
			bits >>= random_next(&random) % 64;
		char low[EXACT_SIZE], high[EXACT_SIZE], middle[EXACT_SIZE + 8];
		snprintf(low, sizeof low, "%.*f", PLACES, of_bits(bits));
		snprintf(high, sizeof high, "%.*f", PLACES, of_bits(bits + 1));
		exact_middle(low, high, middle);
		assert_parses(low, of_bits(bits));
		assert_parses(middle, of_bits(bits + bits % 2));
		strcat(middle, "000001");
		assert_parses(middle, of_bits(bits + 1));
		/* One less in the last place that is not 0, which halfway is a 5 */
		char *last = strrchr(middle, '5');
		*last = '4';
		assert_parses(middle, of_bits(bits));
	}
}

static void test_reads_17_digits_of_every_double(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 3, 0);
	for (int i = 0; i < 200000; i++) {
		double value = of_bits(random_next(&random));
		char text[32];
		snprintf(text, sizeof text, "%.17g", value);
		if (isfinite(value))
			assert_parses(text, value);
	}
}

static void test_reads_powers_of_ten(void **state)
{
	(void)state;
	for (int exponent = -330; exponent < 308; exponent++) {
		for (int digit = 1; digit <= 9; digit++) {
			char text[32];
			snprintf(text, sizeof text, "%de%d", digit, exponent);
			assert_parses(text, strtod(text, NULL));
		}
	}
}

static void test_reads_any_digits_as_the_c_library(void **state)
{
	(void)state;
	struct random random;
	random_seed(&random, 2, 0);
	for (int i = 0; i < 100000; i++) {
		char text[80], *at = text;
		int count = 1 + (int)(random_next(&random) % 30);
		int point = (int)(random_next(&random) % (uint64_t)(count + 1));
		for (int digit = 0; digit < count; digit++) {
			if (digit == point)
				*at++ = '.';
			*at++ = (char)('0' + random_next(&random) % 10);
		}
		snprintf(at, 8, "e%d", (int)(random_next(&random) % 680) - 360);
		double expected = strtod(text, NULL);
		if (isinf(expected))
			assert_not_a_number(text);
		else
			assert_parses(text, expected);
	}
}

static void test_knows_the_grammar_of_json(void **state)
{
	(void)state;
	static const char *const json[] = { "0", "-0", "7", "-7", "10", "1.5", "0.5", "-0.25",
		                            "1e5", "1E5", "1e+5", "1e-5", "1.5e007", "0e0",
		                            "100", "0.0", "12345678901234567890123" };
	static const char *const other[] = { "", "+1", "01", "-01", "00", "1.", ".5", "-.5",
		                             "-", ".", "1.e5", "+0", "1e", "0x1", "NaN", "1 ",
		                             "-+1", "007", "00.5" };
	for (size_t i = 0; i < sizeof json / sizeof json[0]; i++)
		assert_true(number_is_json(json[i], strlen(json[i])));
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		assert_false(number_is_json(other[i], strlen(other[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_the_grammar),
		cmocka_unit_test(test_refuses_all_else),
		cmocka_unit_test(test_reads_no_further_than_the_length),
		cmocka_unit_test(test_reads_hard_cases),
		cmocka_unit_test(test_refuses_what_is_beyond_the_greatest_double),
		cmocka_unit_test(test_reads_thousands_of_digits),
		cmocka_unit_test(test_reads_halfway_to_even_and_tells_the_sides),
		cmocka_unit_test(test_reads_17_digits_of_every_double),
		cmocka_unit_test(test_reads_powers_of_ten),
		cmocka_unit_test(test_reads_any_digits_as_the_c_library),
		cmocka_unit_test(test_knows_the_grammar_of_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
