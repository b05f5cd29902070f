#include "quality/near_clusters.h"

#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { ROWS = 400, COLS = 3, CLUSTERS = 9 };

static double distance(const struct matrix *x, size_t a, size_t b)
{
	double sum = 0;
	for (size_t j = 0; j < COLS; j++) {
		double apart = matrix_column(x, j)[a] - matrix_column(x, j)[b];
		sum += apart * apart;
	}
	return sqrt(sum);
}

/* The nearest other cluster of a row, by the mean distance. */
static size_t nearest_other(const struct matrix *x, const int32_t *labels, size_t row)
{
	double sums[CLUSTERS] = { 0 };
	size_t sizes[CLUSTERS] = { 0 }, nearest = CLUSTERS;
	for (size_t i = 0; i < ROWS; i++)
		if (labels[i] >= 0) {
			sums[labels[i]] += distance(x, row, i);
			sizes[labels[i]]++;
		}
	for (size_t c = 0; c < CLUSTERS; c++)
		if (sizes[c] > 0 && c != (size_t)labels[row]
		    && (nearest == CLUSTERS
		        || sums[c] / (double)sizes[c] < sums[nearest] / (double)sizes[nearest]))
			nearest = c;
	return nearest;
}

/* Clusters from far apart to all in one place, near zero and far from it, one of
 * them empty, one a single row. */
static void make(struct matrix *x, int32_t *labels, double apart, double offset, uint64_t seed)
{
	struct random random;
	struct failure why;
	random_seed(&random, seed, 0);
	assert_true(matrix_create(x, ROWS, COLS, &why));
	for (size_t i = 0; i < ROWS; i++) {
		int32_t cluster = (int32_t)random_below(&random, CLUSTERS - 1) - 1;
		labels[i] = i == 7 ? CLUSTERS - 1 : cluster;
		for (size_t j = 0; j < COLS; j++)
			matrix_column(x, j)[i] = offset + random_normal(&random)
			    + apart * (double)((cluster + 1) * (int32_t)(j + 2) % 5);
	}
}

static void test_the_nearest_is_among_them(void **unused)
{
	(void)unused;
	static const double aparts[] = { 0, 0.5, 2, 10, 1000 }, offsets[] = { 0, 1e6, -1e12 };
	static int32_t labels[ROWS];
	static uint64_t near[ROWS];
	struct labelling labelling = { labels, CLUSTERS };
	struct failure why;
	for (size_t a = 0; a < 5; a++)
		for (size_t o = 0; o < 3; o++) {
			struct matrix x;
			make(&x, labels, aparts[a], offsets[o], a);
			assert_true(near_clusters(&x, &labelling, 2, near, &why));
			for (size_t i = 0; i < ROWS; i++) {
				if (labels[i] < 0) {
					assert_int_equal(near[i], 0);
					continue;
				}
				assert_true((near[i] >> labels[i] & 1) != 0);
				assert_true((near[i] >> nearest_other(&x, labels, i) & 1) != 0);
			}
			matrix_free(&x);
		}
}

static void test_far_ones_are_not(void **unused)
{
	(void)unused;
	static int32_t labels[ROWS];
	static uint64_t near[ROWS];
	struct labelling labelling = { labels, CLUSTERS };
	struct failure why;
	struct matrix x;
	size_t count = 0, rows = 0;
	make(&x, labels, 50, 0, 1);
	assert_true(near_clusters(&x, &labelling, 2, near, &why));
	for (size_t i = 0; i < ROWS; i++) {
		rows += labels[i] >= 0;
		for (uint64_t bits = near[i]; bits != 0; bits &= bits - 1)
			count++;
	}
	assert_true(count < 4 * rows);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_nearest_is_among_them),
		cmocka_unit_test(test_far_ones_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
