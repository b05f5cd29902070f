#include "persona/rule_check.h"

#include "persona/match.h"
#include "persona/rule_json.h"
#include "persona/rule_text.h"
#include "persona_tables.h"
#include "point_tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { COLUMNS = 3, VALUES = 13, CELLS = 3 * VALUES };

static const char *const names[COLUMNS] = { "a", "b", "c" };

/* Values from -1 to 5 in halves: bounds are whole numbers from 0 to 4, so any
 * two values that the rules tell apart are there. */
static double value_of(size_t cell)
{
	return -1 + 0.5 * (double)(cell / 3);
}

static int level_at(size_t cell)
{
	return 1 << cell % 3;
}

static void random_condition(char *text, const char *name)
{
	static const char *const levels[] = { "\"low\"", "\"mid\"", "\"high\"", "[\"low\",\"high\"]",
		                              "[\"mid\",\"high\"]" };
	char parts[5][40];
	size_t count = 0;
	static const char *const keys[] = { "above", "at_least", "below", "at_most" };
	for (size_t i = 0; i < 4; i++)
		if (point_random() < (i < 2 ? 0.3 : 0.25))
			snprintf(parts[count++], sizeof parts[0], "\"%s\":%zu", keys[i],
			         i < 2 ? point_below(4) : 1 + point_below(4));
	if (count == 0 || point_random() < 0.3)
		snprintf(parts[count++], sizeof parts[0], "\"level\":%s", levels[point_below(5)]);
	sprintf(text, "\"%s\":{", name);
	for (size_t i = 0; i < count; i++)
		sprintf(text + strlen(text), "%s%s", i > 0 ? "," : "", parts[i]);
	strcat(text, "}");
}

static void random_rules(char *text, size_t columns)
{
	strcpy(text, "{\"rules\":[");
	size_t count = 1 + point_below(7);
	for (size_t i = 0; i < count; i++) {
		sprintf(text + strlen(text), "%s{\"persona\":\"P%zu\",\"goal\":\"g\",\"when\":{",
		        i > 0 ? "," : "", i);
		const char *between = "";
		for (size_t j = 0; j < columns; j++)
			if (point_random() < 0.6) {
				strcat(text, between);
				random_condition(text + strlen(text), names[j]);
				between = ",";
			}
		strcat(text, "},\"actions\":[\"x\"]}");
	}
	strcat(text, "]}");
}

static bool condition_holds(const struct condition *c, double value, int level)
{
	return value > c->above && value >= c->at_least && value < c->below && value <= c->at_most
	    && (c->levels == 0 || (c->levels & level) != 0);
}

/* Whether the rule holds where column i of the check has cell[i]. */
static bool holds(const struct rule_check *check, size_t rule, const size_t *cell)
{
	const struct rule *r = &check->rules->rules[rule];
	for (size_t i = 0; i < r->condition_count; i++) {
		size_t at = header_find(&check->space.columns, r->conditions[i].column);
		if (!condition_holds(&r->conditions[i], value_of(cell[at]), level_at(cell[at])))
			return false;
	}
	return true;
}

static bool inside(const struct rule_check *check, const struct span *region, const size_t *cell)
{
	for (size_t i = 0; i < check->space.columns.count; i++)
		if (!(value_of(cell[i]) >= region[i].low && value_of(cell[i]) <= region[i].high)
		    || (region[i].levels & level_at(cell[i])) == 0)
			return false;
	return true;
}

/* Whether at the example, as it is told to people, rule `winner` is the first
 * that holds (rules->count: none) and `other` holds. */
static void check_example(const struct rule_check *check, const struct span *example,
                          size_t winner, size_t other)
{
	const struct rules *rules = check->rules;
	size_t first = rules->count;
	bool also = false;
	for (size_t i = rules->count; i-- > 0;) {
		const struct rule *rule = &rules->rules[i];
		bool all = true;
		for (size_t j = 0; j < rule->condition_count; j++) {
			size_t at = header_find(&check->space.columns, rule->conditions[j].column);
			all = all && condition_holds(&rule->conditions[j],
			        span_value(&example[at], &check->space.whole[at]),
			        example[at].levels & -example[at].levels);
		}
		first = all ? i : first;
		also = also || (all && i == other);
	}
	assert_int_equal(first, winner);
	assert_true(also || other == rules->count);
}

/* Counts, over all cells, where a rule holds and wins and which pairs meet. */
struct counts {
	size_t holds[8], wins[8], meets[8][8];
};

