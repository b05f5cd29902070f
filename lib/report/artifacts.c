#include "report/artifacts.h"

#include "base/json.h"
#include "report/artifact_shapes.h"
#include "stream/columns.h"
#include "stream/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const file_names[ARTIFACT_COUNT] = {
	[ARTIFACT_PROFILES] = "cluster_profiles.csv",
	[ARTIFACT_PERSONAS] = "personas.csv",
	[ARTIFACT_SEGMENTS] = "segments.csv",
	[ARTIFACT_OUTLIERS] = "outliers.csv",
	[ARTIFACT_METRICS] = "metrics.json",
	[ARTIFACT_METADATA] = "metadata.json",
	[ARTIFACT_STABILITY] = "stability.json",
	[ARTIFACT_RULES] = "rules.txt",
	[ARTIFACT_SQL] = "rules.sql",
	[ARTIFACT_DRIFT] = "drift.csv",
	[ARTIFACT_CHANGES] = "changes.json",
};

#define BY "cluster"

const char *artifact_name(enum artifact artifact)
{
	return file_names[artifact];
}

static bool find_files(struct artifacts *a, const char *folder, struct failure *why)
{
	struct stat found;
	if (stat(folder, &found) != 0)
		return fail(why, "%s: %s", folder, strerror(errno));
	if (!S_ISDIR(found.st_mode))
		return fail(why, "%s: not a folder; seg-pipeline -o writes one", folder);
	for (int i = 0; i < ARTIFACT_COUNT; i++) {
		size_t length = strlen(folder) + strlen(file_names[i]) + 2;
		bool slash = folder[strlen(folder) - 1] == '/';
		a->paths[i] = malloc(length);
		if (a->paths[i] == NULL)
			return fail_memory(why);
		snprintf(a->paths[i], length, "%s%s%s", folder, slash ? "" : "/", file_names[i]);
		a->there[i] = stat(a->paths[i], &found) == 0;
		if (!a->there[i] && errno != ENOENT)
			return fail(why, "%s: %s", a->paths[i], strerror(errno));
		/* What is no file may never end. */
		if (a->there[i] && !S_ISREG(found.st_mode))
			return fail(why, "%s: not a plain file", a->paths[i]);
		if (!a->there[i] && i == ARTIFACT_PROFILES)
			return fail(why, "%s: %s; seg-pipeline writes it", a->paths[i],
			            strerror(ENOENT));
	}
	return true;
}

static bool read_profiles(struct artifacts *a, struct failure *why)
{
	const char *path = a->paths[ARTIFACT_PROFILES];
	struct input input;
	if (!input_open(&input, &path, 1, &(struct input_options){ 0 }, why))
		return false;
	struct failure reason;
	bool read = segments_read(&a->segments, &input, BY, &reason);
	input_close(&input);
	/* Some of its reasons have their place, those about the whole table have none. */
	if (!read)
		return strncmp(reason.text, path, strlen(path)) == 0
		    ? fail(why, "%s", reason.text) : fail(why, "%s: %s", path, reason.text);
	for (size_t i = 0; i < a->segments.count; i++)
		a->customers += segments_value(&a->segments, i, a->segments.count_at);
	return true;
}

static bool read_personas(struct artifacts *a, struct failure *why)
{
	static const struct sheet_column columns[] = {
		{ BY, true, SHEET_TEXT }, { "persona", true, SHEET_TEXT }, { "goal", true, SHEET_TEXT },
		{ "traits", true, SHEET_TEXT }, { "actions", true, SHEET_TEXT }, { NULL, false, SHEET_TEXT },
	};
	const char *path = a->paths[ARTIFACT_PERSONAS];
	if (!a->there[ARTIFACT_PERSONAS])
		return true;
	if (!sheet_read(&a->personas, path, columns, SEGMENT_LIMIT, why))
		return false;
	size_t at = sheet_column(&a->personas, BY);
	if (a->personas.total != a->segments.count)
		return fail(why, "%s: %zu segments, but %s has %zu: not of one run", path,
		            a->personas.total, a->paths[ARTIFACT_PROFILES], a->segments.count);
	for (size_t i = 0; i < a->segments.count; i++)
		if (strcmp(sheet_cell(&a->personas, i, at), a->segments.labels.names[i]) != 0)
			return fail(why, "%s: segment '%s' is not where %s has it: not of one run", path,
			            sheet_cell(&a->personas, i, at), a->paths[ARTIFACT_PROFILES]);
	return true;
}

/* The rows of the customers are counted; the pictures read them. */
static bool count_rows(struct artifacts *a, struct failure *why)
{
	static const struct sheet_column columns[] = {
		{ BY, true, SHEET_TEXT }, { "outlier", false, SHEET_FLAG }, { NULL, false, SHEET_TEXT },
	};
	struct sheet rows = { 0 };
	bool read = !a->there[ARTIFACT_SEGMENTS]
	    || sheet_read(&rows, a->paths[ARTIFACT_SEGMENTS], columns, 0, why);
	a->labelled = rows.total;
	a->flagged = rows.flagged;
	a->has_flags = sheet_column(&rows, "outlier") < rows.header.count;
	sheet_free(&rows);
	return read;
}

static bool read_outliers(struct artifacts *a, struct failure *why)
{
	static const struct sheet_column columns[] = {
		{ "outlier", true, SHEET_FLAG }, { NULL, false, SHEET_TEXT },
	};
	const char *path = a->paths[ARTIFACT_OUTLIERS];
	if (!a->there[ARTIFACT_OUTLIERS])
		return true;
	if (!sheet_read(&a->outliers, path, columns, REPORT_OUTLIERS, why))
		return false;
	size_t others = a->outliers.total - a->outliers.flagged;
	return others == 0
	    || fail(why, "%s: column 'outlier': not 1 in %zu of %zu rows: these are not outliers only",
	            path, others, a->outliers.total);
}

