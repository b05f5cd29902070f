/* Eigenvalues and eigenvectors of a symmetric matrix: principal axes. */
#ifndef BASE_EIGEN_H
#define BASE_EIGEN_H

#include "base/failure.h"

/* By rotations that take one off-diagonal element to 0 after the other, row by
 * row, until none is left (Jacobi 1846; Golub and Van Loan, "Matrix
 * Computations", 4th edition, 8.5): made for the few columns of a table, where
 * nothing is as exact.
 *
 * `a` holds n x n numbers, n >= 1, of which the diagonal and what is above it
 * (a[i*n+j], i < j) are looked at; it is destroyed.  `values` (n numbers) come
 * in descending order, and `vectors` (n x n) holds the unit vector of values[j]
 * in row j.  The sign is fixed: the component of the greatest magnitude, the
 * first of equal ones, is positive.  Fails where a number is not finite, or
 * memory runs out. */
bool symmetric_eigen(double *a, size_t n, double *values, double *vectors, struct failure *why);

#endif
