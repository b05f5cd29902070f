/* The numbers of the segments, which do not depend on how they were found: 0
 * is the one with the most rows; ties go by the centroids, compared column by
 * column, the smaller first. */
#ifndef KMEANS_SEGMENT_ORDER_H
#define KMEANS_SEGMENT_ORDER_H

#include "base/failure.h"

/* Writes to `order` which of the `k` segments comes first, second, ...; its
 * inverse gives the new numbers.  `sizes` holds k counts, `centroids` k x cols
 * numbers, row-major.  Segments alike in all of it keep their order. */
bool segment_order(const size_t *sizes, const double *centroids, size_t k, size_t cols,
                   size_t *order, struct failure *why);

#endif
