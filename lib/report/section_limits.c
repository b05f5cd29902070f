#include "report/parts.h"
#include "report/sections.h"

#include <math.h>
#include <string.h>

enum { FEW_CUSTOMERS = 30, MOST_NAMED = 12 };
static const double poor_fit = 0.25; /* Kaufman and Rousseeuw 1990: no substantial structure */

static void put_method(struct html *page, const struct artifacts *a)
{
	const json_t *features = json_object_get(artifacts_stage(a, "seg-scale", "features"),
	                                         "features");
	html_put(page, "<li>k-means draws straight borders between centres");
	if (json_array_size(features) > 0) {
		html_put(page, ", here by ");
		put_list(page, features);
		html_put(page, " and nothing else");
	}
	html_put(page, ". It cannot see long or bent groups, and it finds as many segments as it is "
	         "asked for, whether they are there or not.</li>\n");
}

static void put_structure(struct html *page, const struct artifacts *a)
{
	const json_t *structure = json_object_get(a->kselect, "structure");
	if (json_is_false(structure))
		html_put(page, "<li>A test found no cluster structure: the segments are pieces of one "
		         "group, and their borders are arbitrary.</li>\n");
	else if (!json_is_true(structure))
		html_put(page, a->metadata != NULL
		         ? "<li>Whether there are segments at all, rather than one group, was not "
		           "tested. Pieces of one group can be found again and again, too; "
		           "<code>seg-kselect --signals gap</code> tests it.</li>\n"
		         : "<li>Whether there are segments at all, rather than one group, is not known "
		           "here. Pieces of one group can be found again and again, too.</li>\n");
	if (a->kselect == NULL) {
		html_put(page, "<li>The number of segments was given, or what spoke for it was not "
		         "kept; no other number was compared with it here.</li>\n");
		return;
	}
	const json_t *rows = json_object_get(a->kselect, "table");
	json_int_t k = json_integer_value(json_object_get(a->kselect, "recommended"));
	json_int_t first = json_integer_value(json_object_get(json_array_get(rows, 0), "k"));
	size_t last = json_array_size(rows) > 0 ? json_array_size(rows) - 1 : 0;
	json_int_t most = json_integer_value(json_object_get(json_array_get(rows, last), "k"));
	if (most > first && (k == most || (k == first && first > 2))) {
		html_put(page, "<li>The recommended number is at the end of the range that was tried, "
		         "from ");
		html_format(page, "%" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT, first, most);
		html_put(page, "; a better one may lie beyond it.</li>\n");
	}
	if (json_is_false(json_object_get(a->kselect, "agree")))
		html_put(page, "<li>The signals do not agree on the number of segments; another one can "
		         "be as good.</li>\n");
}

/* The segments for which it holds, by name: "2 VIP Big Spenders, 5 ...". */
typedef bool holds_for(const struct artifacts *artifacts, size_t segment);

static bool is_small(const struct artifacts *a, size_t i)
{
	return segments_value(&a->segments, i, a->segments.count_at) < FEW_CUSTOMERS;
}

static bool fits_poorly(const struct artifacts *a, size_t i)
{
	const json_t *entry = artifacts_entry(json_object_get(a->metrics, "clusters"), "cluster",
	                                      a->segments.labels.names[i], i);
	const json_t *silhouette = json_object_get(entry, "silhouette");
	return json_is_number(silhouette) && json_number_value(silhouette) <= poor_fit;
}

static bool is_in_doubt(const struct artifacts *a, size_t i)
{
	const char *word = a->segments.trusts.count > 0 ? a->segments.trusts.names[i] : "";
	return strcmp(word, "untrusted") == 0 || strcmp(word, "doubtful") == 0;
}

static void put_segments(struct html *page, const struct report *report, holds_for *holds,
                         const char *before, const char *behind)
{
	const struct artifacts *a = report->artifacts;
	size_t count = 0;
	for (size_t i = 0; i < a->segments.count; i++) {
		if (!holds(a, i) || count++ >= MOST_NAMED)
			continue;
		html_put(page, count > 1 ? ", " : "<li>");
		html_put(page, count > 1 ? "" : before);
		put_segment(page, report, a->segments.labels.names[i]);
	}
	if (count > MOST_NAMED)
		html_format(page, " and %zu more", count - MOST_NAMED);
	html_put(page, count > 0 ? behind : "");
	html_put(page, count > 0 ? "</li>\n" : "");
}

static void put_silhouette(struct html *page, const struct artifacts *a)
{
	double epsilon = json_number_value(json_object_get(a->metrics, "silhouette_epsilon"));
	if (a->metrics == NULL || !(epsilon > 0))
		return;
	html_put(page, "<li>The silhouettes are estimates, for there are ");
	html_count(page, (uint64_t)json_integer_value(json_object_get(a->metrics, "n_rows")),
	           "row", "rows");
	html_put(page, ": with probability 0.95 they are off by about ");
	html_number(page, epsilon);
	html_put(page, " at most, mostly by far less.</li>\n");
}

