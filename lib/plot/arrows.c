#include "plot/arrows.h"

#include <math.h>

/* A row is about as high as two and a half columns are wide. */
static const double row_columns = 2.5;
static const double gap_columns = 0.8, gap_rows = 1.1;

static bool overlap(const struct spread_box *a, const struct spread_box *b)
{
	return fabs(b->x - a->x) < a->half_width + b->half_width
	    && fabs(b->y - a->y) < a->half_height + b->half_height;
}

static size_t shaft_boxes(const double tip[2], const struct arrow_plane *plane,
                          struct spread_box *boxes)
{
	double across = tip[0] - plane->x, up = (tip[1] - plane->y) * row_columns;
	double steps = ceil(sqrt(across * across + up * up));
	size_t count = steps < 2 ? 2 : steps > ARROW_BOXES - 2 ? ARROW_BOXES - 2 : (size_t)steps;
	for (size_t i = 0; i < count; i++) {
		double share = (double)(i + 1) / (double)count;
		boxes[i] = (struct spread_box){ plane->x + across * share,
			plane->y + (tip[1] - plane->y) * share, 0.5, 0.2, true };
	}
	/* The head */
	boxes[count - 1].half_width = 1;
	boxes[count - 1].half_height = 0.4;
	return count;
}

/* Whether a label at this place covers no arrow and no label that is placed. */
static bool is_free(const struct arrow *arrows, size_t count, const bool *placed,
                    const double (*tips)[2], const struct arrow_plane *plane,
                    const struct spread_box *box)
{
	struct spread_box shaft[ARROW_BOXES];
	if (box->x < box->half_width || box->x > plane->columns - box->half_width
	    || box->y < box->half_height || box->y > plane->rows - box->half_height)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t boxes = shaft_boxes(tips[i], plane, shaft);
		if (placed[i] && overlap(&arrows[i].label, box))
			return false;
		for (size_t j = 0; j < boxes; j++)
			if (overlap(&shaft[j], box))
				return false;
	}
	return true;
}

/* Whether an arrow goes at least so far to the side as up or down, times `share`. */
static bool points_aside(const double tip[2], const struct arrow_plane *plane, double share)
{
	return fabs(tip[0] - plane->x) >= share * row_columns * fabs(tip[1] - plane->y);
}

/* Beside a tip that points to the side, above or below one that points there; a
 * little off it where that helps. */
static bool place_at_tip(struct arrow *arrows, size_t count, size_t at, const bool *placed,
                         const double (*tips)[2], const struct arrow_plane *plane)
{
	static const double shifts[] = { 0, 0.4, -0.4, 0.8, -0.8 };
	struct spread_box *label = &arrows[at].label, box = *label;
	double across = tips[at][0] - plane->x, up = tips[at][1] - plane->y;
	bool aside = points_aside(tips[at], plane, 0.7);
	for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
		if (aside) {
			double off = gap_columns + 0.4 + box.half_width;
			box.x = tips[at][0] + (across < 0 ? -off : off);
			box.y = tips[at][1] + shifts[i];
		} else {
			box.x = tips[at][0] + shifts[i] * box.half_width;
			box.y = tips[at][1] + (up < 0 ? -1 : 1);
		}
		if (is_free(arrows, count, placed, tips, plane, &box)) {
			*label = box;
			return true;
		}
	}
	return false;
}

static bool covers_label(const struct arrow *arrows, size_t count, const bool *placed,
                         const struct spread_box *box)
{
	for (size_t i = 0; i < count; i++)
		if (placed[i] && overlap(&arrows[i].label, box))
			return true;
	return false;
}

/* Where one name of a side finds no place at its tip, all go to the column: their
 * order then says which is whose.  Those of arrows that point up or down stay. */
static void gather(size_t count, bool *placed, const double (*tips)[2],
                   const struct arrow_plane *plane, int side)
{
	bool missing = plane->gutters[side > 0] > 0;
	for (size_t i = 0; i < count; i++)
		missing |= !placed[i] && (tips[i][0] < plane->x) == (side < 0);
	for (size_t i = 0; missing && i < count; i++)
		if ((tips[i][0] < plane->x) == (side < 0) && points_aside(tips[i], plane, 0.3))
			placed[i] = false;
}

