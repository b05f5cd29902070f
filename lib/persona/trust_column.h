/* The column that says how far a segment can be trusted, of a profile or of
 * personas: passed on to whoever is to act on it. */
#ifndef PERSONA_TRUST_COLUMN_H
#define PERSONA_TRUST_COLUMN_H

#include "stream/input.h"

/* Adds the verdict of the row at hand to `trusts`, or nothing where the table has
 * no such column.  It may be empty, where nothing was judged (noise); any other
 * word than trust_name's is an error with its place. */
bool trust_column_add(struct header *trusts, const struct input *input, struct failure *why);

#endif
