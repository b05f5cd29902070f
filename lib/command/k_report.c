#include "command/k_report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool k_report_trusts(const struct k_report *report)
{
	return report->asked[K_GAP] || report->asked[K_PREDICTION_STRENGTH]
	       || report->asked[K_BOOTSTRAPPED_ARI];
}

/* How far the clusters of some k are from those of one group, in words. */
static const char *word_z(double z, char *text, size_t size)
{
	if (isinf(z))
		snprintf(text, size, "infinitely far");
	else
		snprintf(text, size, "%.1f standard deviations", fabs(z));
	return text;
}

/* Where the structure is that does not show with the k that were asked for. */
static void word_elsewhere(struct k_report *report)
{
	size_t k = report->trust.test.normal_k, length = strlen(report->structure_why);
	snprintf(report->structure_why + length, sizeof report->structure_why - length,
	         "; there is structure, but not with k in %zu:%zu: look at %s k", report->least,
	         report->most,
	         k > report->most ? "larger" : k < report->least ? "smaller" : "other");
}

void k_report_word_structure(struct k_report *report)
{
	const struct one_group_test *test = &report->trust.test;
	bool by_box = test->normal_k == 0;
	double z = by_box ? test->box_z : test->normal_z;
	char *text = report->structure_why, first[64], second[64];
	size_t size = sizeof report->structure_why;
	if (report->structure == STRUCTURE_NOT_TESTED)
		snprintf(text, size, "whether there are clusters at all was not tested; --signals gap "
		                     "tests it");
	else if (report->structure != STRUCTURE_NOT_FOUND)
		snprintf(text, size, "the clusters are tighter than those of one group: %s below rows "
		         "spread evenly over a box (k = %zu) and %s below normally distributed rows "
		         "(k = %zu), where %g are enough", word_z(test->box_z, first, sizeof first),
		         test->box_k, word_z(test->normal_z, second, sizeof second), test->normal_k,
		         ONE_GROUP_LIMIT);
	else
		snprintf(text, size, "with up to %zu groups the clusters are not tighter than those "
		         "of one group: at best (k = %zu) %s %s %s, where %g below are needed",
		         test->most_k, by_box ? test->box_k : test->normal_k, word_z(z, first, sizeof first),
		         z < 0 ? "above" : "below",
		         by_box ? "rows spread evenly over a box" : "normally distributed rows",
		         ONE_GROUP_LIMIT);
	if (report->structure == STRUCTURE_ELSEWHERE)
		word_elsewhere(report);
}

static json_t *choice_or_null(size_t k)
{
	return k > 0 ? json_integer((json_int_t)k) : json_null();
}

json_t *k_report_choices(const struct k_report *report)
{
	static const enum k_signal order[K_SIGNALS] = {
		K_ELBOW, K_SILHOUETTE, K_CALINSKI_HARABASZ, K_DAVIES_BOULDIN, K_GAP,
		K_PREDICTION_STRENGTH, K_BOOTSTRAPPED_ARI,
	};
	json_t *choices = json_object();
	for (size_t i = 0; i < K_SIGNALS; i++)
		if (report->asked[order[i]])
			json_object_set_new(choices, k_signal_names[order[i]],
			                    choice_or_null(report->choice.by[order[i]]));
	return choices;
}

json_t *k_report_structure(const struct k_report *report)
{
	return report->structure == STRUCTURE_NOT_TESTED
	    ? json_null() : json_boolean(report->structure != STRUCTURE_NOT_FOUND);
}

static json_t *numbers(const double *values, size_t count)
{
	json_t *array = json_array();
	for (size_t i = 0; array != NULL && i < count; i++)
		json_array_append_new(array, json_number(values[i]));
	return array;
}

static json_t *describe_gap(const struct k_trust *trust)
{
	json_t *k = json_array();
	for (size_t i = 0; k != NULL && i < trust->gap_count; i++)
		json_array_append_new(k, json_integer((json_int_t)trust->gap_k[i]));
	return json_pack("{s:I, s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "choice",
	                 (json_int_t)trust->gap_choice, "rule",
	                 "1 without structure, else the first k after which the gap rises less than a "
	                 "third as fast",
	                 "first_se_max", (json_int_t)trust->gap_first_se_max, "tibs_2001_se_max",
	                 (json_int_t)trust->gap_tibs_2001_se_max, "references",
	                 (json_int_t)trust->references, "k", k, "log_w",
	                 numbers(trust->log_w, trust->gap_count), "gap",
	                 numbers(trust->gap.value, trust->gap_count), "s",
	                 numbers(trust->gap.s, trust->gap_count));
}

