/* seg-metrics: scores a labelling, whoever made it. */
#include "base/number.h"
#include "quality/rand_index.h"
#include "quality/silhouette_scores.h"
#include "quality/validity.h"
#include "command/passes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct metrics {
	struct run run;
	const char *compare;
	struct columns columns; /* features, or the two of --compare */
	struct table table;
	struct labels labels[2];
	struct silhouette_effort effort;
	double epsilon; /* of the silhouette; 0: exact */
};

static const struct option_entry options[] = {
	{ "compare", 0, "A,B", "the adjusted Rand index of two label columns instead" },
	{ "exact", 0, NULL, "measure every pair for the silhouette (default: up to 50000 rows)" },
	{ "epsilon", 0, "X", "the error that an estimated silhouette may have (default 0.2)" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct metrics *m = context;
	if (strcmp(name, "epsilon") == 0)
		return option_number(value, 0.001, 0.999, &m->effort.epsilon, why);
	if (strcmp(name, "exact") == 0)
		m->effort.exact = true;
	else
		m->compare = value;
	return true;
}

static const struct command command = {
	.name = "seg-metrics",
	.synopsis = "[FILE ...]",
	.summary = "Scores the segments of a labelled stream on its z_* columns, as JSON.",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_SEED | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool describe_groups(json_t *groups, const struct labels *labels, const size_t *sizes,
                            const struct silhouette *silhouettes, struct failure *why)
{
	for (size_t i = 0; i < labels->k; i++) {
		json_t *name = labels_json_name(labels, i, why);
		if (name == NULL)
			return false;
		if (!json_add(groups, json_pack("{s:o, s:I, s:o}", "cluster", name, "size",
		                                (json_int_t)sizes[i], "silhouette",
		                                json_number(silhouettes->per_cluster[i])), why))
			return false;
	}
	return true;
}

static bool print_scores(struct metrics *m, const struct silhouette *silhouettes,
                         const struct validity *scores, const size_t *sizes,
                         const struct labelling_count *count)
{
	struct run *run = &m->run;
	struct failure *why = &run->why;
	const struct matrix *x = &m->table.x;
	json_t *document = json_object(), *groups = json_array();
	bool printed = document != NULL && json_put_integer(document, "k", (int64_t)m->labels->k, why)
	    && json_put_integer(document, "n_rows", (int64_t)x->rows, why)
	    && json_put_integer(document, "n_features", (int64_t)x->cols, why)
	    && json_put_integer(document, "noise", (int64_t)(x->rows - count->rows), why)
	    && json_put_number(document, "inertia", scores->inertia, why)
	    && json_put_number(document, "silhouette", silhouettes->mean, why)
	    && json_put_number(document, "silhouette_epsilon", m->epsilon, why)
	    && json_put_number(document, "calinski_harabasz", scores->calinski_harabasz, why)
	    && json_put_number(document, "davies_bouldin", scores->davies_bouldin, why)
	    && json_put(document, "clusters", groups, why)
	    && describe_groups(groups, m->labels, sizes, silhouettes, why)
	    && run_print_json(run, document);
	json_decref(document);
	return printed;
}

static bool score(struct metrics *m)
{
	struct run *run = &m->run;
	const struct matrix *x = &m->table.x;
	struct labelling labelling = { m->labels->ids, m->labels->k };
	size_t *sizes = calloc(m->labels->k + 1, sizeof *sizes);
	double *per_cluster = calloc(m->labels->k + 1, sizeof *per_cluster);
	struct silhouette silhouettes = { .mean = NAN, .per_cluster = per_cluster };
	struct labelling_count count;
	struct validity scores;
	bool scored = sizes != NULL && per_cluster != NULL ? true : fail_memory(&run->why);
	scored = scored && labelling_count(&labelling, x->rows, sizes, &count, &run->why)
	    && validity(x, &labelling, run_threads(run), &scores, &run->why);
	const char *reason = scored ? labelling_incomparable(&count) : NULL;
	if (reason != NULL) {
		/* One segment has an inertia; the rest is null, and the user is told why. */
		run_warn(run, "%s; silhouette and indices are null", reason);
		for (size_t i = 0; i < m->labels->k; i++)
			per_cluster[i] = NAN;
	} else {
		m->effort.seed = run->shared.seed;
		scored = scored && silhouette_scores(x, &labelling, 1, &m->effort, run_threads(run),
		                                     &run->progress, &silhouettes, &m->epsilon,
		                                     &run->why);
		run_tell_estimate(run, m->epsilon);
	}
	scored = scored && print_scores(m, &silhouettes, &scores, sizes, &count);
	free(sizes);
	free(per_cluster);
	return scored;
}

static bool read_labels(struct metrics *m, const size_t *at, size_t count)
{
	struct run *run = &m->run;
	struct table_options how = { .labels = m->labels, .label_at = at, .label_count = count };
	return table_read(&m->table, &run->input, &m->columns, &how, &run->why);
}

/* Others write noise as -1.0, which here is a segment: that may not be meant. */
static void warn_of_odd_noise(struct metrics *m)
{
	for (size_t i = 0; i < m->labels->k; i++) {
		size_t length;
		double number;
		char quoted[QUOTED_SIZE];
		const char *name = labels_name(m->labels, i, &length);
		if (number_parse(name, length, &number) && number == -1)
			run_warn(&m->run, "%s is taken for a segment; noise is written %s",
			         quote(quoted, name, length), NOISE_LABEL);
	}
}

static bool score_labelling(struct metrics *m)
{
	struct run *run = &m->run;
	size_t at;
	bool read = run_open(run) && columns_find(&run->input.header, run->shared.by, &at, &run->why)
	    && run_model_columns(run, &m->columns) && read_labels(m, &at, 1)
	    && pass_check_values(run, &m->columns, &m->table.x)
	    && labels_sort(m->labels, false, &run->why);
	if (!read)
		return false;
	warn_of_odd_noise(m);
	return score(m);
}

static bool print_comparison(struct metrics *m, double index)
{
	struct run *run = &m->run;
	struct failure *why = &run->why;
	json_t *document = json_object(), *names = json_incref(json_object_get(run->log, "compare"));
	bool printed = document != NULL
	    && json_put_number(document, "adjusted_rand_index", index, why)
	    && json_put(document, "columns", names, why)
	    && json_put_integer(document, "n_rows", (int64_t)m->table.x.rows, why)
	    && run_print_json(run, document);
	json_decref(document);
	return printed;
}

static bool compare_labellings(struct metrics *m)
{
	struct run *run = &m->run;
	struct columns pair = { 0 };
	if (!run_open(run) || !columns_select(&pair, &run->input.header, m->compare, &run->why))
		return false;
	bool compared = pair.count == 2
	    || fail(&run->why, "--compare takes two columns, not %zu: '%s'", pair.count, m->compare);
	json_t *names = json_array();
	for (size_t i = 0; i < pair.count; i++)
		json_array_append_new(names, json_string(run->input.header.names[pair.at[i]]));
	run_log(run, "compare", names);
	double index;
	const struct labels *labels = m->labels;
	compared = compared && read_labels(m, pair.at, 2)
	    && labels_sort(&m->labels[0], true, &run->why)
	    && labels_sort(&m->labels[1], true, &run->why)
	    && adjusted_rand_index(labels[0].ids, labels[0].k, labels[1].ids, labels[1].k,
	                           labels[0].rows, &index, &run->why)
	    && print_comparison(m, index);
	columns_free(&pair);
	return compared;
}

int main(int argc, char **argv)
{
	struct metrics m = { .table.rows.fd = -1, .effort = silhouette_default_effort };
	run_start(&m.run, &command, argc, argv, &m);
	bool done = m.compare != NULL ? compare_labellings(&m) : score_labelling(&m);
	columns_free(&m.columns);
	table_free(&m.table);
	labels_free(&m.labels[0]);
	labels_free(&m.labels[1]);
	return run_finish(&m.run, done);
}
