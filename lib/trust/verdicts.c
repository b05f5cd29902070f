#include "trust/verdicts.h"

#include "base/array_room.h"
#include "base/json.h"
#include "base/number.h"
#include "stream/columns.h"
#include "stream/input.h"
#include "stream/labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The word that goes with a stability; the reason carries no place. */
static bool check_band(double stability, const char *band, size_t length, struct failure *why)
{
	char quoted[QUOTED_SIZE];
	enum trust trust, wanted = trust_of(stability);
	if (!trust_find(band, length, &trust))
		return fail(why, "'trust' is not untrusted, doubtful, stable or highly stable: %s",
		            quote(quoted, band, length));
	if (trust == wanted)
		return true;
	if (wanted == NOT_JUDGED)
		return fail(why, "'trust' is %s without a stability; the report was edited",
		            quote(quoted, band, length));
	return fail(why, "'trust' is %s, but a stability of %g is %s; the report was edited",
	            quote(quoted, band, length), stability, trust_name(wanted));
}

/* Takes one verdict; the reason carries no place. */
static bool add(struct verdicts *verdicts, const char *name, size_t length,
                struct verdict verdict, const char *band, size_t band_length,
                struct failure *why)
{
	char quoted[QUOTED_SIZE];
	bool added;
	size_t at = verdicts->segments.count;
	if (!isnan(verdict.stability) && !(verdict.stability >= 0 && verdict.stability <= 1))
		return fail(why, "'stability' is not between 0 and 1");
	if (!check_band(verdict.stability, band, band_length, why))
		return false;
	struct verdict *list = array_room(verdicts->list, &verdicts->capacity, at + 1, sizeof *list);
	if (list == NULL)
		return fail_memory(why);
	verdicts->list = list;
	verdict.trust = trust_of(verdict.stability);
	verdicts->list[at] = verdict;
	return text_set_add(&verdicts->segments, name, length, &added, why)
	    && (added || fail(why, "segment %s is there twice", quote(quoted, name, length)));
}

static bool add_entry(struct verdicts *verdicts, const json_t *entry, struct failure *why)
{
	const json_t *name = json_object_get(entry, "cluster"), *size = json_object_get(entry, "size");
	const json_t *stability = json_object_get(entry, "stability");
	const json_t *trust = json_object_get(entry, "trust");
	char number[32];
	if (!json_is_integer(name) && !json_is_string(name))
		return fail(why, "'cluster' is no segment");
	if (!json_is_integer(size) || json_integer_value(size) < 0)
		return fail(why, "'size' is not a number of rows");
	if (!json_is_number(stability) && !json_is_null(stability))
		return fail(why, "'stability' is not a number");
	if (!json_is_string(trust) && !json_is_null(trust))
		return fail(why, "'trust' is not a text");
	snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(name));
	struct verdict verdict = {
		.stability = json_is_null(stability) ? NAN : json_number_value(stability),
		.rows = (size_t)json_integer_value(size),
	};
	return add(verdicts, json_is_string(name) ? json_string_value(name) : number,
	           json_is_string(name) ? json_string_length(name) : strlen(number), verdict,
	           json_is_null(trust) ? "" : json_string_value(trust), json_string_length(trust),
	           why);
}

static bool read_json(struct verdicts *verdicts, const char *path, struct failure *why)
{
	json_t *report = json_read(path, why), *entry;
	if (report == NULL)
		return false;
	const json_t *list = json_object_get(report, "segments");
	const json_t *rows = json_object_get(report, "n_rows");
	bool read = json_array_size(list) > 0
	    || fail(why, "%s: no 'segments'; seg-stability writes them", path);
	if (read && (!json_is_integer(rows) || json_integer_value(rows) <= 0))
		read = fail(why, "%s: 'n_rows' is not a number of rows", path);
	verdicts->has_total = true;
	verdicts->total = (size_t)json_integer_value(rows);
	for (size_t i = 0; read && i < json_array_size(list); i++) {
		struct failure reason;
		entry = json_array_get(list, i);
		if (!add_entry(verdicts, entry, &reason))
			read = fail(why, "%s: segments[%zu]: %s", path, i, reason.text);
	}
	json_decref(report);
	return read;
}

