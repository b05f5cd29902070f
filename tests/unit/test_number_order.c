#include "base/number_order.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void check(const double *values, size_t rows)
{
	struct failure why;
	uint32_t *order = malloc((rows + 1) * sizeof *order);
	unsigned char *seen = calloc(rows + 1, 1);
	assert_non_null(order);
	assert_non_null(seen);
	assert_true(number_order(order, values, rows, &why));
	for (size_t i = 0; i < rows; i++) {
		assert_true(order[i] < rows);
		assert_false(seen[order[i]]++);
		if (i > 0) {
			double before = values[order[i - 1]], value = values[order[i]];
			assert_true(before < value || (before == value && order[i - 1] < order[i]));
		}
	}
	double *sorted = malloc((rows + 1) * sizeof *sorted);
	assert_non_null(sorted);
	assert_true(number_sort(sorted, values, rows, &why));
	for (size_t i = 0; i < rows; i++)
		assert_memory_equal(&sorted[i], &values[order[i]], sizeof *sorted);
	free(sorted);
	free(order);
	free(seen);
}

static void test_few(void **unused)
{
	(void)unused;
	check(NULL, 0);
	check((double[]){ 3 }, 1);
	check((double[]){ 2, 2, 2 }, 3);
	check((double[]){ 0.0, -0.0, 0.0, -0.0 }, 4);
	check((double[]){ DBL_MAX, -DBL_MAX, 5e-324, -5e-324, 0, -0.0, 1, -1, DBL_MIN }, 9);
}

static void test_many(void **unused)
{
	(void)unused;
	enum { N = 50000 };
	double *values = malloc(N * sizeof *values);
	assert_non_null(values);
	uint64_t state = 1;
	for (int kind = 0; kind < 3; kind++) {
		for (size_t i = 0; i < N; i++) {
			state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
			if (kind == 0) { /* any bits */
				uint64_t bits = state ^ state >> 29;
				memcpy(&values[i], &bits, sizeof bits);
				values[i] = isfinite(values[i]) ? values[i] : 0;
			} else if (kind == 1) { /* many that are equal */
				values[i] = (double)(state >> 60) - 8;
			} else {
				values[i] = (double)(int64_t)state / 1e15;
			}
		}
		check(values, N);
	}
	free(values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
