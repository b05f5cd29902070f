#include "tree/short_threshold.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void test_by_hand(void **unused)
{
	(void)unused;
	static const struct {
		double below, above, wanted;
	} cases[] = {
		{ 61, 62, 61 },       { 61, 61.5, 61 },       { 61, 64, 62 },
		{ 60, 70, 65 },       { 60, 80, 70 },         { 8.5, 31, 20 },
		{ 0.317, 0.329, 0.32 }, { 0.1, 0.2, 0.15 },   { -5, 5, 0 },
		{ -0.5, 0.5, 0 },     { -0.0, 1, 0 },      { -62, -61, -62 },      { -64, -61, -62 },
		{ 0, 1000, 500 },     { 50000, 74000, 60000 }, { 33, 61, 50 },
		{ 1e99, 7e99, 4e99 }, { 99.5, 100.5, 100 },   { -1e300, 1e300, 0 },
		{ 16777216, 16777217, 16777216 }, { 16777217, 16777218, 16777217.5 },
		{ 1.25e-7, 1.75e-7, 0.00000015 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double got = short_threshold(cases[i].below, cases[i].above);
		if (got != cases[i].wanted)
			fail_msg("between %.17g and %.17g: %.17g, not %.17g", cases[i].below,
			         cases[i].above, got, cases[i].wanted);
		assert_false(signbit(got) && got == 0);
	}
}

/* No number lies between neighbours. */
static void test_neighbours(void **unused)
{
	(void)unused;
	static const double numbers[] = { 0.1, 1.0 / 3, 1e-300, 5e-324, 1e22, 123456.789, 1e300 };
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		double x = numbers[i], next = nextafter(x, INFINITY), after = nextafter(next, INFINITY);
		assert_true(short_threshold(x, next) == x);
		assert_true(short_threshold(-next, -x) == -next);
		double between = short_threshold(x, after);
		assert_true(between == next);
	}
}

/* In thousandths, by the definition: the greatest power of ten with a multiple
 * strictly between, and of its multiples the nearest to the middle. */
static void test_thousandths(void **unused)
{
	(void)unused;
	uint32_t state = 7;
	for (int round = 0; round < 20000; round++) {
		state = state * 1664525u + 1013904223u;
		long below = (long)(state >> 8) % 2000000 - 1000000;
		state = state * 1664525u + 1013904223u;
		long above = below + 2 + (long)((state >> 8) % (round % 2 ? 100 : 300000));
		double got = short_threshold(below / 1000.0, above / 1000.0);
		if (below % 1000 == 0 && above - below <= 1000) {
			assert_true(got == below / 1000.0);
			continue;
		}
		long step = 10000000, nearest = 0, apart = -1;
		for (; apart < 0 && step > 0; step /= 10)
			for (long m = below / step - 1; m <= above / step + 1; m++) {
				long off = labs(2 * m * step - below - above);
				if (m * step > below && m * step < above && (apart < 0 || off < apart)) {
					apart = off;
					nearest = m * step;
				}
			}
		/* Two multiples may be as near as each other. */
		long mirrored = below + above - nearest;
		if (fabs(got - nearest / 1000.0) > 1e-9 && fabs(got - mirrored / 1000.0) > 1e-9)
			fail_msg("between %ld and %ld thousandths: %.17g", below, above, got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_thousandths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
