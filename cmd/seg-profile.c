/* seg-profile: what the segments look like.  Reads labelled rows and writes
 * one row a segment: its size and the statistics of its features. */
#include "base/text_order.h"
#include "base/text_set.h"
#include "summary/mix.h"
#include "summary/profile.h"
#include "summary/profile_names.h"
#include "summary/statistic.h"
#include "trust/verdicts.h"
#include "command/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHARE_LIMIT = 64, SEGMENT_LIMIT = 10000 };

/* A text column whose mix is asked for. */
struct share {
	size_t at; /* its position in the header */
	struct mix mix;
};

struct profiler {
	struct run run;
	/* options */
	struct statistic statistics[STATISTIC_LIMIT];
	size_t statistic_count;
	bool index;
	const char *share_lists[SHARE_LIMIT];
	size_t share_list_count;
	const char *stability_path;
	struct verdicts verdicts;
	/* the table */
	size_t by;
	struct columns features;
	struct share *shares;
	size_t share_count;
	struct text_set segments;
	size_t *order;
	struct profile profile;
	double *values; /* of one row */
};

static const struct option_entry options[] = {
	{ "stats", 0, "LIST", "mean (default), sd, median, min, max, pNN (a percentile)" },
	{ "index", 0, NULL, "append the index: 100 x segment mean / overall mean" },
	{ "share", 0, "LIST", "append the mix of these text columns (repeatable)" },
	{ "stability", 0, "FILE", "append stability,trust from what seg-stability wrote" },
	{ NULL, 0, NULL, NULL },
};

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct profiler *p = context;
	if (strcmp(name, "stats") == 0)
		return statistic_list_parse(p->statistics, &p->statistic_count, value, why);
	if (strcmp(name, "index") == 0)
		p->index = true;
	else if (strcmp(name, "stability") == 0)
		p->stability_path = value;
	else if (strcmp(name, "share") == 0) {
		if (p->share_list_count == SHARE_LIMIT)
			return fail(why, "given more than %d times", SHARE_LIMIT);
		p->share_lists[p->share_list_count++] = value;
	}
	return true;
}

static const struct command command = {
	.name = "seg-profile",
	.synopsis = "[FILE ...]",
	.summary = "Writes one row a segment: its number of rows, its share of all rows, and the\n"
	           "mean (or other statistics) of each raw feature.",
	.shared = SHARED_FEATURES | SHARED_BY | SHARED_ROUND | SHARED_OUTPUT | SHARED_PROGRESS,
	.options = options,
	.take = take,
};

/* Before the rows, so that a file that is wrong is told at once. */
static bool read_verdicts(struct profiler *p)
{
	return p->stability_path == NULL
	    || verdicts_read(&p->verdicts, p->stability_path, p->run.shared.by, &p->run.why);
}

static bool find_shares(struct profiler *p)
{
	const struct header *header = &p->run.input.header;
	struct failure *why = &p->run.why;
	p->shares = calloc(header->count, sizeof *p->shares);
	if (p->shares == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < p->share_list_count; i++) {
		struct columns columns;
		if (!columns_select(&columns, header, p->share_lists[i], why))
			return false;
		bool fresh = true;
		for (size_t j = 0; fresh && j < columns.count; j++) {
			for (size_t m = 0; fresh && m < p->share_count; m++)
				fresh = p->shares[m].at != columns.at[j];
			if (fresh)
				p->shares[p->share_count++].at = columns.at[j];
			else
				fail(why, "--share: column '%s' is named twice",
				     header->names[columns.at[j]]);
		}
		columns_free(&columns);
		if (!fresh)
			return false;
	}
	return true;
}

static bool find_columns(struct profiler *p)
{
	struct run *run = &p->run;
	const struct header *header = &run->input.header;
	bool found = columns_find(header, run->shared.by, &p->by, &run->why)
	    && (run->shared.features != NULL
	        ? columns_select(&p->features, header, run->shared.features, &run->why)
	        : columns_raw(&p->features, header, &run->why))
	    && find_shares(p);
	if (!found)
		return false;
	run_log_features(run, header, &p->features);
	unsigned needs = 0;
	for (size_t i = 0; i < p->statistic_count; i++)
		needs |= statistic_needs(&p->statistics[i]);
	profile_create(&p->profile, p->features.count, needs);
	p->values = calloc(p->features.count + 1, sizeof *p->values);
	return p->values != NULL || fail_memory(&run->why);
}

