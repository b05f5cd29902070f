#include "stream/csv_record.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static struct line_reader reader;
static struct csv_record record;
static const char *line;
static size_t length;

static void open_text(const char *bytes, size_t size, char delimiter, bool trim)
{
	assert_true(line_reader_open(&reader, scratch_write_bytes("csv", bytes, size), &why));
	assert_true(csv_record_create(&record, delimiter, trim, &why));
}

static void close_text(void)
{
	csv_record_free(&record);
	line_reader_close(&reader);
}

static bool read_record(void)
{
	return line_reader_next(&reader, &line, &length, &why) == LINE_READ
	    && csv_record_read(&record, &reader, &line, &length, &why);
}

/* Reads the one record of `text` and holds it against cells parted by `|`. */
static void assert_cells(const char *text, char delimiter, bool trim, const char *wanted)
{
	open_text(text, strlen(text), delimiter, trim);
	assert_true(read_record());
	struct buffer got = { 0 };
	for (size_t i = 0; i < record.count; i++) {
		if (i > 0)
			assert_true(buffer_append_byte(&got, '|'));
		assert_int_equal(record.cells[i].kind, CELL_BARE);
		assert_true(buffer_append(&got, record.cells[i].text, record.cells[i].length));
	}
	assert_true(buffer_append_byte(&got, '\0'));
	assert_string_equal(got.data, wanted);
	buffer_free(&got);
	close_text();
}

static void assert_refused(const char *text, size_t at_line, const char *reason)
{
	open_text(text, strlen(text), ',', false);
	assert_false(read_record());
	assert_int_equal(reader.line, at_line);
	assert_string_equal(why.text, reason);
	close_text();
}

static void test_plain(void **unused)
{
	(void)unused;
	assert_cells("a,b,c", ',', false, "a|b|c");
	assert_cells("a,,", ',', false, "a||");
	assert_cells(",", ',', false, "|");
	assert_cells("a", ',', false, "a");
	assert_cells(" a , b ", ',', false, " a | b ");
	assert_cells(" a ,\tb ", ',', true, "a|b");
	assert_cells("a;b,c", ';', false, "a|b,c");
	assert_cells("a\t\tb", '\t', true, "a||b");
	assert_cells("a,b\r\n", ',', false, "a|b");
}

static void test_quoted(void **unused)
{
	(void)unused;
	assert_cells("\"a\",\"b,c\"", ',', false, "a|b,c");
	assert_cells("\"a \"\"b\"\"\",c", ',', false, "a \"b\"|c");
	assert_cells("\"\",\"\"", ',', false, "|");
	assert_cells("a,\" b \"", ',', true, "a| b ");
	assert_cells("\"a\" , b ,c", ',', true, "a|b|c");
	assert_cells(" a ,\"b\"", ',', false, " a |b");
	assert_cells("\"a\",b\r\n", ',', false, "a|b");
	assert_cells("\"a\rb\",c\r\n", ',', false, "a\rb|c");
	assert_cells("\"a\tb\"\tc", '\t', true, "a\tb|c");
	assert_cells("\"a b\" c", ' ', true, "a b|c");
}

static void test_cell_of_many_lines(void **unused)
{
	(void)unused;
	const char *text = "1,\"two\nlines\r\nor three\",x\n2,y,z\n";
	open_text(text, strlen(text), ',', false);
	assert_true(read_record());
	assert_int_equal(record.count, 3);
	assert_int_equal(record.cells[1].length, 19);
	assert_memory_equal(record.cells[1].text, "two\nlines\r\nor three", 19);
	assert_int_equal(length, 25);
	assert_memory_equal(line, text, 25);
	assert_int_equal(reader.line, 3);
	assert_true(read_record());
	assert_int_equal(record.count, 3);
	assert_memory_equal(record.cells[0].text, "2", 1);
	assert_int_equal(reader.line, 4);
	close_text();
}

static void test_refuses(void **unused)
{
	(void)unused;
	const char *stray = "a quote stands inside a cell that is not quoted; inside a quoted cell it "
	                    "must be written twice";
	const char *open = "the quote that opens here is never closed";
	const char *carriage = "a carriage return stands inside the row; lines must end in LF or CRLF";
	assert_refused("a,b\"c,d\n", 1, stray);
	assert_refused("a,\"b\"c,d\n", 1, stray);
	assert_refused("a,\"b\" ,d\n", 1, stray);
	assert_refused("a,\"b\nc,d\ne,f\n", 1, open);
	assert_refused("a,\"b\nc\",\"d\ne,f", 2, open);
	assert_refused("\"", 1, open);
	assert_refused("a\rb,c\n", 1, carriage);
	assert_refused("a,b\r\r\n", 1, carriage);
	assert_refused("\"a\"\rb,c\n", 1, carriage);
	assert_refused("\r\"a\",c\n", 1, carriage);
	assert_refused("\"a\",b\r\r\n", 1, carriage);
}

