/* A table of numbers, stored by column so that kernels run down the rows. */
#ifndef BASE_MATRIX_H
#define BASE_MATRIX_H

#include "base/failure.h"

#include <stddef.h>

struct matrix {
	size_t rows, cols;
	size_t stride; /* doubles from one column to the next, >= rows, a multiple of 8 */
	double *data;  /* cols * stride doubles, 64-byte aligned; rows beyond `rows` hold 0 */
	void *block;   /* what was allocated; `data` points into it */
};

/* Makes a matrix of zeros (whose pages are not touched until they are
 * written).  The caller frees it; false when out of memory. */
bool matrix_create(struct matrix *matrix, size_t rows, size_t cols, struct failure *why);

/* Makes room for up to `rows` rows in each column, behind those that there are;
 * more rows than before may then be written and matrix->rows be raised.  Only
 * what is written takes memory.  False when out of memory; the matrix is good
 * in either case. */
bool matrix_reserve(struct matrix *matrix, size_t rows, struct failure *why);

/* Makes `copy` a matrix of its own with the same numbers. */
bool matrix_copy(struct matrix *copy, const struct matrix *matrix, struct failure *why);

void matrix_free(struct matrix *matrix);

static inline double *matrix_column(const struct matrix *matrix, size_t col)
{
	return matrix->data + col * matrix->stride;
}

#endif
