#include "stream/table.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows come one by one and their number is not known before the end: blocks
 * of rows are filled and then laid into the matrix, each freed as it is. */
enum { BLOCK_ROWS = 4096 };

struct block {
	struct block *next;
	double numbers[]; /* column by column, BLOCK_ROWS of each */
};

struct blocks {
	struct block *first, *last;
	size_t rows, cols;
};

static bool add_block(struct blocks *blocks, struct failure *why)
{
	struct block *block = malloc(sizeof *block + BLOCK_ROWS * blocks->cols * sizeof(double));
	if (block == NULL)
		return fail_memory(why);
	block->next = NULL;
	if (blocks->last != NULL)
		blocks->last->next = block;
	else
		blocks->first = block;
	blocks->last = block;
	return true;
}

static bool add_numbers(struct table *table, struct blocks *blocks, const struct input *input,
                        const struct columns *columns, struct failure *why)
{
	size_t row = blocks->rows % BLOCK_ROWS;
	if (row == 0 && !add_block(blocks, why))
		return false;
	double *numbers = blocks->last->numbers + row;
	for (size_t j = 0; j < columns->count; j++) {
		double *number = &numbers[j * BLOCK_ROWS];
		const struct cell *cell = &input->row.cells[columns->at[j]];
		if (number_parse(cell->text, cell->length, number))
			continue;
		if (table->others == NULL)
			return input_number(input, columns->at[j], number, why);
		*number = NAN;
		if (table->others[j].count++ == 0)
			table->others[j].first_line = input->row_line;
	}
	blocks->rows++;
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

/* Rows that would not stay in memory, and are to be written just as they stand in
 * one file, are read again there. */
static bool find_source(struct row_store *rows, const struct input *input, enum stream_kind kind,
                        struct failure *why)
{
	size_t left;
	if (input->path_count > 1 || input->kind != kind
	    || !line_reader_is_file(&input->reader, &left) || left <= rows->limit)
		return true;
	return source_rows_open(&rows->source, input->reader.fd, input_name(input), why);
}

static bool read_rows(struct table *table, struct blocks *blocks, struct input *input,
                      const struct columns *columns, const struct table_options *options,
                      struct failure *why)
{
	struct buffer text = { 0 };
	bool read = true;
	enum input_status status;
	while (read && (status = input_next(input, why)) != INPUT_END) {
		read = status == INPUT_ROW && add_numbers(table, blocks, input, columns, why);
		for (size_t i = 0; read && i < options->label_count; i++)
			read = add_label(&options->labels[i], input, options->label_at[i], why);
		if (read && options->look != NULL)
			options->look(options->context, &input->row);
		if (read && options->keep_rows)
			read = keep_row(&table->rows, input, options->kind, &text, why);
	}
	buffer_free(&text);
	if (read && blocks->rows == 0)
		return fail(why, "the table has a header and no rows; did the stage before fail?");
	return read;
}

static bool lay_out(struct matrix *x, struct blocks *blocks, struct failure *why)
{
	if (!matrix_create(x, blocks->rows, blocks->cols, why))
		return false;
	for (size_t row = 0; row < blocks->rows; row += BLOCK_ROWS) {
		size_t count = blocks->rows - row < BLOCK_ROWS ? blocks->rows - row : BLOCK_ROWS;
		for (size_t j = 0; j < blocks->cols; j++)
			memcpy(matrix_column(x, j) + row, &blocks->first->numbers[j * BLOCK_ROWS],
			       count * sizeof(double));
		struct block *done = blocks->first;
		blocks->first = done->next;
		free(done);
	}
	return true;
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
	struct blocks blocks = { .cols = columns->count };
	bool read = (!options->keep_rows || find_source(&table->rows, input, options->kind, why))
	    && read_rows(table, &blocks, input, columns, options, why)
	    && lay_out(&table->x, &blocks, why);
	while (blocks.first != NULL) {
		struct block *next = blocks.first->next;
		free(blocks.first);
		blocks.first = next;
	}
	return read;
}

void table_free(struct table *table)
{
	matrix_free(&table->x);
	row_store_free(&table->rows);
	free(table->others);
	*table = (struct table){ .rows.fd = -1 };
}
