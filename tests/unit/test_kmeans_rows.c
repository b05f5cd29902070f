/* What k-means measures on blocks of rows, each kernel against plain loops. */
#include "kmeans/kmeans_blocks.h"
#include "kmeans/kmeans_totals.h"

#include "point_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_COLS = 9, K = 5 };

static struct failure why;

/* Blocks of a table of any size and kind, with weights or without. */
struct sample {
	struct matrix x;
	struct kmeans_blocks blocks;
	double *weights;
};

static struct sample sample_of(int round)
{
	struct sample sample;
	enum point_kind kind = (enum point_kind)(round % POINTS_SCALES);
	size_t rows = 1 + point_below(700), cols = 1 + point_below(MOST_COLS);
	assert_true(point_table(&sample.x, kind, rows, cols));
	sample.weights = round % 2 == 0 ? NULL : malloc(rows * sizeof *sample.weights);
	for (size_t i = 0; sample.weights != NULL && i < rows; i++)
		sample.weights[i] = (double)point_below(4) / 2;
	if (sample.weights != NULL)
		sample.weights[0] = 1;
	assert_true(kmeans_blocks_create(&sample.blocks, &sample.x, sample.weights, 1, &why));
	return sample;
}

static void sample_free(struct sample *sample)
{
	kmeans_blocks_free(&sample->blocks);
	matrix_free(&sample->x);
	free(sample->weights);
}

static double distance(const struct kmeans_rows *rows, size_t i, const double *point)
{
	double sum = 0;
	for (size_t j = 0; j < rows->cols; j++) {
		double apart = kmeans_rows_at(rows, i, j) - point[j];
		sum += apart * apart;
	}
	return sum;
}

static void distances_to_a_point(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct sample sample = sample_of(round);
		const struct kmeans_blocks *blocks = &sample.blocks;
		double point[MOST_COLS];
		kmeans_blocks_row(blocks, point_below(blocks->rows), point);
		for (size_t b = 0; b < blocks->count; b++) {
			struct kmeans_rows rows = kmeans_block(blocks, b);
			const double *weights = kmeans_block_weights(blocks, b);
			double distances[KMEANS_BLOCK], closest[KMEANS_BLOCK] = { 0 };
			double expected[KMEANS_BLOCK] = { 0 }, terms[KMEANS_BLOCK] = { 0 }, greatest = 0;
			kmeans_rows_distances(&rows, point, distances);
			for (size_t i = 0; i < rows.count; i++) {
				double d = distance(&rows, i, point);
				assert_memory_equal(&d, &distances[i], sizeof d);
				closest[i] = i % 5 == 0 ? INFINITY : point_random() * 2;
				expected[i] = d < closest[i] ? d : closest[i];
				terms[i] = weights[i] * expected[i];
				greatest = expected[i] > greatest ? expected[i] : greatest;
			}
			double potential = kmeans_rows_potential(&rows, point, closest, weights);
			assert_true(potential == kmeans_block_sum(terms, rows.count));
			kmeans_rows_come_closer(&rows, point, closest);
			assert_memory_equal(closest, expected, sizeof closest);
			assert_true(greatest == kmeans_block_greatest(closest));
		}
		sample_free(&sample);
	}
}

static void distances_to_own_centroids(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct sample sample = sample_of(round);
		const struct kmeans_blocks *blocks = &sample.blocks;
		double centroids[K * MOST_COLS];
		for (size_t c = 0; c < K; c++)
			kmeans_blocks_row(blocks, point_below(blocks->rows), centroids + c * blocks->cols);
		for (size_t b = 0; b < blocks->count; b++) {
			struct kmeans_rows rows = kmeans_block(blocks, b);
			int32_t labels[KMEANS_BLOCK] = { 0 };
			double distances[KMEANS_BLOCK];
			for (size_t i = 1; i < KMEANS_BLOCK; i++)
				labels[i] = point_below(10) > 0 ? labels[i - 1] : (int32_t)point_below(K);
			kmeans_rows_label_distances(&rows, centroids, labels, distances);
			for (size_t i = 0; i < rows.count; i++) {
				double d = distance(&rows, i,
				                    centroids + (size_t)labels[i] * blocks->cols);
				assert_memory_equal(&d, &distances[i], sizeof d);
			}
		}
		sample_free(&sample);
	}
}

