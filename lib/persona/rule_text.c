#include "persona/rule_text.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A text that is being made; once memory has run out nothing is added. */
struct writer {
	struct buffer *text;
	bool made;
};

static void put(struct writer *w, const char *text)
{
	w->made = w->made && buffer_append_text(w->text, text);
}

static void put_column(struct writer *w, const struct rule_check *check, size_t column)
{
	char quoted[QUOTED_SIZE];
	put(w, rules_name(quoted, check->space.columns.names[column]));
}

static void end_line(struct writer *w)
{
	w->made = w->made && buffer_append_byte(w->text, '\n');
}

static void put_number(struct writer *w, double value)
{
	char number[NUMBER_SIZE];
	number_format(value, number);
	put(w, number);
}

static void put_count(struct writer *w, size_t count)
{
	put_number(w, (double)count);
}

static void put_plural(struct writer *w, size_t count, const char *one)
{
	put_count(w, count);
	put(w, " ");
	put(w, one);
	put(w, count == 1 ? "" : "s");
}

/* Of a bound and its neighbour outside of the span, which is what an open bound
 * was made from, the shorter number is the one that was written. */
static bool is_open(double bound, double outside)
{
	char written[NUMBER_SIZE], other[NUMBER_SIZE];
	return isfinite(outside) && number_format(outside, other) < number_format(bound, written);
}

static void put_bound(struct writer *w, double bound, double towards, const char *open,
                      const char *closed)
{
	double outside = nextafter(bound, towards);
	bool strict = is_open(bound, outside);
	put(w, strict ? open : closed);
	put_number(w, strict ? outside : bound);
}

static void put_levels(struct writer *w, int levels)
{
	const char *between = "";
	for (int level = LEVEL_LOW; level <= LEVEL_HIGH; level <<= 1)
		if ((levels & level) != 0) {
			put(w, between);
			put(w, level_name(level));
			between = " or ";
		}
}

static void put_span(struct writer *w, const struct span *span, const struct span *whole)
{
	const char *between = "";
	if (span->low == span->high) {
		put(w, " ");
		put_number(w, span->low);
		between = ",";
	} else if (rule_space_bounds(span, whole)) {
		if (span->low != whole->low)
			put_bound(w, span->low, -INFINITY, " above ", " at least ");
		if (span->high != whole->high) {
			put(w, span->low != whole->low ? "," : "");
			put_bound(w, span->high, INFINITY, " below ", " at most ");
		}
		between = ",";
	}
	if (span->levels != RULE_ALL_LEVELS) {
		put(w, between);
		put(w, " ");
		put_levels(w, span->levels);
	}
}

static void put_value(struct writer *w, const struct span *span, const struct span *whole)
{
	put(w, " ");
	if (!rule_space_bounds(span, whole)) {
		put(w, rule_check_level(span));
		return;
	}
	put_number(w, span_value(span, whole));
	if (span->levels != RULE_ALL_LEVELS) {
		put(w, " (");
		put(w, rule_check_level(span));
		put(w, ")");
	}
}

/* The columns of a region that matter, each with its name in front. */
static void put_region(struct writer *w, const struct rule_check *check,
                       const struct span *region, bool example)
{
	const char *between = "";
	for (size_t i = 0; i < check->space.columns.count; i++) {
		if (!rule_space_matters(&region[i], &check->space.whole[i]))
			continue;
		put(w, between);
		put_column(w, check, i);
		(example ? put_value : put_span)(w, &region[i], &check->space.whole[i]);
		between = "; ";
	}
	put(w, *between == '\0' ? "anything" : "");
}

static void put_example(struct writer *w, const struct rule_check *check,
                        const struct span *example)
{
	if (example == NULL)
		return;
	put(w, " (for example ");
	put_region(w, check, example, true);
	put(w, ")");
}

static void put_rule(struct writer *w, const struct rule_check *check, size_t rule)
{
	char place[48];
	snprintf(place, sizeof place, "rules[%zu] '", rule);
	put(w, place);
	put(w, check->rules->rules[rule].persona);
	put(w, "'");
}

static void put_condition(struct writer *w, const struct rule_check *check, size_t rule,
                          size_t column)
{
	char place[RULES_PLACE];
	const char *name = check->space.columns.names[column];
	const struct condition *condition = check->rules->rules[rule].conditions;
	while (strcmp(condition->column, name) != 0)
		condition++;
	put(w, rules_place(place, rule, name));
	put(w, ":");
	const char *const keys[] = { " above ", " at_least ", " below ", " at_most " };
	const double bounds[] = { condition->above, condition->at_least, condition->below,
		                  condition->at_most };
	const char *between = "";
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
		if (isfinite(bounds[i])) {
			put(w, between);
			put(w, keys[i]);
			put_number(w, bounds[i]);
			between = ",";
		}
	if (condition->levels != 0) {
		put(w, between);
		put(w, " level ");
		put_levels(w, condition->levels);
	}
}