static json_t *describe_test(const struct one_group_test *test)
{
	return json_pack("{s:o, s:I, s:o, s:o, s:f, s:I, s:b}", "box_z", json_number(test->box_z), "box_k",
	                 (json_int_t)test->box_k, "normal_z", json_number(test->normal_z),
	                 "normal_k", choice_or_null(test->normal_k), "limit", ONE_GROUP_LIMIT,
	                 "most_k", (json_int_t)test->most_k, "elsewhere", test->elsewhere);
}

/* The spread at the k that was chosen; nothing where that is not in the table. */
static struct spread at_choice(const struct k_report *report, const struct spread *spreads,
                               size_t choice)
{
	for (size_t i = 0; i < report->scores.count; i++)
		if (report->scores.k[i] == choice)
			return spreads[i];
	return (struct spread){ NAN, NAN };
}

static json_t *describe_spread(const struct k_report *report, const struct spread *spreads,
                               size_t choice, const char *rule, const char *drawn, size_t count)
{
	struct spread spread = at_choice(report, spreads, choice);
	return json_pack("{s:o, s:s, s:o, s:o, s:I}", "choice", choice_or_null(choice), "rule", rule,
	                 "mean", json_number(spread.mean), "sd", json_number(spread.sd), drawn,
	                 (json_int_t)count);
}

/* How each of the signals that look at drawn tables came to its choice. */
static json_t *describe_signals(const struct k_report *report)
{
	const struct k_trust *trust = &report->trust;
	json_t *signals = json_pack("{s:I}", "rows", (json_int_t)trust->rows);
	if (report->asked[K_GAP]) {
		json_object_set_new(signals, "gap", describe_gap(trust));
		json_object_set_new(signals, "structure_test", describe_test(&trust->test));
	}
	if (report->asked[K_PREDICTION_STRENGTH])
		json_object_set_new(signals, "prediction_strength",
		                    describe_spread(report, trust->strength, trust->strength_choice,
		                                    "the largest k with a mean above 0.8, else 1",
		                                    "splits", trust->splits));
	if (report->asked[K_BOOTSTRAPPED_ARI])
		json_object_set_new(signals, "bootstrapped_ari",
		                    describe_spread(report, trust->ari, trust->ari_choice,
		                                    "the largest k with a mean no more than a standard "
		                                    "error below the highest", "pairs", trust->pairs));
	return signals;
}

/* One number of a row of the table. */
struct entry {
	const char *name;
	double value;
};

enum { MOST_ENTRIES = 12 };

static size_t add_spread(struct entry *entries, size_t count, const char *name,
                         const char *sd_name, const struct spread *spread)
{
	entries[count++] = (struct entry){ name, spread->mean };
	entries[count++] = (struct entry){ sd_name, spread->sd };
	return count;
}

/* The numbers that go with the i-th k, of the signals that were asked for;
 * returns how many. */
static size_t entries_of(const struct k_report *report, size_t i,
                         struct entry entries[MOST_ENTRIES])
{
	const struct k_scores *scores = &report->scores;
	const struct k_trust *trust = &report->trust;
	const bool *asked = report->asked;
	size_t count = 0;
	entries[count++] = (struct entry){ "inertia", scores->inertia[i] };
	if (asked[K_SILHOUETTE])
		entries[count++] = (struct entry){ "silhouette", scores->silhouette[i] };
	if (asked[K_CALINSKI_HARABASZ])
		entries[count++] = (struct entry){ "calinski_harabasz",
			                           scores->calinski_harabasz[i] };
	if (asked[K_DAVIES_BOULDIN])
		entries[count++] = (struct entry){ "davies_bouldin", scores->davies_bouldin[i] };
	if (asked[K_GAP]) {
		/* The gap may have k = 1 before those of the table. */
		size_t at = i + trust->gap_count - scores->count;
		entries[count++] = (struct entry){ "gap", trust->gap.value[at] };
		entries[count++] = (struct entry){ "gap_s", trust->gap.s[at] };
	}
	if (asked[K_PREDICTION_STRENGTH])
		count = add_spread(entries, count, "prediction_strength", "prediction_strength_sd",
		                   &trust->strength[i]);
	if (asked[K_BOOTSTRAPPED_ARI])
		count = add_spread(entries, count, "bootstrapped_ari", "bootstrapped_ari_sd",
		                   &trust->ari[i]);
	return count;
}

