#include "report/inline_svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct html page;
static struct failure why;
static bool tints;

static int free_page(void **unused)
{
	(void)unused;
	html_free(&page);
	return 0;
}

static bool put(const char *svg)
{
	page.text.length = 0;
	return inline_svg(&page, svg, strlen(svg), tints, &why);
}

static void test_plain(void **unused)
{
	(void)unused;
	const char *svg = "<svg role=\"img\" aria-label='a &lt; b'\n width=\"4\" >\n"
	                  "<title>a</title><g id=\"p\"/><use xlink:href='#p' fill=\"url(#q)\"/>"
	                  "<text style='filter:url(#f)'>on click=1 javascript: &lt;script&gt;</text >"
	                  "</svg>";
	char whole[512];
	strcat(strcat(strcpy(whole, "<?xml version=\"1.0\"?>\n"), svg), "\n\n");
	assert_true(put(whole));
	assert_int_equal(page.text.length, strlen(svg));
	assert_memory_equal(page.text.data, svg, strlen(svg));
}

static void expect(const char *svg, const char *page_has)
{
	assert_true(put(svg));
	assert_int_equal(page.text.length, strlen(page_has));
	assert_memory_equal(page.text.data, page_has, strlen(page_has));
}

static void test_colours(void **unused)
{
	(void)unused;
	expect("<svg><text fill=\"rgb(34,34,34)\">rgb(34,34,34)</text>"
	       "<g\n\tstroke = 'rgb( 89,  89,  89)' color='black'/></svg>",
	       "<svg><text fill=\"var(--ink)\">rgb(34,34,34)</text>"
	       "<g\n\tstroke = 'var(--quiet)' color='var(--ink)'/></svg>");
	const char *cell = "<svg><polygon fill = 'rgb(128, 185, 217)' points='1,2'/></svg>";
	expect(cell, cell);
	tints = true;
	/* 0.5 on the way from white to #0072B2 */
	expect(cell, "<svg><polygon fill = 'var(--data-0)' fill-opacity='0.500' points='1,2'/></svg>");
	/* The key to it, in the grey of no segment: as bright as its cells, in the dark too. */
	expect("<svg><use xlink:href='#p' color='rgb(197, 197, 197)'/></svg>",
	       "<svg><use xlink:href='#p' color='#8A8A8A' opacity='0.495'/></svg>");
	tints = false;
}

static void test_refused(void **unused)
{
	(void)unused;
	static const char *const bad[] = {
		"<svg><script>x</script></svg>",
		"<svg><SCRIPT/></svg>",
		"<svg><foreignObject></foreignObject></svg>",
		"<svg><image href='#a'/></svg>",
		"<svg><a href='#a'>x</a></svg>",
		"<svg><style>x</style></svg>",
		"<svg><!-- x --></svg>",
		"<svg><![CDATA[x]]></svg>",
		"<svg onload=\"x\"></svg>",
		"<svg a=\"b\"onload=\"x\"></svg>",
		"<svg><g onclick='x'/></svg>",
		"<svg><use href=\"http://x/y.svg#z\"/></svg>",
		"<svg><use xlink:href=''/></svg>",
		"<svg><g fill=\"url(http://x)\"/></svg>",
		"<svg><g style='background:url(//x)'/></svg>",
		"<svg><g x='javascript:y'/></svg>",
		"<svg><g x=y/></svg>",
		"<svg><g x/></svg>",
		"<svg><g x=\"y</svg>",
		"<svg><g </svg>",
		"<svg><</svg>",
		"<svg>< g></svg>",
		"<svgx></svg>",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		why.text[0] = '\0';
		if (put(bad[i]))
			fail_msg("taken: %s", bad[i]);
		assert_string_equal(why.text, "the SVG holds more than shapes and texts, so it stays out "
		                    "of the page");
		assert_int_equal(page.text.length, 0);
	}
	assert_false(put(""));
	assert_string_equal(why.text, "gnuplot wrote no SVG");
	assert_false(put("<svg>"));
	assert_false(put("</svg><p>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, NULL, free_page);
}
