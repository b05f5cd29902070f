#include "command/segment_numbers.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_LIMIT = 20 }; /* lines on standard error */

/* ---- the rows in the space of the earlier model ---- */

bool segment_numbers_check(const struct segment_model *earlier,
                           const struct segment_model *model, struct failure *why)
{
	const struct header *names = &model->features, *others = &earlier->features;
	for (size_t i = 0; i < others->count; i++)
		if (header_find(names, others->names[i]) == names->count)
			return fail(why, "%s: the features differ: '%s' is none of the features of this fit",
			            earlier->path, others->names[i]);
	for (size_t i = 0; i < names->count; i++)
		if (header_find(others, names->names[i]) == others->count)
			return fail(why, "%s: the features differ: '%s' is no feature of that model",
			            earlier->path, names->names[i]);
	return earlier->k <= SEGMENT_MATCH_LIMIT
	    || fail(why, "%s: --match is for at most %d segments", earlier->path,
	            SEGMENT_MATCH_LIMIT);
}

/* How feature i of the model stands to feature e of the earlier one: the same
 * numbers, or numbers to convert. */
static bool must_convert(const struct segment_model *earlier, size_t e,
                         const struct segment_model *model, size_t i)
{
	return earlier->scaling_known[e] && model->scaling_known[i]
	    && !scaling_same(&earlier->scaling[e], &model->scaling[i]);
}

/* Through the raw unit; where both or neither take logarithms, without them. */
static void convert(const struct scaler_column *from, const struct scaler_column *to,
                    const double *in, double *out, size_t n)
{
	struct scaler_column a = *from, b = *to;
	if (a.log == b.log)
		a.log = b.log = false;
	for (size_t i = 0; i < n; i++)
		out[i] = scaler_transform(&b, scaler_inverse(&a, in[i]));
}

static bool lay_out(const struct segment_model *earlier, const struct segment_model *model,
                    const struct matrix *x, struct matrix *moved, struct failure *why)
{
	if (!matrix_create(moved, x->rows, x->cols, why))
		return false;
	for (size_t e = 0; e < x->cols; e++) {
		const char *name = earlier->features.names[e];
		size_t i = header_find(&model->features, name);
		const double *in = matrix_column(x, i);
		double *out = matrix_column(moved, e);
		if (!must_convert(earlier, e, model, i)) {
			memcpy(out, in, x->rows * sizeof *out);
			continue;
		}
		convert(&model->scaling[i], &earlier->scaling[e], in, out, x->rows);
		for (size_t row = 0; row < x->rows; row++)
			if (!isfinite(out[row]))
				return fail(why, "%s: column '%s', row %zu: %.9g has no place in the scaling "
				            "of that model", earlier->path, name, row + 1, in[row]);
	}
	return true;
}

bool segment_numbers_keep(struct run *run, const struct segment_model *earlier,
                          struct segment_model *model, const struct matrix *x,
                          const int32_t *labels, struct segment_match *match)
{
	struct matrix moved = { 0 };
	struct failure *why = &run->why;
	int32_t *earlier_labels = malloc((x->rows + 1) * sizeof *earlier_labels);
	bool kept = (earlier_labels != NULL || fail_memory(why))
	    && lay_out(earlier, model, x, &moved, why);
	if (kept)
		kmeans_assign(earlier->centroids, earlier->k, &moved, run_threads(run),
		              earlier_labels, NULL);
	matrix_free(&moved);
	kept = kept && segment_match_find(match, earlier_labels, earlier->numbers, earlier->k,
	                                  earlier->next_number, labels, model->k, x->rows, why);
	free(earlier_labels);
	if (kept) {
		memcpy(model->numbers, match->numbers, model->k * sizeof *model->numbers);
		model->next_number = match->next_number;
	}
	return kept;
}

/* ---- what became of them ---- */

static const char *scaling_word(const struct segment_model *earlier,
                                const struct segment_model *model)
{
	const char *word = "same";
	for (size_t e = 0; e < earlier->features.count; e++) {
		const char *name = earlier->features.names[e];
		size_t i = header_find(&model->features, name);
		if (must_convert(earlier, e, model, i))
			return "converted";
		if (column_is_model(name) && !(earlier->scaling_known[e] && model->scaling_known[i]))
			word = "unknown";
	}
	return word;
}

/* The earlier segments of whose rows a segment of today is made: its pair, its
 * parent, and those that went over into it. */
static bool is_source(const struct segment_match *match, size_t earlier, size_t now)
{
	return match->now_of[earlier] == now || match->parent[now] == earlier
	    || match->heir[earlier] == now;
}

/* One end of a change: a number and the rows in common. */
static bool add_relative(json_t *list, int64_t number, int64_t rows, struct failure *why)
{
	json_t *entry = json_object();
	return json_add(list, entry, why) && json_put_integer(entry, "segment", number, why)
	    && json_put_integer(entry, "rows", rows, why);
}

static bool put_relatives(json_t *entry, const struct segment_match *match,
                          const struct segment_model *earlier, const struct segment_change *change,
                          struct failure *why)
{
	json_t *from = json_array(), *into = json_array();
	bool put = json_put(entry, "from", from, why) && json_put(entry, "into", into, why);
	for (size_t i = 0; put && change->now != SEGMENT_NONE && i < match->earlier_count; i++)
		if (is_source(match, i, change->now))
			put = add_relative(from, earlier->numbers[i],
			                   match->common[i * match->count + change->now], why);
	for (size_t j = 0; put && change->earlier != SEGMENT_NONE && j < match->count; j++)
		if (is_source(match, change->earlier, j))
			put = add_relative(into, match->numbers[j],
			                   match->common[change->earlier * match->count + j], why);
	return put;
}

/* Rows in both by rows in either (Jaccard). */
static double overlap(const struct segment_change *change)
{
	int64_t either = change->earlier_rows + change->rows - change->common;
	return either > 0 ? (double)change->common / (double)either : 0;
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
	    && json_put_number(entry, "overlap", overlap(change), why)
	    && put_relatives(entry, match, earlier, change, why);
}

json_t *segment_numbers_report(const struct segment_match *match,
                               const struct segment_model *earlier,
                               const struct segment_model *model, struct failure *why)
{
	json_t *report = json_object(), *list = json_array();
	bool made = report != NULL && json_put_string(report, "earlier", earlier->path, why)
	    && json_put_string(report, "earlier_checksum", earlier->checksum, why)
	    && json_put_integer(report, "earlier_k", (int64_t)earlier->k, why)
	    && json_put_integer(report, "k", (int64_t)model->k, why)
	    && json_put_string(report, "scaling", scaling_word(earlier, model), why)
	    && json_put(report, "segments", list, why);
	for (size_t i = 0; made && i < match->change_count; i++)
		made = put_change(list, match, earlier, &match->changes[i], why);
	if (made)
		return report;
	json_decref(report);
	return NULL;
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
		return buffer_append_text(text, " is new");
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

bool segment_numbers_tell(struct run *run, const struct segment_match *match,
                          const struct segment_model *earlier,
                          const struct segment_model *model)
{
	size_t kept = 0, told = 0;
	double least = 1;
	for (size_t i = 0; i < match->change_count; i++)
		if (is_kept(&match->changes[i])) {
			kept++;
			least = fmin(least, overlap(&match->changes[i]));
		}
	if (strcmp(scaling_word(earlier, model), "unknown") == 0)
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
