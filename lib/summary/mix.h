/* How the levels of a text column (gender, say) are mixed in each segment. */
#ifndef SUMMARY_MIX_H
#define SUMMARY_MIX_H

#include "base/text_set.h"

enum { MIX_LEVEL_LIMIT = 50 };

struct mix {
	struct text_set levels;
	size_t *order;  /* after mix_sort: the levels by their bytes */
	size_t *counts; /* MIX_LEVEL_LIMIT for each segment */
	size_t segment_count;
};

/* Counts one row.  False when memory runs out or there are more levels than
 * MIX_LEVEL_LIMIT. */
bool mix_add(struct mix *mix, size_t segment, const char *level, size_t length,
             struct failure *why);

/* Puts the levels in order; after that none can be added. */
bool mix_sort(struct mix *mix, struct failure *why);

/* The i-th level in order (not NUL-terminated), and how many rows of a segment
 * have it. */
const char *mix_level(const struct mix *mix, size_t i, size_t *length);
size_t mix_count(const struct mix *mix, size_t segment, size_t i);

void mix_free(struct mix *mix);

#endif
