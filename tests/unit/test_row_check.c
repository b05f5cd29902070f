#include "clean/row_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;

static void assert_decimal(const char *text, char decimal, const char *wanted)
{
	struct buffer scratch = { 0 };
	struct cell cell = { .text = text, .length = strlen(text) };
	struct row row = { .cells = &cell, .count = 1 };
	char *name = "income";
	struct header names = { .names = &name, .count = 1 };
	assert_true(row_decimal(&row, decimal, &names, &scratch, &why));
	assert_int_equal(cell.length, strlen(wanted));
	assert_memory_equal(cell.text, wanted, cell.length);
	buffer_free(&scratch);
}

static void test_decimal(void **unused)
{
	(void)unused;
	assert_decimal("1,5", ',', "1.5");
	assert_decimal("-,5", ',', "-.5");
	assert_decimal("1,5e3", ',', "1.5e3");
	assert_decimal("15", ',', "15");
	/* No numbers, and so left as they are. */
	assert_decimal("1,500,000", ',', "1,500,000");
	assert_decimal("1.234,5", ',', "1.234,5");
	assert_decimal("Smith, John", ',', "Smith, John");
	assert_decimal(",", ',', ",");
	assert_decimal("", ',', "");
	assert_decimal("1'5", '\'', "1.5");
}

/* 1.234 may be one thousand and more, or one and a bit. */
static void test_point_that_is_none(void **unused)
{
	(void)unused;
	struct buffer scratch = { 0 };
	struct cell cell = { .text = "1.234", .length = 5 };
	struct row row = { .cells = &cell, .count = 1 };
	char *name = "income";
	struct header names = { .names = &name, .count = 1 };
	assert_false(row_decimal(&row, ',', &names, &scratch, &why));
	assert_string_equal(why.text, "column 'income': a point in '1.234', where the decimal sign "
	                              "is ','; take the thousands' points out first");
	buffer_free(&scratch);
}

/* Many cells at once, for they share the room. */
static void test_decimal_in_all_cells(void **unused)
{
	(void)unused;
	enum { COUNT = 500 };
	struct buffer scratch = { 0 };
	struct cell cells[COUNT];
	struct row row = { .cells = cells, .count = COUNT };
	for (size_t i = 0; i < COUNT; i++)
		cells[i] = (struct cell){ .text = "1234567890,0123456789", .length = 21 };
	struct header names = { 0 }; /* not looked at without a failure */
	assert_true(row_decimal(&row, ',', &names, &scratch, &why));
	for (size_t i = 0; i < COUNT; i++)
		assert_memory_equal(cells[i].text, "1234567890.0123456789", 21);
	buffer_free(&scratch);
}

static void test_text(void **unused)
{
	(void)unused;
	struct row row = { .text = "a,é", .length = 4, .kind = STREAM_CSV };
	assert_true(row_check_text(&row, &why));
	row = (struct row){ .text = "caf\xE9,1", .length = 6, .kind = STREAM_CSV };
	assert_false(row_check_text(&row, &why));
	assert_string_equal(why.text, "byte 0xE9 is not UTF-8; if the file is Latin-1, convert it "
	                              "with: iconv -f latin1 -t utf-8");
	row = (struct row){ .text = "a\0b", .length = 3, .kind = STREAM_CSV };
	assert_false(row_check_text(&row, &why));
	assert_string_equal(why.text, "a NUL byte stands in the row");
}

static void test_pack_and_unpack(void **unused)
{
	(void)unused;
	struct cell cells[] = { { "abc", 3, CELL_BARE }, { "", 0, CELL_LITERAL },
		                { "x\0y", 3, CELL_STRING }, { "", 0, CELL_STRING } };
	struct row row = { .cells = cells, .count = 4 };
	struct buffer packed = { 0 }, other = { 0 };
	struct cell back[4];
	assert_true(buffer_append_text(&packed, "front"));
	assert_true(row_pack(&packed, &row));
	row_unpack(back, 4, packed.data + 5);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(back[i].kind, cells[i].kind);
		assert_int_equal(back[i].length, cells[i].length);
		assert_memory_equal(back[i].text, cells[i].text, cells[i].length);
	}
	/* null and "" are not the same row, nor are a|bc and ab|c. */
	cells[1].kind = CELL_STRING;
	assert_true(row_pack(&other, &row));
	assert_int_equal(other.length, packed.length - 5);
	assert_memory_not_equal(other.data, packed.data + 5, other.length);
	buffer_free(&packed);
	buffer_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decimal),
		cmocka_unit_test(test_point_that_is_none),
		cmocka_unit_test(test_decimal_in_all_cells),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_pack_and_unpack),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
