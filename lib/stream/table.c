#include "stream/table.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 4096 };

/* How many rows a file of this length is likely to have when it goes on as it
 * began, and some more; 0 where there is no telling. */
static size_t expected_rows(const struct input *input, size_t rows)
{
	size_t left, begun = line_reader_place(&input->reader, input->row.text);
	if (rows == 0 || input->path_count > 1 || !line_reader_is_file(&input->reader, &left))
		return 0;
	double more = (double)left / (double)begun * (double)rows;
	return rows + (size_t)(more * 1.125);
}

/* Rows come one by one, and only their end tells how many: room is doubled, or
 * made at once for all that are to be expected.  It is not touched in vain. */
static bool make_room(struct matrix *x, const struct input *input, struct failure *why)
{
	/* Not by a power of two: a row's numbers would all stand in the same part of a cache. */
	size_t room = x->rows == 0 ? FIRST_ROOM : 2 * x->rows + 24;
	size_t expected = expected_rows(input, x->rows);
	return (expected > room && matrix_reserve(x, expected, why)) || matrix_reserve(x, room, why);
}

static bool add_numbers(struct table *table, const struct input *input,
                        const struct columns *columns, struct failure *why)
{
	struct matrix *x = &table->x;
	size_t row = x->rows;
	if (row == x->stride && !make_room(x, input, why))
		return false;
	for (size_t j = 0; j < columns->count; j++) {
		double *number = &matrix_column(x, j)[row];
		const struct cell *cell = &input->row.cells[columns->at[j]];
		if (number_parse(cell->text, cell->length, number))
			continue;
		if (table->others == NULL)
			return input_number(input, columns->at[j], number, why);
		*number = NAN;
		if (table->others[j].count++ == 0)
			table->others[j].first_line = input->row_line;
	}
	x->rows++;
	return true;
}

static bool add_label(struct labels *labels, const struct input *input, size_t column,
                      struct failure *why)
{
	const struct cell *cell = &input->row.cells[column];
	if (cell->length == 0)
		return input_fail_cell(input, column, "an empty label", NULL, why);
	return labels_add(labels, cell, why);
}

/* Keeps the text of the current row, or where it can be read again. */
static bool keep_row(struct row_store *rows, const struct input *input, enum stream_kind kind,
                     struct buffer *text, struct failure *why)
{
	struct failure reason;
	const struct row *row = &input->row;
	bool kept;
	text->length = 0;
	if (rows->source.open)
		kept = source_rows_add(&rows->source, line_reader_place(&input->reader, row->text),
		                       row->text, row_open_length(row), &reason);
	else
		kept = row_encode(text, row, &input->header, kind, &reason)
		    && row_store_add(rows, text->data, text->length, &reason);
	return kept || input_fail(input, why, "%s", reason.text);
}

/* Whether the filter writes into the file that it reads, as `1<>FILE` lets it. */
static bool is_output(int fd)
{
	struct stat in, out;
	return fstat(fd, &in) == 0 && fstat(STDOUT_FILENO, &out) == 0 && in.st_dev == out.st_dev
	       && in.st_ino == out.st_ino;
}

/* Rows that are to be written just as they stand in one long file are read again
 * there. */
static bool find_source(struct row_store *rows, const struct input *input, enum stream_kind kind,
                        struct failure *why)
{
	size_t left;
	if (input->path_count > 1 || input->kind != kind
	    || !line_reader_is_file(&input->reader, &left) || left <= rows->file_limit
	    || is_output(input->reader.fd))
		return true;
	return source_rows_open(&rows->source, input->reader.fd, input_name(input), why);
}

static bool read_rows(struct table *table, struct input *input,
                      const struct columns *columns, const struct table_options *options,
                      struct failure *why)
{
	struct buffer text = { 0 };
	bool read = true;
	enum input_status status;
	while (read && (status = input_next(input, why)) != INPUT_END) {
		read = status == INPUT_ROW && add_numbers(table, input, columns, why);
		for (size_t i = 0; read && i < options->label_count; i++)
			read = add_label(&options->labels[i], input, options->label_at[i], why);
		if (read && options->look != NULL)
			options->look(options->context, &input->row);
		if (read && options->keep_rows)
			read = keep_row(&table->rows, input, options->kind, &text, why);
	}
	buffer_free(&text);
	if (read && table->x.rows == 0)
		return fail(why, "the table has a header and no rows; did the stage before fail?");
	return read;
}

bool table_read(struct table *table, struct input *input, const struct columns *columns,
                const struct table_options *options, struct failure *why)
{
	*table = (struct table){ 0 };
	input->note_places = true;
	row_store_create(&table->rows, options->row_memory);
	if (options->allow_others) {
		table->others = calloc(columns->count + 1, sizeof *table->others);
		if (table->others == NULL)
			return fail_memory(why);
	}
	return matrix_create(&table->x, 0, columns->count, why)
	    && (!options->keep_rows || find_source(&table->rows, input, options->kind, why))
	    && read_rows(table, input, columns, options, why);
}

void table_free(struct table *table)
{
	matrix_free(&table->x);
	row_store_free(&table->rows);
	free(table->others);
	*table = (struct table){ .rows.fd = -1 };
}
