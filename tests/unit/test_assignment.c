#include "trust/assignment.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 6 };

/* Every pairing in lexicographic order (none is last); the first of the best. */
struct search {
	const int64_t *values;
	size_t rows, cols;
	size_t column_of[MOST], best[MOST];
	int64_t best_sum;
};

static void try_row(struct search *s, size_t row, unsigned taken, size_t left_out, int64_t sum)
{
	if (row == s->rows) {
		if (sum > s->best_sum) {
			s->best_sum = sum;
			memcpy(s->best, s->column_of, sizeof s->best);
		}
		return;
	}
	for (size_t j = 0; j < s->cols; j++)
		if ((taken >> j & 1) == 0) {
			s->column_of[row] = j;
			try_row(s, row + 1, taken | 1u << j, left_out,
			        sum + s->values[row * s->cols + j]);
		}
	if (s->rows > s->cols && left_out < s->rows - s->cols) {
		s->column_of[row] = ASSIGNMENT_NONE;
		try_row(s, row + 1, taken, left_out + 1, sum);
	}
}

static void test_every_pairing(void **unused)
{
	(void)unused;
	struct random random;
	random_seed(&random, 1, 0);
	for (int table = 0; table < 3000; table++) {
		int64_t values[MOST * MOST];
		size_t rows = 1 + (size_t)random_below(&random, MOST);
		size_t cols = 1 + (size_t)random_below(&random, MOST);
		/* A small range makes many ties. */
		uint64_t range = 1 + random_below(&random, table % 2 == 0 ? 4 : 1000000);
		for (size_t i = 0; i < rows * cols; i++)
			values[i] = (int64_t)random_below(&random, range);
		struct search search = { values, rows, cols, { 0 }, { 0 }, -1 };
		try_row(&search, 0, 0, 0, 0);
		size_t column_of[MOST];
		struct failure why;
		assert_true(assignment_solve(values, rows, cols, column_of, &why));
		assert_memory_equal(column_of, search.best, rows * sizeof *column_of);
	}
}

/* scipy 1.17.1, optimize.linear_sum_assignment(maximize=True): the sum for
 * value(i, j) = (i * 7919 + j * 104729 + i * j * 31) mod 10007. */
static void test_large(void **unused)
{
	(void)unused;
	enum { ROWS = 200, COLS = 150 };
	int64_t *values = malloc(ROWS * COLS * sizeof *values);
	size_t column_of[ROWS];
	for (int64_t i = 0; i < ROWS; i++)
		for (int64_t j = 0; j < COLS; j++)
			values[i * COLS + j] = (i * 7919 + j * 104729 + i * j * 31) % 10007;
	struct failure why;
	assert_true(assignment_solve(values, ROWS, COLS, column_of, &why));
	bool taken[COLS] = { false };
	int64_t sum = 0;
	for (size_t i = 0; i < ROWS; i++)
		if (column_of[i] != ASSIGNMENT_NONE) {
			assert_false(taken[column_of[i]]);
			taken[column_of[i]] = true;
			sum += values[i * COLS + column_of[i]];
		}
	assert_int_equal(sum, 1489828);
	free(values);
}

static void test_edges(void **unused)
{
	(void)unused;
	struct failure why;
	size_t column_of[2] = { 7, 7 };
	assert_true(assignment_solve(NULL, 0, 0, column_of, &why));
	assert_true(assignment_solve(NULL, 0, 3, column_of, &why));
	assert_true(assignment_solve(NULL, 2, 0, column_of, &why));
	assert_true(column_of[0] == ASSIGNMENT_NONE && column_of[1] == ASSIGNMENT_NONE);
	const int64_t huge[] = { INT64_C(1) << 53, 0, (INT64_C(1) << 53) - 1, 1 };
	assert_true(assignment_solve(huge, 2, 2, column_of, &why));
	assert_true(column_of[0] == 0 && column_of[1] == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_pairing),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
