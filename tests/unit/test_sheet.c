#include "report/sheet.h"

#include "scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct sheet_column columns[] = {
	{ "a", true, SHEET_TEXT }, { "n", false, SHEET_NUMBER }, { NULL, false, SHEET_TEXT },
};

static struct failure why;

static bool reads(struct sheet *sheet, const char *text, size_t most)
{
	return sheet_read(sheet, scratch_write("t.csv", text), columns, most, &why);
}

static void test_cells(void **unused)
{
	(void)unused;
	struct sheet sheet;
	assert_true(reads(&sheet, "a,n,c\np,1.5,\n\"q, \"\"r\"\"\",,z\ns,-2,t\n", 2));
	assert_int_equal(sheet.rows, 2);
	assert_int_equal(sheet.total, 3);
	assert_string_equal(sheet_cell(&sheet, 1, sheet_column(&sheet, "a")), "q, \"r\"");
	assert_string_equal(sheet_cell(&sheet, 0, sheet_column(&sheet, "c")), "");
	assert_string_equal(sheet_cell(&sheet, 0, sheet_column(&sheet, "d")), "");
	assert_true(sheet_number(&sheet, 0, 1) == 1.5);
	assert_true(isnan(sheet_number(&sheet, 1, 1)));
	assert_true(isnan(sheet_number(&sheet, 0, 0)));
	sheet_free(&sheet);
	assert_true(reads(&sheet, "a\n", 2));
	assert_int_equal(sheet.total, 0);
	sheet_free(&sheet);
}

/* Rows that are not kept are counted all the same; other words than 1 are not. */
static void test_flags(void **unused)
{
	(void)unused;
	static const struct sheet_column flags[] = {
		{ "o", false, SHEET_FLAG }, { NULL, false, SHEET_TEXT },
	};
	struct sheet sheet;
	assert_true(sheet_read(&sheet, scratch_write("t.csv", "a,o\n1,1\n1,0\n1,\n1,11\n1,1\n"),
	                       flags, 1, &why));
	assert_int_equal(sheet.flagged, 2);
	sheet_free(&sheet);
	assert_true(sheet_read(&sheet, scratch_write("t.csv", "a\n1\n"), flags, 1, &why));
	assert_int_equal(sheet.flagged, 0);
	sheet_free(&sheet);
}

static const char *refusal(const char *text, size_t length)
{
	struct sheet sheet;
	const char *path = scratch_write_bytes("t.csv", text, length);
	assert_false(sheet_read(&sheet, path, columns, 0, &why));
	sheet_free(&sheet);
	assert_memory_equal(why.text, path, strlen(path));
	return why.text + strlen(path);
}

/* Rows that are not kept are looked at all the same. */
static void test_refusals(void **unused)
{
	(void)unused;
	assert_string_equal(refusal("b,n\n1,2\n", 8), ":1: no column 'a'; the columns are: b, n");
	assert_string_equal(refusal("a,n\n1,2\n3,x\n", 12), ":3: column 'n': not a number: 'x'");
	assert_string_equal(refusal("a,n\n1\n", 6), ":2: the row has 1 cell, the header has 2");
	assert_string_equal(refusal("a,n\nx\0y,1\n", 10), ":2: column 'a': a NUL byte: 'x\\x00y'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_refusals),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
