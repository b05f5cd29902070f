/* Iterative mistake minimisation: a tree of thresholds with at most one leaf a
 * segment.
 *
 * At each node every threshold of every feature that leaves centroids on both
 * sides is looked at, and the one with the fewest mistakes taken: rows that
 * would lie on the other side than their own centroid.  Such rows still pass
 * through the tree but no longer count below.  A node whose rows that count
 * all have one segment is its leaf.
 *
 * Source: Moshkovitz, Dasgupta, Rashtchian, Frost, "Explainable k-Means and
 * k-Medians Clustering", ICML 2020, algorithm 1.  What it leaves open: a cut
 * keeps rows that count on either side; of cuts with as few mistakes the one
 * in the widest gap between neighbouring rows of the node wins, then the
 * first feature, then the lowest.  Where no cut is left (centroids that
 * coincide) the leaf is of the segment with the most rows that count. */
#ifndef TREE_IMM_H
#define TREE_IMM_H

#include "tree/growth.h"

/* Grows the tree from its one leaf.  Needs a row in a segment; takes 32767 segments. */
bool imm_grow(struct growth *growth, struct failure *why);

#endif
