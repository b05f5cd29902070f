/* A balanced k-d tree (Bentley 1975; split at the median of the widest side as
 * in Friedman, Bentley and Finkel 1977) over the rows of a table.
 *
 * The points stand in the order of the leaves, in slots of KD_LEAF to a leaf;
 * only the last leaf may have free slots.  A leaf keeps its points by column,
 * KD_LEAF numbers each, so that kernels run across the points of a leaf.  The
 * shape depends on the number of rows alone: the nodes stand in preorder and
 * need no pointers.
 *
 * Squared distances are sums in the order of the features.  As rounding never
 * turns an order round, the bounds below hold for the rounded distances too:
 * least <= distance <= most, to the last bit. */
#ifndef DENSITY_KD_TREE_H
#define DENSITY_KD_TREE_H

#include "base/failure.h"
#include "base/matrix.h"
#include "base/vector.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KD_LEAF = 16,  /* slots in a leaf */
	KD_VECTORS = KD_LEAF / VECTOR_WIDTH, /* that hold one number of each slot */
	KD_DEPTH = 32, /* no path from the root is longer */
};

#define KD_ROWS_MAX ((size_t)INT32_MAX)

struct kd_tree {
	size_t rows, cols;
	uint32_t leaves;
	double *points; /* leaves * cols * KD_LEAF; free slots hold infinity */
	uint32_t *row;  /* slot -> row of the table; `rows` of them */
	double *boxes;  /* for each node cols least and cols greatest values */
};

/* Builds the tree; needs 1 <= x->rows <= KD_ROWS_MAX, x->cols >= 1 and finite
 * numbers.  The tree has copies and does not need x afterwards; while it is
 * built it takes twice the memory of x and about 30 bytes a row.  The caller frees
 * it.  The same tree comes out for every number of threads. */
bool kd_tree_build(struct kd_tree *tree, const struct matrix *x, int threads,
                   struct failure *why);

/* The same with x for room to work in, so that the memory of x is taken only once
 * more: x is freed, whether a tree comes out or not. */
bool kd_tree_build_of(struct kd_tree *tree, struct matrix *x, int threads, struct failure *why);

void kd_tree_free(struct kd_tree *tree);

/* A node: its number in preorder, its first leaf and how many leaves it has. */
struct kd_node {
	uint32_t id, leaf, leaves;
};

static inline struct kd_node kd_root(const struct kd_tree *tree)
{
	return (struct kd_node){ 0, 0, tree->leaves };
}

static inline bool kd_is_leaf(struct kd_node node)
{
	return node.leaves == 1;
}

static inline struct kd_node kd_left(struct kd_node node)
{
	return (struct kd_node){ node.id + 1, node.leaf, (node.leaves + 1) / 2 };
}

static inline struct kd_node kd_right(struct kd_node node)
{
	uint32_t left = (node.leaves + 1) / 2;
	return (struct kd_node){ node.id + 2 * left, node.leaf + left, node.leaves - left };
}

/* The slots of a node are [kd_first_slot, kd_end_slot). */
static inline size_t kd_first_slot(struct kd_node node)
{
	return (size_t)node.leaf * KD_LEAF;
}

static inline size_t kd_end_slot(const struct kd_tree *tree, struct kd_node node)
{
	size_t end = ((size_t)node.leaf + node.leaves) * KD_LEAF;
	return end < tree->rows ? end : tree->rows;
}

/* The node of a leaf. */
static inline struct kd_node kd_leaf(const struct kd_tree *tree, uint32_t leaf)
{
	struct kd_node node = kd_root(tree);
	while (!kd_is_leaf(node))
		node = leaf < kd_right(node).leaf ? kd_left(node) : kd_right(node);
	return node;
}

/* The points of a leaf: feature c of its point i is at [c * KD_LEAF + i]. */
static inline const double *kd_leaf_points(const struct kd_tree *tree, uint32_t leaf)
{
	return tree->points + (size_t)leaf * tree->cols * KD_LEAF;
}

/* How many points a leaf has. */
static inline size_t kd_leaf_size(const struct kd_tree *tree, uint32_t leaf)
{
	size_t left = tree->rows - (size_t)leaf * KD_LEAF;
	return left < KD_LEAF ? left : KD_LEAF;
}

/* The least values of a node's points; the greatest follow after `cols`. */
static inline double *kd_box(const struct kd_tree *tree, struct kd_node node)
{
	return tree->boxes + (size_t)node.id * 2 * tree->cols;
}