static bool find_segment(struct profiler *p, size_t *segment)
{
	struct input *input = &p->run.input;
	const struct cell *label = &input->row.cells[p->by];
	bool added;
	*segment = text_set_find(&p->segments, label->text, label->length);
	if (*segment < p->segments.count)
		return true;
	if (label->length == 0)
		return input_fail_cell(input, p->by, "no segment", NULL, &p->run.why);
	if (*segment == SEGMENT_LIMIT)
		return input_fail(input, &p->run.why, "column '%s': more than %d segments; --by names "
		                  "the column of the segments", p->run.shared.by, SEGMENT_LIMIT);
	return text_set_add(&p->segments, label->text, label->length, &added, &p->run.why);
}

static bool add_row(struct profiler *p)
{
	struct input *input = &p->run.input;
	struct failure *why = &p->run.why, reason;
	size_t segment;
	if (!find_segment(p, &segment))
		return false;
	for (size_t j = 0; j < p->features.count; j++)
		if (!input_number(input, p->features.at[j], &p->values[j], why))
			return false;
	for (size_t i = 0; i < p->share_count; i++) {
		struct share *share = &p->shares[i];
		const struct cell *level = &input->row.cells[share->at];
		if (!mix_add(&share->mix, segment, level->text, level->length, &reason))
			return input_fail(input, why, "column '%s': %s; --share is for text columns of "
			                  "few", input->header.names[share->at], reason.text);
	}
	return profile_add(&p->profile, segment, p->values, why);
}

static bool read_rows(struct profiler *p)
{
	struct input *input = &p->run.input;
	for (;;) {
		enum input_status status = input_next(input, &p->run.why);
		if (status == INPUT_FAILED)
			return false;
		if (status == INPUT_END)
			break;
		progress_report(&p->run.progress, "rows", input->rows, 0);
		if (!add_row(p))
			return false;
	}
	return input->rows > 0
	    || fail(&p->run.why, "the table has a header and no rows; did the stage before fail?");
}

static bool write_header(struct profiler *p)
{
	char **names = p->run.input.header.names;
	struct failure *why = &p->run.why;
	struct header header = { 0 };
	bool made = profile_name_add(&header, p->run.shared.by, why)
	    && profile_name_add(&header, "count", why) && profile_name_add(&header, "share", why);
	for (size_t j = 0; made && j < p->features.count; j++)
		made = profile_names_feature(&header, names[p->features.at[j]], p->statistics,
		                             p->statistic_count, p->index, why);
	for (size_t i = 0; made && i < p->share_count; i++)
		made = profile_names_mix(&header, names[p->shares[i].at], &p->shares[i].mix, why);
	if (made && p->stability_path != NULL)
		made = profile_name_add(&header, "stability", why)
		    && profile_name_add(&header, "trust", why);
	made = made && output_header(&p->run.output, &header, why);
	header_free(&header);
	return made;
}

static void put_number(struct profiler *p, double value)
{
	if (p->run.shared.round >= 0)
		output_rounded(&p->run.output, value, p->run.shared.round);
	else
		output_number(&p->run.output, value);
}

static bool put_statistic(struct profiler *p, size_t feature, double value, const char *what)
{
	if (isinf(value))
		return fail(&p->run.why, "column '%s': the numbers are too large for their %s",
		            p->run.input.header.names[p->features.at[feature]], what);
	put_number(p, value);
	return true;
}

static bool write_feature(struct profiler *p, size_t segment, size_t feature)
{
	for (size_t i = 0; i < p->statistic_count; i++) {
		char name[STATISTIC_NAME];
		const struct statistic *statistic = &p->statistics[i];
		double value = statistic_value(statistic, &p->profile, segment, feature);
		if (!put_statistic(p, feature, value, statistic_name(statistic, name)))
			return false;
	}
	return !p->index
	    || put_statistic(p, feature, profile_index(&p->profile, segment, feature), "index");
}

