#include "plot/tics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static void check_apart(const struct tics *tics, struct axis axis, double size, bool across)
{
	for (size_t i = 0; i < tics->count; i++) {
		double width = script_extent(tics->texts[i], strlen(tics->texts[i]));
		assert_true(tics->at[i] >= axis.low - 1e-6 * (axis.high - axis.low));
		assert_true(tics->at[i] <= axis.high + 1e-6 * (axis.high - axis.low));
		assert_true(width <= tics->widest);
		if (i == 0)
			continue;
		double apart = (tics->at[i] - tics->at[i - 1]) / (axis.high - axis.low) * size;
		assert_true(apart >= (across ? tics->widest + 1 : 1.5));
		assert_string_not_equal(tics->texts[i], tics->texts[i - 1]);
	}
}

/* Whatever the size of the picture and of the numbers, they do not touch. */
static void numbers_do_not_touch(void **state)
{
	(void)state;
	static const double lows[] = { 0, -1, 1e6, -3e9, 1e-7, 999999 };
	static const double spans[] = { 1, 7, 134290, 1e9, 3e14 };
	for (size_t i = 0; i < sizeof lows / sizeof *lows; i++)
		for (size_t j = 0; j < sizeof spans / sizeof *spans; j++)
			for (double size = 2; size < 200; size += 3) {
				struct axis axis = { lows[i], lows[i] + spans[j] };
				struct tics tics;
				tics_across(&tics, axis, size);
				check_apart(&tics, axis, size, true);
				tics_up(&tics, axis, size / 3);
				check_apart(&tics, axis, size / 3, false);
				assert_true(tics_margin(&tics, 9) >= tics.widest + 4);
			}
}

static void large_numbers_have_a_letter(void **state)
{
	(void)state;
	struct tics tics;
	tics_across(&tics, (struct axis){ 0, 160000 }, 60);
	assert_string_equal(tics.texts[0], "0");
	assert_string_equal(tics.texts[1], "50k");
	tics_across(&tics, (struct axis){ 0, 16000 }, 60);
	assert_string_equal(tics.texts[1], "5000");
	tics_up(&tics, (struct axis){ -3e6, 0 }, 20);
	assert_string_equal(tics.texts[0], "-3M");
	/* Where it makes them no shorter, they have none. */
	tics_up(&tics, (struct axis){ 1000000, 1000010 }, 6);
	assert_string_equal(tics.texts[0], "1000000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_do_not_touch),
		cmocka_unit_test(large_numbers_have_a_letter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
