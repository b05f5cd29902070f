/* seg-dbscan: appends which rows lie in dense regions and which are outliers. */
#include "base/outfile.h"
#include "base/quantile.h"
#include "density/dbscan.h"
#include "density/k_distance.h"
#include "density/reason_features.h"
#include "command/passes.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct density {
	struct run run;
	size_t min_samples;
	double eps;        /* 0: from the percentile */
	double percentile;
	bool percentile_given, outliers_only, reasons;
	const char *outliers_path, *report_path;
	const char *names[3]; /* of the appended columns */
	size_t name_count;
	char *as; /* what --as says but for the name of the reasons */
	struct columns columns;
	struct table table; /* the features, and for reasons their raw twins behind them */
	struct matrix x;    /* the features alone, within the table */
	struct kd_tree tree;
	double *k_distances;
	struct dbscan_result result;
	struct reason_features features;
	uint32_t *nearest; /* for each outlier its nearest core point */
	struct buffer reason;
	struct outfile outliers_file;
	struct output outliers;
};

static const struct option_entry options[] = {
	{ "min-samples", 0, "N", "neighbours of a core point, itself included (default 4)" },
	{ "eps", 0, "X", "the radius of a neighbourhood" },
	{ "eps-percentile", 0, "Q", "or: this percentile of the k-distances (default 90)" },
	{ "outliers", 0, NULL, "write the outliers only" },
	{ "outliers-file", 0, "FILE", "write the outliers to FILE, too" },
	{ "reasons", 0, NULL, "append what sets each outlier apart, in raw units" },
	{ "report", 0, "FILE", "write eps, core points, clusters and outliers to FILE, as JSON" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct density *d = context;
	int64_t number;
	if (strcmp(name, "min-samples") == 0) {
		bool taken = option_integer(value, 1, 1000000, &number, why);
		d->min_samples = (size_t)number;
		return taken;
	}
	if (strcmp(name, "eps") == 0)
		return option_number(value, 1e-300, 1e300, &d->eps, why);
	if (strcmp(name, "eps-percentile") == 0) {
		d->percentile_given = true;
		return option_number(value, 0, 100, &d->percentile, why);
	}
	if (strcmp(name, "outliers") == 0)
		d->outliers_only = true;
	else if (strcmp(name, "outliers-file") == 0)
		d->outliers_path = value;
	else if (strcmp(name, "reasons") == 0)
		d->reasons = true;
	else if (strcmp(name, "report") == 0)
		d->report_path = value;
	return true;
}

static const struct command command = {
	.name = "seg-dbscan",
	.synopsis = "[FILE ...]",
	.summary = "Appends density_cluster (-1 is noise) and outlier (0 or 1), by DBSCAN on the\n"
	           "z_* columns.",
	.shared = SHARED_FEATURES | SHARED_THREADS | SHARED_AS | SHARED_OUTPUT | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* --as NAME,NAME,NAME: the third, with --reasons, is that of the reasons. */
static bool find_names(struct density *d)
{
	struct run *run = &d->run;
	d->names[0] = "density_cluster";
	d->names[1] = "outlier";
	d->names[2] = "reasons";
	d->name_count = d->reasons ? 3 : 2;
	const char *as = run->shared.as;
	const char *comma = d->reasons && as != NULL ? strchr(as, ',') : NULL;
	comma = comma != NULL ? strchr(comma + 1, ',') : NULL;
	if (comma != NULL) {
		if (comma[1] == '\0' || strchr(comma + 1, ',') != NULL)
			run_usage(run, "--as: not NAME, NAME,NAME or NAME,NAME,NAME: '%s'", as);
		d->names[2] = comma + 1;
		d->as = strndup(as, (size_t)(comma - as));
		if (d->as == NULL)
			return fail_memory(&run->why);
		run->shared.as = d->as;
	}
	return pass_names(run, d->names);
}

static bool write_header(struct density *d)
{
	struct run *run = &d->run;
	const struct header *header = &run->input.header;
	if (!d->reasons)
		return pass_header_of_two(run, d->names);
	for (size_t i = 1; i < d->name_count; i++)
		if (header_find(header, d->names[i]) < header->count)
			return fail(&run->why, "column '%s' is there already; --as NAME,NAME,NAME "
			            "chooses another name for it", d->names[i]);
	return pass_header(run, d->names, d->name_count);
}

/* Reads the features; for reasons, what they were before they were scaled, too. */
static bool read_table(struct density *d)
{
	struct run *run = &d->run;
	if (!reason_features_find(&d->features, &run->input.header, &d->columns, d->reasons, &run->why)
	    || !pass_read(run, &d->features.columns, true, &d->table))
		return false;
	reason_features_attach(&d->features, &d->table.x);
	d->x = d->table.x;
	d->x.cols = d->columns.count;
	return true;
}

static bool check_values(struct density *d)
{
	const struct matrix *x = &d->x;
	if (x->rows > KD_ROWS_MAX)
		return fail(&d->run.why, "more than %zu rows", KD_ROWS_MAX);
	return pass_check_values(&d->run, &d->columns, x);
}

/* eps so that about `percentile` % of the rows are core points. */
static bool find_eps(struct density *d)
{
	struct run *run = &d->run;
	size_t rows = d->tree.rows;
	if (rows < d->min_samples)
		return fail(&run->why, "%zu rows are fewer than --min-samples %zu; --eps X needs no "
		            "percentile", rows, d->min_samples);
	d->k_distances = malloc(rows * sizeof *d->k_distances);
	double *scratch = malloc(rows * sizeof *scratch);
	bool found = (d->k_distances != NULL && scratch != NULL) || fail_memory(&run->why);
	found = found && k_distances(&d->tree, d->min_samples, run_threads(run), d->k_distances,
	                             &run->progress, &run->why);
	if (found) {
		memcpy(scratch, d->k_distances, rows * sizeof *scratch);
		d->eps = quantile(scratch, rows, d->percentile / 100);
	}
	free(scratch);
	return found;
}

/* The numbers are needed again for reasons only. */
static bool build_tree(struct density *d)
{
	struct run *run = &d->run;
	if (d->reasons)
		return kd_tree_build(&d->tree, &d->x, run_threads(run), &run->why);
	d->x = (struct matrix){ 0 };
	return kd_tree_build_of(&d->tree, &d->table.x, run_threads(run), &run->why);
}

static bool cluster(struct density *d)
{
	struct run *run = &d->run;
	bool by_percentile = d->eps == 0;
	if (!build_tree(d) || (by_percentile && !find_eps(d)))
		return false;
	struct dbscan_options how = { .eps = d->eps,
		                      .min_samples = d->min_samples,
		                      .threads = run_threads(run),
		                      .k_distances = d->k_distances,
		                      .progress = &run->progress };
	const char *reason = dbscan_check(&how);
	if (reason != NULL)
		return fail(&run->why, "%s", reason);
	return dbscan(&d->tree, &how, &d->result, &run->why);
}

static bool find_nearest(struct density *d)
{
	struct run *run = &d->run;
	if (!d->reasons)
		return true;
	d->nearest = malloc(d->tree.rows * sizeof *d->nearest);
	if (d->nearest == NULL)
		return fail_memory(&run->why);
	return nearest_core_points(&d->tree, &d->result, run_threads(run), d->nearest,
	                           &run->progress, &run->why);
}

/* What there is to say about the fit, for the report and the log line. */
static bool describe(struct density *d, bool by_percentile, json_t *into)
{
	struct failure *why = &d->run.why;
	const struct dbscan_result *result = &d->result;
	double rows = (double)d->tree.rows;
	json_t *percentile = by_percentile ? json_number(d->percentile) : json_null();
	return json_put_number(into, "eps", d->eps, why)
	    && json_put(into, "eps_percentile", percentile, why)
	    && json_put_integer(into, "min_samples", (int64_t)d->min_samples, why)
	    && json_put_integer(into, "core_points", (int64_t)result->core_points, why)
	    && json_put_integer(into, "border_points", (int64_t)result->border_points, why)
	    && json_put_integer(into, "clusters", (int64_t)result->clusters, why)
	    && json_put_integer(into, "outliers", (int64_t)result->outliers, why)
	    && json_put_number(into, "outlier_share", (double)result->outliers / rows, why);
}

static bool write_report(struct density *d, bool by_percentile)
{
	struct run *run = &d->run;
	if (!describe(d, by_percentile, run->log))
		return false;
	if (d->report_path == NULL)
		return true;
	json_t *report = json_object();
	bool made = report != NULL
	    && json_put_integer(report, "rows", (int64_t)d->tree.rows, &run->why)
	    && json_put(report, "features", json_incref(json_object_get(run->log, "features")),
	                &run->why)
	    && describe(d, by_percentile, report);
	if (made && by_percentile) {
		char text[NUMBER_ROUNDED_SIZE], note[1024];
		number_format_rounded(100 - d->percentile, 6, text);
		snprintf(note, sizeof note, "eps at this percentile makes about all but %s %% of the "
		         "rows core points, so at most about %s %% can be outliers, whatever the data",
		         text, text);
		made = json_put_string(report, "note", note, &run->why);
	}
	made = made && json_write_file(d->report_path, report, &run->why);
	json_decref(report);
	return made;
}

static bool open_outliers(struct density *d)
{
	struct run *run = &d->run;
	if (d->outliers_path == NULL)
		return true;
	if (!outfile_open(&d->outliers_file, d->outliers_path, &run->why))
		return false;
	output_open(&d->outliers, d->outliers_file.fd, d->outliers_path, run->output.kind);
	struct header header;
	if (!header_copy(&header, &run->input.header, &run->why))
		return false;
	bool made = true;
	for (size_t i = 0; made && i < d->name_count; i++)
		made = header_add(&header, d->names[i], strlen(d->names[i]), &run->why);
	made = made && output_header(&d->outliers, &header, &run->why);
	header_free(&header);
	return made;
}

static bool put_row(struct density *d, struct output *output, const char *text, size_t length,
                    size_t row)
{
	int32_t label = d->result.labels[row];
	output_text_row(output, text, length, d->run.input.header.count);
	output_integer(output, label);
	output_integer(output, label == DBSCAN_NOISE);
	if (d->reasons)
		output_cell(output, &(struct cell){ .text = d->reason.data, .length = d->reason.length,
		                                    .kind = label == DBSCAN_NOISE ? CELL_STRING
		                                                                  : CELL_LITERAL });
	return output_end_row(output, &d->run.why);
}

/* The words for a row; none for one that is no outlier. */
static bool word_reason(struct density *d, size_t row)
{
	d->reason.length = 0;
	return !d->reasons || d->result.labels[row] != DBSCAN_NOISE
	    || outlier_reasons_text(&d->reason, &d->x, d->features.list, row, d->nearest[row],
	                            &d->run.why);
}

static bool write_rows(struct density *d)
{
	struct run *run = &d->run;
	row_store_rewind(&d->table.rows);
	for (size_t row = 0; row < d->tree.rows; row++) {
		const char *text;
		size_t length;
		bool outlier = d->result.labels[row] == DBSCAN_NOISE;
		if (!row_store_next(&d->table.rows, &text, &length, &run->why)
		    || !word_reason(d, row)
		    || ((outlier || !d->outliers_only) && !put_row(d, &run->output, text, length, row))
		    || (outlier && d->outliers_path != NULL
		        && !put_row(d, &d->outliers, text, length, row)))
			return false;
	}
	return d->outliers_path == NULL
	    || (output_flush(&d->outliers, &run->why)
	        && outfile_commit(&d->outliers_file, &run->why));
}

static bool find_outliers(struct density *d)
{
	struct run *run = &d->run;
	bool by_percentile = d->eps == 0;
	if (!find_names(d) || !run_open(run) || !run_model_columns(run, &d->columns)
	    || !read_table(d) || !check_values(d) || !cluster(d) || !find_nearest(d))
		return false;
	return write_header(d) && write_report(d, by_percentile) && open_outliers(d)
	    && write_rows(d);
}

static void release(struct density *d)
{
	outfile_discard(&d->outliers_file);
	output_free(&d->outliers);
	columns_free(&d->columns);
	table_free(&d->table);
	kd_tree_free(&d->tree);
	free(d->k_distances);
	dbscan_free(&d->result);
	free(d->as);
	reason_features_free(&d->features);
	free(d->nearest);
	buffer_free(&d->reason);
}

int main(int argc, char **argv)
{
	struct density d = { .min_samples = 4, .percentile = 90, .table.rows.fd = -1,
		             .outliers_file = { .fd = -1, .slot = -1 } };
	run_start(&d.run, &command, argc, argv, &d);
	run_check_output(&d.run, "--outliers-file", d.outliers_path);
	run_check_output(&d.run, "--report", d.report_path);
	if (d.eps > 0 && d.percentile_given)
		run_usage(&d.run, "--eps and --eps-percentile exclude each other");
	bool done = find_outliers(&d);
	release(&d);
	return run_finish(&d.run, done);
}
