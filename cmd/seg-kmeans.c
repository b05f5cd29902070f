/* seg-kmeans: appends the segment number of every row, by k-means. */
#include "kmeans/kmeans.h"
#include "command/model.h"
#include "command/passes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct segmenting {
	struct run run;
	struct kmeans_options options;
	const char *weights; /* column */
	bool distance;
	const char *fitting; /* an option that was given and only a fit looks at */
	const char *names[2]; /* of the appended columns */
	struct columns columns;
	size_t weight_at; /* among the columns that are read */
	struct table table;
	struct kmeans_result result;
	double *squared; /* distances of the rows to their centroids */
	double *point;   /* one row, with --apply */
};

static const struct option_entry options[] = {
	{ "k", 'k', "N", "the number of segments (needed unless --apply)" },
	{ "n-init", 0, "N", "starts, of which the best counts (default 10)" },
	{ "max-iter", 0, "N", "iterations of one start at most (default 300)" },
	{ "tol", 0, "X", "when a start has converged (default 0.0001; 0: labels stand still)" },
	{ "weights", 0, "COLUMN", "how much each row counts" },
	{ "distance", 0, NULL, "append the distance to the centroid, too" },
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
	if (s->weights != NULL
	    && (!columns_find(&run->input.header, s->weights, &at, &run->why)
	        || !columns_add(&s->columns, at, &run->why)))
		return false;
	if (!pass_read(run, &s->columns, true, &s->table))
		return false;
	s->columns.count = s->table.x.cols = features;
	if (s->weights != NULL)
		s->options.weights = matrix_column(&s->table.x, features);
	return true;
}

static bool save_model(struct segmenting *s)
{
	struct run *run = &s->run;
	const struct kmeans_result *result = &s->result;
	struct failure *why = &run->why;
	json_t *model = model_new(run, &s->columns);
	json_t *sizes = json_array(), *centroids = json_array();
	bool made = model != NULL && json_put_integer(model, "k", (int64_t)result->k, why)
	    && json_put_integer(model, "seed", (int64_t)s->options.seed, why)
	    && json_put_integer(model, "n_init", s->options.n_init, why)
	    && json_put_integer(model, "max_iter", s->options.max_iter, why)
	    && json_put_number(model, "tol", s->options.tol, why)
	    && json_put_number(model, "inertia", result->inertia, why)
	    && json_put_integer(model, "iterations", result->iterations, why)
	    && json_put(model, "converged", json_boolean(result->converged), why)
	    && json_put(model, "sizes", sizes, why)
	    && json_put(model, "centroids", centroids, why);
	for (size_t c = 0; made && c < result->k; c++) {
		json_t *centroid = json_array();
		made = json_add(sizes, json_integer((json_int_t)result->sizes[c]), why)
		    && json_add(centroids, centroid, why);
		for (size_t j = 0; made && j < result->cols; j++)
			made = json_add(centroid, json_number(result->centroids[c * result->cols + j]),
			                why);
	}
	if (made)
		return model_save(run, model);
	json_decref(model);
	return false;
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
	output_integer(&run->output, s->result.labels[row]);
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
	if (!read_rows(s))
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
	if (s->distance) {
		s->squared = malloc(x->rows * sizeof *s->squared);
		if (s->squared == NULL)
			return fail_memory(&run->why);
		kmeans_assign(s->result.centroids, s->result.k, x, s->options.threads,
		              s->result.labels, s->squared);
	}
	return write_header(s) && save_model(s) && pass_table(run, &s->table, append_fitted, s);
}

static bool load_model(struct segmenting *s)
{
	struct run *run = &s->run;
	json_t *model = model_load(run);
	if (model == NULL)
		return false;
	struct kmeans_result *result = &s->result;
	bool loaded = model_columns(run, model, &s->columns);
	size_t k = (size_t)json_integer_value(json_object_get(model, "k"));
	json_t *centroids = loaded ? model_array(run, model, "centroids", k) : NULL;
	loaded = centroids != NULL
	    && (k > 0 || fail(&run->why, "%s: 'k' is not above 0", run->shared.apply));
	if (loaded) {
		result->k = k;
		result->cols = s->columns.count;
		result->centroids = calloc(k * result->cols, sizeof *result->centroids);
		s->point = calloc(result->cols, sizeof *s->point);
		loaded = (result->centroids != NULL && s->point != NULL) || fail_memory(&run->why);
	}
	for (size_t i = 0; loaded && i < k * result->cols; i++) {
		json_t *centroid = json_array_get(centroids, i / result->cols);
		loaded = model_number(run, json_array_get(centroid, i % result->cols), "centroids",
		                      &result->centroids[i]);
	}
	json_decref(model);
	return loaded;
}

static bool append_applied(void *context, size_t row, struct run *run)
{
	(void)row;
	struct segmenting *s = context;
	for (size_t i = 0; i < s->columns.count; i++)
		if (!input_number(&run->input, s->columns.at[i], &s->point[i], &run->why))
			return false;
	double squared;
	size_t label = kmeans_nearest(s->result.centroids, s->result.k, s->result.cols, s->point,
	                              &squared);
	output_integer(&run->output, (int64_t)label);
	if (s->distance)
		output_number(&run->output, sqrt(squared));
	return true;
}

static bool apply(struct segmenting *s)
{
	return load_model(s) && write_header(s) && pass_stream(&s->run, append_applied, s);
}

static void release(struct segmenting *s)
{
	columns_free(&s->columns);
	table_free(&s->table);
	kmeans_free(&s->result);
	free(s->squared);
	free(s->point);
}

int main(int argc, char **argv)
{
	struct segmenting s = { .options = kmeans_defaults, .names = { "cluster", "distance" },
		                .table.rows.fd = -1 };
	s.options.k = 0; /* no default: the user has to say */
	run_start(&s.run, &command, argc, argv, &s);
	bool applies = s.run.shared.apply != NULL;
	if (applies && s.run.shared.features != NULL)
		s.fitting = "features";
	if (applies && s.fitting != NULL)
		run_usage(&s.run, "--%s is for fitting; --apply takes it from the model", s.fitting);
	if (!applies && s.options.k == 0)
		run_usage(&s.run, "-k N is needed; seg-kselect recommends one");
	bool done = name_columns(&s) && run_open(&s.run) && (applies ? apply(&s) : fit(&s));
	release(&s);
	return run_finish(&s.run, done);
}
