/* The silhouette plot (Rousseeuw 1987): the rows of each segment in the order
 * of their silhouettes. */
#include "plot/labelled.h"
#include "plot/plot.h"
#include "plot/spread.h"
#include "plot/text_chart.h"
#include "quality/silhouette_scores.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROFILE_POINTS = 1500 }; /* of all segments together, about */

struct silhouettes {
	struct columns columns;
	struct labelled rows;
	struct silhouette score;
	double epsilon;
	double *sorted;  /* segment by segment, descending */
	size_t *starts;  /* where each begins */
	size_t scored;   /* rows that are in a segment */
	size_t negative; /* of them, below 0 */
};

static int descending(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;
	return (first < second) - (first > second);
}

static bool score_rows(struct silhouettes *s, const struct plot_options *how,
                       struct failure *why)
{
	size_t n = s->rows.table.x.rows, k = s->rows.k;
	s->score.per_cluster = calloc(k + 1, sizeof *s->score.per_cluster);
	s->score.per_row = calloc(n, sizeof *s->score.per_row);
	if (s->score.per_cluster == NULL || s->score.per_row == NULL)
		return fail_memory(why);
	struct labelling labelling = { s->rows.labels[0].ids, k };
	struct silhouette_effort effort = silhouette_default_effort;
	effort.seed = how->seed;
	return silhouette_scores(&s->rows.table.x, &labelling, 1, &effort, how->threads,
	                         how->progress, &s->score, &s->epsilon, why);
}

static bool sort_rows(struct silhouettes *s, struct failure *why)
{
	size_t k = s->rows.k, n = s->rows.table.x.rows;
	s->starts = calloc(k + 2, sizeof *s->starts);
	s->sorted = malloc(n * sizeof *s->sorted);
	if (s->starts == NULL || s->sorted == NULL)
		return fail_memory(why);
	for (size_t g = 0; g < k; g++)
		s->starts[g + 1] = s->starts[g] + s->rows.sizes[g];
	s->scored = s->starts[k];
	for (size_t i = 0; i < n; i++) {
		size_t g = labelled_group(&s->rows, i);
		if (g == k)
			continue;
		s->sorted[s->starts[g]++] = s->score.per_row[i];
		s->negative += s->score.per_row[i] < 0;
	}
	for (size_t g = k; g-- > 0;)
		s->starts[g + 1] = s->starts[g];
	s->starts[0] = 0;
	for (size_t g = 0; g < k; g++)
		qsort(s->sorted + s->starts[g], s->rows.sizes[g], sizeof *s->sorted, descending);
	return true;
}

/* The outline of a segment: its rows one below the other, or, where they are
 * many, some at even ranks, the first and the last among them. */
static void write_outline(struct script *script, const struct silhouettes *s, size_t g,
                          double top)
{
	size_t size = s->rows.sizes[g];
	size_t points = (size_t)((double)PROFILE_POINTS * (double)size / (double)s->scored) + 2;
	points = points < size ? points : size;
	const double *sorted = s->sorted + s->starts[g];
	char name[64];
	snprintf(name, sizeof name, "segment%zu", g);
	script_data(script, name, "silhouette row");
	script_row(script, (double[]){ sorted[0], top }, 2);
	for (size_t i = 0; i < points; i++) {
		size_t rank = points > 1 ? (size_t)((double)i * (double)(size - 1) / (double)(points - 1))
		                         : 0;
		script_row(script, (double[]){ sorted[rank], top + (double)rank + 0.5 }, 2);
	}
	script_row(script, (double[]){ sorted[size - 1], top + (double)size }, 2);
	script_data_end(script);
}

