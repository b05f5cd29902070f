/* Tables without groups that are otherwise like a given one: what clusters are
 * held against.
 *
 * Two kinds of one group: rows spread evenly over the box that the given rows
 * fill along their principal axes (Tibshirani, Walther and Hastie 2001, their
 * reference (b)), and rows from one normal distribution with the given rows'
 * covariance (Liu, Hayes, Nobel and Marron 2008, SigClust).  They are drawn in
 * the coordinates of the principal axes, around 0: no distance between rows
 * depends on that. */
#ifndef TRUST_ONE_GROUP_H
#define TRUST_ONE_GROUP_H

#include "base/matrix.h"
#include "base/random.h"

enum one_group_kind { ONE_GROUP_BOX, ONE_GROUP_NORMAL };

struct one_group {
	size_t rows, cols;
	double *widths;     /* of the box, along each axis */
	double *deviations; /* standard deviation along each axis, ddof 0 */
};

/* Measures the rows of `x`, finite numbers up to 1e100, at least one of them.
 * Free it with one_group_free, also after a failure. */
bool one_group_create(struct one_group *group, const struct matrix *x, struct failure *why);
void one_group_free(struct one_group *group);

/* Fills `rows` (rows x cols, as the table that was measured). */
void one_group_draw(const struct one_group *group, enum one_group_kind kind,
                    struct random *random, struct matrix *rows);

#endif
