#include "plot/points.h"

#include "base/compensated_sum.h"
#include "base/elementary.h"
#include "plot/density_grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_dense(const struct points *points)
{
	return points->rows->table.x.rows > POINT_LIMIT;
}

void points_note(const struct points *points, char note[POINTS_NOTE])
{
	note[0] = '\0';
	if (is_dense(points))
		snprintf(note, POINTS_NOTE, "They are counted in cells: the colour is that of the "
		         "segment with the most rows there; the stronger, the more rows.");
}

/* A letter for a text drawing: the label where it is one. */
static char letter_of(const struct segment_entry *entry)
{
	if (entry->style == STYLE_NOISE)
		return '.';
	bool plain = strlen(entry->label) == 1 && strchr("'\\", entry->label[0]) == NULL
	    && entry->label[0] > ' ' && entry->label[0] < 0x7F;
	return plain ? entry->label[0] : (char)('a' + entry->style % 26);
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

/* Text: the cells of each segment as points of their own. */
static void write_letters(struct script *script, const struct density_grid *grid, size_t groups)
{
	for (size_t g = 0; g < groups; g++) {
		char name[64];
		snprintf(name, sizeof name, "segment%zu", g);
		script_data(script, name, "x y rows");
		for (size_t cell = 0; cell < grid->across * grid->down; cell++) {
			const struct density_cell *at = &grid->cells[cell];
			if (at->count > 0 && at->group == g)
				script_row(script, (double[]){ density_grid_x(grid, cell % grid->across),
				                               density_grid_y(grid, cell / grid->across),
				                               (double)at->count }, 3);
		}
		script_data_end(script);
	}
}

static void write_cells(struct script *script, const struct density_grid *grid,
                        const struct segment_list *list)
{
	double most = seg_log1p((double)grid->most);
	script_data(script, "density", "x y half_width half_height rows segment rows_of_segment rgb");
	for (size_t cell = 0; cell < grid->across * grid->down; cell++) {
		const struct density_cell *at = &grid->cells[cell];
		if (at->count == 0)
			continue;
		double strength = 0.2 + 0.8 * seg_log1p((double)at->count) / most;
		uint32_t tint = palette_tint(list->entries[at->group].style, strength);
		script_row(script, (double[]){
			density_grid_x(grid, cell % grid->across), density_grid_y(grid, cell / grid->across),
			(grid->x.high - grid->x.low) / (double)grid->across / 2,
			(grid->y.high - grid->y.low) / (double)grid->down / 2, (double)at->count,
			(double)at->group, (double)at->share, tint }, 8);
	}
	script_data_end(script);
}

static bool write_density(struct script *script, const struct points *points,
                          struct failure *why)
{
	const struct labelled *rows = points->rows;
	size_t n = rows->table.x.rows;
	struct density_grid grid = { .across = POINT_CELLS_ACROSS, .down = POINT_CELLS_DOWN,
		             .x = points->x_axis, .y = points->y_axis };
	if (script_is_text(script)) {
		grid.across = points->columns > 2 ? (size_t)points->columns : 2;
		grid.down = points->plot_rows > 2 ? (size_t)points->plot_rows : 2;
	}
	size_t *group = malloc(n * sizeof *group);
	bool made = group != NULL || fail_memory(why);
	for (size_t i = 0; made && i < n; i++)
		group[i] = labelled_group(rows, i);
	made = made && density_grid_count(&grid, points->x, points->y, group, n, rows->list.count, why);
	if (made && script_is_text(script))
		write_letters(script, &grid, rows->list.count);
	else if (made)
		write_cells(script, &grid, &rows->list);
	density_grid_free(&grid);
	free(group);
	return made;
}

/* The means of the segments, x and y of each; noise has none. */
static bool find_centroids(const struct points *points, double *centroids, struct failure *why)
{
	const struct labelled *rows = points->rows;
	struct compensated_sum *sums = calloc(2 * (rows->k + 1), sizeof *sums);
	if (sums == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < rows->table.x.rows; i++) {
		size_t g = labelled_group(rows, i);
		compensated_add(&sums[2 * g], points->x[i]);
		compensated_add(&sums[2 * g + 1], points->y[i]);
	}
	for (size_t i = 0; i < 2 * rows->k; i++)
		centroids[i] = compensated_total(&sums[i]) / (double)rows->sizes[i / 2];
	free(sums);
	return true;
}

/* Where the rings of the centroids stand: there, unless another label does. */
static bool place_rings(const struct points *points, const double *centroids, double *rings,
                        struct failure *why)
{
	size_t k = points->rows->k, count = points->other_count + k;
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	struct spread_box *boxes = calloc(count + 1, sizeof *boxes);
	if (boxes == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < points->other_count; i++)
		boxes[i] = points->others[i];
	for (size_t g = 0; g < k; g++)
		boxes[points->other_count + g] = (struct spread_box){
			.x = (centroids[2 * g] - points->x_axis.low) / column,
			.y = (centroids[2 * g + 1] - points->y_axis.low) / row,
			.half_width = 1.8, .half_height = 0.75 };
	spread_boxes(boxes, count, points->columns, points->plot_rows);
	for (size_t g = 0; g < k; g++) {
		const struct spread_box *box = &boxes[points->other_count + g];
		rings[2 * g] = points->x_axis.low + box->x * column;
		rings[2 * g + 1] = points->y_axis.low + box->y * row;
	}
	free(boxes);
	return true;
}

static void label_rings(struct script *script, const struct points *points, const double *rings)
{
	for (size_t g = 0; g < points->rows->k; g++) {
		char x[NUMBER_SIZE], y[NUMBER_SIZE], text[SCRIPT_TEXT_SIZE];
		const char *label = points->rows->list.entries[g].label;
		size_t length = strlen(label);
		/* A short label stands in its ring, a longer one beside it. */
		bool inside = script_width(label, length) <= 2;
		script_line(script, "set label %s at %s,%s %s front tc rgb '%s'",
		            script_text(text, label, length, 12), script_number(x, rings[2 * g]),
		            script_number(y, rings[2 * g + 1]),
		            inside ? "center" : "left offset 1.5,0", palette_ink());
	}
}

static bool write_centroids(struct script *script, const struct points *points,
                            struct failure *why)
{
	size_t k = points->rows->k;
	double *centroids = calloc(2 * k + 1, sizeof *centroids);
	double *rings = calloc(2 * k + 1, sizeof *rings);
	bool made = (centroids != NULL && rings != NULL) || fail_memory(why);
	made = made && find_centroids(points, centroids, why)
	    && place_rings(points, centroids, rings, why);
	if (made) {
		script_data(script, "centroids", "x y ring_x ring_y rows");
		for (size_t g = 0; g < k; g++)
			script_row(script, (double[]){ centroids[2 * g], centroids[2 * g + 1],
			                               rings[2 * g], rings[2 * g + 1],
			                               (double)points->rows->sizes[g] }, 5);
		script_data_end(script);
	}
	if (made && !script_is_text(script))
		label_rings(script, points, rings);
	free(centroids);
	free(rings);
	return made;
}

/* A legend of our own: gnuplot's would leave out what it finds no room for.
 * Beyond the room the last line says how many are left out. */
static void write_legend(struct script *script, const struct points *points)
{
	const struct segment_list *list = &points->rows->list;
	char text[SCRIPT_TEXT_SIZE], line[SCRIPT_TEXT_SIZE + 8], quoted[SCRIPT_TEXT_SIZE];
	char style[STYLE_SIZE];
	double each = script_is_text(script) ? 1 : 1.2, row = script->top + 1;
	double left = 1 - (points->legend - 1) / script->columns;
	size_t room = points->plot_rows > 2 * each ? (size_t)(points->plot_rows / each) : 2;
	size_t named = list->count <= room ? list->count : room - 1;
	for (size_t g = 0; g < named; g++, row += each) {
		segment_entry_text(&list->entries[g], text, points->legend - 5);
		if (script_is_text(script))
			snprintf(line, sizeof line, "%c  %s", letter_of(&list->entries[g]), text);
		else
			snprintf(line, sizeof line, "%s", text);
		script_text(quoted, line, strlen(line), SCRIPT_TEXT_COLUMNS);
		style_of(style, &list->entries[g], 1.1);
		script_line(script, "set label %s at screen %.4f,%.4f left tc rgb '%s'%s%s", quoted, left,
		            1 - row / script->rows, palette_ink(),
		            script_is_text(script) ? "" : " offset 1.6,-0.25 point ",
		            script_is_text(script) ? "" : style);
	}
	if (named < list->count)
		script_line(script, "set label 'and %zu more' at screen %.4f,%.4f left tc rgb '%s'",
		            list->count - named, left, 1 - row / script->rows, palette_soft_ink());
}

void points_frame(struct script *script, struct points *points, double left)
{
	const double bottom = script_is_text(script) ? 3 : 3.1;
	double most = script->columns / 3;
	points->legend = segment_list_columns(&points->rows->list, most < 32 ? most : 32) + 5;
	points->legend = points->legend > 13 ? points->legend : 13;
	points->columns = script->columns - left - points->legend - 1;
	points->plot_rows = script->rows - script->top - 0.5 - bottom;
	script_margins(script, left, points->legend + 1, 0.5, bottom);
	points->x_axis = axis_of(points->x, points->rows->table.x.rows);
	points->y_axis = axis_of(points->y, points->rows->table.x.rows);
	char low[NUMBER_SIZE], high[NUMBER_SIZE];
	script_line(script, "set xrange [%s:%s]", script_number(low, points->x_axis.low),
	            script_number(high, points->x_axis.high));
	script_line(script, "set yrange [%s:%s]", script_number(low, points->y_axis.low),
	            script_number(high, points->y_axis.high));
}

bool points_write(struct script *script, const struct points *points, struct failure *why)
{
	if (!is_dense(points) && !script_is_text(script))
		write_points(script, points);
	else if (!write_density(script, points, why))
		return false;
	write_legend(script, points);
	return write_centroids(script, points, why);
}

void points_plot(struct script *script, const struct points *points)
{
	const struct segment_list *list = &points->rows->list;
	char style[STYLE_SIZE];
	if (is_dense(points) && !script_is_text(script))
		script_plot(script, "$density using 1:2:3:4:8 with boxxyerror fs solid 1 noborder "
		            "lc rgb variable");
	for (size_t g = 0; g < list->count; g++) {
		const struct segment_entry *entry = &list->entries[g];
		/* Not points of a letter: with none of them in sight gnuplot 5.4 crashes. */
		if (script_is_text(script))
			script_plot(script, "$segment%zu using 1:2:('%c') with labels tc rgb '%s'", g,
			            letter_of(entry), palette_colour(entry->style));
		else if (!is_dense(points))
			script_plot(script, "$segment%zu using 1:2 with points %s", g,
			            style_of(style, entry, 0.6));
	}
}

void points_plot_centroids(struct script *script)
{
	if (!script_is_text(script)) {
		script_plot(script, "$centroids using 1:2:($3-$1):($4-$2) with vectors nohead lw 2 "
		            "lc rgb '%s'", palette_ink());
		script_plot(script, "$centroids using 3:4 with points pt 7 ps 2.6 lc rgb '%s'",
		            palette_ground());
		script_plot(script, "$centroids using 3:4 with points pt 6 ps 2.6 lw 2 lc rgb '%s'",
		            palette_ink());
		/* Where a ring gave way, a cross says where the centroid is. */
		script_plot(script, "$centroids using ($3 == $1 && $4 == $2 ? NaN : $1):2 with points "
		            "pt 2 ps 0.8 lw 2 lc rgb '%s'", palette_ink());
	}
}
