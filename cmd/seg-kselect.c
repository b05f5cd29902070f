/* seg-kselect: recommends a number of segments, and says what speaks for it. */
#include "quality/k_choice.h"
#include "kmeans/kmeans_range.h"
#include "quality/silhouette_scores.h"
#include "quality/validity.h"
#include "command/passes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { K_LIMIT = 1000 };

struct selection {
	struct run run;
	size_t least, most; /* k */
	bool csv, json;
	int n_init;
	struct columns columns;
	struct table table;
	size_t count; /* of k; each array below has one entry for each */
	size_t *k;
	double *inertia, *silhouette, *calinski_harabasz, *davies_bouldin;
	struct kmeans_result *results;
	struct k_choice choice;
	struct silhouette_effort effort;
	double epsilon; /* of the silhouettes; 0: exact */
};

static const struct option_entry options[] = {
	{ "k", 'k', "A:B", "the numbers of segments to try (default 2:10)" },
	{ "n-init", 0, "N", "starts of k-means for each k (default 10)" },
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
	s->least = (size_t)least;
	s->most = (size_t)most;
	if (most < 2 || most < least)
		return fail(why, "a range A:B needs A <= B and B >= 2: '%s'", value);
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
	if (strcmp(name, "epsilon") == 0)
		return option_number(value, 0.001, 0.999, &s->effort.epsilon, why);
	if (strcmp(name, "exact") == 0)
		s->effort.exact = true;
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
	.shared = SHARED_FEATURES | SHARED_SEED | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool make_room(struct selection *s)
{
	s->count = s->most - s->least + 1;
	s->k = calloc(s->count, sizeof *s->k);
	s->inertia = calloc(s->count, sizeof *s->inertia);
	s->silhouette = calloc(s->count, sizeof *s->silhouette);
	s->calinski_harabasz = calloc(s->count, sizeof *s->calinski_harabasz);
	s->davies_bouldin = calloc(s->count, sizeof *s->davies_bouldin);
	s->results = calloc(s->count, sizeof *s->results);
	return (s->k != NULL && s->inertia != NULL && s->silhouette != NULL
	        && s->calinski_harabasz != NULL && s->davies_bouldin != NULL && s->results != NULL)
	    || fail_memory(&s->run.why);
}

static bool fit_all(struct selection *s)
{
	struct run *run = &s->run;
	struct kmeans_options how = kmeans_defaults;
	how.n_init = s->n_init;
	how.seed = run->shared.seed;
	how.threads = run_threads(run);
	how.progress = &run->progress;
	for (size_t i = 0; i < s->count; i++)
		s->k[i] = s->least + i;
	struct failure failure;
	size_t failed;
	if (kmeans_fit_range(&s->table.x, &how, s->least, s->count, s->results, &failed, &failure))
		return true;
	return fail(&run->why, "k = %zu: %s; -k A:B sets the range", failed, failure.text);
}

/* The silhouettes of every k in one pass over the pairs of rows. */
static bool score_silhouettes(struct selection *s)
{
	struct run *run = &s->run;
	struct labelling *labellings = calloc(s->count, sizeof *labellings);
	struct silhouette *scores = calloc(s->count, sizeof *scores);
	bool scored = (labellings != NULL && scores != NULL) || fail_memory(&run->why);
	size_t count = 0;
	for (size_t i = 0; scored && i < s->count; i++)
		if (s->k[i] >= 2 && s->k[i] < s->table.x.rows)
			labellings[count++] = (struct labelling){ s->results[i].labels, s->k[i] };
	s->effort.seed = run->shared.seed;
	scored = scored && (count == 0 || silhouette_scores(&s->table.x, labellings, count, &s->effort,
	                                                    run_threads(run), &run->progress, scores,
	                                                    &s->epsilon, &run->why));
	run_tell_estimate(run, s->epsilon);
	for (size_t i = 0, j = 0; scored && i < s->count; i++)
		s->silhouette[i] = s->k[i] >= 2 && s->k[i] < s->table.x.rows ? scores[j++].mean : NAN;
	free(labellings);
	free(scores);
	return scored;
}

static bool score_all(struct selection *s)
{
	struct run *run = &s->run;
	for (size_t i = 0; i < s->count; i++) {
		struct labelling labelling = { s->results[i].labels, s->k[i] };
		struct validity scores;
		if (!validity(&s->table.x, &labelling, run_threads(run), &scores, &run->why))
			return false;
		s->inertia[i] = s->results[i].inertia;
		s->calinski_harabasz[i] = scores.calinski_harabasz;
		s->davies_bouldin[i] = scores.davies_bouldin;
	}
	return score_silhouettes(s);
}

static json_t *choice_or_null(size_t k)
{
	return k > 0 ? json_integer((json_int_t)k) : json_null();
}

static json_t *describe_table(const struct selection *s)
{
	json_t *table = json_array();
	for (size_t i = 0; table != NULL && i < s->count; i++) {
		json_t *sizes = json_array();
		for (size_t c = 0; sizes != NULL && c < s->k[i]; c++)
			json_array_append_new(sizes, json_integer((json_int_t)s->results[i].sizes[c]));
		json_array_append_new(
		    table, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o}", "k", (json_int_t)s->k[i],
		                     "inertia", json_number(s->inertia[i]), "silhouette",
		                     json_number(s->silhouette[i]), "calinski_harabasz",
		                     json_number(s->calinski_harabasz[i]), "davies_bouldin",
		                     json_number(s->davies_bouldin[i]), "sizes", sizes));
	}
	return table;
}

