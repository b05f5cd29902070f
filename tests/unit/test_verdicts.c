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
	assert_true(isnan(stability) ? isnan(verdicts->stability[at])
	                             : verdicts->stability[at] == stability);
	assert_int_equal(verdicts->trust[at], trust);
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
	assert_verdict(&verdicts, "old, south", NAN, DOUBTFUL);
	assert_false(verdicts_find(&verdicts, "7", 1, &at));
	assert_false(verdicts_find(&verdicts, "1", 1, &at));
	assert_false(verdicts_find(&verdicts, "", 0, &at));
	verdicts_free(&verdicts);
}

static void test_both_forms(void **unused)
{
	(void)unused;
	check("\n {\"k\":4, \"segments\": [{\"cluster\":0,\"stability\":0.9,\"trust\":\"highly stable\"},"
	      "{\"cluster\":\"12\",\"stability\":0.8,\"trust\":\"stable\"},"
	      "{\"cluster\":\"007\",\"stability\":0,\"trust\":\"untrusted\"},"
	      "{\"trust\":\"doubtful\",\"cluster\":\"old, south\",\"stability\":null}]}",
	      "cluster");
	check("group,stability,trust\n0,0.9,highly stable\n12,0.8,stable\n007,0,untrusted\n"
	      "\"old, south\",,doubtful\n",
	      "group");
}

/* More than there is room for at first. */
static void test_many(void **unused)
{
	(void)unused;
	char text[8192] = "cluster,stability,trust\n";
	struct verdicts verdicts;
	struct failure why;
	for (int i = 0; i < 300; i++)
		snprintf(text + strlen(text), 32, "%d,0.%d,%s\n", i, 100 + i, trust_name(i % 4));
	assert_true(verdicts_read(&verdicts, scratch_write("many", text), "cluster", &why));
	for (int i = 0; i < 300; i++) {
		char name[16];
		snprintf(name, sizeof name, "%d", i);
		assert_verdict(&verdicts, name, (100 + i) / 1000.0, (enum trust)(i % 4));
	}
	verdicts_free(&verdicts);
}

/* What is said of files that are wrong is in tests/command/seg-profile.t. */
static void test_failures(void **unused)
{
	(void)unused;
	const char *const texts[] = { "", "{", "{}", "[]", "{\"segments\":3}", "{\"segments\":[1]}",
		                      "cluster\n", "cluster,stability,trust\n0,2,stable\n" };
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
		cmocka_unit_test(test_failures),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
