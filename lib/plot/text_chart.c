#include "plot/text_chart.h"

#include "plot/palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

size_t ticks_of(struct axis axis, size_t most, double ticks[TICKS_MOST])
{
	static const double steps[] = { 1, 2, 5 };
	double range = axis.high - axis.low, unit = 1;
	size_t count = 0, step = 0;
	most = most < 2 ? 2 : most > TICKS_MOST - 1 ? TICKS_MOST - 1 : most;
	if (!(range > 1e-300 && range < 1e300))
		return 0;
	while (unit > range / (double)most)
		unit /= 10;
	while (unit < range / (double)most / 10)
		unit *= 10;
	while (steps[step] * unit < range / (double)most)
		if (++step == sizeof steps / sizeof *steps) {
			step = 0;
			unit *= 10;
		}
	double width = steps[step] * unit;
	/* The numbers would no more be whole. */
	if (fabs(axis.low) / width > 1e12 || fabs(axis.high) / width > 1e12)
		return 0;
	for (double i = ceil(axis.low / width - 1e-9); i * width <= axis.high + 1e-9 * width
	     && count < TICKS_MOST; i++)
		ticks[count++] = i == 0 ? 0 : i * width; /* not -0 */
	return count;
}

const char *tick_text(char out[TICK_TEXT], double tick)
{
	snprintf(out, TICK_TEXT, "%.12g", tick);
	return out;
}

/* As density_grid counts. */
static size_t place(struct axis axis, double value, size_t cells)
{
	double share = (value - axis.low) / (axis.high - axis.low) * (double)cells;
	return !(share > 0) ? 0 : share >= (double)cells ? cells - 1 : (size_t)share;
}

size_t text_chart_column(const struct text_chart *chart, double x)
{
	return chart->left + place(chart->x, x, chart->columns);
}

size_t text_chart_row(const struct text_chart *chart, double y)
{
	return chart->top + chart->rows - 1 - place(chart->y, y, chart->rows);
}

/* The x axis, and its numbers, as many as have room. */
static void write_x(const struct text_chart *chart, const struct text_chart_frame *frame)
{
	double ticks[TICKS_MOST];
	const double *at = frame->x_ticks;
	size_t count = frame->x_tick_count, below = chart->top + chart->rows;
	if (at == NULL) {
		char low[TICK_TEXT], high[TICK_TEXT];
		for (size_t most = chart->columns / 4 + 2; most > 1; most--) {
			count = ticks_of(frame->x, most, ticks);
			size_t wide = 1;
			if (count > 0) {
				size_t first = strlen(tick_text(low, ticks[0]));
				size_t middle = strlen(tick_text(high, ticks[count / 2]));
				wide = strlen(tick_text(high, ticks[count - 1]));
				wide = first > wide ? first : wide;
				wide = middle > wide ? middle : wide;
			}
			if (count * (wide + 2) <= chart->columns + 2)
				break;
		}
		at = ticks;
	}
	for (size_t i = 0; i < chart->columns; i++)
		canvas_mark(chart->canvas, chart->left + i, below, '-', palette_soft_ink());
	if (chart->left > 0)
		canvas_mark(chart->canvas, chart->left - 1, below, '+', palette_soft_ink());
	for (size_t i = 0; i < count; i++) {
		char text[TICK_TEXT];
		size_t column = text_chart_column(chart, at[i]);
		canvas_mark(chart->canvas, column, below, '+', palette_soft_ink());
		canvas_text_apart(chart->canvas, column, below + 1,
		                  frame->tick_rows > 1 ? frame->tick_rows : 1, tick_text(text, at[i]));
	}
}

static size_t y_ticks(const struct text_chart_frame *frame, size_t rows,
                      double ticks[TICKS_MOST], size_t *wide)
{
	size_t most = rows > 5 ? rows / 2 : rows > 3 ? 3 : 2;
	size_t count = ticks_of(frame->y, most, ticks);
	while (count < 2 && most < rows)
		count = ticks_of(frame->y, ++most, ticks);
	*wide = 1;
	for (size_t i = 0; i < count; i++) {
		char text[TICK_TEXT];
		size_t width = strlen(tick_text(text, ticks[i]));
		*wide = width > *wide ? width : *wide;
	}
	return count;
}

void text_chart_open(struct text_chart *chart, struct canvas *canvas,
                     const struct text_chart_frame *frame)
{
	/* The axis, its numbers, and the names. */
	size_t tick_rows = frame->tick_rows > 1 ? frame->tick_rows : 1, wide;
	size_t above = frame->y_name != NULL, below = 1 + tick_rows + (frame->x_name != NULL);
	double ticks[TICKS_MOST];
	size_t rows = frame->rows > above + below + 1 ? frame->rows - above - below : 1;
	size_t count = y_ticks(frame, rows, ticks, &wide);
	size_t names = frame->names > 0 ? frame->names : wide + 1;
	*chart = (struct text_chart){
		.canvas = canvas, .left = frame->left + names + 1, .top = frame->top + above,
		.columns = frame->columns > names + 3 ? frame->columns - names - 1 : 2,
		.rows = rows, .x = frame->x, .y = frame->y };
	for (size_t i = 0; i < rows; i++)
		canvas_mark(canvas, chart->left - 1, chart->top + i, '|', palette_soft_ink());
	for (size_t i = 0; frame->names == 0 && i < count; i++) {
		char text[TICK_TEXT];
		size_t row = text_chart_row(chart, ticks[i]);
		canvas_mark(canvas, chart->left - 1, row, '+', palette_soft_ink());
		canvas_text_before(canvas, chart->left - 2, row, tick_text(text, ticks[i]), wide);
	}
	write_x(chart, frame);
	if (frame->x_name != NULL)
		canvas_text_around(canvas, chart->left + chart->columns / 2,
		                   chart->top + rows + 1 + tick_rows, frame->x_name, frame->columns);
	if (frame->y_name != NULL)
		canvas_text(canvas, frame->left, frame->top, frame->y_name,
		            frame->y_name_columns > 0 ? frame->y_name_columns : frame->columns,
		            palette_ink());
}

void text_chart_mark(const struct text_chart *chart, double x, double y, char mark,
                     const char *colour)
{
	canvas_mark(chart->canvas, text_chart_column(chart, x), text_chart_row(chart, y), mark,
	            colour);
}

void text_chart_line(const struct text_chart *chart, double x0, double y0, double x1, double y1,
                     char mark, const char *colour)
{
	size_t from = text_chart_column(chart, x0), to = text_chart_column(chart, x1);
	size_t columns = from < to ? to - from : from - to;
	size_t first = text_chart_row(chart, y0), last = text_chart_row(chart, y1);
	size_t rows = first < last ? last - first : first - last;
	size_t steps = columns > rows ? columns : rows;
	for (size_t i = 0; i <= steps; i++) {
		double share = steps > 0 ? (double)i / (double)steps : 0;
		text_chart_mark(chart, x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, mark, colour);
	}
}

void text_chart_upright(const struct text_chart *chart, double x)
{
	size_t column = text_chart_column(chart, x);
	for (size_t i = 0; i < chart->rows; i++)
		canvas_mark(chart->canvas, column, chart->top + i, ':', palette_ink());
}

void text_chart_level(const struct text_chart *chart, double y, const char *colour)
{
	size_t row = text_chart_row(chart, y);
	for (size_t i = 0; i < chart->columns; i++)
		canvas_mark(chart->canvas, chart->left + i, row, '-', colour);
}
