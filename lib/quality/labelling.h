/* Which cluster each row belongs to. */
#ifndef QUALITY_LABELLING_H
#define QUALITY_LABELLING_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

struct labelling {
	const int32_t *labels; /* one a row: 0 .. k-1, or negative for noise */
	size_t k;
};

/* What the labels amount to.  Noise rows are left out; a number that no row
 * has (an empty cluster) counts for nothing. */
struct labelling_count {
	size_t rows;     /* rows that are in a cluster */
	size_t clusters; /* clusters that have rows */
};

/* Counts the rows of each cluster into `sizes` (k numbers); false when a label
 * is not below k. */
bool labelling_count(const struct labelling *labelling, size_t rows, size_t *sizes,
                     struct labelling_count *count, struct failure *why);

/* Lists the rows cluster by cluster, each cluster's in order: those of cluster c
 * are order[start[c]] .. order[start[c + 1] - 1].  Noise rows are left out.
 * `start` holds k + 2 zeros, `order` room for all rows; labels are below k. */
void labelling_group_rows(const struct labelling *labelling, size_t rows, size_t *start,
                          uint32_t *order);

/* NULL where clusters can be held against each other (2 <= clusters <= rows - 1,
 * as the silhouette, Calinski-Harabasz and Davies-Bouldin need), else the
 * reason why not. */
const char *labelling_incomparable(const struct labelling_count *count);

#endif
