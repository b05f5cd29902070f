#include "stream/json_record.h"

#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t skip_blanks_back(const char *line, size_t at)
{
	while (at > 0 && strchr(" \t\r\n", line[at - 1]) != NULL)
		at--;
	return at;
}

/* Finds the key whose value starts at `at`: its bytes between the quotes. */
static bool key_before(const char *line, size_t at, size_t *start, size_t *end)
{
	at = skip_blanks_back(line, at);
	if (at == 0 || line[at - 1] != ':')
		return false;
	at = skip_blanks_back(line, at - 1);
	if (at < 2 || line[at - 1] != '"')
		return false;
	*end = --at;
	for (; at > 0; at--) {
		size_t escapes = 0;
		while (escapes + 1 < at && line[at - 2 - escapes] == '\\')
			escapes++;
		if (line[at - 1] == '"' && escapes % 2 == 0)
			break;
	}
	*start = at;
	return at > 0;
}

/* jansson holds whole numbers in 64 bits and others as doubles.  It has a flag
 * that reads the former as doubles, too, but then an id would lose its last
 * digits where it is written as CSV: so the user is told. */
static bool fail_overflow(const char *line, size_t length, const json_error_t *error,
                          struct failure *why)
{
	size_t end = error->position > 0 ? (size_t)error->position : 0;
	end = end < length ? end : length;
	size_t start = end, key, key_end;
	bool whole = true;
	while (start > 0 && line[start - 1] != '\0'
	       && strchr("0123456789+-.eE", line[start - 1]) != NULL) {
		start--;
		whole &= strchr(".eE", line[start]) == NULL;
	}
	char quoted[QUOTED_SIZE], quoted_key[QUOTED_SIZE];
	if (start == end || !key_before(line, start, &key, &key_end))
		return fail(why, "not JSON: %s", error->text);
	return fail(why, "column %s: %s: %s; in quotes it is kept, as text",
	            quote(quoted_key, line + key, key_end - key),
	            whole ? "a whole number beyond 64 bits" : "beyond the largest number",
	            quote(quoted, line + start, end - start));
}

static json_t *load_object(const char *line, size_t length, struct failure *why)
{
	json_error_t error;
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &error);
	if (object == NULL) {
		if (json_error_code(&error) == json_error_numeric_overflow)
			fail_overflow(line, length, &error, why);
		else
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
