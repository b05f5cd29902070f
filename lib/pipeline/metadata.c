#include "pipeline/metadata.h"

#include "base/outfile.h"
#include "stream/row.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text as JSON; what is no UTF-8 is told to be so, as in the log lines. */
static bool put_string(struct buffer *text, const char *string)
{
	bool valid = true;
	return json_encode_string(text, string, strlen(string), &valid)
	    || (!valid && buffer_append_text(text, "\"(not UTF-8)\""));
}

static bool put_list(struct buffer *text, const struct words *words)
{
	bool put = buffer_append_text(text, "[");
	for (size_t i = 0; put && i < words->count; i++)
		put = (i == 0 || buffer_append_text(text, ", "))
		    && put_string(text, words->list[i].text);
	return put && buffer_append_text(text, "]");
}

/* The lines of a file, each but the first behind two blanks. */
static bool put_document(struct buffer *text, const char *key, FILE *file)
{
	char part[4096];
	bool put = buffer_append_text(text, "  \"") && buffer_append_text(text, key)
	    && buffer_append_text(text, "\": "), fresh = false;
	while (put && fgets(part, sizeof part, file) != NULL) {
		put = (!fresh || buffer_append_text(text, "  ")) && buffer_append_text(text, part);
		fresh = part[strlen(part) - 1] == '\n';
	}
	if (put && fresh)
		text->length--;
	return put && buffer_append_text(text, ",\n");
}

/* A report that a stage wrote, where it has run. */
static bool put_report(struct buffer *text, const struct workplace *place, const char *key,
                       const char *name, struct failure *why)
{
	char path[WORKPLACE_PATH];
	FILE *file = fopen(workplace_path(place, name, path), "r");
	if (file == NULL)
		return errno == ENOENT || fail(why, "%s: %s", path, strerror(errno));
	bool put = put_document(text, key, file) || fail_memory(why);
	if (put && ferror(file))
		put = fail(why, "%s: %s", path, strerror(errno));
	fclose(file);
	return put;
}

static bool put_configuration(struct buffer *text, const struct request *request)
{
	const struct {
		const char *name;
		const struct words *words;
	} lists[] = {
		{ "seg-features", &request->features }, { "seg-scale", &request->scale },
		{ "seg-dbscan", &request->dbscan }, { "seg-persona", &request->persona },
		{ "seed", &request->seed },
	};
	bool put = buffer_append_text(text, "  \"configuration\": {\n    \"k\": ")
	    && put_string(text, request->k) && buffer_append_text(text, ",\n    \"signals\": ")
	    && put_string(text, request->signals)
	    && buffer_append_text(text, ",\n    \"previous\": ")
	    && put_string(text, request->previous);
	for (size_t i = 0; put && i < sizeof lists / sizeof *lists; i++)
		put = buffer_append_text(text, ",\n    \"") && buffer_append_text(text, lists[i].name)
		    && buffer_append_text(text, "\": ") && put_list(text, lists[i].words);
	return put && buffer_append_text(text, "\n  },\n");
}

static int is_log(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);
	return length > 4 && strcmp(entry->d_name + length - 4, ".log") == 0;
}

/* Appends a line without what names the hidden folder. */
static bool put_line(struct buffer *text, const char *line, const struct buffer *folder)
{
	size_t length = strcspn(line, "\n");
	bool put = true;
	while (put && length > 0) {
		if (length >= folder->length && memcmp(line, folder->data, folder->length) == 0) {
			line += folder->length;
			length -= folder->length;
			continue;
		}
		put = buffer_append_byte(text, *line++);
		length--;
	}
	return put;
}

/* The hidden folder as it stands within a JSON text. */
static bool quote_folder(const struct workplace *place, struct buffer *folder)
{
	bool quoted = put_string(folder, place->hidden);
	if (!quoted)
		return false;
	folder->length -= 2; /* the quotes */
	memmove(folder->data, folder->data + 1, folder->length);
	return buffer_append_text(folder, "/");
}

static bool put_log(const struct workplace *place, const char *name, const struct buffer *folder,
                    const char *before, const char *indent, struct buffer *text,
                    struct failure *why)
{
	char path[WORKPLACE_PATH], *line = NULL;
	size_t room = 0;
	FILE *file = fopen(workplace_path(place, name, path), "r");
	if (file == NULL)
		return fail(why, "%s: %s", path, strerror(errno));
	bool put = getline(&line, &room, file) <= 0
	    || (buffer_append_text(text, before) && buffer_append_text(text, indent)
	        && put_line(text, line, folder)) || fail_memory(why);
	free(line);
	fclose(file);
	return put;
}

bool metadata_log_lines(const struct workplace *place, const char *indent, const char *separator,
                        struct buffer *text, struct failure *why)
{
	struct dirent **logs;
	struct buffer folder = { 0 };
	char before[8];
	size_t start = text->length;
	int count = scandir(place->hidden, &logs, is_log, alphasort);
	if (count < 0)
		return fail(why, "%s: %s", place->hidden, strerror(errno));
	snprintf(before, sizeof before, "%s\n", separator);
	bool put = quote_folder(place, &folder) || fail_memory(why);
	for (int i = 0; i < count; i++) {
		put = put && put_log(place, logs[i]->d_name, &folder,
		                     text->length > start ? before : "", indent, text, why);
		free(logs[i]);
	}
	free(logs);
	buffer_free(&folder);
	return put;
}

static bool put_head(struct buffer *text, const struct request *request)
{
	return buffer_append_text(text, "{\n  \"tool\": \"seg-pipeline\",\n  \"version\": ")
	    && put_string(text, SEG_VERSION)
	    && buffer_append_text(text, ",\n  \"files\": ") && put_list(text, &request->files)
	    && buffer_append_text(text, ",\n") && put_configuration(text, request);
}

bool metadata_write(const struct request *request, const struct workplace *place,
                    struct failure *why)
{
	struct buffer text = { 0 };
	char path[WORKPLACE_PATH];
	bool written = put_head(&text, request) || fail_memory(why);
	written = written && put_report(&text, place, "kselect", "kselect.json", why)
	    && put_report(&text, place, "density", "density.json", why)
	    && (buffer_append_text(&text, "  \"stages\": [\n") || fail_memory(why))
	    && metadata_log_lines(place, "    ", ",", &text, why)
	    && (buffer_append_text(&text, "\n  ]\n}\n") || fail_memory(why))
	    && outfile_write(workplace_path(place, "metadata.json", path), text.data, text.length, why);
	buffer_free(&text);
	return written;
}
