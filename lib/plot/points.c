#include "plot/points.h"

#include "base/elementary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The axes of a text drawing and the least of its plot; the scale of a density; and
 * the least that a legend leaves to the plot. */
enum { TEXT_PLOT_ROWS = 14, SCALE_ROWS = 2, PLOT_ROWS_LEAST = 8, LOW_ROWS = 20 };

/* Of three steps those at which the palette's colours, each at any strength, stay farthest
 * apart: by 9 (CIE 1976); the first eight by 4.4 for the three kinds of colour blindness,
 * more cannot, and there are the lines between the regions. */
const double points_strengths[POINTS_STRENGTHS] = { 0.61, 0.77, 1 };

static bool is_dense(const struct points *points)
{
	return points->rows->table.x.rows > POINT_LIMIT;
}

void points_note(const struct points *points, bool text, char note[POINTS_NOTE])
{
	note[0] = '\0';
	if (text)
		snprintf(note, POINTS_NOTE, "A letter is the segment with the most rows there, one in "
		         "brackets its centroid.");
	else if (is_dense(points))
		snprintf(note, POINTS_NOTE, "They are counted in cells: the colour is that of the "
		         "segment with the most rows there; the stronger, the more rows.%s",
		         points->rows->list.count > PALETTE_COLOURS
		             ? " Colours come again after twelve segments: the numbers tell which." : "");
}

/* How the points of a segment are drawn, but for a text. */
enum { STYLE_SIZE = 64 };
static const char *style_of(char out[STYLE_SIZE], const struct segment_entry *entry, double size)
{
	snprintf(out, STYLE_SIZE, "pt %d ps %.1f lc rgb '%s'", palette_mark(entry->style), size,
	         palette_colour(entry->style));
	return out;
}

static void write_points(struct script *script, const struct points *points)
{
	const struct labelled *rows = points->rows;
	for (size_t g = 0; g < rows->list.count; g++) {
		char name[64];
		snprintf(name, sizeof name, "segment%zu", g);
		script_data(script, name, "x y");
		for (size_t i = 0; i < rows->table.x.rows; i++)
			if (labelled_group(rows, i) == g)
				script_row(script, (double[]){ points->x[i], points->y[i] }, 2);
		script_data_end(script);
	}
}

double points_strength(size_t count, size_t most)
{
	double share = most > 1 ? seg_log1p((double)count - 1) / seg_log1p((double)most - 1) : 1;
	size_t step = (size_t)(share * POINTS_STRENGTHS);
	return points_strengths[step < POINTS_STRENGTHS ? step : POINTS_STRENGTHS - 1];
}

static void write_cells(struct script *script, const struct density_grid *grid,
                        const struct segment_list *list)
{
	script_data(script, "density", "x y half_width half_height rows segment rows_of_segment rgb");
	for (size_t cell = 0; cell < grid->across * grid->down; cell++) {
		const struct density_cell *at = &grid->cells[cell];
		if (at->count == 0)
			continue;
		uint32_t tint = palette_tint(list->entries[at->group].style,
		                             points_strength(at->count, grid->most));
		script_row(script, (double[]){
			density_grid_x(grid, cell % grid->across), density_grid_y(grid, cell / grid->across),
			(grid->x.high - grid->x.low) / (double)grid->across / 2,
			(grid->y.high - grid->y.low) / (double)grid->down / 2, (double)at->count,
			(double)at->group, (double)at->share, tint }, 8);
	}
	script_data_end(script);
}

/* Whether a line parts these cells: rows of different segments on both sides. */
static bool differ(const struct density_cell *a, const struct density_cell *b)
{
	return a->count > 0 && b->count > 0 && a->group != b->group;
}

/* The lines between cells of different segments, as long as they go on. */
static void write_borders(struct script *script, const struct density_grid *grid)
{
	double width = (grid->x.high - grid->x.low) / (double)grid->across;
	double height = (grid->y.high - grid->y.low) / (double)grid->down;
	script_data(script, "borders", "x y across up");
	for (int upright = 0; upright < 2; upright++) {
		size_t lines = upright ? grid->across : grid->down;
		size_t cells = upright ? grid->down : grid->across;
		size_t step = upright ? grid->across : 1, beside = upright ? 1 : grid->across;
		for (size_t line = 1; line < lines; line++)
			for (size_t i = 0, from = 0; i <= cells; i++) {
				size_t cell = line * beside + i * step;
				if (i < cells && differ(&grid->cells[cell], &grid->cells[cell - beside]))
					continue;
				double x = (double)(upright ? line : from), y = (double)(upright ? from : line);
				double along = (double)(i - from);
				if (i > from)
					script_row(script, (double[]){
						grid->x.low + x * width, grid->y.low + y * height,
						upright ? 0 : along * width, upright ? along * height : 0 }, 4);
				from = i + 1;
			}
	}
	script_row(script, (double[]){ NAN, NAN, NAN, NAN }, 4);
	script_data_end(script);
}

/* From how many rows on a cell has each strength, in a grey that no segment has. */
static void write_scale(struct script *script, size_t most)
{
	double row = script->rows - 0.8, column = 3;
	script_line(script, "set label 'rows in a cell, in the colour of its segment:' "
	            "at screen %.4f,%.4f left tc rgb '%s'", 2 / script->columns,
	            1 - row / script->rows, palette_soft_ink());
	column += 42;
	for (size_t i = 0, from = 1; i < POINTS_STRENGTHS && from <= most; i++) {
		size_t to = from;
		double strength = points_strength(from, most);
		while (to < most && points_strength(to + 1, most) == strength)
			to++;
		char text[64];
		snprintf(text, sizeof text, from < to ? "%zu to %zu" : "%zu", from, to);
		script_line(script, "set label '%s' at screen %.4f,%.4f left tc rgb '%s' "
		            "offset 1.6,-0.25 point pt 5 ps 1.4 lc rgb '#%06X'", text,
		            column / script->columns, 1 - row / script->rows, palette_ink(),
		            (unsigned)palette_tint(STYLE_NOISE, strength));
		column += (double)strlen(text) + 6;
		from = to + 1;
	}
}

