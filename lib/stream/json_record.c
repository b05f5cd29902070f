#include "stream/json_record.h"

#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *load_object(const char *line, size_t length, struct failure *why)
{
	json_error_t error;
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
	if (object == NULL) {
		fail(why, "not JSON: %s", error.text);
		return NULL;
	}
	if (!json_is_object(object)) {
		json_decref(object);
		fail(why, "not a JSON object");
		return NULL;
	}
	return object;
}

bool json_record_header(struct header *header, const char *line, size_t length,
                        struct failure *why)
{
	*header = (struct header){ 0 };
	json_t *object = load_object(line, length, why);
	if (object == NULL)
		return false;
	bool added = true;
	const char *key;
	json_t *value;
	json_object_foreach(object, key, value)
		added = added && header_add(header, key, strlen(key), why);
	json_decref(object);
	if (!added)
		header_free(header);
	return added;
}

static bool read_value(struct json_record *record, size_t i, const char *key, const json_t *value,
                       struct failure *why)
{
	struct cell *cell = &record->cells[i];
	char *number = record->numbers[i];
	*cell = (struct cell){ .text = number, .kind = CELL_LITERAL };
	switch (json_typeof(value)) {
	case JSON_STRING:
		*cell = (struct cell){ .text = json_string_value(value),
			               .length = json_string_length(value),
			               .kind = CELL_STRING };
		return true;
	case JSON_INTEGER:
		cell->length = (size_t)snprintf(number, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT,
		                                json_integer_value(value));
		return true;
	case JSON_REAL:
		cell->length = number_format(json_real_value(value), number);
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		cell->length = (size_t)snprintf(number, NUMBER_SIZE, "%s",
		                                json_is_true(value) ? "true" : "false");
		return true;
	case JSON_NULL:
		return true;
	default:
		return fail(why, "key '%s': an object or array; a row must be flat", key);
	}
}

/* The header's position of a key: mostly the next one, else looked up. */
static size_t position(const struct header *header, size_t expected, const char *key)
{
	if (expected < header->count && strcmp(header->names[expected], key) == 0)
		return expected;
	return header_find(header, key);
}

static bool read_object(struct json_record *record, const struct header *header,
                        struct failure *why)
{
	const char *key;
	json_t *value;
	size_t expected = 0;
	json_object_foreach(record->object, key, value) {
		size_t i = position(header, expected, key);
		if (i == header->count)
			return fail(why, "key '%s' is not in the first row", key);
		if (!read_value(record, i, key, value, why))
			return false;
		expected = i + 1;
	}
	for (size_t i = 0; i < header->count; i++)
		if (json_object_get(record->object, header->names[i]) == NULL)
			return fail(why, "key '%s' is missing", header->names[i]);
	return true;
}

bool json_record_read(struct json_record *record, const struct header *header, const char *line,
                      size_t length, struct failure *why)
{
	if (record->cells == NULL) {
		record->cells = calloc(header->count + 1, sizeof *record->cells);
		record->numbers = calloc(header->count + 1, sizeof *record->numbers);
		if (record->cells == NULL || record->numbers == NULL)
			return fail_memory(why);
		record->count = header->count;
	}
	json_decref(record->object);
	record->object = load_object(line, length, why);
	return record->object != NULL && read_object(record, header, why);
}

void json_record_free(struct json_record *record)
{
	json_decref(record->object);
	free(record->cells);
	free(record->numbers);
	*record = (struct json_record){ 0 };
}