static void count_cells(const struct rule_check *check, struct counts *counts)
{
	size_t cell[COLUMNS] = { 0 }, columns = check->space.columns.count, all = 1;
	*counts = (struct counts){ 0 };
	for (size_t i = 0; i < columns; i++)
		all *= CELLS;
	for (size_t n = 0; n < all; n++) {
		for (size_t i = 0, rest = n; i < columns; i++, rest /= CELLS)
			cell[i] = rest % CELLS;
		size_t first = check->rules->count, covering = 0;
		for (size_t i = 0; i < check->rules->count; i++) {
			if (!holds(check, i, cell))
				continue;
			first = first == check->rules->count ? i : first;
			counts->holds[i]++;
			counts->meets[first][i]++;
		}
		if (first < check->rules->count)
			counts->wins[first]++;
		for (size_t i = 0; i < check->gap_count; i++)
			covering += inside(check, check->gaps + i * columns, cell);
		/* Each cell without a rule is in one gap, and no other is in any. */
		assert_int_equal(covering, first == check->rules->count);
	}
}

static void check_against_cells(const struct rule_check *check)
{
	static struct counts counts;
	count_cells(check, &counts);
	size_t overlaps = 0;
	for (size_t i = 0; i < check->rules->count; i++) {
		const struct rule_finding *finding = &check->findings[i];
		assert_int_equal(finding->verdict, counts.wins[i] > 0 ? RULE_CAN_WIN
		                 : counts.holds[i] > 0 ? RULE_SHADOWED : RULE_CONTRADICTS);
		if (finding->verdict == RULE_SHADOWED)
			check_example(check, finding->example, finding->winner, i);
		for (size_t j = i + 1; j < check->rules->count; j++) {
			if (counts.wins[i] == 0 || counts.wins[j] == 0 || counts.meets[i][j] == 0)
				continue;
			assert_true(overlaps < check->overlap_count);
			const struct rule_overlap *overlap = &check->overlaps[overlaps++];
			assert_int_equal(overlap->winner, i);
			assert_int_equal(overlap->other, j);
			check_example(check, overlap->example, i, j);
		}
	}
	assert_int_equal(overlaps, check->overlap_count);
	for (size_t i = 0; i < check->gap_count; i++)
		check_example(check, check->gaps + i * check->space.columns.count, check->rules->count,
		              check->rules->count);
	assert_true(rule_check_complete(check) && check->gaps_listed);
}

static void test_against_enumeration(void **state)
{
	(void)state;
	static char text[8192];
	size_t losers = 0, gaps = 0, overlaps = 0;
	for (int round = 0; round < 400; round++) {
		struct rules rules;
		struct rule_check check;
		struct failure why;
		random_rules(text, round % 20 == 0 ? 3 : 1 + (size_t)round % 2);
		assert_true(rules_from(&rules, text, &why));
		assert_true(rule_check(&check, &rules, RULE_CHECK_STEPS, &why));
		check_against_cells(&check);
		losers += rule_check_losers(&check);
		gaps += check.gap_count;
		overlaps += check.overlap_count;
		rule_check_free(&check);
		rules_free(&rules);
	}
	assert_true(losers > 100 && gaps > 100 && overlaps > 100);
}

/* The rules of a shadow are all needed: without any of them it would win. */
static void test_shadow_is_minimal(void **state)
{
	(void)state;
	static char text[8192];
	size_t shadows = 0;
	for (int round = 0; round < 300; round++) {
		struct rules rules;
		struct rule_check check;
		struct failure why;
		random_rules(text, 2);
		assert_true(rules_from(&rules, text, &why));
		assert_true(rule_check(&check, &rules, RULE_CHECK_STEPS, &why));
		for (size_t i = 0; i < rules.count; i++) {
			const struct rule_finding *finding = &check.findings[i];
			for (size_t out = 0; finding->by_count > 0 && out <= finding->by_count; out++) {
				struct rule few[8];
				size_t count = 0;
				for (size_t j = 0; j < finding->by_count; j++)
					if (j != out)
						few[count++] = rules.rules[finding->by[j]];
				few[count++] = rules.rules[i];
				struct rules part = rules;
				part.rules = few;
				part.count = count;
				struct rule_check again;
				assert_true(rule_check(&again, &part, RULE_CHECK_STEPS, &why));
				assert_int_equal(again.findings[count - 1].verdict,
				                 out == finding->by_count ? RULE_SHADOWED : RULE_CAN_WIN);
				rule_check_free(&again);
				shadows++;
			}
		}
		rule_check_free(&check);
		rules_free(&rules);
	}
	assert_true(shadows > 100);
}

static void check_text(const char *rules_text, const char *expected)
{
	struct rules rules;
	struct rule_check check;
	struct failure why;
	struct buffer text = { 0 };
	if (!rules_from(&rules, rules_text, &why) || !rule_check(&check, &rules, 1000000, &why))
		fail_msg("%s", why.text);
	assert_true(rule_text(&text, &check, &why) && buffer_append_byte(&text, '\0'));
	assert_string_equal(text.data, expected);
	buffer_free(&text);
	rule_check_free(&check);
	rules_free(&rules);
}

