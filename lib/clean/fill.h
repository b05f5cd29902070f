/* What missing numbers are filled with: the mean or the median of the numbers
 * of their column. */
#ifndef CLEAN_FILL_H
#define CLEAN_FILL_H

#include "base/failure.h"
#include "stream/row.h"

#include <stddef.h>

struct fill {
	double *numbers; /* those seen, kept for the median */
	size_t count, capacity;
	size_t missing;
	bool text; /* a cell was neither missing nor a number: not a column of numbers */
	double value;
};

/* Takes note of a cell. */
bool fill_add(struct fill *fill, const struct cell *cell, bool missing, struct failure *why);

/* Decides the value.  False where the column is one of numbers with missing
 * cells and none that is there. */
bool fill_decide(struct fill *fill, bool median);

void fill_free(struct fill *fill);

#endif
