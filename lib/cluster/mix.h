/* How the levels of a text column (gender, say) are mixed in each segment. */
#ifndef CLUSTER_MIX_H
#define CLUSTER_MIX_H

#include "base/failure.h"

#include <stddef.h>

enum { MIX_LEVEL_LIMIT = 50 };

struct mix {
	size_t *counts; /* MIX_LEVEL_LIMIT for each segment */
	size_t segment_count;
};

/* Counts one row; `level` is below MIX_LEVEL_LIMIT.  False when memory runs
 * out. */
bool mix_add(struct mix *mix, size_t segment, size_t level, struct failure *why);

/* The number of rows of a level in a segment. */
size_t mix_count(const struct mix *mix, size_t segment, size_t level);

void mix_free(struct mix *mix);

#endif
