#include "density/dbscan.h"

#include "base/vector.h"
#include "density/core_connect.h"
#include "density/k_distance.h"
#include "density/union_find.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Not worth waking a second thread for. */
enum { FEW_LEAVES = 256 };

/* The label of what is no core point, while the least label is looked for. */
enum { NO_LABEL = INT32_MAX };

const char *dbscan_check(const struct dbscan_options *options)
{
	if (!isfinite(options->eps) || options->eps < 0)
		return "eps must be a finite distance, not below 0";
	if (options->min_samples < 1)
		return "min_samples must be at least 1";
	return NULL;
}

/* The greatest number of which the rounded root is at most eps: comparing
 * squares with it decides just as comparing distances with eps does. */
static double greatest_square(double eps)
{
	double square = eps * eps < DBL_MAX ? eps * eps : DBL_MAX;
	while (square > 0 && sqrt(square) > eps)
		square = nextafter(square, 0);
	while (square < DBL_MAX && sqrt(nextafter(square, INFINITY)) <= eps)
		square = nextafter(square, INFINITY);
	return square;
}

struct clustering {
	const struct kd_tree *tree;
	const struct dbscan_options *options;
	struct dbscan_result *result;
	double reach;      /* the greatest squared distance of neighbours */
	uint32_t *core;    /* for each leaf, a bit for each slot with a core point */
	int32_t *label;    /* for each slot the label of its core point, or NO_LABEL */
	int32_t *lowest;   /* for each node the lowest label in it */
	struct union_find sets;
};

/* Marks the core points, in the table's order and in the tree's. */
static void mark_core(struct clustering *c, const double *k_distances)
{
	const struct kd_tree *tree = c->tree;
	bool *core = c->result->core;
	double eps = c->options->eps;
	size_t points = 0;
	#pragma omp parallel for num_threads(c->options->threads) reduction(+:points) \
	    if (tree->leaves > FEW_LEAVES)
	for (uint32_t leaf = 0; leaf < tree->leaves; leaf++) {
		uint32_t mask = 0;
		for (size_t i = 0; i < kd_leaf_size(tree, leaf); i++) {
			uint32_t row = tree->row[(size_t)leaf * KD_LEAF + i];
			core[row] = k_distances[row] <= eps;
			mask |= (uint32_t)core[row] << i;
			points += core[row];
		}
		c->core[leaf] = mask;
	}
	c->result->core_points = points;
}

static bool is_core(const struct clustering *c, size_t slot)
{
	return c->core[slot / KD_LEAF] >> slot % KD_LEAF & 1;
}

/* Writes the root of each core point's set where its label will stand. */
static void write_roots(struct clustering *c)
{
	const struct kd_tree *tree = c->tree;
	#pragma omp parallel for num_threads(c->options->threads) if (tree->leaves > FEW_LEAVES)
	for (size_t slot = 0; slot < tree->rows; slot++) {
		int32_t root = DBSCAN_NOISE;
		if (is_core(c, slot))
			root = (int32_t)union_find_root(&c->sets, (uint32_t)slot);
		c->result->labels[tree->row[slot]] = root;
	}
}

/* Numbers the sets in the order of their lowest core rows and labels the core
 * points. */
static void number_clusters(struct clustering *c)
{
	const struct kd_tree *tree = c->tree;
	int32_t *labels = c->result->labels, *label = c->label, clusters = 0;
	for (size_t slot = 0; slot < (size_t)tree->leaves * KD_LEAF; slot++)
		label[slot] = NO_LABEL;
	write_roots(c);
	for (size_t row = 0; row < tree->rows; row++) {
		int32_t root = labels[row];
		if (root == DBSCAN_NOISE)
			continue;
		if (label[root] == NO_LABEL)
			label[root] = clusters++;
		labels[row] = label[root];
	}
	for (size_t slot = 0; slot < tree->rows; slot++)
		if (is_core(c, slot))
			label[slot] = label[union_find_root(&c->sets, (uint32_t)slot)];
	c->result->clusters = (size_t)clusters;
}

/* Finds the lowest label in each node. */
static int32_t find_lowest(const struct clustering *c, struct kd_node node)
{
	int32_t lowest = NO_LABEL;
	if (kd_is_leaf(node)) {
		size_t end = kd_end_slot(c->tree, node);
		for (size_t slot = kd_first_slot(node); slot < end; slot++)
			lowest = c->label[slot] < lowest ? c->label[slot] : lowest;
	} else {
		int32_t left = find_lowest(c, kd_left(node));
		int32_t right = find_lowest(c, kd_right(node));
		lowest = left < right ? left : right;
	}
	c->lowest[node.id] = lowest;
	return lowest;
}