static void put_finding(struct writer *w, const struct rule_check *check, size_t rule)
{
	const struct rule_finding *finding = &check->findings[rule];
	if (finding->verdict == RULE_CAN_WIN)
		return;
	put(w, finding->verdict == RULE_UNDECIDED ? "undecided: " : "never wins: ");
	put_rule(w, check, rule);
	if (finding->verdict == RULE_CONTRADICTS) {
		put(w, ": nothing meets ");
		put_condition(w, check, rule, finding->column);
	} else if (finding->verdict == RULE_SHADOWED) {
		put(w, ": wherever it holds, an earlier rule does: ");
		for (size_t i = 0; i < finding->by_count; i++) {
			put(w, i > 0 ? ", " : "");
			put_rule(w, check, finding->by[i]);
		}
		put_example(w, check, finding->example);
	}
	end_line(w);
}

static void put_overlap(struct writer *w, const struct rule_check *check,
                        const struct rule_overlap *overlap)
{
	put(w, "overlap: ");
	put_rule(w, check, overlap->winner);
	put(w, overlap->exception ? " wins as an exception to " : " wins over ");
	put_rule(w, check, overlap->other);
	put_example(w, check, overlap->example);
	end_line(w);
}

static void put_namesake(struct writer *w, const struct rule_check *check, size_t rule)
{
	size_t first = check->findings[rule].namesake;
	if (first == rule)
		return;
	put(w, "same name: ");
	put_rule(w, check, first);
	put(w, " has the goal '");
	put(w, check->rules->rules[first].goal);
	put(w, "', ");
	put_rule(w, check, rule);
	put(w, " '");
	put(w, check->rules->rules[rule].goal);
	put(w, "'");
	end_line(w);
}

static void put_gap(struct writer *w, const struct rule_check *check, const struct span *gap)
{
	put(w, "not covered: ");
	put_region(w, check, gap, false);
	put_example(w, check, gap);
	end_line(w);
}

static void put_head(struct writer *w, const struct rule_check *check)
{
	put(w, check->rules->file);
	put(w, ": ");
	put_plural(w, check->rules->count, "rule");
	put(w, " on ");
	put_plural(w, check->space.columns.count, "column");
	for (size_t i = 0; i < check->space.columns.count; i++) {
		put(w, i > 0 ? ", " : ": ");
		put_column(w, check, i);
	}
	end_line(w);
}

static void put_summary(struct writer *w, const struct rule_check *check)
{
	size_t losers = rule_check_losers(check), undecided = 0;
	for (size_t i = 0; i < check->rules->count; i++)
		undecided += check->findings[i].verdict == RULE_UNDECIDED;
	put_plural(w, losers, "rule");
	put(w, losers == 1 ? " never wins, " : " never win, ");
	put(w, undecided > 0 || !check->overlaps_decided ? "at least " : "");
	put_plural(w, check->overlap_count, "overlap");
	put(w, ", ");
	put(w, check->gaps_decided && check->gaps_listed ? "" : "at least ");
	put_plural(w, check->gap_count, "gap");
	if (undecided > 0) {
		put(w, ", ");
		put_plural(w, undecided, "rule");
		put(w, " undecided");
	}
	put(w, check->overlap_count > check->listed_overlaps ? "; not all overlaps are listed" : "");
	put(w, rule_check_complete(check) ? "" : "; too entangled to decide everything");
	end_line(w);
}

bool rule_text(struct buffer *text, const struct rule_check *check, struct failure *why)
{
	struct writer w = { text, true };
	put_head(&w, check);
	for (size_t i = 0; i < check->rules->count; i++)
		put_finding(&w, check, i);
	for (size_t i = 0; i < check->rules->count; i++)
		put_namesake(&w, check, i);
	for (size_t i = 0; i < check->listed_overlaps; i++)
		put_overlap(&w, check, &check->overlaps[i]);
	for (size_t i = 0; i < check->gap_count; i++)
		put_gap(&w, check, check->gaps + i * check->space.columns.count);
	put_summary(&w, check);
	return w.made || fail_memory(why);
}

bool rule_text_region(struct buffer *text, const struct rule_check *check,
                      const struct span *region, struct failure *why)
{
	struct writer w = { text, true };
	put_region(&w, check, region, false);
	return w.made || fail_memory(why);
}
