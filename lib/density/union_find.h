/* Disjoint sets of 0 ... count-1 that many threads may unite at once, without
 * locks (Anderson and Woll 1991).  The root of a set is its smallest member,
 * so the outcome depends on what was united and not on the order. */
#ifndef DENSITY_UNION_FIND_H
#define DENSITY_UNION_FIND_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct union_find {
	_Atomic uint32_t *parent; /* never greater than its child; a root is its own */
};

/* Makes `count` sets of one member each; count < 2^32.  The caller frees them;
 * false when out of memory. */
bool union_find_create(struct union_find *sets, size_t count);

void union_find_free(struct union_find *sets);

/* The smallest member of the set, as far as it is united now. */
static inline uint32_t union_find_root(struct union_find *sets, uint32_t member)
{
	for (;;) {
		uint32_t up = atomic_load_explicit(&sets->parent[member], memory_order_relaxed);
		uint32_t top = atomic_load_explicit(&sets->parent[up], memory_order_relaxed);
		if (up == top)
			return up;
		/* Halve the path.  Whoever writes last, the parent is an ancestor. */
		atomic_store_explicit(&sets->parent[member], top, memory_order_relaxed);
		member = top;
	}
}

/* Makes one set of two. */
static inline void union_find_unite(struct union_find *sets, uint32_t a, uint32_t b)
{
	for (;;) {
		a = union_find_root(sets, a);
		b = union_find_root(sets, b);
		if (a == b)
			return;
		uint32_t low = a < b ? a : b, high = a < b ? b : a;
		uint32_t root = high;
		if (atomic_compare_exchange_weak_explicit(&sets->parent[high], &root, low,
		                                          memory_order_relaxed,
		                                          memory_order_relaxed))
			return;
	}
}

#endif
