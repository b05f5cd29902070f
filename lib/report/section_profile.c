#include "report/parts.h"
#include "report/sections.h"

#include <math.h>
#include <string.h>

/* What else than the segment itself a column tells of. */
static bool is_shown(const struct segments *segments, size_t column)
{
	return column != segments->count_at && column != segments->share_at
	    && column != segments->stability_at && segments->columns[column].use != COLUMN_OTHER;
}

static bool is_share(const struct segments *segments, size_t column)
{
	return strncmp(segments->names.names[column], "share_", 6) == 0;
}

static void put_head(struct html *page, const struct segments *segments)
{
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Segment", false);
	table_head(page, "Customers", true);
	table_head(page, "Share", true);
	for (size_t i = 0; i < segments->names.count; i++)
		if (is_shown(segments, i))
			table_head_data(page, segments->names.names[i], true);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
}

/* The value, and beside a mean of all customers that is positive, how much of it. */
static void put_value(struct html *page, const struct segments *segments, size_t column,
                      double value)
{
	const struct segment_column *about = &segments->columns[column];
	html_put(page, "<td class=\"number\">");
	if (is_share(segments, column))
		html_percent(page, value);
	else
		html_number(page, value);
	double percent = 100 * value / about->population.mean;
	if (about->use == COLUMN_FEATURE && !about->population.zero && about->population.mean > 0
	    && value >= 0 && isfinite(percent)) {
		html_put(page, percent >= 120 ? " <span class=\"index high\">"
		         : percent <= 80 ? " <span class=\"index low\">" : " <span class=\"index\">");
		html_put(page, percent >= 120 ? "<span aria-hidden=\"true\">▲ </span>"
		         : percent <= 80 ? "<span aria-hidden=\"true\">▼ </span>" : "");
		html_number(page, floor(percent + 0.5));
		html_put(page, "\xE2\x80\xAF%</span>");
	}
	html_put(page, "</td>");
}

static void put_row(struct html *page, const struct report *report, size_t segment)
{
	const struct segments *segments = &report->artifacts->segments;
	html_put(page, "<tr><th scope=\"row\">");
	put_segment(page, report, segments->labels.names[segment]);
	html_put(page, "</th><td class=\"number\">");
	html_number(page, segments_value(segments, segment, segments->count_at));
	html_put(page, "</td><td class=\"number\">");
	html_percent(page, segments_value(segments, segment, segments->share_at));
	html_put(page, "</td>");
	for (size_t i = 0; i < segments->names.count; i++)
		if (is_shown(segments, i))
			put_value(page, segments, i, segments_value(segments, segment, i));
	html_put(page, "</tr>\n");
}

static void put_all(struct html *page, const struct artifacts *a)
{
	const struct segments *segments = &a->segments;
	html_put(page, "<tr class=\"all\"><th scope=\"row\">All customers</th><td class=\"number\">");
	html_number(page, a->customers);
	html_put(page, "</td><td class=\"number\">");
	html_percent(page, 1);
	html_put(page, "</td>");
	for (size_t i = 0; i < segments->names.count; i++) {
		if (!is_shown(segments, i))
			continue;
		html_put(page, "<td class=\"number\">");
		if (segments->columns[i].use != COLUMN_FEATURE && !is_share(segments, i))
			html_number(page, NAN);
		else if (is_share(segments, i))
			html_percent(page, segments->columns[i].population.mean);
		else
			html_number(page, segments->columns[i].population.mean);
		html_put(page, "</td>");
	}
	html_put(page, "</tr>\n");
}

void section_profile(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	table_begin(page, "profile-table",
	            "The mean of each feature in each segment, and how much of the average of all "
	            "customers that is (▲\xC2\xA0" "from 120\xE2\x80\xAF% on, ▼\xC2\xA0" "up to 80\xE2\x80\xAF%)");
	put_head(page, &a->segments);
	for (size_t i = 0; i < a->segments.count; i++)
		put_row(page, report, i);
	put_all(page, a);
	table_end(page);
	bool open = false;
	for (size_t i = 0; i < a->segments.names.count; i++)
		if (is_shown(&a->segments, i))
			put_long_name(page, a->segments.names.names[i], &open);
	html_put(page, open ? "</ul>\n" : "");
}
