#include "plot/bins.h"

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

static struct bin summarise(const size_t *counts, size_t groups)
{
	struct bin bin = { 0 };
	for (size_t g = 0; g < groups; g++) {
		bin.count += counts[g];
		if (counts[g] > bin.share) {
			bin.group = g;
			bin.share = counts[g];
		}
	}
	return bin;
}

bool bins_count(struct bins *bins, const double *x, const double *y, const size_t *group,
                size_t n, size_t groups, struct failure *why)
{
	size_t cells = bins->across * bins->down;
	bins->cells = calloc(cells + 1, sizeof *bins->cells);
	size_t *counts = calloc(cells * groups + 1, sizeof *counts);
	bool made = (bins->cells != NULL && counts != NULL) || fail_memory(why);
	for (size_t i = 0; made && i < n; i++) {
		size_t column = place(bins->x, x[i], bins->across);
		size_t row = place(bins->y, y[i], bins->down);
		if (column < bins->across && row < bins->down)
			counts[(row * bins->across + column) * groups + group[i]]++;
	}
	bins->most = 0;
	for (size_t cell = 0; made && cell < cells; cell++) {
		bins->cells[cell] = summarise(counts + cell * groups, groups);
		if (bins->cells[cell].count > bins->most)
			bins->most = bins->cells[cell].count;
	}
	free(counts);
	return made;
}

void bins_free(struct bins *bins)
{
	free(bins->cells);
	bins->cells = NULL;
}
