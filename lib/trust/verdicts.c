#include "trust/verdicts.h"

#include "base/json.h"
#include "base/number.h"
#include "stream/columns.h"
#include "stream/input.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool make_room(struct verdicts *verdicts, struct failure *why)
{
	if (verdicts->segments.count < verdicts->capacity)
		return true;
	size_t capacity = verdicts->capacity > 0 ? 2 * verdicts->capacity : 16;
	double *stability = realloc(verdicts->stability, capacity * sizeof *stability);
	if (stability == NULL)
		return fail_memory(why);
	verdicts->stability = stability;
	enum trust *trust = realloc(verdicts->trust, capacity * sizeof *trust);
	if (trust == NULL)
		return fail_memory(why);
	verdicts->trust = trust;
	verdicts->capacity = capacity;
	return true;
}

static bool read_band(const char *text, size_t length, enum trust *trust)
{
	for (enum trust band = UNTRUSTED; band < TRUST_BANDS; band++) {
		*trust = band;
		if (strlen(trust_name(band)) == length && memcmp(trust_name(band), text, length) == 0)
			return true;
	}
	return false;
}

/* Takes one verdict; the reason carries no place. */
static bool add(struct verdicts *verdicts, const char *name, size_t length, double stability,
                const char *band, size_t band_length, struct failure *why)
{
	char quoted[QUOTED_SIZE];
	bool added;
	size_t at = verdicts->segments.count;
	if (!make_room(verdicts, why))
		return false;
	if (!isnan(stability) && !(stability >= 0 && stability <= 1))
		return fail(why, "'stability' is not between 0 and 1");
	if (!read_band(band, band_length, &verdicts->trust[at]))
		return fail(why, "'trust' is not untrusted, doubtful, stable or highly stable: %s",
		            quote(quoted, band, band_length));
	verdicts->stability[at] = stability;
	return text_set_add(&verdicts->segments, name, length, &added, why)
	    && (added || fail(why, "segment %s is there twice", quote(quoted, name, length)));
}

static bool add_entry(struct verdicts *verdicts, const json_t *entry, struct failure *why)
{
	const json_t *name = json_object_get(entry, "cluster");
	const json_t *stability = json_object_get(entry, "stability");
	const json_t *trust = json_object_get(entry, "trust");
	char number[32];
	if (!json_is_integer(name) && !json_is_string(name))
		return fail(why, "'cluster' is no segment");
	if (!json_is_number(stability) && !json_is_null(stability))
		return fail(why, "'stability' is not a number");
	if (!json_is_string(trust))
		return fail(why, "'trust' is not a text");
	snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(name));
	return add(verdicts, json_is_string(name) ? json_string_value(name) : number,
	           json_is_string(name) ? json_string_length(name) : strlen(number),
	           json_is_null(stability) ? NAN : json_number_value(stability),
	           json_string_value(trust), json_string_length(trust), why);
}

static bool read_json(struct verdicts *verdicts, const char *path, struct failure *why)
{
	json_t *report = json_read(path, why), *entry;
	if (report == NULL)
		return false;
	const json_t *list = json_object_get(report, "segments");
	bool read = json_array_size(list) > 0
	    || fail(why, "%s: no 'segments'; seg-stability writes them", path);
	for (size_t i = 0; read && i < json_array_size(list); i++) {
		struct failure reason;
		entry = json_array_get(list, i);
		if (!add_entry(verdicts, entry, &reason))
			read = fail(why, "%s: segments[%zu]: %s", path, i, reason.text);
	}
	json_decref(report);
	return read;
}

enum { BY, STABILITY, TRUST, COLUMNS };

static bool take_row(struct verdicts *verdicts, const struct input *input, const size_t *at,
                     struct failure *why)
{
	const struct cell *name = &input->row.cells[at[BY]];
	const struct cell *stability = &input->row.cells[at[STABILITY]];
	const struct cell *trust = &input->row.cells[at[TRUST]];
	double value = NAN;
	struct failure reason;
	if (name->length == 0)
		return input_fail_cell(input, at[BY], "no segment", NULL, why);
	if (stability->length > 0 && !input_number(input, at[STABILITY], &value, why))
		return false;
	return add(verdicts, name->text, name->length, value, trust->text, trust->length, &reason)
	    || input_fail(input, why, "%s", reason.text);
}

static bool read_rows(struct verdicts *verdicts, struct input *input, const char *by,
                      struct failure *why)
{
	const char *const names[COLUMNS] = { by, "stability", "trust" };
	size_t at[COLUMNS];
	struct failure reason;
	for (int i = 0; i < COLUMNS; i++)
		if (!columns_find(&input->header, names[i], &at[i], &reason))
			return input_fail(input, why, "%s; seg-stability --csv writes it", reason.text);
	enum input_status status;
	while ((status = input_next(input, why)) == INPUT_ROW)
		if (!take_row(verdicts, input, at, why))
			return false;
	if (status == INPUT_END && verdicts->segments.count == 0)
		return input_fail(input, why, "no segments are here");
	return status == INPUT_END;
}

/* Told from the first byte that is no blank, which a pipe would not give twice. */
static bool is_json(const char *path, bool *json, struct failure *why)
{
	struct stat about;
	struct line_reader reader;
	const char *bytes;
	size_t length, i = 0;
	*json = true;
	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return true;
	if (!line_reader_open(&reader, path, why))
		return false;
	bool peeked = line_reader_peek(&reader, 64, &bytes, &length, why);
	while (peeked && i < length && strchr(" \t\r\n", bytes[i]) != NULL && bytes[i] != '\0')
		i++;
	*json = peeked && i < length && bytes[i] == '{';
	line_reader_close(&reader);
	return peeked;
}

bool verdicts_read(struct verdicts *verdicts, const char *path, const char *by,
                   struct failure *why)
{
	*verdicts = (struct verdicts){ 0 };
	bool json;
	struct input input;
	if (!is_json(path, &json, why))
		return false;
	if (json)
		return read_json(verdicts, path, why);
	if (!input_open(&input, &path, 1, &(struct input_options){ 0 }, why))
		return false;
	bool read = read_rows(verdicts, &input, by, why);
	input_close(&input);
	return read;
}

bool verdicts_find(const struct verdicts *verdicts, const char *name, size_t length, size_t *at)
{
	*at = text_set_find(&verdicts->segments, name, length);
	return *at < verdicts->segments.count;
}

void verdicts_free(struct verdicts *verdicts)
{
	text_set_free(&verdicts->segments);
	free(verdicts->stability);
	free(verdicts->trust);
	*verdicts = (struct verdicts){ 0 };
}
