#include "trust/segment_match.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 5, ROWS = 4000 };

/* Rows of which counts[i][j] have the labels i and j. */
struct table {
	int32_t earlier[ROWS], now[ROWS];
	size_t rows;
};

static void fill(struct table *table, const int *counts, size_t earlier, size_t now)
{
	table->rows = 0;
	for (size_t i = 0; i < earlier; i++)
		for (size_t j = 0; j < now; j++)
			for (int row = 0; row < counts[i * now + j]; row++) {
				table->earlier[table->rows] = (int32_t)i;
				table->now[table->rows++] = (int32_t)j;
			}
}

static void find(struct segment_match *match, const int *counts, const int64_t *numbers,
                 size_t earlier, int64_t next, size_t now)
{
	struct table *table = malloc(sizeof *table);
	struct failure why;
	fill(table, counts, earlier, now);
	assert_true(segment_match_find(match, table->earlier, numbers, earlier, next, table->now,
	                               now, table->rows, &why));
	free(table);
}

static void assert_change(const struct segment_match *match, size_t at, int64_t number,
                          const char *fate, int64_t earlier_rows, int64_t rows, int64_t common)
{
	assert_true(at < match->change_count);
	const struct segment_change *change = &match->changes[at];
	assert_int_equal(change->number, number);
	assert_string_equal(segment_fate_name(change->fate), fate);
	assert_int_equal(change->earlier_rows, earlier_rows);
	assert_int_equal(change->rows, rows);
	assert_int_equal(change->common, common);
}

static void test_other_order(void **unused)
{
	(void)unused;
	static const int counts[] = { 0, 1, 30, 39, 2, 0, 0, 20, 3 };
	static const int64_t numbers[] = { 0, 4, 7 };
	struct segment_match match;
	find(&match, counts, numbers, 3, 9, 3);
	assert_int_equal(match.numbers[0], 4);
	assert_int_equal(match.numbers[1], 7);
	assert_int_equal(match.numbers[2], 0);
	assert_int_equal(match.next_number, 9);
	assert_int_equal(match.change_count, 3);
	assert_change(&match, 0, 0, "kept", 31, 33, 30);
	assert_change(&match, 1, 4, "kept", 41, 39, 39);
	assert_change(&match, 2, 7, "kept", 23, 23, 20);
	segment_match_free(&match);
}

static void test_split_and_merged(void **unused)
{
	(void)unused;
	/* 0 falls into two, 1 and 2 become one, 3 stays. */
	static const int counts[] = { 60, 40, 0, 0, 0, 0, 50, 0, 0, 0, 20, 1, 0, 0, 0, 30 };
	static const int64_t numbers[] = { 0, 1, 2, 3 };
	struct segment_match match;
	find(&match, counts, numbers, 4, 4, 4);
	static const int64_t wanted[] = { 0, 4, 1, 3 };
	assert_memory_equal(match.numbers, wanted, sizeof wanted);
	assert_int_equal(match.next_number, 5);
	assert_int_equal(match.change_count, 5);
	assert_change(&match, 0, 0, "split", 100, 60, 60);
	assert_change(&match, 1, 1, "merged", 50, 70, 50);
	assert_change(&match, 2, 2, "merged", 21, 0, 20);
	assert_int_equal(match.changes[2].either, 71);
	assert_change(&match, 3, 3, "kept", 30, 31, 30);
	assert_change(&match, 4, 4, "split", 0, 40, 40);
	assert_int_equal(match.changes[4].either, 100);
	assert_int_equal(match.parent[1], 0);
	assert_int_equal(match.heir[2], 2);
	segment_match_free(&match);
}

static void test_new_and_gone(void **unused)
{
	(void)unused;
	/* 5 has no rows any more, 6 is spread over three, the last of today comes from three. */
	static const int counts[] = { 0, 0, 0, 0, 10, 10, 12, 0, 90, 2,
		                      0, 10, 0, 95, 0, 9, 0, 0, 80, 8 };
	static const int64_t numbers[] = { 5, 6, 1, 2, 3 };
	struct segment_match match;
	find(&match, counts, numbers, 5, 7, 4);
	static const int64_t wanted[] = { 1, 2, 3, 7 };
	assert_memory_equal(match.numbers, wanted, sizeof wanted);
	assert_int_equal(match.next_number, 8);
	assert_int_equal(match.change_count, 6);
	assert_change(&match, 0, 1, "kept", 102, 100, 90);
	assert_change(&match, 3, 5, "gone", 0, 0, 0);
	assert_change(&match, 4, 6, "gone", 32, 0, 12);
	assert_change(&match, 5, 7, "new", 0, 27, 10);
	segment_match_free(&match);
}

/* A crumb of a large segment does not inherit its number. */
static void test_crumb(void **unused)
{
	(void)unused;
	static const int counts[] = { 95, 5, 300, 0 };
	static const int64_t numbers[] = { 0, 1 };
	struct segment_match match;
	find(&match, counts, numbers, 2, 2, 2);
	assert_int_equal(match.numbers[0], 1);
	assert_int_equal(match.numbers[1], 2);
	assert_change(&match, 0, 0, "split and merged", 100, 0, 95);
	assert_change(&match, 1, 1, "merged", 300, 395, 300);
	assert_change(&match, 2, 2, "split", 0, 5, 5);
	segment_match_free(&match);
}

