/* One row of a table stream: its cells, and its text as it stood in the input. */
#ifndef STREAM_ROW_H
#define STREAM_ROW_H

#include "base/buffer.h"
#include "base/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum stream_kind { STREAM_CSV, STREAM_NDJSON };

enum cell_kind {
	CELL_BARE,    /* a CSV cell: what it is must be told from its text */
	CELL_STRING,  /* a JSON string */
	CELL_LITERAL, /* a JSON number, true, false; null is a literal of length 0 */
};

struct cell {
	const char *text; /* not NUL-terminated */
	size_t length;
	enum cell_kind kind;
};

struct header {
	char **names;
	size_t count;
};

struct row {
	struct cell *cells;
	size_t count;
	const char *text; /* the whole row without its line end */
	size_t length;
	enum stream_kind kind;
	bool canonical; /* the text is CSV just as the cells would be written */
};

bool header_copy(struct header *copy, const struct header *header, struct failure *why);
bool header_add(struct header *header, const char *name, size_t length, struct failure *why);
void header_free(struct header *header);

/* The header of names separated by commas, or of the cells of a row (which may
 * hold no NUL byte).  The caller frees it in either case. */
bool header_from_list(struct header *header, const char *list, struct failure *why);
bool header_from_row(struct header *header, const struct row *row, struct failure *why);

/* The position of a name in the header, or header->count. */
size_t header_find(const struct header *header, const char *name);

/* Whether a CSV cell must stand in quotes (RFC 4180), and, standing first in
 * its row, must not be taken for a failure marker or for a blank line. */
bool cell_needs_quotes(const char *text, size_t length, bool first, bool only);

/* Appends a CSV cell, quoted where needed; false when out of memory. */
bool csv_encode(struct buffer *out, const char *text, size_t length, bool first, bool only);

/* Appends a JSON string with its quotes; false when out of memory, or when
 * the text is not UTF-8 (then *valid is false). */
bool json_encode_string(struct buffer *out, const char *text, size_t length, bool *valid);

/* Appends one JSON value: a bare cell that is a JSON number stays a number,
 * any other bare cell becomes a string (and so does a whole number of more
 * than 18 digits). */
bool json_encode_cell(struct buffer *out, const struct cell *cell, bool *valid);

/* How much of its own text a row keeps where it is written as its own kind, left
 * open so that cells can follow: `a,b` or `{"x":a,"y":b`. */
size_t row_open_length(const struct row *row);

/* Appends the row as text of `kind`, left open so that cells can follow.  A row
 * of that kind already keeps its very bytes. */
bool row_encode(struct buffer *out, const struct row *row, const struct header *header,
                enum stream_kind kind, struct failure *why);

/* The number of bytes of valid UTF-8 (no NUL) that `text` starts with. */
size_t utf8_valid_prefix(const char *text, size_t length);

#endif
