#include "stream/source_rows.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
enum { ROWS = 3000, LONGEST = 5000, ROOM = ROWS * LONGEST };

/* A file of rows of (i * i) mod LONGEST bytes, i mod 300 bytes apart. */
struct file {
	char *text;
	size_t length;
	size_t from[ROWS], size[ROWS];
};

static void make_file(struct file *file)
{
	file->text = malloc(ROOM);
	file->length = 0;
	for (size_t i = 0; i < ROWS; i++) {
		memset(file->text + file->length, '\n', i % 300);
		file->length += i % 300;
		file->from[i] = file->length;
		file->size[i] = i * i % LONGEST;
		memset(file->text + file->length, 'a' + (int)(i % 26), file->size[i]);
		file->length += file->size[i];
	}
}

static void note_rows(struct source_rows *rows, const struct file *file)
{
	int fd = open(scratch_write_bytes("rows", file->text, file->length), O_RDONLY);
	assert_true(source_rows_open(rows, fd, "rows", &why));
	assert_int_equal(close(fd), 0);
	for (size_t i = 0; i < ROWS; i++)
		assert_true(source_rows_add(rows, file->from[i], file->text + file->from[i],
		                            file->size[i], &why));
}

static void test_the_rows_as_they_stand(void **unused)
{
	(void)unused;
	static struct file file;
	struct source_rows rows;
	make_file(&file);
	note_rows(&rows, &file);
	assert_true(rows.count > 3);
	for (int again = 0; again < 2; again++) {
		const char *text;
		size_t length;
		source_rows_rewind(&rows);
		for (size_t i = 0; i < ROWS; i++) {
			assert_true(source_rows_next(&rows, &text, &length, &why));
			assert_int_equal(length, file.size[i]);
			assert_memory_equal(text, file.text + file.from[i], length);
		}
		assert_false(source_rows_next(&rows, &text, &length, &why));
		assert_string_equal(why.text, "more rows were asked for than there are");
	}
	source_rows_free(&rows);
	assert_false(rows.open);
	free(file.text);
}

static void test_a_row_longer_than_a_stretch(void **unused)
{
	(void)unused;
	struct source_rows rows;
	size_t length = 3 << 20, from = 0;
	char *text = malloc(length + 5);
	memset(text, 'x', length);
	memcpy(text + length, "small", 5);
	int fd = open(scratch_write_bytes("long", text, length + 5), O_RDONLY);
	assert_true(source_rows_open(&rows, fd, "long", &why));
	close(fd);
	assert_true(source_rows_add(&rows, 0, text, length, &why));
	assert_true(source_rows_add(&rows, length, text + length, 5, &why));
	for (size_t size = length; size >= 5; size = size == length ? 5 : 0) {
		const char *got;
		size_t got_length;
		assert_true(source_rows_next(&rows, &got, &got_length, &why));
		assert_int_equal(got_length, size);
		assert_memory_equal(got, text + from, size);
		from += size;
	}
	source_rows_free(&rows);
	free(text);
}

/* How many rows come before the change of byte `at` of the file is found. */
static size_t rows_before(const struct file *file, size_t at)
{
	struct source_rows rows;
	const char *text;
	size_t length, count = 0;
	note_rows(&rows, file);
	int fd = open(scratch_path("rows"), O_WRONLY);
	assert_int_equal(pwrite(fd, "!", 1, (off_t)at), 1);
	close(fd);
	while (source_rows_next(&rows, &text, &length, &why))
		count++;
	source_rows_free(&rows);
	return count;
}

static void test_any_byte_that_changes_is_found(void **unused)
{
	(void)unused;
	static struct file file;
	make_file(&file);
	for (size_t i = 1; i < ROWS; i += 97) {
		size_t last = file.from[i] + file.size[i] - 1;
		assert_true(rows_before(&file, last) <= i);
		assert_string_equal(why.text, "rows: changed while it was worked on; run again on a "
		                              "copy, or pass it through a pipe");
	}
	/* What stands between the rows is nobody's. */
	assert_int_equal(rows_before(&file, file.from[299] - 1), ROWS);
	free(file.text);
}

static void test_a_file_that_was_cut(void **unused)
{
	(void)unused;
	static struct file file;
	struct source_rows rows;
	const char *text;
	size_t length, count = 0;
	make_file(&file);
	note_rows(&rows, &file);
	assert_int_equal(truncate(scratch_path("rows"), (off_t)file.length - 1), 0);
	while (source_rows_next(&rows, &text, &length, &why))
		count++;
	assert_true(count > 0 && count < ROWS);
	assert_non_null(strstr(why.text, "rows: changed while it was worked on"));
	source_rows_free(&rows);
	free(file.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_rows_as_they_stand),
		cmocka_unit_test(test_a_row_longer_than_a_stretch),
		cmocka_unit_test(test_any_byte_that_changes_is_found),
		cmocka_unit_test(test_a_file_that_was_cut),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
