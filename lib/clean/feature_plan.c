#include "clean/feature_plan.h"

#include "base/number.h"
#include "stream/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool plan_add_ratio(struct feature_plan *plan, const char *text, struct failure *why)
{
	/* One place is kept for the ratio that comes by itself. */
	if (plan->ratio_count == PLAN_LIST_LIMIT - 1)
		return fail(why, "more than %d ratios", PLAN_LIST_LIMIT - 1);
	return ratio_parse(&plan->ratios[plan->ratio_count++], text, why);
}

bool plan_add_encodings(struct feature_plan *plan, const char *text, struct failure *why)
{
	/* With levels (column=a,b) the commas belong to the levels. */
	bool levels = strchr(text, '=') != NULL;
	for (;;) {
		size_t length = levels ? strlen(text) : strcspn(text, ",");
		if (plan->encoding_count == PLAN_LIST_LIMIT)
			return fail(why, "more than %d columns", PLAN_LIST_LIMIT);
		struct encoding *encoding = &plan->encodings[plan->encoding_count++];
		if (!encoding_parse(encoding, text, length, why))
			return false;
		if (text[length] == '\0')
			return true;
		text += length + 1;
	}
}

static bool add_usual_ratio(struct feature_plan *plan, struct failure *why)
{
	static const char name[] = "spend_income_ratio";
	static const char spending[] = "spending_score", income[] = "annual_income";
	const struct header *names = &plan->names;
	for (size_t i = 0; i < plan->ratio_count; i++)
		if (strcmp(plan->ratios[i].name, name) == 0)
			return true;
	bool wanted = header_find(names, spending) < names->count
	    && header_find(names, income) < names->count
	    && header_find(names, name) == names->count && plan->ratio_count < PLAN_LIST_LIMIT;
	return !wanted
	    || ratio_create(&plan->ratios[plan->ratio_count++], name, spending, income, why);
}

static bool find_sources(struct feature_plan *plan, struct failure *why)
{
	for (size_t i = 0; i < plan->ratio_count; i++)
		if (!ratio_find(&plan->ratios[i], &plan->names, why))
			return false;
	for (size_t i = 0; i < plan->encoding_count; i++)
		if (!columns_find(&plan->names, plan->encodings[i].column, &plan->encodings[i].at, why))
			return false;
	return true;
}

/* Whether the name is that of a level of an encoded column, gender_male; the
 * levels themselves are not known yet. */
static bool is_level_name(const struct feature_plan *plan, const char *name, size_t length)
{
	for (size_t i = 0; i < plan->encoding_count; i++) {
		size_t prefix = strlen(plan->encodings[i].column);
		if (length > prefix && strncmp(name, plan->encodings[i].column, prefix) == 0
		    && name[prefix] == '_')
			return true;
	}
	return false;
}

/* The names that a list of features may speak of. */
static bool name_candidates(const struct feature_plan *plan, const char *features,
                            struct header *candidates, struct failure *why)
{
	if (!header_copy(candidates, &plan->names, why))
		return false;
	for (size_t i = 0; i < plan->ratio_count; i++) {
		const char *name = plan->ratios[i].name;
		if (!header_add(candidates, name, strlen(name), why))
			return false;
	}
	for (const char *name = features; *name != '\0';) {
		size_t length = strcspn(name, ",");
		if (is_level_name(plan, name, length) && !header_add(candidates, name, length, why))
			return false;
		name += length + (name[length] == ',');
	}
	return true;
}

static bool check_features(struct feature_plan *plan, const char *features, struct failure *why)
{
	struct header candidates = { 0 };
	struct columns chosen = { 0 };
	bool named = name_candidates(plan, features, &candidates, why)
	    && columns_select(&chosen, &candidates, features, why);
	for (size_t i = 0; i < chosen.count; i++)
		if (chosen.at[i] < plan->names.count)
			plan->checked[chosen.at[i]] = true;
	columns_free(&chosen);
	header_free(&candidates);
	return named;
}

bool plan_settle(struct feature_plan *plan, struct header *names, const bool *unnamed,
                 const char *features, struct failure *why)
{
	plan->names = *names;
	*names = (struct header){ 0 };
	size_t count = plan->names.count;
	plan->checked = calloc(count + 1, sizeof *plan->checked);
	plan->fills = calloc(count + 1, sizeof *plan->fills);
	if (plan->checked == NULL || plan->fills == NULL)
		return fail_memory(why);
	if (!add_usual_ratio(plan, why) || !find_sources(plan, why))
		return false;
	for (size_t i = 0; features == NULL && i < count; i++)
		plan->checked[i] = !unnamed[i];
	/* Nobody's identity is made up: such a cell stays as it was found. */
	for (size_t i = 0; i < count; i++)
		plan->fills[i].text = column_is_identity(plan->names.names[i]);
	if (features != NULL && !check_features(plan, features, why))
		return false;
	for (size_t i = 0; i < plan->ratio_count; i++) {
		plan->checked[plan->ratios[i].numerator_at] = true;
		plan->checked[plan->ratios[i].denominator_at] = true;
	}
	for (size_t i = 0; i < plan->encoding_count; i++)
		plan->checked[plan->encodings[i].at] = true;
	return true;
}

bool plan_needs_two_passes(const struct feature_plan *plan)
{
	bool needed = plan->mode > MISSING_DROP;
	for (size_t i = 0; i < plan->encoding_count; i++)
		needed = needed || !plan->encodings[i].fixed;
	return needed;
}

