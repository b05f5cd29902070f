/* The heart of DBSCAN: core points within reach of each other come into one set. */
#ifndef DENSITY_CORE_CONNECT_H
#define DENSITY_CORE_CONNECT_H

#include "base/failure.h"
#include "density/kd_tree.h"
#include "density/union_find.h"

#include <stdbool.h>
#include <stdint.h>

/* Unites the slots of all core points that are at most `reach` apart (a squared
 * distance).  Bit i of core[leaf] says whether slot i of the leaf holds a core
 * point; there is a word for each leaf.  `sets` has the slots as its members.
 *
 * The tree is compared with itself, a pair of nodes at a time.  A pair is done
 * with when it is out of reach, or when all its core points are known to be in
 * one set; so a great reach, or many equal points, make the work less and not
 * more.  False when out of memory. */
bool core_connect(const struct kd_tree *tree, const uint32_t *core, double reach, int threads,
                  struct union_find *sets, struct failure *why);

#endif
