#include "clean/fill.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;

/* Notes the cells ("" is missing) and decides. */
static bool decide(struct fill *fill, const char *const *texts, size_t count, bool median)
{
	*fill = (struct fill){ 0 };
	for (size_t i = 0; i < count; i++) {
		struct cell cell = { .text = texts[i], .length = strlen(texts[i]) };
		assert_true(fill_add(fill, &cell, cell.length == 0, &why));
	}
	bool decided = fill_decide(fill, median);
	fill_free(fill);
	return decided;
}

static void test_mean_and_median(void **unused)
{
	(void)unused;
	struct fill fill;
	const char *const texts[] = { "5", "", "1", "2", "", "100" };
	assert_true(decide(&fill, texts, 6, false));
	assert_true(fill.value == 27);
	assert_int_equal(fill.missing, 2);
	assert_false(fill.text);
	assert_true(decide(&fill, texts, 6, true));
	assert_true(fill.value == 3.5);
}

static void test_text_column(void **unused)
{
	(void)unused;
	struct fill fill;
	const char *const texts[] = { "5", "", "five" };
	assert_true(decide(&fill, texts, 3, false));
	assert_true(fill.text);
	assert_int_equal(fill.missing, 1);
}

static void test_nothing_to_fill_with(void **unused)
{
	(void)unused;
	struct fill fill;
	const char *const texts[] = { "", "" };
	assert_false(decide(&fill, texts, 2, false));
	assert_false(decide(&fill, texts, 2, true));
	assert_true(decide(&fill, texts, 0, true));
}

/* What a plain sum would lose below 1e16 is kept. */
static void test_sum_keeps_its_digits(void **unused)
{
	(void)unused;
	struct fill fill = { 0 };
	struct cell cell = { .text = "0.1", .length = 3 }, big = { .text = "1e16", .length = 4 },
	            back = { .text = "-1e16", .length = 5 };
	for (int i = 0; i < 100000; i++)
		assert_true(fill_add(&fill, i == 500 ? &big : i == 70000 ? &back : &cell, false, &why));
	assert_true(fill_add(&fill, &cell, true, &why));
	assert_true(fill_decide(&fill, false));
	assert_true(fabs(fill.value - 0.099998) < 1e-12);
	fill_free(&fill);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mean_and_median),
		cmocka_unit_test(test_text_column),
		cmocka_unit_test(test_nothing_to_fill_with),
		cmocka_unit_test(test_sum_keeps_its_digits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
