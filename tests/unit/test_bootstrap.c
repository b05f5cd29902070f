#include "trust/bootstrap.h"

#include "kmeans/kmeans.h"
#include "point_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { ROWS = 300, PAIRS = 20 };

struct seen {
	const struct matrix *x;
	size_t k, pairs;
	uint32_t drawn[2 * PAIRS][ROWS];
	int32_t labels[2 * PAIRS][ROWS];
};

static bool keep(void *context, size_t pair, const struct bootstrap pair_of[2],
                 struct failure *why)
{
	(void)why;
	struct seen *seen = context;
	for (size_t i = 0; i < 2; i++) {
		memcpy(seen->drawn[2 * pair + i], pair_of[i].drawn, seen->x->rows * sizeof(uint32_t));
		memcpy(seen->labels[2 * pair + i], pair_of[i].labels, seen->x->rows * sizeof(int32_t));
	}
	return true;
}

static struct seen *bootstraps(const struct matrix *x, size_t k, size_t pairs, uint64_t seed,
                               int threads)
{
	struct bootstrap_options options = bootstrap_defaults;
	struct failure why;
	struct seen *seen = calloc(1, sizeof *seen);
	assert_non_null(seen);
	seen->x = x;
	seen->k = k;
	options.k = k;
	options.pairs = pairs;
	options.seed = seed;
	options.threads = threads;
	assert_null(bootstrap_check(x, &options));
	assert_true(bootstrap_pairs(x, &options, keep, seen, &why));
	return seen;
}

/* Five clumps that nobody can take for fewer. */
static void clumps(struct matrix *x)
{
	assert_true(point_table(x, POINTS_CLUMPS, ROWS, 3));
	for (size_t col = 0; col < x->cols; col++)
		for (size_t i = 0; i < ROWS; i++)
			matrix_column(x, col)[i] += (double)(20 * (i * 7 % 5));
}

static void test_as_many_as_there_are(void **unused)
{
	(void)unused;
	struct matrix x;
	clumps(&x);
	struct seen *seen = bootstraps(&x, 5, PAIRS, 1, 2);
	size_t missing = 0, how_often[ROWS] = { 0 };
	for (size_t b = 0; b < 2 * PAIRS; b++) {
		size_t rows = 0;
		for (size_t i = 0; i < ROWS; i++) {
			rows += seen->drawn[b][i];
			missing += seen->drawn[b][i] == 0;
			how_often[i] += seen->drawn[b][i];
		}
		assert_int_equal(rows, ROWS);
		for (size_t other = 0; other < b; other++)
			assert_memory_not_equal(seen->drawn[b], seen->drawn[other],
			                        sizeof seen->drawn[b]);
	}
	/* (1 - 1/300)^300 = 0.3673 of the rows stay out; 12000 cells, so 6 standard
	 * errors are below 0.03. */
	assert_true(fabs((double)missing / (2 * PAIRS * ROWS) - 0.3673) < 0.03);
	/* The sum of squares over the rows has mean 300 x 40 and deviation about
	 * 40 sqrt(600); 6 of these are 5900. */
	double squares = 0;
	for (size_t i = 0; i < ROWS; i++)
		squares += pow((double)how_often[i] - 2 * PAIRS, 2);
	assert_true(fabs(squares - ROWS * 2 * PAIRS) < 5900);
	free(seen);
	matrix_free(&x);
}

/* The inertia of the rows, repeated as often as drawn, by the bootstrap's labels. */
static double inertia_of(const struct seen *seen, size_t b)
{
	double inertia = 0;
	for (size_t col = 0; col < seen->x->cols; col++) {
		const double *x = matrix_column(seen->x, col);
		double sum[ROWS] = { 0 }, count[ROWS] = { 0 };
		for (size_t i = 0; i < ROWS; i++) {
			sum[seen->labels[b][i]] += seen->drawn[b][i] * x[i];
			count[seen->labels[b][i]] += seen->drawn[b][i];
		}
		for (size_t i = 0; i < ROWS; i++) {
			size_t c = (size_t)seen->labels[b][i];
			if (seen->drawn[b][i] > 0)
				inertia += seen->drawn[b][i] * pow(x[i] - sum[c] / count[c], 2);
		}
	}
	return inertia;
}

/* The same by a refined k-means on a table that holds the repeated rows. */
static double inertia_of_repeated(const struct seen *seen, size_t b)
{
	struct failure why;
	struct matrix repeated;
	struct kmeans_result result;
	struct kmeans_options options = kmeans_defaults;
	options.k = seen->k;
	assert_true(matrix_create(&repeated, ROWS, seen->x->cols, &why));
	for (size_t col = 0; col < seen->x->cols; col++)
		for (size_t i = 0, to = 0; i < ROWS; i++)
			for (uint32_t times = 0; times < seen->drawn[b][i]; times++)
				matrix_column(&repeated, col)[to++] = matrix_column(seen->x, col)[i];
	assert_true(kmeans_fit(&repeated, &options, &result, &why));
	double inertia = result.inertia;
	kmeans_free(&result);
	matrix_free(&repeated);
	return inertia;
}

