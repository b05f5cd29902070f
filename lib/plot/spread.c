#include "plot/spread.h"

enum { ROUNDS = 300 };

static void move(struct spread_box *a, struct spread_box *b, double x, double y)
{
	/* Both give way by half, or one by all. */
	double share = a->fixed || b->fixed ? 1 : 0.5;
	if (!a->fixed) {
		a->x -= share * x;
		a->y -= share * y;
	}
	if (!b->fixed) {
		b->x += share * x;
		b->y += share * y;
	}
}

static bool push(struct spread_box *a, struct spread_box *b)
{
	double x = b->x - a->x, y = b->y - a->y;
	double over_x = a->half_width + b->half_width - (x < 0 ? -x : x);
	double over_y = a->half_height + b->half_height - (y < 0 ? -y : y);
	if (over_x <= 1e-9 || over_y <= 1e-9 || (a->fixed && b->fixed))
		return false;
	if (over_x < over_y)
		move(a, b, x < 0 ? -over_x : over_x, 0);
	else
		move(a, b, 0, y < 0 ? -over_y : over_y);
	return true;
}

static double within(double value, double half, double size)
{
	double most = size - half;
	value = value > most ? most : value;
	return value < half ? half : value;
}

void spread_boxes(struct spread_box *boxes, size_t count, double width, double height)
{
	bool moved = true;
	for (int round = 0; moved && round < ROUNDS; round++) {
		moved = false;
		for (size_t i = 0; i < count; i++)
			for (size_t j = i + 1; j < count; j++)
				moved |= push(&boxes[i], &boxes[j]);
		for (size_t i = 0; i < count; i++) {
			struct spread_box *box = &boxes[i];
			if (box->fixed)
				continue;
			box->x = within(box->x, box->half_width, width);
			box->y = within(box->y, box->half_height, height);
		}
	}
}
