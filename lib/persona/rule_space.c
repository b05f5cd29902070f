#include "persona/rule_space.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct span span_of(const struct condition *condition)
{
	double above = nextafter(condition->above, INFINITY);
	double below = nextafter(condition->below, -INFINITY);
	return (struct span){
		.low = above > condition->at_least ? above : condition->at_least,
		.high = below < condition->at_most ? below : condition->at_most,
		.levels = condition->levels != 0 ? condition->levels : RULE_ALL_LEVELS,
	};
}

static bool find_columns(struct rule_space *space, const struct rules *rules,
                         struct failure *why)
{
	if (rules->count > RULE_SPACE_RULES)
		return fail(why, "%s: more than %d rules cannot be checked", rules->file,
		            RULE_SPACE_RULES);
	for (size_t i = 0; i < rules->count; i++)
		for (size_t j = 0; j < rules->rules[i].condition_count; j++) {
			const char *name = rules->rules[i].conditions[j].column;
			if (header_find(&space->columns, name) == space->columns.count
			    && !header_add(&space->columns, name, strlen(name), why))
				return false;
			if (space->columns.count > RULE_SPACE_COLUMNS)
				return fail(why, "%s: rules on more than %d columns cannot be checked",
				            rules->file, RULE_SPACE_COLUMNS);
		}
	return true;
}

static bool make_boxes(struct rule_space *space, const struct rules *rules, struct failure *why)
{
	size_t columns = space->columns.count;
	space->whole = malloc((columns + 1) * sizeof *space->whole);
	space->boxes = calloc(rules->count + 1, sizeof *space->boxes);
	if (space->whole == NULL || space->boxes == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < columns; i++) {
		bool positive = strcmp(space->columns.names[i], "count") == 0;
		space->whole[i] = (struct span){ positive ? nextafter(0, 1) : -DBL_MAX, DBL_MAX,
			                         RULE_ALL_LEVELS };
	}
	for (; space->count < rules->count; space->count++) {
		const struct rule *rule = &rules->rules[space->count];
		struct box *box = &space->boxes[space->count];
		box->sides = calloc(rule->condition_count + 1, sizeof *box->sides);
		if (box->sides == NULL)
			return fail_memory(why);
		for (; box->count < rule->condition_count; box->count++) {
			const struct condition *condition = &rule->conditions[box->count];
			struct side *side = &box->sides[box->count];
			struct span span = span_of(condition);
			side->column = header_find(&space->columns, condition->column);
			side->span = span_meet(&span, &space->whole[side->column]);
		}
	}
	return true;
}

/* Where rules ask for both values and levels of a column, what cannot be. */
static bool make_voids(struct rule_space *space, const struct rules *rules, struct failure *why)
{
	size_t columns = space->columns.count;
	space->voids = calloc(2 * columns + 1, sizeof *space->voids);
	bool *by_value = calloc(columns + 1, 1), *by_level = calloc(columns + 1, 1);
	bool made = space->voids != NULL && by_value != NULL && by_level != NULL;
	for (size_t i = 0; made && i < rules->count; i++)
		for (size_t j = 0; j < space->boxes[i].count; j++) {
			const struct side *side = &space->boxes[i].sides[j];
			const struct span *whole = &space->whole[side->column];
			by_level[side->column] |= side->span.levels != RULE_ALL_LEVELS;
			by_value[side->column] |= rule_space_bounds(&side->span, whole);
		}
	for (size_t i = 0; made && i < 2 * columns; i++) {
		bool high = i < columns;
		size_t column = i % columns;
		const struct thresholds *thresholds = &rules->thresholds;
		if (!by_value[column] || !by_level[column]
		    || !(high ? thresholds->high > 2 : thresholds->low < 0))
			continue;
		struct side *side = malloc(sizeof *side);
		made = side != NULL;
		if (!made)
			break;
		*side = (struct side){ column, { high ? -DBL_MAX : 0, high ? 0 : DBL_MAX,
			                         high ? LEVEL_HIGH : LEVEL_LOW } };
		space->voids[space->void_count++] = (struct box){ side, 1 };
	}
	free(by_value);
	free(by_level);
	return made || fail_memory(why);
}

bool rule_space_make(struct rule_space *space, const struct rules *rules, struct failure *why)
{
	*space = (struct rule_space){ 0 };
	return find_columns(space, rules, why) && make_boxes(space, rules, why)
	    && make_voids(space, rules, why);
}

void rule_space_free(struct rule_space *space)
{
	for (size_t i = 0; i < space->count; i++)
		free(space->boxes[i].sides);
	for (size_t i = 0; i < space->void_count; i++)
		free(space->voids[i].sides);
	header_free(&space->columns);
	free(space->whole);
	free(space->boxes);
	free(space->voids);
	*space = (struct rule_space){ 0 };
}

/* Whether what a rule asks of one column cannot be. */
bool rule_space_contradicts(const struct rule_space *space, const struct side *side)
{
	struct span left = side->span;
	for (size_t i = 0; i < space->void_count; i++) {
		const struct side *no = space->voids[i].sides;
		if (no->column == side->column && left.low >= no->span.low
		    && left.high <= no->span.high)
			left.levels &= ~no->span.levels;
	}
	return span_is_empty(&left);
}
