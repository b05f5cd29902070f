/* The assignment problem: rows and columns paired one to one so that the
 * values of the pairs sum up to the most (Kuhn 1955; solved by shortest
 * augmenting paths with potentials, Jonker and Volgenant 1987). */
#ifndef TRUST_ASSIGNMENT_H
#define TRUST_ASSIGNMENT_H

#include "base/failure.h"

#include <stdint.h>

#define ASSIGNMENT_NONE SIZE_MAX

/* `values` holds rows x cols numbers, row-major, from 0 to 2^53.  The shorter
 * side is padded with zeros.  column_of[i] becomes the column of row i, or
 * ASSIGNMENT_NONE where the rows outnumber the columns and it was left out.
 * Of several best pairings it is the first in lexicographic order, the one that
 * gives row 0 the lowest column, then row 1, and so on; none is higher than any
 * column.  Time grows with the cube of the longer side.  False when out of
 * memory. */
bool assignment_solve(const int64_t *values, size_t rows, size_t cols, size_t *column_of,
                      struct failure *why);

#endif