bool points_count(const struct points *points, struct density_grid *grid, struct failure *why)
{
	const struct labelled *rows = points->rows;
	size_t n = rows->table.x.rows;
	size_t *group = malloc(n * sizeof *group);
	bool made = group != NULL || fail_memory(why);
	for (size_t i = 0; made && i < n; i++)
		group[i] = labelled_group(rows, i);
	made = made && density_grid_count(grid, points->x, points->y, group, n, rows->list.count, why);
	free(group);
	return made;
}

static bool write_density(struct script *script, const struct points *points,
                          struct failure *why)
{
	struct density_grid grid = { .across = POINT_CELLS_ACROSS, .down = POINT_CELLS_DOWN,
		                     .x = points->x_axis, .y = points->y_axis };
	bool made = points_count(points, &grid, why);
	if (made) {
		write_cells(script, &grid, &points->rows->list);
		write_borders(script, &grid);
		write_scale(script, grid.most);
	}
	density_grid_free(&grid);
	return made;
}

void points_plan(struct points *points, const struct script_options *options, double plot_least,
                 struct script_frame *frame)
{
	bool text = script_format_is_text(options);
	/* A low picture has no room below its plot. */
	bool low = options->height > 0 && options->height < LOW_ROWS * SCRIPT_ROW_PIXELS;
	points->legend = legend_plan(&points->rows->list, script_columns(options, frame->columns),
	                             text || low ? 0 : plot_least, text);
	frame->rows += points->legend.below + (is_dense(points) ? SCALE_ROWS : 0);
	double least = points->legend.below > 0 ? TEXT_PLOT_ROWS + points->legend.below
	                                        : points->legend.rows + 1;
	frame->text_rows += least > TEXT_PLOT_ROWS ? least : TEXT_PLOT_ROWS;
	if (text)
		legend_letters(&points->rows->list, points->letters);
}

void points_measure(const struct script *script, struct points *points, double left)
{
	const double axis = 3.1, scale = is_dense(points) ? SCALE_ROWS : 0;
	/* Where the user's height leaves the plot no room, the legend has less of it. */
	double room = script->rows - script->top - axis - scale - PLOT_ROWS_LEAST;
	if (points->legend.below > room)
		points->legend.below = room > 2 ? room : 2;
	points->bottom = axis + scale + points->legend.below;
	/* Of a picture too small for anything, something. */
	points->plot_rows = fmax(script->rows - script->top - 0.5 - points->bottom, 2);
	points->x_axis = points->x_points = axis_of(points->x, points->rows->table.x.rows);
	points->y_axis = axis_of(points->y, points->rows->table.x.rows);
	tics_up(&points->y_tics, points->y_axis, points->plot_rows);
	points->left = tics_margin(&points->y_tics, left);
	points->columns = fmax(script->columns - points->left - points->legend.right - 1, 4);
	double column = (points->x_axis.high - points->x_axis.low)
	    / (points->columns - points->gutters[0] - points->gutters[1]);
	points->x_axis.low -= points->gutters[0] * column;
	points->x_axis.high += points->gutters[1] * column;
	tics_across(&points->x_tics, points->x_axis, points->columns);
}

void points_frame(struct script *script, const struct points *points)
{
	script_margins(script, points->left, points->legend.right + 1, 0.5, points->bottom);
	char low[NUMBER_SIZE], high[NUMBER_SIZE];
	script_line(script, "set xrange [%s:%s]", script_number(low, points->x_axis.low),
	            script_number(high, points->x_axis.high));
	script_line(script, "set yrange [%s:%s]", script_number(low, points->y_axis.low),
	            script_number(high, points->y_axis.high));
	tics_write(script, "x", &points->x_tics);
	tics_write(script, "y", &points->y_tics);
	script_line(script, "set style textbox opaque noborder fillcolor rgb '%s' margins 0.3,0.3",
	            palette_ground());
}

bool points_write(struct script *script, const struct points *points, struct failure *why)
{
	const struct legend *legend = &points->legend;
	if (!is_dense(points))
		write_points(script, points);
	else if (!write_density(script, points, why))
		return false;
	if (legend->below > 0)
		legend_write(script, legend, script->top + 0.5 + points->plot_rows + 3.6, legend->below,
		             is_dense(points));
	else
		legend_write(script, legend, script->top + 1, points->plot_rows, is_dense(points));
	return points_write_centroids(script, points, why);
}

void points_plot(struct script *script, const struct points *points)
{
	const struct segment_list *list = &points->rows->list;
	char style[STYLE_SIZE];
	if (is_dense(points)) {
		script_plot(script, "$density using 1:2:3:4:8 with boxxyerror fs solid 1 noborder "
		            "lc rgb variable");
		script_plot(script, "$borders using 1:2:3:4 with vectors nohead lw 0.6 lc rgb '%s'",
		            palette_ink());
	}
	for (size_t g = 0; g < list->count && !is_dense(points); g++)
		script_plot(script, "$segment%zu using 1:2 with points %s", g,
		            style_of(style, &list->entries[g], 0.6));
}
