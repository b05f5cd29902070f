/* An order of the rows that puts near ones next to each other, so that a block
 * of consecutive rows fills a small box.
 *
 * The space is cut in two at the mean of its most spread column, each half
 * again, and so on (a k-d tree over an evenly spaced sample of the rows); rows
 * follow their cells, and within a cell keep their order.  The time is linear
 * in the rows. */
#ifndef KMEANS_ROW_ORDER_H
#define KMEANS_ROW_ORDER_H

#include "base/matrix.h"

#include <stdint.h>

/* Rows change places only within stretches of so many, and go there in two
 * steps of which each moves within what caches hold: one step over the whole
 * table takes many times as long. */
enum { ROW_ORDER_STRETCH = 1 << 20 };

struct row_order {
	size_t rows;
	uint32_t *halfway; /* where each row of a stretch goes first */
	uint32_t *source;  /* from where each place of a stretch is filled then */
};

/* Finds an order for the rows of `x`, fewer than 2^32.  Free it with
 * row_order_free, also after a failure. */
bool row_order_create(struct row_order *order, const struct matrix *x, int threads,
                      struct failure *why);
void row_order_free(struct row_order *order);

/* Moves the values of a column's stretch number `stretch` to `halfway`; place p
 * of the order, which lies in the same stretch, then has halfway[order->source[p]].
 * `halfway` holds as many numbers as the stretch has rows. */
void row_order_apply(const struct row_order *order, size_t stretch, const double *column,
                       double *halfway);

#endif
