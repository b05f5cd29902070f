#include "persona/rule_json.h"

#include "persona/rule_text.h"

/* A new array or object as the value of a key; NULL when out of memory. */
static json_t *put_new(json_t *object, const char *key, json_t *value, struct failure *why)
{
	return json_put(object, key, value, why) ? value : NULL;
}

static json_t *add_new(json_t *array, struct failure *why)
{
	json_t *object = json_object();
	return json_add(array, object, why) ? object : NULL;
}

static bool put_words(json_t *object, const char *key, const struct rule_check *check,
                      const struct span *region, struct failure *why)
{
	struct buffer text = { 0 };
	bool done = rule_text_region(&text, check, region, why)
	    && (buffer_append_byte(&text, '\0') || fail_memory(why));
	done = done && json_put_string(object, key, text.data, why);
	buffer_free(&text);
	return done;
}

/* "example": { COLUMN: { "value": 25, "level": "low" }, ... }, each where it matters. */
static bool put_point(json_t *object, const struct rule_check *check,
                      const struct span *region, struct failure *why)
{
	if (region == NULL)
		return json_put(object, "example", json_null(), why);
	json_t *point = put_new(object, "example", json_object(), why);
	bool done = point != NULL;
	for (size_t i = 0; done && i < check->space.columns.count; i++) {
		const struct span *span = &region[i], *whole = &check->space.whole[i];
		if (!rule_space_matters(span, whole))
			continue;
		json_t *at = put_new(point, check->space.columns.names[i], json_object(), why);
		done = at != NULL
		    && (!rule_space_bounds(span, whole)
		        || json_put_number(at, "value", span_value(span, whole), why))
		    && (span->levels == RULE_ALL_LEVELS
		        || json_put_string(at, "level", rule_check_level(span), why));
	}
	return done;
}

static bool put_rule_json(json_t *object, const char *key, size_t rule, struct failure *why)
{
	return json_put_integer(object, key, (int64_t)rule, why);
}

static bool put_finding_json(json_t *list, const struct rule_check *check, size_t rule,
                             struct failure *why)
{
	const struct rule_finding *finding = &check->findings[rule];
	json_t *entry = add_new(list, why);
	bool done = entry != NULL && put_rule_json(entry, "rule", rule, why)
	    && json_put_string(entry, "persona", check->rules->rules[rule].persona, why);
	if (done && finding->verdict == RULE_CONTRADICTS) {
		char place[RULES_PLACE];
		rules_place(place, rule, check->space.columns.names[finding->column]);
		return json_put_string(entry, "reason", "contradiction", why)
		    && json_put_string(entry, "place", place, why);
	}
	if (!done || finding->verdict == RULE_UNDECIDED)
		return done;
	json_t *by = json_put_string(entry, "reason", "shadowed", why)
	    ? put_new(entry, "by", json_array(), why) : NULL;
	done = by != NULL;
	for (size_t i = 0; done && i < finding->by_count; i++)
		done = json_add(by, json_integer((json_int_t)finding->by[i]), why);
	return done && put_rule_json(entry, "winner", finding->winner, why)
	    && put_point(entry, check, finding->example, why);
}

static bool put_findings(json_t *report, const struct rule_check *check, struct failure *why)
{
	json_t *never = put_new(report, "never_win", json_array(), why);
	json_t *open = never != NULL ? put_new(report, "undecided", json_array(), why) : NULL;
	bool done = open != NULL;
	for (size_t i = 0; done && i < check->rules->count; i++)
		if (check->findings[i].verdict != RULE_CAN_WIN)
			done = put_finding_json(check->findings[i].verdict == RULE_UNDECIDED
			                            ? open : never, check, i, why);
	return done;
}

static bool put_overlaps(json_t *report, const struct rule_check *check, struct failure *why)
{
	json_t *list = put_new(report, "overlaps", json_array(), why);
	bool done = list != NULL;
	for (size_t i = 0; done && i < check->listed_overlaps; i++) {
		const struct rule_overlap *overlap = &check->overlaps[i];
		json_t *entry = add_new(list, why);
		done = entry != NULL && put_rule_json(entry, "winner", overlap->winner, why)
		    && put_rule_json(entry, "other", overlap->other, why)
		    && json_put(entry, "exception", json_boolean(overlap->exception), why)
		    && put_point(entry, check, overlap->example, why);
	}
	return done && json_put_integer(report, "overlap_count", (int64_t)check->overlap_count, why);
}

static bool put_namesakes(json_t *report, const struct rule_check *check, struct failure *why)
{
	json_t *list = put_new(report, "same_name", json_array(), why);
	bool done = list != NULL;
	for (size_t i = 0; done && i < check->rules->count; i++) {
		if (check->findings[i].namesake == i)
			continue;
		json_t *entry = add_new(list, why);
		done = entry != NULL && put_rule_json(entry, "rule", check->findings[i].namesake, why)
		    && put_rule_json(entry, "other", i, why);
	}
	return done;
}

static bool put_gaps(json_t *report, const struct rule_check *check, struct failure *why)
{
	json_t *list = put_new(report, "gaps", json_array(), why);
	bool done = list != NULL;
	for (size_t i = 0; done && i < check->gap_count; i++) {
		const struct span *gap = check->gaps + i * check->space.columns.count;
		json_t *entry = add_new(list, why);
		done = entry != NULL && put_words(entry, "where", check, gap, why)
		    && put_point(entry, check, gap, why);
	}
	return done && json_put(report, "all_gaps_listed", json_boolean(check->gaps_listed), why);
}

bool rule_json(struct buffer *text, const struct rule_check *check, struct failure *why)
{
	json_t *report = json_object();
	json_t *columns = report != NULL ? put_new(report, "columns", json_array(), why) : NULL;
	bool done = columns != NULL
	    && json_put_integer(report, "rules", (int64_t)check->rules->count, why)
	    && json_put(report, "complete", json_boolean(rule_check_complete(check)), why);
	for (size_t i = 0; done && i < check->space.columns.count; i++)
		done = json_add(columns, json_string(check->space.columns.names[i]), why);
	done = done && put_findings(report, check, why)
	    && put_namesakes(report, check, why) && put_overlaps(report, check, why)
	    && put_gaps(report, check, why)
	    && ((json_write(text, report, true) && buffer_append_byte(text, '\n'))
	        || fail_memory(why));
	json_decref(report);
	return report != NULL ? done : fail_memory(why);
}