/* No squared distance between a point of a and a point of b is smaller. */
static inline double kd_least(const struct kd_tree *tree, struct kd_node a, struct kd_node b)
{
	const double *p = kd_box(tree, a), *q = kd_box(tree, b);
	size_t cols = tree->cols;
	double sum = 0;
	for (size_t c = 0; c < cols; c++) {
		double below = q[c] - p[cols + c], above = p[c] - q[cols + c];
		double gap = below > above ? below : above;
		gap = gap > 0 ? gap : 0;
		sum += gap * gap;
	}
	return sum;
}

/* No squared distance between a point of a and a point of b is greater. */
static inline double kd_most(const struct kd_tree *tree, struct kd_node a, struct kd_node b)
{
	const double *p = kd_box(tree, a), *q = kd_box(tree, b);
	size_t cols = tree->cols;
	double sum = 0;
	for (size_t c = 0; c < cols; c++) {
		double up = q[cols + c] - p[c], down = p[cols + c] - q[c];
		double span = up > down ? up : down;
		sum += span * span;
	}
	return sum;
}

/* No squared distance between a point (feature c at [c * KD_LEAF], as it stands
 * in its leaf) and a point of the node is smaller. */
static inline double kd_least_from(const struct kd_tree *tree, const double *point,
                                   struct kd_node node)
{
	const double *low = kd_box(tree, node), *high = low + tree->cols;
	double sum = 0;
	for (size_t c = 0; c < tree->cols; c++) {
		double below = low[c] - point[c * KD_LEAF], above = point[c * KD_LEAF] - high[c];
		double gap = below > above ? below : above;
		gap = gap > 0 ? gap : 0;
		sum += gap * gap;
	}
	return sum;
}

/* For each of the KD_LEAF points of a leaf, no squared distance to a point of
 * the node is smaller.  (Infinite for a free slot.) */
static inline void kd_least_to_points(const struct kd_tree *tree, struct kd_node node,
                                      const double *points, double least[KD_LEAF])
{
	const double *low = kd_box(tree, node), *high = low + tree->cols;
	vector sums[KD_VECTORS] = { { 0 } };
	for (size_t c = 0; c < tree->cols; c++)
		for (size_t v = 0; v < KD_VECTORS; v++) {
			vector value, zero = { 0 };
			memcpy(&value, points + c * KD_LEAF + v * VECTOR_WIDTH, sizeof value);
			vector below = low[c] - value, above = value - high[c];
			vector gap = VECTOR_CHOOSE(below > above, below, above);
			gap = VECTOR_CHOOSE(gap > zero, gap, zero);
			sums[v] += gap * gap;
		}
	memcpy(least, sums, sizeof sums);
}

/* The squared distances from the point `from` (feature c at [c * KD_LEAF]) to the
 * points of a leaf; infinite for a free slot. */
static inline void kd_distances(size_t cols, const double *from, const double *points,
                                double squared[KD_LEAF])
{
	vector sums[KD_VECTORS] = { { 0 } };
	for (size_t c = 0; c < cols; c++)
		for (size_t v = 0; v < KD_VECTORS; v++) {
			vector value;
			memcpy(&value, points + c * KD_LEAF + v * VECTOR_WIDTH, sizeof value);
			value = from[c * KD_LEAF] - value;
			sums[v] += value * value;
		}
	memcpy(squared, sums, sizeof sums);
}

/* The number of the lowest bit that is set; there must be one. */
static inline size_t kd_lowest_bit(uint32_t mask)
{
	return (size_t)__builtin_ctz(mask);
}

/* A bit for each of a leaf's distances that is at most `reach`. */
static inline uint32_t kd_within(const double squared[KD_LEAF], double reach)
{
	vector_mask bits = { 0 }, lane = { 0 };
	for (size_t i = 0; i < VECTOR_WIDTH; i++)
		lane[i] = (int64_t)1 << i;
	for (size_t v = 0; v < KD_VECTORS; v++) {
		vector distances;
		memcpy(&distances, squared + v * VECTOR_WIDTH, sizeof distances);
		bits |= (distances <= reach) & lane << (int64_t)(v * VECTOR_WIDTH);
	}
	int64_t mask = 0;
	for (size_t i = 0; i < VECTOR_WIDTH; i++)
		mask |= bits[i];
	return (uint32_t)mask;
}

#endif
