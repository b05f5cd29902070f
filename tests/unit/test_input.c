#include "stream/input.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static struct input input;
static const struct input_options strict, messy = { .messy = true };
static const char *paths[2];

static const char *const *files(const char *one, const char *two)
{
	static char names[2][512];
	const char *texts[2] = { one, two };
	for (int i = 0; i < 2 && texts[i] != NULL; i++) {
		snprintf(names[i], sizeof names[i], "%s", scratch_write(i == 0 ? "1" : "2", texts[i]));
		paths[i] = names[i];
	}
	return paths;
}

/* The whole table as text: cells with `|`, rows with `/`; "!" where it failed. */
static const char *read_all(const char *one, const char *two, const struct input_options *options)
{
	static char text[4096];
	char *out = text;
	*out = '\0';
	if (!input_open(&input, files(one, two), two != NULL ? 2 : 1, options, &why))
		return "!";
	for (size_t i = 0; i < input.header.count; i++)
		out += sprintf(out, "%s%s", i > 0 ? "|" : "", input.header.names[i]);
	enum input_status status;
	while ((status = input_next(&input, &why)) == INPUT_ROW)
		for (size_t i = 0; i < input.row.count; i++)
			out += sprintf(out, "%s%.*s", i > 0 ? "|" : "/", (int)input.row.cells[i].length,
			               input.row.cells[i].text);
	sprintf(out, "%s", status == INPUT_FAILED ? "/!" : "");
	input_close(&input);
	return text;
}

/* The reason with "1:" and "2:" for the two files. */
static const char *reason(void)
{
	static char text[1100];
	size_t folder = strlen(scratch_folder);
	const char *from = why.text;
	char *out = text;
	while (*from != '\0')
		if (strncmp(from, scratch_folder, folder) == 0)
			from += folder + 1;
		else
			*out++ = *from++;
	*out = '\0';
	return text;
}

static void assert_table(const char *one, const char *two, const struct input_options *options,
                         const char *wanted)
{
	assert_string_equal(read_all(one, two, options), wanted);
}

static void assert_failure(const char *one, const char *two, const struct input_options *options,
                           const char *wanted)
{
	const char *got = read_all(one, two, options);
	assert_int_equal(got[strlen(got) - 1], '!');
	assert_string_equal(reason(), wanted);
}

static void test_csv(void **unused)
{
	(void)unused;
	assert_table("a,b\n1,2\n3,4\n", NULL, &strict, "a|b/1|2/3|4");
	assert_table("a,b\r\n1,2\r\n3,4", NULL, &strict, "a|b/1|2/3|4");
	assert_table("a,b\n", NULL, &strict, "a|b");
	assert_table("a\n\"\"\n1\n", NULL, &strict, "a//1");
	assert_table("a,b\n1,\"x\ny\"\n3,4\n", NULL, &strict, "a|b/1|x\ny/3|4");
}

static void test_ndjson(void **unused)
{
	(void)unused;
	assert_table("{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\n", NULL, &strict, "a|b/1|x/2|y");
	assert_table("\n \n{\"a\":1}\n\n{\"a\":2}\n\n", NULL, &strict, "a/1/2");
	assert_table("{\"a\":1}\r\n{\"a\":2}\r\n", NULL, &strict, "a/1/2");
}

static void test_several_files(void **unused)
{
	(void)unused;
	assert_table("a,b\n1,2\n", "a,b\n3,4\n", &strict, "a|b/1|2/3|4");
	assert_table("a,b\n1,2", "a,b\r\n3,4", &strict, "a|b/1|2/3|4");
	assert_table("a,b\n", "\"a\",b\n3,4\n", &strict, "a|b/3|4");
	assert_table("{\"a\":1}\n", "{\"a\":2}\n{\"a\":3}\n", &strict, "a/1/2/3");
	assert_failure("a,b\n1,2\n", "a,c\n3,4\n", &strict,
	               "2:1: column 2 is 'c', in the first file 'b'; the files must have one header");
	assert_failure("a,b\n1,2\n", "a\n3\n", &strict,
	               "2:1: column 2 is '', in the first file 'b'; the files must have one header");
	assert_failure("a,b\n1,2\n", "{\"a\":1,\"b\":2}\n", &strict,
	               "2: NDJSON, but the first file is CSV");
	assert_failure("{\"a\":1}\n", "a\n2\n", &strict, "2: CSV, but the first file is NDJSON");
	assert_failure("{\"a\":1}\n", "{\"b\":2}\n", &strict, "2:1: key 'b' is not in the first row");
	assert_failure("a\n1\n", "", &strict,
	               "2: no header: the input is empty; did the stage before fail?");
}

