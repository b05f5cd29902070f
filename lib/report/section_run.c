#include "report/parts.h"
#include "report/run_words.h"
#include "report/sections.h"
#include "stream/columns.h"

#include <math.h>
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

static const char *raw_name(const json_t *features, size_t i)
{
	const char *name = json_string_value(json_array_get(features, i));
	return column_is_model(name) ? name + strlen(MODEL_PREFIX) : name;
}

static bool are_same(const json_t *features, const json_t *others)
{
	size_t count = json_array_size(features);
	bool same = count == json_array_size(others);
	for (size_t i = 0; same && i < count; i++)
		same = strcmp(raw_name(features, i), raw_name(others, i)) == 0;
	return same;
}

/* The features, by the names that they have in the file. */
static void put_features(struct html *page, const json_t *features)
{
	for (size_t i = 0; i < json_array_size(features); i++) {
		html_put(page, i > 0 ? ", " : "");
		put_column_name(page, raw_name(features, i));
	}
}

static void put_fact(struct html *page, const char *key, const json_t *value)
{
	const char *text = json_string_value(value);
	const char *words = text != NULL ? run_fact_value(key, text) : NULL;
	if (words != NULL)
		html_put(page, words);
	else if (strcmp(key, "features") == 0)
		put_features(page, value);
	else if (run_fact_is_share(key))
		html_percent(page, json_is_number(value) ? json_number_value(value) : NAN);
	else
		put_scalar(page, value);
}

/* What it used and found; the features where they are others than those before. */
static void put_facts(struct html *page, const json_t *stage, const json_t **features)
{
	const char *key;
	json_t *value;
	bool first = true;
	json_object_foreach((json_t *)stage, key, value) {
		const char *words = run_fact(stage, key, value);
		bool told = strcmp(key, "features") == 0 && are_same(value, *features);
		if (words == NULL || told || json_is_object(value)
		    || (json_is_array(value) && strcmp(key, "features") != 0))
			continue;
		html_put(page, first ? "" : "; ");
		html_put(page, words);
		html_put(page, ": ");
		put_fact(page, key, value);
		first = false;
	}
	const json_t *own = json_object_get(stage, "features");
	*features = own != NULL ? own : *features;
}

/* A stage that writes no rows writes something else. */
static void put_rows_out(struct html *page, const json_t *rows)
{
	table_json_number(page, json_integer_value(rows) > 0 ? rows : NULL);
}

static void put_stage(struct html *page, const json_t *stage, const json_t **features)
{
	const char *purpose = run_purpose(stage);
	html_put(page, "<tr><th scope=\"row\" class=\"step\">");
	html_put(page, purpose != NULL ? purpose : "");
	html_put(page, purpose != NULL ? " <span class=\"hint\">" : "<span>");
	put_scalar(page, json_object_get(stage, "tool"));
	html_put(page, " ");
	put_scalar(page, json_object_get(stage, "version"));
	html_put(page, "</span></th>");
	table_json_number(page, json_object_get(stage, "rows_in"));
	put_rows_out(page, json_object_get(stage, "rows_out"));
	html_put(page, "<td class=\"wide\">");
	put_facts(page, stage, features);
	html_put(page, "</td><td class=\"wide\">");
	put_codes(page, json_object_get(stage, "arguments"));
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
	html_put(page, ". The same files and options give the same segments again, to the byte; "
	         "<code>metadata.json</code> has all that is left out here.</p>\n");
	table_begin(page, "run-table", "The steps of the run in their order, each with the "
	            "program that did it");
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Step", false);
	table_head(page, "Rows read", true);
	table_head(page, "Rows written", true);
	table_head(page, "What it used and found", false);
	table_head(page, "Options", false);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
	const json_t *features = NULL;
	for (size_t i = 0; i < json_array_size(stages); i++)
		put_stage(page, json_array_get(stages, i), &features);
	table_end(page);
	put_warnings(page, stages);
}
