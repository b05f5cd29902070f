#include "persona/traits.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct trait {
	size_t column;
	double strength; /* how far from the population */
};

static int stronger(const void *a_trait, const void *b_trait)
{
	const struct trait *a = a_trait, *b = b_trait;
	if (a->strength != b->strength)
		return a->strength > b->strength ? -1 : 1;
	return a->column < b->column ? -1 : 1;
}

static int earlier(const void *a_trait, const void *b_trait)
{
	const struct trait *a = a_trait, *b = b_trait;
	return a->column < b->column ? -1 : 1;
}

/* The features that are not mid, the strongest first; the caller frees them. */
static struct trait *find(const struct segments *segments, const struct thresholds *thresholds,
                          size_t segment, size_t *count, struct failure *why)
{
	struct trait *traits = calloc(segments->names.count + 1, sizeof *traits);
	*count = 0;
	if (traits == NULL) {
		fail_memory(why);
		return NULL;
	}
	for (size_t i = 0; i < segments->names.count; i++) {
		const struct population *population = &segments->columns[i].population;
		double value = segments_value(segments, segment, i);
		if (segments->columns[i].use != COLUMN_FEATURE
		    || level_of(thresholds, population, value) == LEVEL_MID)
			continue;
		traits[*count].column = i;
		traits[(*count)++].strength = fabs(level_deviation(population, value));
	}
	qsort(traits, *count, sizeof *traits, stronger);
	return traits;
}

/* Three digits, or all of a whole number that has more. */
static bool put_number(struct buffer *text, double value)
{
	double size = fabs(value);
	int places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
	for (; size > 0 && size < 1 && places < 17; places++)
		size *= 10;
	char number[NUMBER_ROUNDED_SIZE];
	return buffer_append(text, number, number_format_rounded(value, places, number));
}

bool traits_column(struct buffer *text, const char *name)
{
	size_t start = text->length;
	if (!buffer_append_text(text, name))
		return false;
	for (size_t i = start; i < text->length; i++)
		if (text->data[i] == '_')
			text->data[i] = ' ';
	return true;
}

static bool put_trait(struct buffer *text, const struct segments *segments,
                      const struct thresholds *thresholds, size_t segment, size_t column)
{
	double value = segments_value(segments, segment, column);
	const struct population *population = &segments->columns[column].population;
	int level = level_of(thresholds, population, value);
	return buffer_append_text(text, level_name(level)) && buffer_append_byte(text, ' ')
	    && traits_column(text, segments->names.names[column]);
}

static bool put_comparison(struct buffer *text, const struct population *population, double value)
{
	char number[NUMBER_ROUNDED_SIZE];
	if (!buffer_append_byte(text, ' ') || !put_number(text, value))
		return false;
	double percent = population->zero ? INFINITY : value / population->mean * 100;
	if (population->mean > 0 && value >= 0 && isfinite(percent))
		return buffer_append_text(text, " (")
		    && buffer_append(text, number, number_format_rounded(percent, 0, number))
		    && buffer_append_text(text, " % of average)");
	return buffer_append_text(text, " (average ")
	    && put_number(text, population->zero ? 0 : population->mean)
	    && buffer_append_byte(text, ')');
}

bool traits_text(struct buffer *text, const struct segments *segments,
                 const struct thresholds *thresholds, size_t segment, struct failure *why)
{
	size_t count;
	struct trait *traits = find(segments, thresholds, segment, &count, why);
	if (traits == NULL)
		return false;
	bool put = count > 0 || buffer_append_text(text, "near the average in everything");
	for (size_t i = 0; put && i < count; i++) {
		size_t column = traits[i].column;
		put = (i == 0 || buffer_append_text(text, ", "))
		    && put_trait(text, segments, thresholds, segment, column)
		    && put_comparison(text, &segments->columns[column].population,
		                      segments_value(segments, segment, column));
	}
	free(traits);
	return put || fail_memory(why);
}

bool traits_name(struct buffer *text, const struct segments *segments,
                 const struct thresholds *thresholds, size_t segment, size_t most,
                 struct failure *why)
{
	size_t count;
	struct trait *traits = find(segments, thresholds, segment, &count, why);
	if (traits == NULL)
		return false;
	if (count > most)
		count = most;
	qsort(traits, count, sizeof *traits, earlier);
	bool put = count > 0 || buffer_append_text(text, "near average");
	for (size_t i = 0; put && i < count; i++)
		put = (i == 0 || buffer_append_text(text, ", "))
		    && put_trait(text, segments, thresholds, segment, traits[i].column);
	free(traits);
	return put || fail_memory(why);
}
