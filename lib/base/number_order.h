/* Row numbers in the order of a column. */
#ifndef BASE_NUMBER_ORDER_H
#define BASE_NUMBER_ORDER_H

#include "base/failure.h"

#include <stddef.h>
#include <stdint.h>

/* Puts the numbers of `rows` finite values into `order`, the smallest value
 * first, equal ones (-0 and 0 are) in the order of the rows.  A radix sort on
 * the bits: its time grows with the rows, whatever they hold.  Fails from 2^32
 * rows on, and when memory runs out. */
bool number_order(uint32_t *order, const double *values, size_t rows, struct failure *why);

/* The values themselves in that order, into `sorted`. */
bool number_sort(double *sorted, const double *values, size_t rows, struct failure *why);

#endif
