#include "report/shape.h"

#include <stdio.h>
#include <string.h>

static const struct {
	unsigned kind;
	const char *name;
} names[] = {
	{ SHAPE_NUMBER, "a number" },
	{ SHAPE_COUNT, "a whole number from 0 on" },
	{ SHAPE_TEXT, "a text" },
	{ SHAPE_BOOLEAN, "true or false" },
	{ SHAPE_OBJECT, "an object" },
	{ SHAPE_LIST, "a list" },
	{ SHAPE_NULL, "null" },
};

static bool fits(const json_t *value, unsigned kinds)
{
	switch (json_typeof(value)) {
	case JSON_INTEGER:
		return (kinds & SHAPE_NUMBER) != 0
		    || ((kinds & SHAPE_COUNT) != 0 && json_integer_value(value) >= 0);
	case JSON_REAL:
		return (kinds & SHAPE_NUMBER) != 0;
	case JSON_STRING:
		return (kinds & SHAPE_TEXT) != 0;
	case JSON_TRUE:
	case JSON_FALSE:
		return (kinds & SHAPE_BOOLEAN) != 0;
	case JSON_NULL:
		return (kinds & SHAPE_NULL) != 0;
	case JSON_OBJECT:
		return (kinds & SHAPE_OBJECT) != 0;
	case JSON_ARRAY:
		return (kinds & SHAPE_LIST) != 0;
	}
	return false;
}

static bool check(const json_t *value, const char *path, const struct shape *shapes,
                  struct failure *why);

static bool check_value(const json_t *value, const char *path, const struct shape *shape,
                        struct failure *why)
{
	if (fits(value, shape->kinds))
		return shape->inside == NULL || check(value, path, shape->inside, why);
	char list[160];
	size_t used = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if ((shape->kinds & names[i].kind) != 0)
			used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
			                         used > 0 ? " or " : "", names[i].name);
	return fail(why, "%s: not %s", path, list);
}

static bool check_list(const json_t *list, const char *path, const struct shape *shape,
                       struct failure *why)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		char inner[512];
		snprintf(inner, sizeof inner, "%s[%zu]", path, i);
		if (!check_value(json_array_get(list, i), inner, shape, why))
			return false;
	}
	return true;
}

/* The path of a key; where the key may come from anybody it is quoted. */
static void name_inner(char *inner, size_t size, const char *path, const char *key)
{
	char quoted[QUOTED_SIZE];
	size_t length = strlen(path);
	bool top = length > 0 && path[length - 1] == ' ';
	bool plain = strspn(key, "abcdefghijklmnopqrstuvwxyz_-") == strlen(key) && *key != '\0';
	snprintf(inner, size, "%s%s%s", path, top ? "" : ".",
	         plain ? key : quote(quoted, key, strlen(key)));
}

static bool check(const json_t *value, const char *path, const struct shape *shapes,
                  struct failure *why)
{
	if (json_is_array(value))
		return check_list(value, path, shapes, why);
	char inner[512];
	const struct shape *shape = shapes;
	for (; shape->key != NULL; shape++) {
		const json_t *entry = json_object_get(value, shape->key);
		name_inner(inner, sizeof inner, path, shape->key);
		if (entry == NULL ? shape->needed : !check_value(entry, inner, shape, why))
			return entry != NULL ? false : fail(why, "%s: missing", inner);
	}
	const char *key;
	json_t *entry;
	bool fine = true;
	json_object_foreach((json_t *)value, key, entry) {
		name_inner(inner, sizeof inner, path, key);
		fine = fine && (shape->kinds == 0 || check_value(entry, inner, shape, why));
	}
	return fine;
}

bool shape_check(const json_t *document, const char *file, const struct shape *shapes,
                 struct failure *why)
{
	char path[512];
	snprintf(path, sizeof path, "%.400s: ", file);
	return check(document, path, shapes, why);
}
