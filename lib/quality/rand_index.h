/* How far two labellings of the same rows agree. */
#ifndef QUALITY_RAND_INDEX_H
#define QUALITY_RAND_INDEX_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

/* The adjusted Rand index (Hubert and Arabie 1985): 1 where the labellings are
 * the same up to names, about 0 where they agree as chance would have it.
 * Counted over pairs of rows in whole numbers, so that no digit is lost.
 *
 * `first` and `second` hold n labels each (1 <= n < 2^32), below `first_k` and
 * `second_k`; numbers that no row has are allowed.  Noise is a label like any
 * other and is given a number of its own, or left out, by the caller.  False
 * when a label is out of range, there are no rows, or memory runs out. */
bool adjusted_rand_index(const int32_t *first, size_t first_k,
                         const int32_t *second, size_t second_k,
                         size_t n, double *index, struct failure *why);

#endif