static void put_stability(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	if (a->stability != NULL) {
		html_put(page, "<li>Trust comes from ");
		html_count(page, (uint64_t)json_integer_value(json_object_get(a->stability, "bootstraps")),
		           "draw", "draws");
		html_put(page, " of the customers of this one table. It says what other customers of the "
		         "same kind would give, not whether the kind stays the same.</li>\n");
	} else if (a->segments.trusts.count == 0) {
		html_put(page, "<li>How far each segment can be trusted was not measured.</li>\n");
	}
	put_segments(page, report, is_in_doubt, "Not to be relied on, by their stability: ", ".");
}

static void put_outliers(struct html *page, const struct artifacts *a)
{
	const json_t *percentile = json_object_get(a->density, "eps_percentile");
	if (a->density == NULL)
		return;
	html_put(page, "<li>");
	html_count(page, (uint64_t)json_integer_value(json_object_get(a->density, "outliers")),
	           "customer counts as an outlier", "customers count as outliers");
	html_put(page, " at a radius (eps) of ");
	html_number(page, json_number_value(json_object_get(a->density, "eps")));
	html_put(page, ", and another radius gives others. ");
	if (json_is_number(percentile)) {
		html_put(page, "It was set so that about all but ");
		html_number(page, 100 - json_number_value(percentile));
		html_put(page, "\xE2\x80\xAF% of the customers are in dense regions; so no more than "
		         "about that many can be outliers, whatever the data.");
	} else {
		html_put(page, "It was given, not derived from the data.");
	}
	html_put(page, "</li>\n");
}

static void put_personas(struct html *page, const struct artifacts *a)
{
	const json_t *stage = artifacts_stage(a, "seg-persona", "rules");
	const json_t *levels = json_object_get(stage, "levels");
	if (!a->there[ARTIFACT_PERSONAS])
		return;
	html_put(page, "<li>Names, goals and actions come from rules on the averages of a segment");
	if (stage != NULL) {
		html_put(page, " (");
		put_scalar(page, json_object_get(stage, "rules"));
		if (levels != NULL) {
			html_put(page, "; low up to ");
			html_number(page, 100 * json_number_value(json_object_get(levels, "low")));
			html_put(page, "\xE2\x80\xAF%, high from ");
			html_number(page, 100 * json_number_value(json_object_get(levels, "high")));
			html_put(page, "\xE2\x80\xAF% of the average");
		}
		html_put(page, ")");
	}
	html_put(page, ", not from anything that is known of the customers, and no one in it need be "
	         "like the average.</li>\n");
}

/* A file that speaks of other customers than the segments do. */
static void put_mix(struct html *page, const struct artifacts *a, enum artifact file, double rows)
{
	if (rows == a->customers)
		return;
	html_put(page, "<li><code>");
	html_put(page, artifact_name(file));
	html_put(page, "</code> has ");
	html_count(page, (uint64_t)rows, "row", "rows");
	html_put(page, ", but the segments have ");
	html_number(page, a->customers);
	html_put(page, " customers together: the files are not of one run.</li>\n");
}

/* Outliers are counted in up to three files. */
static void put_outlier_mix(struct html *page, const struct artifacts *a)
{
	const json_t *told = json_object_get(a->density, "outliers");
	size_t listed = artifacts_outliers(a), counts[] = {
		told != NULL ? (size_t)json_integer_value(told) : listed,
		a->has_flags ? a->flagged : listed,
	};
	static const enum artifact files[] = { ARTIFACT_METADATA, ARTIFACT_SEGMENTS };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		/* Without outliers there may be no list of them. */
		if (counts[i] == listed || (!a->there[ARTIFACT_OUTLIERS] && told == NULL))
			continue;
		html_put(page, "<li><code>");
		html_put(page, artifact_name(a->there[ARTIFACT_OUTLIERS] ? ARTIFACT_OUTLIERS
		                             : ARTIFACT_METADATA));
		html_put(page, "</code> has ");
		html_count(page, listed, "outlier", "outliers");
		html_put(page, ", but <code>");
		html_put(page, artifact_name(files[i]));
		html_put(page, "</code> has ");
		html_format(page, "%zu", counts[i]);
		html_put(page, ": the files are not of one run.</li>\n");
	}
}

