/* Axes and lines of a text drawing. */
#ifndef PLOT_TEXT_CHART_H
#define PLOT_TEXT_CHART_H

#include "plot/axis.h"
#include "plot/canvas.h"

enum { TICKS_MOST = 64, TICK_TEXT = 32 };

/* Ascending round numbers within an axis, at most `most` and TICKS_MOST of them, a
 * step of 1, 2 or 5 times a power of ten apart; returns how many. */
size_t ticks_of(struct axis axis, size_t most, double ticks[TICKS_MOST]);
const char *tick_text(char out[TICK_TEXT], double tick);

/* The room of the lines, within the frame. */
struct text_chart {
	struct canvas *canvas;
	size_t left, top, columns, rows;
	struct axis x, y;
};

/* What a chart may take of the canvas, its axes and names included, and what
 * stands at them.  The names may be NULL; so may be the ticks, for round ones. */
struct text_chart_frame {
	size_t left, top, columns, rows;
	struct axis x, y;
	const char *x_name, *y_name;
	size_t y_name_columns; /* 0: as many as the chart takes */
	const double *x_ticks;
	size_t x_tick_count;
	size_t tick_rows; /* in which these stand */
	size_t names; /* columns to the left of the y axis, in which no numbers stand; or 0 */
};

void text_chart_open(struct text_chart *chart, struct canvas *canvas,
                     const struct text_chart_frame *frame);

/* The place of a value, or the nearest within the chart: the axes are cut into as
 * many equal parts as there are columns or rows. */
size_t text_chart_column(const struct text_chart *chart, double x);
size_t text_chart_row(const struct text_chart *chart, double y);

void text_chart_line(const struct text_chart *chart, double x0, double y0, double x1, double y1,
                     char mark, const char *colour);
void text_chart_mark(const struct text_chart *chart, double x, double y, char mark,
                     const char *colour);

/* From the bottom to the top, and from the left to the right. */
void text_chart_upright(const struct text_chart *chart, double x);
void text_chart_level(const struct text_chart *chart, double y, const char *colour);

#endif
