/* The model that seg-kmeans writes, for other commands: what its segments are. */
#ifndef COMMAND_SEGMENT_MODEL_H
#define COMMAND_SEGMENT_MODEL_H

#include "command/model.h"

struct segment_model {
	const char *path;
	struct header features;
	size_t k;
	double *centroids; /* k x features, row-major */
	int64_t *numbers;  /* of the segments */
};

/* Reads a model file of seg-kmeans; free it also after a failure. */
bool segment_model_load(struct segment_model *model, const char *path, struct failure *why);

/* Finds the features of a model in the stream; they go into the log. */
bool segment_model_find(const struct segment_model *model, struct run *run,
                        struct columns *columns);

void segment_model_free(struct segment_model *model);

#endif
