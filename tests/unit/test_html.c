#include "report/html.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct html page;

static const char *written(void)
{
	assert_true(buffer_append_byte(&page.text, '\0'));
	assert_false(page.no_memory);
	page.text.length = 0;
	return page.text.data;
}

static const char *text_of(const char *text, size_t length)
{
	html_text(&page, text, length);
	return written();
}

static const char *words(const char *text)
{
	return text_of(text, strlen(text));
}

static int free_page(void **unused)
{
	(void)unused;
	html_free(&page);
	return 0;
}

static void test_escapes(void **unused)
{
	(void)unused;
	assert_string_equal(words("a <b> & \"c\" 'd'"), "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
	assert_string_equal(words("&amp;"), "&amp;amp;");
	assert_string_equal(words(""), "");
	assert_string_equal(words("שלום Größe 日本 😀"), "שלום Größe 日本 😀");
	assert_string_equal(words("tab\tline\nend"), "tab\tline\nend");
}

#define BAD "\xEF\xBF\xBD"

static void test_what_no_page_may_hold(void **unused)
{
	(void)unused;
	assert_string_equal(text_of("a\0b", 3), "a" BAD "b");
	assert_string_equal(words("\x01\x1B[31m\x7F\r"), BAD BAD "[31m" BAD BAD);
	assert_string_equal(words("\xC2\x85x\xC2\xA0y"), BAD "x\xC2\xA0y"); /* a C1 control; a blank */
	assert_string_equal(words("\xFFz\xC3"), BAD "z" BAD);             /* not UTF-8 */
	assert_string_equal(words("\xED\xA0\x80"), BAD BAD BAD);          /* a surrogate */
	assert_string_equal(words("\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBF"), BAD BAD BAD);
	assert_string_equal(words("\xEF\xBF\xBD\xEF\xB7\xB0"), BAD "\xEF\xB7\xB0");
	/* What turns the direction; the marks U+200E and U+200F may stay. */
	assert_string_equal(words("\xE2\x80\xAE" "a\xE2\x81\xA6" "b\xE2\x80\x8F"), BAD "a" BAD
	                    "b\xE2\x80\x8F");
	assert_string_equal(words("\xE2\x80\xA9\xE2\x80\xAF\xE2\x81\xA5\xE2\x81\xAA"),
	                    "\xE2\x80\xA9\xE2\x80\xAF\xE2\x81\xA5\xE2\x81\xAA");
}

/* Every byte, and every pair with markup in it: nothing of it comes through. */
static void test_no_markup_gets_through(void **unused)
{
	(void)unused;
	for (int a = 0; a < 256; a++)
		for (int b = 0; b < 256; b++) {
			const char pair[2] = { (char)a, (char)b };
			const char *text = text_of(pair, 2);
			assert_null(strpbrk(text, "<>\"'"));
			for (const char *at = strchr(text, '&'); at != NULL; at = strchr(at + 1, '&'))
				assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0
				            || strncmp(at, "&gt;", 4) == 0 || strncmp(at, "&quot;", 6) == 0
				            || strncmp(at, "&#39;", 5) == 0);
			assert_int_equal(strcspn(text, "\x01\x02\x1B\x7F"), strlen(text));
		}
}

static void test_data(void **unused)
{
	(void)unused;
	html_data(&page, "</bdi><b>", 9);
	assert_string_equal(written(), "<bdi>&lt;/bdi&gt;&lt;b&gt;</bdi>");
	html_format(&page, "%d <%s>", 3, "x");
	assert_string_equal(written(), "3 &lt;x&gt;");
	html_put(&page, "<p>");
	assert_string_equal(written(), "<p>");
}

static const char *number(double value)
{
	html_number(&page, value);
	return written();
}

#define NARROW "\xE2\x80\xAF"
#define DASH "\xE2\x80\x93"

static void test_numbers(void **unused)
{
	(void)unused;
	assert_string_equal(number(0), "0");
	assert_string_equal(number(27), "27");
	assert_string_equal(number(0.5604), "0.560");
	assert_string_equal(number(3.358), "3.36");
	assert_string_equal(number(-12.34), "-12.3");
	assert_string_equal(number(0.00012345), "0.000123");
	assert_string_equal(number(9999), "9999");
	assert_string_equal(number(10000), "10" NARROW "000");
	assert_string_equal(number(-1234567.8), "-1" NARROW "234" NARROW "568");
	assert_string_equal(number(1e-9), "1e-9");
	assert_string_equal(number(1e300), "1e+300");
	assert_string_equal(number(NAN), DASH);
	assert_string_equal(number(INFINITY), DASH);
	html_percent(&page, 0.2299);
	assert_string_equal(written(), "23.0" NARROW "%");
	html_percent(&page, NAN);
	assert_string_equal(written(), DASH);
	html_percent(&page, 1e300);
	assert_string_equal(written(), DASH);
	html_count(&page, 1, "row", "rows");
	assert_string_equal(written(), "1 row");
	html_count(&page, 1000000, "row", "rows");
	assert_string_equal(written(), "1" NARROW "000" NARROW "000 rows");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_what_no_page_may_hold),
		cmocka_unit_test(test_no_markup_gets_through),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, free_page);
}
