/* k-means as a whole: what a fit promises. */
#include "kmeans/kmeans.h"

#include "base/random.h"
#include "mall.h"
#include "point_tables.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct failure why;

static struct matrix table(size_t rows, size_t cols, const double *values)
{
	struct matrix x;
	assert_true(matrix_create(&x, rows, cols, &why));
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++)
			matrix_column(&x, j)[i] = values[i * cols + j];
	return x;
}

/* Rows around `groups` points, by a generator of their own. */
static struct matrix groups_of_rows(size_t rows, size_t cols, size_t groups, uint64_t seed)
{
	struct matrix x;
	struct random random;
	random_seed(&random, seed, 0);
	assert_true(matrix_create(&x, rows, cols, &why));
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++)
			matrix_column(&x, j)[i] = (double)(i % groups * (j * j + 1) % 17)
			                          + 2 * random_unit(&random) + random_unit(&random);
	return x;
}

static void point_at(const struct matrix *x, size_t i, double *point)
{
	for (size_t j = 0; j < x->cols; j++)
		point[j] = matrix_column(x, j)[i];
}

static struct kmeans_result fit(const struct matrix *x, const struct kmeans_options *options)
{
	struct kmeans_result result;
	assert_null(kmeans_check(x, options));
	if (!kmeans_fit(x, options, &result, &why))
		fail_msg("%s", why.text);
	return result;
}

static void assert_near(double value, double expected, double relative)
{
	if (!(fabs(value - expected) <= relative * fabs(expected)))
		fail_msg("%.17g is not %.17g", value, expected);
}

/* What is true of every result: labels, sizes, numbers and inertia go with the
 * centroids, for one row at a time too, and no segment is empty. */
static void assert_sound(const struct matrix *x, const struct kmeans_options *options,
                         const struct kmeans_result *result)
{
	size_t *sizes = calloc(result->k, sizeof *sizes);
	double *point = malloc(x->cols * sizeof *point), inertia = 0;
	for (size_t i = 0; i < x->rows; i++) {
		double distance;
		point_at(x, i, point);
		size_t label = kmeans_nearest(result->centroids, result->k, x->cols, point, &distance);
		assert_int_equal(result->labels[i], label);
		sizes[label]++;
		inertia += (options->weights != NULL ? options->weights[i] : 1) * distance;
	}
	assert_near(result->inertia, inertia, 1e-12);
	for (size_t c = 0; c < result->k; c++) {
		assert_int_equal(result->sizes[c], sizes[c]);
		assert_true(sizes[c] > 0);
		assert_true(c == 0 || sizes[c] <= sizes[c - 1]);
	}
	free(sizes);
	free(point);
}

static void assert_same(const struct matrix *x, const struct kmeans_result *a,
                        const struct kmeans_result *b)
{
	assert_memory_equal(a->centroids, b->centroids, a->k * a->cols * sizeof(double));
	assert_memory_equal(a->labels, b->labels, x->rows * sizeof(int32_t));
	assert_memory_equal(a->sizes, b->sizes, a->k * sizeof(size_t));
	assert_memory_equal(&a->inertia, &b->inertia, sizeof(double));
	assert_int_equal(a->iterations, b->iterations);
}

/* Never above the reference, for any number of segments and any seed. */
static void mall_inertia(void **state)
{
	(void)state;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	const json_t *table = json_object_get(mall.reference, "kselect");
	for (size_t k = 1; k <= 12; k++) {
		double reference = mall_number(json_array_get(table, k - 1), "inertia", NULL, 0);
		for (uint64_t seed = 1; seed <= 20; seed++) {
			struct kmeans_options options = kmeans_defaults;
			options.k = k;
			options.seed = seed;
			struct kmeans_result result = fit(&mall.scaled, &options);
			if (result.inertia > reference * (1 + 1e-9))
				fail_msg("k %zu, seed %zu: %.17g", k, (size_t)seed, result.inertia);
			assert_true(result.converged);
			kmeans_free(&result);
		}
	}
	mall_free(&mall);
}

