#include "density/radix_select.h"

#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void check(const double *values, size_t count, size_t rank)
{
	double *sorted = malloc(count * sizeof *sorted), *scratch = malloc(count * sizeof *scratch);
	assert_true(sorted != NULL && scratch != NULL);
	memcpy(sorted, values, count * sizeof *sorted);
	memcpy(scratch, values, count * sizeof *scratch);
	qsort(sorted, count, sizeof *sorted, ascending);
	size_t below = 0;
	while (sorted[below] < sorted[rank])
		below++;
	struct selected selected = radix_select(scratch, count, rank);
	assert_true(selected.value == sorted[rank]);
	assert_int_equal(selected.below, below);
	free(sorted);
	free(scratch);
}

static void test_against_a_sort(void **unused)
{
	(void)unused;
	for (int round = 0; round < 400; round++) {
		size_t count = 1 + point_below(round % 10 == 0 ? 5000 : 200);
		struct matrix matrix;
		assert_true(point_table(&matrix, (enum point_kind)(round % POINT_KINDS), count, 1));
		check(matrix.data, count, 0);
		check(matrix.data, count, count - 1);
		check(matrix.data, count, point_below(count));
		matrix_free(&matrix);
	}
}

/* Keys that share all but their last bits need every round of the selection. */
static void test_neighbours_among_the_numbers(void **unused)
{
	(void)unused;
	double values[1000];
	double value = 1;
	for (size_t i = 0; i < 1000; i++) {
		values[i * 7 % 1000] = value;
		value = nextafter(value, 2);
	}
	values[3] = -1e308;
	values[4] = 1e308;
	for (size_t rank = 0; rank < 1000; rank += 37)
		check(values, 1000, rank);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_a_sort),
		cmocka_unit_test(test_neighbours_among_the_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
