/* seg-features: the door for the messy world.  Reads a customer table as
 * people keep it and writes the canonical stream, with ratios and codes. */
#include "base/outfile.h"
#include "clean/derive.h"
#include "clean/fill.h"
#include "clean/header_names.h"
#include "clean/missing.h"
#include "clean/row_check.h"
#include "clean/text_set.h"
#include "command/run.h"
#include "stream/row_store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_LIMIT = 64 };
enum missing_mode { MISSING_ERROR, MISSING_DROP, MISSING_MEAN, MISSING_MEDIAN };
static const char *const missing_modes[] = { "error", "drop", "mean", "median", NULL };

struct features {
	struct run run;
	/* options */
	struct input_options input;
	struct name_options naming;
	struct rename renames[LIST_LIMIT];
	char decimal;
	struct ratio ratios[LIST_LIMIT];
	size_t ratio_count;
	double epsilon;
	struct encoding encodings[LIST_LIMIT];
	size_t encoding_count;
	const char *require;
	enum missing_mode mode;
	struct missing_words missing;
	const char *rejects_path;
	bool dedup;
	/* the table */
	struct header names;  /* clean, without the added columns */
	bool *checked;        /* whether a missing cell matters in this column */
	struct fill *fills;   /* one a column, where cells are filled */
	struct text_set seen; /* rows, for --dedup */
	struct buffer scratch, packed;
	struct outfile rejects_file;
	struct output rejects;
	size_t dropped, duplicates;
};

static const struct option_entry options[] = {
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

static bool take_char(const char *value, char *byte, struct failure *why)
{
	if (strcmp(value, "TAB") == 0 || strcmp(value, "\\t") == 0)
		value = "\t";
	if (strlen(value) != 1 || strchr("\"\n\r", value[0]) != NULL || (value[0] & 0x80) != 0)
		return fail(why, "not one ASCII character: '%s'", value);
	*byte = value[0];
	return true;
}

static bool take_encodings(struct features *f, const char *value, struct failure *why)
{
	/* With levels (column=a,b) the commas belong to the levels. */
	bool levels = strchr(value, '=') != NULL;
	for (;;) {
		size_t length = levels ? strlen(value) : strcspn(value, ",");
		if (f->encoding_count == LIST_LIMIT)
			return fail(why, "more than %d columns", LIST_LIMIT);
		if (!encoding_parse(&f->encodings[f->encoding_count++], value, length, why))
			return false;
		if (value[length] == '\0')
			return true;
		value += length + 1;
	}
}

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct features *f = context;
	int choice;
	if (strcmp(name, "delimiter") == 0)
		return take_char(value, &f->input.delimiter, why);
	if (strcmp(name, "decimal") == 0)
		return take_char(value, &f->decimal, why);
	if (strcmp(name, "comment") == 0) {
		f->input.comment = value;
		return value[0] != '\0' || fail(why, "the prefix is empty");
	}
	if (strcmp(name, "header") == 0)
		f->input.header = value;
	else if (strcmp(name, "keep-names") == 0)
		f->naming.keep = true;
	else if (strcmp(name, "require") == 0)
		f->require = value;
	else if (strcmp(name, "missing-values") == 0)
		missing_words_set(&f->missing, value);
	else if (strcmp(name, "rejects") == 0)
		f->rejects_path = value;
	else if (strcmp(name, "dedup") == 0)
		f->dedup = true;
	else if (strcmp(name, "epsilon") == 0)
		return option_number(value, 0, 1e300, &f->epsilon, why);
	else if (strcmp(name, "encode") == 0)
		return take_encodings(f, value, why);
	else if (strcmp(name, "missing") == 0) {
		if (!option_choice(value, missing_modes, &choice, why))
			return false;
		f->mode = (enum missing_mode)choice;
	} else if (strcmp(name, "rename") == 0) {
		if (f->naming.rename_count == LIST_LIMIT)
			return fail(why, "more than %d renames", LIST_LIMIT);
		return rename_parse(value, &f->renames[f->naming.rename_count++], why);
	} else if (strcmp(name, "ratio") == 0) {
		/* One place is kept for the ratio that comes by itself. */
		if (f->ratio_count == LIST_LIMIT - 1)
			return fail(why, "more than %d ratios", LIST_LIMIT - 1);
		return ratio_parse(&f->ratios[f->ratio_count++], value, why);
	}
	return true;
}

