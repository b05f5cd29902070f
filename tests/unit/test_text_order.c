#include "base/text_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Adds the words of `text`, and holds their order against the words of `expected`. */
static void check(const char *text, const char *expected, bool bytes)
{
	struct text_set set = { 0 };
	struct failure why;
	bool added;
	for (const char *word = text; *word != '\0'; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");
		assert_true(text_set_add(&set, word, length, &added, &why));
		word += length;
	}
	size_t *order = bytes ? text_order_bytes(&set, &why) : text_order(&set, &why);
	assert_non_null(order);
	char joined[256] = "";
	for (size_t i = 0; i < set.count; i++) {
		size_t length;
		const char *word = text_set_get(&set, order[i], &length);
		strcat(joined, i > 0 ? " " : "");
		strncat(joined, word, length);
	}
	assert_string_equal(joined, expected);
	free(order);
	text_set_free(&set);
}

static void test_numbers(void **state)
{
	(void)state;
	check("10 2 0 -1 1", "-1 0 1 2 10", false);
	check("2.5 1e1 02 2 .5", ".5 02 2 2.5 1e1", false);
}

static void test_texts(void **state)
{
	(void)state;
	check("b B a ab", "B a ab b", false);
	/* One text among numbers, and all are texts. */
	check("10 2 x", "10 2 x", false);
	check("10 9 2", "10 2 9", true);
	check("", "", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
