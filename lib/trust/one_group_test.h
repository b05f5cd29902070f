/* Whether a table is anything else than one group.
 *
 * Splitting rows always makes them tighter: what counts is whether it does so
 * by more than in a table that has no groups.  For each k the share of the
 * spread that is left, log(W_k / W_1), is held against that of tables drawn
 * from one group (one_group.h),
 *
 *     z_k = (mean of log(W*_k / W*_1) - log(W_k / W_1)) / (sd * sqrt(1 + 1/B)),
 *
 * and the greatest z over the k counts.  There is structure where it is above
 * ONE_GROUP_LIMIT for both kinds of one group, the even box of the gap
 * statistic and the normal distribution: rows of the one kind can lie tighter
 * than rows of the other and still be one group.  The idea is that of the gap
 * (Tibshirani, Walther and Hastie 2001) and of SigClust (Liu, Hayes, Nobel and
 * Marron 2008, W_2 / W_1 against a normal distribution); dividing by W_1 takes
 * out how wide the references are.  The given table is fitted anew, with the
 * effort of the references: a better fit alone would look like structure.
 *
 * tests/unit/test_structure_rates.c counts, with all k up to ONE_GROUP_MOST: of
 * 200 tables of one group (even or normal, half of them sheared, 100 to 5000
 * rows, 2 to 8 columns) 2 are claimed to have structure, and on D31, S4 and
 * twenty mixtures of well separated groups it is always found.  The sheared
 * even tables are no box along any axes, and are all that is claimed.  Long
 * tails are a third kind of one group, which the test does not know: exponential
 * columns counted as structure in 7 of 12 tables. */
#ifndef TRUST_ONE_GROUP_TEST_H
#define TRUST_ONE_GROUP_TEST_H

#include "trust/dispersion.h"

#define ONE_GROUP_LIMIT 3.5

/* Up to so many clusters are looked for, whatever number is wanted. */
enum { ONE_GROUP_MOST = 20 };

struct one_group_test {
	double box_z;
	size_t box_k; /* where it is greatest */
	double normal_z; /* NaN, and normal_k 0, where the box has settled it */
	size_t normal_k;
	bool structure;
	bool elsewhere; /* the structure does not show with the k that were asked for alone */
	size_t most_k;  /* the greatest k that was tested */
};

/* Tests the rows of `x`, whose one_group is `group`.  `k` holds `count` >= 2
 * rising numbers, the first of them 1, and `box_log_w` what
 * reference_dispersions gave for the box with this effort. */
bool one_group_test(const struct matrix *x, const struct one_group *group, const size_t *k,
                    size_t count, const struct reference_effort *effort,
                    const double *box_log_w, struct one_group_test *test,
                    struct failure *why);

/* The same, and where these k show no structure, with them all from 2 to
 * ONE_GROUP_MOST that `x` has different rows for: whether there are groups must
 * not depend on how many somebody would like.  Not all are looked at at once
 * only because it takes time; more k can only add structure. */
bool one_group_test_widely(const struct matrix *x, const struct one_group *group,
                           const size_t *k, size_t count,
                           const struct reference_effort *effort, const double *box_log_w,
                           struct one_group_test *test, struct failure *why);

#endif
