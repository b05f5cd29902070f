/* Bringing features to a common scale, and back.
 *
 *     z = (f(x) - offset) / scale,    x = g(z * scale + offset)
 *
 * with f = log1p and g = expm1 for columns taken in logarithms, else f = g = x. */
#ifndef SUMMARY_SCALER_H
#define SUMMARY_SCALER_H

#include "base/elementary.h"
#include "base/failure.h"
#include "base/matrix.h"

#include <stdbool.h>
#include <stddef.h>

enum scaler_method {
	SCALER_STANDARD, /* mean, population standard deviation */
	SCALER_MINMAX,   /* minimum, range */
	SCALER_ROBUST,   /* median, distance between the quartiles (base/quantile.h) */
	SCALER_NONE,     /* 0, 1 */
};

struct scaler_column {
	double offset, scale; /* in the unit of f(x); scale is never 0 */
	bool log;
};

/* One value; whole columns go through the same lines and get the same bits. */
static inline double scaler_transform(const struct scaler_column *column, double x)
{
	return ((column->log ? seg_log1p(x) : x) - column->offset) / column->scale;
}

static inline double scaler_inverse(const struct scaler_column *column, double z)
{
	double x = z * column->scale + column->offset;
	return column->log ? seg_expm1(x) : x;
}

/* The method of that name ("standard", "minmax", "robust", "none"); false when
 * there is none. */
bool scaler_method_named(const char *name, enum scaler_method *method);
const char *scaler_method_name(enum scaler_method method);

/* The first of n values of which the logarithm of 1 + x does not exist
 * (x <= -1), or n where all have one. */
size_t scaler_first_without_log(const double *values, size_t n);

/* The first of n >= 1 values that are largest in magnitude. */
size_t scaler_largest(const double *values, size_t n);

/* Fits one column of n >= 1 finite values; column->log says whether f is log1p,
 * offset and scale are the result.  A column without spread gets the scale 1.
 * For SCALER_STANDARD that is one with var <= n e var + (n mean e)^2, e = 2^-52,
 * scikit-learn's rule: its spread is no more than the rounding of its mean.
 *
 * The variance is taken around the mean in a second pass, with the correction
 * of Chan, Golub and LeVeque (1983), so a large common offset costs no digits.
 * The bytes are the same for every number of threads.  False when memory runs
 * out (then *row is n), or at the value in *row: a logarithm does not exist, or
 * the numbers are too large to square, of which it is the largest. */
bool scaler_fit_column(enum scaler_method method, const double *values, size_t n,
                       int threads, struct scaler_column *column, size_t *row,
                       struct failure *why);

/* Fits every column of the matrix; `columns` holds matrix->cols of them, their
 * `log` already set.  Where it fails, *col and *row are the place, *row
 * matrix->rows where no value is to blame. */
bool scaler_fit(enum scaler_method method, const struct matrix *matrix, int threads,
                struct scaler_column *columns, size_t *col, size_t *row, struct failure *why);

/* A whole column of n values; `out` may be `in`. */
void scaler_transform_column(const struct scaler_column *column, const double *in, double *out,
                             size_t n, int threads);

#endif