static void test_clusters_the_repeated_rows(void **unused)
{
	(void)unused;
	struct matrix x;
	clumps(&x);
	for (size_t k = 5; k < 10; k += 4) {
		struct seen *seen = bootstraps(&x, k, PAIRS, k, 2);
		double more = 0;
		for (size_t b = 0; b < 2 * PAIRS; b++)
			more += inertia_of(seen, b) / inertia_of_repeated(seen, b) - 1;
		/* 0.038 where the rows count once however often they were drawn. */
		assert_true(more / (2 * PAIRS) < (k == 5 ? 1e-12 : 0.033));
		free(seen);
	}
	matrix_free(&x);
}

/* A row that was not drawn goes to its nearest centroid as well. */
static void test_labels_every_row(void **unused)
{
	(void)unused;
	struct matrix x;
	clumps(&x);
	struct seen *seen = bootstraps(&x, 5, PAIRS, 2, 2);
	for (size_t b = 0; b < 2 * PAIRS; b++)
		for (size_t i = 5; i < ROWS; i++)
			assert_int_equal(seen->labels[b][i], seen->labels[b][i - 5]);
	free(seen);
	matrix_free(&x);
}

static void test_same_whoever_draws(void **unused)
{
	(void)unused;
	struct matrix x;
	clumps(&x);
	struct seen *one = bootstraps(&x, 7, PAIRS, 4, 1);
	const int threads[] = { 2, 7, 100 };
	for (size_t t = 0; t < 3; t++) {
		struct seen *some = bootstraps(&x, 7, PAIRS, 4, threads[t]);
		assert_memory_equal(one->drawn, some->drawn, sizeof one->drawn);
		assert_memory_equal(one->labels, some->labels, sizeof one->labels);
		free(some);
	}
	/* More pairs begin with the same ones, another seed has others. */
	struct seen *fewer = bootstraps(&x, 7, 3, 4, 2), *other = bootstraps(&x, 7, 3, 5, 2);
	assert_memory_equal(one->labels, fewer->labels, 6 * sizeof one->labels[0]);
	for (size_t b = 0; b < 6; b++)
		assert_memory_not_equal(fewer->drawn[b], other->drawn[b], sizeof other->drawn[b]);
	free(one);
	free(fewer);
	free(other);
	matrix_free(&x);
}

/* Three different rows are drawn from three in 6 of 27 cases only. */
static void test_draws_again(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	assert_true(matrix_create(&x, 3, 1, &why));
	for (size_t i = 0; i < 3; i++)
		matrix_column(&x, 0)[i] = (double)i;
	struct seen *seen = bootstraps(&x, 3, PAIRS, 6, 2);
	for (size_t b = 0; b < 2 * PAIRS; b++)
		for (size_t i = 0; i < 3; i++)
			assert_int_equal(seen->drawn[b][i], 1);
	free(seen);
	matrix_free(&x);
}

static bool give_up(void *context, size_t pair, const struct bootstrap pair_of[2],
                    struct failure *why)
{
	(void)context;
	(void)pair_of;
	snprintf(why->text, sizeof why->text, "pair %zu", pair);
	return pair < 3;
}

static void test_failures(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	struct bootstrap_options options = bootstrap_defaults;
	assert_true(point_table(&x, POINTS_EQUAL, 30, 2));
	options.pairs = 40;
	options.k = 31;
	assert_string_equal(bootstrap_check(&x, &options), "k is greater than the number of rows");
	options.k = 2;
	options.threads = 3;
	assert_null(bootstrap_check(&x, &options));
	assert_false(bootstrap_pairs(&x, &options, give_up, NULL, &why));
	assert_string_equal(why.text, "a bootstrap of the rows cannot be clustered: k is 2, but there "
	                              "is only 1 distinct row");
	options.k = 1;
	assert_false(bootstrap_pairs(&x, &options, give_up, NULL, &why));
	assert_string_equal(why.text, "pair 3");
	options.threads = 0;
	assert_string_equal(bootstrap_check(&x, &options), "the number of threads must be at least 1");
	options.pairs = 0;
	assert_string_equal(bootstrap_check(&x, &options),
	                    "the number of bootstraps must be at least 2");
	options = (struct bootstrap_options){ .k = 1, .pairs = 1, .threads = 1 };
	assert_string_equal(bootstrap_check(&x, &options), "the number of starts must be at least 1");
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_many_as_there_are),
		cmocka_unit_test(test_clusters_the_repeated_rows),
		cmocka_unit_test(test_labels_every_row),
		cmocka_unit_test(test_same_whoever_draws),
		cmocka_unit_test(test_draws_again),
		cmocka_unit_test(test_failures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
