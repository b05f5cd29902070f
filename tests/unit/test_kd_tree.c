#include "density/kd_tree.h"

#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct kd_tree tree_of(const struct matrix *matrix, int threads)
{
	struct kd_tree tree;
	struct failure why;
	assert_true(kd_tree_build(&tree, matrix, threads, &why));
	return tree;
}

static double point_at(const struct kd_tree *tree, size_t slot, size_t col)
{
	return kd_leaf_points(tree, (uint32_t)(slot / KD_LEAF))[col * KD_LEAF + slot % KD_LEAF];
}

/* Every row stands in one slot, with its own numbers. */
static void check_points(const struct kd_tree *tree, const struct matrix *matrix)
{
	bool *seen = calloc(matrix->rows, sizeof *seen);
	assert_non_null(seen);
	for (size_t slot = 0; slot < (size_t)tree->leaves * KD_LEAF; slot++)
		for (size_t col = 0; col < matrix->cols; col++) {
			double value = INFINITY;
			if (slot < tree->rows)
				value = matrix_column(matrix, col)[tree->row[slot]];
			assert_true(point_at(tree, slot, col) == value);
		}
	for (size_t slot = 0; slot < tree->rows; slot++) {
		assert_false(seen[tree->row[slot]]);
		seen[tree->row[slot]] = true;
	}
	free(seen);
}

/* A node's box is the smallest around its points, and its halves are it. */
static void check_node(const struct kd_tree *tree, struct kd_node node, uint32_t *next)
{
	assert_int_equal(node.id, (*next)++);
	assert_true(kd_first_slot(node) < kd_end_slot(tree, node));
	for (size_t col = 0; col < tree->cols; col++) {
		double low = INFINITY, high = -INFINITY;
		for (size_t slot = kd_first_slot(node); slot < kd_end_slot(tree, node); slot++) {
			double value = point_at(tree, slot, col);
			low = value < low ? value : low;
			high = value > high ? value : high;
		}
		assert_true(kd_box(tree, node)[col] == low);
		assert_true(kd_box(tree, node)[tree->cols + col] == high);
	}
	if (kd_is_leaf(node)) {
		assert_int_equal(kd_leaf(tree, node.leaf).id, node.id);
		return;
	}
	struct kd_node left = kd_left(node), right = kd_right(node);
	assert_int_equal(left.leaf, node.leaf);
	assert_int_equal(right.leaf, left.leaf + left.leaves);
	assert_int_equal(left.leaves + right.leaves, node.leaves);
	check_node(tree, left, next);
	check_node(tree, right, next);
}

/* Distances and their bits are those of plain loops. */
static void check_distances(const struct kd_tree *tree, const double *from, const double *points,
                            const double squared[KD_LEAF])
{
	double reach = squared[point_below(KD_LEAF)];
	uint32_t within = kd_within(squared, reach);
	for (size_t i = 0; i < KD_LEAF; i++) {
		double sum = 0;
		for (size_t c = 0; c < tree->cols; c++) {
			double apart = from[c * KD_LEAF] - points[c * KD_LEAF + i];
			sum += apart * apart;
		}
		assert_memory_equal(&sum, &squared[i], sizeof sum);
		assert_int_equal(within >> i & 1, sum <= reach);
	}
	assert_int_equal(within >> KD_LEAF, 0);
}

/* The bounds hold for the computed distances, to the last bit. */
static void check_bounds(const struct kd_tree *tree)
{
	struct kd_node a = kd_leaf(tree, (uint32_t)point_below(tree->leaves));
	struct kd_node b = kd_leaf(tree, (uint32_t)point_below(tree->leaves));
	double least[KD_LEAF], squared[KD_LEAF];
	const double *points = kd_leaf_points(tree, a.leaf);
	kd_least_to_points(tree, b, points, least);
	for (size_t i = 0; i < kd_leaf_size(tree, a.leaf); i++) {
		kd_distances(tree->cols, points + i, kd_leaf_points(tree, b.leaf), squared);
		check_distances(tree, points + i, kd_leaf_points(tree, b.leaf), squared);
		assert_true(kd_least_from(tree, points + i, b) == least[i]);
		for (size_t j = 0; j < KD_LEAF; j++) {
			bool free_slot = j >= kd_leaf_size(tree, b.leaf);
			assert_true(least[i] <= squared[j] && kd_least(tree, a, b) <= least[i]);
			double most = free_slot ? INFINITY : kd_most(tree, a, b);
			assert_true(squared[j] <= most && isinf(squared[j]) == free_slot);
		}
	}
}

