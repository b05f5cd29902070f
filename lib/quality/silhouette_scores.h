/* The silhouettes of labellings: exact while every pair of rows can be looked
 * at in a few seconds, estimated beyond, and always with the error that goes
 * with them. */
#ifndef QUALITY_SILHOUETTE_SCORES_H
#define QUALITY_SILHOUETTE_SCORES_H

#include "quality/silhouette.h"

#include <stdint.h>

enum { SILHOUETTE_EXACT_ROWS = 50000 };

struct silhouette_effort {
	bool exact;     /* every pair, however many rows */
	double epsilon; /* of an estimate; see silhouette_sample.h */
	uint64_t seed;
};

extern const struct silhouette_effort silhouette_default_effort; /* 0.2, seed 0 */

/* How likely the error of an estimate may be greater than epsilon. */
#define SILHOUETTE_DELTA 0.05

/* Scores `count` labellings, as silhouette() or silhouette_sample() does.
 * *epsilon is 0 where all are exact, else the bound that goes with them. */
bool silhouette_scores(const struct matrix *features, const struct labelling *labellings,
                       size_t count, const struct silhouette_effort *effort, int threads,
                       const struct progress *progress, struct silhouette *scores,
                       double *epsilon, struct failure *why);

#endif
