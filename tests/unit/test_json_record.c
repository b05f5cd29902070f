#include "stream/json_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct failure why;
static struct header header;
static struct json_record record;

static void start(const char *first)
{
	assert_true(json_record_header(&header, first, strlen(first), &why));
}

static void stop(void)
{
	json_record_free(&record);
	header_free(&header);
}

static bool read_row(const char *line)
{
	return json_record_read(&record, &header, line, strlen(line), &why);
}

static void assert_cell(size_t i, enum cell_kind kind, const char *wanted)
{
	assert_int_equal(record.cells[i].kind, kind);
	assert_int_equal(record.cells[i].length, strlen(wanted));
	assert_memory_equal(record.cells[i].text, wanted, strlen(wanted));
}

static void test_kinds(void **unused)
{
	(void)unused;
	const char *line = "{\"a\":7.6,\"b\":\"x\\ny\\u00e9\",\"c\":null,\"d\":true,\"e\":-12,\"f\":\"\","
	                   "\"g\":1e3}";
	start(line);
	assert_int_equal(header.count, 7);
	assert_string_equal(header.names[0], "a");
	assert_string_equal(header.names[6], "g");
	assert_true(read_row(line));
	assert_cell(0, CELL_LITERAL, "7.6");
	assert_cell(1, CELL_STRING, "x\nyé");
	assert_cell(2, CELL_LITERAL, "");
	assert_cell(3, CELL_LITERAL, "true");
	assert_cell(4, CELL_LITERAL, "-12");
	assert_cell(5, CELL_STRING, "");
	assert_cell(6, CELL_LITERAL, "1000");
	stop();
}

static void test_keys_in_any_order(void **unused)
{
	(void)unused;
	start("{\"a\":1,\"b\":2,\"c\":3}");
	assert_true(read_row("{\"c\":30,\"a\":10,\"b\":20}"));
	assert_cell(0, CELL_LITERAL, "10");
	assert_cell(1, CELL_LITERAL, "20");
	assert_cell(2, CELL_LITERAL, "30");
	assert_true(read_row(" { \"a\" : 1 , \"b\" : 2 , \"c\" : 4 }"));
	assert_cell(2, CELL_LITERAL, "4");
	stop();
}

static void assert_refused(const char *line, const char *reason)
{
	assert_false(read_row(line));
	/* What jansson says behind "not JSON: " may differ between its versions. */
	assert_memory_equal(why.text, reason, strlen(reason));
}

static void test_refuses(void **unused)
{
	(void)unused;
	start("{\"a\":1,\"b\":2}");
	assert_refused("{\"a\":1}", "key 'b' is missing");
	assert_refused("{\"a\":1,\"b\":2,\"c\":3}", "key 'c' is not in the first row");
	assert_refused("{\"a\":1,\"b\":[2]}", "key 'b': an object or array; a row must be flat");
	assert_refused("{\"a\":{},\"b\":2}", "key 'a': an object or array; a row must be flat");
	assert_refused("{\"a\":1,\"b\":2,\"a\":3}", "not JSON: duplicate object key");
	assert_refused("{\"a\":1,\"b\":2", "not JSON: ");
	assert_refused("{\"a\":1,\"b\":2} {}", "not JSON: ");
	assert_refused("{\"a\":1,\"b\":\"\xE9\"}", "not JSON: ");
	assert_refused("{\"a\":1,\"b\":\"x\\u0000y\"}", "not JSON: ");
	assert_refused("{\"a\":1,\"b\":NaN}", "not JSON: ");
	assert_refused("[1,2]", "not a JSON object");
	assert_refused("3", "not JSON: ");
	assert_refused("", "not JSON: ");
	stop();
}

/* Such a number cannot be passed on as it stands; the user is told which. */
static void test_numbers_that_do_not_fit(void **unused)
{
	(void)unused;
	start("{\"a\":1,\"b\":2}");
	assert_refused("{\"a\":1,\"b\":12345678901234567890}",
	               "column 'b': a whole number beyond 64 bits: '12345678901234567890'; in quotes it "
	               "is kept, as text");
	assert_refused("{\"a\" : -9223372036854775809 , \"b\":1}",
	               "column 'a': a whole number beyond 64 bits: '-9223372036854775809'; in quotes it "
	               "is kept, as text");
	assert_refused("{\"a\":1,\"b\":-1e999}",
	               "column 'b': beyond the largest number: '-1e999'; in quotes it is kept, as text");
	assert_refused("{\"a\\\\\\\"x\":1e999}", "column 'a\\\\\\\"x': beyond the largest number: ");
	assert_refused("{\"a\\\\\":1e999}", "column 'a\\\\': beyond the largest number: ");
	assert_refused("{\"\":1e999}", "column '': beyond the largest number: ");
	assert_refused("{\"a\":[12345678901234567890]}", "not JSON: ");
	assert_refused("12345678901234567890", "not JSON: ");
	assert_true(read_row("{\"a\":\"12345678901234567890\",\"b\":9223372036854775807}"));
	assert_cell(0, CELL_STRING, "12345678901234567890");
	assert_cell(1, CELL_LITERAL, "9223372036854775807");
	stop();
}

static void test_bad_header(void **unused)
{
	(void)unused;
	assert_false(json_record_header(&header, "{\"a\":1,\"a\":2}", 13, &why));
	assert_false(json_record_header(&header, "[]", 2, &why));
	assert_string_equal(why.text, "not a JSON object");
	assert_true(json_record_header(&header, "{}", 2, &why));
	assert_int_equal(header.count, 0);
	header_free(&header);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_keys_in_any_order),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_numbers_that_do_not_fit),
		cmocka_unit_test(test_bad_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