static void test_messy(void **unused)
{
	(void)unused;
	assert_table("\xEF\xBB\xBF a , b\n\n 1 ,2\n\r\n3, 4\n \t\n", NULL, &messy, "a|b/1|2/3|4");
	assert_table("\xEF\xBB\xBF\"a\",b\n1,2\n", NULL, &messy, "a|b/1|2");
}

static void test_delimiters(void **unused)
{
	(void)unused;
	assert_table("a;b;c\n1;2;3\n", NULL, &messy, "a|b|c/1|2|3");
	assert_table("a\tb\n1\t2\n", NULL, &messy, "a|b/1|2");
	assert_table("a|b\n1|2\n", NULL, &messy, "a|b/1|2");
	assert_table("\"a;b;c\",d\n1,2\n", NULL, &messy, "a;b;c|d/1|2");
	assert_table("a;b,c\n1;2,5\n", NULL, &messy, "a;b|c/1;2|5"); /* on a tie, the comma */
	struct input_options blank = { .messy = true, .delimiter = ' ' };
	assert_table("a b\n1 2\n", NULL, &blank, "a|b/1|2");
	struct input_options comma = { .messy = true, .delimiter = ',' };
	assert_table("a;b;c,d\n1,2\n", NULL, &comma, "a;b;c|d/1|2");
}

static void test_counts_what_it_skips(void **unused)
{
	(void)unused;
	struct input_options options = { .messy = true, .comment = "//" };
	assert_true(input_open(&input, files("// one\n\na,b\n// two\n1,2\n\n\n3,4\n", NULL), 1,
	                       &options, &why));
	size_t lines[] = { 5, 8 };
	for (int i = 0; i < 2; i++) {
		assert_int_equal(input_next(&input, &why), INPUT_ROW);
		assert_int_equal(input.row_line, lines[i]);
		assert_int_equal(input.rows, i + 1);
	}
	assert_int_equal(input_next(&input, &why), INPUT_END);
	assert_int_equal(input.blank_lines, 3);
	assert_int_equal(input.comment_lines, 2);
	input_close(&input);
}

static void test_header_from_option(void **unused)
{
	(void)unused;
	struct input_options options = { .messy = true, .header = "x,y" };
	assert_table("1;2\n3;4\n", "5;6\n", &options, "x|y/1|2/3|4/5|6");
	assert_failure("1;2;3\n", NULL, &options, "1:1: the row has 3 cells, the header has 2");
}

static void test_line_numbers(void **unused)
{
	(void)unused;
	assert_failure("a,b\n1,\"x\n\ny\"\n3\n", NULL, &strict,
	               "1:5: the row has 1 cell, the header has 2");
	assert_failure("a,b\n1,2\n3,\"4\n5,6\n", NULL, &strict,
	               "1:3: the quote that opens here is never closed");
	assert_failure("a,b\n1,2\n", "a,b\n1,2\n1,\"\n\",3\n", &strict,
	               "2:3: the row has 3 cells, the header has 2");
	assert_failure("{\"a\":1}\n\n{\"a\":}\n", NULL, &strict,
	               "1:3: not JSON: unexpected token near '}'");
	assert_true(input_open(&input, files("a,b\n1,\"x\ny\"\nn/a,0x1p4\n", NULL), 1, &strict, &why));
	double value;
	assert_int_equal(input_next(&input, &why), INPUT_ROW);
	assert_int_equal(input.row_line, 2);
	assert_true(input_number(&input, 0, &value, &why));
	assert_true(value == 1);
	assert_false(input_number(&input, 1, &value, &why));
	assert_string_equal(reason(), "1:2: column 'b': not a number: 'x\\x0ay'");
	assert_int_equal(input_next(&input, &why), INPUT_ROW);
	assert_false(input_number(&input, 0, &value, &why));
	assert_string_equal(reason(), "1:4: column 'a': not a number: 'n/a'");
	assert_false(input_fail_cell(&input, 1, "bad", "do better", &why));
	assert_string_equal(reason(), "1:4: column 'b': bad: '0x1p4'; do better");
	input_close(&input);
}

