/* The centroids of the points: rings with the labels of the segments. */
#include "plot/points.h"

#include "base/compensated_sum.h"

#include <stdlib.h>
#include <string.h>

bool points_centroids(const struct points *points, double *centroids, struct failure *why)
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

/* A short label stands in its ring, a longer one beside it. */
static const double ring = 1.8; /* columns from its middle to its edge */
enum { RING_LABEL = 14 };
static bool label_is_inside(const struct segment_entry *entry)
{
	return script_fit(entry->label, strlen(entry->label)) < 2.7;
}

/* The room of a ring around a place, in columns and rows, its label with it. */
static struct spread_box ring_box(const struct segment_entry *entry, double x, double y)
{
	struct spread_box box = { .x = x, .y = y, .half_width = ring, .half_height = 0.75 };
	if (label_is_inside(entry))
		return box;
	double label = script_fit(entry->label, strlen(entry->label));
	box.half_width += (label < RING_LABEL ? label : RING_LABEL) / 2 + 0.2;
	box.x += box.half_width - ring;
	return box;
}

/* A ring that gave way by more than its own size has a cross at its centroid. */
static const double cross_columns = 1.5, cross_rows = 0.6;
/* Where there are more rings than this, they have enough to do to keep off each other. */
enum { RING_ROUNDS = 4, RING_CROWD = 30 };

/* Gives the rings places apart from each other, from all crosses and the rest of the
 * boxes, whose first are the rings' `homes`; false when a ring that has no cross among
 * the boxes now needs one, which is added. */
static bool spread_rings(const struct spread_box *homes, size_t k, struct spread_box *boxes,
                         size_t *count, const struct points *points, bool *crossed)
{
	bool settled = true;
	memcpy(boxes, homes, k * sizeof *boxes);
	spread_boxes(boxes, *count, points->columns, points->plot_rows);
	for (size_t g = 0; g < k; g++) {
		double x = (boxes[g].x - homes[g].x) / cross_columns;
		double y = (boxes[g].y - homes[g].y) / cross_rows;
		if (crossed[g] || x * x + y * y < 1)
			continue;
		crossed[g] = true;
		settled = false;
		if (k <= RING_CROWD)
			boxes[(*count)++] = (struct spread_box){
				homes[g].x - homes[g].half_width + ring, homes[g].y, 0.6, 0.3, true };
	}
	return settled;
}

/* Where the rings of the centroids stand: there, unless another label does. */
static bool place_rings(const struct points *points, const double *centroids, double *rings,
                        struct failure *why)
{
	size_t k = points->rows->k, count = points->other_count + k;
	double column = (points->x_axis.high - points->x_axis.low) / points->columns;
	double row = (points->y_axis.high - points->y_axis.low) / points->plot_rows;
	struct spread_box *homes = calloc(k + 1, sizeof *homes);
	struct spread_box *boxes = calloc(count + k + 1, sizeof *boxes);
	bool *crossed = calloc(k + 1, sizeof *crossed);
	bool made = (homes != NULL && boxes != NULL && crossed != NULL) || fail_memory(why);
	for (size_t g = 0; made && g < k; g++)
		homes[g] = ring_box(&points->rows->list.entries[g],
		                    (centroids[2 * g] - points->x_axis.low) / column,
		                    (centroids[2 * g + 1] - points->y_axis.low) / row);
	for (size_t i = 0; made && i < points->other_count; i++)
		boxes[k + i] = points->others[i];
	for (int i = 0; made && i < RING_ROUNDS; i++)
		if (spread_rings(homes, k, boxes, &count, points, crossed))
			break;
	for (size_t g = 0; made && g < k; g++) {
		const struct spread_box *box = &boxes[g];
		/* There to the last digit, unless it gave way. */
		bool moved = box->x != homes[g].x || box->y != homes[g].y;
		double shift = box->half_width - ring;
		rings[2 * g] = moved ? points->x_axis.low + (box->x - shift) * column : centroids[2 * g];
		rings[2 * g + 1] = moved ? points->y_axis.low + box->y * row : centroids[2 * g + 1];
	}
	free(homes);
	free(boxes);
	free(crossed);
	return made;
}

static void label_rings(struct script *script, const struct points *points, const double *rings)
{
	for (size_t g = 0; g < points->rows->k; g++) {
		char x[NUMBER_SIZE], y[NUMBER_SIZE], text[SCRIPT_TEXT_SIZE];
		const char *label = points->rows->list.entries[g].label;
		size_t length = strlen(label);
		bool inside = label_is_inside(&points->rows->list.entries[g]);
		script_line(script, "set label %s at %s,%s %s front tc rgb '%s'",
		            script_text(text, label, length, RING_LABEL),
		            script_number(x, rings[2 * g]), script_number(y, rings[2 * g + 1]),
		            inside ? "center" : "left offset 1.7,0 boxed", palette_ink());
	}
}

bool points_write_centroids(struct script *script, const struct points *points,
                            struct failure *why)
{
	size_t k = points->rows->k;
	double *centroids = calloc(2 * k + 1, sizeof *centroids);
	double *rings = calloc(2 * k + 1, sizeof *rings);
	bool made = (centroids != NULL && rings != NULL) || fail_memory(why);
	made = made && points_centroids(points, centroids, why)
	    && place_rings(points, centroids, rings, why);
	if (made) {
		script_data(script, "centroids", "x y ring_x ring_y rows");
		for (size_t g = 0; g < k; g++)
			script_row(script, (double[]){ centroids[2 * g], centroids[2 * g + 1],
			                               rings[2 * g], rings[2 * g + 1],
			                               (double)points->rows->sizes[g] }, 5);
		script_data_end(script);
	}
	if (made)
		label_rings(script, points, rings);
	free(centroids);
	free(rings);
	return made;
}

void points_plot_centroids(struct script *script, const struct points *points)
{
	script_plot(script, "$centroids using 1:2:($3-$1):($4-$2) with vectors nohead lw 2 "
	            "lc rgb '%s'", palette_ink());
	char across[NUMBER_SIZE], up[NUMBER_SIZE];
	script_number(across,
	              cross_columns * (points->x_axis.high - points->x_axis.low) / points->columns);
	script_number(up, cross_rows * (points->y_axis.high - points->y_axis.low) / points->plot_rows);
	script_plot(script, "$centroids using ((($3-$1)/%s)**2+(($4-$2)/%s)**2 < 1 ? NaN : $1):2 "
	            "with points pt 2 ps 0.8 lw 2 lc rgb '%s'", across, up, palette_ink());
	script_plot(script, "$centroids using 3:4 with points pt 7 ps 2.6 lc rgb '%s'",
	            palette_ground());
	script_plot(script, "$centroids using 3:4 with points pt 6 ps 2.6 lw 2 lc rgb '%s'",
	            palette_ink());
}
