#include "report/parts.h"
#include "report/sections.h"

#include <stdio.h>
#include <string.h>

bool changes_there(const struct report *report)
{
	return report->artifacts->there[ARTIFACT_DRIFT] || report->artifacts->changes != NULL;
}

static const struct {
	const char *change, *words;
} kinds[] = {
	{ "kept", "Kept" },
	{ "split", "Split: a part of an earlier one" },
	{ "merged", "Merged: holds more than one earlier one" },
	{ "new", "New" },
	{ "gone", "Gone" },
};

static void put_change(struct html *page, const char *change)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].change, change) == 0) {
			html_put(page, kinds[i].words);
			return;
		}
	html_words(page, change);
}

/* "4 (12), 6 (11)": segments and the rows of each. */
static void put_parts(struct html *page, const json_t *parts)
{
	html_put(page, "<td>");
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);
		html_put(page, i > 0 ? ", " : "");
		put_scalar(page, json_object_get(part, "segment"));
		html_put(page, " (");
		html_number(page, json_number_value(json_object_get(part, "rows")));
		html_put(page, ")");
	}
	html_put(page, json_array_size(parts) == 0 ? "\xE2\x80\x93</td>" : "</td>");
}

static void put_segment_change(struct html *page, const struct report *report, const json_t *entry)
{
	const json_t *segment = json_object_get(entry, "segment"),
	             *overlap = json_object_get(entry, "overlap");
	char number[32];
	const char *name = json_string_value(segment);
	if (name == NULL) {
		snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(segment));
		name = number;
	}
	html_put(page, "<tr><th scope=\"row\">");
	put_segment(page, report, name);
	html_put(page, "</th><td>");
	put_change(page, json_string_value(json_object_get(entry, "change")));
	html_put(page, "</td>");
	table_json_number(page, json_object_get(entry, "earlier_rows"));
	table_json_number(page, json_object_get(entry, "rows"));
	html_put(page, "<td class=\"number\">");
	if (json_is_number(overlap))
		html_percent(page, json_number_value(overlap));
	else
		html_put(page, "\xE2\x80\x93");
	html_put(page, "</td>");
	put_parts(page, json_object_get(entry, "from"));
	put_parts(page, json_object_get(entry, "into"));
	html_put(page, "</tr>\n");
}

static void put_changes(struct html *page, const struct report *report)
{
	const json_t *changes = report->artifacts->changes;
	const json_t *segments = json_object_get(changes, "segments");
	size_t kept = 0;
	for (size_t i = 0; i < json_array_size(segments); i++)
		kept += strcmp(json_string_value(json_object_get(json_array_get(segments, i), "change")),
		               "kept") == 0;
	html_put(page, "<h3>The segments</h3>\n<p>");
	html_format(page, "%zu of the %" JSON_INTEGER_FORMAT " earlier segments are kept", kept,
	            json_integer_value(json_object_get(changes, "earlier_k")));
	html_format(page, "; there are %" JSON_INTEGER_FORMAT " now. ",
	            json_integer_value(json_object_get(changes, "k")));
	html_put(page, "They are held against the earlier model on the customers of this run.</p>\n");
	table_begin(page, "change-table", "What became of the earlier segments, by the customers that "
	            "are in both");
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Segment", false);
	table_head(page, "Change", false);
	table_head(page, "By the earlier model", true);
	table_head(page, "Now", true);
	table_head(page, "Overlap", true);
	table_head(page, "Came from", false);
	table_head(page, "Went to", false);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < json_array_size(segments); i++)
		put_segment_change(page, report, json_array_get(segments, i));
	table_end(page);
}

static const struct {
	const char *column, *head;
} drift_columns[] = {
	{ "psi", "Stability index" }, { "noise_95", "Chance alone reaches" },
	{ "mean_reference", "Mean before" }, { "mean_new", "Mean now" },
	{ "shift_sd", "Shift in standard deviations" },
};

enum { DRIFT_COLUMNS = sizeof drift_columns / sizeof *drift_columns };

static void put_drift(struct html *page, const struct sheet *drift)
{
	size_t feature = sheet_column(drift, "feature"), verdict = sheet_column(drift, "verdict");
	html_put(page, "<h3>The customers</h3>\n<p>How far the customers have moved from those of the "
	         "earlier run. Up to 0.1 a population stability index is usually taken as stable, and "
	         "from 0.25 on as a reason to fit the segments anew; below what chance alone reaches "
	         "it says nothing.</p>\n");
	table_begin(page, "drift-table", "Drift of each feature, and of the sizes of the segments");
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Feature", false);
	table_head(page, "Verdict", false);
	for (size_t i = 0; i < DRIFT_COLUMNS; i++)
		if (sheet_column(drift, drift_columns[i].column) < drift->header.count)
			table_head(page, drift_columns[i].head, true);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
	for (size_t row = 0; row < drift->rows; row++) {
		const char *word = sheet_cell(drift, row, verdict);
		html_put(page, "<tr><th scope=\"row\">");
		if (strcmp(sheet_cell(drift, row, feature), "cluster") == 0)
			html_put(page, "sizes of the segments");
		else
			put_column_name(page, sheet_cell(drift, row, feature));
		html_put(page, "</th><td>");
		html_put(page, strcmp(word, "stable") == 0 ? "" : "<strong>");
		html_data(page, word, strlen(word));
		html_put(page, strcmp(word, "stable") == 0 ? "</td>" : "</strong></td>");
		for (size_t i = 0; i < DRIFT_COLUMNS; i++) {
			size_t column = sheet_column(drift, drift_columns[i].column);
			if (column == drift->header.count)
				continue;
			html_put(page, "<td class=\"number\">");
			html_number(page, sheet_number(drift, row, column));
			html_put(page, "</td>");
		}
		html_put(page, "</tr>\n");
	}
	table_end(page);
}

void section_changes(struct html *page, const struct report *report)
{
	if (report->artifacts->changes != NULL)
		put_changes(page, report);
	if (report->artifacts->there[ARTIFACT_DRIFT])
		put_drift(page, &report->artifacts->drift);
}
