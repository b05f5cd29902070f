/* k-means on bootstraps: n of the n rows, drawn with replacement (Efron 1979),
 * clustered as the table itself would be.  What comes out is how much the
 * clustering owes to the rows that happened to be in the table. */
#ifndef TRUST_BOOTSTRAP_H
#define TRUST_BOOTSTRAP_H

#include "base/matrix.h"
#include "base/progress.h"

#include <stdint.h>

struct bootstrap_options {
	size_t k;
	size_t pairs;  /* of bootstraps, >= 1 */
	int starts;    /* of k-means on each, the best of which counts, >= 1 */
	uint64_t seed;
	int threads;   /* >= 1; each has bootstraps of its own */
	const struct progress *progress; /* or NULL */
};

/* 100 pairs (Dolnicar and Leisch 2010), 10 starts, seed 0, one thread; k is for
 * the caller to say. */
extern const struct bootstrap_options bootstrap_defaults;

/* One bootstrap and what its clustering makes of the whole table. */
struct bootstrap {
	uint32_t *drawn; /* how often each row was drawn */
	int32_t *labels; /* of every row, drawn or not: its nearest centroid, 0 .. k-1 */
};

/* Receives a pair; its arrays are good until it returns.  Called by several
 * threads at a time, for different pairs. */
typedef bool bootstrap_pair_done(void *context, size_t pair, const struct bootstrap pair_of[2],
                                 struct failure *why);

/* NULL, or why these options and rows make no bootstraps. */
const char *bootstrap_check(const struct matrix *x, const struct bootstrap_options *options);

/* Draws and clusters the pairs of bootstraps of the rows of `x`, which pass
 * bootstrap_check, and hands each on.  What pair p is depends on the rows, k,
 * the starts, the seed and p alone.
 *
 * A bootstrap with fewer than k distinct rows is drawn anew, which matters only
 * where the table has few rows for its k; it fails when a hundred draws were of
 * no use, when `done` fails, or for want of memory.  Takes, for each thread,
 * about 45 bytes a row and 10 a value. */
bool bootstrap_pairs(const struct matrix *x, const struct bootstrap_options *options,
                     bootstrap_pair_done *done, void *context, struct failure *why);

#endif
