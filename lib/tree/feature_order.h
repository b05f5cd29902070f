/* Row numbers in the order of a column. */
#ifndef TREE_FEATURE_ORDER_H
#define TREE_FEATURE_ORDER_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

/* Puts the numbers of `rows` finite values (fewer than 2^32) into `order`, the
 * smallest value first, equal ones (-0 and 0 are) in the order of the rows.  A
 * radix sort on the bits: its time grows with the rows, whatever they hold. */
bool feature_order(uint32_t *order, const double *values, size_t rows, struct failure *why);

#endif
