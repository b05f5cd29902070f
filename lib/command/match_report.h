/* What became of every segment of an earlier model (trust/segment_match.h), as
 * JSON and in words. */
#ifndef COMMAND_MATCH_REPORT_H
#define COMMAND_MATCH_REPORT_H

#include "command/segment_model.h"
#include "trust/segment_match.h"

/* The report, one entry a number; NULL with the reason. */
json_t *match_report(const struct segment_match *match, const struct segment_model *earlier,
                     const struct segment_model *model, struct failure *why);

/* The same in notes of the run: how many are kept, and a line for each number
 * that is not simply kept. */
bool match_report_tell(struct run *run, const struct segment_match *match,
                       const struct segment_model *earlier, const struct segment_model *model);

#endif
