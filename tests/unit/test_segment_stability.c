#include "trust/segment_stability.h"

#include "mall.h"
#include "point_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { ROWS = 120, PAIRS = 15, BOOTSTRAPS = 2 * PAIRS };

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static struct segment_stability measure(const struct matrix *x, const int32_t *labels, size_t k,
                                        struct bootstrap_options options)
{
	struct failure why;
	struct segment_stability result;
	struct labelling labelling = { labels, k };
	assert_null(bootstrap_check(x, &options));
	assert_true(segment_stability(x, &labelling, &options, &result, &why));
	assert_int_equal(result.k, k);
	assert_int_equal(result.bootstraps, 2 * options.pairs);
	return result;
}

struct definition {
	const int32_t *labels;
	size_t segments, clusters;
	double jaccard[8][BOOTSTRAPS];
};

/* Hennig's definition, word for word; what was not drawn is in no cluster. */
static double by_definition(const struct definition *d, int32_t segment, const struct bootstrap *b)
{
	double best = 0;
	for (int32_t cluster = 0; cluster < (int32_t)d->clusters; cluster++) {
		double both = 0, either = 0;
		for (size_t i = 0; i < ROWS; i++) {
			if (b->drawn[i] == 0)
				continue;
			bool old = d->labels[i] == segment, new = b->labels[i] == cluster;
			both += old && new;
			either += old || new;
		}
		if (either > 0 && both / either > best)
			best = both / either;
	}
	return best;
}

static bool define(void *context, size_t pair, const struct bootstrap pair_of[2],
                   struct failure *why)
{
	(void)why;
	struct definition *d = context;
	for (size_t s = 0; s < d->segments; s++)
		for (size_t i = 0; i < 2; i++)
			d->jaccard[s][2 * pair + i] = by_definition(d, (int32_t)s, &pair_of[i]);
	return true;
}

static void check_segment(const double *jaccard, const struct stable_segment *segment)
{
	double sum = 0, squares = 0, dissolved = 0;
	for (size_t b = 0; b < BOOTSTRAPS; b++) {
		sum += jaccard[b];
		dissolved += jaccard[b] <= 0.5;
	}
	if (segment->size == 0) {
		assert_true(isnan(segment->jaccard.mean) && isnan(segment->jaccard.sd)
		            && isnan(segment->dissolved));
		assert_int_equal(segment->trust, NOT_JUDGED);
		return;
	}
	for (size_t b = 0; b < BOOTSTRAPS; b++)
		squares += pow(jaccard[b] - sum / BOOTSTRAPS, 2);
	assert_near(segment->jaccard.mean, sum / BOOTSTRAPS, 1e-14);
	assert_near(segment->jaccard.sd, sqrt(squares / (BOOTSTRAPS - 1)), 1e-14);
	assert_near(segment->dissolved, dissolved / BOOTSTRAPS, 1e-15);
	assert_int_equal(segment->trust, trust_of(segment->jaccard.mean));
}

/* Segments that are clumps, half a clump, of one row, of none, and noise. */
static void test_definition(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	int32_t labels[ROWS];
	const enum point_kind kinds[] = { POINTS_CLUMPS, POINTS_GRID, POINTS_SHEETS };
	for (size_t kind = 0; kind < 3; kind++) {
		assert_true(point_table(&x, kinds[kind], ROWS, 2));
		for (size_t i = 0; i < ROWS; i++)
			labels[i] = i == 50 ? 6 : i % 13 == 1 ? -1 : i % 5 == 0 ? 4 + (i % 2 == 0)
			                                                        : (int32_t)(i * 7 % 5) - 1;
		struct bootstrap_options options = bootstrap_defaults;
		options.k = 3 + kind;
		options.pairs = PAIRS;
		options.threads = 2;
		options.seed = kind;
		struct definition d = { labels, 8, options.k, { { 0 } } };
		struct segment_stability result = measure(&x, labels, 8, options);
		options.once = true;
		assert_true(bootstrap_pairs(&x, &options, define, &d, &why));
		for (size_t s = 0; s < 8; s++)
			check_segment(d.jaccard[s], &result.segments[s]);
		assert_int_equal(result.segments[6].size, 1);
		assert_int_equal(result.segments[7].size, 0);
		segment_stability_free(&result);
		matrix_free(&x);
	}
}

