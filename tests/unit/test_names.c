#include "plot/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void names_that_fit_are_whole(void **state)
{
	(void)state;
	const char *names[] = { "orders_2023", "orders_2024", "z" };
	char out[SCRIPT_TEXT_SIZE];
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(name_apart(out, names, 3, i, 11, false), names[i]);
}

static void names_that_begin_alike_differ_when_cut(void **state)
{
	(void)state;
	char names[40][64], texts[40][SCRIPT_TEXT_SIZE];
	const char *list[40];
	for (size_t i = 0; i < 40; i++) {
		snprintf(names[i], sizeof names[i], "average_monthly_feature_number_%zu", i);
		list[i] = names[i];
	}
	for (double columns = 12; columns < 36; columns++)
		for (size_t i = 0; i < 40; i++) {
			name_apart(texts[i], list, 40, i, columns, false);
			assert_true((double)script_width(texts[i], strlen(texts[i])) <= columns);
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(texts[i], texts[j]);
		}
	assert_string_equal(name_apart(texts[0], list, 40, 17, 22, false), "average\u2026number_17");
}

static void others_are_cut_at_the_end(void **state)
{
	(void)state;
	const char *names[] = { "months_since_first_order", "days_since_last_purchase" };
	char out[SCRIPT_TEXT_SIZE];
	name_apart(out, names, 2, 0, 12, true);
	assert_memory_equal(out, "months_s", 8);
	assert_non_null(strstr(out, "\u2026"));
	/* The same name twice cannot be told apart, either. */
	const char *same[] = { "months_since_first_order", "months_since_first_order" };
	char other[SCRIPT_TEXT_SIZE];
	assert_string_equal(name_apart(other, same, 2, 1, 12, true), out);
}

static void characters_stay_whole(void **state)
{
	(void)state;
	const char *names[] = { "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc 1",
		                "\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc 2" };
	char out[SCRIPT_TEXT_SIZE];
	for (double columns = 1; columns < 20; columns++)
		assert_null(strchr(name_apart(out, names, 2, 0, columns, true), '?'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_fit_are_whole),
		cmocka_unit_test(names_that_begin_alike_differ_when_cut),
		cmocka_unit_test(others_are_cut_at_the_end),
		cmocka_unit_test(characters_stay_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
