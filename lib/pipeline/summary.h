/* What a person at a terminal is told in the end. */
#ifndef PIPELINE_SUMMARY_H
#define PIPELINE_SUMMARY_H

#include "base/buffer.h"
#include "pipeline/pipe_plan.h"
#include "pipeline/workplace.h"

/* The file in the hidden folder that holds the table of the segments. */
#define SUMMARY_TABLE "table.txt"

/* Appends the table, and what there is to say of the segments as a whole; before
 * the deliverables are published. */
bool summary_text(const struct request *request, const struct workplace *place,
                  struct buffer *text, struct failure *why);

#endif
