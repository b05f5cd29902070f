/* seg-kselect: recommends a number of segments, and says what speaks for it. */
#include "command/k_report.h"
#include "command/passes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { K_LIMIT = 1000 };

enum { EXIT_NO_STRUCTURE = 3 };

struct selection {
	struct run run;
	bool csv, json, strict;
	int n_init;
	struct silhouette_effort effort;
	struct columns columns;
	struct table table;
	struct k_report report;
};

static const struct option_entry options[] = {
	{ "k", 'k', "A:B", "the numbers of segments to try (default 2:10)" },
	{ "n-init", 0, "N", "starts of k-means for each k (default 10)" },
	{ "signals", 0, "LIST", "what to judge by, or all (default: what needs no drawn tables)" },
	{ "strict", 0, NULL, "exit 3 where there is no cluster structure" },
	{ "csv", 0, NULL, "write the table of the signals as CSV" },
	{ "json", 0, NULL, "write the report as JSON (the default unless -q)" },
	{ "quiet", 'q', NULL, "print the recommended number only" },
	{ "exact", 0, NULL, "measure every pair for the silhouette (default: up to 50000 rows)" },
	{ "epsilon", 0, "X", "the error that an estimated silhouette may have (default 0.2)" },
	{ NULL, 0, NULL, NULL },
};

static bool take_range(struct selection *s, const char *value, struct failure *why)
{
	char first[24];
	size_t length = strcspn(value, ":");
	int64_t least, most;
	if (length >= sizeof first)
		return fail(why, "not a range A:B: '%s'", value);
	memcpy(first, value, length);
	first[length] = '\0';
	const char *second = value[length] == ':' ? value + length + 1 : first;
	if (!option_integer(first, 1, K_LIMIT, &least, why)
	    || !option_integer(second, 1, K_LIMIT, &most, why))
		return false;
	s->report.least = (size_t)least;
	s->report.most = (size_t)most;
	if (most < 2 || most < least)
		return fail(why, "a range A:B needs A <= B and B >= 2: '%s'", value);
	return true;
}

/* Names separated by commas; what they do not name is not looked at. */
static bool take_signals(bool asked[K_SIGNALS], const char *list, struct failure *why)
{
	const char *names[K_SIGNALS + 2] = { NULL };
	for (int i = 0; i < K_SIGNALS; i++) {
		asked[i] = false;
		names[i] = k_signal_names[i];
	}
	names[K_SIGNALS] = "all";
	for (bool more = true; more;) {
		char name[64];
		int choice;
		size_t length = strcspn(list, ",");
		snprintf(name, sizeof name, "%.*s", (int)(length < 60 ? length : 60), list);
		if (!option_choice(name, names, &choice, why))
			return false;
		for (int i = 0; i < K_SIGNALS; i++)
			asked[i] = asked[i] || choice == i || choice == K_SIGNALS;
		more = list[length] == ',';
		list += length + more;
	}
	return true;
}

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct selection *s = context;
	if (strcmp(name, "k") == 0)
		return take_range(s, value, why);
	if (strcmp(name, "n-init") == 0) {
		int64_t number;
		bool taken = option_integer(value, 1, 10000, &number, why);
		s->n_init = (int)number;
		return taken;
	}
	if (strcmp(name, "signals") == 0)
		return take_signals(s->report.asked, value, why);
	if (strcmp(name, "epsilon") == 0)
		return option_number(value, 0.001, 0.999, &s->effort.epsilon, why);
	if (strcmp(name, "exact") == 0)
		s->effort.exact = true;
	else if (strcmp(name, "strict") == 0)
		s->strict = true;
	else if (strcmp(name, "csv") == 0)
		s->csv = true;
	else if (strcmp(name, "json") == 0)
		s->json = true;
	else if (strcmp(name, "quiet") == 0)
		s->run.shared.quiet = true;
	return true;
}

