#include "persona/rules.h"

#include "persona/match.h"
#include "persona_tables.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define RULE(when) "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":" when \
                   ",\"actions\":[\"a\"]}]}"

static void test_reads(void **state)
{
	(void)state;
	struct rules rules;
	struct failure why;
	assert_true(rules_from(&rules,
		"{\"levels\":{\"high\":1.5},\"rules\":[{\"persona\":\"Grown-ups\",\"goal\":\"keep\","
		"\"why\":\"They stay.\",\"when\":{\"age\":{\"at_least\":18,\"below\":99.5},"
		"\"income\":{\"level\":[\"high\",\"mid\"]}},\"actions\":[\"a\",\"b\"]},"
		"{\"persona\":\"Rest\",\"goal\":\"find out\",\"when\":{},\"actions\":[\"c\"]}]}", &why));
	assert_true(rules.thresholds.low == 0.8 && rules.thresholds.high == 1.5);
	assert_int_equal(rules.count, 2);
	const struct rule *rule = &rules.rules[0];
	assert_string_equal(rule->persona, "Grown-ups");
	assert_string_equal(rule->goal, "keep");
	assert_string_equal(rule->why, "They stay.");
	assert_int_equal(json_array_size(rule->actions), 2);
	assert_int_equal(rule->condition_count, 2);
	assert_string_equal(rule->conditions[0].column, "age");
	assert_true(rule->conditions[0].at_least == 18 && rule->conditions[0].below == 99.5);
	assert_true(rule->conditions[0].above == -INFINITY && rule->conditions[0].at_most == INFINITY);
	assert_int_equal(rule->conditions[0].levels, 0);
	assert_int_equal(rule->conditions[1].levels, LEVEL_MID | LEVEL_HIGH);
	assert_null(rules.rules[1].why);
	assert_int_equal(rules.rules[1].condition_count, 0);
	rules_free(&rules);
}

static void test_refused(void **state)
{
	(void)state;
	const struct {
		const char *text, *reason;
	} refused[] = {
		{ "[]", "FILE: not a JSON object" },
		{ "{}", "FILE: rules: missing" },
		{ "{\"rules\":{}}", "FILE: rules: not a list of rules [ { ... } ]" },
		{ "{\"rules\":[]}", "FILE: rules: not a list of rules [ { ... } ]" },
		{ "{\"rules\":[1]}", "FILE: rules[0]: not an object { ... }" },
		{ "{\"rule\":[]}", "FILE: rule: unknown key; the keys here are: description, levels, "
		                   "rules" },
		{ "{\"levels\":{\"mid\":1},\"rules\":[]}", "FILE: levels.mid: unknown key; the keys "
		                                           "here are: low, high" },
		{ "{\"levels\":{\"low\":\"1\"},\"rules\":[]}", "FILE: levels.low: not a number" },
		{ "{\"levels\":{\"low\":1.3},\"rules\":[]}", "FILE: levels: low must be below 1 and "
		  "high above 1: they are ratios to the average" },
		{ "{\"rules\":[{\"goal\":\"g\",\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].persona: missing" },
		{ "{\"rules\":[{\"persona\":\"\",\"goal\":\"g\",\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].persona: empty" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":7,\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].goal: not a text \"...\"" },
		{ "{\"rules\":[{\"persona\":\"P\\nQ\",\"goal\":\"g\",\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].persona: a control character or line end in a text" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].when: missing; {} fits every segment" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":{},\"actions\":[\"a\",2]}]}",
		  "FILE: rules[0].actions[1]: not a text \"...\"" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":{},\"actions\":\"a\"}]}",
		  "FILE: rules[0].actions: not a list of texts [ \"...\" ]" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":{}}]}",
		  "FILE: rules[0].actions: missing" },
		{ "{\"rules\":[{\"persona\":\"=1+1\",\"goal\":\"g\",\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].persona: starts with '=', which a spreadsheet takes for a formula" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"@g\",\"when\":{},\"actions\":[\"a\"]}]}",
		  "FILE: rules[0].goal: starts with '@', which a spreadsheet takes for a formula" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":{},\"actions\":[\"+a\"]}]}",
		  "FILE: rules[0].actions[0]: starts with '+', which a spreadsheet takes for a formula" },
		{ "{\"rules\":[{\"persona\":\"P\",\"goal\":\"g\",\"when\":{},\"actions\":[\"a\","
		  "\"b; c\"]}]}",
		  "FILE: rules[0].actions[1]: holds \"; \", which parts the actions of a segment; make "
		  "it two actions" },
		{ RULE("{\"age\":{}}"), "FILE: rules[0].when.age: empty; it needs one of above, "
		                        "at_least, below, at_most, level" },
		{ RULE("{\"age\":5}"), "FILE: rules[0].when.age: not an object { ... }" },
		{ RULE("{\"age\":{\"over\":5}}"), "FILE: rules[0].when.age.over: unknown key; the keys "
		                                  "here are: above, at_least, below, at_most, level" },
		{ RULE("{\"age\":{\"above\":true}}"), "FILE: rules[0].when.age.above: not a number" },
		{ RULE("{\"age\":{\"level\":\"High\"}}"), "FILE: rules[0].when.age.level: not "
		                                "\"high\", \"mid\" or \"low\", or a list of them" },
		{ RULE("{\"age\":{\"level\":[]}}"), "FILE: rules[0].when.age.level: an empty list" },
		{ RULE("{\"age\":{\"level\":[\"low\",\"low\"]}}"), "FILE: rules[0].when.age.level[1]: "
		                                                   "'low' is named twice" },
		{ RULE("{\"a b\":{\"level\":3}}"), "FILE: rules[0].when.'a b'.level: not \"high\", "
		                                   "\"mid\" or \"low\", or a list of them" },
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct rules rules;
		struct failure why;
		assert_false(rules_from(&rules, refused[i].text, &why));
		assert_string_equal(why.text, refused[i].reason);
		rules_free(&rules);
	}
}

