/* seg-profile: what the segments look like.  Reads labelled rows and writes
 * one row a segment: its size and the statistics of its features. */
#include "base/text_order.h"
#include "base/text_set.h"
#include "cluster/mix.h"
#include "cluster/profile.h"
#include "command/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STAT_LIMIT = 64, SHARE_LIMIT = 64, SEGMENT_LIMIT = 10000 };
enum statistic { STAT_MEAN, STAT_SD, STAT_MEDIAN, STAT_MIN, STAT_MAX, STAT_PERCENTILE };
static const char *const statistics[] = { "mean", "sd", "median", "min", "max" };

struct stat {
	enum statistic statistic;
	int percent; /* of STAT_PERCENTILE */
	char ending[16]; /* of the column's name; none for the mean */
};

/* A text column whose mix is asked for. */
struct share {
	size_t at; /* its position in the header */
	struct text_set levels;
	size_t *order;
	struct mix mix;
};

struct profiler {
	struct run run;
	/* options */
	struct stat stats[STAT_LIMIT];
	size_t stat_count;
	bool index;
	const char *share_lists[SHARE_LIMIT];
	size_t share_list_count;
	/* the table */
	size_t by;
	struct columns features;
	struct share *shares;
	size_t share_count;
	struct text_set segments;
	size_t *order;
	struct profile profile;
	double *values, *overall; /* one a feature: of a row, the mean of all rows */
};

static const struct option_entry options[] = {
	{ "stats", 0, "LIST", "mean (default), sd, median, min, max, pNN (a percentile)" },
	{ "index", 0, NULL, "append the index: 100 x segment mean / overall mean" },
	{ "share", 0, "LIST", "append the mix of these text columns (repeatable)" },
	{ NULL, 0, NULL, NULL },
};

static bool parse_stat(struct stat *stat, const char *text, size_t length, struct failure *why)
{
	snprintf(stat->ending, sizeof stat->ending, "_%.*s", length < 10 ? (int)length : 10, text);
	for (int i = 0; i <= STAT_MAX; i++)
		if (strlen(statistics[i]) == length && memcmp(statistics[i], text, length) == 0) {
			stat->statistic = (enum statistic)i;
			if (i == STAT_MEAN)
				stat->ending[0] = '\0';
			return true;
		}
	stat->statistic = STAT_PERCENTILE;
	for (size_t i = 1; i < length && i < 3 && strchr("0123456789", text[i]) != NULL; i++)
		stat->percent = 10 * stat->percent + (text[i] - '0');
	snprintf(stat->ending, sizeof stat->ending, "_p%d", stat->percent);
	if (strlen(stat->ending + 1) == length && memcmp(stat->ending + 1, text, length) == 0
	    && stat->percent >= 1)
		return true;
	char quoted[QUOTED_SIZE];
	return fail(why, "not one of mean, sd, median, min, max, p1 to p99: %s",
	            quote(quoted, text, length));
}

static bool take_stats(struct profiler *p, const char *value, struct failure *why)
{
	p->stat_count = 0;
	for (;;) {
		size_t length = strcspn(value, ",");
		if (p->stat_count == STAT_LIMIT)
			return fail(why, "more than %d statistics", STAT_LIMIT);
		struct stat *stat = &p->stats[p->stat_count];
		*stat = (struct stat){ 0 };
		if (!parse_stat(stat, value, length, why))
			return false;
		for (size_t i = 0; i < p->stat_count; i++)
			if (strcmp(p->stats[i].ending, stat->ending) == 0)
				return fail(why, "'%.*s' is named twice", (int)length, value);
		p->stat_count++;
		if (value[length] == '\0')
			return true;
		value += length + 1;
	}
}

static bool take(void *context, const char *name, const char *value, struct failure *why)
{
	struct profiler *p = context;
	if (strcmp(name, "stats") == 0)
		return take_stats(p, value, why);
	if (strcmp(name, "index") == 0)
		p->index = true;
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
	for (size_t i = 0; i < p->stat_count; i++) {
		enum statistic statistic = p->stats[i].statistic;
		if (statistic == STAT_SD)
			needs |= PROFILE_SPREAD;
		if (statistic == STAT_MEDIAN || statistic == STAT_PERCENTILE)
			needs |= PROFILE_VALUES;
	}
	profile_create(&p->profile, p->features.count, needs);
	p->values = calloc(p->features.count + 1, sizeof *p->values);
	p->overall = calloc(p->features.count + 1, sizeof *p->overall);
	return (p->values != NULL && p->overall != NULL) || fail_memory(&run->why);
}

