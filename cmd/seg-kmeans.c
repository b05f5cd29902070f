/* seg-kmeans: appends the segment number of every row, by k-means. */
#include "kmeans/kmeans.h"
#include "command/match_report.h"
#include "command/passes.h"
#include "command/segment_model.h"
#include "command/segment_numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct segmenting {
	struct run run;
	struct kmeans_options options;
	const char *weights; /* column */
	bool distance;
	const char *earlier_path, *report_path; /* --match, --match-report */
	const char *fitting; /* an option that was given and only a fit looks at */
	const char *names[2]; /* of the appended columns */
	struct columns columns;
	size_t weight_at; /* among the columns that are read */
	struct table table;
	struct kmeans_result result;
	struct segment_model model, earlier;
	json_t *match;   /* what --match tells */
	double *squared; /* distances of the rows to their centroids */
	/* with --apply */
	double *point;   /* one row */
	size_t *twins;   /* the raw columns beside the features */
	size_t beyond, beyond_line; /* rows farther off than any of the fit; the first of them */
};

static const struct option_entry options[] = {
	{ "k", 'k', "N", "the number of segments (needed unless --apply)" },
	{ "n-init", 0, "N", "starts, of which the best counts (default 10)" },
	{ "max-iter", 0, "N", "iterations of one start at most (default 300)" },
	{ "tol", 0, "X", "when a start has converged (default 0.0001; 0: labels stand still)" },
	{ "weights", 0, "COLUMN", "how much each row counts" },
	{ "distance", 0, NULL, "append the distance to the centroid, too" },
	{ "match", 0, "FILE", "keep the segment numbers of this earlier model" },
	{ "match-report", 0, "FILE", "write what became of the earlier segments, as JSON" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct segmenting *s = context;
	int64_t number = 0;
	if (strcmp(name, "distance") != 0)
		s->fitting = name;
	if (strcmp(name, "k") == 0) {
		bool taken = option_integer(value, 1, 100000, &number, why);
		s->options.k = (size_t)number;
		return taken;
	}
	if (strcmp(name, "n-init") == 0) {
		bool taken = option_integer(value, 1, 10000, &number, why);
		s->options.n_init = (int)number;
		return taken;
	}
	if (strcmp(name, "max-iter") == 0) {
		bool taken = option_integer(value, 1, 1000000, &number, why);
		s->options.max_iter = (int)number;
		return taken;
	}
	if (strcmp(name, "tol") == 0)
		return option_number(value, 0, 1e9, &s->options.tol, why);
	if (strcmp(name, "weights") == 0)
		s->weights = value;
	else if (strcmp(name, "match") == 0)
		s->earlier_path = value;
	else if (strcmp(name, "match-report") == 0)
		s->report_path = value;
	else if (strcmp(name, "distance") == 0)
		s->distance = true;
	return true;
}

static const struct command command = {
	.name = "seg-kmeans",
	.synopsis = "[FILE ...]",
	.summary = "Appends the segment of every row, by k-means on the z_* columns: 0 is the\n"
	           "largest segment.",
	.shared = SHARED_FEATURES | SHARED_SEED | SHARED_THREADS | SHARED_AS | SHARED_OUTPUT
	    | SHARED_MODEL | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool name_columns(struct segmenting *s)
{
	if (s->distance)
		return pass_names(&s->run, s->names);
	if (s->run.shared.as != NULL)
		s->names[0] = s->run.shared.as;
	return true;
}

static bool write_header(struct segmenting *s)
{
	return s->distance ? pass_header_of_two(&s->run, s->names)
	                   : pass_header(&s->run, s->names, 1);
}

/* The weight column is read behind the features and then split off. */
static bool read_rows(struct segmenting *s)
{
	struct run *run = &s->run;
	if (!run_model_columns(run, &s->columns))
		return false;
	size_t features = s->columns.count, at;
	if (!segment_model_start(&s->model, run, &s->columns))
		return false;
	if (s->weights != NULL
	    && (!columns_find(&run->input.header, s->weights, &at, &run->why)
	        || !columns_add(&s->columns, at, &run->why)))
		return false;
	/* The scaling is for whoever looks at the model, or at an earlier one. */
	bool trace = run->shared.model != NULL || s->earlier_path != NULL;
	if (!segment_model_read_rows(&s->model, run, &s->columns, trace, &s->table))
		return false;
	s->columns.count = s->table.x.cols = features;
	if (s->weights != NULL)
		s->options.weights = matrix_column(&s->table.x, features);
	return true;
}

/* Measures how far each row lies from its centroid. */
static bool measure(struct segmenting *s)
{
	const struct matrix *x = &s->table.x;
	s->squared = malloc(x->rows * sizeof *s->squared);
	if (s->squared == NULL)
		return fail_memory(&s->run.why);
	kmeans_assign(s->result.centroids, s->result.k, x, s->options.threads, s->result.labels,
	              s->squared);
	return true;
}

static bool keep_numbers(struct segmenting *s)
{
	struct run *run = &s->run;
	struct segment_match match = { 0 };
	bool kept = segment_numbers_keep(run, &s->earlier, &s->model, &s->table.x,
	                                 s->result.labels, &match);
	if (kept)
		s->match = match_report(&match, &s->earlier, &s->model, &run->why);
	kept = s->match != NULL && match_report_tell(run, &match, &s->earlier, &s->model);
	if (kept)
		run_log(run, "match", json_incref(s->match));
	segment_match_free(&match);
	return kept && (s->report_path == NULL
	                || json_write_file(s->report_path, s->match, &run->why));
}

static bool save_model(struct segmenting *s)
{
	struct run *run = &s->run;
	const struct kmeans_result *result = &s->result;
	struct failure *why = &run->why;
	json_t *model = model_new(run, &s->columns);
	bool made = model != NULL && json_put_integer(model, "seed", (int64_t)s->options.seed, why)
	    && json_put_integer(model, "n_init", s->options.n_init, why)
	    && json_put_integer(model, "max_iter", s->options.max_iter, why)
	    && json_put_number(model, "tol", s->options.tol, why)
	    && json_put(model, "weights",
	                s->weights != NULL ? json_string(s->weights) : json_null(), why)
	    && json_put_number(model, "inertia", result->inertia, why)
	    && json_put_integer(model, "iterations", result->iterations, why)
	    && json_put(model, "converged", json_boolean(result->converged), why)
	    && segment_model_put(&s->model, model, why)
	    && (s->match == NULL || json_put(model, "match", json_incref(s->match), why));
	if (made)
		return model_save(run, model);
	json_decref(model);
	return false;
}

/* What the fit leaves behind: the model, with its own numbers or those of an earlier one. */
static bool keep_model(struct segmenting *s)
{
	struct run *run = &s->run;
	bool needed = run->shared.model != NULL || s->earlier_path != NULL;
	if ((needed || s->distance) && !measure(s))
		return false;
	return !needed
	    || (segment_model_take(&s->model, &s->result, s->squared, s->table.x.rows, &run->why)
	        && (s->earlier_path == NULL || keep_numbers(s)) && save_model(s));
}

static void log_fit(struct segmenting *s)
{
	struct run *run = &s->run;
	run_log_integer(run, "k", (int64_t)s->options.k);
	run_log_integer(run, "n_init", s->options.n_init);
	run_log_integer(run, "max_iter", s->options.max_iter);
	run_log_number(run, "tol", s->options.tol);
	run_log_number(run, "inertia", s->result.inertia);
	run_log_integer(run, "iterations", s->result.iterations);
	if (!s->result.converged)
		run_warn(run, "not converged after %d iterations; --max-iter N allows more",
		         s->result.iterations);
}

static bool append_fitted(void *context, size_t row, struct run *run)
{
	struct segmenting *s = context;
	int32_t label = s->result.labels[row];
	output_integer(&run->output, s->model.k > 0 ? s->model.numbers[label] : label);
	if (s->distance)
		output_number(&run->output, sqrt(s->squared[row]));
	return true;
}

static bool fit(struct segmenting *s)
{
	struct run *run = &s->run;
	s->options.seed = run->shared.seed;
	s->options.threads = run_threads(run);
	s->options.progress = &run->progress;
	bool matches = s->earlier_path != NULL;
	if ((matches && !segment_model_load(&s->earlier, s->earlier_path, &run->why))
	    || !read_rows(s)
	    || (matches && !segment_numbers_check(&s->earlier, &s->model, &run->why)))
		return false;
	const struct matrix *x = &s->table.x;
	if (!pass_check_values(run, &s->columns, x)
	    || (s->weights != NULL
	        && !pass_check_range(run, s->columns.at[x->cols], s->options.weights, x->rows, 0,
	                             KMEANS_WEIGHT_MAX, "not a weight from 0 to 1e50")))
		return false;
	const char *reason = kmeans_check(x, &s->options);
	if (reason != NULL)
		return fail(&run->why, "%s (k is %zu, the table has %zu rows)", reason, s->options.k,
		            x->rows);
	if (!kmeans_fit(x, &s->options, &s->result, &run->why))
		return false;
	log_fit(s);
	return write_header(s) && keep_model(s) && pass_table(run, &s->table, append_fitted, s);
}

static bool load_model(struct segmenting *s)
{
	struct run *run = &s->run;
	if (!segment_model_load(&s->model, run->shared.apply, &run->why)
	    || !segment_model_find(&s->model, run, &s->columns)
	    || !segment_model_twins(&s->model, &run->input.header, &s->twins, &run->why))
		return false;
	s->point = calloc(s->columns.count, sizeof *s->point);
	return s->point != NULL || fail_memory(&run->why);
}

static bool read_point(struct segmenting *s)
{
	const struct input *input = &s->run.input;
	for (size_t i = 0; i < s->columns.count; i++) {
		size_t at = s->columns.at[i], twin = s->twins[i];
		if (!input_number(input, at, &s->point[i], &s->run.why)
		    || (twin < input->header.count
		        && !segment_model_check_scaling(&s->model, input, i, at, twin, s->point[i],
		                                        &s->run.why)))
			return false;
	}
	return true;
}

static bool append_applied(void *context, size_t row, struct run *run)
{
	(void)row;
	struct segmenting *s = context;
	const struct segment_model *model = &s->model;
	if (!read_point(s))
		return false;
	double squared;
	size_t label = kmeans_nearest(model->centroids, model->k, s->columns.count, s->point,
	                              &squared);
	double distance = sqrt(squared);
	if (distance > model->farthest[label] && s->beyond++ == 0)
		s->beyond_line = run->input.row_line;
	output_integer(&run->output, model->numbers[label]);
	if (s->distance)
		output_number(&run->output, distance);
	return true;
}

static bool apply(struct segmenting *s)
{
	struct run *run = &s->run;
	if (!load_model(s) || !write_header(s) || !pass_stream(run, append_applied, s))
		return false;
	run_log_integer(run, "beyond", (int64_t)s->beyond);
	if (s->beyond > 0)
		run_warn(run, "%zu of %zu rows lie farther from their centroid than any row of the fit "
		         "did, the first in line %zu; --distance shows how far", s->beyond,
		         run->input.rows, s->beyond_line);
	return true;
}

static void release(struct segmenting *s)
{
	columns_free(&s->columns);
	table_free(&s->table);
	kmeans_free(&s->result);
	segment_model_free(&s->model);
	segment_model_free(&s->earlier);
	json_decref(s->match);
	free(s->squared);
	free(s->point);
	free(s->twins);
}

int main(int argc, char **argv)
{
	struct segmenting s = { .options = kmeans_defaults, .names = { "cluster", "distance" },
		                .table.rows.fd = -1 };
	s.options.k = 0; /* no default: the user has to say */
	run_start(&s.run, &command, argc, argv, &s);
	run_check_output(&s.run, "--match-report", s.report_path);
	bool applies = s.run.shared.apply != NULL;
	if (applies && s.run.shared.features != NULL)
		s.fitting = "features";
	if (applies && s.fitting != NULL)
		run_usage(&s.run, "--%s is for fitting; --apply takes it from the model", s.fitting);
	if (!applies && s.options.k == 0)
		run_usage(&s.run, "-k N is needed; seg-kselect recommends one");
	if (s.earlier_path != NULL && s.options.k > SEGMENT_MATCH_LIMIT)
		run_usage(&s.run, "--match is for at most %d segments", SEGMENT_MATCH_LIMIT);
	if (s.report_path != NULL && s.earlier_path == NULL)
		run_usage(&s.run, "--match-report tells of an earlier model: --match FILE");
	bool done = name_columns(&s) && run_open(&s.run) && (applies ? apply(&s) : fit(&s));
	release(&s);
	return run_finish(&s.run, done);
}