static void mall_partition(void **state)
{
	(void)state;
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct kmeans_options options = kmeans_defaults;
	options.k = MALL_K;
	options.threads = 2;
	struct kmeans_result result = fit(&mall.scaled, &options);
	assert_sound(&mall.scaled, &options, &result);
	assert_near(result.inertia, 172.94419149129592, 1e-9);
	int32_t ours[MALL_K], theirs[MALL_K];
	memset(ours, -1, sizeof ours);
	memset(theirs, -1, sizeof theirs);
	for (size_t i = 0; i < MALL_ROWS; i++) {
		int32_t here = result.labels[i], there = mall.labels[i];
		if (ours[there] < 0 && theirs[here] < 0) {
			ours[there] = here;
			theirs[here] = there;
		}
		assert_int_equal(ours[there], here);
		assert_int_equal(theirs[here], there);
	}
	const size_t sizes[] = { 45, 39, 39, 34, 23, 20 };
	assert_memory_equal(result.sizes, sizes, sizeof sizes);
	kmeans_free(&result);
	mall_free(&mall);
}

static void set_within(const char *path, size_t k, double best_known)
{
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		printf("# skipped: %s is not there\n", path);
		skip();
	}
	char line[256];
	struct matrix all, x;
	size_t rows = 0;
	assert_true(matrix_create(&all, 100000, 2, &why));
	assert_non_null(fgets(line, sizeof line, file));
	while (fgets(line, sizeof line, file) != NULL && rows < all.rows) {
		assert_int_equal(
			sscanf(line, "%lf,%lf", &all.data[rows], &all.data[all.stride + rows]), 2);
		rows++;
	}
	fclose(file);
	assert_true(matrix_create(&x, rows, 2, &why));
	for (size_t j = 0; j < 2; j++)
		memcpy(matrix_column(&x, j), matrix_column(&all, j), rows * sizeof(double));
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct kmeans_options options = kmeans_defaults;
		options.k = k;
		options.seed = seed;
		struct kmeans_result result = fit(&x, &options);
		if (result.inertia > 1.001 * best_known)
			fail_msg("%s, seed %zu: %.10g", path, (size_t)seed, result.inertia);
		kmeans_free(&result);
	}
	matrix_free(&all);
	matrix_free(&x);
}

static void optimum_of_31_groups(void **state)
{
	(void)state;
	set_within("../shared/data/sets/D31.csv", 31, 3393.2566);
}

static void optimum_of_15_overlapping_groups(void **state)
{
	(void)state;
	set_within("../shared/data/sets/s-set4.csv", 15, 15703730485901.9);
}

static const double ten_rows[] = {
	1, 2, 1.5, 1.8, 5, 8, 8, 8, 1, 0.6, 9, 11, 8, 2, 10, 2, 9, 3, 4, 4.5,
};
static const double ten_starts[] = { 1, 2, 1.5, 1.8, 5, 8 };

/* Literal values: scikit-learn 1.9.1, KMeans(3, init=..., n_init=1, tol=0),
 * renumbered by size. */
static void lloyd_step_by_step(void **state)
{
	(void)state;
	static const struct {
		int max_iter, iterations;
		bool converged;
		double inertia, centroids[6];
		int32_t labels[10];
	} expected[] = {
		{ 1, 1, false, 103.57611111111112,
		  { 7.5, 6.083333333333333, 1, 2, 3.5, 1.4666666666666668 },
		  { 1, 1, 0, 0, 1, 0, 0, 0, 0, 2 } },
		{ 2, 2, false, 87.25777777777779,
		  { 8.166666666666666, 5.666666666666666, 1.166666666666667, 1.4666666666666668,
		    4, 4.5 },
		  { 1, 1, 2, 0, 1, 0, 0, 0, 0, 2 } },
		{ 300, 4, true, 77.53833333333334,
		  { 8.8, 5.2, 1.166666666666667, 1.4666666666666668, 4.5, 6.25 },
		  { 1, 1, 2, 0, 1, 0, 0, 0, 0, 2 } },
	};
	struct matrix x = table(10, 2, ten_rows);
	for (size_t e = 0; e < sizeof expected / sizeof *expected; e++) {
		struct kmeans_options options = kmeans_defaults;
		struct kmeans_result result;
		options.k = 3;
		options.tol = 0;
		options.max_iter = expected[e].max_iter;
		assert_true(kmeans_lloyd_fit(&x, &options, ten_starts, &result, &why));
		assert_int_equal(result.iterations, expected[e].iterations);
		assert_int_equal(result.converged, expected[e].converged);
		assert_near(result.inertia, expected[e].inertia, 1e-12);
		for (size_t s = 0; s < 6; s++)
			assert_near(result.centroids[s], expected[e].centroids[s], 1e-12);
		assert_memory_equal(result.labels, expected[e].labels, sizeof expected[e].labels);
		assert_sound(&x, &options, &result);
		kmeans_free(&result);
	}
	matrix_free(&x);
}

