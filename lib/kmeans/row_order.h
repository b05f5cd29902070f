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

enum {
	/* Rows change places only within stretches of so many, whose columns stay in
	 * the caches while they do: an order of the whole table takes longer to make
	 * than it saves. */
	ROW_ORDER_STRETCH = 1 << 16,
	ROW_ORDER_LEVELS = 10, /* of cuts, at most */
};

/* The cuts that make the cells. */
struct row_order {
	size_t levels;
	size_t column[1 << ROW_ORDER_LEVELS]; /* of inner node 1, 2, ...; its halves are 2n and 2n + 1 */
	double at[1 << ROW_ORDER_LEVELS];
};

/* What ordering a stretch takes and gives. */
struct row_order_stretch {
	uint16_t source[ROW_ORDER_STRETCH]; /* which of the stretch's rows comes to each place */
	uint16_t cell[ROW_ORDER_STRETCH];   /* of each row */
};

/* Chooses the cuts for the rows of `x`, fewer than 2^32. */
void row_order_choose(struct row_order *order, const struct matrix *x);

/* Orders the `rows` <= ROW_ORDER_STRETCH rows of `x` from row `first` on. */
void row_order_stretch(const struct row_order *order, const struct matrix *x, size_t first,
                       size_t rows, struct row_order_stretch *stretch);

#endif
