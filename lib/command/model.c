#include "command/model.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

json_t *model_new(struct run *run, const struct columns *features)
{
	json_t *model = json_object();
	json_t *names = json_array();
	struct failure *why = &run->why;
	char format[64];
	snprintf(format, sizeof format, "%s model", run->command->name);
	bool made = model != NULL && names != NULL && json_put_string(model, "format", format, why)
	    && json_put_integer(model, "format_version", MODEL_FORMAT_VERSION, why)
	    && json_put_string(model, "tool_version", SEG_VERSION, why)
	    && json_put_integer(model, "rows", (int64_t)run->input.rows, why)
	    && json_put(model, "features", names, why);
	for (size_t i = 0; made && i < features->count; i++)
		made = json_add(names, json_string(run->input.header.names[features->at[i]]), why);
	if (made)
		return model;
	fail_memory(why);
	json_decref(model);
	return NULL;
}

/* FNV-1a (Fowler, Noll and Vo) over the model on one line, without its sum. */
static bool checksum(json_t *model, char text[20])
{
	struct buffer line = { 0 };
	json_object_del(model, "checksum");
	bool written = json_write(&line, model, false);
	uint64_t sum = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < line.length; i++)
		sum = (sum ^ (unsigned char)line.data[i]) * UINT64_C(0x100000001b3);
	buffer_free(&line);
	snprintf(text, 20, "%016" PRIx64, sum);
	return written;
}

bool model_seal(struct run *run, json_t *model)
{
	char sum[20];
	return (checksum(model, sum) || fail_memory(&run->why))
	    && json_put_string(model, "checksum", sum, &run->why);
}

bool model_save(struct run *run, json_t *model)
{
	bool saved = model != NULL;
	if (saved && run->shared.model != NULL)
		saved = model_seal(run, model)
		    && json_write_file(run->shared.model, model, &run->why);
	json_decref(model);
	return saved;
}

static bool check_model(const char *path, const char *tool, json_t *model, struct failure *why)
{
	char format[64], sum[20], written[20] = "";
	snprintf(format, sizeof format, "%s model", tool);
	const char *is = json_string_value(json_object_get(model, "format"));
	if (is == NULL || strcmp(is, format) != 0)
		return fail(why, "%s: not a %s but %s", path, format,
		            is != NULL ? is : "something else");
	json_t *version = json_object_get(model, "format_version");
	if (json_integer_value(version) != MODEL_FORMAT_VERSION)
		return fail(why, "%s: format version %" JSON_INTEGER_FORMAT "; this program reads "
		            "version %d: fit it again with --model", path,
		            json_integer_value(version), MODEL_FORMAT_VERSION);
	const char *there = json_string_value(json_object_get(model, "checksum"));
	snprintf(written, sizeof written, "%s", there != NULL ? there : "");
	if (!checksum(model, sum))
		return fail_memory(why);
	if (strcmp(sum, written) != 0)
		return fail(why, "%s: the checksum is wrong; the model was edited or damaged: fit it "
		                 "again with --model", path);
	return json_put_string(model, "checksum", sum, why);
}

json_t *model_read(const char *path, const char *tool, struct failure *why)
{
	json_t *model = json_read(path, why);
	if (model != NULL && check_model(path, tool, model, why))
		return model;
	json_decref(model);
	return NULL;
}

json_t *model_load(struct run *run)
{
	return model_read(run->shared.apply, run->command->name, &run->why);
}

static json_t *model_value(const char *path, const json_t *model, const char *key,
                           struct failure *why)
{
	json_t *value = json_object_get(model, key);
	if (value == NULL)
		fail(why, "%s: '%s' is missing", path, key);
	return value;
}

json_t *model_read_array(const char *path, const json_t *model, const char *key, size_t count,
                         struct failure *why)
{
	json_t *array = model_value(path, model, key, why);
	if (array == NULL || (json_is_array(array) && json_array_size(array) == count))
		return array;
	fail(why, "%s: '%s' is not a list of %zu", path, key, count);
	return NULL;
}

json_t *model_array(struct run *run, const json_t *model, const char *key, size_t count)
{
	return model_read_array(run->shared.apply, model, key, count, &run->why);
}

bool model_read_number(const char *path, const json_t *value, const char *key, double *number,
                       struct failure *why)
{
	*number = json_number_value(value);
	return (json_is_number(value) && isfinite(*number))
	    || fail(why, "%s: '%s' is not a number", path, key);
}

bool model_number(struct run *run, const json_t *value, const char *key, double *number)
{
	return model_read_number(run->shared.apply, value, key, number, &run->why);
}

bool model_read_integer(const char *path, const json_t *value, const char *key, int64_t least,
                        int64_t *number, struct failure *why)
{
	*number = json_integer_value(value);
	return (json_is_integer(value) && *number >= least)
	    || fail(why, "%s: '%s' is not a whole number from %" PRId64 " on", path, key, least);
}

const char *model_feature(const json_t *model, size_t i)
{
	return json_string_value(json_array_get(json_object_get(model, "features"), i));
}

bool model_columns(struct run *run, const json_t *model, struct columns *columns)
{
	*columns = (struct columns){ 0 };
	json_t *names = model_value(run->shared.apply, model, "features", &run->why);
	if (names == NULL)
		return false;
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = model_feature(model, i);
		size_t at;
		struct failure reason;
		if (name == NULL)
			return fail(&run->why, "%s: 'features' holds what is no name", run->shared.apply);
		if (!columns_find(&run->input.header, name, &at, &reason))
			return fail(&run->why, "%s does not fit the stream: %s", run->shared.apply,
			            reason.text);
		if (!columns_add(columns, at, &run->why))
			return false;
	}
	if (columns->count == 0)
		return fail(&run->why, "%s: no features", run->shared.apply);
	run_log_features(run, &run->input.header, columns);
	return true;
}
