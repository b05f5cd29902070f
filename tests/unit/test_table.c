#include "stream/table.h"

#include "scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static struct input input;
static struct columns columns;
static struct table table;
static const struct input_options strict;

/* Reads the columns of `list` from a text. */
static bool read_table(const char *text, const char *list, const struct table_options *options)
{
	static const char *path;
	path = scratch_write("t.csv", text);
	assert_true(input_open(&input, &path, 1, &strict, &why));
	assert_true(columns_select(&columns, &input.header, list, &why));
	return table_read(&table, &input, &columns, options, &why);
}

static void done(void)
{
	table_free(&table);
	columns_free(&columns);
	input_close(&input);
}

static void test_columns_in_the_order_asked(void **unused)
{
	(void)unused;
	assert_true(read_table("a,b,c\n1,x,3\n4,y,-6.5\n", "c,a", &(struct table_options){ 0 }));
	assert_int_equal(table.x.rows, 2);
	assert_int_equal(table.x.cols, 2);
	assert_true(matrix_column(&table.x, 0)[0] == 3);
	assert_true(matrix_column(&table.x, 0)[1] == -6.5);
	assert_true(matrix_column(&table.x, 1)[1] == 4);
	done();
}

/* More rows than there is room for at first, with text that is read again; the
 * rows from `change` on are longer or shorter than the first ones let expect. */
static void read_many_rows(int change, int digits, int digits_later)
{
	enum { ROWS = 40000 };
	char *text = malloc(ROWS * 64), *out = text;
	out += sprintf(out, "a,b\n");
	for (int i = 0; i < ROWS; i++)
		out += sprintf(out, "%d,-%0*d.5\n", i, i < change ? digits : digits_later, i);
	struct table_options options = { .keep_rows = true, .kind = STREAM_CSV, .row_memory = 1000 };
	assert_true(read_table(text, "a,b", &options));
	assert_int_equal(table.x.rows, ROWS);
	row_store_rewind(&table.rows);
	for (int i = 0; i < ROWS; i++) {
		char wanted[64];
		const char *row;
		size_t length;
		assert_true(matrix_column(&table.x, 0)[i] == i);
		assert_true(matrix_column(&table.x, 1)[i] == -i - 0.5);
		assert_true(row_store_next(&table.rows, &row, &length, &why));
		assert_int_equal(length, sprintf(wanted, "%d,-%0*d.5", i,
		                                 i < change ? digits : digits_later, i));
		assert_memory_equal(row, wanted, length);
	}
	done();
	free(text);
}

static void test_many_rows(void **unused)
{
	(void)unused;
	read_many_rows(0, 1, 1);
	read_many_rows(5000, 1, 40);
	read_many_rows(5000, 40, 1);
}

static void test_rows_as_ndjson(void **unused)
{
	(void)unused;
	struct table_options options = { .keep_rows = true, .kind = STREAM_NDJSON };
	assert_true(read_table("a,b\n1,x\n", "a", &options));
	const char *row;
	size_t length;
	row_store_rewind(&table.rows);
	assert_true(row_store_next(&table.rows, &row, &length, &why));
	assert_int_equal(length, strlen("{\"a\":1,\"b\":\"x\""));
	assert_memory_equal(row, "{\"a\":1,\"b\":\"x\"", length);
	done();
}

static void test_other_cells(void **unused)
{
	(void)unused;
	struct table_options options = { .allow_others = true };
	assert_true(read_table("a,b,c\n1,x,1\n,y,2\nNA,z,inf\n", "*", &options));
	assert_int_equal(table.others[0].count, 2);
	assert_int_equal(table.others[0].first_line, 3);
	assert_int_equal(table.others[1].count, 3);
	assert_int_equal(table.others[1].first_line, 2);
	assert_int_equal(table.others[2].count, 1);
	assert_true(isnan(matrix_column(&table.x, 0)[1]));
	assert_true(matrix_column(&table.x, 2)[1] == 2);
	done();
}

static void test_labels_beside(void **unused)
{
	(void)unused;
	static struct labels labels[2];
	const size_t at[] = { 1, 2 };
	struct table_options options = { .labels = labels, .label_at = at, .label_count = 2 };
	assert_true(read_table("a,b,c\n1,x,1\n2,y,2\n3,x,3\n", "a", &options));
	assert_int_equal(labels[0].rows, 3);
	assert_int_equal(labels[0].ids[0], labels[0].ids[2]);
	assert_int_equal(labels[1].names.count, 3);
	labels_free(&labels[0]);
	labels_free(&labels[1]);
	done();
}

static void assert_refused(const char *text, const char *reason)
{
	assert_false(read_table(text, "a", &(struct table_options){ 0 }));
	const char *end = why.text + strlen(why.text) - strlen(reason);
	assert_true(end >= why.text);
	assert_string_equal(end, reason);
	done();
}

static void test_refuses(void **unused)
{
	(void)unused;
	const char *const words[] = { "0x10", "inf", "-Infinity", "nan", "1e999", "1,5", "", " 1", "1 ",
		                      "1_000", "--1", "1e", "." };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		char text[64], reason[64];
		sprintf(text, "a,b\n1,1\n\"%s\",2\n", words[i]);
		sprintf(reason, "t.csv:3: column 'a': not a number: '%s'", words[i]);
		assert_refused(text, reason);
	}
	assert_refused("a,b\n", "the table has a header and no rows; did the stage before fail?");
	assert_refused("a,b\n1,2\n1\n", "t.csv:3: the row has 1 cell, the header has 2");
}

/* What is wrong with a number may show only when all were read. */
static void test_places(void **unused)
{
	(void)unused;
	const char *both[] = { scratch_write("one.csv", "a,b\n1,\"x\ny\"\n2,\"z\n\nz\"\n3,w\n"),
		               scratch_write("two.csv", "a,b\n4,x\n5,y\n") };
	assert_true(input_open(&input, both, 2, &strict, &why));
	assert_true(columns_select(&columns, &input.header, "a", &why));
	assert_true(table_read(&table, &input, &columns, &(struct table_options){ 0 }, &why));
	static const char *const wanted[] = {
		"one.csv:2: column 'a': odd: '1'; so what", "one.csv:4: column 'a': odd: '2'; so what",
		"one.csv:7: column 'a': odd: '3'; so what", "two.csv:2: column 'a': odd: '4'; so what",
		"two.csv:3: column 'a': odd: '5'; so what",
	};
	for (size_t i = 0; i < 5; i++) {
		double value = matrix_column(&table.x, 0)[i];
		assert_false(input_fail_value(&input, i, columns.at[0], value, "odd", "so what", &why));
		assert_string_equal(strrchr(why.text, '/') + 1, wanted[i]);
	}
	done();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_columns_in_the_order_asked),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_rows_as_ndjson),
		cmocka_unit_test(test_other_cells),
		cmocka_unit_test(test_labels_beside),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
