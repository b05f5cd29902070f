#include "quality/silhouette.h"

#include "mall.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static uint64_t state = 1;

static double random_value(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (double)(state >> 11) / 9007199254740992.0;
}

static double distance(const struct matrix *matrix, size_t i, size_t j)
{
	double sum = 0;
	for (size_t col = 0; col < matrix->cols; col++) {
		double difference = matrix_column(matrix, col)[i] - matrix_column(matrix, col)[j];
		sum += difference * difference;
	}
	return sqrt(sum);
}

/* Rousseeuw's definition, word for word. */
static double by_definition(const struct matrix *matrix, const struct labelling *labelling,
                            size_t i)
{
	const int32_t *labels = labelling->labels;
	double a = 0, b = INFINITY;
	for (int32_t c = 0; c < (int32_t)labelling->k; c++) {
		double sum = 0, others = 0;
		for (size_t j = 0; j < matrix->rows; j++)
			if (j != i && labels[j] == c) {
				sum += distance(matrix, i, j);
				others++;
			}
		if (c == labels[i] && others == 0)
			return 0;
		if (c == labels[i])
			a = sum / others;
		else if (others > 0 && sum / others < b)
			b = sum / others;
	}
	return fmax(a, b) > 0 ? (b - a) / fmax(a, b) : 0;
}

static void check_by_definition(const struct matrix *matrix, const struct labelling *labelling,
                                const struct silhouette *score)
{
	double total = 0, counted = 0;
	for (int32_t c = 0; c < (int32_t)labelling->k; c++) {
		double sum = 0, members = 0;
		for (size_t i = 0; i < matrix->rows; i++)
			if (labelling->labels[i] == c) {
				double expected = by_definition(matrix, labelling, i);
				assert_near(score->per_row[i], expected, 1e-12);
				sum += expected;
				members++;
			}
		if (members > 0)
			assert_near(score->per_cluster[c], sum / members, 1e-12);
		else
			assert_true(isnan(score->per_cluster[c]));
		total += sum;
		counted += members;
	}
	assert_near(score->mean, total / counted, 1e-12);
	for (size_t i = 0; i < matrix->rows; i++)
		assert_true(isnan(score->per_row[i]) == (labelling->labels[i] < 0));
}

enum { ROWS = 333, MAX_K = 40, LABELLINGS = 6 };

struct sample {
	struct matrix matrix;
	int32_t labels[LABELLINGS][ROWS];
	struct labelling labellings[LABELLINGS];
	struct silhouette scores[LABELLINGS];
	double per_cluster[LABELLINGS][MAX_K], per_row[LABELLINGS][ROWS];
};

/* Rows on a coarse grid, so that some fall together; labels that partly follow
 * the first column; noise in every second labelling; numbers left unused. */
static void sample_create(struct sample *sample, size_t cols)
{
	static const size_t k[LABELLINGS] = { 2, 3, 7, 10, MAX_K, 4 };
	struct failure why;
	assert_true(matrix_create(&sample->matrix, ROWS, cols, &why));
	for (size_t col = 0; col < cols; col++)
		for (size_t i = 0; i < ROWS; i++)
			matrix_column(&sample->matrix, col)[i] = floor(random_value() * 12) / 4 - 1;
	for (size_t l = 0; l < LABELLINGS; l++) {
		for (size_t i = 0; i < ROWS; i++) {
			double x = random_value() < 0.5 ? (double)i / ROWS : random_value();
			sample->labels[l][i] = (int32_t)(x * (double)k[l]);
			if (l % 2 == 1 && random_value() < 0.2)
				sample->labels[l][i] = -1;
			if (k[l] == 7 && sample->labels[l][i] == 3)
				sample->labels[l][i] = 4;
		}
		sample->labellings[l] = (struct labelling){ sample->labels[l], k[l] };
		sample->scores[l].per_cluster = sample->per_cluster[l];
		sample->scores[l].per_row = sample->per_row[l];
	}
	sample->labels[0][5] = 0;
	for (size_t i = 0; i < ROWS; i++) /* a cluster of one */
		sample->labels[5][i] = i == 100 ? 2 : sample->labels[5][i] == 2
		                                              ? 3 : sample->labels[5][i];
}

