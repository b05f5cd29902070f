#include "persona/naming.h"

#include "base/number.h"
#include "base/text_set.h"
#include "persona/levels.h"
#include "persona/traits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The segments that have one name. */
struct group {
	size_t *members, count;
};

/* Replaces a name by "name (word)", or "name (more, word)" where it ends with
 * a parenthesis. */
static bool qualify(char **name, const char *word, struct failure *why)
{
	size_t length = strlen(*name), size = length + strlen(word) + 4;
	char *longer = malloc(size);
	if (longer == NULL)
		return fail_memory(why);
	bool has_one = length > 0 && (*name)[length - 1] == ')' && strchr(*name, '(') != NULL;
	if (has_one)
		snprintf(longer, size, "%.*s, %s)", (int)(length - 1), *name, word);
	else
		snprintf(longer, size, "%s (%s)", *name, word);
	free(*name);
	*name = longer;
	return true;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void sorted_values(const struct group *group, const struct segments *segments,
                          size_t column, double *sorted)
{
	for (size_t i = 0; i < group->count; i++)
		sorted[i] = segments_value(segments, group->members[i], column);
	qsort(sorted, group->count, sizeof *sorted, ascending);
}

static bool all_differ(const double *sorted, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (sorted[i] == sorted[i - 1])
			return false;
	return true;
}

/* The feature that sets them apart most; one in which all differ before any
 * other.  The number of columns where they are equal in all. */
static size_t widest_feature(const struct group *group, const struct segments *segments,
                             double *sorted)
{
	size_t best = segments->names.count;
	double best_spread = 0;
	bool best_differs = false;
	for (size_t i = 0; i < segments->names.count; i++) {
		if (segments->columns[i].use != COLUMN_FEATURE)
			continue;
		sorted_values(group, segments, i, sorted);
		const struct population *population = &segments->columns[i].population;
		double spread = level_deviation(population, sorted[group->count - 1])
		    - level_deviation(population, sorted[0]);
		bool differs = all_differ(sorted, group->count);
		if (differs < best_differs || (differs == best_differs && !(spread > best_spread)))
			continue;
		best = i;
		best_spread = spread;
		best_differs = differs;
	}
	return best;
}

static bool name_two(char **names, const struct group *group, const struct segments *segments,
                     size_t column, struct failure *why)
{
	const size_t *members = group->members;
	bool first_higher = segments_value(segments, members[0], column)
	    > segments_value(segments, members[1], column);
	for (size_t i = 0; i < 2; i++) {
		bool higher = (i == 0) == first_higher;
		struct buffer word = { 0 };
		bool made = strcmp(segments->names.names[column], "age") == 0
		    ? buffer_append_text(&word, higher ? "older" : "younger")
		    : buffer_append_text(&word, higher ? "higher " : "lower ")
		      && traits_column(&word, segments->names.names[column]);
		made = made && buffer_append_byte(&word, '\0');
		made = made ? qualify(&names[members[i]], word.data, why) : fail_memory(why);
		buffer_free(&word);
		if (!made)
			return false;
	}
	return true;
}

/* The fewest decimals by which values that differ differ when rounded.  They
 * are in order, and rounding keeps the order, so neighbours are enough. */
static int places_needed(const double *sorted, size_t count)
{
	int places = 0;
	for (size_t i = 1; i < count; i++) {
		char a[NUMBER_ROUNDED_SIZE], b[NUMBER_ROUNDED_SIZE];
		while (places < 17 && sorted[i - 1] != sorted[i]) {
			number_format_rounded(sorted[i - 1], places, a);
			number_format_rounded(sorted[i], places, b);
			if (strcmp(a, b) != 0)
				break;
			places++;
		}
	}
	return places;
}

static bool name_many(char **names, const struct group *group, const struct segments *segments,
                      size_t column, double *sorted, struct failure *why)
{
	sorted_values(group, segments, column, sorted);
	int places = places_needed(sorted, group->count);
	for (size_t i = 0; i < group->count; i++) {
		size_t member = group->members[i];
		char number[NUMBER_ROUNDED_SIZE];
		struct buffer word = { 0 };
		number_format_rounded(segments_value(segments, member, column), places, number);
		bool made = traits_column(&word, segments->names.names[column])
		    && buffer_append_byte(&word, ' ') && buffer_append_text(&word, number)
		    && buffer_append_byte(&word, '\0');
		made = made ? qualify(&names[member], word.data, why) : fail_memory(why);
		buffer_free(&word);
		if (!made)
			return false;
	}
	return true;
}

static bool name_group(char **names, const struct group *group, const struct segments *segments,
                       double *sorted, struct failure *why)
{
	if (group->count < 2)
		return true;
	size_t column = widest_feature(group, segments, sorted);
	if (column == segments->names.count)
		return true; /* they will be numbered */
	return group->count == 2 ? name_two(names, group, segments, column, why)
	                         : name_many(names, group, segments, column, sorted, why);
}

/* Collects the distinct names, and for each segment which of them it has. */
static bool find_groups(const struct header *names, struct text_set *set, size_t *group_of,
                        struct failure *why)
{
	for (size_t i = 0; i < names->count; i++) {
		bool added;
		size_t length = strlen(names->names[i]);
		if (!text_set_add(set, names->names[i], length, &added, why))
			return false;
		group_of[i] = text_set_find(set, names->names[i], length);
	}
	return true;
}

static bool name_groups(struct header *names, const struct segments *segments,
                        const struct text_set *set, const size_t *group_of, size_t *members,
                        double *sorted, struct failure *why)
{
	for (size_t g = 0; g < set->count; g++) {
		struct group group = { .members = members };
		for (size_t i = 0; i < names->count; i++)
			if (group_of[i] == g)
				members[group.count++] = i;
		if (!name_group(names->names, &group, segments, sorted, why))
			return false;
	}
	return true;
}

/* Numbers those that have one name still. */
static bool number_rest(struct header *names, struct text_set *set, size_t *group_of,
                        size_t *counts, struct failure *why)
{
	if (!find_groups(names, set, group_of, why))
		return false;
	for (size_t i = 0; i < names->count; i++)
		counts[group_of[i]]++;
	for (size_t i = 0; i < names->count; i++) {
		if (counts[group_of[i]] < 2)
			continue;
		bool added = false;
		for (size_t n = 1; !added; n++) {
			char number[24];
			snprintf(number, sizeof number, "%zu", n);
			size_t length = strlen(names->names[i]);
			char *name = malloc(length + 1);
			if (name == NULL)
				return fail_memory(why);
			memcpy(name, names->names[i], length + 1);
			if (!qualify(&name, number, why)
			    || !text_set_add(set, name, strlen(name), &added, why)) {
				free(name);
				return false;
			}
			if (added) {
				free(names->names[i]);
				names->names[i] = name;
			} else {
				free(name);
			}
		}
	}
	return true;
}

bool naming_distinct(struct header *names, const struct segments *segments,
                     struct failure *why)
{
	struct text_set bases = { 0 }, all = { 0 };
	size_t *work = calloc(names->count + 1, 3 * sizeof *work);
	double *sorted = calloc(names->count + 1, sizeof *sorted);
	bool named = (work != NULL && sorted != NULL) || fail_memory(why);
	size_t *group_of = work, *members = work + names->count, *counts = work + 2 * names->count;
	named = named && find_groups(names, &bases, group_of, why)
	    && name_groups(names, segments, &bases, group_of, members, sorted, why)
	    && number_rest(names, &all, group_of, counts, why);
	text_set_free(&bases);
	text_set_free(&all);
	free(work);
	free(sorted);
	return named;
}
