#include "density/core_connect.h"

#include "base/vector.h"

#include <stdlib.h>

/* A pair or a node of more leaves than this is worth a task of its own. */
enum { TASK_LEAVES = 128 };

#define NO_SLOT UINT32_MAX

/* What is known of a node. */
struct summary {
	uint32_t first;      /* the first slot with a core point, or NO_SLOT */
	_Atomic bool united; /* its core points are known to be in one set */
};

struct connecting {
	const struct kd_tree *tree;
	const uint32_t *core;
	double reach;
	struct union_find *sets;
	struct summary *summaries; /* by node */
};

static bool same_set(const struct connecting *c, uint32_t a, uint32_t b)
{
	return union_find_root(c->sets, a) == union_find_root(c->sets, b);
}

static bool leaf_united(const struct connecting *c, uint32_t leaf)
{
	uint32_t left = c->core[leaf], base = leaf * KD_LEAF;
	uint32_t root = union_find_root(c->sets, base + (uint32_t)kd_lowest_bit(left));
	while ((left &= left - 1) != 0)
		if (union_find_root(c->sets, base + (uint32_t)kd_lowest_bit(left)) != root)
			return false;
	return true;
}

static bool known_united(const struct summary *summary)
{
	return summary->first == NO_SLOT
	       || atomic_load_explicit(&summary->united, memory_order_relaxed);
}

/* Whether the node's core points are in one set by now.  As sets only grow, yes
 * is yes for good, whichever thread finds it out. */
static bool united(const struct connecting *c, struct kd_node node)
{
	struct summary *summary = &c->summaries[node.id];
	if (known_united(summary))
		return true;
	if (kd_is_leaf(node)) {
		if (!leaf_united(c, node.leaf))
			return false;
	} else {
		const struct summary *left = &c->summaries[kd_left(node).id];
		const struct summary *right = &c->summaries[kd_right(node).id];
		if (!known_united(left) || !known_united(right))
			return false;
		if (left->first != NO_SLOT && right->first != NO_SLOT
		    && !same_set(c, left->first, right->first))
			return false;
	}
	atomic_store_explicit(&summary->united, true, memory_order_relaxed);
	return true;
}

/* A node within a pair. */
struct side {
	struct kd_node node;
	uint32_t first;
	bool united; /* it, or a node above it */
};

static struct side side_of(const struct connecting *c, struct kd_node node, bool above)
{
	return (struct side){ node, c->summaries[node.id].first, above || united(c, node) };
}

/* Compares the core points of two leaves, or of one leaf with itself. */
VECTOR_CLONES
static void connect_leaves(const struct connecting *c, const struct side *a,
                           const struct side *b)
{
	const struct kd_tree *tree = c->tree;
	const double *points = kd_leaf_points(tree, a->node.leaf);
	const double *others = kd_leaf_points(tree, b->node.leaf);
	uint32_t base = a->node.leaf * KD_LEAF, other_base = b->node.leaf * KD_LEAF;
	double squared[KD_LEAF];
	kd_least_to_points(tree, b->node, points, squared);
	uint32_t near = kd_within(squared, c->reach) & c->core[a->node.leaf];
	for (; near != 0; near &= near - 1) {
		size_t i = kd_lowest_bit(near);
		uint32_t slot = base + (uint32_t)i;
		if (b->united && same_set(c, slot, b->first))
			continue;
		kd_distances(tree->cols, points + i, others, squared);
		uint32_t hits = kd_within(squared, c->reach) & c->core[b->node.leaf];
		for (; hits != 0; hits &= hits - 1) {
			union_find_unite(c->sets, slot, other_base + (uint32_t)kd_lowest_bit(hits));
			if (b->united)
				break;
		}
		if (a->united && b->united && same_set(c, a->first, b->first))
			return;
	}
}