/* The same with weights, one of them 0: that row has a label all the same. */
static void lloyd_weighted(void **state)
{
	(void)state;
	static const double weights[] = { 1, 2, 0, 3, 1, 1, .5, 1, 1, 4 };
	static const double centroids[] = { 6, 3.6923076923076925, 1.25, 1.55, 8.25, 8.75 };
	static const int32_t labels[] = { 1, 1, 2, 2, 1, 2, 0, 0, 0, 0 };
	struct matrix x = table(10, 2, ten_rows);
	struct kmeans_options options = kmeans_defaults;
	struct kmeans_result result;
	options.k = 3;
	options.tol = 0;
	options.weights = weights;
	assert_true(kmeans_lloyd_fit(&x, &options, ten_starts, &result, &why));
	assert_near(result.inertia, 59.364615384615384, 1e-12);
	for (size_t s = 0; s < 6; s++)
		assert_near(result.centroids[s], centroids[s], 1e-12);
	assert_memory_equal(result.labels, labels, sizeof labels);
	assert_sound(&x, &options, &result);
	kmeans_free(&result);
	matrix_free(&x);
}

/* Lloyd's algorithm as its definition has it, without blocks, boxes or centring. */
static void plain_lloyd(const struct matrix *x, double *centroids, size_t k, int iterations,
                        int32_t *labels)
{
	size_t cols = x->cols;
	double *point = malloc(cols * sizeof *point);
	double *sums = malloc(k * cols * sizeof *sums), *counts = malloc(k * sizeof *counts);
	for (int t = 0; t <= iterations; t++) {
		for (size_t s = 0; s < k * cols; s++)
			sums[s] = 0;
		for (size_t c = 0; c < k; c++)
			counts[c] = 0;
		for (size_t i = 0; i < x->rows; i++) {
			point_at(x, i, point);
			size_t c = kmeans_nearest(centroids, k, cols, point, NULL);
			labels[i] = (int32_t)c;
			counts[c]++;
			for (size_t j = 0; j < cols; j++)
				sums[c * cols + j] += point[j];
		}
		for (size_t s = 0; s < k * cols && t < iterations; s++)
			centroids[s] = sums[s] / counts[s / cols];
	}
	free(point);
	free(sums);
	free(counts);
}

