#include "plot/legend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static void add(struct segment_list *list, const char *label, const char *persona)
{
	struct failure why;
	assert_true(segment_list_add(list, label, strlen(label), persona,
	                             persona != NULL ? strlen(persona) : 0, &why));
}

static struct segment_list numbered(size_t count, const char *persona)
{
	struct segment_list list = { 0 };
	for (size_t i = 0; i < count; i++) {
		char label[32];
		snprintf(label, sizeof label, "%zu", i);
		add(&list, label, persona);
	}
	return list;
}

/* Names that start alike are cut before the words in which they differ. */
static void test_cut_apart(void **unused)
{
	(void)unused;
	char out[SCRIPT_TEXT_SIZE];
	struct segment_list list = { 0 };
	add(&list, "0", "High spenders who buy in spring and in summer");
	add(&list, "1", "High spenders who buy in spring and in winter");
	add(&list, "2", "Low spenders who buy in spring and in winter and in fall");
	assert_string_equal(segment_list_text(&list, 0, out, 30),
	                    "0 High spe\xE2\x80\xA6" "and in summer");
	assert_string_equal(segment_list_text(&list, 1, out, 30),
	                    "1 High spe\xE2\x80\xA6" "and in winter");
	assert_string_equal(segment_list_text(&list, 2, out, 30),
	                    "2 Low spenders who buy in \xE2\x80\xA6");
	assert_string_equal(segment_list_text(&list, 0, out, 100),
	                    "0 High spenders who buy in spring and in summer");
	segment_list_free(&list);
	/* Equal ones have their numbers. */
	list = numbered(2, "The same long name for the two of them");
	assert_string_equal(segment_list_text(&list, 1, out, 20), "1 The same long n\xE2\x80\xA6");
	segment_list_free(&list);
	/* By bytes they differ within a character: never cut in it. */
	list = (struct segment_list){ 0 };
	add(&list, "0", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\xC3\xA9");
	add(&list, "1", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\xC3\xA8");
	assert_string_equal(segment_list_text(&list, 0, out, 12), "0 xxx\xE2\x80\xA6xxxx\xC3\xA9");
	segment_list_free(&list);
}

/* Beside the plot while it fits, then below it in columns, as high as it must be. */
static void test_plan(void **unused)
{
	(void)unused;
	struct segment_list list = numbered(5, NULL);
	struct legend legend = legend_plan(&list, 105, 50, false);
	assert_true(legend.below == 0 && legend.right < 20 && legend.across == 1);
	legend = legend_plan(&list, 60, 50, false); /* the plot needs the room */
	assert_true(legend.below > 0 && legend.right == 1);
	segment_list_free(&list);
	list = numbered(60, NULL);
	legend = legend_plan(&list, 105, 50, false);
	assert_true(legend.below > 0 && legend.across > 6 && legend.below < 15);
	segment_list_free(&list);
	list = numbered(31, "High spenders who buy in spring and in summer");
	legend = legend_plan(&list, 105, 50, false);
	assert_true(legend.across == 2 && legend.rows >= 16 * 1.2);
	assert_true(legend_plan(&list, 60, 0, true).rows >= 31);
	segment_list_free(&list);
}

static void test_letters(void **unused)
{
	(void)unused;
	struct segment_list list = numbered(80, NULL);
	char letters[SEGMENT_LIST_LIMIT];
	legend_letters(&list, letters);
	assert_memory_equal(letters, "0123456789abc", 13);
	for (size_t i = 0; i < 80; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(letters[i], letters[j]);
	segment_list_free(&list);
	list = (struct segment_list){ 0 };
	add(&list, "-1", NULL);
	add(&list, "b", NULL);
	add(&list, "gold", NULL);
	add(&list, "(", NULL);
	add(&list, "b", NULL);
	legend_letters(&list, letters);
	assert_memory_equal(letters, ".bacd", 5);
	segment_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut_apart),
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_letters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
