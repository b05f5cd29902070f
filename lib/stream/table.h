/* A whole table: some of its columns as numbers, and the text of its rows. */
#ifndef STREAM_TABLE_H
#define STREAM_TABLE_H

#include "base/matrix.h"
#include "stream/columns.h"
#include "stream/input.h"
#include "stream/row_store.h"

struct table_options {
	bool keep_rows;           /* store the text of the rows as well */
	enum stream_kind kind;    /* as which kind it will be written */
	size_t row_memory;        /* bytes before rows move to a file; 0: the default */
	/* Leave out a column with a cell that is no number (it becomes NaN from
	 * there on and is named in `dropped`) instead of failing. */
	bool numbers_only;
};

struct dropped_column {
	bool dropped;
	size_t numbers; /* cells before the first that is none */
	size_t row_line;
};

struct table {
	struct matrix x; /* one column for each of those asked for, in their order */
	struct row_store rows;
	struct dropped_column *dropped; /* as many as columns, with numbers_only */
};

/* Reads all rows.  A cell that is no number fails with its place; so does a
 * table without rows.  The caller frees the table in either case. */
bool table_read(struct table *table, struct input *input, const struct columns *columns,
                const struct table_options *options, struct failure *why);
void table_free(struct table *table);

#endif
