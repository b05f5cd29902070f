#include "base/failure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#undef fail /* cmocka has one of its own */

static void assert_quoted(const char *text, size_t length, const char *wanted)
{
	char quoted[QUOTED_SIZE];
	assert_string_equal(quote(quoted, text, length), wanted);
}

static void test_words_a_failure(void **unused)
{
	(void)unused;
	struct failure why;
	assert_false(fail(&why, "%s:%d: no", "file", 7));
	assert_string_equal(why.text, "file:7: no");
	assert_false(fail_memory(&why));
	assert_string_equal(why.text, "out of memory");
}

/* A name from outside must not break the one line, nor drive the terminal. */
static void test_stays_one_line(void **unused)
{
	(void)unused;
	struct failure why;
	fail(&why, "column '%s': no", "a\nb\r\033[31m\177é");
	assert_string_equal(why.text, "column 'a?b??[31m?é': no");
}

static void test_cuts_a_long_text(void **unused)
{
	(void)unused;
	struct failure why;
	char text[3000];
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_false(fail(&why, "%s", text));
	assert_int_equal(strlen(why.text), sizeof why.text - 1);
}

static void test_quotes(void **unused)
{
	(void)unused;
	assert_quoted("n/a", 3, "'n/a'");
	assert_quoted("", 0, "''");
	assert_quoted("a\tb\033[m\177", 7, "'a\\x09b\\x1b[m\\x7f'");
	assert_quoted("a\0b", 3, "'a\\x00b'");
	assert_quoted("it's", 4, "'it's'");
	assert_quoted("é", 2, "'é'");
}

static void test_quotes_forty_bytes(void **unused)
{
	(void)unused;
	const char *forty = "1234567890123456789012345678901234567890";
	assert_quoted(forty, 40, "'1234567890123456789012345678901234567890'");
	assert_quoted("1234567890123456789012345678901234567890x", 41,
	              "'1234567890123456789012345678901234567890'...");
	/* The é at bytes 40 and 41 is not cut in two. */
	assert_quoted("123456789012345678901234567890123456789éx", 42,
	              "'123456789012345678901234567890123456789'...");
	/* The longest that there can be. */
	char control[100], quoted[QUOTED_SIZE];
	memset(control, 1, sizeof control);
	assert_int_equal(strlen(quote(quoted, control, sizeof control)), 40 * 4 + 2 + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_a_failure),
		cmocka_unit_test(test_stays_one_line),
		cmocka_unit_test(test_cuts_a_long_text),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_quotes_forty_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
