#include "clean/derive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;

static struct cell cell_of(const char *text)
{
	return (struct cell){ .text = text, .length = strlen(text) };
}

static void test_ratio(void **unused)
{
	(void)unused;
	char *names[] = { "spend", "income" };
	struct header header = { names, 2 };
	struct ratio ratio;
	assert_true(ratio_parse(&ratio, "share=income/spend", &why));
	assert_string_equal(ratio.name, "share");
	assert_true(ratio_find(&ratio, &header, &why));
	assert_int_equal(ratio.numerator_at, 1);
	assert_int_equal(ratio.denominator_at, 0);
	ratio_free(&ratio);
	assert_true(ratio_create(&ratio, "r", "spend", "debt", &why));
	assert_false(ratio_find(&ratio, &header, &why));
	assert_string_equal(why.text, "no column 'debt'; the columns are: spend, income");
	ratio_free(&ratio);
}

static void test_ratio_of_no_form(void **unused)
{
	(void)unused;
	const char *const bad[] = { "", "a", "a=b", "a/b", "=a/b", "a=/b", "a=b/", "a/b=c" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct ratio ratio;
		char reason[80];
		sprintf(reason, "not of the form name=numerator/denominator: '%s'", bad[i]);
		assert_false(ratio_parse(&ratio, bad[i], &why));
		assert_string_equal(why.text, reason);
		ratio_free(&ratio);
	}
}

/* The names that the levels (in the order in which they come) add. */
static void assert_level_names(const char *column, const char *const *levels, size_t count,
                               const char *wanted)
{
	struct encoding encoding;
	struct header header = { 0 };
	char got[200] = "";
	assert_true(encoding_parse(&encoding, column, strlen(column), &why));
	for (size_t i = 0; i < count; i++) {
		struct cell cell = cell_of(levels[i]);
		assert_true(encoding_add(&encoding, &cell, &why));
	}
	assert_true(encoding_name(&encoding, &header, &why));
	assert_int_equal(header.count, encoding.columns);
	for (size_t i = 0; i < header.count; i++)
		sprintf(got + strlen(got), "%s%s", i > 0 ? " " : "", header.names[i]);
	assert_string_equal(got, wanted);
	for (size_t level = 0; level < count; level++) {
		struct cell cell = cell_of(levels[level]);
		int sum = 0, value;
		for (size_t i = 0; i < encoding.columns; i++) {
			assert_true(encoding_value(&encoding, &cell, i, &value, &why));
			sum += value;
		}
		if (count != 2)
			assert_int_equal(sum, 1);
	}
	header_free(&header);
	encoding_free(&encoding);
}

static void test_level_names(void **unused)
{
	(void)unused;
	const char *const two[] = { "Male", "Female" };
	const char *const three[] = { "PhD", "2n Cycle", "Master" };
	const char *const one[] = { "all" };
	assert_level_names("gender", two, 2, "gender_male");
	assert_level_names("education", three, 3, "education_2n_cycle education_master education_ph_d");
	assert_level_names("x", one, 1, "x_all");
}

static void test_two_levels_are_one_column(void **unused)
{
	(void)unused;
	struct encoding encoding;
	struct header header = { 0 };
	assert_true(encoding_parse(&encoding, "gender=Female,Male", 18, &why));
	assert_string_equal(encoding.column, "gender");
	assert_true(encoding.fixed);
	assert_true(encoding_name(&encoding, &header, &why));
	struct cell female = cell_of("Female"), male = cell_of("Male"), other = cell_of("male");
	int value;
	assert_true(encoding_value(&encoding, &female, 0, &value, &why));
	assert_int_equal(value, 0);
	assert_true(encoding_value(&encoding, &male, 0, &value, &why));
	assert_int_equal(value, 1);
	assert_false(encoding_value(&encoding, &other, 0, &value, &why));
	assert_string_equal(why.text, "column 'gender': 'male' is none of the levels that --encode "
	                              "names");
	assert_false(encoding_add(&encoding, &other, &why));
	header_free(&header);
	encoding_free(&encoding);
}

static void test_refuses(void **unused)
{
	(void)unused;
	struct encoding encoding;
	assert_false(encoding_parse(&encoding, "", 0, &why));
	assert_string_equal(why.text, "a column must be named");
	encoding_free(&encoding);
	assert_false(encoding_parse(&encoding, "a=x,,y", 6, &why));
	assert_string_equal(why.text, "a level must not be empty");
	encoding_free(&encoding);
	/* Levels that differ in a way that names do not show. */
	struct header header = { 0 };
	assert_true(encoding_parse(&encoding, "a=x,X,y", 7, &why));
	assert_false(encoding_name(&encoding, &header, &why));
	assert_string_equal(why.text, "--encode: column 'a_x' is there already");
	header_free(&header);
	encoding_free(&encoding);
	assert_true(encoding_parse(&encoding, "id", 2, &why));
	for (int i = 0; i <= LEVEL_LIMIT; i++) {
		char text[16];
		sprintf(text, "%d", i);
		struct cell cell = cell_of(text);
		assert_int_equal(encoding_add(&encoding, &cell, &why), i < LEVEL_LIMIT);
	}
	assert_string_equal(why.text, "column 'id': more than 100 levels; --encode is for few");
	encoding_free(&encoding);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ratio),
		cmocka_unit_test(test_ratio_of_no_form),
		cmocka_unit_test(test_level_names),
		cmocka_unit_test(test_two_levels_are_one_column),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
