#include "stream/output.h"

#include "scratch.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct failure why;
static struct output output;
static char *names[] = { "a", "b \"c\"", "d" };
static const struct header header = { names, 3 };

static void start(enum stream_kind kind)
{
	int fd = open(scratch_path("out"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	output_open(&output, fd, "out", kind);
}

static const char *stop(void)
{
	close(output.fd);
	output_free(&output);
	return scratch_read("out");
}

static void put_row(const char *text, double number, int64_t integer)
{
	output_string(&output, text);
	output_number(&output, number);
	output_integer(&output, integer);
	assert_true(output_end_row(&output, &why));
}

static void test_csv(void **unused)
{
	(void)unused;
	start(STREAM_CSV);
	assert_true(output_header(&output, &header, &why));
	put_row("x,y", 0.1, -3);
	put_row("", NAN, 0);
	output_text_row(&output, "1,2", 3, 2);
	output_rounded(&output, 2.0 / 3, 3);
	assert_true(output_end_row(&output, &why));
	assert_int_equal(output.rows, 3);
	assert_true(output_flush(&output, &why));
	assert_string_equal(stop(), "a,\"b \"\"c\"\"\",d\n\"x,y\",0.1,-3\n,,0\n1,2,0.667\n");
}

static void test_ndjson(void **unused)
{
	(void)unused;
	start(STREAM_NDJSON);
	assert_true(output_header(&output, &header, &why));
	put_row("12", 0.1, -3); /* a text stays a text */
	put_row("é\n", NAN, 0);
	output_text_row(&output, "{\"a\":1,\"b \\\"c\\\"\":2", 18, 2);
	output_integer(&output, 3);
	assert_true(output_end_row(&output, &why));
	assert_true(output_flush(&output, &why));
	assert_string_equal(stop(), "{\"a\":\"12\",\"b \\\"c\\\"\":0.1,\"d\":-3}\n"
	                            "{\"a\":\"é\\n\",\"b \\\"c\\\"\":null,\"d\":0}\n"
	                            "{\"a\":1,\"b \\\"c\\\"\":2,\"d\":3}\n");
}

static void test_marker_after_whole_rows(void **unused)
{
	(void)unused;
	start(STREAM_CSV);
	assert_true(output_header(&output, &header, &why));
	put_row("x", 1, 2);
	output_string(&output, "half");
	output_fail(&output, "seg-x", "f:3: no");
	assert_string_equal(stop(), "a,\"b \"\"c\"\"\",d\nx,1,2\n#seg-error seg-x: f:3: no\n");
	start(STREAM_NDJSON);
	assert_true(output_header(&output, &header, &why));
	put_row("x", 1, 2);
	output_string(&output, "half");
	output_fail(&output, "seg-x", "no");
	assert_string_equal(stop(), "{\"a\":\"x\",\"b \\\"c\\\"\":1,\"d\":2}\n#seg-error seg-x: no\n");
}

static void test_no_marker_where_nothing_was_written(void **unused)
{
	(void)unused;
	start(STREAM_CSV);
	output_fail(&output, "seg-x", "no");
	assert_string_equal(stop(), "");
}

/* More than is kept back: what is written is whole rows at every time. */
static void test_many_rows(void **unused)
{
	(void)unused;
	enum { ROWS = 20000 };
	start(STREAM_CSV);
	assert_true(output_header(&output, &header, &why));
	for (int i = 0; i < ROWS; i++)
		put_row("some text", i, i);
	output_string(&output, "half");
	output_fail(&output, "seg-x", "no");
	close(output.fd);
	output_free(&output);
	FILE *file = fopen(scratch_path("out"), "r");
	char line[100], wanted[100];
	assert_non_null(fgets(line, sizeof line, file));
	for (int i = 0; i < ROWS; i++) {
		assert_non_null(fgets(line, sizeof line, file));
		sprintf(wanted, "some text,%d,%d\n", i, i);
		assert_string_equal(line, wanted);
	}
	assert_non_null(fgets(line, sizeof line, file));
	assert_string_equal(line, "#seg-error seg-x: no\n");
	assert_null(fgets(line, sizeof line, file));
	fclose(file);
}

static void test_full_disk(void **unused)
{
	(void)unused;
	output_open(&output, open("/dev/full", O_WRONLY), "stdout", STREAM_CSV);
	assert_true(output_header(&output, &header, &why));
	assert_false(output_flush(&output, &why));
	assert_string_equal(why.text, "stdout: No space left on device");
	assert_false(output.reader_gone);
	close(output.fd);
	output_free(&output);
}

static void test_reader_that_went_away(void **unused)
{
	(void)unused;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	signal(SIGPIPE, SIG_IGN);
	close(ends[0]);
	output_open(&output, ends[1], "stdout", STREAM_CSV);
	bool going = output_header(&output, &header, &why);
	for (int i = 0; going && i < 1000000; i++) {
		output_string(&output, "x");
		going = output_end_row(&output, &why);
	}
	assert_false(going); /* long work ends early */
	assert_true(output.reader_gone);
	output_fail(&output, "seg-x", "no"); /* is harmless */
	close(output.fd);
	output_free(&output);
}

static void test_text_that_is_not_utf8(void **unused)
{
	(void)unused;
	start(STREAM_NDJSON);
	assert_true(output_header(&output, &header, &why));
	output_string(&output, "caf\xE9");
	output_integer(&output, 1);
	output_integer(&output, 2);
	assert_false(output_end_row(&output, &why));
	assert_string_equal(why.text, "a text is not UTF-8, which NDJSON must be; seg-features says "
	                              "where");
	stop();
	start(STREAM_NDJSON);
	char *latin[] = { "caf\xE9" };
	assert_false(output_header(&output, &(struct header){ latin, 1 }, &why));
	stop();
}

static void test_bytes(void **unused)
{
	(void)unused;
	start(STREAM_CSV);
	assert_true(output_bytes(&output, "{}\n", 3, &why));
	assert_true(output_flush(&output, &why));
	assert_string_equal(stop(), "{}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_ndjson),
		cmocka_unit_test(test_marker_after_whole_rows),
		cmocka_unit_test(test_no_marker_where_nothing_was_written),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_reader_that_went_away),
		cmocka_unit_test(test_text_that_is_not_utf8),
		cmocka_unit_test(test_bytes),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
