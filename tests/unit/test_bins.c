#include "drift/bins.h"

#include "base/number_order.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define assert_edges(bins, ...) \
	do { \
		const double wanted[] = { __VA_ARGS__ }; \
		assert_int_equal((bins).edge_count, sizeof wanted / sizeof *wanted); \
		for (size_t i = 0; i < (bins).edge_count; i++) \
			assert_true((bins).edges[i] == wanted[i]); \
	} while (0)

static struct bins fit(const double *values, size_t n)
{
	double sorted[2000];
	struct bins bins;
	struct failure why;
	assert_true(number_sort(sorted, values, n, &why));
	bins_fit(&bins, sorted, n);
	return bins;
}

/* `counts[i]` times the value i. */
static struct bins fit_counts(const size_t *counts, size_t count)
{
	double values[2000];
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < counts[i]; j++)
			values[n++] = (double)i;
	return fit(values, n);
}

static void test_deciles(void **unused)
{
	(void)unused;
	double values[100];
	for (size_t i = 0; i < 100; i++)
		values[i] = (double)((i * 37) % 100 + 1);
	struct bins bins = fit(values, 100);
	assert_edges(bins, 10, 20, 30, 40, 50, 60, 70, 80, 90);
	assert_int_equal(bins_count(&bins), 10);
	assert_int_equal(bins_find(&bins, -1e300), 0);
	assert_int_equal(bins_find(&bins, 10), 0);
	assert_int_equal(bins_find(&bins, nextafter(10, 11)), 1);
	assert_int_equal(bins_find(&bins, 90), 8);
	assert_int_equal(bins_find(&bins, 90.5), 9);
	assert_int_equal(bins_find(&bins, 1e300), 9);
	/* 23 values: the deciles are those of rank ceil(2.3 i). */
	struct bins odd = fit((double[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
	                                  18, 19, 20, 21, 22, 23 }, 23);
	assert_edges(odd, 3, 5, 7, 10, 12, 14, 17, 19, 21);
}

/* What is several deciles at once has a bin of its own, whatever stands beside it. */
static void test_values_of_their_own(void **unused)
{
	(void)unused;
	struct bins middle = fit_counts((size_t[]){ 5, 90, 5 }, 3);
	assert_edges(middle, 0, 1);
	struct bins zeros = fit_counts((size_t[]){ 92, 5, 3 }, 3);
	assert_edges(zeros, nextafter(0, -1), 0);
	assert_int_equal(bins_find(&zeros, -1), 0);
	assert_int_equal(bins_find(&zeros, 0), 1);
	assert_int_equal(bins_find(&zeros, 1), 2);
	struct bins ones = fit_counts((size_t[]){ 60, 40 }, 2);
	assert_edges(ones, nextafter(0, -1), 0, 1);
	struct bins five = fit_counts((size_t[]){ 20, 20, 20, 20, 20 }, 5);
	assert_edges(five, nextafter(0, -1), 0, 1, 2, 3);
}

/* A constant has a bin for itself, one below and one above. */
static void test_constant(void **unused)
{
	(void)unused;
	struct bins bins = fit((double[]){ 3, 3, 3, 3 }, 4);
	assert_int_equal(bins_count(&bins), 3);
	assert_int_equal(bins_find(&bins, 2.999), 0);
	assert_int_equal(bins_find(&bins, 3), 1);
	assert_int_equal(bins_find(&bins, 3.001), 2);
}

static void test_few(void **unused)
{
	(void)unused;
	struct bins one = fit((double[]){ 3 }, 1);
	assert_int_equal(bins_count(&one), 1);
	struct bins three = fit((double[]){ 5, -0.0, 7 }, 3);
	assert_edges(three, 0, 5);
	assert_false(signbit(three.edges[0]));
}

/* Whatever the ties: the edges rise, are at most nine, and every bin that does not lie beyond all
 * values holds some of them; every value that is 30 % of all stands alone. */
static void test_any_ties(void **unused)
{
	(void)unused;
	struct random random;
	random_seed(&random, 1, 0);
	for (int round = 0; round < 3000; round++) {
		double values[400], least = INFINITY, most = -INFINITY;
		size_t n = 1 + (size_t)random_below(&random, 400);
		uint64_t levels = 1 + random_below(&random, 1 + random_below(&random, 60));
		bool spike = random_below(&random, 2) == 0;
		for (size_t i = 0; i < n; i++) {
			values[i] = (double)random_below(&random, levels);
			if (spike && i % 3 == 0)
				values[i] = 2;
			least = fmin(least, values[i]);
			most = fmax(most, values[i]);
		}
		struct bins bins = fit(values, n);
		size_t counts[BIN_LIMIT] = { 0 };
		assert_true(bins_count(&bins) <= BIN_LIMIT);
		for (size_t i = 1; i < bins.edge_count; i++)
			assert_true(bins.edges[i] > bins.edges[i - 1]);
		for (size_t i = 0; i < n; i++)
			counts[bins_find(&bins, values[i])]++;
		for (size_t i = 0; i < bins.edge_count; i++)
			assert_true(counts[i] > 0 || bins.edges[i] < least);
		assert_true(counts[bins.edge_count] > 0
		            || bins.edges[bins.edge_count - 1] == most);
		if (spike && n >= 30) {
			size_t own = bins_find(&bins, 2);
			for (size_t i = 0; i < n; i++)
				assert_true(values[i] == 2 || bins_find(&bins, values[i]) != own);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deciles),
		cmocka_unit_test(test_values_of_their_own),
		cmocka_unit_test(test_constant),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_any_ties),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