static bool put_row(json_t *row, const struct k_report *report, size_t i, struct failure *why)
{
	const struct k_scores *scores = &report->scores;
	struct entry entries[MOST_ENTRIES];
	size_t count = entries_of(report, i, entries);
	if (!json_put_integer(row, "k", (int64_t)scores->k[i], why))
		return false;
	for (size_t e = 0; e < count; e++)
		if (!json_put_number(row, entries[e].name, entries[e].value, why))
			return false;
	json_t *sizes = json_array();
	for (size_t c = 0; sizes != NULL && c < scores->k[i]; c++)
		json_array_append_new(sizes, json_integer((json_int_t)scores->results[i].sizes[c]));
	return json_put(row, "sizes", sizes, why);
}

static bool put_table(json_t *document, const struct k_report *report, struct failure *why)
{
	json_t *table = json_array();
	bool put = table != NULL || fail_memory(why);
	for (size_t i = 0; put && i < report->scores.count; i++) {
		json_t *row = json_object();
		put = (row != NULL || fail_memory(why)) && put_row(row, report, i, why)
		      && json_add(table, json_incref(row), why);
		json_decref(row);
	}
	if (put)
		return json_put(document, "table", table, why);
	json_decref(table);
	return false;
}

bool k_report_print(struct run *run, const struct k_report *report, size_t rows)
{
	struct failure *why = &run->why;
	const struct k_choice *choice = &report->choice;
	json_t *document = json_object();
	bool printed = (document != NULL || fail_memory(why))
	    && json_put_integer(document, "recommended", (int64_t)choice->recommended, why)
	    && json_put_string(document, "why", choice->why, why)
	    && json_put(document, "agree", json_boolean(choice->agree), why)
	    && json_put(document, "structure", k_report_structure(report), why)
	    && json_put_string(document, "structure_why", report->structure_why, why)
	    && json_put(document, "choices", k_report_choices(report), why)
	    && (!k_report_trusts(report)
	        || json_put(document, "signals", describe_signals(report), why))
	    && json_put_number(document, "silhouette_epsilon", report->scores.epsilon, why)
	    && json_put_integer(document, "n_rows", (int64_t)rows, why)
	    && json_put(document, "features", json_incref(json_object_get(run->log, "features")), why)
	    && json_put_integer(document, "seed", (int64_t)run->shared.seed, why)
	    && put_table(document, report, why) && run_print_json(run, document);
	json_decref(document);
	return printed;
}

/* The names of the signals that chose this k, separated by blanks. */
static void name_choosers(const struct k_report *report, size_t k, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < K_SIGNALS; i++)
		if (report->asked[i] && report->choice.by[i] == k)
			snprintf(text + strlen(text), size - strlen(text), "%s%s",
			         text[0] != '\0' ? " " : "", k_signal_names[i]);
}

static bool put_header(struct run *run, const struct k_report *report)
{
	struct entry entries[MOST_ENTRIES];
	size_t count = entries_of(report, 0, entries);
	char *names[MOST_ENTRIES + 3] = { "k" };
	struct header header = { .names = names, .count = 1 };
	for (size_t e = 0; e < count; e++)
		names[header.count++] = (char *)entries[e].name;
	if (k_report_trusts(report)) {
		names[header.count++] = "chosen_by";
		names[header.count++] = "structure";
	}
	return output_header(&run->output, &header, &run->why);
}

bool k_report_print_table(struct run *run, const struct k_report *report)
{
	static const char *const verdicts[] = { "", "true", "true", "false" };
	struct output *output = &run->output;
	output->kind = STREAM_CSV;
	if (!put_header(run, report))
		return false;
	for (size_t i = 0; i < report->scores.count; i++) {
		struct entry entries[MOST_ENTRIES];
		size_t count = entries_of(report, i, entries);
		output_integer(output, (int64_t)report->scores.k[i]);
		for (size_t e = 0; e < count; e++)
			output_number(output, isfinite(entries[e].value) ? entries[e].value : NAN);
		if (k_report_trusts(report)) {
			char choosers[256];
			name_choosers(report, report->scores.k[i], choosers, sizeof choosers);
			output_string(output, choosers);
			output_string(output, verdicts[report->structure]);
		}
		if (!output_end_row(output, &run->why))
			return false;
	}
	return true;
}
