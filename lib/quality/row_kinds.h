/* An order of rows that brings those of one kind together, so that what is done
 * for several rows at a time is done for as few as need it. */
#ifndef QUALITY_ROW_KINDS_H
#define QUALITY_ROW_KINDS_H

#include <stddef.h>
#include <stdint.h>

/* Sorts the `count` row numbers in `rows` by the kind[row], in the order in which
 * the kinds come; rows of one kind keep their order.  Where there are more than 64
 * kinds, those of the later ones stay as they are.  `scratch` holds `count` numbers. */
void row_kinds_sort(uint32_t *rows, size_t count, const uint64_t *kind, uint32_t *scratch);

#endif
