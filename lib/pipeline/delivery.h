/* What comes when all stages have succeeded. */
#ifndef PIPELINE_DELIVERY_H
#define PIPELINE_DELIVERY_H

#include "base/buffer.h"
#include "pipeline/crew.h"
#include "pipeline/pipe_plan.h"
#include "pipeline/workplace.h"

/* Whether the log lines of the run can be appended to the user's file (NULL: none),
 * which is made where it is not there. */
bool delivery_check_log(const char *path, struct failure *why);

/* Writes metadata.json and, where it was asked for, the report; puts all
 * deliverables in their places; appends the log lines to `log` (NULL: nowhere);
 * and words, unless quiet, what is to be told in the end. */
bool deliver(const struct request *request, struct workplace *place, struct crew *crew,
             const char *log, struct buffer *summary, struct failure *why);

#endif
