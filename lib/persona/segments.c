#include "persona/segments.h"

#include "base/compensated_sum.h"
#include "base/number.h"
#include "base/text_set.h"
#include "persona/trust_column.h"
#include "stream/columns.h"
#include "stream/labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const own_columns[] = { "count", "share", "cluster", "density_cluster",
	                                   "persona", "goal", "stability", "trust" };
static const char *const endings[] = { "_sd", "_median", "_min", "_max", "_index" };

static bool is_percentile(const char *ending)
{
	size_t digits = strlen(ending) >= 2 ? strspn(ending + 2, "0123456789") : 0;
	return strncmp(ending, "_p", 2) == 0 && digits > 0 && ending[2 + digits] == '\0';
}

static bool has_column(const struct header *header, const char *name, size_t length)
{
	for (size_t i = 0; i < header->count; i++)
		if (strncmp(header->names[i], name, length) == 0 && header->names[i][length] == '\0')
			return true;
	return false;
}

bool segments_is_statistic(const struct header *header, const char *name)
{
	for (size_t i = 0; i < sizeof own_columns / sizeof *own_columns; i++)
		if (strcmp(name, own_columns[i]) == 0)
			return true;
	if (strncmp(name, "share_", strlen("share_")) == 0)
		return true;
	const char *ending = strrchr(name, '_');
	if (ending == NULL || ending == name)
		return false;
	bool known = is_percentile(ending);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		known = known || strcmp(ending, endings[i]) == 0;
	return known && has_column(header, name, (size_t)(ending - name));
}

bool segments_is_noise(const struct segments *segments, size_t segment)
{
	const char *label = segments->labels.names[segment];
	return label_is_noise(label, strlen(label));
}

static bool prepare(struct segments *segments, const struct input *input, size_t by,
                    struct failure *why)
{
	const struct header *header = &input->header;
	size_t at;
	struct failure reason;
	if (!columns_find(header, "count", &at, &reason))
		return input_fail(input, why, "%s; seg-profile writes it", reason.text);
	if (at == by)
		return input_fail(input, why, "column 'count' is not the column of the segments");
	for (size_t i = 0; i < header->count; i++)
		if (i != by && !header_add(&segments->names, header->names[i],
		                           strlen(header->names[i]), why))
			return false;
	if (header_find(header, "share") == header->count
	    && !header_add(&segments->names, "share", strlen("share"), why))
		return false;
	segments->count_at = header_find(&segments->names, "count");
	segments->share_at = header_find(&segments->names, "share");
	segments->stability_at = header_find(&segments->names, "stability");
	segments->columns = calloc(segments->names.count, sizeof *segments->columns);
	return segments->columns != NULL || fail_memory(why);
}

/* Takes one cell.  A reason why it is no number is kept, for only at the end
 * it shows whether it matters. */
static bool take_cell(struct segment_column *column, const struct input *input, size_t at,
                      double *value, struct failure *why)
{
	const struct cell *cell = &input->row.cells[at];
	if (number_parse(cell->text, cell->length, value)) {
		column->has_numbers = true;
		return true;
	}
	*value = NAN;
	column->has_texts = column->has_texts || cell->length > 0;
	if (column->trouble != NULL)
		return true;
	column->trouble = malloc(sizeof *column->trouble);
	if (column->trouble == NULL)
		return fail_memory(why);
	input_fail_cell(input, at, cell->length == 0 ? "missing value" : "not a number", NULL,
	                column->trouble);
	return true;
}

static bool make_room(struct segments *segments, struct failure *why)
{
	if (segments->count < segments->capacity)
		return true;
	size_t capacity = segments->capacity > 0 ? 2 * segments->capacity : 16;
	double *bigger = realloc(segments->values,
	                         capacity * segments->names.count * sizeof *bigger);
	if (bigger == NULL)
		return fail_memory(why);
	segments->values = bigger;
	segments->capacity = capacity;
	return true;
}

static bool take_label(struct segments *segments, const struct input *input, size_t by,
                       struct text_set *seen, struct failure *why)
{
	const struct cell *label = &input->row.cells[by];
	bool added;
	if (label->length == 0)
		return input_fail_cell(input, by, "no segment", NULL, why);
	if (memchr(label->text, '\0', label->length) != NULL)
		return input_fail_cell(input, by, "a NUL byte", NULL, why);
	if (!text_set_add(seen, label->text, label->length, &added, why))
		return false;
	if (!added)
		return input_fail_cell(input, by, "this segment is there twice", NULL, why);
	if (segments->count == SEGMENT_LIMIT)
		return input_fail(input, why, "more than %d segments; is this a profile?",
		                  SEGMENT_LIMIT);
	return header_add(&segments->labels, label->text, label->length, why);
}