/* The index of the text of a cell in the set, which takes it in where it is new. */
static bool intern(struct text_set *set, const struct cell *cell, size_t *index,
                   struct failure *why)
{
	*index = text_set_find(set, cell->text, cell->length);
	bool added;
	return *index < set->count || text_set_add(set, cell->text, cell->length, &added, why);
}

static bool add_row(struct profiler *p)
{
	struct input *input = &p->run.input;
	struct failure *why = &p->run.why;
	const struct cell *cells = input->row.cells;
	size_t segment, level;
	if (cells[p->by].length == 0)
		return input_fail_cell(input, p->by, "no segment", NULL, why);
	if (!intern(&p->segments, &cells[p->by], &segment, why))
		return false;
	if (segment == SEGMENT_LIMIT)
		return input_fail(input, why, "column '%s': more than %d segments; --by names the "
		                  "column of the segments", p->run.shared.by, SEGMENT_LIMIT);
	for (size_t j = 0; j < p->features.count; j++)
		if (!input_number(input, p->features.at[j], &p->values[j], why))
			return false;
	for (size_t i = 0; i < p->share_count; i++) {
		struct share *share = &p->shares[i];
		if (!intern(&share->levels, &cells[share->at], &level, why))
			return false;
		if (level == MIX_LEVEL_LIMIT)
			return input_fail(input, why, "column '%s': more than %d levels; --share is for "
			                  "text columns of few", input->header.names[share->at],
			                  MIX_LEVEL_LIMIT);
		if (!mix_add(&share->mix, segment, level, why))
			return false;
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

static bool add_name(struct header *header, const char *prefix, const char *name,
                     const char *ending, size_t length, struct failure *why)
{
	struct buffer text = { 0 };
	bool added = buffer_append_text(&text, prefix) && buffer_append_text(&text, name)
	    && buffer_append(&text, ending, length) && buffer_append_byte(&text, '\0');
	if (!added)
		fail_memory(why);
	else if (header_find(header, text.data) < header->count)
		added = fail(why, "two columns would be named '%s'; -f names the features", text.data);
	else
		added = header_add(header, text.data, text.length - 1, why);
	buffer_free(&text);
	return added;
}

static bool add_feature_names(const struct profiler *p, struct header *header, const char *name,
                              struct failure *why)
{
	for (size_t i = 0; i < p->stat_count; i++)
		if (!add_name(header, "", name, p->stats[i].ending, strlen(p->stats[i].ending), why))
			return false;
	return !p->index || add_name(header, "", name, "_index", strlen("_index"), why);
}

static bool add_share_names(const struct share *share, struct header *header, const char *name,
                            struct failure *why)
{
	struct failure reason;
	for (size_t i = 0; i < share->levels.count; i++) {
		size_t length;
		const char *level = text_set_get(&share->levels, share->order[i], &length);
		char prefix[] = "share_";
		struct buffer column = { 0 };
		bool added = (buffer_append_text(&column, name) && buffer_append_byte(&column, '_')
		              && buffer_append_byte(&column, '\0')) || fail_memory(&reason);
		added = added && add_name(header, prefix, column.data, level, length, &reason);
		buffer_free(&column);
		if (!added)
			return fail(why, "--share %s: %s", name, reason.text);
	}
	return true;
}

static bool write_header(struct profiler *p)
{
	const char *const *names = (const char *const *)p->run.input.header.names;
	struct failure *why = &p->run.why;
	struct header header = { 0 };
	bool made = add_name(&header, "", p->run.shared.by, "", 0, why)
	    && add_name(&header, "", "count", "", 0, why)
	    && add_name(&header, "", "share", "", 0, why);
	for (size_t j = 0; made && j < p->features.count; j++)
		made = add_feature_names(p, &header, names[p->features.at[j]], why);
	for (size_t i = 0; made && i < p->share_count; i++)
		made = add_share_names(&p->shares[i], &header, names[p->shares[i].at], why);
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

static double statistic_of(struct profiler *p, size_t segment, size_t feature,
                           const struct stat *stat)
{
	switch (stat->statistic) {
	case STAT_SD:
		return profile_sd(&p->profile, segment, feature);
	case STAT_MEDIAN:
		return profile_quantile(&p->profile, segment, feature, 0.5);
	case STAT_PERCENTILE:
		return profile_quantile(&p->profile, segment, feature, stat->percent / 100.0);
	case STAT_MIN:
		return profile_min(&p->profile, segment, feature);
	case STAT_MAX:
		return profile_max(&p->profile, segment, feature);
	default:
		return profile_mean(&p->profile, segment, feature);
	}
}

static bool put_statistic(struct profiler *p, size_t feature, double value, const char *what)
{
	if (isinf(value))
		return fail(&p->run.why, "column '%s': the numbers are too large for their %s",
		            p->run.input.header.names[p->features.at[feature]], what);
	put_number(p, value);
	return true;
}

/* 100 is the mean of all rows; NaN where that is 0. */
static double index_of(const struct profiler *p, size_t segment, size_t feature)
{
	double overall = p->overall[feature];
	if (overall == 0 || isinf(overall))
		return overall == 0 ? NAN : INFINITY;
	return profile_mean(&p->profile, segment, feature) / overall * 100;
}

static bool write_feature(struct profiler *p, size_t segment, size_t feature)
{
	for (size_t i = 0; i < p->stat_count; i++) {
		const struct stat *stat = &p->stats[i];
		if (!put_statistic(p, feature, statistic_of(p, segment, feature, stat),
		                   stat->statistic == STAT_SD ? "standard deviation" : "mean"))
			return false;
	}
	return !p->index || put_statistic(p, feature, index_of(p, segment, feature), "index");
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
		const struct share *share = &p->shares[i];
		for (size_t level = 0; level < share->levels.count; level++)
			put_number(p, (double)mix_count(&share->mix, segment, share->order[level])
			              / (double)count);
	}
	return output_end_row(output, &p->run.why);
}

static bool write_profile(struct profiler *p)
{
	struct failure *why = &p->run.why;
	p->order = text_order(&p->segments, why);
	if (p->order == NULL)
		return false;
	for (size_t i = 0; i < p->share_count; i++)
		if ((p->shares[i].order = text_order_bytes(&p->shares[i].levels, why)) == NULL)
			return false;
	for (size_t j = 0; j < p->features.count; j++)
		p->overall[j] = profile_overall_mean(&p->profile, j);
	if (!write_header(p))
		return false;
	for (size_t i = 0; i < p->segments.count; i++)
		if (!write_segment(p, p->order[i]))
			return false;
	return true;
}

static void log_options(struct profiler *p)
{
	json_t *stats = json_array();
	for (size_t i = 0; stats != NULL && i < p->stat_count; i++)
		json_array_append_new(stats, json_string(p->stats[i].ending[0] != '\0'
		                                         ? p->stats[i].ending + 1 : "mean"));
	json_t *shares = json_array();
	for (size_t i = 0; shares != NULL && i < p->share_count; i++)
		json_array_append_new(shares, json_string(p->run.input.header.names[p->shares[i].at]));
	run_log(&p->run, "by", json_string(p->run.shared.by));
	run_log(&p->run, "stats", stats);
	run_log(&p->run, "index", json_boolean(p->index));
	run_log(&p->run, "shares", shares);
	run_log_integer(&p->run, "round", p->run.shared.round);
}

static void release(struct profiler *p)
{
	for (size_t i = 0; i < p->share_count; i++) {
		text_set_free(&p->shares[i].levels);
		free(p->shares[i].order);
		mix_free(&p->shares[i].mix);
	}
	free(p->shares);
	free(p->order);
	free(p->values);
	free(p->overall);
	text_set_free(&p->segments);
	profile_free(&p->profile);
	columns_free(&p->features);
}

int main(int argc, char **argv)
{
	static struct profiler p = { .stat_count = 1 }; /* the mean */
	run_start(&p.run, &command, argc, argv, &p);
	bool done = run_open(&p.run) && find_columns(&p) && read_rows(&p) && write_profile(&p);
	if (done)
		log_options(&p);
	release(&p);
	return run_finish(&p.run, done);
}
