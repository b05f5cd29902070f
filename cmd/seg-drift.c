/* seg-drift: whether new rows still look like those of a reference. */
#include "base/outfile.h"
#include "drift/reference_json.h"
#include "drift/report.h"
#include "drift/tables.h"
#include "summary/profile.h"
#include "command/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct drift {
	struct run run;
	/* options */
	const char *reference, *id, *moves_path;
	bool json, strict;
	/* the table at hand: the reference, then the new one */
	struct columns columns;
	size_t by, id_at;
	struct profile profile; /* of its features, all rows as one segment */
	double *values;         /* of one row */
	/* what is compared */
	json_t *model; /* owns the names of the features */
	struct comparison comparison;
	struct moves moves;
	char *id_name; /* NULL: no moves */
};

static const struct option_entry options[] = {
	{ "reference", 0, "FILE", "the old rows, to compare with" },
	{ "id", 0, "COLUMN", "the column that tells customers apart, for moves (default: *_id)" },
	{ "moves", 0, "FILE", "write who went from which segment to which to FILE, as CSV" },
	{ "json", 0, NULL, "write one JSON object instead, with bins, segments and moves" },
	{ "strict", 0, NULL, "exit with status 3 when a refit is due" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	(void)why;
	struct drift *d = context;
	const char **text = strcmp(name, "reference") == 0 ? &d->reference
	    : strcmp(name, "id") == 0 ? &d->id : strcmp(name, "moves") == 0 ? &d->moves_path : NULL;
	if (text != NULL)
		*text = value;
	else
		*(strcmp(name, "json") == 0 ? &d->json : &d->strict) = true;
	return true;
}

static const struct command command = {
	.name = "seg-drift",
	.synopsis = "[FILE ...]",
	.summary = "Compares the new rows in FILE with a reference: one row a feature, and one for\n"
	           "the segments, with the population stability index and a verdict.  --model alone\n"
	           "freezes FILE as the reference that --apply uses.",
	.strict = "a refit is due (--strict)",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_ROUND | SHARED_OUTPUT | SHARED_MODEL
	    | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* Freezing a reference compares nothing. */
static bool freezes_only(const struct drift *d)
{
	return d->reference == NULL && d->run.shared.apply == NULL;
}

static void check_options(const struct drift *d)
{
	const struct run *run = &d->run;
	const struct shared_options *shared = &run->shared;
	const char *only_rows = d->id != NULL ? "id" : d->moves_path != NULL ? "moves" : NULL;
	const char *only_table = shared->round >= 0 ? "round" : shared->output_given ? "output" : NULL;
	const char *only_frozen = shared->features != NULL ? "features"
	    : strcmp(shared->by, "cluster") != 0 ? "by" : NULL;
	bool reads_stdin = run->file_count == 0 || strcmp(run->files[0], "-") == 0;
	if (freezes_only(d) && shared->model == NULL)
		run_usage(run, "compare with what? --reference FILE names the old rows, --apply FILE a "
		               "reference that --model froze");
	if (freezes_only(d) && (only_rows || only_table || d->json || d->strict))
		run_usage(run, "--model alone freezes a reference and compares nothing; --apply FILE or "
		               "--reference FILE does");
	if (shared->apply != NULL && d->reference != NULL)
		run_usage(run, "--reference and --apply exclude each other: both are the reference");
	if (shared->apply != NULL && only_frozen)
		run_usage(run, "--%s is for fitting; --apply takes it from the model", only_frozen);
	if (shared->apply != NULL && only_rows)
		run_usage(run, "--%s needs the old rows: --reference FILE", only_rows);
	if (d->id != NULL && d->moves_path == NULL && !d->json)
		run_usage(run, "--id is for the moves, which --moves FILE and --json write");
	if (d->json && only_table)
		run_usage(run, "--%s is for the table; --json has all digits", only_table);
	if (d->reference != NULL && strcmp(d->reference, "-") == 0 && reads_stdin)
		run_usage(run, "the reference and the new rows cannot both come from standard input");
}

/* Goes on without moves, unless they were asked for by name. */
static bool without_moves(struct drift *d, const char *reason)
{
	if (d->moves_path != NULL || d->id != NULL)
		return fail(&d->run.why, "%s", reason);
	run_warn(&d->run, "%s; the moves are left out", reason);
	moves_free(&d->moves);
	free(d->id_name);
	d->id_name = NULL;
	return true;
}

static bool choose_identity(struct drift *d)
{
	const struct header *header = &d->run.input.header;
	struct failure reason;
	if (d->reference == NULL || (!d->json && d->moves_path == NULL))
		return true;
	if (d->comparison.by == NULL)
		return without_moves(d, "no column says which segment a customer is in");
	if (!columns_identity(header, d->id, &d->id_at, &reason))
		return without_moves(d, reason.text);
	d->id_name = strdup(header->names[d->id_at]);
	return d->id_name != NULL ? moves_create(&d->moves, &d->run.why) : fail_memory(&d->run.why);
}

static bool choose_columns(struct drift *d)
{
	struct run *run = &d->run;
	const struct header *header = &run->input.header;
	const char *by = run->shared.by, *list = run->shared.features;
	if (!(list != NULL ? columns_select(&d->columns, header, list, &run->why)
	                   : columns_raw(&d->columns, header, &run->why))
	    || !comparison_create(&d->comparison, d->columns.count, &run->why))
		return false;
	run_log_features(run, header, &d->columns);
	/* Segments are compared where there are any. */
	if (strcmp(by, "cluster") != 0 || header_find(header, by) < header->count) {
		d->comparison.by = by;
		if (!columns_find(header, by, &d->by, &run->why))
			return false;
	}
	return choose_identity(d);
}

/* Finds the columns of the reference among those of the new rows. */
static bool find_columns(struct drift *d)
{
	struct run *run = &d->run;
	const struct header *header = &run->input.header;
	struct failure reason;
	columns_free(&d->columns);
	if (!model_columns(run, d->model, &d->columns))
		return false;
	if (d->comparison.by != NULL && !columns_find(header, d->comparison.by, &d->by, &reason))
		return fail(&run->why, "%s does not fit the stream: %s", run->shared.apply, reason.text);
	if (d->id_name != NULL && !columns_find(header, d->id_name, &d->id_at, &reason))
		return without_moves(d, reason.text);
	return true;
}

static bool add_segment(struct drift *d, bool reference)
{
	struct input *input = &d->run.input;
	struct segment_mix *mix = &d->comparison.mix;
	const struct cell *cell = &input->row.cells[d->by], *id = &input->row.cells[d->id_at];
	struct failure reason, place;
	size_t segment;
	if (!segment_mix_find(mix, cell->text, cell->length, &segment, &reason))
		return input_fail(input, &d->run.why, "column '%s': %s", d->comparison.by, reason.text);
	(reference ? mix->reference : mix->now)[segment]++;
	if (d->id_name == NULL
	    || (reference ? moves_add_reference : moves_add_new)(&d->moves, id->text, id->length,
	                                                         segment, &reason))
		return true;
	input_fail(input, &place, "column '%s': %s", d->id_name, reason.text);
	return without_moves(d, place.text);
}

static bool add_row(struct drift *d, bool reference)
{
	for (size_t j = 0; j < d->columns.count; j++) {
		struct drift_feature *feature = &d->comparison.features[j];
		if (!input_number(&d->run.input, d->columns.at[j], &d->values[j], &d->run.why))
			return false;
		if (!reference)
			feature->now[bins_find(&feature->bins, d->values[j])]++;
	}
	return (d->comparison.by == NULL || add_segment(d, reference))
	    && profile_add(&d->profile, 0, d->values, &d->run.why);
}

/* Reads the table at hand; the new one in constant memory, but for moves. */
static bool read_rows(struct drift *d, bool reference)
{
	struct run *run = &d->run;
	unsigned needs = reference ? PROFILE_SPREAD | PROFILE_VALUES : 0;
	profile_free(&d->profile);
	profile_create(&d->profile, d->columns.count, needs);
	free(d->values);
	d->values = calloc(d->columns.count + 1, sizeof *d->values);
	if (d->values == NULL)
		return fail_memory(&run->why);
	enum input_status status;
	while ((status = input_next(&run->input, &run->why)) == INPUT_ROW) {
		progress_report(&run->progress, "rows", run->input.rows, 0);
		if (!add_row(d, reference))
			return false;
	}
	return status == INPUT_END
	    && (run->input.rows > 0
	        || input_fail(&run->input, &run->why, "no rows are here; did the stage before fail?"));
}

static bool take_number(struct drift *d, size_t feature, double value, const char *what,
                        double *number)
{
	*number = value;
	return !isinf(value) || fail(&d->run.why, "column '%s': the numbers are too large for their %s",
	                             d->comparison.features[feature].name, what);
}

static bool freeze(struct drift *d)
{
	struct run *run = &d->run;
	d->comparison.reference_rows = run->input.rows;
	d->model = model_new(run, &d->columns);
	if (d->model == NULL)
		return false;
	for (size_t j = 0; j < d->columns.count; j++) {
		struct drift_feature *feature = &d->comparison.features[j];
		feature->name = model_feature(d->model, j);
		if (!take_number(d, j, profile_mean(&d->profile, 0, j), "mean",
		                 &feature->reference_mean)
		    || !take_number(d, j, profile_sd(&d->profile, 0, j), "standard deviation",
		                    &feature->reference_sd)
		    || !comparison_freeze(feature, d->profile.segments[0].features[j].values,
		                          run->input.rows, &run->why))
			return false;
	}
	return run->shared.model == NULL
	    || (reference_put(d->model, &d->comparison, &run->why)
	        && model_save(run, json_incref(d->model)));
}

/* Reads the reference as the operands, then makes way for the new rows. */
static bool read_reference(struct drift *d)
{
	struct run *run = &d->run;
	const char *const *files = run->files;
	size_t file_count = run->file_count;
	run->files = d->reference != NULL ? &d->reference : files;
	run->file_count = d->reference != NULL ? 1 : file_count;
	if (!run_open(run) || !choose_columns(d) || !read_rows(d, true) || !freeze(d))
		return false;
	if (freezes_only(d)) {
		run_warn(run, "%zu rows are frozen in %s; --apply %s compares with them",
		         run->input.rows, run->shared.model, run->shared.model);
		return true;
	}
	input_close(&run->input);
	run->input_open = false;
	run->files = files;
	run->file_count = file_count;
	/* Messages about what does not fit name the reference as they do a model. */
	run->shared.apply = d->reference;
	return true;
}

static bool load_reference(struct drift *d)
{
	struct failure reason;
	d->model = model_load(&d->run);
	return d->model != NULL && (reference_get(&d->comparison, d->model, &reason)
	                            || fail(&d->run.why, "%s: %s", d->run.shared.apply, reason.text));
}

static bool write_moves(struct drift *d)
{
	struct failure *why = &d->run.why;
	struct outfile file;
	struct output output;
	if (d->moves_path == NULL || !outfile_open(&file, d->moves_path, why))
		return d->moves_path == NULL;
	output_open(&output, file.fd, d->moves_path, STREAM_CSV);
	bool written = moves_table_write(&output, &d->comparison, &d->moves, d->run.shared.round, why)
	    && output_flush(&output, why) && outfile_commit(&file, why);
	output_free(&output);
	outfile_discard(&file);
	return written;
}

static bool print_report(struct drift *d)
{
	const struct moves *moves = d->id_name != NULL ? &d->moves : NULL;
	json_t *report = drift_report(&d->comparison, moves, d->id_name, &d->run.why);
	bool printed = report != NULL && run_print_json(&d->run, report);
	json_decref(report);
	return printed;
}

/* Reads the new rows and writes how they compare. */
static bool compare(struct drift *d)
{
	struct run *run = &d->run;
	struct comparison *comparison = &d->comparison;
	if (!run_open(run) || !find_columns(d) || !read_rows(d, false))
		return false;
	comparison->rows = run->input.rows;
	for (size_t j = 0; j < comparison->feature_count; j++)
		if (!take_number(d, j, profile_mean(&d->profile, 0, j), "mean",
		                 &comparison->features[j].mean))
			return false;
	if (!comparison_judge(comparison, &run->why) || !write_moves(d)
	    || !(d->json ? print_report(d) : drift_table_write(&run->output, comparison,
	                                                       run->shared.round, &run->why)))
		return false;
	if (comparison->noise >= PSI_REFIT)
		run_warn(run, "%zu and %zu rows are few: chance alone takes the index up to %.3g, and "
		         "less drift than that is not seen", comparison->reference_rows,
		         comparison->rows, comparison->noise);
	run_log_integer(run, "rows_reference", (int64_t)comparison->reference_rows);
	run_log(run, "thresholds", json_pack("{s:f, s:f}", "watch", PSI_WATCH, "refit", PSI_REFIT));
	run_log(run, "verdict", json_string(drift_verdict_name(comparison->verdict)));
	return true;
}

static void release(struct drift *d)
{
	columns_free(&d->columns);
	profile_free(&d->profile);
	free(d->values);
	comparison_free(&d->comparison);
	moves_free(&d->moves);
	free(d->id_name);
	json_decref(d->model);
}

int main(int argc, char **argv)
{
	static struct drift d;
	run_start(&d.run, &command, argc, argv, &d);
	check_options(&d);
	run_check_output(&d.run, "--moves", d.moves_path);
	run_check_input(&d.run, d.reference);
	bool done = (d.run.shared.apply != NULL ? load_reference(&d) : read_reference(&d))
	    && (freezes_only(&d) || compare(&d));
	bool due = done && d.strict && d.comparison.verdict == DRIFT_REFIT;
	release(&d);
	int status = run_finish(&d.run, done);
	return status == EXIT_SUCCESS && due ? 3 : status;
}