/* Leaving out what cannot matter leaves every label as it is. */
static void lloyd_against_its_definition(void **state)
{
	(void)state;
	static const struct {
		size_t rows, cols, k;
		int iterations;
	} cases[] = {
		{ 5000, 1, 7, 6 }, { 20000, 2, 40, 9 }, { 7001, 3, 300, 5 }, { 4097, 9, 12, 12 },
		{ 256, 4, 5, 3 }, { 3000, 2, 1, 2 },
	};
	for (size_t e = 0; e < sizeof cases / sizeof *cases; e++) {
		size_t rows = cases[e].rows, k = cases[e].k, cols = cases[e].cols;
		struct matrix x = groups_of_rows(rows, cols, k / 2 + 1, e);
		double *centroids = malloc(k * cols * sizeof *centroids);
		int32_t *labels = malloc(rows * sizeof *labels);
		for (size_t c = 0; c < k; c++)
			point_at(&x, c * (rows / k), centroids + c * cols);
		struct kmeans_options options = kmeans_defaults;
		struct kmeans_result result;
		options.k = k;
		options.tol = 0;
		options.max_iter = cases[e].iterations;
		assert_true(kmeans_lloyd_fit(&x, &options, centroids, &result, &why));
		assert_int_equal(result.iterations, cases[e].iterations);
		plain_lloyd(&x, centroids, k, cases[e].iterations, labels);
		assert_sound(&x, &options, &result);
		size_t *number = malloc(k * sizeof *number);
		for (size_t i = 0; i < rows; i++)
			number[labels[i]] = (size_t)result.labels[i];
		for (size_t i = 0; i < rows; i++)
			assert_int_equal(result.labels[i], number[labels[i]]);
		for (size_t c = 0; c < k; c++)
			for (size_t j = 0; j < cols; j++)
				assert_near(result.centroids[number[c] * cols + j],
				            centroids[c * cols + j], 1e-12);
		free(number);
		free(labels);
		free(centroids);
		kmeans_free(&result);
		matrix_free(&x);
	}
}

static void threads_change_nothing(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(40000, 4, 9, 1);
	double *weights = malloc(x.rows * sizeof *weights);
	for (size_t i = 0; i < x.rows; i++)
		weights[i] = (double)(i % 5) / 3;
	struct kmeans_options options = kmeans_defaults;
	options.k = 25;
	options.n_init = 2;
	for (int weighted = 0; weighted < 2; weighted++) {
		options.weights = weighted ? weights : NULL;
		options.threads = 1;
		struct kmeans_result one = fit(&x, &options);
		assert_sound(&x, &options, &one);
		static const int threads[] = { 2, 3, 7 };
		for (size_t t = 0; t < 3; t++) {
			options.threads = threads[t];
			struct kmeans_result other = fit(&x, &options);
			assert_same(&x, &one, &other);
			kmeans_free(&other);
		}
		kmeans_free(&one);
	}
	free(weights);
	matrix_free(&x);
}

/* The same with so many rows that every step is shared out. */
static void threads_change_nothing_at_length(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(500000, 8, 40, 2);
	struct kmeans_options options = kmeans_defaults;
	options.k = 5;
	options.n_init = 1;
	options.max_iter = 5;
	struct kmeans_result one = fit(&x, &options);
	options.threads = 3;
	struct kmeans_result three = fit(&x, &options);
	assert_same(&x, &one, &three);
	kmeans_free(&one);
	kmeans_free(&three);
	matrix_free(&x);
}

static void seeds_are_all_that_is_random(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(400, 3, 30, 5);
	struct kmeans_options options = kmeans_defaults;
	options.k = 20;
	options.n_init = 1;
	options.refine = false;
	struct kmeans_result first = fit(&x, &options), again = fit(&x, &options);
	assert_same(&x, &first, &again);
	options.seed = 1;
	struct kmeans_result other = fit(&x, &options);
	assert_memory_not_equal(first.labels, other.labels, x.rows * sizeof(int32_t));
	kmeans_free(&first);
	kmeans_free(&again);
	kmeans_free(&other);
	matrix_free(&x);
}

/* Groups; none at all, evenly or with a long tail; or groups in two lots that are
 * very far apart. */
static struct matrix rows_of_a_kind(size_t rows, int kind, uint64_t seed)
{
	struct matrix x = groups_of_rows(rows, 3, 40, seed);
	struct random random;
	random_seed(&random, seed, 1);
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < 3 && (kind == 1 || kind == 2); j++) {
			double value = random_normal(&random);
			matrix_column(&x, j)[i] = kind == 1 ? value : exp(value);
		}
		if (kind == 3)
			matrix_column(&x, 2)[i] = i % 2 == 0 ? 0 : 1e6;
	}
	return x;
}

