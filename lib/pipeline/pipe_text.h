/* A plan as the pipe that a shell runs, ready to be pasted. */
#ifndef PIPELINE_PIPE_TEXT_H
#define PIPELINE_PIPE_TEXT_H

#include "base/buffer.h"
#include "pipeline/pipe_plan.h"

/* Appends the text; false when out of memory. */
bool pipe_text(const struct pipe_plan *plan, const struct request *request, struct buffer *text);

#endif
