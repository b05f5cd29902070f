#include "report/parts.h"
#include "report/sections.h"

#include <string.h>

static const struct {
	const char *key, *name, *better;
	const char *choice; /* the key of its own choice */
} signals[] = {
	{ "inertia", "Inertia", "falls with every k; its bend, the elbow, counts", "elbow" },
	{ "silhouette", "Silhouette", "higher is better, at most 1", "silhouette" },
	{ "calinski_harabasz", "Calinski-Harabasz", "higher is better", "calinski_harabasz" },
	{ "davies_bouldin", "Davies-Bouldin", "lower is better", "davies_bouldin" },
	{ "gap", "Gap", "higher than for one group", "gap" },
	{ "prediction_strength", "Prediction strength", "above 0.8 is strong",
	  "prediction_strength" },
	{ "bootstrapped_ari", "Bootstrapped ARI", "higher is better, at most 1",
	  "bootstrapped_ari" },
};

enum { SIGNALS = sizeof signals / sizeof *signals };

bool choice_there(const struct report *report)
{
	return report->artifacts->kselect != NULL;
}

static bool is_asked(const json_t *rows, size_t signal)
{
	return json_object_get(json_array_get(rows, 0), signals[signal].key) != NULL;
}

static void put_head(struct html *page, const json_t *rows)
{
	html_put(page, "<thead>\n<tr>");
	table_head(page, "k", true);
	for (size_t i = 0; i < SIGNALS; i++) {
		if (!is_asked(rows, i))
			continue;
		html_put(page, "<th scope=\"col\" class=\"number\">");
		html_put(page, signals[i].name);
		html_put(page, "<span class=\"hint\">");
		html_put(page, signals[i].better);
		html_put(page, "</span></th>");
	}
	table_head(page, "Customers in the smallest segment", true);
	html_put(page, "</tr>\n</thead>\n<tbody>\n");
}

static void put_smallest(struct html *page, const json_t *sizes)
{
	json_int_t least = -1;
	for (size_t i = 0; i < json_array_size(sizes); i++) {
		json_int_t size = json_integer_value(json_array_get(sizes, i));
		least = least < 0 || size < least ? size : least;
	}
	json_t *value = least < 0 ? json_null() : json_integer(least);
	table_json_number(page, value);
	json_decref(value);
}

static void put_row(struct html *page, const json_t *rows, const json_t *row, const json_t *kselect)
{
	json_int_t k = json_integer_value(json_object_get(row, "k"));
	bool chosen = k == json_integer_value(json_object_get(kselect, "recommended"));
	const json_t *choices = json_object_get(kselect, "choices");
	html_put(page, chosen ? "<tr class=\"chosen\"><th scope=\"row\" class=\"number\">"
	                      : "<tr><th scope=\"row\" class=\"number\">");
	html_format(page, "%" JSON_INTEGER_FORMAT, k);
	html_put(page, chosen ? " <span class=\"hint\">recommended</span></th>" : "</th>");
	for (size_t i = 0; i < SIGNALS; i++) {
		if (!is_asked(rows, i))
			continue;
		const json_t *value = json_object_get(row, signals[i].key);
		const json_t *own = json_object_get(choices, signals[i].choice);
		html_put(page, "<td class=\"number\">");
		html_number(page, json_number_value(value));
		if (json_is_integer(own) && json_integer_value(own) == k)
			html_put(page, " <span class=\"hint\">its choice</span>");
		html_put(page, "</td>");
	}
	put_smallest(page, json_object_get(row, "sizes"));
	html_put(page, "</tr>\n");
}

static void put_structure(struct html *page, const json_t *kselect)
{
	const json_t *structure = json_object_get(kselect, "structure");
	const char *why = json_string_value(json_object_get(kselect, "structure_why"));
	html_put(page, "<p><strong>Are there segments at all?</strong> ");
	if (json_is_boolean(structure)) {
		html_put(page, json_is_true(structure)
		         ? "Yes" : "No: there is no cluster structure, and the segments cut one group "
		                   "into pieces");
		if (why != NULL) {
			html_put(page, ": ");
			html_words(page, why);
		}
		html_put(page, ".</p>\n");
	} else {
		html_put(page, "This was not tested; <code>seg-kselect --signals gap</code> does "
		         "it.</p>\n");
	}
}

void section_choice(struct html *page, const struct report *report)
{
	const json_t *kselect = report->artifacts->kselect;
	const json_t *rows = json_object_get(kselect, "table");
	html_put(page, "<p class=\"lead\">");
	html_words(page, json_string_value(json_object_get(kselect, "why")));
	html_put(page, ".</p>\n");
	put_structure(page, kselect);
	table_begin(page, "choice-table", "What each signal says of each number of segments, k");
	put_head(page, rows);
	for (size_t i = 0; i < json_array_size(rows); i++)
		put_row(page, rows, json_array_get(rows, i), kselect);
	table_end(page);
}