/* The totals of a labelling, one row after the other. */
static void add_up(const struct kmeans_blocks *blocks, const int32_t *labels,
                   struct kmeans_totals *totals)
{
	kmeans_totals_clear(totals);
	for (size_t i = 0; i < blocks->rows; i++) {
		double point[MOST_COLS];
		double weight = kmeans_block_weights(blocks, i / KMEANS_BLOCK)[i % KMEANS_BLOCK];
		size_t c = (size_t)labels[i];
		if (c == K)
			continue;
		kmeans_blocks_row(blocks, i, point);
		for (size_t j = 0; j < blocks->cols; j++)
			totals->sums[c * blocks->cols + j] += weight * point[j];
		totals->mass[c] += weight;
		totals->members[c] += weight > 0;
	}
}

static void check_totals(const struct kmeans_totals *totals, const struct kmeans_totals *expected)
{
	for (size_t c = 0; c < K; c++) {
		assert_int_equal(totals->members[c], expected->members[c]);
		assert_true(totals->mass[c] == expected->mass[c]); /* halves add up exactly */
		for (size_t j = 0; j < totals->cols; j++) {
			double apart = totals->sums[c * totals->cols + j]
			               - expected->sums[c * totals->cols + j];
			assert_true(fabs(apart) < 1e-9 * (1 + (double)expected->members[c]));
		}
	}
}

/* Some of the rows of a block that are in one cluster, or in none, go to another. */
static void move_some(const struct kmeans_blocks *blocks, size_t block, int32_t *labels,
                      struct kmeans_totals *totals, struct kmeans_move *move)
{
	struct kmeans_rows rows = kmeans_block(blocks, block);
	const double *weights = kmeans_block_weights(blocks, block);
	labels += block * KMEANS_BLOCK;
	move->from = labels[point_below(rows.count)];
	move->to = (int32_t)point_below(K);
	size_t first = point_below(rows.count), end = first + point_below(KMEANS_BLOCK);
	for (size_t i = first; i < end && i < rows.count; i++)
		if (labels[i] == move->from && move->from != move->to && point_below(4) > 0) {
			labels[i] = move->to;
			kmeans_move_add(move, i, weights[i]);
		}
	if (move->end > 0)
		kmeans_totals_move(totals, &rows, move);
}

static void totals_follow_the_rows(void **state)
{
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct sample sample = sample_of(round);
		const struct kmeans_blocks *blocks = &sample.blocks;
		struct kmeans_totals totals, more, expected;
		struct kmeans_move move = { 0 };
		int32_t *labels = malloc(blocks->count * KMEANS_BLOCK * sizeof *labels);
		for (size_t i = 0; i < blocks->count * KMEANS_BLOCK; i++)
			labels[i] = K;
		assert_true(kmeans_totals_create(&totals, K, blocks->cols, &why));
		assert_true(kmeans_totals_create(&more, K, blocks->cols, &why));
		assert_true(kmeans_totals_create(&expected, K, blocks->cols, &why));
		kmeans_totals_clear(&totals);
		kmeans_totals_clear(&more);
		for (int moves = 0; moves < 50; moves++)
			move_some(blocks, point_below(blocks->count), labels,
			          moves % 3 == 0 ? &more : &totals, &move);
		kmeans_totals_add(&totals, &more);
		add_up(blocks, labels, &expected);
		check_totals(&totals, &expected);
		kmeans_totals_copy(&more, &totals);
		check_totals(&more, &expected);
		for (size_t i = 0; i < KMEANS_BLOCK; i++)
			assert_true(move.weights[i] == 0);
		kmeans_totals_free(&totals);
		kmeans_totals_free(&more);
		kmeans_totals_free(&expected);
		free(labels);
		sample_free(&sample);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_to_a_point),
		cmocka_unit_test(distances_to_own_centroids),
		cmocka_unit_test(totals_follow_the_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
