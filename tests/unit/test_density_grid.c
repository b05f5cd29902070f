#include "plot/density_grid.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_by_hand(void **unused)
{
	(void)unused;
	const double x[] = { 0, 0.9, 1, 2, 2, 2, -0.1, 1.5, 0 };
	const double y[] = { 0, 0.4, 0, 1, 0.5, 0.9, 0, 2, NAN };
	const size_t group[] = { 1, 0, 2, 0, 1, 1, 0, 0, 0 };
	struct density_grid grid = { .across = 2, .down = 2, .x = { 0, 2 }, .y = { 0, 1 } };
	struct failure why;
	assert_true(density_grid_count(&grid, x, y, group, 9, 3, &why));
	/* 1 lies on a line between two cells, 2 on the last one; the last three
	 * points are outside. */
	const size_t counts[] = { 2, 1, 0, 3 }, groups[] = { 0, 2, 0, 1 }, shares[] = { 1, 1, 0, 2 };
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(grid.cells[i].count, counts[i]);
		assert_int_equal(grid.cells[i].group, groups[i]);
		assert_int_equal(grid.cells[i].share, shares[i]);
	}
	assert_int_equal(grid.most, 3);
	assert_true(density_grid_x(&grid, 0) == 0.5 && density_grid_x(&grid, 1) == 1.5);
	assert_true(density_grid_y(&grid, 0) == 0.25 && density_grid_y(&grid, 1) == 0.75);
	density_grid_free(&grid);
}

/* Every point within the axes is in one cell, and that cell is around it. */
static void test_all_points(void **unused)
{
	(void)unused;
	enum { N = 20000, ACROSS = 13, DOWN = 7 };
	static double x[N], y[N];
	static size_t group[N];
	static size_t wanted[ACROSS * DOWN];
	uint32_t state = 7;
	for (size_t i = 0; i < N; i++) {
		state = state * 1664525u + 1013904223u;
		x[i] = (double)(state >> 8) / 100 - 40000;
		state = state * 1664525u + 1013904223u;
		y[i] = (double)(state >> 8) * 1e-12;
		group[i] = state % 3;
	}
	struct density_grid grid = { .across = ACROSS, .down = DOWN, .x = axis_of(x, N),
		                     .y = axis_of(y, N) };
	struct failure why;
	assert_true(density_grid_count(&grid, x, y, group, N, 3, &why));
	double width = (grid.x.high - grid.x.low) / ACROSS, height = (grid.y.high - grid.y.low) / DOWN;
	for (size_t i = 0; i < N; i++)
		wanted[(size_t)((y[i] - grid.y.low) / height) * ACROSS
		       + (size_t)((x[i] - grid.x.low) / width)]++;
	size_t all = 0, off = 0;
	for (size_t i = 0; i < ACROSS * DOWN; i++) {
		all += grid.cells[i].count;
		off += grid.cells[i].count != wanted[i];
	}
	assert_int_equal(all, N);
	/* The two ways to divide may differ for a point on a line. */
	assert_true(off <= 2);
	density_grid_free(&grid);
}

static void test_axis(void **unused)
{
	(void)unused;
	const double values[] = { 3, -1, 4 }, one[] = { 5 }, zero[] = { 0, 0 };
	struct axis axis = axis_of(values, 3);
	assert_true(axis.low == -1.2 && axis.high == 4.2);
	axis = axis_of(one, 1);
	assert_true(axis.low == 4.5 && axis.high == 5.5);
	axis = axis_of(zero, 2);
	assert_true(axis.low == -1 && axis.high == 1);
	const double close[] = { 1e15, 1e15 + 0.125 }, huge[] = { -1e150, 1e150 };
	axis = axis_of(close, 2);
	assert_true(axis.low < 1e15 - 1e13 && axis.high > 1e15 + 1e13);
	axis = axis_of(huge, 2);
	assert_true(isfinite(axis.low) && isfinite(axis.high) && axis.high > 1e150);
	axis = axis_of(NULL, 0);
	assert_true(axis.low < axis.high);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_all_points),
		cmocka_unit_test(test_axis),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
