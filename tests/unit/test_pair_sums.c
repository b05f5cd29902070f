#include "quality/pair_sums.h"

#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { ROWS = 1500, COLS = 3, GROUPS = 9 };

static void make(struct matrix *x, int32_t *group)
{
	struct random random;
	struct failure why;
	random_seed(&random, 5, 0);
	assert_true(matrix_create(x, ROWS, COLS, &why));
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t j = 0; j < COLS; j++)
			matrix_column(x, j)[i] = random_unit(&random);
		/* Some in no group, one group of one row, one empty. */
		int32_t drawn = (int32_t)(random_unit(&random) * (GROUPS - 1)) - 1;
		group[i] = i == 700 ? GROUPS - 2 : drawn;
	}
}

static double distance(const struct matrix *x, size_t a, size_t b)
{
	double sum = 0;
	for (size_t j = 0; j < COLS; j++) {
		double apart = matrix_column(x, j)[a] - matrix_column(x, j)[b];
		sum += apart * apart;
	}
	return sqrt(sum);
}

static void test_definition(void **unused)
{
	(void)unused;
	static int32_t group[ROWS];
	static bool seen[ROWS];
	struct matrix x;
	struct pair_sums pairs;
	struct failure why;
	make(&x, group);
	assert_true(pair_sums(&pairs, &(struct pair_request){ &x, group, GROUPS, NULL }, 2, NULL,
	                      &why));
	for (size_t p = 0; p < pairs.places; p++) {
		size_t row = pairs.row[p];
		if (row == NO_ROW)
			continue;
		assert_true(group[row] >= 0 && !seen[row]);
		seen[row] = true;
		double sums[GROUPS] = { 0 };
		for (size_t i = 0; i < ROWS && row % 10 == 0; i++)
			if (group[i] >= 0)
				sums[group[i]] += distance(&x, row, i);
		for (size_t g = 0; g < GROUPS && row % 10 == 0; g++)
			assert_true(fabs(pairs.sums[g * pairs.places + p] - sums[g]) <= 1e-11);
	}
	for (size_t i = 0; i < ROWS; i++)
		assert_true(seen[i] == (group[i] >= 0));
	pair_sums_free(&pairs);
	matrix_free(&x);
}

/* Of what is asked nothing is missing, whoever asked for the rest. */
static void test_only_what_is_asked(void **unused)
{
	(void)unused;
	static int32_t group[ROWS];
	static uint64_t asked[ROWS];
	struct matrix x;
	struct pair_sums all, some;
	struct failure why;
	struct random random;
	make(&x, group);
	random_seed(&random, 6, 0);
	for (size_t i = 0; i < ROWS; i++) /* sometimes many kinds, sometimes few */
		asked[i] = random_below(&random, group[i] == 1 ? 1 << GROUPS : 3);
	assert_true(pair_sums(&all, &(struct pair_request){ &x, group, GROUPS, NULL }, 2, NULL, &why));
	assert_true(pair_sums(&some, &(struct pair_request){ &x, group, GROUPS, asked }, 2, NULL, &why));
	static double wanted[ROWS][GROUPS];
	for (size_t p = 0; p < all.places; p++)
		for (size_t g = 0; g < GROUPS && all.row[p] != NO_ROW; g++)
			wanted[all.row[p]][g] = all.sums[g * all.places + p];
	size_t left_out = 0;
	for (size_t p = 0; p < some.places; p++) {
		size_t row = some.row[p];
		for (size_t g = 0; g < GROUPS && row != NO_ROW; g++) {
			double apart = fabs(some.sums[g * some.places + p] - wanted[row][g]);
			assert_true(apart <= 1e-11 || (asked[row] >> g & 1) == 0);
			left_out += apart > 1e-11;
		}
	}
	assert_true(left_out > ROWS);
	pair_sums_free(&all);
	pair_sums_free(&some);
	matrix_free(&x);
}

static void test_same_bytes_for_all_threads(void **unused)
{
	(void)unused;
	static int32_t group[ROWS];
	struct matrix x;
	struct pair_sums one;
	struct failure why;
	make(&x, group);
	assert_true(pair_sums(&one, &(struct pair_request){ &x, group, GROUPS, NULL }, 1, NULL,
	                      &why));
	for (int threads = 2; threads <= 7; threads++) {
		struct pair_sums more;
		assert_true(pair_sums(&more, &(struct pair_request){ &x, group, GROUPS, NULL }, threads, NULL,
	                      &why));
		assert_int_equal(one.places, more.places);
		assert_memory_equal(one.sums, more.sums, GROUPS * one.places * sizeof *one.sums);
		pair_sums_free(&more);
	}
	pair_sums_free(&one);
	matrix_free(&x);
}

static void test_nobody(void **unused)
{
	(void)unused;
	struct matrix x;
	struct pair_sums pairs;
	struct failure why;
	const int32_t group[2] = { -1, -1 };
	assert_true(matrix_create(&x, 2, 1, &why));
	assert_true(pair_sums(&pairs, &(struct pair_request){ &x, group, 3, NULL }, 2, NULL,
	                      &why));
	assert_int_equal(pairs.places, 0);
	pair_sums_free(&pairs);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_only_what_is_asked),
		cmocka_unit_test(test_same_bytes_for_all_threads),
		cmocka_unit_test(test_nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
