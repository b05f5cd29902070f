#include "drift/moves.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* Against a table of where each of 3000 customers is, row by row in another order. */
static void test_counts(void **unused)
{
	(void)unused;
	enum { CUSTOMERS = 3000, SEGMENTS = 7 };
	static int from[CUSTOMERS], to[CUSTOMERS]; /* -1: not there */
	size_t wanted[SEGMENTS][SEGMENTS] = { { 0 } }, both = 0, joined = 0;
	struct moves moves;
	struct failure why;
	struct random random;
	char id[32];
	random_seed(&random, 3, 0);
	assert_true(moves_create(&moves, &why));
	for (int i = 0; i < CUSTOMERS; i++) {
		from[i] = (int)random_below(&random, SEGMENTS + 1) - 1;
		to[i] = (int)random_below(&random, SEGMENTS + 1) - 1;
		if (from[i] >= 0 && to[i] >= 0) {
			wanted[from[i]][to[i]]++;
			both++;
		}
		joined += from[i] < 0 && to[i] >= 0;
		if (from[i] >= 0)
			assert_true(moves_add_reference(&moves, id, (size_t)sprintf(id, "%d", i),
			                                (size_t)from[i], &why));
	}
	for (int i = CUSTOMERS; i-- > 0;)
		if (to[i] >= 0)
			assert_true(moves_add_new(&moves, id, (size_t)sprintf(id, "%d", i),
			                          (size_t)to[i], &why));
	assert_int_equal(moves.both, both);
	assert_int_equal(moves.joined, joined);
	assert_int_equal(moves.nameless, 0);
	for (size_t i = 0; i < SEGMENTS; i++) {
		size_t customers, moved, sum = 0;
		for (size_t j = 0; j < SEGMENTS; j++) {
			assert_int_equal(moves.counts[i * SEGMENT_LIMIT + j], wanted[i][j]);
			sum += wanted[i][j];
		}
		moves_from(&moves, i, SEGMENTS, &customers, &moved);
		assert_int_equal(customers, sum);
		assert_int_equal(moved, sum - wanted[i][i]);
	}
	moves_free(&moves);
}

static void test_identities(void **unused)
{
	(void)unused;
	struct moves moves;
	struct failure why;
	assert_true(moves_create(&moves, &why));
	assert_true(moves_add_reference(&moves, "a", 1, 0, &why));
	assert_true(moves_add_reference(&moves, "", 0, 0, &why));
	assert_true(moves_add_reference(&moves, "", 0, 999, &why));
	assert_true(moves_add_reference(&moves, "b", 1, 999, &why));
	assert_false(moves_add_reference(&moves, "a", 1, 1, &why));
	assert_string_equal(why.text, "'a' is there twice in the reference, so it names no customer");
	assert_true(moves_add_new(&moves, "a", 1, 999, &why));
	assert_true(moves_add_new(&moves, "", 0, 1, &why));
	assert_true(moves_add_new(&moves, "new", 3, 1, &why));
	assert_false(moves_add_new(&moves, "new", 3, 1, &why));
	assert_string_equal(why.text,
	                    "'new' is there twice among the new rows, so it names no customer");
	assert_false(moves_add_new(&moves, "a", 1, 999, &why));
	assert_string_equal(why.text, "'a' is there twice among the new rows, so it names no customer");
	assert_int_equal(moves.both, 1);
	assert_int_equal(moves.joined, 1);
	assert_int_equal(moves.nameless, 3);
	assert_int_equal(moves.counts[999], 1);
	moves_free(&moves);
}

static void test_segment_names(void **unused)
{
	(void)unused;
	static struct segment_mix mix;
	struct failure why;
	char name[32];
	size_t at;
	assert_false(segment_mix_find(&mix, "", 0, &at, &why));
	assert_string_equal(why.text, "no segment");
	assert_false(segment_mix_find(&mix, "a\0b", 3, &at, &why));
	assert_string_equal(why.text, "a NUL byte");
	for (int i = 0; i < SEGMENT_LIMIT; i++)
		assert_true(segment_mix_find(&mix, name, (size_t)sprintf(name, "%d", i), &at, &why)
		            && at == (size_t)i);
	assert_true(segment_mix_find(&mix, "17", 2, &at, &why) && at == 17);
	assert_false(segment_mix_find(&mix, "x", 1, &at, &why));
	assert_string_equal(why.text,
	                    "more than 1000 segments; --by names the column of the segments");
	segment_mix_free(&mix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_identities),
		cmocka_unit_test(test_segment_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
