#include "plot/palette.h"
#include "plot/script.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct script_options svg = { .format = SCRIPT_SVG };
static char out[SCRIPT_TEXT_SIZE];

static const char *quoted(const char *text, double columns)
{
	return script_text(out, text, strlen(text), columns);
}

/* In gnuplot's single quotes nothing is expanded, and only the quote ends them. */
static void test_quotes(void **unused)
{
	(void)unused;
	assert_string_equal(quoted("age", 80), "'age'");
	assert_string_equal(quoted("", 80), "''");
	assert_string_equal(quoted("it's 'so'", 80), "'it''s ''so'''");
	assert_string_equal(quoted("`id` @m $x {a}_b^c \"q\" \\n %d", 80),
	                    "'`id` @m $x {a}_b^c \"q\" \\n %d'");
	assert_string_equal(script_tic(out, "100 % o'x", 9, 80), "'100 %% o''x'");
	assert_string_equal(script_plain(out, "100 % o'x", 9, 80), "100 % o'x");
}

/* No text breaks the line of the script or the SVG. */
static void test_bytes_that_cannot_stand(void **unused)
{
	(void)unused;
	assert_string_equal(quoted("a\nb\tc\rd\x01" "e\x7F" "f", 80), "'a b c d e f'");
	assert_string_equal(script_text(out, "a\0b", 3, 80), "'a b'");
	assert_string_equal(quoted("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 80),
	                    "'\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80'");
	assert_string_equal(quoted("x\xE9y", 80), "'x?y'");
	assert_string_equal(quoted("x\xE2\x82", 80), "'x?" "?'");
	assert_string_equal(quoted("x\xC2\x85y", 80), "'x y'");              /* U+0085 */
	assert_string_equal(quoted("x\xEF\xBF\xBFy", 80), "'x?y'");          /* U+FFFF */
	assert_string_equal(quoted("x\xE2\x80\xAEy\xE2\x81\xA6z", 80), "'x y z'"); /* bidi */
}

static void test_cut(void **unused)
{
	(void)unused;
	assert_string_equal(script_plain(out, "abcdef", 6, 6), "abcdef");
	assert_string_equal(script_plain(out, "abcdefg", 7, 6), "abcde\xE2\x80\xA6");
	assert_int_equal(script_width("a\xC3\xA9", 3), 2);
	assert_int_equal(script_width("\xE6\xBC\xA2\xE5\xAD\x97", 6), 4); /* two columns each */
	assert_int_equal(script_width("e\xCC\x81\xE2\x80\x8D", 6), 1);       /* they combine */
	char long_text[4001];
	memset(long_text, '\'', 4000);
	long_text[4000] = '\0';
	for (double columns = -1; columns < 5000; columns += 37)
		assert_true(strlen(quoted(long_text, columns)) < SCRIPT_TEXT_SIZE);
	for (size_t i = 0; i < 4000; i++)
		long_text[i] = "\xF0\x9F\x98\x80"[i % 4];
	assert_true(strlen(quoted(long_text, 1e9)) < SCRIPT_TEXT_SIZE);
}

/* In a picture the letters are as wide as they are. */
static void test_extent(void **unused)
{
	(void)unused;
	assert_true(script_extent("WWWW", 4) > 6 && script_extent("iiii", 4) < 3);
	assert_string_equal(quoted("iiiiiiiiii", 6), "'iiiiiiiiii'");
	assert_string_equal(quoted("WWWWWWWWWW", 6), "'WWW\xE2\x80\xA6'");
	assert_string_equal(script_plain(out, "WWWWWW", 6, 6), "WWWWWW");
	assert_string_equal(script_cut(out, "WWWWWW", 6, 6), "WWW\xE2\x80\xA6");
	assert_string_equal(script_cut(out, "iiiiiiii", 8, 6), "iiiii\xE2\x80\xA6");
	double whole = script_fit("High income", 11);
	assert_string_equal(script_cut(out, "High income", 11, whole), "High income");
	assert_true(script_fit("iW", 2) > script_extent("iW", 2));
}

/* gnuplot 5.4 takes a doubled quote at the start for an empty string. */
static void test_quote_at_the_start(void **unused)
{
	(void)unused;
	assert_string_equal(quoted("'VIP'", 80), "\"'\".'VIP'''");
	assert_string_equal(quoted("''", 80), "\"''\".''");
	assert_string_equal(script_tic(out, "'5 %'", 5, 80), "\"'\".'5 %%'''");
}

static void test_lines(void **unused)
{
	(void)unused;
	assert_int_equal(script_line_length("some words", 10, 10, false), 10);
	assert_int_equal(script_line_length("some words", 10, 9, false), 4);
	assert_int_equal(script_line_length("somewords", 9, 4, false), 4);
	assert_int_equal(script_line_length("WWWW WWWW", 9, 9, true), 4);
	assert_int_equal(script_line_length("\xE6\xBC\xA2\xE5\xAD\x97", 6, 3, false), 3);
	assert_int_equal(script_line_length("x", 1, 0, false), 1); /* it goes on in any case */
}

static void test_numbers(void **unused)
{
	(void)unused;
	char number[NUMBER_SIZE];
	assert_string_equal(script_number(number, 0.1), "0.1");
	assert_string_equal(script_number(number, -1e300), "-1e+300");
	assert_string_equal(script_number(number, NAN), "NaN");
	assert_string_equal(script_number(number, INFINITY), "NaN");
}

static const char *script_of(struct script *script)
{
	assert_true(buffer_append_byte(&script->text, '\0'));
	return script->text.data;
}

static void test_data_and_plot(void **unused)
{
	(void)unused;
	struct script script = { .options = &svg };
	struct failure why;
	script_data(&script, "points", "x y");
	script_row(&script, (double[]){ 1, 0.5 }, 2);
	script_row(&script, (double[]){ NAN, -2 }, 2);
	script_data_end(&script);
	script_plot(&script, "$points using %d:%d", 1, 2);
	script_plot(&script, "NaN");
	script_plot_end(&script);
	script_plot(&script, "2");
	script_plot_end(&script);
	assert_true(script_finish(&script, &why));
	assert_string_equal(script_of(&script), "$points << EOD\n# x y\n1 0.5\nNaN -2\nEOD\n"
	                    "plot $points using 1:2, \\\n     NaN\nplot 2\n");
	script_free(&script);
}

/* The title of the user, the notes broken at blanks, a path with a quote in it. */
static void test_frame(void **unused)
{
	(void)unused;
	struct script_options options = { .format = SCRIPT_SVG, .output = "it's.svg" };
	struct script_frame frame = { 40, 20, 0, "A title", "some words that do not fit one line",
		                      0, 0 };
	struct script script;
	script_begin(&script, &options, &frame);
	const char *text = script_of(&script);
	assert_non_null(strstr(text, "set terminal svg noenhanced size 320,400 "));
	assert_non_null(strstr(text, "\nset output 'it''s.svg'\n"));
	assert_non_null(strstr(text, "\nset label 'A title' at screen "));
	assert_non_null(strstr(text, "\nset label 'some words that do not fit one line' at"));
	assert_string_equal(script.title, "A title");
	script_free(&script);

	options = (struct script_options){ .format = SCRIPT_TEXT, .width = 30, .height = 12,
		                           .title = "An `own` one" };
	frame.text_rows = 17;
	script_begin(&script, &options, &frame);
	text = script_of(&script);
	assert_non_null(strstr(text, "set terminal dumb noenhanced nofeed size 30,20 mono\n"));
	assert_non_null(strstr(text, "\nset label 'An `own` one' at"));
	assert_null(strstr(text, "A title"));
	assert_non_null(strstr(text, "\nset label 'some words that do not fit' at"));
	assert_non_null(strstr(text, "\nset label 'one line' at"));
	assert_string_equal(script.title, "An `own` one");
	script_free(&script);
}

/* Whoever tells colours apart or not finds every segment. */
static void test_palette(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < 24; i++)
		for (size_t j = 0; j < i; j++)
			assert_true(strcmp(palette_colour(i), palette_colour(j)) != 0
			            || palette_mark(i) != palette_mark(j));
	assert_int_equal(palette_tint(0, 1), 0x0072B2);
	assert_int_equal(palette_tint(0, 0), 0xFFFFFF);
	assert_int_equal(palette_tint(1, 0.5), 0xEAAF80);
	assert_string_equal(palette_colour(13), palette_colour(1));
	assert_string_not_equal(palette_colour(STYLE_NOISE), palette_colour(0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_bytes_that_cannot_stand),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_extent),
		cmocka_unit_test(test_quote_at_the_start),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_data_and_plot),
		cmocka_unit_test(test_frame),
		cmocka_unit_test(test_palette),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