static void test_same_for_all_threads(void **unused)
{
	(void)unused;
	struct matrix x;
	int32_t labels[ROWS];
	assert_true(point_table(&x, POINTS_CLUMPS, ROWS, 3));
	for (size_t i = 0; i < ROWS; i++)
		labels[i] = (int32_t)(i % 4);
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 4;
	options.pairs = PAIRS;
	struct segment_stability one = measure(&x, labels, 4, options);
	for (int threads = 2; threads < 8; threads += 5) {
		options.threads = threads;
		struct segment_stability some = measure(&x, labels, 4, options);
		for (size_t s = 0; s < 4; s++)
			assert_true(one.segments[s].jaccard.mean == some.segments[s].jaccard.mean
			            && one.segments[s].jaccard.sd == some.segments[s].jaccard.sd
			            && one.segments[s].dissolved == some.segments[s].dissolved);
		segment_stability_free(&some);
	}
	segment_stability_free(&one);
	matrix_free(&x);
}

/* Two groups that nobody can miss, and a third that was cut in two at random. */
static void test_tells_real_from_made_up(void **unused)
{
	(void)unused;
	struct matrix x;
	int32_t labels[ROWS];
	assert_true(point_table(&x, POINTS_SHEETS, ROWS, 2));
	for (size_t i = 0; i < ROWS; i++) {
		labels[i] = i % 3 == 2 ? 2 + (int32_t)(i / 3 % 2) : (int32_t)(i % 3);
		matrix_column(&x, 0)[i] += (double)(i % 3 * 100);
	}
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 4;
	options.threads = 2;
	struct segment_stability cut = measure(&x, labels, 4, options);
	assert_int_equal(cut.segments[2].trust, UNTRUSTED);
	assert_int_equal(cut.segments[3].trust, UNTRUSTED);
	assert_true(cut.segments[2].dissolved > 0.5);
	segment_stability_free(&cut);
	/* Clustered into the three that there are. */
	options.k = 3;
	struct segment_stability three = measure(&x, labels, 4, options);
	for (size_t s = 0; s < 2; s++) {
		assert_true(three.segments[s].jaccard.mean == 1 && three.segments[s].jaccard.sd == 0);
		assert_true(three.segments[s].dissolved == 0);
		assert_int_equal(three.segments[s].trust, HIGHLY_STABLE);
	}
	assert_near(three.segments[2].jaccard.mean, 0.5, 0.03);
	segment_stability_free(&three);
	matrix_free(&x);
}

/* R fpc 2.2-10, clusterboot(data.frame(c(0:9, 100:109, 1000)), B = 2000,
 * clustermethod = kmeansCBI, k = 3, runs = 20, scaling = FALSE), seed 1, gives
 * means of 0.923, 0.924 and 0.632; the row alone is dissolved where it was not
 * drawn, 737 times, which 2000 draws tell to about 0.011. */
static void test_row_alone(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	int32_t labels[21];
	assert_true(matrix_create(&x, 21, 1, &why));
	for (size_t i = 0; i < 21; i++) {
		labels[i] = (int32_t)(i / 10);
		matrix_column(&x, 0)[i] = i < 10 ? (double)i : i < 20 ? 90 + (double)i : 1000;
	}
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 3;
	options.pairs = 1000;
	options.threads = 2;
	struct segment_stability result = measure(&x, labels, 3, options);
	assert_near(result.segments[0].jaccard.mean, 0.923, 0.015);
	assert_near(result.segments[1].jaccard.mean, 0.924, 0.015);
	assert_near(result.segments[2].jaccard.mean, 0.632, 0.04);
	assert_near(result.segments[2].dissolved, 737 / 2000.0, 0.04);
	assert_int_equal(result.segments[2].trust, DOUBTFUL);
	segment_stability_free(&result);
	matrix_free(&x);
}

