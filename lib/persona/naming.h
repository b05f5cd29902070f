/* Names that tell segments apart.  Segments that have one name get what sets
 * them apart most behind it: the feature with the largest spread, relative to
 * the mean of the population.  Two become "(older)" and "(younger)", or
 * "(higher annual income)" and "(lower annual income)"; three or more the
 * value, "(age 27)", rounded just enough to differ.  Segments that are equal
 * in everything are numbered: "(1)", "(2)". */
#ifndef PERSONA_NAMING_H
#define PERSONA_NAMING_H

#include "persona/segments.h"

/* `names` holds one name a segment; it is replaced by names of which no two
 * are equal. */
bool naming_distinct(struct header *names, const struct segments *segments,
                     struct failure *why);

#endif
