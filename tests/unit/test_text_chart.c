#include "plot/palette.h"
#include "plot/text_chart.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_ticks(double low, double high, size_t most, const char *wanted)
{
	double ticks[TICKS_MOST];
	char all[512] = "", text[TICK_TEXT];
	size_t count = ticks_of((struct axis){ low, high }, most, ticks);
	for (size_t i = 0; i < count; i++) {
		strcat(all, i > 0 ? " " : "");
		strcat(all, tick_text(text, ticks[i]));
	}
	assert_string_equal(all, wanted);
}

static void test_ticks(void **unused)
{
	(void)unused;
	assert_ticks(0, 1, 5, "0 0.2 0.4 0.6 0.8 1");
	assert_ticks(0, 0.3, 3, "0 0.1 0.2 0.3");
	assert_ticks(-0.25, 1, 3, "0 0.5 1");
	assert_ticks(-31, -12, 4, "-30 -25 -20 -15");
	assert_ticks(1e9, 3e9, 2, "1000000000 2000000000 3000000000");
	assert_ticks(1e-9, 3e-9, 2, "1e-09 2e-09 3e-09");
	assert_ticks(1e20, 1e20 + 1e5, 4, ""); /* no more whole numbers */
	assert_ticks(1, 1, 4, "");
	assert_ticks(0, INFINITY, 4, "");
}

static const char *text_of(struct script *script)
{
	assert_true(buffer_append_byte(&script->text, '\0'));
	return script->text.data;
}

static struct script_options options = { .format = SCRIPT_TEXT, .width = 20, .height = 10 };

static void begin(struct script *script, struct canvas *canvas)
{
	script_begin(script, &options, &(struct script_frame){ 20, 10, 1, "t", "", 0, 0 });
	canvas_open(canvas, script);
	assert_int_equal(canvas->columns, 20);
	assert_int_equal(canvas->rows, 9);
	script->text.length = 0;
}

/* A label for what has one colour, at its character; the last row is 0. */
static void test_canvas(void **unused)
{
	(void)unused;
	struct script script;
	struct canvas canvas;
	begin(&script, &canvas);
	canvas_text(&canvas, 2, 8, "a 'b'", 9, palette_ink());
	canvas_mark(&canvas, 10, 8, '#', palette_colour(0));
	canvas_text(&canvas, 0, 0, "\xE6\xBC\xA2" "e\xCC\x81x", 9, palette_ink());
	canvas_mark(&canvas, 5, 0, '#', palette_colour(0));
	canvas_text(&canvas, 18, 1, "cut off", 9, palette_ink());
	canvas_text_before(&canvas, 5, 2, "abc", 9);
	canvas_text_around(&canvas, 1, 3, "abcde", 9);
	canvas_mark(&canvas, 20, 4, '!', palette_ink()); /* outside */
	canvas_mark(&canvas, 1, 9, '!', palette_ink());
	canvas_print(&canvas);
	const char *text = text_of(&script);
	assert_non_null(strstr(text, "set label 'a ''b''' at character 2,0 left\n"
	                       "set label '#' at character 10,0 left tc rgb '#0072B2'\n"));
	/* gnuplot counts characters: five columns are four of them here. */
	assert_non_null(strstr(text, "set label '\xE6\xBC\xA2" "e\xCC\x81x' at character 0,8 left\n"));
	assert_non_null(strstr(text, "set label '#' at character 5,8 "));
	assert_non_null(strstr(text, "set label 'c\xE2\x80\xA6' at character 18,7 left\n"));
	assert_non_null(strstr(text, "set label 'abc' at character 2,6 "));
	assert_non_null(strstr(text, "set label 'abcde' at character 0,5 "));
	assert_null(strstr(text, "!"));
	script_free(&script);
}

/* What would touch another text goes a row down, or is left out. */
static void test_apart(void **unused)
{
	(void)unused;
	struct script script;
	struct canvas canvas;
	begin(&script, &canvas);
	canvas_text_apart(&canvas, 5, 0, 2, "aaa");
	canvas_text_apart(&canvas, 7, 0, 2, "bbb");
	canvas_text_apart(&canvas, 9, 0, 2, "ccc");
	canvas_text_apart(&canvas, 6, 0, 2, "ddd");
	canvas_print(&canvas);
	const char *text = text_of(&script);
	assert_non_null(strstr(text, "set label 'aaa ccc' at character 4,8 "));
	assert_non_null(strstr(text, "set label 'bbb' at character 6,7 "));
	assert_null(strstr(text, "ddd"));
	script_free(&script);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_canvas),
		cmocka_unit_test(test_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
