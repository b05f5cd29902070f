/* Rows as points of the plane, coloured by segment: one by one, or, where they
 * are many, as a density. */
#ifndef PLOT_POINTS_H
#define PLOT_POINTS_H

#include "plot/axis.h"
#include "plot/labelled.h"
#include "plot/spread.h"

/* More points than this are counted in cells, and so is every text drawing, in
 * which a cell is a character. */
enum { POINT_LIMIT = 5000, POINT_CELLS_ACROSS = 96, POINT_CELLS_DOWN = 72 };

struct points {
	const struct labelled *rows;
	const double *x, *y; /* one a row, at most 1e150 */
	struct axis x_axis, y_axis;
	double columns, plot_rows; /* the room of the plot */
	double legend;             /* columns of the legend to the right of it */
	/* Labels of others that the centroids' rings give way to, in columns and
	 * rows from the lower left corner of the plot. */
	const struct spread_box *others;
	size_t other_count;
};

/* What is to be said about a density, or "". */
enum { POINTS_NOTE = 200 };
void points_note(const struct points *points, char note[POINTS_NOTE]);

/* Sets the margins and the ranges, with so much room on the left, and fills in
 * what `points` has to know of them. */
void points_frame(struct script *script, struct points *points, double left);

/* Writes the legend and the data blocks; then the others put the elements of the
 * plot command: the points, and what stands before them, the centroids, as rings
 * with the segments' labels. */
bool points_write(struct script *script, const struct points *points, struct failure *why);
void points_plot(struct script *script, const struct points *points);
void points_plot_centroids(struct script *script);

#endif
