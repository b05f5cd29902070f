#include "persona/box.h"

#include "point_tables.h"

#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { COLUMNS = 3, SIZE = 6, MOST = 4000 };

static const struct span whole = { -DBL_MAX, DBL_MAX, 7 };

static double value_of(double low, double high)
{
	return span_value(&(struct span){ low, high, 7 }, &whole);
}

static void test_values_that_read_well(void **state)
{
	(void)state;
	assert_true(value_of(18, nextafter(30, 0)) == 24);
	assert_true(value_of(nextafter(0.5, 1), nextafter(0.75, 0)) == 0.6);
	assert_true(value_of(18, DBL_MAX) == 18);
	assert_true(value_of(nextafter(18, 19), DBL_MAX) == 19);
	assert_true(value_of(-DBL_MAX, nextafter(30, 0)) == 29);
	assert_true(value_of(-DBL_MAX, DBL_MAX) == -DBL_MAX);
	assert_true(value_of(5, 5) == 5);
	assert_true(value_of(1e-300, 2e-300) == 1e-300);
	assert_false(signbit(value_of(-0.5, DBL_MAX)));
	assert_false(signbit(value_of(-0.25, 0.25)));
	struct span positive = { 5e-324, DBL_MAX, 7 }, few = { 5e-324, nextafter(0.5, 0), 7 };
	assert_true(span_value(&few, &positive) > 0 && span_value(&few, &positive) < 0.5);
	/* Whatever the span, the value lies in it. */
	for (int i = 0; i < 20000; i++) {
		double a = ldexp(point_random() - 0.5, (int)point_below(200) - 100);
		double b = i % 3 == 0 ? a : ldexp(point_random() - 0.5, (int)point_below(200) - 100);
		double low = a < b ? a : b, high = a < b ? b : a, value = value_of(low, high);
		assert_true(value >= low && value <= high);
	}
}

/* All pieces of a region, counted in cells of whole values and single levels. */
struct seen {
	struct span pieces[MOST * COLUMNS];
	size_t count;
};

static bool see(void *context, const struct span *piece)
{
	struct seen *seen = context;
	assert_true(seen->count < MOST);
	memcpy(seen->pieces + COLUMNS * seen->count++, piece, COLUMNS * sizeof *piece);
	return true;
}

static bool inside(const struct span *region, const size_t *cell)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		double value = (double)(cell[i] / 3);
		if (value < region[i].low || value > region[i].high
		    || (region[i].levels & (1 << cell[i] % 3)) == 0)
			return false;
	}
	return true;
}

static bool in_box(const struct box *box, const size_t *cell)
{
	struct span region[COLUMNS] = { whole, whole, whole };
	for (size_t i = 0; i < box->count; i++)
		region[box->sides[i].column] = box->sides[i].span;
	return inside(region, cell);
}

static void check_cells(const struct seen *seen, const struct span *region,
                        const struct box *const *boxes, size_t count)
{
	for (size_t n = 0; n < 18 * 18 * 18; n++) {
		size_t cell[COLUMNS] = { n % 18, n / 18 % 18, n / 324 }, covering = 0;
		bool left = inside(region, cell);
		for (size_t i = 0; i < count; i++)
			left = left && !in_box(boxes[i], cell);
		for (size_t i = 0; i < seen->count; i++)
			covering += inside(seen->pieces + i * COLUMNS, cell);
		assert_int_equal(covering, left);
	}
}

static struct span random_span(void)
{
	size_t a = point_below(SIZE), b = point_below(SIZE);
	return (struct span){ (double)(a < b ? a : b), (double)(a < b ? b : a),
		              1 + (int)point_below(7) };
}

/* Each cell that is left lies in one piece, also after neighbours are joined. */
static void test_pieces_and_joining(void **state)
{
	(void)state;
	static struct seen seen;
	for (int round = 0; round < 40; round++) {
		struct side sides[8][COLUMNS];
		struct box boxes[8];
		const struct box *list[8];
		size_t count = point_below(9), steps = 1000000;
		struct span region[COLUMNS] = { random_span(), whole, random_span() };
		for (size_t i = 0; i < count; i++) {
			boxes[i] = (struct box){ sides[i], 0 };
			list[i] = &boxes[i];
			for (size_t j = 0; j < COLUMNS; j++)
				if (point_random() < 0.7)
					sides[i][boxes[i].count++] = (struct side){ j, random_span() };
		}
		seen.count = 0;
		assert_int_equal(box_pieces(region, COLUMNS, list, count, see, &seen, &steps),
		                 PIECES_ALL);
		check_cells(&seen, region, list, count);
		size_t before = seen.count;
		seen.count = box_join(seen.pieces, seen.count, COLUMNS);
		assert_true(seen.count <= before);
		check_cells(&seen, region, list, count);
	}
}

static bool stop(void *context, const struct span *piece)
{
	(void)piece;
	++*(int *)context;
	return false;
}

static void test_stopping(void **state)
{
	(void)state;
	struct side side = { 0, { 3, 4, 7 } };
	struct box box = { &side, 1 };
	const struct box *boxes[] = { &box };
	struct span region[] = { whole }, inner[] = { { 3, 3, 1 } }, empty[] = { { 4, 3, 1 } };
	int seen = 0;
	size_t steps = 10;
	assert_int_equal(box_pieces(region, 1, boxes, 1, stop, &seen, &steps), PIECES_STOPPED);
	assert_int_equal(seen, 1);
	assert_int_equal(box_pieces(inner, 1, boxes, 1, stop, &seen, &steps), PIECES_ALL);
	assert_int_equal(box_pieces(empty, 1, boxes, 0, stop, &seen, &steps), PIECES_ALL);
	assert_int_equal(seen, 1);
	steps = 0;
	assert_int_equal(box_pieces(region, 1, boxes, 1, stop, &seen, &steps), PIECES_LIMIT);
	assert_int_equal(box_pieces(region, 0, boxes, 0, stop, &seen, &steps), PIECES_STOPPED);
}

static void test_within(void **state)
{
	(void)state;
	struct side inner[] = { { 0, { 1, 2, 3 } }, { 1, { 5, 5, 4 } } }, outer[] = { { 1, { 5, 9, 6 } } };
	struct box a = { inner, 2 }, b = { outer, 1 }, all = { NULL, 0 };
	assert_true(box_within(&a, &b) && box_within(&a, &all) && box_within(&a, &a));
	assert_false(box_within(&b, &a));
	assert_false(box_within(&all, &b));
	outer[0].span.levels = 3;
	assert_false(box_within(&a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_that_read_well),
		cmocka_unit_test(test_pieces_and_joining),
		cmocka_unit_test(test_stopping),
		cmocka_unit_test(test_within),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
