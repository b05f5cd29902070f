/* What a threshold tree is grown on: the rows of a labelled table, each node's
 * share of them one range in the order of every feature. */
#ifndef TREE_GROWTH_H
#define TREE_GROWTH_H

#include "base/matrix.h"
#include "tree/threshold_tree.h"

#include <stdint.h>

struct tree_data {
	const struct matrix *raw;   /* rows x features, in the unit of the thresholds */
	const struct matrix *space; /* the same features where the segments were made */
	const int32_t *labels;      /* 0 .. k-1, or -1: in no segment */
	size_t k;
};

struct tree_range {
	size_t first, count;
};

struct growth {
	const struct tree_data *data;
	struct threshold_tree *tree;
	double *centroids;         /* k x features: the means in `space` */
	uint32_t *order;           /* features x rows: what growth_rows gives, each feature ascending */
	struct tree_range *ranges; /* one a node */
	size_t range_capacity;
	uint64_t *left;            /* one bit a row, while a range is parted */
	uint32_t *scratch;
};

/* A cut of a node's rows: those with space <= at are its first `left`. */
struct cut {
	size_t feature;
	double at;
	size_t left;
};

/* Starts with one leaf that has all rows.  Fails where a feature does not rise
 * with its raw values: then no threshold on the raw ones can stand for one in
 * the space; *feature says which.  `data` and `tree` (empty) must outlive the
 * growth; growth_free also after a failure. */
bool growth_start(struct growth *growth, const struct tree_data *data,
                  struct threshold_tree *tree, size_t *feature, struct failure *why);
void growth_free(struct growth *growth);

/* A row in the order of a feature.  Where its value in `space` is that of the one
 * before in the same node, it is marked, so that whoever goes through a long table
 * need not look up every value: each look is far from the one before. */
#define GROWTH_TIED (UINT32_C(1) << 31)
static inline uint32_t growth_row(uint32_t entry)
{
	return entry & ~GROWTH_TIED;
}

/* The rows of a node, ascending by the feature. */
static inline const uint32_t *growth_rows(const struct growth *growth, size_t node,
                                          size_t feature, size_t *count)
{
	*count = growth->ranges[node].count;
	return growth->order + feature * growth->data->raw->rows + growth->ranges[node].first;
}

/* Splits a leaf at the cut, 0 < left < its rows, by the shortest raw threshold
 * that parts its rows so. */
bool growth_split(struct growth *growth, size_t leaf, const struct cut *cut,
                  struct failure *why);

#endif
