#include "tree/exkmc.h"

#include "base/array_room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The best cut of a leaf; gain 0: there is none. */
struct expansion {
	struct cut cut;
	double gain;
	size_t left_segment, right_segment;
};

struct exkmc {
	struct growth *growth;
	double *distances; /* rows x k, squared */
	double *total;     /* k sums over the leaf at hand */
	double *left;      /* k sums over what lies left of the cut */
	struct expansion *expansions; /* one a node */
	size_t capacity;
};

static void measure(const struct exkmc *exkmc)
{
	const struct tree_data *data = exkmc->growth->data;
	size_t cols = data->space->cols;
	for (size_t i = 0; i < data->space->rows; i++)
		for (size_t c = 0; c < data->k; c++) {
			double sum = 0;
			for (size_t j = 0; j < cols; j++) {
				double apart = matrix_column(data->space, j)[i]
				    - exkmc->growth->centroids[c * cols + j];
				sum += apart * apart;
			}
			exkmc->distances[i * data->k + c] = sum;
		}
}

static void add_row(const struct exkmc *exkmc, double *sums, uint32_t row)
{
	size_t k = exkmc->growth->data->k;
	if (exkmc->growth->data->labels[row] < 0)
		return;
	for (size_t c = 0; c < k; c++)
		sums[c] += exkmc->distances[row * k + c];
}

/* The smallest of the sums, or of what is left of the totals without them. */
static double least(const double *sums, const double *total, size_t k, size_t *segment)
{
	double smallest = INFINITY;
	for (size_t c = 0; c < k; c++) {
		double sum = total != NULL ? total[c] - sums[c] : sums[c];
		if (sum < smallest) {
			smallest = sum;
			*segment = c;
		}
	}
	return smallest;
}

static bool is_pure(const struct growth *growth, size_t leaf)
{
	size_t count;
	const uint32_t *rows = growth_rows(growth, leaf, 0, &count);
	for (size_t i = 0; i < count; i++) {
		int32_t label = growth->data->labels[growth_row(rows[i])];
		if (label >= 0 && (size_t)label != growth->tree->nodes[leaf].segment)
			return false;
	}
	return true;
}

static void sweep_feature(struct exkmc *exkmc, size_t leaf, size_t feature, double cost,
                          struct expansion *best)
{
	const double *space = matrix_column(exkmc->growth->data->space, feature);
	size_t count, k = exkmc->growth->data->k;
	const uint32_t *rows = growth_rows(exkmc->growth, leaf, feature, &count);
	struct expansion looked = { .cut.feature = feature };
	memset(exkmc->left, 0, k * sizeof *exkmc->left);
	for (size_t i = 0; i + 1 < count; i++) {
		add_row(exkmc, exkmc->left, growth_row(rows[i]));
		if ((rows[i + 1] & GROWTH_TIED) != 0)
			continue;
		looked.gain = cost - least(exkmc->left, NULL, k, &looked.left_segment)
		    - least(exkmc->left, exkmc->total, k, &looked.right_segment);
		looked.cut.at = space[growth_row(rows[i])];
		looked.cut.left = i + 1;
		if (looked.gain > best->gain && looked.left_segment != looked.right_segment)
			*best = looked;
	}
}

static bool find_expansion(struct exkmc *exkmc, size_t leaf, struct failure *why)
{
	const struct growth *growth = exkmc->growth;
	struct expansion *larger = array_room(exkmc->expansions, &exkmc->capacity, leaf + 1,
	                                      sizeof *larger);
	if (larger == NULL)
		return fail_memory(why);
	exkmc->expansions = larger;
	struct expansion *best = &exkmc->expansions[leaf];
	*best = (struct expansion){ 0 };
	if (growth->tree->nodes[leaf].feature != TREE_LEAF || is_pure(growth, leaf))
		return true;
	size_t count, k = growth->data->k, segment;
	const uint32_t *rows = growth_rows(growth, leaf, 0, &count);
	memset(exkmc->total, 0, k * sizeof *exkmc->total);
	for (size_t i = 0; i < count; i++)
		add_row(exkmc, exkmc->total, growth_row(rows[i]));
	double cost = least(exkmc->total, NULL, k, &segment);
	best->gain = 1e-12 * cost; /* less than that is a rounding */
	for (size_t j = 0; j < growth->data->raw->cols; j++)
		sweep_feature(exkmc, leaf, j, cost, best);
	if (best->cut.left == 0)
		best->gain = 0;
	return true;
}

static bool expand(struct exkmc *exkmc, size_t leaves, struct failure *why)
{
	struct threshold_tree *tree = exkmc->growth->tree;
	for (size_t node = 0; node < tree->count; node++)
		if (!find_expansion(exkmc, node, why))
			return false;
	while (tree_leaf_count(tree) < leaves) {
		size_t leaf = 0, child = tree->count;
		for (size_t node = 1; node < tree->count; node++)
			if (exkmc->expansions[node].gain > exkmc->expansions[leaf].gain)
				leaf = node;
		struct expansion chosen = exkmc->expansions[leaf];
		if (chosen.gain == 0)
			return true;
		if (!growth_split(exkmc->growth, leaf, &chosen.cut, why))
			return false;
		exkmc->expansions[leaf].gain = 0;
		tree->nodes[child].segment = chosen.left_segment;
		tree->nodes[child + 1].segment = chosen.right_segment;
		if (!find_expansion(exkmc, child, why) || !find_expansion(exkmc, child + 1, why))
			return false;
	}
	return true;
}

bool exkmc_expand(struct growth *growth, size_t leaves, struct failure *why)
{
	size_t rows = growth->data->raw->rows, k = growth->data->k;
	struct exkmc exkmc = {
		.growth = growth,
		.distances = k <= SIZE_MAX / sizeof(double) / rows
		    ? malloc(rows * k * sizeof(double)) : NULL,
		.total = malloc((k + 1) * sizeof(double)),
		.left = malloc((k + 1) * sizeof(double)),
	};
	bool expanded = exkmc.distances != NULL && exkmc.total != NULL && exkmc.left != NULL;
	if (expanded) {
		measure(&exkmc);
		expanded = expand(&exkmc, leaves, why);
	} else {
		fail_memory(why);
	}
	free(exkmc.distances);
	free(exkmc.total);
	free(exkmc.left);
	free(exkmc.expansions);
	return expanded;
}
