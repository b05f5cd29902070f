/* The parts of k-means, each against its definition. */
#include "kmeans/kmeans_assign.h"
#include "kmeans/kmeans_exchange.h"
#include "kmeans/kmeans_refine.h"
#include "kmeans/kmeans_seeding.h"
#include "kmeans/row_order.h"
#include "kmeans/segment_order.h"

#include "point_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct failure why;

/* A row or a table at a time: the same label and the same bits, ties included. */
static void one_row_or_many(void **state)
{
	(void)state;
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		for (size_t cols = 1; cols < 10; cols++) {
			size_t rows = 1 + point_below(1200), k = 1 + point_below(20);
			struct matrix x;
			assert_true(point_table(&x, kind, rows, cols));
			double *centroids = malloc(k * cols * sizeof *centroids);
			for (size_t s = 0; s < k * cols; s++)
				centroids[s] = matrix_column(&x, s % cols)[point_below(rows)];
			int32_t *labels = malloc(rows * sizeof *labels);
			double *distances = malloc(rows * sizeof *distances), distance, point[9];
			kmeans_assign(centroids, k, &x, 2, labels, distances);
			for (size_t i = 0; i < rows; i++) {
				for (size_t j = 0; j < cols; j++)
					point[j] = matrix_column(&x, j)[i];
				size_t label = kmeans_nearest(centroids, k, cols, point, &distance);
				assert_int_equal(labels[i], label);
				assert_memory_equal(&distances[i], &distance, sizeof distance);
			}
			free(centroids);
			free(labels);
			free(distances);
			matrix_free(&x);
		}
	}
}

static void lowest_label_on_ties(void **state)
{
	(void)state;
	static const double centroids[] = { 3, 1, 1, 3, 3 };
	static const double points[] = { 1, 2, 3 };
	static const size_t labels[] = { 1, 0, 0 };
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(kmeans_nearest(centroids, 5, 1, &points[i], NULL), labels[i]);
}

static void order_has_every_row_once(void **state)
{
	(void)state;
	static const size_t sizes[] = { 1, 63, 64, 65, 1000, 30000 };
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
			struct matrix x;
			assert_true(point_table(&x, kind, sizes[s], 2));
			struct row_order order;
			struct row_order_stretch *stretch = malloc(sizeof *stretch);
			bool *seen = calloc(x.rows, sizeof *seen);
			row_order_choose(&order, &x);
			row_order_stretch(&order, &x, 0, x.rows, stretch);
			for (size_t i = 0; i < x.rows; i++) {
				size_t row = stretch->source[i];
				assert_true(row < x.rows);
				assert_false(seen[row]);
				seen[row] = true;
			}
			free(stretch);
			free(seen);
			matrix_free(&x);
		}
	}
}

/* The centroids left out are nearest to no row of the block. */
static void candidates_hold_every_nearest(void **state)
{
	(void)state;
	size_t left_out = 0;
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		struct matrix x;
		struct kmeans_blocks blocks;
		enum { K = 24, COLS = 3 };
		double centroids[K * COLS], by_column[K * COLS], scratch[2 * K], reach, distance;
		int32_t candidates[K];
		assert_true(point_table(&x, kind, 3000, COLS));
		assert_true(kmeans_blocks_create(&blocks, &x, NULL, 1, &why));
		for (size_t c = 0; c < K; c++)
			kmeans_blocks_row(&blocks, point_below(x.rows), centroids + c * COLS);
		for (size_t s = 0; s < K * COLS; s++)
			by_column[s % COLS * K + s / COLS] = centroids[s];
		for (size_t b = 0; b < blocks.count; b++) {
			size_t count = kmeans_block_candidates(&blocks, b, by_column, K, scratch,
			                                       candidates, &reach);
			left_out += K - count;
			for (size_t i = 0; i < kmeans_block(&blocks, b).count; i++) {
				double point[COLS];
				kmeans_blocks_row(&blocks, b * KMEANS_BLOCK + i, point);
				size_t label = kmeans_nearest(centroids, K, COLS, point, &distance);
				size_t m = 0;
				while (m < count && (size_t)candidates[m] != label)
					m++;
				assert_true(m < count);
				assert_true(distance <= reach * (1 + 1e-9));
			}
		}
		kmeans_blocks_free(&blocks);
		matrix_free(&x);
	}
	assert_true(left_out > 0);
}

