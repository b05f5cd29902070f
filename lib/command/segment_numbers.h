/* Keeping the segment numbers of an earlier model (trust/segment_match.h). */
#ifndef COMMAND_SEGMENT_NUMBERS_H
#define COMMAND_SEGMENT_NUMBERS_H

#include "command/segment_model.h"
#include "trust/segment_match.h"

/* Whether the earlier model has the features of this one, in whichever order,
 * and not too many segments. */
bool segment_numbers_check(const struct segment_model *earlier,
                           const struct segment_model *model, struct failure *why);

/* Labels the rows of `x` with the earlier model, in its own space where both
 * scalings are known; a row that lies farther from its centroid than every row
 * of the earlier fit did and than half the way to the next centroid is in no
 * earlier segment.  Gives the segments of `model` its numbers.  The model
 * has at most SEGMENT_MATCH_LIMIT segments.  Free the match in either case. */
bool segment_numbers_keep(struct run *run, const struct segment_model *earlier,
                          struct segment_model *model, const struct matrix *x,
                          const int32_t *labels, struct segment_match *match);

/* How the scalings of the two stand to each other: "same", "converted" (both
 * are known and they differ) or "unknown" (one of them is, for some z_* column). */
const char *segment_numbers_scaling(const struct segment_model *earlier,
                                    const struct segment_model *model);

#endif
