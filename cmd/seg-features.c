/* seg-features: the door for the messy world.  Reads a customer table as
 * people keep it and writes the canonical stream, with ratios and codes. */
#include "base/text_set.h"
#include "clean/feature_plan.h"
#include "clean/header_names.h"
#include "clean/row_check.h"
#include "clean/waiting_rows.h"
#include "command/run.h"
#include "stream/rejects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RENAME_LIMIT = 64 };
static const char *const missing_modes[] = { "error", "drop", "mean", "median", NULL };

struct features {
	struct run run;
	struct input_options input;
	struct name_options naming;
	struct rename renames[RENAME_LIMIT];
	char decimal;
	const char *require;
	struct feature_plan plan;
	bool dedup;
	struct text_set seen; /* rows, for --dedup */
	struct buffer scratch, packed;
	const char *rejects_path;
	struct rejects rejects;
	size_t dropped, duplicates;
};

static const struct option_entry options[] = {
	{ "features", 'f', "LIST", "the columns in which a missing cell matters (default: all)" },
	{ "delimiter", 'd', "CHAR", "the delimiter (default: found from the header; TAB for a tab)" },
	{ "comment", 0, "PREFIX", "skip lines that start with PREFIX" },
	{ "header", 0, "NAMES", "the file has no header: these are the names, by commas" },
	{ "decimal", 0, "CHAR", "the decimal sign (default .)" },
	{ "rename", 0, "OLD=NEW", "rename a column, by its raw or its clean name (repeatable)" },
	{ "keep-names", 0, NULL, "leave the column names as they are" },
	{ "ratio", 0, "NAME=NUM/DEN", "append a ratio of two columns (repeatable)" },
	{ "epsilon", 0, "X", "added to the denominator of ratios (default 1e-9)" },
	{ "encode", 0, "LIST", "append 0/1 columns for the levels of text columns" },
	{ "require", 0, "LIST", "fail unless these columns are there" },
	{ "missing", 0, "MODE", "error (default), drop, mean or median" },
	{ "missing-values", 0, "LIST", "what counts as missing (default ,NA,N/A,NaN,null,None,?,-)" },
	{ "rejects", 0, "FILE", "keep the rows that are set aside in FILE" },
	{ "dedup", 0, NULL, "set aside rows that are equal to an earlier one" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct features *f = context;
	int choice;
	if (strcmp(name, "delimiter") == 0)
		return option_char(value, &f->input.delimiter, why);
	if (strcmp(name, "decimal") == 0)
		return option_char(value, &f->decimal, why);
	if (strcmp(name, "comment") == 0) {
		f->input.comment = value;
		return value[0] != '\0' || fail(why, "the prefix is empty");
	}
	if (strcmp(name, "features") == 0)
		f->run.shared.features = value;
	else if (strcmp(name, "header") == 0)
		f->input.header = value;
	else if (strcmp(name, "keep-names") == 0)
		f->naming.keep = true;
	else if (strcmp(name, "require") == 0)
		f->require = value;
	else if (strcmp(name, "missing-values") == 0)
		missing_words_set(&f->plan.missing, value);
	else if (strcmp(name, "rejects") == 0)
		f->rejects_path = value;
	else if (strcmp(name, "dedup") == 0)
		f->dedup = true;
	else if (strcmp(name, "epsilon") == 0)
		return option_number(value, 0, 1e300, &f->plan.epsilon, why);
	else if (strcmp(name, "encode") == 0)
		return plan_add_encodings(&f->plan, value, why);
	else if (strcmp(name, "missing") == 0) {
		if (!option_choice(value, missing_modes, &choice, why))
			return false;
		f->plan.mode = (enum missing_mode)choice;
	} else if (strcmp(name, "rename") == 0) {
		if (f->naming.rename_count == RENAME_LIMIT)
			return fail(why, "more than %d renames", RENAME_LIMIT);
		return rename_parse(value, &f->renames[f->naming.rename_count++], why);
	} else if (strcmp(name, "ratio") == 0)
		return plan_add_ratio(&f->plan, value, why);
	return true;
}

static const struct command command = {
	.name = "seg-features",
	.synopsis = "[FILE ...]",
	.summary = "Reads a customer table as people keep it and writes the canonical stream:\n"
	           "clean names, checked cells, ratios and codes as new columns.",
	.shared = SHARED_OUTPUT | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

static bool set_aside(struct features *f, const char *reason)
{
	const struct input *input = &f->run.input;
	return rejects_add(&f->rejects, &input->row, input->row_line, reason, &f->run.why);
}

static bool write_row(struct features *f)
{
	struct run *run = &f->run;
	struct failure reason;
	return plan_write_row(&f->plan, &run->input.row, &run->output, &reason)
	    || input_fail(&run->input, &run->why, "%s", reason.text);
}

enum verdict { VERDICT_FAILED, VERDICT_KEEP, VERDICT_SET_ASIDE };

static enum verdict judge_duplicate(struct features *f)
{
	bool added;
	f->packed.length = 0;
	if (!row_pack(&f->packed, &f->run.input.row)) {
		fail_memory(&f->run.why);
		return VERDICT_FAILED;
	}
	if (!text_set_add(&f->seen, f->packed.data, f->packed.length, &added, &f->run.why))
		return VERDICT_FAILED;
	if (added)
		return VERDICT_KEEP;
	f->duplicates++;
	return set_aside(f, "duplicate") ? VERDICT_SET_ASIDE : VERDICT_FAILED;
}

static enum verdict judge_missing(struct features *f)
{
	const struct row *row = &f->run.input.row;
	size_t at = plan_find_missing(&f->plan, row);
	if (at == row->count)
		return VERDICT_KEEP;
	char quoted[QUOTED_SIZE], reason[sizeof f->run.why.text / 2];
	snprintf(reason, sizeof reason, "column '%s': missing value: %s", f->plan.names.names[at],
	         quote(quoted, row->cells[at].text, row->cells[at].length));
	if (f->plan.mode == MISSING_DROP) {
		f->dropped++;
		return set_aside(f, reason) ? VERDICT_SET_ASIDE : VERDICT_FAILED;
	}
	input_fail(&f->run.input, &f->run.why, "%s; --missing drop sets such rows aside, --missing "
	           "mean or median fills the number", reason);
	return VERDICT_FAILED;
}

static enum verdict judge(struct features *f)
{
	struct input *input = &f->run.input;
	struct failure reason;
	if (!row_check_text(&input->row, &reason)) {
		input_fail(input, &f->run.why, "%s", reason.text);
		return VERDICT_FAILED;
	}
	if (f->decimal != '.'
	    && !row_decimal(&input->row, f->decimal, &f->plan.names, &f->scratch, &reason)) {
		input_fail(input, &f->run.why, "%s", reason.text);
		return VERDICT_FAILED;
	}
	enum verdict verdict = f->dedup ? judge_duplicate(f) : VERDICT_KEEP;
	if (verdict == VERDICT_KEEP && f->plan.mode <= MISSING_DROP)
		verdict = judge_missing(f);
	return verdict;
}

/* The next row that is kept. */
static enum input_status next_kept(struct features *f)
{
	for (;;) {
		enum input_status status = input_next(&f->run.input, &f->run.why);
		if (status != INPUT_ROW)
			return status;
		progress_report(&f->run.progress, "rows", f->run.input.rows, 0);
		enum verdict verdict = judge(f);
		if (verdict != VERDICT_SET_ASIDE)
			return verdict == VERDICT_KEEP ? INPUT_ROW : INPUT_FAILED;
	}
}

/* One pass in constant memory. */
static bool stream_rows(struct features *f)
{
	if (!plan_write_header(&f->plan, &f->run.output, &f->run.why))
		return false;
	for (;;) {
		enum input_status status = next_kept(f);
		if (status != INPUT_ROW)
			return status == INPUT_END;
		if (!write_row(f))
			return false;
	}
}

static bool note_row(struct features *f, struct waiting_rows *waiting)
{
	struct input *input = &f->run.input;
	struct failure reason;
	if (!plan_note(&f->plan, &input->row, &reason))
		return input_fail(input, &f->run.why, "%s", reason.text);
	return waiting_rows_add(waiting, input, &f->run.why);
}

static void tell_fills(struct features *f)
{
	for (size_t i = 0; i < f->plan.names.count; i++) {
		const struct fill *fill = &f->plan.fills[i];
		const char *name = f->plan.names.names[i], *plural = fill->missing == 1 ? "" : "s";
		if (fill->missing > 0 && fill->text)
			run_warn(&f->run, "column '%s': %zu missing text%s left as found", name,
			         fill->missing, plural);
		else if (fill->missing > 0)
			run_warn(&f->run, "column '%s': %zu missing number%s filled with the %s", name,
			         fill->missing, plural, missing_modes[f->plan.mode]);
	}
}

/* Two passes: levels and fillings are known only when all rows were seen. */
static bool collect_rows(struct features *f)
{
	struct run *run = &f->run;
	struct waiting_rows waiting;
	bool done = waiting_rows_create(&waiting, f->plan.names.count, run_row_memory(run), &run->why);
	for (enum input_status status; done && (status = next_kept(f)) != INPUT_END;)
		done = status == INPUT_ROW && note_row(f, &waiting);
	done = done && plan_decide(&f->plan, &run->why)
	    && plan_write_header(&f->plan, &run->output, &run->why);
	if (done)
		tell_fills(f);
	for (size_t i = 0; done && i < waiting.count; i++)
		done = waiting_rows_next(&waiting, &run->input, &run->why) && write_row(f);
	waiting_rows_free(&waiting);
	return done;
}

/* What was set aside or skipped is told, never passed over in silence. */
static bool report(struct features *f)
{
	struct run *run = &f->run;
	size_t aside = f->dropped + f->duplicates;
	if (f->dropped > 0)
		run_warn(run, "%zu of %zu rows set aside: missing values", f->dropped, run->input.rows);
	if (f->duplicates > 0)
		run_warn(run, "%zu of %zu rows set aside: duplicates", f->duplicates, run->input.rows);
	if (run->input.blank_lines > 0)
		run_warn(run, "%zu blank line%s skipped", run->input.blank_lines,
		         run->input.blank_lines == 1 ? "" : "s");
	run_log_integer(run, "rows_set_aside", (int64_t)aside);
	run_log_integer(run, "blank_lines", (int64_t)run->input.blank_lines);
	run_log_integer(run, "comment_lines", (int64_t)run->input.comment_lines);
	run_log_number(run, "epsilon", f->plan.epsilon);
	run_log(run, "missing", json_string(missing_modes[f->plan.mode]));
	if (!rejects_commit(&f->rejects, &run->why))
		return false;
	return run->output.rows > 0
	    || fail(&run->why, "no row is left: %zu read, %zu set aside", run->input.rows, aside);
}

static bool settle_plan(struct features *f, struct header *names)
{
	struct run *run = &f->run;
	const struct header *raw = &run->input.header;
	bool *unnamed = calloc(raw->count, sizeof *unnamed);
	if (unnamed == NULL)
		return fail_memory(&run->why);
	for (size_t i = 0; i < raw->count; i++)
		unnamed[i] = header_unnamed(raw, i);
	bool settled = plan_settle(&f->plan, names, unnamed, run->shared.features, &run->why);
	free(unnamed);
	struct columns required = { 0 };
	settled = settled && (f->require == NULL
	                      || columns_select(&required, &f->plan.names, f->require, &run->why));
	columns_free(&required);
	return settled;
}

static bool features(struct features *f)
{
	struct run *run = &f->run;
	if (!run_open_messy(run, &f->input))
		return false;
	struct failure reason;
	struct header names;
	if (!header_clean(&names, &run->input.header, &f->naming, &reason))
		return input_fail(&run->input, &run->why, "%s", reason.text);
	bool settled = settle_plan(f, &names);
	header_free(&names);
	return settled
	    && rejects_open(&f->rejects, f->rejects_path, &f->plan.names, run->output.kind, &run->why)
	    && (plan_needs_two_passes(&f->plan) ? collect_rows(f) : stream_rows(f)) && report(f);
}

static void release(struct features *f)
{
	rejects_free(&f->rejects);
	plan_free(&f->plan);
	text_set_free(&f->seen);
	buffer_free(&f->scratch);
	buffer_free(&f->packed);
}

int main(int argc, char **argv)
{
	static struct features f = { .input.messy = true, .decimal = '.', .plan.epsilon = 1e-9 };
	f.naming.renames = f.renames;
	missing_words_set(&f.plan.missing, MISSING_DEFAULT);
	run_start(&f.run, &command, argc, argv, &f);
	run_check_output(&f.run, "--rejects", f.rejects_path);
	bool done = features(&f);
	release(&f);
	return run_finish(&f.run, done);
}