static void describe(const struct silhouettes *s, bool text, char title[200], char notes[400])
{
	size_t best = 0, worst = 0;
	const double *means = s->score.per_cluster;
	for (size_t g = 1; g < s->rows.k; g++) {
		best = means[g] > means[best] ? g : best;
		worst = means[g] < means[worst] ? g : worst;
	}
	char high[SCRIPT_TEXT_SIZE], low[SCRIPT_TEXT_SIZE], estimate[96] = "";
	const struct segment_entry *entries = s->rows.list.entries;
	script_plain(high, entries[best].label, strlen(entries[best].label), 20);
	script_plain(low, entries[worst].label, strlen(entries[worst].label), 20);
	snprintf(title, 200, "Silhouette %.3f: from %.3f (segment %.30s) to %.3f (segment %.30s)",
	         s->score.mean, means[worst], low, means[best], high);
	if (s->epsilon > 0)
		snprintf(estimate, sizeof estimate, " An estimate, off by about %.3g at most.", s->epsilon);
	snprintf(notes, 400, "Each row is a line: 1 is far from all other segments, 0 between two, "
	         "below 0 nearer to another; the %s is the mean. %zu of %zu rows (%.1f %%) are "
	         "below 0.%s", text ? "line of :" : "dashed line", s->negative, s->scored,
	         100 * (double)s->negative / (double)s->scored, estimate);
}

/* The names stand beside their segments, or as near as the others let them; a
 * line in the colour of each leads from one to the other. */
enum { LEADER = 3 }; /* columns of such a line */
static bool write_names(struct script *script, const struct silhouettes *s, const double *tops,
                        double bottom, double names, struct failure *why)
{
	size_t k = s->rows.k;
	double plot_rows = script->rows - script->top - 3.6;
	double plot_columns = script->columns - names - LEADER - 4;
	double *places = calloc(k + 1, sizeof *places);
	if (places == NULL)
		return fail_memory(why);
	for (size_t g = 0; g < k; g++)
		places[g] = plot_rows * (tops[g] + (double)s->rows.sizes[g] / 2) / bottom;
	spread_line(places, k, 1, plot_rows);
	for (size_t g = 0; g < k; g++) {
		char name[SCRIPT_TEXT_SIZE], text[SCRIPT_TEXT_SIZE], y[NUMBER_SIZE], at[NUMBER_SIZE];
		char full[SCRIPT_TEXT_SIZE + 16];
		segment_list_text(&s->rows.list, g, name, names - 7);
		snprintf(full, sizeof full, "%s  %.3f", name, s->score.per_cluster[g]);
		script_line(script, "set label %s at graph 0,graph %s right offset %d,0 front tc rgb '%s'",
		            script_text(text, full, strlen(full), names),
		            script_number(y, 1 - places[g] / plot_rows), -LEADER, palette_ink());
		double middle = tops[g] + (double)s->rows.sizes[g] / 2;
		script_line(script, "set arrow from graph %.4f,graph %s to graph 0,graph %s nohead lw 2 "
		            "lc rgb '%s'", -(LEADER - 0.5) / plot_columns, y,
		            script_number(at, 1 - middle / bottom),
		            palette_colour(s->rows.list.entries[g].style));
	}
	free(places);
	return true;
}

/* The row of a blade, its rows of the drawing from 0 on: the silhouette in the
 * middle of the rows of the table that it stands for. */
static void print_blade(const struct text_chart *chart, const struct silhouettes *s, size_t g,
                        size_t top, size_t rows)
{
	size_t zero = text_chart_column(chart, 0), size = s->rows.sizes[g];
	const char *colour = palette_colour(s->rows.list.entries[g].style);
	for (size_t i = 0; i < rows; i++) {
		double middle = ((double)i + 0.5) / (double)rows * (double)size;
		double value = s->sorted[s->starts[g] + (size_t)middle];
		size_t end = text_chart_column(chart, value);
		for (size_t at = value < 0 ? end : zero; at <= (value < 0 ? zero : end); at++)
			canvas_mark(chart->canvas, at, top + i, '#', colour);
	}
}

