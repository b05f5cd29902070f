/* A small table for people: the texts of its first rows. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "stream/row.h"

struct sheet {
	struct header header;
	struct header cells; /* rows * header.count of them, row by row */
	size_t rows;         /* that are kept */
	size_t total;        /* that the file has */
	size_t flagged;      /* of those, with a 1 in the SHEET_FLAG column */
};

enum sheet_kind {
	SHEET_TEXT,
	SHEET_NUMBER, /* or empty */
	SHEET_FLAG,   /* a text; the cells that are 1 are counted; one column at most */
};

struct sheet_column {
	const char *name; /* NULL ends the list */
	bool needed;      /* the column must be there */
	enum sheet_kind kind;
};

/* Reads the whole table and keeps the first `most` rows.  Fails with file, line
 * and column where it is no table, a needed column is missing, or a cell is not
 * what `columns` says.  Free it in either case. */
bool sheet_read(struct sheet *sheet, const char *path, const struct sheet_column *columns,
                size_t most, struct failure *why);
void sheet_free(struct sheet *sheet);

/* Where the column is, or header.count. */
size_t sheet_column(const struct sheet *sheet, const char *name);

/* A cell; "" for a column that is not there. */
const char *sheet_cell(const struct sheet *sheet, size_t row, size_t column);

/* A cell as a number; NaN where it is none. */
double sheet_number(const struct sheet *sheet, size_t row, size_t column);

#endif
