#include "plot/density_grid.h"

#include <stdlib.h>

/* The cell of a value, or `cells` where it is outside. */
static size_t place(struct axis axis, double value, size_t cells)
{
	double share = (value - axis.low) / (axis.high - axis.low);
	if (!(share >= 0 && share <= 1))
		return cells;
	size_t cell = (size_t)(share * (double)cells);
	return cell < cells ? cell : cells - 1;
}

static struct density_cell summarise(const size_t *counts, size_t groups)
{
	struct density_cell cell = { 0 };
	for (size_t g = 0; g < groups; g++) {
		cell.count += counts[g];
		if (counts[g] > cell.share) {
			cell.group = g;
			cell.share = counts[g];
		}
	}
	return cell;
}

bool density_grid_count(struct density_grid *grid, const double *x, const double *y,
                        const size_t *group, size_t n, size_t groups, struct failure *why)
{
	size_t cells = grid->across * grid->down;
	grid->cells = calloc(cells + 1, sizeof *grid->cells);
	size_t *counts = calloc(cells * groups + 1, sizeof *counts);
	bool made = (grid->cells != NULL && counts != NULL) || fail_memory(why);
	for (size_t i = 0; made && i < n; i++) {
		size_t column = place(grid->x, x[i], grid->across);
		size_t row = place(grid->y, y[i], grid->down);
		if (column < grid->across && row < grid->down)
			counts[(row * grid->across + column) * groups + group[i]]++;
	}
	grid->most = 0;
	for (size_t cell = 0; made && cell < cells; cell++) {
		grid->cells[cell] = summarise(counts + cell * groups, groups);
		if (grid->cells[cell].count > grid->most)
			grid->most = grid->cells[cell].count;
	}
	free(counts);
	return made;
}

void density_grid_free(struct density_grid *grid)
{
	free(grid->cells);
	grid->cells = NULL;
}
