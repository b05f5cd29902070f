#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_next_is_xoshiro256_star_star(void **state)
{
	(void)state;
	/* The first outputs from the state 1, 2, 3, 4, as other implementations give them. */
	static const uint64_t expected[] = {
		11520, 0, 1509978240, 1215971899390074240, 1216172134540287360,
		607988272756665600, UINT64_C(16172922978634559625), 8476171486693032832,
		UINT64_C(10595114339597558777), 2904607092377533576,
	};
	struct random random = { { 1, 2, 3, 4 } };
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		assert_int_equal(random_next(&random), expected[i]);
}

static void test_seed_and_stream_say_it_all(void **state)
{
	(void)state;
	struct random a, b;
	random_seed(&a, 42, 7);
	random_seed(&b, 42, 7);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(random_next(&a), random_next(&b));
	/* So that results stay what they were; from a program of the same steps in Python. */
	random_seed(&a, 42, 0);
	assert_int_equal(random_next(&a), UINT64_C(14521572776820312757));
	assert_int_equal(random_next(&a), UINT64_C(16172965116832539857));
	random_seed(&a, 0, 1);
	assert_int_equal(random_next(&a), UINT64_C(8001808130966065074));
	assert_int_equal(random_next(&a), UINT64_C(471358147255598595));
}

static int compare_words(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void test_streams_are_unrelated(void **state)
{
	(void)state;
	enum { SEEDS = 8, STREAMS = 32, DRAWN = 100, ALL = SEEDS * STREAMS * DRAWN };
	static uint64_t drawn[ALL];
	uint64_t *next = drawn;
	long differing = 0;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		for (uint64_t stream = 0; stream < STREAMS; stream++) {
			struct random random;
			random_seed(&random, seed, stream);
			for (int i = 0; i < DRAWN; i++, next++) {
				*next = random_next(&random);
				if (next - drawn >= DRAWN)
					differing += __builtin_popcountll(*next ^ next[-DRAWN]);
			}
		}
	}
	/* Half the bits differ from one stream to the next: 32 of 64, give or take 5 sigma. */
	assert_true(fabs((double)differing / (ALL - DRAWN) - 32) < 5 * 4 / sqrt(ALL - DRAWN));
	qsort(drawn, ALL, sizeof drawn[0], compare_words);
	for (size_t i = 1; i < ALL; i++)
		assert_true(drawn[i - 1] != drawn[i]);
}

/* Whether `counts` agree with equal chances: chi-square within 5 sigma of its mean, cells - 1. */
static bool looks_uniform(const size_t *counts, size_t cells, size_t draws)
{
	double expected = (double)draws / (double)cells, chi_square = 0;
	for (size_t i = 0; i < cells; i++)
		chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
	return fabs(chi_square - (double)(cells - 1)) < 5 * sqrt(2 * (double)(cells - 1));
}

static void test_unit_is_uniform_with_53_bits(void **state)
{
	(void)state;
	enum { CELLS = 64, DRAWS = 640000 };
	struct random random;
	random_seed(&random, 1, 0);
	size_t first[CELLS] = { 0 }, last[CELLS] = { 0 };
	for (int i = 0; i < DRAWS; i++) {
		double unit = random_unit(&random);
		assert_true(unit >= 0 && unit < 1);
		double whole = unit * 0x1p53;
		assert_true(whole == floor(whole));
		first[(size_t)(unit * CELLS)]++;
		last[(uint64_t)whole % CELLS]++;
	}
	assert_true(looks_uniform(first, CELLS, DRAWS));
	assert_true(looks_uniform(last, CELLS, DRAWS));
}

static void test_below_is_uniform_for_every_bound(void **state)
{
	(void)state;
	enum { DRAWS = 300000 };
	struct random random;
	random_seed(&random, 2, 0);
	for (size_t bound = 1; bound <= 20; bound++) {
		size_t counts[20] = { 0 };
		for (int i = 0; i < DRAWS / 10; i++) {
			uint64_t drawn = random_below(&random, bound);
			assert_true(drawn < bound);
			counts[drawn]++;
		}
		assert_true(bound == 1 || looks_uniform(counts, bound, DRAWS / 10));
	}
	/* With 3/4 of all words, a draw that refuses none makes every third likelier. */
	uint64_t bound = UINT64_C(3) << 62;
	size_t counts[3] = { 0 };
	for (int i = 0; i < DRAWS; i++) {
		uint64_t drawn = random_below(&random, bound);
		assert_true(drawn < bound);
		counts[drawn % 3]++;
	}
	assert_true(looks_uniform(counts, 3, DRAWS));
	assert_true(random_below(&random, UINT64_MAX) < UINT64_MAX);
}

