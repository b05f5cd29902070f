#include "base/text_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static struct failure why;

static void test_keeps_each_once_in_order(void **unused)
{
	(void)unused;
	struct text_set set = { 0 };
	bool added;
	enum { COUNT = 20000 };
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < COUNT; i++) {
			char text[16];
			size_t length = (size_t)sprintf(text, "%d", i * 7);
			assert_true(text_set_add(&set, text, length, &added, &why));
			assert_int_equal(added, round == 0);
		}
	assert_int_equal(set.count, COUNT);
	for (int i = 0; i < COUNT; i++) {
		char text[16];
		size_t length = (size_t)sprintf(text, "%d", i * 7), there;
		assert_int_equal(text_set_find(&set, text, length), i);
		const char *got = text_set_get(&set, (size_t)i, &there);
		assert_int_equal(there, length);
		assert_memory_equal(got, text, length);
	}
	assert_int_equal(text_set_find(&set, "1", 1), COUNT);
	text_set_free(&set);
	assert_int_equal(set.count, 0);
}

static void test_bytes_are_all_that_counts(void **unused)
{
	(void)unused;
	struct text_set set = { 0 };
	bool added;
	const struct { const char *text; size_t length; } texts[] = {
		{ "", 0 }, { "a", 1 }, { "ab", 2 }, { "a\0b", 3 }, { "a\0c", 3 }, { "A", 1 }, { "\0", 1 },
	};
	size_t count = sizeof texts / sizeof *texts;
	assert_int_equal(text_set_find(&set, "", 0), 0); /* that is, its count */
	for (size_t i = 0; i < count; i++) {
		assert_true(text_set_add(&set, texts[i].text, texts[i].length, &added, &why));
		assert_true(added);
	}
	assert_true(text_set_add(&set, "", 0, &added, &why));
	assert_false(added);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(text_set_find(&set, texts[i].text, texts[i].length), i);
	assert_int_equal(text_set_find(&set, "b", 1), count);
	text_set_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps_each_once_in_order),
		cmocka_unit_test(test_bytes_are_all_that_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