/* A report of other segments would be taken for one of these. */
static bool check_verdicts(struct profiler *p)
{
	if (p->stability_path == NULL)
		return true;
	size_t *rows = calloc(p->segments.count + 1, sizeof *rows);
	if (rows == NULL)
		return fail_memory(&p->run.why);
	for (size_t i = 0; i < p->segments.count; i++)
		rows[i] = p->profile.segments[i].count;
	bool fit = verdicts_fit(&p->verdicts, &p->segments, rows, &p->run.why);
	free(rows);
	return fit;
}

/* Noise is no segment and has no verdict. */
static void write_verdict(struct profiler *p, const struct cell *label)
{
	size_t at;
	bool judged = verdicts_find(&p->verdicts, label->text, label->length, &at);
	put_number(p, judged ? p->verdicts.list[at].stability : NAN);
	verdict_put_trust(&p->run.output, judged ? p->verdicts.list[at].trust : NOT_JUDGED);
}

static bool write_segment(struct profiler *p, size_t segment)
{
	struct output *output = &p->run.output;
	size_t count = p->profile.segments[segment].count;
	struct cell label = { .kind = CELL_BARE };
	label.text = text_set_get(&p->segments, segment, &label.length);
	output_cell(output, &label);
	output_integer(output, (int64_t)count);
	put_number(p, (double)count / (double)p->profile.rows);
	for (size_t j = 0; j < p->features.count; j++)
		if (!write_feature(p, segment, j))
			return false;
	for (size_t i = 0; i < p->share_count; i++) {
		const struct mix *mix = &p->shares[i].mix;
		for (size_t j = 0; j < mix->levels.count; j++)
			put_number(p, (double)mix_count(mix, segment, j) / (double)count);
	}
	if (p->stability_path != NULL)
		write_verdict(p, &label);
	return output_end_row(output, &p->run.why);
}

static bool write_profile(struct profiler *p)
{
	struct failure *why = &p->run.why;
	p->order = text_order(&p->segments, why);
	if (p->order == NULL)
		return false;
	for (size_t i = 0; i < p->share_count; i++)
		if (!mix_sort(&p->shares[i].mix, why))
			return false;
	if (!write_header(p))
		return false;
	for (size_t i = 0; i < p->segments.count; i++)
		if (!write_segment(p, p->order[i]))
			return false;
	return true;
}

static void log_options(struct profiler *p)
{
	json_t *statistics = json_array(), *shares = json_array();
	for (size_t i = 0; i < p->statistic_count; i++) {
		char name[STATISTIC_NAME];
		json_array_append_new(statistics, json_string(statistic_name(&p->statistics[i], name)));
	}
	for (size_t i = 0; i < p->share_count; i++)
		json_array_append_new(shares, json_string(p->run.input.header.names[p->shares[i].at]));
	run_log(&p->run, "by", json_string(p->run.shared.by));
	run_log(&p->run, "stats", statistics);
	run_log(&p->run, "index", json_boolean(p->index));
	run_log(&p->run, "shares", shares);
	if (p->stability_path != NULL)
		run_log(&p->run, "stability", json_string(p->stability_path));
	run_log_integer(&p->run, "segments", (int64_t)p->segments.count);
}

static void release(struct profiler *p)
{
	for (size_t i = 0; i < p->share_count; i++)
		mix_free(&p->shares[i].mix);
	free(p->shares);
	free(p->order);
	free(p->values);
	text_set_free(&p->segments);
	verdicts_free(&p->verdicts);
	profile_free(&p->profile);
	columns_free(&p->features);
}

int main(int argc, char **argv)
{
	static struct profiler p = { .statistic_count = 1 }; /* the mean */
	run_start(&p.run, &command, argc, argv, &p);
	run_check_input(&p.run, p.stability_path);
	bool done = read_verdicts(&p) && run_open(&p.run) && find_columns(&p) && read_rows(&p)
	    && check_verdicts(&p) && write_profile(&p);
	if (done)
		log_options(&p);
	release(&p);
	return run_finish(&p.run, done);
}
