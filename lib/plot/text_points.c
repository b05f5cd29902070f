#include "plot/points.h"
#include "plot/text_chart.h"

#include <stdlib.h>

/* The letter of the segment with the most rows in a cell; a centroid is its letter
 * in brackets. */
static void print_cells(const struct text_chart *chart, const struct points *points,
                        const struct density_grid *grid)
{
	const struct segment_list *list = &points->rows->list;
	for (size_t cell = 0; cell < grid->across * grid->down; cell++) {
		const struct density_cell *at = &grid->cells[cell];
		if (at->count > 0)
			canvas_mark(chart->canvas, chart->left + cell % grid->across,
			            chart->top + chart->rows - 1 - cell / grid->across,
			            points->letters[at->group],
			            palette_colour(list->entries[at->group].style));
	}
}

/* The rows within which a centroid finds a place where no other stands. */
enum { NEAR = 3 };

static bool is_taken(const size_t (*places)[2], size_t count, size_t column, size_t row)
{
	for (size_t i = 0; i < count; i++)
		if (places[i][1] == row && places[i][0] < column + 3 && column < places[i][0] + 3)
			return true;
	return false;
}

/* The nearest such place to `place`, or that itself where there is none; a row is about
 * as high as two columns are wide. */
static void find_place(const struct text_chart *chart, const size_t (*places)[2], size_t count,
                       size_t place[2])
{
	size_t column = place[0], row = place[1];
	long least = 4 * NEAR * NEAR + 1;
	if (!is_taken(places, count, column, row))
		return;
	for (long down = -NEAR; down <= NEAR; down++)
		for (long across = -2 * NEAR; across <= 2 * NEAR; across++) {
			long x = (long)column + across, y = (long)row + down;
			long far = across * across + 4 * down * down;
			if (far < least && x > (long)chart->left && y >= (long)chart->top
			    && x + 1 < (long)(chart->left + chart->columns)
			    && y < (long)(chart->top + chart->rows)
			    && !is_taken(places, count, (size_t)x, (size_t)y)) {
				least = far;
				place[0] = (size_t)x;
				place[1] = (size_t)y;
			}
		}
}

static void print_centroids(const struct text_chart *chart, const struct points *points,
                            const double *centroids)
{
	size_t places[SEGMENT_LIST_LIMIT][2];
	for (size_t g = 0; g < points->rows->k; g++) {
		places[g][0] = text_chart_column(chart, centroids[2 * g]);
		places[g][1] = text_chart_row(chart, centroids[2 * g + 1]);
		find_place(chart, (const size_t (*)[2])places, g, places[g]);
		size_t column = places[g][0], row = places[g][1];
		canvas_mark(chart->canvas, column - 1, row, '(', palette_ink());
		canvas_mark(chart->canvas, column, row, points->letters[g],
		            palette_colour(points->rows->list.entries[g].style));
		canvas_mark(chart->canvas, column + 1, row, ')', palette_ink());
	}
}

bool points_print(struct script *script, struct points *points, const char *x_name,
                  const char *y_name, void (*below)(struct canvas *, size_t top, void *),
                  void *context, size_t below_rows, struct failure *why)
{
	struct canvas canvas;
	struct text_chart chart;
	double *centroids = calloc(2 * points->rows->k + 1, sizeof *centroids);
	if (centroids == NULL)
		return fail_memory(why);
	if (!points_centroids(points, centroids, why)) {
		free(centroids);
		return false;
	}
	canvas_open(&canvas, script);
	points->x_axis = axis_of(points->x, points->rows->table.x.rows);
	points->y_axis = axis_of(points->y, points->rows->table.x.rows);
	size_t legend = (size_t)points->legend.below + (points->legend.below > 0);
	size_t taken = legend + below_rows;
	text_chart_open(&chart, &canvas, &(struct text_chart_frame){
		.left = 1, .columns = canvas.columns - (size_t)points->legend.right - 2,
		.rows = canvas.rows > taken + 4 ? canvas.rows - taken : 4, .x = points->x_axis,
		.y = points->y_axis, .x_name = x_name, .y_name = y_name });
	struct density_grid grid = { .across = chart.columns, .down = chart.rows, .x = chart.x,
		                     .y = chart.y };
	bool made = points_count(points, &grid, why);
	if (made) {
		print_cells(&chart, points, &grid);
		print_centroids(&chart, points, centroids);
	}
	size_t end = chart.top + chart.rows + 3;
	if (below != NULL)
		below(&canvas, end, context);
	legend_print(&canvas, &points->legend,
	             points->legend.below > 0 ? end + below_rows : chart.top, points->letters);
	canvas_print(&canvas);
	density_grid_free(&grid);
	free(centroids);
	return made;
}
