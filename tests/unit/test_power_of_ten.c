/* The table of powers of ten against exact arithmetic.  `test_power_of_ten --print` prints the
 * source file of the table, lib/base/power_of_ten.c, from that arithmetic. */
#include "base/power_of_ten.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A whole number of up to 832 bits, the least significant word first; 5^342 takes 795. */
enum { WORDS = 26 };
struct big {
	uint32_t word[WORDS];
};

static struct big big_product(struct big number, uint32_t factor)
{
	uint64_t carry = 0;
	for (int i = 0; i < WORDS; i++) {
		carry += (uint64_t)number.word[i] * factor;
		number.word[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return number;
}

static struct big big_difference(struct big number, struct big less)
{
	int64_t borrow = 0;
	for (int i = 0; i < WORDS; i++) {
		borrow += (int64_t)number.word[i] - less.word[i];
		number.word[i] = (uint32_t)borrow;
		borrow = borrow < 0 ? -1 : 0;
	}
	return number;
}

static int big_compare(struct big a, struct big b)
{
	for (int i = WORDS - 1; i >= 0; i--)
		if (a.word[i] != b.word[i])
			return a.word[i] < b.word[i] ? -1 : 1;
	return 0;
}

/* The first 128 binary digits of numerator / denominator, a ratio in [1, 2), rounded up. */
static struct power_of_ten leading_digits(struct big numerator, struct big denominator)
{
	unsigned __int128 digits = 0;
	for (int i = 0; i < 128; i++) {
		bool digit = big_compare(numerator, denominator) >= 0;
		if (digit)
			numerator = big_difference(numerator, denominator);
		digits = digits << 1 | digit;
		numerator = big_product(numerator, 2);
	}
	digits += big_compare(numerator, (struct big){ { 0 } }) != 0;
	return (struct power_of_ten){ (uint64_t)(digits >> 64), (uint64_t)digits };
}

/* 10^exponent = 5^exponent * 2^exponent, and only the first factor has digits of its own. */
static struct power_of_ten exact_power_of_ten(int exponent, int *log2)
{
	struct big five = { { 1 } };
	for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--)
		five = big_product(five, 5);
	/* two <= five < twice, powers of two */
	struct big two = { { 1 } }, twice = { { 2 } };
	int bits = 0;
	for (; big_compare(twice, five) <= 0; bits++) {
		two = twice;
		twice = big_product(twice, 2);
	}
	*log2 = exponent >= 0 ? exponent + bits : exponent - bits - 1;
	return exponent >= 0 ? leading_digits(five, two) : leading_digits(twice, five);
}

static void test_every_entry_is_exact_rounded_up(void **state)
{
	(void)state;
	for (int exponent = POWER_OF_TEN_MIN; exponent <= POWER_OF_TEN_MAX; exponent++) {
		int log2;
		struct power_of_ten exact = exact_power_of_ten(exponent, &log2);
		const struct power_of_ten *entry =
		    &power_of_ten_table[exponent - POWER_OF_TEN_MIN];
		assert_int_equal(entry->high, exact.high);
		assert_int_equal(entry->low, exact.low);
		assert_int_equal(power_of_ten_log2(exponent), log2);
	}
}

static void test_product_keeps_the_upper_128_bits(void **state)
{
	(void)state;
	/* 10^0 is 2^127, so a factor's product is the factor moved by 63 bits. */
	assert_true(power_of_ten_times(0, 1) == (unsigned __int128)1 << 63);
	assert_true(power_of_ten_times(0, UINT64_MAX) == (unsigned __int128)UINT64_MAX << 63);
	/* 10^-1 is 0xCC...CD * 2^-131; 5 times that is 2^130 + 1, of which 2^66 remains. */
	assert_true(power_of_ten_times(-1, 5) == (unsigned __int128)1 << 66);
}

static void print_table(void)
{
	printf("/* The powers of ten, 128 bits of each, rounded up (see power_of_ten.h).  Made by\n"
	       " * `build/tests/test_power_of_ten --print`, from exact arithmetic. */\n"
	       "#include \"base/power_of_ten.h\"\n\n"
	       "const struct power_of_ten "
	       "power_of_ten_table[POWER_OF_TEN_MAX - POWER_OF_TEN_MIN + 1] = {\n");
	for (int exponent = POWER_OF_TEN_MIN; exponent <= POWER_OF_TEN_MAX; exponent++) {
		int log2;
		struct power_of_ten power = exact_power_of_ten(exponent, &log2);
		printf("\t{ 0x%016" PRIX64 ", 0x%016" PRIX64 " }, /* 10^%d */\n", power.high,
		       power.low, exponent);
	}
	printf("};\n");
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--print") == 0) {
		print_table();
		return 0;
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_entry_is_exact_rounded_up),
		cmocka_unit_test(test_product_keeps_the_upper_128_bits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