static void put_rows(struct html *page, const struct artifacts *a)
{
	const json_t *stage = artifacts_stage(a, "seg-features", "rows_set_aside");
	json_int_t aside = json_integer_value(json_object_get(stage, "rows_set_aside"));
	const char *missing = json_string_value(json_object_get(stage, "missing"));
	if (aside > 0) {
		html_put(page, "<li>");
		html_count(page, (uint64_t)aside, "row was set aside and is",
		           "rows were set aside and are");
		html_put(page, " in no segment.</li>\n");
	}
	if (missing != NULL && (strcmp(missing, "mean") == 0 || strcmp(missing, "median") == 0)) {
		html_put(page, "<li>Missing cells were filled with the ");
		html_put(page, missing);
		html_put(page, " of their column, which makes customers more alike than they are.</li>\n");
	}
	if (a->there[ARTIFACT_SEGMENTS])
		put_mix(page, a, ARTIFACT_SEGMENTS, (double)a->labelled);
	if (a->metrics != NULL)
		put_mix(page, a, ARTIFACT_METRICS,
		        json_number_value(json_object_get(a->metrics, "n_rows")));
	if (a->stability != NULL)
		put_mix(page, a, ARTIFACT_STABILITY,
		        json_number_value(json_object_get(a->stability, "n_rows")));
	put_outlier_mix(page, a);
}

static void put_rules(struct html *page, const struct artifacts *a)
{
	const json_t *stage = artifacts_stage(a, "seg-rules", "agreement");
	const json_t *agreement = json_object_get(stage, "agreement");
	if (a->rules.length == 0)
		return;
	html_put(page, "<li>The rules are shorter than the segments and disagree with them ");
	if (json_is_number(agreement)) {
		html_put(page, "on ");
		html_percent(page, 1 - json_number_value(agreement));
		html_put(page, " of the rows");
	} else {
		html_put(page, "where they say so");
	}
	html_put(page, "; that was counted on the very customers that they were made from.</li>\n");
}

static void put_drift(struct html *page, const struct artifacts *a)
{
	size_t verdict = sheet_column(&a->drift, "verdict");
	size_t feature = sheet_column(&a->drift, "feature");
	bool open = false;
	for (size_t i = 0; i < a->drift.rows; i++) {
		if (strcmp(sheet_cell(&a->drift, i, verdict), "refit") != 0)
			continue;
		html_put(page, open ? ", " : "<li>Since the previous run the customers have moved so far "
		         "that segments from then no longer fit them, by ");
		put_column_name(page, sheet_cell(&a->drift, i, feature));
		open = true;
	}
	html_put(page, open ? ".</li>\n" : "");
}

/* What is not there is said, for its absence would otherwise look like good news. */
static void put_missing(struct html *page, const struct report *report)
{
	static const struct {
		enum artifact artifact;
		const char *what;
	} files[] = {
		{ ARTIFACT_PERSONAS, "names, goals and actions of the segments; seg-persona finds them" },
		{ ARTIFACT_SEGMENTS, "most pictures" },
		{ ARTIFACT_METRICS, "the scores" },
		{ ARTIFACT_METADATA, "what was run, and why this number of segments" },
		{ ARTIFACT_STABILITY, "how often each segment is found again" },
		{ ARTIFACT_RULES, "the rules" },
	};
	const struct artifacts *a = report->artifacts;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (!a->there[files[i].artifact]) {
			html_put(page, "<li>There was no <code>");
			html_put(page, artifact_name(files[i].artifact));
			html_put(page, "</code>, so this page does not show ");
			html_put(page, files[i].what);
			html_put(page, ".</li>\n");
		}
	if (!a->there[ARTIFACT_OUTLIERS] && a->density == NULL)
		html_put(page, "<li>There was no <code>outliers.csv</code>: whether there are outliers "
		         "is not known here.</li>\n");
	if (report->pictures->no_gnuplot)
		html_put(page, "<li>gnuplot was not installed, so there are no pictures; with it (Debian "
		         "and Ubuntu: <code>apt-get install gnuplot-nox</code>) seg-report draws "
		         "them.</li>\n");
	for (size_t i = 0; i < PICTURES; i++) {
		const struct picture *picture = &report->pictures->list[i];
		if (picture->trouble.text[0] == '\0')
			continue;
		html_put(page, "<li>No picture \xE2\x80\x9C");
		html_put(page, picture->heading);
		html_put(page, "\xE2\x80\x9D: ");
		html_data(page, picture->trouble.text, strlen(picture->trouble.text));
		html_put(page, ".</li>\n");
	}
}

void section_limits(struct html *page, const struct report *report)
{
	const struct artifacts *a = report->artifacts;
	html_put(page, "<ul class=\"limits\">\n");
	put_method(page, a);
	put_structure(page, a);
	put_segments(page, report, fits_poorly, "On average as near to another segment as to their "
	             "own, or nearly (silhouette up to 0.25): the customers of ", ".");
	put_segments(page, report, is_small, "Fewer than 30 customers, so that a few others would "
	             "change the averages: ", ".");
	put_silhouette(page, a);
	put_stability(page, report);
	put_outliers(page, a);
	put_personas(page, a);
	put_rows(page, a);
	put_rules(page, a);
	put_drift(page, a);
	put_missing(page, report);
	html_put(page, "</ul>\n");
}
