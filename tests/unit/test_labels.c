#include "stream/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;

static void add_all(struct labels *labels, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct cell cell = { .text = texts[i], .length = strlen(texts[i]) };
		assert_true(labels_add(labels, &cell, &why));
	}
}

static void assert_sorted(const char *const *texts, size_t count, bool keep_noise,
                          const char *const *groups, size_t k)
{
	struct labels labels = { 0 };
	add_all(&labels, texts, count);
	assert_true(labels_sort(&labels, keep_noise, &why));
	assert_int_equal(labels.rows, count);
	assert_int_equal(labels.k, k);
	for (size_t i = 0; i < k; i++) {
		size_t length;
		const char *name = labels_name(&labels, i, &length);
		assert_int_equal(length, strlen(groups[i]));
		assert_memory_equal(name, groups[i], length);
	}
	for (size_t i = 0; i < count; i++) {
		if (labels.ids[i] == -1) {
			assert_string_equal(texts[i], NOISE_LABEL);
			continue;
		}
		assert_in_range(labels.ids[i], 0, k - 1);
		assert_string_equal(texts[i], groups[labels.ids[i]]);
	}
	labels_free(&labels);
}

static void test_numbers_by_value(void **unused)
{
	(void)unused;
	const char *const texts[] = { "10", "2", "0", "2", "10", "1.5" };
	const char *const groups[] = { "0", "1.5", "2", "10" };
	assert_sorted(texts, 6, false, groups, 4);
}

static void test_texts_by_bytes(void **unused)
{
	(void)unused;
	const char *const texts[] = { "b", "a", "B", "ab", "", "a" };
	const char *const groups[] = { "", "B", "a", "ab", "b" };
	assert_sorted(texts, 6, false, groups, 5);
}

static void test_noise(void **unused)
{
	(void)unused;
	const char *const texts[] = { "1", "-1", "0", "-1", "-1.0" };
	/* Other spellings of the number are labels like any other. */
	const char *const groups[] = { "-1.0", "0", "1" };
	assert_sorted(texts, 5, false, groups, 3);
	const char *const kept[] = { "-1", "-1.0", "0", "1" };
	assert_sorted(texts, 5, true, kept, 4);
}

static void test_names_for_json(void **unused)
{
	(void)unused;
	const char *const texts[] = { "0", "-1", "17", "007", "-0", "-", "1.5", "1e3", "x",
		                      "123456789012345678", "1234567890123456789" };
	const char *const json[] = { "0", "-1", "17", "\"007\"", "\"-0\"", "\"-\"", "\"1.5\"",
		                     "\"1e3\"", "\"x\"", "123456789012345678",
		                     "\"1234567890123456789\"" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct labels labels = { 0 };
		add_all(&labels, &texts[i], 1);
		assert_true(labels_sort(&labels, true, &why));
		json_t *name = labels_json_name(&labels, 0, &why);
		char *text = json_dumps(name, JSON_ENCODE_ANY);
		assert_string_equal(text, json[i]);
		free(text);
		json_decref(name);
		labels_free(&labels);
	}
	struct labels labels = { 0 };
	add_all(&labels, (const char *const[]){ "\xFF" }, 1);
	assert_true(labels_sort(&labels, true, &why));
	assert_null(labels_json_name(&labels, 0, &why));
	assert_string_equal(why.text,
	                    "a label is not UTF-8, which JSON must be; seg-features says where");
	labels_free(&labels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_by_value),
		cmocka_unit_test(test_texts_by_bytes),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_names_for_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
