/* Which stages there are, in which order, and what they hand on: one plan, to be
 * shown as a pipe that a shell runs (pipe_text.h) or to be run (pipe_run.h). */
#ifndef PIPELINE_PIPE_PLAN_H
#define PIPELINE_PIPE_PLAN_H

#include "base/failure.h"
#include "pipeline/words.h"

/* What was asked for. */
struct request {
	const char *k;         /* a number, or a range A:B to choose from */
	const char *artifacts; /* the folder of the deliverables */
	const char *previous;  /* that of an earlier run, or empty */
	const char *rules;     /* a file of rules for personas, or empty */
	const char *signals;   /* that seg-kselect chooses by */
	bool report, stability, quiet;
	/* What is passed on to the filters. */
	struct words features, scale, dbscan, persona, seed, threads, files;
};

enum { PIPE_STAGES = 3, PLAN_STEPS = 16 };

/* One program of the pipe.  A file of the run is named without its folder; an
 * output that begins with / is meant as it stands. */
struct stage {
	const char *log;     /* the name of its log; they sort in the order of the stages */
	const char *input;   /* NULL: what the stage before writes, or nothing */
	const char *output;  /* NULL: the stage behind reads it, or there is none */
	const char *program;
	struct words arguments;
};

enum step_kind {
	STEP_PLAIN,
	STEP_ASIDE,    /* runs beside the steps that follow */
	STEP_OPTIONAL, /* without it the rest is worth no less */
	STEP_CHECK,    /* what it wrote is told where it fails, and nobody else reads it */
	STEP_CHOICE,   /* chooses the number of segments */
};

/* Stages joined by pipes. */
struct step {
	enum step_kind kind;
	size_t count;
	struct stage stages[PIPE_STAGES];
};

/* What is read of an earlier run. */
enum { EARLIER_SCALER, EARLIER_KMEANS, EARLIER_REFERENCE, EARLIER_SEGMENTS, EARLIER_FILES };

struct pipe_plan {
	size_t count;
	struct step steps[PLAN_STEPS];
	char *earlier[EARLIER_FILES]; /* their paths */
};

/* Whether a range of numbers is asked for, of which one is to be chosen. */
bool request_chooses(const struct request *request);

/* Whether the CSV file has a column that numbers the customers: id or *_id. */
bool pipe_numbers_customers(const char *path);

/* What the request lists outlives the plan.  Free it with pipe_plan_free, also after
 * a failure. */
bool pipe_plan_make(struct pipe_plan *plan, const struct request *request, struct failure *why);
void pipe_plan_free(struct pipe_plan *plan);

void request_free(struct request *request);

#endif
