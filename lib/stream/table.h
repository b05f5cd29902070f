/* A whole table: some of its columns as numbers, and the text of its rows. */
#ifndef STREAM_TABLE_H
#define STREAM_TABLE_H

#include "base/matrix.h"
#include "stream/columns.h"
#include "stream/input.h"
#include "stream/labels.h"
#include "stream/row_store.h"

struct table_options {
	bool keep_rows;           /* store the text of the rows as well */
	enum stream_kind kind;    /* as which kind it will be written */
	size_t row_memory;        /* bytes before rows move to a file; 0: the default */
	struct labels *labels;    /* one for each column of labels to read as well */
	const size_t *label_at;   /* their positions */
	size_t label_count;
	/* A cell that is no number becomes NaN and is counted in `others`,
	 * instead of failing. */
	bool allow_others;
	/* Looks at each row as it goes by, for what need not be kept; NULL: nobody does. */
	void (*look)(void *context, const struct row *row);
	void *context;
};

struct other_cells {
	size_t count;      /* cells of the column that are no number */
	size_t first_line; /* the line of the first of them */
};

struct table {
	struct matrix x; /* one column for each of those asked for, in their order */
	struct row_store rows;
	struct other_cells *others; /* one for each column, with allow_others */
};

/* Reads all rows, with their places in the input: input_fail_value can speak of
 * each.  A cell that is no number fails with its place; so does a
 * table without rows.  The caller frees the table in either case. */
bool table_read(struct table *table, struct input *input, const struct columns *columns,
                const struct table_options *options, struct failure *why);
void table_free(struct table *table);

#endif
