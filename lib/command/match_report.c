#include "command/match_report.h"

#include "command/segment_numbers.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NOTE_LIMIT = 20 }; /* lines on standard error */

/* One end of a change: a number and the rows in common, if there are any. */
static bool add_relative(json_t *list, int64_t number, int64_t rows, struct failure *why)
{
	if (rows == 0)
		return true;
	json_t *entry = json_object();
	return json_add(list, entry, why) && json_put_integer(entry, "segment", number, why)
	    && json_put_integer(entry, "rows", rows, why);
}

/* Where the rows come from, and where those of the earlier segment went. */
static bool put_relatives(json_t *entry, const struct segment_match *match,
                          const struct segment_model *earlier,
                          const struct segment_change *change, struct failure *why)
{
	json_t *from = json_array(), *into = json_array();
	bool put = json_put(entry, "from", from, why) && json_put(entry, "into", into, why);
	for (size_t i = 0; put && change->now != SEGMENT_NONE && i < match->earlier_count; i++)
		put = add_relative(from, earlier->numbers[i],
		                   match->common[i * match->count + change->now], why);
	for (size_t j = 0; put && change->earlier != SEGMENT_NONE && j < match->count; j++)
		put = add_relative(into, match->numbers[j],
		                   match->common[change->earlier * match->count + j], why);
	return put;
}

/* Rows in both by rows in either (Jaccard). */
static double overlap(const struct segment_change *change)
{
	return change->either > 0 ? (double)change->common / (double)change->either : 0;
}

static bool put_change(json_t *list, const struct segment_match *match,
                       const struct segment_model *earlier, const struct segment_change *change,
                       struct failure *why)
{
	json_t *entry = json_object();
	return json_add(list, entry, why)
	    && json_put_integer(entry, "segment", change->number, why)
	    && json_put_string(entry, "change", segment_fate_name(change->fate), why)
	    && json_put_integer(entry, "earlier_rows", change->earlier_rows, why)
	    && json_put_integer(entry, "rows", change->rows, why)
	    && json_put_integer(entry, "common_rows", change->common, why)
	    && json_put_integer(entry, "outside_rows", change->outside, why)
	    && json_put_number(entry, "overlap", overlap(change), why)
	    && put_relatives(entry, match, earlier, change, why);
}

json_t *match_report(const struct segment_match *match, const struct segment_model *earlier,
                     const struct segment_model *model, struct failure *why)
{
	json_t *report = json_object(), *list = json_array();
	bool made = report != NULL && json_put_string(report, "earlier", earlier->path, why)
	    && json_put_string(report, "earlier_checksum", earlier->checksum, why)
	    && json_put_integer(report, "earlier_k", (int64_t)earlier->k, why)
	    && json_put_integer(report, "k", (int64_t)model->k, why)
	    && json_put_string(report, "scaling", segment_numbers_scaling(earlier, model), why)
	    && json_put(report, "segments", list, why);
	for (size_t i = 0; made && i < match->change_count; i++)
		made = put_change(list, match, earlier, &match->changes[i], why);
	if (made)
		return report;
	json_decref(report);
	return NULL;
}

/* The earlier segments of whose rows a segment of today is made: its pair, its
 * parent, and those that went over into it. */
static bool is_source(const struct segment_match *match, size_t earlier, size_t now)
{
	return match->now_of[earlier] == now || match->parent[now] == earlier
	    || match->heir[earlier] == now;
}

static bool is_kept(const struct segment_change *change)
{
	return change->earlier != SEGMENT_NONE && change->now != SEGMENT_NONE;
}

static bool append_number(struct buffer *text, int64_t number)
{
	char part[32];
	snprintf(part, sizeof part, "%" PRId64, number);
	return buffer_append_text(text, part);
}

/* "2 (58 %)", behind a comma unless it is the first. */
static bool append_share(struct buffer *text, bool first, int64_t number, int64_t part,
                         int64_t whole)
{
	char share[32];
	int percent = whole > 0 ? (int)(100 * (double)part / (double)whole + 0.5) : 0;
	snprintf(share, sizeof share, " (%d %%)", percent);
	return buffer_append_text(text, first ? "" : ", ") && append_number(text, number)
	    && buffer_append_text(text, share);
}

