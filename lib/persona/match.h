/* Which rule a segment falls under. */
#ifndef PERSONA_MATCH_H
#define PERSONA_MATCH_H

#include "persona/rules.h"

/* Whether the profile has all columns that the rules speak of, as numbers.
 * The reason of a failure names the file, the path in it, and what there is. */
bool match_check(const struct rules *rules, const struct segments *segments,
                 struct failure *why);

/* The columns that the rules speak of and the profile has not, each once;
 * false only when memory runs out. */
bool match_missing(const struct rules *rules, const struct segments *segments,
                   struct header *missing, struct failure *why);

/* The first rule whose conditions all hold, or NULL.  All columns must be there. */
const struct rule *match_rule(const struct rules *rules, const struct segments *segments,
                              size_t segment);

#endif