/* More starts or a refinement never make it worse. */
static void more_is_no_worse(void **state)
{
	(void)state;
	size_t refined_better = 0, five_better[4] = { 0 };
	for (uint64_t seed = 0; seed < 24; seed++) {
		int kind = (int)(seed / 2 % 4);
		struct matrix x = rows_of_a_kind(seed % 2 == 0 ? 500 : 3000, kind, seed);
		struct kmeans_options options = kmeans_defaults;
		options.k = 15;
		options.seed = seed;
		options.refine = false;
		options.n_init = 1;
		struct kmeans_result one = fit(&x, &options);
		options.n_init = 5;
		struct kmeans_result five = fit(&x, &options);
		options.refine = true;
		struct kmeans_result refined = fit(&x, &options);
		assert_true(five.inertia <= one.inertia);
		assert_true(refined.inertia <= five.inertia * (1 + 1e-12));
		five_better[kind] += five.inertia < one.inertia * (1 - 1e-6);
		refined_better += refined.inertia < five.inertia * (1 - 1e-6);
		assert_sound(&x, &options, &refined);
		kmeans_free(&one);
		kmeans_free(&five);
		kmeans_free(&refined);
		matrix_free(&x);
	}
	assert_true(refined_better > 12);
	for (int kind = 0; kind < 4; kind++)
		assert_true(five_better[kind] > 2);
}

/* A weight of 3 is three rows; a weight of 0 is none. */
static void weights_are_repetitions(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(300, 2, 5, 3), repeated;
	double weights[300];
	size_t rows = 0;
	for (size_t i = 0; i < x.rows; i++) {
		weights[i] = (double)(i * 7 % 4);
		rows += i * 7 % 4;
	}
	assert_true(matrix_create(&repeated, rows, 2, &why));
	for (size_t i = 0, r = 0; i < x.rows; i++)
		for (size_t copy = 0; copy < i * 7 % 4; copy++, r++)
			for (size_t j = 0; j < 2; j++)
				matrix_column(&repeated, j)[r] = matrix_column(&x, j)[i];
	double starts[10];
	for (size_t c = 0; c < 5; c++)
		point_at(&x, c, starts + 2 * c);
	struct kmeans_options options = kmeans_defaults;
	struct kmeans_result of_rows, of_weights;
	options.k = 5;
	assert_true(kmeans_lloyd_fit(&repeated, &options, starts, &of_rows, &why));
	options.weights = weights;
	assert_true(kmeans_lloyd_fit(&x, &options, starts, &of_weights, &why));
	assert_sound(&x, &options, &of_weights);
	assert_near(of_weights.inertia, of_rows.inertia, 1e-9);
	assert_int_equal(of_weights.iterations, of_rows.iterations);
	kmeans_free(&of_rows);
	kmeans_free(&of_weights);
	matrix_free(&x);
	matrix_free(&repeated);
}

/* A handful of rows far away are found among many, though a sample need not
 * hold any of them. */
static void few_among_many(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(30000, 2, 4, 4);
	for (size_t i = 0; i < 5; i++)
		matrix_column(&x, 0)[i * 6000 + 17] += 5000;
	struct kmeans_options options = kmeans_defaults;
	options.k = 3;
	for (options.seed = 0; options.seed < 8; options.seed++) {
		struct kmeans_result result = fit(&x, &options);
		assert_sound(&x, &options, &result);
		assert_int_equal(result.sizes[2], 5);
		kmeans_free(&result);
	}
	matrix_free(&x);
}

/* Ties, repetitions, lines, every size of number: always a sound result or a
 * true reason. */
static void odd_tables(void **state)
{
	(void)state;
	static const size_t shapes[][3] = {
		{ 1, 1, 1 }, { 7, 2, 3 }, { 40, 1, 6 }, { 300, 2, 8 }, { 700, 3, 5 }, { 2500, 2, 30 },
	};
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
			struct matrix x;
			struct kmeans_result result;
			struct kmeans_options options = kmeans_defaults;
			assert_true(point_table(&x, kind, shapes[s][0], shapes[s][1]));
			options.k = shapes[s][2];
			options.n_init = 2;
			assert_null(kmeans_check(&x, &options));
			if (kmeans_fit(&x, &options, &result, &why))
				assert_sound(&x, &options, &result);
			else
				assert_non_null(strstr(why.text, "distinct"));
			kmeans_free(&result);
			matrix_free(&x);
		}
	}
}