/* "2 (58 %), 6 (40 %)": where the rows of an earlier segment are now. */
static bool list_heirs(struct buffer *text, const struct segment_match *match,
                       const struct segment_change *change, bool relatives_only)
{
	bool listed = true, first = true;
	for (size_t j = 0; listed && j < match->count; j++) {
		int64_t common = match->common[change->earlier * match->count + j];
		if (common == 0 || (relatives_only && !is_source(match, change->earlier, j)))
			continue;
		listed = append_share(text, first, match->numbers[j], common, change->earlier_rows);
		first = false;
	}
	return listed;
}

/* "1 (96 %), 4 (100 %)": which share of which earlier segments is in this one. */
static bool list_sources(struct buffer *text, const struct segment_match *match,
                         const struct segment_model *earlier, const struct segment_change *change)
{
	bool listed = true, first = true;
	for (size_t i = 0; listed && i < match->earlier_count; i++) {
		int64_t common = match->common[i * match->count + change->now], all = 0;
		if (!is_source(match, i, change->now))
			continue;
		for (size_t j = 0; j < match->count; j++)
			all += match->common[i * match->count + j];
		listed = append_share(text, first, earlier->numbers[i], common, all);
		first = false;
	}
	return listed;
}

static bool describe_split(struct buffer *text, const struct segment_match *match,
                           const struct segment_model *earlier,
                           const struct segment_change *change)
{
	if (change->earlier == SEGMENT_NONE)
		return buffer_append_text(text, " is a part of ")
		    && list_sources(text, match, earlier, change);
	return buffer_append_text(text, " was split into ") && list_heirs(text, match, change, true);
}

static bool describe_merged(struct buffer *text, const struct segment_match *match,
                            const struct segment_model *earlier,
                            const struct segment_change *change)
{
	if (change->now == SEGMENT_NONE)
		return buffer_append_text(text, " went over into ")
		    && list_heirs(text, match, change, true);
	return buffer_append_text(text, " was merged from ")
	    && list_sources(text, match, earlier, change);
}

/* What is told of a number that is not simply kept. */
static bool describe(struct buffer *text, const struct segment_match *match,
                     const struct segment_model *earlier, const struct segment_change *change)
{
	if (!buffer_append_text(text, "segment ") || !append_number(text, change->number))
		return false;
	switch (change->fate) {
	case SEGMENT_NEW:
		return buffer_append_text(text, " is new: ") && append_number(text, change->outside)
		    && buffer_append_text(text, " of its ") && append_number(text, change->rows)
		    && buffer_append_text(text, " rows lie in no earlier segment");
	case SEGMENT_GONE:
		if (change->earlier_rows == 0)
			return buffer_append_text(text, " is gone: no row is near it any more");
		return buffer_append_text(text, " is gone; its rows are in ")
		    && list_heirs(text, match, change, false);
	case SEGMENT_SPLIT:
		return describe_split(text, match, earlier, change);
	case SEGMENT_SPLIT_AND_MERGED:
		if (is_kept(change) && !(describe_split(text, match, earlier, change)
		                         && buffer_append_text(text, ", and")))
			return false;
		return describe_merged(text, match, earlier, change);
	default:
		return describe_merged(text, match, earlier, change);
	}
}

bool match_report_tell(struct run *run, const struct segment_match *match,
                       const struct segment_model *earlier, const struct segment_model *model)
{
	size_t kept = 0, told = 0;
	double least = 1;
	for (size_t i = 0; i < match->change_count; i++)
		if (is_kept(&match->changes[i])) {
			kept++;
			least = fmin(least, overlap(&match->changes[i]));
		}
	if (strcmp(segment_numbers_scaling(earlier, model), "unknown") == 0)
		run_warn(run, "%s: how its features were scaled is not known for all of them; they are "
		         "taken for the same as here", earlier->path);
	if (kept == 0)
		run_warn(run, "no segment of %s is found again; all numbers are new", earlier->path);
	else
		run_warn(run, "%zu of the %zu segments of %s keep their numbers, the least overlap is "
		         "%.0f %%", kept, match->earlier_count, earlier->path, floor(100 * least));
	for (size_t i = 0; i < match->change_count; i++) {
		struct buffer text = { 0 };
		if (match->changes[i].fate == SEGMENT_KEPT)
			continue;
		if (told++ == NOTE_LIMIT) {
			run_warn(run, "and more; --match-report FILE has them all");
			break;
		}
		bool made = describe(&text, match, earlier, &match->changes[i]);
		if (made)
			run_warn(run, "%.*s", (int)text.length, text.data);
		buffer_free(&text);
		if (!made)
			return fail_memory(&run->why);
	}
	return true;
}
