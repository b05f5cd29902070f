#include "report/head_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *pieces(const char *text)
{
	static char shown[256];
	size_t at = 0, length = strlen(text);
	while (length > 0) {
		size_t piece = head_piece(text, length);
		at += (size_t)snprintf(shown + at, sizeof shown - at, "%.*s|", (int)piece, text);
		text += piece;
		length -= piece;
	}
	return shown;
}

static void test_pieces(void **unused)
{
	(void)unused;
	assert_string_equal(pieces("age"), "age|");
	assert_string_equal(pieces("annual_income"), "annual_|income|");
	assert_string_equal(pieces("spend income ratio"), "spend |income |ratio|");
	assert_string_equal(pieces("NumCatalogPurchases"), "Num|Catalog|Purchases|");
	assert_string_equal(pieces("a.b-c/d:e"), "a.|b-|c/|d:|e|");
	assert_string_equal(pieces("ABCdef"), "ABCdef|");
	assert_string_equal(pieces("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
	                    "xxxxxxxxxxxxxx|xxxxxxxxxxxxxx|xx|");
	/* Characters count, and none is cut. */
	assert_string_equal(pieces("öäüöäüöäüöäüöäüö"), "öäüöäüöäüöäüöä|üö|");
}

static void test_width(void **unused)
{
	(void)unused;
	assert_int_equal(head_width("", 40), 0);
	assert_int_equal(head_width("age", 40), 3);
	assert_int_equal(head_width("öäü", 40), 3);
	assert_int_equal(head_width("annual_income", 40), 7);
	assert_int_equal(head_width("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 40), 14);
	/* What is cut off does not count. */
	assert_int_equal(head_width("ab ab longer", 5), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
