/* The clusterings for a range of k. */
#ifndef KMEANS_KMEANS_RANGE_H
#define KMEANS_KMEANS_RANGE_H

#include "kmeans/kmeans.h"

/* Fits k = least ... least + count - 1 with options that else are the same (their
 * k is not looked at), into `count` results.  On a small table the fits run side
 * by side, on a large one each has all threads; no byte depends on it.  When one
 * cannot be made, *failed is its k and the others are void.  The caller frees all
 * results with kmeans_free, also after a failure. */
bool kmeans_fit_range(const struct matrix *x, const struct kmeans_options *options, size_t least,
                      size_t count, struct kmeans_result *results, size_t *failed,
                      struct failure *why);

#endif
