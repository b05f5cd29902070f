/* What the pictures of silhouettes and stability show, as numbers. */
#include "report/parts.h"
#include "report/sections.h"

static const json_t *find_score(const struct artifacts *a, size_t i)
{
	return artifacts_entry(json_object_get(a->metrics, "clusters"), "cluster",
	                       a->segments.labels.names[i], i);
}

static bool has_silhouettes(const struct artifacts *a)
{
	for (size_t i = 0; i < a->segments.count; i++)
		if (json_is_number(json_object_get(find_score(a, i), "silhouette")))
			return true;
	return false;
}

static bool has_stability(const struct artifacts *a)
{
	return a->segments.stability_at < a->segments.names.count;
}

bool fit_there(const struct report *report)
{
	return has_silhouettes(report->artifacts) || has_stability(report->artifacts);
}

static void put_row(struct html *page, const struct report *report, size_t i)
{
	const struct artifacts *a = report->artifacts;
	const struct segments *segments = &a->segments;
	html_put(page, "<tr><th scope=\"row\">");
	put_segment(page, report, segments->labels.names[i]);
	html_put(page, "</th>");
	if (has_silhouettes(a))
		table_json_number(page, json_object_get(find_score(a, i), "silhouette"));
	if (has_stability(a)) {
		html_put(page, "<td class=\"number\">");
		html_number(page, segments_value(segments, i, segments->stability_at));
		html_put(page, "</td>");
	}
	if (segments->trusts.count > 0) {
		html_put(page, "<td>");
		html_words(page, segments->trusts.names[i]);
		html_put(page, "</td>");
	}
	html_put(page, "</tr>\n");
}

void section_fit(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	html_put(page, "<p>");
	html_put(page, has_silhouettes(a) ? "The silhouette tells how well the customers of a segment "
	         "fit, on average: 1 is perfect, below 0 they are nearer to another segment. " : "");
	html_put(page, has_stability(a) ? "Stability is how much of the segment is found again when "
	         "the customers are drawn anew: 1 is all, from 0.75 on it is stable." : "");
	html_put(page, "</p>\n");
	table_begin(page, "fit-table", "How well each segment holds together");
	html_put(page, "<thead>\n<tr>");
	table_head(page, "Segment", false);
	if (has_silhouettes(a))
		table_head(page, "Silhouette", true);
	if (has_stability(a))
		table_head(page, "Stability", true);
	if (a->segments.trusts.count > 0)
		table_head(page, "Trust", false);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
	for (size_t i = 0; i < a->segments.count; i++)
		put_row(page, report, i);
	table_end(page);
}
