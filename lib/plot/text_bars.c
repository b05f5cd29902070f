#include "plot/bars.h"
#include "plot/text_chart.h"

#include <math.h>
#include <string.h>

enum { LIMIT_ROWS = 2, TICK_ROWS = 2, BAR_COLUMNS_LEAST = 16, AROUND = 6 };

/* Where name, bar and text do not fit side by side, the text has a row of its own
 * below the bar. */
struct layout {
	size_t names, texts; /* columns */
	bool below;
};

static struct layout lay_out(const struct bar *bars, size_t count, double columns)
{
	double names = bars_name_columns(bars, count, columns * BARS_NAMES);
	struct layout layout = { .names = (size_t)ceil(names) };
	for (size_t i = 0; i < count; i++) {
		size_t width = script_width(bars[i].text, strlen(bars[i].text));
		layout.texts = width > layout.texts ? width : layout.texts;
	}
	layout.below = (double)(layout.names + layout.texts + AROUND + BAR_COLUMNS_LEAST) > columns;
	return layout;
}

double bars_text_rows(const struct bar *bars, size_t count, double columns)
{
	/* The limits' names, the axis, its numbers, its name. */
	return (double)(count * (lay_out(bars, count, columns).below ? 2 : 1)) + LIMIT_ROWS + 1
	    + TICK_ROWS + 1;
}

static void print_bar(const struct text_chart *chart, const struct bar *bar, size_t row,
                      double text_from, bool below)
{
	struct canvas *canvas = chart->canvas;
	bool drawn = bar->value > chart->x.low;
	size_t end = drawn ? text_chart_column(chart, bar->value) : chart->left;
	size_t from = text_chart_column(chart, text_from);
	for (size_t i = chart->left; drawn && i <= end; i++)
		canvas_mark(canvas, i, row, '#', palette_colour(bar->style));
	canvas_text(canvas, below ? chart->left + 1 : (end > from ? end : from) + 2,
	            below ? row + 1 : row, bar->text, canvas->columns, palette_ink());
}

static void print_marks(const struct text_chart *chart, const struct bar *bar, size_t row)
{
	size_t low = text_chart_column(chart, bar->low), high = text_chart_column(chart, bar->high);
	if (isnan(bar->low) || isnan(bar->high))
		return;
	if (low == high) {
		canvas_mark(chart->canvas, low, row, '|', palette_ink());
	} else {
		canvas_mark(chart->canvas, low, row, '[', palette_ink());
		canvas_mark(chart->canvas, high, row, ']', palette_ink());
	}
}

/* Over the bars, not over what is written below them. */
static void print_limit(const struct text_chart *chart, const struct bars_limit *limit,
                        size_t each, bool below)
{
	size_t column = text_chart_column(chart, limit->at);
	for (size_t i = 0; i < chart->rows; i++)
		if (!below || i % each != 1)
			canvas_mark(chart->canvas, column, chart->top + i, ':', palette_ink());
}

static size_t collect_ticks(const struct bars_limit *limits, size_t count, struct axis range,
                            size_t columns, double ticks[2 * TICKS_MOST])
{
	double rounds[TICKS_MOST];
	size_t ticked = 0, round;
	/* Those of the limits come first: they have the room. */
	for (size_t i = 0; i < count && i < TICKS_MOST; i++)
		if (limits[i].name == NULL)
			ticks[ticked++] = limits[i].at;
	size_t own = ticked;
	round = ticks_of(range, columns / 8 > 2 ? columns / 8 : 2, rounds);
	for (size_t i = 0; i < round; i++) {
		bool near = false;
		for (size_t j = 0; j < own; j++)
			near |= fabs(rounds[i] - ticks[j]) * (double)columns < 4 * (range.high - range.low);
		if (!near)
			ticks[ticked++] = rounds[i];
	}
	return ticked;
}

void bars_print(struct script *script, const struct bar *bars, size_t count, struct axis range,
                double text_from, const char *axis, const struct bars_limit *limits,
                size_t limit_count)
{
	struct canvas canvas;
	struct text_chart chart;
	canvas_open(&canvas, script);
	struct layout layout = lay_out(bars, count, script->columns);
	size_t left = layout.names + 2, right = layout.below ? 2 : layout.texts + 3;
	size_t columns = left + right < canvas.columns ? canvas.columns - right : left + 2;
	size_t ticked_columns = columns > left ? columns - left : 1;
	double ticks[2 * TICKS_MOST];
	size_t ticked = collect_ticks(limits, limit_count, range, ticked_columns, ticks);
	size_t above = 0, tick_rows = 1;
	for (size_t i = 0; i < limit_count; i++) {
		above = limits[i].name != NULL ? LIMIT_ROWS : above;
		tick_rows = limits[i].name == NULL ? TICK_ROWS : tick_rows;
	}
	bool spaced = (double)canvas.rows
	    >= bars_text_rows(bars, count, script->columns) + (double)count - 1;
	size_t each = (layout.below ? 2 : 1) + (spaced ? 1 : 0), rows = each * count - spaced;
	text_chart_open(&chart, &canvas, &(struct text_chart_frame){
		.left = 1, .top = above, .columns = columns, .rows = rows + 2 + tick_rows, .x = range,
		.y = { 0, 1 }, .x_name = axis, .x_ticks = ticks, .x_tick_count = ticked,
		.tick_rows = tick_rows, .names = left - 1 });
	for (size_t i = 0; i < limit_count; i++)
		if (limits[i].name != NULL)
			canvas_text_apart(&canvas, text_chart_column(&chart, limits[i].at), 0, LIMIT_ROWS,
			                  limits[i].name);
	for (size_t i = 0; i < count; i++) {
		size_t row = chart.top + each * i;
		canvas_text_before(&canvas, chart.left - 2, row, bars[i].name, layout.names);
		print_bar(&chart, &bars[i], row, text_from, layout.below);
	}
	for (size_t i = 0; i < limit_count; i++)
		print_limit(&chart, &limits[i], each, layout.below);
	for (size_t i = 0; i < count; i++)
		print_marks(&chart, &bars[i], chart.top + each * i);
	canvas_print(&canvas);
}
