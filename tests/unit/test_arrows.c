#include "plot/arrows.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct arrow arrows[ARROWS];
static struct spread_box boxes[ARROWS * ARROW_BOXES];

static bool overlap(const struct spread_box *a, const struct spread_box *b)
{
	return fabs(b->x - a->x) < a->half_width + b->half_width - 1e-9
	    && fabs(b->y - a->y) < a->half_height + b->half_height - 1e-9;
}

static void label(size_t count, const double (*tips)[2], const struct arrow_plane *plane)
{
	for (size_t i = 0; i < count; i++)
		arrows[i] = (struct arrow){ .tip_x = tips[i][0] - plane->x,
			                    .label = { .half_width = 8, .half_height = 0.5 } };
	arrows_label(arrows, count, tips, plane);
}

/* No name covers a shaft, a head or another name. */
static void assert_apart(size_t count, const double (*tips)[2], const struct arrow_plane *plane)
{
	size_t made = arrows_boxes(arrows, count, tips, plane, boxes);
	assert_true(made <= count * ARROW_BOXES);
	for (size_t i = 0; i < count; i++) {
		size_t itself = 0;
		for (size_t j = 0; j < made; j++)
			itself += overlap(&arrows[i].label, &boxes[j]);
		assert_int_equal(itself, 1);
		assert_true(arrows[i].label.x - 8 >= 0 && arrows[i].label.x + 8 <= plane->columns);
		assert_true(arrows[i].label.y >= 0.5 && arrows[i].label.y <= plane->rows - 0.5);
	}
}

/* Far from each other they stand at their tips, outside. */
static void test_alone(void **unused)
{
	(void)unused;
	const struct arrow_plane plane = { 80, 30, 40, 15, { 0, 0 } };
	const double tips[][2] = { { 60, 15 }, { 20, 16 }, { 41, 25 }, { 39, 5 } };
	label(4, tips, &plane);
	for (size_t i = 0; i < 4; i++)
		assert_false(arrows[i].led);
	assert_true(arrows[0].label.x - 8 > 60 && arrows[0].label.x - 8 < 62);
	assert_true(arrows[1].label.x + 8 < 20 && arrows[1].label.x + 8 > 18);
	assert_true(arrows[2].label.y > 25 && arrows[3].label.y < 5);
	assert_apart(4, tips, &plane);
}

/* In a bundle they stand in a column, in the order of the tips. */
static void test_bundle(void **unused)
{
	(void)unused;
	const struct arrow_plane plane = { 90, 30, 30, 15, { 0, 20 } };
	const double tips[][2] = { { 60, 15 }, { 58, 15.2 }, { 61, 14.6 }, { 59, 15.5 },
		                   { 60, 14.9 }, { 57, 15.1 }, { 60, 14.7 }, { 59, 15.3 },
		                   { 60, 14.8 }, { 60, 15.4 } };
	label(10, tips, &plane);
	assert_apart(10, tips, &plane);
	for (size_t i = 0; i < 10; i++) {
		assert_true(arrows[i].led);
		assert_true(arrows[i].label.x - 8 >= 90 - 20);
		for (size_t j = 0; j < 10; j++)
			if (tips[i][1] < tips[j][1])
				assert_true(arrows[i].label.y + 1 <= arrows[j].label.y);
	}
	assert_true(arrows_gutter(arrows, 10, 1) >= 16 && arrows_gutter(arrows, 10, 0) < 3);
}

/* To the left as well; near the lower edge they go up. */
static void test_left(void **unused)
{
	(void)unused;
	const struct arrow_plane plane = { 90, 20, 60, 3, { 20, 0 } };
	const double tips[][2] = { { 30, 1 }, { 31, 1.1 }, { 32, 0.9 }, { 30, 1.2 }, { 75, 18 } };
	label(5, tips, &plane);
	assert_apart(5, tips, &plane);
	for (size_t i = 0; i < 4; i++)
		assert_true(arrows[i].led && arrows[i].label.x + 8 <= 20);
	assert_false(arrows[4].led);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_bundle),
		cmocka_unit_test(test_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
