#include "stream/line_reader.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static struct line_reader reader;

static void open_text(const char *bytes, size_t length)
{
	assert_true(line_reader_open(&reader, scratch_write_bytes("lines", bytes, length), &why));
}

static void assert_next(const char *wanted, size_t wanted_length)
{
	const char *line;
	size_t length;
	assert_int_equal(line_reader_next(&reader, &line, &length, &why), LINE_READ);
	assert_int_equal(length, wanted_length);
	assert_memory_equal(line, wanted, wanted_length);
}

static void assert_end(size_t lines)
{
	const char *line;
	size_t length;
	assert_int_equal(line_reader_next(&reader, &line, &length, &why), LINE_END);
	assert_int_equal(line_reader_next(&reader, &line, &length, &why), LINE_END);
	assert_int_equal(reader.line, lines);
	line_reader_close(&reader);
}

static void test_lines(void **unused)
{
	(void)unused;
	open_text("one\n\ntwo\r\nth\0ree", 16);
	assert_next("one", 3);
	assert_int_equal(reader.line, 1);
	assert_next("", 0);
	assert_next("two\r", 4);
	assert_next("th\0ree", 6);
	assert_end(4);
}

static void test_end_without_newline_is_no_line_more(void **unused)
{
	(void)unused;
	open_text("", 0);
	assert_end(0);
	open_text("a\n", 2);
	assert_next("a", 1);
	assert_end(1);
	open_text("\n", 1);
	assert_next("", 0);
	assert_end(1);
}

/* Line i holds (7 i) mod 1000 times the same letter, so that the ends of
 * lines fall on all places of the buffer. */
static void test_across_the_buffer(void **unused)
{
	(void)unused;
	enum { LINES = 5000 };
	size_t length = 0;
	char *text = malloc(LINES * 1001);
	for (size_t i = 0; i < LINES; i++) {
		memset(text + length, 'a' + (int)(i % 26), 7 * i % 1000);
		length += 7 * i % 1000;
		text[length++] = '\n';
	}
	open_text(text, length);
	char wanted[1000];
	for (size_t i = 0; i < LINES; i++) {
		memset(wanted, 'a' + (int)(i % 26), sizeof wanted);
		assert_next(wanted, 7 * i % 1000);
	}
	assert_end(LINES);
	free(text);
}

/* A record grows line by line, and its start stays with it as it moves. */
static void test_extend_across_the_buffer(void **unused)
{
	(void)unused;
	enum { LINES = 3000, WIDTH = 300 };
	char *text = malloc((size_t)LINES * WIDTH);
	for (size_t i = 0; i < (size_t)LINES * WIDTH; i++)
		text[i] = i % WIDTH == WIDTH - 1 ? '\n' : (char)('a' + i / WIDTH % 26);
	open_text(text, (size_t)LINES * WIDTH);
	size_t at = 0;
	for (size_t lines = 1; at < LINES; lines = lines * 2 % 1021) {
		const char *record;
		size_t length;
		assert_int_equal(line_reader_next(&reader, &record, &length, &why), LINE_READ);
		size_t wanted = lines < LINES - at ? lines : LINES - at;
		for (size_t i = 1; i < wanted; i++)
			assert_int_equal(line_reader_extend(&reader, &record, &length, &why), LINE_READ);
		assert_int_equal(length, wanted * WIDTH - 1);
		assert_memory_equal(record, text + at * WIDTH, length);
		at += wanted;
		assert_int_equal(reader.line, at);
	}
	const char *record;
	size_t length;
	assert_int_equal(line_reader_extend(&reader, &record, &length, &why), LINE_END);
	assert_end(LINES);
	free(text);
}

static void test_longest_row(void **unused)
{
	(void)unused;
	char *text = malloc(ROW_LIMIT + 2);
	memset(text, 'x', ROW_LIMIT + 2);
	text[0] = '\n';
	text[ROW_LIMIT] = '\n'; /* a row of one byte less than the limit */
	open_text(text, ROW_LIMIT + 2);
	assert_next("", 0);
	assert_next(text + 1, ROW_LIMIT - 1);
	assert_next("x", 1);
	assert_end(3);
	text[0] = text[ROW_LIMIT] = 'x';
	open_text(text, ROW_LIMIT + 2);
	const char *line;
	size_t length;
	assert_int_equal(line_reader_next(&reader, &line, &length, &why), LINE_FAILED);
	assert_string_equal(why.text, "the row is longer than 16 MiB");
	line_reader_close(&reader);
	free(text);
}

static void test_peek_and_skip(void **unused)
{
	(void)unused;
	const char *bytes;
	size_t length;
	open_text("\xEF\xBB\xBFone\ntwo", 10);
	assert_true(line_reader_peek(&reader, 3, &bytes, &length, &why));
	assert_true(length >= 3);
	line_reader_skip(&reader, 3);
	assert_true(line_reader_peek(&reader, 4096, &bytes, &length, &why));
	assert_int_equal(length, 7);
	assert_memory_equal(bytes, "one\ntwo", 7);
	assert_next("one", 3);
	assert_next("two", 3);
	assert_end(2);
}

static void test_what_cannot_be_read(void **unused)
{
	(void)unused;
	const char *line;
	size_t length;
	assert_false(line_reader_open(&reader, "/nowhere", &why));
	assert_string_equal(why.text, "/nowhere: No such file or directory");
	assert_true(line_reader_open(&reader, "/", &why));
	assert_int_equal(line_reader_next(&reader, &line, &length, &why), LINE_FAILED);
	assert_string_equal(why.text, "Is a directory");
	line_reader_close(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_end_without_newline_is_no_line_more),
		cmocka_unit_test(test_across_the_buffer),
		cmocka_unit_test(test_extend_across_the_buffer),
		cmocka_unit_test(test_longest_row),
		cmocka_unit_test(test_peek_and_skip),
		cmocka_unit_test(test_what_cannot_be_read),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
