/* The first two principal components, coloured by segment, with the features
 * as arrows. */
#include "plot/arrows.h"
#include "plot/names.h"
#include "plot/points.h"
#include "plot/plot.h"
#include "summary/pca.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where names may need a gutter: more than so many of them, or a wide one. */
enum { MANY_ARROWS = 5, WIDE_NAME = 16 };

struct components {
	struct columns columns;
	struct labelled rows;
	struct pca pca;
	double *scores[2];
	struct arrow *arrows;
	size_t arrow_count; /* that are drawn: the longest */
	const char *names[ARROWS];          /* theirs, */
	char texts[ARROWS][SCRIPT_TEXT_SIZE]; /* and as they stand in the picture */
	bool beside[2];     /* the names of the left, of the right stand in a gutter; */
	double overhang[2]; /* else how many columns they want beyond the points */
	struct spread_box boxes[ARROWS * ARROW_BOXES]; /* for the rings to give way to */
	size_t box_count;
};

static double length_of(const struct arrow *arrow)
{
	return arrow->x * arrow->x + arrow->y * arrow->y;
}

static int by_length(const void *a, const void *b)
{
	const struct arrow *first = a, *second = b;
	double difference = length_of(second) - length_of(first);
	return difference > 0 ? 1 : difference < 0 ? -1 : strcmp(first->name, second->name);
}

/* What a feature weighs in the components: the loadings, as long as the
 * standard deviation that the component gives it. */
static bool find_arrows(struct components *c, const struct header *header, struct failure *why)
{
	size_t n = c->columns.count;
	c->arrows = calloc(n, sizeof *c->arrows);
	if (c->arrows == NULL)
		return fail_memory(why);
	for (size_t j = 0; j < n; j++) {
		const char *name = header->names[c->columns.at[j]];
		struct arrow *arrow = &c->arrows[j];
		arrow->name = column_is_model(name) ? name + strlen(MODEL_PREFIX) : name;
		arrow->x = c->pca.components[j] * sqrt(c->pca.variances[0]);
		arrow->y = c->pca.components[n + j] * sqrt(c->pca.variances[1]);
	}
	qsort(c->arrows, n, sizeof *c->arrows, by_length);
	c->arrow_count = n < ARROWS ? n : ARROWS;
	for (size_t i = 0; i < c->arrow_count; i++)
		c->names[i] = c->arrows[i].name;
	for (size_t i = 0; i < c->arrow_count; i++)
		name_apart(c->texts[i], c->names, c->arrow_count, i, ARROW_NAME, true);
	return true;
}

/* How far the arrows are stretched, so that the longest ends within the points
 * and, but for a gutter for the names, its name does, too, where it is not too
 * long for that. */
static double stretch(const struct components *c, const struct points *points)
{
	double factor = INFINITY;
	struct axis across = points->x_points, up = points->y_axis;
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		double room_x = arrow->x > 0 ? across.high : -across.low;
		double room_y = 0.85 * (arrow->y > 0 ? up.high : -up.low);
		double name = c->beside[arrow->x > 0] ? 0 : 2 * arrow->label.half_width;
		room_x = fmax(room_x - name * column, 0.4 * room_x);
		if (fabs(arrow->x) * factor > room_x)
			factor = room_x / fabs(arrow->x);
		if (fabs(arrow->y) * factor > room_y)
			factor = room_y / fabs(arrow->y);
	}
	return isfinite(factor) ? factor : 1;
}

static void place_arrows(struct components *c, const struct points *points)
{
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	double tips[ARROWS][2];
	for (size_t i = 0; i < c->arrow_count; i++) {
		c->arrows[i].label.half_width = script_extent(c->texts[i], strlen(c->texts[i])) / 2 + 0.3;
		c->arrows[i].label.half_height = 0.5;
	}
	double factor = stretch(c, points);
	for (size_t i = 0; i < c->arrow_count; i++) {
		struct arrow *arrow = &c->arrows[i];
		arrow->tip_x = factor * arrow->x;
		arrow->tip_y = factor * arrow->y;
		tips[i][0] = (arrow->tip_x - points->x_axis.low) / column;
		tips[i][1] = (arrow->tip_y - points->y_axis.low) / row;
	}
	struct arrow_plane plane = { points->columns, points->plot_rows,
		                     -points->x_axis.low / column, -points->y_axis.low / row,
		                     { c->beside[0] ? points->gutters[0] : 0,
		                       c->beside[1] ? points->gutters[1] : 0 } };
	for (int side = 0; side < 2; side++)
		c->overhang[side] = arrows_overhang(c->arrows, c->arrow_count, tips, &plane, side);
	arrows_label(c->arrows, c->arrow_count, tips, &plane);
	c->box_count = arrows_boxes(c->arrows, c->arrow_count, tips, &plane, c->boxes);
}

static bool any_led(const struct components *c, int side)
{
	for (size_t i = 0; i < c->arrow_count; i++)
		if (c->arrows[i].led && (c->arrows[i].tip_x > 0) == side)
			return true;
	return false;
}