static void test_strict_refuses(void **unused)
{
	(void)unused;
	const char *empty = "1: no header: the input is empty; did the stage before fail?";
	assert_failure("", NULL, &strict, empty);
	assert_failure("", NULL, &messy, empty);
	assert_failure("\xEF\xBB\xBF", NULL, &messy, empty);
	assert_failure("\n\n", NULL, &messy, empty);
	assert_failure("\na\n", NULL, &strict, "1:1: a blank line; seg-features leaves such lines out");
	assert_failure("a,b\n1,2\n\n3,4\n", NULL, &strict,
	               "1:3: a blank line; seg-features leaves such lines out");
	assert_failure("a,b\n1,2\n\n", NULL, &strict,
	               "1:3: a blank line; seg-features leaves such lines out");
	assert_failure("\xEF\xBB\xBF" "a,b\n", NULL, &strict,
	               "1:1: a byte order mark; seg-features takes it away");
	assert_failure("a;b\n1;2\n", NULL, &strict,
	               "1:1: the header is not separated by commas; seg-features reads such a file");
	assert_failure("a,\n1,2\n", NULL, &strict,
	               "1:1: column 2 has no name; seg-features gives it one");
	assert_failure("a,b,a\n", NULL, &strict, "1:1: two columns are named 'a'");
	assert_failure("a,b\xE9\n", NULL, &strict,
	               "1:1: the header is not UTF-8; seg-features says what to do");
	assert_failure("{}\n", NULL, &strict, "1:1: the first object has no keys");
}

static void test_no_table(void **unused)
{
	(void)unused;
	assert_failure("PK\x03\x04...", NULL, &messy,
	               "1:1: the file is a spreadsheet or zip archive; save it as CSV");
	assert_failure("version https://git-lfs.github.com/spec/v1\n", NULL, &messy,
	               "1:1: the file is a Git LFS pointer, not the data; fetch it with: git lfs pull");
	assert_failure("<<<<<<< HEAD\na,b\n", NULL, &messy,
	               "1:1: an unresolved merge conflict stands here; resolve it in Git first");
	assert_failure("a,b\n1,2\n=======\n3,4\n", NULL, &messy,
	               "1:3: an unresolved merge conflict stands here; resolve it in Git first");
	assert_failure("\xFF\xFE" "a", NULL, &messy,
	               "1:1: the file is UTF-16; convert it with: iconv -f utf-16 -t utf-8");
}

static void test_marker(void **unused)
{
	(void)unused;
	assert_failure("a,b\n1,2\n#seg-error seg-x: f:3: no\n", NULL, &strict,
	               "upstream failed: seg-x: f:3: no");
	assert_failure("{\"a\":1}\n#seg-error seg-x: no\n", NULL, &strict,
	               "upstream failed: seg-x: no");
	assert_failure("#seg-error seg-x: no\n", NULL, &strict, "upstream failed: seg-x: no");
	assert_failure("a\n1\n#seg-error seg-x: no", NULL, &messy, "upstream failed: seg-x: no");
	/* Not even where a comment looks the same. */
	struct input_options comment = { .messy = true, .comment = "#" };
	assert_failure("a\n1\n#seg-error seg-x: no\n", NULL, &comment, "upstream failed: seg-x: no");
	/* In quotes it is a cell. */
	assert_table("a,b\n\"#seg-error x\",1\n", NULL, &strict, "a|b/#seg-error x|1");
}

static void test_missing_file(void **unused)
{
	(void)unused;
	const char *const nowhere[] = { "/nowhere" };
	assert_false(input_open(&input, nowhere, 1, &strict, &why));
	assert_string_equal(why.text, "/nowhere: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_ndjson),
		cmocka_unit_test(test_several_files),
		cmocka_unit_test(test_messy),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_counts_what_it_skips),
		cmocka_unit_test(test_header_from_option),
		cmocka_unit_test(test_line_numbers),
		cmocka_unit_test(test_strict_refuses),
		cmocka_unit_test(test_no_table),
		cmocka_unit_test(test_marker),
		cmocka_unit_test(test_missing_file),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
