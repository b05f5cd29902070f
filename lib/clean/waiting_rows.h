/* Rows that wait for the second pass, each with its place in the files, for
 * the second pass may have to name it. */
#ifndef CLEAN_WAITING_ROWS_H
#define CLEAN_WAITING_ROWS_H

#include "stream/input.h"
#include "stream/row_store.h"

struct waiting_rows {
	struct row_store rows;
	struct places places;
	struct buffer packed;
	struct cell *cells; /* of the row that was handed out */
	size_t columns, count;
	size_t next; /* the row to hand out */
};

/* `memory` is as for row_store_create.  The caller frees it in either case. */
bool waiting_rows_create(struct waiting_rows *waiting, size_t columns, size_t memory,
                         struct failure *why);

/* Keeps a copy of the input's current row, which has `columns` cells. */
bool waiting_rows_add(struct waiting_rows *waiting, const struct input *input,
                      struct failure *why);

/* Makes the next row, in the order in which they came, the input's current one
 * again, good until the next call.  There must be one. */
bool waiting_rows_next(struct waiting_rows *waiting, struct input *input, struct failure *why);

void waiting_rows_free(struct waiting_rows *waiting);

#endif