static const struct command command = {
	.name = "seg-features",
	.synopsis = "[FILE ...]",
	.summary = "Reads a customer table as people keep it and writes the canonical stream:\n"
	           "clean names, checked cells, ratios and codes as new columns.",
	.shared = SHARED_FEATURES | SHARED_OUTPUT | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* The columns in which a missing cell matters: those of -f, else every one
 * that has a name of its own. */
static bool choose_checked(struct features *f)
{
	struct run *run = &f->run;
	f->checked = calloc(f->names.count, sizeof *f->checked);
	f->fills = calloc(f->names.count, sizeof *f->fills);
	if (f->checked == NULL || f->fills == NULL)
		return fail_memory(&run->why);
	struct columns chosen;
	if (run->shared.features != NULL) {
		if (!columns_select(&chosen, &f->names, run->shared.features, &run->why))
			return false;
		for (size_t i = 0; i < chosen.count; i++)
			f->checked[chosen.at[i]] = true;
		columns_free(&chosen);
	} else {
		for (size_t i = 0; i < f->names.count; i++)
			f->checked[i] = !header_unnamed(&run->input.header, i);
	}
	if (f->require == NULL)
		return true;
	if (!columns_select(&chosen, &f->names, f->require, &run->why))
		return false;
	columns_free(&chosen);
	return true;
}

static bool find_ratios(struct features *f)
{
	static const char name[] = "spend_income_ratio";
	const struct header *names = &f->names;
	struct failure *why = &f->run.why;
	bool asked = false;
	for (size_t i = 0; i < f->ratio_count; i++)
		asked = asked || strcmp(f->ratios[i].name, name) == 0;
	if (!asked && header_find(names, "spending_score") < names->count
	    && header_find(names, "annual_income") < names->count
	    && header_find(names, name) == names->count
	    && !ratio_create(&f->ratios[f->ratio_count++], name, "spending_score", "annual_income",
	                     why))
		return false;
	for (size_t i = 0; i < f->ratio_count; i++) {
		struct ratio *ratio = &f->ratios[i];
		if (!ratio_find(ratio, names, why))
			return false;
		f->checked[ratio->numerator_at] = f->checked[ratio->denominator_at] = true;
	}
	for (size_t i = 0; i < f->encoding_count; i++) {
		if (!columns_find(names, f->encodings[i].column, &f->encodings[i].at, why))
			return false;
		f->checked[f->encodings[i].at] = true;
	}
	return true;
}

static bool open_rejects(struct features *f)
{
	struct failure *why = &f->run.why;
	if (f->rejects_path == NULL)
		return true;
	if (!outfile_open(&f->rejects_file, f->rejects_path, why))
		return false;
	output_open(&f->rejects, f->rejects_file.fd, f->rejects_path, f->run.output.kind);
	struct header header;
	if (!header_copy(&header, &f->names, why))
		return false;
	bool written = header_add(&header, "reject_line", strlen("reject_line"), why)
	    && header_add(&header, "reject_reason", strlen("reject_reason"), why)
	    && output_header(&f->rejects, &header, why);
	header_free(&header);
	return written;
}

static bool set_aside(struct features *f, const char *reason)
{
	if (f->rejects_path == NULL)
		return true;
	const struct row *row = &f->run.input.row;
	for (size_t i = 0; i < row->count; i++)
		output_cell(&f->rejects, &row->cells[i]);
	output_integer(&f->rejects, (int64_t)f->run.input.row_line);
	output_string(&f->rejects, reason);
	return output_end_row(&f->rejects, &f->run.why);
}

static bool write_header(struct features *f)
{
	struct header header;
	struct failure *why = &f->run.why;
	if (!header_copy(&header, &f->names, why))
		return false;
	bool made = true;
	for (size_t i = 0; made && i < f->ratio_count; i++) {
		const char *name = f->ratios[i].name;
		made = columns_check_new(&header, name, why)
		    && header_add(&header, name, strlen(name), why);
	}
	for (size_t i = 0; made && i < f->encoding_count; i++)
		made = encoding_name(&f->encodings[i], &header, why);
	made = made && output_header(&f->run.output, &header, why);
	header_free(&header);
	return made;
}

/* A number that a ratio needs: the cell, or what fills it. */
static bool number_of(struct features *f, size_t column, double *value)
{
	const struct cell *cell = &f->run.input.row.cells[column];
	if (missing_is(&f->missing, cell->text, cell->length) && f->fills[column].missing > 0) {
		*value = f->fills[column].value;
		return true;
	}
	return input_number(&f->run.input, column, value, &f->run.why);
}

static bool write_ratios(struct features *f)
{
	for (size_t i = 0; i < f->ratio_count; i++) {
		const struct ratio *ratio = &f->ratios[i];
		double numerator, denominator;
		if (!number_of(f, ratio->numerator_at, &numerator)
		    || !number_of(f, ratio->denominator_at, &denominator))
			return false;
		double value = numerator / (denominator + f->epsilon);
		if (!isfinite(value))
			return input_fail(&f->run.input, &f->run.why, "'%s': '%s' is zero or the "
			                  "ratio too large; --epsilon X is added to it", ratio->name,
			                  ratio->denominator);
		output_number(&f->run.output, value);
	}
	return true;
}

static bool write_encodings(struct features *f)
{
	for (size_t i = 0; i < f->encoding_count; i++) {
		const struct encoding *encoding = &f->encodings[i];
		for (size_t j = 0; j < encoding->columns; j++) {
			int value;
			struct failure reason;
			if (!encoding_value(encoding, &f->run.input.row.cells[encoding->at], j, &value,
			                    &reason))
				return input_fail(&f->run.input, &f->run.why, "%s", reason.text);
			output_integer(&f->run.output, value);
		}
	}
	return true;
}

static bool write_row(struct features *f)
{
	const struct row *row = &f->run.input.row;
	for (size_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		const struct fill *fill = &f->fills[i];
		bool filled = fill->missing > 0 && !fill->text && f->checked[i]
		    && missing_is(&f->missing, cell->text, cell->length);
		if (filled)
			output_number(&f->run.output, fill->value);
		else
			output_cell(&f->run.output, cell);
	}
	return write_ratios(f) && write_encodings(f) && output_end_row(&f->run.output, &f->run.why);
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
	for (size_t i = 0; i < row->count; i++) {
		const struct cell *cell = &row->cells[i];
		if (!f->checked[i] || !missing_is(&f->missing, cell->text, cell->length))
			continue;
		char quoted[QUOTED_SIZE], reason[sizeof f->run.why.text / 2];
		snprintf(reason, sizeof reason, "column '%s': missing value: %s", f->names.names[i],
		         quote(quoted, cell->text, cell->length));
		if (f->mode == MISSING_DROP) {
			f->dropped++;
			return set_aside(f, reason) ? VERDICT_SET_ASIDE : VERDICT_FAILED;
		}
		input_fail(&f->run.input, &f->run.why, "%s; --missing drop sets such rows aside, "
		           "--missing mean or median fills the number", reason);
		return VERDICT_FAILED;
	}
	return VERDICT_KEEP;
}

static enum verdict judge(struct features *f)
{
	struct input *input = &f->run.input;
	struct failure reason;
	if (!row_check_text(&input->row, &reason)) {
		input_fail(input, &f->run.why, "%s", reason.text);
		return VERDICT_FAILED;
	}
	if (f->decimal != '.' && !row_decimal(&input->row, f->decimal, &f->scratch)) {
		fail_memory(&f->run.why);
		return VERDICT_FAILED;
	}
	enum verdict verdict = f->dedup ? judge_duplicate(f) : VERDICT_KEEP;
	if (verdict == VERDICT_KEEP && f->mode <= MISSING_DROP)
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
	if (!write_header(f))
		return false;
	for (;;) {
		enum input_status status = next_kept(f);
		if (status != INPUT_ROW)
			return status == INPUT_END;
		if (!write_row(f))
			return false;
	}
}

static bool note_row(struct features *f, struct row_store *rows)
{
	struct input *input = &f->run.input;
	struct failure reason;
	for (size_t i = 0; f->mode > MISSING_DROP && i < input->row.count; i++) {
		const struct cell *cell = &input->row.cells[i];
		bool missing = missing_is(&f->missing, cell->text, cell->length);
		if (f->checked[i] && !fill_add(&f->fills[i], cell, missing, &f->run.why))
			return false;
	}
	for (size_t i = 0; i < f->encoding_count; i++)
		if (!encoding_add(&f->encodings[i], &input->row.cells[f->encodings[i].at], &reason))
			return input_fail(input, &f->run.why, "%s", reason.text);
	f->packed.length = 0;
	uint64_t line = input->row_line;
	return (buffer_append(&f->packed, (const char *)&line, sizeof line)
	        && row_pack(&f->packed, &input->row)) || fail_memory(&f->run.why)
	    ? row_store_add(rows, f->packed.data, f->packed.length, &f->run.why)
	    : false;
}

static bool decide_fills(struct features *f)
{
	for (size_t i = 0; i < f->names.count; i++) {
		struct fill *fill = &f->fills[i];
		const char *name = f->names.names[i];
		if (!fill_decide(fill, f->mode == MISSING_MEDIAN))
			return fail(&f->run.why, "column '%s': every value is missing; -f names the "
			                         "columns that matter", name);
		if (fill->missing == 0)
			continue;
		const char *plural = fill->missing == 1 ? "" : "s";
		if (fill->text)
			run_warn(&f->run, "column '%s': %zu missing text%s left as %s", name,
			         fill->missing, plural, fill->missing == 1 ? "it is" : "they are");
		else
			run_warn(&f->run, "column '%s': %zu missing number%s filled with the %s", name,
			         fill->missing, plural, missing_modes[f->mode]);
	}
	return true;
}

/* Two passes: levels and fillings are known only when all rows were seen. */
static bool collect_rows(struct features *f)
{
	struct input *input = &f->run.input;
	struct row_store rows;
	row_store_create(&rows, run_row_memory());
	enum input_status status;
	size_t count = 0;
	bool done = true;
	while (done && (status = next_kept(f)) != INPUT_END) {
		done = status == INPUT_ROW && note_row(f, &rows);
		count++;
	}
	struct cell *cells = calloc(f->names.count, sizeof *cells);
	done = done && (cells != NULL || fail_memory(&f->run.why)) && decide_fills(f)
	    && write_header(f);
	for (size_t i = 0; done && i < count; i++) {
		const char *text;
		size_t length;
		uint64_t line;
		done = row_store_next(&rows, &text, &length, &f->run.why);
		if (!done)
			break;
		memcpy(&line, text, sizeof line);
		row_unpack(cells, f->names.count, text + sizeof line);
		input->row = (struct row){ .cells = cells, .count = f->names.count };
		input->row_line = (size_t)line;
		done = write_row(f);
	}
	free(cells);
	row_store_free(&rows);
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
	run_log_number(run, "epsilon", f->epsilon);
	run_log(run, "missing", json_string(missing_modes[f->mode]));
	if (run->output.rows == 0)
		return fail(&run->why, "no row is left: %zu read, %zu set aside", run->input.rows, aside);
	if (f->rejects_path == NULL)
		return true;
	return output_flush(&f->rejects, &run->why) && outfile_commit(&f->rejects_file, &run->why);
}

static bool features(struct features *f)
{
	if (!run_open_messy(&f->run, &f->input))
		return false;
	struct failure reason;
	struct input *input = &f->run.input;
	if (!header_clean(&f->names, &input->header, &f->naming, &reason))
		return input_fail(input, &f->run.why, "%s", reason.text);
	for (size_t i = 0; i < f->names.count; i++)
		if (utf8_valid_prefix(f->names.names[i], strlen(f->names.names[i]))
		    != strlen(f->names.names[i]))
			return input_fail(input, &f->run.why, "the header is not UTF-8; if the file is "
			                  "Latin-1, convert it with: iconv -f latin1 -t utf-8");
	bool levels_open = false;
	for (size_t i = 0; i < f->encoding_count; i++)
		levels_open = levels_open || !f->encodings[i].fixed;
	bool two_passes = f->mode > MISSING_DROP || levels_open;
	return choose_checked(f) && find_ratios(f) && open_rejects(f)
	    && (two_passes ? collect_rows(f) : stream_rows(f)) && report(f);
}

static void release(struct features *f)
{
	outfile_discard(&f->rejects_file);
	output_free(&f->rejects);
	for (size_t i = 0; i < f->ratio_count; i++)
		ratio_free(&f->ratios[i]);
	for (size_t i = 0; i < f->encoding_count; i++)
		encoding_free(&f->encodings[i]);
	for (size_t i = 0; f->fills != NULL && i < f->names.count; i++)
		fill_free(&f->fills[i]);
	free(f->fills);
	free(f->checked);
	header_free(&f->names);
	text_set_free(&f->seen);
	buffer_free(&f->scratch);
	buffer_free(&f->packed);
}

int main(int argc, char **argv)
{
	static struct features f = { .input.messy = true, .decimal = '.', .epsilon = 1e-9,
		                     .rejects_file = { .fd = -1, .slot = -1 } };
	f.naming.renames = f.renames;
	missing_words_set(&f.missing, MISSING_DEFAULT);
	run_start(&f.run, &command, argc, argv, &f);
	bool done = features(&f);
	release(&f);
	return run_finish(&f.run, done);
}