/* Those that are not placed of one side (-1 or 1), by the height of their tips. */
static size_t collect(size_t count, const bool *placed, const double (*tips)[2],
                      const struct arrow_plane *plane, int side, size_t *found)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = n;
		if (placed[i] || (tips[i][0] < plane->x) != (side < 0))
			continue;
		for (; at > 0 && tips[found[at - 1]][1] > tips[i][1]; at--)
			found[at] = found[at - 1];
		found[at] = i;
		n++;
	}
	return n;
}

static void place_beside(struct arrow *arrows, size_t count, bool *placed,
                         const double (*tips)[2], const struct arrow_plane *plane, int side)
{
	size_t found[ARROWS];
	gather(count, placed, tips, plane, side);
	size_t n = collect(count, placed, tips, plane, side, found);
	double edge = plane->x, places[ARROWS], widest = 0;
	for (size_t i = 0; i < count; i++)
		edge = side < 0 ? fmin(edge, tips[i][0]) : fmax(edge, tips[i][0]);
	for (size_t i = 0; i < n; i++) {
		places[i] = tips[found[i]][1];
		widest = fmax(widest, 2 * arrows[found[i]].label.half_width);
	}
	/* Around their middle, so that the lines that lead there do not cross. */
	double middle = n > 0 ? (places[0] + places[n - 1]) / 2 : 0, last = -INFINITY;
	for (size_t i = 0; i < n; i++) {
		double even = middle + ((double)i - ((double)n - 1) / 2) * gap_rows;
		places[i] = places[n - 1] - places[0] > (double)(n - 1) * gap_rows ? places[i] : even;
	}
	spread_line(places, n, gap_rows, plane->rows - 0.6);
	edge += side * ARROW_LEADER;
	double gutter = plane->gutters[side > 0];
	if (gutter > 0)
		edge = side > 0 ? fmax(edge, plane->columns - gutter + 1) : fmin(edge, gutter - 1);
	if (edge + side * widest > plane->columns - 0.2)
		edge = plane->columns - 0.2 - widest;
	if (edge + side * widest < 0.2)
		edge = 0.2 + widest;
	for (size_t i = 0; i < n; i++) {
		struct spread_box *label = &arrows[found[i]].label;
		label->x = edge + side * label->half_width;
		label->y = fmax(fmax(places[i], 0.6), last + gap_rows);
		while (label->y < plane->rows && covers_label(arrows, count, placed, label))
			label->y += 0.1;
		last = label->y;
	}
	for (size_t i = 0; i < n; i++) {
		placed[found[i]] = true;
		arrows[found[i]].led = true;
	}
}

double arrows_overhang(const struct arrow *arrows, size_t count, const double (*tips)[2],
                       const struct arrow_plane *plane, int side)
{
	double most = 0;
	for (size_t i = 0; i < count; i++) {
		double width = gap_columns + 0.4 + 2 * arrows[i].label.half_width;
		double room = side > 0 ? plane->columns - tips[i][0] : tips[i][0];
		if ((tips[i][0] < plane->x) == (side == 0) && points_aside(tips[i], plane, 0.7))
			most = fmax(most, (width - room) / (1 - room / plane->columns));
	}
	return most;
}

double arrows_gutter(const struct arrow *arrows, size_t count, int side)
{
	double widest = 0;
	for (size_t i = 0; i < count; i++)
		if ((arrows[i].tip_x > 0) == side)
			widest = fmax(widest, 2 * arrows[i].label.half_width);
	return widest + 2;
}

void arrows_label(struct arrow *arrows, size_t count, const double (*tips)[2],
                  const struct arrow_plane *plane)
{
	bool placed[ARROWS] = { false };
	for (size_t i = 0; i < count; i++) {
		arrows[i].led = false;
		placed[i] = place_at_tip(arrows, count, i, placed, tips, plane);
	}
	place_beside(arrows, count, placed, tips, plane, -1);
	place_beside(arrows, count, placed, tips, plane, 1);
	for (size_t i = 0; i < count; i++)
		arrows[i].label.fixed = true;
}

size_t arrows_boxes(const struct arrow *arrows, size_t count, const double (*tips)[2],
                    const struct arrow_plane *plane, struct spread_box *boxes)
{
	size_t made = 0;
	for (size_t i = 0; i < count; i++) {
		made += shaft_boxes(tips[i], plane, boxes + made);
		boxes[made++] = arrows[i].label;
	}
	return made;
}
