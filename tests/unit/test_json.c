#include "base/json.h"

#include "scratch.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct failure why;

static void assert_written(const json_t *value, bool indented, const char *wanted)
{
	struct buffer out = { 0 };
	assert_true(json_write(&out, value, indented));
	assert_true(buffer_append_byte(&out, '\0'));
	assert_string_equal(out.data, wanted);
	buffer_free(&out);
}

static void assert_refused(const char *text, const char *reason)
{
	const char *path = scratch_write("x.json", text);
	json_t *value = json_read(path, &why);
	assert_null(value);
	size_t prefix = strlen(path);
	assert_memory_equal(why.text, path, prefix);
	/* What jansson says behind that may differ between its versions. */
	assert_memory_equal(why.text + prefix, reason, strlen(reason));
}

static void test_shortest_digits(void **unused)
{
	(void)unused;
	const struct { double value; const char *wanted; } table[] = {
		{ 7.6, "7.6" }, { 0.1, "0.1" }, { 1, "1" }, { -0.0, "-0" }, { 1e300, "1e+300" },
		{ 0.1 + 0.2, "0.30000000000000004" }, { DBL_MAX, "1.7976931348623157e+308" },
		{ 1e20, "100000000000000000000.0" }, { -1e19, "-10000000000000000000.0" },
		{ 8e18, "8000000000000000000" },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		json_t *value = json_number(table[i].value);
		assert_written(value, false, table[i].wanted);
		json_decref(value);
	}
	json_t *nothing = json_number(NAN), *endless = json_number(INFINITY);
	assert_written(nothing, false, "null");
	assert_written(endless, false, "null");
	json_decref(nothing);
	json_decref(endless);
}

static json_t *sample(void)
{
	json_t *object = json_object(), *list = json_array(), *points = json_array();
	assert_true(json_put_integer(object, "z", 3, &why));
	assert_true(json_put_string(object, "a", "x\"\\\n\033é", &why));
	assert_true(json_put_number(object, "m", 0.5, &why));
	assert_true(json_put_number(object, "big", 1e20, &why));
	assert_true(json_add(list, json_true(), &why));
	assert_true(json_add(list, json_null(), &why));
	assert_true(json_put(object, "list", list, &why));
	json_t *point = json_object();
	assert_true(json_put_number(point, "x", NAN, &why));
	assert_true(json_add(points, point, &why));
	assert_true(json_put(object, "points", points, &why));
	assert_true(json_put(object, "empty", json_object(), &why));
	assert_true(json_put(object, "none", json_array(), &why));
	return object;
}

static void test_keeps_the_order(void **unused)
{
	(void)unused;
	json_t *object = sample();
	assert_written(object, false,
	               "{\"z\":3,\"a\":\"x\\\"\\\\\\n\\u001Bé\",\"m\":0.5,"
	               "\"big\":100000000000000000000.0,\"list\":[true,null],"
	               "\"points\":[{\"x\":null}],\"empty\":{},\"none\":[]}");
	assert_written(object, true,
	               "{\n  \"z\": 3,\n  \"a\": \"x\\\"\\\\\\n\\u001Bé\",\n  \"m\": 0.5,\n"
	               "  \"big\": 100000000000000000000.0,\n"
	               "  \"list\": [true, null],\n  \"points\": [\n    {\n      \"x\": null\n"
	               "    }\n  ],\n  \"empty\": {},\n  \"none\": []\n}");
	json_decref(object);
}

static void test_file_round_trip(void **unused)
{
	(void)unused;
	json_t *object = sample();
	assert_true(json_write_file(scratch_path("y.json"), object, &why));
	json_t *again = json_read(scratch_path("y.json"), &why);
	assert_non_null(again);
	assert_true(json_equal(object, again));
	const char *text = scratch_read("y.json");
	assert_int_equal(text[strlen(text) - 1], '\n');
	json_decref(object);
	json_decref(again);
}

static void test_refuses(void **unused)
{
	(void)unused;
	assert_refused("", ": empty; did the stage before fail?");
	assert_refused("[1]", ": not a JSON object");
	assert_refused("{\"a\":1,\n\"a\":2}", ":2:3: not JSON:");
	assert_refused("{\"a\":1} x", ":1:9: not JSON:");
	assert_refused("{\"a\":1", ":1:6: not JSON:");
	assert_refused("{\"a\":NaN}", ":1:8: not JSON:");
	assert_null(json_read("/nowhere", &why));
	assert_string_equal(why.text, "/nowhere: No such file or directory");
	assert_null(json_read(scratch_folder, &why));
	assert_non_null(strstr(why.text, ": Is a directory"));
}

static void test_refuses_what_is_not_utf8(void **unused)
{
	(void)unused;
	scratch_write("x.json", "{\"a\":\"\xE9\"}");
	assert_null(json_read(scratch_path("x.json"), &why));
	assert_non_null(strstr(why.text, "unable to decode byte 0xe9"));
	json_t *object = json_object();
	assert_false(json_put_string(object, "name", "\xE9t\xE9", &why));
	assert_string_equal(why.text, "'name' is not UTF-8, which JSON must be");
	assert_int_equal(json_object_size(object), 0);
	assert_false(json_put(object, "key", NULL, &why));
	assert_false(json_add(object, NULL, &why));
	json_decref(object);
}

/* {"a":[[ ... ]]} with `depth` levels, the object counted. */
static const char *nested(const char *before, int depth)
{
	char text[1024] = "";
	strcat(text, before);
	for (int i = 1; i < depth; i++)
		strcat(text, "[");
	for (int i = 1; i < depth; i++)
		strcat(text, "]");
	strcat(text, "}");
	return scratch_write("deep.json", text);
}

static void test_depth_is_capped(void **unused)
{
	(void)unused;
	json_t *value = json_read(nested("{\"a\":", 64), &why);
	assert_non_null(value);
	json_decref(value);
	assert_null(json_read(nested("{\"a\":", 65), &why));
	assert_non_null(strstr(why.text, ": nested deeper than 64 levels"));
	/* A quote that is escaped does not end its string. */
	assert_null(json_read(nested("{\"b\":\"\\\"\",\"a\":", 65), &why));
	assert_non_null(strstr(why.text, ": nested deeper than 64 levels"));
	/* Brackets within a string are no nesting. */
	value = json_read(scratch_write("x.json", "{\"a\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	                  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\\\"}"), &why);
	assert_non_null(value);
	json_decref(value);
}

static void test_full_disk(void **unused)
{
	(void)unused;
	json_t *object = sample();
	assert_false(json_write_file("/dev/full", object, &why));
	assert_string_equal(why.text, "/dev/full: No space left on device");
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shortest_digits),
		cmocka_unit_test(test_keeps_the_order),
		cmocka_unit_test(test_file_round_trip),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_refuses_what_is_not_utf8),
		cmocka_unit_test(test_depth_is_capped),
		cmocka_unit_test(test_full_disk),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
