/* The model that seg-kmeans writes and reads: what its segments are, and the
 * space that they are in. */
#ifndef COMMAND_SEGMENT_MODEL_H
#define COMMAND_SEGMENT_MODEL_H

#include "command/model.h"
#include "kmeans/kmeans.h"
#include "stream/table.h"
#include "summary/scaling_trace.h"

struct segment_model {
	const char *path; /* of a model that was read */
	struct header features;
	struct header order;   /* the features as they stood in the stream of the fit */
	bool features_chosen;  /* by -f; else they were every z_* column */
	size_t k;
	double *centroids;     /* k x features, row-major */
	size_t *sizes;         /* rows of the fit in each segment */
	int64_t *numbers;      /* of the segments */
	int64_t next_number;   /* above every number that was ever given */
	double *farthest;      /* the largest distance that a row of the fit had in each segment */
	struct scaler_column *scaling; /* of each feature */
	bool *scaling_known;
	char checksum[20];
};

/* Makes the model of a fit, without sizes and centroids yet, which go into
 * segment_model_take.  Free it in any case. */
bool segment_model_start(struct segment_model *model, struct run *run,
                         const struct columns *columns);

/* Reads the rows of the fit, `columns` being the features and, behind them,
 * what else is wanted of the rows; with `trace` it finds the scaling of the
 * features as the rows go by. */
bool segment_model_read_rows(struct segment_model *model, struct run *run,
                             const struct columns *columns, bool trace, struct table *table);

/* Copies what was fitted, and finds the farthest rows; `squared` holds the
 * squared distance of each row.  The numbers become 0 .. k-1. */
bool segment_model_take(struct segment_model *model, const struct kmeans_result *result,
                        const double *squared, size_t rows, struct failure *why);

/* Adds all of it to a JSON model. */
bool segment_model_put(const struct segment_model *model, json_t *json, struct failure *why);

/* Reads a model file of seg-kmeans. */
bool segment_model_load(struct segment_model *model, const char *path, struct failure *why);

/* Finds the features of a model in the stream, which must be as at the fit: the
 * same features in the same order, and unless they were chosen no other z_*
 * column. */
bool segment_model_find(const struct segment_model *model, struct run *run,
                        struct columns *columns);

/* The raw twins of the features, where the scaling is known and the stream has
 * them: positions in the header, or header->count. */
bool segment_model_twins(const struct segment_model *model, const struct header *header,
                         size_t **twins, struct failure *why);

/* Checks feature j of the row at hand against its raw twin: whether it was
 * scaled as at the fit. */
bool segment_model_check_scaling(const struct segment_model *model, const struct input *input,
                                 size_t feature, size_t at, size_t twin, double value,
                                 struct failure *why);

void segment_model_free(struct segment_model *model);

#endif
