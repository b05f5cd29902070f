/* What is put right, or refused, in one row of a messy table. */
#ifndef CLEAN_ROW_CHECK_H
#define CLEAN_ROW_CHECK_H

#include "base/buffer.h"
#include "stream/row.h"

/* Makes a point of the decimal sign in every cell that is a number with it
 * ("1,5"); the changed cells then lie in `scratch`.  A cell that is a number
 * with a point fails: with another decimal sign the point may stand for
 * thousands, and nobody can tell. */
bool row_decimal(struct row *row, char decimal, const struct header *names,
                 struct buffer *scratch, struct failure *why);

/* Fails where a cell holds a NUL byte or what is not UTF-8. */
bool row_check_text(const struct row *row, struct failure *why);

/* Appends the cells in a form that row_unpack reads back. */
bool row_pack(struct buffer *out, const struct row *row);
/* Points the cells (as many as were packed) into `text`. */
void row_unpack(struct cell *cells, size_t count, const char *text);

#endif
