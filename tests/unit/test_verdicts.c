#include "trust/verdicts.h"

#include "scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_verdict(const struct verdicts *verdicts, const char *name, double stability,
                           enum trust trust)
{
	size_t at;
	assert_true(verdicts_find(verdicts, name, strlen(name), &at));
	assert_true(isnan(stability) ? isnan(verdicts->list[at].stability)
	                             : verdicts->list[at].stability == stability);
	assert_int_equal(verdicts->list[at].trust, trust);
}

static void check(const char *text, const char *by)
{
	struct verdicts verdicts;
	struct failure why;
	size_t at;
	if (!verdicts_read(&verdicts, scratch_write("verdicts", text), by, &why))
		fail_msg("%s", why.text);
	assert_verdict(&verdicts, "0", 0.9, HIGHLY_STABLE);
	assert_verdict(&verdicts, "12", 0.8, STABLE);
	assert_verdict(&verdicts, "007", 0, UNTRUSTED);
	assert_verdict(&verdicts, "old, south", NAN, NOT_JUDGED);
	assert_false(verdicts_find(&verdicts, "7", 1, &at));
	assert_false(verdicts_find(&verdicts, "1", 1, &at));
	assert_false(verdicts_find(&verdicts, "", 0, &at));
	verdicts_free(&verdicts);
}

static void test_both_forms(void **unused)
{
	(void)unused;
	check("\n {\"n_rows\":9, \"segments\": ["
	      "{\"cluster\":0,\"size\":3,\"stability\":0.9,\"trust\":\"highly stable\"},"
	      "{\"cluster\":\"12\",\"size\":2,\"stability\":0.8,\"trust\":\"stable\"},"
	      "{\"cluster\":\"007\",\"size\":4,\"stability\":0,\"trust\":\"untrusted\"},"
	      "{\"trust\":null,\"cluster\":\"old, south\",\"size\":0,\"stability\":null}]}",
	      "cluster");
	check("group,stability,trust,size\n0,0.9,highly stable,3\n12,0.8,stable,2\n007,0,untrusted,4\n"
	      "\"old, south\",,,0\n",
	      "group");
}

/* More than there is room for at first. */
static void test_many(void **unused)
{
	(void)unused;
	char text[16384] = "cluster,stability,size,trust\n";
	struct verdicts verdicts;
	struct failure why;
	for (int i = 0; i < 300; i++)
		snprintf(text + strlen(text), 40, "%d,0.%d,1,%s\n", i, 700 + i,
		         trust_name(trust_of((700 + i) / 1000.0)));
	assert_true(verdicts_read(&verdicts, scratch_write("many", text), "cluster", &why));
	for (int i = 0; i < 300; i++) {
		char name[16];
		snprintf(name, sizeof name, "%d", i);
		assert_verdict(&verdicts, name, (700 + i) / 1000.0, trust_of((700 + i) / 1000.0));
	}
	verdicts_free(&verdicts);
}

static const char *fit(const struct verdicts *verdicts, const char *names, const size_t *rows)
{
	static struct failure why;
	struct text_set segments = { 0 };
	bool added;
	for (const char *name = names; *name != '\0'; name += *name == ' ' ? 1 : strcspn(name, " "))
		if (*name != ' ')
			assert_true(text_set_add(&segments, name, strcspn(name, " "), &added, &why));
	bool fits = verdicts_fit(verdicts, &segments, rows, &why);
	text_set_free(&segments);
	return fits ? NULL : why.text;
}

static void test_fit(void **unused)
{
	(void)unused;
	const char *text = "{\"n_rows\":9,\"segments\":["
	                   "{\"cluster\":0,\"size\":3,\"stability\":0.9,\"trust\":\"highly stable\"},"
	                   "{\"cluster\":1,\"size\":4,\"stability\":0.5,\"trust\":\"untrusted\"},"
	                   "{\"cluster\":2,\"size\":0,\"stability\":null,\"trust\":null}]}";
	static const struct {
		const char *names;
		size_t rows[4];
		const char *wanted;
	} cases[] = {
		{ "1 -1 0", { 4, 2, 3 }, NULL },
		{ "1 0 -1", { 4, 3, 1 }, "there are 9 rows there, 8 here" },
		{ "1 0", { 4, 5 }, "segment '0' has 3 rows there, 5 here" },
		{ "1 -1", { 4, 5 }, "segment '0' is not here" },
		{ "1 0 7", { 4, 3, 2 }, "segment '7' is not there" },
		{ "1 0 2", { 4, 3, 2 }, "segment '2' has 0 rows there, 2 here" },
	};
	struct verdicts verdicts;
	struct failure why;
	char wanted[1024];
	const char *path = scratch_write("fit", text);
	assert_true(verdicts_read(&verdicts, path, "cluster", &why));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = fit(&verdicts, cases[i].names, cases[i].rows);
		if (cases[i].wanted == NULL) {
			assert_null(got);
			continue;
		}
		snprintf(wanted, sizeof wanted,
		         "%s judges other segments: %s; run seg-stability on this stream", path,
		         cases[i].wanted);
		assert_non_null(got);
		assert_string_equal(got, wanted);
	}
	verdicts_free(&verdicts);
}

/* What is said of files that are wrong is in tests/command/seg-profile.t. */
static void test_failures(void **unused)
{
	(void)unused;
	const char *const texts[] = { "", "{", "{}", "[]", "{\"segments\":3}", "{\"segments\":[1]}",
		                      "cluster\n", "cluster,size,stability,trust\n0,1,2,stable\n" };
	struct verdicts verdicts;
	struct failure why;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		why.text[0] = '\0';
		assert_false(verdicts_read(&verdicts, scratch_write("wrong", texts[i]), "cluster", &why));
		assert_true(why.text[0] != '\0');
		verdicts_free(&verdicts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_forms),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_failures),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
