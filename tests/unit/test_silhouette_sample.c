#include "quality/silhouette_sample.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

enum { ROWS = 5000, COLS = 3, K = 5 };

struct sample {
	struct matrix matrix;
	int32_t labels[ROWS];
	struct labelling labelling;
	double per_cluster[K], per_row[ROWS];
};

static uint64_t state;

static double random_value(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

/* Clusters of very different size, the smallest of 3 rows, some near each other
 * and one with a few members far out; one row in fifty is noise. */
static void sample_create(struct sample *sample)
{
	static const double upto[K] = { 0.6, 0.9, 0.99, 0.9994, 1 };
	struct failure why;
	state = 21;
	assert_true(matrix_create(&sample->matrix, ROWS, COLS, &why));
	for (size_t i = 0; i < ROWS; i++) {
		int32_t c = 0;
		while ((double)i / ROWS >= upto[c])
			c++;
		sample->labels[i] = i % 50 == 7 ? -1 : c;
		double reach = c == 1 && i % 100 == 0 ? 60 : 1;
		for (size_t col = 0; col < COLS; col++) {
			double x = random_value() + random_value() + random_value() - 1.5;
			matrix_column(&sample->matrix, col)[i] = reach * x + 1.5 * c;
		}
	}
	sample->labelling = (struct labelling){ sample->labels, K };
}

static struct silhouette_estimate estimate_of(struct sample *sample, size_t t, uint64_t seed,
                                              int threads)
{
	struct silhouette_sampling options = { .t = t, .delta = 0.1, .seed = seed };
	struct silhouette_estimate estimate = {
		.score = { .per_cluster = sample->per_cluster, .per_row = sample->per_row },
	};
	struct failure why;
	assert_true(silhouette_sample(&sample->matrix, &sample->labelling, &options, threads, NULL,
	                              &estimate, &why));
	return estimate;
}

static void test_within_epsilon(void **unused)
{
	(void)unused;
	static struct sample exact, sampled;
	struct failure why;
	sample_create(&exact);
	sample_create(&sampled);
	struct silhouette score = { .per_cluster = exact.per_cluster, .per_row = exact.per_row };
	assert_true(silhouette(&exact.matrix, &exact.labelling, 1, 2, NULL, &score, &why));
	for (size_t t = 32; t <= 512; t *= 4) {
		double error = 0;
		enum { SEEDS = 10 };
		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			struct silhouette_estimate e = estimate_of(&sampled, t, seed, 2);
			assert_true(e.points < ROWS);
			assert_near(e.epsilon, sqrt(log(4900.0 * K / 0.1) / (double)t), 1e-3);
			assert_near(e.score.mean, score.mean, e.epsilon);
			error += (e.score.mean - score.mean) / e.epsilon / SEEDS;
			for (size_t c = 0; c < K; c++)
				assert_near(sampled.per_cluster[c], exact.per_cluster[c],
				            e.epsilon);
			for (size_t i = 0; i < ROWS; i++)
				if (sampled.labels[i] >= 0)
					assert_near(sampled.per_row[i], exact.per_row[i],
					            e.epsilon);
		}
		/* Nor do the errors lean to one side. */
		assert_near(error, 0, 0.1);
	}
	matrix_free(&exact.matrix);
	matrix_free(&sampled.matrix);
}

static void test_large_t_is_exact(void **unused)
{
	(void)unused;
	static struct sample exact, sampled;
	struct failure why;
	sample_create(&exact);
	sample_create(&sampled);
	struct silhouette score = { .per_cluster = exact.per_cluster, .per_row = exact.per_row };
	assert_true(silhouette(&exact.matrix, &exact.labelling, 1, 2, NULL, &score, &why));
	struct silhouette_estimate e = estimate_of(&sampled, ROWS, 1, 2);
	assert_true(e.epsilon == 0);
	assert_int_equal(e.points, 4900);
	assert_true(fabs(e.score.mean - score.mean) <= 1e-13);
	for (size_t c = 0; c < exact.labelling.k; c++)
		assert_true(!(fabs(sampled.per_cluster[c] - exact.per_cluster[c]) > 1e-13));
	for (size_t i = 0; i < ROWS; i++)
		assert_true(!(fabs(sampled.per_row[i] - exact.per_row[i]) > 1e-12));
	matrix_free(&exact.matrix);
	matrix_free(&sampled.matrix);
}