static void run(struct sample *sample, size_t first, size_t count, int threads)
{
	struct failure why;
	assert_true(silhouette(&sample->matrix, sample->labellings + first, count, threads, NULL,
	                       sample->scores + first, &why));
}

static void test_definition(void **unused)
{
	(void)unused;
	struct sample sample;
	for (size_t cols = 1; cols <= 9; cols += 4) {
		sample_create(&sample, cols);
		run(&sample, 0, LABELLINGS, 2);
		for (size_t l = 0; l < LABELLINGS; l++)
			check_by_definition(&sample.matrix, &sample.labellings[l],
			                    &sample.scores[l]);
		assert_true(sample.per_row[5][100] == 0);
		matrix_free(&sample.matrix);
	}
}

static void assert_same_scores(const struct sample *a, const struct sample *b)
{
	for (size_t l = 0; l < LABELLINGS; l++) {
		assert_memory_equal(&a->scores[l].mean, &b->scores[l].mean, sizeof(double));
		assert_memory_equal(a->per_cluster[l], b->per_cluster[l],
		                    a->labellings[l].k * sizeof(double));
		assert_memory_equal(a->per_row[l], b->per_row[l], sizeof a->per_row[l]);
	}
}

static void test_same_bytes_for_all_threads(void **unused)
{
	(void)unused;
	static struct sample one, more;
	const int threads[] = { 2, 3, 7 };
	for (size_t i = 0; i < 3; i++) {
		state = 3;
		sample_create(&one, 4);
		state = 3;
		sample_create(&more, 4);
		run(&one, 0, LABELLINGS, 1);
		run(&more, 0, LABELLINGS, threads[i]);
		assert_same_scores(&one, &more);
		matrix_free(&one.matrix);
		matrix_free(&more.matrix);
	}
}

/* Asked for together or not, the sums are the same but for rounding. */
static void test_together_or_alone(void **unused)
{
	(void)unused;
	static struct sample together, alone;
	state = 9;
	sample_create(&together, 5);
	state = 9;
	sample_create(&alone, 5);
	run(&together, 0, LABELLINGS, 2);
	for (size_t l = 0; l < LABELLINGS; l++)
		run(&alone, l, 1, 2);
	for (size_t l = 0; l < LABELLINGS; l++) {
		assert_near(together.scores[l].mean, alone.scores[l].mean, 1e-14);
		for (size_t i = 0; i < ROWS; i++)
			if (together.labels[l][i] >= 0)
				assert_near(together.per_row[l][i], alone.per_row[l][i], 1e-13);
	}
	matrix_free(&together.matrix);
	matrix_free(&alone.matrix);
}

/* So many clusters that the sums to all of them would take too much room. */
static void test_many_clusters(void **unused)
{
	(void)unused;
	enum { MANY = 3000, K = 2000 };
	static int32_t labels[MANY];
	static double per_row[MANY];
	struct matrix matrix;
	struct failure why;
	struct labelling labelling = { labels, K };
	struct silhouette score = { .per_row = per_row };
	assert_true(matrix_create(&matrix, MANY, 1, &why));
	for (size_t i = 0; i < MANY; i++) {
		matrix_column(&matrix, 0)[i] = random_value();
		labels[i] = (int32_t)(i * i % K);
	}
	assert_true(silhouette(&matrix, &labelling, 1, 2, NULL, &score, &why));
	for (size_t i = 0; i < MANY; i += 500)
		assert_near(per_row[i], by_definition(&matrix, &labelling, i), 1e-12);
	matrix_free(&matrix);
}