static const struct command command = {
	.name = "seg-kselect",
	.synopsis = "[FILE ...]",
	.summary = "Tries numbers of segments on the z_* columns and recommends one, as JSON.",
	.strict = "no structure (--strict)",
	.shared = SHARED_FEATURES | SHARED_SEED | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool fit_all(struct selection *s)
{
	struct run *run = &s->run;
	struct k_report *report = &s->report;
	struct failure why;
	struct kmeans_options how = kmeans_defaults;
	how.n_init = s->n_init;
	how.seed = s->effort.seed = run->shared.seed;
	how.threads = run_threads(run);
	how.progress = &run->progress;
	if (!k_scores_fit(&report->scores, &s->table.x, s->report.least, s->report.most, &how, &why))
		return fail(&run->why, "%s; -k A:B sets the range", why.text);
	if (!report->asked[K_SILHOUETTE])
		return true;
	bool scored = k_scores_silhouettes(&report->scores, &s->table.x, &s->effort, how.threads,
	                                   &run->progress, &run->why);
	run_tell_estimate(run, report->scores.epsilon);
	return scored;
}

/* The signals that draw tables. */
static bool look_for_trust(struct selection *s)
{
	struct run *run = &s->run;
	struct k_report *report = &s->report;
	struct k_trust_request request = {
		.gap = report->asked[K_GAP],
		.prediction_strength = report->asked[K_PREDICTION_STRENGTH],
		.bootstrapped_ari = report->asked[K_BOOTSTRAPPED_ARI],
		.seed = run->shared.seed,
		.threads = run_threads(run),
		.progress = &run->progress,
	};
	if (!k_report_trusts(report))
		return true;
	if (s->table.x.rows > K_TRUST_ROWS)
		run_warn(run, "more than %d rows: gap, prediction_strength and bootstrapped_ari look at "
		         "%d of them, drawn at random", K_TRUST_ROWS, K_TRUST_ROWS);
	if (!k_trust(&s->table.x, report->scores.k, report->scores.inertia, report->scores.count,
	             &request, &report->trust, &run->why))
		return false;
	if (request.gap)
		report->structure = !report->trust.test.structure ? STRUCTURE_NOT_FOUND
		    : report->trust.test.elsewhere ? STRUCTURE_ELSEWHERE : STRUCTURE_FOUND;
	return true;
}

static bool choose(struct selection *s)
{
	struct k_report *report = &s->report;
	const struct k_scores *scores = &report->scores;
	const bool *asked = report->asked;
	struct k_signals signals = {
		.n = scores->count,
		.k = scores->k,
		.inertia = asked[K_ELBOW] ? scores->inertia : NULL,
		.silhouette = asked[K_SILHOUETTE] ? scores->silhouette : NULL,
		.calinski_harabasz = asked[K_CALINSKI_HARABASZ] ? scores->calinski_harabasz : NULL,
		.davies_bouldin = asked[K_DAVIES_BOULDIN] ? scores->davies_bouldin : NULL,
		.gap = report->trust.gap_choice,
		.prediction_strength = report->trust.strength_choice,
		.bootstrapped_ari = report->trust.ari_choice,
		.structure = report->structure,
		.structure_most_k = report->trust.test.most_k,
	};
	k_report_word_structure(report);
	return k_choose(&signals, &report->choice, &s->run.why);
}

static bool print_number(struct selection *s)
{
	char text[32];
	int length = snprintf(text, sizeof text, "%zu\n", s->report.choice.recommended);
	return output_bytes(&s->run.output, text, (size_t)length, &s->run.why);
}

static bool select_k(struct selection *s)
{
	struct run *run = &s->run;
	const struct k_report *report = &s->report;
	if (!run_open(run) || !run_model_columns(run, &s->columns)
	    || !pass_read(run, &s->columns, false, &s->table)
	    || !pass_check_values(run, &s->columns, &s->table.x) || !fit_all(s)
	    || !look_for_trust(s) || !choose(s))
		return false;
	if (report->structure == STRUCTURE_NOT_FOUND)
		run_warn(run, "no cluster structure: %s", report->structure_why);
	if (report->structure == STRUCTURE_ELSEWHERE)
		run_warn(run, "%s", report->structure_why);
	if (report->choice.recommended == s->report.most && s->report.least < s->report.most)
		run_warn(run, "k = %zu is the end of the range; -k A:B tries more", s->report.most);
	run_log_integer(run, "n_init", s->n_init);
	run_log_integer(run, "recommended", (int64_t)report->choice.recommended);
	run_log(run, "why", json_string(report->choice.why));
	run_log(run, "structure", k_report_structure(report));
	run_log(run, "choices", k_report_choices(report));
	if (s->csv)
		return k_report_print_table(run, report);
	return run->shared.quiet && !s->json
	    ? print_number(s) : k_report_print(run, report, s->table.x.rows);
}

int main(int argc, char **argv)
{
	struct selection s = {
		.report.least = 2, .report.most = 10, .n_init = kmeans_defaults.n_init, .table.rows.fd = -1,
		.effort = silhouette_default_effort,
		.report.asked = { [K_SILHOUETTE] = true, [K_CALINSKI_HARABASZ] = true,
			          [K_DAVIES_BOULDIN] = true, [K_ELBOW] = true },
	};
	run_start(&s.run, &command, argc, argv, &s);
	if (s.csv && s.json)
		run_usage(&s.run, "--csv and --json exclude each other");
	if (s.strict && !s.report.asked[K_GAP])
		run_usage(&s.run, "--strict needs a test for structure: --signals gap, or all");
	bool done = select_k(&s);
	enum structure structure = s.report.structure;
	columns_free(&s.columns);
	table_free(&s.table);
	k_scores_free(&s.report.scores);
	k_trust_free(&s.report.trust);
	int status = run_finish(&s.run, done);
	return status == EXIT_SUCCESS && s.strict && structure == STRUCTURE_NOT_FOUND
	    ? EXIT_NO_STRUCTURE : status;
}
