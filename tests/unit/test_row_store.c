#include "stream/row_store.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
enum { ROWS = 3000, LONGEST = 5000 };

/* Row i: (i * i) mod LONGEST bytes of one letter, so that there are empty ones. */
static size_t make_row(size_t i, char *text)
{
	size_t length = i * i % LONGEST;
	memset(text, 'a' + (int)(i % 26), length);
	return length;
}

static void assert_all_there(struct row_store *store)
{
	static char wanted[LONGEST];
	row_store_rewind(store);
	for (size_t i = 0; i < ROWS; i++) {
		const char *text;
		size_t length, wanted_length = make_row(i, wanted);
		assert_true(row_store_next(store, &text, &length, &why));
		assert_int_equal(length, wanted_length);
		assert_memory_equal(text, wanted, length);
	}
	const char *text;
	size_t length;
	assert_false(row_store_next(store, &text, &length, &why));
	assert_string_equal(why.text, "more rows were asked for than there are");
}

static void test_same_rows_for_every_limit(void **unused)
{
	(void)unused;
	/* In memory; in a file from the first row on, early, late. */
	const size_t limits[] = { 0, 1, 100, 4096, 1 << 20, 4 << 20 };
	for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
		struct row_store store;
		static char text[LONGEST];
		row_store_create(&store, limits[l]);
		for (size_t i = 0; i < ROWS; i++)
			assert_true(row_store_add(&store, text, make_row(i, text), &why));
		assert_int_equal(store.fd >= 0, limits[l] > 0);
		assert_all_there(&store);
		assert_all_there(&store);
		row_store_free(&store);
		assert_int_equal(store.fd, -1);
	}
	assert_int_equal(scratch_count(), 0); /* the file has no name */
}

static void test_row_longer_than_the_window(void **unused)
{
	(void)unused;
	struct row_store store;
	size_t length = 3 << 20;
	char *text = malloc(length);
	row_store_create(&store, 1);
	for (int i = 0; i < 3; i++) {
		memset(text, 'a' + i, length);
		assert_true(row_store_add(&store, text, length, &why));
		assert_true(row_store_add(&store, "small", 5, &why));
	}
	row_store_rewind(&store);
	for (int i = 0; i < 3; i++) {
		const char *got;
		size_t size;
		memset(text, 'a' + i, length);
		assert_true(row_store_next(&store, &got, &size, &why));
		assert_int_equal(size, length);
		assert_memory_equal(got, text, length);
		assert_true(row_store_next(&store, &got, &size, &why));
		assert_int_equal(size, 5);
		assert_memory_equal(got, "small", 5);
	}
	row_store_free(&store);
	free(text);
}

static void test_no_room_for_the_file(void **unused)
{
	(void)unused;
	struct row_store store;
	setenv("TMPDIR", "/nowhere", 1);
	row_store_create(&store, 1);
	bool added = row_store_add(&store, "row", 3, &why);
	setenv("TMPDIR", scratch_folder, 1);
	assert_false(added);
	assert_non_null(strstr(why.text, "No such file or directory; TMPDIR names another folder"));
	row_store_free(&store);
}

static int create(void **state)
{
	return scratch_create(state) == 0 ? setenv("TMPDIR", scratch_folder, 1) : -1;
}

/* The defaults are those of seg(7); a limit that is set holds for both. */
static void test_limits(void **unused)
{
	(void)unused;
	const size_t mebibyte = (size_t)1 << 20;
	struct row_store store;
	row_store_create(&store, 0);
	assert_int_equal(store.file_limit, 64 * mebibyte);
	assert_in_range(store.limit, 256 * mebibyte, 1024 * mebibyte);
	row_store_create(&store, 1000);
	assert_int_equal(store.file_limit, 1000);
	assert_int_equal(store.limit, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_rows_for_every_limit),
		cmocka_unit_test(test_row_longer_than_the_window),
		cmocka_unit_test(test_no_room_for_the_file),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, create, scratch_remove);
}
