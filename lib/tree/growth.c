#include "tree/growth.h"

#include "base/array_room.h"
#include "base/number_order.h"
#include "tree/short_threshold.h"

#include <stdlib.h>
#include <string.h>

/* Marks the ties of a whole column.  Returns whether space is a function of raw
 * that does not fall. */
static bool mark_ties(const double *raw, const double *space, uint32_t *order, size_t rows)
{
	enum { AHEAD = 24 }; /* far enough for memory to answer */
	uint32_t before = order[0];
	for (size_t i = 1; i < rows; i++) {
		uint32_t row = order[i];
		if (i + AHEAD < rows) {
			__builtin_prefetch(&raw[order[i + AHEAD]]);
			__builtin_prefetch(&space[order[i + AHEAD]]);
		}
		if (space[row] < space[before]
		    || (raw[row] == raw[before] && space[row] != space[before]))
			return false;
		if (space[row] == space[before])
			order[i] |= GROWTH_TIED;
		before = row;
	}
	return true;
}

/* Sums over blocks of rows, the blocks in order, keep the error of a mean small
 * on long tables. */
static bool find_centroids(struct growth *growth, struct failure *why)
{
	enum { BLOCK = 4096 };
	const struct tree_data *data = growth->data;
	size_t rows = data->raw->rows, cols = data->raw->cols;
	double *block = calloc(data->k + 1, sizeof *block);
	size_t *sizes = calloc(data->k + 1, sizeof *sizes);
	bool made = block != NULL && sizes != NULL;
	for (size_t i = 0; made && i < rows; i++)
		if (data->labels[i] >= 0)
			sizes[data->labels[i]]++;
	for (size_t j = 0; made && j < cols; j++) {
		const double *values = matrix_column(data->space, j);
		for (size_t first = 0; first < rows; first += BLOCK) {
			size_t end = rows - first < BLOCK ? rows : first + BLOCK;
			for (size_t i = first; i < end; i++)
				if (data->labels[i] >= 0)
					block[data->labels[i]] += values[i];
			for (size_t c = 0; c < data->k; c++) {
				growth->centroids[c * cols + j] += block[c];
				block[c] = 0;
			}
		}
		for (size_t c = 0; c < data->k; c++)
			growth->centroids[c * cols + j] /= (double)sizes[c];
	}
	free(block);
	free(sizes);
	return made || fail_memory(why);
}

static bool add_range(struct growth *growth, size_t node, size_t first, size_t count,
                      struct failure *why)
{
	struct tree_range *ranges = array_room(growth->ranges, &growth->range_capacity, node + 1,
	                                       sizeof *ranges);
	if (ranges == NULL)
		return fail_memory(why);
	growth->ranges = ranges;
	growth->ranges[node] = (struct tree_range){ first, count };
	return true;
}

bool growth_start(struct growth *growth, const struct tree_data *data,
                  struct threshold_tree *tree, size_t *feature, struct failure *why)
{
	size_t rows = data->raw->rows, cols = data->raw->cols;
	*growth = (struct growth){ .data = data, .tree = tree };
	*feature = cols;
	if (rows > GROWTH_TIED)
		return fail(why, "more than %lu rows", (unsigned long)GROWTH_TIED);
	growth->centroids = calloc(data->k * cols + 1, sizeof *growth->centroids);
	growth->order = malloc((rows * cols + 1) * sizeof *growth->order);
	growth->left = malloc((rows / 64 + 1) * sizeof *growth->left);
	growth->scratch = malloc((rows + 1) * sizeof *growth->scratch);
	if (growth->centroids == NULL || growth->order == NULL || growth->left == NULL
	    || growth->scratch == NULL)
		return fail_memory(why);
	for (size_t j = 0; j < cols; j++) {
		const double *raw = matrix_column(data->raw, j);
		uint32_t *order = growth->order + j * rows;
		if (!number_order(order, raw, rows, why))
			return false;
		if (rows > 0 && !mark_ties(raw, matrix_column(data->space, j), order, rows)) {
			*feature = j;
			return fail(why, "does not rise with its raw values");
		}
	}
	return find_centroids(growth, why) && tree_add_leaf(tree, TREE_ROOT, 0, why)
	    && add_range(growth, TREE_ROOT, 0, rows, why);
}

void growth_free(struct growth *growth)
{
	free(growth->centroids);
	free(growth->order);
	free(growth->ranges);
	free(growth->left);
	free(growth->scratch);
	*growth = (struct growth){ 0 };
}

/* Those on the left first, both sides in their order.  The first of a value on
 * its side is tied to none. */
static void part(uint32_t *order, size_t count, const uint64_t *left, uint32_t *scratch)
{
	size_t kept = 0, moved = 0;
	uint32_t tied[2] = { 0, 0 };
	for (size_t i = 0; i < count; i++) {
		uint32_t row = growth_row(order[i]), same = order[i] & GROWTH_TIED;
		size_t side = left[row / 64] >> row % 64 & 1;
		tied[0] &= same;
		tied[1] &= same;
		order[kept] = scratch[moved] = row | tied[side];
		tied[side] = GROWTH_TIED;
		kept += side;
		moved += 1 - side;
	}
	memcpy(order + kept, scratch, moved * sizeof *order);
}

bool growth_split(struct growth *growth, size_t leaf, const struct cut *cut, struct failure *why)
{
	const struct matrix *raw = growth->data->raw;
	struct tree_range range = growth->ranges[leaf];
	uint32_t *by_cut = growth->order + cut->feature * raw->rows + range.first;
	const double *values = matrix_column(raw, cut->feature);
	double below = values[growth_row(by_cut[cut->left - 1])];
	double threshold = short_threshold(below, values[growth_row(by_cut[cut->left])]);
	size_t child = growth->tree->count;
	if (!tree_split_leaf(growth->tree, leaf, cut->feature, threshold, why)
	    || !add_range(growth, child, range.first, cut->left, why)
	    || !add_range(growth, child + 1, range.first + cut->left, range.count - cut->left, why))
		return false;
	for (size_t i = 0; i < range.count; i++) {
		uint32_t row = growth_row(by_cut[i]);
		uint64_t bit = UINT64_C(1) << row % 64, *bits = &growth->left[row / 64];
		*bits = i < cut->left ? *bits | bit : *bits & ~bit;
	}
	for (size_t j = 0; j < raw->cols; j++)
		if (j != cut->feature)
			part(growth->order + j * raw->rows + range.first, range.count, growth->left,
			     growth->scratch);
	return true;
}
