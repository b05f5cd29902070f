#include "persona/rules.h"

#include "base/number.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value in the document, and where it stands. */
struct node {
	const char *file;
	char path[RULES_PLACE];
	const json_t *value;
};

static bool fail_at(const struct node *node, struct failure *why, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail_at(const struct node *node, struct failure *why, const char *format, ...)
{
	struct failure reason;
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(reason.text, sizeof reason.text, format, arguments);
	va_end(arguments);
	return fail(why, "%s: %s%s%s", node->file, node->path, node->path[0] != '\0' ? ": " : "",
	            reason.text);
}

const char *rules_name(char quoted[QUOTED_SIZE], const char *name)
{
	size_t length = strlen(name);
	bool plain = length > 0 && length <= 64;
	for (size_t i = 0; plain && i < length; i++)
		plain = (unsigned char)name[i] > ' ' && name[i] != '\x7f';
	return plain ? name : quote(quoted, name, length);
}

static struct node child(const struct node *parent, const char *key)
{
	char quoted[QUOTED_SIZE];
	struct node node = { .file = parent->file, .value = json_object_get(parent->value, key) };
	snprintf(node.path, sizeof node.path, "%.400s%s%s", parent->path,
	         parent->path[0] != '\0' ? "." : "", rules_name(quoted, key));
	return node;
}

static struct node element(const struct node *parent, size_t i)
{
	struct node node = { .file = parent->file, .value = json_array_get(parent->value, i) };
	snprintf(node.path, sizeof node.path, "%.600s[%zu]", parent->path, i);
	return node;
}

const char *rules_place(char place[RULES_PLACE], size_t rule, const char *column)
{
	char quoted[QUOTED_SIZE];
	snprintf(place, RULES_PLACE, "rules[%zu].when.%s", rule, rules_name(quoted, column));
	return place;
}

static bool check_object(const struct node *node, const char *const *known, struct failure *why)
{
	if (!json_is_object(node->value))
		return fail_at(node, why, "not an object { ... }");
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)node->value, key, value) {
		size_t i = 0;
		while (known[i] != NULL && strcmp(known[i], key) != 0)
			i++;
		if (known[i] != NULL)
			continue;
		char list[256] = "";
		size_t used = 0;
		for (i = 0; known[i] != NULL; i++)
			used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
			                         i > 0 ? ", " : "", known[i]);
		struct node unknown = child(node, key);
		return fail_at(&unknown, why, "unknown key; the keys here are: %s", list);
	}
	return true;
}

/* A text that goes into a cell: some bytes, on one line. */
static bool check_text(const struct node *node, struct failure *why)
{
	if (!json_is_string(node->value))
		return fail_at(node, why, node->value == NULL ? "missing" : "not a text \"...\"");
	const char *text = json_string_value(node->value);
	size_t length = json_string_length(node->value);
	if (length == 0 || strspn(text, " ") == length)
		return fail_at(node, why, "empty");
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == '\x7f')
			return fail_at(node, why, "a control character or line end in a text");
	return true;
}

/* The first text of a cell: a spreadsheet would run what starts like a formula. */
static bool check_cell(const struct node *node, struct failure *why)
{
	if (!check_text(node, why))
		return false;
	const char *text = json_string_value(node->value);
	return strchr("=+-@", text[0]) == NULL
	    || fail_at(node, why, "starts with '%c', which a spreadsheet takes for a formula",
	               text[0]);
}

static bool check_actions(const struct node *actions, struct failure *why)
{
	if (!json_is_array(actions->value) || json_array_size(actions->value) == 0)
		return fail_at(actions, why, actions->value == NULL ? "missing"
		                             : "not a list of texts [ \"...\" ]");
	for (size_t i = 0; i < json_array_size(actions->value); i++) {
		struct node action = element(actions, i);
		if (!(i == 0 ? check_cell : check_text)(&action, why))
			return false;
		if (strstr(json_string_value(action.value), "; ") != NULL)
			return fail_at(&action, why, "holds \"; \", which parts the actions of a "
			                             "segment; make it two actions");
	}
	return true;
}

static bool read_number(const struct node *node, double *number, struct failure *why)
{
	if (!json_is_number(node->value))
		return fail_at(node, why, "not a number");
	*number = json_number_value(node->value);
	return true;
}

static bool read_level(const struct node *node, int *levels, struct failure *why)
{
	for (int level = LEVEL_LOW; level <= LEVEL_HIGH; level <<= 1) {
		if (!json_is_string(node->value)
		    || strcmp(json_string_value(node->value), level_name(level)) != 0)
			continue;
		if ((*levels & level) != 0)
			return fail_at(node, why, "'%s' is named twice", level_name(level));
		*levels |= level;
		return true;
	}
	return fail_at(node, why, "not \"high\", \"mid\" or \"low\", or a list of them");
}

static bool read_levels(const struct node *node, int *levels, struct failure *why)
{
	if (!json_is_array(node->value))
		return read_level(node, levels, why);
	if (json_array_size(node->value) == 0)
		return fail_at(node, why, "an empty list");
	for (size_t i = 0; i < json_array_size(node->value); i++) {
		struct node level = element(node, i);
		if (!read_level(&level, levels, why))
			return false;
	}
	return true;
}

