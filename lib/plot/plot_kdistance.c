/* The k-distances of all rows in ascending order, and the eps of DBSCAN. */
#include "base/quantile.h"
#include "density/k_distance.h"
#include "plot/plot.h"
#include "plot/palette.h"
#include "plot/text_chart.h"
#include "plot/tics.h"
#include "stream/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CURVE_POINTS = 1000, CURVE_TAIL = 100 };

struct curve {
	double *distances; /* ascending, one a row */
	size_t rows, cores; /* cores: how many are at most eps */
	double eps;
};

static int ascending(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;
	return (first > second) - (first < second);
}

static bool measure(struct curve *c, const struct matrix *x, const struct plot_options *how,
                    struct failure *why)
{
	if (x->rows < how->min_samples)
		return fail(why, "%zu rows are fewer than --min-samples %zu", x->rows, how->min_samples);
	if (x->rows > KD_ROWS_MAX)
		return fail(why, "more than %zu rows", KD_ROWS_MAX);
	for (size_t j = 0; j < x->cols; j++)
		for (size_t i = 0; i < x->rows; i++)
			if (!(fabs(matrix_column(x, j)[i]) <= 1e100))
				return fail(why, "row %zu: %g is beyond 1e100", i + 1, matrix_column(x, j)[i]);
	struct kd_tree tree = { 0 };
	c->rows = x->rows;
	c->distances = malloc(x->rows * sizeof *c->distances);
	bool measured = (c->distances != NULL || fail_memory(why))
	    && kd_tree_build(&tree, x, how->threads, why)
	    && k_distances(&tree, how->min_samples, how->threads, c->distances, how->progress, why);
	kd_tree_free(&tree);
	if (!measured)
		return false;
	qsort(c->distances, c->rows, sizeof *c->distances, ascending);
	c->eps = how->eps > 0 ? how->eps
	                      : quantile_of_sorted(c->distances, c->rows, how->percentile / 100);
	while (c->cores < c->rows && c->distances[c->cores] <= c->eps)
		c->cores++;
	return true;
}

/* Every row of a short table; of a long one rows at even steps, and the last. */
static void write_curve(struct script *script, const struct curve *c)
{
	size_t head = c->rows > CURVE_TAIL ? c->rows - CURVE_TAIL : 0;
	size_t step = (head + CURVE_POINTS - 1) / CURVE_POINTS;
	script_data(script, "kdistances", "rank k_distance");
	for (size_t i = 0; i < c->rows; i += i < head && i + step < head ? step
	                                     : i < head ? head - i : 1)
		script_row(script, (double[]){ (double)i + 1, c->distances[i] }, 2);
	script_data_end(script);
	script_data(script, "eps", "eps core_points rows");
	script_row(script, (double[]){ c->eps, (double)c->cores, (double)c->rows }, 3);
	script_data_end(script);
}

/* What is beyond eps, and where to look. */
static void describe(const struct curve *c, const struct plot_options *how, char title[160],
                     char notes[400])
{
	char number[NUMBER_SIZE], from[64] = "", beyond[128];
	size_t out = c->rows - c->cores;
	const char *rows = c->rows == 1 ? "row" : "rows";
	snprintf(title, 160, "k-distances: eps %.4g makes %zu of %zu %s %s", c->eps, c->cores, c->rows,
	         rows, c->cores == 1 && c->rows == 1 ? "a core point" : "core points");
	number_format(how->percentile, number);
	if (how->eps == 0)
		snprintf(from, sizeof from, "eps is the percentile %s. ", number);
	if (out == 0)
		snprintf(beyond, sizeof beyond, "No row is beyond it, so there are no outliers.");
	else if (out == 1)
		snprintf(beyond, sizeof beyond,
		         "The one row beyond it is an outlier, unless a core point is near.");
	else
		snprintf(beyond, sizeof beyond,
		         "The %zu rows beyond it are outliers, unless a core point is near.", out);
	snprintf(notes, 400, "%s%s Where the curve bends upwards is a natural limit: --eps X draws "
	         "another.", from, beyond);
}

