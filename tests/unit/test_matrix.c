#include "base/matrix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_shape(void **unused)
{
	(void)unused;
	for (size_t rows = 0; rows < 40; rows++)
		for (size_t cols = 0; cols < 5; cols++) {
			struct matrix m;
			struct failure why;
			assert_true(matrix_create(&m, rows, cols, &why));
			assert_int_equal(m.rows, rows);
			assert_int_equal(m.cols, cols);
			assert_true(m.stride >= rows && m.stride < rows + 8 && m.stride % 8 == 0);
			assert_int_equal((uintptr_t)m.data % 64, 0);
			for (size_t i = 0; i < m.stride * cols; i++)
				assert_true(m.data[i] == 0);
			for (size_t j = 0; j < cols; j++)
				assert_ptr_equal(matrix_column(&m, j), m.data + j * m.stride);
			matrix_free(&m);
			assert_null(m.block);
		}
}

static void test_copy_is_its_own(void **unused)
{
	(void)unused;
	struct matrix m, copy;
	struct failure why;
	assert_true(matrix_create(&m, 11, 3, &why));
	for (size_t j = 0; j < 3; j++)
		for (size_t i = 0; i < 11; i++)
			matrix_column(&m, j)[i] = (double)(100 * j + i);
	assert_true(matrix_copy(&copy, &m, &why));
	assert_int_equal(copy.rows, 11);
	assert_int_equal(copy.cols, 3);
	matrix_column(&m, 1)[4] = -1;
	for (size_t j = 0; j < 3; j++)
		for (size_t i = 0; i < 11; i++)
			assert_true(matrix_column(&copy, j)[i] == (double)(100 * j + i));
	matrix_free(&m);
	matrix_free(&copy);
}

static void test_room_for_more_rows(void **unused)
{
	(void)unused;
	struct matrix m;
	struct failure why;
	assert_true(matrix_create(&m, 0, 3, &why));
	for (size_t i = 0; i < 1000; i++) {
		if (i == m.stride)
			assert_true(matrix_reserve(&m, 3 * i + 1, &why));
		assert_int_equal(m.rows, i);
		for (size_t j = 0; j < 3; j++)
			matrix_column(&m, j)[i] = (double)(1000 * j + i);
		m.rows++;
	}
	assert_true(matrix_reserve(&m, 5, &why)); /* there is more than that */
	assert_false(matrix_reserve(&m, SIZE_MAX / 16, &why));
	assert_string_equal(why.text, "out of memory");
	assert_int_equal(m.rows, 1000);
	assert_int_equal((uintptr_t)m.data % 64, 0);
	for (size_t j = 0; j < 3; j++) {
		for (size_t i = 0; i < 1000; i++)
			assert_true(matrix_column(&m, j)[i] == (double)(1000 * j + i));
		for (size_t i = 1000; i < m.stride; i++)
			assert_true(matrix_column(&m, j)[i] == 0);
	}
	matrix_free(&m);
}

static void test_sizes_that_overflow(void **unused)
{
	(void)unused;
	const size_t sizes[][2] = { { SIZE_MAX, 1 }, { SIZE_MAX / 16, 1 }, { 8, SIZE_MAX / 8 },
		                    { SIZE_MAX / 64, 5 }, { (size_t)1 << 40, (size_t)1 << 40 } };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct matrix m;
		struct failure why;
		assert_false(matrix_create(&m, sizes[i][0], sizes[i][1], &why));
		assert_string_equal(why.text, "out of memory");
		matrix_free(&m); /* is harmless */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shape),
		cmocka_unit_test(test_copy_is_its_own),
		cmocka_unit_test(test_room_for_more_rows),
		cmocka_unit_test(test_sizes_that_overflow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
