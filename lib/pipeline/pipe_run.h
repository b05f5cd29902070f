/* Runs a plan, in the hidden folder of a workplace. */
#ifndef PIPELINE_PIPE_RUN_H
#define PIPELINE_PIPE_RUN_H

#include "pipeline/crew.h"
#include "pipeline/pipe_plan.h"
#include "pipeline/workplace.h"

/* What has come of it. */
struct pipe_outcome {
	int status;   /* 0, or that of the stage that failed; 128 + n: signal n ended the run */
	char number[24];  /* of segments, as seg-kselect chose it */
	char reason[512]; /* why there is nothing to choose (status 3); else empty */
};

/* False where a stage could not be started or ended with a status other than 0,
 * which is then in the outcome; `why` is worded only where no stage can have
 * said why itself, else empty. */
bool pipe_run(const struct pipe_plan *plan, const struct request *request,
              const struct workplace *place, struct crew *crew, struct pipe_outcome *outcome,
              struct failure *why);

/* Runs a stage by itself, between others; its log goes to the file that it names
 * or, without one, nowhere. */
bool stage_run(const struct stage *stage, const struct request *request,
               const struct workplace *place, struct crew *crew, int *status, struct failure *why);

#endif