#define RULE(name, when) "{\"persona\":\"" name "\",\"goal\":\"g\",\"actions\":[\"x\"],\"when\":{" \
                         when "}}"

static void test_words(void **state)
{
	(void)state;
	check_text("{\"rules\":[" RULE("All", "") "]}",
	           "FILE: 1 rule on 0 columns\n0 rules never win, 0 overlaps, 0 gaps\n");
	check_text("{\"rules\":[" RULE("All", "") "," RULE("More", "\"age\":{\"above\":3}") "]}",
	           "FILE: 2 rules on 1 column: age\n"
	           "never wins: rules[1] 'More': wherever it holds, an earlier rule does: rules[0] "
	           "'All' (for example age 4)\n"
	           "1 rule never wins, 0 overlaps, 0 gaps\n");
	check_text("{\"rules\":[" RULE("A", "\"age\":{\"at_least\":3}") ","
	           RULE("B", "\"age\":{\"at_least\":7},\"x\":{\"level\":\"high\"}") ","
	           RULE("C", "\"age\":{\"at_most\":5}") "]}",
	           "FILE: 3 rules on 2 columns: age, x\n"
	           "never wins: rules[1] 'B': wherever it holds, an earlier rule does: rules[0] 'A' "
	           "(for example age 7; x high)\n"
	           "overlap: rules[0] 'A' wins over rules[2] 'C' (for example age 4)\n"
	           "1 rule never wins, 1 overlap, 0 gaps\n");
	check_text("{\"rules\":[" RULE("Two", "\"age\":{\"at_least\":3,\"at_most\":3}") ","
	           RULE("Rest", "\"age\":{\"above\":1.25}") "]}",
	           "FILE: 2 rules on 1 column: age\n"
	           "overlap: rules[0] 'Two' wins as an exception to rules[1] 'Rest' (for example age "
	           "3)\n"
	           "not covered: age at most 1.25 (for example age 1)\n"
	           "0 rules never win, 1 overlap, 1 gap\n");
	check_text("{\"rules\":[" RULE("No", "\"age\":{\"above\":5,\"at_most\":5,\"level\":\"low\"}")
	           "," RULE("\xc3\xa9", "\"a\\nb\":{\"level\":[\"low\",\"high\"]}") "]}",
	           "FILE: 2 rules on 2 columns: age, 'a\\x0ab'\n"
	           "never wins: rules[0] 'No': nothing meets rules[0].when.age: above 5, at_most 5, "
	           "level low\n"
	           "not covered: 'a\\x0ab' mid (for example 'a\\x0ab' mid)\n"
	           "1 rule never wins, 0 overlaps, 1 gap\n");
	check_text("{\"rules\":[" RULE("Few", "\"count\":{\"at_most\":0}") ","
	           RULE("Many", "\"count\":{\"above\":0}") "]}",
	           "FILE: 2 rules on 1 column: count\n"
	           "never wins: rules[0] 'Few': nothing meets rules[0].when.count: at_most 0\n"
	           "1 rule never wins, 0 overlaps, 0 gaps\n");
}

/* One persona may have several rules, but customers get one goal. */
static void test_same_name(void **state)
{
	(void)state;
	check_text("{\"rules\":[" RULE("A", "\"x\":{\"below\":-0.5}") "," RULE("A", "\"x\":{\"above\":5}")
	           ",{\"persona\":\"A\",\"goal\":\"keep\",\"actions\":[\"x\"],"
	           "\"when\":{\"x\":{\"at_least\":-0.5,\"at_most\":5}}}]}",
	           "FILE: 3 rules on 1 column: x\n"
	           "same name: rules[0] 'A' has the goal 'g', rules[2] 'A' 'keep'\n"
	           "0 rules never win, 0 overlaps, 0 gaps\n");
	check_text("{\"rules\":[" RULE("A", "\"x\":{\"below\":-0.5}") "]}",
	           "FILE: 1 rule on 1 column: x\n"
	           "not covered: x at least -0.5 (for example x 0)\n"
	           "0 rules never win, 0 overlaps, 1 gap\n");
}

