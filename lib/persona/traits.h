/* What sets a segment apart, in words: the features in which it is high or
 * low beside the whole population, the strongest first. */
#ifndef PERSONA_TRAITS_H
#define PERSONA_TRAITS_H

#include "base/buffer.h"
#include "persona/levels.h"

/* Appends "high spending score 82.1 (164 % of average), low age 25.3 (65 % of
 * average)", or "near the average in everything".  Where the average is not
 * positive it stands for itself: "(average -3)". */
bool traits_text(struct buffer *text, const struct segments *segments,
                 const struct thresholds *thresholds, size_t segment, struct failure *why);

/* Appends the `most` strongest in short: "low grocery, high frozen", or "near
 * average".  They stand in the order of the columns, so that segments with the
 * same traits get the same words. */
bool traits_name(struct buffer *text, const struct segments *segments,
                 const struct thresholds *thresholds, size_t segment, size_t most,
                 struct failure *why);

/* Appends a column's name for a reader: its underscores as blanks. */
bool traits_column(struct buffer *text, const char *name);

#endif
