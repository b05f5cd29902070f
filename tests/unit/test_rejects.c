#include "stream/rejects.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct failure why;
static char *names[] = { "a", "b" };
static const struct header header = { names, 2 };
static struct cell cells[] = { { "1", 1, CELL_BARE }, { "x,y", 3, CELL_BARE } };
static const struct row row = { .cells = cells, .count = 2 };

static void test_none(void **unused)
{
	(void)unused;
	struct rejects rejects = { 0 };
	rejects_free(&rejects); /* descriptor 0 is still there */
	assert_int_not_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	assert_true(rejects_open(&rejects, NULL, &header, STREAM_CSV, &why));
	assert_true(rejects_add(&rejects, &row, 3, "why not", &why));
	assert_true(rejects_commit(&rejects, &why));
	rejects_free(&rejects);
	assert_int_equal(scratch_count(), 0);
}

static void test_csv(void **unused)
{
	(void)unused;
	struct rejects rejects;
	const char *path = scratch_path("aside.csv");
	assert_true(rejects_open(&rejects, path, &header, STREAM_CSV, &why));
	assert_true(rejects_add(&rejects, &row, 3, "missing value: ''", &why));
	assert_string_equal(scratch_read("aside.csv"), "(none)");
	assert_true(rejects_commit(&rejects, &why));
	rejects_free(&rejects);
	assert_string_equal(scratch_read("aside.csv"),
	                    "a,b,reject_line,reject_reason\n1,\"x,y\",3,missing value: ''\n");
	remove(path);
}

static void test_ndjson(void **unused)
{
	(void)unused;
	struct rejects rejects;
	const char *path = scratch_path("aside.ndjson");
	assert_true(rejects_open(&rejects, path, &header, STREAM_NDJSON, &why));
	assert_true(rejects_add(&rejects, &row, 3, "duplicate", &why));
	assert_true(rejects_commit(&rejects, &why));
	rejects_free(&rejects);
	assert_string_equal(scratch_read("aside.ndjson"),
	                    "{\"a\":1,\"b\":\"x,y\",\"reject_line\":3,"
	                    "\"reject_reason\":\"duplicate\"}\n");
	remove(path);
}

static void test_not_committed(void **unused)
{
	(void)unused;
	struct rejects rejects;
	assert_true(rejects_open(&rejects, scratch_path("aside.csv"), &header, STREAM_CSV, &why));
	assert_true(rejects_add(&rejects, &row, 3, "duplicate", &why));
	rejects_free(&rejects);
	assert_int_equal(scratch_count(), 0);
}

static void test_no_folder(void **unused)
{
	(void)unused;
	struct rejects rejects;
	assert_false(rejects_open(&rejects, "/nowhere/aside.csv", &header, STREAM_CSV, &why));
	assert_string_equal(why.text, "/nowhere/aside.csv: No such file or directory");
	rejects_free(&rejects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_ndjson),
		cmocka_unit_test(test_not_committed),
		cmocka_unit_test(test_no_folder),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