static void test_structure(void **unused)
{
	(void)unused;
	for (int round = 0; round < 300; round++) {
		size_t rows = 1 + point_below(round % 50 == 0 ? 20000 : 300);
		size_t cols = round % 60 == 7 ? 50 : 1 + point_below(6);
		struct matrix matrix;
		enum point_kind kind = (enum point_kind)(round % POINT_KINDS);
		assert_true(point_table(&matrix, kind, rows, cols));
		struct kd_tree tree = tree_of(&matrix, 1 + round % 3);
		uint32_t next = 0;
		check_points(&tree, &matrix);
		check_node(&tree, kd_root(&tree), &next);
		assert_int_equal(next, 2 * tree.leaves - 1);
		for (int pair = 0; pair < 20; pair++)
			check_bounds(&tree);
		kd_tree_free(&tree);
		matrix_free(&matrix);
	}
}

/* Left halves hold nothing that is greater than what their right halves hold, in
 * some feature. */
static void check_split(const struct kd_tree *tree, struct kd_node node)
{
	if (kd_is_leaf(node))
		return;
	const double *left = kd_box(tree, kd_left(node)), *right = kd_box(tree, kd_right(node));
	bool split = false;
	for (size_t col = 0; col < tree->cols; col++)
		split = split || left[tree->cols + col] <= right[col];
	assert_true(split);
	check_split(tree, kd_left(node));
	check_split(tree, kd_right(node));
}

static void test_split(void **unused)
{
	(void)unused;
	for (int kind = 0; kind < POINT_KINDS; kind++) {
		struct matrix matrix;
		assert_true(point_table(&matrix, (enum point_kind)kind, 3000, 3));
		struct kd_tree tree = tree_of(&matrix, 2);
		check_split(&tree, kd_root(&tree));
		kd_tree_free(&tree);
		matrix_free(&matrix);
	}
}

static void test_threads(void **unused)
{
	(void)unused;
	struct matrix matrix;
	assert_true(point_table(&matrix, POINTS_CLUMPS, 30001, 3));
	struct kd_tree one = tree_of(&matrix, 1);
	static const int numbers[] = { 2, 3, 7 };
	for (size_t i = 0; i < 3; i++) {
		struct kd_tree tree = tree_of(&matrix, numbers[i]);
		size_t size = (size_t)one.leaves * KD_LEAF * one.cols;
		assert_memory_equal(one.points, tree.points, size * sizeof(double));
		assert_memory_equal(one.row, tree.row, one.rows * sizeof *one.row);
		assert_memory_equal(one.boxes, tree.boxes,
		                    (2 * one.leaves - 1) * 2 * one.cols * sizeof(double));
		kd_tree_free(&tree);
	}
	kd_tree_free(&one);
	matrix_free(&matrix);
}

/* With x for room to work in the same tree comes out, and x is freed, also where
 * its columns stand apart. */
static void test_build_of(void **unused)
{
	(void)unused;
	static const size_t rows[] = { 1, 15, 16, 17, 1000, 4999 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct matrix matrix, own;
		struct failure why;
		struct kd_tree tree;
		assert_true(point_table(&matrix, POINTS_CLUMPS, rows[i], 3));
		assert_true(matrix_copy(&own, &matrix, &why));
		assert_true(matrix_reserve(&own, rows[i] + 100, &why));
		struct kd_tree copied = tree_of(&matrix, 2);
		assert_true(kd_tree_build_of(&tree, &own, 2, &why));
		assert_null(own.data);
		assert_memory_equal(copied.points, tree.points,
		                    (size_t)tree.leaves * KD_LEAF * tree.cols * sizeof(double));
		assert_memory_equal(copied.row, tree.row, rows[i] * sizeof *tree.row);
		kd_tree_free(&tree);
		kd_tree_free(&copied);
		matrix_free(&matrix);
	}
}

static void test_what_cannot_be_built(void **unused)
{
	(void)unused;
	struct matrix matrix;
	struct kd_tree tree;
	struct failure why;
	assert_true(point_table(&matrix, POINTS_GRID, 20, 2));
	matrix_column(&matrix, 1)[16] = NAN;
	assert_false(kd_tree_build(&tree, &matrix, 1, &why));
	assert_string_equal(why.text, "row 17 has a value that is not a finite number");
	matrix.rows = 0;
	assert_false(kd_tree_build(&tree, &matrix, 1, &why));
	matrix.rows = KD_ROWS_MAX + 1;
	assert_false(kd_tree_build(&tree, &matrix, 1, &why));
	assert_string_equal(why.text, "more than 2147483647 rows");
	matrix.rows = 20;
	assert_false(kd_tree_build_of(&tree, &matrix, 1, &why));
	assert_null(matrix.data);
	matrix_free(&matrix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_build_of),
		cmocka_unit_test(test_what_cannot_be_built),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
