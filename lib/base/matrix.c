#include "base/matrix.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

bool matrix_create(struct matrix *matrix, size_t rows, size_t cols, struct failure *why)
{
	*matrix = (struct matrix){ .rows = rows, .cols = cols };
	if (rows > SIZE_MAX / 32)
		return fail_memory(why);
	matrix->stride = (rows + 7) / 8 * 8;
	if (cols > 0 && matrix->stride > SIZE_MAX / (2 * sizeof(double)) / cols)
		return fail_memory(why);
	/* calloc hands out fresh pages as zeros without writing them. */
	matrix->block = calloc(matrix->stride * cols * sizeof(double) + ALIGNMENT, 1);
	if (matrix->block == NULL)
		return fail_memory(why);
	uintptr_t address = (uintptr_t)matrix->block;
	matrix->data = (double *)((address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
	return true;
}

static void copy_columns(struct matrix *to, const struct matrix *from)
{
	for (size_t j = 0; j < from->cols; j++)
		memcpy(matrix_column(to, j), matrix_column(from, j), from->rows * sizeof(double));
}

bool matrix_reserve(struct matrix *matrix, size_t rows, struct failure *why)
{
	struct matrix larger;
	if (rows <= matrix->stride)
		return true;
	if (!matrix_create(&larger, rows, matrix->cols, why))
		return false;
	larger.rows = matrix->rows;
	copy_columns(&larger, matrix);
	matrix_free(matrix);
	*matrix = larger;
	return true;
}

bool matrix_copy(struct matrix *copy, const struct matrix *matrix, struct failure *why)
{
	if (!matrix_create(copy, matrix->rows, matrix->cols, why))
		return false;
	copy_columns(copy, matrix);
	return true;
}

void matrix_free(struct matrix *matrix)
{
	free(matrix->block);
	*matrix = (struct matrix){ 0 };
}