static json_t *describe_choices(const struct k_choice *choice)
{
	return json_pack("{s:o, s:o, s:o, s:o}", "elbow", choice_or_null(choice->elbow), "silhouette",
	                 choice_or_null(choice->silhouette), "calinski_harabasz",
	                 choice_or_null(choice->calinski_harabasz), "davies_bouldin",
	                 choice_or_null(choice->davies_bouldin));
}

static bool print_report(struct selection *s)
{
	struct run *run = &s->run;
	struct failure *why = &run->why;
	json_t *document = json_object();
	bool printed = document != NULL
	    && json_put_integer(document, "recommended", (int64_t)s->choice.recommended, why)
	    && json_put_string(document, "why", s->choice.why, why)
	    && json_put(document, "agree", json_boolean(s->choice.agree), why)
	    && json_put(document, "choices", describe_choices(&s->choice), why)
	    && json_put_number(document, "silhouette_epsilon", s->epsilon, why)
	    && json_put_integer(document, "n_rows", (int64_t)s->table.x.rows, why)
	    && json_put(document, "features", json_incref(json_object_get(run->log, "features")), why)
	    && json_put_integer(document, "seed", (int64_t)run->shared.seed, why)
	    && json_put(document, "table", describe_table(s), why)
	    && run_print_json(run, document);
	json_decref(document);
	return printed;
}

static bool print_table(struct selection *s)
{
	static char *names[] = { "k", "inertia", "silhouette", "calinski_harabasz",
		                 "davies_bouldin" };
	struct run *run = &s->run;
	struct output *output = &run->output;
	struct header header = { .names = names, .count = sizeof names / sizeof *names };
	output->kind = STREAM_CSV;
	if (!output_header(output, &header, &run->why))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		output_integer(output, (int64_t)s->k[i]);
		output_number(output, s->inertia[i]);
		output_number(output, s->silhouette[i]);
		output_number(output, s->calinski_harabasz[i]);
		output_number(output, s->davies_bouldin[i]);
		if (!output_end_row(output, &run->why))
			return false;
	}
	return true;
}

static bool print_number(struct selection *s)
{
	char text[32];
	int length = snprintf(text, sizeof text, "%zu\n", s->choice.recommended);
	return output_bytes(&s->run.output, text, (size_t)length, &s->run.why);
}

static bool select_k(struct selection *s)
{
	struct run *run = &s->run;
	if (!run_open(run) || !run_model_columns(run, &s->columns)
	    || !pass_read(run, &s->columns, false, &s->table)
	    || !pass_check_values(run, &s->columns, &s->table.x) || !make_room(s) || !fit_all(s)
	    || !score_all(s))
		return false;
	struct k_signals signals = { s->count, s->k, s->inertia, s->silhouette,
		                     s->calinski_harabasz, s->davies_bouldin };
	if (!k_choose(&signals, &s->choice, &run->why))
		return false;
	if (s->choice.recommended == s->most && s->least < s->most)
		run_warn(run, "k = %zu is the end of the range; -k A:B tries more", s->most);
	run_log_integer(run, "n_init", s->n_init);
	run_log_integer(run, "recommended", (int64_t)s->choice.recommended);
	run_log(run, "why", json_string(s->choice.why));
	run_log(run, "choices", describe_choices(&s->choice));
	if (s->csv)
		return print_table(s);
	return run->shared.quiet && !s->json ? print_number(s) : print_report(s);
}

static void release(struct selection *s)
{
	columns_free(&s->columns);
	table_free(&s->table);
	for (size_t i = 0; s->results != NULL && i < s->count; i++)
		kmeans_free(&s->results[i]);
	free(s->results);
	free(s->k);
	free(s->inertia);
	free(s->silhouette);
	free(s->calinski_harabasz);
	free(s->davies_bouldin);
}

int main(int argc, char **argv)
{
	struct selection s = { .least = 2, .most = 10, .n_init = kmeans_defaults.n_init,
		               .table.rows.fd = -1, .effort = silhouette_default_effort };
	run_start(&s.run, &command, argc, argv, &s);
	if (s.csv && s.json)
		run_usage(&s.run, "--csv and --json exclude each other");
	bool done = select_k(&s);
	release(&s);
	return run_finish(&s.run, done);
}
