#include "drift/reference_json.h"

#include <math.h>

static bool put_counts(json_t *object, const size_t *counts, size_t count, struct failure *why)
{
	json_t *list = json_array();
	bool put = json_put(object, "counts", list, why);
	for (size_t i = 0; put && i < count; i++)
		put = json_add(list, json_integer((json_int_t)counts[i]), why);
	return put;
}

static bool put_feature(json_t *columns, const struct drift_feature *feature, struct failure *why)
{
	json_t *column = json_object(), *edges = json_array();
	bool put = json_add(columns, column, why)
	    && json_put_number(column, "mean", feature->reference_mean, why)
	    && json_put_number(column, "sd", feature->reference_sd, why)
	    && json_put(column, "edges", edges, why);
	for (size_t i = 0; put && i < feature->bins.edge_count; i++)
		put = json_add(edges, json_number(feature->bins.edges[i]), why);
	return put && put_counts(column, feature->reference, bins_count(&feature->bins), why);
}

static bool put_segments(json_t *model, struct comparison *comparison, struct failure *why)
{
	struct segment_mix *mix = &comparison->mix;
	json_t *segments = json_object(), *names = json_array();
	size_t counts[SEGMENT_LIMIT];
	bool put = json_put(model, "segments", segments, why)
	    && json_put_string(segments, "column", comparison->by, why)
	    && json_put(segments, "names", names, why) && segment_mix_sort(mix, why);
	for (size_t i = 0; put && i < mix->segments.count; i++) {
		size_t length;
		const char *name = text_set_get(&mix->segments, mix->order[i], &length);
		json_t *text = json_stringn(name, length);
		counts[i] = mix->reference[mix->order[i]];
		put = text != NULL ? json_add(names, text, why)
		                   : fail(why, "column '%s': not UTF-8, which JSON must be; "
		                          "seg-features says where", comparison->by);
	}
	return put && put_counts(segments, counts, mix->segments.count, why);
}

bool reference_put(json_t *model, struct comparison *comparison, struct failure *why)
{
	json_t *columns = json_array();
	bool put = json_put(model, "columns", columns, why);
	for (size_t j = 0; put && j < comparison->feature_count; j++)
		put = put_feature(columns, &comparison->features[j], why);
	return put && (comparison->by != NULL ? put_segments(model, comparison, why)
	                                      : json_put(model, "segments", json_null(), why));
}

/* Reads counts, which must add up to the rows. */
static bool get_counts(const json_t *object, size_t *counts, size_t count, size_t rows,
                       struct failure *why)
{
	json_t *list = json_object_get(object, "counts");
	if (json_array_size(list) != count)
		return fail(why, "'counts' is not a list of %zu", count);
	size_t left = rows;
	for (size_t i = 0; i < count; i++) {
		json_t *value = json_array_get(list, i);
		json_int_t number = json_integer_value(value);
		if (!json_is_integer(value) || number < 0 || (uint64_t)number > left)
			return fail(why, "'counts' holds what is no count");
		counts[i] = (size_t)number;
		left -= counts[i];
	}
	return left == 0 || fail(why, "'counts' does not add up to %zu rows", rows);
}

static bool get_feature(struct drift_feature *feature, const json_t *column, size_t rows,
                        struct failure *why)
{
	json_t *edges = json_object_get(column, "edges"), *sd = json_object_get(column, "sd");
	json_t *mean = json_object_get(column, "mean");
	if (!json_is_number(mean) || (!json_is_number(sd) && !json_is_null(sd)))
		return fail(why, "'mean' or 'sd' is not a number");
	feature->reference_mean = json_number_value(mean);
	feature->reference_sd = json_is_null(sd) ? NAN : json_number_value(sd);
	if (!json_is_array(edges) || json_array_size(edges) >= BIN_LIMIT)
		return fail(why, "'edges' is not a list of at most %d", BIN_LIMIT - 1);
	feature->bins.edge_count = json_array_size(edges);
	for (size_t i = 0; i < feature->bins.edge_count; i++) {
		json_t *edge = json_array_get(edges, i);
		feature->bins.edges[i] = json_number_value(edge);
		if (!json_is_number(edge)
		    || (i > 0 && !(feature->bins.edges[i] > feature->bins.edges[i - 1])))
			return fail(why, "'edges' holds what is no rising number");
	}
	return get_counts(column, feature->reference, bins_count(&feature->bins), rows, why);
}

static bool get_segments(struct comparison *comparison, const json_t *segments,
                         struct failure *why)
{
	json_t *names = json_object_get(segments, "names");
	size_t count = json_array_size(names);
	comparison->by = json_string_value(json_object_get(segments, "column"));
	if (comparison->by == NULL || count > SEGMENT_LIMIT)
		return fail(why, "'segments' is not what it should be");
	for (size_t i = 0; i < count; i++) {
		json_t *name = json_array_get(names, i);
		size_t at;
		if (!json_is_string(name))
			return fail(why, "'names' holds what is no name");
		if (!segment_mix_find(&comparison->mix, json_string_value(name),
		                      json_string_length(name), &at, why))
			return false;
		if (at != i)
			return fail(why, "'names' holds a name twice");
	}
	return get_counts(segments, comparison->mix.reference, count, comparison->reference_rows,
	                  why);
}

bool reference_get(struct comparison *comparison, const json_t *model, struct failure *why)
{
	json_t *features = json_object_get(model, "features");
	json_t *columns = json_object_get(model, "columns");
	json_t *segments = json_object_get(model, "segments");
	json_int_t rows = json_integer_value(json_object_get(model, "rows"));
	size_t count = json_array_size(features);
	if (rows < 1 || count == 0 || json_array_size(columns) != count)
		return fail(why, "'rows', 'features' or 'columns' is not what it should be");
	if (!comparison_create(comparison, count, why))
		return false;
	comparison->reference_rows = (size_t)rows;
	for (size_t j = 0; j < count; j++) {
		struct drift_feature *feature = &comparison->features[j];
		feature->name = json_string_value(json_array_get(features, j));
		if (feature->name == NULL)
			return fail(why, "'features' holds what is no name");
		if (!get_feature(feature, json_array_get(columns, j), (size_t)rows, why))
			return false;
	}
	return json_is_null(segments) || get_segments(comparison, segments, why);
}
