#include "density/kd_tree.h"

#include "base/team.h"
#include "base/vector.h"
#include "density/radix_select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A subtree of more leaves than this is worth a task of its own. */
enum { TASK_LEAVES = 256, LANES = 8 };

/* While the tree is built, a node's points stand by column in the node's own
 * stretch of one of two buffers: n points from slot s take n * cols numbers
 * from s * cols.  Splitting moves them to the same stretch of the other
 * buffer, so a leaf ends in just the form in which it is kept. */
struct building {
	struct kd_tree *tree;
	double *points[2];
	uint32_t *row[2];
	double *scratch; /* a number for each slot */
	uint32_t *order; /* for each slot, where in the node its next point stands */
};

static size_t points_in(const struct building *b, struct kd_node node)
{
	return kd_end_slot(b->tree, node) - kd_first_slot(node);
}

VECTOR_CLONES
static void least_and_greatest(const double *values, size_t count, double *least,
                               double *greatest)
{
	double low[LANES], high[LANES];
	for (size_t j = 0; j < LANES; j++)
		low[j] = high[j] = values[0];
	size_t i = 0;
	for (; i + LANES <= count; i += LANES)
		for (size_t j = 0; j < LANES; j++) {
			double value = values[i + j];
			low[j] = value < low[j] ? value : low[j];
			high[j] = value > high[j] ? value : high[j];
		}
	for (; i < count; i++) {
		low[0] = values[i] < low[0] ? values[i] : low[0];
		high[0] = values[i] > high[0] ? values[i] : high[0];
	}
	for (size_t j = 1; j < LANES; j++) {
		low[0] = low[j] < low[0] ? low[j] : low[0];
		high[0] = high[j] > high[0] ? high[j] : high[0];
	}
	*least = low[0];
	*greatest = high[0];
}

/* Fills the node's box and returns the feature in which it is widest. */
static size_t measure(const struct building *b, struct kd_node node, const double *points)
{
	size_t cols = b->tree->cols, count = points_in(b, node), widest = 0;
	double *low = kd_box(b->tree, node), *high = low + cols;
	for (size_t c = 0; c < cols; c++) {
		least_and_greatest(points + c * count, count, &low[c], &high[c]);
		if (high[c] - low[c] > high[widest] - low[widest])
			widest = c;
	}
	return widest;
}

/* Orders the `left` smallest values before the others, both as they stood; of
 * equal ones the first go left.  Written without a branch that depends on the
 * values, as half of the guesses would be wrong. */
static void order_halves(const double *values, size_t count, size_t left, double *scratch,
                         uint32_t *order)
{
	memcpy(scratch, values, count * sizeof *values);
	struct selected median = radix_select(scratch, count, left);
	size_t equal_left = left - median.below, to_left = 0, to_right = left;
	for (size_t i = 0; i < count; i++) {
		size_t equal = (values[i] == median.value) & (equal_left > 0);
		size_t side = (values[i] < median.value) | equal;
		order[to_right ^ ((to_left ^ to_right) & -side)] = (uint32_t)i;
		to_left += side;
		to_right += !side;
		equal_left -= equal;
	}
}

static void take(const double *from, const uint32_t *order, size_t count, double *to)
{
	for (size_t i = 0; i < count; i++)
		to[i] = from[order[i]];
}

/* Moves a node's points to the other buffer, those of its left half first. */
static void part(const struct building *b, struct kd_node node, size_t left, int from)
{
	size_t cols = b->tree->cols, count = points_in(b, node), first = kd_first_slot(node);
	size_t right = count - left;
	const uint32_t *order = b->order + first;
	const double *points = b->points[from] + first * cols;
	double *out_left = b->points[!from] + first * cols, *out_right = out_left + left * cols;
	for (size_t c = 0; c < cols; c++) {
		take(points + c * count, order, left, out_left + c * left);
		take(points + c * count, order + left, right, out_right + c * right);
	}
	const uint32_t *row = b->row[from] + first;
	uint32_t *row_out = b->row[!from] + first;
	for (size_t i = 0; i < count; i++)
		row_out[i] = row[order[i]];
}

/* Brings a leaf's points from the buffer `from` to where they stay, buffer 0. */
static void finish_leaf(const struct building *b, struct kd_node leaf, int from)
{
	size_t cols = b->tree->cols, count = points_in(b, leaf), first = kd_first_slot(leaf);
	double *kept = b->points[0] + first * cols;
	if (from == 1) {
		memcpy(kept, b->points[1] + first * cols, count * cols * sizeof *kept);
		memcpy(b->row[0] + first, b->row[1] + first, count * sizeof *b->row[0]);
	}
	if (count == KD_LEAF)
		return;
	for (size_t c = cols; c-- > 0;) {
		memmove(kept + c * KD_LEAF, kept + c * count, count * sizeof *kept);
		for (size_t i = count; i < KD_LEAF; i++)
			kept[c * KD_LEAF + i] = INFINITY;
	}
}

