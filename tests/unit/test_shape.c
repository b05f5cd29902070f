#include "report/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct shape point[] = {
	{ "x", SHAPE_NUMBER, true, NULL },
	{ "n", SHAPE_COUNT | SHAPE_NULL, false, NULL },
	{ NULL, 0, false, NULL },
};
static const struct shape points[] = { { NULL, SHAPE_OBJECT, false, point } };
static const struct shape numbers[] = { { NULL, SHAPE_NUMBER, false, NULL } };
static const struct shape shapes[] = {
	{ "name", SHAPE_TEXT, true, NULL },
	{ "yes", SHAPE_BOOLEAN, false, NULL },
	{ "points", SHAPE_LIST, false, points },
	{ "any", SHAPE_OBJECT, false, numbers },
	{ NULL, 0, false, NULL },
};

static const char *check(const char *json)
{
	static struct failure why;
	json_t *document = json_loads(json, 0, NULL);
	assert_non_null(document);
	strcpy(why.text, "fine");
	bool fits = shape_check(document, "a.json", shapes, &why);
	assert_true(fits == (strcmp(why.text, "fine") == 0));
	json_decref(document);
	return why.text;
}

static void test_fits(void **unused)
{
	(void)unused;
	assert_string_equal(check("{\"name\":\"\"}"), "fine");
	assert_string_equal(check("{\"name\":\"a\",\"yes\":false,\"other\":[{}],\"points\":[],"
	                          "\"any\":{}}"), "fine");
	assert_string_equal(check("{\"name\":\"a\",\"points\":[{\"x\":1},{\"x\":-1.5,\"n\":null},"
	                          "{\"x\":1,\"n\":0}],\"any\":{\"p\":1,\"q\":2.5}}"), "fine");
}

static void test_places(void **unused)
{
	(void)unused;
	assert_string_equal(check("{}"), "a.json: name: missing");
	assert_string_equal(check("{\"name\":1}"), "a.json: name: not a text");
	assert_string_equal(check("{\"name\":null}"), "a.json: name: not a text");
	assert_string_equal(check("{\"name\":\"a\",\"yes\":1}"), "a.json: yes: not true or false");
	assert_string_equal(check("{\"name\":\"a\",\"points\":{}}"), "a.json: points: not a list");
	assert_string_equal(check("{\"name\":\"a\",\"points\":[{\"x\":1},2]}"),
	                    "a.json: points[1]: not an object");
	assert_string_equal(check("{\"name\":\"a\",\"points\":[{\"n\":1}]}"),
	                    "a.json: points[0].x: missing");
	assert_string_equal(check("{\"name\":\"a\",\"points\":[{\"x\":1,\"n\":-1}]}"),
	                    "a.json: points[0].n: not a whole number from 0 on or null");
	assert_string_equal(check("{\"name\":\"a\",\"points\":[{\"x\":1,\"n\":1.5}]}"),
	                    "a.json: points[0].n: not a whole number from 0 on or null");
	assert_string_equal(check("{\"name\":\"a\",\"any\":{\"b c\\n\":\"d\"}}"),
	                    "a.json: any.'b c\\x0a': not a number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