/* Makes room for names that find none at their tips: a little beyond the points,
 * where that is enough, else a gutter for all names of the side. */
static void find_gutters(struct components *c, const struct script *script,
                         struct points *points, double left)
{
	points_measure(script, points, left);
	place_arrows(c, points);
	for (int side = 0; side < 2; side++)
		if (any_led(c, side) && c->overhang[side] < 0.2 * points->columns)
			points->gutters[side] = c->overhang[side];
	points_measure(script, points, left);
	place_arrows(c, points);
	/* A gutter takes room from the other side, which may then need one, too. */
	for (int round = 0; round < 2; round++) {
		for (int side = 0; side < 2; side++)
			if ((c->beside[side] |= any_led(c, side)))
				points->gutters[side] = arrows_gutter(c->arrows, c->arrow_count, side);
		/* As long as the points keep some room of their own. */
		double most = 0.6 * points->columns / fmax(points->gutters[0] + points->gutters[1], 1);
		for (int side = 0; side < 2; side++)
			points->gutters[side] *= fmin(most, 1);
		points_measure(script, points, left);
		place_arrows(c, points);
	}
}

/* The least that a legend beside it leaves to the plot. */
static double plot_least(const struct components *c)
{
	bool wide = c->columns.count > MANY_ARROWS;
	for (size_t i = 0; i < c->arrow_count; i++)
		wide |= script_extent(c->texts[i], strlen(c->texts[i])) > WIDE_NAME;
	return wide ? 80 : 50;
}

static void write_arrows(struct script *script, const struct components *c,
                         const struct points *points)
{
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		const struct spread_box *label = &arrow->label;
		char x[NUMBER_SIZE], y[NUMBER_SIZE], text[SCRIPT_TEXT_SIZE];
		/* The end at which the line arrives is where it is, whatever the font. */
		double to_edge = arrow->led ? label->half_width - 0.5 : 0;
		const char *side = !arrow->led ? "center" : arrow->tip_x < 0 ? "right" : "left";
		double at = label->x + (arrow->tip_x < 0 ? to_edge : -to_edge);
		script_line(script, "set label %s at %s,%s %s boxed front tc rgb '%s'",
		            script_text(text, c->texts[i], strlen(c->texts[i]), SCRIPT_TEXT_COLUMNS),
		            script_number(x, points->x_axis.low + at * column),
		            script_number(y, points->y_axis.low + label->y * row), side,
		            palette_ink());
	}
	script_data(script, "leaders", "tip_x tip_y label_x label_y");
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		double edge = arrow->label.x + (arrow->tip_x < 0 ? 1 : -1) * arrow->label.half_width;
		if (arrow->led)
			script_row(script, (double[]){ arrow->tip_x, arrow->tip_y,
			                               points->x_axis.low + edge * column,
			                               points->y_axis.low + arrow->label.y * row }, 4);
	}
	script_row(script, (double[]){ NAN, NAN, NAN, NAN }, 4);
	script_data_end(script);
}

static void write_loadings(struct script *script, const struct components *c)
{
	script_data(script, "loadings", "pc1 pc2 tip_x tip_y");
	for (size_t i = 0; i < c->arrow_count; i++)
		script_row(script, (double[]){ c->arrows[i].x, c->arrows[i].y, c->arrows[i].tip_x,
		                               c->arrows[i].tip_y }, 4);
	script_data_end(script);
	script_data(script, "components", "component variance share");
	for (size_t i = 0; i < c->pca.features; i++)
		script_row(script, (double[]){ (double)i + 1, c->pca.variances[i],
		                               pca_share(&c->pca, i) }, 3);
	script_data_end(script);
}

/* A text drawing has the arrows as numbers, in columns of this width. */
enum { LOADING = 38 };
static size_t loadings_across(double columns)
{
	return columns < 2 * LOADING ? 1 : (size_t)(columns / LOADING);
}

static void print_loadings(struct canvas *canvas, size_t top, void *context)
{
	const struct components *c = context;
	size_t across = loadings_across((double)canvas->columns);
	size_t rows = (c->arrow_count + across - 1) / across;
	canvas_text(canvas, 1, top, "Arrows to (PC1, PC2):", canvas->columns, palette_ink());
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		size_t column = 1 + i / rows * LOADING, row = top + 1 + i % rows;
		char text[SCRIPT_TEXT_SIZE], at[32];
		snprintf(at, sizeof at, "%+.2f %+.2f", arrow->x, arrow->y);
		canvas_text(canvas, column, row, at, LOADING - 2, palette_ink());
		name_apart(text, c->names, c->arrow_count, i, LOADING - 14, false);
		canvas_text(canvas, column + 12, row, text, LOADING - 14, palette_ink());
	}
}

static void name_axis(char name[64], const struct pca *pca, size_t i)
{
	snprintf(name, 64, "PC%zu (%.1f %% of the variance)", i + 1, 100 * pca_share(pca, i));
}

