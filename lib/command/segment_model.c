#include "command/segment_model.h"

#include "base/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So that there is room for more. */
static const int64_t NUMBER_LIMIT = INT64_C(1000000000000000);

void segment_model_free(struct segment_model *model)
{
	header_free(&model->features);
	header_free(&model->order);
	free(model->centroids);
	free(model->sizes);
	free(model->numbers);
	free(model->farthest);
	free(model->scaling);
	free(model->scaling_known);
	*model = (struct segment_model){ 0 };
}

static bool copy_names(struct header *names, const struct header *header,
                       const struct columns *columns, bool in_stream_order, struct failure *why)
{
	struct columns sorted = { 0 };
	bool copied = true;
	for (size_t at = 0; in_stream_order && copied && at < header->count; at++)
		for (size_t i = 0; i < columns->count; i++)
			if (columns->at[i] == at)
				copied = columns_add(&sorted, at, why);
	const struct columns *from = in_stream_order ? &sorted : columns;
	for (size_t i = 0; copied && i < from->count; i++) {
		const char *name = header->names[from->at[i]];
		copied = header_add(names, name, strlen(name), why);
	}
	columns_free(&sorted);
	return copied;
}

static bool make_scaling(struct segment_model *model)
{
	model->scaling = calloc(model->features.count + 1, sizeof *model->scaling);
	model->scaling_known = calloc(model->features.count + 1, sizeof *model->scaling_known);
	return model->scaling != NULL && model->scaling_known != NULL;
}

bool segment_model_start(struct segment_model *model, struct run *run,
                         const struct columns *columns)
{
	const struct header *header = &run->input.header;
	*model = (struct segment_model){ .features_chosen = run->shared.features != NULL };
	return copy_names(&model->features, header, columns, false, &run->why)
	    && copy_names(&model->order, header, columns, true, &run->why)
	    && (make_scaling(model) || fail_memory(&run->why));
}

/* ---- the scaling, from the rows of the fit ---- */

struct tracing {
	size_t count;
	const struct columns *columns;
	size_t *twins;
	struct scaling_trace *traces;
	size_t width; /* of the header */
};

static size_t find_twin(const struct header *header, const char *name)
{
	if (!column_is_model(name))
		return header->count;
	return header_find(header, name + sizeof MODEL_PREFIX - 1);
}

static void trace_row(void *context, const struct row *row)
{
	const struct tracing *t = context;
	for (size_t i = 0; i < t->count; i++) {
		struct scaling_trace *trace = &t->traces[i];
		if (t->twins[i] == t->width || trace->broken)
			continue;
		const struct cell *raw = &row->cells[t->twins[i]];
		const struct cell *scaled = &row->cells[t->columns->at[i]];
		double x, z;
		if (!number_parse(raw->text, raw->length, &x)
		    || !number_parse(scaled->text, scaled->length, &z))
			x = z = NAN;
		scaling_trace_add(trace, x, z);
	}
}

bool segment_model_read_rows(struct segment_model *model, struct run *run,
                             const struct columns *columns, bool trace, struct table *table)
{
	const struct header *header = &run->input.header;
	struct tracing t = { .count = model->features.count, .columns = columns,
		             .width = header->count };
	struct table_options options = { .keep_rows = true, .kind = run->output.kind,
		                         .row_memory = run_row_memory(run), .context = &t };
	if (!trace)
		return table_read(table, &run->input, columns, &options, &run->why);
	options.look = trace_row;
	t.traces = calloc(t.count + 1, sizeof *t.traces);
	t.twins = calloc(t.count + 1, sizeof *t.twins);
	bool read = (t.traces != NULL && t.twins != NULL) || fail_memory(&run->why);
	for (size_t i = 0; read && i < t.count; i++)
		t.twins[i] = find_twin(header, model->features.names[i]);
	read = read && table_read(table, &run->input, columns, &options, &run->why);
	for (size_t i = 0; read && i < t.count; i++)
		model->scaling_known[i] = scaling_trace_end(&t.traces[i], &model->scaling[i]);
	free(t.traces);
	free(t.twins);
	return read;
}

/* ---- what was fitted ---- */

static bool make_segments(struct segment_model *model, size_t k)
{
	model->k = k;
	model->centroids = calloc(k * model->features.count + 1, sizeof *model->centroids);
	model->sizes = calloc(k + 1, sizeof *model->sizes);
	model->numbers = calloc(k + 1, sizeof *model->numbers);
	model->farthest = calloc(k + 1, sizeof *model->farthest);
	return model->centroids != NULL && model->sizes != NULL && model->numbers != NULL
	    && model->farthest != NULL;
}

