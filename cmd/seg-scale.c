/* seg-scale: appends every feature in model space, z_age for age. */
#include "summary/scaler.h"
#include "command/model.h"
#include "command/passes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct scale {
	struct run run;
	enum scaler_method method;
	const char *logs;   /* columns that are taken in logarithms first */
	const char *prefix; /* of the appended names; NULL: the default */
	bool inverse;
	const char *fitting; /* an option that was given and only a fit looks at */
	struct columns columns; /* that are read */
	struct scaler_column *scalers;
	struct header appended; /* names */
	struct table table;
};

static const struct option_entry options[] = {
	{ "method", 0, "NAME", "standard (default), minmax, robust or none" },
	{ "log", 0, "LIST", "columns to take log1p of first (skewed amounts of money)" },
	{ "inverse", 0, NULL, "with --apply: append age from z_age, in the user's unit" },
	{ "as", 0, "PREFIX", "prefix of the appended names (default z_; with --inverse none)" },
	{ "run-log", 0, "FILE", "what --log FILE is elsewhere: append a JSON line about the run" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct scale *s = context;
	if (strcmp(name, "method") == 0 || strcmp(name, "log") == 0)
		s->fitting = name;
	if (strcmp(name, "method") == 0)
		return scaler_method_named(value, &s->method)
		    || fail(why, "not one of standard, minmax, robust, none: '%s'", value);
	if (strcmp(name, "log") == 0)
		s->logs = value;
	else if (strcmp(name, "inverse") == 0)
		s->inverse = true;
	else if (strcmp(name, "as") == 0)
		s->prefix = value;
	else if (strcmp(name, "run-log") == 0)
		s->run.shared.log = value;
	return true;
}

static const struct command command = {
	.name = "seg-scale",
	.synopsis = "[FILE ...]",
	.summary = "Appends the features in model space: z_age for age.  By default every column\n"
	           "of numbers that has no other role.",
	.shared = SHARED_FEATURES | SHARED_OUTPUT | SHARED_MODEL | SHARED_THREADS | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* The columns of -f, else all those without a role by their name. */
static bool choose_columns(struct scale *s)
{
	struct run *run = &s->run;
	const struct header *header = &run->input.header;
	if (run->shared.features != NULL)
		return columns_select(&s->columns, header, run->shared.features, &run->why);
	for (size_t i = 0; i < header->count; i++) {
		const char *name = header->names[i];
		if (column_is_appended(name))
			run_warn(run, "column '%s' is left out: the name is one that the filters append; "
			         "-f names the features", name);
		if (!column_has_role(name) && !columns_add(&s->columns, i, &run->why))
			return false;
	}
	return true;
}

/* Of the columns that were tried, those of numbers only stay. */
static bool keep_numbers(struct scale *s)
{
	struct run *run = &s->run;
	size_t rows = s->table.x.rows, kept = 0;
	for (size_t i = 0; i < s->columns.count; i++) {
		const struct other_cells *others = &s->table.others[i];
		const char *name = run->input.header.names[s->columns.at[i]];
		if (others->count > 0 && others->count < rows)
			run_warn(run, "column '%s' is left out: %zu of %zu cells are no number, the first "
			         "in line %zu", name, others->count, rows, others->first_line);
		if (others->count > 0)
			continue;
		if (kept < i)
			memcpy(matrix_column(&s->table.x, kept), matrix_column(&s->table.x, i),
			       rows * sizeof(double));
		s->columns.at[kept++] = s->columns.at[i];
	}
	s->columns.count = s->table.x.cols = kept;
	return kept > 0 || fail(&run->why, "no column of numbers to scale; -f names the features");
}

static bool read_rows(struct scale *s)
{
	struct run *run = &s->run;
	bool by_default = run->shared.features == NULL;
	struct table_options how = { .keep_rows = true,
		                     .kind = run->output.kind,
		                     .row_memory = run_row_memory(run),
		                     .allow_others = by_default };
	return table_read(&s->table, &run->input, &s->columns, &how, &run->why)
	    && (!by_default || keep_numbers(s));
}

static bool make_scalers(struct scale *s)
{
	s->scalers = calloc(s->columns.count, sizeof *s->scalers);
	return s->scalers != NULL || fail_memory(&s->run.why);
}

static bool mark_logs(struct scale *s)
{
	struct run *run = &s->run;
	const struct header *header = &run->input.header;
	struct columns logs = { 0 };
	if (s->logs == NULL)
		return true;
	if (!columns_select(&logs, header, s->logs, &run->why)) {
		struct failure reason = run->why;
		return fail(&run->why, "--log: %s (a log of the run is --run-log FILE)", reason.text);
	}
	bool marked = true;
	for (size_t i = 0; marked && i < logs.count; i++) {
		size_t j = 0;
		while (j < s->columns.count && s->columns.at[j] != logs.at[i])
			j++;
		const char *name = header->names[logs.at[i]];
		marked = j < s->columns.count
		    || fail(&run->why, "--log: column '%s' is not among the features", name);
		if (!marked)
			break;
		s->scalers[j].log = true;
		const double *values = matrix_column(&s->table.x, j);
		size_t row = scaler_first_without_log(values, s->table.x.rows);
		if (row < s->table.x.rows)
			marked = input_fail_value(&run->input, row, logs.at[i], values[row], "no log1p",
			                          "--log is for numbers above -1", &run->why);
	}
	columns_free(&logs);
	return marked;
}

/* Names what is appended: the prefix and the name, or with --inverse the name
 * without z_. */
static bool name_appended(struct scale *s)
{
	struct run *run = &s->run;
	const char *prefix = s->prefix != NULL ? s->prefix : s->inverse ? "" : MODEL_PREFIX;
	for (size_t i = 0; i < s->columns.count; i++) {
		const char *name = run->input.header.names[s->columns.at[i]];
		if (s->inverse && column_is_model(name))
			name += sizeof MODEL_PREFIX - 1;
		struct buffer text = { 0 };
		bool added = buffer_append_text(&text, prefix) && buffer_append_text(&text, name);
		added = added ? header_add(&s->appended, text.data, text.length, &run->why)
		              : fail_memory(&run->why);
		buffer_free(&text);
		if (!added)
			return false;
	}
	return pass_header(run, (const char *const *)s->appended.names, s->appended.count);
}

static bool save_model(struct scale *s)
{
	struct run *run = &s->run;
	json_t *model = model_new(run, &s->columns);
	json_t *columns = json_array();
	const char *method = scaler_method_name(s->method);
	bool made = model != NULL && json_put_string(model, "method", method, &run->why)
	    && json_put(model, "columns", columns, &run->why);
	for (size_t i = 0; made && i < s->columns.count; i++)
		made = json_add(columns,
		                json_pack("{s:b, s:o, s:o}", "log", s->scalers[i].log, "offset",
		                          json_number(s->scalers[i].offset), "scale",
		                          json_number(s->scalers[i].scale)),
		                &run->why);
	run_log(run, "method", json_string(method));
	run_log(run, "columns", json_incref(columns));
	if (made)
		return model_save(run, model);
	json_decref(model);
	return false;
}

static bool append_fitted(void *context, size_t row, struct run *run)
{
	struct scale *s = context;
	for (size_t i = 0; i < s->columns.count; i++)
		output_number(&run->output, matrix_column(&s->table.x, i)[row]);
	return true;
}

static bool fit(struct scale *s)
{
	struct run *run = &s->run;
	if (!choose_columns(s) || !read_rows(s) || !make_scalers(s) || !mark_logs(s))
		return false;
	run_log_features(run, &run->input.header, &s->columns);
	struct matrix *x = &s->table.x;
	int threads = run_threads(run);
	size_t col, row;
	struct failure reason;
	if (!scaler_fit(s->method, x, threads, s->scalers, &col, &row, &reason))
		return row < x->rows
		    ? input_fail_value(&run->input, row, s->columns.at[col],
		                       matrix_column(x, col)[row], reason.text, NULL, &run->why)
		    : fail(&run->why, "%s", reason.text);
	for (size_t i = 0; i < x->cols; i++)
		scaler_transform_column(&s->scalers[i], matrix_column(x, i), matrix_column(x, i),
		                        x->rows, threads);
	return name_appended(s) && save_model(s) && pass_table(run, &s->table, append_fitted, s);
}

static bool append_applied(void *context, size_t row, struct run *run)
{
	(void)row;
	struct scale *s = context;
	for (size_t i = 0; i < s->columns.count; i++) {
		const struct scaler_column *scaler = &s->scalers[i];
		double value;
		if (!input_number(&run->input, s->columns.at[i], &value, &run->why))
			return false;
		value = s->inverse ? scaler_inverse(scaler, value) : scaler_transform(scaler, value);
		if (!isfinite(value))
			return input_fail_cell(&run->input, s->columns.at[i],
			                       "beyond what the model can scale", NULL, &run->why);
		output_number(&run->output, value);
	}
	return true;
}

/* With --inverse the columns that are read are the z_ twins of the features. */
static bool find_model_twins(struct scale *s, const json_t *model)
{
	struct run *run = &s->run;
	for (size_t i = 0; model_feature(model, i) != NULL; i++) {
		struct buffer name = { 0 };
		size_t at;
		bool found = buffer_append_text(&name, MODEL_PREFIX)
		    && buffer_append_text(&name, model_feature(model, i)) && buffer_append_byte(&name, 0);
		found = found ? columns_find(&run->input.header, name.data, &at, &run->why)
		              : fail_memory(&run->why);
		buffer_free(&name);
		if (!found || !columns_add(&s->columns, at, &run->why))
			return false;
	}
	run_log_features(run, &run->input.header, &s->columns);
	return s->columns.count > 0 || fail(&run->why, "%s: no features", run->shared.apply);
}

static bool load_scalers(struct scale *s, const json_t *model)
{
	struct run *run = &s->run;
	json_t *columns = model_array(run, model, "columns", s->columns.count);
	if (columns == NULL || !make_scalers(s))
		return false;
	for (size_t i = 0; i < s->columns.count; i++) {
		json_t *column = json_array_get(columns, i);
		struct scaler_column *scaler = &s->scalers[i];
		scaler->log = json_is_true(json_object_get(column, "log"));
		if (!model_number(run, json_object_get(column, "offset"), "offset", &scaler->offset)
		    || !model_number(run, json_object_get(column, "scale"), "scale", &scaler->scale))
			return false;
		if (!(scaler->scale > 0))
			return fail(&run->why, "%s: a scale is not above 0", run->shared.apply);
	}
	return true;
}

static bool apply(struct scale *s)
{
	struct run *run = &s->run;
	json_t *model = model_load(run);
	if (model == NULL)
		return false;
	bool loaded = (s->inverse ? find_model_twins(s, model)
	                          : model_columns(run, model, &s->columns))
	    && load_scalers(s, model);
	json_decref(model);
	return loaded && name_appended(s) && pass_stream(run, append_applied, s);
}

static void release(struct scale *s)
{
	columns_free(&s->columns);
	header_free(&s->appended);
	free(s->scalers);
	table_free(&s->table);
}

int main(int argc, char **argv)
{
	struct scale s = { .method = SCALER_STANDARD, .table.rows.fd = -1 };
	run_start(&s.run, &command, argc, argv, &s);
	bool applies = s.run.shared.apply != NULL;
	if (s.inverse && !applies)
		run_usage(&s.run, "--inverse needs the model: --apply FILE");
	if (applies && s.run.shared.features != NULL)
		s.fitting = "features";
	if (applies && s.fitting != NULL)
		run_usage(&s.run, "--%s is for fitting; --apply takes it from the model", s.fitting);
	bool done = run_open(&s.run) && (applies ? apply(&s) : fit(&s));
	release(&s);
	return run_finish(&s.run, done);
}
