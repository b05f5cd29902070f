/* The statistics that a profile can have, by their names. */
#ifndef SUMMARY_STATISTIC_H
#define SUMMARY_STATISTIC_H

#include "summary/profile.h"

enum statistic_kind {
	STATISTIC_MEAN,
	STATISTIC_SD,
	STATISTIC_MEDIAN,
	STATISTIC_MIN,
	STATISTIC_MAX,
	STATISTIC_PERCENTILE,
};

struct statistic {
	enum statistic_kind kind;
	int percent; /* of a percentile */
};

enum { STATISTIC_NAME = 8 };

/* Reads mean, sd, median, min, max or p1 to p99. */
bool statistic_parse(struct statistic *statistic, const char *name, size_t length,
                     struct failure *why);

/* Reads a list of them, separated by commas, each named once; `statistics` holds
 * STATISTIC_LIMIT. */
enum { STATISTIC_LIMIT = 64 };
bool statistic_list_parse(struct statistic *statistics, size_t *count, const char *list,
                          struct failure *why);

/* Writes the name, as it is parsed, and returns it. */
const char *statistic_name(const struct statistic *statistic, char name[STATISTIC_NAME]);

/* What a profile must gather for it (PROFILE_...). */
unsigned statistic_needs(const struct statistic *statistic);

/* Its value; NaN and infinity as the functions of summary/profile.h say. */
double statistic_value(const struct statistic *statistic, struct profile *profile,
                       size_t segment, size_t feature);

#endif