static void print_text(struct script *script, const struct silhouettes *s, struct axis range,
                       double names)
{
	struct canvas canvas;
	struct text_chart chart;
	size_t k = s->rows.k, before = 0;
	canvas_open(&canvas, script);
	text_chart_open(&chart, &canvas, &(struct text_chart_frame){
		.columns = canvas.columns - 1, .rows = canvas.rows, .x = range, .y = { 0, 1 },
		.x_name = "silhouette of the row", .names = (size_t)names + 1 });
	/* Each blade has a row at least, and a blank one after it where there is room. */
	size_t gap = chart.rows >= 4 * k - 1, spare = chart.rows - (k - 1) * gap;
	spare = spare > k ? spare - k : 0;
	for (size_t g = 0; g < k; g++) {
		size_t first = (size_t)((double)spare * (double)before / (double)s->scored + 1e-9);
		before += s->rows.sizes[g];
		size_t last = (size_t)((double)spare * (double)before / (double)s->scored + 1e-9);
		size_t top = chart.top + first + g * (1 + gap), rows = 1 + last - first;
		char name[SCRIPT_TEXT_SIZE], mean[32];
		print_blade(&chart, s, g, top, rows);
		snprintf(mean, sizeof mean, "%6.3f", s->score.per_cluster[g]);
		segment_list_text(&s->rows.list, g, name, names - 8);
		canvas_text_before(&canvas, chart.left - 9, top + rows / 2, name, (size_t)names);
		canvas_text_before(&canvas, chart.left - 2, top + rows / 2, mean, 6);
	}
	if (range.low < 0)
		for (size_t i = 0; i < chart.rows; i++)
			canvas_mark(&canvas, text_chart_column(&chart, 0), chart.top + i, '|',
			            palette_ink());
	text_chart_upright(&chart, s->score.mean);
	canvas_print(&canvas);
}

static bool write_script(struct plot *plot, const struct silhouettes *s, struct failure *why)
{
	struct script *script = &plot->script;
	size_t k = s->rows.k;
	double gap = (double)s->scored * 0.02 + 0.2, bottom = 0, least = 0;
	double *tops = calloc(k + 1, sizeof *tops);
	if (tops == NULL)
		return fail_memory(why);
	char title[200], notes[400], number[NUMBER_SIZE];
	describe(s, script_format_is_text(&plot->options->script), title, notes);
	double rows = (double)k * 1.1 + 7;
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ 95, rows > 30 ? rows : 30, (double)k + 3, title, notes,
	                                     0, 0 });
	for (size_t g = 0; g < k; g++) {
		tops[g] = bottom;
		write_outline(script, s, g, bottom);
		bottom += (double)s->rows.sizes[g] + (g + 1 < k ? gap : 0);
		double last = s->sorted[s->starts[g + 1] - 1];
		least = last < least ? last : least;
	}
	script_data(script, "means", "segment rows mean_silhouette");
	for (size_t g = 0; g < k; g++)
		script_row(script, (double[]){ (double)g, (double)s->rows.sizes[g],
		                               s->score.per_cluster[g] }, 3);
	script_data_end(script);
	double names = segment_list_columns(&s->rows.list,
	                                    script->columns * (script_is_text(script) ? 0.35 : 0.42))
	    + 8;
	least = least < 0 ? floor(10 * least) / 10 : 0;
	if (script_is_text(script)) {
		print_text(script, s, (struct axis){ least, 1 }, names);
		free(tops);
		return true;
	}
	script_margins(script, names + LEADER + 1, 3, 0.5, 3.1);
	script_line(script, "set xrange [%.2f:1]\nset yrange [%s:0]\nset border 1\nset grid noytics\n"
	            "unset ytics", least,
	            script_number(number, bottom));
	script_axis(script, "x", "silhouette of the row", 40);
	script_number(number, s->score.mean);
	script_line(script, "set arrow from %s,graph 0 to %s,graph 1 nohead front dt 2 lw 1.5 "
	            "lc rgb '%s'", number, number, palette_ink());
	bool named = write_names(script, s, tops, bottom, names, why);
	for (size_t g = 0; g < k; g++)
		script_plot(script, "$segment%zu using 1:2 with filledcurves x1=0 fs solid 1 "
		            "lc rgb '%s'", g, palette_colour(s->rows.list.entries[g].style));
	script_plot_end(script);
	free(tops);
	return named;
}

bool plot_silhouette(struct plot *plot, struct failure *why)
{
	struct silhouettes s = { .rows.table.rows.fd = -1 };
	bool drawn = plot_model_columns(plot, &s.columns, why)
	    && labelled_read(&s.rows, plot->input, &s.columns, plot->options->by, why)
	    && score_rows(&s, plot->options, why) && sort_rows(&s, why) && write_script(plot, &s, why);
	columns_free(&s.columns);
	labelled_free(&s.rows);
	free(s.score.per_cluster);
	free(s.score.per_row);
	free(s.sorted);
	free(s.starts);
	return drawn;
}
