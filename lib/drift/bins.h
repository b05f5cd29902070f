/* Bins of a feature, frozen from a reference: its deciles. */
#ifndef DRIFT_BINS_H
#define DRIFT_BINS_H

#include <stdbool.h>
#include <stddef.h>

enum { BIN_LIMIT = 10 };

/* Bin 0 holds the values up to edges[0], bin i those above edges[i - 1] up to edges[i], the last
 * one all above the last edge.  The edges rise. */
struct bins {
	double edges[BIN_LIMIT - 1];
	size_t edge_count; /* one less than the bins */
};

/* Makes the bins of n >= 1 finite values in ascending order.
 *
 * The edges are the deciles, each the least value that i tenths of the values do not exceed
 * (definition 1 of Hyndman and Fan 1996), so that an edge is a value and stands in one bin with
 * its ties.  A value that is several deciles at once, as in a feature of few values or with many
 * zeros, gets a bin of its own: the next smaller value is an edge, too (where there is none, the
 * next smaller double).  A lone decile that is the greatest value is no edge. */
void bins_fit(struct bins *bins, const double *values, size_t n);

/* The bin of a value. */
size_t bins_find(const struct bins *bins, double value);

static inline size_t bins_count(const struct bins *bins)
{
	return bins->edge_count + 1;
}

#endif