static void print_text(struct script *script, const struct curve *c, const char *name, double most)
{
	struct canvas canvas;
	struct text_chart chart;
	char eps[32];
	snprintf(eps, sizeof eps, "eps %.4g", c->eps);
	size_t right = strlen(eps) + 2;
	canvas_open(&canvas, script);
	text_chart_open(&chart, &canvas, &(struct text_chart_frame){
		.left = 1, .columns = canvas.columns > right + 4 ? canvas.columns - right - 1 : 4,
		.rows = canvas.rows, .x = { 0, (double)c->rows }, .y = { 0, most },
		.x_name = "rows, in the order of their k-distance", .y_name = name,
		.y_name_columns = canvas.columns });
	text_chart_upright(&chart, (double)c->cores);
	text_chart_level(&chart, c->eps, palette_colour(1));
	/* A column by the row of the table at its start, up to that of the next. */
	for (size_t i = 0; i < chart.columns; i++) {
		size_t rank = i * c->rows / chart.columns, next = (i + 1) * c->rows / chart.columns;
		size_t from = text_chart_row(&chart, c->distances[rank]);
		size_t to = text_chart_row(&chart, c->distances[next < c->rows ? next : c->rows - 1]);
		for (size_t row = to < from ? to + 1 : from; row <= from; row++)
			canvas_mark(&canvas, chart.left + i, row, '*', palette_colour(0));
	}
	text_chart_mark(&chart, (double)c->rows, c->distances[c->rows - 1], '*', palette_colour(0));
	canvas_text(&canvas, chart.left + chart.columns + 1, text_chart_row(&chart, c->eps), eps,
	            right, palette_ink());
	canvas_print(&canvas);
}

static void write_script(struct plot *plot, const struct curve *c)
{
	const struct plot_options *how = plot->options;
	struct script *script = &plot->script;
	char eps[NUMBER_SIZE], title[160], notes[400], name[96];
	describe(c, how, title, notes);
	snprintf(name, sizeof name, "distance to neighbour %zu, the row itself counted",
	         how->min_samples);
	double most = c->distances[c->rows - 1] > c->eps ? c->distances[c->rows - 1] : c->eps;
	most = most > 0 ? most * 1.05 : 1;
	script_begin(script, &how->script, &(struct script_frame){ 100, 28, 14, title, notes, 50, 16 });
	write_curve(script, c);
	if (script_is_text(script)) {
		print_text(script, c, name, most);
		return;
	}
	struct axis across = { 0, (double)(c->rows + c->rows / 50 + 1) };
	struct tics x_tics, y_tics;
	tics_up(&y_tics, (struct axis){ 0, most }, script->rows - script->top - 3.6);
	double left = tics_margin(&y_tics, 10);
	tics_across(&x_tics, across, script->columns - left - 12);
	script_margins(script, left, 12, 0.5, 3.1);
	script_axis(script, "x", "rows, in the order of their k-distance", script->columns - left - 12);
	script_axis(script, "y", name, 2.6 * (script->rows - script->top - 4));
	script_line(script, "set xrange [0:%.0f]\nset yrange [0:%s]", across.high,
	            script_number(eps, most));
	tics_write(script, "x", &x_tics);
	tics_write(script, "y", &y_tics);
	script_number(eps, c->eps);
	script_line(script, "set arrow from graph 0,first %s to graph 1,first %s nohead dt 2 lw 1.5 "
	            "lc rgb '%s'", eps, eps, palette_colour(1));
	script_line(script, "set arrow from %zu,graph 0 to %zu,graph 1 nohead dt 3 lc rgb '%s'",
	            c->cores, c->cores, palette_soft_ink());
	script_line(script, "set label 'eps %.4g' at graph 1,first %s left offset 0.5,0 tc rgb '%s'",
	            c->eps, eps, palette_ink());
	script_plot(script, "$kdistances using 1:2 with lines lw 2.5 lc rgb '%s'", palette_colour(0));
	script_plot_end(script);
}

bool plot_kdistance(struct plot *plot, struct failure *why)
{
	struct columns columns = { 0 };
	struct table table = { .rows.fd = -1 };
	struct curve curve = { 0 };
	struct table_options how = { 0 };
	bool drawn = plot_model_columns(plot, &columns, why)
	    && table_read(&table, plot->input, &columns, &how, why)
	    && measure(&curve, &table.x, plot->options, why);
	if (drawn)
		write_script(plot, &curve);
	columns_free(&columns);
	table_free(&table);
	free(curve.distances);
	return drawn;
}