static void test_limits(void **unused)
{
	(void)unused;
	/* With and without a quote: the two ways to split. */
	for (int quoted = 0; quoted < 2; quoted++) {
		char text[COLUMN_LIMIT + 4] = "";
		memset(text, ',', COLUMN_LIMIT);
		memcpy(text + COLUMN_LIMIT - 1, quoted ? "\"\"" : "x", 3 - !quoted);
		open_text(text, strlen(text), ',', false);
		assert_true(read_record());
		assert_int_equal(record.count, COLUMN_LIMIT);
		close_text();
		text[strlen(text)] = ',';
		assert_refused(text, 1, "the row has more than 10000 columns");
	}
	char *text = malloc(FIELD_LIMIT + 8);
	memset(text, 'x', FIELD_LIMIT + 8);
	memcpy(text, "a,", 2);
	text[FIELD_LIMIT + 2] = '\0';
	open_text(text, strlen(text), ',', false);
	assert_true(read_record());
	close_text();
	memcpy(text + FIELD_LIMIT + 2, "x", 2);
	assert_refused(text, 1, "cell 2 is longer than 1 MiB");
	free(text);
}

static uint64_t state = 7;

static size_t draw(size_t below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % below;
}

struct random_row {
	size_t count, lengths[8];
	char cells[8][16];
};

static void draw_row(struct random_row *row, char delimiter)
{
	static const char letters[] = "ab1 \t\"\n\r,;|\xC3\xA9.";
	row->count = 1 + draw(8);
	bool plain = draw(2) == 0; /* rows that need no quotes must be common, too */
	for (size_t i = 0; i < row->count; i++) {
		row->lengths[i] = draw(4) == 0 ? 0 : draw(16);
		for (size_t j = 0; j < row->lengths[i]; j++) {
			char letter = letters[draw(sizeof letters - 1)];
			bool special = strchr("\"\n\r", letter) != NULL || letter == delimiter;
			row->cells[i][j] = plain && special ? 'x' : letter;
		}
	}
}

/* Quotes where the format asks for it, and now and then where it does not. */
static void encode_row(struct buffer *text, const struct random_row *row, char delimiter)
{
	for (size_t i = 0; i < row->count; i++) {
		const char *cell = row->cells[i];
		size_t size = row->lengths[i];
		if (i > 0)
			assert_true(buffer_append_byte(text, delimiter));
		bool needed = memchr(cell, delimiter, size) != NULL || memchr(cell, '"', size) != NULL
		    || memchr(cell, '\n', size) != NULL || memchr(cell, '\r', size) != NULL;
		if (!needed && draw(8) > 0) {
			assert_true(buffer_append(text, cell, size));
			continue;
		}
		assert_true(buffer_append_byte(text, '"'));
		for (size_t j = 0; j < size; j++)
			assert_true((cell[j] != '"' || buffer_append_byte(text, '"'))
			            && buffer_append_byte(text, cell[j]));
		assert_true(buffer_append_byte(text, '"'));
	}
	assert_true(buffer_append_text(text, draw(2) == 0 ? "\n" : "\r\n"));
}

/* What was written is read, whichever way the rows are split. */
static void test_round_trip(void **unused)
{
	(void)unused;
	enum { ROWS = 20000 };
	static const char delimiters[] = ",;\t|";
	static struct random_row rows[ROWS];
	for (size_t d = 0; d < 4; d++) {
		struct buffer text = { 0 };
		for (size_t i = 0; i < ROWS; i++) {
			draw_row(&rows[i], delimiters[d]);
			encode_row(&text, &rows[i], delimiters[d]);
		}
		open_text(text.data, text.length, delimiters[d], false);
		for (size_t i = 0; i < ROWS; i++) {
			assert_true(read_record());
			assert_int_equal(record.count, rows[i].count);
			for (size_t j = 0; j < record.count; j++) {
				assert_int_equal(record.cells[j].length, rows[i].lengths[j]);
				assert_memory_equal(record.cells[j].text, rows[i].cells[j],
				                    rows[i].lengths[j]);
			}
		}
		close_text();
		buffer_free(&text);
	}
}

/* A quote makes libcsv read the line: the cells beside it must not change. */
static void test_both_ways_agree(void **unused)
{
	(void)unused;
	for (int round = 0; round < 4000; round++) {
		struct random_row row;
		bool trim = draw(2) == 0;
		do
			draw_row(&row, ',');
		while (row.count < 2);
		char plain[256] = "", quoted[300];
		size_t size = 0;
		for (size_t i = 0; i < row.count; i++) {
			if (i > 0)
				plain[size++] = ',';
			for (size_t j = 0; j < row.lengths[i]; j++)
				plain[size++] = strchr("\",\n\r", row.cells[i][j]) != NULL ? 'y'
				                                                          : row.cells[i][j];
		}
		plain[size] = '\0';
		snprintf(quoted, sizeof quoted, "%s,\"\"", plain);
		struct buffer cells = { 0 };
		open_text(plain, size, ',', trim);
		if (size == 0) { /* no line at all */
			close_text();
			continue;
		}
		assert_true(read_record());
		size_t count = record.count;
		size_t lengths[8];
		for (size_t i = 0; i < count; i++) {
			lengths[i] = record.cells[i].length;
			assert_true(buffer_append(&cells, record.cells[i].text, lengths[i]));
		}
		close_text();
		open_text(quoted, strlen(quoted), ',', trim);
		assert_true(read_record());
		assert_int_equal(record.count, count + 1);
		for (size_t i = 0, at = 0; i < count; at += lengths[i++]) {
			assert_int_equal(record.cells[i].length, lengths[i]);
			if (lengths[i] > 0)
				assert_memory_equal(record.cells[i].text, cells.data + at, lengths[i]);
		}
		close_text();
		buffer_free(&cells);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_quoted),
		cmocka_unit_test(test_cell_of_many_lines),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_both_ways_agree),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