/* As many segments as distinct rows: each row is its own centroid. */
static void every_row_a_segment(void **state)
{
	(void)state;
	struct matrix x = table(10, 2, ten_rows);
	struct kmeans_options options = kmeans_defaults;
	options.k = 10;
	struct kmeans_result result = fit(&x, &options);
	assert_sound(&x, &options, &result);
	assert_true(result.inertia < 1e-25);
	kmeans_free(&result);
	matrix_free(&x);
}

static void too_few_distinct_rows(void **state)
{
	(void)state;
	static const double values[] = { 1, 5, 5, 1, 9, 2, 2, 2, 7, 1 };
	static const double weights[] = { 1, 1, 1, 1, 0, 1, 1, 1, 1, 1 };
	struct matrix x = table(10, 1, values);
	struct kmeans_options options = kmeans_defaults;
	struct kmeans_result result;
	options.k = 8;
	assert_false(kmeans_fit(&x, &options, &result, &why));
	assert_string_equal(why.text, "k is 8, but there are only 5 distinct rows");
	kmeans_free(&result);
	options.k = 5;
	options.weights = weights;
	assert_false(kmeans_fit(&x, &options, &result, &why));
	assert_string_equal(why.text, "k is 5, but there are only 4 distinct rows");
	kmeans_free(&result);
	matrix_free(&x);
}

/* A start that leaves clusters empty ends with all of them filled. */
static void empty_clusters_are_filled(void **state)
{
	(void)state;
	static const double starts[] = { 1, 2, 1, 2, 900, 900, 901, 901, 1, 2 };
	struct matrix x = table(10, 2, ten_rows);
	struct kmeans_options options = kmeans_defaults;
	options.k = 5;
	for (options.max_iter = 1; options.max_iter < 20; options.max_iter++) {
		struct kmeans_result result;
		assert_true(kmeans_lloyd_fit(&x, &options, starts, &result, &why));
		assert_sound(&x, &options, &result);
		kmeans_free(&result);
	}
	matrix_free(&x);
}

/* One iteration, worked out by hand: rows 0 1 10 11 and starts 0 and 100.  All
 * rows go to the first; the second takes 11, out of the sum of the first. */
static void an_empty_cluster_takes_the_farthest(void **state)
{
	(void)state;
	static const double values[] = { 0, 1, 10, 11 }, starts[] = { 0, 100 };
	struct matrix x = table(4, 1, values);
	struct kmeans_options options = kmeans_defaults;
	struct kmeans_result result;
	options.k = 2;
	options.max_iter = 1;
	assert_true(kmeans_lloyd_fit(&x, &options, starts, &result, &why));
	assert_near(result.centroids[0], 11.0 / 3, 1e-12);
	assert_near(result.centroids[1], 11, 1e-12);
	static const int32_t labels[] = { 0, 0, 1, 1 };
	assert_memory_equal(result.labels, labels, sizeof labels);
	kmeans_free(&result);
	matrix_free(&x);
}

/* Segments of one size are numbered by their centroids. */
static void numbers_on_ties(void **state)
{
	(void)state;
	static const double values[] = { 5, 1, 5.5, 1, 1, 7, 1.5, 7, 1, 2, 1.5, 2 };
	static const int32_t labels[] = { 2, 2, 1, 1, 0, 0 };
	struct matrix x = table(6, 2, values);
	struct kmeans_options options = kmeans_defaults;
	options.k = 3;
	for (options.seed = 0; options.seed < 9; options.seed++) {
		struct kmeans_result result = fit(&x, &options);
		assert_memory_equal(result.labels, labels, sizeof labels);
		kmeans_free(&result);
	}
	matrix_free(&x);
}