/* Only what starts a cell can be run by a spreadsheet. */
static void test_signs_within_a_cell(void **state)
{
	(void)state;
	struct rules rules;
	struct failure why;
	assert_true(rules_from(&rules, "{\"rules\":[{\"persona\":\"P=1\",\"goal\":\"win-back\","
	                       "\"when\":{},\"actions\":[\"a;b\",\"-10 % off\"]}]}", &why));
	rules_free(&rules);
}

static void test_duplicate_key_has_its_line(void **state)
{
	(void)state;
	struct rules rules;
	struct failure why;
	assert_false(rules_from(&rules, "{\"rules\":[],\n\"rules\":[]}", &why));
	assert_non_null(strstr(why.text, "FILE:2:"));
	assert_non_null(strstr(why.text, "duplicate object key"));
	rules_free(&rules);
}

static const char grid[] = "cluster,count,annual_income,spending_score\n"
	"0,1,50,50\n1,1,50,100\n2,1,50,150\n3,1,100,50\n4,1,100,100\n5,1,100,150\n"
	"6,1,150,50\n7,1,150,100\n8,1,150,150\n";

/* Each of the nine combinations of levels falls under one built-in rule only. */
static void test_builtin_rules_cover_all(void **state)
{
	(void)state;
	static const char *const expected[] = {
		"Disengaged Adults", "Balanced Shoppers", "Budget Enthusiasts",
		"Disengaged Adults", "Balanced Shoppers", "VIP Big Spenders",
		"Affluent Savers", "Affluent Savers", "VIP Big Spenders",
	};
	struct segments segments;
	struct rules rules;
	struct failure why;
	assert_true(segments_from(&segments, grid, "cluster", &why));
	assert_true(rules_builtin(&rules, &why));
	assert_true(match_check(&rules, &segments, &why));
	for (size_t i = 0; i < segments.count; i++) {
		const struct rule *rule = match_rule(&rules, &segments, i);
		assert_non_null(rule);
		assert_string_equal(rule->persona, expected[i]);
		size_t fitting = 0;
		for (size_t j = 0; j < rules.count; j++) {
			struct rules one = rules;
			one.rules = &rules.rules[j];
			one.count = 1;
			fitting += match_rule(&one, &segments, i) != NULL;
		}
		assert_int_equal(fitting, 1);
	}
	rules_free(&rules);
	segments_free(&segments);
}