static void test_one_segment_is_not_judged(void **unused)
{
	(void)unused;
	struct matrix x;
	int32_t labels[ROWS] = { [3] = -1 };
	assert_true(point_table(&x, POINTS_CLUMPS, ROWS, 2));
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 1;
	options.pairs = PAIRS;
	struct segment_stability result = measure(&x, labels, 1, options);
	const struct stable_segment *one = &result.segments[0];
	assert_int_equal(one->size, ROWS - 1);
	assert_true(isnan(one->jaccard.mean) && isnan(one->jaccard.sd) && isnan(one->dissolved));
	assert_int_equal(one->trust, NOT_JUDGED);
	segment_stability_free(&result);
	matrix_free(&x);
}

static void test_bands(void **unused)
{
	(void)unused;
	assert_string_equal(trust_name(trust_of(0)), "untrusted");
	assert_string_equal(trust_name(trust_of(0.5999999)), "untrusted");
	assert_string_equal(trust_name(trust_of(0.6)), "doubtful");
	assert_string_equal(trust_name(trust_of(0.7499999)), "doubtful");
	assert_string_equal(trust_name(trust_of(0.75)), "stable");
	assert_string_equal(trust_name(trust_of(0.8499999)), "stable");
	assert_string_equal(trust_name(trust_of(0.85)), "highly stable");
	assert_string_equal(trust_name(trust_of(1)), "highly stable");
	assert_string_equal(trust_name(trust_of(NAN)), "");
}

static void test_refusals(void **unused)
{
	(void)unused;
	struct matrix x;
	struct failure why;
	struct segment_stability result;
	int32_t labels[ROWS] = { [7] = 3 };
	assert_true(point_table(&x, POINTS_EQUAL, ROWS, 2));
	struct bootstrap_options options = bootstrap_defaults;
	options.k = 1;
	assert_false(segment_stability(&x, &(struct labelling){ labels, 2 }, &options, &result, &why));
	assert_string_equal(why.text, "row 8: cluster 3 is out of range: there are 2");
	segment_stability_free(&result);
	matrix_free(&x);
}

/* jaccard_k6 of ../shared/reference/mall_stability.json: R fpc 2.2-10, clusterboot
 * with 200 bootstraps and 20 starts.  Two segments have 39 rows, and their order
 * is not that of the file. */
static void test_mall(void **unused)
{
	(void)unused;
	static const double size_jaccard[6][2] = {
		{ 45, 0.965 }, { 39, 0.930 }, { 39, 0.997 }, { 34, 0.988 }, { 23, 0.904 }, { 20, 0.872 },
	};
	struct mall mall;
	if (!mall_load(&mall))
		skip();
	struct bootstrap_options options = bootstrap_defaults;
	options.k = MALL_K;
	options.threads = 2;
	options.seed = 42;
	for (options.pairs = 100; options.pairs <= 1000; options.pairs += 900) {
		struct segment_stability result = measure(&mall.scaled, mall.labels, MALL_K, options);
		bool swapped = result.segments[1].jaccard.mean > result.segments[2].jaccard.mean;
		for (size_t s = 0; s < MALL_K; s++) {
			size_t as = swapped && (s == 1 || s == 2) ? 3 - s : s;
			assert_int_equal(result.segments[s].size, (size_t)size_jaccard[as][0]);
			assert_near(result.segments[s].jaccard.mean, size_jaccard[as][1], 0.03);
		}
		segment_stability_free(&result);
	}
	mall_free(&mall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_same_for_all_threads),
		cmocka_unit_test(test_tells_real_from_made_up),
		cmocka_unit_test(test_row_alone),
		cmocka_unit_test(test_one_segment_is_not_judged),
		cmocka_unit_test(test_bands),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_mall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
