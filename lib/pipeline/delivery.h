/* What comes when all stages have succeeded. */
#ifndef PIPELINE_DELIVERY_H
#define PIPELINE_DELIVERY_H

#include "base/buffer.h"
#include "pipeline/crew.h"
#include "pipeline/pipe_plan.h"
#include "pipeline/workplace.h"

/* Writes metadata.json and, where it was asked for, the report; puts all
 * deliverables in their places; appends the log lines to the open file `log` (-1:
 * nowhere); and words, unless quiet, what is to be told in the end. */
bool deliver(const struct request *request, struct workplace *place, struct crew *crew,
             int log, struct buffer *summary, struct failure *why);

#endif
