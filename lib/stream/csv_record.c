#include "stream/csv_record.h"

#include "base/array_room.h"

#include <stdlib.h>
#include <string.h>

static int never_blank(unsigned char byte)
{
	(void)byte;
	return 0;
}

bool csv_record_create(struct csv_record *record, char delimiter, bool trim, struct failure *why)
{
	*record = (struct csv_record){ .delimiter = delimiter, .trim = trim };
	/* Without CSV_STRICT_FINI an unterminated quote would go unnoticed. */
	if (csv_init(&record->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return fail_memory(why);
	csv_set_delim(&record->parser, (unsigned char)delimiter);
	csv_set_blk_size(&record->parser, 4096);
	if (!trim || delimiter == ' ')
		csv_set_space_func(&record->parser, never_blank);
	return true;
}

void csv_record_free(struct csv_record *record)
{
	csv_free(&record->parser);
	free(record->cells);
	buffer_free(&record->unquoted);
	*record = (struct csv_record){ 0 };
}

static bool add_cell(struct csv_record *record, const char *text, size_t length)
{
	if (record->count == COLUMN_LIMIT) {
		record->too_many = true;
		return false;
	}
	struct cell *cells = array_room(record->cells, &record->capacity, record->count + 1,
	                                sizeof *cells);
	if (cells == NULL) {
		record->no_memory = true;
		return false;
	}
	record->cells = cells;
	record->cells[record->count++] = (struct cell){ .text = text, .length = length };
	return true;
}

static bool is_blank(char byte, char delimiter)
{
	return (byte == ' ' || byte == '\t') && byte != delimiter;
}

static struct cell trimmed(const char *text, size_t length, char delimiter)
{
	while (length > 0 && is_blank(text[0], delimiter))
		text++, length--;
	while (length > 0 && is_blank(text[length - 1], delimiter))
		length--;
	return (struct cell){ .text = text, .length = length };
}

/* A line without a quote needs no parser: the cells are what stands between
 * the delimiters. */
static void split_plain(struct csv_record *record, const char *line, size_t length)
{
	const char *start = line, *end = line + length;
	record->canonical = record->delimiter == ',' && length > 0;
	for (;;) {
		const char *at = memchr(start, record->delimiter, (size_t)(end - start));
		size_t size = (size_t)((at != NULL ? at : end) - start);
		struct cell cell = { .text = start, .length = size };
		if (record->trim)
			cell = trimmed(start, size, record->delimiter);
		record->canonical &= cell.length == size;
		if (!add_cell(record, cell.text, cell.length) || at == NULL)
			return;
		start = at + 1;
	}
}

/* libcsv's callbacks; they cannot stop the parse, so they remember. */
static void on_cell(void *text, size_t length, void *context)
{
	struct csv_record *record = context;
	/* The buffer moves as it grows: cells hold offsets until the row is whole. */
	if (record->rows_ended > 0 || !add_cell(record, NULL, length))
		return;
	if (!buffer_append(&record->unquoted, text, length))
		record->no_memory = true;
}

static void on_row(int ending, void *context)
{
	(void)ending;
	struct csv_record *record = context;
	record->rows_ended++;
}

static bool feed(struct csv_record *record, const char *text, size_t length, struct failure *why)
{
	if (csv_parse(&record->parser, text, length, on_cell, on_row, record) == length
	    && csv_parse(&record->parser, "\n", 1, on_cell, on_row, record) == 1)
		return true;
	/* After an error the parser must not be finished, only left as it is. */
	if (csv_error(&record->parser) == CSV_EPARSE)
		return fail(why, "a quote stands inside a cell that is not quoted; inside a quoted "
		                 "cell it must be written twice");
	return fail_memory(why);
}

/* The line of the record (0 is its first) in which the last quote opened. */
static size_t line_of_open_quote(const char *record, size_t length)
{
	size_t line = 0, opened = 0;
	bool quoted = false;
	for (size_t i = 0; i < length; i++) {
		line += record[i] == '\n';
		if (record[i] == '"') {
			quoted = !quoted;
			opened = quoted ? line : opened;
		}
	}
	return opened;
}

static bool parse_quoted(struct csv_record *record, struct line_reader *reader, const char **line,
                         size_t *length, struct failure *why)
{
	size_t first_line = reader->line, fed = 0;
	record->canonical = false;
	record->rows_ended = 0;
	for (;;) {
		if (!feed(record, *line + fed, *length - fed, why))
			return false;
		if (record->rows_ended > 0)
			break;
		fed = *length + 1;
		struct failure reason;
		enum line_status status = line_reader_extend(reader, line, length, &reason);
		if (status == LINE_READ)
			continue;
		/* The place that the user has to look at is where the quote opened. */
		size_t opened = first_line + line_of_open_quote(*line, *length);
		reader->line = opened;
		return status == LINE_END ? fail(why, "the quote that opens here is never closed")
		                          : fail(why, "%s; is the quote that opens here closed?",
		                                 reason.text);
	}
	const char *text = record->unquoted.data != NULL ? record->unquoted.data : "";
	for (size_t i = 0; i < record->count; i++) {
		record->cells[i].text = text;
		text += record->cells[i].length;
	}
	return true;
}

static size_t count_returns(const char *text, size_t length)
{
	size_t count = 0;
	while (length > 0) {
		const char *found = memchr(text, '\r', length);
		if (found == NULL)
			break;
		count++;
		length -= (size_t)(found + 1 - text);
		text = found + 1;
	}
	return count;
}

bool csv_record_read(struct csv_record *record, struct line_reader *reader, const char **line,
                     size_t *length, struct failure *why)
{
	record->count = 0;
	record->unquoted.length = 0;
	bool quoted = memchr(*line, '"', *length) != NULL;
	if (quoted && !parse_quoted(record, reader, line, length, why))
		return false;
	if (*length > 0 && (*line)[*length - 1] == '\r')
		--*length;
	if (!quoted)
		split_plain(record, *line, *length);
	if (record->no_memory)
		return fail_memory(why);
	if (record->too_many)
		return fail(why, "the row has more than %d columns", COLUMN_LIMIT);
	/* Other readers would take it for the end of a row, unless it is in quotes. */
	if (count_returns(*line, *length)
	    != count_returns(record->unquoted.data, record->unquoted.length))
		return fail(why, "a carriage return stands inside the row; lines must end in LF or CRLF");
	for (size_t i = 0; *length > FIELD_LIMIT && i < record->count; i++)
		if (record->cells[i].length > FIELD_LIMIT)
			return fail(why, "cell %zu is longer than %d MiB", i + 1, FIELD_LIMIT >> 20);
	return true;
}
