#include "plot/spread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static bool overlap(struct spread_box a, struct spread_box b)
{
	double x = a.x > b.x ? a.x - b.x : b.x - a.x, y = a.y > b.y ? a.y - b.y : b.y - a.y;
	return x < a.half_width + b.half_width && y < a.half_height + b.half_height;
}

/* What overlaps nothing stays; fixed boxes stay in any case. */
static void test_stays(void **unused)
{
	(void)unused;
	struct spread_box boxes[] = { { 10, 10, 2, 1, false }, { 20, 10, 2, 1, false },
		                      { 20.5, 10, 2, 1, true } };
	spread_boxes(boxes, 3, 40, 20);
	assert_true(boxes[0].x == 10 && boxes[0].y == 10);
	assert_true(boxes[2].x == 20.5 && boxes[2].y == 10);
	assert_false(overlap(boxes[1], boxes[2]));
}

/* All at one place, in a corner, and one that reaches beyond the edge. */
static void test_apart(void **unused)
{
	(void)unused;
	enum { N = 40 };
	struct spread_box boxes[N];
	for (size_t i = 0; i < N; i++)
		boxes[i] = (struct spread_box){ i % 2 ? 0 : 60, i % 2 ? 0 : 20, 1.8, 0.75, false };
	boxes[7].fixed = true;
	boxes[7].x = 70;
	spread_boxes(boxes, N, 80, 25);
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < i; j++)
			assert_false(overlap(boxes[i], boxes[j]));
	for (size_t i = 0; i < N; i++)
		assert_true(i == 7 || (boxes[i].x >= 1.8 && boxes[i].x <= 80 - 1.8
		                       && boxes[i].y >= 0.75 && boxes[i].y <= 25 - 0.75));
}

/* More than there is room for: it ends, and they stay inside. */
static void test_no_room(void **unused)
{
	(void)unused;
	struct spread_box boxes[9];
	for (size_t i = 0; i < 9; i++)
		boxes[i] = (struct spread_box){ 5, 5, 4, 4, false };
	spread_boxes(boxes, 9, 10, 10);
	for (size_t i = 0; i < 9; i++)
		assert_true(boxes[i].x >= 4 && boxes[i].x <= 6);
}

static void test_line(void **unused)
{
	(void)unused;
	double free_places[] = { 1, 3, 9 };
	spread_line(free_places, 3, 1, 10);
	assert_true(free_places[0] == 1 && free_places[1] == 3 && free_places[2] == 9);
	double close[] = { 1, 1.5, 1.5, 8 };
	spread_line(close, 4, 1, 10);
	assert_true(close[0] == 1 && close[1] == 2 && close[2] == 3 && close[3] == 8);
	double end[] = { 8.5, 9, 9.5 };
	spread_line(end, 3, 1, 10);
	assert_true(end[0] == 8 && end[1] == 9 && end[2] == 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stays),
		cmocka_unit_test(test_apart),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
