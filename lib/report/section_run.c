#include "report/parts.h"
#include "report/sections.h"

#include <string.h>

bool run_there(const struct report *report)
{
	return report->artifacts->metadata != NULL;
}

static void put_codes(struct html *page, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *word = json_array_get(list, i);
		html_put(page, i > 0 ? " <code>" : "<code>");
		html_data(page, json_string_value(word), json_string_length(word));
		html_put(page, "</code>");
	}
}

/* Of what a stage says of itself, these have columns of their own, or are told elsewhere. */
static bool is_told_elsewhere(const char *key)
{
	static const char *const keys[] = { "tool", "version", "arguments", "rows_in", "rows_out",
		                            "warnings", "why", "personas", NULL };
	for (size_t i = 0; keys[i] != NULL; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* The thresholds, seeds and features that it used. */
static void put_facts(struct html *page, const json_t *stage)
{
	const char *key;
	json_t *value;
	bool first = true;
	json_object_foreach((json_t *)stage, key, value) {
		bool texts = json_is_array(value) && json_is_string(json_array_get(value, 0));
		if (is_told_elsewhere(key) || json_is_object(value) || (json_is_array(value) && !texts))
			continue;
		html_put(page, first ? "" : "; ");
		put_column_name(page, key);
		html_put(page, " ");
		if (texts)
			put_list(page, value);
		else
			put_scalar(page, value);
		first = false;
	}
}

static void put_stage(struct html *page, const json_t *stage)
{
	const json_t *tool = json_object_get(stage, "tool"),
	             *version = json_object_get(stage, "version");
	html_put(page, "<tr><th scope=\"row\">");
	put_scalar(page, tool);
	if (version != NULL) {
		html_put(page, " <span class=\"hint\">");
		put_scalar(page, version);
		html_put(page, "</span>");
	}
	html_put(page, "</th><td class=\"wide\">");
	put_codes(page, json_object_get(stage, "arguments"));
	html_put(page, "</td>");
	table_json_number(page, json_object_get(stage, "rows_in"));
	table_json_number(page, json_object_get(stage, "rows_out"));
	html_put(page, "<td class=\"wide\">");
	put_facts(page, stage);
	html_put(page, "</td></tr>\n");
}

static void put_warnings(struct html *page, const json_t *stages)
{
	bool open = false;
	for (size_t i = 0; i < json_array_size(stages); i++) {
		const json_t *stage = json_array_get(stages, i),
		             *warnings = json_object_get(stage, "warnings");
		for (size_t j = 0; j < json_array_size(warnings); j++) {
			html_put(page, open ? "<li>" : "<h3>Notes of the programs</h3>\n<ul>\n<li>");
			put_scalar(page, json_object_get(stage, "tool"));
			html_put(page, ": ");
			put_scalar(page, json_array_get(warnings, j));
			html_put(page, "</li>\n");
			open = true;
		}
	}
	html_put(page, open ? "</ul>\n" : "");
}

void section_run(struct html *page, const struct report *report)
{
	const json_t *metadata = report->artifacts->metadata;
	const json_t *stages = json_object_get(metadata, "stages");
	html_put(page, "<p>");
	put_scalar(page, json_object_get(metadata, "tool"));
	html_put(page, " ");
	put_scalar(page, json_object_get(metadata, "version"));
	html_put(page, " on ");
	put_codes(page, json_object_get(metadata, "files"));
	html_put(page, ". The same files and options give the same segments again, to the byte.</p>\n");
	table_begin(page, "run-table", "The programs that ran, in this order");
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Program", false);
	table_head(page, "Options", false);
	table_head(page, "Rows in", true);
	table_head(page, "Rows out", true);
	table_head(page, "What it used and found", false);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(stages); i++)
		put_stage(page, json_array_get(stages, i));
	table_end(page);
	put_warnings(page, stages);
}
