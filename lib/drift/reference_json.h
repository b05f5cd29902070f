/* A frozen reference as part of a model file. */
#ifndef DRIFT_REFERENCE_JSON_H
#define DRIFT_REFERENCE_JSON_H

#include "base/json.h"
#include "drift/comparison.h"

/* Adds to a model, which has the names of the features and the number of rows: `columns` (mean,
 * sd, edges and counts of each feature) and `segments` (column, names, counts; null where there
 * are none). */
bool reference_put(json_t *model, struct comparison *comparison, struct failure *why);

/* The other way, into a comparison that was just zeroed: names point into the model, which must
 * outlive it.  The reason does not name the file. */
bool reference_get(struct comparison *comparison, const json_t *model, struct failure *why);

#endif
