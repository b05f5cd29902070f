#include "report/parts.h"
#include "report/sections.h"
#include "stream/columns.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = 6 };

bool outliers_there(const struct report *report)
{
	return report->artifacts->there[ARTIFACT_OUTLIERS] || report->artifacts->density != NULL;
}

static bool has_identity(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->header.count; i++)
		if (column_is_identity(sheet->header.names[i]))
			return true;
	return false;
}

/* Who it is and why; without reasons, the raw features, whose twins are there. */
static bool is_shown(const struct sheet *sheet, size_t column)
{
	const char *name = sheet->header.names[column];
	bool reasons = sheet_column(sheet, "reasons") < sheet->header.count;
	if (column_is_identity(name))
		return true;
	if (reasons || column_has_role(name))
		return false;
	char twin[256];
	int length = snprintf(twin, sizeof twin, MODEL_PREFIX "%s", name);
	return (size_t)length < sizeof twin && sheet_column(sheet, twin) < sheet->header.count;
}

/* More features than a page has columns for stand in one, each with its name. */
static bool are_listed(const struct sheet *sheet)
{
	size_t features = 0;
	for (size_t i = 0; i < sheet->header.count; i++)
		features += is_shown(sheet, i) && !column_is_identity(sheet->header.names[i]);
	return features > MOST_COLUMNS;
}

static bool is_column(const struct sheet *sheet, size_t column, bool listed)
{
	return is_shown(sheet, column)
	    && (!listed || column_is_identity(sheet->header.names[column]));
}

static void put_features(struct html *page, const struct sheet *sheet, size_t row)
{
	const char *between = "";
	html_put(page, "<td class=\"wide\">");
	for (size_t i = 0; i < sheet->header.count; i++) {
		if (!is_shown(sheet, i) || is_column(sheet, i, true))
			continue;
		const char *cell = sheet_cell(sheet, row, i);
		html_put(page, between);
		put_column_name(page, sheet->header.names[i]);
		html_put(page, "\xC2\xA0");
		html_data(page, cell, strlen(cell));
		between = ", ";
	}
	html_put(page, "</td>");
}

static void put_head(struct html *page, const struct sheet *sheet, bool reasons)
{
	bool listed = are_listed(sheet);
	html_put(page, "<thead>\n<tr>");
	if (!has_identity(sheet))
		table_head(page, "Row of outliers.csv", true);
	for (size_t i = 0; i < sheet->header.count; i++)
		if (is_column(sheet, i, listed))
			table_head_data(page, sheet->header.names[i], false);
	if (listed)
		table_head(page, "Features", false);
	table_head(page, "Segment", false);
	if (reasons)
		table_head(page, "What sets it apart", false);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
}

static void put_row(struct html *page, const struct report *report, size_t row)
{
	const struct sheet *sheet = &report->artifacts->outliers;
	size_t segment = sheet_column(sheet, "cluster"), reasons = sheet_column(sheet, "reasons");
	bool first = has_identity(sheet), listed = are_listed(sheet);
	html_put(page, "<tr>");
	if (!first) {
		html_put(page, "<th scope=\"row\" class=\"number\">");
		html_format(page, "%zu", row + 1);
		html_put(page, "</th>");
	}
	for (size_t i = 0; i < sheet->header.count; i++) {
		if (!is_column(sheet, i, listed))
			continue;
		const char *cell = sheet_cell(sheet, row, i);
		html_put(page, first ? "<th scope=\"row\">" : "<td>");
		html_data(page, cell, strlen(cell));
		html_put(page, first ? "</th>" : "</td>");
		first = false;
	}
	if (listed)
		put_features(page, sheet, row);
	html_put(page, "<td>");
	if (segment < sheet->header.count)
		put_segment(page, report, sheet_cell(sheet, row, segment));
	html_put(page, "</td>");
	if (reasons < sheet->header.count) {
		html_put(page, "<td class=\"wide\"><ul>");
		put_items(page, sheet_cell(sheet, row, reasons), "", "; ", SIZE_MAX);
		html_put(page, "</ul></td>");
	}
	html_put(page, "</tr>\n");
}

void section_outliers(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	const struct sheet *sheet = &a->outliers;
	bool reasons = sheet_column(sheet, "reasons") < sheet->header.count;
	size_t count = artifacts_outliers(a);
	if (count == 0) {
		html_put(page, "<p>No customer is an outlier.</p>\n");
		return;
	}
	html_put(page, "<p>");
	html_count(page, count, "customer is unlike all others.",
	           "customers are unlike all others.");
	html_put(page, " They are in a segment all the same, the one whose centre is nearest; look at "
	         "them one by one before a campaign does.");
	if (sheet->total > sheet->rows) {
		html_format(page, " The first %zu of the file are shown; all of them are in ",
		            sheet->rows);
		html_put(page, "<code>outliers.csv</code>.");
	}
	if (sheet->total == 0) {
		html_put(page, " Which they are is not known here: there was no "
		         "<code>outliers.csv</code>.</p>\n");
		return;
	}
	html_put(page, "</p>\n");
	table_begin(page, "outlier-table", reasons
	            ? "Outliers, with the features that set them apart, their values, how far that is "
	              "from the nearest dense region, and which part of the distance they make up"
	            : "Outliers, with their features");
	put_head(page, sheet, reasons);
	for (size_t i = 0; i < sheet->rows; i++)
		put_row(page, report, i);
	table_end(page);
	bool open = false;
	for (size_t i = 0; i < sheet->header.count; i++)
		if (is_column(sheet, i, are_listed(sheet)))
			put_long_name(page, sheet->header.names[i], &open);
	html_put(page, open ? "</ul>\n" : "");
}
