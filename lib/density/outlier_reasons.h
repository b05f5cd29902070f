/* What sets an outlier of DBSCAN apart.
 *
 * It is held against its nearest core point, the closest that a dense region
 * comes to it (the lower row of two that are as near).  The squared distance to
 * that is a sum over the features, so feature j makes up the share
 *
 *     (x_j - c_j)^2 / sum over i of (x_i - c_i)^2
 *
 * of it.  The reasons are the features with the largest shares, just as many as
 * make up 90 % together, and no more than REASONS_MAX; features with equal
 * shares come in their order. */
#ifndef DENSITY_OUTLIER_REASONS_H
#define DENSITY_OUTLIER_REASONS_H

#include "base/buffer.h"
#include "base/progress.h"
#include "density/dbscan.h"

enum { REASONS_MAX = 5 };
#define REASONS_SHARE 0.9
#define NO_CORE_POINT UINT32_MAX

/* Finds the row of the nearest core point of each row that is noise, or
 * NO_CORE_POINT where the table has none; nearest[row] is not written for the
 * other rows.  The same for every number of threads.  False when out of memory. */
bool nearest_core_points(const struct kd_tree *tree, const struct dbscan_result *result,
                         int threads, uint32_t *nearest, const struct progress *progress,
                         struct failure *why);

struct reason {
	size_t feature;
	double share;
};

/* The reasons for a row against a core point, in the space of the model; how
 * many there are (0 where the two are equal). */
size_t outlier_reasons(const struct matrix *x, size_t row, size_t core,
                       struct reason reasons[REASONS_MAX]);

/* A feature for people: its values in the user's unit, if they are known. */
struct reason_feature {
	const char *name;  /* in model space, z_age */
	const double *raw; /* one a row, or NULL */
	const char *raw_name; /* or NULL */
};

/* Appends the reasons in words:
 *
 *     annual_income 137 is 44 above 93 (92 %); age 20 is 4 below 24 (7 %)
 *
 * that is the outlier's value, how far from the core point's, and the share.
 * Where there are no raw values, or those of the two are equal or too far
 * apart for a double, the values are those of the model and followed by
 * "in scaled units".  Numbers are rounded to three digits of the difference.
 * Without a core point: "no dense region to compare with". */
bool outlier_reasons_text(struct buffer *text, const struct matrix *x,
                          const struct reason_feature *features, size_t row, uint32_t core,
                          struct failure *why);

#endif
