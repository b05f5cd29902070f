/* The segments that a profile describes: their names, sizes and columns, and
 * what the whole population looks like beside them. */
#ifndef PERSONA_SEGMENTS_H
#define PERSONA_SEGMENTS_H

#include "stream/input.h"

enum { SEGMENT_LIMIT = 10000 };

enum column_use {
	COLUMN_FEATURE, /* a mean that tells what the segment is like */
	COLUMN_NUMBER,  /* a number that rules may use: age_sd, share_gender_Female, count */
	COLUMN_OTHER,   /* text, or a number that is missing somewhere */
};

struct population {
	double mean;  /* of the segments' values, weighted by their counts */
	bool zero;    /* the mean is 0, but for what was rounded away */
	double scale; /* what deviations are measured in: |mean|; where that is 0, the weighted
	               * mean of |value|; 0 where every value is 0 */
};

struct segment_column {
	enum column_use use;
	bool has_numbers, has_texts; /* whether some cell is a number, some a text */
	struct failure *trouble;     /* why the first cell that is no number is none, or NULL */
	struct population population; /* unless COLUMN_OTHER */
};

struct segments {
	size_t count, capacity;
	struct header labels; /* the segments, by name */
	struct header names;  /* the columns but --by, then `share` if there was none */
	struct segment_column *columns; /* one for each of the names */
	size_t count_at, share_at;      /* the columns of that name */
	double *values; /* segment * names.count + column; NaN where no number */
	size_t stability_at;  /* the column of that name, or names.count */
	struct header trusts; /* how far each segment can be trusted, in a word or "" (not judged);
	                       * none where the profile does not tell */
};

/* Reads all rows of a profile.  `by` is the column that names the segments;
 * `count` must be there and positive.  `share` is worked out from it where it
 * is missing.  A feature that is missing somewhere, a segment that is there
 * twice, and a profile without segments are errors.  Free it in either case. */
bool segments_read(struct segments *segments, struct input *input, const char *by,
                   struct failure *why);
void segments_free(struct segments *segments);

static inline double segments_value(const struct segments *segments, size_t segment, size_t column)
{
	return segments->values[segment * segments->names.count + column];
}

/* Whether the segment is the noise of a density clustering (-1). */
bool segments_is_noise(const struct segments *segments, size_t segment);

/* Whether a column tells of another column that is there (age_sd, age_p90,
 * age_index beside age), of a mix (share_*), or of the segment itself. */
bool segments_is_statistic(const struct header *header, const char *name);

#endif