/* The lowest label among the core points in reach of a point (feature c at
 * [c * KD_LEAF]), or NO_LABEL. */
VECTOR_CLONES
static int32_t lowest_in_reach(const struct clustering *c, const double *point)
{
	const struct kd_tree *tree = c->tree;
	struct kd_node nodes[2 * KD_DEPTH];
	size_t count = 0;
	int32_t lowest = NO_LABEL;
	nodes[count++] = kd_root(tree);
	while (count > 0) {
		struct kd_node node = nodes[--count];
		if (c->lowest[node.id] >= lowest || kd_least_from(tree, point, node) > c->reach)
			continue;
		if (!kd_is_leaf(node)) {
			nodes[count++] = kd_right(node);
			nodes[count++] = kd_left(node);
			continue;
		}
		double squared[KD_LEAF];
		kd_distances(tree->cols, point, kd_leaf_points(tree, node.leaf), squared);
		const int32_t *label = c->label + kd_first_slot(node);
		for (size_t i = 0; i < KD_LEAF; i++)
			if (squared[i] <= c->reach && label[i] < lowest)
				lowest = label[i];
	}
	return lowest;
}

/* Gives the border points their labels; noise keeps its own. */
static void label_border(struct clustering *c)
{
	const struct kd_tree *tree = c->tree;
	size_t border = 0;
	#pragma omp parallel for num_threads(c->options->threads) schedule(dynamic, 64) \
	    reduction(+:border) if (tree->leaves > FEW_LEAVES)
	for (uint32_t leaf = 0; leaf < tree->leaves; leaf++)
		for (size_t i = 0; i < kd_leaf_size(tree, leaf); i++) {
			if (c->core[leaf] >> i & 1)
				continue;
			int32_t lowest = lowest_in_reach(c, kd_leaf_points(tree, leaf) + i);
			if (lowest == NO_LABEL)
				continue;
			c->result->labels[tree->row[(size_t)leaf * KD_LEAF + i]] = lowest;
			border++;
		}
	c->result->border_points = border;
	c->result->outliers = tree->rows - c->result->core_points - border;
}

static bool cluster(struct clustering *c, struct failure *why)
{
	const struct dbscan_options *options = c->options;
	const struct kd_tree *tree = c->tree;
	double *own = NULL;
	if (options->k_distances == NULL) {
		own = malloc(tree->rows * sizeof *own);
		if (own == NULL)
			return fail_memory(why);
		if (!k_distances(tree, options->min_samples, options->threads, own,
		                 options->progress, why)) {
			free(own);
			return false;
		}
	}
	mark_core(c, own != NULL ? own : options->k_distances);
	free(own);
	if (!core_connect(tree, c->core, c->reach, options->threads, &c->sets, why))
		return false;
	number_clusters(c);
	find_lowest(c, kd_root(tree));
	label_border(c);
	return true;
}

bool dbscan(const struct kd_tree *tree, const struct dbscan_options *options,
            struct dbscan_result *result, struct failure *why)
{
	size_t slots = (size_t)tree->leaves * KD_LEAF;
	struct clustering c = { .tree = tree, .options = options, .result = result };
	*result = (struct dbscan_result){ 0 };
	result->labels = malloc(tree->rows * sizeof *result->labels);
	result->core = malloc(tree->rows * sizeof *result->core);
	c.reach = greatest_square(options->eps);
	c.core = malloc(tree->leaves * sizeof *c.core);
	c.label = malloc(slots * sizeof *c.label);
	c.lowest = malloc(2 * (size_t)tree->leaves * sizeof *c.lowest);
	bool done = result->labels != NULL && result->core != NULL && c.core != NULL
	            && c.label != NULL && c.lowest != NULL && union_find_create(&c.sets, slots);
	done = done ? cluster(&c, why) : fail_memory(why);
	free(c.core);
	free(c.label);
	free(c.lowest);
	union_find_free(&c.sets);
	if (!done)
		dbscan_free(result);
	return done;
}

void dbscan_free(struct dbscan_result *result)
{
	free(result->labels);
	free(result->core);
	*result = (struct dbscan_result){ 0 };
}
