/* Points counted in the cells of a grid, for pictures of more points than can
 * be drawn one by one. */
#ifndef PLOT_BINS_H
#define PLOT_BINS_H

#include "base/failure.h"
#include "plot/axis.h"

#include <stdint.h>

struct bin {
	size_t count; /* points of all groups */
	size_t group; /* the one with the most of them, the first of equal ones */
	size_t share; /* how many that one has */
};

struct bins {
	size_t across, down;
	struct axis x, y;
	struct bin *cells; /* down rows of across; row 0 is the lowest y */
	size_t most;       /* the greatest count of a cell */
};

/* Counts n points, each of a group below `groups`, in across x down cells of
 * one size that cover the axes; a point on the line between two cells is in
 * the upper one.  Points outside are left out.  The caller frees it in either
 * case; false when memory runs out. */
bool bins_count(struct bins *bins, const double *x, const double *y, const size_t *group,
                size_t n, size_t groups, struct failure *why);
void bins_free(struct bins *bins);

/* The middle of a cell. */
static inline double bins_x(const struct bins *bins, size_t column)
{
	return bins->x.low
	    + (bins->x.high - bins->x.low) * ((double)column + 0.5) / (double)bins->across;
}

static inline double bins_y(const struct bins *bins, size_t row)
{
	return bins->y.low + (bins->y.high - bins->y.low) * ((double)row + 0.5) / (double)bins->down;
}

#endif
