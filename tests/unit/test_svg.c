#include "plot/svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static char *finish(struct buffer *out, const char *svg, const char *title, const char *prefix)
{
	struct failure why;
	out->length = 0;
	struct svg_names names = { title, "more < less", prefix };
	assert_true(svg_finish(out, svg, strlen(svg), &names, &why));
	assert_true(buffer_append_byte(out, '\0'));
	return out->data;
}

static void test_title(void **unused)
{
	(void)unused;
	struct buffer out = { 0 };
	assert_string_equal(finish(&out, "<?xml?>\n<svg \n width=\"4\">\n<title>Gnuplot</title>\n<desc>Made</desc>"
	                           "<g id=\"a\"><title>plot 1</title>x</g></svg>\n",
	                           "A & <b> \"c\"", NULL),
	                    "<?xml?>\n"
	                    "<svg role=\"img\" aria-label=\"A &amp; &lt;b&gt; &quot;c&quot;\" \n"
	                    " width=\"4\">\n<title>A &amp; &lt;b&gt; &quot;c&quot;</title>\n"
	                    "<desc>more &lt; less</desc>"
	                    "<g id=\"a\">x</g></svg>\n");
	buffer_free(&out);
}

/* Ids in tags get the prefix, wherever they stand; texts do not change. */
static void test_prefix(void **unused)
{
	(void)unused;
	struct buffer out = { 0 };
	assert_string_equal(finish(&out, "<g id=\"a\"/><use xlink:href='#b' id='c'/>"
	                           "<t filter=\"url(#d)\">an id='x' and href='#y'</t>", "t", "p-"),
	                    "<g id=\"p-a\"/><use xlink:href='#p-b' id='p-c'/>"
	                    "<t filter=\"url(#p-d)\">an id='x' and href='#y'</t>");
	assert_string_equal(finish(&out, "<g id=\"a", "t", "p"), "<g id=\"pa");
	assert_string_equal(finish(&out, "", "t", "p"), "");
	assert_string_equal(finish(&out, "<title>cut", "t", "p"), "<title>t</title>");
	buffer_free(&out);
}

static void test_prefixes(void **unused)
{
	(void)unused;
	assert_true(svg_prefix_is_valid("a"));
	assert_true(svg_prefix_is_valid("Plot_2-"));
	assert_false(svg_prefix_is_valid(""));
	assert_false(svg_prefix_is_valid("2a"));
	assert_false(svg_prefix_is_valid("-a"));
	assert_false(svg_prefix_is_valid("a b"));
	assert_false(svg_prefix_is_valid("a\"b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_title),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_prefixes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