static bool read_condition(struct condition *condition, const struct node *node,
                           struct failure *why)
{
	static const char *const known[] = { "above", "at_least", "below", "at_most", "level",
		                             NULL };
	double *const bounds[] = { &condition->above, &condition->at_least, &condition->below,
		                   &condition->at_most };
	condition->above = condition->at_least = -INFINITY;
	condition->below = condition->at_most = INFINITY;
	if (!check_object(node, known, why))
		return false;
	if (json_object_size(node->value) == 0)
		return fail_at(node, why, "empty; it needs one of above, at_least, below, at_most, "
		                          "level");
	for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		struct node bound = child(node, known[i]);
		if (bound.value != NULL && !read_number(&bound, bounds[i], why))
			return false;
	}
	struct node level = child(node, "level");
	return level.value == NULL || read_levels(&level, &condition->levels, why);
}

static bool read_when(struct rule *rule, const struct node *node, struct failure *why)
{
	if (!json_is_object(node->value))
		return fail_at(node, why, node->value == NULL ? "missing; {} fits every segment"
		                                              : "not an object { ... }");
	rule->conditions = calloc(json_object_size(node->value) + 1, sizeof *rule->conditions);
	if (rule->conditions == NULL)
		return fail_memory(why);
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)node->value, key, value) {
		struct condition *condition = &rule->conditions[rule->condition_count++];
		struct node at = child(node, key);
		condition->column = key;
		if (!read_condition(condition, &at, why))
			return false;
	}
	return true;
}

static bool read_rule(struct rule *rule, const struct node *node, struct failure *why)
{
	static const char *const known[] = { "persona", "goal", "why", "when", "actions", NULL };
	if (!check_object(node, known, why))
		return false;
	struct node persona = child(node, "persona"), goal = child(node, "goal"),
	            reason = child(node, "why"), when = child(node, "when"),
	            actions = child(node, "actions");
	if (!check_cell(&persona, why) || !check_cell(&goal, why)
	    || (reason.value != NULL && !check_text(&reason, why)) || !read_when(rule, &when, why)
	    || !check_actions(&actions, why))
		return false;
	rule->persona = json_string_value(persona.value);
	rule->goal = json_string_value(goal.value);
	rule->why = json_string_value(reason.value);
	rule->actions = actions.value;
	return true;
}

static bool read_thresholds(struct thresholds *thresholds, const struct node *node,
                            struct failure *why)
{
	static const char *const known[] = { "low", "high", NULL };
	if (node->value == NULL)
		return true;
	if (!check_object(node, known, why))
		return false;
	struct node low = child(node, "low"), high = child(node, "high");
	if ((low.value != NULL && !read_number(&low, &thresholds->low, why))
	    || (high.value != NULL && !read_number(&high, &thresholds->high, why)))
		return false;
	return (thresholds->low < 1 && thresholds->high > 1)
	    || fail_at(node, why, "low must be below 1 and high above 1: they are ratios to the "
	                          "average");
}

static bool read_document(struct rules *rules, struct failure *why)
{
	static const char *const known[] = { "description", "levels", "rules", NULL };
	struct node top = { .file = rules->file, .value = rules->document };
	if (!check_object(&top, known, why))
		return false;
	struct node description = child(&top, "description"), levels = child(&top, "levels"),
	            list = child(&top, "rules");
	if ((description.value != NULL && !check_text(&description, why))
	    || !read_thresholds(&rules->thresholds, &levels, why))
		return false;
	if (!json_is_array(list.value) || json_array_size(list.value) == 0)
		return fail_at(&list, why, list.value == NULL ? "missing"
		                           : "not a list of rules [ { ... } ]");
	rules->rules = calloc(json_array_size(list.value), sizeof *rules->rules);
	if (rules->rules == NULL)
		return fail_memory(why);
	for (; rules->count < json_array_size(list.value); rules->count++) {
		struct node rule = element(&list, rules->count);
		if (!read_rule(&rules->rules[rules->count], &rule, why)) {
			rules->count++; /* what it holds is freed with the others */
			return false;
		}
	}
	return true;
}

static void start(struct rules *rules, const char *file)
{
	*rules = (struct rules){ .file = file, .thresholds = { .low = 0.8, .high = 1.2 } };
}

bool rules_read(struct rules *rules, const char *path, struct failure *why)
{
	start(rules, path);
	rules->document = json_read(path, why);
	return rules->document != NULL && read_document(rules, why);
}

bool rules_builtin(struct rules *rules, struct failure *why)
{
	start(rules, "built-in rules");
	rules->document = json_loads(rules_builtin_text, JSON_REJECT_DUPLICATES, NULL);
	return rules->document != NULL ? read_document(rules, why) : fail_memory(why);
}

void rules_free(struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		free(rules->rules[i].conditions);
	free(rules->rules);
	json_decref(rules->document);
	*rules = (struct rules){ 0 };
}