static void build_node(const struct building *b, struct kd_node node, int from)
{
	size_t cols = b->tree->cols, count = points_in(b, node), first = kd_first_slot(node);
	const double *points = b->points[from] + first * cols;
	size_t widest = measure(b, node, points);
	if (kd_is_leaf(node)) {
		finish_leaf(b, node, from);
		return;
	}
	struct kd_node left = kd_left(node), right = kd_right(node);
	size_t left_count = points_in(b, left);
	order_halves(points + widest * count, count, left_count, b->scratch + first,
	             b->order + first);
	part(b, node, left_count, from);
	if (node.leaves > TASK_LEAVES) {
		#pragma omp task
		build_node(b, left, !from);
	} else {
		build_node(b, left, !from);
	}
	build_node(b, right, !from);
}

static bool check(const struct matrix *x, struct failure *why)
{
	if (x->rows < 1 || x->cols < 1)
		return fail(why, "there are no numbers to search");
	if (x->rows > KD_ROWS_MAX)
		return fail(why, "more than %zu rows", KD_ROWS_MAX);
	for (size_t c = 0; c < x->cols; c++)
		for (size_t i = 0; i < x->rows; i++)
			if (!isfinite(matrix_column(x, c)[i]))
				return fail(why, "row %zu has a value that is not a finite number",
				            i + 1);
	return true;
}

/* Makes x, its columns moved together, the buffer to start from. */
static void fill_buffer(struct building *b, struct matrix *x)
{
	for (size_t c = 0; c < x->cols; c++)
		memmove(x->data + c * x->rows, matrix_column(x, c), x->rows * sizeof *x->data);
	b->points[1] = x->data;
	for (size_t i = 0; i < x->rows; i++)
		b->row[1][i] = (uint32_t)i;
}

/* Memory that was never touched is cleared by the system page by page when it is,
 * for which the one thread that splits the root would wait alone. */
static void touch(void *memory, size_t bytes, int threads)
{
	enum { PAGE = 4096 };
	#pragma omp parallel for num_threads(threads)
	for (size_t at = 0; at < bytes; at += PAGE)
		((char *)memory)[at] = 0;
	(void)threads;
}

static void touch_all(const struct building *b, int threads)
{
	size_t slots = (size_t)b->tree->leaves * KD_LEAF;
	touch(b->points[0], slots * b->tree->cols * sizeof(double), threads);
	touch(b->row[0], slots * sizeof *b->row[0], threads);
	touch(b->scratch, slots * sizeof *b->scratch, threads);
	touch(b->order, slots * sizeof *b->order, threads);
}

static bool allocate(struct building *b, struct failure *why)
{
	struct kd_tree *tree = b->tree;
	size_t slots = (size_t)tree->leaves * KD_LEAF;
	if (tree->cols > SIZE_MAX / 2 / sizeof(double) / slots)
		return fail_memory(why);
	tree->points = b->points[0] = aligned_alloc(64, slots * tree->cols * sizeof(double));
	tree->row = b->row[0] = malloc(slots * sizeof *tree->row);
	tree->boxes = malloc(2 * tree->leaves * 2 * tree->cols * sizeof(double));
	b->row[1] = malloc(slots * sizeof *tree->row);
	b->scratch = malloc(slots * sizeof *b->scratch);
	b->order = malloc(slots * sizeof *b->order);
	return (tree->points != NULL && tree->row != NULL && tree->boxes != NULL
	        && b->row[1] != NULL && b->scratch != NULL && b->order != NULL)
	       || fail_memory(why);
}

/* Builds the tree of numbers that were checked, and frees x. */
static bool build(struct kd_tree *tree, struct matrix *x, int threads, struct failure *why)
{
	struct building building = { .tree = tree };
	*tree = (struct kd_tree){ .rows = x->rows, .cols = x->cols };
	tree->leaves = (uint32_t)((x->rows + KD_LEAF - 1) / KD_LEAF);
	bool done = allocate(&building, why);
	if (done) {
		fill_buffer(&building, x);
		if (tree->leaves > TASK_LEAVES) {
			team_gather(threads);
			touch_all(&building, threads);
		}
		#pragma omp parallel num_threads(threads) if (tree->leaves > TASK_LEAVES)
		#pragma omp single
		build_node(&building, kd_root(tree), 1);
	}
	free(building.row[1]);
	free(building.scratch);
	free(building.order);
	matrix_free(x);
	if (!done)
		kd_tree_free(tree);
	return done;
}

bool kd_tree_build_of(struct kd_tree *tree, struct matrix *x, int threads, struct failure *why)
{
	*tree = (struct kd_tree){ 0 };
	if (check(x, why))
		return build(tree, x, threads, why);
	matrix_free(x);
	return false;
}

bool kd_tree_build(struct kd_tree *tree, const struct matrix *x, int threads,
                   struct failure *why)
{
	struct matrix copy;
	*tree = (struct kd_tree){ 0 };
	return check(x, why) && matrix_copy(&copy, x, why) && build(tree, &copy, threads, why);
}

void kd_tree_free(struct kd_tree *tree)
{
	free(tree->points);
	free(tree->row);
	free(tree->boxes);
	*tree = (struct kd_tree){ 0 };
}
