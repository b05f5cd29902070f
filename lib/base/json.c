#include "base/json.h"

#include "base/number.h"
#include "base/outfile.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_LIMIT = 64 << 20, DEPTH_LIMIT = 64 };

static bool read_file(struct buffer *text, const char *path, struct failure *why)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
	if (file == NULL)
		return fail(why, "%s: %s", path, strerror(errno));
	bool read = true;
	for (size_t got = 1; read && got > 0;) {
		read = buffer_reserve(text, 1 << 16) || fail_memory(why);
		if (!read)
			break;
		got = fread(text->data + text->length, 1, 1 << 16, file);
		text->length += got;
		if (ferror(file))
			read = fail(why, "%s: %s", path, strerror(errno));
		else if (text->length > FILE_LIMIT)
			read = fail(why, "%s: longer than %d MiB", path, FILE_LIMIT >> 20);
	}
	if (file != stdin)
		fclose(file);
	return read;
}

/* What is nested deeper than anything of ours is refused, for to write and to
 * free it would take a frame of the stack for each level. */
static bool too_deep(const char *text, size_t length)
{
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < length; i++) {
		if (quoted) {
			if (text[i] == '\\')
				i++; /* what is escaped does not end the string */
			else
				quoted = text[i] != '"';
		} else if (text[i] == '"') {
			quoted = true;
		} else if (text[i] == '{' || text[i] == '[') {
			if (++depth > DEPTH_LIMIT)
				return true;
		} else if (text[i] == '}' || text[i] == ']') {
			depth--;
		}
	}
	return false;
}

json_t *json_read(const char *path, struct failure *why)
{
	struct buffer text = { 0 };
	json_t *value = NULL;
	if (read_file(&text, path, why)) {
		json_error_t error;
		path = strcmp(path, "-") == 0 ? "stdin" : path;
		if (text.length == 0)
			fail(why, "%s: empty; did the stage before fail?", path);
		else if (too_deep(text.data, text.length))
			fail(why, "%s: nested deeper than %d levels", path, DEPTH_LIMIT);
		else if ((value = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES,
		                             &error)) == NULL)
			fail(why, "%s:%d:%d: not JSON: %s", path, error.line, error.column, error.text);
		else if (!json_is_object(value)) {
			fail(why, "%s: not a JSON object", path);
			json_decref(value);
			value = NULL;
		}
	}
	buffer_free(&text);
	return value;
}

static bool write_indent(struct buffer *out, int depth, bool indented)
{
	if (!indented)
		return true;
	bool written = buffer_append_byte(out, '\n');
	for (int i = 0; written && i < depth; i++)
		written = buffer_append(out, "  ", 2);
	return written;
}

static bool write_value(struct buffer *out, const json_t *value, bool indented, int depth);

static bool write_string(struct buffer *out, const char *text, size_t length)
{
	json_t *string = json_stringn(text, length);
	char *dumped = string != NULL ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
	bool written = dumped != NULL && buffer_append_text(out, dumped);
	free(dumped);
	json_decref(string);
	return written;
}

static bool write_object(struct buffer *out, json_t *object, bool indented, int depth)
{
	const char *key;
	json_t *value;
	const char *before = "{";
	json_object_foreach(object, key, value) {
		if (!buffer_append_text(out, before) || !write_indent(out, depth + 1, indented)
		    || !write_string(out, key, strlen(key))
		    || !buffer_append_text(out, indented ? ": " : ":")
		    || !write_value(out, value, indented, depth + 1))
			return false;
		before = ",";
	}
	if (json_object_size(object) == 0)
		return buffer_append_text(out, "{}");
	return write_indent(out, depth, indented) && buffer_append_byte(out, '}');
}

/* A list of plain values reads best on one line. */
static bool is_plain_list(const json_t *array)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		json_t *element = json_array_get(array, i);
		if (json_is_object(element) || json_is_array(element))
			return false;
	}
	return true;
}

static bool write_array(struct buffer *out, const json_t *array, bool indented, int depth)
{
	bool lines = indented && !is_plain_list(array);
	bool written = buffer_append_byte(out, '[');
	for (size_t i = 0; written && i < json_array_size(array); i++)
		written = (i == 0 || buffer_append_text(out, indented && !lines ? ", " : ","))
		    && write_indent(out, depth + 1, lines)
		    && write_value(out, json_array_get(array, i), indented, depth + 1);
	return written && write_indent(out, depth, lines) && buffer_append_byte(out, ']');
}

static bool write_value(struct buffer *out, const json_t *value, bool indented, int depth)
{
	char text[NUMBER_SIZE];
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return write_object(out, (json_t *)value, indented, depth);
	case JSON_ARRAY:
		return write_array(out, value, indented, depth);
	case JSON_STRING:
		return write_string(out, json_string_value(value), json_string_length(value));
	case JSON_INTEGER:
		snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		return buffer_append_text(out, text);
	case JSON_REAL:
		/* jansson refuses a whole number that no 64 bits hold, unless it has a point. */
		return buffer_append(out, text, number_format(json_real_value(value), text))
		    && (fabs(json_real_value(value)) < 9e18 || strpbrk(text, ".e") != NULL
		        || buffer_append_text(out, ".0"));
	case JSON_TRUE:
		return buffer_append_text(out, "true");
	case JSON_FALSE:
		return buffer_append_text(out, "false");
	default:
		return buffer_append_text(out, "null");
	}
}

bool json_write(struct buffer *out, const json_t *value, bool indented)
{
	return write_value(out, value, indented, 0);
}

bool json_write_file(const char *path, const json_t *value, struct failure *why)
{
	struct buffer text = { 0 };
	bool written = json_write(&text, value, true) && buffer_append_byte(&text, '\n');
	if (written)
		written = outfile_write(path, text.data, text.length, why);
	else
		fail_memory(why);
	buffer_free(&text);
	return written;
}

json_t *json_number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

bool json_put(json_t *object, const char *key, json_t *value, struct failure *why)
{
	return json_object_set_new(object, key, value) == 0 || fail_memory(why);
}

bool json_put_number(json_t *object, const char *key, double value, struct failure *why)
{
	return json_put(object, key, json_number(value), why);
}

bool json_put_integer(json_t *object, const char *key, int64_t value, struct failure *why)
{
	return json_put(object, key, json_integer(value), why);
}

bool json_put_string(json_t *object, const char *key, const char *value, struct failure *why)
{
	json_t *string = json_string(value);
	return string != NULL ? json_put(object, key, string, why)
	                      : fail(why, "'%s' is not UTF-8, which JSON must be", key);
}

bool json_add(json_t *array, json_t *value, struct failure *why)
{
	return json_array_append_new(array, value) == 0 || fail_memory(why);
}