static bool cell_is_missing(const struct feature_plan *plan, const struct cell *cell)
{
	return missing_is(&plan->missing, cell->text, cell->length);
}

size_t plan_find_missing(const struct feature_plan *plan, const struct row *row)
{
	size_t i = 0;
	while (i < row->count && !(plan->checked[i] && cell_is_missing(plan, &row->cells[i])))
		i++;
	return i;
}

bool plan_note(struct feature_plan *plan, const struct row *row, struct failure *why)
{
	for (size_t i = 0; plan->mode > MISSING_DROP && i < row->count; i++)
		if (plan->checked[i]
		    && !fill_add(&plan->fills[i], &row->cells[i],
		                 cell_is_missing(plan, &row->cells[i]), why))
			return false;
	for (size_t i = 0; i < plan->encoding_count; i++) {
		const struct cell *cell = &row->cells[plan->encodings[i].at];
		if (cell_is_missing(plan, cell))
			return fail(why, "column '%s': a missing level cannot be filled; --missing drop "
			                 "sets such rows aside", plan->encodings[i].column);
		if (!encoding_add(&plan->encodings[i], cell, why))
			return false;
	}
	return true;
}

bool plan_decide(struct feature_plan *plan, struct failure *why)
{
	for (size_t i = 0; i < plan->names.count; i++)
		if (!fill_decide(&plan->fills[i], plan->mode == MISSING_MEDIAN))
			return fail(why, "column '%s': every value is missing; -f names the columns that "
			                 "matter", plan->names.names[i]);
	return true;
}

bool plan_write_header(struct feature_plan *plan, struct output *output, struct failure *why)
{
	struct header header;
	if (!header_copy(&header, &plan->names, why))
		return false;
	bool made = true;
	for (size_t i = 0; made && i < plan->ratio_count; i++) {
		const char *name = plan->ratios[i].name;
		made = header_find(&header, name) == header.count
		    ? header_add(&header, name, strlen(name), why)
		    : fail(why, "--ratio: column '%s' is there already", name);
	}
	for (size_t i = 0; made && i < plan->encoding_count; i++)
		made = encoding_name(&plan->encodings[i], &header, why);
	made = made && output_header(output, &header, why);
	header_free(&header);
	return made;
}

static bool is_filled(const struct feature_plan *plan, const struct row *row, size_t column)
{
	const struct fill *fill = &plan->fills[column];
	return fill->missing > 0 && !fill->text && cell_is_missing(plan, &row->cells[column]);
}

static bool number_of(const struct feature_plan *plan, const struct row *row, size_t column,
                      double *value, struct failure *why)
{
	const struct cell *cell = &row->cells[column];
	if (is_filled(plan, row, column)) {
		*value = plan->fills[column].value;
		return true;
	}
	char quoted[QUOTED_SIZE];
	return number_parse(cell->text, cell->length, value)
	    || fail(why, "column '%s': not a number: %s", plan->names.names[column],
	            quote(quoted, cell->text, cell->length));
}

static bool write_ratios(const struct feature_plan *plan, const struct row *row,
                         struct output *output, struct failure *why)
{
	for (size_t i = 0; i < plan->ratio_count; i++) {
		const struct ratio *ratio = &plan->ratios[i];
		double numerator, denominator;
		if (!number_of(plan, row, ratio->numerator_at, &numerator, why)
		    || !number_of(plan, row, ratio->denominator_at, &denominator, why))
			return false;
		double value = numerator / (denominator + plan->epsilon);
		if (!isfinite(value))
			return fail(why, "'%s' cannot be divided by '%s' here; --epsilon X is added to "
			                 "it", ratio->numerator, ratio->denominator);
		output_number(output, value);
	}
	return true;
}

static bool write_codes(const struct feature_plan *plan, const struct row *row,
                        struct output *output, struct failure *why)
{
	for (size_t i = 0; i < plan->encoding_count; i++) {
		const struct encoding *encoding = &plan->encodings[i];
		for (size_t j = 0; j < encoding->columns; j++) {
			int value;
			if (!encoding_value(encoding, &row->cells[encoding->at], j, &value, why))
				return false;
			output_integer(output, value);
		}
	}
	return true;
}

bool plan_write_row(const struct feature_plan *plan, const struct row *row,
                    struct output *output, struct failure *why)
{
	bool as_it_is = row->canonical && output->kind == STREAM_CSV && plan->mode <= MISSING_DROP;
	if (as_it_is)
		output_text_row(output, row->text, row->length, row->count);
	for (size_t i = 0; !as_it_is && i < row->count; i++) {
		if (is_filled(plan, row, i))
			output_number(output, plan->fills[i].value);
		else
			output_cell(output, &row->cells[i]);
	}
	return write_ratios(plan, row, output, why) && write_codes(plan, row, output, why)
	    && output_end_row(output, why);
}

void plan_free(struct feature_plan *plan)
{
	for (size_t i = 0; i < plan->ratio_count; i++)
		ratio_free(&plan->ratios[i]);
	for (size_t i = 0; i < plan->encoding_count; i++)
		encoding_free(&plan->encodings[i]);
	for (size_t i = 0; plan->fills != NULL && i < plan->names.count; i++)
		fill_free(&plan->fills[i]);
	free(plan->fills);
	free(plan->checked);
	header_free(&plan->names);
}
