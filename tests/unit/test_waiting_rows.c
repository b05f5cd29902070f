#include "clean/waiting_rows.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;

static void assert_cell(const struct cell *cell, const char *text, enum cell_kind kind)
{
	assert_int_equal(cell->length, strlen(text));
	assert_memory_equal(cell->text, text, cell->length);
	assert_int_equal(cell->kind, kind);
}

/* With little memory, so that most rows wait in the temporary file. */
static void test_rows_and_places(void **unused)
{
	(void)unused;
	const char *const paths[] = { scratch_write("one.csv", "a,b\n1,\"x\ny\"\n2,\n"),
		                      scratch_write("two.csv", "a,b\n3,z\n") };
	struct input input;
	struct waiting_rows waiting;
	assert_true(input_open(&input, paths, 2, &(struct input_options){ 0 }, &why));
	assert_true(waiting_rows_create(&waiting, 2, 1, &why));
	while (input_next(&input, &why) == INPUT_ROW)
		assert_true(waiting_rows_add(&waiting, &input, &why));
	assert_int_equal(waiting.count, 3);
	static const char *const first[] = { "1", "2", "3" }, *const second[] = { "x\ny", "", "z" };
	static const char *const places[] = { "one.csv:2: x", "one.csv:4: x", "two.csv:2: x" };
	for (size_t i = 0; i < 3; i++) {
		assert_true(waiting_rows_next(&waiting, &input, &why));
		assert_int_equal(input.row.count, 2);
		assert_cell(&input.row.cells[0], first[i], CELL_BARE);
		assert_cell(&input.row.cells[1], second[i], CELL_BARE);
		assert_false(input_fail(&input, &why, "x"));
		assert_string_equal(strrchr(why.text, '/') + 1, places[i]);
	}
	waiting_rows_free(&waiting);
	input_close(&input);
}

static void test_kinds_of_cells(void **unused)
{
	(void)unused;
	const char *path = scratch_write("in.ndjson", "{\"a\":1,\"b\":\"1\"}\n{\"a\":null,\"b\":\"\"}\n");
	struct input input;
	struct waiting_rows waiting;
	assert_true(input_open(&input, &path, 1, &(struct input_options){ 0 }, &why));
	assert_true(waiting_rows_create(&waiting, 2, 0, &why));
	while (input_next(&input, &why) == INPUT_ROW)
		assert_true(waiting_rows_add(&waiting, &input, &why));
	assert_true(waiting_rows_next(&waiting, &input, &why));
	assert_cell(&input.row.cells[0], "1", CELL_LITERAL);
	assert_cell(&input.row.cells[1], "1", CELL_STRING);
	assert_true(waiting_rows_next(&waiting, &input, &why));
	assert_cell(&input.row.cells[0], "", CELL_LITERAL);
	assert_cell(&input.row.cells[1], "", CELL_STRING);
	waiting_rows_free(&waiting);
	input_close(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_places),
		cmocka_unit_test(test_kinds_of_cells),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
