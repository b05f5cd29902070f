/* A table stream written to a file descriptor, row by row.
 *
 * The put functions remember the first failure; output_end_row and
 * output_close report it.  A reader that went away is told apart from an
 * error: `reader_gone`. */
#ifndef STREAM_OUTPUT_H
#define STREAM_OUTPUT_H

#include "stream/row.h"

#include <stdint.h>

struct output {
	int fd;
	const char *name; /* for messages */
	enum stream_kind kind;
	struct buffer buffer;
	size_t row_start;      /* where the row that is being written starts in the buffer */
	struct buffer *keys;   /* NDJSON: `"name":` of each column */
	size_t columns, column; /* how many there are; which comes next */
	bool begun;            /* a header or row was put */
	int error;             /* errno of the first failed write; ENOMEM for memory */
	bool bad_text;         /* a text was not UTF-8, in NDJSON */
	bool reader_gone;
	size_t rows;
};

void output_open(struct output *output, int fd, const char *name, enum stream_kind kind);

/* Declares the columns and, in CSV, writes the header row. */
bool output_header(struct output *output, const struct header *header, struct failure *why);

/* Starts a row with text that row_encode made: `columns` cells of it. */
void output_text_row(struct output *output, const char *text, size_t length, size_t columns);

/* The next cell of the row (the first put starts it). */
void output_cell(struct output *output, const struct cell *cell);
void output_string(struct output *output, const char *text);
void output_number(struct output *output, double value); /* NaN: an empty cell, null */
void output_rounded(struct output *output, double value, int places);
void output_integer(struct output *output, int64_t value);

bool output_end_row(struct output *output, struct failure *why);

/* Writes bytes that are no row of a table (one JSON object). */
bool output_bytes(struct output *output, const char *bytes, size_t length, struct failure *why);

/* Writes what is left.  The descriptor stays open. */
bool output_flush(struct output *output, struct failure *why);

/* Ends an output that is not whole: complete rows, then the marker line, if
 * anything was put at all. */
void output_fail(struct output *output, const char *tool, const char *message);

void output_free(struct output *output);

#endif