/* Compares the core points of a with those of b. */
static void connect_pair(const struct connecting *c, struct side a, struct side b)
{
	const struct kd_tree *tree = c->tree;
	if (a.first == NO_SLOT || b.first == NO_SLOT)
		return;
	if (kd_least(tree, a.node, b.node) > c->reach)
		return;
	if (a.united && b.united && same_set(c, a.first, b.first))
		return;
	if (kd_is_leaf(a.node) && kd_is_leaf(b.node)) {
		connect_leaves(c, &a, &b);
		return;
	}
	if (a.node.leaves < b.node.leaves) {
		struct side held = a;
		a = b;
		b = held;
	}
	struct side left = side_of(c, kd_left(a.node), a.united);
	struct side right = side_of(c, kd_right(a.node), a.united);
	if (a.node.leaves > TASK_LEAVES) {
		#pragma omp task
		connect_pair(c, left, b);
	} else {
		connect_pair(c, left, b);
	}
	connect_pair(c, right, b);
}

/* Unites the core points of a node that are all in reach of each other. */
static void unite_all(const struct connecting *c, struct kd_node node)
{
	struct summary *summary = &c->summaries[node.id];
	for (uint32_t leaf = node.leaf; leaf < node.leaf + node.leaves; leaf++)
		for (uint32_t left = c->core[leaf]; left != 0; left &= left - 1)
			union_find_unite(c->sets, summary->first,
			                 leaf * KD_LEAF + (uint32_t)kd_lowest_bit(left));
	atomic_store_explicit(&summary->united, true, memory_order_relaxed);
}

static void connect_within(const struct connecting *c, struct kd_node node);

/* Compares the core points within each half of a node, then those of one half
 * with those of the other. */
static void connect_halves(const struct connecting *c, struct kd_node node)
{
	struct kd_node left = kd_left(node), right = kd_right(node);
	if (node.leaves <= TASK_LEAVES) {
		connect_within(c, left);
		connect_within(c, right);
		connect_pair(c, side_of(c, left, false), side_of(c, right, false));
		return;
	}
	#pragma omp taskgroup
	{
		#pragma omp task
		connect_within(c, left);
		connect_within(c, right);
	}
	#pragma omp taskgroup
	connect_pair(c, side_of(c, left, false), side_of(c, right, false));
}

/* Compares the core points within a node. */
static void connect_within(const struct connecting *c, struct kd_node node)
{
	if (c->summaries[node.id].first == NO_SLOT)
		return;
	if (kd_most(c->tree, node, node) <= c->reach) {
		unite_all(c, node);
	} else if (kd_is_leaf(node)) {
		struct side leaf = side_of(c, node, false);
		connect_leaves(c, &leaf, &leaf);
	} else {
		connect_halves(c, node);
	}
}

/* Finds the first core point of each node. */
static uint32_t summarise(const struct connecting *c, struct kd_node node)
{
	uint32_t first = NO_SLOT;
	if (kd_is_leaf(node)) {
		uint32_t core = c->core[node.leaf];
		if (core != 0)
			first = node.leaf * KD_LEAF + (uint32_t)kd_lowest_bit(core);
	} else {
		uint32_t left = summarise(c, kd_left(node)), right = summarise(c, kd_right(node));
		first = left != NO_SLOT ? left : right;
	}
	c->summaries[node.id].first = first;
	atomic_init(&c->summaries[node.id].united, false);
	return first;
}

bool core_connect(const struct kd_tree *tree, const uint32_t *core, double reach, int threads,
                  struct union_find *sets, struct failure *why)
{
	struct connecting connecting = { .tree = tree, .core = core, .reach = reach, .sets = sets };
	connecting.summaries = malloc(2 * (size_t)tree->leaves * sizeof *connecting.summaries);
	if (connecting.summaries == NULL)
		return fail_memory(why);
	summarise(&connecting, kd_root(tree));
	#pragma omp parallel num_threads(threads) if (tree->leaves > TASK_LEAVES)
	#pragma omp single
	connect_within(&connecting, kd_root(tree));
	free(connecting.summaries);
	(void)threads;
	return true;
}