/* Rows in no earlier segment count for today's. */
static void test_outside(void **unused)
{
	(void)unused;
	static const int32_t earlier[] = { 0, 0, 0, -1, -1, -1, -1, 1, 1, -1 };
	static const int32_t now[] = { 0, 0, 0, 1, 1, 1, 1, 1, 2, 2 };
	static const int64_t numbers[] = { 0, 1 };
	struct segment_match match;
	struct failure why;
	assert_true(segment_match_find(&match, earlier, numbers, 2, 2, now, 3, 10, &why));
	assert_change(&match, 0, 0, "kept", 3, 3, 3);
	assert_change(&match, 1, 1, "kept", 2, 2, 1);
	assert_change(&match, 2, 2, "new", 0, 5, 1);
	assert_int_equal(match.changes[2].outside, 4);
	assert_int_equal(match.changes[1].outside, 1);
	segment_match_free(&match);
}

/* ---- against the definition ---- */

struct search {
	double value[MOST][MOST];
	size_t earlier, now;
	size_t pair[MOST], best[MOST];
	double best_sum;
};

static void try_all(struct search *s, size_t i, unsigned taken, double sum)
{
	if (i == s->earlier) {
		if (sum > s->best_sum) {
			s->best_sum = sum;
			memcpy(s->best, s->pair, sizeof s->best);
		}
		return;
	}
	for (size_t j = 0; j < s->now; j++)
		if ((taken >> j & 1) == 0 && s->value[i][j] > 0) {
			s->pair[i] = j;
			try_all(s, i + 1, taken | 1u << j, sum + s->value[i][j]);
		}
	s->pair[i] = SEGMENT_NONE;
	try_all(s, i + 1, taken, sum);
}

static double pairs_sum(const struct segment_match *match)
{
	double sum = 0;
	for (size_t i = 0; i < match->earlier_count; i++)
		if (match->now_of[i] != SEGMENT_NONE)
			sum += (double)match->common[i * match->count + match->now_of[i]];
	return sum;
}

static void test_definition(void **unused)
{
	(void)unused;
	struct random random;
	random_seed(&random, 3, 0);
	for (int round = 0; round < 2000; round++) {
		size_t earlier = 1 + (size_t)random_below(&random, MOST);
		size_t now = 1 + (size_t)random_below(&random, MOST);
		int counts[MOST * MOST];
		for (size_t i = 0; i < earlier * now; i++)
			counts[i] = random_below(&random, 3) > 0 ? (int)random_below(&random, 6)
			                                         : (int)random_below(&random, 120);
		static const int64_t numbers[MOST] = { 3, 11, 0, 7, 5 };
		double rows_of[MOST] = { 0 }, rows_in[MOST] = { 0 };
		for (size_t i = 0; i < earlier; i++)
			for (size_t j = 0; j < now; j++) {
				rows_of[i] += counts[i * now + j];
				rows_in[j] += counts[i * now + j];
			}
		struct search search = { .earlier = earlier, .now = now, .best_sum = -1 };
		for (size_t i = 0; i < earlier; i++)
			for (size_t j = 0; j < now; j++) {
				double common = counts[i * now + j];
				double a = common / rows_of[i], b = common / rows_in[j];
				if (common > 0 && (a >= 0.5 || b >= 0.5) && a >= 0.25 && b >= 0.25)
					search.value[i][j] = common;
			}
		try_all(&search, 0, 0, 0);
		struct segment_match match;
		find(&match, counts, numbers, earlier, 20, now);
		assert_true(pairs_sum(&match) == search.best_sum);
		assert_true(match.next_number - 20 + (int64_t)earlier
		            == (int64_t)match.change_count);
		unsigned taken = 0;
		for (size_t i = 0; i < earlier; i++) {
			size_t j = match.now_of[i];
			if (j == SEGMENT_NONE)
				continue;
			assert_true((taken >> j & 1) == 0 && search.value[i][j] > 0);
			taken |= 1u << j;
			assert_int_equal(match.numbers[j], numbers[i]);
		}
		for (size_t j = 0, fresh = 20; j < now; j++)
			if ((taken >> j & 1) == 0)
				assert_int_equal(match.numbers[j], fresh++);
		for (size_t c = 0; c < match.change_count; c++) {
			const struct segment_change *change = &match.changes[c];
			assert_true(c == 0 || match.changes[c - 1].number < change->number);
			bool splits = false, merges = false;
			for (size_t i = 0; i < earlier; i++)
				for (size_t j = 0; j < now; j++) {
					double common = counts[i * now + j];
					if ((taken >> j & 1) == 0 && common > 0.5 * rows_in[j]
					    && (i == change->earlier || j == change->now))
						splits = true;
					if (match.now_of[i] == SEGMENT_NONE && common > 0.5 * rows_of[i]
					    && (i == change->earlier || j == change->now))
						merges = true;
				}
			const char *wanted = splits && merges ? "split and merged"
			    : splits ? "split" : merges ? "merged"
			    : change->now == SEGMENT_NONE ? "gone"
			    : change->earlier == SEGMENT_NONE ? "new" : "kept";
			assert_string_equal(segment_fate_name(change->fate), wanted);
		}
		segment_match_free(&match);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_order),
		cmocka_unit_test(test_split_and_merged),
		cmocka_unit_test(test_new_and_gone),
		cmocka_unit_test(test_crumb),
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_definition),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
