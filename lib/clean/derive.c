#include "clean/derive.h"

#include "base/text_order.h"
#include "clean/header_names.h"
#include "stream/columns.h"

#include <stdlib.h>
#include <string.h>

static char *copy_bytes(const char *text, size_t length)
{
	char *copy = malloc(length + 1);
	if (copy != NULL) {
		memcpy(copy, text, length);
		copy[length] = '\0';
	}
	return copy;
}

bool ratio_create(struct ratio *ratio, const char *name, const char *numerator,
                  const char *denominator, struct failure *why)
{
	*ratio = (struct ratio){ .name = copy_bytes(name, strlen(name)),
		                 .numerator = copy_bytes(numerator, strlen(numerator)),
		                 .denominator = copy_bytes(denominator, strlen(denominator)) };
	return (ratio->name != NULL && ratio->numerator != NULL && ratio->denominator != NULL)
	    || fail_memory(why);
}

bool ratio_parse(struct ratio *ratio, const char *text, struct failure *why)
{
	*ratio = (struct ratio){ 0 };
	const char *sign = strchr(text, '=');
	const char *slash = sign != NULL ? strchr(sign, '/') : NULL;
	if (slash == NULL || sign == text || slash == sign + 1 || slash[1] == '\0')
		return fail(why, "not of the form name=numerator/denominator: '%s'", text);
	ratio->name = copy_bytes(text, (size_t)(sign - text));
	ratio->numerator = copy_bytes(sign + 1, (size_t)(slash - sign - 1));
	ratio->denominator = copy_bytes(slash + 1, strlen(slash + 1));
	return (ratio->name != NULL && ratio->numerator != NULL && ratio->denominator != NULL)
	    || fail_memory(why);
}

bool ratio_find(struct ratio *ratio, const struct header *header, struct failure *why)
{
	return columns_find(header, ratio->numerator, &ratio->numerator_at, why)
	    && columns_find(header, ratio->denominator, &ratio->denominator_at, why);
}

void ratio_free(struct ratio *ratio)
{
	free(ratio->name);
	free(ratio->numerator);
	free(ratio->denominator);
}

bool encoding_parse(struct encoding *encoding, const char *text, size_t length,
                    struct failure *why)
{
	*encoding = (struct encoding){ 0 };
	const char *sign = memchr(text, '=', length);
	size_t name_length = sign != NULL ? (size_t)(sign - text) : length;
	if (name_length == 0)
		return fail(why, "a column must be named");
	encoding->column = copy_bytes(text, name_length);
	if (encoding->column == NULL)
		return fail_memory(why);
	if (sign == NULL)
		return true;
	const char *level = sign + 1, *end = text + length;
	for (;;) {
		const char *comma = memchr(level, ',', (size_t)(end - level));
		struct cell cell = { .text = level,
			             .length = (size_t)((comma != NULL ? comma : end) - level) };
		if (cell.length == 0)
			return fail(why, "a level must not be empty");
		if (!encoding_add(encoding, &cell, why))
			return false;
		if (comma == NULL)
			break;
		level = comma + 1;
	}
	encoding->fixed = true;
	return true;
}

static bool fail_level(const struct encoding *encoding, const struct cell *cell,
                       struct failure *why)
{
	char quoted[QUOTED_SIZE];
	return fail(why, "column '%s': %s is none of the levels that --encode names",
	            encoding->column, quote(quoted, cell->text, cell->length));
}

bool encoding_add(struct encoding *encoding, const struct cell *cell, struct failure *why)
{
	if (encoding->fixed)
		return text_set_find(&encoding->levels, cell->text, cell->length)
		    < encoding->levels.count || fail_level(encoding, cell, why);
	bool added;
	if (!text_set_add(&encoding->levels, cell->text, cell->length, &added, why))
		return false;
	return encoding->levels.count <= LEVEL_LIMIT
	    || fail(why, "column '%s': more than %d levels; --encode is for few", encoding->column,
	            LEVEL_LIMIT);
}

static bool add_level_name(const struct encoding *encoding, size_t level, struct header *header,
                           struct failure *why)
{
	size_t length, prefix = strlen(encoding->column);
	const char *text = text_set_get(&encoding->levels, level, &length);
	char *copy = copy_bytes(text, length);
	char *name = malloc(prefix + 2 * length + 2);
	bool added = copy != NULL && name != NULL;
	if (added) {
		memcpy(name, encoding->column, prefix);
		name[prefix] = '_';
		snake_case(copy, name + prefix + 1);
		added = header_find(header, name) == header->count
		    ? header_add(header, name, strlen(name), why)
		    : fail(why, "--encode: column '%s' is there already", name);
	} else {
		fail_memory(why);
	}
	free(copy);
	free(name);
	return added;
}

/* Which level column `i` stands for: of two levels, the second. */
static size_t level_of(const struct encoding *encoding, size_t i)
{
	return encoding->order[encoding->levels.count == 2 ? 1 : i];
}

bool encoding_name(struct encoding *encoding, struct header *header, struct failure *why)
{
	size_t count = encoding->levels.count;
	encoding->order = text_order_bytes(&encoding->levels, why);
	if (encoding->order == NULL)
		return false;
	encoding->columns = count == 2 ? 1 : count;
	for (size_t i = 0; i < encoding->columns; i++)
		if (!add_level_name(encoding, level_of(encoding, i), header, why))
			return false;
	return true;
}

bool encoding_value(const struct encoding *encoding, const struct cell *cell, size_t i,
                    int *value, struct failure *why)
{
	size_t level = text_set_find(&encoding->levels, cell->text, cell->length);
	*value = level == level_of(encoding, i);
	return level < encoding->levels.count || fail_level(encoding, cell, why);
}

void encoding_free(struct encoding *encoding)
{
	free(encoding->column);
	free(encoding->order);
	text_set_free(&encoding->levels);
}
