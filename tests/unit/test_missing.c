#include "clean/missing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool is(const char *list, const char *text)
{
	struct missing_words words;
	missing_words_set(&words, list);
	return missing_is(&words, text, strlen(text));
}

static void test_default(void **unused)
{
	(void)unused;
	const char *const missing[] = { "", "NA", "na", "Na", "N/A", "n/a", "NaN", "nan", "NAN", "null",
		                        "NULL", "None", "none", "?", "-" };
	const char *const there[] = { " ", "0", "--", "-1", "N", "NAA", "N/A/", "nul", "??", "nil", "x" };
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
		assert_true(is(MISSING_DEFAULT, missing[i]));
	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		assert_false(is(MISSING_DEFAULT, there[i]));
}

static void test_other_lists(void **unused)
{
	(void)unused;
	assert_true(is("unknown,-99", "Unknown"));
	assert_true(is("unknown,-99", "-99"));
	assert_false(is("unknown,-99", "")); /* only where the list has an empty word */
	assert_false(is("unknown,-99", "NA"));
	assert_true(is("", ""));
	assert_false(is("", "NA"));
	assert_true(is("x,", ""));
	assert_true(is("x,,y", ""));
	assert_true(is("x,,y", "y"));
	assert_true(is("sin dato", "SIN DATO"));
}

static void test_length_counts(void **unused)
{
	(void)unused;
	struct missing_words words;
	missing_words_set(&words, MISSING_DEFAULT);
	assert_true(missing_is(&words, "NAxyz", 2));
	assert_false(missing_is(&words, "N\0A", 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_default),
		cmocka_unit_test(test_other_lists),
		cmocka_unit_test(test_length_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
