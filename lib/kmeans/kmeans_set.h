/* Sets of centroids in a few words: bit c % KMEANS_SET_BITS stands for centroid
 * c.  That two sets have nothing in common is sure; with more centroids than
 * bits, that they have something is not. */
#ifndef KMEANS_KMEANS_SET_H
#define KMEANS_KMEANS_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KMEANS_SET_BITS = 256 };
struct kmeans_set {
	uint64_t bits[KMEANS_SET_BITS / 64];
};

static inline void kmeans_set_add(struct kmeans_set *set, size_t c)
{
	set->bits[c % KMEANS_SET_BITS / 64] |= (uint64_t)1 << c % 64;
}

static inline bool kmeans_sets_meet(const struct kmeans_set *a, const struct kmeans_set *b)
{
	uint64_t common = 0;
	for (size_t w = 0; w < KMEANS_SET_BITS / 64; w++)
		common |= a->bits[w] & b->bits[w];
	return common != 0;
}

#endif
