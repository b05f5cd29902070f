/* The cells of one CSV row. */
#ifndef STREAM_CSV_RECORD_H
#define STREAM_CSV_RECORD_H

#include "stream/line_reader.h"
#include "stream/row.h"

#include <csv.h>

enum {
	COLUMN_LIMIT = 10000,
	FIELD_LIMIT = 1 << 20, /* bytes of one cell */
};

struct csv_record {
	struct csv_parser parser;
	char delimiter;
	bool trim; /* leave out blanks around cells that are not quoted */
	struct cell *cells;
	size_t count, capacity;
	bool canonical;       /* the record is what its cells would be written as */
	size_t rows_ended;    /* by the parser, in the record that it is fed */
	bool too_many;        /* more than COLUMN_LIMIT cells */
	bool no_memory;
	struct buffer unquoted; /* the text of cells that went through the parser */
};

bool csv_record_create(struct csv_record *record, char delimiter, bool trim, struct failure *why);
void csv_record_free(struct csv_record *record);

/* Splits the line into record->cells.  Where a quoted cell goes on behind the
 * line, the record is extended by the lines that it needs, so that *line and
 * *length then name all of it.  The cells are good until the next call on the
 * record or on the reader. */
bool csv_record_read(struct csv_record *record, struct line_reader *reader, const char **line,
                     size_t *length, struct failure *why);

#endif