/* Far from 0, small differences still count. */
static void far_from_zero(void **state)
{
	(void)state;
	struct matrix x = groups_of_rows(600, 2, 6, 8), far;
	assert_true(matrix_copy(&far, &x, &why));
	for (size_t j = 0; j < 2; j++) {
		for (size_t i = 0; i < x.rows; i++) {
			matrix_column(&x, j)[i] = floor(1024 * matrix_column(&x, j)[i]) / 1024;
			matrix_column(&far, j)[i] = matrix_column(&x, j)[i] + 0x1p30;
		}
	}
	struct kmeans_options options = kmeans_defaults;
	options.k = 6;
	struct kmeans_result near = fit(&x, &options), shifted = fit(&far, &options);
	assert_memory_equal(near.labels, shifted.labels, x.rows * sizeof(int32_t));
	assert_near(shifted.inertia, near.inertia, 1e-5);
	kmeans_free(&near);
	kmeans_free(&shifted);
	matrix_free(&x);
	matrix_free(&far);
}

static void assert_reason(const struct matrix *x, const struct kmeans_options *options,
                          const char *word)
{
	const char *reason = kmeans_check(x, options);
	assert_non_null(reason);
	assert_non_null(strstr(reason, word));
}

static void reasons(void **state)
{
	(void)state;
	struct matrix x = table(5, 2, ten_rows), none = { 0 };
	double weights[] = { 0, 0, 0, 0, 0 };
	struct kmeans_options good = kmeans_defaults, options;
	assert_null(kmeans_check(&x, &good));
	assert_reason(&none, &good, "no rows");
	options = good, options.k = 0;
	assert_reason(&x, &options, "at least 1");
	options = good, options.k = 6;
	assert_reason(&x, &options, "number of rows");
	options = good, options.n_init = 0;
	assert_reason(&x, &options, "starts");
	options = good, options.max_iter = 0;
	assert_reason(&x, &options, "iterations");
	options = good, options.tol = NAN;
	assert_reason(&x, &options, "tolerance");
	options = good, options.threads = 0;
	assert_reason(&x, &options, "threads");
	options = good, options.weights = weights;
	assert_reason(&x, &options, "all weights are 0");
	weights[2] = 1;
	assert_null(kmeans_check(&x, &options));
	weights[3] = -1;
	assert_reason(&x, &options, "negative");
	weights[3] = NAN;
	assert_reason(&x, &options, "not a number");
	weights[3] = 1e51;
	assert_reason(&x, &options, "1e50");
	matrix_column(&x, 1)[4] = INFINITY;
	assert_reason(&x, &good, "not a number or beyond");
	matrix_free(&x);
}

static void count_reports(void *context, const char *what, size_t done, size_t total)
{
	assert_non_null(what);
	assert_true(done <= total);
	++*(int *)context;
}

static void progress_is_told(void **state)
{
	(void)state;
	int reports = 0;
	struct progress progress = { count_reports, &reports };
	struct matrix x = groups_of_rows(300, 2, 5, 3);
	struct kmeans_options options = kmeans_defaults;
	options.k = 4;
	options.progress = &progress;
	struct kmeans_result result = fit(&x, &options);
	assert_true(reports >= options.n_init);
	kmeans_free(&result);
	matrix_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mall_inertia),
		cmocka_unit_test(mall_partition),
		cmocka_unit_test(optimum_of_31_groups),
		cmocka_unit_test(optimum_of_15_overlapping_groups),
		cmocka_unit_test(lloyd_step_by_step),
		cmocka_unit_test(lloyd_weighted),
		cmocka_unit_test(lloyd_against_its_definition),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(threads_change_nothing_at_length),
		cmocka_unit_test(seeds_are_all_that_is_random),
		cmocka_unit_test(more_is_no_worse),
		cmocka_unit_test(weights_are_repetitions),
		cmocka_unit_test(few_among_many),
		cmocka_unit_test(odd_tables),
		cmocka_unit_test(every_row_a_segment),
		cmocka_unit_test(too_few_distinct_rows),
		cmocka_unit_test(empty_clusters_are_filled),
		cmocka_unit_test(an_empty_cluster_takes_the_farthest),
		cmocka_unit_test(numbers_on_ties),
		cmocka_unit_test(far_from_zero),
		cmocka_unit_test(reasons),
		cmocka_unit_test(progress_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
