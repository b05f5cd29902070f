#include "report/parts.h"
#include "report/sections.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What a sheet of paper has room for: features, and the characters of their heads, each with
 * what stands around it.  A number takes as much as LEAST_WIDTH of them. */
enum { MOST_FEATURES = 6, ROOM = 72, LEAST_WIDTH = 9, AROUND = 2 };

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

/* The columns from `first` up to `end`, of which `count` are shown; those before are `before`. */
struct block {
	size_t first, end, before, count;
};

/* The next block: `most` features at most, as many as fit. */
static void find_block(const struct segments *segments, size_t most, struct block *block)
{
	size_t room = 0;
	block->first = block->end;
	block->before += block->count;
	block->count = 0;
	for (; block->end < segments->names.count; block->end++) {
		if (!is_shown(segments, block->end))
			continue;
		size_t width = table_head_width(segments->names.names[block->end]);
		room += AROUND + (width > LEAST_WIDTH ? width : LEAST_WIDTH);
		if (block->count == most || (block->count > 0 && room > ROOM))
			return;
		block->count++;
	}
}

static void put_head(struct html *page, const struct segments *segments, const struct block *block)
{
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Segment", false);
	table_head(page, "Customers", true);
	table_head(page, "Share", true);
	for (size_t i = block->first; i < block->end; i++)
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

static void put_row(struct html *page, const struct report *report, size_t segment,
                    const struct block *block)
{
	const struct segments *segments = &report->artifacts->segments;
	html_put(page, "<tr><th scope=\"row\">");
	put_segment(page, report, segments->labels.names[segment]);
	html_put(page, "</th><td class=\"number\">");
	html_number(page, segments_value(segments, segment, segments->count_at));
	html_put(page, "</td><td class=\"number\">");
	html_percent(page, segments_value(segments, segment, segments->share_at));
	html_put(page, "</td>");
	for (size_t i = block->first; i < block->end; i++)
		if (is_shown(segments, i))
			put_value(page, segments, i, segments_value(segments, segment, i));
	html_put(page, "</tr>\n");
}

static void put_all(struct html *page, const struct artifacts *a, const struct block *block)
{
	const struct segments *segments = &a->segments;
	html_put(page, "<tr class=\"all\"><th scope=\"row\">All customers</th><td class=\"number\">");
	html_number(page, a->customers);
	html_put(page, "</td><td class=\"number\">");
	html_percent(page, 1);
	html_put(page, "</td>");
	for (size_t i = block->first; i < block->end; i++) {
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

static void put_block(struct html *page, const struct report *report, const struct block *block,
                      size_t all)
{
	static const char about[] =
		"The mean of each feature in each segment, and how much of the average of all customers "
		"that is (▲\xC2\xA0" "from 120\xE2\x80\xAF% on, ▼\xC2\xA0" "up to 80\xE2\x80\xAF%)";
	const struct artifacts *a = report->artifacts;
	char id[64] = "profile-table", caption[sizeof about + 80] = "", which[72] = "";
	if (block->before > 0)
		snprintf(id, sizeof id, "profile-table-%zu", block->before + 1);
	if (block->count == 1 && all > 1)
		snprintf(which, sizeof which, "eature %zu of %zu", block->before + 1, all);
	else if (block->count < all)
		snprintf(which, sizeof which, "eatures %zu to %zu of %zu", block->before + 1,
		         block->before + block->count, all);
	snprintf(caption, sizeof caption, "%s%s%s", block->before > 0 ? "F" : about,
	         block->before == 0 && which[0] != '\0' ? "; f" : "", which);
	table_begin(page, id, caption);
	put_head(page, &a->segments, block);
	for (size_t i = 0; i < a->segments.count; i++)
		put_row(page, report, i, block);
	put_all(page, a, block);
	table_end(page);
}

/* As many blocks as paper asks for, and each of about as many features. */
void section_profile(struct html *page, const struct report *report)
{
	const struct segments *segments = &report->artifacts->segments;
	struct block block = { 0 };
	size_t blocks = 0, all;
	while (block.end < segments->names.count) {
		find_block(segments, MOST_FEATURES, &block);
		blocks += block.count > 0;
	}
	all = block.before + block.count;
	size_t most = blocks > 1 ? (all + blocks - 1) / blocks : MOST_FEATURES;
	block = (struct block){ 0 };
	do {
		find_block(segments, most, &block);
		put_block(page, report, &block, all);
	} while (block.before + block.count < all);
	bool open = false;
	for (size_t i = 0; i < segments->names.count; i++)
		if (is_shown(segments, i))
			put_long_name(page, segments->names.names[i], &open);
	html_put(page, open ? "</ul>\n" : "");
}
