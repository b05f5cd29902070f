/* Rows as points of the plane, coloured by segment: one by one, or, where they
 * are many, as a density. */
#ifndef PLOT_POINTS_H
#define PLOT_POINTS_H

#include "plot/axis.h"
#include "plot/density_grid.h"
#include "plot/labelled.h"
#include "plot/legend.h"
#include "plot/spread.h"
#include "plot/tics.h"

/* More points than this are counted in cells, and so is every text drawing, in
 * which a cell is a character. */
enum { POINT_LIMIT = 5000, POINT_CELLS_ACROSS = 96, POINT_CELLS_DOWN = 72 };

/* The shares of its colour that a cell of a density may have, from few rows to many, and
 * which of these one with `count` of at most `most` rows has. */
enum { POINTS_STRENGTHS = 3 };
extern const double points_strengths[POINTS_STRENGTHS];
double points_strength(size_t count, size_t most);

struct points {
	const struct labelled *rows;
	const double *x, *y; /* one a row, at most 1e150 */
	struct axis x_axis, y_axis;
	double gutters[2]; /* columns of the plot on the left and the right without points */
	struct axis x_points; /* the x axis without these */
	struct tics x_tics, y_tics;
	double columns, plot_rows; /* the room of the plot */
	double left, bottom;       /* what the axes, and what is below them, take */
	struct legend legend;
	char letters[SEGMENT_LIST_LIMIT]; /* of a text drawing */
	/* What the centroids' rings give way to, in columns and rows from the lower
	 * left corner of the plot. */
	const struct spread_box *others;
	size_t other_count;
};

/* What is to be said about a density or a text drawing, or "". */
enum { POINTS_NOTE = 256 };
void points_note(const struct points *points, bool text, char note[POINTS_NOTE]);

/* Plans the legend for a picture that wants so many columns and rows, and adds
 * what it takes to the frame's rows; `plot_least`: see legend_plan. */
void points_plan(struct points *points, const struct script_options *options, double plot_least,
                 struct script_frame *frame);

/* With so much room on the left of the plot, or more where its numbers need it, fills in
 * how large it is and its axes, with the gutters; points_frame writes them. */
void points_measure(const struct script *script, struct points *points, double left);
void points_frame(struct script *script, const struct points *points);

/* Counts the points in a grid whose size and axes are set; free it. */
bool points_count(const struct points *points, struct density_grid *grid, struct failure *why);

/* The means of the segments, x and y of each, 2 * rows->k in all; noise has none. */
bool points_centroids(const struct points *points, double *centroids, struct failure *why);

/* Draws and ends a text drawing; `below` (or NULL) writes so many rows between
 * the axes and a legend below them. */
bool points_print(struct script *script, struct points *points, const char *x_name,
                  const char *y_name, void (*below)(struct canvas *, size_t top, void *),
                  void *context, size_t below_rows, struct failure *why);

/* Writes the legend and the data blocks; then the others put the elements of the
 * plot command: the points, and what stands before them, the centroids, as rings
 * with the segments' labels. */
bool points_write(struct script *script, const struct points *points, struct failure *why);
void points_plot(struct script *script, const struct points *points);
bool points_write_centroids(struct script *script, const struct points *points,
                            struct failure *why);
void points_plot_centroids(struct script *script, const struct points *points);

#endif
