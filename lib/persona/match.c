#include "persona/match.h"

#include "stream/columns.h"

#include <string.h>

static bool check_column(const struct segments *segments, const char *name, struct failure *why)
{
	size_t at;
	if (!columns_find(&segments->names, name, &at, why))
		return false;
	const struct segment_column *column = &segments->columns[at];
	if (column->use != COLUMN_OTHER)
		return true;
	if (column->trouble == NULL)
		return fail(why, "column '%s' is an identity; rules decide by what segments are like",
		            name);
	return fail(why, "not a column of numbers: %s", column->trouble->text);
}

bool match_check(const struct rules *rules, const struct segments *segments,
                 struct failure *why)
{
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < rules->rules[i].condition_count; j++) {
			const char *name = rules->rules[i].conditions[j].column;
			char place[RULES_PLACE];
			struct failure reason;
			if (!check_column(segments, name, &reason))
				return fail(why, "%s: %s: %s", rules->file,
				            rules_place(place, i, name), reason.text);
		}
	return true;
}

bool match_missing(const struct rules *rules, const struct segments *segments,
                   struct header *missing, struct failure *why)
{
	*missing = (struct header){ 0 };
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < rules->rules[i].condition_count; j++) {
			const char *name = rules->rules[i].conditions[j].column;
			struct failure reason;
			if (header_find(missing, name) == missing->count
			    && !check_column(segments, name, &reason)
			    && !header_add(missing, name, strlen(name), why))
				return false;
		}
	return true;
}

static bool holds(const struct condition *condition, const struct thresholds *thresholds,
                  const struct segments *segments, size_t segment)
{
	size_t at = header_find(&segments->names, condition->column);
	double value = segments_value(segments, segment, at);
	int level = level_of(thresholds, &segments->columns[at].population, value);
	return value > condition->above && value >= condition->at_least
	    && value < condition->below && value <= condition->at_most
	    && (condition->levels == 0 || (condition->levels & level) != 0);
}

const struct rule *match_rule(const struct rules *rules, const struct segments *segments,
                              size_t segment)
{
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];
		size_t j = 0;
		while (j < rule->condition_count
		       && holds(&rule->conditions[j], &rules->thresholds, segments, segment))
			j++;
		if (j == rule->condition_count)
			return rule;
	}
	return NULL;
}