bool segment_model_take(struct segment_model *model, const struct kmeans_result *result,
                        const double *squared, size_t rows, struct failure *why)
{
	if (!make_segments(model, result->k))
		return fail_memory(why);
	memcpy(model->centroids, result->centroids,
	       result->k * result->cols * sizeof *model->centroids);
	for (size_t c = 0; c < result->k; c++) {
		model->sizes[c] = result->sizes[c];
		model->numbers[c] = (int64_t)c;
	}
	model->next_number = (int64_t)result->k;
	for (size_t i = 0; i < rows; i++) {
		double *farthest = &model->farthest[result->labels[i]];
		*farthest = squared[i] > *farthest ? squared[i] : *farthest;
	}
	for (size_t c = 0; c < result->k; c++)
		model->farthest[c] = sqrt(model->farthest[c]);
	return true;
}

/* ---- as JSON ---- */

static bool put_names(json_t *json, const char *key, const struct header *names,
                      struct failure *why)
{
	json_t *list = json_array();
	bool put = json_put(json, key, list, why);
	for (size_t i = 0; put && i < names->count; i++)
		put = json_add(list, json_string(names->names[i]), why);
	return put;
}

static bool put_space(const struct segment_model *model, json_t *json, struct failure *why)
{
	json_t *scaling = json_array();
	bool put = json_put(json, "features_chosen", json_boolean(model->features_chosen), why)
	    && put_names(json, "stream_order", &model->order, why)
	    && json_put(json, "scaling", scaling, why);
	for (size_t i = 0; put && i < model->features.count; i++) {
		const struct scaler_column *column = &model->scaling[i];
		json_t *entry = model->scaling_known[i] ? json_object() : json_null();
		put = json_add(scaling, entry, why)
		    && (!model->scaling_known[i]
		        || (json_put_string(entry, "raw",
		                            model->features.names[i] + sizeof MODEL_PREFIX - 1, why)
		            && json_put(entry, "log", json_boolean(column->log), why)
		            && json_put_number(entry, "offset", column->offset, why)
		            && json_put_number(entry, "scale", column->scale, why)));
	}
	return put;
}

bool segment_model_put(const struct segment_model *model, json_t *json, struct failure *why)
{
	size_t cols = model->features.count;
	json_t *sizes = json_array(), *numbers = json_array(), *farthest = json_array();
	json_t *centroids = json_array();
	bool put = put_space(model, json, why)
	    && json_put_integer(json, "k", (int64_t)model->k, why)
	    && json_put(json, "numbers", numbers, why)
	    && json_put_integer(json, "next_number", model->next_number, why)
	    && json_put(json, "sizes", sizes, why) && json_put(json, "farthest", farthest, why)
	    && json_put(json, "centroids", centroids, why);
	for (size_t c = 0; put && c < model->k; c++) {
		json_t *centroid = json_array();
		put = json_add(numbers, json_integer(model->numbers[c]), why)
		    && json_add(sizes, json_integer((json_int_t)model->sizes[c]), why)
		    && json_add(farthest, json_number(model->farthest[c]), why)
		    && json_add(centroids, centroid, why);
		for (size_t j = 0; put && j < cols; j++)
			put = json_add(centroid, json_number(model->centroids[c * cols + j]), why);
	}
	return put;
}

static bool load_names(struct header *names, const char *path, const json_t *json,
                       const char *key, struct failure *why)
{
	json_t *list = json_object_get(json, key), *name;
	size_t i;
	if (list == NULL)
		return fail(why, "%s: '%s' is missing; fit it again with --model", path, key);
	json_array_foreach(list, i, name) {
		if (!json_is_string(name))
			return fail(why, "%s: '%s' holds what is no name", path, key);
		if (!header_add(names, json_string_value(name), json_string_length(name), why))
			return false;
	}
	return names->count > 0 || fail(why, "%s: no features", path);
}

static bool load_scaling(struct segment_model *model, const json_t *json, struct failure *why)
{
	const char *path = model->path;
	json_t *list = model_read_array(path, json, "scaling", model->features.count, why);
	if (list == NULL)
		return false;
	if (!make_scaling(model))
		return fail_memory(why);
	for (size_t i = 0; i < model->features.count; i++) {
		json_t *entry = json_array_get(list, i);
		struct scaler_column *column = &model->scaling[i];
		model->scaling_known[i] = json_is_object(entry);
		if (!model->scaling_known[i])
			continue;
		column->log = json_is_true(json_object_get(entry, "log"));
		if (!model_read_number(path, json_object_get(entry, "offset"), "offset",
		                       &column->offset, why)
		    || !model_read_number(path, json_object_get(entry, "scale"), "scale",
		                          &column->scale, why))
			return false;
		if (!(column->scale > 0))
			return fail(why, "%s: a scale is not above 0", path);
	}
	return true;
}