static void test_seed_decides_and_threads_do_not(void **unused)
{
	(void)unused;
	static struct sample one, more;
	sample_create(&one);
	sample_create(&more);
	struct silhouette_estimate a = estimate_of(&one, 100, 4, 1);
	const int threads[] = { 1, 2, 3, 7 };
	for (size_t i = 0; i < 4; i++) {
		struct silhouette_estimate b = estimate_of(&more, 100, 4, threads[i]);
		assert_int_equal(a.points, b.points);
		assert_memory_equal(&a.score.mean, &b.score.mean, sizeof(double));
		assert_memory_equal(one.per_row, more.per_row, sizeof one.per_row);
	}
	assert_true(estimate_of(&more, 100, 5, 1).score.mean != a.score.mean);
	matrix_free(&one.matrix);
	matrix_free(&more.matrix);
}

static void test_t_from_epsilon(void **unused)
{
	(void)unused;
	static struct sample sample;
	sample_create(&sample);
	struct silhouette_sampling options = { .epsilon = 0.2, .delta = 0.05, .seed = 1 };
	struct silhouette_estimate estimate = { 0 };
	struct failure why;
	assert_true(silhouette_sample(&sample.matrix, &sample.labelling, &options, 1, NULL,
	                              &estimate, &why));
	assert_int_equal(estimate.t, 328); /* ln(4900 * 5 / 0.05) / 0.04 = 327.5 */
	assert_true(estimate.epsilon <= 0.2 && estimate.epsilon > 0.199);
	options.epsilon = 1e-200;
	assert_true(silhouette_sample(&sample.matrix, &sample.labelling, &options, 1, NULL,
	                              &estimate, &why));
	assert_true(estimate.epsilon == 0);
	matrix_free(&sample.matrix);
}

/* All points of a cluster in one place: no distance tells them apart. */
static void test_points_in_one_place(void **unused)
{
	(void)unused;
	static struct sample sample;
	sample_create(&sample);
	for (size_t col = 0; col < COLS; col++)
		for (size_t i = 0; i < ROWS; i++)
			matrix_column(&sample.matrix, col)[i] = (double)sample.labels[i];
	struct silhouette_estimate estimate = estimate_of(&sample, 50, 1, 2);
	assert_near(estimate.score.mean, 1, 1e-12);
	matrix_free(&sample.matrix);
}

static void test_refusals(void **unused)
{
	(void)unused;
	struct silhouette_sampling options = { .t = 10, .delta = 0 };
	assert_string_equal(silhouette_sampling_check(&options), "delta must lie between 0 and 1");
	options = (struct silhouette_sampling){ .epsilon = 1, .delta = 0.1 };
	assert_string_equal(silhouette_sampling_check(&options),
	                    "epsilon must lie between 0 and 1");
	options.epsilon = 0.1;
	assert_null(silhouette_sampling_check(&options));

	static struct sample sample;
	struct silhouette_estimate estimate = { 0 };
	struct failure why;
	sample_create(&sample);
	memset(sample.labels, 0, sizeof sample.labels);
	assert_false(silhouette_sample(&sample.matrix, &sample.labelling, &options, 1, NULL,
	                               &estimate, &why));
	assert_string_equal(why.text, "no silhouette: all rows are in one cluster; "
	                              "at least two are needed");
	matrix_free(&sample.matrix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_within_epsilon),
		cmocka_unit_test(test_large_t_is_exact),
		cmocka_unit_test(test_seed_decides_and_threads_do_not),
		cmocka_unit_test(test_t_from_epsilon),
		cmocka_unit_test(test_points_in_one_place),
		cmocka_unit_test(test_refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
