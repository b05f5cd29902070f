/* Greedy k-means++ (Arthur and Vassilvitskii, SODA 2007, with the several
 * candidates a step that they suggest and scikit-learn uses).
 *
 * The first centre is a row drawn by weight.  For each further one
 * 2 + floor(ln k) candidate rows are drawn by w * d^2, d being the distance to
 * the nearest centre so far, and the one is kept that leaves the smallest
 * potential, the sum of w * d^2; the first of them on ties. */
#ifndef KMEANS_KMEANS_SEEDING_H
#define KMEANS_KMEANS_SEEDING_H

#include "base/random.h"
#include "kmeans/kmeans_blocks.h"

struct kmeans_seeding {
	const struct kmeans_blocks *blocks;
	size_t every;        /* 1; n: centres are drawn from each n-th block only, as a sample */
	size_t candidates;   /* drawn for each centre */
	double *closest;     /* each row's squared distance to its nearest centre; 0 beyond them */
	double *reach;       /* the largest of those in each block */
	double *potential;   /* their weighted sum in each block */
	double *trials;      /* the same for each candidate, candidates x blocks */
	double *drawn;       /* the candidates, candidates x cols */
	bool *changed;       /* blocks to be measured again (kmeans_seeding_measure) */
	bool *near;          /* blocks that the last centre came near, a guess at what the next will */
};

/* Room for choosing among the rows of `blocks`, which must outlive it.  Free
 * it with kmeans_seeding_free, also after a failure. */
bool kmeans_seeding_create(struct kmeans_seeding *seeding, const struct kmeans_blocks *blocks,
                           size_t k, struct failure *why);
void kmeans_seeding_free(struct kmeans_seeding *seeding);

/* Chooses `k` rows as centroids (k x cols).  Returns how many there are: fewer
 * than k when no other row with a weight is left, which means that there are
 * only so many distinct ones. */
size_t kmeans_seed(struct kmeans_seeding *seeding, size_t k, struct random *random,
                   double *centroids);

/* The row that greedy k-means++ chooses as the next centre (cols numbers, valid
 * until the next call).  It is not made one yet. */
const double *kmeans_seeding_next(struct kmeans_seeding *seeding, struct random *random);

/* Makes `point` a centre, and marks as changed the blocks that it comes near. */
void kmeans_seeding_add(struct kmeans_seeding *seeding, const double *point);

/* Measures the changed blocks anew, their rows' nearest centres being those of
 * the `labels` (in the blocks' order) among the `centroids`. */
void kmeans_seeding_measure(struct kmeans_seeding *seeding, const double *centroids,
                            const int32_t *labels);

/* 2 + floor(ln k). */
size_t kmeans_seeding_candidates(size_t k);

#endif