static void seeding_candidates(void **state)
{
	(void)state;
	/* 2 + int(log(k)). */
	static const size_t expected[][2] = {
		{ 1, 2 }, { 2, 2 }, { 3, 3 }, { 7, 3 }, { 8, 4 }, { 20, 4 }, { 21, 5 }, { 54, 5 },
		{ 55, 6 }, { 100, 6 }, { 148, 6 }, { 149, 7 }, { 1000, 8 }, { 22026, 11 }, { 22027, 12 },
	};
	for (size_t e = 0; e < sizeof expected / sizeof *expected; e++)
		assert_int_equal(kmeans_seeding_candidates(expected[e][0]), expected[e][1]);
}

/* Centres are rows, all different, and the distances kept are to the nearest. */
static void seeding_keeps_the_nearest(void **state)
{
	(void)state;
	enum { K = 12, COLS = 2 };
	struct matrix x;
	struct kmeans_blocks blocks;
	struct kmeans_seeding seeding;
	struct random random;
	double centroids[K * COLS], distance, point[COLS];
	assert_true(point_table(&x, POINTS_CLUMPS, 2000, COLS));
	assert_true(kmeans_blocks_create(&blocks, &x, NULL, 1, &why));
	assert_true(kmeans_seeding_create(&seeding, &blocks, K, &why));
	random_seed(&random, 1, 0);
	assert_int_equal(kmeans_seed(&seeding, K, &random, centroids), K);
	for (size_t c = 1; c < K; c++) {
		kmeans_nearest(centroids, c, COLS, centroids + c * COLS, &distance);
		assert_true(distance > 0);
	}
	for (size_t i = 0; i < x.rows; i++) {
		kmeans_blocks_row(&blocks, i, point);
		kmeans_nearest(centroids, K, COLS, point, &distance);
		assert_memory_equal(&distance, &seeding.closest[i], sizeof distance);
	}
	kmeans_seeding_free(&seeding);
	kmeans_blocks_free(&blocks);
	matrix_free(&x);
}

/* The first centre is drawn by weight, the second by weight times squared
 * distance: rows 0, 1 and 3 with weights 1, 2 and 1. */
static void seeding_draws_by_weight(void **state)
{
	(void)state;
	enum { DRAWS = 20000 };
	static const double weights[] = { 1, 2, 1 };
	struct matrix x;
	struct kmeans_blocks blocks;
	struct kmeans_seeding seeding;
	struct random random;
	assert_true(matrix_create(&x, 3, 1, &why));
	x.data[1] = 1;
	x.data[2] = 3;
	assert_true(kmeans_blocks_create(&blocks, &x, weights, 1, &why));
	assert_true(kmeans_seeding_create(&seeding, &blocks, 1, &why));
	seeding.candidates = 1;
	random_seed(&random, 7, 0);
	size_t first[3] = { 0 }, second[3] = { 0 };
	for (int d = 0; d < DRAWS; d++) {
		double centres[2];
		assert_int_equal(kmeans_seed(&seeding, 2, &random, centres), 2);
		size_t row = (size_t)lround(centres[0] + blocks.mean[0]);
		first[row == 3 ? 2 : row]++;
		if (row == 0)
			second[lround(centres[1] + blocks.mean[0]) == 3 ? 2 : 1]++;
	}
	/* Five standard deviations of the shares 1/4, 1/2 and, after row 0, 2 of 11. */
	assert_true(fabs((double)first[0] / DRAWS - 0.25) < 0.016);
	assert_true(fabs((double)first[1] / DRAWS - 0.5) < 0.018);
	assert_true(fabs((double)second[1] / (double)first[0] - 2.0 / 11) < 0.028);
	kmeans_seeding_free(&seeding);
	kmeans_blocks_free(&blocks);
	matrix_free(&x);
}

/* The inertia if every cluster had its mean for centroid. */
static double inertia_of(const struct kmeans_blocks *blocks, const int32_t *labels, size_t k)
{
	double inertia = 0;
	for (size_t c = 0; c < k; c++) {
		for (size_t j = 0; j < blocks->cols; j++) {
			double point[8], sum = 0, weight = 0, square = 0;
			for (int pass = 0; pass < 2; pass++) {
				for (size_t i = 0; i < blocks->rows; i++) {
					double w = blocks->weights != NULL ? blocks->weights[i] : 1;
					kmeans_blocks_row(blocks, i, point);
					if ((size_t)labels[i] != c)
						continue;
					sum += pass == 0 ? w * point[j] : 0;
					weight += pass == 0 ? w : 0;
					double apart = point[j] - sum / (weight > 0 ? weight : 1);
					square += pass == 1 ? w * apart * apart : 0;
				}
			}
			inertia += square;
		}
	}
	return inertia;
}

