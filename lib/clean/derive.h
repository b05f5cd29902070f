/* Columns that seg-features adds: ratios of two columns, and numbers for the
 * levels of a text column. */
#ifndef CLEAN_DERIVE_H
#define CLEAN_DERIVE_H

#include "base/text_set.h"
#include "stream/row.h"

/* name = numerator / (denominator + epsilon) */
struct ratio {
	char *name, *numerator, *denominator;
	size_t numerator_at, denominator_at;
};

bool ratio_create(struct ratio *ratio, const char *name, const char *numerator,
                  const char *denominator, struct failure *why);
/* Reads `name=numerator/denominator`. */
bool ratio_parse(struct ratio *ratio, const char *text, struct failure *why);
bool ratio_find(struct ratio *ratio, const struct header *header, struct failure *why);
void ratio_free(struct ratio *ratio);

/* A text column as numbers.  Two levels give one 0/1 column, named after the
 * second of them in byte order (gender_male: 1 is Male); any other number of
 * levels gives one 0/1 column each. */
struct encoding {
	char *column;
	size_t at;
	struct text_set levels;
	bool fixed;     /* the levels were given and no other is taken */
	size_t *order;  /* the levels in byte order */
	size_t columns; /* how many it adds: 1 for two levels, else one a level */
};

enum { LEVEL_LIMIT = 100 };

/* Reads `column` or `column=level,level,...`. */
bool encoding_parse(struct encoding *encoding, const char *text, size_t length,
                    struct failure *why);
/* Takes note of a level; false where it is one too many, or not one of those
 * that were given. */
bool encoding_add(struct encoding *encoding, const struct cell *cell, struct failure *why);
/* Fixes the order of the levels and adds the column names to the header. */
bool encoding_name(struct encoding *encoding, struct header *header, struct failure *why);
/* The value of column `i` (of encoding->columns) for a cell. */
bool encoding_value(const struct encoding *encoding, const struct cell *cell, size_t i,
                    int *value, struct failure *why);
void encoding_free(struct encoding *encoding);

#endif
