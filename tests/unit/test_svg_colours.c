#include "plot/palette.h"
#include "report/style.h"
#include "report/svg_colours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char *colour(const char *name, const char *value)
{
	return svg_colour(name, strlen(name), value, strlen(value));
}

static const char *tint(uint32_t rgb, double *opacity)
{
	char text[32];
	snprintf(text, sizeof text, "rgb(%3u, %3u, %3u)", rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
	return svg_tint(text, strlen(text), opacity);
}

static void test_roles(void **unused)
{
	(void)unused;
	assert_string_equal(colour("stroke", "rgb( 34,  34,  34)"), "var(--ink)");
	assert_string_equal(colour("color", "black"), "var(--ink)");
	assert_string_equal(colour("fill", "rgb(89,89,89)"), "var(--quiet)");
	assert_string_equal(colour("stroke", "rgb(224, 224, 224)"), "var(--line)");
	assert_string_equal(colour("fill", "#ffffff"), "var(--paper)");
	assert_string_equal(colour("flood-color", "#FFFFFF"), "var(--paper)");
	assert_string_equal(colour("color", "rgb(255, 255, 255)"), "var(--paper)");
}

/* What stands on the colours of a heat map, those colours, and what is none. */
static void test_kept(void **unused)
{
	(void)unused;
	static const char *const kept[] = {
		"rgb(255,255,255)", "rgb(0,0,0)", "rgb( 33, 102, 172)", "none", "currentColor", "",
		"#fff", "#2222222", "rgb(34,34,34", "rgb(34,34,34)x", "rgb(290,34,34)", "rgb(-1,34,34)",
		"url(#a)", "rgb(34,34)", "rgb(                          34,34,34)",
	};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (colour("fill", kept[i]) != NULL)
			fail_msg("not kept: %s", kept[i]);
	assert_null(colour("id", "black"));
	assert_null(colour("fill-opacity", "#222222"));
}

/* The page has the palette's colours in the light, and as many. */
static void test_segments(void **unused)
{
	(void)unused;
	char rule[64];
	for (size_t i = 0; i < 2 * STYLE_COLOURS; i++) {
		assert_string_equal(colour("stroke", palette_colour(i)), style_colour(i));
		snprintf(rule, sizeof rule, "--data-%zu:%s", i % STYLE_COLOURS, palette_colour(i));
		assert_non_null(strstr(report_style, rule));
	}
	assert_string_equal(style_colour(13), "var(--data-1)");
	assert_null(colour("fill", palette_colour(STYLE_NOISE)));
}

static void test_tints(void **unused)
{
	(void)unused;
	double opacity;
	for (size_t i = 0; i <= STYLE_COLOURS; i++)
		for (int share = 20; share < 98; share++) {
			bool grey = i == STYLE_COLOURS;
			const char *found = tint(palette_tint(grey ? STYLE_NOISE : i, share / 100.0),
			                         &opacity);
			assert_non_null(found);
			assert_string_equal(found, grey ? palette_colour(STYLE_NOISE) : style_colour(i));
			assert_true(opacity > share / 100.0 - 0.02 && opacity < share / 100.0 + 0.02);
		}
	assert_null(tint(0xFFFFFF, &opacity));
	assert_null(tint(0x2166AC, &opacity));
	assert_null(tint(palette_tint(STYLE_NOISE, 1), &opacity));
	assert_null(svg_tint("none", 4, &opacity));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_tints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