/* What cannot be is neither a gap nor a way to win: see match.c and levels.c. */
static void test_levels_that_cannot_be(void **state)
{
	(void)state;
	check_text("{\"levels\":{\"high\":3},\"rules\":["
	           RULE("No", "\"x\":{\"at_most\":0,\"level\":\"high\"}") ","
	           RULE("Neg", "\"x\":{\"at_most\":0,\"level\":[\"low\",\"mid\"]}") ","
	           RULE("Pos", "\"x\":{\"above\":0}") "]}",
	           "FILE: 3 rules on 1 column: x\n"
	           "never wins: rules[0] 'No': nothing meets rules[0].when.x: at_most 0, level high\n"
	           "1 rule never wins, 0 overlaps, 0 gaps\n");
	check_text("{\"levels\":{\"low\":-1},\"rules\":["
	           RULE("Pos", "\"x\":{\"at_least\":0,\"level\":[\"mid\",\"high\"]}") ","
	           RULE("Neg", "\"x\":{\"below\":0}") "]}",
	           "FILE: 2 rules on 1 column: x\n0 rules never win, 0 overlaps, 0 gaps\n");
	/* What can be, by level_of: a mean for each pair of a value and a level. */
	static const struct thresholds all[] = { { 0.8, 1.2 }, { 0, 2 }, { -1, 1.2 }, { 0.8, 3 },
		                                 { -0.5, 2.5 } };
	for (size_t t = 0; t < 5; t++)
		for (int value = -2; value <= 2; value++) {
			int seen = 0;
			for (int e = -40; e <= 40; e++)
				for (int sign = -1; sign <= 1; sign++) {
					double mean = sign * ldexp(1.1, e);
					struct population p = { mean, sign == 0, sign == 0 ? 1 : fabs(mean) };
					seen |= level_of(&all[t], &p, value);
				}
			for (double mean = -4; mean <= 4; mean += 0.125)
				if (mean != 0) {
					struct population p = { mean, false, fabs(mean) };
					seen |= level_of(&all[t], &p, value);
				}
			int wanted = RULE_ALL_LEVELS;
			wanted &= all[t].high > 2 && value <= 0 ? ~LEVEL_HIGH : ~0;
			wanted &= all[t].low < 0 && value >= 0 ? ~LEVEL_LOW : ~0;
			assert_int_equal(seen, wanted);
		}
}

static void test_builtin_rules_are_clean(void **state)
{
	(void)state;
	struct rules rules;
	struct rule_check check;
	struct failure why;
	assert_true(rules_builtin(&rules, &why));
	assert_true(rule_check(&check, &rules, 10000, &why));
	assert_true(rule_check_complete(&check));
	assert_int_equal(rule_check_losers(&check), 0);
	assert_int_equal(check.overlap_count, 0);
	assert_int_equal(check.gap_count, 0);
	rule_check_free(&check);
	rules_free(&rules);
}

/* With too few comparisons nothing wrong is said: it is undecided. */
static void test_limit(void **state)
{
	(void)state;
	struct rules rules;
	struct failure why;
	assert_true(rules_builtin(&rules, &why));
	bool complete = false;
	for (size_t steps = 0; steps < 5000; steps += 1 + steps / 10) {
		struct rule_check check;
		assert_true(rule_check(&check, &rules, steps, &why));
		assert_int_equal(rule_check_losers(&check), 0);
		assert_int_equal(check.overlap_count + check.gap_count, 0);
		complete = rule_check_complete(&check);
		assert_int_equal(check.steps <= steps, true);
		/* Rule 4 is held against four others. */
		assert_true(steps >= 30 || check.findings[4].verdict == RULE_UNDECIDED);
		rule_check_free(&check);
	}
	assert_true(complete);
	rules_free(&rules);
}

/* Rules on many columns, of which each pair meets: there are more pieces than
 * are listed, and it ends. */
static void test_many_columns(void **state)
{
	(void)state;
	static char text[16384];
	strcpy(text, "{\"rules\":[");
	for (int i = 0; i < 40; i++)
		sprintf(text + strlen(text), "%s{\"persona\":\"P\",\"goal\":\"g\",\"actions\":[\"x\"],"
		        "\"when\":{\"c%d\":{\"at_most\":%d},\"c%d\":{\"level\":\"low\"}}}",
		        i > 0 ? "," : "", i, i, (i + 1) % 40);
	strcat(text, "]}");
	struct rules rules;
	struct rule_check check;
	struct failure why;
	assert_true(rules_from(&rules, text, &why));
	assert_true(rule_check(&check, &rules, 2000000, &why));
	assert_int_equal(rule_check_losers(&check), 0);
	assert_int_equal(check.overlap_count, 40 * 39 / 2);
	assert_true(!check.gaps_listed && check.gap_count > 0
	            && check.gap_count <= RULE_CHECK_LISTED);
	rule_check_free(&check);
	rules_free(&rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_enumeration),
		cmocka_unit_test(test_shadow_is_minimal),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_same_name),
		cmocka_unit_test(test_levels_that_cannot_be),
		cmocka_unit_test(test_builtin_rules_are_clean),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_many_columns),
	};
	return cmocka_run_group_tests(tests, scratch_create, scratch_remove);
}
