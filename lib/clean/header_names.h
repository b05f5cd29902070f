/* Column names as people write them, made into the names that the toolkit
 * works with: snake_case, without the unit, a few well-known words unified. */
#ifndef CLEAN_HEADER_NAMES_H
#define CLEAN_HEADER_NAMES_H

#include "stream/row.h"

struct rename {
	const char *from; /* a name as it stands in the file, or as it was cleaned */
	size_t from_length;
	const char *to;
};

struct name_options {
	bool keep; /* leave the names alone but for the renames */
	const struct rename *renames;
	size_t rename_count;
};

/* Reads `old=new`. */
bool rename_parse(const char *text, struct rename *rename, struct failure *why);

/* Makes the clean header of a raw one:
 * - an empty name becomes column_N (N counts from 1),
 * - a unit in brackets at the end goes, what is no letter, digit or byte of a
 *   UTF-8 sequence becomes one `_`, CamelCase becomes camel_case, capitals
 *   become small (clean/letters.h says of which alphabets),
 * - an alias (header_names.c has the table) becomes the usual name,
 * - a name that starts like one of model space, z_, becomes raw_z_...;
 * a rename comes before all of these.  Two columns of one name, a rename of
 * no column, a header that is made of numbers and one that is not UTF-8 are
 * errors. */
bool header_clean(struct header *clean, const struct header *raw,
                  const struct name_options *options, struct failure *why);

/* Writes the snake_case form of a text, at most 2 * strlen(text) + 1 bytes. */
void snake_case(const char *text, char *snake);

/* For each clean name, whether the raw header had none there. */
static inline bool header_unnamed(const struct header *raw, size_t column)
{
	return raw->names[column][0] == '\0';
}

#endif
