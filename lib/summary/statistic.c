#include "summary/statistic.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = { "mean", "sd", "median", "min", "max" };

const char *statistic_name(const struct statistic *statistic, char name[STATISTIC_NAME])
{
	if (statistic->kind == STATISTIC_PERCENTILE)
		snprintf(name, STATISTIC_NAME, "p%d", statistic->percent % 100);
	else
		strcpy(name, names[statistic->kind]);
	return name;
}

bool statistic_parse(struct statistic *statistic, const char *name, size_t length,
                     struct failure *why)
{
	char candidate[STATISTIC_NAME];
	/* Few enough to try them all. */
	for (int i = 0; i < STATISTIC_PERCENTILE + 99; i++) {
		statistic->kind = i < STATISTIC_PERCENTILE ? (enum statistic_kind)i
		                                           : STATISTIC_PERCENTILE;
		statistic->percent = i < STATISTIC_PERCENTILE ? 0 : i - STATISTIC_PERCENTILE + 1;
		statistic_name(statistic, candidate);
		if (strlen(candidate) == length && memcmp(candidate, name, length) == 0)
			return true;
	}
	char quoted[QUOTED_SIZE];
	return fail(why, "not one of mean, sd, median, min, max, p1 to p99: %s",
	            quote(quoted, name, length));
}

unsigned statistic_needs(const struct statistic *statistic)
{
	switch (statistic->kind) {
	case STATISTIC_SD:
		return PROFILE_SPREAD;
	case STATISTIC_MEDIAN:
	case STATISTIC_PERCENTILE:
		return PROFILE_VALUES;
	default:
		return 0;
	}
}

double statistic_value(const struct statistic *statistic, struct profile *profile,
                       size_t segment, size_t feature)
{
	switch (statistic->kind) {
	case STATISTIC_SD:
		return profile_sd(profile, segment, feature);
	case STATISTIC_MEDIAN:
		return profile_quantile(profile, segment, feature, 0.5);
	case STATISTIC_PERCENTILE:
		return profile_quantile(profile, segment, feature, statistic->percent / 100.0);
	case STATISTIC_MIN:
		return profile_min(profile, segment, feature);
	case STATISTIC_MAX:
		return profile_max(profile, segment, feature);
	default:
		return profile_mean(profile, segment, feature);
	}
}

bool statistic_list_parse(struct statistic *statistics, size_t *count, const char *list,
                          struct failure *why)
{
	*count = 0;
	for (;;) {
		size_t length = strcspn(list, ",");
		if (*count == STATISTIC_LIMIT)
			return fail(why, "more than %d statistics", STATISTIC_LIMIT);
		struct statistic *statistic = &statistics[*count];
		if (!statistic_parse(statistic, list, length, why))
			return false;
		for (size_t i = 0; i < *count; i++)
			if (statistics[i].kind == statistic->kind
			    && statistics[i].percent == statistic->percent)
				return fail(why, "'%.*s' is named twice", (int)length, list);
		++*count;
		if (list[length] == '\0')
			return true;
		list += length + 1;
	}
}
