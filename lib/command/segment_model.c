#include "command/segment_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool load_features(struct segment_model *model, const json_t *json, struct failure *why)
{
	json_t *list = json_object_get(json, "features"), *name;
	size_t i;
	json_array_foreach(list, i, name) {
		if (!json_is_string(name))
			return fail(why, "%s: 'features' holds what is no name", model->path);
		if (!header_add(&model->features, json_string_value(name), json_string_length(name),
		                why))
			return false;
	}
	return model->features.count > 0 || fail(why, "%s: no features", model->path);
}

static bool load_segment(struct segment_model *model, const json_t *json, size_t c,
                         struct failure *why)
{
	size_t cols = model->features.count;
	json_t *centroid = json_array_get(json_object_get(json, "centroids"), c);
	json_t *numbers = json_object_get(json, "numbers");
	json_t *number = json_array_get(numbers, c);
	model->numbers[c] = numbers != NULL ? json_integer_value(number) : (json_int_t)c;
	if (numbers != NULL && !json_is_integer(number))
		return fail(why, "%s: 'numbers' is not a list of %zu whole numbers", model->path,
		            model->k);
	for (size_t j = 0; j < cols; j++) {
		json_t *value = json_array_get(centroid, j);
		double *to = &model->centroids[c * cols + j];
		*to = json_number_value(value);
		if (!json_is_number(value) || !isfinite(*to))
			return fail(why, "%s: 'centroids' is not a number", model->path);
	}
	return true;
}

static bool load_segments(struct segment_model *model, const json_t *json, struct failure *why)
{
	json_t *centroids = json_object_get(json, "centroids");
	model->k = json_array_size(centroids);
	if (model->k == 0 || json_integer_value(json_object_get(json, "k")) != (json_int_t)model->k)
		return fail(why, "%s: 'centroids' is not a list of 'k'", model->path);
	model->centroids = calloc(model->k * model->features.count, sizeof *model->centroids);
	model->numbers = calloc(model->k, sizeof *model->numbers);
	if (model->centroids == NULL || model->numbers == NULL)
		return fail_memory(why);
	for (size_t c = 0; c < model->k; c++)
		if (!load_segment(model, json, c, why))
			return false;
	return true;
}

bool segment_model_load(struct segment_model *model, const char *path, struct failure *why)
{
	*model = (struct segment_model){ .path = path };
	json_t *json = model_read(path, "seg-kmeans", why);
	bool loaded = json != NULL && load_features(model, json, why)
	    && load_segments(model, json, why);
	json_decref(json);
	return loaded;
}

bool segment_model_find(const struct segment_model *model, struct run *run,
                        struct columns *columns)
{
	const struct header *header = &run->input.header;
	*columns = (struct columns){ 0 };
	for (size_t i = 0; i < model->features.count; i++) {
		size_t at;
		struct failure reason;
		if (!columns_find(header, model->features.names[i], &at, &reason))
			return fail(&run->why, "%s does not fit the stream: %s", model->path,
			            reason.text);
		if (!columns_add(columns, at, &run->why))
			return false;
	}
	run_log_features(run, header, columns);
	return true;
}

void segment_model_free(struct segment_model *model)
{
	header_free(&model->features);
	free(model->centroids);
	free(model->numbers);
	*model = (struct segment_model){ 0 };
}