static bool take_row(struct segments *segments, const struct input *input, size_t by,
                     struct text_set *seen, struct failure *why)
{
	if (!take_label(segments, input, by, seen, why)
	    || !trust_column_add(&segments->trusts, input, why)
	    || !make_room(segments, why))
		return false;
	double *values = segments->values + segments->count * segments->names.count;
	size_t column = 0;
	for (size_t at = 0; at < input->row.count; at++)
		if (at != by) {
			if (!take_cell(&segments->columns[column], input, at, &values[column], why))
				return false;
			column++;
		}
	if (values[segments->count_at] <= 0)
		return input_fail_cell(input, header_find(&input->header, "count"), "not positive",
		                       NULL, why);
	segments->count++;
	return true;
}

static bool read_all(struct segments *segments, struct input *input, size_t by,
                     struct failure *why)
{
	struct text_set seen = { 0 };
	enum input_status status;
	bool read = true;
	while (read && (status = input_next(input, why)) != INPUT_END)
		read = status == INPUT_ROW && take_row(segments, input, by, &seen, why);
	text_set_free(&seen);
	if (read && segments->count == 0)
		return fail(why, "the profile has a header and no segments; did the stage before fail?");
	return read;
}

static bool decide_use(struct segments *segments, size_t at, struct failure *why)
{
	struct segment_column *column = &segments->columns[at];
	const char *name = segments->names.names[at];
	bool needed = at == segments->count_at || at == segments->share_at;
	bool statistic = segments_is_statistic(&segments->names, name);
	bool text = column->has_texts && !column->has_numbers;
	if (column_is_identity(name) || (column->trouble != NULL && !needed && (statistic || text)))
		column->use = COLUMN_OTHER;
	else if (column->trouble != NULL)
		return fail(why, "%s", column->trouble->text);
	else
		column->use = statistic ? COLUMN_NUMBER : COLUMN_FEATURE;
	return true;
}

static void find_shares(struct segments *segments)
{
	struct compensated_sum total = { 0 };
	for (size_t i = 0; i < segments->count; i++)
		compensated_add(&total, segments_value(segments, i, segments->count_at));
	for (size_t i = 0; i < segments->count; i++)
		segments->values[i * segments->names.count + segments->share_at] =
			segments_value(segments, i, segments->count_at) / compensated_total(&total);
}

static bool describe(struct segments *segments, size_t column, struct failure *why)
{
	struct compensated_sum weights = { 0 }, sum = { 0 }, sizes = { 0 };
	for (size_t i = 0; i < segments->count; i++) {
		double weight = segments_value(segments, i, segments->count_at);
		double value = segments_value(segments, i, column);
		compensated_add(&weights, weight);
		compensated_add(&sum, weight * value);
		compensated_add(&sizes, weight * fabs(value));
	}
	struct population *population = &segments->columns[column].population;
	double size = compensated_total(&sizes) / compensated_total(&weights);
	population->mean = compensated_total(&sum) / compensated_total(&weights);
	if (!isfinite(population->mean) || !isfinite(size))
		return fail(why, "column '%s': the numbers are too large for their mean",
		            segments->names.names[column]);
	population->zero = fabs(population->mean) <= 1e-12 * size;
	population->scale = population->zero ? size : fabs(population->mean);
	return true;
}

bool segments_read(struct segments *segments, struct input *input, const char *by,
                   struct failure *why)
{
	*segments = (struct segments){ 0 };
	size_t at;
	struct failure reason;
	if (!columns_find(&input->header, by, &at, &reason))
		return input_fail(input, why, "%s; --by names the column of the segments",
		                  reason.text);
	bool shares = header_find(&input->header, "share") < input->header.count;
	if (!prepare(segments, input, at, why) || !read_all(segments, input, at, why))
		return false;
	for (size_t i = 0; i < segments->names.count; i++)
		if (!decide_use(segments, i, why))
			return false;
	if (!shares)
		find_shares(segments);
	for (size_t i = 0; i < segments->names.count; i++)
		if (segments->columns[i].use != COLUMN_OTHER && !describe(segments, i, why))
			return false;
	return true;
}

void segments_free(struct segments *segments)
{
	for (size_t i = 0; segments->columns != NULL && i < segments->names.count; i++)
		free(segments->columns[i].trouble);
	free(segments->columns);
	free(segments->values);
	header_free(&segments->labels);
	header_free(&segments->names);
	header_free(&segments->trusts);
	*segments = (struct segments){ 0 };
}
