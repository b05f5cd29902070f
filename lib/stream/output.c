#include "stream/output.h"

#include "base/number.h"
#include "stream/marker.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_AT = 128 << 10 };

void output_open(struct output *output, int fd, const char *name, enum stream_kind kind)
{
	*output = (struct output){ .fd = fd, .name = name, .kind = kind };
}

void output_free(struct output *output)
{
	for (size_t i = 0; output->keys != NULL && i < output->columns; i++)
		buffer_free(&output->keys[i]);
	free(output->keys);
	buffer_free(&output->buffer);
}

static void put(struct output *output, const char *bytes, size_t length)
{
	if (!buffer_append(&output->buffer, bytes, length) && output->error == 0)
		output->error = ENOMEM;
}

/* Writes all that is whole: the bytes up to `end`. */
static void write_out(struct output *output, size_t end)
{
	size_t written = 0;
	while (written < end && output->error == 0) {
		ssize_t count = write(output->fd, output->buffer.data + written, end - written);
		if (count >= 0) {
			written += (size_t)count;
		} else if (errno != EINTR) {
			output->error = errno;
			output->reader_gone = errno == EPIPE;
		}
	}
	if (end > 0) {
		memmove(output->buffer.data, output->buffer.data + end, output->buffer.length - end);
		output->buffer.length -= end;
		output->row_start = 0;
	}
}

static bool report(const struct output *output, struct failure *why)
{
	if (output->bad_text)
		return fail(why, "a text is not UTF-8, which NDJSON must be; seg-features says where");
	if (output->error == 0)
		return true;
	return fail(why, "%s: %s", output->name, strerror(output->error));
}

static bool make_keys(struct output *output, const struct header *header)
{
	output->keys = calloc(header->count + 1, sizeof *output->keys);
	for (size_t i = 0; output->keys != NULL && i < header->count; i++) {
		const char *name = header->names[i];
		bool valid;
		if (!json_encode_string(&output->keys[i], name, strlen(name), &valid)
		    || !buffer_append_byte(&output->keys[i], ':')) {
			output->bad_text = !valid;
			return valid ? false : true;
		}
	}
	return output->keys != NULL;
}

bool output_header(struct output *output, const struct header *header, struct failure *why)
{
	output->columns = header->count;
	if (output->kind == STREAM_NDJSON) {
		if (!make_keys(output, header))
			return fail_memory(why);
		return report(output, why);
	}
	for (size_t i = 0; i < header->count; i++) {
		const char *name = header->names[i];
		if (i > 0)
			put(output, ",", 1);
		if (!csv_encode(&output->buffer, name, strlen(name), i == 0, header->count == 1))
			output->error = ENOMEM;
	}
	put(output, "\n", 1);
	output->begun = true;
	output->row_start = output->buffer.length;
	return report(output, why);
}

void output_text_row(struct output *output, const char *text, size_t length, size_t columns)
{
	put(output, text, length);
	output->column = columns;
}

/* What stands before a cell: the delimiter, the key. */
static void begin_cell(struct output *output)
{
	if (output->kind == STREAM_CSV) {
		if (output->column > 0)
			put(output, ",", 1);
	} else {
		put(output, output->column > 0 ? "," : "{", 1);
		put(output, output->keys[output->column].data, output->keys[output->column].length);
	}
	output->column++;
}

void output_cell(struct output *output, const struct cell *cell)
{
	begin_cell(output);
	bool valid = true, encoded;
	if (output->kind == STREAM_CSV && cell->kind == CELL_LITERAL && cell->length > 0)
		encoded = buffer_append(&output->buffer, cell->text, cell->length);
	else if (output->kind == STREAM_CSV)
		encoded = csv_encode(&output->buffer, cell->text, cell->length, output->column == 1,
		                     output->columns == 1);
	else
		encoded = json_encode_cell(&output->buffer, cell, &valid);
	output->bad_text = output->bad_text || !valid;
	if (!encoded && valid && output->error == 0)
		output->error = ENOMEM;
}

void output_string(struct output *output, const char *text)
{
	struct cell cell = { .text = text, .length = strlen(text), .kind = CELL_STRING };
	output_cell(output, &cell);
}

void output_number(struct output *output, double value)
{
	char text[NUMBER_SIZE];
	struct cell cell = { .text = text, .kind = CELL_LITERAL };
	cell.length = isnan(value) ? 0 : number_format(value, text);
	output_cell(output, &cell);
}

void output_rounded(struct output *output, double value, int places)
{
	char text[NUMBER_ROUNDED_SIZE];
	struct cell cell = { .text = text, .kind = CELL_LITERAL };
	cell.length = isnan(value) ? 0 : number_format_rounded(value, places, text);
	output_cell(output, &cell);
}

void output_integer(struct output *output, int64_t value)
{
	/* Labels and counts: whole numbers that a double holds, as good as all of them. */
	const int64_t exact = (int64_t)1 << 53;
	char text[NUMBER_SIZE];
	struct cell cell = { .text = text, .kind = CELL_LITERAL };
	cell.length = -exact <= value && value <= exact
	              ? number_format((double)value, text)
	              : (size_t)snprintf(text, sizeof text, "%" PRId64, value);
	output_cell(output, &cell);
}

bool output_end_row(struct output *output, struct failure *why)
{
	if (output->kind == STREAM_NDJSON)
		put(output, "}", 1);
	put(output, "\n", 1);
	output->column = 0;
	output->rows++;
	output->begun = true;
	output->row_start = output->buffer.length;
	if (output->buffer.length >= FLUSH_AT)
		write_out(output, output->buffer.length);
	return (output->error == 0 && !output->bad_text) || report(output, why);
}

bool output_bytes(struct output *output, const char *bytes, size_t length, struct failure *why)
{
	put(output, bytes, length);
	output->begun = true;
	output->row_start = output->buffer.length;
	return report(output, why);
}

bool output_flush(struct output *output, struct failure *why)
{
	write_out(output, output->buffer.length);
	return report(output, why);
}

void output_fail(struct output *output, const char *tool, const char *message)
{
	output->buffer.length = output->row_start; /* half a row is no row */
	if (!output->begun || output->error != 0)
		return;
	put(output, MARKER, sizeof MARKER - 1);
	put(output, tool, strlen(tool));
	put(output, ": ", 2);
	put(output, message, strlen(message));
	put(output, "\n", 1);
	write_out(output, output->buffer.length);
}