static void test_normal_has_the_moments_and_tails(void **state)
{
	(void)state;
	enum { DRAWS = 1000000 };
	struct random random;
	random_seed(&random, 3, 0);
	double sum = 0, squares = 0, cubes = 0, fourths = 0;
	long beyond_1 = 0, beyond_2 = 0, beyond_3 = 0;
	for (int i = 0; i < DRAWS; i++) {
		double x = random_normal(&random);
		assert_true(isfinite(x));
		sum += x;
		squares += x * x;
		cubes += x * x * x;
		fourths += x * x * x * x;
		beyond_1 += fabs(x) > 1;
		beyond_2 += fabs(x) > 2;
		beyond_3 += fabs(x) > 3;
	}
	/* The k-th moment's own standard deviation is sqrt((m_2k - m_k^2) / n); 5 of them. */
	double n = DRAWS;
	assert_true(fabs(sum / n) < 5 * sqrt(1 / n));
	assert_true(fabs(squares / n - 1) < 5 * sqrt(2 / n));
	assert_true(fabs(cubes / n) < 5 * sqrt(15 / n));
	assert_true(fabs(fourths / n - 3) < 5 * sqrt(96 / n));
	/* 2 * (1 - Phi(x)), from a table */
	assert_true(fabs(beyond_1 / n - 0.317310508) < 5 * sqrt(0.317 * 0.683 / n));
	assert_true(fabs(beyond_2 / n - 0.045500264) < 5 * sqrt(0.0455 * 0.9545 / n));
	assert_true(fabs(beyond_3 / n - 0.002699796) < 5 * sqrt(0.0027 * 0.9973 / n));
}

static void test_normal_stays_what_it_was(void **state)
{
	(void)state;
	/* The same steps with an exactly rounded logarithm agree to 1e-15 (Python, mpmath). */
	static const double expected[] = { 0x1.206e152d896dp-2, -0x1.f88e938bb9c9p-4,
		                           -0x1.b8abacd0f415fp-2, 0x1.9cc9eb464c55p-1 };
	struct random random;
	random_seed(&random, 42, 0);
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		assert_true(random_normal(&random) == expected[i]);
}

static void test_shuffle_gives_every_order_alike(void **state)
{
	(void)state;
	enum { DRAWS = 60000 };
	struct random random;
	random_seed(&random, 4, 0);
	size_t counts[27] = { 0 };
	for (int i = 0; i < DRAWS; i++) {
		size_t indices[] = { 0, 1, 2 };
		random_shuffle(&random, indices, 3);
		counts[indices[0] * 9 + indices[1] * 3 + indices[2]]++;
	}
	size_t orders[] = { counts[0 + 3 + 2], counts[0 + 6 + 1], counts[9 + 0 + 2],
		            counts[9 + 6 + 0], counts[18 + 0 + 1], counts[18 + 3 + 0] };
	size_t all = 0;
	for (int i = 0; i < 6; i++)
		all += orders[i];
	assert_int_equal(all, DRAWS);
	assert_true(looks_uniform(orders, 6, DRAWS));
}

static void test_shuffle_keeps_what_is_there(void **state)
{
	(void)state;
	enum { COUNT = 1000 };
	struct random random;
	random_seed(&random, 5, 0);
	size_t indices[COUNT], seen[COUNT] = { 0 }, moved = 0;
	for (size_t i = 0; i < COUNT; i++)
		indices[i] = i;
	random_shuffle(&random, indices, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		assert_true(indices[i] < COUNT);
		assert_int_equal(seen[indices[i]]++, 0);
		moved += indices[i] != i;
	}
	assert_true(moved > COUNT - 10);
	size_t one = 17;
	random_shuffle(&random, &one, 1);
	assert_int_equal(one, 17);
	random_shuffle(&random, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_next_is_xoshiro256_star_star),
		cmocka_unit_test(test_seed_and_stream_say_it_all),
		cmocka_unit_test(test_streams_are_unrelated),
		cmocka_unit_test(test_unit_is_uniform_with_53_bits),
		cmocka_unit_test(test_below_is_uniform_for_every_bound),
		cmocka_unit_test(test_normal_has_the_moments_and_tails),
		cmocka_unit_test(test_normal_stays_what_it_was),
		cmocka_unit_test(test_shuffle_gives_every_order_alike),
		cmocka_unit_test(test_shuffle_keeps_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
