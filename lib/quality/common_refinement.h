/* The coarsest grouping of the rows that is finer than each of several: two rows
 * are in one group when every labelling has them in one cluster.  What is known
 * of its groups is known of the clusters of all labellings, by addition. */
#ifndef QUALITY_COMMON_REFINEMENT_H
#define QUALITY_COMMON_REFINEMENT_H

#include "quality/labelling.h"

struct common_refinement {
	size_t rows;
	size_t groups;
	int32_t *group; /* of each row; numbered as they first come */
};

/* All rows in one group.  Free with common_refinement_free, also after a failure. */
bool common_refinement_create(struct common_refinement *refinement, size_t rows,
                              struct failure *why);

/* Splits the groups by one more labelling, in which noise is a cluster too;
 * *refined tells whether: they stay as they are when they would become more
 * than `most`.  False only when memory runs out. */
bool common_refinement_add(struct common_refinement *refinement,
                           const struct labelling *labelling, size_t most, bool *refined,
                           struct failure *why);

void common_refinement_free(struct common_refinement *refinement);

#endif
