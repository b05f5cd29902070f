#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_grows_and_keeps(void **unused)
{
	(void)unused;
	struct buffer buffer = { 0 };
	for (int i = 0; i < 100000; i++)
		assert_true(buffer_append_byte(&buffer, (char)(i % 251)));
	assert_int_equal(buffer.length, 100000);
	assert_true(buffer.capacity >= buffer.length);
	for (int i = 0; i < 100000; i++)
		assert_int_equal((unsigned char)buffer.data[i], i % 251);
	buffer_free(&buffer);
	assert_null(buffer.data);
	assert_int_equal(buffer.length, 0);
}

static void test_nothing_can_be_appended(void **unused)
{
	(void)unused;
	struct buffer buffer = { 0 };
	assert_true(buffer_append(&buffer, NULL, 0));
	assert_true(buffer_append_text(&buffer, ""));
	assert_int_equal(buffer.length, 0);
	assert_true(buffer_reserve(&buffer, 0));
	assert_non_null(buffer.data);
	assert_true(buffer_append_text(&buffer, "abc"));
	assert_true(buffer_append(&buffer, "d\0e", 3));
	assert_memory_equal(buffer.data, "abcd\0e", 6);
	buffer_free(&buffer);
}

static void test_reserves_room(void **unused)
{
	(void)unused;
	struct buffer buffer = { 0 };
	assert_true(buffer_append_text(&buffer, "start"));
	assert_true(buffer_reserve(&buffer, 5000));
	const char *data = buffer.data;
	for (int i = 0; i < 5000; i++)
		assert_true(buffer_append_byte(&buffer, 'x'));
	assert_ptr_equal(buffer.data, data); /* did not move */
	assert_memory_equal(buffer.data, "startxx", 7);
	buffer_free(&buffer);
}

static void test_refuses_what_cannot_be(void **unused)
{
	(void)unused;
	struct buffer buffer = { 0 };
	assert_true(buffer_append_text(&buffer, "kept"));
	assert_false(buffer_reserve(&buffer, SIZE_MAX));
	assert_false(buffer_reserve(&buffer, SIZE_MAX / 2));
	assert_int_equal(buffer.length, 4);
	assert_memory_equal(buffer.data, "kept", 4);
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows_and_keeps),
		cmocka_unit_test(test_nothing_can_be_appended),
		cmocka_unit_test(test_reserves_room),
		cmocka_unit_test(test_refuses_what_cannot_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
