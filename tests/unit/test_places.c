#include "stream/places.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static struct failure why;

/* Rows of one line or of several, in three files, against a plain list. */
static void test_like_a_list(void **unused)
{
	(void)unused;
	enum { ROWS = 5000 };
	static size_t paths[ROWS], lines[ROWS];
	struct places places = { 0 };
	size_t line = 2, path = 0;
	unsigned state = 1;
	for (size_t i = 0; i < ROWS; i++) {
		state = state * 1103515245u + 12345u;
		if (i == 1700 || i == 1701) {
			path++;
			line = 2;
		}
		paths[i] = path;
		lines[i] = line;
		line += (state >> 16) % 10 == 0 ? 3 : 1;
		assert_true(places_add(&places, i, paths[i], lines[i], &why));
	}
	assert_true(places.count > 100 && places.count < ROWS / 4);
	for (size_t i = 0; i < ROWS; i++) {
		struct place place = places_find(&places, i);
		assert_int_equal(place.row, i);
		assert_int_equal(place.path, paths[i]);
		assert_int_equal(place.line, lines[i]);
	}
	places_free(&places);
}

static void test_one_run(void **unused)
{
	(void)unused;
	struct places places = { 0 };
	for (size_t i = 0; i < 100000; i++)
		assert_true(places_add(&places, i, 0, i + 2, &why));
	assert_int_equal(places.count, 1);
	assert_int_equal(places_find(&places, 99999).line, 100001);
	places_free(&places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_like_a_list),
		cmocka_unit_test(test_one_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
