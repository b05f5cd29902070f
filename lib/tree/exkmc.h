/* More leaves than segments, for rules that follow the segments more closely.
 *
 * The surrogate cost of a tree is the sum, over its leaves, of the squared
 * distances from the leaf's rows to the one centroid that is best for all of
 * them.  Again and again the leaf is split whose best cut lowers that cost
 * most; the two leaves get the segments of their best centroids.  A leaf
 * whose rows all have its segment stays whole, and so does one whose two
 * parts would get the same segment.
 *
 * Source: Frost, Moshkovitz, Rashtchian, "ExKMC: Expanding Explainable k-Means
 * Clustering", arXiv:2006.02399 (2020), algorithm 2.  Rows in no segment count
 * for nothing; ties go to the earlier leaf, the first feature, the lowest cut. */
#ifndef TREE_EXKMC_H
#define TREE_EXKMC_H

#include "tree/growth.h"

/* Expands the tree to at most `leaves` leaves; fewer where no split helps.
 * Takes rows x k doubles of memory. */
bool exkmc_expand(struct growth *growth, size_t leaves, struct failure *why);

#endif