/* After exchanging rows, no single row can go elsewhere and lower the inertia. */
static void exchange_leaves_nothing(void **state)
{
	(void)state;
	enum { ROWS = 60, K = 5 };
	double weights[ROWS];
	for (size_t i = 0; i < ROWS; i++)
		weights[i] = (double)(i % 4) / 2;
	for (int weighted = 0; weighted < 2; weighted++) {
		struct matrix x;
		struct kmeans_blocks blocks;
		struct kmeans_lloyd lloyd;
		bool converged;
		assert_true(point_table(&x, POINTS_CLUMPS, ROWS, 2));
		assert_true(kmeans_blocks_create(&blocks, &x, weighted ? weights : NULL, 1, &why));
		assert_true(kmeans_lloyd_create(&lloyd, &blocks, K, &why));
		for (size_t c = 0; c < K; c++)
			kmeans_blocks_row(&blocks, c, lloyd.centroids + c * 2);
		kmeans_lloyd_begin(&lloyd);
		kmeans_lloyd_run(&lloyd, 300, 0, &converged);
		assert_true(converged);
		double before = inertia_of(&blocks, lloyd.labels, K);
		kmeans_exchange(&lloyd);
		double after = inertia_of(&blocks, lloyd.labels, K);
		assert_true(after <= before);
		for (size_t i = 0; i < ROWS; i++) {
			int32_t home = lloyd.labels[i];
			for (int32_t c = 0; c < K; c++) {
				lloyd.labels[i] = c;
				assert_true(inertia_of(&blocks, lloyd.labels, K) >= after * (1 - 1e-8));
			}
			lloyd.labels[i] = home;
		}
		/* Rows are with their nearest centroids, so another pass changes none. */
		int32_t labels[ROWS];
		memcpy(labels, lloyd.labels, sizeof labels);
		kmeans_lloyd_label(&lloyd);
		for (size_t i = 0; i < ROWS; i++)
			assert_true(labels[i] == lloyd.labels[i] || (weighted && blocks.weights[i] == 0));
		kmeans_lloyd_free(&lloyd);
		kmeans_blocks_free(&blocks);
		matrix_free(&x);
	}
}

/* Two groups of two far apart and a start that divides one of them in two: only
 * a swap helps. */
static void refinement_leaves_a_bad_optimum(void **state)
{
	(void)state;
	static const double values[] = { 0, 1, 100, 101, 200, 201 }, starts[] = { 0, 1, 150 };
	struct matrix x;
	struct kmeans_blocks blocks;
	struct kmeans_lloyd best, other;
	struct kmeans_seeding seeding;
	struct random random;
	bool converged;
	assert_true(matrix_create(&x, 6, 1, &why));
	memcpy(x.data, values, sizeof values);
	assert_true(kmeans_blocks_create(&blocks, &x, NULL, 1, &why));
	assert_true(kmeans_lloyd_create(&best, &blocks, 3, &why));
	assert_true(kmeans_lloyd_create(&other, &blocks, 3, &why));
	assert_true(kmeans_seeding_create(&seeding, &blocks, 3, &why));
	for (size_t c = 0; c < 3; c++)
		best.centroids[c] = starts[c] - blocks.mean[0];
	kmeans_lloyd_begin(&best);
	kmeans_lloyd_run(&best, 300, 0, &converged);
	assert_true(kmeans_lloyd_inertia(&best) > 10000);
	random_seed(&random, 1, 0);
	assert_true(kmeans_refine(&best, &other, &seeding, &random, 1e6, &why));
	assert_true(fabs(kmeans_lloyd_inertia(&best) - 1.5) < 1e-9);
	kmeans_lloyd_free(&best);
	kmeans_lloyd_free(&other);
	kmeans_seeding_free(&seeding);
	kmeans_blocks_free(&blocks);
	matrix_free(&x);
}

static void segments_in_order(void **state)
{
	(void)state;
	static const size_t sizes[] = { 3, 9, 3, 3, 9 };
	static const double centroids[] = { 2, 5, 0, 0, 2, 4, 1, 9, -1, 7 };
	static const size_t expected[] = { 4, 1, 3, 2, 0 };
	size_t order[5];
	assert_true(segment_order(sizes, centroids, 5, 2, order, &why));
	assert_memory_equal(order, expected, sizeof expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row_or_many),
		cmocka_unit_test(lowest_label_on_ties),
		cmocka_unit_test(order_has_every_row_once),
		cmocka_unit_test(candidates_hold_every_nearest),
		cmocka_unit_test(seeding_candidates),
		cmocka_unit_test(seeding_keeps_the_nearest),
		cmocka_unit_test(seeding_draws_by_weight),
		cmocka_unit_test(exchange_leaves_nothing),
		cmocka_unit_test(refinement_leaves_a_bad_optimum),
		cmocka_unit_test(segments_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
