#include "stream/columns.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const appended[] = { "cluster", "distance", "density_cluster", "outlier",
	                                "reasons", "persona", "goal", "stability", "trust",
	                                "rule_cluster", "rule_persona" };

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), size = strlen(end);
	return length >= size && strcmp(name + length - size, end) == 0;
}

bool column_is_identity(const char *name)
{
	return strcmp(name, "id") == 0 || ends_with(name, "_id");
}

bool column_is_model(const char *name)
{
	return strncmp(name, MODEL_PREFIX, sizeof MODEL_PREFIX - 1) == 0;
}

/* column_N: the name that seg-features gives to a column without one. */
static bool is_unnamed(const char *name)
{
	static const char prefix[] = "column_";
	if (strncmp(name, prefix, sizeof prefix - 1) != 0)
		return false;
	const char *digits = name + sizeof prefix - 1;
	return *digits != '\0' && digits[strspn(digits, "0123456789")] == '\0';
}

bool column_has_role(const char *name)
{
	return column_is_identity(name) || column_is_model(name) || is_unnamed(name)
	    || column_is_appended(name);
}

bool column_is_appended(const char *name)
{
	for (size_t i = 0; i < sizeof appended / sizeof *appended; i++)
		if (strcmp(name, appended[i]) == 0)
			return true;
	return false;
}

/* "; the columns are: a, b, c", cut where it grows long. */
static const char *list_names(const struct header *header, char list[512])
{
	size_t used = (size_t)snprintf(list, 512, "; the columns are: ");
	for (size_t i = 0; i < header->count; i++) {
		const char *name = header->names[i];
		if (used + strlen(name) + 8 >= 512) {
			snprintf(list + used, 512 - used, "%s...", i > 0 ? ", " : "");
			break;
		}
		used += (size_t)snprintf(list + used, 512 - used, "%s%s", i > 0 ? ", " : "", name);
	}
	return list;
}

static bool fail_unknown(const struct header *header, const char *name, size_t length,
                         struct failure *why)
{
	char list[512], quoted[QUOTED_SIZE];
	return fail(why, "no column %s%s", quote(quoted, name, length), list_names(header, list));
}

bool columns_find(const struct header *header, const char *name, size_t *at, struct failure *why)
{
	*at = header_find(header, name);
	return *at < header->count || fail_unknown(header, name, strlen(name), why);
}

bool columns_identity(const struct header *header, const char *name, size_t *at,
                      struct failure *why)
{
	size_t found = 0;
	if (name != NULL)
		return columns_find(header, name, at, why);
	for (size_t i = 0; i < header->count; i++)
		if (column_is_identity(header->names[i]) && found++ == 0)
			*at = i;
	if (found == 0)
		return fail(why, "no column id or *_id tells customers apart; --id names one");
	return found == 1
	    || fail(why, "%zu columns could tell customers apart; --id names one", found);
}

bool columns_check_new(const struct header *header, const char *name, struct failure *why)
{
	if (header_find(header, name) == header->count)
		return true;
	return fail(why, "column '%s' is there already; --as NAME chooses another name", name);
}

bool columns_add(struct columns *columns, size_t at, struct failure *why)
{
	if ((columns->count & (columns->count - 1)) == 0) {
		size_t room = columns->count == 0 ? 1 : 2 * columns->count;
		size_t *bigger = realloc(columns->at, room * sizeof *bigger);
		if (bigger == NULL)
			return fail_memory(why);
		columns->at = bigger;
	}
	columns->at[columns->count++] = at;
	return true;
}

void columns_free(struct columns *columns)
{
	free(columns->at);
	*columns = (struct columns){ 0 };
}

static bool contains(const struct columns *columns, size_t at)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->at[i] == at)
			return true;
	return false;
}

/* Whether the name fits a pattern in which `*` stands for any bytes. */
static bool matches(const char *pattern, size_t length, const char *name)
{
	if (length == 0)
		return *name == '\0';
	if (*pattern != '*')
		return *pattern == *name && matches(pattern + 1, length - 1, name + 1);
	do
		if (matches(pattern + 1, length - 1, name))
			return true;
	while (*name++ != '\0');
	return false;
}

static bool select_pattern(struct columns *columns, const struct header *header,
                           const char *pattern, size_t length, struct failure *why)
{
	bool wildcard = memchr(pattern, '*', length) != NULL, found = false;
	for (size_t i = 0; i < header->count; i++) {
		const char *name = header->names[i];
		bool fits = wildcard ? matches(pattern, length, name)
		                     : strlen(name) == length && memcmp(name, pattern, length) == 0;
		if (!fits)
			continue;
		found = true;
		if (contains(columns, i)) {
			if (wildcard)
				continue;
			return fail(why, "column '%s' is named twice", name);
		}
		if (!columns_add(columns, i, why))
			return false;
	}
	return found || fail_unknown(header, pattern, length, why);
}

bool columns_select(struct columns *columns, const struct header *header, const char *list,
                    struct failure *why)
{
	*columns = (struct columns){ 0 };
	for (;;) {
		size_t length = strcspn(list, ",");
		if (!select_pattern(columns, header, list, length, why)) {
			columns_free(columns);
			return false;
		}
		if (list[length] == '\0')
			return true;
		list += length + 1;
	}
}

bool columns_model(struct columns *columns, const struct header *header, struct failure *why)
{
	*columns = (struct columns){ 0 };
	for (size_t i = 0; i < header->count; i++)
		if (column_is_model(header->names[i]) && !columns_add(columns, i, why))
			return false;
	char list[512];
	return columns->count > 0
	    || fail(why, "no z_* column; scale the features with seg-scale first, or name "
	                 "them with -f%s", list_names(header, list));
}

bool columns_raw(struct columns *columns, const struct header *header, struct failure *why)
{
	struct columns model;
	if (!columns_model(&model, header, why))
		return false;
	*columns = (struct columns){ 0 };
	bool found = true;
	for (size_t i = 0; found && i < model.count; i++) {
		const char *raw = header->names[model.at[i]] + sizeof MODEL_PREFIX - 1;
		size_t at;
		found = columns_find(header, raw, &at, why) && columns_add(columns, at, why);
	}
	columns_free(&model);
	if (!found)
		columns_free(columns);
	return found;
}
