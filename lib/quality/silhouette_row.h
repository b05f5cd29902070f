/* From sums of distances to silhouettes: the last step, which the exact and the
 * sampled silhouette share. */
#ifndef QUALITY_SILHOUETTE_ROW_H
#define QUALITY_SILHOUETTE_ROW_H

#include "quality/silhouette.h"

/* The silhouette of one row of cluster `own`, NaN where that is noise.
 * `sums` holds for each cluster c, at sums[c * TILE], the sum of the row's
 * distances to its rows (distance_sums.h); `sizes` how many they are. */
double silhouette_of_row(const double *sums, const size_t *sizes, size_t k, int32_t own);

/* Averages the rows' values, over all and over each cluster, into `score`. */
bool silhouette_of_labelling(const struct labelling *labelling, const double *values,
                             size_t rows, struct silhouette *score, struct failure *why);

#endif
