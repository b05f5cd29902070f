/* An order of the rows that puts near ones next to each other, so that a block
 * of consecutive rows fills a small box.
 *
 * The space is cut in two at the mean of its most spread column, each half
 * again, and so on (a k-d tree over an evenly spaced sample of the rows); rows
 * follow their cells, and within a cell keep their order.  Time grows with
 * rows and with cols; the sample bounds the rest. */
#ifndef CLUSTER_ROW_ORDER_H
#define CLUSTER_ROW_ORDER_H

#include "base/matrix.h"

#include <stdint.h>

/* Writes the numbers of the rows of `x` (fewer than 2^32) to `order`. */
bool row_order(const struct matrix *x, int threads, uint32_t *order, struct failure *why);

#endif
