#include "base/eigen.h"

#include <math.h>
#include <stdlib.h>

/* Scaled to 1 at most, no square can overflow. */
static bool scale_down(double *a, size_t n, double *scale, struct failure *why)
{
	*scale = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++) {
			double size = fabs(a[i * n + j]);
			if (!isfinite(size))
				return fail(why, "no eigenvalues: a number of the matrix is not finite");
			*scale = size > *scale ? size : *scale;
		}
	if (*scale == 0)
		*scale = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			a[j * n + i] = a[i * n + j] /= *scale;
	return true;
}

static void rotate_pair(double *x, double *y, double cosine, double sine)
{
	double old_x = *x, old_y = *y;
	*x = cosine * old_x - sine * old_y;
	*y = sine * old_x + cosine * old_y;
}

/* Rotates the axes p < q so that a[p, q] becomes 0. */
static void rotate(double *a, size_t n, size_t p, size_t q, double *vectors)
{
	double off = a[p * n + q];
	double theta = (a[q * n + q] - a[p * n + p]) / 2 / off;
	double tangent = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
	double cosine = 1 / sqrt(tangent * tangent + 1), sine = tangent * cosine;
	a[p * n + p] -= tangent * off;
	a[q * n + q] += tangent * off;
	a[p * n + q] = a[q * n + p] = 0;
	for (size_t i = 0; i < n; i++) {
		if (i != p && i != q) {
			rotate_pair(&a[p * n + i], &a[q * n + i], cosine, sine);
			a[i * n + p] = a[p * n + i];
			a[i * n + q] = a[q * n + i];
		}
		rotate_pair(&vectors[p * n + i], &vectors[q * n + i], cosine, sine);
	}
}

/* Rotates every pair that still matters; returns whether there was one. */
static bool sweep(double *a, size_t n, double *vectors)
{
	/* Far below the last digit of the scaled matrix. */
	static const double nothing = 1e-30;
	bool rotated = false;
	for (size_t p = 0; p + 1 < n; p++)
		for (size_t q = p + 1; q < n; q++) {
			double off = fabs(a[p * n + q]);
			double least = fmin(fabs(a[p * n + p]), fabs(a[q * n + q]));
			if (off <= nothing || off < 0x1p-56 * least) {
				a[p * n + q] = a[q * n + p] = 0;
				continue;
			}
			rotate(a, n, p, q, vectors);
			rotated = true;
		}
	return rotated;
}

static void put_vector(const double *vector, size_t n, double *row)
{
	size_t greatest = 0;
	for (size_t i = 1; i < n; i++)
		if (fabs(vector[i]) > fabs(vector[greatest]))
			greatest = i;
	double sign = vector[greatest] < 0 ? -1 : 1;
	for (size_t i = 0; i < n; i++)
		row[i] = sign * vector[i] + 0.0;
}

bool symmetric_eigen(double *a, size_t n, double *values, double *vectors, struct failure *why)
{
	enum { SWEEPS = 60 }; /* about ten are ever needed */
	double scale;
	if (!scale_down(a, n, &scale, why))
		return false;
	double *found = calloc(n * n, sizeof *found);
	if (found == NULL)
		return fail_memory(why);
	for (size_t i = 0; i < n; i++)
		found[i * n + i] = 1;
	for (int i = 0; i < SWEEPS && sweep(a, n, found); i++)
		;
	/* Each value is taken once; of equal ones the first. */
	for (size_t j = 0; j < n; j++) {
		size_t next = n;
		for (size_t i = 0; i < n; i++)
			if (!isnan(a[i * n + i]) && (next == n || a[i * n + i] > a[next * n + next]))
				next = i;
		values[j] = a[next * n + next] * scale;
		put_vector(found + next * n, n, vectors + j * n);
		a[next * n + next] = NAN;
	}
	free(found);
	return true;
}
