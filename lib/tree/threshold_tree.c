#include "tree/threshold_tree.h"

#include "base/array_room.h"

#include <stdlib.h>

bool tree_add_leaf(struct threshold_tree *tree, size_t parent, size_t segment,
                   struct failure *why)
{
	struct tree_node *nodes = array_room(tree->nodes, &tree->capacity, tree->count + 1,
	                                     sizeof *nodes);
	if (nodes == NULL)
		return fail_memory(why);
	tree->nodes = nodes;
	tree->nodes[tree->count++] = (struct tree_node){ .feature = TREE_LEAF, .parent = parent,
		                                         .segment = segment };
	return true;
}

bool tree_split_leaf(struct threshold_tree *tree, size_t leaf, size_t feature, double threshold,
                     struct failure *why)
{
	size_t segment = tree->nodes[leaf].segment, child = tree->count;
	if (!tree_add_leaf(tree, leaf, segment, why) || !tree_add_leaf(tree, leaf, segment, why))
		return false;
	struct tree_node *node = &tree->nodes[leaf];
	node->feature = feature;
	node->threshold = threshold;
	node->at_most = child;
	node->above = child + 1;
	return true;
}

size_t tree_find_leaf(const struct threshold_tree *tree, const double *values)
{
	size_t at = TREE_ROOT;
	while (tree->nodes[at].feature != TREE_LEAF) {
		const struct tree_node *node = &tree->nodes[at];
		at = values[node->feature] <= node->threshold ? node->at_most : node->above;
	}
	return at;
}

size_t tree_leaf_count(const struct threshold_tree *tree)
{
	return (tree->count + 1) / 2; /* each question has two below it */
}

size_t tree_keep_used_features(struct threshold_tree *tree, size_t features, size_t *kept)
{
	size_t count = 0;
	for (size_t feature = 0; feature < features; feature++) {
		bool used = false;
		for (size_t i = 0; i < tree->count; i++)
			if (tree->nodes[i].feature == feature) {
				tree->nodes[i].feature = count; /* <= feature: not met again */
				used = true;
			}
		if (used)
			kept[count++] = feature;
	}
	return count;
}

void tree_free(struct threshold_tree *tree)
{
	free(tree->nodes);
	*tree = (struct threshold_tree){ 0 };
}
