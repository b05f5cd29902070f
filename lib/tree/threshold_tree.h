/* A tree that tells segments apart by thresholds: each inner node asks whether
 * one feature is at most a number, each leaf names a segment. */
#ifndef TREE_THRESHOLD_TREE_H
#define TREE_THRESHOLD_TREE_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

#define TREE_LEAF SIZE_MAX /* in place of a feature */
#define TREE_ROOT ((size_t)0)

struct tree_node {
	size_t feature;        /* or TREE_LEAF */
	double threshold;      /* in the feature's own unit */
	size_t at_most, above; /* the children; both come behind their parent */
	size_t parent;         /* of the root: itself */
	size_t segment;        /* of a leaf */
};

struct threshold_tree {
	struct tree_node *nodes; /* the first is the root */
	size_t count, capacity;
};

/* Appends a leaf; false when out of memory.  Its number is tree->count - 1. */
bool tree_add_leaf(struct threshold_tree *tree, size_t parent, size_t segment,
                   struct failure *why);

/* Makes a leaf a question with two leaves below it, which get its segment. */
bool tree_split_leaf(struct threshold_tree *tree, size_t leaf, size_t feature, double threshold,
                     struct failure *why);

/* The leaf where a row with these values (one a feature) ends. */
size_t tree_find_leaf(const struct threshold_tree *tree, const double *values);

size_t tree_leaf_count(const struct threshold_tree *tree);

/* Numbers anew, in their order, the features that the tree asks for: kept[i] is
 * the old number of the new feature i.  Returns how many there are; `kept`
 * holds `features` numbers. */
size_t tree_keep_used_features(struct threshold_tree *tree, size_t features, size_t *kept);

void tree_free(struct threshold_tree *tree);

#endif
