/* A table stream: one or more files with one header, read row by row. */
#ifndef STREAM_INPUT_H
#define STREAM_INPUT_H

#include "stream/csv_record.h"
#include "stream/json_record.h"
#include "stream/line_reader.h"
#include "stream/places.h"
#include "stream/row.h"

struct input_options {
	/* What seg-features alone accepts: a byte order mark, blank lines, blanks
	 * around cells, comment lines, another delimiter, a table without header. */
	bool messy;
	char delimiter;       /* 0: told from a line `sep=;` or the header (messy), or a comma */
	const char *comment;  /* lines that start so are skipped; NULL: none */
	const char *header;   /* names for a table that has none, by commas; NULL: it has */
};

struct input {
	struct input_options options;
	const char *const *paths;
	size_t path_count, path; /* files, and which of them is open */
	bool open;
	struct line_reader reader;
	enum stream_kind kind;
	struct header header;
	struct csv_record csv;
	struct json_record json;
	struct row row;         /* the current one */
	size_t row_line;        /* where it starts */
	bool held;              /* the first row was read already, with the keys */
	size_t rows;            /* handed out so far, all files */
	bool note_places;       /* for input_fail_value; set it before the first row */
	struct places places;
	size_t blank_lines;     /* skipped (messy) */
	size_t comment_lines;   /* skipped */
};

/* Opens the files ("-" or none at all: standard input) and reads the header.
 * `paths` must outlive the input. */
bool input_open(struct input *input, const char *const *paths, size_t path_count,
                const struct input_options *options, struct failure *why);
void input_close(struct input *input);

enum input_status { INPUT_FAILED = -1, INPUT_END = 0, INPUT_ROW = 1 };

/* Reads the next row into input->row, good until the next call. */
enum input_status input_next(struct input *input, struct failure *why);

/* The name of the current file in messages. */
const char *input_name(const struct input *input);

/* Fails with the place of the current row in front: "file:line: ". */
bool input_fail(const struct input *input, struct failure *why, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fails with the place, column and value: "column 'age': not a number: 'x'",
 * and `way_out` behind it where it is not NULL. */
bool input_fail_cell(const struct input *input, size_t column, const char *reason,
                     const char *way_out, struct failure *why);

/* The same for a number that was read before, in row `row` (from 0, of all that
 * were handed out, with note_places set): what is wrong with it shows only when
 * all were seen. */
bool input_fail_value(const struct input *input, size_t row, size_t column, double value,
                      const char *reason, const char *way_out, struct failure *why);

/* Reads the cell of the current row as a number, or fails with its place. */
bool input_number(const struct input *input, size_t column, double *value, struct failure *why);

#endif
