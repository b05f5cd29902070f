/* The gap statistic (Tibshirani, Walther and Hastie 2001): how much tighter the
 * clusters are than those of rows spread evenly over the same box.
 *
 *     gap(k) = mean over references of log W*_k  -  log W_k
 *     s_k    = standard deviation of log W*_k * sqrt(1 + 1/B), B the number of references
 *
 * with the box along the principal axes and W as in trust/dispersion.h (R
 * cluster's clusGap with d.power = 2 and spaceH0 = "scaledPCA"). */
#ifndef TRUST_GAP_H
#define TRUST_GAP_H

#include "trust/dispersion.h"

struct gap {
	double *value, *s;       /* one for each k */
	double *reference_log_w; /* count x references, those of one k together */
};

/* What is worth its time on a table of so many rows, at least one: 50
 * references up to 500 rows and 25 beyond, where each says more; 20 starts up
 * to 200 rows and fewer in proportion beyond, 2 at the least.  Seed 0, one
 * thread. */
struct reference_effort reference_effort_for(size_t rows);

/* The gap of `count` numbers of clusters whose clusterings have these log W_k;
 * NaN where each row is a cluster.  The caller frees it with gap_free, also
 * after a failure. */
bool gap_statistic(const struct one_group *group, const size_t *k, const double *log_w,
                   size_t count, const struct reference_effort *effort, struct gap *gap,
                   struct failure *why);
void gap_free(struct gap *gap);

/* The place of the k that a gap chooses, with count >= 1 values for rising k
 * (the names are those of R cluster's maxSE).
 *
 * first_se_max: the first local maximum, the last value where there is none,
 * and then the first value that is no more than its s below it.
 * tibs_2001_se_max, the paper's own: the first value that is no more than the
 * next one's s below the next one, else the last. */
size_t gap_first_se_max(const double *value, const double *s, size_t count);
size_t gap_tibs_2001_se_max(const double *value, const double *s, size_t count);

/* Where the gap's rise ends, of the k after k[0] = 1, with count >= 2: the first
 * one from which on it rises less than a third as fast as up to there, that is
 * which no later value exceeds by more than its s and, for each k between them,
 * a third of the mean rise per k since k = 1.
 *
 * Past the true k the gap often goes on rising slowly, since a box fills more
 * directions than the groups are spread in: the greatest value, or a first
 * maximum, can lie far beyond.  And it falls at first where a few large
 * clusters do not fit.  Of 142 generated mixtures of 2 to 9 groups 6 to 10
 * standard deviations apart this finds the true k in 141, globalSEmax in 108,
 * firstSEmax from k = 2 on in 116, and Tibs2001SEmax from there on in 123. */
size_t gap_bend(const size_t *k, const double *value, const double *s, size_t count);

#endif