static bool load_segments(struct segment_model *model, const json_t *json, struct failure *why)
{
	const char *path = model->path;
	size_t cols = model->features.count;
	int64_t k, size;
	if (!model_read_integer(path, json_object_get(json, "k"), "k", 1, &k, why)
	    || !model_read_integer(path, json_object_get(json, "next_number"), "next_number", k,
	                           &model->next_number, why))
		return false;
	if (model->next_number > NUMBER_LIMIT)
		return fail(why, "%s: 'next_number' is above %" PRId64, path, NUMBER_LIMIT);
	json_t *numbers = model_read_array(path, json, "numbers", (size_t)k, why);
	json_t *sizes = model_read_array(path, json, "sizes", (size_t)k, why);
	json_t *farthest = model_read_array(path, json, "farthest", (size_t)k, why);
	json_t *centroids = model_read_array(path, json, "centroids", (size_t)k, why);
	if (numbers == NULL || sizes == NULL || farthest == NULL || centroids == NULL)
		return false;
	if (!make_segments(model, (size_t)k))
		return fail_memory(why);
	for (size_t c = 0; c < model->k; c++) {
		if (!model_read_integer(path, json_array_get(numbers, c), "numbers", 0,
		                        &model->numbers[c], why)
		    || !model_read_integer(path, json_array_get(sizes, c), "sizes", 1, &size, why)
		    || !model_read_number(path, json_array_get(farthest, c), "farthest",
		                          &model->farthest[c], why))
			return false;
		if (model->numbers[c] >= model->next_number)
			return fail(why, "%s: 'next_number' is not above the numbers", path);
		model->sizes[c] = (size_t)size;
		for (size_t j = 0; j < cols; j++)
			if (!model_read_number(path, json_array_get(json_array_get(centroids, c), j),
			                       "centroids", &model->centroids[c * cols + j], why))
				return false;
	}
	return true;
}

bool segment_model_load(struct segment_model *model, const char *path, struct failure *why)
{
	*model = (struct segment_model){ .path = path };
	json_t *json = model_read(path, "seg-kmeans", why);
	if (json == NULL)
		return false;
	model->features_chosen = json_is_true(json_object_get(json, "features_chosen"));
	snprintf(model->checksum, sizeof model->checksum, "%s",
	         json_string_value(json_object_get(json, "checksum")));
	bool loaded = load_names(&model->features, path, json, "features", why)
	    && load_names(&model->order, path, json, "stream_order", why)
	    && load_scaling(model, json, why) && load_segments(model, json, why);
	json_decref(json);
	return loaded;
}

/* ---- beside a stream ---- */

static bool check_others(const struct segment_model *model, const struct header *header,
                         struct failure *why)
{
	for (size_t i = 0; !model->features_chosen && i < header->count; i++)
		if (column_is_model(header->names[i])
		    && header_find(&model->features, header->names[i]) == model->features.count)
			return fail(why, "%s does not fit the stream: column '%s' is no feature of the "
			            "model, and it was fitted on every z_* column", model->path,
			            header->names[i]);
	return true;
}

static bool check_order(const struct segment_model *model, const struct header *header,
                        struct failure *why)
{
	for (size_t i = 1; i < model->order.count; i++) {
		const char *before = model->order.names[i - 1], *behind = model->order.names[i];
		if (header_find(header, behind) < header_find(header, before))
			return fail(why, "%s does not fit the stream: column '%s' stands before '%s', at "
			            "the fit behind it; seg-scale --apply appends them in their order",
			            model->path, behind, before);
	}
	return true;
}

bool segment_model_find(const struct segment_model *model, struct run *run,
                        struct columns *columns)
{
	const struct header *header = &run->input.header;
	struct failure reason;
	size_t at;
	for (size_t i = 0; i < model->features.count; i++) {
		if (!columns_find(header, model->features.names[i], &at, &reason))
			return fail(&run->why, "%s does not fit the stream: %s", model->path,
			            reason.text);
		if (!columns_add(columns, at, &run->why))
			return false;
	}
	run_log_features(run, header, columns);
	return check_others(model, header, &run->why) && check_order(model, header, &run->why);
}

bool segment_model_twins(const struct segment_model *model, const struct header *header,
                         size_t **twins, struct failure *why)
{
	*twins = calloc(model->features.count + 1, sizeof **twins);
	if (*twins == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < model->features.count; i++)
		(*twins)[i] = model->scaling_known[i] ? find_twin(header, model->features.names[i])
		                                      : header->count;
	return true;
}

bool segment_model_check_scaling(const struct segment_model *model, const struct input *input,
                                 size_t feature, size_t at, size_t twin, double value,
                                 struct failure *why)
{
	const struct cell *cell = &input->row.cells[twin];
	const struct scaler_column *scaling = &model->scaling[feature];
	double raw;
	/* What is no number can be compared with nothing. */
	if (!number_parse(cell->text, cell->length, &raw) || scaling_fits(scaling, raw, value))
		return true;
	struct failure reason;
	fail(&reason, "'%s' %.9g was scaled otherwise at the fit of %s (to %.9g)",
	     input->header.names[twin], raw, model->path, scaler_transform(scaling, raw));
	return input_fail_cell(input, at, reason.text,
	                       "seg-scale --apply with the model of that fit scales as it did", why);
}
