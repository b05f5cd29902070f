/* What is written about a run: no clock, no host and no folder, so that the same
 * run writes the same bytes. */
#ifndef PIPELINE_METADATA_H
#define PIPELINE_METADATA_H

#include "base/buffer.h"
#include "pipeline/pipe_plan.h"
#include "pipeline/workplace.h"

/* Appends the log lines of all stages in their order, each behind `indent` and
 * all but the last with `separator`.  What they name in the hidden folder will be
 * among the deliverables, and is named so. */
bool metadata_log_lines(const struct workplace *place, const char *indent, const char *separator,
                        struct buffer *text, struct failure *why);

/* Writes metadata.json: what was asked for, what was chosen, and the log line of
 * every stage. */
bool metadata_write(const struct request *request, const struct workplace *place,
                    struct failure *why);

#endif
