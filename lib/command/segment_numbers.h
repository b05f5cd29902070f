/* Keeping the segment numbers of an earlier model (trust/segment_match.h), and
 * telling what became of every segment. */
#ifndef COMMAND_SEGMENT_NUMBERS_H
#define COMMAND_SEGMENT_NUMBERS_H

#include "command/segment_model.h"
#include "trust/segment_match.h"

/* Whether the earlier model has the features of this one, in whichever order,
 * and not too many segments. */
bool segment_numbers_check(const struct segment_model *earlier,
                           const struct segment_model *model, struct failure *why);

/* Labels the rows of `x` with the earlier model, in its own space where both
 * scalings are known, and gives the segments of `model` its numbers.  The model
 * has at most SEGMENT_MATCH_LIMIT segments.  Free the match in either case. */
bool segment_numbers_keep(struct run *run, const struct segment_model *earlier,
                          struct segment_model *model, const struct matrix *x,
                          const int32_t *labels, struct segment_match *match);

/* What became of every segment, as a JSON object; NULL when out of memory. */
json_t *segment_numbers_report(const struct segment_match *match,
                               const struct segment_model *earlier,
                               const struct segment_model *model, struct failure *why);

/* The same in words, as notes of the run. */
bool segment_numbers_tell(struct run *run, const struct segment_match *match,
                          const struct segment_model *earlier,
                          const struct segment_model *model);

#endif
