/* The personas as a table for people: one line a segment, in columns. */
#ifndef PERSONA_PERSONA_VIEW_H
#define PERSONA_PERSONA_VIEW_H

#include "persona/personas.h"

/* Appends the lines: segment, persona, goal, customers, share in percent, how far
 * it can be trusted where the profile tells, and the two strongest traits.  `by`
 * heads the first column. */
bool persona_view(struct buffer *text, const struct personas *personas,
                  const struct segments *segments, const struct thresholds *thresholds,
                  const char *by, struct failure *why);

#endif