static void test_builtin_rules_have_actions(void **state)
{
	(void)state;
	struct rules rules;
	struct failure why;
	assert_true(rules_builtin(&rules, &why));
	for (size_t i = 0; i < rules.count; i++) {
		size_t actions = json_array_size(rules.rules[i].actions);
		assert_true(actions >= 2 && actions <= 4);
	}
	rules_free(&rules);
}

static void check_match(const char *when, const char *expected)
{
	char text[512];
	snprintf(text, sizeof text, RULE("%s"), when);
	struct segments segments;
	struct rules rules;
	struct failure why;
	assert_true(segments_from(&segments, grid, "cluster", &why));
	assert_true(rules_from(&rules, text, &why));
	if (!match_check(&rules, &segments, &why))
		fail_msg("%s", why.text);
	char got[16] = "";
	for (size_t i = 0; i < segments.count; i++)
		if (match_rule(&rules, &segments, i) != NULL)
			strcat(got, segments.labels.names[i]);
	assert_string_equal(got, expected);
	rules_free(&rules);
	segments_free(&segments);
}

static void test_conditions(void **state)
{
	(void)state;
	check_match("{}", "012345678");
	check_match("{\"spending_score\":{\"above\":100}}", "258");
	check_match("{\"spending_score\":{\"at_least\":100}}", "124578");
	check_match("{\"spending_score\":{\"below\":100}}", "036");
	check_match("{\"spending_score\":{\"at_most\":100}}", "013467");
	check_match("{\"spending_score\":{\"above\":50,\"below\":150}}", "147");
	check_match("{\"spending_score\":{\"level\":\"low\"}}", "036");
	check_match("{\"spending_score\":{\"level\":[\"low\",\"high\"]}}", "023568");
	check_match("{\"spending_score\":{\"level\":\"high\"},\"annual_income\":{\"above\":50}}",
	            "58");
	check_match("{\"share\":{\"above\":0.1},\"count\":{\"at_most\":1}}", "012345678");
	check_match("{\"share\":{\"above\":0.2}}", "");
}

static void test_columns_that_are_not_there(void **state)
{
	(void)state;
	const struct {
		const char *text, *reason;
	} refused[] = {
		{ RULE("{\"age\":{\"above\":1}}"), "FILE: rules[0].when.age: no column 'age'; the "
		                                   "columns are: count, city, customer_id, share" },
		{ RULE("{\"cluster\":{\"above\":1}}"), "FILE: rules[0].when.cluster: no column "
		            "'cluster'; the columns are: count, city, customer_id, share" },
		{ RULE("{\"city\":{\"above\":1}}"), "FILE: rules[0].when.city: not a column of "
		            "numbers: FILE:2: column 'city': not a number: 'Turin'" },
		{ RULE("{\"customer_id\":{\"above\":1}}"), "FILE: rules[0].when.customer_id: column "
		            "'customer_id' is an identity; rules decide by what segments are like" },
	};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct segments segments;
		struct rules rules;
		struct failure why;
		assert_true(segments_from(&segments, "cluster,count,city,customer_id\n0,1,Turin,3\n",
		                          "cluster", &why));
		assert_true(rules_from(&rules, refused[i].text, &why));
		assert_false(match_check(&rules, &segments, &why));
		hide_path(&why, scratch_path("profile"));
		assert_string_equal(why.text, refused[i].reason);
		rules_free(&rules);
		segments_free(&segments);
	}
}

static void test_missing_columns_are_told_once(void **state)
{
	(void)state;
	struct segments segments;
	struct rules rules;
	struct failure why;
	struct header missing;
	assert_true(segments_from(&segments, "cluster,count,annual_income\n0,1,3\n", "cluster", &why));
	assert_true(rules_builtin(&rules, &why));
	assert_true(match_missing(&rules, &segments, &missing, &why));
	assert_int_equal(missing.count, 1);
	assert_string_equal(missing.names[0], "spending_score");
	header_free(&missing);
	rules_free(&rules);
	segments_free(&segments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_signs_within_a_cell),
		cmocka_unit_test(test_duplicate_key_has_its_line),
		cmocka_unit_test(test_builtin_rules_cover_all),
		cmocka_unit_test(test_builtin_rules_have_actions),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_columns_that_are_not_there),
		cmocka_unit_test(test_missing_columns_are_told_once),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
