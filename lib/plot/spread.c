#include "plot/spread.h"

enum { DIRECTIONS = 16 };

/* The cosines of a sixteenth of a turn each; the sines follow by a quarter. */
static const double cosines[DIRECTIONS] = {
	1, 0.923880, 0.707107, 0.382683, 0, -0.382683, -0.707107, -0.923880,
	-1, -0.923880, -0.707107, -0.382683, 0, 0.382683, 0.707107, 0.923880,
};

static bool overlap(const struct spread_box *a, const struct spread_box *b)
{
	double x = b->x - a->x, y = b->y - a->y;
	return (x < 0 ? -x : x) < a->half_width + b->half_width
	    && (y < 0 ? -y : y) < a->half_height + b->half_height;
}

static double within(double value, double half, double size)
{
	double most = size - half;
	value = value > most ? most : value;
	return value < half ? half : value;
}

static bool is_free(const struct spread_box *boxes, size_t count, size_t at,
                    const struct spread_box *box)
{
	for (size_t i = 0; i < count; i++)
		if (i != at && (i < at || boxes[i].fixed) && overlap(&boxes[i], box))
			return false;
	return true;
}

/* Looks around a box in growing circles; a row is about as high as two and a
 * half columns are wide. */
static void place(struct spread_box *boxes, size_t count, size_t at, double width, double height)
{
	const double step = 0.2, column = 2.5;
	struct spread_box home = boxes[at];
	double farthest = width / column > height ? width / column : height;
	home.x = within(home.x, home.half_width, width);
	home.y = within(home.y, home.half_height, height);
	boxes[at] = home;
	for (double radius = 0; radius <= farthest; radius += step)
		for (size_t i = 0; i < (radius > 0 ? DIRECTIONS : 1); i++) {
			struct spread_box box = home;
			box.x = within(home.x + radius * column * cosines[i], box.half_width, width);
			box.y = within(home.y + radius * cosines[(i + 12) % DIRECTIONS],
			               box.half_height, height);
			if (is_free(boxes, count, at, &box)) {
				boxes[at] = box;
				return;
			}
		}
}

void spread_boxes(struct spread_box *boxes, size_t count, double width, double height)
{
	for (size_t i = 0; i < count; i++)
		if (!boxes[i].fixed)
			place(boxes, count, i, width, height);
}

void spread_line(double *places, size_t count, double gap, double size)
{
	for (size_t i = 1; i < count; i++)
		if (places[i] < places[i - 1] + gap)
			places[i] = places[i - 1] + gap;
	for (size_t i = count; i-- > 0;) {
		double most = i + 1 < count ? places[i + 1] - gap : size;
		if (places[i] > most)
			places[i] = most;
	}
}
