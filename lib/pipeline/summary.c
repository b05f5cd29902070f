#include "pipeline/summary.h"

#include "base/json.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

__attribute__((format(printf, 2, 3)))
static bool put(struct buffer *text, const char *format, ...)
{
	char part[WORKPLACE_PATH + 256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(part, sizeof part, format, arguments);
	va_end(arguments);
	return buffer_append_text(text, part);
}

static bool put_table(const struct workplace *place, struct buffer *text, struct failure *why)
{
	char path[WORKPLACE_PATH], part[4096];
	FILE *file = fopen(workplace_path(place, SUMMARY_TABLE, path), "r");
	bool whole = true;
	size_t got;
	if (file == NULL)
		return fail(why, "%s: %s", path, strerror(errno));
	while (whole && (got = fread(part, 1, sizeof part, file)) > 0)
		whole = buffer_append(text, part, got);
	fclose(file);
	return whole || fail_memory(why);
}

static json_t *read_document(const struct workplace *place, const char *name)
{
	char path[WORKPLACE_PATH];
	struct failure ignored; /* what is not there is not told */
	return json_read(workplace_path(place, name, path), &ignored);
}

static bool put_quality(const struct workplace *place, struct buffer *text)
{
	json_t *metrics = read_document(place, "metrics.json");
	json_t *density = read_document(place, "density.json");
	json_t *choice = read_document(place, "kselect.json");
	const json_t *score = json_object_get(metrics, "silhouette");
	const char *reason = json_string_value(json_object_get(choice, "why"));
	char silhouette[32] = "unknown";
	if (json_is_number(score))
		snprintf(silhouette, sizeof silhouette, "%.3f", json_number_value(score));
	bool whole = put(text, "\nsilhouette %s, %" JSON_INTEGER_FORMAT " outliers of %"
	                 JSON_INTEGER_FORMAT " customers\n", silhouette,
	                 json_integer_value(json_object_get(density, "outliers")),
	                 json_integer_value(json_object_get(metrics, "n_rows")))
	    && (reason == NULL || (buffer_append_text(text, reason) && put(text, "\n")));
	json_decref(metrics);
	json_decref(density);
	json_decref(choice);
	return whole;
}

/* What drift.csv says, in a line. */
static bool put_drift(const struct request *request, const struct workplace *place,
                      struct buffer *text)
{
	static const char refit[] = ",refit\n";
	char path[WORKPLACE_PATH], *line = NULL;
	size_t room = 0, rows = 0, calls = 0;
	FILE *file = fopen(workplace_path(place, "drift.csv", path), "r");
	for (ssize_t length; file != NULL && (length = getline(&line, &room, file)) > 0; rows++)
		calls += (size_t)length >= sizeof refit - 1
		    && strcmp(line + length - (sizeof refit - 1), refit) == 0;
	free(line);
	if (file != NULL)
		fclose(file);
	return put(text, "since %s: %zu of %zu distributions call for a refit; see drift.csv\n",
	           request->previous, calls, rows > 0 ? rows - 1 : 0);
}

static bool put_files(const struct workplace *place, struct buffer *text)
{
	char path[WORKPLACE_PATH];
	struct stat file;
	bool whole = put(text, "%s/:", place->folder);
	for (size_t i = 0; whole && deliverables[i] != NULL; i++)
		if (stat(workplace_path(place, deliverables[i], path), &file) == 0)
			whole = put(text, " %s", deliverables[i]);
	return whole && put(text, "\n");
}

bool summary_text(const struct request *request, const struct workplace *place,
                  struct buffer *text, struct failure *why)
{
	return put_table(place, text, why)
	    && ((put_quality(place, text)
	         && (request->previous[0] == '\0' || put_drift(request, place, text))
	         && put_files(place, text)) || fail_memory(why));
}