enum { BY, SIZE, STABILITY, TRUST, COLUMNS };

static bool take_row(struct verdicts *verdicts, const struct input *input, const size_t *at,
                     struct failure *why)
{
	const struct cell *name = &input->row.cells[at[BY]];
	const struct cell *stability = &input->row.cells[at[STABILITY]];
	const struct cell *trust = &input->row.cells[at[TRUST]];
	double rows;
	struct verdict verdict = { .stability = NAN };
	struct failure reason;
	if (name->length == 0)
		return input_fail_cell(input, at[BY], "no segment", NULL, why);
	if (!input_number(input, at[SIZE], &rows, why)
	    || (stability->length > 0
	        && !input_number(input, at[STABILITY], &verdict.stability, why)))
		return false;
	if (!(rows >= 0 && rows <= 1e15 && rows == floor(rows)))
		return input_fail_cell(input, at[SIZE], "not a number of rows", NULL, why);
	verdict.rows = (size_t)rows;
	return add(verdicts, name->text, name->length, verdict, trust->text, trust->length, &reason)
	    || input_fail(input, why, "%s", reason.text);
}

static bool read_rows(struct verdicts *verdicts, struct input *input, const char *by,
                      struct failure *why)
{
	const char *const names[COLUMNS] = { by, "size", "stability", "trust" };
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
	*verdicts = (struct verdicts){ .path = path };
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

static bool fail_others(const struct verdicts *verdicts, const char *difference,
                        struct failure *why)
{
	return fail(why, "%s judges other segments: %s; run seg-stability on this stream",
	            verdicts->path, difference);
}

static bool fit_segment(const struct verdicts *verdicts, const char *name, size_t length,
                        size_t rows, struct failure *why)
{
	char quoted[QUOTED_SIZE];
	struct failure difference;
	size_t at;
	if (!verdicts_find(verdicts, name, length, &at)) {
		if (label_is_noise(name, length))
			return true;
		fail(&difference, "segment %s is not there", quote(quoted, name, length));
	} else if (verdicts->list[at].rows != rows) {
		fail(&difference, "segment %s has %zu rows there, %zu here",
		     quote(quoted, name, length), verdicts->list[at].rows, rows);
	} else {
		return true;
	}
	return fail_others(verdicts, difference.text, why);
}

bool verdicts_fit(const struct verdicts *verdicts, const struct text_set *segments,
                  const size_t *rows, struct failure *why)
{
	char quoted[QUOTED_SIZE];
	struct failure difference;
	size_t total = 0, length;
	for (size_t i = 0; i < segments->count; i++) {
		const char *name = text_set_get(segments, i, &length);
		if (!fit_segment(verdicts, name, length, rows[i], why))
			return false;
		total += rows[i];
	}
	for (size_t i = 0; i < verdicts->segments.count; i++) {
		const char *name = text_set_get(&verdicts->segments, i, &length);
		if (verdicts->list[i].rows == 0
		    || text_set_find(segments, name, length) < segments->count)
			continue;
		fail(&difference, "segment %s is not here", quote(quoted, name, length));
		return fail_others(verdicts, difference.text, why);
	}
	if (!verdicts->has_total || verdicts->total == total)
		return true;
	fail(&difference, "there are %zu rows there, %zu here", verdicts->total, total);
	return fail_others(verdicts, difference.text, why);
}

void verdict_put_trust(struct output *output, enum trust trust)
{
	if (trust == NOT_JUDGED)
		output_cell(output, &(struct cell){ .text = "", .kind = CELL_LITERAL });
	else
		output_string(output, trust_name(trust));
}

void verdicts_free(struct verdicts *verdicts)
{
	text_set_free(&verdicts->segments);
	free(verdicts->list);
	*verdicts = (struct verdicts){ 0 };
}
