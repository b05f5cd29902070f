#include "base/array_room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void test_grows_and_keeps(void **unused)
{
	(void)unused;
	int *array = NULL;
	size_t capacity = 0, moves = 0;
	for (int i = 0; i < 1000; i++) {
		size_t before = capacity;
		int *moved = array_room(array, &capacity, (size_t)i + 1, sizeof *array);
		assert_non_null(moved);
		assert_true(capacity > (size_t)i);
		moves += capacity != before;
		array = moved;
		array[i] = i;
	}
	assert_true(moves < 10);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(array[i], i);
	free(array);
}

static void test_too_much_leaves_it_as_it_was(void **unused)
{
	(void)unused;
	size_t capacity = 0;
	char *array = array_room(NULL, &capacity, 40, 1);
	size_t before = capacity;
	array[39] = 'x';
	assert_null(array_room(array, &capacity, SIZE_MAX, 1));
	assert_null(array_room(array, &capacity, SIZE_MAX / 4, 64));
	assert_int_equal(capacity, before);
	assert_int_equal(array[39], 'x');
	free(array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows_and_keeps),
		cmocka_unit_test(test_too_much_leaves_it_as_it_was),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
