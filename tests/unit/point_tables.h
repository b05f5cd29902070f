/* Tables of points on which a search by distance could go wrong. */
#ifndef TEST_POINT_TABLES_H
#define TEST_POINT_TABLES_H

#include "base/matrix.h"

#include <math.h>
#include <stdint.h>

enum point_kind {
	POINTS_CLUMPS,    /* around a few centres */
	POINTS_GRID,      /* small integers: distances tie, points repeat */
	POINTS_EQUAL,     /* one point, over and over */
	POINTS_LINE,      /* evenly along a diagonal */
	POINTS_SHEETS,    /* evenly at random on two sheets, one of them thin */
	POINTS_REPEATED,  /* a handful of points, and one far away */
	POINTS_SCALES,    /* numbers of every size, both zeros among them */
	POINT_KINDS
};

static uint64_t point_state = 1;

static inline double point_random(void)
{
	point_state = point_state * 6364136223846793005u + 1442695040888963407u;
	return (double)(point_state >> 11) / 9007199254740992.0;
}

static inline size_t point_below(size_t bound)
{
	return (size_t)(point_random() * (double)bound);
}

static inline double point_value(enum point_kind kind, size_t row, size_t rows, size_t col)
{
	switch (kind) {
	case POINTS_CLUMPS:
		return (double)(row * 7 % 5 * (col + 1)) + point_random() + point_random();
	case POINTS_GRID:
		return (double)point_below(6) - 3;
	case POINTS_EQUAL:
		return 0.1 * (double)(col + 1);
	case POINTS_LINE:
		return 0.1 * (double)(row * 31 % rows);
	case POINTS_SHEETS:
		return col < 2 ? point_random() : row % 3 == 0 ? 0.2 : 0;
	case POINTS_REPEATED:
		return row == rows / 2 ? 1e6 : (double)(row % 7 % (col + 2));
	default:
		return row % 11 == 0 ? (row % 2 == 0 ? 0.0 : -0.0)
		                     : ldexp(point_random() - 0.5, (int)point_below(120) - 60);
	}
}

/* False when out of memory. */
static inline bool point_table(struct matrix *matrix, enum point_kind kind, size_t rows,
                               size_t cols)
{
	struct failure why;
	if (!matrix_create(matrix, rows, cols, &why))
		return false;
	for (size_t row = 0; row < rows; row++)
		for (size_t col = 0; col < cols; col++)
			matrix_column(matrix, col)[row] = point_value(kind, row, rows, col);
	return true;
}

static inline double point_distance(const struct matrix *matrix, size_t a, size_t b)
{
	double sum = 0;
	for (size_t col = 0; col < matrix->cols; col++) {
		double difference = matrix_column(matrix, col)[a] - matrix_column(matrix, col)[b];
		sum += difference * difference;
	}
	return sqrt(sum);
}

#endif
