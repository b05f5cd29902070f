#include "density/k_distance.h"

#include "base/vector.h"

#include <math.h>
#include <stdlib.h>

enum {
	FEW = 16,        /* numbers kept in order rather than in a heap */
	FEW_LEAVES = 64, /* not worth waking a second thread for */
};

/* The points of one leaf look for their neighbours together. */
struct search {
	const struct kd_tree *tree;
	size_t k;
	double *nearest;       /* for each point the k least squared distances, greatest first */
	double bound[KD_LEAF]; /* the greatest of each heap: what a neighbour has to beat */
	double worst;          /* the greatest bound */
};

/* Puts `value` in the place of the greatest of k, heap[0].  Few numbers are kept
 * in descending order, which takes no branch; many in a heap. */
static inline void replace_greatest(double *heap, size_t k, double value)
{
	size_t hole = 0;
	for (; k <= FEW && hole + 1 < k; hole++) {
		double next = heap[hole + 1];
		heap[hole] = next > value ? next : value;
		value = next > value ? value : next;
	}
	for (size_t child = 1; k > FEW && child < k; child = 2 * hole + 1) {
		child += child + 1 < k && heap[child + 1] > heap[child];
		if (heap[child] <= value)
			break;
		heap[hole] = heap[child];
		hole = child;
	}
	heap[hole] = value;
}

static inline void search_leaf(struct search *s, const double *points, const double *least,
                               const double *others)
{
	for (size_t i = 0; i < KD_LEAF; i++) {
		if (!(least[i] < s->bound[i]))
			continue;
		double squared[KD_LEAF], *heap = s->nearest + i * s->k;
		kd_distances(s->tree->cols, points + i, others, squared);
		uint32_t near = kd_within(squared, heap[0]);
		for (; near != 0; near &= near - 1) {
			size_t j = kd_lowest_bit(near);
			if (squared[j] < heap[0])
				replace_greatest(heap, s->k, squared[j]);
		}
		s->bound[i] = heap[0];
	}
	s->worst = 0;
	for (size_t i = 0; i < KD_LEAF; i++)
		s->worst = s->bound[i] > s->worst ? s->bound[i] : s->worst;
}

static inline void start(struct search *s, size_t size)
{
	for (size_t i = 0; i < KD_LEAF * s->k; i++)
		s->nearest[i] = INFINITY;
	for (size_t i = 0; i < KD_LEAF; i++)
		s->bound[i] = i < size ? INFINITY : 0;
	s->worst = INFINITY;
}

/* A node to visit and the least squared distance to it. */
struct visit {
	struct kd_node node;
	double least;
};

/* Adds the halves of a node to the visits, the nearer one on top. */
static inline size_t push_halves(const struct kd_tree *tree, struct kd_node from,
                                 struct kd_node node, struct visit *visits, size_t count)
{
	struct kd_node left = kd_left(node), right = kd_right(node);
	struct visit near = { left, kd_least(tree, from, left) };
	struct visit far = { right, kd_least(tree, from, right) };
	if (far.least < near.least || (far.least == near.least && from.leaf >= right.leaf)) {
		struct visit held = near;
		near = far;
		far = held;
	}
	visits[count++] = far;
	visits[count++] = near;
	return count;
}

/* Fills the heaps for the points of one leaf: first from the leaf itself, which
 * gives close bounds, then from the nearest nodes on.  A node that is as far as
 * the bound cannot lower it and is passed over. */
VECTOR_CLONES
static void search_from(struct search *s, struct kd_node from)
{
	const struct kd_tree *tree = s->tree;
	const double *points = kd_leaf_points(tree, from.leaf);
	double least[KD_LEAF] = { 0 };
	start(s, kd_leaf_size(tree, from.leaf));
	search_leaf(s, points, least, points);
	struct visit visits[2 * KD_DEPTH];
	size_t count = 0;
	visits[count++] = (struct visit){ kd_root(tree), 0 };
	while (count > 0) {
		struct visit visit = visits[--count];
		if (!(visit.least < s->worst) || visit.node.id == from.id)
			continue;
		if (!kd_is_leaf(visit.node)) {
			count = push_halves(tree, from, visit.node, visits, count);
			continue;
		}
		kd_least_to_points(tree, visit.node, points, least);
		search_leaf(s, points, least, kd_leaf_points(tree, visit.node.leaf));
	}
}

/* Searches for the leaves [first, end), a few at a time in each thread. */
static void search_leaves(const struct kd_tree *tree, size_t k, double *nearest,
                          uint32_t first, uint32_t end, int threads, double *distances)
{
	size_t started = 0;
	#pragma omp parallel num_threads(threads) if (end - first > FEW_LEAVES)
	{
		size_t mine;
		#pragma omp atomic capture
		mine = started++;
		struct search search = { .tree = tree, .k = k };
		search.nearest = nearest + mine * KD_LEAF * k;
		#pragma omp for schedule(dynamic, 16)
		for (uint32_t leaf = first; leaf < end; leaf++) {
			search_from(&search, kd_leaf(tree, leaf));
			const uint32_t *row = tree->row + (size_t)leaf * KD_LEAF;
			for (size_t i = 0; i < kd_leaf_size(tree, leaf); i++)
				distances[row[i]] = sqrt(search.bound[i]);
		}
	}
	(void)threads;
}

bool k_distances(const struct kd_tree *tree, size_t min_samples, int threads,
                 double *distances, const struct progress *progress, struct failure *why)
{
	enum { STEP = 4096 }; /* leaves from one report to the next */
	if (min_samples > tree->rows) {
		for (size_t i = 0; i < tree->rows; i++)
			distances[i] = INFINITY;
		return true;
	}
	if (min_samples > SIZE_MAX / KD_LEAF / sizeof(double) / (size_t)threads)
		return fail_memory(why);
	double *nearest = malloc((size_t)threads * KD_LEAF * min_samples * sizeof *nearest);
	if (nearest == NULL)
		return fail_memory(why);
	for (uint32_t first = 0; first < tree->leaves; first += STEP) {
		uint32_t end = tree->leaves - first < STEP ? tree->leaves : first + STEP;
		search_leaves(tree, min_samples, nearest, first, end, threads, distances);
		progress_report(progress, "k-distances", end, tree->leaves);
	}
	free(nearest);
	return true;
}