/* The same value on every processor: a grid whose distances are exact. */
static void test_exact_value(void **unused)
{
	(void)unused;
	struct matrix matrix;
	struct failure why;
	assert_true(matrix_create(&matrix, 4, 2, &why));
	const double x[] = { 0, 3, 0, 3 }, y[] = { 0, 0, 4, 4 };
	memcpy(matrix_column(&matrix, 0), x, sizeof x);
	memcpy(matrix_column(&matrix, 1), y, sizeof y);
	const int32_t labels[] = { 0, 0, 1, 1 };
	struct labelling labelling = { labels, 2 };
	struct silhouette score = { 0 };
	assert_true(silhouette(&matrix, &labelling, 1, 1, NULL, &score, &why));
	assert_true(score.mean == 1.5 / 4.5); /* a = 3, b = (4 + 5) / 2 */
	matrix_free(&matrix);
}

static void test_mall(void **unused)
{
	(void)unused;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	double per_cluster[MALL_K];
	struct silhouette score = { .per_cluster = per_cluster };
	struct labelling labelling = { mall.labels, MALL_K };
	struct failure why;
	assert_true(silhouette(&mall.scaled, &labelling, 1, 2, NULL, &score, &why));
	double mean = mall_number(mall.reference, "metrics_k6", "silhouette", 0);
	assert_near(score.mean, mean, 1e-9);
	for (size_t c = 0; c < MALL_K; c++) {
		double expected = mall_number(mall.reference, "kmeans_k6",
		                              "silhouette_per_cluster", c);
		assert_near(per_cluster[c], expected, 1e-9);
	}
	mall_free(&mall);
}

static void test_points_in_one_place(void **unused)
{
	(void)unused;
	struct matrix matrix;
	struct failure why;
	assert_true(matrix_create(&matrix, 5, 2, &why));
	const int32_t labels[] = { 0, 0, 1, 1, 1 };
	struct labelling labelling = { labels, 2 };
	struct silhouette score = { 0 };
	assert_true(silhouette(&matrix, &labelling, 1, 1, NULL, &score, &why));
	assert_true(score.mean == 0);
	matrix_free(&matrix);
}

static void assert_refused(const int32_t *labels, size_t k, const char *reason)
{
	struct matrix matrix;
	struct failure why;
	assert_true(matrix_create(&matrix, 4, 2, &why));
	struct labelling labelling = { labels, k };
	struct silhouette score = { 0 };
	assert_false(silhouette(&matrix, &labelling, 1, 1, NULL, &score, &why));
	assert_string_equal(why.text, reason);
	matrix_free(&matrix);
}

static void test_refusals(void **unused)
{
	(void)unused;
	const int32_t one[] = { 0, 0, -1, 0 }, all[] = { 0, 1, -1, 2 };
	const int32_t noise[] = { -1, -1, -1, -1 }, beyond[] = { 0, 1, 0, 2 };
	assert_refused(one, 3,
	               "no silhouette: all rows are in one cluster; at least two are needed");
	assert_refused(all, 3, "no silhouette: every row is a cluster of its own");
	assert_refused(noise, 3, "no silhouette: no row is in a cluster");
	assert_refused(beyond, 2, "row 4: cluster 2 is out of range: there are 2");
}

struct listener {
	size_t calls, done, total;
};

static void listen(void *context, const char *what, size_t done, size_t total)
{
	struct listener *listener = context;
	assert_string_equal(what, "silhouette");
	assert_true(done > listener->done);
	*listener = (struct listener){ listener->calls + 1, done, total };
}

static void test_progress(void **unused)
{
	(void)unused;
	struct sample sample;
	struct failure why;
	struct listener listener = { 0 };
	struct progress progress = { listen, &listener };
	sample_create(&sample, 2);
	assert_true(silhouette(&sample.matrix, sample.labellings, 2, 2, &progress, sample.scores,
	                       &why));
	assert_true(listener.calls > 1);
	assert_int_equal(listener.done, ROWS);
	assert_int_equal(listener.total, ROWS);
	matrix_free(&sample.matrix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_same_bytes_for_all_threads),
		cmocka_unit_test(test_together_or_alone),
		cmocka_unit_test(test_many_clusters),
		cmocka_unit_test(test_exact_value),
		cmocka_unit_test(test_mall),
		cmocka_unit_test(test_points_in_one_place),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_progress),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