static bool read_drift(struct artifacts *a, struct failure *why)
{
	static const struct sheet_column drift[] = {
		{ "feature", true, SHEET_TEXT }, { "psi", true, SHEET_NUMBER },
		{ "noise_95", false, SHEET_NUMBER },
		{ "mean_reference", false, SHEET_NUMBER }, { "mean_new", false, SHEET_NUMBER },
		{ "shift_sd", false, SHEET_NUMBER }, { "verdict", true, SHEET_TEXT },
		{ NULL, false, SHEET_TEXT },
	};
	return !a->there[ARTIFACT_DRIFT]
	    || sheet_read(&a->drift, a->paths[ARTIFACT_DRIFT], drift, COLUMN_LIMIT, why);
}

static bool read_document(struct artifacts *a, enum artifact which, const struct shape *shape,
                          json_t **document, struct failure *why)
{
	if (!a->there[which])
		return true;
	*document = json_read(a->paths[which], why);
	return *document != NULL && shape_check(*document, a->paths[which], shape, why);
}

static bool read_documents(struct artifacts *a, struct failure *why)
{
	if (!read_document(a, ARTIFACT_METRICS, metrics_shape, &a->metrics, why)
	    || !read_document(a, ARTIFACT_METADATA, metadata_shape, &a->metadata, why)
	    || !read_document(a, ARTIFACT_STABILITY, stability_shape, &a->stability, why)
	    || !read_document(a, ARTIFACT_CHANGES, changes_shape, &a->changes, why))
		return false;
	a->kselect = json_object_get(a->metadata, "kselect");
	a->density = json_object_get(a->metadata, "density");
	return true;
}

static bool read_rules(struct artifacts *a, struct failure *why)
{
	const char *path = a->paths[ARTIFACT_RULES], *line;
	size_t length;
	struct line_reader reader;
	if (!a->there[ARTIFACT_RULES])
		return true;
	if (!line_reader_open(&reader, path, why))
		return false;
	enum line_status status;
	struct failure reason;
	bool kept = true;
	while (kept && (status = line_reader_next(&reader, &line, &length, &reason)) == LINE_READ)
		kept = buffer_append(&a->rules, line, length) && buffer_append_byte(&a->rules, '\n');
	size_t lines = reader.line;
	line_reader_close(&reader);
	if (!kept)
		return fail_memory(why);
	return status == LINE_END || fail(why, "%s:%zu: %s", path, lines, reason.text);
}

/* The way out of a file that is not what it should be. */
static bool fail_file(const char *folder, const struct failure *reason, struct failure *why)
{
	bool of_file = strncmp(reason->text, folder, strlen(folder)) == 0;
	return fail(why, "%s%s", reason->text,
	            of_file ? "; seg-pipeline -o writes the folder anew" : "");
}

bool artifacts_read(struct artifacts *a, const char *folder, struct failure *why)
{
	struct failure reason;
	*a = (struct artifacts){ 0 };
	if (!find_files(a, folder, why))
		return false;
	return (read_profiles(a, &reason) && read_personas(a, &reason) && count_rows(a, &reason)
	        && read_outliers(a, &reason) && read_drift(a, &reason)
	        && read_documents(a, &reason) && read_rules(a, &reason))
	    || fail_file(folder, &reason, why);
}

void artifacts_free(struct artifacts *a)
{
	for (int i = 0; i < ARTIFACT_COUNT; i++)
		free(a->paths[i]);
	segments_free(&a->segments);
	sheet_free(&a->personas);
	sheet_free(&a->outliers);
	sheet_free(&a->drift);
	json_decref(a->metrics);
	json_decref(a->metadata);
	json_decref(a->stability);
	json_decref(a->changes);
	buffer_free(&a->rules);
}

size_t artifacts_outliers(const struct artifacts *a)
{
	return a->there[ARTIFACT_OUTLIERS] || a->density == NULL ? a->outliers.total
	    : (size_t)json_integer_value(json_object_get(a->density, "outliers"));
}

const char *artifacts_persona(const struct artifacts *a, size_t segment, const char *column)
{
	return sheet_cell(&a->personas, segment, sheet_column(&a->personas, column));
}

const json_t *artifacts_entry(const json_t *list, const char *key, const char *segment,
                              size_t near)
{
	char number[32];
	size_t count = json_array_size(list);
	for (size_t i = 0; i < count; i++) {
		const json_t *entry = json_array_get(list, (near + i) % count);
		const json_t *name = json_object_get(entry, key);
		const char *text = json_string_value(name);
		if (json_is_integer(name)) {
			snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
			         json_integer_value(name));
			text = number;
		}
		if (text != NULL && strcmp(text, segment) == 0)
			return entry;
	}
	return NULL;
}

const json_t *artifacts_stage(const struct artifacts *a, const char *tool, const char *key)
{
	const json_t *stages = json_object_get(a->metadata, "stages");
	for (size_t i = 0; i < json_array_size(stages); i++) {
		const json_t *stage = json_array_get(stages, i);
		if (strcmp(json_string_value(json_object_get(stage, "tool")), tool) == 0
		    && (key == NULL || json_object_get(stage, key) != NULL))
			return stage;
	}
	return NULL;
}
