/* Points counted in the cells of a grid, for pictures of more points than can
 * be drawn one by one. */
#ifndef PLOT_DENSITY_GRID_H
#define PLOT_DENSITY_GRID_H

#include "base/failure.h"
#include "plot/axis.h"

#include <stdint.h>

struct density_cell {
	size_t count; /* points of all groups */
	size_t group; /* the one with the most of them, the first of equal ones */
	size_t share; /* how many that one has */
};

struct density_grid {
	size_t across, down;
	struct axis x, y;
	struct density_cell *cells; /* down rows of across; row 0 is the lowest y */
	size_t most;       /* the greatest count of a cell */
};

/* Counts n points, each of a group below `groups`, in across x down cells of
 * one size that cover the axes; a point on the line between two cells is in
 * the upper one.  Points outside are left out.  The caller frees it in either
 * case; false when memory runs out. */
bool density_grid_count(struct density_grid *grid, const double *x, const double *y,
                        const size_t *group, size_t n, size_t groups, struct failure *why);
void density_grid_free(struct density_grid *grid);

/* The middle of a cell. */
static inline double density_grid_x(const struct density_grid *grid, size_t column)
{
	return grid->x.low
	    + (grid->x.high - grid->x.low) * ((double)column + 0.5) / (double)grid->across;
}

static inline double density_grid_y(const struct density_grid *grid, size_t row)
{
	return grid->y.low + (grid->y.high - grid->y.low) * ((double)row + 0.5) / (double)grid->down;
}

#endif