/* Which arrows are left out, by their names where these are few. */
enum { NAMED = 6 };
static void name_others(const struct components *c, char out[NAMED * 256])
{
	size_t count = c->columns.count - c->arrow_count, length = 0;
	out[0] = '\0';
	if (count == 0)
		return;
	length = (size_t)snprintf(out, 128, " (the %zu longest of %zu, not those of", c->arrow_count,
	                          c->columns.count);
	for (size_t i = 0; i < count && i < NAMED; i++) {
		const char *name = c->arrows[c->arrow_count + i].name;
		char text[SCRIPT_TEXT_SIZE];
		script_cut(text, name, strlen(name), 40);
		bool last = i + 1 == count;
		length += (size_t)snprintf(out + length, NAMED * 256 - length, "%s %.180s",
		                           i == 0 ? "" : last ? " and" : ",", text);
	}
	if (count > NAMED)
		length += (size_t)snprintf(out + length, NAMED * 256 - length, " and %zu more",
		                           count - NAMED);
	snprintf(out + length, NAMED * 256 - length, ")");
}

static void describe(const struct components *c, const struct points *points, bool text,
                     char title[128], char notes[SCRIPT_NOTES_SIZE])
{
	char note[POINTS_NOTE], others[NAMED * 256];
	snprintf(title, 128, "%zu segment%s by principal components", c->rows.k,
	         c->rows.k == 1 ? "" : "s");
	points_note(points, text, note);
	name_others(c, others);
	double both = 100 * (pca_share(&c->pca, 0) + pca_share(&c->pca, 1));
	snprintf(notes, SCRIPT_NOTES_SIZE, "%zu row%s. PC1 explains %.0f %% of the variance, PC2 "
	         "%.0f %%: this plane shows %.0f %% of what there is to see. The arrows%s point to "
	         "where a feature is high. %s", c->rows.table.x.rows,
	         c->rows.table.x.rows == 1 ? "" : "s", 100 * pca_share(&c->pca, 0),
	         100 * pca_share(&c->pca, 1), both, others, note);
}

static bool write_script(struct plot *plot, struct components *c, struct failure *why)
{
	struct script *script = &plot->script;
	bool text = script_format_is_text(&plot->options->script);
	struct points points = { .rows = &c->rows, .x = c->scores[0], .y = c->scores[1] };
	char title[128], notes[SCRIPT_NOTES_SIZE], across[64], up[64];
	name_axis(across, &c->pca, 0);
	name_axis(up, &c->pca, 1);
	describe(c, &points, text, title, notes);
	struct script_frame frame = { 105, 32, 0, title, notes, 60, 14 };
	size_t beside = loadings_across(script_columns(&plot->options->script, frame.columns));
	size_t loadings = 1 + (c->arrow_count + beside - 1) / beside;
	frame.text_rows = (double)loadings;
	points_plan(&points, &plot->options->script, plot_least(c), &frame);
	script_begin(script, &plot->options->script, &frame);
	if (text) {
		write_loadings(script, c);
		return points_print(script, &points, across, up, print_loadings, c, loadings, why);
	}
	/* In an SVG gnuplot takes letters for wider than they are. */
	find_gutters(c, script, &points, 10.5);
	points_frame(script, &points);
	points.others = c->boxes;
	points.other_count = c->box_count;
	script_axis(script, "x", across, sizeof across);
	script_axis(script, "y", up, sizeof up);
	write_loadings(script, c);
	write_arrows(script, c, &points);
	if (!points_write(script, &points, why))
		return false;
	points_plot(script, &points);
	script_plot(script, "$leaders using 1:2:($3-$1):($4-$2) with vectors nohead dt 3 lw 1 "
	            "lc rgb '%s'", palette_ink());
	script_plot(script, "$loadings using (0):(0):3:4 with vectors filled head lw 1.5 lc rgb '%s'",
	            palette_ink());
	points_plot_centroids(script, &points);
	script_plot_end(script);
	return true;
}

static bool project(struct components *c, const struct plot *plot, struct failure *why)
{
	const struct matrix *x = &c->rows.table.x;
	if (!pca_fit(x, plot->options->threads, &c->pca, why))
		return false;
	for (size_t i = 0; i < 2; i++) {
		c->scores[i] = malloc(x->rows * sizeof *c->scores[i]);
		if (c->scores[i] == NULL)
			return fail_memory(why);
		pca_project(&c->pca, x, i, c->scores[i]);
	}
	return find_arrows(c, &plot->input->header, why);
}

bool plot_pca(struct plot *plot, struct failure *why)
{
	struct components c = { .rows.table.rows.fd = -1 };
	bool drawn = plot_model_columns(plot, &c.columns, why);
	if (drawn && c.columns.count < 2)
		drawn = fail(why, "two principal components need two features at least");
	drawn = drawn && labelled_read(&c.rows, plot->input, &c.columns, plot->options->by, why)
	    && project(&c, plot, why) && write_script(plot, &c, why);
	columns_free(&c.columns);
	labelled_free(&c.rows);
	pca_free(&c.pca);
	free(c.scores[0]);
	free(c.scores[1]);
	free(c.arrows);
	return drawn;
}
