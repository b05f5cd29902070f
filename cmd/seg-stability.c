/* seg-stability: how far segments can be trusted, judged by bootstraps. */
#include "kmeans/kmeans.h"
#include "trust/bootstrap_ari.h"
#include "trust/segment_stability.h"
#include "trust/verdicts.h"
#include "command/passes.h"
#include "command/segment_model.h"

#include <stdlib.h>
#include <string.h>

enum { K_LIMIT = 10000, NAMED = 10 };

/* By default a million rows are drawn, but with so many bootstraps at least and
 * at most: the longer the table, the less each says anything new. */
enum { DRAWN_ROWS = 1000000, LEAST_BOOTSTRAPS = 20, MOST_BOOTSTRAPS = 200 };

struct stability {
	struct run run;
	size_t k; /* of -k; 0: not given */
	const char *apply;
	bool csv;
	struct bootstrap_options options;
	struct columns columns;
	struct table table;
	/* The segments that are judged: numbers, or names in the stream. */
	struct labelling labelling;
	struct segment_model model;
	struct kmeans_result fitted;
	int32_t *assigned; /* by the model */
	struct labels labels;
	/* what came out */
	struct bootstrap_ari ari;
	struct segment_stability result;
};

static const struct option_entry options[] = {
	{ "k", 'k', "N", "judge the segments of seg-kmeans -k N" },
	{ "apply", 0, "FILE", "judge the segments of this model of seg-kmeans" },
	{ "bootstraps", 0, "N", "how many, an even number (default 200, on long tables fewer)" },
	{ "n-init", 0, "N", "starts of k-means on each bootstrap (default 10)" },
	{ "csv", 0, NULL, "write one row a segment, as CSV" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct stability *s = context;
	int64_t number = 0;
	bool taken = true;
	if (strcmp(name, "k") == 0) {
		taken = option_integer(value, 1, K_LIMIT, &number, why);
		s->k = (size_t)number;
	} else if (strcmp(name, "n-init") == 0) {
		taken = option_integer(value, 1, 10000, &number, why);
		s->options.starts = (int)number;
	} else if (strcmp(name, "bootstraps") == 0) {
		taken = option_integer(value, 2, 1000000, &number, why)
		    && (number % 2 == 0 || fail(why, "not an even number: '%s'", value));
		s->options.pairs = (size_t)number / 2;
	} else if (strcmp(name, "apply") == 0) {
		s->apply = value;
	} else {
		s->csv = true;
	}
	return taken;
}

static const struct command command = {
	.name = "seg-stability",
	.synopsis = "[FILE ...]",
	.summary = "Says how far each segment can be trusted: how well it is found again when the\n"
	           "customers are drawn anew.  Judges the column 'cluster', or what -k or --apply\n"
	           "says, on the z_* columns; writes JSON.",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_SEED | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static size_t default_pairs(size_t rows)
{
	size_t bootstraps = DRAWN_ROWS / rows;
	if (bootstraps < LEAST_BOOTSTRAPS)
		bootstraps = LEAST_BOOTSTRAPS;
	return (bootstraps < MOST_BOOTSTRAPS ? bootstraps : MOST_BOOTSTRAPS) / 2;
}

static bool check_rows(struct stability *s)
{
	struct run *run = &s->run;
	if (s->options.pairs == 0)
		s->options.pairs = default_pairs(s->table.x.rows);
	if (!pass_check_values(run, &s->columns, &s->table.x))
		return false;
	const char *reason = bootstrap_check(&s->table.x, &s->options);
	return reason == NULL
	    || fail(&run->why, "%s (k is %zu, the table has %zu rows)", reason, s->options.k,
	            s->table.x.rows);
}

/* The segments of a model. */
static bool apply_model(struct stability *s)
{
	struct run *run = &s->run;
	if (!segment_model_load(&s->model, s->apply, &run->why)
	    || !segment_model_find(&s->model, run, &s->columns)
	    || !pass_read(run, &s->columns, false, &s->table))
		return false;
	s->options.k = s->model.k;
	s->assigned = malloc(s->table.x.rows * sizeof *s->assigned);
	if (s->assigned == NULL)
		return fail_memory(&run->why);
	if (!check_rows(s))
		return false;
	kmeans_assign(s->model.centroids, s->model.k, &s->table.x, s->options.threads, s->assigned,
	              NULL);
	s->labelling = (struct labelling){ s->assigned, s->model.k };
	return true;
}

/* Those that seg-kmeans would find. */
static bool fit_segments(struct stability *s)
{
	struct run *run = &s->run;
	struct kmeans_options how = kmeans_defaults;
	how.k = s->options.k = s->k;
	how.seed = run->shared.seed;
	how.threads = s->options.threads;
	if (!run_model_columns(run, &s->columns) || !pass_read(run, &s->columns, false, &s->table)
	    || !check_rows(s) || !kmeans_fit(&s->table.x, &how, &s->fitted, &run->why))
		return false;
	s->labelling = (struct labelling){ s->fitted.labels, s->k };
	return true;
}

/* Those that the stream names. */
static bool read_segments(struct stability *s)
{
	struct run *run = &s->run;
	size_t at;
	struct failure reason;
	if (!columns_find(&run->input.header, run->shared.by, &at, &reason))
		return fail(&run->why, "%s; -k N or --apply FILE judges others", reason.text);
	struct table_options how = { .labels = &s->labels, .label_at = &at, .label_count = 1 };
	if (!run_model_columns(run, &s->columns)
	    || !table_read(&s->table, &run->input, &s->columns, &how, &run->why)
	    || !labels_sort(&s->labels, false, &run->why))
		return false;
	if (s->labels.k == 0)
		return fail(&run->why, "column '%s': every row is noise (-1), there is no segment",
		            run->shared.by);
	if (s->labels.k > K_LIMIT)
		return fail(&run->why, "column '%s': more than %d segments; --by names the column of "
		                       "the segments", run->shared.by, K_LIMIT);
	s->options.k = s->labels.k;
	s->labelling = (struct labelling){ s->labels.ids, s->labels.k };
	return check_rows(s);
}

static json_t *segment_name(struct stability *s, size_t segment)
{
	if (s->labels.rows > 0)
		return labels_json_name(&s->labels, segment, &s->run.why);
	json_t *number = json_integer(s->apply != NULL ? s->model.numbers[segment]
	                                               : (json_int_t)segment);
	if (number == NULL)
		fail_memory(&s->run.why);
	return number;
}

static bool put_trust(json_t *entry, enum trust trust, struct failure *why)
{
	return trust == NOT_JUDGED ? json_put(entry, "trust", json_null(), why)
	                           : json_put_string(entry, "trust", trust_name(trust), why);
}

static bool describe_segments(struct stability *s, json_t *list)
{
	struct failure *why = &s->run.why;
	for (size_t i = 0; i < s->result.k; i++) {
		const struct stable_segment *segment = &s->result.segments[i];
		json_t *name = segment_name(s, i), *entry = name != NULL ? json_object() : NULL;
		if (name == NULL || !json_put(entry, "cluster", name, why)
		    || !json_add(list, entry, why)
		    || !json_put_integer(entry, "size", (int64_t)segment->size, why)
		    || !json_put_number(entry, "stability", segment->jaccard.mean, why)
		    || !json_put_number(entry, "sd", segment->jaccard.sd, why)
		    || !json_put_number(entry, "dissolved", segment->dissolved, why)
		    || !put_trust(entry, segment->trust, why))
			return false;
	}
	return true;
}

static size_t noise_rows(const struct stability *s)
{
	size_t noise = s->table.x.rows;
	for (size_t i = 0; i < s->result.k; i++)
		noise -= s->result.segments[i].size;
	return noise;
}

static bool print_report(struct stability *s)
{
	struct run *run = &s->run;
	struct failure *why = &run->why;
	json_t *document = json_object(), *ari = json_object(), *segments = json_array();
	bool printed = document != NULL && json_put_integer(document, "k", (int64_t)s->result.k, why)
	    && json_put_integer(document, "n_rows", (int64_t)s->table.x.rows, why)
	    && json_put_integer(document, "noise", (int64_t)noise_rows(s), why)
	    && json_put(document, "features", json_incref(json_object_get(run->log, "features")), why)
	    && json_put_integer(document, "bootstraps", (int64_t)s->result.bootstraps, why)
	    && json_put_integer(document, "n_init", s->options.starts, why)
	    && json_put_integer(document, "seed", (int64_t)run->shared.seed, why)
	    && json_put(document, "bootstrapped_ari", ari, why)
	    && json_put_number(ari, "mean", s->ari.spread.mean, why)
	    && json_put_number(ari, "sd", s->ari.spread.sd, why)
	    && json_put_integer(ari, "pairs", (int64_t)s->ari.pairs, why)
	    && json_put(document, "segments", segments, why) && describe_segments(s, segments)
	    && run_print_json(run, document);
	json_decref(document);
	return printed;
}

static void put_segment_name(struct stability *s, size_t segment)
{
	struct output *output = &s->run.output;
	if (s->labels.rows > 0) {
		struct cell name = { .kind = CELL_BARE };
		name.text = labels_name(&s->labels, segment, &name.length);
		output_cell(output, &name);
	} else {
		output_integer(output, s->apply != NULL ? s->model.numbers[segment] : (int64_t)segment);
	}
}

static bool print_table(struct stability *s)
{
	struct output *output = &s->run.output;
	char *names[] = { (char *)s->run.shared.by, "size", "stability", "sd", "dissolved", "trust" };
	struct header header = { .names = names, .count = sizeof names / sizeof *names };
	output->kind = STREAM_CSV;
	for (size_t i = 1; i < header.count; i++)
		if (strcmp(names[i], names[0]) == 0)
			return fail(&s->run.why, "two columns would be named '%s'; JSON has room for it",
			            names[0]);
	if (!output_header(output, &header, &s->run.why))
		return false;
	for (size_t i = 0; i < s->result.k; i++) {
		const struct stable_segment *segment = &s->result.segments[i];
		put_segment_name(s, i);
		output_integer(output, (int64_t)segment->size);
		output_number(output, segment->jaccard.mean);
		output_number(output, segment->jaccard.sd);
		output_number(output, segment->dissolved);
		verdict_put_trust(output, segment->trust);
		if (!output_end_row(output, &s->run.why))
			return false;
	}
	return true;
}

/* Names the segments that nobody should act on, the first of them where they
 * are many. */
static bool tell_untrusted(struct stability *s)
{
	struct buffer list = { 0 };
	size_t count = 0;
	bool told = true;
	for (size_t i = 0; told && i < s->result.k; i++) {
		if (s->result.segments[i].trust != UNTRUSTED || count++ >= NAMED)
			continue;
		json_t *name = segment_name(s, i);
		told = name != NULL && buffer_append_text(&list, count > 1 ? ", " : "")
		    && json_write(&list, name, false);
		json_decref(name);
	}
	if (told && count > 0)
		run_warn(&s->run, "%zu of %zu segments %s untrusted, other customers would give other "
		         "ones: %.*s%s", count, s->result.k, count == 1 ? "is" : "are",
		         (int)list.length, list.data, count > NAMED ? ", ..." : "");
	buffer_free(&list);
	return told;
}

static bool tell(struct stability *s)
{
	struct run *run = &s->run;
	run_log_integer(run, "k", (int64_t)s->result.k);
	run_log_integer(run, "bootstraps", (int64_t)s->result.bootstraps);
	run_log_integer(run, "n_init", s->options.starts);
	run_log_number(run, "bootstrapped_ari", s->ari.spread.mean);
	if (s->options.k == 1)
		run_warn(run, "one segment is found again whatever it is; it is not judged");
	return tell_untrusted(s);
}

static bool judge(struct stability *s)
{
	struct run *run = &s->run;
	s->options.seed = run->shared.seed;
	s->options.threads = run_threads(run);
	s->options.progress = &run->progress;
	return run_open(run)
	    && (s->apply != NULL ? apply_model(s) : s->k > 0 ? fit_segments(s) : read_segments(s))
	    && segment_stability(&s->table.x, &s->labelling, &s->options, &s->result, &run->why)
	    && bootstrap_ari(&s->table.x, &s->options, &s->ari, &run->why) && tell(s)
	    && (s->csv ? print_table(s) : print_report(s));
}

static void release(struct stability *s)
{
	columns_free(&s->columns);
	table_free(&s->table);
	segment_model_free(&s->model);
	kmeans_free(&s->fitted);
	free(s->assigned);
	labels_free(&s->labels);
	bootstrap_ari_free(&s->ari);
	segment_stability_free(&s->result);
}

int main(int argc, char **argv)
{
	struct stability s = { .options = bootstrap_defaults, .table.rows.fd = -1 };
	s.options.pairs = 0;
	run_start(&s.run, &command, argc, argv, &s);
	if (s.apply != NULL && s.k > 0)
		run_usage(&s.run, "-k and --apply exclude each other: one fits segments, the other "
		                  "takes those of the model");
	if (s.apply != NULL && s.run.shared.features != NULL)
		run_usage(&s.run, "-f and --apply exclude each other: the model names the features");
	bool done = judge(&s);
	release(&s);
	return run_finish(&s.run, done);
}
