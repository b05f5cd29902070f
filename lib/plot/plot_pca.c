/* The first two principal components, coloured by segment, with the features
 * as arrows. */
#include "plot/points.h"
#include "plot/plot.h"
#include "summary/pca.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARROWS = 10, NAME = 28 };

struct arrow {
	const char *name;
	double x, y;      /* its loadings, on both components */
	double tip_x, tip_y;
	struct spread_box label; /* in columns and rows of the plot */
};

struct components {
	struct columns columns;
	struct labelled rows;
	struct pca pca;
	double *scores[2];
	struct arrow *arrows;
	size_t arrow_count; /* that are drawn: the longest */
	struct spread_box boxes[ARROWS];
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
	return true;
}

/* How far the arrows are stretched, so that the longest ends within the points
 * and its name does, too, where the name is not too long for that. */
static double stretch(const struct components *c, const struct points *points)
{
	double factor = INFINITY;
	struct axis across = points->x_axis, up = points->y_axis;
	double column = (across.high - across.low) / points->columns;
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		double room_x = arrow->x > 0 ? across.high : -across.low;
		double room_y = 0.85 * (arrow->y > 0 ? up.high : -up.low);
		double name = column * 2 * arrow->label.half_width;
		room_x = room_x - name > 0.4 * room_x ? room_x - name : 0.4 * room_x;
		if (fabs(arrow->x) * factor > room_x)
			factor = room_x / fabs(arrow->x);
		if (fabs(arrow->y) * factor > room_y)
			factor = room_y / fabs(arrow->y);
	}
	return isfinite(factor) ? factor : 1;
}

/* The names stand behind the tips, or as near as others let them. */
static void place_arrows(struct components *c, const struct points *points)
{
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	struct spread_box *boxes = c->boxes;
	for (size_t i = 0; i < c->arrow_count; i++) {
		const char *name = c->arrows[i].name;
		size_t width = script_width(name, strlen(name));
		c->arrows[i].label.half_width = (double)(width < NAME ? width : NAME) * 0.45 + 0.9;
		c->arrows[i].label.half_height = 0.5;
	}
	double factor = stretch(c, points);
	for (size_t i = 0; i < c->arrow_count; i++) {
		struct arrow *arrow = &c->arrows[i];
		arrow->tip_x = factor * arrow->x;
		arrow->tip_y = factor * arrow->y;
		double half = arrow->label.half_width;
		boxes[i] = arrow->label;
		boxes[i].x = (arrow->tip_x - points->x_axis.low) / column
		    + (arrow->tip_x < 0 ? -half : half);
		boxes[i].y = (arrow->tip_y - points->y_axis.low) / row;
	}
	spread_boxes(boxes, c->arrow_count, points->columns, points->plot_rows);
	for (size_t i = 0; i < c->arrow_count; i++) {
		boxes[i].fixed = true;
		c->arrows[i].label = boxes[i];
	}
}

static void write_arrows(struct script *script, const struct components *c,
                         const struct points *points)
{
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	script_data(script, "loadings", "pc1 pc2 tip_x tip_y");
	for (size_t i = 0; i < c->arrow_count; i++)
		script_row(script, (double[]){ c->arrows[i].x, c->arrows[i].y, c->arrows[i].tip_x,
		                               c->arrows[i].tip_y }, 4);
	script_data_end(script);
	for (size_t i = 0; i < c->arrow_count; i++) {
		const struct arrow *arrow = &c->arrows[i];
		char x[NUMBER_SIZE], y[NUMBER_SIZE], text[SCRIPT_TEXT_SIZE];
		script_line(script, "set label %s at %s,%s center boxed front tc rgb '%s'",
		            script_text(text, arrow->name, strlen(arrow->name), NAME),
		            script_number(x, points->x_axis.low + arrow->label.x * column),
		            script_number(y, points->y_axis.low + arrow->label.y * row), palette_ink());
	}
}

static void name_axis(struct script *script, const char *axis, const struct pca *pca, size_t i)
{
	char name[64];
	snprintf(name, sizeof name, "PC%zu (%.1f %% of the variance)", i + 1,
	         100 * pca_share(pca, i));
	script_axis(script, axis, name, sizeof name);
}

static bool write_script(struct plot *plot, struct components *c, struct failure *why)
{
	struct script *script = &plot->script;
	size_t n = c->rows.table.x.rows;
	struct points points = { .rows = &c->rows, .x = c->scores[0], .y = c->scores[1] };
	char title[128], note[POINTS_NOTE], arrows[64] = "", notes[640];
	snprintf(title, sizeof title, "%zu segment%s by principal components", c->rows.k,
	         c->rows.k == 1 ? "" : "s");
	points_note(&points, note);
	if (c->arrow_count < c->columns.count)
		snprintf(arrows, sizeof arrows, " (the %zu longest of %zu)", c->arrow_count,
		         c->columns.count);
	double both = 100 * (pca_share(&c->pca, 0) + pca_share(&c->pca, 1));
	snprintf(notes, sizeof notes, "%zu rows. PC1 explains %.0f %% of the variance, PC2 %.0f %%: "
	         "this plane shows %.0f %% of what there is to see. The arrows%s point to where a "
	         "feature is high. %s", n, 100 * pca_share(&c->pca, 0),
	         100 * pca_share(&c->pca, 1), both, arrows, note);
	script_begin(script, &plot->options->script,
	             &(struct script_frame){ 105, 32, 0, title, notes });
	/* In an SVG gnuplot takes letters for wider than they are. */
	points_frame(script, &points, script_is_text(script) ? 9 : 10.5);
	place_arrows(c, &points);
	points.others = c->boxes;
	points.other_count = c->arrow_count;
	name_axis(script, "x", &c->pca, 0);
	name_axis(script, "y", &c->pca, 1);
	script_data(script, "components", "component variance share");
	for (size_t i = 0; i < c->pca.features; i++)
		script_row(script, (double[]){ (double)i + 1, c->pca.variances[i],
		                               pca_share(&c->pca, i) }, 3);
	script_data_end(script);
	script_line(script, "set style textbox opaque noborder fillcolor rgb '%s' margins 0.3,0.3",
	            palette_ground());
	write_arrows(script, c, &points);
	if (!points_write(script, &points, why))
		return false;
	points_plot(script, &points);
	script_plot(script, "$loadings using (0):(0):3:4 with vectors filled head lw 1.5 lc rgb '%s'",
	            palette_ink());
	points_plot_centroids(script);
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
